"""Takes rows of text as a CSV file holds them; gives a column's figures and their unit, or a Refusal naming a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xietong.basics import Finding, Refusal, Wording
from xietong.measuring.evaluation import wording
from xietong.measuring.written_numbers import is_blank, no_number, written

Rows = Sequence[Mapping[str, str]]
_FIRST_ROW = 2  # Row 1 of a file is its header, where nobody says otherwise.


class Row(dict[str, str]):
    """A row by the names of its header, with its number in the file."""

    __slots__ = ("number",)

    def __init__(self, cells: Mapping[str, str], number: int) -> None:
        """Take the cells, and where they stand."""
        super().__init__(cells)
        self.number = number


def numbered(rows: Rows) -> list[tuple[int, Mapping[str, str]]]:
    """Return rows with their numbers in the file; rows that do not know theirs stand below a header.

    >>> [number for number, _ in numbered([{"a": "1"}, Row({"a": "2"}, 7)])]
    [2, 7]
    """
    return [(getattr(row, "number", place), row) for place, row in enumerate(rows, _FIRST_ROW)]


Numbered = Sequence[tuple[int, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Figures:
    """A column's figures, None where a cell says there is none, and the unit that they are written in ("": none)."""

    values: tuple[float | None, ...]
    unit: str


def figures_in(rows: Numbered, column: str) -> Figures:
    """Return a column's figures as ``written`` reads them; all are in one unit, of which zero may go without.

    Errors: Refusal ``not-a-number``, ``units-differ`` (row and column).

    >>> figures_in([(2, {"a": "1,200.5"}), (3, {"a": "/"})], "a").values
    (1200.5, None)
    """
    values: list[float | None] = []
    first: tuple[str, int] | None = None
    for number, row in rows:
        text = row.get(column) or ""
        if is_blank(text):
            values.append(None)
            continue
        found = written(text)
        if found is None:
            raise no_number(text, number, column)
        value, unit = found
        values.append(value)
        if not value and not unit:
            continue
        first = first or (unit, number)
        if unit != first[0]:
            raise _units_differ(column, (unit, number), first)
    return Figures(tuple(values), first[0] if first else "")


def _units_differ(column: str, one: tuple[str, int], first: tuple[str, int]) -> Refusal:
    (unit, number), (other, at) = one, first
    return Refusal(
        "units-differ",
        zh=f"“{column}”列第{at}行{_of_unit(other).zh}，第{number}行{_of_unit(unit).zh}；请统一写法。",
        en=f"Column “{column}” {_of_unit(other).en} in row {at} and {_of_unit(unit).en} in row {number}; mend one.",
    )


def _of_unit(unit: str) -> Wording:
    return wording(f"带“{unit}”", f"is in “{unit}”") if unit else wording("不带单位", "has no unit")


def in_one_unit(rows: Rows, columns: Sequence[str]) -> None:
    """Refuse (``units-differ``) columns of the same thing that are written in different units; zero goes without.

    >>> in_one_unit([{"a": "3%", "b": "0"}], ("a", "b"))
    """
    unit, first = "", ""
    for column in columns:
        found = figures_in(numbered(rows), column)
        if not any(found.values):
            continue
        if first and found.unit != unit:
            raise Refusal(
                "units-differ",
                zh=f"“{first}”列{_of_unit(unit).zh}，“{column}”列{_of_unit(found.unit).zh}；请统一写法。",
                en=f"Column “{first}” {_of_unit(unit).en}, column “{column}” {_of_unit(found.unit).en}; mend one.",
            )
        unit, first = found.unit, column


def aim_in(text: float | str | None, unit: str) -> float:
    """Return what ``--target`` says, in the unit of its column. Refusal ``needs-column``, ``not-a-number``,
    ``units-differ``.

    >>> aim_in("95%", "%"), aim_in(20, "")
    (95.0, 20.0)
    """
    if text is None:
        raise Refusal("needs-column", zh="此方法需要 --target。", en="This method needs --target.")
    found = written(str(text))
    if found is None:
        raise Refusal("not-a-number", zh=f"--target 的“{text}”不是数字。", en=f"“{text}” of --target is no number.")
    value, own = found
    if own != unit and (value or own):
        raise Refusal(
            "units-differ",
            zh=f"--target {_of_unit(own).zh}，数值列{_of_unit(unit).zh}；请统一写法。",
            en=f"--target {_of_unit(own).en} and its column {_of_unit(unit).en}; write both alike.",
        )
    return value


def in_units(read: Mapping[str, Figures]) -> tuple[Finding, ...]:
    """Return findings that say in what unit columns are written and computed with.

    >>> in_units({"率": Figures((95.0,), "%")})[0].wording.zh
    '“率”列的数值以“%”计。'
    """
    return tuple(
        Finding(
            "in_unit",
            wording(f"“{column}”列的数值以“{one.unit}”计。", f"Column “{column}” is in “{one.unit}”."),
            subject=column,
        )
        for column, one in read.items()
        if one.unit
    )


def required(rows: Numbered, column: str) -> list[float]:
    """Return a column's figures where each row needs one; Refusal ``not-a-number`` where one is empty.

    >>> required([(2, {"a": "3"})], "a")
    [3.0]
    """
    found = []
    for (number, _), value in zip(rows, figures_in(rows, column).values, strict=True):
        if value is None:
            raise Refusal(
                "not-a-number",
                zh=f"第{number}行“{column}”列为空，此处必须有值。",
                en=f"Row {number}, column “{column}” is empty; a figure is needed here.",
            )
        found.append(value)
    return found


def populations(rows: Numbered, column: str) -> list[float]:
    """Return a column's weights; Refusal ``not-a-number`` where one is empty, ``negative-value`` below zero.

    >>> populations([(2, {"a": "3"})], "a")
    [3.0]
    """
    found = required(rows, column)
    for (number, _), value in zip(rows, found, strict=True):
        if value < 0:
            raise below_zero(number, column)
    return found


def below_zero(number: int, column: str) -> Refusal:
    """Return the Refusal for a figure below zero where a method has no meaning for one.

    >>> below_zero(3, "经费").code
    'negative-value'
    """
    return Refusal(
        "negative-value",
        zh=f"第{number}行“{column}”列为负数，此方法只适用于非负数。",
        en=f"Row {number}, column “{column}” is negative; this method means something for non-negative numbers only.",
    )
