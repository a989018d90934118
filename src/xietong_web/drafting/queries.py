"""Takes a member; gives the plans and items that this member may see, as the pages need them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Q, QuerySet

from xietong import drafting
from xietong.basics import Refusal
from xietong_web.accounts.models import Member, Organisation
from xietong_web.audit.asking import Among, asked
from xietong_web.drafting.frames import with_frame
from xietong_web.drafting.held import Held, plan_of
from xietong_web.drafting.models import Duty, Item, Plan, PlanSet, Revision, Target
from xietong_web.drafting.paths import WIDTH, below
from xietong_web.drafting.rewriting import from_kept
from xietong_web.drafting.rows import parties_of, plan_frame, plan_value

WHOLE = 600  # a desk of up to so many items is shown whole; a larger one a branch at a time


def visible_to(member: Member) -> PlanSet:
    """Return the plans of the member's party."""
    return Plan.objects.visible_to(member.party)


def the_plan(member: Member, uid: str) -> Plan:
    """Return one plan. Raises Refusal ``not-found`` where there is none or it is not for this member."""
    plan = plan_of(uid)
    if plan is None or member.party_id not in {pk for pk, _ in parties_of(plan)}:
        raise Refusal(
            "not-found",
            zh="没有这个计划，或它不对您开放；请从计划列表进入。",
            en="There is no such plan, or it is not open to you; start from the list.",
        )
    return plan


def party_codes(plan: Plan) -> list[str]:
    """Return the codes of a plan's parties in their order."""
    return [code for _, code in parties_of(plan)]


@dataclass(frozen=True, slots=True)
class DeskRow:
    """An item as the desk shows it."""

    item: Item
    duties: Sequence[Duty]
    targets: Sequence[Target]
    doubtful: bool
    unresolved: bool


DOUBT = 0.7


def desk_rows(plan: Plan, branch: str = "", order: str = "text") -> list[DeskRow]:
    """Return the items of a plan, or of one branch of it, in reading order or the doubtful ones first."""
    items = plan.items.all()
    if branch:
        items = items.filter(path__range=below(plan.items.get(uid=branch).path))
    elif items.count() > WHOLE:
        items = items.filter(depth__lte=1)
    made = rows_of(list(items.order_by("path")[:WHOLE]))
    if order == "doubt":
        made.sort(
            key=lambda each: (each.item.accepted, each.item.confidence if each.item.confidence is not None else 1)
        )
    return made


def desk_row(item: Item) -> DeskRow:
    """Return one item as the desk shows it."""
    return rows_of([item])[0]


@asked
def _duties(items: Sequence[int]) -> QuerySet[Duty]:
    return Duty.objects.filter(Among("item", items)).select_related("organisation", "party")


@asked
def _targets(items: Sequence[int]) -> QuerySet[Target]:
    return Target.objects.filter(Among("item", items))


