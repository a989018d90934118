"""Takes requests to define indicators, set values and open data sets; gives their pages."""

from collections.abc import Mapping
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xietong import measuring
from xietong.basics import PeriodKind, Refusal, in_field
from xietong.measuring import TargetKind
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.permissions import require
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes, the_plan
from xietong_web.measuring import keeping, registering, services
from xietong_web.measuring.collecting import the_data_set
from xietong_web.measuring.forms import DataSetChange, DataSetForm, IndicatorForm, written
from xietong_web.measuring.plain import indicator_to_plain
from xietong_web.measuring.queries import offered_items
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
    plan, posted = _the_plan(request, plan_uid), request.POST
    unit = services.definitions_of(plan)[services.the_indicator(plan, indicator).code].unit
    kind = posted.get("kind", "")
    aim = registering.Aim(
        indicator=indicator,
        kind=TargetKind(kind) if kind in set(TargetKind) else TargetKind.BASELINE,
        period=posted.get("period", "").strip(),
        value=_number(posted, "value", unit),
        party="" if posted.get("group") else posted.get("party", ""),
        group=posted.get("group", ""),
        tolerance=_number(posted, "tolerance", unit) if posted.get("tolerance", "").strip() else Decimal(0),
        item=posted.get("item", ""),
        source=posted.get("source", ""),
    )
    _row, proposal = registering.set_checked(plan=plan, aim=aim, by=request.member, now=timezone.now())
    if proposal is not None:
        messages.success(request, _("The target stands in your party's draft proposal; it counts once all signed."))
        return redirect("endorsing:proposal", plan_uid=plan_uid, number=proposal.number)
    messages.success(request, _("The target is set.") if aim.item else _("The baseline is written."))
    return redirect("measuring:indicator", plan_uid=plan_uid, indicator=indicator)


def _number(posted: Mapping[str, str], field: str, unit: str) -> Decimal:
    with in_field(field):
        return measuring.read_number(posted.get(field, ""), unit)


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
