"""Takes a view; gives it only to signed-in members."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from xietong.basics import Refusal
from xietong_web.accounts.models import Member


class Acting(HttpRequest):
    """A request whose member is known."""

    member: Member
    htmx: HtmxDetails


def members_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Send strangers to sign in, and refuse a person whose membership has ended."""

    @wraps(view)
    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
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
