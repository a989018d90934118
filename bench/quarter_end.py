"""Replays the hour at a quarter's end with locust: liaison officers report, nothing may be lost.

    python -m bench.quarter_end [--officers 5000] [--minutes 60] [--scale 0.02] [--size 10000] [--database sqlite]

``--scale`` shrinks officers and minutes alike, so that acts a second stay those of the whole hour: 5,000 officers in an
hour are 1.4 reports a second. Every officer signs in (by a session made before), opens the list of work, begins a
report, is shown it, types (kept as typed), submits it and is shown it again; officers come at random moments. The plan has
been reported on for ten quarters (``bench.years``, kept in the folder for temporary files). Afterwards each
acknowledged report is looked for in the database, and the journal is verified from its first entry.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from itertools import takewhile
from pathlib import Path

from bench.apart import database_url
from bench.asking import serving
from bench.site import line
from bench.years import bodies_for, open_years

Officers = list[tuple[str, str, str]]

LOCUST = """
import gevent, json, random, re, sys, time
from locust import HttpUser, constant, task
OFFICERS = json.load(open({officers!r}))
DONE = open({done!r}, "a", buffering=1)
MISSED = open({done!r} + "-not", "a", buffering=1)
random.seed(7); random.shuffle(OFFICERS)
# When each comes, at random over the whole time: a pace per user would let all users come at once, again and again.
MOMENTS = sorted((random.uniform(0, {seconds}) for _ in OFFICERS), reverse=True)
BEGAN, BUSY = time.time() + 2, set()

class Officer(HttpUser):
    wait_time = constant(0)
    @task
    def report(self):
        if not OFFICERS:  # others are still at it, or wait for their moment
            gevent.sleep(1)
            if not BUSY:
                self.environment.runner.quit()
            return
        BUSY.add(self)
        try:
            self.one()
        finally:
            BUSY.discard(self)

    def one(self):
        session, item, body = OFFICERS.pop()
        gevent.sleep(max(0, BEGAN + MOMENTS.pop() - time.time()))
        self.client.cookies.clear()
        self.client.cookies.set("sessionid", session)
        page = self.client.get("/work/", name="my work")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
        if not token:
            MISSED.write("my work: %s\\n" % page.status_code)
            return
        form = {{"csrfmiddlewaretoken": token[1], "period": {period!r}}}
        begun = self.client.post("/plans/{plan}/items/%s/report/" % item, form, name="open the report")
        uid = begun.url.rstrip("/").rsplit("/", 1)[-1]
        revision = re.search(r'name="revision" value="(\\d+)"', begun.text)
        if not revision:
            MISSED.write("open the report: %s %s\\n" % (begun.status_code, begun.url))
            return
        form = {{"csrfmiddlewaretoken": token[1], "revision": revision[1], "reached": "percent", "percent": "40",
                "text": "本季度完成阶段任务。", "problems": "", "next_steps": "继续推进。", "links": ""}}
        self.client.post("/reports/%s/unsent/" % uid, form, name="keep as typed")
        with self.client.post("/reports/%s/submit/" % uid, form, name="submit a report", catch_response=True) as sent:
            if sent.status_code == 200 and "/reports/" in sent.url:
                DONE.write("%s %s\\n" % (uid, time.time()))
            else:
                MISSED.write("submit: %s %s\\n" % (sent.status_code, sent.url))
                sent.failure(str(sent.status_code))
"""


def replay(port: int, folder: Path, officers: Officers, plan: str, period: str, seconds: float) -> list[dict]:
    """Let the officers report within some seconds; return locust's own figures."""
    (folder / "officers.json").write_text(json.dumps(officers), encoding="utf-8")
    users = at_once(officers)
    text = LOCUST.format(
        officers=str(folder / "officers.json"), done=str(folder / "done"), plan=plan, period=period,
        seconds=seconds,
    )  # fmt: skip
    (folder / "done").touch()
    (folder / "done-not").touch()
    (folder / "locustfile.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "locust", "-f", str(folder / "locustfile.py"), "--headless", "--json"]
    command += [
        "-u",
        str(users),
        "-r",
        str(users),
        "-t",
        f"{int(seconds * 1.5) + 20}s",
        "-H",
        f"http://127.0.0.1:{port}",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    found: list[dict] = json.loads(done.stdout[done.stdout.index("[") :])
    return found


def at_once(officers: Officers) -> int:
    """Return how many officers may be at work at the same time."""
    return max(1, min(50, len(officers) // 10))


def work(database: str, size: int, officers: int, minutes: float, scale: float) -> list[dict[str, object]]:
    """Replay the hour on one database and give its lines."""
    count, seconds = max(20, int(officers * scale)), max(20.0, minutes * 60 * scale)
    folder = Path(tempfile.gettempdir()) / "xietong-bench-years" / f"{database}-{size}"
    folder.mkdir(parents=True, exist_ok=True)
    with database_url(database, folder) as url, tempfile.TemporaryDirectory(prefix="xietong-bench-") as name:
        years = open_years(folder, url, size, min(count, 2 * bodies_for(size)))
        chosen = years.lead[:count]
        with serving() as port:
            told = replay(port, Path(name), chosen, years.plan, years.period, seconds)
        done = dict(each.split() for each in (Path(name) / "done").read_text().splitlines())
        moments = sorted(map(float, done.values())) or [0.0]
        rate = len(done) / max(1.0, moments[-1] - moments[0])
        missed = (Path(name) / "done-not").read_text().splitlines()
        note = f"{len(done)} of {len(chosen)} officers, {rate:.2f} a second, {checked(set(done))}"
        note += f"; not let through: {', '.join(missed[:3])}" if missed else ""
        return [
            line(f"quarter-end: {each['name']}", size, database, at_once(chosen), _spent(each), note) for each in told
        ]


def checked(sent: set[str]) -> str:
    """Look for every acknowledged report, and verify the journal from its first entry; return what was found."""
    from xietong_web.audit.queries import breaks
    from xietong_web.fulfilling.models import Report

    kept = set(Report.objects.filter(uid__in=sent, state="submitted").values_list("uid", flat=True))
    # Rows poured past the journal (``bench.years``) come after all that is about the journal itself.
    broken = sum(1 for _ in takewhile(lambda found: found[0].startswith("journal"), breaks()))
    return f"{len(sent - kept)} lost, {broken} breaks in the journal"


def _spent(told: dict) -> list[float]:
    """Return the times that locust counted, each as often as it met it."""
    return [float(ms) for ms, times in told["response_times"].items() for _ in range(times)] or [0.0]


def main() -> None:
    """Replay and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--officers", type=int, default=5000)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--size", type=int, default=10_000, help="items of the plan: twice as many lead duties")
    parser.add_argument("--scale", type=float, default=0.02)
    parser.add_argument("--database", default="sqlite")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    lines = work(given.database, given.size, given.officers, given.minutes, given.scale)
    for each in lines:
        print(json.dumps(each, ensure_ascii=False), flush=True)
    if given.json:
        given.json.write_text(json.dumps(lines, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
