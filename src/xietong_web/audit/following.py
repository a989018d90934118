"""Takes the journal; gives what has happened since a moment, with one short statement each time a process looks.

What is not in the journal did not happen: what was made of guarded rows is right until the next entry, and the entries
since then say all that may have changed. Whoever keeps something keeps the mark beside it.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import takewhile
from threading import Lock, local
from typing import NamedTuple

from django.db import connection

REMEMBERED = 20_000  # entries that one process remembers; what has not followed for longer is made anew
# Asked with every page: written out, it takes a quarter of what putting it together from the model took.
SINCE = "SELECT seq, hash, act, subject_kind, subject FROM audit_entry WHERE seq >= %s ORDER BY seq LIMIT %s"
LAST = "SELECT seq, hash, act, subject_kind, subject FROM audit_entry ORDER BY seq DESC LIMIT 1"


class Happened(NamedTuple):
    """An entry of the journal, as far as followers need it: ``kind`` and ``subject`` name what it is about."""

    seq: int
    hash: str
    act: str
    kind: str
    subject: str


Told = Sequence[Happened]
"""What has happened since something was made, in its order."""


class Mark(NamedTuple):
    """How far the journal was read. ``era`` counts how often it went another way: after a restore nothing is kept."""

    era: int
    seq: int
    hash: str


class _Journal:
    """The journal's end as this process has read it: one short statement tells what came since the last time."""

    def __init__(self) -> None:
        self.era = 0
        self.entries: deque[Happened] = deque(maxlen=REMEMBERED)
        self.lock = Lock()

    def read(self) -> Mark:
        """Read on; where the last entry known is no longer there, the journal has gone another way."""
        with self.lock:
            known = self.entries[-1] if self.entries else None
            told = _asked(SINCE, known.seq, REMEMBERED + 1) if known else []
            if known is None or not told or told[0].hash != known.hash or len(told) > REMEMBERED:
                self.era += 1
                self.entries.clear()
                self.entries.extend(_asked(LAST))
            else:
                self.entries.extend(told[1:])
            last = self.entries[-1] if self.entries else None
            return Mark(self.era, last.seq, last.hash) if last else Mark(self.era, 0, "")

    def now(self) -> Mark:
        """Return how far the journal was read for the page that is being made; elsewhere read it."""
        return getattr(_PAGE, "mark", None) or self.read()

    def since(self, mark: Mark) -> Told | None:
        """Return the entries after a mark; ``None`` where they are no longer remembered, or lead from elsewhere."""
        with self.lock:
            if mark.era != self.era or (self.entries and self.entries[0].seq > mark.seq + 1):
                return None
            return [*takewhile(lambda each: each.seq > mark.seq, reversed(self.entries))][::-1]

    def forget(self) -> None:
        """Let nothing stand that was made before: in another database, the same entry may stand for other rows."""
        with self.lock:
            self.era += 1
            self.entries.clear()


def _asked(statement: str, *values: int) -> list[Happened]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [Happened(*row) for row in cursor.fetchall()]


journal = _Journal()
_PAGE = local()


@contextmanager
def journal_read(mark: Mark | None = None) -> Iterator[Mark]:
    """Read the journal once for all that is asked within, unless a mark just read is given: one page tells of one
    moment, and asks for it once."""
    _PAGE.mark = mark or journal.read()
    try:
        yield _PAGE.mark
    finally:
        del _PAGE.mark
