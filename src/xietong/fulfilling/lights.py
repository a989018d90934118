"""Takes how much time has gone, how far the work is, how punctual the reports are; gives a light and why it is lit.

The rules are a value that a plan versions: every light can be traced to the rules in force and says its cause in a
sentence. The causes stand in one order of precedence; the first that applies decides, for one item or for columns.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from xietong.basics import Refusal, Wording
from xietong.fulfilling.calendar import Days, Flags, Ints
from xietong.fulfilling.columns import day_column
from xietong.fulfilling.progress import Floats


class Colour(StrEnum):
    """The five lights: red, yellow, green, grey (not due), blue (done)."""

    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    GREY = "grey"
    BLUE = "blue"


class Cause(StrEnum):
    """Why a light is lit, in order of precedence after ``hand``."""

    HAND = "hand"
    DONE = "done"
    OVERDUE = "overdue"
    NOT_STARTED = "not_started"
    FAR_BEHIND = "far_behind"
    SILENT = "silent"
    DUE_SOON = "due_soon"
    BEHIND = "behind"
    REPORT_MISSED = "report_missed"
    PREDECESSOR = "predecessor"
    MADE_UP = "made_up"
    ON_COURSE = "on_course"


@dataclass(frozen=True, slots=True)
class LightRules:
    """The figures behind the lights of a plan from a day on; 0 switches a rule off (``far_behind`` and ``silent`` too).

    ``due_soon`` is in days before the due date; ``behind`` and ``far_behind`` are percentage points by which confirmed
    progress lags the share of time elapsed; ``report_missed`` and ``silent`` count reports missed in a row.
    ``predecessor``: an unfinished item before it that is overdue shows. ``made_up``: what was red in the period stays
    yellow to its end.
    """

    version: int = 1
    valid_from: date = date.min
    due_soon: int = 3
    behind: int = 15
    far_behind: int = 30
    report_missed: int = 1
    silent: int = 2
    predecessor: bool = True
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class LightState:
    """What is known of one item on a day. ``progress`` is confirmed percent (0–100); ``missed`` counts its lead reports
    missed in a row; ``was_red`` tells of the current period; ``blocked``: an item it waits for is overdue."""

    start: date | None = None
    due: date | None = None
    progress: float = 0.0
    done: bool = False
    missed: int = 0
    blocked: bool = False
    was_red: bool = False


@dataclass(frozen=True, slots=True)
class HandSet:
    """A light set by hand: it stands, with its reason, until ``until`` (inclusive; ``None``: until taken back)."""

    colour: Colour
    reason: str
    by: str
    until: date | None = None

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise Refusal(
                "reason-missing",
                zh="手动设定亮灯须说明理由，请填写后再提交。",
                en="Setting a light by hand needs a reason; write it and submit again.",
                field="reason",
            )


@dataclass(frozen=True, slots=True)
class Light:
    """A light with its cause, the sentence shown on hover, and the version of the rules that lit it."""

    colour: Colour
    cause: Cause
    wording: Wording
    rules: int


@dataclass(frozen=True, slots=True, eq=False)
class LightColumns:
    """The same as ``LightState``, for many items: one column each, missing days are ``NaT``."""

    start: Days
    due: Days
    progress: Floats
    done: Flags
    missed: Ints
    blocked: Flags
    was_red: Flags


COLOURS: Mapping[Cause, Colour] = {
    Cause.DONE: Colour.BLUE,
    Cause.OVERDUE: Colour.RED,
    Cause.NOT_STARTED: Colour.GREY,
    Cause.FAR_BEHIND: Colour.RED,
    Cause.SILENT: Colour.RED,
    Cause.DUE_SOON: Colour.YELLOW,
    Cause.BEHIND: Colour.YELLOW,
    Cause.REPORT_MISSED: Colour.YELLOW,
    Cause.PREDECESSOR: Colour.YELLOW,
    Cause.MADE_UP: Colour.YELLOW,
    Cause.ON_COURSE: Colour.GREEN,
}

CAUSES: tuple[Cause, ...] = tuple(COLOURS)

SENTENCES: Mapping[Cause, tuple[str, str]] = {
    Cause.DONE: ("已完成：各方牵头责任均已确认。", "Done: the lead duties of every party are confirmed."),
    Cause.OVERDUE: (
        "已逾期：完成时限为 {due}，确认进度 {progress:.0f}%。",
        "Overdue: it was due on {due}; {progress:.0f}% is confirmed.",
    ),
    Cause.NOT_STARTED: ("尚未开始：开始时间为 {start}。", "Not due to start before {start}."),
    Cause.FAR_BEHIND: (
        "严重滞后：时间已过 {elapsed:.0f}%，确认进度 {progress:.0f}%，差距达到 {far_behind} 个百分点。",
        "Far behind: {elapsed:.0f}% of the time has gone, {progress:.0f}% is confirmed; limit: {far_behind} points.",
    ),
    Cause.SILENT: ("连续 {missed} 期未按时填报。", "{missed} reports in a row were missed."),
    Cause.DUE_SOON: ("临近时限：{due} 到期，不足 {due_soon} 天。", "Due on {due}, within {due_soon} days."),
    Cause.BEHIND: (
        "进度滞后：时间已过 {elapsed:.0f}%，确认进度 {progress:.0f}%，差距达到 {behind} 个百分点。",
        "Behind: {elapsed:.0f}% of the time has gone, {progress:.0f}% is confirmed; limit: {behind} points.",
    ),
    Cause.REPORT_MISSED: ("有 {missed} 期未按时填报。", "Reports missed: {missed}."),
    Cause.PREDECESSOR: ("前置事项逾期未完成。", "An item that it waits for is overdue."),
    Cause.MADE_UP: ("本期曾亮红灯，已补上。", "It was red in this period and has been made up for."),
    Cause.ON_COURSE: ("进展正常。", "On course."),
}


def lights(items: LightColumns, rules: LightRules, today: date) -> Ints:
    """Return for each item the place of its cause in ``CAUSES``; its colour is ``COLOURS[CAUSES[place]]``.

    The expected progress is linear: the share of the days from start to due (both inclusive) that have ended. Items
    without both dates can be overdue, due soon or silent, but not behind.
    """
    day = np.datetime64(today, "D")
    lag = elapsed_share(items.start, items.due, today) - items.progress
    left = (items.due - day).astype(np.int64)
    dated = ~np.isnat(items.due)
    holds: Mapping[Cause, Flags] = {
        Cause.DONE: items.done,
        Cause.OVERDUE: items.due < day,
        Cause.NOT_STARTED: items.start > day,
        Cause.FAR_BEHIND: _at_least(lag, rules.far_behind),
        Cause.SILENT: _at_least(items.missed, rules.silent),
        Cause.DUE_SOON: dated & (left < rules.due_soon),
        Cause.BEHIND: _at_least(lag, rules.behind),
        Cause.REPORT_MISSED: _at_least(items.missed, rules.report_missed),
        Cause.PREDECESSOR: items.blocked & rules.predecessor,
        Cause.MADE_UP: items.was_red & rules.made_up,
        Cause.ON_COURSE: np.ones(len(dated), dtype=np.bool_),
    }
    places: Ints = np.argmax(np.vstack([holds[cause] for cause in CAUSES]), axis=0)
    return places


def _at_least(figure: Floats | Ints, limit: int) -> Flags:
    reached: Flags = (figure >= limit) if limit > 0 else np.zeros(len(figure), dtype=np.bool_)
    return reached


def elapsed_share(start: Days, due: Days, today: date) -> Floats:
    """Return the percentage (0–100) of each item's days that have ended before today; ``NaN`` without both dates."""
    day = np.datetime64(today, "D")
    whole = (due - start).astype(float) + 1
    gone = (day - start).astype(float)
    unknown = np.isnat(start) | np.isnat(due)
    share = 100 * gone / np.where(unknown | (whole < 1), 1, whole)
    return np.where(unknown, np.nan, np.clip(share, 0, 100))


