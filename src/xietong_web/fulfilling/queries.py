"""Takes a plan and a day; gives what the pages about its running show."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from xietong import drafting
from xietong_web.accounts.lines import bodies_of, line_of
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.audit.following import Happened
from xietong_web.audit.queries import end_of
from xietong_web.drafting.models import Duty, Item, Milestone, Objective, Plan
from xietong_web.drafting.paths import WIDTH, below
from xietong_web.drafting.queries import plan_as_of
from xietong_web.endorsing.models import Proposal
from xietong_web.fulfilling.bars import DoubleBar
from xietong_web.fulfilling.extending.queries import dues_in_force
from xietong_web.fulfilling.followed import about, kept
from xietong_web.fulfilling.light_showing import LightCount
from xietong_web.fulfilling.lighting import Lit, lit
from xietong_web.fulfilling.standing import Standings, standings

SOON = 8
SCREEN = 60  # directions and actions that one screen shows; of more, the directions alone
Top = tuple[str, str, str, str, int, str]
TOP = ("uid", "kind", "number", "title", "depth", "path")
DutyCounts = dict[tuple[int | None, str], tuple[int, int]]


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
    lights: list[LightCount] = field(default_factory=list)


@dataclass(slots=True)
class Branch:
    """How many tasks and measures lie under a direction or action, and how many of them are past their date."""

    tasks: int = 0
    overdue: int = 0


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
    folded: bool = False
    lights: list[LightCount] = field(default_factory=list)
    objectives: Sequence[Objective | drafting.Objective] = ()


def parties_of(plan: Plan) -> list[Party]:
    """Return a plan's parties in their order; they are the same ones until an act upon the plan or on a party."""
    concerned = about(plan)
    read: Callable[[], list[Party]] = lambda: [each.party for each in plan.memberships.select_related("party")]  # noqa: E731
    return [*kept(plan, "parties", read, until=lambda _: lambda entry: entry.kind == "party" or concerned(entry))]


def overview(plan: Plan, day: date, *, screen: int | None = None) -> Overview:
    """Return the overview as the rows stand now, seen from a day; a constant number of statements.

    A plan of more than ``screen`` directions and actions is ``folded``: it shows its directions, and ``actions_of``
    gives what opens below one.
    """
    parties = parties_of(plan)
    counts, duties = _counted(plan, day)
    stand, lamps = standings(plan, parties), lit(plan, day)
    top, folded = kept(plan, ("top", screen), lambda: _top(plan, screen))
    return Overview(
        rows=_rows_of(top, counts, stand, lamps),
        bar=stand.bar(),
        milestones=kept(plan, ("next days", day), lambda: next_days(plan, day)),
        parties=[_party_count(party, duties) for party in parties],
        items=sum(counts[path].tasks for path in counts if len(path) == WIDTH),
        overdue=lamps.overdue.get("", 0)
        if lamps
        else sum(counts[path].overdue for path in counts if len(path) == WIDTH),
        unsigned=kept(plan, "unsigned", lambda: _unsigned(plan), until=_endorsed),
        folded=folded,
        lights=lamps.counts() if lamps else [],
        objectives=kept(plan, "objectives", lambda: list(plan.objectives.all())),
    )


def _top(plan: Plan, screen: int | None) -> tuple[list[Top], bool]:
    """Return the directions and actions of a plan, or where a screen does not hold them, the directions alone."""
    shown = plan.items.filter(Q(depth=0) | Q(depth=1, kind__in=drafting.BRANCHES)).order_by("path")
    rows = list(shown.values_list(*TOP)[: screen + 1 if screen else None])
    folded = screen is not None and len(rows) > screen
    return list(plan.items.filter(depth=0).order_by("path").values_list(*TOP)) if folded else rows, folded


def _unsigned(plan: Plan) -> list[Proposal]:
    found = plan.proposals.filter(state="open").select_related("party", "version")
    return list(found.defer("version__content"))


def _endorsed(plan: Plan) -> Callable[[Happened], bool]:
    """Tell of an entry whether it is about a plan or a proposal."""
    concerned = about(plan)
    return lambda entry: entry.act.startswith(("endorsing.", "accounts.party-")) or concerned(entry)


def actions_of(plan: Plan, direction: Item, day: date) -> list[OverviewRow]:
    """Return the rows of the actions below a direction, as the overview shows them."""
    below_it = plan.items.filter(depth=1, kind__in=drafting.BRANCHES, path__range=below(direction.path))
    stand = standings(plan, parties_of(plan))
    return _rows_of(below_it.order_by("path").values_list(*TOP), _counted(plan, day)[0], stand, lit(plan, day))


def _counted(plan: Plan, day: date) -> tuple[dict[str, Branch], DutyCounts]:
    made: Callable[[], tuple[dict[str, Branch], DutyCounts]] = lambda: (branch_counts(plan, day), duty_counts(plan))  # noqa: E731
    return kept(plan, ("counts", day), made, weight=lambda pair: len(pair[0]))


def branch_counts(plan: Plan, day: date) -> dict[str, Branch]:
    """Return what stands below each direction and action by its path, in one statement over one index."""
    counts: dict[str, Branch] = defaultdict(Branch)
    work = Q(kind__in=drafting.WORK)
    grouped = plan.items.order_by().values("branch").annotate(n=Count("pk", filter=work))
    for path, n, late in grouped.annotate(late=Count("pk", filter=work & Q(due__lt=day))).values_list(
        "branch", "n", "late"
    ):
        for root in {path[:WIDTH], path}:
            counts[root].tasks += n
            counts[root].overdue += late
    return counts


