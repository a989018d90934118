"""Takes an agreed plan's dates, progress, reports and links as columns; gives the light of every item, and counts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from django.db.models import Max, TextField
from django.db.models.functions import Cast

from xietong import fulfilling
from xietong.basics import Period, Wording
from xietong.fulfilling import CAUSES, COLOURS, Colour, LightColumns, LightRules, LightState
from xietong.fulfilling.calendar import Days, Flags, Ints
from xietong.fulfilling.progress import Floats
from xietong_web.audit.queries import SHANGHAI
from xietong_web.drafting.models import Duty, Plan
from xietong_web.drafting.paths import WIDTH
from xietong_web.fulfilling.kept import kept
from xietong_web.fulfilling.laying import day_texts
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.services import RHYTHM
from xietong_web.fulfilling.standing import standings

RULES = LightRules()
MARKS: Mapping[Colour, str] = {
    Colour.RED: "●",
    Colour.YELLOW: "▲",
    Colour.GREEN: "■",
    Colour.GREY: "○",
    Colour.BLUE: "✓",
}
WORDS: Mapping[Colour, Wording] = {
    Colour.RED: Wording(zh="红灯", en="red"),
    Colour.YELLOW: Wording(zh="黄灯", en="yellow"),
    Colour.GREEN: Wording(zh="绿灯", en="green"),
    Colour.GREY: Wording(zh="未到开始时间", en="not due"),
    Colour.BLUE: Wording(zh="已完成", en="done"),
}
_COLOUR_OF = [COLOURS[cause] for cause in CAUSES]


@dataclass(frozen=True, slots=True)
class ShownLight:
    """A light as a page shows it: colour, shape, word, and the sentence that says why (the rule that lit it)."""

    colour: str
    mark: str
    word: Wording
    sentence: Wording


@dataclass(frozen=True, slots=True)
class LightCount:
    """How many tasks and measures have one light."""

    colour: str
    mark: str
    word: Wording
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class Lit:
    """A plan's items on a day. ``causes`` holds places in ``CAUSES``, one per item; ``branches`` counts by path."""

    day: date
    rules: LightRules
    place: Mapping[int, int]
    columns: LightColumns
    causes: Ints
    branches: Mapping[str, Counter[Colour]] = field(default_factory=dict)

    def of(self, pk: int) -> ShownLight | None:
        """Return the light of an item by its row's id, ``None`` for an item that has none."""
        at = self.place.get(pk)
        if at is None:
            return None
        one = self.columns
        state = LightState(
            start=one.start[at].item(),
            due=one.due[at].item(),
            progress=float(one.progress[at]),
            done=bool(one.done[at]),
            missed=int(one.missed[at]),
            blocked=bool(one.blocked[at]),
        )
        found = fulfilling.light(state, self.rules, self.day)
        return ShownLight(found.colour.value, MARKS[found.colour], WORDS[found.colour], found.wording)

    def counts(self, path: str = "") -> list[LightCount]:
        """Return how many tasks and measures below a direction or action have each light, the whole plan's without."""
        found = self.branches.get(path, Counter())
        return [LightCount(c.value, MARKS[c], WORDS[c], found[c]) for c in Colour if found[c]]


def lit(plan: Plan, day: date) -> Lit | None:
    """Return the lights of an agreed plan's items; ``None`` while it is a draft, which nobody has to follow yet.

    Worked out once for all pages until the plan, a report or the day changes, in a constant number of statements.
    """
    if plan.state != Plan.State.AGREED:
        return None
    reports = Report.objects.filter(plan=plan)
    last = reports.aggregate(at=Max("state_since"), revision=Max("revision"))
    mark = (last["at"], last["revision"], reports.count())
    return kept(plan, ("lights", day, mark), lambda: _lit(plan, day), weight=lambda made: len(made.place))


def lights_of(duties: Iterable[Duty], day: date) -> None:
    """Give each duty of a list its item's ``light``; statements grow with the plans on the page, not the duties.

    Item and plan must have been selected.
    """
    plans: dict[str, Lit | None] = {}
    for duty in duties:
        if duty.plan.pk not in plans:
            plans[duty.plan.pk] = lit(duty.plan, day)
        found = plans[duty.plan.pk]
        duty.light = found.of(duty.item_id) if found else None  # type: ignore[attr-defined]


