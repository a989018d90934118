"""Takes what the joint office decides about bulletins; gives the acts: make, write, sign off."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from xietong.basics import Period, Refusal
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.services import record
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.drafting.services import locked
from xietong_web.fulfilling.days import SHANGHAI
from xietong_web.publishing.counting import counted, summary_of
from xietong_web.publishing.models import PeriodBulletin

BLOCKS = ("主要工作", "下一步安排")
MOST_BLOCKS, LONGEST = 12, 20_000


def _tell(act: str, row: PeriodBulletin, by: Member, now: datetime, *, private: bool = False) -> None:
    data = {"period": row.period, "title": row.title, "revision": row.revision}
    subject = ("plan", row.plan_id)
    record(f"publishing.bulletin-{act}", by=by, now=now, subject=subject, data=data, rows=[row], private=private)


def period_asked(code: str, now: datetime) -> Period:
    """Return the quarter or year of a code. Raises Refusal ``bad-period``."""
    try:
        found = Period.from_code(code)
    except ValueError:
        found = None
    if found is None or found.start > now.astimezone(SHANGHAI).date():
        raise Refusal(
            "bad-period",
            zh=f"“{code}”不是已经开始的季度或年度；请写作 2025-Q1 或 2025。",
            en=f"“{code}” is no quarter or year that has begun; write 2025-Q1 or 2025.",
            field="period",
        )
    return found


@transaction.atomic
def make_bulletin(
    *, plan_uid: str, period: str, by: Member, now: datetime, rankings: Collection[str] = ()
) -> PeriodBulletin:
    """Make the draft of a period's bulletin, or count a draft anew: what people wrote in it stays.

    ``rankings`` names those wanted (``counting.RANKED``); others are left out.

    Raises Refusal ``not-permitted``, ``not-agreed-yet``, ``bad-period``, ``bulletin-frozen``.
    """
    plan = locked(plan_uid)
    require(by, "publishing.write-bulletin", plan_parties=party_codes(plan))
    if plan.state != Plan.State.AGREED:
        raise Refusal(
            "not-agreed-yet",
            zh="计划尚未会签生效，还没有可以通报的进展。",
            en="The plan is not agreed yet; there is nothing to tell of.",
        )
    asked = period_asked(period, now)
    said = counted(plan, asked, now.astimezone(SHANGHAI).date(), rankings=rankings)
    row = PeriodBulletin.objects.filter(plan=plan, period=asked.code).first()
    if row is None:
        blocks = [{"title": title, "text": ""} for title in BLOCKS]
        row = PeriodBulletin(
            plan=plan,
            period=asked.code,
            title=f"{plan.short_title or plan.title}{asked.wording.zh}简报",
            summary=summary_of(said),
            passages=json.dumps(blocks, ensure_ascii=False),
            made_by=by.sign,
            made_at=now,
        )
    else:
        _thawed(row)
        row.revision += 1
    row.counted = json.dumps(said, ensure_ascii=False)
    row.save()
    _tell("made", row, by, now)
    return row


def _thawed(row: PeriodBulletin) -> None:
    if row.signed_at is not None:
        raise Refusal(
            "bulletin-frozen",
            zh="该期简报已经签发，内容不再变化；如有更正，请在下一期说明。",
            en="This bulletin has been signed off and no longer changes; put corrections into the next one.",
        )


def _draft(plan_uid: str, period: str, revision: int, act: str, by: Member) -> PeriodBulletin:
    plan = locked(plan_uid)
    require(by, act, plan_parties=party_codes(plan))
    row = PeriodBulletin.objects.filter(plan=plan, period=period).first()
    if row is None:
        raise Refusal("not-found", zh="没有这一期简报；请从列表进入。", en="There is no such bulletin; see the list.")
    _thawed(row)
    if row.revision != revision:
        raise Refusal(
            "stale-edit",
            zh="他人刚修改了这期简报；请刷新后核对再保存。",
            en="Somebody has just changed this bulletin; reload it, check and save again.",
        )
    return row


@transaction.atomic
def write_bulletin(
    *,
    plan_uid: str,
    period: str,
    revision: int,
    title: str,
    summary: str,
    blocks: Sequence[tuple[str, str]],
    by: Member,
    now: datetime,
) -> PeriodBulletin:
    """Change a draft's title, opening and text blocks (title, text); blocks without a title go.

    Raises Refusal ``stale-edit``, ``bulletin-frozen``, ``empty-title``, ``too-long``, ``not-permitted``.
    """
    row = _draft(plan_uid, period, revision, "publishing.write-bulletin", by)
    kept = [{"title": name.strip(), "text": text.strip()} for name, text in blocks if name.strip()]
    if not title.strip():
        raise Refusal(
            "empty-title", zh="简报须有标题；请填写。", en="A bulletin needs a title; write one.", field="title"
        )
    lengths = [len(summary), *(len(each["text"]) for each in kept)]
    names = [len(title.strip()), *(len(each["title"]) for each in kept)]
    if len(kept) > MOST_BLOCKS or max(lengths) > LONGEST or max(names) > 200:
        raise Refusal(
            "too-long",
            zh=f"标题不超过 200 字，每段不超过 {LONGEST} 字，最多 {MOST_BLOCKS} 段；请删减。",
            en=f"Titles hold 200 characters, a block {LONGEST}, a bulletin {MOST_BLOCKS} blocks; shorten it.",
        )
    row.title, row.summary, row.passages = title.strip(), summary.strip(), json.dumps(kept, ensure_ascii=False)
    row.revision += 1
    row.save()
    _tell("written", row, by, now)
    return row


@transaction.atomic
def sign_off(*, plan_uid: str, period: str, revision: int, by: Member, now: datetime) -> PeriodBulletin:
    """Sign a bulletin off (签发): it gets its number and is frozen. Raises those of ``write_bulletin``."""
    row = _draft(plan_uid, period, revision, "publishing.sign-off-bulletin", by)
    row.issue = PeriodBulletin.objects.filter(plan_id=plan_uid).signed_off().count() + 1
    row.signed_by, row.signed_at = by.sign, now
    row.revision += 1
    row.save()
    _tell("signed-off", row, by, now)
    return row
