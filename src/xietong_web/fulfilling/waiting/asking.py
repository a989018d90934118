"""Takes a plan; gives what is put to somebody and unanswered beside reports and duties: signatures and questions.

This is the one place where rooms feed their rows: whoever keeps questions hands a ``Feeder`` to ``feed``. Later rooms
do so when the site starts, as their listeners do.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from xietong import endorsing
from xietong.basics import Period, Wording
from xietong.fulfilling import WAIT_WORDS, Question, Unsigned, Wait, WaitKind
from xietong_web.accounts.roles import Role
from xietong_web.audit.days import today
from xietong_web.audit.queries import SHANGHAI, end_of
from xietong_web.drafting.models import Plan
from xietong_web.endorsing.models import Proposal, Signature
from xietong_web.fulfilling.extending.queries import extension_questions_of
from xietong_web.fulfilling.followed import kept
from xietong_web.fulfilling.meeting.queries import decision_questions_of, decision_texts
from xietong_web.fulfilling.supervising.answering import unanswered
from xietong_web.fulfilling.supervising.models import Notice
from xietong_web.theme.templatetags.theme import address

OF_REPORT = frozenset({WaitKind.REPORT, WaitKind.REVIEW, WaitKind.CONFIRMATION})  # their subjects end with a period


@dataclass(frozen=True, slots=True)
class Feeder:
    """Where questions come from. ``about``: the kinds of subject whose entries in the journal may change them.

    ``ask`` gives a plan's questions as they stand (``None``) or stood at the end of a day, in few statements;
    ``titles`` says what those of some questions that are its own are called, by their uids. Of a wait for an answer to
    one of its own, ``words`` says what is waited for, and ``page`` the address where it is given, by the plan's uid and
    the question's where it is about no item;
    ``roles`` are those that answer for the party itself beside who answers everything, by the question's uid.
    ``handed``: of the uids of questions those to which the body asked has done its part and its own authority has not.
    """

    about: frozenset[str]
    ask: Callable[[Plan, date | None], Iterable[Question]]
    titles: Callable[[Collection[str]], dict[str, Wording]] = lambda _: {}
    words: Callable[[Wait], Wording | None] = lambda _: None
    page: Callable[[str, str], str] = lambda *_: ""
    handed: Callable[[Collection[str]], Collection[str]] = lambda _: ()
    roles: Callable[[str], frozenset[Role]] = lambda _: frozenset()


def _decisions(plan: Plan, day: date | None) -> Iterable[Question]:
    return decision_questions_of(plan, day or today())


def _extensions(plan: Plan, day: date | None) -> Iterable[Question]:
    return extension_questions_of(plan, day)


def _urges(subjects: Collection[str]) -> dict[str, Wording]:
    pks = [int(subject.removeprefix("notice/")) for subject in subjects if subject.startswith("notice/")]
    return {f"notice/{row.pk}": row.wording for row in Notice.objects.filter(pk__in=pks)} if pks else {}


def urged_for(subjects: Collection[str]) -> dict[str, Wording]:
    """Return what urges about an item demand, by their uids: several about one item are told apart by it."""
    pks = [int(subject.removeprefix("notice/")) for subject in subjects]
    rows = Notice.objects.filter(pk__in=pks).values_list("pk", "matter") if pks else ()
    return {f"notice/{pk}": _demanded(matter) for pk, matter in rows}


def _demanded(matter: str) -> Wording:
    """Return what a matter is about: its kind of wait, and of a report the period, which stands last."""
    kind, *rest = matter.removeprefix("urge/").split("/")
    if kind == "item":
        return Wording("完成事项", "to be finished")
    of_report = kind == WaitKind.REPORT.value or (matter.startswith("urge/") and kind in OF_REPORT)
    words = WAIT_WORDS[WaitKind(kind)]
    if not (of_report and len(rest) > 1 and rest[-1]):
        return words
    period = Period.from_code(rest[-1]).wording
    return Wording(f"{period.zh}{words.zh}", f"{period.en}, {words.en}")


def _urged(wait: Wait) -> Wording | None:
    return Wording("督办待答复", "urge to be answered") if wait.subject.startswith("notice/") else None


def _is_decision(wait: Wait) -> bool:
    """Tell a decision, whose uid is its key alone, from an extension, which has an item, and from marked subjects."""
    return not wait.item and wait.subject.isalnum()


def _of_decision(wait: Wait) -> Wording | None:
    if not _is_decision(wait):
        return None
    carried_out = Wording("议定事项待办", "decision to be carried out")
    return carried_out if wait.on.organisation else Wording("办结待确认", "closing to be confirmed")


def _of_extension(wait: Wait) -> Wording | None:
    return Wording("延期待答复", "extension to be answered") if wait.item and wait.subject.isalnum() else None


def _decision_page(plan_uid: str, subject: str) -> str:
    return address("fulfilling:decision", plan_uid, subject) if subject.isalnum() else ""


# Acceptances are columns of the table itself.
_FEEDERS: list[Feeder] = [
    Feeder(frozenset({"notice"}), unanswered, _urges, _urged),
    Feeder(frozenset({"decision", "meeting"}), _decisions, decision_texts, _of_decision, _decision_page),
    Feeder(frozenset({"plan"}), _extensions, words=_of_extension),  # an extension is told about its plan
]


def feed(feeder: Feeder) -> None:
    """Add a room's questions to the waits."""
    _FEEDERS.append(feeder)