def _lit(plan: Plan, day: date) -> Lit:
    days = {f"{name}_text": Cast(name, TextField()) for name in ("start", "due")}
    rows = plan.items.order_by("path").values_list("pk", "uid", "kind", "branch")
    found = list(rows.annotate(**days))
    pks, uids, kinds, branches, starts, dues = zip(*found, strict=True) if found else [()] * 6
    place = {pk: at for at, pk in enumerate(pks)}
    start, due = day_texts(starts), day_texts(dues)
    progress, done = _progress(plan, uids)
    late = (due < np.datetime64(day, "D")) & ~done
    columns = LightColumns(
        start=start,
        due=due,
        progress=progress,
        done=done,
        missed=_missed(plan, place, start, due, day),
        blocked=_blocked(plan, place, late),
        was_red=np.zeros(len(place), dtype=np.bool_),
    )
    causes = fulfilling.lights(columns, RULES, day) if place else np.zeros(0, dtype=np.int64)
    return Lit(day, RULES, place, columns, causes, _counted(kinds, branches, causes))


def _progress(plan: Plan, uids: Sequence[str]) -> tuple[Floats, Flags]:
    """Return the joint confirmed percent of each item (0 where nobody leads) and whether it is done."""
    stand = standings(plan, []).progress
    if stand is None or not uids:
        return np.zeros(len(uids)), np.zeros(len(uids), dtype=np.bool_)
    count = len(uids)  # the last row of the standings is the whole plan
    return np.nan_to_num(stand.joint[:count]), stand.done[:count]


def _missed(plan: Plan, place: Mapping[int, int], start: Days, due: Days, day: date) -> Ints:
    """Return how many reports in a row the worst of each item's lead duties has missed since the plan was agreed."""
    missed: Ints = np.zeros(len(place), dtype=np.int64)
    agreed = plan.versions.exclude(in_effect_at=None).order_by("number").values_list("in_effect_at", flat=True).first()
    if agreed is None:
        return missed
    due_now = _due_since(agreed.astimezone(SHANGHAI).date(), day)
    if not due_now:
        return missed
    first, last = _ordinal(due_now[0]), _ordinal(due_now[-1])
    fallback = np.datetime64(plan.start, "D") if plan.start else np.datetime64("NaT", "D")
    begun = np.where(np.isnat(start), fallback, start)
    begun = np.where(np.isnat(begun), due, begun)
    quarter = np.where(np.isnat(begun), last + 1, begun.astype("datetime64[M]").astype(np.int64) // 3)
    rows = Report.objects.filter(plan=plan, period__lte=due_now[-1].code).exclude(state="draft").order_by()
    said: dict[tuple[int, int], int] = {
        (item, body): _ordinal(Period.from_code(period))
        for item, body, period in rows.values("item_id", "organisation_id")
        .annotate(last=Max("period"))
        .values_list("item_id", "organisation_id", "last")
    }
    leads = Duty.objects.filter(plan=plan, role="lead").exclude(organisation=None).order_by()
    for item, body in leads.values_list("item_id", "organisation_id"):
        at = place[item]
        since = max(first, int(quarter[at]), said.get((item, body or 0), first - 1) + 1)
        missed[at] = max(int(missed[at]), last - since + 1)
    return missed


def _ordinal(period: Period) -> int:
    """Return how many quarters lie between the first of 1970 and a quarter."""
    return (period.year - 1970) * 4 + period.ordinal - 1


def _due_since(agreed: date, day: date) -> list[Period]:
    """Return the periods whose reports fell due from the agreement on and before a day, the earliest first."""
    calendar, period, found = fulfilling.china(), Period.containing(agreed, RHYTHM.kind), []
    while (due := fulfilling.report_due(RHYTHM, period, calendar)) < day:
        if due >= agreed:
            found.append(period)
        period = period.next()
    return found


def _blocked(plan: Plan, place: Mapping[int, int], late: Flags) -> Flags:
    blocked: Flags = np.zeros(len(place), dtype=np.bool_)
    for before, after in plan.links.order_by().values_list("before_id", "after_id"):
        if late[place[before]]:
            blocked[place[after]] = True
    return blocked


def _counted(kinds: Sequence[str], branches: Sequence[str], causes: Ints) -> dict[str, Counter[Colour]]:
    counts: dict[str, Counter[Colour]] = defaultdict(Counter)
    grouped = Counter(
        (branch, cause)
        for kind, branch, cause in zip(kinds, branches, causes.tolist(), strict=True)
        if kind in {"task", "measure"}
    )
    for (branch, cause), count in grouped.items():
        for root in {"", branch[:WIDTH], branch}:
            counts[root][_COLOUR_OF[cause]] += count
    return dict(counts)
