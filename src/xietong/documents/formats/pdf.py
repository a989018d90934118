"""Takes the bytes of a PDF with a text layer; gives its blocks: paragraphs put together again, ruled tables."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import sub

import pypdfium2 as pdfium

from xietong.basics import Refusal, Wording
from xietong.documents.block import Block, Cell, Extract
from xietong.documents.formats import cleaning, columns, glyphs, grid_parts, layout, pdf_page, ruling, wrapping
from xietong.documents.formats.bare import Bare, bare_tables
from xietong.documents.formats.debris import Scrap, clear
from xietong.documents.formats.glyphs import Page, Run
from xietong.documents.formats.limits import Limits, corrupt, over
from xietong.documents.formats.sniffing import encrypted
from xietong.documents.formats.wrapping import Line, Measure

_NUMBER = re.compile(
    r"[\s·•]*(?:[-—－–―_~～]+\s*(?:\d{1,4}|[ivxlc]{1,6})\s*[-—－–―_~～]+|(?:[Pp]age\s*)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?|"
    r"第\s*\d{1,4}\s*页(?:\s*[/,，]?\s*共\s*\d{1,4}\s*页)?|[－—-]?\s*[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩivx]{1,5}\s*[－—-]?)[\s·•]*"
    # What a browser prints above and below a page: when it was printed, and its address.
    r"|(?:\d{1,2}/\d{1,2}/\d{2,4},|20\d\d/\d{1,2}/\d{1,2}) ?\d{1,2}:\d\d.{0,80}|(?:https?|file)://\S+(?:\s*\d+/\d+)?"
)
_ISSUE = re.compile(r"[\u4e00-\u9fff]{2,20}\s*(?:20\d\d\s*年?\s*第?|总\s*第)\s*\d{1,4}\s*期.{0,12}")
_DIGITS = re.compile(r"\d+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_PRIVATE = re.compile(r"[\ue000-\uf8ff\ufffd]")
_HEAD_LINES = 3
_EDGE = 0.13  # running heads and page numbers stand in the outer eighth of a page


_Placed = tuple[float, Line | tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class _Set:
    """A page as set: lines and tables from top to bottom, each with its top edge in points.

    ``letters`` counts its glyphs, ``unread`` those that mean nothing, ``pictures`` its images.
    """

    width: float
    height: float
    things: tuple[_Placed, ...]
    letters: int
    unread: int
    pictures: int


def extract(data: bytes, name: str, limits: Limits) -> Extract:
    """Read the text layer. Raises Refusal (see ``formats.extract``)."""
    del name
    sets, title, author = _sets(data, limits)
    notices = _check_text(sets)
    cleared = clear((Scrap(block) for block in _blocks(_without_running(sets))), page=False)
    return Extract(
        "application/pdf", cleared.blocks, title=title, author=author, editor=cleared.editor, notices=notices
    )


def _sets(data: bytes, limits: Limits) -> tuple[list[_Set], str, str]:
    """Read page by page, so that glyphs of one page only are held; and the title and author that the file states."""
    try:
        document = pdf_page.opened(data)
    except pdfium.PdfiumError as trouble:
        if "assword" in str(trouble) or "ecurity" in str(trouble):
            raise encrypted("PDF 文件", "PDF") from None
        raise corrupt("PDF 结构不完整", "its PDF structure is incomplete") from None
    try:
        if len(document) > limits.pages:
            raise over(f"PDF 有 {len(document)} 页，超过 {limits.pages} 页", f"The PDF has {len(document)} pages")
        sets, room, gutter = [], limits.cells, None
        unruled: list[Bare] = []
        for number in range(len(document)):
            page = _page(document, number)
            # Looked for before columns of text: the columns of a table may look like them.
            unruled = [] if page.across and page.down else bare_tables(page.runs, unruled[-1] if unruled else None)
            parts, gutter = ([page], gutter) if unruled else columns.parted(page, gutter)
            found = [_set(part, unruled) for part in parts]
            sets += found
            room -= sum(len(thing) for one in found for _, thing in one.things if not isinstance(thing, Line))
            if room < 0:
                raise over("表格单元格过多", "The tables have too many cells")
        known = document.get_metadata_dict(skip_empty=True)
    finally:
        document.close()
    title = cleaning.paragraph(known.get("Title", ""))
    named = len(_HAN.findall(title)) >= 4  # else it is a file's name
    return sets, title if named else "", cleaning.paragraph(known.get("Author", ""))


def _page(document: pdfium.PdfDocument, number: int) -> Page:
    try:
        page = document[number]
        try:
            return pdf_page.read(page)
        finally:
            page.close()
    except pdfium.PdfiumError:
        raise corrupt(f"第 {number + 1} 页无法读取", f"its page {number + 1} cannot be read") from None


def _check_text(sets: Sequence[_Set]) -> tuple[tuple[str, Wording], ...]:
    """Refuse a PDF of pictures, or whose letters have no meaning; name single pages without text."""
    letters = sum(page.letters for page in sets)
    if letters < 8 or sum(page.unread for page in sets) * 3 > letters:
        raise Refusal(
            "scanned-without-text",
            zh="这个 PDF 是扫描件或字体无法识别，没有可读的文字层。请先做文字识别（OCR），或改用 Word 原件。",
            en="This PDF is a scan, or its fonts have no meaning: there is no text. Run OCR or use the original.",
        )
    bare = [number for number, page in enumerate(sets, 1) if not page.letters and page.pictures]
    return tuple(
        (
            "page_without_text",
            Wording(f"第 {number} 页是图片，没有读到文字", f"page {number} is a picture"),
        )
        for number in bare[:20]
    )


def _set(page: Page, unruled: Sequence[Bare]) -> _Set:
    """Find the tables of a page, take their glyphs out of the text, and put the rest into lines.

    ``unruled`` are the tables on it that have no rulings.
    """
    found = ruling.grids(page.across, page.down) if page.across and page.down else [one.grid for one in unruled]
    things: list[_Placed] = []
    runs: Sequence[Run] = page.runs
    for grid in found:
        inside, outside = _parted(runs, grid)
        cells = tuple(ruling.cells(grid, inside))
        if any(cell.text for cell in cells):
            things.append((grid.ys[0], cells))
            runs = outside
    things += [(top, line) for top, line in _lines(runs)]
    things.sort(key=lambda thing: -thing[0])
    letters = "".join([run.text for run in page.runs]).replace(" ", "")
    unread = len(_PRIVATE.findall(letters))
    return _Set(page.width, page.height, tuple(_spaced(things)), len(letters), unread, page.pictures)


def _parted(runs: Sequence[Run], grid: ruling.Grid) -> tuple[list[Run], list[Run]]:
    """Return what of the runs stands in a table, and what beside it."""
    inside: list[Run] = []
    outside: list[Run] = []
    for run in runs:
        held = list(map(grid.holds, run.lefts, run.bottoms, run.rights, run.tops))
        if all(held):
            inside.append(run)
        elif any(held):
            inside.append(run.kept(held))
            outside.append(run.kept([not own for own in held]))
        else:
            outside.append(run)
    return inside, outside


def _lines(runs: Sequence[Run]) -> Iterator[tuple[float, Line]]:
    """Give lines from top to bottom; pieces at one height are one line."""
    pieces = sorted((run for run in runs if glyphs.speaks(run)), key=lambda run: -_middle(run))
    row: list[Run] = []
    for run in [*pieces, None]:
        if row and (run is None or _middle(row[0]) - _middle(run) > 0.4 * _height(row[0])):
            yield _line(sorted(row, key=lambda piece: piece.lefts[0]))
            row = []
        if run is not None:
            row.append(run)


def _middle(run: Run) -> float:
    return (run.tops[0] + run.bottoms[0]) / 2


def _height(run: Run) -> float:
    return max(run.tops[0] - run.bottoms[0], 1.0)


def _line(row: Sequence[Run]) -> tuple[float, Line]:
    row = [glyphs.in_order(piece) for piece in (row if len(row) == 1 else _unfolded(row))]
    text = row[0].text.strip()
    for before, after in pairwise(row):
        near = after.lefts[0] - before.rights[-1] < 0.5 * _height(after)
        text = wrapping.glue(text, after.text.strip()) if near else f"{text} {after.text.strip()}"
    top, bottom = max([run.tops[0] for run in row]), min([run.bottoms[0] for run in row])
    whole = glyphs.joined(row)
    widths = sorted(map(sub, whole.rights, whole.lefts))[whole.text.count(" ") :]  # blanks have none
    size = max(widths[len(widths) * 3 // 4], 1.0)
    return top, Line(text, whole.lefts[0], max(whole.rights), size, bottom)


def _unfolded(row: Sequence[Run]) -> Sequence[Run]:
    """Lay pieces that overlap into one: quotes of another font that a program has written behind their line."""
    if all(before.rights[-1] <= after.lefts[0] + 1 for before, after in pairwise(row)):
        return row
    return [glyphs.joined(row)]


def _spaced(things: Sequence[_Placed]) -> Iterator[_Placed]:
    """Turn the bottom edge that lines carry into the gap above them, less the usual gap of the page."""
    gaps: list[float] = []
    above: float | None = None
    for top, thing in things:
        gaps.append(above - top if above is not None and isinstance(thing, Line) else 0.0)
        above = thing.gap if isinstance(thing, Line) else None
    open_gaps = sorted(gap for gap in gaps if gap > 0)
    usual = open_gaps[len(open_gaps) // 3] if len(open_gaps) > 2 else 0.0
    for gap, (top, thing) in zip(gaps, things, strict=True):
        yield top, thing._replace(gap=max(0.0, gap - usual)) if isinstance(thing, Line) else thing


def _without_running(sets: Sequence[_Set]) -> list[_Set]:
    """Drop page numbers and a gazette's name and issue, then the outermost lines that many pages repeat."""
    pages = [
        replace(page, things=tuple(thing for thing in page.things if not _is_number(page, *thing))) for page in sets
    ]
    for _ in range(_HEAD_LINES):
        pages = _without_outermost(pages)
    return [replace(page, things=_from_top(page.things)) for page in pages]


