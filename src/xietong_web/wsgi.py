"""Takes the environment; gives the WSGI application that granian serves."""

import os
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xietong_web.settings")
site = get_wsgi_application()

from xietong_web.fulfilling.ahead import ahead  # noqa: E402
from xietong_web.fulfilling.first_pages import make_plans_ready, until_tomorrow  # noqa: E402 - needs the site
from xietong_web.measuring.first_figures import make_figures_ready  # noqa: E402


def make_ready() -> None:
    """Make what pages of plans start from, then what those of figures do."""
    make_plans_ready()
    make_figures_ready()


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answer as the site does; beside its first answer, and when a new day begins, a process makes the plans ready."""
    ahead.begin(make_ready, until_tomorrow)
    return site(environ, start_response)
