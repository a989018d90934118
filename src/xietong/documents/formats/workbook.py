"""Takes the bytes of an .xlsx; gives one table for each visible sheet, merged cells as they are laid out."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import python_calamine as calamine
from lxml import etree

from xietong.documents.block import Block, Cell, Extract
from xietong.documents.formats import grid_parts, number_formats
from xietong.documents.formats.archive import Archive, opened
from xietong.documents.formats.limits import Limits, corrupt, over
from xietong.documents.formats.number_formats import Sheet

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MERGED = 4_000_000  # positions that merged areas may cover; areas that overlap are counted again
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(slots=True)
class _Room:
    """How many cells may still come, over all sheets."""

    cells: int
    surveys: dict[str, Sheet]


def extract(data: bytes, name: str, limits: Limits) -> Extract:
    """Read a workbook: every visible sheet is a table by the sheet's name; hidden sheets are left out."""
    del name
    with opened(data, limits) as archive:
        room = _Room(limits.cells, _surveys(archive, limits))
    with _guarded():
        blocks = [block for sheet in _sheets(data) for block in _blocks(sheet, room)]
    if len(blocks) > 1 and blocks[0].table is None and blocks[1].table is not None:
        blocks[0] = blocks[0]._replace(style="title")
    return Extract(MEDIA_TYPE, tuple(blocks))


def _surveys(archive: Archive, limits: Limits) -> dict[str, Sheet]:
    """Unpack every part once within bounds, and look over the sheets; the reader behind would believe any size."""
    kinds = number_formats.special(archive)
    found: dict[str, Sheet] = {}
    for part in sorted(archive.names):
        data = archive.part(part) or b""
        if part.endswith((".xml", ".rels")) and (b"<!DOCTYPE" in data or b"<!ENTITY" in data):
            raise corrupt(
                f"部件 {part} 含有不允许的实体声明", f"its part {part} declares entities, which is not allowed"
            )
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            found[part] = number_formats.survey(data, kinds, limits.cells)
    return _by_name(archive, found)


def _by_name(archive: Archive, found: dict[str, Sheet]) -> dict[str, Sheet]:
    """Name the surveyed sheets as the workbook does."""
    workbook, relations = archive.tree("xl/workbook.xml"), archive.tree("xl/_rels/workbook.xml.rels")
    if workbook is None or relations is None:
        raise corrupt("缺少工作簿目录", "its list of sheets is missing")
    targets = {node.get("Id"): (node.get("Target") or "") for node in relations.iter(etree.Element)}
    named: dict[str, Sheet] = {}
    for node in workbook.iter("{*}sheet"):
        target = targets.get(node.get(f"{_R}id"), "").lower()
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        named[node.get("name") or ""] = found.get(path, Sheet())
    return named


@contextmanager
def _guarded() -> Iterator[None]:
    """Turn what calamine's parser stumbles over into a Refusal."""
    try:
        yield
    except (calamine.CalamineError, OSError, ValueError, IndexError):
        raise corrupt("工作簿无法打开", "its sheets cannot be opened") from None
    except BaseException as trouble:
        if type(trouble).__name__ != "PanicException":  # its class cannot be imported
            raise
        raise corrupt("工作簿结构混乱", "its sheets are in disorder") from None


def _sheets(data: bytes) -> Iterator[Any]:
    """Give the visible sheets."""
    workbook = calamine.load_workbook(io.BytesIO(data))
    for number, meta in enumerate(workbook.sheets_metadata):
        if meta.visible is calamine.SheetVisibleEnum.Visible and meta.typ is calamine.SheetTypeEnum.WorkSheet:
            yield workbook.get_sheet_by_index(number)


def _blocks(sheet: Any, room: _Room) -> list[Block]:
    """Return a sheet's tables, and its running text as paragraphs."""
    survey = room.surveys.get(sheet.name, Sheet())
    if sheet.total_height * sheet.total_width > room.cells:
        raise over("工作表单元格过多", "The sheets have too many cells")
    rows = sheet.to_python(skip_empty_area=False)
    room.cells -= sum(map(len, rows))
    return grid_parts.blocks(list(_cells(rows, survey, list(_merges(sheet, len(rows))))), sheet.name)


def _merges(sheet: Any, height: int) -> Iterator[tuple[int, int, int, int]]:
    """Give merged areas as (row, column, rows down, columns across); without those that begin outside the used area."""
    room = _MERGED
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top < height and left <= right and top <= bottom:
            room -= (min(bottom, height) - top + 1) * (min(right, sheet.total_width) - left + 1)
            if room < 0:
                raise over("合并单元格过多", "The sheets have too many merged cells")
            yield top, left, bottom - top + 1, right - left + 1


def _cells(
    rows: Sequence[Sequence[object]], survey: Sheet, merges: Sequence[tuple[int, int, int, int]]
) -> Iterator[Cell]:
    """Give the cells of the used area; of a merged area only its top left corner."""
    width = max(map(len, rows), default=0)
    spans = {(row, column): (down, across) for row, column, down, across in merges}
    covered: set[tuple[int, int]] = set()
    for top, left, down, across in merges:
        for row in range(top, min(top + down, len(rows))):
            covered.update((row, column) for column in range(left, min(left + across, width)))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            place = (row, column)
            if place in covered and place not in spans:
                continue
            down, across = spans.get(place, (1, 1))
            text = number_formats.shown(value, survey.formats.get(place, "")) if value != "" else ""
            yield Cell(row, column, text, down, across)
