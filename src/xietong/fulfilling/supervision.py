"""Takes what is due and what was already sent; gives the notices to send now: the ladder of supervision (督办).

A notice has a stable key, made of the matter, its due date, the rung and the recipient: whoever sends it stores the
key, and a key once stored is never produced again, whatever happens in between. Of several rungs reached at once (after
a holiday, after an outage) a recipient gets only the highest.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from xietong.basics import Wording
from xietong.fulfilling.calendar import Calendar, working_days
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
    title: Wording
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
    matters: Iterable[Matter], sent: Container[str], ladder: Ladder, now: datetime, *, calendar: Calendar
) -> tuple[Notice, ...]:
    """Return the notices to send at a moment (an aware datetime), for matters in their order.

    ``sent`` holds the keys of all notices sent or being sent (a set: it is asked often). In quiet hours and on days off
    there are none; they come at the next working hour. Raises ValueError for a naive ``now``.
    """
    if now.tzinfo is None:
        raise ValueError("the moment needs a time zone")
    local = now.astimezone(SHANGHAI)
    if in_quiet_hours(ladder, local.timetz().replace(tzinfo=None)) or not calendar.is_workday(local.date()):
        return ()
    today, rungs = local.date(), _Rungs(ladder, {})
    return tuple(
        notice for matter in matters if not matter.closed for notice in _of_matter(matter, rungs, sent, today, calendar)
    )


def in_quiet_hours(ladder: Ladder, at: time) -> bool:
    """Tell whether a local time falls into the quiet hours; equal ends mean none."""
    start, end = ladder.quiet_from, ladder.quiet_to
    if start <= end:
        return start <= at < end
    return at >= start or at < end


_LEVELS = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class _Rungs:
    """The highest rung for each recipient at a count of a trigger, worked out once for each count that occurs."""

    ladder: Ladder
    found: dict[tuple[Trigger, int], tuple[tuple[Recipient, Rung], ...]]

    def at(self, trigger: Trigger, count: int) -> tuple[tuple[Recipient, Rung], ...]:
        place = (trigger, count)
        if place not in self.found:
            highest: dict[Recipient, Rung] = {}
            for rung in sorted(self.ladder.rungs, key=_level):
                if rung.trigger is trigger and self._reached(rung, count):
                    highest.update(dict.fromkeys(rung.to, rung))
            self.found[place] = tuple(highest.items())
        return self.found[place]

    def _reached(self, rung: Rung, count: int) -> bool:
        if rung.trigger is Trigger.BEFORE_DUE:
            return count <= rung.workdays
        skipped = rung.trigger is Trigger.AFTER_DUE and _level(rung) < _LEVELS[self.ladder.lowest]
        return count >= rung.workdays and not skipped


def _level(rung: Rung) -> int:
    return _LEVELS[rung.level]


def _of_matter(
    matter: Matter, rungs: _Rungs, sent: Container[str], today: date, calendar: Calendar
) -> Iterator[Notice]:
    for trigger, count in _counts(matter, today, calendar):
        for recipient, rung in rungs.at(trigger, count):
            key = _key(matter, rung, recipient, count)
            if key not in sent:
                yield _notice(key, matter, rung, recipient, count)


def _counts(matter: Matter, today: date, calendar: Calendar) -> Iterator[tuple[Trigger, int]]:
    """Give the working days left or overdue, and of silence; what is overdue needs no second voice about silence."""
    overdue = matter.due is not None and matter.due < today
    if matter.due is not None:
        days = calendar.workdays_between(matter.due, today)
        yield (Trigger.AFTER_DUE, days) if overdue else (Trigger.BEFORE_DUE, -days)
    if matter.silent_since is not None and matter.silent_since <= today and not overdue:
        yield Trigger.SILENCE, calendar.workdays_between(matter.silent_since, today)


def _key(matter: Matter, rung: Rung, recipient: Recipient, count: int) -> str:
    if rung.trigger is Trigger.SILENCE:
        # A long silence is urged again each time the same number of days has gone by.
        return f"{matter.uid}|{matter.silent_since}|{rung.code}#{count // max(1, rung.workdays)}|{recipient.value}"
    return f"{matter.uid}|{matter.due}|{rung.code}|{recipient.value}"


def _notice(key: str, matter: Matter, rung: Rung, recipient: Recipient, count: int) -> Notice:
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
    head, title, days = _HEADS[rung.level], matter.title, working_days(count)
    if rung.trigger is Trigger.BEFORE_DUE:
        return (
            f"【{head.zh}】“{title.zh}”将于 {matter.due} 到期，还有 {days.zh}。",
            f"[{head.en}] “{title.en}” is due on {matter.due}, in {days.en}.",
        )
    if rung.trigger is Trigger.SILENCE:
        return (
            f"【{head.zh}】“{title.zh}”已有 {days.zh}没有新进展。",
            f"[{head.en}] Nothing has been heard of “{title.en}” for {days.en}.",
        )
    return (
        f"【{head.zh}】“{title.zh}”应于 {matter.due} 完成，已逾期 {days.zh}。",
        f"[{head.en}] “{title.en}” was due on {matter.due}; it is {days.en} overdue.",
    )
