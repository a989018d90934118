"""Takes a request; gives how its figures are asked for: whose word counts, as of when, for whom."""

from django.http import HttpRequest

from xietong_web.audit.queries import end_of
from xietong_web.fulfilling.days import asked_day
from xietong_web.measuring.panels import KINDS, Panel
from xietong_web.measuring.queries import Asked
from xietong_web.measuring.services import the_period


def asked(request: HttpRequest) -> Asked:
    """Read ``?said=claimed``, ``?as_of=2025-12-31`` and ``?public=1``. Raises Refusal ``bad-day``."""
    day = asked_day(request)
    return Asked(
        said="claimed" if request.GET.get("said") == "claimed" else "confirmed",
        moment=end_of(day) if day else None,
        public=request.GET.get("public") == "1",
    )


def asked_panel(request: HttpRequest, kind: str) -> Panel:
    """Read the question of a picture. Raises Refusal ``bad-period``."""
    given = {name: request.GET.get(name, "")[:100] for name in ("code", "period", "body", "one", "other")}
    given["period"] = the_period(given["period"]).code if given["period"] else ""
    return Panel(kind=kind if kind in KINDS else "", **given)