def _rows_of(
    rows: Iterable[Top], counts: Mapping[str, Branch], stand: Standings, lamps: Lit | None
) -> list[OverviewRow]:
    none = Branch()
    return [
        OverviewRow(
            uid, kind, number, title, depth, found.tasks, lamps.overdue.get(path, 0) if lamps else found.overdue,
            stand.bar(uid), lamps.counts(path) if lamps else [],
        )
        for uid, kind, number, title, depth, path in rows
        for found in [counts.get(path, none)]
    ]  # fmt: skip


def next_days(plan: Plan, day: date) -> list[NextMilestone]:
    """Return the next milestones and due dates, the nearest first."""
    columns = ("due", "title", "item__uid")
    moved = dues_in_force(plan)
    milestones = Milestone.objects.filter(plan=plan, due__gte=day).order_by("due", "id").values_list(*columns)[:SOON]
    dues = plan.items.filter(due__gte=day).exclude(uid__in=moved).order_by("due", "path")
    extended = plan.items.filter(uid__in=moved).values_list("title", "uid") if moved else ()
    found = [NextMilestone(*each) for each in (*milestones, *dues.values_list("due", "title", "uid")[:SOON])]
    found += [NextMilestone(moved[uid], title, uid) for title, uid in extended if moved[uid] >= day]
    return sorted(found, key=lambda each: each.due)[:SOON]


def duty_counts(plan: Plan) -> DutyCounts:
    """Return, for each party's id and role, how many duties there are and how many name a body still to be chosen."""
    grouped = Duty.objects.filter(plan=plan).order_by().values("party_id", "role")
    counted = grouped.annotate(n=Count("pk"), lost=Count("pk", filter=Q(organisation=None)))
    return {(row["party_id"], row["role"]): (row["n"], row["lost"]) for row in counted}


def _party_count(party: Party, counted: DutyCounts) -> PartyCount:
    lead, support = counted.get((party.pk, "lead"), (0, 0)), counted.get((party.pk, "support"), (0, 0))
    return PartyCount(party, lead[0], support[0], lead[1] + support[1])


def overview_of(plan: Plan, value: drafting.Plan, day: date) -> Overview:
    """Return the overview of a past state of the plan."""
    parties = parties_of(plan)
    stand = standings(plan, parties, day)
    leaves: Counter[str] = Counter()
    late: Counter[str] = Counter()
    above = {item.uid: item.parent for item in value.items}
    for item in value.items:
        if item.kind not in drafting.WORK:
            continue
        over = stand.overdue(item.uid, item.due, day)
        uid: str | None = item.uid
        while uid:
            leaves[uid] += 1
            late[uid] += over
            uid = above[uid]
    depth = _depths(value.items)
    rows = [
        OverviewRow(
            item.uid, item.kind.value, item.number, item.title, depth[item.uid], leaves[item.uid], late[item.uid],
            stand.bar(item.uid),
        )
        for item in value.items
        if depth[item.uid] <= 1 and (item.kind in drafting.BRANCHES or depth[item.uid] == 0)
    ]  # fmt: skip
    soon = [NextMilestone(item.due, item.title, item.uid) for item in value.items if item.due and item.due >= day]
    duties = Counter((duty.party, duty.role.value) for item in value.items for duty in item.duties)
    return Overview(
        rows=rows,
        bar=stand.bar(),
        milestones=sorted(soon, key=lambda each: each.due)[:SOON],
        parties=[PartyCount(p, duties[p.code, "lead"], duties[p.code, "support"], 0) for p in parties],
        items=sum(leaves[item.uid] for item in value.items if item.parent is None),
        overdue=sum(late[item.uid] for item in value.items if item.parent is None),
        unsigned=open_on(plan, day),
        objectives=value.objectives,
    )


def _depths(items: Iterable[drafting.Item]) -> dict[str, int]:
    depth: dict[str, int] = {}
    for item in items:
        depth[item.uid] = depth[item.parent] + 1 if item.parent else 0
    return depth


def past(plan: Plan, day: date) -> drafting.Plan | None:
    """Return the plan as it stood at the end of a day."""
    return plan_as_of(plan, end_of(day))


def above(item: Item) -> QuerySet[Item]:
    """Return the items that an item stands in, the outermost first."""
    steps = [item.path[:length] for length in range(WIDTH, len(item.path), WIDTH)]
    return Item.objects.filter(plan_id=item.plan_id, path__in=steps).order_by("path")


def subtree(plan: Plan, item: Item) -> QuerySet[Item]:
    """Return what lies under an item, in reading order."""
    return plan.items.filter(path__range=below(item.path)).exclude(pk=item.pk).order_by("path")


def duties_of(organisation: Organisation, member: Member) -> QuerySet[Duty]:
    """Return the duties of a body, and of those it came out of, in the plans that the member may see, by due date."""
    line = bodies_of(member) if organisation.pk == member.organisation_id else line_of(organisation)
    return (
        Duty.objects.filter(organisation__in=line, plan__parties=member.party)
        .select_related("item", "plan", "party")
        .order_by(F("item__due").asc(nulls_last=True), "item__path")
    )


def open_on(plan: Plan, day: date) -> list[Proposal]:
    """Return the proposals that were open for signature at the end of a day."""
    moment = end_of(day)
    still = Q(closed_at=None) | Q(closed_at__gt=moment)
    found = plan.proposals.filter(still, opened_at__lte=moment).select_related("party", "version")
    return list(found.defer("version__content"))
