"""Takes a cell of a table; gives the figure in it as targets, with the name and the unit that its row or column has."""

import re
from collections.abc import Iterator
from datetime import date

from xietong.basics import Span
from xietong.documents.draft import DraftTarget
from xietong.documents.numerals import to_decimal
from xietong.documents.passage import Passage
from xietong.documents.targets_grammar import UNITS

_YEAR = re.compile(r"(20\d\d)\s*年?")
_FIGURE = re.compile(
    rf"\s*(?P<op>≥|》=?|>=?|＞|≤|《=?|<=?|＜|不低于|不少于|超过|不超过|达到"
    rf"|至少)?\s*[\[（【]?\s*(?P<low>\d[\d,]*(?:\.\d+)?)\s*(?P<ls>[万亿])?\s*%?\s*"
    rf"(?:[—\-～~至]+\s*(?P<high>\d[\d,]*(?:\.\d+)?))?\s*(?P<scale>[万亿])?\s*(?P<unit>{UNITS}"
    rf"|年|[:：]1)?\s*[\]）】]?\s*(?P<after>以上|以内|左右|以下|及以上)?\s*"
)
# 11.3，其中受过高等教育的占25%: the figure of the row, and more.
_LEADS = re.compile(rf"{_FIGURE.pattern}(?=，其中)")
_BRACKET = re.compile(r"[（(]\s*(?P<scale>[万亿千百]*)(?P<unit>[^（）()\d]{1,6})[）)]\s*$")
_OPS = {
    "≥": ">=",
    ">": ">=",
    "＞": ">=",
    "》": ">=",
    "不低于": ">=",
    "不少于": ">=",
    "超过": ">=",
    "至少": ">=",
    "≤": "<=",
    "<": "<=",
    "＜": "<=",
    "《": "<=",
    "不超过": "<=",
}


def is_figure(words: str) -> bool:
    """Tell whether a cell holds nothing but a figure, and no year."""
    return _FIGURE.fullmatch(words) is not None and _YEAR.fullmatch(words) is None


def holds_figure(words: str) -> bool:
    """Tell whether :func:`read_figure` finds a figure in a cell."""
    return _FIGURE.fullmatch(words) is not None or _LEADS.match(words) is not None


def bare_name(name: str) -> str:
    """Return the name of an indicator without its number and its unit in brackets."""
    return _NUMBERED.sub("", re.sub(r"[（(][^（）()]*[）)]\s*$", "", name).strip())


def read_figure(
    passage: Passage, span: Span, name: str, unit: str, by: date | None, place: str = ""
) -> Iterator[DraftTarget]:
    """Yield the targets of a cell of figures with the indicator's name and the unit of its row; a range gives two.

    ``place`` is whose figure it is, where several share in the indicator.
    """
    match = _FIGURE.fullmatch(passage.plain, span.start, span.end) or _LEADS.match(passage.plain, span.start, span.end)
    if match is None:
        return
    span = Span(span.start, match.end())
    scale, unit = _unit(match, name, unit, passage.plain[span.start : span.end])
    bare = place + bare_name(name)
    low = to_decimal(match["low"], match["ls"] or scale)
    text = span.quote(passage.text)
    if match["high"]:
        yield DraftTarget(text, bare, ">=", low, unit, span, by)
        yield DraftTarget(text, bare, "<=", to_decimal(match["high"], scale), unit, span, by)
        return
    op = _op(match)
    if op == "=" and _ADDED.search(name) and not _RATED.search(name):
        op = "+"
    yield DraftTarget(text, bare, op, low, unit, span, by)


_NUMBERED = re.compile(r"^(?:\d{1,2}[.．、]|[（(]\d{1,2}[）)])\s*(?=[\u4e00-\u9fff])")
# 新增劳动力平均受教育年限 is no addition.
_RATED = re.compile(r"年限|率|比[例重]|占比|水平")
_ADDED = re.compile(r"新增|^增加(?!值)")


def _op(match: "re.Match[str]") -> str:
    after = match["after"] or ""
    if "以上" in after:
        return ">="
    if after in ("以内", "以下"):
        return "<="
    mark = (match["op"] or "").rstrip("=")
    return _OPS.get(mark, "=")


def _unit(match: "re.Match[str]", name: str, column: str, cell: str) -> tuple[str, str]:
    """Return scale and unit of a figure: its own, else those of the column of units, else the bracket at the name."""
    if match["unit"]:
        return match["scale"] or "", match["unit"]
    if "%" in cell:
        return "", "%"
    if column.strip():
        found = re.match(r"\s*([万亿千百]*)(.*?)\s*$", column)
    else:
        bracket = _BRACKET.search(name)
        found = re.match(r"([万亿千百]*)(.*)$", bracket["scale"] + bracket["unit"]) if bracket else None
    if found is None:
        return match["scale"] or "", ""
    return found[1] or match["scale"] or "", found[2].replace("％", "%")
