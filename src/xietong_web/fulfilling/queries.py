"""Takes a plan and a day; gives what the pages about its running show."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr

from xietong import drafting
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.audit.queries import end_of
from xietong_web.drafting.models import Duty, Item, Milestone, Plan
from xietong_web.drafting.paths import WIDTH, below
from xietong_web.drafting.queries import plan_as_of
from xietong_web.endorsing.models import Proposal
from xietong_web.fulfilling.bars import DoubleBar, double_bar

SOON = 8


@dataclass(slots=True)
class OverviewRow:
    """A direction or action with what lies under it."""

    uid: str
    kind: str
    number: str
    title: str
    depth: int
    tasks: int
    overdue: int
    bar: DoubleBar


@dataclass(slots=True)
class NextMilestone:
    """A day that comes next: a milestone, or an item's due date."""

    due: date
    title: str
    uid: str


@dataclass(slots=True)
class PartyCount:
    """How many duties a party has."""

    party: Party
    lead: int
    support: int
    unresolved: int


@dataclass(slots=True)
class Overview:
    """One plan in one screen."""

    rows: list[OverviewRow]
    bar: DoubleBar
    milestones: list[NextMilestone]
    parties: list[PartyCount]
    items: int
    overdue: int
    unsigned: list[Proposal]


def parties_of(plan: Plan) -> list[Party]:
    """Return a plan's parties in their order."""
    return [each.party for each in plan.memberships.select_related("party")]


def _nothing_yet(parties: Sequence[Party]) -> DoubleBar:
    return double_bar(parties, {}, {}, 0.0, 0.0)


def _unfinished(day: date) -> Q:
    return Q(due__lt=day)


def overview(plan: Plan, day: date) -> Overview:
    """Return the overview as the rows stand now, seen from a day; a constant number of statements."""
    parties = parties_of(plan)
    leaves = plan.items.filter(kind__in=["task", "measure"])
    tasks, overdue = Counter[str](), Counter[str]()
    for depth in (0, 1):
        grouped = leaves.annotate(root=Substr("path", 1, WIDTH * (depth + 1))).values("root")
        for root, count, late in grouped.annotate(n=Count("pk"), late=Count("pk", filter=_unfinished(day))).values_list(
            "root", "n", "late"
        ):
            tasks[root], overdue[root] = count, late
    top = (
        plan.items.filter(depth__lte=1).order_by("path").values_list("uid", "kind", "number", "title", "depth", "path")
    )
    rows = [
        OverviewRow(uid, kind, number, title, depth, tasks[path], overdue[path], _nothing_yet(parties))
        for uid, kind, number, title, depth, path in top
        if kind in {"direction", "action"} or depth == 0
    ]
    return Overview(
        rows=rows,
        bar=_nothing_yet(parties),
        milestones=next_days(plan, day),
        parties=duty_counts(plan, parties),
        items=sum(tasks[row[5]] for row in top if row[4] == 0),
        overdue=sum(overdue[row[5]] for row in top if row[4] == 0),
        unsigned=list(plan.proposals.filter(state="open").select_related("party", "version")),
    )


def next_days(plan: Plan, day: date) -> list[NextMilestone]:
    """Return the next milestones and due dates, the nearest first."""
    milestones = Milestone.objects.filter(plan=plan, due__gte=day).order_by("due")[:SOON]
    dues = plan.items.filter(due__gte=day).order_by("due", "path")[:SOON]
    found = [NextMilestone(each.due, each.title, each.item.uid) for each in milestones.select_related("item")]
    found += [NextMilestone(each.due, each.title, each.uid) for each in dues if each.due]
    return sorted(found, key=lambda each: each.due)[:SOON]


def duty_counts(plan: Plan, parties: Sequence[Party]) -> list[PartyCount]:
    """Return each party's duties by role, and how many name a body still to be chosen."""
    counted: dict[tuple[int | None, str], tuple[int, int]] = {}
    grouped = Duty.objects.filter(plan=plan).order_by().values("party_id", "role")
    for row in grouped.annotate(n=Count("pk"), lost=Count("pk", filter=Q(organisation=None))):
        counted[row["party_id"], row["role"]] = (row["n"], row["lost"])
    made = []
    for party in parties:
        lead, support = counted.get((party.pk, "lead"), (0, 0)), counted.get((party.pk, "support"), (0, 0))
        made.append(PartyCount(party, lead[0], support[0], lead[1] + support[1]))
    return made


