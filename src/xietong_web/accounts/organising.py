"""Takes decisions about one party's bodies; gives the acts that add, correct, close, rename, split and merge them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from xietong import basics
from xietong.basics import Refusal
from xietong_web.accounts.bodies import depth_of, parents_on
from xietong_web.accounts.models import Member, Organisation, Party, Place, Succession
from xietong_web.accounts.permissions import require
from xietong_web.accounts.services import add_organisations
from xietong_web.audit.services import record

EDITABLE = frozenset({"name", "name_en", "kind", "aliases", "parent", "valid_from"})


@dataclass(frozen=True, slots=True)
class Part:
    """One successor of a body that is split: ``weight`` is the share (0–1) of its people, duties and figures."""

    code: str
    name: str
    name_en: str = ""
    weight: Decimal = Decimal(1)


def the_organisation(code: str) -> Organisation:
    """Return a body by its official code. Raises Refusal ``not-found``."""
    found = Organisation.objects.select_related("party", "parent").filter(code=code).first()
    if found is None:
        raise Refusal(
            "not-found", zh="没有这个单位；请从单位列表进入。", en="There is no such organisation; see the list."
        )
    return found


def _locked(codes: Collection[str], by: Member) -> list[Organisation]:
    """Return the bodies of the codes in that order, locked, after asking whether ``by`` may change them."""
    found = {
        row.code: row
        for row in Organisation.objects.select_for_update(of=("self",)).select_related("party").filter(code__in=codes)
    }
    bodies = [found.get(code) or the_organisation(code) for code in dict.fromkeys(codes)]
    for body in bodies:
        require(by, "accounts.manage-organisations", party=body.party.code)
    return bodies


def check_names(
    party: Party, names: Iterable[str], span: tuple[date | None, date | None], own: Collection[int]
) -> None:
    """Raise Refusal ``name-in-use`` where another body of the party bears one of the names at the same time."""
    wanted = {name for name in names if name}
    others = Organisation.objects.filter(party=party).exclude(pk__in=own)
    for other in others.only("pk", "name", "aliases", "valid_from", "valid_to", "code"):
        same = wanted & {other.name, *other.aliases}
        apart = (other.valid_to or date.max) < (span[0] or date.min) or (other.valid_from or date.min) > (
            span[1] or date.max
        )
        if same and not apart:
            name = min(same)
            raise Refusal(
                "name-in-use",
                zh=f"名称“{name}”在同一时期已由单位 {other.code} 使用；请换一个名称或先停用该单位。",
                en=f"“{name}” is borne by {other.code} at the same time; choose another name or close that body first.",
                field="name",
            )


@transaction.atomic
def add_organisation(*, party: Party, value: basics.Organisation, by: Member, now: datetime) -> Organisation:
    """Add one body. Raises Refusal ``not-permitted``, ``code-taken``, ``no-parent``, ``name-in-use``."""
    require(by, "accounts.manage-organisations", party=party.code)
    check_names(party, (value.name, *value.aliases), (value.valid_from, value.valid_to), ())
    (made,) = add_organisations(party=party, values=[value], by=by, now=now)
    return made


@transaction.atomic
def edit_organisation(*, code: str, changes: Mapping[str, Any], by: Member, now: datetime) -> Organisation:
    """Correct what is written about a body; ``parent`` is a code or empty. A body that *becomes* another is renamed.

    Raises Refusal ``not-permitted``, ``not-found``, ``name-in-use``, ``no-parent``, ``own-ancestor``,
    ``ends-before-start``.
    """
    (body,) = _locked([code], by)
    known = {name: value for name, value in changes.items() if name in EDITABLE}
    if "parent" in known:
        body.parent = _parent(body, str(known.pop("parent") or ""), now)
    for name, value in known.items():
        setattr(body, name, value)
    if body.valid_from and body.valid_to and body.valid_to < body.valid_from:
        raise _ends_before_start("valid_from")
    check_names(body.party, (body.name, *body.aliases), (body.valid_from, body.valid_to), (body.pk,))
    body.save()
    record(
        "accounts.organisation-edited",
        by=by,
        now=now,
        subject=("organisation", body.code),
        data={"fields": sorted(changes)},
        rows=[body],
    )
    return body


def _ends_before_start(field: str) -> Refusal:
    return Refusal(
        "ends-before-start",
        zh="终止日期早于设立日期；请改正日期。",
        en="The body would end before it began; correct the day.",
        field=field,
    )


def _parent(body: Organisation, code: str, now: datetime) -> Organisation | None:
    if not code:
        return None
    parent = Organisation.objects.filter(party=body.party_id, code=code).first()
    if parent is None:
        raise Refusal(
            "no-parent",
            zh=f"本方没有编码为 {code} 的上级单位；请改正编码。",
            en=f"The party has no body {code} to stand above; correct the code.",
            field="parent",
        )
    day = max(body.valid_from or now.date(), now.date())
    above = {**parents_on(day, body.party.code), body.pk: parent.pk}
    if parent.pk == body.pk or depth_of(body.pk, above) > len(above):
        raise Refusal(
            "own-ancestor",
            zh=f"{body.name}不能位于自身之下；请选择其他上级单位。",
            en=f"{body.name} cannot stand below itself; choose another parent.",
            field="parent",
        )
    return parent


@transaction.atomic
def close_organisation(*, code: str, day: date, by: Member, now: datetime) -> Organisation:
    """Let a body end; ``day`` is its last.

    Raises Refusal ``already-closed``, ``has-bodies-below``, ``ends-before-start``.
    """
    (body,) = _locked([code], by)
    _must_live(body, day)
    below = Organisation.objects.on(day + timedelta(days=1)).filter(parent=body).values_list("name", flat=True)[:3]
    if below:
        raise Refusal(
            "has-bodies-below",
            zh=f"其下还有存续的单位（{'、'.join(below)}）；请先调整或停用它们。",
            en=f"Bodies below it go on ({', '.join(below)}); move or close them first.",
        )
    body.valid_to = day
    body.save(update_fields=["valid_to"])
    record(
        "accounts.organisation-closed",
        by=by,
        now=now,
        subject=("organisation", body.code),
        data={"day": day.isoformat()},
        rows=[body],
    )
    return body


def _must_live(body: Organisation, day: date) -> None:
    if body.valid_to is not None:
        raise Refusal(
            "already-closed",
            zh=f"{body.name}已定于 {body.valid_to} 终止；不能再作变更。",
            en=f"{body.name} already ends on {body.valid_to}; it changes no more.",
        )
    if body.valid_from and day < body.valid_from:
        raise _ends_before_start("day")


@transaction.atomic
def rename_organisation(*, code: str, part: Part, day: date, by: Member, now: datetime) -> Organisation:
    """Let a body go on under another name and code from a day; its members go with it."""
    bodies = _locked([code], by)
    (made,) = _succeed(bodies, [part], Succession.Kind.RENAME, day, by, now)
    return made


@transaction.atomic
def split_organisation(*, code: str, parts: Sequence[Part], day: date, by: Member, now: datetime) -> list[Organisation]:
    """Let two or more bodies take a body's place from a day; the weights sum to one.

    Members stay with the old body until somebody places them. Raises Refusal ``too-few``, ``bad-weights`` and those of
    the other acts.
    """
    if len(parts) < 2:
        raise Refusal(
            "too-few", zh="拆分至少需要两个新单位。", en="A split needs two new bodies at least.", field="parts"
        )
    whole = sum((part.weight for part in parts), Decimal(0))
    if abs(whole - 1) > Decimal("0.000001") or min(part.weight for part in parts) <= 0:
        raise Refusal(
            "bad-weights",
            zh="各新单位的份额须大于零且合计为 1（100%）；请改正。",
            en="The shares of the new bodies are above zero and sum to 1 (100 per cent); correct them.",
            field="parts",
        )
    return _succeed(_locked([code], by), parts, Succession.Kind.SPLIT, day, by, now)


@transaction.atomic
def merge_organisations(*, codes: Collection[str], part: Part, day: date, by: Member, now: datetime) -> Organisation:
    """Let one new body take the place of several of one party from a day; their members go with it."""
    bodies = _locked(codes, by)
    if len(bodies) < 2:
        raise Refusal("too-few", zh="合并至少需要两个单位。", en="A merger needs two bodies at least.", field="others")
    if len({body.party_id for body in bodies}) > 1:
        raise Refusal(
            "other-party",
            zh="只能合并同一协同方的单位。",
            en="Only bodies of one and the same party can merge.",
            field="others",
        )
    (made,) = _succeed(bodies, [part], Succession.Kind.MERGE, day, by, now)
    return made


def _succeed(
    bodies: Sequence[Organisation],
    parts: Sequence[Part],
    kind: Succession.Kind,
    day: date,
    by: Member,
    now: datetime,
) -> list[Organisation]:
    """Close the old bodies on the eve of the day, open the new ones where they stood, and write what became of whom."""
    eve = day - timedelta(days=1)
    parent = _parent_of_all(bodies, eve)
    for body in bodies:
        _must_live(body, eve)
        body.valid_to = eve
    Organisation.objects.bulk_update(bodies, ["valid_to"])
    first = bodies[0]
    values = [
        basics.Organisation(part.code, first.party.code, part.name, part.name_en, first.kind, (), parent, day)
        for part in parts
    ]
    check_names(first.party, [part.name for part in parts], (day, None), ())
    made = add_organisations(party=first.party, values=values, by=by, now=now)
    weights = {part.code: part.weight for part in parts}
    links = Succession.objects.bulk_create(
        Succession(predecessor=old, successor=new, kind=kind.value, day=day, weight=weights[new.code])
        for old in bodies
        for new in made
    )
    moved = _take_along(bodies, made) if len(made) == 1 else []
    places = _take_places(bodies, made, day)
    record(
        f"accounts.organisation-{kind.value}",
        by=by,
        now=now,
        subject=("organisation", first.code),
        data={"from": [body.code for body in bodies], "to": [body.code for body in made], "day": day.isoformat()},
        rows=[*bodies, *links, *moved, *places],
    )
    return made


def _parent_of_all(bodies: Sequence[Organisation], eve: date) -> str | None:
    """Return the code of the body above the one that stands highest: so no new body comes to stand below itself."""
    above = parents_on(eve, bodies[0].party.code)
    highest = min(bodies, key=lambda body: depth_of(body.pk, above))
    parent = above.get(highest.pk)
    return None if parent is None else Organisation.objects.filter(pk=parent).values_list("code", flat=True).first()


def _take_along(bodies: Sequence[Organisation], made: Sequence[Organisation]) -> list[Member]:
    members = list(Member.objects.current().select_for_update().filter(organisation__in=bodies))
    for member in members:
        member.organisation = made[0]
    Member.objects.bulk_update(members, ["organisation"])
    return members


def _take_places(bodies: Sequence[Organisation], made: Sequence[Organisation], day: date) -> list[Place]:
    """Put the new bodies where the old ones stand in the named trees from a day on; return all places written.

    The first takes the node itself, with whatever stands below it; the others stand beside it. Where bodies that merge
    stood under one node theirs is one place.
    """
    of_them = Place.objects.select_for_update().filter(organisation__in=bodies).order_by("id")
    nodes = set(Place.objects.filter(hierarchy__places__organisation__in=bodies).values_list("parent_node", flat=True))
    old, new, taken = list[Place](), list[Place](), set[tuple[int, str]]()
    for row in of_them:
        if row.valid_to is not None and row.valid_to < day:
            continue
        begins, end = max(row.valid_from or day, day), row.valid_to
        if begins == row.valid_from:  # it was to stand there only later
            row.organisation = made[0]
            heirs = made[1:]
        else:
            row.valid_to = day - timedelta(days=1)
            heirs = made
        if (row.hierarchy_id, row.parent_node) in taken and row.node not in nodes:
            heirs = []
        taken.add((row.hierarchy_id, row.parent_node))
        old.append(row)
        new += [
            Place(
                hierarchy_id=row.hierarchy_id,
                node=row.node if heir is made[0] else f"{row.node}.{heir.code}"[:60],
                parent_node=row.parent_node,
                name=row.name,
                name_en=row.name_en,
                organisation=heir,
                valid_from=begins,
                valid_to=end,
            )
            for heir in heirs
        ]
    Place.objects.bulk_update(old, ["valid_to", "organisation"])
    return [*old, *Place.objects.bulk_create(new)]
