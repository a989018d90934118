"""Takes blocks; gives one cleaned text with the place of every line and table cell in it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from xietong.basics import Span
from xietong.documents.block import Block, BlockKind, Table
from xietong.documents.formats import cell_spans, text_of
from xietong.documents.formats.cleaning import has_sounds, without_sounds
from xietong.documents.passage import PlacedTable
from xietong.documents.unfolding import unfold

_HAN = "\u3400-\u9fff，。；：、）（“”《》"
_GAP = re.compile(f"(?<=[{_HAN}0-9]) (?=[{_HAN}0-9])(?<![0-9] (?=[0-9]))")
# 到 2025 年 is set so by many, and shows no scanner; nor does the blank behind a title, or before the first of a list.
_HAN_GAP = re.compile(f"(?<=[{_HAN}]) (?=[{_HAN}])(?!（)(?<!^[一二三四五六七八九十]、.... )")
# A paragraph cannot end so; and one with a comma or full stop in it, and none at its end, hardly does.
_BREAKS_OFF = frozenset("，、（《“〔—,(")
_ENDED = frozenset("。；：！？）】〕”》…;:!?)")
_STOP = re.compile(r"[。；;]")
_OUTER = re.compile(
    r"\s*(?:第[一二三四五六七八九十]{1,3}[章节编部]|[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）])"
)
_MARKED = re.compile(r"[，。；,;]")
_STARTS_ANEW = re.compile(
    r"\s*(?:第[一二三四五六七八九十百\d]{1,4}[章节条编部]|[一二三四五六七八九十]{1,3}[、.．]|"
    r"[(（][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d{1,2}(?!\d)|\d{4}|\d{3}[.万亿千百%元米平公亩])|"
    r"[①-⑳]|—|[•●▪■◆▶►➢➤❖◇➣✦★☆◎※·]|专栏|附件|附：|[一二三四五六七八九十]是|"
    r"(?:[^，。；：]{0,6}方)?(?:责任|牵头|配合|完成时限|主办|协办|来源|联系|抄送|注)[^，。；]{0,10}[:：])"
)


class Line(NamedTuple):
    """One paragraph in the text: where it stands, the number of its block and what the layout hints at."""

    start: int
    end: int
    paragraph: int
    style: str = ""


@dataclass(frozen=True, slots=True)
class Assembly:
    """The cleaned text, its paragraphs and its tables, in order."""

    text: str
    lines: tuple[Line, ...]
    tables: tuple[PlacedTable, ...]


def clean(text: str, *, loose: bool = False) -> str:
    """Return a paragraph without sounds in brackets behind characters and, where they are strewn, single blanks.

    A bracket around a period that lost its beginning gets it back.
    """
    text = without_sounds(text)
    if _MISREAD.search(text) is not None:
        text = _MISREAD.sub(_as_printed, text)
    if text[:2] == "20" and _UNOPENED.fullmatch(text) is not None:
        text = f"（{text}"
    return _closed(text) if loose else text


# What a scanner makes of years, days and rates: 2 0 2 2年, 1 2月, 9 5%, 2O23年, 11月一12月.
_MISREAD = re.compile(
    r"\d(?<![\d.]\d)(?<![\d.,，、—\-～] \d)(?: \d){1,3}(?= ?[年月日%万亿个名所人元])"
    r"|2(?:O[\dO]{2}|0O\d)(?=[年\])）〕])|一(?<=[年月日]一)(?=\d)"
)


_STREWN = re.compile(r"\d \d(?!\d)|\n20\d\d[^\n（(]{2,14}[)）](?=\n)")


def _looks_misread(text: str) -> bool:
    """Tell a text that can hold what ``clean`` mends, by one look at the whole of it."""
    return "O" in text or "月一" in text or "日一" in text or "年一" in text or _STREWN.search(text) is not None


def _as_printed(match: "re.Match[str]") -> str:
    return "—" if match[0] == "一" else match[0].replace(" ", "").replace("O", "0")


# 2023—2025年）: the period below a title, its first mark lost.
_UNOPENED = re.compile(r"20\d\d ?年? ?[—\-～至–－]{1,2} ?20\d\d ?年?[)）]")


# （一）坚持优先保障 切实把…: the one blank that parts a title from its text.
_SET_APART = re.compile(
    r"\s*(?:[(（][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.、．])\s*"
    r"[\u4e00-\u9fff]{4,14} (?=[^ ]{12})"
)


# A row of names, or of the cells of a table, is no prose: its blanks part what stands beside each other.
_PROSE = re.compile("[，。；,;]")


def _closed(text: str) -> str:
    if _PROSE.search(text) is None and min(map(len, text.split(" "))) > _SCRAP:
        return text
    head = _SET_APART.match(text)
    if head is None:
        return _GAP.sub("", text)
    return f"{_GAP.sub('', text[: head.end() - 1])} {_GAP.sub('', text[head.end() :])}"


_SCRAP = 2  # characters of a piece that a scanner's blanks have cut off


def assemble(blocks: Iterable[Block], *, laid_out: bool = False) -> Assembly:
    """Join blocks by line feeds; spans count code points of the joined text.

    ``laid_out`` says that the paragraphs were told from the layout of lines (plain text, PDF), and may be broken.
    """
    told = list(_unfolded(blocks))
    loose = _is_loose(told)
    whole = "\n".join([block.text for block in told])
    odd = has_sounds(whole) or _looks_misread(whole)
    parts: list[str] = []
    lines: list[Line] = []
    tables: list[PlacedTable] = []
    at = 0
    for paragraph, block in enumerate(_stitched(told) if laid_out else told):
        if block.table is not None and block.kind is not _PARAGRAPH:
            text, placed = _place(_cleaned(block.table) if odd else block.table, at)
            if block.table.columns == 1:
                lines.extend(_boxed(placed, paragraph))
            else:
                tables.append(placed)
        else:
            text = clean(block.text, loose=loose) if loose or odd else block.text
            text = _once(text) if paragraph < _HEAD else text
            if not text or (paragraph < _HEAD and parts and text == parts[-1]):
                continue
            lines.append(Line(at, at + len(text), paragraph, block.style))
        parts.append(text)
        at += len(text) + 1
    return Assembly("\n".join(parts), tuple(lines), tuple(tables))


def _unfolded(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        pieces = unfold(block.text) if block.kind is _PARAGRAPH else []
        if len(pieces) > 1:
            yield from (Block(BlockKind.PARAGRAPH, piece) for piece in pieces)
        else:
            yield block


_HEAD = 3  # paragraphs among which a running head may tell the title twice


def _once(text: str) -> str:
    """A running head that ran into the title gives the title twice."""
    half = len(text) // 2
    return text[:half] if 8 <= half <= 80 and text[:half] == text[half:] else text


def _is_loose(blocks: Iterable[Block]) -> bool:
    """Tell whether a scanner has strewn blanks over the text: in most long lines, and many of them."""
    paragraphs = (block.text for block in blocks if block.kind is _PARAGRAPH and len(block.text) > 20)
    long = [text for text in islice(paragraphs, 2000) if _PROSE.search(text) is not None]
    gaps = [len(_HAN_GAP.findall(text)) if " " in text else 0 for text in long]
    return sum(1 for gap in gaps if gap) * 2 > len(long) > 2 and sum(gaps) * 40 > sum(map(len, long))


@dataclass(slots=True)
class _Held:
    """A paragraph that goes on: its parts, the end of what they say, whether a mark stands before the last part."""

    block: Block
    parts: list[str]
    end: str
    marked: bool = False

    def add(self, text: str) -> None:
        self.marked = self.marked or _MARKED.search(self.parts[-1]) is not None
        self.parts.append(text)
        self.end = (self.end + text)[-_END:]

    def joined(self) -> Block:
        return self.block._replace(text="".join(self.parts))


_END = 200


def _stitched(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join a paragraph that breaks off in the middle of a sentence with the one that goes on with it; linear."""
    block: Block | None = None
    held: _Held | None = None  # made for the few that go on
    for after in blocks:
        if block is not None and _goes_on(block, held, after):
            held = held or _Held(block, [block.text], block.text[-_END:])
            held.add(after.text)
            continue
        if block is not None:
            yield block if held is None else held.joined()
        block, held = after, None
    if block is not None:
        yield block if held is None else held.joined()


