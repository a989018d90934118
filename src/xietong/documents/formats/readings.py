"""Takes an Extract; gives it without the pronunciations that hostile copies insert after characters: 教(jiao)育yu."""

import re
from dataclasses import replace

from xietong.documents.block import Block, Extract
from xietong.documents.formats import layout

_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_SYLLABLE = r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?[aeiouüvāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,3}(?:ng|n|r)?"
_BRACKETED = re.compile(f"(?<=[{_HAN}])(?:[(（]{_SYLLABLE} ?[)）])++")
_BARE = re.compile(f"(?<=[{_HAN}]){_SYLLABLE}(?=[{_HAN}，。；：、！？）》”]|$)")
_LATIN = re.compile("[a-zvüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
_LEAST, _DIFFERENT = 8, 5


def without_readings(found: Extract) -> Extract:
    """Return the text without readings, where a document has so many that they cannot be abbreviations; linear."""
    likely = _likely(found)
    for pattern in (_BRACKETED, _BARE):
        marks = [mark for text in likely for mark in pattern.findall(text)]
        if len(marks) >= _LEAST and len(set(marks)) >= _DIFFERENT:
            found = _changed(found, pattern)
            likely = _likely(found)
    return found


def _likely(found: Extract) -> list[str]:
    if _LATIN.search("".join([block.text for block in found.blocks])) is None:
        return []
    return [block.text for block in found.blocks if not block.text.isascii() and _LATIN.search(block.text)]


def _changed(found: Extract, pattern: re.Pattern[str]) -> Extract:
    blocks = [_block(block, pattern) for block in found.blocks]
    return replace(found, title=pattern.sub("", found.title), blocks=tuple(block for block in blocks if block.text))


def _block(block: Block, pattern: re.Pattern[str]) -> Block:
    if block.table is None:
        return block._replace(text=pattern.sub("", block.text))
    cells = tuple(cell._replace(text=pattern.sub("", cell.text)) for cell in block.table.cells)
    table = replace(block.table, cells=cells)
    return block._replace(text=layout.text_of(table), table=table)
