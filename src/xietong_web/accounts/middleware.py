"""Takes a request; gives it the member who acts, and sends people with an old password to renew it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from xietong_web.accounts.passwords import is_expired
from xietong_web.accounts.queries import member_of

# What somebody with an old password may still do: renew it, prove who they are, change the language, leave.
OPEN_TO_EXPIRED = frozenset(
    {
        "account_change_password",
        "account_set_password",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_logout",
        "set_language",
    }
)


class ActingMember:
    """Sets ``request.member``: the signed-in person's membership, or ``None``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look who signed in."""
        member = member_of(request.user)
        if member is not None and member.lines is None:
            member.lines = {}
        request.member = member  # type: ignore[attr-defined]
        return self.get_response(request)


class RenewPassword:
    """Lets nobody past whose password is older than the profile in force allows (``asvs5`` has no expiry)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Send the person to the page that renews the password, and nowhere else."""
        person = request.user
        match = request.resolver_match
        if not person.is_authenticated or (match and match.view_name in OPEN_TO_EXPIRED):
            return None
        if not is_expired(settings.PASSWORD_PROFILE, person.password_changed_at, timezone.now()):
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"code": "password-expired", "detail": _("Your password has expired.")}, status=403)
        if getattr(request, "htmx", False):
            answer = HttpResponse(status=204)
            answer["HX-Redirect"] = reverse("account_change_password")
            return answer
        messages.warning(request, _("Your password has expired; choose a new one before you go on."))
        return redirect("account_change_password")
