"""Takes the blocks of a file; gives those that are its text, and what the furniture around them said of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from xietong.documents.block import Block, BlockKind, Table
from xietong.documents.formats import furniture
from xietong.documents.formats.cleaning import without_sounds
from xietong.documents.plain import is_traditional, simplified

_LEAD, _LINE, _SHORT = 14, 130, 60


class Scrap(NamedTuple):
    """A block as found; ``linked`` is the share of its text inside links, 0–1."""

    block: Block
    linked: float = 0.0


@dataclass(frozen=True, slots=True)
class Cleared:
    """The blocks that are text, and what the dropped ones said of the document and its publication."""

    blocks: tuple[Block, ...]
    editor: str = ""
    origin: str = ""
    published: date | None = None
    issued_by: str = ""


@dataclass(slots=True)
class _Sieve:
    kept: list[Scrap]
    editor: str = ""
    origin: str = ""
    published: date | None = None
    issued_by: str = ""
    related: bool = False
    traditional: bool = False

    def pass_line(self, scrap: Scrap, *, page: bool) -> None:
        """Keep a short line, or take from it what it says of the page."""
        written = scrap.block.text
        if furniture.is_numbered(written) and not (self.related or scrap.linked):
            self.kept.append(scrap)
            return
        line = without_sounds(simplified(written)) if self.traditional else written
        line = line.lstrip("•·●▪ ") or line  # a page's list of facts
        empty = line.endswith(("：", ":")) and not any(furniture.has_sentence(one.block.text) for one in self.kept)
        self.related = page and not empty and _in_related(scrap, line, self.related)  # 相关解读： of an index card
        if (editor := furniture.editor_of(written)) is not None and (page or editor):
            self.editor = self.editor or editor
        elif page and (stated := furniture.facts(line, at_head=len(self.kept) <= _LEAD)) is not None:
            self._head(line)
            self.published = self.published or stated[0]
            self.origin = self.origin or stated[1]
            self.issued_by = self.issued_by or furniture.issued_by(line)
        elif not (self.related or furniture.is_contents(line) or (page and self._is_dropped(scrap, line))):
            self.kept.append(scrap)

    def _head(self, line: str) -> None:
        """The line right above the day of a page that names none of its parts yet is the page's headline."""
        if not self.kept or self.kept[-1].block.style or not furniture.is_byline(line):
            return
        last = self.kept[-1]
        if last.block.table is None and furniture.is_headline(last.block.text):
            self.kept[-1] = last._replace(block=last.block._replace(style="title"))

    def pass_table(self, scrap: Scrap, table: Table, *, page: bool) -> None:
        """Keep a table, unless it is the index card over a document; then take the day from it."""
        self.related = False
        cells = [cell.text for cell in table.cells]
        if not page or len(self.kept) > _LEAD or not furniture.is_card(cells):
            self.kept.append(scrap)
            return
        card = "　".join(f"{label.rstrip('：:')}：{after}" for label, after in pairwise(cells))
        self.published = self.published or furniture.day_on_card(card)
        self.issued_by = self.issued_by or furniture.issued_by(card)

    def _is_dropped(self, scrap: Scrap, line: str) -> bool:
        """Tell furniture, and links before the text begins."""
        opening = not self.kept and scrap.linked >= 0.9 and "附件" not in line
        return opening or furniture.is_furniture(line)


def clear(scraps: Iterable[Scrap], *, page: bool) -> Cleared:
    """Drop from blocks what is no text; linear in their number.

    In every file: lines that name the editor, and the heading of a table of contents. In a ``page`` of the web (or text
    copied from one) also buttons, breadcrumbs, facts of publication, related links, slogans and footers.
    """
    found = list(scraps)
    sieve = _Sieve([], traditional=any(is_traditional(scrap.block.text) for scrap in found))
    for scrap in found:
        block = scrap.block
        if block.table is not None:
            sieve.pass_table(scrap, block.table, page=page)
        elif len(block.text) > (_SHORT if block.text[-1] in "。；" else _LINE):
            sieve.related = sieve.related and not furniture.has_sentence(block.text)
            sieve.kept.append(scrap)
        else:
            sieve.pass_line(scrap, page=page)
    blocks, editor = _without_tails(_without_link_lists(sieve.kept), sieve.editor)
    return Cleared(tuple(blocks), editor, sieve.origin, sieve.published, sieve.issued_by)


def _in_related(scrap: Scrap, line: str, related: bool) -> bool:
    """Tell whether a line belongs to a list of related pages: from its heading to the next real sentence."""
    if furniture.is_heading_of_related(line):
        return True
    return related and (scrap.linked > 0.5 or len(line) < 60) and not line.endswith("。")


def _without_link_lists(scraps: list[Scrap]) -> list[Block]:
    """Drop runs of three or more lines that are nothing but links, unless they list the document's annexes."""
    blocks: list[Block] = []
    run: list[Block] = []
    for scrap in scraps:
        if scrap.linked >= 0.9 and "附件" not in scrap.block.text and not furniture.has_sentence(scrap.block.text):
            run.append(scrap.block)
            continue
        blocks += _links(run, blocks)
        run = []
        blocks.append(scrap.block)
    return blocks + _links(run, blocks)


def _links(run: list[Block], before: list[Block]) -> list[Block]:
    return run if len(run) < 3 or (before and "附件" in before[-1].text) else []


def _without_tails(blocks: list[Block], editor: str) -> tuple[list[Block], str]:
    """Cut 「（责任编辑：…）」 off the end of a paragraph."""
    result = []
    for block in blocks:
        if block.text[-1] in "）)]】" and block.kind is BlockKind.PARAGRAPH:
            text, named = furniture.editor_at_end(block.text)
            if named:
                editor = editor or named
                block = block._replace(text=text)
        if block.text:
            result.append(block)
    return result, editor
