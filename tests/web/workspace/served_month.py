"""A month of reporting through the real server, which is killed with ``kill -9`` at random moments and started again.

    python -m tests.web.workspace.served_month WORKSPACE KILLS [SEED]

``DATABASE_URL`` chooses the database. Two liaisons report, their reviewers pass, the counterparts confirm, over HTTP;
what was answered is acknowledged. Killed are in turn the whole process tree, the web server, one of its processes, the
job worker. The last line is JSON: how many acts were acknowledged, which of them are gone, what ``verify`` finds.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode

CSRF = "x" * 32
SAID = {"reached": "percent", "percent": "40", "text": "本月进展。", "problems": "", "next_steps": "", "links": ""}
STEPS = ("submit", "pass", "confirm")
LOST = (OSError, http.client.HTTPException, ConnectionError)


@dataclass
class Month:
    """Who acts, and what the server has acknowledged: reports by uid, each with the number of its last act."""

    folder: Path
    sessions: dict[str, str]
    acknowledged: dict[str, int] = field(default_factory=dict)
    periods: dict[str, int] = field(default_factory=lambda: {"east": 0, "west": 0})
    acts: int = 0


def prepare(folder: Path) -> Month:
    """Make a workspace with an agreed plan, and sign everybody in."""
    from xietong_web.workspace.opening import open_workspace

    open_workspace(folder)
    from django.db import transaction
    from django.test import Client

    from tests.cast import assemble, opened, sign_by_both

    with transaction.atomic():
        cast = assemble()
        sign_by_both(cast, opened(cast))
    sessions = {}
    for name in ("east_liaison", "west_liaison", "east_reviewer", "west_reviewer"):
        client = Client()
        client.force_login(getattr(cast, name).person, backend="xietong_web.accounts.known.Backend")
        sessions[name] = str(client.cookies["sessionid"].value)
    return Month(folder, sessions)


def serve(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """Start ``xietong serve`` and return it with its port once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    path = os.pathsep.join(each for each in sys.path if each)
    command = [sys.executable, "-m", "xietong", "serve", "--workspace", str(folder), "--port", str(port)]
    server = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    return server, int(server.stdout.readline().split()[3].rstrip("/").rpartition(":")[2])


def act_on(month: Month, port: int, side: str, over: Event) -> None:
    """Report, pass and confirm one period after the other, until the server is gone."""
    other = "west" if side == "east" else "east"
    people = {"submit": f"{side}_liaison", "pass": f"{side}_reviewer", "confirm": f"{other}_reviewer"}
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with suppress(*LOST):
        while not over.is_set():
            month.periods[side] += 1
            year, quarter = divmod(month.periods[side], 4)
            wanted = {"period": f"{2024 + year}-Q{quarter + 1}"}
            to = _post(line, month, f"{side}_liaison", "/plans/plan-of-two/items/t1/report/", wanted)
            uid = to.rstrip("/").rpartition("/")[2]
            month.acknowledged[uid] = 0
            for number, what in enumerate(STEPS):
                fields = {"revision": str(number), **(SAID if what == "submit" else {})}
                _post(line, month, people[what], f"/reports/{uid}/{what}/", fields)
                month.acknowledged[uid] = number + 1
                month.acts += 1


def _post(line: http.client.HTTPConnection, month: Month, who: str, address: str, fields: dict[str, str]) -> str:
    headers = {
        "Cookie": f"sessionid={month.sessions[who]}; csrftoken={CSRF}", "X-CSRFToken": CSRF,
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    line.request("POST", address, urlencode(fields), headers)
    answer = line.getresponse()
    text = answer.read()
    to = answer.getheader("Location", "")
    if answer.status != 302 or not to.startswith("/reports/"):
        raise RuntimeError(f"{who} {address}: {answer.status} {to} {text[-400:].decode(errors='replace')}")
    return to


def below(pid: int) -> list[int]:
    """Return the processes that a process started, and theirs."""
    found = []
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            found += [int(child), *below(int(child))]
    return found


def victims(server: int, number: int) -> list[int]:
    """Return whom to kill: in turn everybody, the web server, one process of it, the job worker."""
    children = [int(each) for each in Path(f"/proc/{server}/task/{server}/children").read_text().split()]
    web, job = (children[0], children[-1]) if children else (server, server)
    served = below(web) or [web]
    return [[server, *below(server)], [web], served[:1], [job]][number % 4]


def round_of(month: Month, number: int, dice: random.Random) -> None:
    """Serve, let both sides act, kill at a random moment, and see everything of it gone."""
    server, port = serve(month.folder)
    over = Event()
    sides = [Thread(target=act_on, args=(month, port, side, over)) for side in ("east", "west")]
    for each in sides:
        each.start()
    time.sleep(dice.uniform(0.3, 2))
    family = [server.pid, *below(server.pid)]
    for pid in victims(server.pid, number):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    time.sleep(0.3)
    over.set()
    for pid in family:  # what the killed ones left behind ends too: the next round starts from the disk alone
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.wait()
    for each in sides:
        each.join()


def looked_for(month: Month) -> list[str]:
    """Return the acknowledged acts that are not in the database."""
    from django.db import connection

    from xietong_web.fulfilling.models import Report

    connection.close()
    lost = []
    for uid, revision in month.acknowledged.items():
        row = Report.objects.select_related("item", "party", "organisation").filter(uid=uid).first()
        told = [step.act.value for step in row.to_value().history] if row else []
        if row is None or row.revision < revision or told[:revision] != list(STEPS[:revision]):
            lost.append(f"{uid} {revision}")
    return lost


def main(folder: Path, kills: int, seed: int) -> int:
    """Live through the month; the exit status says whether all is well."""
    month, dice = prepare(folder), random.Random(seed)  # noqa: S311
    for number in range(kills):
        round_of(month, number, dice)
    from xietong_web.workspace.verifying import verify

    lost, found = looked_for(month), [str(each) for each in verify()]
    told = {"kills": kills, "acts": month.acts, "reports": len(month.acknowledged), "lost": lost, "verify": found}
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    return 1 if lost or found or not month.acts else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 0))
