"""Takes what was typed about an item; gives the values that the acts take, or what is wrong with it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from xietong import drafting
from xietong.basics import Refusal
from xietong_web.audit.keys import new_key
from xietong_web.drafting.queries import Bodies
from xietong_web.theme.templatetags.theme import word

Filled = TypeVar("Filled", bound=forms.Form)

WORDS_OF_FORM: dict[str, object] = {
    "kinds": [kind.value for kind in drafting.Kind],
    "recurrences": [each.value for each in drafting.Recurrence if each.value],
    "roles": [role.value for role in drafting.Role],
    "operators": ["=", ">=", "<=", "+"],
}


def complete(form: Filled) -> Filled:
    """Return a form that is rightly filled in. Raises Refusal ``bad-form``, which says of each field what is wrong."""
    if form.is_valid():
        return form
    said = "; ".join(f"{word(name)}: {error}" for name, errors in form.errors.items() for error in errors)
    raise Refusal("bad-form", zh=said, en=said, field=next(iter(form.errors)))


class ItemForm(forms.Form):
    """An item's own fields; its parts (duties, targets, milestones) come as parallel lists, see ``parts``."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=[(kind.value, kind.value) for kind in drafting.Kind])
    number = forms.CharField(max_length=40, required=False)
    title = forms.CharField(max_length=500)
    text = forms.CharField(max_length=20_000, required=False, widget=forms.Textarea)
    start = forms.DateField(required=False, error_messages={"invalid": _("Write a day as 2025-12-31.")})
    due = forms.DateField(required=False, error_messages={"invalid": _("Write a day as 2025-12-31.")})
    recurrence = forms.ChoiceField(
        choices=[("", "—"), *((each.value, each.value) for each in drafting.Recurrence if each.value)], required=False
    )
    weight = forms.DecimalField(max_digits=9, decimal_places=4, min_value=Decimal(0), required=False)

    def changes(self) -> dict[str, Any]:
        """Return the typed fields as ``edit_item`` takes them."""
        typed = self.cleaned_data
        return {
            "kind": drafting.Kind(typed["kind"]),
            "number": typed["number"],
            "title": typed["title"],
            "text": typed["text"],
            "start": typed["start"],
            "due": typed["due"],
            "recurrence": drafting.Recurrence(typed["recurrence"]),
            "weight": typed["weight"] if typed["weight"] is not None else Decimal(1),
        }


def parts(posted: QueryDict, known: Bodies, standing: drafting.Item) -> dict[str, Any]:
    """Return duties, targets, milestones, and links where the form had them; empty rows fall away.

    ``standing`` is the item as it stands: whose a name is that nobody changed stays what it was.
    Raises Refusal ``bad-row`` naming the row and what to write.
    """
    rows = [(role, name) for role, name in _rows(posted, "duty_role", "duty_name")]
    links: dict[str, Any] = {}
    if posted.get("links"):  # the form showed them: an empty choice means none
        for name in ("after", "basis"):
            links[name] = tuple(dict.fromkeys(uid for uid in posted.getlist(name) if uid))
    return {
        **links,
        "duties": duties_named(rows, known, standing.duties),
        "targets": tuple(_targets(posted)),
        "milestones": tuple(_milestones(posted)),
    }


class FrameForm(forms.Form):
    """The plan's own fields; its objectives and basis come as parallel lists, see ``frame_rows``."""

    revision = forms.CharField(max_length=16, widget=forms.HiddenInput)
    title = forms.CharField(max_length=200)
    short_title = forms.CharField(max_length=80, required=False)
    start = forms.DateField(required=False, error_messages={"invalid": _("Write a day as 2025-12-31.")})
    end = forms.DateField(required=False, error_messages={"invalid": _("Write a day as 2025-12-31.")})

    def changes(self) -> dict[str, Any]:
        """Return the typed fields as ``change_plan`` takes them."""
        return {name: self.cleaned_data[name] for name in ("title", "short_title", "start", "end")}


_OBJECTIVE = ("objective_uid", "objective_text", "objective_due")
_BASIS = ("basis_uid", "basis_title", "basis_kind")


def frame_rows(posted: QueryDict) -> dict[str, Any]:
    """Return the objectives and basis documents typed; emptied rows fall away. Raises Refusal ``bad-row``."""
    aims = [(uid, text, _day(due, text)) for uid, text, due in _rows(posted, *_OBJECTIVE)]
    return {
        "objectives": tuple(drafting.Objective(uid, text, due) for uid, text, due in aims if text or (due and not uid)),
        "basis": tuple(drafting.Basis(uid, title, kind) for uid, title, kind in _rows(posted, *_BASIS) if title),
    }


