"""Takes a picture; gives it as a file: the drawing itself, or its numbers as CSV or workbook."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping

from django.http import HttpResponse
from django.utils.translation import gettext as _

from xietong.basics import Refusal
from xietong_web.measuring.pictures import Picture

_NUMBER = re.compile(r"(?P<number>-?\d[\d,]*(?:\.\d+)?)(?P<unit>|\D.*)")
_LINK = re.compile(r'<a href="[^"]*">')
_EXACT = 15  # signs of a number that a spreadsheet keeps as it is written; longer ones stay text
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_svg(picture: Picture) -> bytes:
    """Return the drawing; its links, which lead nowhere outside their page, go."""
    drawn = _LINK.sub("<g>", picture.svg).replace("</a>", "</g>")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + drawn.encode()


def as_csv(picture: Picture) -> bytes:
    """Return the numbers for a machine: every line a row of as many columns, the last of which says what it is from.

    A byte order mark lets spreadsheets read Chinese.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([*_head(picture), _("Source")])
    writer.writerows([*map(_tame, row), picture.origin] for row in _rows(picture))
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


def _head(picture: Picture) -> list[str]:
    at = _figure_at(picture)
    when = [_("Period")] if picture.period else []
    return [*picture.head[:at], *when, picture.head[at], _("Unit"), _("No figure because"), *picture.head[at + 1 :]]


def _rows(picture: Picture) -> Iterator[list[str]]:
    """Yield the rows with what people read as one figure taken apart: number, unit, or why there is none."""
    at = _figure_at(picture)
    for row in picture.rows:
        found = _NUMBER.fullmatch(row[at])
        parts = (found["number"].replace(",", ""), found["unit"].strip(), "") if found else ("", "", row[at])
        yield [*row[:at], *([picture.period] if picture.period else []), *parts, *row[at + 1 :]]


def _figure_at(picture: Picture) -> int:
    return picture.head.index(_("Figure"))


def _tame(cell: str) -> str:
    """Keep a text from being run as a formula; figures stay figures."""
    if not cell.startswith(_FORMULA):
        return cell
    return cell if cell.replace(",", "").replace(".", "", 1)[1:].isdecimal() else f"'{cell}"


def as_xlsx(picture: Picture) -> bytes:
    """Return the numbers as a workbook, with title and notes."""
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, picture.title, bold)
        for column, text in enumerate(_head(picture)):
            sheet.write_string(1, column, text, bold)
            sheet.set_column(column, column, 22)
        at, counts = _figure_at(picture) + bool(picture.period), {_("Rank"), _("Bodies reporting"), _("Not reported")}
        numeric = {n for n, text in enumerate(_head(picture)) if n == at or text in counts}
        for line, row in enumerate(_rows(picture), 2):
            for column, text in enumerate(row):
                if column in numeric and text and len(text) <= _EXACT:
                    sheet.write_number(line, column, float(text))
                else:
                    sheet.write_string(line, column, text)
        for n, note in enumerate((*picture.notes, picture.origin)):
            sheet.write_string(len(picture.rows) + 3 + n, 0, note)
    return buffer.getvalue()


FORMS: Mapping[str, tuple[str, Callable[[Picture], bytes]]] = {
    "svg": ("image/svg+xml", as_svg),
    "csv": ("text/csv; charset=utf-8", as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_xlsx),
}


def answer(picture: Picture, form: str, name: str) -> HttpResponse:
    """Return a picture as a download. Raises Refusal ``not-found`` for a form it does not come in."""
    if form not in FORMS:
        raise Refusal("not-found", zh="没有这种格式。", en="It does not come in this form.")
    media_type, write = FORMS[form]
    found = HttpResponse(write(picture), content_type=media_type)
    found["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return found
