"""Takes requests of managers and administrators about others; gives members, invitations, locks and the journal."""

from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xietong_web.accounts import journal as journal_
from xietong_web.accounts import membership, queries, securing, services
from xietong_web.accounts.forms import InviteForm, PlaceForm, roles_open_to
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import dismissing_act, may, require
from xietong_web.accounts.roles import Role

PAGE = 50
LINK_ONCE = "accounts.link-once"


def _sees_members(member: Member) -> None:
    if not may(member, "accounts.see-members"):
        require(member, "accounts.see-members", party=member.party_code)


@never_cache
@members_only
@require_GET
def members(request: Acting) -> HttpResponse:
    """List the members that this one may see, with roles, and the invitations still open."""
    member = request.member
    _sees_members(member)
    page = Paginator(queries.members_seen_by(member, request.GET.get("q", "")), PAGE).get_page(request.GET.get("page"))
    invitations = queries.invitations_seen_by(member, timezone.now())
    context = {
        "page": page,
        "rows": [(each, _may_end(member, each)) for each in page.object_list],
        "invitations": invitations,
        "names": queries.names_of(each.made_by for each in invitations),
        "may_invite": bool(roles_open_to(member)),
        "may_place": may(member, "accounts.place-member", party=member.party_code),
        "link": request.session.pop(LINK_ONCE, None),
        "q": request.GET.get("q", ""),
    }
    return render(request, "accounts/members.html", context)


def _may_end(by: Member, each: Member) -> bool:
    if each.ended_at or each.pk == by.pk:
        return False
    act = dismissing_act(each.roles)
    return may(by, act, party=each.party_code)


@never_cache
@members_only
@require_http_methods(["GET", "POST"])
def invite(request: Acting) -> HttpResponse:
    """Show the form of an invitation, or make one and show its link once."""
    member = request.member
    if not roles_open_to(member):
        require(member, "accounts.invite", party=member.party_code)
    form = InviteForm(request.POST or None, by=member)
    if form.is_valid():
        given = form.cleaned_data
        token = services.invite(
            name=given["name"],
            email=given["email"],
            roles=[Role(role) for role in given["roles"]],
            party=member.party or given.get("party"),
            organisation=given.get("organisation"),
            by=member,
            now=timezone.now(),
        )
        return _with_link(request, given["name"], token)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/invite.html", {"form": form}, status=status)


def _with_link(request: Acting, name: str, token: str) -> HttpResponse:
    link = urljoin(f"{settings.PUBLIC_URL}/", reverse("accounts:join", args=[token]).lstrip("/"))
    request.session[LINK_ONCE] = {"name": name, "link": link}
    return redirect("accounts:members")


@members_only
@require_POST
def invitation(request: Acting, pk: int, what: str) -> HttpResponse:
    """Revoke an invitation, or make its link anew."""
    if what == "renew":
        row = queries.invitation_named(pk)
        token = membership.renew_invitation(invitation_pk=pk, by=request.member, now=timezone.now())
        return _with_link(request, row, token)
    membership.revoke_invitation(invitation_pk=pk, by=request.member, now=timezone.now())
    messages.success(request, _("The invitation is revoked."))
    return redirect("accounts:members")


@members_only
@require_POST
def end(request: Acting, sign: str) -> HttpResponse:
    """End a membership."""
    membership.end_membership(sign=sign, by=request.member, now=timezone.now())
    messages.success(request, _("The membership has ended."))
    return redirect("accounts:members")


@members_only
@require_http_methods(["GET", "POST"])
def place(request: Acting, sign: str) -> HttpResponse:
    """Show or change the body that a member works in."""
    by = request.member
    found = queries.the_member(sign)
    require(by, "accounts.place-member", party=found.party_code)
    party = found.party
    assert party is not None  # noqa: S101 - the table reaches members of the own party only
    form = PlaceForm(request.POST or None, party=party, initial={"organisation": found.organisation_id})
    if form.is_valid():
        body = form.cleaned_data["organisation"]
        membership.place_member(sign=sign, organisation=body, by=by, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("accounts:members")
    return render(request, "accounts/place.html", {"found": found, "form": form})


@never_cache
@members_only
@require_GET
def security(request: Acting) -> HttpResponse:
    """Show the sign-ins that are locked, and who has a second factor."""
    require(request.member, "accounts.unlock")
    require(request.member, "accounts.reset-mfa")
    found = queries.members_seen_by(request.member, request.GET.get("q", "")).current()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    context = {
        "locked": queries.locked_sign_ins(timezone.now()),
        "page": page,
        "rows": queries.with_factors(shown),
        "q": request.GET.get("q", ""),
    }
    return render(request, "accounts/security.html", context)


@members_only
@require_POST
def unlock(request: Acting) -> HttpResponse:
    """Forget the failed attempts under a sign-in name."""
    securing.unlock(name=request.POST.get("name", ""), by=request.member, now=timezone.now())
    messages.success(request, _("The sign-in is unlocked."))
    return redirect("accounts:security")


@members_only
@require_POST
def reset_factor(request: Acting, sign: str) -> HttpResponse:
    """Take a member's second factor away."""
    securing.reset_second_factor(sign=sign, by=request.member, now=timezone.now())
    messages.success(request, _("The second factor is gone; the person sets up a new one after signing in."))
    return redirect("accounts:security")


@never_cache
@members_only
@require_GET
def journal(request: Acting) -> HttpResponse:
    """List the journal, newest first: all to the audit administrator, the own party's to office, manager and leader."""
    asked = journal_.asked(request.GET)
    shown = journal_.page_for(request.member, asked)
    context = {"shown": shown, "asked": asked, "rooms": journal_.ROOMS}
    return render(request, "accounts/journal.html", context)
