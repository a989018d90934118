"""Takes the bytes of a .docx; gives its blocks: text, tables, text boxes, with automatic numbers written out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from xietong.documents.block import Block, Cell, Extract
from xietong.documents.formats import cleaning, grid_parts, layout, numbering, styles
from xietong.documents.formats.archive import Archive, opened
from xietong.documents.formats.debris import Scrap, clear
from xietong.documents.formats.limits import Limits, corrupt, over
from xietong.documents.formats.numbering import W

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_SKIPPED = frozenset(
    f"{W}{name}"
    for name in (
        *("del", "moveFrom", "delText", "delInstrText", "instrText", "rPr", "pPr", "tblPr", "tblGrid", "trPr", "tcPr"),
        *(
            "sectPr",
            "footnoteReference",
            "endnoteReference",
            "annotationRef",
            "commentReference",
            "rt",
            "sdtPr",
            "object",
        ),
    )
)
_TEXT = {f"{W}noBreakHyphen": "-", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n"}
_LETTERS = frozenset((*_TEXT, f"{W}t", f"{_M}t", f"{W}br"))
_CONTENTS_ENTRY = re.compile(r".{1,80}?(?:[.．·…]\s?){3,}\s*\d{1,4}|.{2,60}\t\s*\d{1,4}")


@dataclass(slots=True)
class _Reading:
    """What is needed along the way: styles, numbering, how many cells may still come, whether one is being read."""

    sheet: styles.Styles
    numbers: numbering.Numbering
    cells: int
    in_cell: bool = False
    blocks: list[Block] = field(default_factory=list)


def extract(data: bytes, name: str, limits: Limits) -> Extract:
    """Read a Word document: inserted text counts, deleted, hidden and footnote text, headers and footers do not."""
    del name
    with opened(data, limits) as archive:
        main = _main_part(archive)
        root = archive.tree(main)
        body = None if root is None else root.find(f"{W}body")
        if body is None:
            raise corrupt("没有正文", "it has no body")
        folder = main.rpartition("/")[0]
        sheet = styles.read(archive.tree(f"{folder}/styles.xml"))
        reading = _Reading(sheet, numbering.read(archive.tree(f"{folder}/numbering.xml")), limits.cells)
        title, author = _properties(archive)
    _read_body(body, reading)
    cleared = clear((Scrap(block) for block in reading.blocks), page=False)
    return Extract(MEDIA_TYPE, cleared.blocks, title=title, author=author, editor=cleared.editor)


def _main_part(archive: Archive) -> str:
    relations = archive.tree("_rels/.rels")
    if relations is not None:
        for relation in relations.iter(f"{_REL}Relationship"):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                return (relation.get("Target") or "").lstrip("/")
    return "word/document.xml"


def _properties(archive: Archive) -> tuple[str, str]:
    """Return title and author from the core properties; a title without a Chinese word in it is a file's name."""
    core = archive.tree("docProps/core.xml")
    if core is None:
        return "", ""
    title, author = (cleaning.paragraph(core.findtext(f"{_DC}{key}") or "") for key in ("title", "creator"))
    return (title if len(re.findall(r"[\u4e00-\u9fff]", title)) >= 4 else ""), author


def _read_body(body: etree._Element, reading: _Reading) -> None:
    """Read the children of a body, text box or content control, in order."""
    held = ""
    for node in _flow(body):
        if node.tag == f"{W}tbl":
            _table(node, reading)
        elif node.find(f"{W}pPr/{W}rPr/{W}del") is not None:  # its mark is deleted: the text runs into the next one
            held += _text(node, reading.sheet)[0]
        else:
            reading.blocks += _paragraph(node, held, reading)
            held = ""
    reading.blocks += layout.paragraphs(held)