def questions(plan: Plan, day: date | None) -> list[Question]:
    """Return every question that a plan's parties and bodies have put to each other."""
    return [question for feeder in _FEEDERS for question in feeder.ask(plan, day)]


def asked_now(plan: Plan) -> list[Question]:
    """Return the questions as they stand, asked anew only where the journal tells of an act that may change them."""
    about = frozenset[str]().union(*(feeder.about for feeder in _FEEDERS))
    return kept(
        plan, ("asked", today()), lambda: questions(plan, None), until=lambda _: lambda entry: entry.kind in about
    )


def titles_asked(subjects: Collection[str]) -> dict[str, Wording]:
    """Return what questions are called, by their uids."""
    return {uid: title for feeder in _FEEDERS for uid, title in feeder.titles(subjects).items()}


def words_asked(wait: Wait) -> Wording | None:
    """Return what is waited for with a wait for an answer; ``None`` where its kind says all."""
    return next((words for feeder in _FEEDERS if (words := feeder.words(wait))), None)


def page_asked(plan_uid: str, subject: str) -> str:
    """Return the address where a question about no item is answered; empty where there is none of its own."""
    if not subject:
        return ""
    return next((page for feeder in _FEEDERS if (page := feeder.page(plan_uid, subject))), "")


def handed_in(subjects: Collection[str]) -> set[str]:
    """Return of the uids of questions those to which the body asked has done its part, and its authority has not."""
    return {uid for feeder in _FEEDERS for uid in feeder.handed(subjects)}


def roles_asked(subject: str) -> frozenset[Role]:
    """Return which roles, beside those that answer everything, give the answer of a party itself to a question."""
    return frozenset[Role]().union(*(feeder.roles(subject) for feeder in _FEEDERS))


def unsigned(plan: Plan, day: date | None) -> list[Unsigned]:
    """Return the proposals open for signature, now or at the end of a day, with each party's word."""
    moment = None if day is None else end_of(day)
    rows = plan.proposals.exclude(opened_at=None).select_related("party")
    if moment is None:
        rows = rows.filter(state="open")
    else:
        rows = rows.filter(opened_at__lte=moment).filter(Q(closed_at=None) | Q(closed_at__gt=moment))
    found = list(rows.exclude(state="draft"))
    if not found:
        return []
    pending = dict.fromkeys(plan.memberships.values_list("party__code", flat=True), endorsing.Assent.PENDING)
    said: dict[int, dict[str, endorsing.Assent]] = {}
    for version, party, state in _signatures([each.version_id for each in found], moment):
        said.setdefault(version, {})[party] = endorsing.Assent(state)
    return [_unsigned(row, pending | said.get(row.version_id or 0, {})) for row in found]


def _unsigned(row: Proposal, assents: dict[str, endorsing.Assent]) -> Unsigned:
    opened = (row.opened_at or row.made_at).astimezone(SHANGHAI).date()
    value = endorsing.Proposal(str(row.number), row.party.code, 0, endorsing.State.OPEN, assents=assents)
    return Unsigned(value, opened)


def _signatures(versions: list[int | None], moment: datetime | None) -> Iterator[tuple[int, str, str]]:
    rows = Signature.objects.filter(version__in=[each for each in versions if each is not None])
    if moment is not None:
        rows = rows.filter(signed_at__lte=moment)
    yield from rows.order_by().values_list("version_id", "party__code", "state")
