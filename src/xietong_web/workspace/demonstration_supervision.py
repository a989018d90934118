"""Takes the demonstration's plan after its years; gives the notices of a fortnight."""

from collections.abc import Mapping

from xietong.fulfilling import DEFAULT_RUNGS, Level
from xietong_web.accounts.models import Member
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.supervising import inbox, ladders
from xietong_web.fulfilling.supervising.answering import answer_notice
from xietong_web.fulfilling.supervising.models import Notice
from xietong_web.fulfilling.supervising.noticing import make_notices
from xietong_web.fulfilling.supervising.sending import send_due
from xietong_web.fulfilling.supervising.urging import urge
from xietong_web.fulfilling.waiting.queries import waits_of
from xietong_web.workspace.demonstration_days import moment

ANSWERED = "本单位联络员调整，材料已在汇总，本周内补报。"


def watch(plan: Plan, people: Mapping[str, Member]) -> None:
    """Let the ladder do its work for some days; somebody answers, and one side urges the other."""
    chen, liu, ran = people["chen"], people["liu"], people["ran"]
    inbox.choose(mail=True, digest="weekly", by=chen, now=moment(2026, 1, 5))
    usual = ladders.DEFAULT
    ladders.set_ladder(
        plan=plan,
        rungs=DEFAULT_RUNGS,
        quiet_from=usual.quiet_from,
        quiet_to=usual.quiet_to,
        lowest=Level.REMINDER,
        paused=False,
        by=chen,
        now=moment(2026, 1, 5),
    )
    for day in (6, 9, 12):
        make_notices(plan=plan, now=moment(2026, 1, day))
    inbox.mark_read(delivery_pk=None, by=chen, now=moment(2026, 1, 12, 11))
    asked = Notice.objects.filter(answer=True, organisation=ran.organisation, recipient="organisation").first()
    if asked is not None:
        answer_notice(notice_pk=asked.pk, text=ANSWERED, by=ran, now=moment(2026, 1, 12, 15))
    long = (wait for wait in waits_of(plan, moment(2026, 1, 12).date(), "sc") if wait.on.party == "cq")
    wait = next((wait for wait in long if wait.waiting.party == "sc"), None)
    if wait is not None:
        urge(plan=plan, kind=wait.kind.value, subject=wait.subject, on=wait.on, by=liu, now=moment(2026, 1, 12, 16))
    send_due(lambda: moment(2026, 1, 15))
