"""Replays the hour at a quarter's end with locust: liaison officers report, reviewers pass, nothing may be lost.

    python -m bench.quarter_end [--officers 5000] [--minutes 60] [--scale 0.02] [--database sqlite] [--json var/…]

``--scale`` shrinks officers and minutes alike, so that acts a second stay those of the whole hour. Every officer signs
in (by a session made before), opens the list of work, opens a report, types (kept as typed) and submits it. Afterwards
each acknowledged report is looked for in the database, and the workspace is verified.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.apart import database_url
from bench.asking import serving
from bench.site import line
from bench.stage import open_stage


def officers_of(stage_plan: str, count: int) -> list[tuple[str, str, str]]:
    """Make liaisons with a lead duty each; return session, item and organisation of each, the plan being agreed."""
    from django.test import Client
    from django.utils import timezone

    from xietong_web.accounts.models import Organisation
    from xietong_web.accounts.roles import Role
    from xietong_web.accounts.services import add_member
    from xietong_web.audit.services import System
    from xietong_web.drafting.models import Duty, Plan

    plan = Plan.objects.get(uid=stage_plan)
    duties = (
        Duty.objects.filter(plan=plan, role="lead").exclude(organisation=None).select_related("item", "organisation")
    )
    found, people = [], {}
    for duty in duties.order_by("item__path")[:count]:
        body = duty.organisation
        assert isinstance(body, Organisation)
        if body.pk not in people:
            member = add_member(
                username=f"officer-{body.pk}", name="联络员", roles=[Role.LIAISON], party=body.party, organisation=body,
                by=System(), now=timezone.now(),
            )  # fmt: skip
            client = Client()
            client.force_login(member.person, backend="allauth.account.auth_backends.AuthenticationBackend")
            people[body.pk] = str(client.cookies["sessionid"].value)
        found.append((people[body.pk], duty.item.uid, body.code))
    return found


def agree(stage_plan: str) -> None:
    """Put a plan into effect with a version that holds its frame alone: signing 10,000 items is measured elsewhere."""
    from django.db import transaction
    from django.utils import timezone

    from xietong_web.audit.services import System, record
    from xietong_web.drafting.adopting import set_state
    from xietong_web.drafting.models import Plan
    from xietong_web.endorsing.models import Version

    with transaction.atomic():
        plan, now = Plan.objects.get(uid=stage_plan), timezone.now()
        version = Version.objects.create(
            plan=plan, number=1, content="{}", digest="0" * 64, made_at=now, in_effect_at=now
        )
        record("bench.agreed", by=System(), now=now, subject=("plan", plan.uid), rows=[version])
        set_state(plan=plan, state=Plan.State.AGREED, by=System(), now=now)


LOCUST = """
import json, random, re, sys
from locust import HttpUser, constant_pacing, events, task
OFFICERS = json.load(open({officers!r}))
DONE = open({done!r}, "a", buffering=1)
random.seed(7); random.shuffle(OFFICERS)

class Officer(HttpUser):
    wait_time = constant_pacing({pacing})
    def on_start(self):
        self.session = ""
    @task
    def report(self):
        if not OFFICERS:
            self.environment.runner.quit(); return
        session, item, body = OFFICERS.pop()
        self.client.cookies.clear()
        self.client.cookies.set("sessionid", session)
        page = self.client.get("/work/", name="my work").text
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        if not token:
            return
        form = {{"csrfmiddlewaretoken": token[1], "period": {period!r}}}
        begun = self.client.post("/plans/{plan}/items/%s/report/" % item, form, name="open the report")
        uid = begun.url.rstrip("/").rsplit("/", 1)[-1]
        revision = re.search(r'name="revision" value="(\\d+)"', begun.text)
        if not revision:
            return
        form = {{"csrfmiddlewaretoken": token[1], "revision": revision[1], "reached": "percent", "percent": "40",
                "text": "本季度完成阶段任务。", "problems": "", "next_steps": "继续推进。", "links": ""}}
        self.client.post("/reports/%s/unsent/" % uid, form, name="keep as typed")
        with self.client.post("/reports/%s/submit/" % uid, form, name="submit a report", catch_response=True) as sent:
            if sent.status_code == 200 and "/reports/" in sent.url:
                DONE.write(uid + "\\n")
            else:
                sent.failure(str(sent.status_code))
"""


def replay(
    port: int, folder: Path, officers: list[tuple[str, str, str]], plan: str, period: str, seconds: float
) -> list[dict]:
    """Let the officers report within some seconds; return locust's own figures."""
    (folder / "officers.json").write_text(json.dumps(officers), encoding="utf-8")
    users = max(1, min(50, len(officers) // 10))
    text = LOCUST.format(
        officers=str(folder / "officers.json"), done=str(folder / "done"), plan=plan, period=period,
        pacing=round(seconds * users / len(officers), 3),
    )  # fmt: skip
    (folder / "done").touch()
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


def work(database: str, size: int, officers: int, minutes: float, scale: float) -> list[dict[str, object]]:
    """Replay the hour on one database and give its lines."""
    from xietong.basics import Period

    count, seconds = max(20, int(officers * scale)), max(20.0, minutes * 60 * scale)
    with tempfile.TemporaryDirectory(prefix="xietong-bench-") as name, database_url(database, Path(name)) as url:
        folder = Path(name)
        stage = open_stage(folder / "workspace", url, [size])
        agree(stage.plans[size])
        chosen = officers_of(stage.plans[size], count)
        from xietong_web.fulfilling.models import Report
        from xietong_web.fulfilling.ruling.rhythms import period_of

        period: Period = period_of((), stage.today)
        random.Random(3).shuffle(chosen)
        began = time.monotonic()
        with serving() as port:
            told = replay(port, folder, chosen, stage.plans[size], period.code, seconds)
        sent = set((folder / "done").read_text().split())
        kept = set(Report.objects.filter(uid__in=sent, state="submitted").values_list("uid", flat=True))
        note = f"{len(sent)} of {len(chosen)} officers in {time.monotonic() - began:.0f} s, {len(sent - kept)} lost"
        return [
            line(f"quarter-end: {each['name']}", size, database, max(1, min(50, count // 10)), _spent(each), note) for each in told
        ]  # fmt: skip


def _spent(told: dict) -> list[float]:
    """Return the times that locust counted, each as often as it met it."""
    return [float(ms) for ms, times in told["response_times"].items() for _ in range(times)] or [0.0]


def main() -> None:
    """Replay and print one line each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--officers", type=int, default=5000)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--size", type=int, default=10_000, help="items of the plan")
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
