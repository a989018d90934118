"""Takes a Plan; gives the same Plan numbered as official documents are (GB/T 9704-2012): 一、 （一） 1. （1）."""

import re
from dataclasses import replace

from xietong.drafting.plan import Item, Plan
from xietong.drafting.tree import ordered

_DIGITS = "零一二三四五六七八九"
_CHINESE = re.compile(r"[(（]?([〇零一二三四五六七八九十百]+)[)）]?[、.．]?")
_ARABIC = re.compile(r"[(（]?([0-9]+)[)）]?[、.．]?")


def in_chinese(number: int) -> str:
    """Write 1–999 in Chinese as headings do.

    >>> [in_chinese(n) for n in (3, 10, 12, 40, 105, 210)]
    ['三', '十', '十二', '四十', '一百零五', '二百一十']
    """
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    head = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if not tens:
        return head + ("零" if head and ones else "") + (_DIGITS[ones] if ones or not head else "")
    ten = "十" if tens == 1 and not head else f"{_DIGITS[tens]}十"
    return head + ten + (_DIGITS[ones] if ones else "")


def house_number(level: int, ordinal: int) -> str:
    """Return the number of the n-th item (from 1) of a level (from 0).

    >>> [house_number(level, 2) for level in range(5)]
    ['二、', '（二）', '2.', '（2）', '②']
    """
    if level <= 1:
        written = in_chinese(ordinal) if ordinal < 1000 else str(ordinal)
        return f"{written}、" if level == 0 else f"（{written}）"
    if level == 2:
        return f"{ordinal}."
    return f"（{ordinal}）" if level == 3 or ordinal > 20 else chr(0x2460 + ordinal - 1)


def house_form(number: str) -> str:
    """Return a number as written or normalised by the reader in the form that official documents print.

    >>> [house_form(number) for number in ("一", "(二)", "3.", "(4)", "一是", "")]
    ['一、', '（二）', '3.', '（4）', '一是', '']
    """
    bare = number.strip()
    bracketed = bare[:1] in ("(", "（")
    if match := _CHINESE.fullmatch(bare):
        return f"（{match[1]}）" if bracketed else f"{match[1]}、"
    if match := _ARABIC.fullmatch(bare):
        return f"（{match[1]}）" if bracketed else f"{match[1]}."
    return bare


def renumber(plan: Plan) -> Plan:
    """Return the plan with every item numbered by its place; positions become 0, 1, 2 … within each parent."""
    level: dict[str | None, int] = {None: 0}
    count: dict[str | None, int] = {}
    result: list[Item] = []
    for item in ordered(plan.items):
        depth = level.get(item.parent, 0)
        level[item.uid] = depth + 1
        place = count.get(item.parent, 0)
        count[item.parent] = place + 1
        result.append(replace(item, position=place, number=house_number(depth, place + 1)))
    return replace(plan, items=tuple(result))
