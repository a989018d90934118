"""Takes the rows of a block of bodies; gives what a formula makes of each body's values, so that it adds up as they do.

A formula that is computed at the unit and rests on the unit's values of the same period is worked out once when its
block is added up, in columns where these give exactly the same; one that looks back, counts organisations or replaces
what is missing is worked out body by body.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from xietong import measuring
from xietong.measuring import Adding, Column, Indicator, Order, Reading, Reference, State
from xietong_web.measuring.readings import NONE, column_of, one_of, placed

if TYPE_CHECKING:
    from xietong_web.measuring.columns import Rows


def at_unit(code: str, known: Mapping[str, Indicator], above: frozenset[str] = frozenset()) -> bool:
    """Tell whether an indicator is a formula that a block's own values are enough for."""
    value = known.get(code)
    if value is None or code in above or not value.computed or value.order is not Order.UNIT_FIRST:
        return False
    if value.over_organisations in {Adding.NONE, Adding.WEIGHTED_MEAN}:
        return False
    tree = measuring.parse(value.expression)
    parts = measuring.references(tree)
    return bool(parts) and measuring.only_calculates(tree) and all(
        part.code in known and (not known[part.code].computed or at_unit(part.code, known, above | {code}))
        for part in parts
    )  # fmt: skip


def plain(code: str, known: Mapping[str, Indicator], above: frozenset[str] = frozenset()) -> bool:
    """Tell whether a formula, and all that it rests on, gives in columns what it gives body by body."""
    value = known.get(code)
    if value is None or code in above:
        return False
    if not value.computed:
        return True
    tree = measuring.parse(value.expression)
    parts = {one.code for one in measuring.references(tree)}
    return measuring.in_columns(tree) and all(plain(part, known, above | {code}) for part in parts)


def told_by(code: str, known: Mapping[str, Indicator]) -> list[Indicator]:
    """Return the definitions that a formula rests on, itself the first."""
    value = known[code]
    found = [value]
    if value.computed:
        for part in sorted({one.code for one in measuring.references(measuring.parse(value.expression))}):
            found += told_by(part, known)
    return found


@dataclass(slots=True)
class Worked:
    """The readings of a block's bodies, made as formulas ask for them; ``words`` are the cells' keys by number."""

    rows: "Rows"
    words: Sequence[str]
    known: Mapping[str, Indicator]
    _columns: dict[str, dict[int, Reading]] = field(default_factory=dict)

    def out(self, code: str) -> "Rows":
        """Return a formula's values: one row for each body that said anything of what it rests on."""
        base = [value for value in told_by(code, self.known) if not value.computed]
        cells = {measuring.cell_key(value.code, each) for value in base for each in measuring.form_cells(value)}
        said = np.array([word in cells for word in self.words], bool)
        bodies = np.unique(self.rows.body[said[self.rows.key]] if len(self.rows.key) else self.rows.body)
        decimals = self.known[code].decimals
        if plain(code, self.known):
            column = self._in_columns(Reference(code), bodies)
            ticks, states = column.ticks(decimals), column.state
        else:
            readings = [self._of(Reference(code), body) for body in bodies.tolist()]
            ticks = [0 if one.value is None else measuring.to_ticks(one.value, decimals) for one in readings]
            states = [one.state.number for one in readings]
        return type(self.rows)(
            bodies,
            self.rows.period,
            np.zeros(len(bodies), np.int64),
            np.array(ticks, object),
            np.array(states, np.int64),
        )

    def _in_columns(self, asked: Reference, bodies: Any) -> Column:
        """Return the readings of all bodies at once."""
        value = self.known[asked.code]
        if value.computed:
            tree = measuring.parse(value.expression)
            found = measuring.evaluate_columns(tree, lambda one: self._in_columns(one, bodies), len(bodies))
            return Column.of_ticks(found.ticks(value.decimals), found.state, value.decimals)
        wanted = set(asked.filters)
        keys = {measuring.cell_key(value.code, each) for each in measuring.form_cells(value) if wanted <= set(each)}
        near = self.rows.where(np.array([word in keys for word in self.words], bool)[self.rows.key])
        cells = np.searchsorted(bodies, near.body), near.ticks, near.state.astype(np.int8)
        return column_of(len(bodies), len(keys), cells, value.decimals)

    def _of(self, asked: Reference, body: int) -> Reading:
        value = self.known[asked.code]
        if value.computed:
            tree = measuring.parse(value.expression)
            return placed(measuring.evaluate_expression(tree, lambda one: self._of(one, body)), value)
        wanted = set(asked.filters)
        return one_of(
            [
                self._column(measuring.cell_key(value.code, each)).get(body, NONE)
                for each in measuring.form_cells(value)
                if wanted <= set(each)
            ]
        )

    def _column(self, key: str) -> dict[int, Reading]:
        if key not in self._columns:
            self._columns[key] = self._read(key)
        return self._columns[key]

    def _read(self, key: str) -> dict[int, Reading]:
        if key not in self.words:
            return {}
        near = self.rows.where(self.rows.key == self.words.index(key))
        decimals = self.known[measuring.split_key(key)[0]].decimals
        states = [State.numbered(one) for one in near.state.tolist()]
        return {
            body: Reading(measuring.from_ticks(ticks, decimals) if state is State.REPORTED else None, state)
            for body, ticks, state in zip(near.body.tolist(), near.ticks.tolist(), states, strict=True)
        }
