"""Takes a plan and the names of organisations; gives a workbook for reading, whatever the plan's size."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from xml.sax.saxutils import escape

from xietong.basics import Organisation
from xietong.basics.sizing import row_height
from xietong.drafting import Plan
from xietong.publishing.archive import archive, unpacked
from xietong.publishing.plan_tables import IDENTITIES, Row, columns, rows
from xietong.publishing.word import UNWRITABLE

_EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
_HEAD_ROWS = 2
_CHUNK_ROWS = 500
_SHEET = "xl/worksheets/sheet1.xml"
_CELL_LIMIT = 32_767
_POINTS = 11
_TEMPLATE = re.compile(rf'<row r="{_HEAD_ROWS + 1}".*?<c r="A{_HEAD_ROWS + 1}" s="(\d+)"/></row>')


def plan_xlsx(
    plan: Plan,
    organisations: Iterable[Organisation],
    *,
    version: str = "",
    day: date | None = None,
    language: str = "zh",
) -> bytes:
    """Write all items as a workbook for reading: title row, frozen filtered header, one row per item, wrapped text;
    the columns of identities are hidden.

    Every cell is a text, none a formula or a link; texts end at the 32,767 characters that a cell can hold. Equal
    plans give equal bytes. The workbook that people fill in and send back is the ledger, another one.
    """
    heads = columns(plan, language)
    body = rows(plan, organisations, day=day, language=language)
    # XlsxWriter makes the frame; rows are written here: 100,000 of them in a quarter of its time.
    parts: list[tuple[str, bytes | Iterable[bytes]]] = []
    for name, content in unpacked(_frame(plan, heads, (version, language), day)):
        parts.append((name, _filled(content.decode(), body, _shown(heads)) if name == _SHEET else content))
    return archive(parts)


def _shown(heads: list[tuple[str, int]]) -> list[int]:
    """Return the columns' widths, 0 for those that are hidden."""
    return [width if column < len(heads) - IDENTITIES else 0 for column, (_, width) in enumerate(heads)]


def _frame(plan: Plan, heads: list[tuple[str, int]], said: tuple[str, str], day: date | None) -> bytes:
    import xlsxwriter

    version, language = said
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        created = datetime(day.year, day.month, day.day, tzinfo=UTC) if day else _EPOCH
        book.set_properties({"title": plan.title, "comments": version, "created": created})
        sheet = book.add_worksheet("Items" if language.lower().startswith("en") else "事项")
        title = book.add_format({"bold": True, "font_size": 16, "font_name": "黑体"})
        shape = {"border": 1, "text_wrap": True}
        head = book.add_format({**shape, "bold": True, "bg_color": "#EDEDED", "align": "center", "valign": "vcenter"})
        cell = book.add_format({**shape, "valign": "top", "font_name": "仿宋", "font_size": _POINTS})
        for column, ((text, width), shown) in enumerate(zip(heads, _shown(heads), strict=True)):
            sheet.set_column(column, column, width, None, {"hidden": not shown})
            sheet.write_string(_HEAD_ROWS - 1, column, text, head)
        # A3 across, one page wide, header repeated: the way ledgers are printed.
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD_ROWS - 1)
        sheet.freeze_panes(_HEAD_ROWS, 1)
        sheet.autofilter(_HEAD_ROWS - 1, 0, _HEAD_ROWS - 1 + len(plan.items), len(heads) - 1)
        sheet.write_string(0, 0, plan.title + (f"　{version}" if version else ""), title)
        sheet.write_blank(_HEAD_ROWS, 0, None, cell)
    return out.getvalue()


def _filled(sheet: str, body: Iterator[Row], widths: Sequence[int]) -> Iterator[bytes]:
    """Yield the sheet with the rows in place of the template row, whose style they take."""
    template = _TEMPLATE.search(sheet)
    if template is None:
        raise AssertionError("the workbook's frame has no template row")
    letters = [_letters(column) for column in range(len(widths))]
    # Readers size the sheet by its cells where no size is given.
    yield re.sub(r"<dimension [^>]*/>", "", sheet[: template.start()]).encode()
    pieces: list[str] = []
    for at, row in enumerate(body, start=_HEAD_ROWS + 1):
        pieces.append(_row(at, row, letters, widths, template[1]))
        if len(pieces) == _CHUNK_ROWS:
            yield "".join(pieces).encode()
            pieces.clear()
    yield ("".join(pieces) + sheet[template.end() :]).encode()


def _row(at: int, row: Row, letters: list[str], widths: Sequence[int], style: str) -> str:
    cells = "".join(
        f'<c r="{letter}{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_clean(text)}</t></is></c>'
        if text
        else f'<c r="{letter}{at}" s="{style}"/>'
        for letter, text in zip(letters, row, strict=True)
    )
    return f'<row r="{at}" ht="{row_height(row, widths, _POINTS)}">{cells}</row>'


def _clean(text: str) -> str:
    return escape(UNWRITABLE.sub("", text)[:_CELL_LIMIT])


def _letters(column: int) -> str:
    """Name a column from 0: A … Z, AA …"""
    high, low = divmod(column, 26)
    return (_letters(high - 1) if high else "") + chr(ord("A") + low)
