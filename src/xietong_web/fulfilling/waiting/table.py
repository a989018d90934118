"""Takes a source of waits; gives it as columns: the reports that a plan asks for, its duties, its dependencies.

A table is filled once and then follows: a report or an answer that changes is one row written over.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from xietong import fulfilling
from xietong.basics import Period
from xietong.fulfilling import AcceptanceState, AskedColumns, ExpectedColumns, Question, ReportState
from xietong.fulfilling.calendar import Days, Flags, Ints
from xietong.fulfilling.columns import NO_DAY
from xietong.fulfilling.progress import Floats
from xietong_web.fulfilling.ruling.rhythms import report_due_on
from xietong_web.fulfilling.waiting.past_reports import Key, ReportRow
from xietong_web.fulfilling.waiting.source import Answered, Rhythms, Source, owed_by

CODES = {None if state is None else state.value: at for at, state in enumerate(fulfilling.REPORT_STATES)}
DONE = CODES[ReportState.CONFIRMED.value]
PASSED = [CODES[ReportState.PASSED.value], DONE]
NOT_SENT = [CODES[None], CODES[ReportState.DRAFT.value]]
ASKED, OBJECTED, SETTLED = 0, 1, 2
ANSWERS = {AcceptanceState.OPEN.value: ASKED, AcceptanceState.OBJECTED.value: OBJECTED}
ROOM = 1000  # reports to come that room is made for at once
Ends = tuple[int, int, str]
"""A report's item and body by their places, and its period."""


@dataclass(slots=True)
class Reports:
    """The reports asked for, one row each; ``at`` finds a row by item, body and period.

    The first rows are those that are owed; ``duty`` is the place of the lead duty of each of these. The last ones are
    room for those to come, which nobody waits for: they stand as confirmed.
    """

    item: Ints
    party: Ints
    body: Ints
    due: Days
    state: Ints
    since: Days
    counterparts: Flags
    confirmations: Flags
    duty: Ints
    period: list[str] = field(default_factory=list)
    at: dict[Ends, int] = field(default_factory=dict)


@dataclass(slots=True)
class Duties:
    """The duties handed over: lead duties stand first. ``answer``: asked, objected to or settled; ``since`` when."""

    item: Ints
    party: Ints
    body: Ints
    leads: int
    sure: Flags
    answer: Ints
    since: Days
    version: Ints
    at: dict[tuple[int, int, str], int]


@dataclass(frozen=True, slots=True, eq=False)
class Chains:
    """Dependencies by places of items, and for each pair of their lead duties: link, follower, predecessor."""

    before: Ints
    after: Ints
    link: Ints
    follower: Ints
    predecessor: Ints


