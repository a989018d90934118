"""Takes values of a plan; gives them as plain mappings for JSON, and reads them back.

Days are ISO 8601, decimals and enumerations strings, spans two-element lists. Every field is written, so that whoever
signs sees all there is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, TypeVar

from xietong.basics import Party, Refusal, Source, SourceKind, Span
from xietong.drafting.plan import (
    Basis,
    Duty,
    Item,
    Kind,
    Milestone,
    Objective,
    Plan,
    Recurrence,
    Role,
    Target,
)

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
Plain = str | int | list[Any] | dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Codec(Generic[T]):
    """How one kind of value is written plainly and read back. ``decode`` raises TypeError or ValueError."""

    encode: Callable[[T], Any]
    decode: Callable[[Any], T]


def _as_text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text is expected, not {value!r}")
    return value


def _as_number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"a whole number is expected, not {value!r}")
    return value


def _as_decimal(value: object) -> Decimal:
    if not isinstance(value, str) or not (number := Decimal(value)).is_finite():
        raise TypeError(f"a decimal number in quotes is expected, not {value!r}")
    return number


def decimal_text(value: Decimal) -> str:
    """Write a decimal without exponent and trailing zeros; equal values give equal texts.

    >>> [decimal_text(Decimal(text)) for text in ("1.50", "2E+1", "-0.0")]
    ['1.5', '20', '0']
    """
    if not value.is_finite():
        raise ValueError(f"{value} is no figure that a plan can hold")
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _same(value: T) -> T:
    return value


def _day(value: object) -> date:
    return date.fromisoformat(_as_text(value))


def _day_text(value: date | None) -> str | None:
    return value.isoformat() if value is not None else None


def _maybe_day(value: object) -> date | None:
    return None if value is None else _day(value)


def _span_list(value: Span | None) -> list[int] | None:
    return [value.start, value.end] if value is not None else None


def _span(value: Any) -> Span | None:
    if value is None:
        return None
    start, end = value
    return Span(_as_number(start), _as_number(end))


def choice(kind: type[E]) -> Codec[E]:
    """Write an enumeration's value."""
    return Codec({member: member.value for member in kind}.__getitem__, kind)


def many(codec: Codec[T]) -> Codec[tuple[T, ...]]:
    """Write a tuple as a list."""
    encode, decode = codec.encode, codec.decode

    def read(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise TypeError(f"a list is expected, not {value!r}")
        return tuple(decode(each) for each in value)

    return Codec(lambda value: [encode(each) for each in value], read)


def maybe(codec: Codec[T]) -> Codec[T | None]:
    """Write ``None`` as null."""
    encode, decode = codec.encode, codec.decode
    return Codec(
        lambda value: None if value is None else encode(value),
        lambda value: None if value is None else decode(value),
    )


def record(kind: type[T], codecs: Mapping[str, Codec[Any]]) -> Codec[T]:
    """Write a dataclass as a mapping of its fields, each by its codec; fields with a default may miss when read."""
    names = tuple(codecs)
    fetch = attrgetter(*names)
    # Half of a plan's fields are plain already; not calling anything for them halves the time of writing a version.
    written = [(name, codec.encode) for name, codec in codecs.items() if codec.encode is not _same]
    readers = {name: codec.decode for name, codec in codecs.items()}

    def encode(value: T) -> dict[str, Any]:
        result = dict(zip(names, fetch(value), strict=True))
        for name, write in written:
            result[name] = write(result[name])
        return result

    def decode(value: object) -> T:
        if not isinstance(value, dict):
            raise TypeError(f"a mapping is expected, not {value!r}")
        if not value.keys() <= readers.keys():
            raise ValueError(f"unknown fields: {', '.join(sorted(map(str, value.keys() - readers.keys())))}")
        return kind(**{name: readers[name](held) for name, held in value.items()})

    return Codec(encode, decode)


TEXT: Codec[str] = Codec(_same, _as_text)
TEXTS = many(TEXT)
NUMBER: Codec[int] = Codec(_same, _as_number)
DECIMAL: Codec[Decimal] = Codec(decimal_text, _as_decimal)
DAY: Codec[date] = Codec(date.isoformat, _day)
MAYBE_DAY: Codec[date | None] = Codec(_day_text, _maybe_day)
MAYBE_TEXT = maybe(TEXT)
SOURCE = record(
    Source,
    {
        "kind": choice(SourceKind),
        "document": TEXT,
        "span": Codec(_span_list, _span),
        "cell": TEXT,
        "person": TEXT,
    },
)
MAYBE_SOURCE = maybe(SOURCE)
PARTY = record(Party, {part.name: TEXT for part in fields(Party)} | {"adjectives": TEXTS})
DUTY = record(Duty, {"party": TEXT, "organisation": TEXT, "role": choice(Role), "name": TEXT})
TARGET = record(
    Target,
    {part.name: TEXT for part in fields(Target)} | {"value": DECIMAL, "by": MAYBE_DAY},
)
MILESTONE = record(Milestone, {"uid": TEXT, "title": TEXT, "due": DAY})
BASIS = record(Basis, {"uid": TEXT, "title": TEXT, "kind": TEXT, "source": MAYBE_SOURCE})
OBJECTIVE = record(Objective, {"uid": TEXT, "text": TEXT, "due": MAYBE_DAY, "source": MAYBE_SOURCE})
ITEM_CODECS: dict[str, Codec[Any]] = {
    "uid": TEXT,
    "parent": MAYBE_TEXT,
    "position": NUMBER,
    "kind": choice(Kind),
    "title": TEXT,
    "number": TEXT,
    "text": TEXT,
    "start": MAYBE_DAY,
    "due": MAYBE_DAY,
    "recurrence": choice(Recurrence),
    "weight": DECIMAL,
    "duties": many(DUTY),
    "targets": many(TARGET),
    "milestones": many(MILESTONE),
    "basis": TEXTS,
    "after": TEXTS,
    "source": MAYBE_SOURCE,
}
ITEM = record(Item, ITEM_CODECS)
PLAN_CODECS: dict[str, Codec[Any]] = {
    "uid": TEXT,
    "title": TEXT,
    "short_title": TEXT,
    "parties": many(PARTY),
    "start": MAYBE_DAY,
    "end": MAYBE_DAY,
    "items": many(ITEM),
    "objectives": many(OBJECTIVE),
    "basis": many(BASIS),
}
PLAN = record(Plan, PLAN_CODECS)


def plan_to_plain(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain values; ``plan_from_plain`` gives it back unchanged."""
    return dict(PLAN.encode(plan))


def plan_from_plain(plain: object) -> Plan:
    """Return the plan of plain values. Refuses ``unreadable-plan``, naming what is wrong."""
    return decoded(PLAN.decode, plain)


def item_to_plain(item: Item) -> dict[str, Any]:
    """Return an item as plain values; ``item_from_plain`` gives it back unchanged."""
    return dict(ITEM.encode(item))


def item_from_plain(plain: object) -> Item:
    """Return the item of plain values. Refuses ``unreadable-plan``, naming what is wrong."""
    return decoded(ITEM.decode, plain)


def decoded(decode: Callable[[Any], T], value: object) -> T:
    """Read a plain value; trouble in it becomes a Refusal (``unreadable-plan``)."""
    try:
        return decode(value)
    except (ArithmeticError, TypeError, ValueError) as trouble:
        raise Refusal(
            "unreadable-plan",
            zh=f"数据不符合行动计划的格式（{trouble}），请使用本系统导出的文件。",
            en=f"The data is not in the form of a plan ({trouble}); use a file that this system exported.",
        ) from trouble