def light(
    state: LightState, rules: LightRules, today: date, hand: HandSet | None = None, *, known: Cause | None = None
) -> Light:
    """Return one item's light; one set by hand goes before everything until it ends.

    ``known`` is the cause where ``lights`` has told it already: a page of fifty items asks for each sentence.

    >>> light(LightState(due=date(2025, 6, 30), progress=80), LightRules(), date(2025, 7, 1)).wording.en
    'Overdue: it was due on 2025-06-30; 80% is confirmed.'
    """
    if hand is not None and (hand.until is None or today <= hand.until):
        zh, en = f"手动设定（{hand.by}）：{hand.reason}", f"Set by hand ({hand.by}): {hand.reason}"
        return Light(hand.colour, Cause.HAND, Wording(zh=zh, en=en), rules.version)
    cause = CAUSES[int(lights(_columns(state), rules, today)[0])] if known is None else known
    facts = {
        "start": state.start,
        "due": state.due,
        "progress": state.progress,
        "missed": state.missed,
        "elapsed": _elapsed(state, today),
        "behind": rules.behind,
        "far_behind": rules.far_behind,
        "due_soon": rules.due_soon,
    }
    zh, en = (sentence.format(**facts) for sentence in SENTENCES[cause])
    return Light(COLOURS[cause], cause, Wording(zh=zh, en=en), rules.version)


def _elapsed(state: LightState, today: date) -> float:
    """Return what ``elapsed_share`` does, of one item."""
    if state.start is None or state.due is None:
        return float("nan")
    whole = (state.due - state.start).days + 1
    return min(100.0, max(0.0, 100 * (today - state.start).days / max(1, whole)))


def _columns(state: LightState) -> LightColumns:
    return LightColumns(
        day_column([state.start]),
        day_column([state.due]),
        np.array([state.progress]),
        np.array([state.done]),
        np.array([state.missed]),
        np.array([state.blocked]),
        np.array([state.was_red]),
    )


def rules_on(versions: tuple[LightRules, ...], day: date) -> LightRules:
    """Return the rules in force on a day: the latest valid from it or before; the built-in ones when there are none."""
    return max((rules for rules in versions if rules.valid_from <= day), key=_valid_from, default=LightRules())


def _valid_from(rules: LightRules) -> tuple[date, int]:
    return rules.valid_from, rules.version
