"""Takes a plan and the names of organisations; gives its items as rows of texts, and those as CSV."""

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from xietong.basics import Organisation
from xietong.drafting import Item, Kind, Plan, Role, house_form, ordered
from xietong.publishing import wording

# Spreadsheets take a text that begins so for a formula; CSV has no way to say otherwise (OWASP, CSV injection).
_FORMULA = frozenset("=+-@\t\r")
_CHUNK_ROWS = 500
Row = list[str]


def columns(plan: Plan, language: str = "zh") -> list[tuple[str, int]]:
    """Return header and width (characters) of each column; leads and supports have one column per party."""
    chinese = not language.lower().startswith("en")
    head = [
        ("序号", "No.", 8), ("类型", "Kind", 8), ("方向", "Direction", 20), ("行动", "Action", 24),
        ("事项", "Item", 30), ("内容", "Text", 60),
    ]  # fmt: skip
    tail = [
        ("开始", "Start", 11), ("完成时限", "Due", 11), ("周期", "Recurrence", 9), ("目标值", "Targets", 30),
        ("节点", "Milestones", 24), ("依据", "Basis", 24), ("权重", "Weight", 7), ("标识", "Id", 38),
        ("上级标识", "Parent id", 38), ("前置标识", "After", 38),
    ]  # fmt: skip
    sides = [
        (f"{zh}（{party.side or party.name}）", f"{en} ({party.code})", 26)
        for zh, en in (("牵头单位", "Lead"), ("配合单位", "Support"))
        for party in plan.parties
    ]
    return [(zh if chinese else en, width) for zh, en, width in [*head, *sides, *tail]]


def rows(
    plan: Plan,
    organisations: Iterable[Organisation],
    *,
    day: date | None = None,
    language: str = "zh",
    items: Iterable[Item] | None = None,
) -> Iterator[Row]:
    """Yield the items in reading order, one row of texts each (days ISO 8601), as :func:`columns` says.

    ``items`` are the plan's items where they are read a stretch at a time: in reading order, instead of its own.
    """
    names = wording.names_of(organisations, day)
    basis = {each.uid: each.title for each in plan.basis}
    slots = {
        (role, party.code): at
        for at, (role, party) in enumerate(itertools.product((Role.LEAD, Role.SUPPORT), plan.parties))
    }
    tongue = 1 if language.lower().startswith("en") else 0
    titles: dict[str, tuple[str, str]] = {}
    for item in ordered(plan.items) if items is None else items:
        direction, action = titles.get(item.parent or "", ("", ""))
        if item.kind is Kind.DIRECTION:
            direction = item.title
        elif item.kind is Kind.ACTION:
            action = item.title
        titles[item.uid] = (direction, action)
        yield [
            house_form(item.number),
            wording.KINDS[item.kind][tongue],
            direction,
            action,
            item.title,
            item.text,
            *_sides(item, slots, names),
            item.start.isoformat() if item.start else "",
            item.due.isoformat() if item.due else "",
            wording.RECURRENCES[item.recurrence][tongue],
            "；".join(wording.target_words(each) for each in item.targets),
            "；".join(f"{each.due.isoformat()} {each.title}" for each in item.milestones),
            "；".join(basis.get(uid, uid) for uid in item.basis),
            wording.number_words(item.weight),
            item.uid,
            item.parent or "",
            "；".join(item.after),
        ]


def _sides(item: Item, slots: Mapping[tuple[Role, str], int], names: wording.Names) -> list[str]:
    cells: list[list[str]] = [[] for _ in slots]
    for duty in item.duties:
        at = slots.get((duty.role, duty.party))
        name = wording.duty_name(duty, names)
        if at is not None and name not in cells[at]:
            cells[at].append(name)
    return ["、".join(cell) for cell in cells]


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in _FORMULA else cell


def plan_csv(
    plan: Plan,
    organisations: Iterable[Organisation],
    *,
    day: date | None = None,
    language: str = "zh",
    items: Iterable[Item] | None = None,
) -> Iterator[bytes]:
    """Yield all items as CSV (RFC 4180, UTF-8 with byte order mark, for spreadsheets) in pieces of some hundred rows.

    A text that a spreadsheet would take for a formula gets an apostrophe before it. ``items`` as in :func:`rows`.
    """
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([title for title, _ in columns(plan, language)])
    for count, row in enumerate(rows(plan, organisations, day=day, language=language, items=items), start=1):
        writer.writerow(row if _FORMULA.isdisjoint(cell[:1] for cell in row) else [_plain(cell) for cell in row])
        if count % _CHUNK_ROWS == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()
