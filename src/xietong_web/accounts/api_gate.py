"""Takes a request to the JSON API; gives it the member who calls: by bearer token, or signed in on this site."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import APIKeyCookie, HttpBearer

from xietong.basics import Refusal
from xietong_web.accounts.models import Member
from xietong_web.accounts.services import member_of_token


class ByToken(HttpBearer):
    """``Authorization: Bearer xt_…``: the call acts as the token's member."""

    def authenticate(self, request: HttpRequest, token: str) -> Member | None:
        """Return the token's member and let it act, or ``None`` for a token that is unknown or revoked."""
        member = member_of_token(token, timezone.now())
        if member is not None:
            member.lines = {}  # remembered within this call
            request.member = member  # type: ignore[attr-defined]
        return member


class BySession(APIKeyCookie):
    """The session of somebody signed in on this site; what changes anything needs the CSRF token too."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Any:
        """Leave strangers to the 401, before anything else is asked of them."""
        return super().__call__(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Member:  # noqa: ARG002
        """Return the signed-in member. Raises Refusal ``not-permitted`` for a person without a membership."""
        member: Member | None = getattr(request, "member", None)
        if member is None:
            raise Refusal(
                "not-permitted",
                zh="您的登录名没有对应的成员身份，或身份已终止；请联系协同方管理员。",
                en="Your sign-in has no membership, or it has ended; ask your party's manager.",
            )
        return member
