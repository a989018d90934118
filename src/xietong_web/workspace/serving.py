"""Takes an opened workspace; gives it a web server and a job worker, one process tree, until it is told to stop."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from types import FrameType

from xietong.basics import Refusal
from xietong_web.workspace.parents import end_with_parent

PORTS_TRIED = 50
LAST_PORT = 65_535


def free_port(host: str, wanted: int) -> int:
    """Return the wanted port, or the next free one. Raises Refusal ``no-free-port``."""
    for port in range(wanted, min(wanted + PORTS_TRIED, LAST_PORT + 1)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise Refusal(
        "no-free-port",
        zh=f"无法在 {host} 的 {wanted} 及其后的端口上提供服务；请检查 --host，或换一个 --port。",
        en=f"Nothing can be served at {host} on port {wanted} or those after it; check --host, or take another --port.",
    )


def serve(host: str, port: int, *, workers: int = 2, ready: Callable[[int], None] = lambda _: None) -> int:
    """Serve until Ctrl-C, SIGTERM or the end of either process; call ``ready`` once the server answers.

    Returns the exit status: 0 after a wanted end, 1 when a process ended by itself.
    """
    port = free_port(host, port)
    os.environ.setdefault("XIETONG_PUBLIC_URL", f"http://{host}:{port}")
    children = [_child([sys.executable, "-m", "xietong_web.workspace.web", host, str(port), str(workers)])]
    worker = [sys.executable, "-m", "xietong_web.workspace.working"]
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    try:
        if _wait_until_answering(host, port, children, stopping):
            children.append(_child(worker))  # only now: the first page is not to wait for it
            ready(port)
        while not stopping and all(child.poll() is None for child in children):
            time.sleep(0.2)
    finally:
        _end(children)
    return 0 if stopping else 1


def _child(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, preexec_fn=_in_child)  # noqa: S603, PLW1509 - single-threaded parent


def _in_child() -> None:
    """In the child: ignore the terminal's Ctrl-C (the parent ends us in order); die with a parent that was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(signal.SIGTERM)


def _wait_until_answering(host: str, port: int, children: list[subprocess.Popen[bytes]], stopping: list[int]) -> bool:
    """Wait for an answer: the socket listens long before the application behind it is there."""
    while not stopping and all(child.poll() is None for child in children):
        with contextlib.suppress(OSError, http.client.HTTPException):
            asked = http.client.HTTPConnection(host, port, timeout=1)
            asked.request("HEAD", "/accounts/login/")
            asked.getresponse()
            return True
        time.sleep(0.05)
    return False


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(timeout=10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
