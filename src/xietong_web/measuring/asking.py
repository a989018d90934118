"""Takes a request; gives how its figures are asked for: whose word counts, as of when, for whom."""

from django.http import HttpRequest

from xietong.basics import Refusal
from xietong_web.audit.queries import end_of
from xietong_web.fulfilling.days import asked_day, typed_day
from xietong_web.measuring.panels import KINDS, Panel
from xietong_web.measuring.queries import Asked
from xietong_web.measuring.services import the_period


def asked(request: HttpRequest) -> Asked:
    """Read ``?said=claimed``, ``?as_of=2025-12-31``, ``?bodies_on=2020-12-31``, ``?public=1``.

    Raises Refusal ``bad-day``, ``public-is-now``.
    """
    day = asked_day(request)
    return one_for_the_public(
        Asked(
            said="claimed" if request.GET.get("said") == "claimed" else "confirmed",
            moment=end_of(day) if day else None,
            public=request.GET.get("public") == "1",
            bodies_on=typed_day(request.GET, "bodies_on"),
        )
    )


def one_for_the_public(asked: Asked) -> Asked:
    """Return a question as it is. Raises Refusal ``public-is-now`` for any but the one state that the public sees.

    Between two days, two ways in which bodies are put together, or what is claimed and what is confirmed, lies what a
    single body has said: of two public totals the difference is its count, however well each of them is guarded by
    itself.
    """
    if asked.public and (asked.moment or asked.bodies_on or asked.said != "confirmed"):
        raise Refusal(
            "public-is-now",
            zh="公开视图只有一种：各方已互认的、当前的数据。两个日期、两种单位划分或两种口径的合计相减，"
            "会泄露单个单位的小数值；请去掉日期、选“各方已互认”，或不勾选公开视图。",
            en="For the public there is one state: what all have confirmed, as it stands now. Two days, two sets of "
            "bodies or two kinds of word side by side give small counts away by their difference; leave the day and "
            "“claimed” out, or look at it as a member.",
        )
    return asked


def asked_panel(request: HttpRequest, kind: str) -> Panel:
    """Read the question of a picture. Raises Refusal ``bad-period``."""
    given = {name: request.GET.get(name, "")[:100] for name in ("code", "period", "body", "one", "other", "over")}
    given["period"] = the_period(given["period"]).code if given["period"] else ""
    return Panel(kind=kind if kind in KINDS else "", **given)