def overview_of(plan: Plan, value: drafting.Plan, day: date) -> Overview:
    """Return the overview of a past state of the plan."""
    parties = parties_of(plan)
    leaves: Counter[str] = Counter()
    late: Counter[str] = Counter()
    above = {item.uid: item.parent for item in value.items}
    for item in value.items:
        if item.kind not in {drafting.Kind.TASK, drafting.Kind.MEASURE}:
            continue
        uid: str | None = item.uid
        while uid:
            leaves[uid] += 1
            late[uid] += bool(item.due and item.due < day)
            uid = above[uid]
    depth = _depths(value.items)
    rows = [
        OverviewRow(
            item.uid, item.kind.value, item.number, item.title, depth[item.uid], leaves[item.uid], late[item.uid],
            _nothing_yet(parties),
        )
        for item in value.items
        if depth[item.uid] <= 1 and (item.kind.value in {"direction", "action"} or depth[item.uid] == 0)
    ]  # fmt: skip
    soon = [NextMilestone(item.due, item.title, item.uid) for item in value.items if item.due and item.due >= day]
    duties = Counter((duty.party, duty.role.value) for item in value.items for duty in item.duties)
    return Overview(
        rows=rows,
        bar=_nothing_yet(parties),
        milestones=sorted(soon, key=lambda each: each.due)[:SOON],
        parties=[PartyCount(p, duties[p.code, "lead"], duties[p.code, "support"], 0) for p in parties],
        items=sum(leaves[item.uid] for item in value.items if item.parent is None),
        overdue=sum(late[item.uid] for item in value.items if item.parent is None),
        unsigned=open_on(plan, day),
    )


def _depths(items: Iterable[drafting.Item]) -> dict[str, int]:
    depth: dict[str, int] = {}
    for item in items:
        depth[item.uid] = depth[item.parent] + 1 if item.parent else 0
    return depth


def past(plan: Plan, day: date) -> drafting.Plan | None:
    """Return the plan as it stood at the end of a day."""
    return plan_as_of(plan, end_of(day))


def subtree(plan: Plan, item: Item) -> QuerySet[Item]:
    """Return what lies under an item, in reading order."""
    return plan.items.filter(path__range=below(item.path)).exclude(pk=item.pk).order_by("path")


def duties_of(organisation: Organisation, member: Member) -> QuerySet[Duty]:
    """Return an organisation's duties in the plans that the member may see, by due date."""
    return (
        Duty.objects.filter(organisation=organisation, plan__parties=member.party)
        .select_related("item", "plan", "party")
        .order_by(F("item__due").asc(nulls_last=True), "item__path")
    )


def overdue_by_organisation(plan: Plan, day: date) -> list[tuple[str, str, int]]:
    """Return (code, name, number of overdue items led) of the organisations that lead overdue items, most first."""
    grouped = (
        Duty.objects.filter(plan=plan, role="lead", item__due__lt=day)
        .exclude(organisation=None)
        .order_by()
        .values("organisation__code", "organisation__name")
        .annotate(n=Count("item", distinct=True))
    )
    return sorted(
        ((row["organisation__code"], row["organisation__name"], row["n"]) for row in grouped), key=lambda r: -r[2]
    )


def duties_by_role(duties: Iterable[Duty]) -> dict[str, list[Duty]]:
    """Group duties by role."""
    grouped: dict[str, list[Duty]] = defaultdict(list)
    for duty in duties:
        grouped[duty.role].append(duty)
    return dict(grouped)


def open_on(plan: Plan, day: date) -> list[Proposal]:
    """Return the proposals that were open for signature at the end of a day."""
    moment = end_of(day)
    still = Q(closed_at=None) | Q(closed_at__gt=moment)
    return list(plan.proposals.filter(still, opened_at__lte=moment).select_related("party", "version"))
