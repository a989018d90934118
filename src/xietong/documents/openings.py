"""Takes rows; gives those that a short sentence without a number heads, as it does in the rows beside them."""

import re
from collections.abc import Iterator

from xietong.documents.rows import Row

_MONTH = r"(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九元])"
QUARTER = re.compile(rf"(?:第?[一二三四]季度|[上下]半年|(?:{_MONTH}月?份?[、至—\-～])?{_MONTH}月份?)：?")
"""A line with nothing but the time of what is numbered below it."""
LONGEST = 42
"""The longest run-in heading, in characters: "about 40"."""
_LEAST = 24
"""The least that a heading heads, in characters."""
_SEVERAL = 3
_FIGURE = re.compile(r"\d|每(?:年|季度|月|学[年期])[^，。；]")
_QUOTED = re.compile(
    r"“[^”]{0,40}”|[《][^》]{0,60}》|\d+[GgKk+＋]\S?|[A-Za-z]\d"
    r"|\d{2,}(?=(?:人才|[^，。；、\d个所名家项万亿年月日]{0,4})(?:工程|计划|行动|项目|战略|体系|机制|模式|热线|工作法))"
)


def has_figure(plain: str, start: int, end: int) -> bool:
    """Tell whether a text holds a figure, those in quotes and in names such as 5G left out."""
    if _FIGURE.search(plain, start, end) is None:
        return False
    return _FIGURE.search(_QUOTED.sub("", plain[start:end])) is not None


def runs_of(rows: list[Row], plain: str, skipped: frozenset[int]) -> dict[int, int]:
    """Return the rows with a run-in heading that has no number, and which of their pieces it is."""
    likely = [place not in skipped and _opens_run(row, plain) for place, row in enumerate(rows)]
    return dict(_alike(rows, plain)) | dict.fromkeys(_chosen(rows, plain, likely), 0)


def bare_heads(rows: list[Row], plain: str) -> frozenset[int]:
    """Return the rows that are short and without any mark where the paragraphs below them are whole sentences.

    One alone may be anything; two or more among nothing but sentences part them.
    """
    found: list[int] = []
    run: list[int] = []
    for place in range(len(rows) - 1, -1, -1):
        row = rows[place]
        if row.mark is None and plain[row.end - 1] in "。；！？":
            continue
        below = rows[place + 1] if place + 1 < len(rows) else None
        if below is not None and below.mark is None and plain[below.end - 1] in "。；" and _is_bare(row, plain):
            run.append(place)
            continue
        found += run if len(run) >= _PARTING else []
        run = []
    return frozenset(found + (run if len(run) >= _PARTING else []))


_PARTING = 3
_BARE = re.compile(r"(?!原标题)[\u4e00-\u9fff“”\d]{2,12}[ ：，][\u4e00-\u9fff“”\d]{2,14}|[\u4e00-\u9fff“”]{4,18}")


def _is_bare(row: Row, plain: str) -> bool:
    return row.mark is None and not row.style and _BARE.fullmatch(plain, row.start, row.end) is not None


def _alike(rows: list[Row], plain: str) -> Iterator[tuple[int, int]]:
    """Give the paragraphs of sections in which each, and there are three or more, opens with a short sentence.

    The first of them may stand behind the section's own run-in heading.
    """
    start = 0
    for place in range(len(rows) + 1):
        row = rows[place] if place < len(rows) else None
        if row is not None and row.mark is None and _opens_shortly(row, plain, 0):
            continue
        begins = start == 0 or rows[start - 1].mark is not None
        ends = row is None or row.mark is not None or row.end - row.start < _LEAST
        if begins and ends and place > start:
            first = start > 0 and _opens_shortly(rows[start - 1], plain, 1)
            if place - start + first >= _SEVERAL:
                yield from ((member, 0) for member in range(start, place))
                if first:
                    yield start - 1, 1
        start = place + 1


def _opens_shortly(row: Row, plain: str, number: int) -> bool:
    """Tell whether a piece of a row is a short sentence, and the rest of the row enough for it to head."""
    if len(row.pieces) < number + 2:
        return False
    piece = row.pieces[number]
    text = plain[piece.start : piece.end]
    return (
        6 <= len(text) <= 34
        and text.endswith("。")
        and text.count("，") < 2
        and row.end - piece.end >= _LEAST
        and row.pieces[number + 1].mark is None
        and not has_figure(plain, piece.start, piece.end)
        and _NO_RUN.search(text) is None
    )


def _chosen(rows: list[Row], plain: str, likely: list[int] | list[bool]) -> Iterator[int]:
    for place, row in enumerate(rows):
        if not likely[place]:
            continue
        first = row.pieces[0]
        if row.style == "lead" or COUNTED.match(plain, first.start, first.end):
            yield place
            continue
        above, below = place > 0 and likely[place - 1], place + 1 < len(rows) and likely[place + 1]
        text = plain[first.start : first.end]
        beside = (above and below) if text.startswith(_URGES) else (above or below)
        if beside or (text.startswith("坚持") and "，" not in text) or (len(text) <= 13 and "，" not in text):
            yield place


def _opens_run(row: Row, plain: str) -> bool:
    if len(row.pieces) < 2 or row.mark is not None or row.pieces[1].mark is not None:
        return False
    first = row.pieces[0]
    if row.style == "lead":
        return first.end - first.start <= LONGEST and not has_figure(plain, first.start, first.end)
    if first.end - first.start > 28 or plain[first.end - 1] != "。" or row.end - row.start < 24:
        return False
    text = plain[first.start : first.end - 1]
    if "，" in text and not _PRINCIPLE.fullmatch(text):
        return False
    if (
        (has_figure(plain, first.start, first.end) and not COUNTED.match(text))
        or len(text) < 4
        or row.pieces[1].end - row.pieces[1].start < 12
    ):
        return False
    return COUNTED.match(text) is not None or not _NO_RUN.search(text)


_URGES = ("鼓励", "支持")
_PRINCIPLE = re.compile(r"(?:坚持|坚守|注重|突出|强化|统筹|聚焦|立足|遵循)[^，]{2,11}，[^，]{2,12}")
COUNTED = re.compile(
    r"(?:(?:行动|任务|工程|项目|举措|计划|专项|目标|重点)(?:[一二三四五六七八九十]{1,3}|\d{1,2})|第[一二三四五六]阶段)"
    r"[：、 .．]"
)
_NO_RUN = re.compile(
    r"^(?:为|在|自|按|经|各|本|该|其|此|现将|要|应|请|同时|并|对|由|将|根据|严禁|不得|到|目前|近|[^，。]{1,12}是)|已|了|为期|，.*，|"
    r"[：（《]|要求|通知|如下"
)
