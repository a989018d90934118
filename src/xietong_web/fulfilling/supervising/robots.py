"""Takes a party's group robots; gives them on record with their addresses sealed, and only where the operator allows.

A server that sends requests wherever somebody says can be made to knock at doors inside its own network. Requests go
out only to the hosts in ``XIETONG_WEBHOOK_HOSTS``, over HTTPS except to the machine itself, and follow no redirect.
"""

import base64
import os
from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from xietong import fulfilling
from xietong.basics import Refusal
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.permissions import require
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import record
from xietong_web.fulfilling.supervising.models import Robot

_NONCE = 12
_MACHINE = frozenset({"127.0.0.1", "localhost"})


def checked(address: str) -> SplitResult:
    """Return an address in its parts. Raises Refusal ``host-not-allowed`` for one that requests may not go to."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        raise _not_allowed("") from None
    host = f"{parts.hostname or ''}{port}"
    safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _MACHINE)
    odd = parts.username is not None or parts.password is not None or any(ord(mark) <= 32 for mark in address)
    if not safe or odd or host not in settings.WEBHOOK_HOSTS:
        raise _not_allowed(host)
    return parts


def _not_allowed(host: str) -> Refusal:
    allowed = "、".join(settings.WEBHOOK_HOSTS)
    return Refusal(
        "host-not-allowed",
        zh=f"不能向“{host}”发送通知；允许的地址：{allowed}，须以 https:// 开头。可请系统运维人员增加。",
        en=f"Notices are not sent to “{host}”; allowed are: {allowed}, with https://. The operator can add to them.",
        field="address",
    )


@transaction.atomic
def add_robot(
    *,
    kind: fulfilling.Robot,
    name: str,
    address: str,
    secret: str,
    organisation: Organisation | None,
    by: Member,
    now: datetime,
) -> Robot:
    """Let a group robot be told what the party's joint office, or one of its bodies, is told.

    Raises Refusal ``not-permitted``, ``host-not-allowed``, ``other-party``.
    """
    require(by, "fulfilling.manage-robots", party=by.party_code)
    parts = checked(address)
    if by.party is None or (organisation is not None and organisation.party_id != by.party.pk):
        raise Refusal(
            "other-party", zh="该单位不属于贵方。", en="That organisation is not of your party.", field="organisation"
        )
    uid = new_key()
    called = name.replace("\x00", "").strip()[:80] or kind.value
    robot = Robot(
        uid=uid, party=by.party, organisation=organisation, kind=kind.value, name=called,
        host=parts.hostname or "", address=sealed(address, uid), secret=sealed(secret, uid) if secret else "",
        made_by=by.sign, made_at=now,
    )  # fmt: skip
    robot.save(force_insert=True)
    data = {"name": robot.name, "kind": robot.kind, "host": robot.host}
    record("fulfilling.robot-added", by=by, now=now, subject=("robot", uid), data=data, rows=[robot], private=True)
    return robot


@transaction.atomic
def end_robot(*, uid: str, by: Member, now: datetime) -> None:
    """Tell a robot nothing any more. Raises Refusal ``not-permitted``, ``not-found``."""
    require(by, "fulfilling.manage-robots", party=by.party_code)
    robot = Robot.objects.select_for_update().filter(uid=uid, party=by.party, ended_at=None).first()
    if robot is None:
        raise Refusal("not-found", zh="没有这个机器人。", en="There is no such robot.")
    robot.ended_at = now
    robot.save(update_fields=["ended_at"])
    record("fulfilling.robot-ended", by=by, now=now, subject=("robot", uid), rows=[robot], private=True)


def sealed(text: str, uid: str) -> str:
    """Return a text under the workspace's key (AES-256-GCM, the robot's uid authenticated), as base64."""
    nonce = os.urandom(_NONCE)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, text.encode(), uid.encode())).decode()


def opened(text: str, uid: str) -> str:
    """Return what was sealed. Raises Refusal ``key-unusable`` under another workspace's key."""
    content = base64.b64decode(text)
    try:
        return _cipher().decrypt(content[:_NONCE], content[_NONCE:], uid.encode()).decode()
    except InvalidTag as trouble:
        raise Refusal(
            "key-unusable",
            zh="机器人地址无法打开：工作区密钥已更换；请重新登记机器人。",
            en="The robot's address cannot be opened: the workspace's key has changed; register the robot again.",
        ) from trouble


def _cipher() -> AESGCM:
    return AESGCM(bytes.fromhex(settings.KEY_STORE_KEY))
