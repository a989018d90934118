"""Takes a paragraph; gives its paragraphs where a page has run a whole document together into one."""

import re
from collections.abc import Iterator

from xietong.documents.plain import unify

_LEAST = 240  # characters of a whole document
_TITLE = 60
# A number behind a blank or a closing mark, by kind; what is in brackets or quotes is no number of the document's own.
_NUMBER = re.compile(
    r"(?:^|(?<=[ 。；：！？）”]))(?:(?P<chapter>第[一二三四五六七八九十]{1,3}[章节])"
    r"|(?P<one>[一二三四五六七八九十]{1,3})、|(?P<three>\d{1,2})[.、．](?!\d))"
    r"|(?<![第、和及至与])（(?P<two>[一二三四五六七八九十]{1,3})）(?=[\u4e00-\u9fff“ ])"
)
# …实施方案一、指导思想…: the first number right behind the title.
_FIRST = re.compile(r"(?<=[案划见知要点法纲则])一、")
# （一）…质量1.强化…: the first number right behind the title of what it counts in.
_FIRST_BELOW = re.compile(r"(?<=[\u4e00-\u9fff])1[.、](?=[\u4e00-\u9fff])")
# 一、明确目标，促进发展1、普及目标。 Two headings whose break is lost.
_RUN_ON = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])[^。；;：:\d]{4,40}"
    r"(?<=[\u4e00-\u9fff])(?=\d{1,2}[、.．][\u4e00-\u9fff])"
)
_RUN_ON_FIRST = frozenset("一二三四五六七八九十（(")
# …（省教育厅） 51、…（省财政厅） 52、…: three items or more of one list in a row.
_ITEMS = 3
_APART = frozenset(("） ", "。 "))
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff。；：！？）”》〕号]) +(?=[\u4e00-\u9fff“《（〔\d])")
_CLOSED = re.compile(r"《[^《》\n]{0,120}》|（[^（）\n]{0,200}）|“[^“”\n]{0,200}”")
_VALUES = {character: value for value, character in enumerate("零一二三四五六七八九")}


def unfold(text: str) -> list[str]:
    """Return a paragraph as it is, or cut where the document in it had its paragraphs; nothing but blanks is lost.

    A document is known by numbers of two kinds that count on: 一、…（一）…（二）…二、…, items of a list by where they
    stand. Linear in the length.
    """
    run_on = _RUN_ON.match(text) if text[:1] in _RUN_ON_FIRST else None
    if run_on is not None:
        return [run_on[0], *unfold(text[run_on.end() :])]
    if len(text) < _LEAST or ("一" not in text and not text[0].isdecimal()):
        return [text]
    plain = unify(text)
    marks = _counted(plain)
    kinds = {kind for _, kind in marks}
    if len(kinds) < 2 or sum(1 for _, kind in marks if kind != "three") < 3:
        apart = kinds == {"three"} and len(marks) >= _ITEMS and marks[0][0] == 0
        if not apart or any(plain[place - 2 : place] not in _APART for place, _ in marks[1:]):
            return [text]
    closed = [match.span() for match in _CLOSED.finditer(plain)]
    cuts = sorted({place for place, _ in marks} | set(_blanks(plain, closed, {place for place, _ in marks})))
    pieces = [text[start:end].strip() for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return [piece for piece in pieces if piece]


def _counted(plain: str) -> list[tuple[int, str]]:
    """The numbers that count on, each with its kind."""
    found: list[tuple[int, str]] = []
    last: dict[str, int] = {}
    first = _FIRST.search(plain, 0, _TITLE)
    if first is not None:
        last["one"] = 1
        found.append((first.start(), "one"))
    for match in _NUMBER.finditer(plain):
        kind = match.lastgroup or ""
        value = 0 if kind == "chapter" else _value(match[kind])
        if kind == "chapter" or value == 1 or value == last.get(kind, 0) + 1 or match.start() == 0:
            last[kind] = value
            found.append((match.start(), kind))
            below = _FIRST_BELOW.search(plain, match.end(), match.end() + _TITLE) if kind != "three" else None
            if below is not None:
                last["three"] = 1
                found.append((below.start(), "three"))
    return found


def _value(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    tens, ten, units = digits.partition("十")
    return (_VALUES.get(tens, 1) * 10 if ten else _VALUES.get(tens, 0)) + _VALUES.get(units, 0)


def _blanks(plain: str, closed: list[tuple[int, int]], marked: set[int]) -> Iterator[int]:
    """Blanks between sentences and behind titles, none of those within brackets or behind a number."""
    inside = iter(closed)
    span = next(inside, None)
    for match in _BLANK.finditer(plain):
        while span is not None and span[1] <= match.start():
            span = next(inside, None)
        within = span is not None and span[0] < match.start()
        figure = plain[match.end()].isdecimal() and match.end() not in marked and plain[match.start() - 1] not in "。；"
        if not within and not figure:
            yield match.end()
