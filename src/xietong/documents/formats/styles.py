"""Takes the style sheet of a Word file; gives how each paragraph looks: heading level, list, hidden or not."""

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from xietong.documents.formats.numbering import W, value

_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"title|标题|標題|文件标题|公文标题|大标题", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:\d|heading|标题)", re.IGNORECASE)
_CAPTION = re.compile(r"caption|题注|图表标题", re.IGNORECASE)
_BIG = 36  # half-points: official titles are set in 小标宋 2号, 22 pt


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks. ``list_id`` is empty outside lists; ``contents`` marks entries of a table of contents.

    ``list_level`` is None where only ``list_style``, the style that brought the list, can tell it.
    """

    style: str = ""
    list_id: str = ""
    list_level: int | None = None
    list_style: str = ""
    contents: bool = False


@dataclass(slots=True)
class Styles:
    """The paragraph styles by their identifiers, inheritance worked in."""

    looks: dict[str, Look] = field(default_factory=dict)
    default: str = ""

    def look(self, paragraph: etree._Element) -> Look:
        """Return the look of a paragraph: its style's, and what it sets itself."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return self.looks.get(self.default, Look())
        look = self.looks.get(value(properties.find(f"{W}pStyle")) or self.default, Look())
        look = _own(look, properties)
        if not look.style and value(properties.find(f"{W}jc")) == "center" and _is_big(paragraph):
            look = replace(look, style="title")
        return look

    def is_hidden(self, run: etree._Element) -> bool:
        """Tell whether a run is hidden text."""
        vanish = run.find(f"{W}rPr/{W}vanish")
        return vanish is not None and value(vanish) not in ("0", "false", "off")


def read(root: etree._Element | None) -> Styles:
    """Read ``word/styles.xml``; without one every paragraph is plain."""
    styles = Styles()
    if root is None:
        return styles
    nodes = {
        node.get(f"{W}styleId") or "": node
        for node in root.iter(f"{W}style")
        if (node.get(f"{W}type") or "paragraph") == "paragraph"
    }
    for key, node in nodes.items():
        if node.get(f"{W}default") in ("1", "true"):
            styles.default = key
        styles.looks[key] = _inherited(key, nodes)
    return styles


def is_strong(run: etree._Element) -> bool:
    """Tell whether a run is set in bold, or in 黑体 or 楷体 as headings are."""
    bold = run.find(f"{W}rPr/{W}b")
    if bold is not None and value(bold) not in ("0", "false"):
        return True
    fonts = run.find(f"{W}rPr/{W}rFonts")
    name = "" if fonts is None else fonts.get(f"{W}eastAsia") or ""
    return "黑体" in name or "楷体" in name or name.lower() in ("simhei", "kaiti")


def integer(node: etree._Element | None, default: int) -> int:
    """Return the ``w:val`` of an element as a number, ``default`` where it is none."""
    text = value(node)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _inherited(key: str, nodes: dict[str, etree._Element]) -> Look:
    """Work in what a style inherits; at most ten steps, and no step twice."""
    chain: list[etree._Element] = []
    while key in nodes and nodes[key] not in chain and len(chain) < 10:
        chain.append(nodes[key])
        key = value(nodes[key].find(f"{W}basedOn"))
    look = Look()
    for node in reversed(chain):
        look = _named(look, value(node.find(f"{W}name")))
        properties = node.find(f"{W}pPr")
        look = look if properties is None else _own(look, properties, node.get(f"{W}styleId") or "")
    return look


def _named(look: Look, name: str) -> Look:
    heading = _HEADING.fullmatch(name.strip())
    if heading:
        return replace(look, style=f"heading{min(int(heading[1]), 6)}")
    if _CONTENTS.match(name):
        return replace(look, contents=True)
    if _TITLE.fullmatch(name.strip()):
        return replace(look, style="title")
    return replace(look, style="caption") if _CAPTION.fullmatch(name.strip()) else look


def _own(look: Look, properties: etree._Element, style: str = "") -> Look:
    """Work in what paragraph properties set: outline level (0–8, 9 is body text) and list."""
    outline = properties.find(f"{W}outlineLvl")
    if outline is not None and not look.style.startswith(("title", "heading")):
        level = integer(outline, 9)
        look = replace(look, style=f"heading{min(level + 1, 6)}" if level < 9 else "")
    numbered = properties.find(f"{W}numPr")
    if numbered is None:
        return look
    number_id = numbered.find(f"{W}numId")
    level_node = numbered.find(f"{W}ilvl")
    list_id = look.list_id if number_id is None else value(number_id)
    return replace(
        look,
        list_id="" if list_id == "0" else list_id,
        list_level=look.list_level if level_node is None else integer(level_node, 0),
        list_style=style or look.list_style,
    )


def _is_big(paragraph: etree._Element) -> bool:
    size = paragraph.find(f"{W}r/{W}rPr/{W}sz")
    return integer(size, 0) >= _BIG