def rows_of(rows: Sequence[Item]) -> list[DeskRow]:
    """Return items as the desk shows them."""
    targets: dict[int | None, list[Target]] = {}
    for target in _targets([row.pk for row in rows]):
        targets.setdefault(target.item_id, []).append(target)
    duties: dict[int, list[Duty]] = {}
    for duty in _duties([row.pk for row in rows]):
        duties.setdefault(duty.item_id, []).append(duty)
    return [
        DeskRow(
            row,
            duties.get(row.pk, []),
            targets.get(row.pk, []),
            doubtful=not row.accepted and row.confidence is not None and row.confidence < DOUBT,
            unresolved=any(duty.organisation_id is None for duty in duties.get(row.pk, [])),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the source text: plain, or the sentence of an item; ``edge`` where a cell of a table ends before it."""

    text: str
    uid: str = ""
    edge: bool = False


def source_paragraphs(plan: Plan) -> list[list[Piece]]:
    """Return the source text in paragraphs, each cut where an item's sentence begins or ends (innermost item wins)."""
    if plan.document is None:
        return []
    text = plan.document.text
    owner: list[tuple[int, int, str]] = [
        (start, end, uid)
        for start, end, uid in plan.items.filter(source_document=plan.document)
        .exclude(source_start=None)
        .order_by("source_start", "-source_end")
        .values_list("source_start", "source_end", "uid")
        if start is not None and end is not None
    ]
    pieces: list[Piece] = []
    at = 0
    for start, end, uid in owner:
        if start < at:
            continue
        pieces += [Piece(text[at:start]), Piece(text[start:end], uid)]
        at = end
    pieces.append(Piece(text[at:]))
    return _paragraphs(pieces)


def _paragraphs(pieces: Sequence[Piece]) -> list[list[Piece]]:
    paragraphs: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, line in enumerate(piece.text.split("\n")):
            if number:
                paragraphs.append([])
            for place, cell in enumerate(line.split("\t")):
                if cell or place:
                    paragraphs[-1].append(Piece(cell, piece.uid, edge=place > 0))
    return [paragraph for paragraph in paragraphs if paragraph]


def tally(plan: Plan) -> dict[str, int]:
    """Return how much of a draft has been looked at: items, accepted ones, and those with an unresolved body."""
    counts: dict[str, int] = plan.items.aggregate(items=Count("pk"), accepted=Count("pk", filter=Q(accepted=True)))
    counts["unresolved"] = plan.duties.filter(organisation=None).values("item").distinct().count()
    return counts


def value_of(plan: Plan, uid: str) -> drafting.Item:
    """Return one item's value. Raises Refusal ``not-found``."""
    held = Held(plan)
    held.item(uid)
    return held.values([uid])[uid]


def history(plan: Plan, uid: str) -> QuerySet[Revision]:
    """Return an item's revisions, the latest first."""
    return plan.revisions.filter(item_uid=uid).order_by("-id")


def bodies(plan: Plan) -> list[Organisation]:
    """Return the organisations of a plan's parties."""
    return list(Organisation.objects.filter(party__plans=plan).select_related("party", "parent"))


class Bodies:
    """The organisations that names typed about a plan may mean; all of them are read only when a name is not exact."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan

    def named(self, names: Iterable[str]) -> dict[str, Organisation]:
        """Return the organisations with exactly these names."""
        found = Organisation.objects.filter(party__plans=self._plan, name__in=set(names)).select_related("party")
        return {body.name: body for body in found}

    def coded(self, codes: Iterable[str]) -> dict[str, Organisation]:
        """Return the organisations of some codes."""
        found = Organisation.objects.filter(party__plans=self._plan, code__in=set(codes)).select_related("party")
        return {body.code: body for body in found}

    @cached_property
    def directory(self) -> drafting.Directory:
        """The directory of all."""
        listed = bodies(self._plan)
        parties = {body.party.code: body.party.to_value() for body in listed}
        return drafting.Directory.of([body.to_value() for body in listed], list(parties.values()))


def plan_as_of(plan: Plan, moment: datetime) -> drafting.Plan | None:
    """Return the plan as it stood at a moment: today's with later changes taken back; ``None`` before it was made.

    The tree is put together again from each item's parent and its place among its siblings.
    """
    if plan.made_at > moment:
        return None
    value = plan_value(plan)
    later = plan.revisions.filter(at__gt=moment).order_by("-id")
    if not later.exists():
        return value
    items = {item.uid: item for item in value.items}
    places = {uid: path[-WIDTH:] for uid, path in plan.items.values_list("uid", "path")}
    for revision in later:
        if not revision.item_uid:
            value = with_frame(value, revision.before)
        elif revision.before:
            items[revision.item_uid], places[revision.item_uid] = from_kept(revision.before)
        else:
            items.pop(revision.item_uid, None)
    return drafting.with_items(value, items, places)


def frame_as_of(plan: Plan, moment: datetime) -> drafting.Plan:
    """Return the plan as it stood at a moment without its items: title, dates, objectives and basis of then."""
    later = _next_of_frame(plan, moment)
    return with_frame(drafting.Plan(plan.uid, plan.title), later.before) if later else plan_frame(plan)


def titles_as_of(plan: Plan, moment: datetime) -> tuple[str, str]:
    """Return the title and short title that a plan had at a moment, in one statement."""
    later = _next_of_frame(plan, moment)
    if later is None:
        return plan.title, plan.short_title
    then = with_frame(drafting.Plan(plan.uid, plan.title), later.before)
    return then.title, then.short_title


def _next_of_frame(plan: Plan, moment: datetime) -> Revision | None:
    return plan.revisions.filter(item_uid="", at__gt=moment).order_by("id").first()


def laid_out(value: drafting.Plan) -> list[tuple[int, drafting.Item]]:
    """Return a plan value's items in their order, each with its depth."""
    depth: dict[str | None, int] = {None: -1}
    for item in value.items:
        depth[item.uid] = depth[item.parent] + 1
    return [(depth[item.uid], item) for item in value.items]
