"""Takes the bytes of a text or Markdown file, with or without front matter; gives its blocks."""

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from xietong.documents.block import Block, BlockKind, Extract
from xietong.documents.formats import cleaning, grid_parts, hypertext, layout, spaced, wrapping
from xietong.documents.formats.debris import Scrap, clear
from xietong.documents.formats.encoding import decode
from xietong.documents.formats.front_matter import FrontMatter, split
from xietong.documents.formats.furniture import is_card
from xietong.documents.formats.limits import Limits, over

_TAGS = re.compile(r"</(?:p|div|table|span|h[1-6]|section|article)\s*>|<(?:p|br)\s*/?>", re.IGNORECASE)
_MARKDOWN = re.compile(r"^ {0,3}#{1,6} \S|^[^\S\n]*(?:\|[ \t]*)?:?-{3,}:?[ \t]*\|", re.MULTILINE)
_HEADING = re.compile(r" {0,3}(#{1,6}) +(.*?)[ #]*")
_BULLET = re.compile(r"\s*[-*+•●■▪◆] +(?:\[[ xX]\] +)?(?=\S)")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,30}\]:?")
_NOTE = re.compile(r"\[\^[^\[\]\s]{1,30}\]:")
_STRUCK = re.compile(r"~~(?=\S)[^\n~]{1,2000}?(?<=\S)~~")
_RULE_ROW = re.compile(r"\s*+\|?(?:\s*:?-+:?\s*\|)+\s*(?::?-+:?)?\s*")
_RULE = re.compile(r"\s*(?:[-*_=—]\s*){3,}")
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\]\([^()\[\]\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((?:https?:|/|#|\.|mailto:|www)[^()\[\]\n]{0,2000}\)")
_STRONG = re.compile(r"(\*\*|__|`)(?=\S)([^\n*_`]{1,2000}?)(?<=\S)\1")
_EMPHASIS = re.compile(r"(?<![A-Za-z0-9*])\*(?=[^\s、，；。）])([^*\n]{1,500}?)(?<=\S)\*(?![A-Za-z0-9*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|~-])")
_PAGE = re.compile(r"\s*(?:[-—－–―]+\s*\d{1,4}\s*[-—－–―]+|第\s*\d{1,4}\s*页(?:\s*[/共,，]\s*共?\s*\d{1,4}\s*页)?)\s*")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,12});")
_BARE_NUMBER = re.compile(r"[（(第]?[\d一二三四五六七八九十]{1,4}[)）、.．章节条]*|")
_LAST_OF_MARKS = frozenset("0123456789-—－–―页*_= ")
_MEASURE = 90
_BARRED = re.compile(r"^[ \t]*\|.*", re.MULTILINE)  # a break in a cell of Markdown makes no page
_MARKED_UP = re.compile(r"(<table\b[^<>]{0,500}>(?:(?!<table\b)[\s\S])*?</table\s*>)", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:br|p|div|li)\b[^<>\n]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,1000}>")


def extract(data: bytes, name: str, limits: Limits) -> Extract:
    """Read a text or Markdown file. A body that is HTML (as in announcement posts) is read as a fragment of it."""
    text = decode(data)
    matter, body = split(text if "\r" not in text else text.replace("\r\n", "\n").replace("\r", "\n"))
    media_type = "text/markdown" if matter or name.lower().endswith((".md", ".markdown")) else "text/plain"
    if _is_fragment("\n".join(_MARKED_UP.split(body)[::2])):
        found = hypertext.fragment(body, limits)
    else:
        found = _plain(body, limits, markdown=media_type == "text/markdown" or bool(_MARKDOWN.search(body[:200_000])))
    return _merged(found, matter or FrontMatter(), media_type)


def _is_fragment(body: str) -> bool:
    head = _BARRED.sub("", body[:200_000])
    return head.lstrip(" \t\n\u3000\ufeff").startswith(("<div", "<p", "<table", "<section", "<article", "<!--")) or (
        len(_TAGS.findall(head)) >= 3
    )


def _merged(found: Extract, matter: FrontMatter, media_type: str) -> Extract:
    return Extract(
        media_type,
        found.blocks,
        title=matter.title or found.title,
        author=matter.author or found.author,
        editor=matter.editor or found.editor,
        published=matter.published or found.published,
        categories=matter.categories,
        image=matter.image or found.image,
        issued_by=found.issued_by,
    )


def _plain(body: str, limits: Limits, *, markdown: bool) -> Extract:
    if body.count("\n") > limits.lines:
        raise over(f"文本超过 {limits.lines} 行", f"The text has more than {limits.lines} lines")
    if _ENTITY.search(body):
        body = html.unescape(body)
    blocks: list[Block] = []
    for place, part in enumerate(_MARKED_UP.split(body)):
        if place % 2:  # a table in mark-up between the lines
            blocks += hypertext.fragment(part, limits).blocks
        elif part.strip():
            blocks += _blocks(cleaning.lines(part), limits, markdown=markdown)
    cleared = clear((Scrap(block) for block in blocks), page=True)
    return Extract(
        "text/plain",
        cleared.blocks,
        author=cleared.origin,
        editor=cleared.editor,
        published=cleared.published,
        issued_by=cleared.issued_by,
    )


def _blocks(lines: Sequence[str], limits: Limits, *, markdown: bool) -> list[Block]:
    """Turn lines into blocks, keeping runs of table rows apart from running text."""
    blocks: list[Block] = []
    lines = spaced.tabbed(lines)
    sole = markdown and sum(1 for line in lines if line.startswith("# ")) == 1
    cells = 0
    for separator, run in _runs(lines):
        rows = [_row(line, separator) for line in run if not _RULE_ROW.fullmatch(line)] if separator else []
        if separator == "|" and not run[0].lstrip().startswith("|"):
            cards, rows = _set_right(rows)
            blocks += [Block(_PARAGRAPH, card) for card in cards]
        cells += len(rows) * max(map(len, rows), default=0)
        if cells < limits.cells and _is_table(rows, separator):
            blocks += grid_parts.blocks(layout.spread(layout.grid_cells(rows)), "")
        else:
            blocks += _running(run, markdown=markdown, sole=sole)
    return blocks


def _runs(lines: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the runs of lines whose cells the same mark parts, each with the mark."""
    separators = [_separator(line) if "|" in line or "\t" in line else "" for line in lines]
    start = 0
    for separator, run in groupby(separators):
        end = start + sum(1 for _ in run)
        yield separator, lines[start:end]
        start = end


def _separator(line: str) -> str:
    """Return what parts the cells of a table's row: a bar, a tab, or nothing when the line is running text."""
    if line.startswith("|") or (line[:4].isspace() and line.lstrip().startswith("|")):
        return "|"
    if line.rstrip().endswith("|") and line.count(" | ") > 1:
        return "|"  # a table of a page, turned into text
    return "\t" if "\t" in line else ""


_COUNTED = re.compile(r"\d{1,3}\s*[.．、](?!\d)")


def _set_right(rows: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Move the cells of a row right where a merged cell before them was lost, and made up for by empty ones at its end.

    Told by the numbers of a list, which stand in one column. The lines of an index card are given apart.
    """
    rows = [[cell.strip() for cell in row] for row in rows]
    told = [row for row in rows if not is_card(row)]
    cards = [" ".join(filter(None, row)) for row in rows if is_card(row)] if len(told) > 1 else []
    rows = told if len(told) > 1 else rows
    counted = [next((place for place, cell in enumerate(row) if _COUNTED.match(cell)), None) for row in rows]
    column = max((place for place in counted if place is not None), default=0)
    width = max(map(len, rows), default=0)
    return cards, [
        ["", *row][:width] if column == 1 and place == 0 and (len(row) < width or not row[-1]) else row
        for row, place in zip(rows, counted, strict=True)
    ]


def _is_table(rows: Sequence[Sequence[str]], separator: str) -> bool:
    """Tell rows of a table from lines in which a tab only sets something apart, such as a number from its text."""
    if separator == "|":
        return len(rows) > 1
    wide = max((sum(1 for cell in row if cell.strip()) for row in rows), default=0)
    if wide != 2:
        return wide > 2 and len(rows) > 1
    return len(rows) > 2 and not any(_BARE_NUMBER.fullmatch(row[0].strip()) for row in rows)


def _row(line: str, separator: str) -> list[str]:
    if separator == "\t":
        return line.split("\t")
    body = line.strip().removeprefix("|").removesuffix("|")
    return [_inline(cell.replace("\ue000", "|")) for cell in body.replace("\\|", "\ue000").split("|")]


def _is_barred(line: str) -> bool:
    """Tell one cell of a table that stands on a line of its own with the bar behind it."""
    return line[-1:] in "| \t" and len(line) < _CELL and line.rstrip().endswith("|") and line.count("|") == 1


_CELL = 600
_PARAGRAPH = BlockKind.PARAGRAPH


def _running(lines: Sequence[str], *, markdown: bool, sole: bool) -> list[Block]:
    kept = [line for line in lines if line[-1:] not in _LAST_OF_MARKS or len(line) > _MEASURE or not _is_mark(line)]
    if sum(1 for line in kept if "|" in line and _is_barred(line)) > 2:
        kept = [line.rstrip(" |\t") if _is_barred(line) else line for line in kept]
    if markdown:
        told = (line for line in kept if _NOTE.match(line) is None)
        return [block for line in told if (block := _marked(line, sole=sole))]
    joined = wrapping.closed(kept)
    if wrapping.may_be_broken(joined):
        typed = wrapping.typed(joined)
        joined = [text for text, _ in wrapping.join(typed, wrapping.measure(typed))]
    return [Block(_PARAGRAPH, text) for line in joined if (text := cleaning.tidy(line.replace("\t", " ")))]


def _is_mark(line: str) -> bool:
    """Tell a page number, an entry of a table of contents, or a rule."""
    return bool(_PAGE.fullmatch(line) or layout.CONTENTS.fullmatch(line) or _RULE.fullmatch(line))


def _marked(line: str, *, sole: bool) -> Block | None:
    """Read one line of Markdown: its heading or list mark becomes the style, inline marks go."""
    heading = _HEADING.fullmatch(line)
    if heading:
        level = len(heading[1])
        return layout.paragraph(_inline(heading[2]), "title" if sole and level == 1 else f"heading{level}")
    if _BULLET.match(line):
        return layout.paragraph(_inline(_BULLET.sub("", line, count=1)), "list")
    return layout.paragraph(_inline(line.strip().removeprefix("> ")))


def _inline(text: str) -> str:
    """Take the inline marks of Markdown off with what is struck out, and any lone tags."""
    if "](" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", text))
    if "[^" in text:
        text = _FOOTNOTE.sub("", text)
    if "*" in text or "_" in text or "`" in text or "~" in text:
        text = _EMPHASIS.sub(r"\1", _STRONG.sub(r"\2", _STRUCK.sub("", text)))
    return _ESCAPE.sub(r"\1", text) if "\\" in text else text
