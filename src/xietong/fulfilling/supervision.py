"""Takes what is due and what was already sent; gives the notices to send now: the ladder of supervision (督办).

A notice has a stable key, made of the matter, its due date, the rung and the recipient: whoever sends it stores the
key, and a key once stored is never produced again, whatever happens in between. Of several rungs reached at once (after
a holiday, after an outage) a recipient gets only the highest.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from xietong.basics import Wording
from xietong.fulfilling.calendar import Calendar
from xietong.fulfilling.waits import Body

# All of China keeps one time, without summer time since 1991.
SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


class Level(StrEnum):
    """How serious a notice is: a reminder before the date, then blue, yellow, orange, red, and naming in a bulletin."""

    REMINDER = "reminder"
    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    BULLETIN = "bulletin"


class Trigger(StrEnum):
    """What a rung counts from: working days before the due date, after it, or of silence since the last activity."""

    BEFORE_DUE = "before_due"
    AFTER_DUE = "after_due"
    SILENCE = "silence"


class Recipient(StrEnum):
    """Who is told: the organisation itself, whoever manages it, or its party's joint office."""

    ORGANISATION = "organisation"
    MANAGER = "manager"
    JOINT_OFFICE = "joint_office"


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: ``workdays`` before or after what the trigger counts from. ``answer``: the notice demands one."""

    code: str
    level: Level
    trigger: Trigger
    workdays: int
    to: tuple[Recipient, ...]
    answer: bool = False


_ALL = (Recipient.ORGANISATION, Recipient.MANAGER, Recipient.JOINT_OFFICE)

DEFAULT_RUNGS: tuple[Rung, ...] = (
    Rung("reminder", Level.REMINDER, Trigger.BEFORE_DUE, 3, (Recipient.ORGANISATION,)),
    Rung("silence", Level.BLUE, Trigger.SILENCE, 7, (Recipient.ORGANISATION,), answer=True),
    Rung("blue", Level.BLUE, Trigger.AFTER_DUE, 1, (Recipient.ORGANISATION,)),
    Rung("yellow", Level.YELLOW, Trigger.AFTER_DUE, 3, (Recipient.ORGANISATION, Recipient.MANAGER)),
    Rung("orange", Level.ORANGE, Trigger.AFTER_DUE, 5, _ALL, answer=True),
    Rung("red", Level.RED, Trigger.AFTER_DUE, 10, _ALL, answer=True),
    Rung("bulletin", Level.BULLETIN, Trigger.AFTER_DUE, 20, _ALL),
)


@dataclass(frozen=True, slots=True)
class Ladder:
    """A plan's rungs and the hours in which nobody is disturbed (Asia/Shanghai; the quiet may run over midnight).

    ``lowest`` is the level from which this plan starts (some start at orange): lower rungs after the due date are left
    out, reminders stay. Days off are kept always.
    """

    version: int = 1
    rungs: tuple[Rung, ...] = DEFAULT_RUNGS
    quiet_from: time = time(18, 0)
    quiet_to: time = time(8, 30)
    lowest: Level = Level.REMINDER


@dataclass(frozen=True, slots=True)
class Matter:
    """Something supervised: a report, an item, a milestone, a wait. ``uid`` is stable (``report/<item>/<period>``).

    ``silent_since`` is the day of the last activity (``None``: not watched for silence); ``closed`` ends everything.
    """

    uid: str
    title: str
    body: Body
    due: date | None = None
    silent_since: date | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to send. ``key`` is stored with the sending; ``workdays`` tells days left, overdue or silent."""

    key: str
    matter: str
    rung: str
    level: Level
    recipient: Recipient
    body: Body
    workdays: int
    answer: bool
    wording: Wording


def notices_due(
    matters: Iterable[Matter], sent: Collection[str], ladder: Ladder, now: datetime, *, calendar: Calendar
) -> tuple[Notice, ...]:
    """Return the notices to send at a moment (an aware datetime), for matters in their order.

    ``sent`` holds the keys of all notices sent or being sent. In quiet hours and on days off there are none; they come
    at the next working hour. Raises ValueError for a naive ``now``.
    """
    if now.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    local = now.astimezone(SHANGHAI)
    if in_quiet_hours(ladder, local.timetz().replace(tzinfo=None)) or not calendar.is_workday(local.date()):
        return ()
    known = frozenset(sent)
    return tuple(
        notice
        for matter in matters
        if not matter.closed
        for notice in _of_matter(matter, ladder, local.date(), calendar)
        if notice.key not in known
    )