def _goes_on(block: Block, held: _Held | None, after: Block) -> bool:
    if block.kind is not _PARAGRAPH or after.kind is not _PARAGRAPH or block.style or after.style:
        return False
    end, last = (block.text, block.text) if held is None else (held.end, held.parts[-1])
    if _breaks_off(end) or after.text[:1] in _GOING_ON:
        return True
    if end[-1:] in _ENDED or len(end) < 22 or _OUTER.match(_STOP.split(end[-60:])[-1]):
        return False
    marked = held is not None and held.marked
    return (
        (marked or _MARKED.search(last, 0, len(last) - 1) is not None)
        and _STARTS_ANEW.match(after.text) is None
        and _MARKED.search(after.text) is not None
    )


_PARAGRAPH = BlockKind.PARAGRAPH
# 〔责任单位：…, and no end of the bracket.
_LISTING = re.compile(r"〔(?:责任|牵头|配合|主办|主责|完成)[^〔〕]{0,200}(?:〔[^〔〕]{0,20}〕[^〔〕]{0,100}){0,3}$")


_GOING_ON = frozenset(("", *"，。；、）”》：,;:)"))


def _breaks_off(text: str) -> bool:
    """Tell a text that ends in a mark that no paragraph ends in, or within brackets opened shortly before."""
    if text[-1:] in _BREAKS_OFF:
        return True
    near = max(0, len(text) - 81)
    opened = max(text.rfind("（", near), text.rfind("(", near))
    if opened >= 0 and opened > max(text.rfind("）", near), text.rfind(")", near)):
        return True
    listed = max(0, len(text) - _END)
    if text.find("〔", listed) >= 0 and _LISTING.search(text, listed):
        return True
    named = text.rfind("《", near)
    return named >= 0 and named >= len(text) - 61 and named > text.rfind("》", near)


def _boxed(placed: PlacedTable, paragraph: int) -> list[Line]:
    """A table of one column is a frame around paragraphs."""
    return [Line(span.start, span.end, paragraph, "box") for span in placed.cell_spans if span.end > span.start]


def _cleaned(table: Table) -> Table:
    return replace(table, cells=tuple([cell._replace(text=clean(cell.text)) for cell in table.cells]))


def _place(table: Table, at: int) -> tuple[str, PlacedTable]:
    """Write a table out, and note where each of its cells came to stand."""
    text = text_of(table)
    spans = tuple([Span(at + span.start, at + span.end) for span in cell_spans(table)])
    return text, PlacedTable(table, Span(at, at + len(text)), spans)
