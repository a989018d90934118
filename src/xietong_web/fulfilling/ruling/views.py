"""Takes requests about a plan's rhythm, rules of lights and lights by hand; gives their page or does it."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xietong import fulfilling
from xietong.basics import PeriodKind, Refusal
from xietong.fulfilling import Colour, LightRules, Rhythm, Rounding
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.permissions import may
from xietong_web.accounts.queries import names_of
from xietong_web.drafting.queries import party_codes, the_plan
from xietong_web.fulfilling.days import today, typed_day
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.ruling import acts
from xietong_web.fulfilling.ruling.models import KINDS
from xietong_web.fulfilling.ruling.rhythms import light_rules_of, report_due_on, rhythms_of, upcoming

AHEAD = 6


@members_only
def rules(request: Acting, plan_uid: str) -> HttpResponse:
    """Show by which rhythm a plan is reported on and by which rules its lights are lit, now, before and to come."""
    plan, day = the_plan(request.member, plan_uid), today()
    rhythms, lights = rhythms_of(plan), light_rules_of(plan)
    rhythm_rows = plan.planrhythm_versions.order_by("-version")
    light_rows = plan.planlightrules_versions.order_by("-version")
    context = {
        "plan": plan,
        "tab": "rules",
        "rhythm": fulfilling.rhythm_on(rhythms, day),
        "rules": fulfilling.rules_on(lights, day),
        "ahead": [(period, report_due_on(rhythms, period)) for period in upcoming(rhythms, day, AHEAD)],
        "rhythms": rhythm_rows,
        "light_rules": light_rows,
        "names": names_of(row.set_by for row in (*rhythm_rows, *light_rows)),
        "kinds": [kind.value for kind in KINDS],
        "roundings": [each.value for each in Rounding],
        "from_the_start": not Report.objects.filter(plan=plan).exists(),
        "may_set": may(request.member, "fulfilling.set-rules", plan_parties=party_codes(plan)),
        "today": day,
    }
    return render(request, "fulfilling/rules.html", context)


def _whole(request: Acting, name: str, otherwise: int) -> int:
    text = request.POST.get(name, "").strip()
    if not text:
        return otherwise
    if not text.isdigit() or len(text) > 4:
        raise Refusal(
            "bad-number", zh=f"“{text}”不是整数；请改正。", en=f"“{text}” is no whole number; correct it.", field=name
        )
    return int(text)


@members_only
@require_POST
def set_rhythm(request: Acting, plan_uid: str) -> HttpResponse:
    """Let a plan be reported on in another rhythm."""
    plan, posted = the_plan(request.member, plan_uid), request.POST
    kind, rounding = posted.get("kind", ""), posted.get("rounding", "")
    if kind not in {each.value for each in KINDS} or rounding not in set(Rounding):
        raise Refusal("bad-rhythm", zh="请选择填报周期和遇休息日的规则。", en="Choose a rhythm and a rounding.")
    after_end = posted.get("after_end", "").strip()
    rhythm = Rhythm(
        PeriodKind(kind),
        _whole(request, "day", 28),
        _whole(request, "after_end", 0) if after_end else None,
        Rounding(rounding),
        _whole(request, "opens", 14),
        valid_from=typed_day(posted, "valid_from") or date.min,
    )
    acts.set_rhythm(plan_uid=plan.uid, rhythm=rhythm, by=request.member, now=timezone.now())
    return redirect("fulfilling:rules", plan_uid=plan.uid)


@members_only
@require_POST
def set_light_rules(request: Acting, plan_uid: str) -> HttpResponse:
    """Let a plan's lights follow other rules."""
    plan = the_plan(request.member, plan_uid)
    now = fulfilling.rules_on(light_rules_of(plan), today())
    posted = request.POST
    rules = LightRules(
        valid_from=typed_day(posted, "valid_from") or today(),
        due_soon=_whole(request, "due_soon", now.due_soon),
        behind=_whole(request, "behind", now.behind),
        far_behind=_whole(request, "far_behind", now.far_behind),
        report_missed=_whole(request, "report_missed", now.report_missed),
        silent=_whole(request, "silent", now.silent),
        predecessor=bool(posted.get("predecessor")),
        made_up=bool(posted.get("made_up")),
    )
    acts.set_light_rules(plan_uid=plan.uid, rules=rules, by=request.member, now=timezone.now())
    return redirect("fulfilling:rules", plan_uid=plan.uid)


@members_only
@require_POST
def set_light(request: Acting, plan_uid: str, uid: str) -> HttpResponse:
    """Set an item's light by hand, or take it back where no colour is chosen."""
    plan, posted = the_plan(request.member, plan_uid), request.POST
    by, now, colour = request.member, timezone.now(), posted.get("colour", "")
    if not colour:
        acts.take_light_back(plan_uid=plan.uid, uid=uid, by=by, now=now)
        return redirect("fulfilling:item", plan_uid=plan.uid, uid=uid)
    if colour not in set(Colour):
        raise Refusal("bad-colour", zh="没有这种灯。", en="There is no such light.", field="colour")
    acts.set_light(
        plan_uid=plan.uid,
        uid=uid,
        colour=Colour(colour),
        reason=posted.get("reason", ""),
        until=typed_day(posted, "until"),
        by=by,
        now=now,
    )
    return redirect("fulfilling:item", plan_uid=plan.uid, uid=uid)
