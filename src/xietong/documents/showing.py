"""Takes a Draft; gives it as an indented tree of text, or as an XLSX workbook with a sheet for each kind of find."""

from collections.abc import Iterable, Iterator
from datetime import date
from io import BytesIO

from xietong.basics import sign_of
from xietong.basics.sizing import row_height
from xietong.documents.draft import Deadline, Draft, DraftItem, DraftPlan, DraftTarget, Recurrence, UnitRole

_WIDTH = 18  # characters
_POINTS = 11.0
_ROLES = {UnitRole.LEAD: "牵头", UnitRole.SUPPORT: "配合", UnitRole.ISSUER: "印发", UnitRole.MENTIONED: "提及"}
_TIMES = {
    Recurrence.YEARLY: "每年",
    Recurrence.QUARTERLY: "每季度",
    Recurrence.MONTHLY: "每月",
    Recurrence.ONGOING: "持续",
}
_SCALES = ((10**8, "亿"), (10**4, "万"))
_DOUBTFUL = 0.8


def to_tree(draft: Draft) -> str:
    """Return the draft as text to read in a terminal, ending in a line feed."""
    return "\n".join(_lines(draft)) + "\n"


def _lines(draft: Draft) -> Iterator[str]:
    if draft.plan is None:
        yield f"非计划：{draft.source.title or draft.source.name}"
        for heading in draft.outline:
            yield f"{'  ' * heading.level}{heading.number} {heading.title}".rstrip()
        return
    yield draft.plan.title or draft.source.title
    yield from (f"  {line}" for line in _head(draft, draft.plan))
    depth: dict[str, int] = {}
    for item in draft.items:
        depth[item.id] = 0 if item.parent is None else depth.get(item.parent, 0) + 1
        indent = "  " * (depth[item.id] + 1)
        yield f"{indent}{item.number} {item.title}".replace("  ", "  ") if item.number else f"{indent}{item.title}"
        details = _details(item)
        if details:
            yield f"{indent}  [{details}]"
    yield from (f"注意：{one.message}" for one in draft.notices)


def _head(draft: Draft, plan: DraftPlan) -> Iterator[str]:
    """What the text says of the plan as a whole, a line for each; figures that an aim quotes stand with the aim."""
    if draft.source.issuers:
        yield f"印发：{'、'.join(draft.source.issuers)}"
    day = draft.source.announced or draft.source.published
    if day is not None:
        yield f"日期：{day.isoformat()}"
    if plan.start is not None or plan.end is not None:
        yield f"期限：{_days(plan.start, plan.end)}"
    if plan.declared_count is not None:
        yield f"文中称：{plan.declared_count}项"
    yield from (f"依据：{one.title}" for one in draft.basis)
    yield from (f"目标：{one.text}" for one in draft.objectives)
    quoted = [one.span for one in draft.objectives]
    for one in draft.targets:
        if one.item is None and not any(span.start <= one.span.start < span.end for span in quoted):
            yield f"指标：{_aim(one)}{f'（{one.by.isoformat()}）' if one.by else ''}"


def _details(item: DraftItem) -> str:
    named = {role: "、".join(unit.name for unit in item.units if unit.role is role) for role in _ROLES}
    units = [f"{_ROLES[role]} {names}" for role, names in named.items() if names]
    times = [f"时限 {_time(one)}" for one in item.deadlines]
    doubt = [f"可信度 {item.confidence:.2f}"] if item.confidence < _DOUBTFUL else []
    return "；".join([*units, *times, *(f"指标 {_aim(one)}" for one in item.targets), *doubt])


def _days(start: date | None, end: date | None) -> str:
    if start is not None and end is not None:
        return start.isoformat() if start == end else f"{start.isoformat()}—{end.isoformat()}"
    return f"{start.isoformat()}起" if start is not None else f"{end.isoformat()}前" if end is not None else ""


def _time(one: Deadline) -> str:
    parts = (_days(one.start, one.end), _TIMES[one.recurring] if one.recurring else "")
    return " ".join(part for part in parts if part) or one.text


def _aim(one: DraftTarget) -> str:
    scale, word = next(((each, word) for each, word in _SCALES if one.value >= each), (1, ""))
    return f"{one.indicator} {sign_of(one.op)} {(one.value / scale).normalize():f}{word}{one.unit}"


def to_workbook(draft: Draft) -> bytes:
    """Return the draft as the bytes of an XLSX workbook, one sheet for each kind of find."""
    import xlsxwriter

    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    for name, header, rows in _sheets(draft):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, header, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            cells = [_cell(value) for value in row]
            sheet.set_row(number, row_height([str(cell) for cell in cells], [_WIDTH] * len(cells), _POINTS))
            sheet.write_row(number, 0, cells, wrap)
        sheet.set_column(0, len(header) - 1, _WIDTH)
    book.close()
    return stream.getvalue()


def _cell(value: object) -> object:
    return value if isinstance(value, int | float | str) else "" if value is None else str(value)


Sheet = tuple[str, tuple[str, ...], Iterable[tuple[object, ...]]]


def _sheets(draft: Draft) -> Iterator[Sheet]:
    header = ("序号", "上级", "类型", "编号", "名称", "任务内容", "牵头单位", "配合单位", "完成时限", "目标", "可信度")
    yield "事项", header, (_row(item) for item in draft.items)
    yield "目标", ("目标", "时限"), ((one.text, "；".join(map(_time, one.deadlines))) for one in draft.objectives)
    yield (
        "单位",
        ("名称", "全称", "职责", "协同方", "事项"),
        ((one.name, one.resolved, _ROLES[one.role], one.party, one.item) for one in draft.units),
    )
    yield (
        "时限",
        ("原文", "起", "止", "周期", "事项"),
        (
            (one.text, one.start, one.end, _TIMES[one.recurring] if one.recurring else "", one.item)
            for one in draft.deadlines
        ),
    )
    yield (
        "指标",
        ("原文", "指标", "关系", "数值", "单位", "截至", "事项"),
        ((one.text, one.indicator, one.op, float(one.value), one.unit, one.by, one.item) for one in draft.targets),
    )
    yield "依据", ("名称", "类型", "事项"), ((one.title, one.kind.value, one.item) for one in draft.basis)
    yield "注意", ("代码", "说明"), ((one.code, one.message) for one in draft.notices)


def _row(item: DraftItem) -> tuple[object, ...]:
    def named(role: UnitRole) -> str:
        return "、".join(unit.name for unit in item.units if unit.role is role)

    times = "；".join(_time(one) for one in item.deadlines)
    aims = "；".join(_aim(one) for one in item.targets)
    lead, support = named(UnitRole.LEAD), named(UnitRole.SUPPORT)
    what = (item.id, item.parent, item.kind.value, item.number, item.title, item.text)
    return (*what, lead, support, times, aims, item.confidence)
