"""Takes requests about proposals, versions and signatures; gives their pages."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xietong import drafting
from xietong.basics import Refusal
from xietong_web.accounts.days import asked_day
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import may
from xietong_web.accounts.queries import names_of
from xietong_web.accounts.second_factor import confirm_url, proven_at
from xietong_web.audit.days import past_day
from xietong_web.audit.queries import end_of
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import laid_out, party_codes, the_plan
from xietong_web.endorsing import key_holding, services
from xietong_web.endorsing.models import Proposal
from xietong_web.endorsing.queries import (
    assents,
    changes_of,
    key_of,
    proposals_on,
    signers,
    the_proposal,
    the_version,
)
from xietong_web.endorsing.showing import shown_changes


@members_only
def proposals(request: Acting, plan_uid: str) -> HttpResponse:
    """List a plan's proposals and versions."""
    plan, day = the_plan(request.member, plan_uid), past_day(asked_day(request))
    moment = end_of(day) if day else None
    listed = proposals_on(plan, request.member, moment)
    said = [(each, assents(plan, each, moment)) for each in listed]
    context = {
        "plan": plan,
        "tab": "endorsing",
        "proposals": said,
        "names": names_of([*(each.made_by for each in listed), *signers(word for _, words in said for word in words)]),
        "versions": plan.versions.filter(made_at__lte=moment or timezone.now()).order_by("-number"),
        "as_of": day,
        "may_propose": day is None and may(request.member, "endorsing.propose", plan_parties=party_codes(plan)),
        "key": key_of(request.member),
        "may_keep_keys": may(request.member, "endorsing.manage-keys", party=request.member.party_code),
    }
    return render(request, "endorsing/proposals.html", context)


@members_only
@require_POST
def propose(request: Acting, plan_uid: str) -> HttpResponse:
    """Draft the first proposal of a plan: the plan itself."""
    plan = the_plan(request.member, plan_uid)
    made = services.propose(
        plan_uid=plan.uid,
        title=request.POST.get("title", "").strip() or plan.title,
        reason=request.POST.get("reason", "").strip(),
        by=request.member,
        now=timezone.now(),
    )
    return redirect("endorsing:proposal", plan_uid=plan.uid, number=made.number)


def _permits(member: Member, plan: Plan, proposal: Proposal) -> dict[str, bool]:
    parties, own = party_codes(plan), proposal.party_id == member.party_id
    said = {each.party.code: each.state for each in assents(plan, proposal)}
    open_ = proposal.state == "open"
    waiting = open_ and said.get(member.party_code) == "pending"
    return {
        "open": proposal.state == "draft" and own and may(member, "endorsing.propose", plan_parties=parties),
        "sign": waiting and may(member, "endorsing.sign", party=member.party_code),
        "decline": waiting and may(member, "endorsing.decline", party=member.party_code),
        "withdraw": (open_ or proposal.state == "draft")
        and may(member, "endorsing.withdraw", party=proposal.party.code),
        "remark": open_ and may(member, "endorsing.discuss", plan_parties=parties),
    }


@members_only
def proposal(request: Acting, plan_uid: str, number: int) -> HttpResponse:
    """Show a proposal: what it changes, who has signed, what was said, and what this member may do."""
    plan = the_plan(request.member, plan_uid)
    found = the_proposal(request.member, plan, number)
    current = services.version_in_effect(plan)
    changes = changes_of(found)
    shown = []
    if found.base:
        shown = shown_changes(changes, services.version_plan(found.base), services.proposed_plan(found))
    key, said, remarks = key_of(request.member), assents(plan, found), found.remarks.select_related("party")
    context = {
        "plan": plan,
        "tab": "endorsing",
        "proposal": found,
        "names": names_of([found.made_by, *signers(said), *(each.made_by for each in remarks)]),
        "changes": shown,
        "assents": said,
        "remarks": remarks,
        "permits": _permits(request.member, plan, found),
        "outdated": found.state in {"open", "draft"} and current is not None and found.base != current,
        "key": key,
        "proven": proven_at(request),
    }
    return render(request, "endorsing/proposal.html", context)


def _to(plan_uid: str, number: int) -> HttpResponse:
    return redirect("endorsing:proposal", plan_uid=plan_uid, number=number)


