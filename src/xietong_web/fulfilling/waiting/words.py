"""Takes waits; gives the words for what is waited for, and what the thing is called."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from xietong import endorsing
from xietong.basics import Period, Wording
from xietong.fulfilling import WAIT_WORDS, Wait, WaitKind
from xietong_web.audit.asking import Among, asked
from xietong_web.drafting.models import Item, Plan
from xietong_web.fulfilling.waiting.asking import OF_REPORT, page_asked, titles_asked, urged_for, words_asked

_TO_ACCEPT = Wording("等待签收", "to be accepted")
_OBJECTED = Wording("异议待处理", "objection to be answered")


def waited_for(wait: Wait) -> Wording:
    """Return what is waited for; answers by what was asked."""
    if wait.kind is not WaitKind.ANSWER:
        return WAIT_WORDS[wait.kind]
    if wait.subject.startswith("duty/"):
        return _TO_ACCEPT if wait.on.organisation else _OBJECTED
    return words_asked(wait) or WAIT_WORDS[wait.kind]


def question_of(wait: Wait) -> str:
    """Return the uid of the question about no item whose answer is waited for; empty for other waits."""
    return wait.subject if wait.kind is WaitKind.ANSWER and not wait.item else ""


def page_of(plan: Plan, wait: Wait) -> str:
    """Return the address of the page where a wait without an item is ended; empty where there is none of its own."""
    return page_asked(plan.uid, question_of(wait))


def title_of(wait: Wait, titles: Mapping[str, Wording]) -> Wording:
    """Return what the thing behind a wait is called, by ``titles_of``."""
    return titles.get(f"{wait.kind.value}/{wait.subject}") or titles.get(wait.item) or Wording.same(wait.subject)


def called(wait: Wait, titles: Mapping[str, Wording]) -> Wording:
    """Return what the thing is called where it stands alone in a sentence: of a report with its period."""
    title, period = title_of(wait, titles), period_of(wait)
    return with_period(title, period) if period else title


def period_of(wait: Wait) -> str:
    """Return the code of the period that a wait about a report is about; empty for others."""
    return wait.subject.rpartition("/")[2] if wait.kind in OF_REPORT else ""


def with_period(title: Wording, code: str) -> Wording:
    """Return the title of what is reported on, with the period."""
    period = Period.from_code(code).wording
    return Wording(f"{title.zh}（{period.zh}）", f"{title.en} ({period.en})")


@asked
def _titles(plan: Plan, uids: Sequence[str]) -> QuerySet[Item, tuple[str, str, str]]:
    return Item.objects.filter(Among("uid", uids), plan=plan).order_by().values_list("uid", "number", "title")


def titles_of(plan: Plan, waits: Sequence[Wait]) -> dict[str, Wording]:
    """Return the titles of items, proposals and questions that waits are about, in a few statements."""
    uids = {wait.item for wait in waits} - {""}
    rows = _titles(plan, [*uids]) if uids else ()
    found = {uid: Wording.same(f"{number}{title}") for uid, number, title in rows}
    numbers = {int(wait.subject) for wait in waits if wait.kind is WaitKind.SIGNATURE}
    if numbers:
        proposals = plan.proposals.filter(number__in=numbers).values_list("number", "title")
        found |= {
            f"{WaitKind.SIGNATURE.value}/{number}": endorsing.called(number, title) for number, title in proposals
        }
    answers = [wait for wait in waits if wait.kind is WaitKind.ANSWER]
    asked = {wait.subject for wait in answers if not wait.item}
    if asked:
        found |= {f"{WaitKind.ANSWER.value}/{uid}": text for uid, text in titles_asked(asked).items()}
    return found | _urges(answers, found)


def _urges(answers: Sequence[Wait], titles: Mapping[str, Wording]) -> dict[str, Wording]:
    """Return the titles of items that an answer to an urge is waited for about, with what the urge demands."""
    urges = {wait.subject: wait.item for wait in answers if wait.item and wait.subject.startswith("notice/")}
    found = {}
    for subject, demanded in (urged_for(urges) if urges else {}).items():
        title = titles.get(urges[subject]) or Wording.same("")
        words = Wording(f"{title.zh}（{demanded.zh}）", f"{title.en} ({demanded.en})")
        found[f"{WaitKind.ANSWER.value}/{subject}"] = words
    return found
