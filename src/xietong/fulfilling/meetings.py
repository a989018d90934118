"""Takes past meetings and what is stuck; gives who hosts next and a proposed agenda, last decisions first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xietong import endorsing
from xietong.basics import Finding, Wording
from xietong.fulfilling.calendar import Calendar, working_days
from xietong.fulfilling.convening import Meeting
from xietong.fulfilling.decisions import DECISION_WORDS, Decision, DecisionState
from xietong.fulfilling.lights import Colour, Light
from xietong.fulfilling.progress import DutyKey
from xietong.fulfilling.waits import WAIT_WORDS, Unsigned, Wait, WaitKind


def _kind_of(wait: Wait) -> Wording:
    return WAIT_WORDS[wait.kind]


def next_host(parties: Sequence[str], meetings: Sequence[Meeting]) -> str:
    """Return the party whose turn it is: one that never hosted, else the one that hosted longest ago.

    Among equals the parties' own order decides. Raises ValueError without parties.
    """
    last = {meeting.host: (meeting.day, meeting.uid) for meeting in sorted(meetings, key=_held)}
    return min(parties, key=lambda party: last.get(party, (date.min, "")))


def _held(meeting: Meeting) -> tuple[date, str]:
    return meeting.day, meeting.uid


class Topic(StrEnum):
    """Where a point of an agenda comes from, in the order of the agenda."""

    DECISION = "decision"
    RED = "red"
    WAIT = "wait"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class Point:
    """A point proposed for an agenda: what it is about (a uid) and why it is proposed."""

    topic: Topic
    subject: str
    title: str
    why: Wording


@dataclass(frozen=True, slots=True)
class AgendaRules:
    """How many points of each kind are proposed at most, and from how many working days a wait is long."""

    decisions: int = 20
    reds: int = 10
    waits: int = 10
    proposals: int = 10
    long_wait: int = 10


def agenda(
    *,
    decisions: Sequence[Decision],
    lights: Mapping[str, Light],
    waits: Sequence[Wait],
    unsigned: Sequence[Unsigned],
    titles: Mapping[str, str],
    today: date,
    calendar: Calendar,
    rules: AgendaRules | None = None,
    words: Callable[[Wait], Wording] = _kind_of,
) -> tuple[Point, ...]:
    """Propose an agenda: the last decisions' state, red items, long waits between parties, open proposals.

    ``lights`` maps items to their light in the order of the plan, ``titles`` items, proposals and what else is waited
    for to their titles; ``words`` says what is waited for. Waits inside one party are no matter for a joint meeting;
    of those on a red item the worst is told beside its light, so that an item stands there once. Decisions that ended
    are listed only until a meeting saw them: pass those of the last meeting and those still open.
    """
    rules = rules or AgendaRules()
    between = [one for one in waits if one.waiting.party != one.on.party and one.workdays >= rules.long_wait]
    between.sort(key=_worst)
    reds = [(uid, light) for uid, light in lights.items() if light.colour is Colour.RED][: rules.reds]
    on_red = {one.item: one for one in reversed(between) if one.item}
    waited = [one for one in between if one.item not in dict(reds)]
    return (
        *_decided(sorted(decisions, key=_pressing)[: rules.decisions], today),
        *(_red(uid, light, on_red.get(uid), titles, words) for uid, light in reds),
        *(_waited(one, titles, words(one)) for one in waited[: rules.waits]),
        *_proposed(unsigned[: rules.proposals], titles, today, calendar),
    )


def _pressing(decision: Decision) -> tuple[object, ...]:
    ended = decision.state in (DecisionState.CONFIRMED, DecisionState.DROPPED)
    return ended, decision.due or date.max, decision.uid


def _worst(wait: Wait) -> tuple[object, ...]:
    return -wait.weight * wait.workdays, wait.subject, wait.waiting, wait.on


def _decided(decisions: Sequence[Decision], today: date) -> Iterator[Point]:
    for decision in decisions:
        words = DECISION_WORDS[decision.state]
        zh, en = words.zh, words.en
        if decision.due is not None:
            zh, en = f"{zh}，时限 {decision.due}", f"{en}, due {decision.due}"
            if decision.state is DecisionState.OPEN and decision.due < today:
                zh, en = f"{zh}，已逾期", f"{en}, overdue"
        yield Point(Topic.DECISION, decision.uid, decision.text, Wording(zh=zh, en=en))


def _red(
    uid: str, light: Light, wait: Wait | None, titles: Mapping[str, str], words: Callable[[Wait], Wording]
) -> Point:
    why = light.wording
    if wait is not None:
        long = _how_long(wait, words(wait))
        why = Wording(zh=f"{why.zh}{long.zh}。", en=f"{why.en} {long.en[:1].upper()}{long.en[1:]}.")
    return Point(Topic.RED, uid, titles.get(uid, uid), why)


def _waited(wait: Wait, titles: Mapping[str, str], words: Wording) -> Point:
    question = wait.kind is WaitKind.ANSWER and wait.item
    subject = f"{wait.item}/{wait.subject}" if question else wait.subject
    return Point(Topic.WAIT, subject, titles.get(wait.item or wait.subject, wait.subject), _how_long(wait, words))


def _how_long(wait: Wait, words: Wording) -> Wording:
    days = working_days(wait.workdays)
    return Wording(zh=f"{words.zh}，已等 {days.zh}", en=f"{words.en}, for {days.en}")


def _proposed(
    unsigned: Sequence[Unsigned], titles: Mapping[str, str], today: date, calendar: Calendar
) -> Iterator[Point]:
    for entry in unsigned:
        if entry.proposal.state is endorsing.State.OPEN:
            days = working_days(calendar.workdays_between(entry.opened, today))
            why = Wording(zh=f"会签中，已 {days.zh}", en=f"open for signature for {days.en}")
            yield Point(Topic.PROPOSAL, entry.proposal.uid, titles.get(entry.proposal.uid, entry.proposal.uid), why)


@dataclass(frozen=True, slots=True)
class WorkingGroup:
    """A special working group (专项工作组): its members by body, and the items it looks after (uids)."""

    uid: str
    title: str
    members: tuple[DutyKey, ...]
    items: tuple[str, ...] = ()


def check_group(group: WorkingGroup, parties: Mapping[str, Wording], items: Sequence[str]) -> tuple[Finding, ...]:
    """Find parties without a member (``party_without_member``) and items that do not exist (``unknown_item``).

    ``parties`` gives the names of the plan's parties by their codes.
    """
    present, known = {member.party for member in group.members}, set(items)
    missing = [
        Finding(
            "party_without_member",
            Wording(
                zh=f"工作组“{group.title}”还没有{name.zh}一方的成员。",
                en=f"The group “{group.title}” has no member of {name.en}.",
            ),
            subject=group.uid,
        )
        for party, name in parties.items()
        if party not in present
    ]
    return (*missing, *unknown_items(group.uid, group.title, group.items, known))


@dataclass(frozen=True, slots=True)
class KeyTasks:
    """A named selection of items for a year: the yearly list of key tasks (年度重点任务清单), in its own order."""

    uid: str
    title: str
    year: int
    items: tuple[str, ...]


def unknown_items(
    subject: str, title: str, items: Sequence[str], known: set[str] | frozenset[str]
) -> tuple[Finding, ...]:
    """Find the items of a list or group that the plan does not have (``unknown_item``)."""
    return tuple(
        Finding(
            "unknown_item",
            Wording(
                zh=f"“{title}”列有计划中不存在的事项（{uid}）。", en=f"“{title}” lists an item not in the plan ({uid})."
            ),
            subject=subject,
        )
        for uid in items
        if uid not in known
    )
