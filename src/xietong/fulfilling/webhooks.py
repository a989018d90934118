"""Takes a message; gives the request that a WeCom, DingTalk or Feishu group robot understands: address and JSON body.

Pure: nothing is sent here. Sources: the vendors' pages on group robots (WeCom developer centre, document 91770;
DingTalk open platform, custom robots with signed requests; Feishu open platform, custom bots with signature checks).
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from xietong.basics import Refusal

Json = dict[str, object]


class Robot(StrEnum):
    """The robots whose formats are known."""

    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"


# The most bytes (UTF-8) of text a robot takes; the rest is cut at a whole character and marked with an ellipsis.
LIMITS: Mapping[Robot, int] = {Robot.WECOM: 4096, Robot.DINGTALK: 18_000, Robot.FEISHU: 18_000}


@dataclass(frozen=True, slots=True)
class Message:
    """What is said: a title, lines of plain text, and an address where more is to be seen (empty: none)."""

    title: str
    lines: tuple[str, ...]
    link: str = ""


@dataclass(frozen=True, slots=True)
class WebRequest:
    """A POST request: its address, its JSON body (UTF-8) and its headers."""

    url: str
    body: bytes
    headers: Mapping[str, str]


def webhook_request(robot: Robot, url: str, message: Message, *, now: datetime, secret: str = "") -> WebRequest:
    """Return the request that puts a message into a robot's group. ``secret`` signs it (DingTalk, Feishu).

    ``now`` (aware) is the time of signing: DingTalk and Feishu refuse a request an hour or more away from it. Raises
    Refusal ``not-https`` for an address that is not HTTPS and not on this machine.
    """
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise Refusal(
            "not-https",
            zh="机器人地址须以 https:// 开头，请核对后重新填写。",
            en="A robot's address begins with https://; check it and enter it again.",
            field="address",
        )
    address, body = _FORMS[robot](url, message, now, secret)
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return WebRequest(address, data, {"Content-Type": "application/json; charset=utf-8"})


def webhook_accepted(robot: Robot, body: bytes) -> bool:
    """Tell whether a robot's answer says that it took the message: they answer HTTP 200 also when they did not."""
    try:
        answer = json.loads(body)
    except ValueError:
        return False
    key = "code" if robot is Robot.FEISHU else "errcode"
    return isinstance(answer, dict) and answer.get(key, answer.get("StatusCode")) == 0


def _wecom(url: str, message: Message, now: datetime, secret: str) -> tuple[str, Json]:  # noqa: ARG001 - one signature
    return url, {"msgtype": "markdown", "markdown": {"content": _markdown(message, LIMITS[Robot.WECOM], "\n")}}


def _dingtalk(url: str, message: Message, now: datetime, secret: str) -> tuple[str, Json]:
    text = _markdown(message, LIMITS[Robot.DINGTALK], "\n\n")
    body: Json = {"msgtype": "markdown", "markdown": {"title": message.title, "text": text}}
    if not secret:
        return url, body
    stamp = str(int(now.timestamp() * 1000))
    digest = hmac.new(secret.encode(), f"{stamp}\n{secret}".encode(), hashlib.sha256).digest()
    sign = base64.b64encode(digest).decode()
    # The three characters of Base64 that mean something in an address.
    for mark, escaped in (("+", "%2B"), ("/", "%2F"), ("=", "%3D")):
        sign = sign.replace(mark, escaped)
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}timestamp={stamp}&sign={sign}", body


def _feishu(url: str, message: Message, now: datetime, secret: str) -> tuple[str, Json]:
    lines = _rows("\n".join(message.lines).split("\n"), LIMITS[Robot.FEISHU])
    content: list[list[dict[str, str]]] = [[{"tag": "text", "text": line}] for line in lines]
    if message.link:
        content.append([{"tag": "a", "text": message.link, "href": message.link}])
    body: Json = {"msg_type": "post", "content": {"post": {"zh_cn": {"title": message.title, "content": content}}}}
    if not secret:
        return url, body
    stamp = str(int(now.timestamp()))
    # Here the text to sign is the key, and what is signed is empty.
    digest = hmac.new(f"{stamp}\n{secret}".encode(), b"", hashlib.sha256).digest()
    return url, {"timestamp": stamp, "sign": base64.b64encode(digest).decode(), **body}


# What one row costs beside its text: here the whole request is limited (20 kB), not the text.
_FRAME = len('[{"tag":"text","text":""}],')


def _rows(lines: Iterable[str], room: int) -> list[str]:
    """Return the lines that have room as rows, the last one cut where there are more."""
    rows: list[str] = []
    for line in lines:
        size = len(line.encode())
        room -= _FRAME + size
        if room < 0:
            return [*rows, cut(line, max(3, room + size))]
        rows.append(line)
    return rows


_FORMS = {Robot.WECOM: _wecom, Robot.DINGTALK: _dingtalk, Robot.FEISHU: _feishu}


def _markdown(message: Message, limit: int, newline: str) -> str:
    head, foot = f"**{_plain(message.title)}**{newline}", f"{newline}[{message.link}]({message.link})"
    if not message.link:
        foot = ""
    room = limit - len((head + foot).encode())
    return head + cut(newline.join(_plain(line) for line in message.lines), room) + foot


def _plain(text: str) -> str:
    """Take the meaning out of characters that the robots' Markdown would read: a title is not to address a group."""
    for mark in "\\`*_[]<>#@":
        text = text.replace(mark, _WIDE[mark])
    return text


# Full-width twins: the robots know no escapes.
_WIDE = {mark: chr(ord(mark) + 0xFEE0) for mark in "\\`*_[]<>#@"}


def cut(text: str, most: int) -> str:
    """Return a text of at most so many bytes in UTF-8, cut at a whole character and then ending in ``…``.

    >>> cut("成渝教育协同", 10)
    '成渝…'
    """
    data = text.encode()
    if len(data) <= most:
        return text
    return data[: max(0, most - 3)].decode(errors="ignore") + "…"
