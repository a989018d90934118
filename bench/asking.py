"""Takes questions; gives how long a real server on loopback takes to answer them, for one user or several at once."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import urlencode

CSRF = "x" * 32
_NUMBERS = count()
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class Question:
    """An address to get, or to post ``fields`` to: ``{n}`` in them is a fresh number, ``{revision}`` that of ``item``,
    ``{monday}`` a later Monday each time. ``after`` is an address to which an item below ``parent`` is added first,
    which is not timed. ``heavy`` questions are asked less often and by one user."""

    address: str
    fields: Mapping[str, str] = field(default_factory=dict)
    heavy: bool = False
    item: str = ""
    after: str = ""
    parent: str = ""


@contextmanager
def serving() -> Iterator[int]:
    """Serve the opened workspace as ``xietong serve`` does; give the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "xietong_web.workspace.web", "127.0.0.1", str(port), "2"]
    path = os.pathsep.join(each for each in sys.path if each)
    environment = {**os.environ, "XIETONG_LOG_LEVEL": "ERROR", "PYTHONPATH": path}
    Path(environment["XIETONG_WORKSPACE"], "static").mkdir(exist_ok=True)
    server = subprocess.Popen(command, env=environment)
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with status {server.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not answer within a minute")


def ask(
    port: int, cookie: str, question: Question, users: int, rounds: int, *, warm: bool = True
) -> tuple[list[float], int]:
    """Ask a question ``rounds`` times per user; return the times in milliseconds and the length of the last answer."""
    if warm:  # both server processes have met the question before it is timed
        for _ in range(1 if question.heavy and question.fields else 6):
            _one(_connection(port), cookie, question)
    spent: list[float] = []
    lengths: list[int] = []

    def user() -> None:
        line = _connection(port)
        for _ in range(rounds):
            milliseconds, length = _one(line, cookie, question)
            with _LOCK:
                spent.append(milliseconds)
                lengths.append(length)
        line.close()

    threads = [Thread(target=user) for _ in range(users)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(spent) < users * rounds:
        raise RuntimeError(f"{question.address}: only {len(spent)} of {users * rounds} answers came")
    return spent, lengths[-1]


def _connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=300)


def _one(line: http.client.HTTPConnection, cookie: str, question: Question) -> tuple[float, int]:
    headers = {"Cookie": f"sessionid={cookie}; csrftoken={CSRF}"}
    if question.after:
        _post(line, headers, question.after, {"parent": question.parent, "kind": "task", "title": f"新增{_number()}"})
    fields = _filled(question)
    began = time.perf_counter()
    if fields:
        body = _post(line, headers, question.address, fields)
    else:
        body = _answer(line, "GET", question.address, None, headers)
    return (time.perf_counter() - began) * 1000, body


def _post(line: http.client.HTTPConnection, headers: Mapping[str, str], address: str, fields: Mapping[str, str]) -> int:
    told = {**headers, "X-CSRFToken": CSRF, "Content-Type": "application/x-www-form-urlencoded"}
    return _answer(line, "POST", address, urlencode(fields), told)


def _answer(
    line: http.client.HTTPConnection, method: str, address: str, body: str | None, headers: Mapping[str, str]
) -> int:
    line.request(method, address, body, dict(headers))
    answer = line.getresponse()
    content = answer.read()
    if answer.status not in {200, 302} or answer.getheader("Location", "").startswith("/accounts/"):
        raise RuntimeError(f"{method} {address}: {answer.status} {content[-300:].decode(errors='replace')}")
    return len(content)


def _number() -> int:
    with _LOCK:
        return next(_NUMBERS)


def _filled(question: Question) -> dict[str, str]:
    if not question.fields:
        return {}
    number = _number()
    today = date.fromtimestamp(time.time())
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=number + 1)
    known = {"n": str(number), "monday": monday.isoformat(), "revision": _revision(question.item)}
    return {name: value.format(**known) for name, value in question.fields.items()}


def _revision(item: str) -> str:
    if not item:
        return ""
    from xietong_web.drafting.models import Item

    return str(Item.objects.values_list("revision", flat=True).get(uid=item))
