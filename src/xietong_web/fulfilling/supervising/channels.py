"""Takes a letter or a robot's message; gives what became of it: sent, not sent, refused for good, or nobody knows.

The question behind every failure is whether the message may have arrived. Before the conversation began it has not:
that is tried again. Once it had left, a broken line proves nothing: that is never tried again by itself.
"""

import http.client
import json
import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import Message
from xietong_web.fulfilling.supervising.models import Robot
from xietong_web.fulfilling.supervising.robots import checked, opened

SECONDS = 15
ANSWER_BYTES = 65_536
FOR_GOOD = range(500, 600)


class Fate(StrEnum):
    """What became of a message."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message, and what the other end said."""

    fate: Fate
    error: str = ""


def send_mail(*, to: str, subject: str, text: str, mark: str) -> Outcome:
    """Send one letter. ``mark`` makes its Message-ID, the same for the same notices."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2] or "localhost"
    letter = EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [to])
    letter.extra_headers = {"Message-ID": f"<{mark}@{host}>", "Auto-Submitted": "auto-generated"}
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as trouble:
        return Outcome(Fate.NOT_SENT, _said(trouble))
    try:
        letter.connection = connection
        letter.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as trouble:
        return Outcome(Fate.REFUSED if _code(trouble) in FOR_GOOD else Fate.NOT_SENT, _said(trouble))
    except (OSError, smtplib.SMTPException) as trouble:
        return Outcome(Fate.UNKNOWN, _said(trouble))
    finally:
        _close(connection)
    return Outcome(Fate.SENT)


def _close(connection: object) -> None:
    """Hang up; a line that breaks now carries nothing any more."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (OSError, smtplib.SMTPException):
        return


def _code(trouble: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> int:
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return max((code for code, _ in trouble.recipients.values()), default=0)
    return int(trouble.smtp_code)


def _said(trouble: Exception) -> str:
    """Return what the other end answered, else the system's words for what went wrong."""
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return "; ".join(_answer(code, text) for code, text in trouble.recipients.values())[:500]
    if isinstance(trouble, smtplib.SMTPResponseException):
        return _answer(trouble.smtp_code, trouble.smtp_error)
    if isinstance(trouble, OSError) and trouble.strerror:
        return trouble.strerror[:500]
    return f"{type(trouble).__name__}: {trouble}"[:500]


def _answer(code: int, text: bytes | str) -> str:
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"[:500]


def send_to_robot(*, robot: Robot, title: str, lines: Sequence[str], link: str, now: datetime) -> Outcome:
    """Put one message into a robot's group."""
    try:
        address, secret = opened(robot.address, robot.uid), opened(robot.secret, robot.uid) if robot.secret else ""
        checked(address)  # the operator may have taken the host off the list since
        kind = fulfilling.Robot(robot.kind)
        request = fulfilling.webhook_request(kind, address, Message(title, tuple(lines), link), now=now, secret=secret)
    except Refusal as refusal:
        return Outcome(Fate.REFUSED, refusal.wording.zh)
    return _post(kind, request)


def _post(kind: fulfilling.Robot, request: fulfilling.WebRequest) -> Outcome:
    parts = checked(request.url)
    secure = parts.scheme == "https"
    connect = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    line = connect(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        try:
            line.connect()
        except OSError as trouble:
            return Outcome(Fate.NOT_SENT, _said(trouble))
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        line.request("POST", path, request.body, dict(request.headers))
        answer = line.getresponse()
        body = answer.read(ANSWER_BYTES)
    except (OSError, http.client.HTTPException) as trouble:
        return Outcome(Fate.UNKNOWN, _said(trouble))
    finally:
        line.close()
    return _judged(kind, answer.status, body)


def _judged(kind: fulfilling.Robot, status: int, body: bytes) -> Outcome:
    """Judge by status and body: the robots answer 200 also when they refuse; no redirect is followed."""
    if status == http.client.OK and fulfilling.webhook_accepted(kind, body):
        return Outcome(Fate.SENT)
    said = f"HTTP {status} {body[:300].decode(errors='replace')}".strip()
    busy = status in (http.client.OK, http.client.TOO_MANY_REQUESTS, http.client.SERVICE_UNAVAILABLE)
    if status == http.client.OK and not _is_json(body):
        return Outcome(Fate.UNKNOWN, said)
    if status >= http.client.INTERNAL_SERVER_ERROR and not busy:
        return Outcome(Fate.UNKNOWN, said)  # 500, 502, 504: it may have been done before the trouble
    return Outcome(Fate.NOT_SENT if busy else Fate.REFUSED, said)


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True
