"""Takes a view; gives it only to signed-in members."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails

from xietong.basics import Refusal
from xietong_web.accounts.models import Member
from xietong_web.theme.refused import came_from, typed_texts


class Acting(HttpRequest):
    """A request whose member is known."""

    member: Member
    htmx: HtmxDetails


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """Send a reader to sign in and back. Who sends a form after the session has ended must not come back to an address
    that only takes forms, and is told that nothing was saved; what was typed stays to be copied."""
    if getattr(request, "htmx", False) or (request.method == "POST" and typed_texts(request)):
        raise Refusal(
            "signed-out",
            zh="您的登录已失效，未保存。所填内容仍在本页：请先复制，再重新登录后填入。",
            en="Your session has ended; nothing was saved. What you typed is still here: copy it, then sign in again.",
        )
    if request.method in {"GET", "HEAD"}:
        return redirect_to_login(request.get_full_path())
    messages.warning(request, _("Your session had ended, so nothing was saved. Sign in and do it once more."))
    return redirect_to_login(came_from(request) or "/")


def members_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send strangers to sign in, and refuse a person whose membership has ended."""

    @wraps(view)
    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return _sign_in_first(request)
        if getattr(request, "member", None) is None:
            raise Refusal(
                "not-permitted",
                zh="您的登录名没有对应的成员身份，或身份已终止；请联系协同方管理员。",
                en="Your sign-in has no membership, or it has ended; ask your party's manager.",
            )
        return view(cast(Acting, request), *args, **kwargs)

    return guarded_view


def onward(request: Acting, response: HttpResponse) -> HttpResponse:
    """Send the browser to another page: htmx goes there by a header; a redirect it would follow into the form."""
    if not request.htmx:
        return response
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = response["Location"]
    return answer
