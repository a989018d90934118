"""Takes a body's own figure; gives its place among the bodies of its party, by columns where there are very many.

What all bodies of a party have reported lies in order, kept for as long as the partitions of the period are the same:
a place is then one search, however many bodies there are.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from xietong import measuring
from xietong.measuring import Direction, Reading, Reference
from xietong_web.measuring import cubes
from xietong_web.measuring.body import Body
from xietong_web.measuring.columns import measured, standing_table
from xietong_web.measuring.cubes import Ground
from xietong_web.measuring.holding import HeldValues
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.values import Values


def alone(scene: Scene, body: str) -> Values:
    """Return the values of one body, and of those that it is an heir of: of very many the others' are not read."""
    values = scene.values
    if values.held is None:
        return values
    before = {gone for gone, heirs in values.lineage.became.items() if body in heirs}
    held = HeldValues(values.held.partitions, values.held.codes, frozenset({body, *before}))
    return Values(values.frame, {}, values.said, held)


def scene_of_one(scene: Scene, body: str, code: str) -> Scene:
    """Return a scene in which an indicator of one body and of whole parties is known: the latter from the cube."""
    if scene.values.held is None or scene.asked.public or Reference(code) not in Ground.of(scene.values).series.numbers:
        return scene
    return replace(scene, values=alone(scene, body))


def placed_in_party(
    scene: Scene, code: str, period: str, body: Body, reading: Reading
) -> tuple[int | None, int] | None:
    """Return a body's place among its party's that have a figure, the best first, and how many these are.

    Equal figures share a place. None where it is not known by columns: then all rows are looked at.
    """
    ticks = _reported(scene, code, period, body.party)
    if ticks is None:
        return None
    if reading.value is None:
        return None, len(ticks)
    value = scene.values.indicators[code]
    own = measuring.to_ticks(reading.value, value.decimals)
    below, upto = int(np.searchsorted(ticks, own, "left")), int(np.searchsorted(ticks, own, "right"))
    return (len(ticks) - upto if value.direction is Direction.HIGHER else below) + 1, len(ticks)


def _reported(scene: Scene, code: str, period: str, party: str) -> Any:
    values = scene.values
    if values.held is None or scene.asked.public:  # what is hidden has no place
        return None
    ground = Ground.of(values)
    number = ground.series.numbers.get(Reference(code))
    if number is None:
        return None
    parts: dict[int, list[str]] = {}
    for one in values.held.partitions:
        if one.period == period:
            parts.setdefault(one.block, []).append(one.file)
    key = ("reported", ground.shape, period, *(file for files in parts.values() for file in files))
    columns = cubes.made(key, lambda: _columns(values, ground, list(parts.values())))
    return columns.get((ground.series.bodies_of(number), party), np.zeros(0, np.int64))


def _columns(values: Values, ground: Ground, blocks: list[list[str]]) -> dict[tuple[int, str], Any]:
    """Return what is reported of every series that has one line per body, by party, in ascending order."""
    import pyarrow as pa

    codes = sorted({body.party for body in values.bodies.values()})
    party = np.zeros(1 + max((body.pk for body in values.bodies.values()), default=0), np.int64)
    for body in values.bodies.values():
        party[body.pk] = codes.index(body.party)
    ours = [ground.series.bodies_of(number) for number in range(len(ground.series.keys))]
    keys, ticks = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for files in blocks:
        standing = standing_table(files, confirmed=values.said == "confirmed")
        table = measured(standing, values, ground.series)
        number = table["indicator"].to_numpy()
        kept = (table["state"].to_numpy() == 0) & np.isin(number, ours)
        keys.append((number.astype(np.int64) * len(codes) + party[table["organisation"].to_numpy()])[kept])
        ticks.append(table["ticks"].cast(pa.int64()).fill_null(0).to_numpy()[kept])
    key, tick = np.concatenate(keys), np.concatenate(ticks)
    if not len(key):
        return {}
    order = np.lexsort((tick, key))
    key, tick = key[order], tick[order]
    begins = np.flatnonzero(np.diff(key, prepend=-1))
    return {
        (int(key[at]) // len(codes), codes[int(key[at]) % len(codes)]): column
        for at, column in zip(begins.tolist(), np.split(tick, begins[1:]), strict=True)
    }
