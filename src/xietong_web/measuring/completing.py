"""Takes data sets and a day; gives who has said what for which period, what is late, and who waits for whom for it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from xietong.basics import Period, Wording
from xietong.fulfilling import Body, Question
from xietong.measuring import STANDING, SubmissionState
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.roles import Role
from xietong_web.audit.days import SHANGHAI
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.measuring.collecting import reporters
from xietong_web.measuring.models import DataSet, Submission

SHOWN, EVERY = 8, 600  # periods of a data set that the page lists first, and at most
REVIEWERS = frozenset({Role.REVIEWER, Role.JOINT_OFFICE})
NAMES = ("name", "name_en")
OPEN = frozenset({"", SubmissionState.DRAFT, SubmissionState.RETURNED, SubmissionState.SUBMITTED})


def due_of(data_set: DataSet, period: Period) -> date:
    """Return the day by which a period's values should be signed off."""
    return period.end + timedelta(days=data_set.days)


def periods_of(data_set: DataSet, day: date) -> list[Period]:
    """Return the periods that have ended by a day, the latest first."""
    at = Period.from_code(data_set.first_period)
    found: list[Period] = []
    while at.end < day and len(found) < EVERY and not data_set.asks_nothing_in(at):
        found.append(at)
        at = at.next()
    return found[::-1]


@dataclass(slots=True)
class PartyState:
    """How a party stands with a period: how many bodies should report, and how many are how far."""

    party: Party
    expected: int = 0
    signed: int = 0
    accepted: int = 0
    confirmed: int = 0

    @property
    def missing(self) -> int:
        """How many bodies the others see nothing of yet."""
        return self.expected - self.accepted


@dataclass(slots=True)
class PeriodState:
    """How a data set stands with a period."""

    data_set: DataSet
    period: Period
    due: date
    late: bool
    parties: list[PartyState] = field(default_factory=list)
    own: Submission | None = None
    mine: bool = False

    @property
    def complete(self) -> bool:
        """Tell whether every body's values count."""
        return all(each.accepted == each.expected for each in self.parties)


def asked_periods(plan: Plan, day: date, *, most: int = EVERY) -> list[tuple[DataSet, Period]]:
    """Return what a plan's data sets have asked for, the latest periods first, so many of each."""
    return [(each, period) for each in plan.data_sets.all() for period in periods_of(each, day)[:most]]


def states_of(plan: Plan, member: Member, day: date, asked: Sequence[tuple[DataSet, Period]]) -> list[PeriodState]:
    """Return how data sets stand in the periods asked about; other parties only as far as they let be seen."""
    data_sets = list({each.uid: each for each, _ in asked}.values())
    parties = [each.party for each in plan.memberships.select_related("party")]
    kinds = {each.kind for each in data_sets}
    bodies = list(Organisation.objects.filter(party__in=parties, kind__in=kinds))
    columns = ("data_set", "period", "organisation", "party", "state", "number", "uid")
    rows = Submission.objects.visible_to(member.party).filter(data_set__in=data_sets).order_by("number")
    rows = rows.filter(period__in={period.code for _, period in asked})
    last = {row[:3]: row for row in rows.values_list(*columns)}
    own_bodies = bodies_of(member)
    found = []
    for data_set, period in asked:
        due = due_of(data_set, period)
        state = PeriodState(data_set, period, due, due < day)
        filling = [each for each in bodies if each.kind == data_set.kind and each.exists_on(period.end)]
        for party in parties:
            one = PartyState(party)
            for body in (each for each in filling if each.party_id == party.pk):
                _count(one, last.get((data_set.uid, period.code, body.pk)))
            state.parties.append(one)
        state.mine = any(each.pk in own_bodies for each in filling)
        found.append(state)
    return found


def _count(state: PartyState, row: tuple[object, ...] | None) -> None:
    state.expected += 1
    said = str(row[4]) if row else ""
    state.signed += said not in {"", "draft", "returned"}
    state.accepted += said in STANDING
    state.confirmed += said == SubmissionState.CONFIRMED


def submission_questions_of(plan: Plan, day: date) -> tuple[Question, ...]:
    """Return what is waited for in data: values overdue, values to be accepted by one's own authority, to be confirmed.

    What a body has not had accepted shows as overdue, whatever state it is in: each side owns its kitchen. For
    ``fulfilling.waits``, which derives the waiting from these.
    """
    codes = party_codes(plan)
    found: list[Question] = []
    for data_set in plan.data_sets.all():
        ended = [each for each in periods_of(data_set, day)[:2] if due_of(data_set, each) < day]
        for period in ended:
            found += _overdue(data_set, period, codes)
        found += _unreviewed(data_set)
        found += _unconfirmed(data_set)
    return tuple(found)


