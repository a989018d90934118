"""Takes a plan; gives every filled-in indicator over every party at once, rolled up from the Parquet partitions.

The pages add up what they show value by value; this asks the engine's Ibis expressions (DuckDB, or a Spark cluster) for
all of it. Both are whole numbers and give the same figures to the last digit, which the tests hold them to.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from xietong import measuring
from xietong.basics import Period
from xietong.measuring import Aggregate, Indicator, Membership, Recipe
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.queries import parties_of
from xietong_web.measuring.analytics import opened
from xietong_web.measuring.models import Partition
from xietong_web.measuring.services import definitions_of
from xietong_web.measuring.storing import partition_table
from xietong_web.measuring.values import Said

ALL = "="  # the node above all parties: no party's code
Key = tuple[str, str, str]  # indicator, period, party (empty: all together)


def cube_of(plan: Plan, said: Said = "confirmed") -> dict[Key, Aggregate]:
    """Return the figures of all filled-in indicators, periods and parties; bodies that said nothing do not count."""
    known = {code: value for code, value in definitions_of(plan).items() if not value.computed}
    table = _standing(plan, said)
    if table is None or not known:
        return {}
    words = {name: _numbered(table[name]) for name in ("organisation", "indicator", "cell")}
    nodes = {**words["organisation"], **{f"{ALL}{party.code}": -1 - n for n, party in enumerate(parties_of(plan))}}
    nodes[ALL] = -1 - len(nodes)
    recipes = _recipes(known, words["indicator"])
    tree = measuring.tree_of(measuring.closure(_memberships(table), "parties", date.max), nodes)
    tables = {"measured": _engine_columns(table, words), **measuring.small_tables(recipes, [tree])}
    with opened() as engine:
        written = measuring.written_roll_up(tuple(recipes), dialect=engine.dialect)
        cells = measuring.rolled_cells(engine.ask(written, tables))
    names = {number: code for code, number in words["indicator"].items()}
    places = {number: code.removeprefix(ALL) for code, number in nodes.items() if code.startswith(ALL)}
    by_number = {recipe.indicator: recipe for recipe in recipes}
    return {
        (names[indicator], measuring.numbered_period(period).code, places[node]): measuring.finish(
            cell, by_number[indicator]
        )
        for (indicator, period, node), cell in cells.items()
        if node in places
    }


def _standing(plan: Plan, said: Said) -> Any:
    """Return the values that count as one Arrow table: of a body's several submissions the last one's."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = Partition.objects.filter(data_set__plan=plan).select_related("file")
    tables = [partition_table(row) for row in rows]
    if not tables:
        return None
    table = pa.concat_tables(tables).unify_dictionaries()
    if said == "confirmed":
        table = table.filter(table["confirmed"])
    key = ["organisation", "period", "cell"]
    plain = table.set_column(0, "submission", table["submission"].cast(pa.string()))
    for n, name in enumerate(plain.column_names):
        if pa.types.is_dictionary(plain[name].type):
            plain = plain.set_column(n, name, plain[name].cast(pa.string()))
    last = plain.group_by(key).aggregate([("number", "max")])
    joined = plain.join(last, key, join_type="inner")
    return joined.filter(pc.equal(joined["number"], joined["number_max"]))


def _numbered(column: Any) -> dict[str, int]:
    return {text: number for number, text in enumerate(sorted(set(column.to_pylist())), 1)}


def _recipes(known: Mapping[str, Indicator], numbers: Mapping[str, int]) -> list[Recipe]:
    found = []
    for code, number in numbers.items():
        value = known.get(code)
        weight = known.get(value.weight or "") if value else None
        if value is not None and (value.weight is None or (weight and weight.code in numbers)):
            by, places = (numbers[weight.code], weight.decimals) if weight else (None, 0)
            adding, apart = value.over_organisations, bool(value.dimensions)
            found.append(Recipe(number, adding, value.decimals, by, places, told_apart=apart))
    return found


def _memberships(table: Any) -> list[Membership]:
    pairs = sorted(set(zip(table["organisation"].to_pylist(), table["party"].to_pylist(), strict=True)))
    under = [Membership("parties", body, f"{ALL}{party}") for body, party in pairs]
    return under + [Membership("parties", node, ALL) for node in sorted({each.parent or "" for each in under})]


def _engine_columns(table: Any, words: Mapping[str, Mapping[str, int]]) -> Any:
    """Return the values in the columns that the engine's expressions read: whole numbers only."""
    import pyarrow as pa

    cells = {key: 0 if "|" not in key else number for key, number in words["cell"].items()}
    numbers = {"organisation": words["organisation"], "indicator": words["indicator"], "cell": cells}
    columns = {
        name: pa.array([known[text] for text in table[name].to_pylist()], pa.int32()) for name, known in numbers.items()
    }
    periods = [measuring.period_number(Period.from_code(code)) for code in table["period"].to_pylist()]
    columns["period"] = pa.array(periods, pa.int32())
    columns["ticks"] = table["ticks"].cast(pa.decimal128(19, 0)).cast(pa.decimal128(18, 0))
    columns["state"] = table["state"]
    return pa.table({name: columns[name] for name in measuring.VALUES})
