"""Times the pages of a plan that has run for years, and reporting on it, as sixteen people at once meet them.

    python -m bench.running [--sizes 1000 10000] [--full] [--databases sqlite postgresql] [--seconds 60] [--json …]

The data (``bench.years``: two lead duties an item, ten reports a duty; ``--full`` adds 100,000 items, which are 200,000
duties and 2 million reports) stay in the folder for temporary files, so that a second run begins at once. The server is
the real one: two processes of two threads on loopback. First one user asks each question in turn; then sixteen people
work side by side, each pausing one to three seconds between two steps: twelve liaisons who look at their work and
report on it, four of the joint office who look at the overview, the board and their own work. Every report changes what
the others are shown next.
"""

import argparse
import http.client
import random
import re
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import urlencode

from bench.apart import apart, database_url, keep
from bench.asking import CSRF, serving
from bench.site import line
from bench.years import Years, open_years

OFFICERS, OFFICES = 12, 4
AIMS = {"overview": 150, "board": 150, "my work": 60, "submit a report": 60}
Spent = dict[str, list[float]]


class Person:
    """One person with a session, on a connection kept open; ``spent`` gathers the milliseconds of each step."""

    def __init__(self, port: int, session: str, spent: Spent, lock: Lock) -> None:
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        self.headers = {"Cookie": f"sessionid={session}; csrftoken={CSRF}"}
        self.spent, self.lock = spent, lock

    def get(self, name: str, address: str) -> bytes:
        """Ask for a page."""
        return self._timed(name, "GET", address, None)[1]

    def post(self, name: str, address: str, fields: dict[str, str]) -> tuple[str, bytes]:
        """Do an act; return where it leads."""
        return self._timed(name, "POST", address, fields)

    def _timed(self, name: str, method: str, address: str, fields: dict[str, str] | None) -> tuple[str, bytes]:
        posted = {"X-CSRFToken": CSRF, "Content-Type": "application/x-www-form-urlencoded"} if fields else {}
        began = time.perf_counter()
        self.line.request(method, address, urlencode(fields) if fields else None, self.headers | posted)
        answer = self.line.getresponse()
        content = answer.read()
        spent = (time.perf_counter() - began) * 1000
        to = answer.getheader("Location", "")
        if answer.status not in {200, 302} or to.startswith("/accounts/"):
            raise RuntimeError(f"{method} {address}: {answer.status} {content[-300:].decode(errors='replace')}")
        with self.lock:
            self.spent[name].append(spent)
        return to, content


def report(person: Person, years: Years, item: str) -> None:
    """Begin a report, open it and submit it."""
    to, _ = person.post("begin a report", f"/plans/{years.plan}/items/{item}/report/", {"period": years.period})
    page = person.get("open a report", to)
    revision = re.search(rb'name="revision" value="(\d+)"', page)
    if revision is None:
        raise RuntimeError(f"{to} cannot be submitted")
    fields = {"revision": revision[1].decode(), "reached": "percent", "percent": "40", "text": "本季度完成阶段任务。",
              "problems": "", "next_steps": "继续推进。", "links": ""}  # fmt: skip
    person.post("submit a report", f"{to}submit/", fields)


def steps_of_office(person: Person, years: Years) -> list[Callable[[], object]]:
    """Return what somebody of the joint office looks at."""
    plan = f"/plans/{years.plan}"
    return [
        lambda: person.get("overview", f"{plan}/"),
        lambda: person.get("board", f"{plan}/waits/"),
        lambda: person.get("my work, joint office", "/work/"),
    ]


def together(port: int, years: Years, seconds: float) -> Spent:
    """Let sixteen people work side by side for some time; return what each kind of step took."""
    spent, lock, until = defaultdict(list), Lock(), time.monotonic() + seconds
    by_session: dict[str, list[str]] = defaultdict(list)
    for session, item, _ in years.lead:
        by_session[session].append(item)
    officers = list(by_session)[:OFFICERS]
    failed: list[Exception] = []

    def work(session: str, number: int) -> None:
        person, rng = Person(port, session, spent, lock), random.Random(number)
        try:
            _work(person, years, by_session[session], rng, until)
        except (OSError, RuntimeError) as trouble:
            failed.append(trouble)

    sessions = [*officers, *[years.office] * OFFICES]
    people = [Thread(target=work, args=(session, number)) for number, session in enumerate(sessions)]
    for each in people:
        each.start()
    for each in people:
        each.join()
    if failed:
        raise failed[0]
    return spent


def _work(person: Person, years: Years, duties: list[str], rng: random.Random, until: float) -> None:
    """Take one step after the other: who has duties looks at the own work and reports, the office looks around."""
    looks = [lambda: person.get("my work", "/work/")] if duties else steps_of_office(person, years)
    time.sleep(rng.uniform(0, 2))
    while time.monotonic() < until:
        rng.choice(looks)()
        time.sleep(rng.uniform(1, 3))
        if duties and rng.random() < 0.7:
            report(person, years, duties.pop())
            time.sleep(rng.uniform(1, 3))


def alone(port: int, years: Years, rounds: int = 20) -> tuple[Spent, Spent]:
    """Ask each question in turn; return what the first answers took (nothing is kept yet), and the later ones."""
    first: Spent = defaultdict(list)
    spent: Spent = defaultdict(list)
    lock = Lock()
    office, (session, _, _) = Person(port, years.office, first, lock), years.lead[-1]
    officer = Person(port, session, first, lock)
    looks = [*steps_of_office(office, years), lambda: officer.get("my work", "/work/")]
    for look in looks:
        for _ in range(12):  # on a new connection each, so that both processes meet the question
            office.line.close()
            officer.line.close()
            look()
    office.spent = officer.spent = spent
    for look in looks:
        for _ in range(rounds):
            look()
    mine = [each for each in years.lead if each[0] == session][-rounds // 2 :]
    for each in mine:
        years.lead.remove(each)
        report(officer, years, each[1])
    return {name: [max(times)] for name, times in first.items()}, spent


def measure(database: str, size: int, seconds: float) -> Iterator[dict[str, object]]:
    """Serve the years and give their lines."""
    folder = Path(tempfile.gettempdir()) / "xietong-bench-years" / f"{database}-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    with database_url(database, folder) as url:
        years = open_years(folder, url, size, 2 * OFFICERS)
        with serving() as port:
            first, spent = alone(port, years)
            for name, times in first.items():
                yield line(f"{name}, first after the start", size, database, 1, times, "the longest of both processes")
            for name, times in spent.items():
                yield line(name, size, database, 1, times, f"{len(times)} requests, one after the other")
            for name, times in together(port, years, seconds).items():
                note = f"{len(times)} requests" + (f", aim: p95 {AIMS[name]} ms" if name in AIMS else "")
                yield line(name, size, database, OFFICERS + OFFICES, times, note)


def main() -> None:
    """Measure each database and size in a process of its own and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--full", action="store_true", help="also 100,000 items")
    parser.add_argument("--databases", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--seconds", type=float, default=60, help="how long the sixteen work side by side")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that servers end and lines are kept
    sizes = [*given.sizes, *([100_000] if given.full else [])]
    if given.worker:
        keep(measure(given.worker, sizes[0], given.seconds), given.json)
        return
    apart("running", given.databases, ["--seconds", str(given.seconds)], given.json, sizes)


if __name__ == "__main__":
    main()
