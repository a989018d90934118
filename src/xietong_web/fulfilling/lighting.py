"""Takes an agreed plan's dates, progress, reports and links as columns; gives the light of every item, and counts."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
from django.db.models import Q, TextField
from django.db.models.functions import Cast

from xietong import drafting, fulfilling
from xietong.fulfilling import CAUSES, COLOURS, Colour, HandSet, Light, LightColumns, LightRules, LightState, Progress
from xietong.fulfilling.calendar import Days, Flags, Ints
from xietong.fulfilling.columns import day_column
from xietong.fulfilling.progress import Floats
from xietong_web.audit.following import Told
from xietong_web.drafting.models import Plan
from xietong_web.drafting.paths import WIDTH
from xietong_web.fulfilling.extending.queries import dues_in_force
from xietong_web.fulfilling.figures import Figures, Frame, figures_among, frame_of
from xietong_web.fulfilling.followed import about, followed, followed_if_known, kept
from xietong_web.fulfilling.light_showing import LightCount, ShownLight, listed, shown
from xietong_web.fulfilling.models import HandLight
from xietong_web.fulfilling.ruling.rhythms import periods_known, rhythms_of
from xietong_web.fulfilling.ruling.terms import Terms, terms_of
from xietong_web.fulfilling.sheet import day_texts
from xietong_web.fulfilling.standing import Running, rolled_up, running, running_if_known

LAMPS = 20_000  # lights of which what a page shows is kept
_COLOURS = list(Colour)
_COLOUR_OF = np.array([_COLOURS.index(COLOURS[cause]) for cause in CAUSES])


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """What stands until the plan or the day changes, one an item in reading order: dates in force, missed reports since
    which period, what blocks it, to which branch it belongs."""

    frame: Frame
    pks: Ints
    start: Days
    due: Days
    counts: Flags
    branch: Ints
    branches: list[str]
    links: tuple[Ints, Ints]
    ends: Days
    begun: Ints
    rules: LightRules
    hands: Mapping[int, HandSet]


@dataclass(frozen=True, slots=True, eq=False)
class Lit:
    """A plan's items on a day. ``causes`` holds places in ``CAUSES``, one per item; ``late`` tells which are past their
    date in force and not done; ``lamps`` keeps what was shown of some by their places, ``tables`` counts by path once
    asked for (empty path: the whole plan)."""

    day: date
    still: Still
    run: Running
    columns: LightColumns
    causes: Ints
    late: Flags
    lamps: dict[int, ShownLight] = field(default_factory=dict)
    tables: dict[str, Any] = field(default_factory=dict)

    @property
    def branches(self) -> Mapping[str, Ints]:
        """How many tasks and measures have each light, in the order of the colours, by path."""
        if "branches" not in self.tables:
            self.tables["branches"] = _counted(self.still, self.causes)
        found: Mapping[str, Ints] = self.tables["branches"]
        return found

    @property
    def overdue(self) -> Mapping[str, int]:
        """How many tasks and measures are past their date, by path."""
        if "overdue" not in self.tables:
            self.tables["overdue"] = _overdue(self.still, self.late)
        found: Mapping[str, int] = self.tables["overdue"]
        return found

    @property
    def rules(self) -> LightRules:
        """The rules in force on the day."""
        return self.still.rules

    @property
    def place(self) -> Mapping[int, int]:
        """Where an item stands among the columns, by its row's id."""
        return self.still.frame.place

    def light(self, at: int) -> Light:
        """Return the light of the item at a place among the columns."""
        one = self.columns
        state = LightState(
            start=one.start[at].item(),
            due=one.due[at].item(),
            progress=float(one.progress[at]),
            done=bool(one.done[at]),
            missed=int(one.missed[at]),
            blocked=bool(one.blocked[at]),
            was_red=bool(one.was_red[at]),
        )
        known = CAUSES[self.causes[at]]
        return fulfilling.light(state, self.rules, self.day, self.still.hands.get(at), known=known)

    def of(self, pk: int) -> ShownLight | None:
        """Return the light of an item by its row's id, ``None`` for an item that has none."""
        at = self.place.get(pk)
        return None if at is None else self.shown(at)

    def shown(self, at: int) -> ShownLight:
        """Return the light of the item at a place among the columns as a page shows it."""
        found = self.lamps.get(at)
        if found is None:
            if len(self.lamps) > LAMPS:
                self.lamps.clear()
            found = self.lamps[at] = shown(self.light(at))
        return found

    def counts(self, path: str = "") -> list[LightCount]:
        """Return how many tasks and measures below a direction or action have each light, the whole plan's without."""
        found = self.branches.get(path)
        return [] if found is None else listed(dict(zip(_COLOURS, found.tolist(), strict=True)))

    def counts_below(self, pk: int) -> list[LightCount]:
        """Return how many tasks and measures below an item have each light; nothing for one that holds none."""
        at, parent = self.place.get(pk), self.still.frame.tree.parent
        if at is None:
            return []
        inside, last = {at}, at + 1
        while last < len(parent) and int(parent[last]) in inside:  # in reading order what lies below follows
            inside.add(last)
            last += 1
        below = slice(at + 1, last)
        colours = _coloured(self.still, self.causes)[below][self.still.counts[below]]
        return listed(Counter(_COLOURS[one] for one in colours.tolist()))


