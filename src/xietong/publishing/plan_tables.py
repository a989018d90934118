"""Takes a plan and the names of organisations; gives its items as rows: a workbook for reading, CSV as open data."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from xietong.basics import Organisation
from xietong.drafting import Item, Kind, Plan, Role, house_form, ordered
from xietong.publishing import wording
from xietong.publishing.archive import settled

# Spreadsheets take a text that begins so for a formula; CSV has no way to say otherwise (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CHUNK_ROWS = 500
_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
_HEAD_ROWS = 2
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
    plan: Plan, organisations: Iterable[Organisation], *, day: date | None = None, language: str = "zh"
) -> Iterator[Row]:
    """Yield the items in reading order, one row of texts each (days ISO 8601), as :func:`columns` says."""
    names = wording.names_of(organisations, day)
    basis = {each.uid: each.title for each in plan.basis}
    parties = [party.code for party in plan.parties]
    tongue = 1 if language.lower().startswith("en") else 0
    titles: dict[str, tuple[str, str]] = {}
    for item in ordered(plan.items):
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
            *_sides(item, parties, names),
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


def _sides(item: Item, parties: Sequence[str], names: wording.Names) -> list[str]:
    if not item.duties:
        return [""] * (2 * len(parties))
    return [wording.units(item.duties, role, names, party) for role in (Role.LEAD, Role.SUPPORT) for party in parties]


def plan_csv(
    plan: Plan, organisations: Iterable[Organisation], *, day: date | None = None, language: str = "zh"
) -> Iterator[bytes]:
    """Yield all items as CSV (RFC 4180, UTF-8 with byte order mark, for spreadsheets) in pieces of some hundred rows.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([title for title, _ in columns(plan, language)])
    for count, row in enumerate(rows(plan, organisations, day=day, language=language), start=1):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
        if count % _CHUNK_ROWS == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def plan_xlsx(
    plan: Plan,
    organisations: Iterable[Organisation],
    *,
    version: str = "",
    day: date | None = None,
    language: str = "zh",
) -> bytes:
    """Write all items as a workbook for reading: title row, frozen filtered header, one row per item, wrapped text.

    Rows go out one by one, so that memory does not grow with the plan; no text becomes a formula or a link. The
    workbook that comes back with changes is the ledger, another one.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        created = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else _EPOCH
        book.set_properties({"title": plan.title, "comments": version, "created": created})
        sheet = book.add_worksheet("事项" if not language.lower().startswith("en") else "Items")
        _fill(book, sheet, plan, rows(plan, organisations, day=day, language=language), (version, language))
    return settled(out.getvalue())


def _fill(book: Any, sheet: Any, plan: Plan, body: Iterator[Row], said: tuple[str, str]) -> None:
    version, language = said
    title = book.add_format({"bold": True, "font_size": 16, "font_name": "黑体"})
    head = book.add_format(
        {"bold": True, "border": 1, "bg_color": "#EDEDED", "align": "center", "valign": "vcenter", "text_wrap": True}
    )
    cell = book.add_format({"border": 1, "valign": "top", "text_wrap": True, "font_name": "仿宋"})
    heads = columns(plan, language)
    for column, (_, width) in enumerate(heads):
        sheet.set_column(column, column, width)
    # A4 across, one page wide, header repeated: the way ledgers are printed.
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROWS - 1)
    sheet.freeze_panes(_HEAD_ROWS, 1)
    sheet.autofilter(_HEAD_ROWS - 1, 0, _HEAD_ROWS - 1 + len(plan.items), len(heads) - 1)
    sheet.write_string(0, 0, plan.title + (f"　{version}" if version else ""), title)
    sheet.write_row(_HEAD_ROWS - 1, 0, [each for each, _ in heads], head)
    for at, row in enumerate(body, start=_HEAD_ROWS):
        for column, text in enumerate(row):
            sheet.write_string(at, column, text, cell)
