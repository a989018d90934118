"""Takes a request that a proxy may have passed on; gives it the address of whoever sent it.

Failed sign-ins are counted by name and address. Behind a proxy all would come from one address, and five wrong
passwords of anybody would lock out the person of that name. What a stranger writes into ``X-Forwarded-For`` counts for
nothing: only the proxies named in ``XIETONG_PROXIES`` are believed.
"""

from collections.abc import Callable, Iterable
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class BehindProxies:
    """Sets ``REMOTE_ADDR`` to the nearest address in ``X-Forwarded-For`` that is no trusted proxy's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trusted = tuple(ip_network(each, strict=False) for each in settings.PROXIES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look who sent the request."""
        if self.trusted:
            passed_on = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
            nearest = request.META.get("REMOTE_ADDR", "")
            request.META["REMOTE_ADDR"] = self._sender([*passed_on, nearest]) or nearest
        return self.get_response(request)

    def _sender(self, way: Iterable[str]) -> str:
        """Return the last address of a way that is not trusted to tell the one before; what is no address ends it."""
        sender = ""
        for each in reversed([step.strip() for step in way]):
            try:
                address = ip_address(each)
            except ValueError:
                break
            sender = each
            if not any(address in network for network in self.trusted):
                break
        return sender
