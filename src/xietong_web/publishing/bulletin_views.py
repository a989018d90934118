"""Takes requests about bulletins; gives their pages and papers."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xietong.basics import Period, PeriodKind, Wording
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.permissions import may
from xietong_web.accounts.queries import names_of
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes, the_plan
from xietong_web.fulfilling.days import today
from xietong_web.fulfilling.queries import parties_of
from xietong_web.publishing import services
from xietong_web.publishing.bulletins import bulletins_of, paper_of, shown_bars, the_bulletin


@members_only
def bulletins(request: Acting, plan_uid: str) -> HttpResponse:
    """List a plan's bulletins, and offer those of the last quarters and years."""
    plan = the_plan(request.member, plan_uid)
    rows = list(bulletins_of(plan, request.member))
    there = {row.period for row in rows}
    offered = [each for each in _offered() if each.code not in there]
    context = {
        "plan": plan,
        "tab": "bulletins",
        "rows": [(row, _named(Period.from_code(row.period))) for row in rows],
        "names": names_of(row.signed_by for row in rows if row.signed_by),
        "offered": [(each.code, _named(each)) for each in offered],
        "may_write": _may(request, plan, "publishing.write-bulletin") and plan.state == Plan.State.AGREED,
    }
    return render(request, "publishing/bulletins.html", context)


def _named(period: Period) -> Wording:
    return period.wording


def _offered() -> list[Period]:
    """Return the running and the last four quarters, and the running and the last year."""
    found = []
    for kind, count in ((PeriodKind.QUARTER, 5), (PeriodKind.YEAR, 2)):
        period = Period.containing(today(), kind)
        for _ in range(count):
            found.append(period)
            period = Period.containing(period.start - timedelta(days=1), kind)
    return found


def _may(request: Acting, plan: Plan, act: str) -> bool:
    return may(request.member, act, plan_parties=party_codes(plan))


def _to(plan_uid: str, period: str) -> HttpResponse:
    return redirect("publishing:bulletin", plan_uid=plan_uid, period=period)


@members_only
@require_POST
def make(request: Acting, plan_uid: str) -> HttpResponse:
    """Make the bulletin of a period, or count its draft anew."""
    plan = the_plan(request.member, plan_uid)
    row = services.make_bulletin(
        plan_uid=plan.uid,
        period=request.POST.get("period", ""),
        rankings=request.POST.getlist("rankings"),
        by=request.member,
        now=timezone.now(),
    )
    return _to(plan.uid, row.period)


@members_only
def bulletin(request: Acting, plan_uid: str, period: str) -> HttpResponse:
    """Show a bulletin; its draft with the text blocks to be written."""
    plan = the_plan(request.member, plan_uid)
    row = the_bulletin(plan, period, request.member)
    draft = row.signed_at is None
    context = {
        "plan": plan,
        "tab": "bulletins",
        "row": row,
        "names": names_of([row.signed_by] if row.signed_by else ()),
        "said": row.said,
        "bars": shown_bars(row, parties_of(plan)),
        "blocks": [*row.blocks, *([{"title": "", "text": ""}] if draft else [])],
        "may_write": draft and _may(request, plan, "publishing.write-bulletin"),
        "may_sign": draft and _may(request, plan, "publishing.sign-off-bulletin"),
    }
    return render(request, "publishing/bulletin.html", context)


def _revision(request: Acting) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isdigit() else -1


@members_only
@require_POST
def write(request: Acting, plan_uid: str, period: str) -> HttpResponse:
    """Save what people wrote in a draft."""
    plan = the_plan(request.member, plan_uid)
    blocks = list(zip(request.POST.getlist("block_title"), request.POST.getlist("block_text"), strict=False))
    services.write_bulletin(
        plan_uid=plan.uid,
        period=period,
        revision=_revision(request),
        title=request.POST.get("title", ""),
        summary=request.POST.get("summary", ""),
        blocks=blocks,
        by=request.member,
        now=timezone.now(),
    )
    return _to(plan.uid, period)


@members_only
@require_POST
def sign_off(request: Acting, plan_uid: str, period: str) -> HttpResponse:
    """Sign a bulletin off."""
    plan = the_plan(request.member, plan_uid)
    services.sign_off(
        plan_uid=plan.uid, period=period, revision=_revision(request), by=request.member, now=timezone.now()
    )
    return _to(plan.uid, period)


@members_only
def paper(request: Acting, plan_uid: str, period: str, form: str) -> HttpResponse:
    """Give a bulletin as Word or PDF."""
    plan = the_plan(request.member, plan_uid)
    found = paper_of(the_bulletin(plan, period, request.member), parties_of(plan), form)
    answer = HttpResponse(found.content, content_type=found.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer
