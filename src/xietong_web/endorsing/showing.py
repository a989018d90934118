"""Takes changes and the plans they stand between; gives them in words, as somebody reads them before signing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xietong import drafting
from xietong.basics import Party
from xietong_web.accounts.models import Organisation
from xietong_web.drafting.checking import in_words
from xietong_web.theme.templatetags.theme import named, word


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One change in words: which item, which field, from what, to what; of an item that comes or goes all it says."""

    item: str
    title: str
    field: str
    kind: str
    old: str
    new: str
    whole: Sequence[tuple[str, str]] = ()


# Fields whose values, or the values of whose order, are uids; of which a value is a code; of whole things a line each.
_BY_UID = frozenset({"parent", "after", "basis", "items", "objectives", "targets", "milestones"})
_CODES = frozenset({"kind", "recurrence"})
_LINES = frozenset({"duties", "targets", "milestones"})
# What an item says, in the order of its page. Its place among its siblings is not said, nor where it was read.
_WHOLE = (
    "kind", "number", "parent", "text", "duties", "start", "due", "recurrence", "weight", "milestones", "targets",
    "basis", "after",
)  # fmt: skip


def shown_changes(changes: Sequence[drafting.Change], *plans: drafting.Plan) -> list[ShownChange]:
    """Return changes as the pages show them: items, parties, bodies, aims and basis documents by their names."""
    names = _Names.of(changes, plans)
    return [
        names.shown(change) for change in changes if change.kind is not drafting.ChangeKind.SHIFTED and _says(change)
    ]


def _says(change: drafting.Change) -> bool:
    """Tell whether a change is worth a line: no order that only follows from what went and what came at the end."""
    if change.kind is drafting.ChangeKind.SHIFTED:
        return False
    if change.kind is not drafting.ChangeKind.REORDERED:
        return True
    stayed = [key for key in change.old if key in change.new]
    return stayed != list(change.new[: len(stayed)])


def _ordered(changes: Sequence[drafting.Change], plans: Sequence[drafting.Plan]) -> Iterator[drafting.Duty]:
    """Yield the duties of items whose duties stand in another order: a change tells their keys alone."""
    uids = {each.item for each in changes if each.kind is drafting.ChangeKind.REORDERED and each.field == "duties"}
    for plan in plans if uids else ():
        for item in plan.items:
            yield from item.duties if item.uid in uids else ()


def _duties(changes: Sequence[drafting.Change]) -> Iterator[drafting.Duty]:
    for change in changes:
        for value in (change.old, change.new):
            held = value.duties if isinstance(value, drafting.Item) else value if isinstance(value, tuple) else (value,)
            yield from (each for each in held if isinstance(each, drafting.Duty))


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of what changes speak of, by uid, key or code."""

    titles: Mapping[str, str]
    by_uid: Mapping[str, str]
    duties: Mapping[str, drafting.Duty]
    parties: Mapping[str, Party]
    bodies: Mapping[str, Organisation]

    @classmethod
    def of(cls, changes: Sequence[drafting.Change], plans: Sequence[drafting.Plan]) -> "_Names":
        titles = {item.uid: f"{item.number}{item.title}" for plan in plans for item in plan.items}
        by_uid = titles | {each.uid: in_words(each) for plan in plans for each in plan.objectives}
        by_uid |= {each.uid: in_words(each) for plan in plans for each in plan.basis}
        duties = {drafting.duty_key(duty): duty for duty in _ordered(changes, plans)}
        codes = {duty.organisation for duty in (*_duties(changes), *duties.values())} - {""}
        bodies = Organisation.objects.filter(code__in=codes) if codes else ()
        return cls(
            titles,
            by_uid,
            duties,
            {party.code: party for plan in plans for party in plan.parties},
            {body.code: body for body in bodies},
        )

    def shown(self, change: drafting.Change) -> ShownChange:
        item = next((each for each in (change.new, change.old) if isinstance(each, drafting.Item)), None)
        return ShownChange(
            item=change.item or "",
            title=self.titles.get(change.item or "", ""),
            field=change.field,
            kind=change.kind.value,
            old=self._said(change.old, change.field),
            new=self._said(change.new, change.field),
            whole=[(field, said) for field in _WHOLE if (said := self._said(getattr(item, field), field))]
            if item
            else (),
        )

    def _said(self, value: object, field: str) -> str:
        if isinstance(value, tuple) and field in _BY_UID | _LINES:
            return ("\n" if field in _LINES else "、").join(self._said(each, field) for each in value)
        value = self.duties.get(value, value) if field == "duties" and isinstance(value, str) else value
        if isinstance(value, drafting.Duty):
            body = self.bodies.get(value.organisation)
            who = (self._party(value.party), named(body) if body else value.name or value.organisation)
            return f"{word(value.role)} {' · '.join(each for each in who if each)}"
        if isinstance(value, drafting.Target):
            return f"{in_words(replace(value, party=''))} {self._party(value.party)}".strip()
        if isinstance(value, str) and value and field in _CODES:
            return word(value)
        return self.by_uid.get(value, value) if field in _BY_UID and isinstance(value, str) else in_words(value)

    def _party(self, code: str) -> str:
        return named(self.parties[code]) if code in self.parties else code
