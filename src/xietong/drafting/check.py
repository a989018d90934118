"""Takes a Plan; gives what is wrong or doubtful in it, one Finding each, naming the item."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from xietong.basics import Finding, Organisation, Severity, Wording
from xietong.drafting.plan import Item, Plan
from xietong.drafting.tree import circles

EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class _Scene:
    """The plan with its indexes; ``organisations`` is ``None`` when nobody told which exist."""

    plan: Plan
    by_uid: dict[str, Item]
    organisations: dict[str, Organisation] | None


_Rule = Callable[[_Scene], Iterator[Finding]]


def check(plan: Plan, organisations: Iterable[Organisation] | None = None) -> tuple[Finding, ...]:
    """Return everything that is off in a plan, in the order of the rules below, then of the items.

    Without ``organisations`` the codes in duties are not looked up. ``subject`` of a finding is the item's uid (empty
    for the plan itself). Errors forbid putting the plan to the parties; warnings do not.
    """
    known = None if organisations is None else {body.code: body for body in organisations}
    scene = _Scene(plan, {item.uid: item for item in plan.items}, known)
    return tuple(finding for rule in _RULES for finding in rule(scene))


def label(item: Item) -> str:
    """Name an item in a sentence: its number and title, or its uid when it has neither."""
    return f"{item.number}{item.title}" or item.uid


def _found(code: str, item: Item, zh: str, en: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(code, Wording(zh=zh, en=en), severity, item.uid, item.source)


def _same_uid(scene: _Scene) -> Iterator[Finding]:
    counts = Counter(item.uid for item in scene.plan.items)
    for uid, count in counts.items():
        if count > 1:
            item = scene.by_uid[uid]
            zh = f"有 {count} 个事项使用同一标识，其中有“{label(item)}”。"
            yield _found("duplicate_uid", item, zh, f"{count} items share one identity, among them “{label(item)}”.")


def _parents(scene: _Scene) -> Iterator[Finding]:
    for item in scene.plan.items:
        if item.parent is not None and item.parent not in scene.by_uid:
            zh = f"“{label(item)}”的上级事项不存在，请重新选择上级。"
            yield _found("missing_parent", item, zh, f"The parent of “{label(item)}” does not exist; choose another.")


def _parent_circles(scene: _Scene) -> Iterator[Finding]:
    edges: dict[str, tuple[str, ...]] = {item.uid: (item.parent,) if item.parent else () for item in scene.plan.items}
    yield from _circles(
        scene, edges, "cyclic_tree", "上下级关系形成循环", "These items are above each other in a circle"
    )


def _dependency_circles(scene: _Scene) -> Iterator[Finding]:
    edges = {item.uid: item.after for item in scene.plan.items}
    yield from _circles(
        scene, edges, "cyclic_dependency", "先后关系形成循环", "These items wait for each other in a circle"
    )


def _circles(scene: _Scene, edges: dict[str, tuple[str, ...]], code: str, zh: str, en: str) -> Iterator[Finding]:
    for circle in circles(edges):
        path = " → ".join(label(scene.by_uid[uid]) for uid in (*circle, circle[0]))
        yield _found(code, scene.by_uid[circle[0]], f"{zh}：{path}。", f"{en}: {path}.")


def _numbers(scene: _Scene) -> Iterator[Finding]:
    first: dict[tuple[str | None, str], Item] = {}
    for item in scene.plan.items:
        if not item.number:
            continue
        twin = first.setdefault((item.parent, item.number), item)
        if twin is not item:
            zh = f"同一上级下序号“{item.number}”重复：“{twin.title}”与“{item.title}”。"
            en = f"Number “{item.number}” is used twice below one parent: “{twin.title}” and “{item.title}”."
            yield _found("duplicate_number", item, zh, en, Severity.WARNING)


def _titles(scene: _Scene) -> Iterator[Finding]:
    if not scene.plan.title.strip():
        yield Finding("empty_title", Wording(zh="行动计划没有标题。", en="The plan has no title."), Severity.ERROR)
    for item in scene.plan.items:
        if not item.title.strip():
            name = item.number or item.uid
            yield _found("empty_title", item, f"事项“{name}”没有标题。", f"Item “{name}” has no title.")


def _plan_dates(scene: _Scene) -> Iterator[Finding]:
    start, end = scene.plan.start, scene.plan.end
    if start and end and end < start:
        wording = Wording(
            zh=f"计划止期 {end} 早于起期 {start}。", en=f"The plan ends on {end}, before its start {start}."
        )
        yield Finding("end_before_start", wording, Severity.ERROR)


def _dates(scene: _Scene) -> Iterator[Finding]:
    for item in scene.plan.items:
        if item.start and item.due and item.due < item.start:
            zh = f"“{label(item)}”的完成时限 {item.due} 早于起始时间 {item.start}。"
            en = f"“{label(item)}” is due on {item.due}, before its start {item.start}."
            yield _found("due_before_start", item, zh, en)
        for day in _days(item):
            yield from _day(scene.plan, item, day)


def _days(item: Item) -> Iterator[date]:
    """Yield each day of an item once."""
    days = (item.start, item.due, *(target.by for target in item.targets), *(stone.due for stone in item.milestones))
    yield from dict.fromkeys(day for day in days if day is not None)


def _day(plan: Plan, item: Item, day: date) -> Iterator[Finding]:
    if not EARLIEST <= day <= LATEST:
        zh = f"“{label(item)}”中的日期 {day} 不合理，请核对年份。"
        yield _found("implausible_date", item, zh, f"{day} in “{label(item)}” is implausible; check the year.")
    elif (plan.start and day < plan.start) or (plan.end and day > plan.end):
        zh = f"“{label(item)}”中的日期 {day} 不在计划期 {plan.start or '…'} 至 {plan.end or '…'} 之内。"
        en = f"{day} in “{label(item)}” lies outside the plan's period {plan.start or '…'} to {plan.end or '…'}."
        yield _found("date_outside_plan", item, zh, en, Severity.WARNING)


def _within_parent(scene: _Scene) -> Iterator[Finding]:
    for item in scene.plan.items:
        above = scene.by_uid.get(item.parent or "")
        if above is not None and above.due and item.due and item.due > above.due:
            zh = f"“{label(item)}”的时限 {item.due} 晚于上级“{label(above)}”的时限 {above.due}。"
            en = f"“{label(item)}” is due on {item.due}, after its parent “{label(above)}” ({above.due})."
            yield _found("due_after_parent", item, zh, en, Severity.WARNING)


def _duties(scene: _Scene) -> Iterator[Finding]:
    parties = {party.code for party in scene.plan.parties}
    for item in scene.plan.items:
        for duty in item.duties:
            name = duty.name or duty.organisation
            if not duty.organisation:
                zh = f"“{label(item)}”的责任单位“{name}”尚未对应到单位库。"
                en = f"“{name}”, responsible in “{label(item)}”, is not matched to an organisation yet."
                yield _found("unresolved_duty", item, zh, en, Severity.WARNING)
            if duty.party and duty.party not in parties:
                zh = f"“{label(item)}”的责任单位“{name}”属于未知协同方“{duty.party}”。"
                en = f"“{name}” in “{label(item)}” belongs to “{duty.party}”, which is no party of this plan."
                yield _found("unknown_party", item, zh, en)


def _organisations(scene: _Scene) -> Iterator[Finding]:
    if scene.organisations is None:
        return
    for item in scene.plan.items:
        for duty in item.duties:
            body = scene.organisations.get(duty.organisation)
            if duty.organisation and body is None:
                zh = f"“{label(item)}”的责任单位代码“{duty.organisation}”不在单位库中。"
                en = f"No organisation has the code “{duty.organisation}” named in “{label(item)}”."
                yield _found("unknown_organisation", item, zh, en)
            elif body is not None and body.party != duty.party:
                zh = f"“{body.name}”属于协同方“{body.party}”，而“{label(item)}”中写为“{duty.party}”。"
                en = f"“{body.name}” belongs to party “{body.party}”, not “{duty.party}” as “{label(item)}” says."
                yield _found("wrong_party", item, zh, en)


def _references(scene: _Scene) -> Iterator[Finding]:
    papers = {paper.uid for paper in scene.plan.basis}
    for item in scene.plan.items:
        if missing := [uid for uid in item.after if uid not in scene.by_uid]:
            zh = f"“{label(item)}”的 {len(missing)} 个前置事项不存在。"
            en = f"{len(missing)} item(s) that “{label(item)}” waits for do not exist."
            yield _found("missing_predecessor", item, zh, en)
        if missing := [uid for uid in item.basis if uid not in papers]:
            zh = f"“{label(item)}”引用的 {len(missing)} 个依据不存在。"
            en = f"{len(missing)} basis document(s) that “{label(item)}” rests on do not exist."
            yield _found("missing_basis", item, zh, en)


_RULES: tuple[_Rule, ...] = (
    _same_uid,
    _parents,
    _parent_circles,
    _dependency_circles,
    _numbers,
    _titles,
    _plan_dates,
    _dates,
    _within_parent,
    _duties,
    _organisations,
    _references,
)
