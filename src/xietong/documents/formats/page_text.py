"""Takes the tree of an article; gives its paragraphs, headings and tables in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from xietong.documents.block import Cell
from xietong.documents.formats import cleaning, layout
from xietong.documents.formats.debris import Scrap
from xietong.documents.formats.furniture import is_numbered
from xietong.documents.formats.limits import Limits, over

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "aside",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "blockquote",
        "pre",
        "center",
        "br",
        "hr",
        "address",
        "figure",
        "figcaption",
        "form",
        "fieldset",
        "legend",
        "body",
        "html",
        "details",
        "summary",
    ]
)
_SET = frozenset(("title", *(f"heading{level}" for level in range(1, 7))))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LONG = 1500
_SEPARATORS = " \t\r\n\u3000\xa0|｜丨·>＞»›/-—"  # between links: no text of their own
# Bold, or the letters that official documents set their headings in.
_STRONG = re.compile(
    r"font-weight\s*:\s*(?:bold|[6-9]00)|font-family\s*:[^;]{0,40}(?:黑体|楷体|SimHei|KaiTi)", re.IGNORECASE
)


@dataclass(slots=True)
class _Pen:
    """What has been gathered for the paragraph under way."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    size: int = 0
    style: str = ""
    prefix: str = ""
    lead: list[str] = field(default_factory=list)  # what is set in bold at its beginning
    plain: bool = False  # something not set in bold has come

    def add(self, text: str | None, *, linked: bool, strong: bool = False) -> None:
        if text:
            self.parts.append(text)
            body = len(text.strip() if linked else text.strip(_SEPARATORS))
            self.size += body
            self.linked += body if linked else 0
            self.plain = self.plain or (body > 0 and not strong)
            if not self.plain:
                self.lead.append(text)

    def lift(self) -> list[Scrap]:
        """Return the paragraph, if there is one, and begin anew."""
        scraps = []
        if self.size:
            text = "".join(self.parts)
            style = self.style or ("lead" if self.lead and layout.leads("".join(self.lead), text) else "")
            words = cleaning.squeeze(text).strip()
            own = self.style in _SET or is_numbered(words)  # a list that a word processor made around a heading
            block = layout.paragraph(words if own else self.prefix + words, style)
            scraps = [Scrap(block, self.linked / self.size)] if block else []
            self.prefix = ""
        self.parts, self.linked, self.size = [], 0, 0
        self.lead, self.plain = [], False
        return scraps


def scraps(root: etree._Element, limits: Limits) -> list[Scrap]:
    """Return the blocks under an element. Tables that only lay out the page are read as paragraphs."""
    result: list[Scrap] = []
    pen, links, cells, bold = _Pen(), 0, 0, 0
    sole = sum(1 for _ in root.iter("h1")) == 1
    counts: dict[etree._Element, int] = {}
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, node in walk:
        if event == "start":
            if node.tag in _BLOCKS:
                result += pen.lift()
                pen.style = _style(node, pen.style, sole=sole)
                pen.prefix = _number(node, counts) if node.tag == "li" else pen.prefix
            if node.tag == "table" and (grid := _grid(node, limits.cells - cells)) is not None:
                cells += len(grid)
                block = layout.table(grid, _caption(node))
                result += [Scrap(block)] if block else []
                walk.skip_subtree()
                continue
            links += _is_link(node)
            bold += _is_strong(node)
            pen.add(node.text, linked=links > 0, strong=bold > 0)
            continue
        links -= _is_link(node)
        bold -= _is_strong(node)
        if node.tag in _BLOCKS:
            result += pen.lift()
            pen.style = "" if node.tag in _HEADINGS or node.tag == "li" else pen.style
        if node is not root:
            pen.add(node.tail, linked=links > 0, strong=bold > 0)
    return result + pen.lift()


def _is_strong(node: etree._Element) -> int:
    style = node.get("style")
    return int(node.tag in ("b", "strong") or (style is not None and _STRONG.search(style[:1000]) is not None))


def _is_link(node: etree._Element) -> int:
    return int(node.tag == "a" and bool(node.get("href")))


def _style(node: etree._Element, before: str, *, sole: bool) -> str:
    if node.tag in _HEADINGS:
        return "title" if node.tag == "h1" and sole else f"heading{node.tag[1]}"
    if node.tag in ("caption", "figcaption"):
        return "caption"
    if node.tag == "li":
        return "list"
    return before if before.startswith(("heading", "title", "list")) and node.tag in ("br", "p", "div") else ""


def _number(node: etree._Element, counts: dict[etree._Element, int]) -> str:
    """Return the number that a browser shows before an item of an ordered list; ``counts`` are those so far."""
    parent = node.getparent()
    if (
        parent is None
        or parent.tag != "ol"
        or (parent.get("type") or "1") != "1"
        or "none" in (parent.get("style") or "")
    ):
        return ""
    start = parent.get("start") or ""
    counts[parent] = counts.get(parent, int(start) - 1 if start.isdecimal() and len(start) < 6 else 0) + 1
    return f"{counts[parent]}."


def inner_text(node: etree._Element) -> str:
    """Return all text inside an element, as it stands."""
    return "".join(str(part) for part in node.itertext())


def _caption(node: etree._Element) -> str:
    caption = node.find("caption")
    return "" if caption is None else inner_text(caption)


def _grid(table: etree._Element, room: int) -> list[Cell] | None:
    """Return the cells of a table of data; None for one that only lays out the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return None
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iterdescendants("tr")]
    if len(rows) < 2 or max(map(len, rows)) < 2 or _is_layout(rows):
        return None
    cells: list[Cell] = []
    taken: dict[tuple[int, int], bool] = {}
    for number, row in enumerate(rows):
        column = 0
        for node in row:
            while taken.pop((number, column), False):
                column += 1
            down, across = _span(node, "rowspan", len(rows) - number), _span(node, "colspan", 1000)
            room -= down * across
            if room < 0:
                raise over("表格单元格过多", "The tables have too many cells")
            cells.append(Cell(number, column, _cell_text(node), down, across))
            taken |= {(number + lower, column + right): True for lower in range(1, down) for right in range(across)}
            column += across
    return cells


def _is_layout(rows: list[list[etree._Element]]) -> bool:
    """Tell a table that lays out the page: one cell holds a whole text."""
    sizes = [sum(map(len, cell.itertext())) for row in rows for cell in row]
    return max(sizes) > _LONG and max(sizes) * 10 > sum(sizes) * 7


def _span(node: etree._Element, name: str, most: int) -> int:
    value = (node.get(name) or "").strip()
    return max(1, min(int(value), most)) if value.isdecimal() and len(value) < 6 else 1


def _cell_text(node: etree._Element) -> str:
    return "\n".join(_pieces(node))


def _pieces(node: etree._Element) -> Iterator[str]:
    """Give the paragraphs inside a cell."""
    pen: list[str] = []
    for event, inner in etree.iterwalk(node, events=("start", "end")):
        if inner is not node and inner.tag in _BLOCKS and (piece := cleaning.squeeze("".join(pen)).strip()):
            yield piece
            pen = []
        text = inner.text if event == "start" else inner.tail if inner is not node else None
        pen.append(text or "")
    if piece := cleaning.squeeze("".join(pen)).strip():
        yield piece
