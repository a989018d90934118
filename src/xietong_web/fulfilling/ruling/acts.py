"""Takes what a joint office sets for a running plan; gives the acts: rhythm, rules of the lights, a light by hand."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import models, transaction

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import Colour, LightRules, Rhythm
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.queries import SHANGHAI
from xietong_web.audit.services import record
from xietong_web.drafting.checking import check_days
from xietong_web.drafting.models import Item, Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.drafting.services import locked, the_item
from xietong_web.fulfilling.models import HandLight, PlanLightRules, PlanRhythm, Report
from xietong_web.fulfilling.ruling.models import LIGHT_FIGURES
from xietong_web.fulfilling.ruling.rhythms import rhythms_of


def _desk(plan_uid: str, by: Member) -> Plan:
    plan = locked(plan_uid)
    require(by, "fulfilling.set-rules", plan_parties=party_codes(plan))
    return plan


def _tell(what: str, plan: Plan, row: models.Model, by: Member, now: datetime) -> None:
    # The plan is the subject: what pages keep about it is forgotten with this entry.
    data = {"item": row.item.uid} if isinstance(row, HandLight) else {}
    record(f"fulfilling.{what}", by=by, now=now, subject=("plan", plan.uid), data=data, rows=[row])


def _start(day: date | None) -> date | None:
    return None if day in {None, date.min} else day


@transaction.atomic
def set_rhythm(*, plan_uid: str, rhythm: Rhythm, by: Member, now: datetime) -> PlanRhythm:
    """Let a plan be reported on in another rhythm, from a turn to come; from its beginning while nobody has reported.

    ``valid_from`` of the rhythm is ``date.min`` for the beginning. Raises Refusal ``not-permitted``,
    ``already-reported`` and those of ``fulfilling.follow``.
    """
    plan = _desk(plan_uid, by)
    if rhythm.valid_from == date.min and Report.objects.filter(plan=plan).exists():
        raise Refusal(
            "already-reported",
            zh="已有填报，不能改变过去的填报周期；请填写今后的施行日期。",
            en="There are reports already, so that the rhythm of the past stands; give a day to come.",
            field="valid_from",
        )
    last = plan.planrhythm_versions.aggregate(last=models.Max("version"))["last"] or 1
    known = rhythms_of(plan)
    new = fulfilling.follow(known, rhythm, today=now.astimezone(SHANGHAI).date())
    row = PlanRhythm(
        plan=plan,
        version=last + 1,
        valid_from=_start(new.valid_from),
        kind=new.kind.value,
        day=new.day,
        after_end=new.after_end,
        rounding=new.rounding.value,
        opens=new.opens,
        set_by=by.sign,
        set_at=now,
    )
    row.save(force_insert=True)
    _tell("rhythm-set", plan, row, by, now)
    return row


@transaction.atomic
def set_light_rules(*, plan_uid: str, rules: LightRules, by: Member, now: datetime) -> PlanLightRules:
    """Let a plan's lights follow other rules from a day on, today at the earliest: those of the past stay as they were.

    Raises Refusal ``not-permitted``, ``rules-for-the-past``, ``bad-rules``.
    """
    plan = _desk(plan_uid, by)
    if rules.valid_from < now.astimezone(SHANGHAI).date():
        raise Refusal(
            "rules-for-the-past",
            zh="亮灯规则只能从今天或今后施行；过去的灯不再改变。",
            en="Rules of lights begin today or later; the lights of the past do not change.",
            field="valid_from",
        )
    figures = [value for name, value in asdict(rules).items() if name in LIGHT_FIGURES]
    if any(not 0 <= int(figure) <= 365 for figure in figures) or 0 < rules.far_behind < rules.behind:
        raise Refusal(
            "bad-rules",
            zh="各项数值须在 0 至 365 之间（0 表示不用此规则），“严重滞后”不得小于“滞后”；请改正。",
            en="Each figure lies between 0 and 365 (0: not used), and far behind is no less than behind; correct them.",
        )
    last = plan.planlightrules_versions.aggregate(last=models.Max("version"))["last"] or 1
    row = PlanLightRules(
        plan=plan,
        version=last + 1,
        valid_from=rules.valid_from,
        set_by=by.sign,
        set_at=now,
        **{name: getattr(rules, name) for name in LIGHT_FIGURES},
    )
    row.save(force_insert=True)
    _tell("light-rules-set", plan, row, by, now)
    return row


@transaction.atomic
def set_light(
    *, plan_uid: str, uid: str, colour: Colour, reason: str, by: Member, now: datetime, until: date | None = None
) -> HandLight:
    """Set an item's light by hand with a reason, in place of one set before; it stands until a day or taken back.

    Raises Refusal ``not-permitted``, ``not-found``, ``not-agreed-yet``, ``reason-missing``, ``not-later``.
    """
    plan = _desk(plan_uid, by)
    item = the_item(plan, uid)
    if plan.state != Plan.State.AGREED:
        raise Refusal(
            "not-agreed-yet", zh="计划尚未会签生效，没有亮灯。", en="The plan is not agreed yet and has no lights."
        )
    check_days([until])
    hand = fulfilling.HandSet(colour, reason, by.sign, until)
    if until is not None and until < now.astimezone(SHANGHAI).date():
        raise Refusal("not-later", zh="截止日期须为今天或以后。", en="The last day is today or later.", field="until")
    _end(plan, item, by, now)
    row = HandLight(
        plan=plan, item=item, colour=colour.value, reason=hand.reason.strip(), until=until, set_by=by.sign, set_at=now
    )
    row.save(force_insert=True)
    _tell("light-set", plan, row, by, now)
    return row


@transaction.atomic
def take_light_back(*, plan_uid: str, uid: str, by: Member, now: datetime) -> None:
    """Let an item's light follow the rules again. Raises Refusal ``not-permitted``, ``not-set-by-hand``."""
    plan = _desk(plan_uid, by)
    if not _end(plan, the_item(plan, uid), by, now):
        raise Refusal(
            "not-set-by-hand",
            zh="此事项的灯不是手动设定的，无需撤销。",
            en="The light of this item follows the rules already.",
        )


def _end(plan: Plan, item: Item, by: Member, now: datetime) -> bool:
    row = HandLight.objects.filter(item=item, ended_at=None).select_related("item").first()
    if row is None:
        return False
    row.ended_by, row.ended_at = by.sign, now
    row.save(update_fields=["ended_by", "ended_at"])
    _tell("light-taken-back", plan, row, by, now)
    return True