@dataclass(slots=True)
class Table:
    """A plan's waits-to-be. Places of items, parties and bodies are the order of ``items``, ``parties``, ``bodies``."""

    day: date
    items: Sequence[str]
    parties: Sequence[str]
    bodies: Sequence[str]
    places: "Places"
    body_of_code: Mapping[str, int]
    weight: Floats
    start: Days
    reports: Reports
    duties: Duties
    chains: Chains
    finished: Flags | None = None
    unsettled: tuple[AskedColumns, Ints] | None = None

    def knows(self, asked: Iterable[Question]) -> bool:
        """Tell whether every body that asks or is asked has its place."""
        bodies = {body.organisation for question in asked for body in (question.asked_by, question.asked_of)}
        return bodies <= self.body_of_code.keys() | {""}

    def done(self) -> Flags:
        """Tell of each item whether every body that leads it stands at 100 percent confirmed: the same array until
        that of some duty changes."""
        if self.finished is None:
            leads = self.duties.item[: self.duties.leads]
            count = np.bincount(leads, minlength=len(self.items))
            sure = np.bincount(leads[self.duties.sure], minlength=len(self.items))
            self.finished = (count > 0) & (count == sure)
        return self.finished

    def expected(self, done: Flags) -> ExpectedColumns:
        """Return the reports as the engine takes them: of what is confirmed in full none is asked for any more."""
        rows = self.reports
        return self._expected(self._states(done, np.arange(len(rows.item))), self.weight[rows.item])

    def expected_again(self, done: Flags, before: ExpectedColumns, written: Ints) -> ExpectedColumns:
        """Return what ``expected`` does where reports were written since, and ``done`` tells what it told before."""
        count, known = len(self.reports.item), len(before.state)
        state = np.concatenate([before.state, np.full(count - known, DONE, dtype=before.state.dtype)])
        state[written] = self._states(done, written)
        return self._expected(state, before.weight if count == known else self.weight[self.reports.item])

    def _expected(self, state: Ints, weight: Floats) -> ExpectedColumns:
        rows = self.reports
        return ExpectedColumns(
            rows.party, rows.body, rows.due, state, rows.since, rows.counterparts, rows.confirmations, weight
        )

    def _states(self, done: Flags, at: Ints) -> Ints:
        """Return the states of some reports. Nobody waits for one not submitted of an item that is done, of a duty
        confirmed in full, or that is not owed: that it was begun is known to its writers alone."""
        rows = self.reports
        spared: Flags = done[rows.item[at]]
        owed = at < len(rows.duty)
        spared |= ~owed
        spared[owed] |= self.duties.sure[rows.duty[at[owed]]]
        state = rows.state[at]
        found: Ints = np.where(spared & np.isin(state, NOT_SENT), DONE, state)
        return found

    def blocked(self, done: Flags) -> tuple[AskedColumns, Ints]:
        """Return who should have begun but waits for an unfinished item, and for whom of its leads: those that are not
        done with it themselves; and the link behind each row."""
        chains, duties = self.chains, self.duties
        late = (self.start[chains.after] <= np.datetime64(self.day, "D")) & ~done[chains.before] & ~done[chains.after]
        rows = np.flatnonzero(late[chains.link] & ~duties.sure[chains.follower] & ~duties.sure[chains.predecessor])
        link, after, before = chains.link[rows], chains.follower[rows], chains.predecessor[rows]
        item = chains.after[link]
        ends = (duties.party[after], duties.body[after], duties.party[before], duties.body[before])
        return AskedColumns(*ends, self.start[item], self.weight[item]), link

    def handed(self) -> tuple[AskedColumns, Ints]:
        """Return the duties not yet accepted: the office waits for the body, an objecting body for its office. The same
        columns until an answer is written."""
        if self.unsettled is None:
            self.unsettled = self._handed()
        return self.unsettled

    def _handed(self) -> tuple[AskedColumns, Ints]:
        duties = self.duties
        rows = np.flatnonzero(duties.answer != SETTLED)
        objected, office = duties.answer[rows] == OBJECTED, np.full(len(rows), -1)
        party, body = duties.party[rows], duties.body[rows]
        ends = (party, np.where(objected, body, office), party, np.where(objected, office, body))
        return AskedColumns(*ends, duties.since[rows], self.weight[duties.item[rows]]), rows

    def take_reports(self, rows: Sequence[ReportRow]) -> Ints:
        """Write reports over their rows; those for a period gone by get rows of their own. Return their places."""
        return _fill(self, rows)

    def take_answer(self, key: tuple[str, Key, str], answered: Answered) -> None:
        """Write an organisation's answer over its duty."""
        item, body = self.places.item_of_uid.get(key[0], -1), self.places.body.get(key[1], -1)
        at = self.duties.at.get((item, body, key[2]))
        if at is not None:
            _answer(self.duties, [(at, answered)])
            self.unsettled = None

    def take_sure(self, pairs: Iterable[tuple[Key, Key]], sure: frozenset[tuple[Key, Key]]) -> None:
        """Say of some items' lead bodies whether they stand at 100 percent confirmed."""
        for pair in pairs:
            at = self.duties.at.get((self.places.item.get(pair[0], -1), self.places.body.get(pair[1], -1), "lead"))
            if at is not None and bool(self.duties.sure[at]) != (pair in sure):
                self.duties.sure[at] = pair in sure
                self.finished = None


@dataclass(frozen=True, slots=True)
class Places:
    """Where each key stands; ``reporting`` keeps the days that periods are due on."""

    item: Mapping[Key, int]
    party: Mapping[Key, int]
    body: Mapping[Key, int]
    item_of_uid: Mapping[str, int]
    party_of_code: Mapping[str, int]
    reporting: dict[str, date]
    rhythms: Rhythms

    def of(self, row: ReportRow) -> Ends | None:
        """Return a report's place by item, body and period; ``None`` for what the plan no longer knows."""
        item, body = self.item.get(row[0]), self.body.get(row[1])
        return None if item is None or body is None or row[2] not in self.party else (item, body, row[3])

    def due(self, period: str) -> date:
        """Return the day on which reports for a period are due."""
        if period not in self.reporting:
            self.reporting[period] = report_due_on(self.rhythms, Period.from_code(period))
        return self.reporting[period]