def lit(plan: Plan, day: date) -> Lit | None:
    """Return the lights of an agreed plan's items; ``None`` while it is a draft, which nobody has to follow yet.

    Dates and rules are kept until the plan or the day changes; of the lights those are lit anew that an act changes.
    """
    if plan.state != Plan.State.AGREED:
        return None
    run = running(plan)
    make, take = (lambda: _made(plan, run, day)), (lambda known, told: _taken(plan, known, run, told))
    return followed(plan, ("lit", day), make, take, weight=_rows)


def lit_if_known(plan: Plan, day: date) -> Lit | None:
    """Return the lights of an agreed plan's items where they are at hand."""
    run = running_if_known(plan)
    if run is None:
        return None
    make, take = (lambda: _made(plan, running(plan), day)), (lambda known, told: _taken(plan, known, run, told))
    return followed_if_known(plan, ("lit", day), make, take, weight=_rows)


def _made(plan: Plan, run: Running, day: date) -> Lit:
    still = _still_of(plan, run.frame, day)
    return _lit(still, run, _was_red(plan, still, day), day)


def _rows(made: Lit) -> int:
    return len(made.still.pks)


def _still_of(plan: Plan, frame: Frame, day: date) -> Still:
    make: Callable[[], Still] = lambda: _still(plan, frame, terms_of(plan), day)  # noqa: E731
    return kept(plan, ("still", day, frame.number), make, weight=lambda made: len(made.pks))


def _taken(plan: Plan, known: Lit, run: Running, told: Told) -> Lit | None:
    """Return the lights after some entries: in what does not stand until the plan changes, few items are others."""
    if any(map(about(plan), told)) or known.run.frame is not run.frame:
        return None
    logged = any(entry.kind == "light-log" for entry in told)
    was_red = _was_red(plan, known.still, known.day) if logged else known.columns.was_red
    return _again(known, run, was_red)


def lit_among(plan: Plan, items: Collection[int], day: date) -> Lit:
    """Return the lights of some items of an agreed plan, by their rows' ids: in these rows lies all they depend on."""
    terms = terms_of(plan)
    frame = frame_of(plan, terms, items)
    figures = figures_among(frame, items)
    still = _still(plan, frame, terms, day, items)
    run = Running(frame, figures, rolled_up(frame, figures) if figures.count else None)
    return _lit(still, run, _was_red(plan, still, day), day)


