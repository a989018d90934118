"""Takes an expression and columns of many units' values; gives the column of its values, exactly as unit by unit.

A column holds fractions of whole numbers of any length, so that nothing is rounded before the end. One by one every
division is rounded to 40 digits; where a formula could tell the difference (it divides twice, or compares what it has
divided) it is not worked out in columns.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from xietong.measuring.grammar import Call, Node, Number, Operation, Reference
from xietong.measuring.observation import State

REPORTED, NOT_APPLICABLE = State.REPORTED.number, State.NOT_APPLICABLE.number
# The weightier a reason, the lower: what is made of several parts has the lowest of theirs; what is reported is none.
_WEIGHT = np.array([3, 0, 2, 1], np.int8)  # by number of the state: reported, not reported, not applicable, withheld
_STATE = np.array([State.NOT_REPORTED.number, State.WITHHELD.number, NOT_APPLICABLE, REPORTED], np.int8)
_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "=": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """Values of many units: numerators and positive denominators (objects: whole numbers), and states by number."""

    over: Any
    under: Any
    state: Any

    @classmethod
    def of_ticks(cls, ticks: Any, state: Any, decimals: int) -> "Column":
        """Return the column of what a store holds: whole numbers of the last decimal place."""
        over = np.where(state == REPORTED, ticks, 0).astype(object)
        return cls(over, np.full(len(over), 10**decimals, object), state)

    def ticks(self, decimals: int) -> Any:
        """Return the values at some places, half to even, as whole numbers of the last one; 0 where there is none."""
        scaled = self.over * 10**decimals
        whole, rest = scaled // self.under, (scaled % self.under) * 2
        up = (rest > self.under) | ((rest == self.under) & (whole % 2 == 1))
        return np.where(self.state == REPORTED, whole + up.astype(bool).astype(object), 0)


Columns = Callable[[Reference], Column]


def in_columns(tree: Node) -> bool:
    """Tell whether a formula in columns is what it is unit by unit.

    >>> from xietong.measuring.grammar import parse
    >>> in_columns(parse("[A] / [B] * 100")), in_columns(parse("[A] / [B] / 2")), in_columns(parse("[A] / 3 > 1"))
    (True, False, False)
    """
    nodes = list(_nodes(tree))
    divided = sum(_divides(node) for node in nodes)
    asked: list[Node] = [node for node in nodes if isinstance(node, Operation) and node.sign in _COMPARED]
    asked += [node.arguments[0] for node in nodes if isinstance(node, Call) and node.name == "if"]
    return divided <= 1 and not any(_divides(part) for node in asked for part in _nodes(node))


def _divides(node: Node) -> bool:
    return (isinstance(node, Operation) and node.sign == "/") or (isinstance(node, Call) and node.name == "per")


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, Operation):
        yield from _nodes(node.left)
        yield from _nodes(node.right)
    elif isinstance(node, Call):
        for argument in node.arguments:
            yield from _nodes(argument)


def evaluate_columns(tree: Node, lookup: Columns, size: int) -> Column:
    """Return the values of a tree for ``size`` units; each stands for itself: ``units()`` is 1."""
    match tree:
        case Number(value):
            over, under = value.as_integer_ratio()
            return _constant(over, under, size)
        case Reference():
            return lookup(tree)
        case Operation(sign, left, right):
            parts = (evaluate_columns(each, lookup, size) for each in (left, right))
            return _operate(sign, *parts)
        case Call(name, arguments):
            return _called(name, [evaluate_columns(each, lookup, size) for each in arguments], size)


def _constant(over: int, under: int, size: int) -> Column:
    return Column(np.full(size, over, object), np.full(size, under, object), np.zeros(size, np.int8))


def _operate(sign: str, left: Column, right: Column) -> Column:
    state = _STATE[np.minimum(_WEIGHT[left.state], _WEIGHT[right.state])]
    if sign in _COMPARED:
        true = _COMPARED[sign](left.over * right.under, right.over * left.under)
        return Column(true.astype(bool).astype(int).astype(object), np.full(len(true), 1, object), state)
    if sign == "*":
        return Column(left.over * right.over, left.under * right.under, state)
    if sign == "/":
        none = (right.over == 0).astype(bool)
        turned = np.where((right.over < 0).astype(bool), -1, 1).astype(object)
        over, under = left.over * right.under * turned, np.where(none, 1, left.under * right.over * turned)
        return Column(over, under, np.where(none & (state == REPORTED), NOT_APPLICABLE, state).astype(np.int8))
    other = right.over if sign == "+" else -right.over
    return Column(left.over * right.under + other * left.under, left.under * right.under, state)


def _called(name: str, parts: list[Column], size: int) -> Column:
    if name == "if":
        asked, then, otherwise = parts
        found = _chosen((asked.over != 0).astype(bool), then, otherwise)
        return Column(found.over, found.under, np.where(asked.state == REPORTED, found.state, asked.state))
    if name == "per":
        value, population, base = parts
        return _operate("/", _operate("*", value, base), population)
    if name == "given":
        return _chosen(parts[0].state == REPORTED, *parts)
    if name == "reporting":
        said = (parts[0].state == REPORTED).astype(int).astype(object)
        return Column(said, np.full(size, 1, object), np.zeros(size, np.int8))
    return _constant(1, 1, size)


def _chosen(first: Any, one: Column, other: Column) -> Column:
    picked = (np.where(first, a, b) for a, b in zip(_parts(one), _parts(other), strict=True))
    return Column(*picked)


def _parts(column: Column) -> tuple[Any, Any, Any]:
    return column.over, column.under, column.state


def jumped(now: Any, before: Any, there: Any) -> Any:
    """Return where whole numbers jumped as ``year_on_year`` says (ratio 1.5); ``there``: where both are reported."""
    if len(now) == 0:
        return np.zeros(0, bool)
    if now.dtype == object or before.dtype == object or max(np.abs(now).max(), np.abs(before).max()) >= 2**61:
        now, before = now.astype(object), before.astype(object)
    size, old = np.abs(now), np.abs(before)
    apart = (before == 0) | ((now < 0) != (before < 0)) | (size * 2 > old * 3) | (size * 3 < old * 2)
    return np.asarray(there & (now != before) & apart, bool)
