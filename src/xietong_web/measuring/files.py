"""Takes a picture; gives it as a file: the drawing itself, or its numbers as CSV or workbook."""

import csv
import io
from collections.abc import Callable, Mapping

from django.http import HttpResponse

from xietong.basics import Refusal
from xietong_web.measuring.pictures import Picture

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_svg(picture: Picture) -> bytes:
    """Return the drawing."""
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + picture.svg.encode()


def as_csv(picture: Picture) -> bytes:
    """Return the numbers and, below an empty line, what they are; a byte order mark lets spreadsheets read Chinese."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(picture.head)
    writer.writerows([_tame(cell) for cell in row] for row in picture.rows)
    writer.writerows([[], [picture.origin]])
    return b"\xef\xbb\xbf" + stream.getvalue().encode()


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
        for column, text in enumerate(picture.head):
            sheet.write_string(1, column, text, bold)
            sheet.set_column(column, column, 22)
        for at, row in enumerate(picture.rows, 2):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text)
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
