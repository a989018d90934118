"""Takes a body's written answer to an urge; gives the answer on record, and the urges that nobody has answered."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from xietong.basics import Refusal
from xietong.fulfilling import Body, Question
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.keys import new_key
from xietong_web.audit.queries import SHANGHAI, end_of
from xietong_web.audit.services import record
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.supervising.models import Answer, Notice
from xietong_web.fulfilling.supervising.settling import settle_notices

OF_BODY = "organisation"  # the recipient whose answer counts; managers and offices are told, not asked


def unanswered(plan: Plan, day: date | None) -> Iterator[Question]:
    """Yield the urges that demand an answer and have none, now or at the end of a day, as questions.

    Of several urges about one matter the last is to be answered; the wait has lasted since the first.
    """
    rows = Notice.objects.filter(plan=plan, answer=True, recipient=OF_BODY).order_by("id")
    if day is None:
        rows = rows.filter(settled_at=None, answered=None)
    else:
        moment = end_of(day)
        open_then = Q(settled_at=None) | Q(settled_at__gt=moment)
        rows = rows.filter(open_then, made_at__lte=moment).filter(Q(answered=None) | Q(answered__at__gt=moment))
    columns = ("pk", "party__code", "organisation__code", "asked_by__code", "made_at", "item", "matter")
    found: dict[str, Question] = {}
    for pk, party, body, asked_by, made_at, item, matter in rows.values_list(*columns):
        since = found[matter].since if matter in found else made_at.astimezone(SHANGHAI).date()
        found[matter] = Question(f"notice/{pk}", Body(asked_by or party), Body(party, body or ""), since, item)
    yield from found.values()


@transaction.atomic
def answer_notice(*, notice_pk: int, text: str, by: Member, now: datetime) -> Answer:
    """Answer an urge in writing, as its body or (where the party was urged) as the joint office or a body told of it.

    Raises Refusal ``not-found``, ``not-permitted``, ``nothing-said``, ``already-answered``.
    """
    found = Notice.objects.select_for_update(of=("self",)).select_related("party", "plan")
    notice = found.filter(pk=notice_pk, party=by.party, answer=True, recipient=OF_BODY).first()
    if notice is None or notice.plan is None:
        raise Refusal("not-found", zh="没有这条需要答复的督办。", en="There is no such notice to answer.")
    act = "fulfilling.answer-notice"
    if notice.organisation_id:
        require(by, act, organisation=notice.organisation_id)
    else:  # its joint office, or the people of the body it is about, who were told too
        told = notice.deliveries.filter(member=by).exists()
        require(by, act, organisation=by.organisation_id if told else None, party=by.party_code)
    said = text.replace("\x00", "").strip()  # no database takes a NUL
    if not said:
        raise Refusal("nothing-said", zh="请写明情况再提交。", en="Say how things stand, then send it.", field="text")
    if Answer.objects.filter(notice=notice).exists():
        raise Refusal("already-answered", zh="这条督办已经答复。", en="This notice has been answered.")
    answer = Answer(uid=new_key(), notice=notice, party=notice.party, text=said, by=by.sign, at=now)
    answer.save(force_insert=True)
    earlier = Notice.objects.filter(plan=notice.plan, matter=notice.matter, pk__lt=notice.pk, answered=None)
    settle_notices(list(earlier.filter(settled_at=None).order_by("pk")), by=by, now=now)
    data = {"plan": notice.plan.uid, "item": notice.item, "rung": notice.rung}
    subject = ("notice", str(notice.pk))
    record("fulfilling.notice-answered", by=by, now=now, subject=subject, data=data, rows=[answer], private=True)
    return answer
