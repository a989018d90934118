"""Takes waits; gives the words for what is waited for, and what the thing is called."""

from collections.abc import Sequence

from django.db.models import QuerySet

from xietong.basics import Wording
from xietong.fulfilling import WAIT_WORDS, Wait, WaitKind
from xietong_web.audit.asking import Among, asked
from xietong_web.drafting.models import Item, Plan
from xietong_web.fulfilling.waiting.asking import page_asked, titles_asked, words_asked

_TO_ACCEPT = Wording("等待签收", "to be accepted")
_OBJECTED = Wording("异议待处理", "objection to be answered")


def waited_for(wait: Wait) -> Wording:
    """Return what is waited for; answers by what was asked."""
    if wait.kind is not WaitKind.ANSWER:
        return WAIT_WORDS[wait.kind]
    if wait.subject.startswith("duty/"):
        return _TO_ACCEPT if wait.on.organisation else _OBJECTED
    return words_asked(wait) or WAIT_WORDS[wait.kind]


def page_of(plan: Plan, wait: Wait) -> str:
    """Return the address of the page where a wait without an item is ended; empty where there is none of its own."""
    return page_asked(plan, wait) if wait.kind is WaitKind.ANSWER and not wait.item else ""


def title_of(wait: Wait, titles: dict[str, str]) -> str:
    """Return what the thing behind a wait is called, by ``titles_of``."""
    return titles.get(wait.item or f"{wait.kind.value}/{wait.subject}", wait.subject)


@asked
def _titles(plan: Plan, uids: Sequence[str]) -> QuerySet[Item, tuple[str, str, str]]:
    return Item.objects.filter(Among("uid", uids), plan=plan).order_by().values_list("uid", "number", "title")


def titles_of(plan: Plan, waits: Sequence[Wait]) -> dict[str, str]:
    """Return the titles of items, proposals and questions that waits are about, in a few statements."""
    uids = {wait.item for wait in waits} - {""}
    found = {uid: f"{number}{title}" for uid, number, title in (_titles(plan, [*uids]) if uids else ())}
    numbers = {int(wait.subject) for wait in waits if wait.kind is WaitKind.SIGNATURE}
    if numbers:
        proposals = plan.proposals.filter(number__in=numbers).values_list("number", "title")
        found |= {f"{WaitKind.SIGNATURE.value}/{number}": f"№{number} {title}" for number, title in proposals}
    asked = {wait.subject for wait in waits if wait.kind is WaitKind.ANSWER and not wait.item}
    if asked:
        found |= {f"{WaitKind.ANSWER.value}/{uid}": text for uid, text in titles_asked(asked).items()}
    return found
