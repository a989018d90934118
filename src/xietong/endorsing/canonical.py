"""Takes a Plan; gives the one sequence of bytes that stands for it, its digest, and the Plan back.

Canonical form is RFC 8785 (JSON Canonicalization Scheme) with schema ``xietong-plan/1``; numbers that are not whole
stand as strings, so that no floating point enters.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import rfc8785

from xietong.basics import Refusal
from xietong.drafting import Plan, plan_from_plain, plan_to_plain

SCHEMA = "xietong-plan/1"


def canonical(plan: Plan) -> bytes:
    """Return the canonical form of a plan: UTF-8 JSON, the same for equal plans on every machine.

    Refuses ``unwritable-text`` where a text holds half a surrogate pair.
    """
    # The standard encoder writes RFC 8785 for what a plan holds (ASCII names, texts, whole numbers; the tests compare
    # the two) and takes a sixth of the time of the general one: 0.3 s against 1.5 s at 10,000 items.
    value = {"schema": SCHEMA, "plan": plan_to_plain(plan)}
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError as trouble:
        raise _unwritable() from trouble


def canonical_json(value: Mapping[str, Any]) -> bytes:
    """Return plain JSON values in canonical form (RFC 8785). Refuses ``unwritable-text``."""
    try:
        return bytes(rfc8785.dumps(value))
    except rfc8785.CanonicalizationError as trouble:
        raise _unwritable() from trouble


def _unwritable() -> Refusal:
    return Refusal(
        "unwritable-text",
        zh="内容中有无法编码的字符或数值，请删除异常字符后重试。",
        en="The content holds a character or number that cannot be encoded; remove it and try again.",
    )


def plan_from_canonical(content: bytes) -> Plan:
    """Return the plan of a canonical form. Refuses ``unreadable-plan``."""
    try:
        value = json.loads(content)
    except ValueError as trouble:
        raise _unreadable() from trouble
    if not isinstance(value, dict) or value.get("schema") != SCHEMA:
        raise _unreadable()
    return plan_from_plain(value.get("plan"))


def _unreadable() -> Refusal:
    return Refusal(
        "unreadable-plan",
        zh=f"内容不是 {SCHEMA} 格式的行动计划版本，请核对文件来源。",
        en=f"The content is no version of a plan in the form {SCHEMA}; check where the file came from.",
    )


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes as 64 lower-case hexadecimal digits (FIPS 180-4).

    >>> digest(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(content).hexdigest()