def _overdue(data_set: DataSet, period: Period, codes: Sequence[str]) -> Iterable[Question]:
    done = data_set.submissions.standing().filter(period=period.code).values("organisation")
    bodies = Organisation.objects.filter(reporters(data_set, period.end)).exclude(pk__in=done)
    if not data_set.joint:  # its own authority, which alone asks here, sees that it is to accept them
        signed = data_set.submissions.filter(period=period.code, state=SubmissionState.SUBMITTED)
        bodies = bodies.exclude(pk__in=signed.values("organisation"))
    since = due_of(data_set, period) + timedelta(days=1)
    for code, party in bodies.order_by("code").values_list("code", "party__code"):
        asking = [each for each in codes if each != party] if data_set.joint else [party]
        for each in asking:
            uid = f"data:{data_set.uid}:{period.code}:{code}"
            yield Question(uid, Body(each), Body(party, code), since)


def _unreviewed(data_set: DataSet) -> Iterable[Question]:
    """What a body has signed off waits for its own authority; what is inside a party's house, others do not see."""
    rows = data_set.submissions.filter(state=SubmissionState.SUBMITTED).order_by("period", "organisation__code")
    columns = ("uid", "party__code", "organisation__code", "state_since")
    for uid, party, body, since in rows.values_list(*columns):
        yield Question(f"data:{uid}", Body(party, body), Body(party), since.astimezone(SHANGHAI).date())


def _unconfirmed(data_set: DataSet) -> Iterable[Question]:
    rows = data_set.submissions.filter(state=SubmissionState.ACCEPTED).select_related("organisation", "party")
    for row in rows.order_by("period", "organisation__code").defer("cells", "history"):
        for code in row.counterparts:
            if code not in row.confirmations:
                since = row.state_since.astimezone(SHANGHAI).date()
                yield Question(f"data:{row.uid}", Body(row.party.code, row.organisation.code), Body(code), since)


def signed_off(subjects: Collection[str]) -> set[str]:
    """Return of the questions about overdue values those whose body has signed them off: its authority is to accept."""
    asked = {tuple(parts[1:]): subject for subject in subjects if len(parts := subject.split(":")) == 4}
    rows = Submission.objects.filter(data_set__in={key[0] for key in asked}, state=SubmissionState.SUBMITTED)
    found = rows.values_list("data_set", "period", "organisation__code") if asked else ()
    return {asked[row] for row in found if row in asked}


def submission_titles(subjects: Iterable[str]) -> dict[str, Wording]:
    """Return what the questions of ``submission_questions_of`` are called, by their uids; two statements."""
    asked = {subject: subject.split(":")[1:] for subject in subjects}
    overdue = {subject: parts for subject, parts in asked.items() if len(parts) == 3}
    rows = DataSet.objects.filter(uid__in={parts[0] for parts in overdue.values()}).values_list("uid", *NAMES)
    sets = {uid: (zh, en) for uid, zh, en in rows}
    found = {subject: _of_period(*sets.get(parts[0], ("", "")), parts[1]) for subject, parts in overdue.items()}
    said = {parts[0] for parts in asked.values() if len(parts) == 1}
    names = [f"data_set__{each}" for each in NAMES]
    begun = Submission.objects.filter(uid__in=said).values_list("uid", *names, "period")
    return found | {f"data:{uid}": _of_period(zh, en, period) for uid, zh, en, period in begun}


def _of_period(name: str, name_en: str, code: str) -> Wording:
    named, period = Wording.named(name, name_en), Period.from_code(code).wording
    return Wording(f"{named.zh}（{period.zh}）", f"{named.en} ({period.en})")


def to_do(member: Member) -> list[tuple[Submission, str]]:
    """Return the submissions that wait for a member to accept or to confirm them; nothing for who does neither."""
    if not REVIEWERS & member.roles:
        return []
    rows = Submission.objects.visible_to(member.party).filter(data_set__plan__parties=member.party)
    rows = rows.filter(state__in=["submitted", "accepted"]).select_related("organisation", "party", "data_set")
    found = (
        (row, act_waited_for(row.state, member.party_code, row.party.code, row.counterparts, row.confirmations))
        for row in rows.order_by("state_since").defer("cells", "history")[:2000]
    )
    return [(row, act) for row, act in found if act]


def act_waited_for(state: str, reader: str, own: str, asked: Collection[str], given: Collection[str]) -> str:
    """Return what a submission waits for from a reader's party: its own accepts, those ``asked`` confirm that have not
    (``given``); empty for nothing."""
    if state == SubmissionState.SUBMITTED and reader == own:
        return "accept"
    return "confirm" if state == SubmissionState.ACCEPTED and reader in asked and reader not in given else ""