def in_quiet_hours(ladder: Ladder, at: time) -> bool:
    """Tell whether a local time falls into the quiet hours; equal ends mean none."""
    start, end = ladder.quiet_from, ladder.quiet_to
    if start <= end:
        return start <= at < end
    return at >= start or at < end


def _of_matter(matter: Matter, ladder: Ladder, today: date, calendar: Calendar) -> Iterator[Notice]:
    highest: dict[tuple[Recipient, bool], Notice] = {}
    for rung in ladder.rungs:
        count = _reached(matter, rung, ladder, today, calendar)
        if count is None:
            continue
        for recipient in rung.to:
            place = (recipient, rung.trigger is Trigger.SILENCE)
            before = highest.get(place)
            if before is None or _LEVELS[rung.level] >= _LEVELS[before.level]:
                highest[place] = _notice(matter, rung, recipient, count)
    yield from highest.values()


_LEVELS = {level: place for place, level in enumerate(Level)}


def _reached(matter: Matter, rung: Rung, ladder: Ladder, today: date, calendar: Calendar) -> int | None:
    """Return the working days left, overdue or silent when a rung is reached, else ``None``."""
    if rung.trigger is Trigger.SILENCE:
        if matter.silent_since is None or today < matter.silent_since or _overdue(matter, today):
            return None
        silent = calendar.workdays_between(matter.silent_since, today)
        return silent if silent >= rung.workdays else None
    if matter.due is None:
        return None
    if rung.trigger is Trigger.BEFORE_DUE:
        left = calendar.workdays_between(today, matter.due)
        return left if today <= matter.due and left <= rung.workdays else None
    over = calendar.workdays_between(matter.due, today)
    return over if over >= rung.workdays and _LEVELS[rung.level] >= _LEVELS[ladder.lowest] else None


def _overdue(matter: Matter, today: date) -> bool:
    # What is overdue climbs the ladder anyway: no second voice about its silence.
    return matter.due is not None and matter.due < today


def _notice(matter: Matter, rung: Rung, recipient: Recipient, count: int) -> Notice:
    since = matter.due
    if rung.trigger is Trigger.SILENCE:
        # A long silence is urged again each time the same number of days has gone by.
        since = matter.silent_since
        turn = f"#{count // max(1, rung.workdays)}"
    else:
        turn = ""
    key = f"{matter.uid}|{since}|{rung.code}{turn}|{recipient.value}"
    zh, en = _sentence(matter, rung, count)
    if rung.answer:
        zh, en = f"{zh}请书面说明情况。", f"{en} Please answer in writing."
    return Notice(
        key, matter.uid, rung.code, rung.level, recipient, matter.body, count, rung.answer, Wording(zh=zh, en=en)
    )


_HEADS: dict[Level, Wording] = {
    Level.REMINDER: Wording(zh="提醒", en="Reminder"),
    Level.BLUE: Wording(zh="催办", en="Urge"),
    Level.YELLOW: Wording(zh="黄色预警", en="Yellow warning"),
    Level.ORANGE: Wording(zh="橙色预警", en="Orange warning"),
    Level.RED: Wording(zh="红色督办", en="Red"),
    Level.BULLETIN: Wording(zh="拟予通报", en="To be named in the bulletin"),
}


def _sentence(matter: Matter, rung: Rung, count: int) -> tuple[str, str]:
    head = _HEADS[rung.level]
    if rung.trigger is Trigger.BEFORE_DUE:
        return (
            f"【{head.zh}】“{matter.title}”将于 {matter.due} 到期，还有 {count} 个工作日。",
            f"[{head.en}] “{matter.title}” is due on {matter.due}, in {count} working days.",
        )
    if rung.trigger is Trigger.SILENCE:
        return (
            f"【{head.zh}】“{matter.title}”已有 {count} 个工作日没有新进展。",
            f"[{head.en}] Nothing has been heard of “{matter.title}” for {count} working days.",
        )
    return (
        f"【{head.zh}】“{matter.title}”应于 {matter.due} 完成，已逾期 {count} 个工作日。",
        f"[{head.en}] “{matter.title}” was due on {matter.due}; it is {count} working days overdue.",
    )
