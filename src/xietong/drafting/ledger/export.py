"""Takes a selection of a plan; gives the workbook that offices know, carrying its identity for the way back.

Rows: title · who reports, when · a hidden row of column keys · headings (two rows, merged by party) · the items.
A hidden first column holds each item's uid; a hidden sheet holds the plan and the digest of the exported state.
"""

import io
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from xietong.drafting.ledger.cells import Notes, Scene, fit, writer
from xietong.drafting.ledger.columns import Column, standard_columns
from xietong.drafting.ledger.sheet import KEY_PREFIX, META_SHEET, ROWS_SHEET
from xietong.drafting.ledger.streaming import streamed_worksheet
from xietong.drafting.plan import Item, Kind, Plan
from xietong.drafting.resolve import Directory

SCHEMA = "xietong-ledger/1"
LIST_SHEET = "_names"
FIRST_ROW = 5
_TITLE, _FILLED, _KEYS, _GROUPS, _HEADINGS = range(FIRST_ROW)
_DAY_KEYS = ("start", "due")
_HIDDEN = "uid"


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands above and behind the table: title, reporting body, day, sheet name, digest of the exported state."""

    title: str = ""
    unit: str = ""
    day: date | None = None
    sheet: str = "台账"
    base: str = ""


def rows_of(plan: Plan, uids: Collection[str] | None = None) -> tuple[Item, ...]:
    """Return the items that get a row: those selected, except directions and actions with something below them."""
    parents = {item.parent for item in plan.items}
    return tuple(
        item
        for item in plan.items
        if (uids is None or item.uid in uids)
        and (item.kind not in (Kind.DIRECTION, Kind.ACTION) or item.uid not in parents)
    )


def export_ledger(
    plan: Plan,
    directory: Directory,
    *,
    uids: Collection[str] | None = None,
    columns: Sequence[Column] | None = None,
    notes: Notes | None = None,
    cover: Cover | None = None,
) -> bytes:
    """Return an xlsx workbook of the selected items (all by default).

    ``notes`` maps uid and note name to a text. ``cover.base`` is the digest under which the caller can find this state
    of the plan again when the workbook comes back (``endorsing.digest`` of its canonical form). Streams its rows:
    memory does not grow with the number of cells.
    """
    import xlsxwriter

    shown = cover or Cover()
    columns = tuple(columns or standard_columns(plan.parties))
    scene = Scene.of(plan, directory, notes)
    items = rows_of(plan, uids)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": shown.title or plan.title, "comments": SCHEMA})
        styles = _styles(book)
        sheet = book.add_worksheet(shown.sheet, streamed_worksheet())
        _heading(sheet, plan, shown, columns, styles)
        _columns(sheet, columns, styles)
        formats = [_style(column, styles) for column in columns]
        widths = [0 if column.key == _HIDDEN else column.width for column in columns]
        sheet.stream(FIRST_ROW, _body(items, columns, scene), formats, len(items), widths)
        _merge_places(sheet, items, columns, scene)
        _page(sheet, columns, len(items))
        _choices(book, sheet, columns, directory, len(items))
        _meta(book, plan, shown, columns, items)
    return buffer.getvalue()


def _styles(book: Any) -> dict[str, Any]:
    cell = {"font_name": "仿宋", "font_size": 10.5, "border": 1, "valign": "vcenter", "text_wrap": True}
    head = cell | {"font_name": "黑体", "align": "center", "bg_color": "#F2F2F2"}
    return {
        "title": book.add_format(
            {"font_name": "方正小标宋简体", "font_size": 22, "align": "center", "valign": "vcenter"}
        ),
        "filled": book.add_format({"font_name": "仿宋", "font_size": 12, "valign": "vcenter", "locked": False}),
        "head": book.add_format(head),
        "locked": book.add_format(cell | {"align": "center"}),
        "free": book.add_format(cell | {"locked": False, "num_format": "@"}),
        "day": book.add_format(cell | {"locked": False, "num_format": "yyyy-mm-dd", "align": "center"}),
    }


def _style(column: Column, styles: dict[str, Any]) -> Any:
    if not column.editable:
        return styles["locked"]
    return styles["day"] if column.key in _DAY_KEYS else styles["free"]


def _heading(sheet: Any, plan: Plan, cover: Cover, columns: Sequence[Column], styles: dict[str, Any]) -> None:
    last = len(columns) - 1
    sheet.set_row(_TITLE, 36)
    sheet.set_row(_FILLED, 22)
    sheet.set_row(_KEYS, None, None, {"hidden": True})
    _span(sheet, _TITLE, 0, last, fit(cover.title or f"{plan.title}台账"), styles["title"])
    day = cover.day.isoformat() if cover.day else ""
    _span(sheet, _FILLED, 0, last, f"填报单位：{cover.unit}{'　' * 12}填报时间：{day}", styles["filled"])
    at = 0
    for group, several in groupby(columns, key=lambda column: column.group):
        for place, column in enumerate(several, at):
            if not group:
                sheet.merge_range(_GROUPS, place, _HEADINGS, place, column.title, styles["head"])
            else:
                sheet.write_string(_HEADINGS, place, column.title, styles["head"])
            sheet.write_string(_KEYS, place, KEY_PREFIX + column.key)
        if group:
            _span(sheet, _GROUPS, at, place, group, styles["head"])
        at = place + 1


def _span(sheet: Any, row: int, first: int, last: int, text: str, style: Any) -> None:
    if last > first:
        sheet.merge_range(row, first, row, last, text, style)
    else:
        sheet.write_string(row, first, text, style)


def _columns(sheet: Any, columns: Sequence[Column], styles: dict[str, Any]) -> None:
    for place, column in enumerate(columns):
        hidden = {"hidden": True} if column.key == _HIDDEN else {}
        sheet.set_column(place, place, column.width, _style(column, styles), hidden)


def _body(items: Iterable[Item], columns: Sequence[Column], scene: Scene) -> Iterable[list[str]]:
    writers: list[Callable[[Item], str]] = [writer(column.key, scene) for column in columns]
    return ([write(item) for write in writers] for item in items)


def _merge_places(sheet: Any, items: Sequence[Item], columns: Sequence[Column], scene: Scene) -> None:
    """Merge the cells of neighbours below one direction, and within that below one action."""
    for depth, key in enumerate(("direction", "action"), 1):
        at = next((place for place, column in enumerate(columns) if column.key == key), None)
        if at is None:
            continue
        row = FIRST_ROW
        for _, same in groupby(items, key=lambda item: scene.above[item.uid][:depth]):
            count = sum(1 for _ in same)
            if count > 1:
                sheet.merge_written(row, at, row + count - 1, at)
            row += count


def _page(sheet: Any, columns: Sequence[Column], count: int) -> None:
    """Set up printing (A3 landscape, one page wide, headings on each page), frozen heads, protection, no password."""
    last = FIRST_ROW + max(count, 1) - 1
    sheet.set_paper(8)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_GROUPS, _HEADINGS)
    sheet.print_area(_TITLE, 0, last, len(columns) - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.autofilter(_HEADINGS, 0, last, len(columns) - 1)
    allowed = ("format_cells", "format_columns", "format_rows", "insert_rows", "delete_rows", "sort", "autofilter")
    sheet.protect("", dict.fromkeys(allowed, True))


def _choices(book: Any, sheet: Any, columns: Sequence[Column], directory: Directory, count: int) -> None:
    """Offer drop-downs; lists of units only offer, because a cell may hold several."""
    last = FIRST_ROW + max(count, 1) + 200
    lists: dict[str, str] = {}
    for place, column in enumerate(columns):
        if column.choices:
            rule = {"validate": "list", "source": list(column.choices), "ignore_blank": True}
            sheet.data_validation(FIRST_ROW, place, last, place, rule)
        party = column.key.partition(":")[2]
        if column.key.startswith(("lead:", "support:")):
            if party not in lists:
                lists[party] = _names_list(book, directory, party, len(lists))
            if lists[party]:
                rule = {"validate": "list", "source": lists[party], "show_error": False, "ignore_blank": True}
                sheet.data_validation(FIRST_ROW, place, last, place, rule)


def _names_list(book: Any, directory: Directory, party: str, place: int) -> str:
    names = [fit(body.name) for body in directory.organisations if not party or body.party == party]
    sheet = book.get_worksheet_by_name(LIST_SHEET) or book.add_worksheet(LIST_SHEET)
    sheet.very_hidden()
    sheet.write_column(0, place, names)
    letter = chr(ord("A") + place % 26)
    return f"={LIST_SHEET}!${letter}$1:${letter}${len(names)}" if names and place < 26 else ""


def _meta(book: Any, plan: Plan, cover: Cover, columns: Sequence[Column], items: Sequence[Item]) -> None:
    """Write the hidden sheets: facts by name, and which items were exported (to tell removed rows)."""
    listed = book.add_worksheet(ROWS_SHEET, streamed_worksheet())
    listed.very_hidden()
    listed.stream(0, ([item.uid] for item in items), [book.add_format()], len(items))
    sheet = book.add_worksheet(META_SHEET)
    sheet.very_hidden()
    facts = {
        "schema": SCHEMA,
        "plan": plan.uid,
        "base": cover.base,
        "sheet": cover.sheet,
        "columns": " ".join(column.key for column in columns),
        "rows": str(len(items)),
    }
    for row, (name, value) in enumerate(facts.items()):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, value)