@members_only
@require_POST
def act(request: Acting, plan_uid: str, number: int, what: str) -> HttpResponse:
    """Open, withdraw, decline, rebase or discuss a proposal."""
    found = the_proposal(request.member, the_plan(request.member, plan_uid), number)
    by, now, text = request.member, timezone.now(), request.POST.get("text", "")
    match what:
        case "open":
            services.open_proposal(proposal_pk=found.pk, by=by, now=now)
        case "withdraw":
            services.withdraw(proposal_pk=found.pk, by=by, now=now)
        case "decline":
            services.decline(proposal_pk=found.pk, reason=text, by=by, now=now)
        case "remark":
            services.remark(proposal_pk=found.pk, text=text, by=by, now=now)
        case "rebase":
            number = services.rebase(proposal_pk=found.pk, by=by, now=now).number
        case _:
            raise Refusal("not-found", zh="没有这个操作。", en="There is no such act.")
    return _to(plan_uid, number)


@members_only
def sign(request: Acting, plan_uid: str, number: int) -> HttpResponse:
    """Sign for the member's party; without a fresh second factor, ask for it first and come back."""
    found = the_proposal(request.member, the_plan(request.member, plan_uid), number)
    now, proven = timezone.now(), proven_at(request)
    if request.method != "POST":
        return _to(plan_uid, number)
    if proven is None or now - proven > services.FRESH:
        back = reverse("endorsing:proposal", kwargs={"plan_uid": plan_uid, "number": number})
        asking = confirm_url(request.member.person)
        if not asking:
            messages.warning(request, _("Signing needs a second factor, and you have none: set one up, then sign."))
            return redirect("mfa_index")
        return redirect(f"{asking}?{urlencode({'next': back})}")
    detached = None
    file = request.FILES.get("signature")
    if file is not None and not isinstance(file, list):
        detached = (_stated(request), file.read(16_384))
    services.sign(proposal_pk=found.pk, proven_at=proven, by=request.member, now=now, detached=detached)
    return _to(plan_uid, number)


def _stated(request: Acting) -> datetime:
    try:
        stated = datetime.fromisoformat(request.POST.get("stated_at", ""))
    except ValueError as trouble:
        raise _no_time() from trouble
    if stated.tzinfo is None:
        raise _no_time()
    return stated


def _no_time() -> Refusal:
    return Refusal(
        "no-stated-time",
        zh="请填写下载待签文本时给出的时间，例如 2024-03-05T02:00:00+00:00。",
        en="Give the time that came with the statement, such as 2024-03-05T02:00:00+00:00.",
        field="stated_at",
    )


@members_only
def statement(request: Acting, plan_uid: str, number: int) -> HttpResponse:
    """Download the statement to be signed elsewhere; its time stands in the file name and in the text."""
    found = the_proposal(request.member, the_plan(request.member, plan_uid), number)
    now = timezone.now()
    content = services.statement_to_sign(found, request.member.party_code, now)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="statement-{number}.json"'
    answer["X-Stated-At"] = now.isoformat()
    return answer


@members_only
def version(request: Acting, plan_uid: str, number: int) -> HttpResponse:
    """Show one version, and its differences from another when asked (``?from=``)."""
    plan = the_plan(request.member, plan_uid)
    found = the_version(plan, number)
    value = services.version_plan(found)
    other, changes = None, []
    if (chosen := request.GET.get("from", "")).isdigit():
        other = the_version(plan, int(chosen))
        old = services.version_plan(other)
        changes = shown_changes(drafting.compare(old, value).changes, old, value)
    signatures = list(found.signatures.select_related("party", "key"))
    context = {
        "plan": plan,
        "tab": "endorsing",
        "version": found,
        "value": value,
        "items": laid_out(value),
        "names": names_of(each.signed_by for each in signatures),
        "other": other,
        "changes": changes,
        "versions": plan.versions.order_by("number"),
        "signatures": signatures,
    }
    return render(request, "endorsing/version.html", context)


@members_only
@require_POST
def key(request: Acting) -> HttpResponse:
    """Make the party's signing key here, or register the public half of one kept elsewhere."""
    file = request.FILES.get("public")
    if file is not None and not isinstance(file, list):
        key_holding.register_key(pem=file.read(16_384), by=request.member, now=timezone.now())
    else:
        key_holding.make_key(by=request.member, now=timezone.now())
    return redirect("accounts:profile")
