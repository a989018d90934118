"""Takes a host, a port and a number of processes; gives the web server, its site imported once for all of them.

Run as ``python -m xietong_web.workspace.web HOST PORT PROCESSES``, beside the job worker.
"""

import gc
import multiprocessing
import os
import signal
import sys

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from xietong.basics import uncollected
from xietong_web.workspace.parents import end_with_parent

# Seconds. A thread that waits for the database after each of thirty statements gets the interpreter back sooner from
# one that makes a page: with Python's 5 ms the one took as long as all pages beside it, and kept the write lock.
TURN = 0.0005
YOUNG = 10_000  # objects made between two looks for garbage: an answer makes some tens of thousands, few in circles
THREADS = 2  # a process has one interpreter: more threads only make the slowest answers slower


def prepare() -> None:
    """Import the site, its addresses and the page everyone meets first, and make the plans ready, so that processes
    forked now have them: made in each of them at its first answers, of a large plan, it took everybody's time.

    Nothing that is imported is ever thrown away: it is frozen, no look for garbage passes over it again.
    """
    sys.setswitchinterval(TURN)
    gc.set_threshold(YOUNG)
    with uncollected():
        from django.template.loader import get_template
        from django.urls import reverse

        import xietong_web.wsgi  # noqa: F401 - importing it sets Django up
        from xietong_web.fulfilling.ahead import ahead
        from xietong_web.fulfilling.first_pages import make_plans_ready_to_fork

        reverse("account_login")
        get_template("account/login.html")
        make_plans_ready_to_fork()
        ahead.serving = True
        gc.freeze()


def _end_with_server() -> None:
    """In a worker: die with the server, also one that had to be killed because a worker just born missed its signal."""
    end_with_parent(signal.SIGKILL)


def serve(host: str, port: int, processes: int) -> None:
    """Serve until told to end. Where processes are not forked (macOS), each imports the site itself."""
    if multiprocessing.get_start_method() == "fork":
        prepare()
        os.register_at_fork(after_in_child=_end_with_server)
    Granian(
        "xietong_web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
