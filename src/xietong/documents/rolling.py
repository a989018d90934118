"""Takes blocks; gives them with those tables put together whose cells stand on lines of their own, as pages are copied.

Such a table is known by its header, names of columns on three lines or more, the first of them 序号 or 指标; a row
begins with the next number. Lines go to columns by what each holds, in their order.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from xietong.documents.block import Block, BlockKind, Cell
from xietong.documents.formats import layout
from xietong.documents.ledger_columns import Column, column_of
from xietong.documents.units_names import certainty

_LEAST, _MOST = 3, 12  # columns
_NAME = 14
_ROW_LINES = 40
_NUMBER = re.compile(r"\d{1,4}")
_ENTRY = re.compile(r"\d{1,2}[.．、]\s*[\u4e00-\u9fff]")
_SECTION = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)])[^。；]{2,60}")
_WHEN = re.compile(r"[年月日]|季度|长期|持续|底前?$|每")
_FIGURE = re.compile(r"[≥≤<>＞＜]?\s*\d[\d.,]*\s*[%‰]?[\u4e00-\u9fff]{0,5}|[—\-/]+|约束性|预期性")
_LIST = re.compile(r"[、，,；;\s]")
_WHO = (Column.LEAD, Column.SUPPORT, Column.RESPONSIBLE)


def rolled(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks in order, each run of lines that is a table as one. Linear in the number of blocks."""
    place = 0
    while place < len(blocks):
        head = _head(blocks, place)
        table, end = _table(blocks, place, head) if head else (None, place)
        if table is None:
            yield blocks[place]
            place += 1
        else:
            yield table
            place = end


def _head(blocks: Sequence[Block], place: int) -> tuple[Column, ...]:
    """Return what the columns hold whose names begin at a place; empty for any other line."""
    if not _begins(blocks[place]):
        return ()
    columns: list[Column] = []
    for block in blocks[place : place + _MOST]:
        named = column_of(block.text) if block.kind is BlockKind.PARAGRAPH and len(block.text) <= _NAME else None
        if named is None or _NUMBER.fullmatch(block.text):
            break
        columns.append(named)
    return tuple(columns) if len(columns) >= _LEAST else ()


def _begins(block: Block) -> bool:
    if len(block.text) > _NAME or block.kind is not BlockKind.PARAGRAPH:
        return False
    return block.text.replace(" ", "") in ("序号", "编号", "指标", "指标名称")


def _table(blocks: Sequence[Block], place: int, columns: tuple[Column, ...]) -> tuple[Block | None, int]:
    """Return the table below a header and the place behind it, or None where fewer than two rows follow."""
    numbered = columns[0] is Column.NUMBER
    begins = _NUMBER.fullmatch if numbered else _ENTRY.match
    rows: list[list[str]] = [[block.text for block in blocks[place : place + len(columns)]]]
    at = place + len(columns)
    counted = 0
    while at < len(blocks) and blocks[at].kind is BlockKind.PARAGRAPH:
        text = blocks[at].text
        if begins(text):
            lines, at = _lines(blocks, at, len(columns), _next(blocks, at, counted) if numbered else begins)
            rows.append(_placed(lines, columns))
            counted += 1
        elif _SECTION.fullmatch(text) and _goes_on(blocks, at, begins):
            rows.append([text])
            at += 1
        else:
            break
    if counted < 2:
        return None, place
    return layout.table(_cells(rows, len(columns))), at


def _next(blocks: Sequence[Block], start: int, counted: int) -> Callable[[str], object]:
    """Return what tells the number of the next row: figures in the cells of a row are numbers as well."""
    following = str(int(blocks[start].text) + 1)
    if counted or any(block.text == following for block in blocks[start + 1 : start + _ROW_LINES]):
        return following.__eq__
    return _NUMBER.fullmatch


def _lines(blocks: Sequence[Block], start: int, width: int, begins: Callable[[str], object]) -> tuple[list[str], int]:
    """Return the lines of the row that begins at a place, and the place behind them: the last row is as long as any."""
    at = start + 1
    while at < min(len(blocks), start + _ROW_LINES) and blocks[at].kind is BlockKind.PARAGRAPH:
        if begins(blocks[at].text) or _SECTION.fullmatch(blocks[at].text):
            return [block.text for block in blocks[start:at]], at
        at += 1
    end = min(at, start + width)
    return [block.text for block in blocks[start:end]], end


def _goes_on(blocks: Sequence[Block], at: int, begins: Callable[[str], object]) -> bool:
    """Tell whether a row follows what may be the name of a section, at once or after more such names."""
    for block in blocks[at + 1 : at + 9]:
        if begins(block.text):
            return True
        if not _SECTION.fullmatch(block.text):
            return False
    return False


def _placed(lines: Sequence[str], columns: tuple[Column, ...]) -> list[str]:
    """Give each line of a row to a column, so that what they hold fits best; in order, columns may stay empty."""
    if len(lines) == len(columns):
        return list(lines)
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, (0,))}  # by the last column used
    for line in lines[1:]:
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for last, (score, path) in best.items():
            for column in range(max(last, 1), len(columns)):
                again = 0.6 if columns[column] is Column.LEAD else 0.3
                gain = _fits(line, columns[column]) - (again if column == last else column - last - 1)
                if column not in following or score + gain > following[column][0]:
                    following[column] = (score + gain, (*path, column))
        best = following
    path = max(best.values())[1]
    return [" ".join(line for line, own in zip(lines, path, strict=True) if own == at) for at in range(len(columns))]


@cache
def _tests() -> dict[Column, Callable[[str], bool]]:
    return {
        **dict.fromkeys(_WHO, _is_body),
        Column.DEADLINE: lambda line: len(line) <= 16 and _WHEN.search(line) is not None,
        Column.TARGET: lambda line: _FIGURE.fullmatch(line) is not None,
    }


def _fits(line: str, column: Column) -> float:
    """Return how well a line fits a column: 2 where it holds what the column does, negative where something else."""
    test = _tests().get(column)
    if test is not None:
        return 2.0 if test(line) else -2.0
    return -1.0 if _is_body(line) else 1.0 if len(line) >= 8 and column is not Column.OTHER else 0.0


def _is_body(line: str) -> bool:
    first = _LIST.split(line.rstrip("。"), maxsplit=1)[0]
    return certainty(first) == 2 or (line.startswith(("各", "有关", "相关")) and len(first) <= 14)


def _cells(rows: Iterable[list[str]], width: int) -> Iterator[Cell]:
    for row, texts in enumerate(rows):
        if len(texts) == 1:
            yield Cell(row, 0, texts[0], 1, width)
        else:
            yield from (Cell(row, column, text) for column, text in enumerate(texts))
