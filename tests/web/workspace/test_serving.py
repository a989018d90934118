"""One command serves; Ctrl-C ends all of it, and a killed parent takes its children with it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from django.core import management
from django.db import DatabaseError, OperationalError

from xietong.basics import Refusal
from xietong.cli import group
from xietong_web.workspace import opening, serving, working

pytestmark = pytest.mark.once


def test_a_taken_port_gives_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = serving.free_port("127.0.0.1", port)
    assert port < found < port + serving.PORTS_TRIED


def test_a_database_that_is_none_any_more_is_refused_with_what_to_do(tmp_path: Path, monkeypatch) -> None:
    def migrate(*_: object, **__: object) -> None:
        raise DatabaseError("file is not a database")

    monkeypatch.setattr(opening, "point_at", lambda *_, **__: None)
    monkeypatch.setattr(management, "call_command", migrate)
    with pytest.raises(Refusal, match="restore a damaged file from a backup"):
        opening.open_workspace(tmp_path)


def test_where_nothing_can_be_served_or_written_is_said(tmp_path: Path) -> None:
    for host, port in (("300.1.1.1", 8000), ("127.0.0.1", serving.LAST_PORT + 1)):
        with pytest.raises(Refusal, match="take another --port"):
            serving.free_port(host, port)
    (tmp_path / "file").touch()
    with pytest.raises(Refusal, match="cannot be a workspace"):
        opening.point_at(tmp_path / "file" / "plan")


@pytest.mark.django_db
def test_a_worker_that_meets_a_locked_database_tries_again(monkeypatch) -> None:
    met: list[str] = []

    def work(name: str, *_: str) -> None:
        met.append(name)
        if len(met) == 1:
            raise OperationalError("database is locked")

    monkeypatch.setattr(working, "call_command", work)
    monkeypatch.setattr(working, "connection", SimpleNamespace(close=lambda: met.append("closed")))
    monkeypatch.setattr(working, "AGAIN", 0)
    working.work()
    assert met == ["db_worker", "closed", "db_worker"]


def test_a_folder_that_is_no_workspace_is_not_made_one_by_looking_at_it(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    answer = CliRunner().invoke(group, ["verify", "--workspace", str(tmp_path)])
    assert (answer.exit_code, list(tmp_path.iterdir())) == (2, [])
    assert "there is no workspace" in answer.output


def test_a_workspace_is_ready_only_for_the_software_and_the_kind_it_was_made_by(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("XIETONG_DEMONSTRATION", raising=False)
    assert not opening.is_ready(tmp_path)
    opening.mark_ready(tmp_path)
    assert not opening.is_ready(tmp_path)  # no database
    (tmp_path / "xietong.sqlite3").touch()
    assert opening.is_ready(tmp_path)
    monkeypatch.setenv("XIETONG_DEMONSTRATION", "1")
    assert not opening.is_ready(tmp_path)
    monkeypatch.setattr(opening, "version", lambda _: "of later")
    assert not opening.is_ready(tmp_path)


def started(workspace: Path, port: int) -> tuple[subprocess.Popen[str], str]:
    """Start a server and return it with its address once it says that it is there."""
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "XIETONG_WORKSPACE"}}
    env["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-m", "xietong", "serve", "--workspace", str(workspace), "--workers", "1"]
    process = subprocess.Popen([*command, "--port", str(port)], env=env, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, process.stdout.readline().split()[3]


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def gone(pids: list[int]) -> bool:
    for _ in range(100):
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts processes in /proc")
def test_a_server_starts_ends_with_ctrl_c_and_takes_its_children_along_when_killed(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process, address = started(tmp_path / "w", port)
    with urllib.request.urlopen(f"{address}/accounts/login/") as answer:  # noqa: S310 - our own address
        assert answer.status == 200
    packed = {"Accept-Encoding": "gzip"}
    style = urllib.request.Request(f"{address}/static/theme/dist/main.css", headers=packed)  # noqa: S310
    with urllib.request.urlopen(style) as answer:  # noqa: S310
        assert answer.headers["Content-Encoding"] == "gzip"
    below = children(process.pid)
    assert len(below) == 2  # web server and job worker
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    assert gone(below)

    process, _ = started(tmp_path / "w", port)  # the second start finds its tables made
    below = children(process.pid)
    workers = [each for child in below for each in children(child)]
    assert workers
    os.kill(below[0], signal.SIGKILL)  # a web server that had to be killed leaves none that goes on answering
    assert process.wait(timeout=30) == 1
    assert gone(workers)
    assert gone(below)

    process, _ = started(tmp_path / "w", port)
    below = children(process.pid)
    process.kill()
    process.wait()
    assert gone(below)
