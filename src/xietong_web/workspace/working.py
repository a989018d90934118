"""Takes an opened workspace; gives its job worker, with the next round of supervision put down where none is."""

import logging
import time

import django
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

AGAIN = 1.0  # seconds


def work() -> None:
    """Do jobs until the parent ends it. Run as ``python -m xietong_web.workspace.working``, beside the web server.

    Somebody may keep the database locked for longer than one waits for it, or it is started anew: the jobs are still
    there, and a worker that ended would take the web server with it.
    """
    django.setup()
    from xietong_web.fulfilling.supervising.scheduling import begin

    begin(timezone.now())
    while True:
        try:
            call_command("db_worker", "--interval", "0.5", "--no-startup-delay")
            return
        except OperationalError as trouble:
            logging.getLogger(__name__).warning("the database does not answer (%s); trying again", trouble)
            connection.close()
            time.sleep(AGAIN)


if __name__ == "__main__":
    work()