def _still(plan: Plan, frame: Frame, terms: Terms, day: date, among: Collection[int] | None = None) -> Still:
    days = {f"{name}_text": Cast(name, TextField()) for name in ("start", "due")}
    items = plan.items.all() if among is None else plan.items.filter(pk__in=among)
    rows = items.order_by("path").values_list("pk", "kind", "branch")
    found: list[Any] = list(rows.annotate(**days))
    cells: list[tuple[Any, ...]] = list(zip(*found, strict=True)) or [()] * 5
    pks, kinds, paths, starts, dues = cells
    start, due = day_texts(starts), day_texts(dues)
    moved = dues_in_force(plan, among=None if among is None else frame.uids)
    if moved:
        place = {uid: at for at, uid in enumerate(frame.uids)}
        for uid, later in moved.items():
            due[place[uid]] = later
    branches = sorted(set(paths))
    code = {path: number for number, path in enumerate(branches)}
    ends, begun = _periods(plan, terms, start, due, day)
    chained = plan.links.all() if among is None else plan.links.filter(before__in=among, after__in=among)
    links = np.array(
        [
            (frame.place[one], frame.place[other])
            for one, other in chained.order_by().values_list("before_id", "after_id")
        ],
        dtype=np.int64,
    ).reshape(-1, 2)
    return Still(
        frame=frame,
        pks=np.array(pks, dtype=np.int64),
        start=start,
        due=due,
        counts=np.isin(np.array(kinds, dtype=object), drafting.WORK) if found else np.zeros(0, dtype=np.bool_),
        branch=np.array([code[path] for path in paths], dtype=np.int64),
        branches=branches,
        links=(links[:, 0], links[:, 1]),
        ends=ends,
        begun=begun,
        rules=fulfilling.rules_on(terms.light_rules, day),
        hands=_hands(plan, frame, day),
    )


def _hands(plan: Plan, frame: Frame, day: date) -> dict[int, HandSet]:
    """Return the lights set by hand that stand on a day, by the item's place."""
    rows = HandLight.objects.filter(Q(until=None) | Q(until__gte=day), plan=plan, ended_at=None)
    return {frame.place[row.item_id]: row.to_value() for row in rows if row.item_id in frame.place}


def _periods(plan: Plan, terms: Terms, start: Days, due: Days, day: date) -> tuple[Days, Ints]:
    """Return the last days of the periods whose reports fell due since the plan was agreed and before a day, and for
    each item the place of the first of them that it is reported on."""
    since = terms.agreed
    if since is None or not len(start):
        return day_column([]), np.zeros(len(start), dtype=np.int64)
    known = periods_known(terms.rhythms, since, day)
    ends = day_column([one.period.end for one in known if since <= one.due < day])
    fallback = np.datetime64(plan.start, "D") if plan.start else np.datetime64("NaT", "D")
    begun = np.where(np.isnat(start), fallback, start)
    begun = np.where(np.isnat(begun), due, begun)
    # Without any date nothing is due: NaT sorts behind every day.
    return ends, np.searchsorted(ends, begun, side="left").astype(np.int64)


def _lit(still: Still, run: Running, was_red: Flags, day: date) -> Lit:
    progress, done = _progress(run.progress, len(still.pks))
    late = _late(still, done, day)
    missed = _missed(still, run.figures, np.arange(len(still.frame.duty_item)))
    columns = LightColumns(still.start, still.due, progress, done, missed, _blocked(still, late), was_red)
    causes = fulfilling.lights(columns, still.rules, day) if len(still.pks) else np.zeros(0, dtype=np.int64)
    return Lit(day, still, run, columns, causes, late)


def _again(known: Lit, run: Running, was_red: Flags) -> Lit:
    """Return what ``_lit`` does, of other figures: only what they change is lit anew."""
    still, old = known.still, known.columns
    progress, done, late, blocked = old.progress, old.done, known.late, old.blocked
    if run.progress is not known.run.progress:
        progress, done = _progress(run.progress, len(still.pks))
        late = _late(still, done, known.day)
        blocked = _blocked(still, late)
    missed = _missed_again(known, run.figures)
    columns = LightColumns(still.start, still.due, progress, done, missed, blocked, was_red)
    pairs = [(getattr(columns, name), getattr(old, name)) for name in _MOVING]
    other = [now != before for now, before in pairs if now is not before]
    rows = np.flatnonzero(np.logical_or.reduce(other)) if other else np.zeros(0, dtype=np.int64)
    if not len(rows):
        return replace(known, run=run, columns=columns)
    part = LightColumns(*(getattr(columns, name)[rows] for name in LightColumns.__slots__))
    causes = known.causes.copy()
    causes[rows] = fulfilling.lights(part, still.rules, known.day)
    shown_before = dict(known.lamps)  # another thread may be looking at some more of them
    for row in rows.tolist():
        shown_before.pop(row, None)
    return Lit(known.day, still, run, columns, causes, late, shown_before)


