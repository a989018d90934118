"""Takes an opened workspace; gives its job worker, with the next round of supervision put down where none is."""

import django
from django.core.management import call_command
from django.utils import timezone


def work() -> None:
    """Do jobs until the parent ends it. Run as ``python -m xietong_web.workspace.working``, beside the web server."""
    django.setup()
    from xietong_web.fulfilling.supervising.scheduling import begin

    begin(timezone.now())
    call_command("db_worker", "--interval", "0.5", "--no-startup-delay")


if __name__ == "__main__":
    work()
