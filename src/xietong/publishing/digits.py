"""Takes a whole number; gives it in Chinese characters as headings count."""

_DIGITS = "零一二三四五六七八九"


def chinese_number(value: int) -> str:
    """Write 1–9999 in Chinese characters; larger or smaller numbers stay in digits.

    >>> [chinese_number(n) for n in (1, 10, 15, 20, 101, 110, 2021)]
    ['一', '十', '十五', '二十', '一百零一', '一百一十', '二千零二十一']
    """
    if not 0 < value < 10000:
        return str(value)
    written, skipped = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if not digit:
            skipped = bool(written)
            continue
        written += ("零" if skipped else "") + _DIGITS[digit] + name
        skipped = False
    return written[1:] if written.startswith("一十") else written