def _without_outermost(pages: Sequence[_Set]) -> list[_Set]:
    counts = Counter(key for page in pages for key in {_key(page, at) for at in (0, -1)} if key)
    least = max(min(len(pages), 3), 2, len(pages) * 2 // 5)
    result = []
    for page in pages:
        first = 1 if counts[_key(page, 0)] >= least or _is_small_head(page) else 0
        last = len(page.things) - (1 if counts[_key(page, -1)] >= least else 0)
        result.append(replace(page, things=page.things[first : max(first, last)]))
    return result


def _is_small_head(page: _Set) -> bool:
    """Tell a running head of a document too short to repeat it: set small, and saying what the title below it says."""
    lines = [thing for _, thing in page.things[:5] if isinstance(thing, Line)]
    if len(lines) < 2 or not _key(page, 0) or not isinstance(page.things[0][1], Line):
        return False
    title = "".join(line.text for line in lines[1:]).replace(" ", "")
    return lines[0].size < 0.85 * max(line.size for line in lines) and lines[0].text.replace(" ", "") in title


def _from_top(things: Sequence[_Placed]) -> tuple[_Placed, ...]:
    """Forget the gap above the first line of a page: it is the page's margin."""
    if not things or not isinstance(things[0][1], Line):
        return tuple(things)
    return (things[0][0], things[0][1]._replace(gap=0.0)), *things[1:]


def _is_outside(page: _Set, top: float) -> bool:
    return not page.height * _EDGE < top < page.height * (1 - _EDGE)


def _is_number(page: _Set, top: float, thing: Line | tuple[Cell, ...]) -> bool:
    if not isinstance(thing, Line) or not _is_outside(page, top):
        return False
    return bool(_NUMBER.fullmatch(thing.text) or _ISSUE.fullmatch(thing.text))


def _key(page: _Set, at: int) -> str:
    """Return what an outermost line would share with those of other pages; empty for one in the body of its page."""
    top, thing = page.things[at] if page.things else (page.height / 2, ())
    if not isinstance(thing, Line) or not _is_outside(page, top):
        return ""
    place = round(top / 8)  # a title that the running head repeats stands lower than it
    return f"{at} {place} {_DIGITS.sub('#', thing.text)[:80]}"


def _blocks(sets: Sequence[_Set]) -> list[Block]:
    """Put paragraphs together over the pages; tables stand where they stand, and run on over a page's end."""
    blocks: list[Block] = []
    measures = _measures(sets)
    lines: list[Line] = []
    tables: list[tuple[Cell, ...]] = []
    width = 0.0
    for page in sets:
        if round(page.width) != round(width):
            blocks += _paragraphs(lines, measures.get(round(width)))
            lines, width = [], page.width
        for _, thing in page.things:
            if isinstance(thing, Line):
                blocks += _tables(tables)
                tables = []
                lines.append(thing)
            else:
                blocks += _paragraphs(lines, measures.get(round(width)))
                lines = []
                tables.append(thing)
    return blocks + _paragraphs(lines, measures.get(round(width))) + _tables(tables)


def _measures(sets: Sequence[_Set]) -> dict[int, Measure | None]:
    """Return margin and right edge of the text for each width of page."""
    widths = {round(page.width) for page in sets}
    return {
        width: wrapping.measure(
            [
                thing
                for page in sets
                if round(page.width) == width
                for _, thing in page.things
                if isinstance(thing, Line)
            ],
            width * 0.55,
        )
        for width in widths
    }


def _paragraphs(lines: Sequence[Line], measure: Measure | None) -> list[Block]:
    """Put lines together; a large centred line is hinted as title, and runs on when it is nearly full."""
    kept = [line for line in lines if not layout.CONTENTS.fullmatch(line.text)]
    sizes = sorted(line.size for line in kept)
    large = 1.25 * sizes[len(sizes) // 2] if sizes else 0.0
    blocks: list[Block] = []
    above: Line | None = None
    for text, first in wrapping.join(kept, measure):
        title = measure is not None and first.size >= large and _is_centred(first, measure)
        clean = ruling.AUTOMATIC.sub("", text)
        if title and above is not None and measure is not None and _is_title_going_on(above, first, measure):
            blocks[-1] = blocks[-1]._replace(text=cleaning.paragraph(wrapping.glue(blocks[-1].text, clean)))
        elif block := layout.paragraph(clean, "title" if title else ""):
            blocks.append(block)
        above = first if title else None
    return blocks


def _is_centred(line: Line, measure: Measure) -> bool:
    return abs((line.left - measure.margin) - (measure.edge - line.right)) < 2 * line.size


def _is_title_going_on(above: Line, line: Line, measure: Measure) -> bool:
    """Tell whether a title is broken over lines: same size, and the first of more than two thirds of the width."""
    wide = (above.right - above.left) * 3 > (measure.edge - measure.margin) * 2
    return wide and abs(above.size - line.size) < 0.1 * line.size


def _tables(parts: Sequence[tuple[Cell, ...]]) -> list[Block]:
    """Return the tables met one after the other; parts with the same columns are one table broken over pages."""
    blocks: list[Block] = []
    whole: list[Cell] = []
    head: list[_Head] = []
    width = base = 0
    for part in parts:
        if whole and width == _columns(part):
            skip = _repeated(head, part)
            part = tuple([cell._replace(row=cell.row - skip) for cell in part if cell.row >= skip])
            if _is_cut(whole, part, base):
                whole, part = _mended(whole, part, base - 1), tuple(cell for cell in part if cell.row)
                base -= 1
            part = tuple(cell._replace(row=cell.row + base) for cell in part)
            whole += part
        else:
            blocks += grid_parts.blocks(whole, "")
            whole = list(part)
            head, width, base = _head(part), _columns(part), 0
        base = max([base, *[cell.row + cell.row_span for cell in part]])
    return blocks + grid_parts.blocks(whole, "")


def _is_cut(whole: Sequence[Cell], part: Sequence[Cell], rows: int) -> bool:
    """Tell a row that the end of a page has cut in two: the second half is without the number of the first."""
    above = {cell.column: cell.text for cell in whole if cell.row == rows - 1}
    first = {cell.column: cell for cell in part if cell.row == 0}
    number = next((column for column, text in sorted(above.items()) if text), -1)
    if number < 0 or not above[number].isdecimal() or above.keys() != first.keys() or first[number].text:
        return False
    below = [cell for cell in first.values() if cell.text]
    return bool(below) and all(cell.row_span == 1 and above[cell.column] for cell in below)


def _mended(whole: Sequence[Cell], part: Sequence[Cell], row: int) -> list[Cell]:
    """Return the cells with what stands in the first row of ``part`` put behind what stands in this row."""
    rest = {cell.column: cell.text for cell in part if cell.row == 0}
    return [
        cell._replace(text=wrapping.glue(cell.text, rest[cell.column]))
        if cell.row == row and rest.get(cell.column)
        else cell
        for cell in whole
    ]


def _columns(cells: Sequence[Cell]) -> int:
    return max((cell.column + cell.column_span for cell in cells), default=0)


_Head = tuple[int, str, int]


def _head(cells: Sequence[Cell]) -> list[_Head]:
    return [(cell.column, cell.text, cell.row_span) for cell in cells if cell.row == 0]


def _repeated(head: Sequence[_Head], part: Sequence[Cell]) -> int:
    """Return 1 when the part begins with the table's header row again, else 0."""
    return int(head == _head(part) and all(span == 1 for _, _, span in head))
