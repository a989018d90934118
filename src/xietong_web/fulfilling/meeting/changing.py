"""Takes what a decision wants of the plan; gives it checked, as plain values that a row can keep.

An item: ``parent`` (uid or empty), ``kind``, ``title``. A proposal: ``item`` (uid) and either ``remove`` or new values
of some of ``title``, ``text``, ``start``, ``due``.
"""

from collections.abc import Mapping
from typing import Any

from xietong import drafting
from xietong.basics import Refusal, in_field
from xietong.fulfilling import DecisionKind
from xietong_web.accounts.days import day_of
from xietong_web.drafting.checking import check_days
from xietong_web.drafting.models import Item, Plan

TEXTS, DAYS = ("title", "text"), ("start", "due")


def checked_change(plan: Plan, kind: DecisionKind, change: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a decision wants of the plan, fit to be kept.

    Raises Refusal ``no-such-item``, ``bad-kind``, ``empty-title``, ``nothing-changed``, ``bad-day``.
    """
    match kind:
        case DecisionKind.ITEM:
            return _new_item(plan, change)
        case DecisionKind.PROPOSAL:
            return _other_item(plan, change)
        case DecisionKind.TRACKED:
            return {}


def _new_item(plan: Plan, change: Mapping[str, Any]) -> dict[str, Any]:
    parent, kind, title = (str(change.get(name) or "").strip() for name in ("parent", "kind", "title"))
    if parent:
        known_item(plan, parent)
    if kind not in set(drafting.Kind):
        raise Refusal("bad-kind", zh="请选择事项的类别。", en="Choose what kind of item it is.", field="item_kind")
    if not title:
        raise Refusal(
            "empty-title", zh="请填写新事项的名称。", en="Write the title of the new item.", field="item_title"
        )
    return {"parent": parent, "kind": kind, "title": title}


def _other_item(plan: Plan, change: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"item": str(change.get("item") or "")}
    known_item(plan, found["item"])
    if change.get("remove"):
        return {**found, "remove": True}
    found |= {name: str(change[name]).strip() for name in TEXTS if str(change.get(name) or "").strip()}
    found |= {name: _day(name, str(change[name])) for name in DAYS if change.get(name)}
    if len(found) == 1:
        raise Refusal(
            "nothing-changed",
            zh="请写明事项改成什么：名称、内容或时间。",
            en="Say what becomes of the item: its title, text or dates.",
            field="new_title",
        )
    return found


def known_item(plan: Plan, uid: str) -> None:
    """Raise Refusal ``no-such-item`` where a plan has no such item."""
    if not Item.objects.filter(plan=plan, uid=uid).exists():
        raise Refusal(
            "no-such-item",
            zh="计划中没有这个事项；请从列表选择。",
            en="The plan has no such item; choose from the list.",
            field="item",
        )


def _day(name: str, text: str) -> str:
    with in_field(f"new_{name}"):
        day = day_of(text)
        check_days([day])
    return day.isoformat()
