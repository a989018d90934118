"""Takes nothing; hands what one side waits for from another in data to the waits, with what it is called."""

from collections.abc import Collection, Iterable
from datetime import date

from xietong.basics import Wording
from xietong.fulfilling import Question, Wait
from xietong_web.accounts.roles import Role
from xietong_web.audit.days import today
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.waiting.asking import Feeder, feed
from xietong_web.measuring.completing import REVIEWERS, signed_off, submission_questions_of, submission_titles
from xietong_web.theme.templatetags.theme import address


def _ask(plan: Plan, day: date | None) -> Iterable[Question]:
    return submission_questions_of(plan, day or today())


def _titles(subjects: Collection[str]) -> dict[str, Wording]:
    return submission_titles([subject for subject in subjects if subject.startswith("data:")])


def _words(wait: Wait) -> Wording | None:
    if not wait.subject.startswith("data:"):
        return None
    if wait.subject.count(":") > 1:
        return Wording("数据待填报", "figures to be reported")
    if wait.waiting.party == wait.on.party:
        return Wording("数据待审核", "figures to be accepted")
    return Wording("数据待互认", "figures to be confirmed")


def _page(_plan_uid: str, subject: str) -> str:
    match subject.split(":"):
        case "data", data_set, period, _:
            return address("measuring:period", data_set, period)
        case "data", submission:
            return address("measuring:submission", submission)
    return ""


def _handed(subjects: Collection[str]) -> Collection[str]:
    return signed_off([subject for subject in subjects if subject.startswith("data:")])


def _roles(subject: str) -> frozenset[Role]:
    """Figures are accepted and confirmed by reviewers, as reports are."""
    return REVIEWERS if subject.startswith("data:") else frozenset()


# Who reports changes as bodies are added (told of their party), named, closed, split and merged too.
_ABOUT = frozenset({"submission", "data-set", "organisation", "party"})
feed(Feeder(_ABOUT, _ask, titles=_titles, words=_words, page=_page, handed=_handed, roles=_roles))
