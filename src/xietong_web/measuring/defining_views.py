"""Takes requests to define indicators, set values and open data sets; gives their pages."""

from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xietong.basics import PeriodKind, Refusal
from xietong.measuring import TargetKind
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.permissions import require
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes, the_plan
from xietong_web.measuring import keeping, services, targeting
from xietong_web.measuring.collecting import the_data_set
from xietong_web.measuring.forms import DataSetChange, DataSetForm, IndicatorForm, written
from xietong_web.measuring.grouping import group_of
from xietong_web.measuring.plain import indicator_to_plain
from xietong_web.measuring.queries import Scene, offered_items
from xietong_web.measuring.registering import problems_of
from xietong_web.theme.templatetags.theme import named


def _the_plan(request: Acting, plan_uid: str) -> Plan:
    plan = the_plan(request.member, plan_uid)
    require(request.member, "measuring.define", plan_parties=party_codes(plan))
    return plan


@members_only
def define(request: Acting, plan_uid: str) -> HttpResponse:
    """Register an indicator."""
    form = IndicatorForm(request.POST or None, initial={"reason": ""})
    del form.fields["reason"]  # nothing changes yet
    plan = _the_plan(request, plan_uid)
    _offer(form, plan)
    if form.is_bound and form.is_valid() and form.cleaned_data["code"] in services.definitions_of(plan):
        form.add_error("code", _("The plan has an indicator of this code; define that one anew, or take another code."))
    return _defined(request, plan, form)


@members_only
def redefine(request: Acting, plan_uid: str, indicator: str) -> HttpResponse:
    """Give an indicator another definition."""
    plan = _the_plan(request, plan_uid)
    old = services.definitions_of(plan).get(services.the_indicator(plan, indicator).code)
    if old is None:
        raise Refusal("not-found", zh="没有这个指标。", en="There is no such indicator.")
    initial = {**indicator_to_plain(old), "dimensions": written(old.dimensions)}
    form = IndicatorForm(request.POST or None, initial=initial)
    form.fields["code"].disabled = True
    _offer(form, plan)
    return _defined(request, plan, form)


def _offer(form: IndicatorForm, plan: Plan) -> None:
    items = [(each["uid"], f"{each['number']}{each['title']}") for each in offered_items(plan)]
    form.offer([(party.code, named(party)) for party in plan.parties.all()], items)


def _defined(request: Acting, plan: Plan, form: IndicatorForm) -> HttpResponse:
    known = services.definitions_of(plan)
    if form.is_bound and form.is_valid() and not form.tell(problems_of(form.value(), known, request.member)):
        made = services.define_indicator(
            plan_uid=plan.uid,
            value=form.value(),
            reason=form.cleaned_data.get("reason", ""),
            by=request.member,
            now=timezone.now(),
        )
        messages.success(request, _("The definition stands as version %(number)s.") % {"number": made.number})
        return redirect("measuring:indicator", plan_uid=plan.uid, indicator=made.indicator.code)
    return render(request, "measuring/define.html", {"plan": plan, "tab": "indicators", "form": form})


@members_only
@require_POST
def set_a_value(request: Acting, plan_uid: str, indicator: str) -> HttpResponse:
    """Write a baseline, or promise a target on an item: directly in a draft, by a proposal in an agreed plan."""
    plan, posted, now = _the_plan(request, plan_uid), request.POST, timezone.now()
    if posted.get("item"):
        _row, proposal = targeting.promise(
            plan_uid=plan.uid,
            item_uid=posted["item"],
            code=indicator,
            period=posted.get("period", ""),
            value=_number(posted.get("value", "")),
            party=posted.get("party", ""),
            group=posted.get("group", ""),
            tolerance=_number(posted.get("tolerance") or "0"),
            kind=TargetKind.MILESTONE if posted.get("kind") == "milestone" else TargetKind.TARGET,
            by=request.member,
            now=now,
        )
        if proposal is not None:
            messages.success(request, _("The target stands in your party's draft proposal; it counts once all signed."))
            return redirect("endorsing:proposal", plan_uid=plan_uid, number=proposal.number)
    else:
        services.set_value(
            plan_uid=plan.uid,
            code=indicator,
            kind=TargetKind.BASELINE,
            period=posted.get("period", ""),
            value=_number(posted.get("value", "")),
            party=posted.get("party", ""),
            group=_group(plan, posted.get("group", "")),
            source=posted.get("source", ""),
            by=request.member,
            now=now,
        )
        messages.success(request, _("The baseline is written."))
    return redirect("measuring:indicator", plan_uid=plan_uid, indicator=indicator)


def _group(plan: Plan, key: str) -> str:
    """Return the key of a group that is there. Raises Refusal ``not-found``."""
    return group_of(Scene.of(plan), key).key if key else ""


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", "").strip())
    except InvalidOperation as trouble:
        raise Refusal(
            "bad-number", zh=f"“{text}”不是数字；请改正。", en=f"“{text}” is no number; correct it."
        ) from trouble
    if value.is_nan():
        raise Refusal("bad-number", zh=f"“{text}”不是数字；请改正。", en=f"“{text}” is no number; correct it.")
    if not value.is_finite() or abs(value) >= Decimal(10) ** 18:
        raise Refusal("bad-number", zh="数值过大；请改正。", en="The number is too large; correct it.")
    return value


@members_only
@require_POST
def withdraw(request: Acting, plan_uid: str, indicator: str) -> HttpResponse:
    """Take back a set value."""
    plan, uid = _the_plan(request, plan_uid), request.POST.get("uid", "")
    services.withdraw_value(plan_uid=plan.uid, uid=uid, by=request.member, now=timezone.now())
    return redirect("measuring:indicator", plan_uid=plan_uid, indicator=indicator)


@members_only
def open_set(request: Acting, plan_uid: str) -> HttpResponse:
    """Make a data set."""
    plan = _the_plan(request, plan_uid)
    form = DataSetForm(request.POST or None)
    if form.is_bound and form.is_valid() and not form.tell(services.data_set_problems(plan, **form.asked())):
        typed = form.cleaned_data
        services.open_data_set(
            plan_uid=plan.uid,
            name=typed["name"],
            name_en=typed["name_en"],
            kind=typed["kind"],
            period_type=PeriodKind(typed["period_type"]),
            first_period=typed["first_period"],
            days=typed["days"],
            joint=typed["joint"],
            sections=typed["sections"],
            rules=typed["rules"],
            by=request.member,
            now=timezone.now(),
        )
        return redirect("measuring:collection", plan_uid=plan.uid)
    return render(request, "measuring/open_set.html", {"plan": plan, "tab": "indicators", "form": form})


@members_only
def change_set(request: Acting, key: str) -> HttpResponse:
    """Change a data set that is open: name, deadline, rules, last period."""
    row = the_data_set(key, request.member)
    require(request.member, "measuring.define", plan_parties=party_codes(row.plan))
    form = DataSetChange.of(request.POST or None, row)
    typed = form.cleaned_data if form.is_bound and form.is_valid() else {}
    looked = {name: typed[name] for name in ("last_period", "rules") if typed}
    if typed and not form.tell(keeping.change_problems(row, **looked)):
        keeping.change_data_set(data_set_uid=row.uid, by=request.member, now=timezone.now(), **typed)
        messages.success(request, _("The data set was changed."))
        return redirect("measuring:collection", plan_uid=row.plan_id)
    context = {"plan": row.plan, "tab": "indicators", "data_set": row, "form": form}
    return render(request, "measuring/change_set.html", context)
