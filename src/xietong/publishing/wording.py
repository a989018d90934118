"""Takes values of a plan; gives the words that documents and tables print for them."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from xietong.basics import Organisation
from xietong.drafting import Duty, Item, Kind, Recurrence, Role, Target

KINDS: dict[Kind, tuple[str, str]] = {
    Kind.DIRECTION: ("方向", "direction"),
    Kind.ACTION: ("行动", "action"),
    Kind.TASK: ("任务", "task"),
    Kind.MEASURE: ("举措", "measure"),
}
RECURRENCES: dict[Recurrence, tuple[str, str]] = {
    Recurrence.NONE: ("", ""),
    Recurrence.MONTHLY: ("每月", "monthly"),
    Recurrence.QUARTERLY: ("每季度", "quarterly"),
    Recurrence.YEARLY: ("每年", "yearly"),
    Recurrence.ONGOING: ("长期", "ongoing"),
}
_SIGNS = {"=": "", ">=": "不低于", "<=": "不超过", "+": "新增"}

Names = Mapping[str, str]


def names_of(organisations: Iterable[Organisation], day: date | None = None) -> dict[str, str]:
    """Return the name of each organisation by code: the one it has on a day, else the last one given."""
    found: dict[str, str] = {}
    current: set[str] = set()
    for organisation in organisations:
        holds = day is not None and organisation.exists_on(day)
        if holds or organisation.code not in current:
            found[organisation.code] = organisation.name
        if holds:
            current.add(organisation.code)
    return found


def duty_name(duty: Duty, names: Names) -> str:
    """Return the name of the body that has a duty: its own, else as written, else its code."""
    return names.get(duty.organisation, "") or duty.name or duty.organisation


def units(duties: Iterable[Duty], role: Role, names: Names, party: str | None = None) -> str:
    """Join the names of those with a role (and of a party, if given) with 、."""
    chosen = (each for each in duties if each.role is role and party in (None, each.party))
    return "、".join(dict.fromkeys(duty_name(each, names) for each in chosen))


def day_words(day: date) -> str:
    """Say a due date as documents do.

    >>> [day_words(date(2025, *each)) for each in ((12, 31), (6, 30), (6, 15))]
    ['2025年底前', '2025年6月底前', '2025年6月15日前']
    """
    if (day.month, day.day) == (12, 31):
        return f"{day.year}年底前"
    if (day + timedelta(days=1)).day == 1:
        return f"{day.year}年{day.month}月底前"
    return f"{day.year}年{day.month}月{day.day}日前"


def due_words(item: Item) -> str:
    """Say when an item is due and how it comes back; empty when neither is known."""
    again = RECURRENCES[item.recurrence][0]
    if item.due is None:
        return again
    return f"{again}，{day_words(item.due)}" if again else day_words(item.due)


def number_words(value: Decimal) -> str:
    """Write a figure without exponent and trailing zeros.

    >>> number_words(Decimal("96.50"))
    '96.5'
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def target_words(target: Target) -> str:
    """Say a target in one phrase: indicator, comparison, figure, unit, and by when."""
    sign = _SIGNS.get(target.op, target.op)
    by = f"（{day_words(target.by)}）" if target.by else ""
    return f"{target.indicator}{sign}{number_words(target.value)}{target.unit}{by}"
