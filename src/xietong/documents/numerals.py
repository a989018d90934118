"""Takes a number as Chinese documents write it; gives its exact value."""

import re
from decimal import Decimal
from functools import lru_cache

_DIGITS = dict(
    # 元月 is the first month
    zip(
        "零〇○一二三四五六七八九两壹贰叁肆伍陆柒捌玖参元", [0, 0, 0, *range(1, 10), 2, *range(1, 10), 3, 1], strict=True
    )
)
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
HAN = "零〇一二三四五六七八九十百千两"
_POSITIONAL = re.compile(r"[零〇○一二三四五六七八九]+")


def han_to_int(text: str) -> int:
    """Return the value of a whole number in Chinese characters, counted (一百二十) or spelt (二〇二五).

    Raises ValueError where the text is no such number.

    >>> han_to_int("一百二十"), han_to_int("二〇二五"), han_to_int("十五"), han_to_int("三万五千")
    (120, 2025, 15, 35000)
    """
    if not text:
        raise ValueError("an empty text is no number")
    if len(text) > 1 and _POSITIONAL.fullmatch(text):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total = section = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _SMALL:
            section += (digit or 1) * _SMALL[sign]
            digit = 0
        elif sign in _LARGE:
            total = (total + (section + digit or 1)) * _LARGE[sign]
            section = digit = 0
        else:
            raise ValueError(f"{text!r} is no number in Chinese characters")
    return total + section + digit


def number_of(text: str) -> int:
    """Return the value of a whole number in digits or Chinese characters.

    Raises ValueError where the text is no such number.

    >>> [number_of(written) for written in ("七", "十二", "二十三", "12", "二〇二五")]
    [7, 12, 23, 12, 2025]
    """
    return int(text) if text.isdecimal() else han_to_int(text)


def five_years_end(number: str) -> int:
    """Return the last year of a five-year plan by its number behind 十 (``四`` of 十四五).

    >>> five_years_end("四")
    2025
    """
    return 2000 + (han_to_int("十" + number) - 9) * 5


@lru_cache(maxsize=4096)
def to_decimal(number: str, scale: str = "") -> Decimal:
    """Return the value of a number in digits or Chinese characters, times its scale (``万``, ``千万``, ``亿`` …).

    Raises ValueError where either part is no such number.

    >>> to_decimal("1.5", "万"), to_decimal("1,200"), to_decimal("三十")
    (Decimal('15000'), Decimal('1200'), Decimal('30'))
    """
    if number and (number[0].isascii() or number[0].isdigit()):
        value = Decimal(number.replace(",", "").replace("，", "").replace(" ", ""))
    else:
        value = Decimal(han_to_int(number))
    for sign in scale:
        if sign not in _SCALES:
            raise ValueError(f"{scale!r} is no scale")
        value *= _SCALES[sign]
    whole = value.to_integral_value()
    return whole if scale and whole == value else value
