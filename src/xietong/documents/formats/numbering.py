"""Takes the numbering and styles of a Word file; gives the number that Word shows before each paragraph.

Formats after ECMA-376 Part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_SLOT = re.compile(r"%([1-9])")
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how it counts, and the text with %1 … %9 for the counters."""

    start: int = 1
    form: str = "decimal"
    text: str = "%1."
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a document with their counters; ``render`` is called once for each paragraph, in order."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    styled: dict[tuple[str, str], int] = field(default_factory=dict)

    def depth(self, list_id: str, list_level: int | None, list_style: str) -> int:
        """Return the level of a paragraph: its own, else the one its style is tied to, else the first."""
        tied = self.styled.get((self.lists.get(list_id, ""), list_style), 0)
        return tied if list_level is None else list_level

    def render(self, number_id: str, depth: int) -> str:
        """Count one paragraph of a list and return its number as shown, empty for bullets and unknown lists."""
        kind = self.lists.get(number_id, "")
        levels = self.levels.get(kind, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counters = self.counters.setdefault(kind, {})
        self._advance(number_id, depth, level, counters, levels)
        if level.form in ("bullet", "none"):
            return "" if level.form == "bullet" else _SLOT.sub("", level.text)
        return _SLOT.sub(lambda slot: self._shown(int(slot[1]) - 1, level, counters, levels), level.text)

    def _advance(
        self, number_id: str, depth: int, level: Level, counters: dict[int, int], levels: dict[int, Level]
    ) -> None:
        override = self.overrides.get((number_id, depth))
        if override is not None and (number_id, depth) not in self.started:
            counters[depth] = override
        else:
            counters[depth] = counters.get(depth, level.start - 1) + 1
        self.started.add((number_id, depth))
        for deeper in [other for other in counters if other > depth]:
            restart = levels.get(deeper, level).restart
            if restart is None or (restart > 0 and depth < restart):
                del counters[deeper]

    def _shown(self, depth: int, level: Level, counters: dict[int, int], levels: dict[int, Level]) -> str:
        other = levels.get(depth, level)
        value = counters.get(depth, other.start)
        return str(value) if level.legal else written(value, other.form)


def read(root: etree._Element | None) -> Numbering:
    """Read ``word/numbering.xml``; without one no paragraph has a number."""
    numbering = Numbering()
    if root is None:
        return numbering
    for abstract in root.iter(f"{W}abstractNum"):
        key = abstract.get(f"{W}abstractNumId") or ""
        numbering.levels[key] = dict(_level(node) for node in abstract.iter(f"{W}lvl"))
        for node in abstract.iter(f"{W}lvl"):
            if style := value(node.find(f"{W}pStyle")):
                numbering.styled[key, style] = _integer(node.get(f"{W}ilvl"), 0)
    for node in root.iter(f"{W}num"):
        number_id = node.get(f"{W}numId") or ""
        kind = value(node.find(f"{W}abstractNumId"))
        numbering.lists[number_id] = kind
        _override(numbering, node, number_id, kind)
    return numbering


def _override(numbering: Numbering, node: etree._Element, number_id: str, kind: str) -> None:
    """Read where a list instance differs from its definition; a level defined anew makes it a list of its own."""
    for override in node.iter(f"{W}lvlOverride"):
        depth = _integer(override.get(f"{W}ilvl"), 0)
        start = override.find(f"{W}startOverride")
        if start is not None:
            numbering.overrides[number_id, depth] = _integer(value(start), 1)
        if (level := override.find(f"{W}lvl")) is not None:
            own = f"{kind}/{number_id}"
            numbering.levels.setdefault(own, dict(numbering.levels.get(kind, {}))).update([_level(level)])
            numbering.lists[number_id] = own


def _level(node: etree._Element) -> tuple[int, Level]:
    restart = node.find(f"{W}lvlRestart")
    text = node.find(f"{W}lvlText")
    legal = node.find(f"{W}isLgl")
    return _integer(node.get(f"{W}ilvl"), 0), Level(
        start=_integer(value(node.find(f"{W}start")), 1),
        form=value(node.find(f"{W}numFmt")) or "decimal",
        text="" if text is None else value(text).replace("?", "、"),  # which old formats could not write
        restart=None if restart is None else _integer(value(restart), 0),
        legal=legal is not None and value(legal) not in ("0", "false"),
    )


def value(node: etree._Element | None) -> str:
    """Return the ``w:val`` of an element, empty without one."""
    return "" if node is None else node.get(f"{W}val") or ""


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default


def written(number: int, form: str) -> str:
    """Return a counter in a number format of Word; an unknown format counts in digits.

    >>> written(12, "chineseCounting"), written(21, "ideographTraditional"), written(3, "decimalEnclosedCircle")
    ('十二', '甲', '③')
    """
    if not 0 <= number <= _MOST:
        return str(number)
    if form in _HAN_FORMS:
        return _han(number)
    maker = _FORMS.get(form)
    return maker(number) if maker else str(number)


_HAN_FORMS = frozenset(
    ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand", "japaneseCounting")
)


def _han(number: int) -> str:
    """Count in Chinese: 十一, 二十, 一百零五."""
    if number >= 10_000:
        return str(number)
    text, pending = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if pending and text else "") + _DIGITS[digit] + name
            pending = False
        else:
            pending = bool(text)
    return (text.removeprefix("一") if text.startswith("一十") else text) or "〇"


def _legal(number: int) -> str:
    table = str.maketrans(_DIGITS + "十百千", _LEGAL + "拾佰仟")
    text = _han(number)
    return (f"一{text}" if text.startswith("十") else text).translate(table)


def _letters(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * min(10, (number - 1) // 26 + 1) if number else ""


def _roman(number: int) -> str:
    text = ""
    for unit, name in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),  # noqa: SIM905 — thirteen marks read better so
        strict=True,
    ):
        count, number = divmod(number, unit)
        text += name * count
    return text


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _digit_by_digit(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


_FORMS: dict[str, Callable[[int], str]] = {
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographTraditional": lambda number: _STEMS[(number - 1) % 10],
    "ideographZodiac": lambda number: _BRANCHES[(number - 1) % 12],
    "ideographDigital": _digit_by_digit,
    "japaneseDigitalTenThousand": _digit_by_digit,
    "taiwaneseDigital": _digit_by_digit,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"（{number}）",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalZero": lambda number: f"{number:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