def table(source: Source) -> Table:
    """Return a source as columns."""
    places = Places(
        {key: at for at, (key, _) in enumerate(source.items)},
        {key: at for at, (key, _) in enumerate(source.parties)},
        {key: at for at, (key, _) in enumerate(source.bodies)},
        {uid: at for at, (_, uid) in enumerate(source.items)},
        {code: at for at, (_, code) in enumerate(source.parties)},
        {},
        source.rhythms,
    )
    duties = _duties(source, places)
    made = Table(
        source.day,
        [uid for _, uid in source.items],
        [code for _, code in source.parties],
        [code for _, code in source.bodies],
        places,
        {code: at for at, (_, code) in enumerate(source.bodies)},
        source.weight,
        source.first,
        _owed(source, places, duties),
        duties,
        _chains(source, places, duties),
    )
    _fill(made, source.reports)
    return made


def _duties(source: Source, places: Places) -> Duties:
    known = [each for each in source.duties if each[2] in places.body and each[1] in places.party]
    known.sort(key=lambda each: each[3] != "lead")
    rows = [(places.item[item], places.party[party], places.body[body]) for item, party, body, _ in known]
    spots = np.array(rows, dtype=np.int64).reshape(-1, 3)
    leads, count = sum(role == "lead" for *_, role in known), len(known)
    number, handed = source.version or (0, source.day)
    made = Duties(
        spots[:, 0].copy(), spots[:, 1].copy(), spots[:, 2].copy(), leads,
        np.array([(item, body) in source.sure for item, _, body, _ in known[:leads]], dtype=np.bool_),
        np.zeros(count, dtype=np.int64), np.full(count, np.datetime64(handed, "D")), np.full(count, number),
        {(item, body, known[at][3]): at for at, (item, _, body) in enumerate(rows)},
    )  # fmt: skip
    uids = [uid for _, uid in source.items]
    told = [source.answers.get((uids[item], known[at][2], known[at][3])) for at, (item, _, _) in enumerate(rows)]
    _answer(made, [(at, answered) for at, answered in enumerate(told) if answered is not None])
    return made


def _answer(duties: Duties, answered: Sequence[tuple[int, Answered]]) -> None:
    at = [place for place, _ in answered]
    duties.answer[at] = [ANSWERS.get(state, SETTLED) for _, (state, _, _) in answered]
    duties.version[at] = [version for _, (_, _, version) in answered]
    dated = [(place, since) for place, (_, since, _) in answered if since is not None]
    duties.since[[place for place, _ in dated]] = np.array([since for _, since in dated], dtype="datetime64[D]")


def _owed(source: Source, places: Places, duties: Duties) -> Reports:
    """Return the last report due of every lead duty, none of them begun."""
    sides: Flags = np.zeros((len(source.items), len(source.parties)), dtype=np.bool_)
    held = [(places.item[key], places.party[side]) for key, side, _, _ in source.duties if side in places.party]
    sides[tuple(np.array(held, dtype=np.int64).reshape(-1, 2).T)] = True
    due, first = source.due, source.first
    first = np.where(np.isnat(first), np.datetime64(source.start, "D") if source.start else NO_DAY, first)
    first = np.where(np.isnat(first), due, first)
    dated, going = owed_by(source.rhythms, source.day, source.end)
    ends = np.where(np.isnat(due), np.datetime64(going.period.end, "D"), np.datetime64(dated.period.end, "D"))
    lead = np.flatnonzero((first <= ends)[duties.item[: duties.leads]])
    item, party, body = duties.item[lead], duties.party[lead], duties.body[lead]
    goes = np.isnat(due)[item]
    others = sides[item].copy()
    others[np.arange(len(lead)), party] = False
    periods = [(going if open_ else dated).period.code for open_ in goes.tolist()]
    keys = zip(item.tolist(), body.tolist(), periods, strict=True)
    count = len(lead)
    days = np.where(goes, np.datetime64(going.due, "D"), np.datetime64(dated.due, "D"))
    return Reports(
        item, party, body, days.astype("datetime64[D]"), np.zeros(count, dtype=np.int64),
        np.full(count, NO_DAY, dtype="datetime64[D]"), others, np.zeros_like(others), lead, periods,
        {key: at for at, key in enumerate(keys)},
    )  # fmt: skip