_MOVING = ("progress", "done", "missed", "blocked", "was_red")


def _missed_again(known: Lit, figures: Figures) -> Ints:
    """Return how many reports have been missed after some have come: counted anew for the items of their duties."""
    item, missed = known.still.frame.duty_item, known.columns.missed
    changed = figures.said.view(np.int64) != known.run.figures.said.view(np.int64)
    items = np.unique(item[changed])
    if not len(items):
        return missed
    told: Flags = np.zeros(len(missed), dtype=np.bool_)
    told[items] = True
    anew, found = _missed(known.still, figures, np.flatnonzero(told[item])), missed.copy()
    found[items] = anew[items]
    return found


def _late(still: Still, done: Flags, day: date) -> Flags:
    late: Flags = (still.due < np.datetime64(day, "D")) & ~done
    return late


def _blocked(still: Still, late: Flags) -> Flags:
    """Tell which items wait for one that is late."""
    blocked: Flags = np.zeros(len(still.pks), dtype=np.bool_)
    before, after = still.links
    blocked[after[late[before]]] = True
    return blocked


def _progress(stand: Progress | None, count: int) -> tuple[Floats, Flags]:
    """Return the joint confirmed percent of each item (0 where nobody leads) and whether it is done."""
    if stand is None or not count:
        return np.zeros(count), np.zeros(count, dtype=np.bool_)
    return np.nan_to_num(stand.joint[:count]), stand.done[:count]  # the last row of the standings is the whole plan


def _missed(still: Still, figures: Figures, duties: Ints) -> Ints:
    """Return how many reports in a row the worst of some lead duties has missed since the plan was agreed, by item."""
    missed: Ints = np.zeros(len(still.pks), dtype=np.int64)
    item, said, ends = still.frame.duty_item[duties], figures.said[duties], still.ends
    following = np.searchsorted(ends, said, side="right")
    since = np.maximum(still.begun[item], np.where(np.isnat(said), 0, following))
    np.maximum.at(missed, item, np.maximum(len(ends) - since, 0))
    return missed


def _was_red(plan: Plan, still: Still, day: date) -> Flags:
    """Tell which items the log of lights knows as red in the period that holds the day, where the rules ask for it."""
    red: Flags = np.zeros(len(still.pks), dtype=np.bool_)
    if not still.rules.made_up:
        return red
    begun = period_start(plan, day)
    changes = plan.light_changes.filter(day__gte=begun, day__lte=day, colour=Colour.RED.value).values_list(
        "item_id", flat=True
    )
    places = [still.frame.place[pk] for pk in changes if pk in still.frame.place]
    red[places] = True
    return red


def period_start(plan: Plan, day: date) -> date:
    """Return the first day of the plan's period that holds a day."""
    return periods_known(rhythms_of(plan), day, day)[0].period.start


def _overdue(still: Still, late: Flags) -> dict[str, int]:
    counts: Counter[str] = Counter()
    table = np.bincount(still.branch[late & still.counts], minlength=len(still.branches)).tolist()
    for branch, number in zip(still.branches, table, strict=True):
        for root in {"", branch[:WIDTH], branch}:
            counts[root] += number
    return counts


def _coloured(still: Still, causes: Ints) -> Ints:
    """Return the place among ``_COLOURS`` of each item's light, those set by hand included."""
    colours: Ints = _COLOUR_OF[causes]
    for at, hand in still.hands.items():
        colours[at] = _COLOURS.index(hand.colour)
    return colours


def _counted(still: Still, causes: Ints) -> dict[str, Ints]:
    if not len(causes):
        return {}
    colours = _coloured(still, causes)
    width = len(_COLOURS)
    key = still.branch[still.counts] * width + colours[still.counts]
    table = np.bincount(key, minlength=len(still.branches) * width).reshape(-1, width)
    counts: dict[str, Ints] = {}
    for branch, row in zip(still.branches, table, strict=True):
        for root in {"", branch[:WIDTH], branch}:
            counts[root] = counts[root] + row if root in counts else row
    return counts
