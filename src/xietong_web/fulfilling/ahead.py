"""Takes what somebody asked for and did not wait for; makes it beside the answers, for who comes next."""

from collections.abc import Callable, Hashable
from threading import Lock, Thread
from time import sleep

from django.db import connection


class Ahead:
    """Makes one thing after the other, in threads that end with their process.

    ``serving`` is set where pages are served: elsewhere there is no "meanwhile".
    """

    def __init__(self) -> None:
        self.serving = False
        self.wanted: set[Hashable] = set()
        self.lock = Lock()
        self.turn = Lock()
        self.begun = False

    def begin(self, work: Callable[[], object], pause: Callable[[], float]) -> None:
        """Have a thing made beside a process's first answer, and again whenever ``pause`` seconds have passed."""
        if self.serving and not self.begun:
            self.begun = True
            Thread(target=self._again, args=(work, pause), daemon=True).start()

    def _again(self, work: Callable[[], object], pause: Callable[[], float]) -> None:
        while True:
            self.do("again", work)  # in a thread of its own: what fails tonight is tried tomorrow all the same
            sleep(pause())

    def do(self, key: Hashable, work: Callable[[], object]) -> None:
        """Have a thing made, once however often it is asked for until then."""
        with self.lock:
            if key in self.wanted:
                return
            self.wanted.add(key)
        Thread(target=self._work, args=(key, work), daemon=True).start()

    def _work(self, key: Hashable, work: Callable[[], object]) -> None:
        try:
            with self.turn:
                work()
        finally:
            self.wanted.discard(key)
            connection.close()


ahead = Ahead()