def _chains(source: Source, places: Places, duties: Duties) -> Chains:
    leads: dict[int, list[int]] = defaultdict(list)
    for at, item in enumerate(duties.item[: duties.leads].tolist()):
        leads[item].append(at)
    links = [(places.item[before], places.item[after]) for before, after in source.links]
    pairs = [
        (number, follower, predecessor)
        for number, (before, after) in enumerate(links)
        for follower in leads.get(after, ())
        for predecessor in leads.get(before, ())
    ]
    ends = np.array(links, dtype=np.int64).reshape(-1, 2)
    rows = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    return Chains(ends[:, 0].copy(), ends[:, 1].copy(), rows[:, 0].copy(), rows[:, 1].copy(), rows[:, 2].copy())


def _fill(made: Table, rows: Sequence[ReportRow]) -> Ints:
    """Write reports: all new rows are made room for at once, all are written at once. Return their places."""
    places, reports = made.places, made.reports
    known = [(ends, row) for row in rows if (ends := places.of(row)) is not None]
    fresh = [(ends, row) for ends, row in known if ends not in reports.at]
    if fresh:
        _grow(reports, [ends for ends, _ in fresh], [places.party[row[2]] for _, row in fresh])
    at = np.array([reports.at[ends] for ends, _ in known], dtype=np.int64)
    _write(reports, at, [row for _, row in known], places)
    return at


def _grow(reports: Reports, ends: Sequence[Ends], parties: Sequence[int]) -> None:
    first, count = len(reports.period), len(ends)
    places = np.arange(first, first + count)
    reports.at.update(zip(ends, places.tolist(), strict=True))
    reports.period.extend(period for _, _, period in ends)
    if first + count > len(reports.item):
        _make_room(reports, max(ROOM, first + count - len(reports.item)))
    reports.item[places] = [item for item, _, _ in ends]
    reports.party[places] = parties
    reports.body[places] = [body for _, body, _ in ends]


def _make_room(reports: Reports, count: int) -> None:
    width = reports.counterparts.shape[1]
    nobody, never = np.zeros(count, dtype=np.int64), np.full(count, NO_DAY)
    more: dict[str, np.ndarray[Any, Any]] = {
        "item": nobody, "party": nobody, "body": nobody, "due": never, "state": nobody + DONE, "since": never,
        "counterparts": np.zeros((count, width), dtype=np.bool_),
        "confirmations": np.zeros((count, width), dtype=np.bool_),
    }  # fmt: skip
    for name, values in more.items():
        old = getattr(reports, name)
        setattr(reports, name, np.concatenate([old, values.astype(old.dtype)]))


def _write(reports: Reports, at: Ints, rows: Sequence[ReportRow], places: Places) -> None:
    if not rows:
        return
    _, _, _, periods, states, since, asked, given = zip(*rows, strict=True)
    due = {period: np.datetime64(places.due(period), "D").astype(np.int64) for period in set(periods)}
    reports.due[at] = np.array([due[period] for period in periods], dtype=np.int64).view("datetime64[D]")
    reports.state[at] = [CODES[state] for state in states]
    reports.since[at] = np.array(since, dtype="datetime64[D]")
    sides = _flags(asked, places)
    # What nobody owes is its own side's alone until that has passed it: the others wait for its confirmation at most.
    sides[(at >= len(reports.duty)) & ~np.isin(reports.state[at], PASSED)] = False
    reports.counterparts[at], reports.confirmations[at] = sides, _flags(given, places)


def _flags(sides: Sequence[Sequence[str]], places: Places) -> Flags:
    """Return lists of parties' codes as a row of flags each; of many rows few are different."""
    kinds = {codes: number for number, codes in enumerate(dict.fromkeys(map(tuple, sides)))}
    told: Flags = np.zeros((len(kinds), len(places.party)), dtype=np.bool_)
    for codes, number in kinds.items():
        told[number, [places.party_of_code[code] for code in codes if code in places.party_of_code]] = True
    found: Flags = told[[kinds[tuple(codes)] for codes in sides]]
    return found