def _flow(parent: etree._Element) -> Iterator[etree._Element]:
    """Give the paragraphs and tables under an element, through wrappers; deleted and generated ones left out."""
    stack = [iter(parent)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif node.tag in (f"{W}p", f"{W}tbl"):
            yield node
        elif node.tag not in _SKIPPED and not _is_generated(node):
            stack.append(iter(node))


def _is_generated(node: etree._Element) -> bool:
    """Tell a content control that holds a table of contents, or only the words that ask for an entry."""
    known = node.find(f"{W}sdtPr") if node.tag == f"{W}sdt" else None
    if known is None:
        return False
    if known.find(f"{W}showingPlcHdr") is not None:
        return True
    return "Contents" in numbering.value(known.find(f"{W}docPartObj/{W}docPartGallery"))


def _paragraph(node: etree._Element, held: str, reading: _Reading) -> list[Block]:
    """Return the blocks of a paragraph: one for each line of it, and those of its text boxes behind."""
    look = reading.sheet.look(node)
    text, boxes = _text(node, reading.sheet)
    text = held + text
    number = ""
    if look.list_id and (text.strip() or node.find(f"{W}del") is None):
        number = reading.numbers.render(
            look.list_id, reading.numbers.depth(look.list_id, look.list_level, look.list_style)
        )
    blocks: list[Block] = []
    if not (look.contents or _CONTENTS_ENTRY.fullmatch(text.strip())):
        style = look.style or ("list" if look.list_id and not number else "")
        style = style or ("lead" if not number and _leads(node, text) else "")
        blocks = layout.paragraphs(number if reading.in_cell and not text.strip() else _numbered(number, text), style)
    for box in boxes:
        inner = _Reading(reading.sheet, reading.numbers, reading.cells)
        _read_body(box, inner)
        reading.cells = inner.cells
        blocks += inner.blocks
    return blocks


def _numbered(number: str, text: str) -> str:
    """Put the number before the text; a blank parts them only after a letter, a digit, 章, 节 or 条."""
    if not number.strip() or not text.strip():
        return text
    blank = " " if number[-1] in "章节条" or (number[-1].isalnum() and number[-1] < "\u2460") else ""
    return f"{number}{blank}{text.lstrip()}"


def _text(node: etree._Element, sheet: styles.Styles) -> tuple[str, list[etree._Element]]:
    """Return a paragraph's text and the text boxes anchored in it; soft line breaks are line feeds."""
    parts: list[str] = []
    boxes: list[etree._Element] = []
    stack = [iter(node)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in _LETTERS:
            parts.append(_letters(child))
        elif child.tag == f"{W}txbxContent":
            boxes.append(child)
        elif child.tag == f"{_MC}AlternateContent":
            stack.append(iter(_chosen(child)))
        elif child.tag not in _SKIPPED and not (
            (child.tag == f"{W}r" and sheet.is_hidden(child)) or _is_generated(child)
        ):
            stack.append(iter(child))
    return "".join(parts), boxes


def _leads(node: etree._Element, text: str) -> bool:
    """Tell whether a paragraph sets its first sentence apart: in bold, or in the letters of headings."""
    lead: list[str] = []
    for run in node.iterchildren(f"{W}r"):
        if not styles.is_strong(run):
            break
        lead.append("".join(_letters(leaf) for leaf in run if leaf.tag in _LETTERS))
    return bool(lead) and layout.leads("".join(lead), text)


def _letters(node: etree._Element) -> str:
    """Return what one leaf of a run shows."""
    if node.tag == f"{W}br":
        return "" if node.get(f"{W}type") in ("page", "column") else "\n"
    return _TEXT.get(node.tag) or node.text or ""


def _chosen(node: etree._Element) -> etree._Element:
    """Return one alternative of a drawing, never both: the first that has any text."""
    for choice in node:
        if next(choice.iter(f"{W}txbxContent", f"{W}t"), None) is not None:
            return choice
    return node[0] if len(node) else node


def _table(node: etree._Element, reading: _Reading) -> None:
    """Read a table; one of a single cell is a frame around paragraphs."""
    rows = [list(_within(row, "tc")) for row in _within(node, "tr") if not _is_deleted(row)]
    if sum(map(len, rows)) == 1 or max(map(len, rows), default=0) == 1:
        for row in rows:
            for cell in row:
                _read_body(cell, reading)
        return
    reading.blocks += grid_parts.blocks(_cells(rows, reading), "")


def _within(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Give the rows of a table or the cells of a row, also those inside content controls."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _within(child, name)


def _is_deleted(row: etree._Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _cells(rows: list[list[etree._Element]], reading: _Reading) -> list[Cell]:
    """Return the cells with their spans: gridSpan, or hMerge of old, to the right, vMerge downward."""
    cells: list[Cell] = []
    above: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = _before(row)
        for cell in row:
            across = min(styles.integer(cell.find(f"{W}tcPr/{W}gridSpan"), 1), 1000)
            reading.cells -= across
            if reading.cells < 0:
                raise over("表格单元格过多", "The tables have too many cells")
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            wide = cell.find(f"{W}tcPr/{W}hMerge")
            if wide is not None and numbering.value(wide) != "restart" and cells and cells[-1].row == number:
                cells[-1] = cells[-1]._replace(column_span=cells[-1].column_span + across)
            elif merge is not None and numbering.value(merge) != "restart" and column in above:
                held = cells[above[column]]
                down = number - held.row + 1
                cells[above[column]] = Cell(held.row, held.column, held.text, down, held.column_span)
            else:
                above[column] = len(cells)
                cells.append(Cell(number, column, _cell_text(cell, reading), 1, across))
            column += across
    return cells


def _before(row: list[etree._Element]) -> int:
    parent = row[0].getparent() if row else None
    return 0 if parent is None else min(styles.integer(parent.find(f"{W}trPr/{W}gridBefore"), 0), 1000)


def _cell_text(cell: etree._Element, reading: _Reading) -> str:
    inner = _Reading(reading.sheet, reading.numbers, reading.cells, in_cell=True)
    _read_body(cell, inner)
    reading.cells = inner.cells
    return "\n".join(block.text for block in inner.blocks)
