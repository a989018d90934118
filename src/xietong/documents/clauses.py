"""Takes the plain text of a paragraph; gives its pieces up to 。 or ；, not split in brackets or a quoted sentence."""

import re

from xietong.documents.numbering import Mark, mark_at

# The lengths are bounds against text that opens brackets and never closes them.
_TOKEN = re.compile(
    r"[（〔“《。；！？ ：](?:"
    r"(?<=（)[^（）\n]{0,600}(?:（[^（）\n]{0,300}）[^（）\n]{0,300}){0,20}）"
    r"|(?<=〔)[^〔〕\n]{0,400}〕|(?<=“)[^“”\n。！？]{8,300}[。！？](?P<quote>”)(?=[^，、；：。的等和与）\s])|(?<=“)[^“”\n。！？]{0,300}[。！？]?”"
    r"|(?<=《)[^《》\n]{0,200}(?:《[^《》\n]{0,200}》[^《》\n]{0,100})?》"
    r"|(?P<stop>(?<=[。；！？])[。；！？]*[”’）]?)"
    r"|(?P<gap>(?<= )(?<! {2}) *+)(?=(?:（[一1]）|1[.、](?!\d)|①) ?[\u4e00-\u9fff“])"
    r"|(?P<colon>(?<=：))(?=\s?(?:一是|一要|第一[，：、]|（[一1]）|[①]|1[.、](?!\d)|一、|——)))"
)
# Without one of these before its end, and without a list, a paragraph is one piece.
_PARTS = re.compile(r"[。；！？ ：]")
# The first of the marks in brackets that a list within a paragraph begins with; looked for only where one stands.
_LIST_TOKEN = re.compile(
    rf"(?P<list>(?<![第、和及至])(?=（一）[\u4e00-\u9fff][^\n]{{4,3000}}（二）[\u4e00-\u9fff]))|{_TOKEN.pattern}"
)


# Who does it, in brackets behind the full stop and with the next sentence right after them.
_UNITS_BEHIND = re.compile(
    r"（(?=[^（）\n]{0,200}(?:牵头|负责|责任|配合|指导|参与|落实|单位：|部门：))[^（）\n]{2,300}(?:（[^（）\n]{0,60}）[^（）\n]{0,200}){0,6}）"
)


def _with_units(plain: str, stop: int, end: int) -> int:
    match = _UNITS_BEHIND.match(plain, stop, end)
    return match.end() if match is not None and match.end() < end and plain[match.end()] != "（" else stop


# No sentence is as long; text without any stop is cut here, so that what looks over a sentence stays linear.
_LONGEST = 3000


def pieces(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the pieces of ``plain[start:end]`` as pairs of places, each with its closing mark, blanks trimmed."""
    found: list[tuple[int, int]] = []
    listed = plain.find("（一）", start, end) >= 0
    if not listed and _PARTS.search(plain, start, end - 1) is None:
        _append(found, plain, start, end)
        return found
    at = start
    token = _LIST_TOKEN if listed else _TOKEN
    for match in token.finditer(plain, start, end):
        if match.lastgroup is not None and match.start() >= at:
            stop = match.end()
            if match.lastgroup == "stop" and plain.startswith("（", stop):
                stop = _with_units(plain, stop, end)
            _append(found, plain, at, stop)
            at = stop
    _append(found, plain, at, end)
    return found


def begun(run: re.Pattern[str], plain: str, low: int, at: int) -> int:
    """Return where the run of characters up to ``at`` begins that a pattern such as ``[^，。]*`` matches, from ``low``.

    It is matched on the text read backwards: one look, however many characters end the run.
    """
    match = run.match(plain[low:at][::-1])
    return at if match is None else at - match.end()


def _append(found: list[tuple[int, int]], plain: str, start: int, end: int) -> None:
    while start < end and plain[start] in " \t":
        start += 1
    while start < end and plain[end - 1] in " \t":
        end -= 1
    while end - start > _LONGEST:
        found.append((start, start + _LONGEST))
        start += _LONGEST
    if start < end:
        found.append((start, end))


class Counter:
    """Remembers which numbers a paragraph has counted to, so that a stray number within it is no list.

    It may go on with the count of the paragraphs above.
    """

    __slots__ = ("_before", "_seen")

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}
        self._before: dict[str, int] = {}

    def begin(self) -> None:
        """Begin a paragraph."""
        if self._seen:
            self._seen = {}

    def accept(self, plain: str, start: int, end: int, paragraph_end: int, *, first: bool) -> Mark | None:
        """Return the number at ``start`` when it opens the paragraph, goes on with a count, or begins one."""
        mark = mark_at(plain, start, end)
        if mark is None:
            return None
        expected = self._seen.get(mark.kind, self._before.get(mark.kind, 0)) + 1
        if not first and not self._counts(mark, expected, plain, end, paragraph_end):
            return None
        self._seen[mark.kind] = self._before[mark.kind] = mark.ordinal
        return mark

    def _counts(self, mark: Mark, expected: int, plain: str, end: int, paragraph_end: int) -> bool:
        if mark.kind in ("five", "first", "dash", "circle"):
            return mark.kind != "dash" or plain[end - 1] in "。；" or end == paragraph_end
        if mark.kind in ("bullet", "deep", "box", "chapter", "section", "article", "roman", "part", "letter", "great"):
            return False
        if mark.ordinal == 1:
            return mark.kind not in self._seen and _SECOND[mark.kind].search(plain, end, paragraph_end) is not None
        return mark.ordinal == expected


_SECOND = {
    "one": re.compile(r"二[、.．]"),
    "two": re.compile(r"（二）"),
    "three": re.compile(r"2\s?[、.．]"),
    "four": re.compile(r"（2）"),
    "half": re.compile(r"2）"),
    "small": re.compile(r"（ii）"),
}
