"""Takes requests of people about themselves; gives their pages: coming in, profile, keys to the API."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xietong_web.accounts import membership, services
from xietong_web.accounts.forms import JoinForm, ProfileForm, TokenForm
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.passwords import EXPIRY_DAYS
from xietong_web.accounts.permissions import may

SHOWN_ONCE = "accounts.shown-once"


@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited person choose a sign-in name and a password."""
    invitation = services.invitation_of(token, timezone.now())
    form = JoinForm(request.POST or None, name=invitation.name)
    if form.is_valid():
        services.accept_invitation(
            token=token,
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
            now=timezone.now(),
        )
        messages.success(request, _("You are in. Sign in with the name and password you chose."))
        return redirect("account_login")
    status = 422 if form.is_bound else 200
    return render(request, "accounts/join.html", {"invitation": invitation, "form": form}, status=status)


@never_cache
@members_only
@require_http_methods(["GET", "POST"])
def profile(request: Acting) -> HttpResponse:
    """Show the signed-in person: name, language, body, roles, second factor, API keys, the party's signing key."""
    member = request.member
    person = member.person
    standing = {"name": person.name, "language": person.language, "email": person.email}
    form = ProfileForm(request.POST or None, initial=standing)
    if form.is_valid():
        membership.edit_profile(**form.cleaned_data, by=member, now=timezone.now())
        messages.success(request, _("Saved."))
        answer = redirect("accounts:profile")
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"], samesite="Lax")
        return answer
    context = {
        "form": form,
        "factors": list(Authenticator.objects.filter(user=person).order_by("type").values_list("type", flat=True)),
        "expiry": EXPIRY_DAYS[settings.PASSWORD_PROFILE],
        "may_have_tokens": may(member, "accounts.manage-tokens", owner=member.sign),
        "tokens": member.tokens.filter(revoked_at=None).order_by("-made_at"),
        "token_form": TokenForm(),
        "shown_once": request.session.pop(SHOWN_ONCE, None),
        "may_keep_keys": may(member, "endorsing.manage-keys", party=member.party_code),
    }
    return render(request, "accounts/profile.html", context, status=422 if form.is_bound else 200)


@members_only
@require_POST
def token_make(request: Acting) -> HttpResponse:
    """Make an API key; the profile shows it once."""
    name = request.POST.get("name", "").strip()[:80] or _("unnamed")
    request.session[SHOWN_ONCE] = services.make_token(name=name, by=request.member, now=timezone.now())
    return redirect("accounts:profile")


@members_only
@require_POST
def token_revoke(request: Acting, pk: int) -> HttpResponse:
    """Make an API key useless."""
    membership.revoke_token(token_pk=pk, by=request.member, now=timezone.now())
    messages.success(request, _("The key is no longer good."))
    return redirect("accounts:profile")


def to_profile(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Send whoever asks for the sign-in package's own address pages to the profile, where the address is."""
    return redirect("accounts:profile")