@dataclass(frozen=True, slots=True)
class FrameShown:
    """What the form of the plan itself shows: values of a plan, or what was typed and could not be taken.

    ``objectives`` are rows (uid, text, day), ``basis`` rows (uid, title, kind).
    """

    revision: str
    title: str
    short_title: str
    start: str
    end: str
    objectives: Sequence[tuple[str, ...]]
    basis: Sequence[tuple[str, ...]]

    @classmethod
    def of(cls, value: drafting.Plan, revision: str) -> "FrameShown":
        """Show a plan as it stands."""
        return cls(
            revision,
            value.title,
            value.short_title,
            _day_text(value.start),
            _day_text(value.end),
            [(each.uid, each.text, _day_text(each.due)) for each in value.objectives],
            [(each.uid, each.title, each.kind) for each in value.basis],
        )

    @classmethod
    def typed(cls, posted: QueryDict) -> "FrameShown":
        """Show again what was typed."""
        revision, title, short_title = (posted.get(name, "") for name in ("revision", "title", "short_title"))
        start, end = posted.get("start", ""), posted.get("end", "")
        return cls(revision, title, short_title, start, end, _rows(posted, *_OBJECTIVE), _rows(posted, *_BASIS))


def _day_text(day: date | None) -> str:
    return day.isoformat() if day else ""


def _rows(posted: QueryDict, *names: str) -> list[tuple[str, ...]]:
    # No database takes a NUL in a text.
    columns = [[value.replace("\0", "").strip() for value in posted.getlist(name)] for name in names]
    return list(zip(*columns, strict=False))


def duties_named(
    rows: Iterable[tuple[str, str]], known: Bodies, standing: Iterable[drafting.Duty] = ()
) -> tuple[drafting.Duty, ...]:
    """Return the duties of (role, name) rows: a name may be an alias, a group (several duties), or unknown.

    Names of ``standing`` duties mean the bodies that they meant.
    """
    held: dict[str, list[drafting.Duty]] = {}
    for duty in standing:
        held.setdefault(duty.name, []).append(duty)
    written = [(role, name) for role, name in rows if name]
    exact = known.named({name for _, name in written}) if written else {}
    found: list[drafting.Duty] = []
    for role, name in written:
        if role not in set(drafting.Role):
            raise _bad_row(name, zh="责任须为牵头或配合", en="a duty is lead or support")
        body = exact.get(name)
        same = [replace(duty, role=drafting.Role(role)) for duty in held.get(name, ())]
        if same and all(duty.organisation for duty in same):
            found += same
        elif body:
            found.append(drafting.Duty(body.party.code, body.code, drafting.Role(role), name))
        else:
            resolved = list(_resolved(known.directory, role, name))
            found += resolved if not same or any(duty.party for duty in resolved) else same
    return tuple(dict.fromkeys(found))


def _resolved(directory: drafting.Directory, role: str, name: str) -> Iterator[drafting.Duty]:
    for body in directory.resolve(name) or (None,):
        party = getattr(body, "party", "") or getattr(body, "code", "")
        organisation = body.code if body is not None and hasattr(body, "party") else ""
        yield drafting.Duty(party, organisation, drafting.Role(role), name)


def _targets(posted: QueryDict) -> list[drafting.Target]:
    names = ("target_uid", "target_indicator", "target_op", "target_value", "target_unit", "target_by")
    # Not typed: whose it is stays.
    parties = {row[0]: row[1] for row in _rows(posted, "target_uid", "target_party")}
    found = []
    for uid, indicator, op, value, unit, by in _rows(posted, *names):
        if not indicator and not value:
            continue
        if op not in {"=", ">=", "<=", "+"}:
            raise _bad_row(indicator, zh="关系须为 =、>=、<= 或 +", en="the relation is =, >=, <= or +")
        figure, day, party = _number(value, indicator), _day(by, indicator), parties.get(uid, "") if uid else ""
        found.append(drafting.Target(uid or new_key(), indicator, op, figure, unit, day, party))
    return found


def _milestones(posted: QueryDict) -> list[drafting.Milestone]:
    found = []
    for uid, title, due in _rows(posted, "milestone_uid", "milestone_title", "milestone_due"):
        if not title and not due:
            continue
        day = _day(due, title)
        if day is None:
            raise _bad_row(title, zh="节点须有日期，如 2025-12-31", en="a milestone needs a day such as 2025-12-31")
        found.append(drafting.Milestone(uid or new_key(), title, day))
    return found


def _number(text: str, row: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation as trouble:
        raise _bad_row(row, zh=f"数值“{text}”不是数字", en=f"the value “{text}” is no number") from trouble
    if not value.is_finite():
        raise _bad_row(row, zh="数值须有限", en="the value must be finite")
    return value


def _day(text: str, row: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise _bad_row(
            row, zh=f"日期“{text}”应写作 2025-12-31", en=f"write the day “{text}” as 2025-12-31"
        ) from trouble


def _bad_row(row: str, *, zh: str, en: str) -> Refusal:
    return Refusal("bad-row", zh=f"“{row}”一行有误：{zh}。请改正后保存。", en=f"In the row “{row}”: {en}.")
