"""Takes the demonstration's plan after its two years; gives duties signed for, and the notices of a fortnight."""

from collections.abc import Mapping
from datetime import datetime

from xietong.fulfilling import DEFAULT_RUNGS, AcceptanceAct, Level, Objection
from xietong_web.accounts.models import Member
from xietong_web.accounts.roles import Role
from xietong_web.audit.queries import SHANGHAI
from xietong_web.drafting.models import Duty, Plan
from xietong_web.fulfilling.duty_services import answer_duty
from xietong_web.fulfilling.supervising import inbox, ladders
from xietong_web.fulfilling.supervising.answering import answer_notice
from xietong_web.fulfilling.supervising.models import Notice
from xietong_web.fulfilling.supervising.noticing import make_notices
from xietong_web.fulfilling.supervising.sending import send_due
from xietong_web.fulfilling.supervising.urging import urge
from xietong_web.fulfilling.waiting.queries import waits_of

OBJECTED = 5
REASON = "“覆盖全部区县”的口径与现行统计不一致，建议修改表述。"
ANSWERED = "本季度联络员调整，材料已在汇总，本周内补报。"


def moment(month: int, day: int, hour: int = 10) -> datetime:
    """Return a time in 2024 in Asia/Shanghai."""
    return datetime(2024, month, day, hour, 0, tzinfo=SHANGHAI)


def sign_for(plan: Plan) -> None:
    """Let the liaisons accept their bodies' duties soon after the agreement; some still have to, one objects."""
    liaisons = {member.organisation_id: member for member in _liaisons()}
    duties = Duty.objects.filter(plan=plan, organisation__in=liaisons).order_by("item__path", "ordinal", "id")
    now = datetime(2021, 12, 6, 10, tzinfo=SHANGHAI)
    for number, (pk, body) in enumerate(duties.values_list("pk", "organisation_id")):
        by, act, why = liaisons[body], AcceptanceAct.ACCEPT, None
        if number == OBJECTED:
            act, why = AcceptanceAct.OBJECT, Objection.WORDING
        if number % 9:
            reason = REASON if why else ""
            answer_duty(duty_pk=pk, act=act, revision=0, reason=reason, objection=why, by=by, now=now)


def _liaisons() -> list[Member]:
    found = Member.objects.filter(grants__role=Role.LIAISON.value).exclude(organisation=None)
    return list(found.select_related("person", "party", "organisation").prefetch_related("grants"))


def watch(plan: Plan, people: Mapping[str, Member]) -> None:
    """Let the ladder do its work for some days; somebody answers, and one side urges the other."""
    chen, liu, ran = people["chen"], people["liu"], people["ran"]
    inbox.choose(mail=True, digest="weekly", by=chen, now=moment(1, 2))
    usual = ladders.DEFAULT
    ladders.set_ladder(
        plan=plan,
        rungs=DEFAULT_RUNGS,
        quiet_from=usual.quiet_from,
        quiet_to=usual.quiet_to,
        lowest=Level.REMINDER,
        paused=False,
        by=chen,
        now=moment(1, 2),
    )
    for day in (3, 8, 12):
        make_notices(plan=plan, now=moment(1, day))
    inbox.mark_read(delivery_pk=None, by=chen, now=moment(1, 12, 11))
    asked = Notice.objects.filter(answer=True, organisation=ran.organisation, recipient="organisation").first()
    if asked is not None:
        answer_notice(notice_pk=asked.pk, text=ANSWERED, by=ran, now=moment(1, 12, 15))
    long = (wait for wait in waits_of(plan, moment(1, 12).date(), "sc") if wait.on.party == "cq")
    wait = next((wait for wait in long if wait.waiting.party == "sc"), None)
    if wait is not None:
        urge(plan=plan, kind=wait.kind.value, subject=wait.subject, on=wait.on, by=liu, now=moment(1, 12, 16))
    send_due(lambda: moment(1, 15))
