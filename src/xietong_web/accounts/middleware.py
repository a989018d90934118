"""Takes a request; gives it the member who acts."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from xietong_web.accounts.queries import member_of


class ActingMember:
    """Sets ``request.member``: the signed-in person's membership, or ``None``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look the member up once, with party, organisation and roles."""
        request.member = member_of(request.user) if request.user.is_authenticated else None  # type: ignore[attr-defined]
        return self.get_response(request)
