"""Takes what an item is to become; gives it fit to be written, or the refusal that says what to correct."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from xietong import drafting
from xietong.basics import Refusal
from xietong_web.audit.keys import new_key
from xietong_web.drafting.models import Basis, Plan
from xietong_web.theme.templatetags.theme import word

# A joint plan of authorities that exist: a day outside is a slip of the pen, and would stretch every timetable.
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2149, 12, 31)
_OPERATORS = frozenset({"=", ">=", "<=", "+"})


def stale_edit(
    theirs: drafting.Item | drafting.Plan, yours: Mapping[str, Any], revision: int | str, *, zh: str = "", en: str = ""
) -> Refusal:
    """Return the refusal of an edit upon an older state, with both texts of every field in which they differ.

    Its ``revision`` is the one to save with, once both have been compared. ``zh`` and ``en`` name what was edited
    where it is not an item.
    """
    differing = [name for name in yours if yours[name] != getattr(theirs, name)] or list(yours)
    texts = [
        "\n".join(f"{word(name)}: {in_words(value(name)) or '—'}" for name in differing)
        for value in (partial(getattr, theirs), yours.__getitem__)
    ]
    return Refusal(
        "stale-edit",
        zh=f"您编辑期间他人已修改{zh or '此事项'}；下面并列双方文本，请核对后重新保存。",
        en=f"Somebody changed {en or 'this item'} while you were editing; both texts are below. "
        "Check them and save again.",
        detail={"theirs": texts[0], "yours": texts[1], "revision": str(revision)},
    )


def in_words(value: object) -> str:
    """Return a value of a plan as a page shows it: an objective with its day, a document with its kind."""
    if isinstance(value, tuple):
        return "、".join(in_words(each) for each in value)
    if isinstance(value, drafting.Objective):
        return f"{value.text}（{value.due}）" if value.due else value.text
    if isinstance(value, drafting.Basis):
        return f"《{value.title}》（{word(value.kind)}）"
    return drafting.shown(value)


def checked(
    plan: Plan, value: drafting.Item, before: drafting.Item | None = None, scene: drafting.Plan | None = None
) -> drafting.Item:
    """Return an item's value with identities of its own for new parts.

    ``before`` is what the item was: its parts keep their identities, a part that names another's gets a new one.
    ``scene`` is the state of the plan that the item stands in where that is not the one in the rows (a proposal).
    Raises Refusal ``dates-reversed``, ``day-out-of-range``, ``empty-title``, ``too-long``, ``bad-row``,
    ``unknown-item``, ``unknown-basis``.
    """
    _check_dates(value)
    _check_texts(value)
    _check_figures(value)
    _check_references(plan, value, before, scene)
    own = {part.uid for part in before.targets} | {part.uid for part in before.milestones} if before else set()
    return replace(
        value,
        targets=tuple(part if part.uid in own else replace(part, uid=new_key()) for part in value.targets),
        milestones=tuple(part if part.uid in own else replace(part, uid=new_key()) for part in value.milestones),
    )


def _check_dates(value: drafting.Item) -> None:
    if value.start and value.due and value.due < value.start:
        raise Refusal(
            "dates-reversed",
            zh=f"完成时限 {value.due} 早于开始时间 {value.start}；请改正其中之一。",
            en=f"The due date {value.due} lies before the start {value.start}; correct one of them.",
            field="due",
        )
    check_days([value.start, value.due, *(part.by for part in value.targets), *(part.due for part in value.milestones)])


def check_days(days: Iterable[date | None]) -> None:
    """Raise Refusal ``day-out-of-range`` for the first day that no plan has."""
    strange = [day for day in days if day and not FIRST_DAY <= day <= LAST_DAY]
    if strange:
        raise Refusal(
            "day-out-of-range",
            zh=f"日期 {strange[0]} 不在 {FIRST_DAY} 至 {LAST_DAY} 之间；请核对年份。",
            en=f"The day {strange[0]} does not lie between {FIRST_DAY} and {LAST_DAY}; check the year.",
        )


def _check_texts(value: drafting.Item) -> None:
    if not value.title.strip():
        raise Refusal("empty-title", zh="事项须有名称；请填写。", en="An item needs a title; write one.", field="title")
    texts = [(value.number, 40)]
    texts += [(part.name, 160) for part in value.duties]
    texts += [(part.indicator, 200) for part in value.targets]
    texts += [(part.unit, 40) for part in value.targets]
    texts += [(part.title, 200) for part in value.milestones]
    check_lengths(texts)


def check_lengths(texts: Iterable[tuple[str, int]]) -> None:
    """Raise Refusal ``too-long`` for the first text over the limit of its column, which PostgreSQL holds to."""
    for text, limit in texts:
        if len(text) > limit:
            raise Refusal(
                "too-long",
                zh=f"“{text[:20]}……”超过 {limit} 个字符；请缩短。",
                en=f"“{text[:20]}…” is longer than {limit} characters; shorten it.",
            )


def _check_figures(value: drafting.Item) -> None:
    figures = [(value.weight, Decimal(0), Decimal(99_999), 4, "weight")]
    figures += [(part.value, Decimal(-(10**15)), Decimal(10**15), 6, part.indicator) for part in value.targets]
    for figure, low, high, places, name in figures:
        exponent = figure.normalize().as_tuple().exponent
        if not isinstance(exponent, int) or not low <= figure <= high or -exponent > places:
            raise Refusal(
                "bad-row",
                zh=f"“{name}”的数值 {figure} 须在 {low} 与 {high} 之间，小数不超过 {places} 位。",
                en=f"The figure {figure} of “{name}” must lie between {low} and {high}, with up to {places} decimals.",
            )
    if any(part.op not in _OPERATORS for part in value.targets):
        raise Refusal("bad-row", zh="目标值的关系须为 =、>=、<= 或 +。", en="A target's relation is =, >=, <= or +.")


def _check_references(
    plan: Plan, value: drafting.Item, before: drafting.Item | None, scene: drafting.Plan | None
) -> None:
    """Refuse references to what the plan does not hold. Circles are the plan's business, found before it is signed."""
    items = set(value.after) - (set(before.after) if before else set())
    basis = set(value.basis) - (set(before.basis) if before else set())
    if not items and not basis:
        return
    if scene is None:
        lost = items - set(plan.items.filter(uid__in=items).values_list("uid", flat=True))
        baseless = basis - set(Basis.objects.filter(plan=plan, uid__in=basis).values_list("uid", flat=True))
    else:
        lost = items - {each.uid for each in scene.items}
        baseless = basis - {each.uid for each in scene.basis}
    if lost or value.uid in items:
        raise Refusal(
            "unknown-item",
            zh="前置事项须是本计划中的其他事项；请重新选择。",
            en="What an item waits for must be another item of this plan; choose again.",
            field="after",
        )
    if baseless:
        raise Refusal(
            "unknown-basis",
            zh="依据须是本计划所列的依据文件；请重新选择。",
            en="A basis must be one of those that the plan names; choose again.",
            field="basis",
        )
