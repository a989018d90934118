"""Takes rows of texts one by one; gives the rows of a worksheet, written straight into its XML (ECMA-376, part 1).

XlsxWriter keeps every cell, or passes each through three calls: 100,000 rows of 15 cells take it about 30 s on the
machine of the benchmarks. A ledger's body is texts and days only, so the body is written here in a tenth of that, in
constant memory; everything around it (styles, merges, validation, protection, print setup) stays XlsxWriter's.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from xietong.basics.sizing import row_height

_SPECIAL = re.compile(r"[&<>]|_x[0-9A-Fa-f]{4}_|[\x00-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": ""}
_EPOCH = date(1899, 12, 30).toordinal()


def _escaped(found: re.Match[str]) -> str:
    text = found[0]
    return f"_x005F{text}" if text.startswith("_x") else _ENTITIES.get(text, "")


@cache
def _serial(text: str) -> str:
    """Return the day number that spreadsheets count from 1899-12-30, or nothing where the text is no day."""
    serial = date.fromisoformat(text).toordinal() - _EPOCH if _DAY.fullmatch(text) else 0
    return str(serial) if serial > 60 else ""


def cell_xml(reference: str, style: int, text: str, *, day: bool = False) -> str:
    """Return the XML of one cell; ``day`` writes an ISO day as a real day.

    >>> cell_xml("B7", 3, "a<b")
    '<c r="B7" s="3" t="inlineStr"><is><t>a&lt;b</t></is></c>'
    """
    if not text:
        return f'<c r="{reference}" s="{style}"/>'
    if day and (serial := _serial(text)):
        return f'<c r="{reference}" s="{style}"><v>{serial}</v></c>'
    if _SPECIAL.search(text):
        text = _SPECIAL.sub(_escaped, text)
    keep = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() or "\n" in text else ""
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t{keep}>{text}</t></is></c>'


@cache
def streamed_worksheet() -> Any:
    """Return the class of worksheets that take a body by ``stream`` (imports XlsxWriter when first asked)."""
    from xlsxwriter.utility import xl_col_to_name
    from xlsxwriter.worksheet import Worksheet

    class StreamedWorksheet(Worksheet):  # type: ignore[misc]
        """A worksheet whose rows below the head come from an iterator."""

        body: tuple[int, Iterable[Sequence[str]], Sequence[Any], Sequence[float]] = (0, (), (), ())

        def stream(
            self,
            first: int,
            rows: Iterable[Sequence[str]],
            styles: Sequence[Any],
            count: int,
            widths: Sequence[float] = (),
        ) -> None:
            """Take the rows from ``first`` (from 0) on, ``count`` of them; one format and one width for each column."""
            self.body = (first, rows, styles, widths)
            if count:
                self._check_dimensions(first + count - 1, len(styles) - 1)

        def merge_written(self, top: int, left: int, bottom: int, right: int) -> None:
            """Merge cells that the body fills: the first shows, the others keep their text below it."""
            self.merge.append([top, left, bottom, right])

        def _write_rows(self) -> None:
            super()._write_rows()
            first, rows, styles, widths = self.body
            points = max((style.font_size for style in styles), default=0)
            columns = [
                (xl_col_to_name(place), style._get_xf_index(), style.num_format == "yyyy-mm-dd")  # noqa: SLF001
                for place, style in enumerate(styles)
            ]
            for number, row in enumerate(rows, first + 1):
                cells = [
                    cell_xml(f"{letter}{number}", style, text, day=day)
                    for (letter, style, day), text in zip(columns, row, strict=True)
                ]
                # A height without the mark of a custom one still grows with what people type.
                self.fh.write(f'<row r="{number}" ht="{row_height(row, widths, points)}">{"".join(cells)}</row>')

    return StreamedWorksheet
