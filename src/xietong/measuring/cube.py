"""Takes a table of values (Ibis), recipes and trees; gives the sums of every node, indicator and period (Ibis).

The same expressions run on DuckDB and on Spark. Columns of values: those of ``store.VALUES``. Columns of a cube:
``indicator, period, node`` (and ``category`` where asked), then those of ``Cell``. Every step is a sum of whole
numbers, so the order of rows and of machines changes nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from xietong.measuring.cell import WHOLE, Cell, Recipe
from xietong.measuring.indicator import Adding
from xietong.measuring.observation import State
from xietong.measuring.store import VALUES
from xietong.measuring.tree import Tree, merged

SUMS = "decimal(38,0)"
COUNTS = ("units", "reported", "not_reported", "not_applicable", "withheld")
MEASURES = ("numerator", "denominator", *COUNTS)
_RANGES = 8
_COUNTED = ("units", "reported", "said", "not_applicable", "withheld")


def roll_up(
    values: Any,
    recipes: Sequence[Recipe],
    trees: Sequence[Tree],
    *,
    cells: Sequence[int] | None = None,
    categories: Any = None,
) -> Any:
    """Return the cube of the recipes' indicators over the trees.

    ``cells`` keeps only these combinations of categories; ``categories`` (Arrow: cell, category) keeps those listed and
    gives every category its own line. Trees of different periods follow each other (hierarchy of the day); one tree
    for all periods answers by that day's hierarchy.
    """
    import ibis

    narrowed = values if cells is None else values.filter(values.cell.isin(list(cells)))
    if categories is not None:
        narrowed = narrowed.inner_join(ibis.memtable(categories), "cell")
    keys = ("indicator", "period") if categories is None else ("indicator", "period", "category")
    beside = {name: ibis.memtable(table) for name, table in small_tables(recipes, trees).items()}
    return _joined(narrowed, _Beside(**beside, whole=all(one.whole for one in trees)), recipes, keys)


def small_tables(recipes: Sequence[Recipe], trees: Sequence[Tree]) -> dict[str, Any]:
    """Return the Arrow tables that stand beside the values, by the names that ``written_roll_up`` gives them.

    ``members`` and ``ways`` are those of the trees (see ``Tree``); ``weighing`` says what weighs which indicator.
    """
    import pyarrow as pa

    tree, weighed = merged(trees), [one for one in recipes if one.weight is not None]
    weighing = pa.table(
        {
            "indicator": pa.array([one.indicator for one in weighed], pa.int32()),
            "by": pa.array([one.weight for one in weighed], pa.int32()),
        }
    )
    return {"members": tree.members, "ways": tree.ways, "weighing": weighing}


@lru_cache(maxsize=128)
def written_roll_up(
    recipes: tuple[Recipe, ...], *, dated: bool = False, whole: bool = False, dialect: str = "duckdb"
) -> str:
    """Return the roll-up as SQL over tables called ``measured`` (the values), ``members``, ``ways`` and ``weighing``.

    Writing it costs more than adding up a million values, and it depends on the recipes alone: so it is written once,
    and whoever asks puts other values and trees under the names. ``dated``: the trees have periods; ``whole``: nobody
    counts anywhere with a part only (``Tree.whole``). ``dialect`` is one that Ibis writes (``duckdb``, ``pyspark``).
    """
    import ibis

    members = {"organisation": "int32", "bundle": "int32"} | ({"period": "int32"} if dated else {})
    values = {name: "decimal(18, 0)" if name == "ticks" else kind for name, kind in VALUES.items()}
    beside = _Beside(
        ibis.table(members, name="members"),
        ibis.table({"bundle": "int32", "node": "int32", "share": "int64", "alone": "boolean"}, name="ways"),
        ibis.table({"indicator": "int32", "by": "int32"}, name="weighing"),
        whole,
    )
    rolled = _joined(ibis.table(values, name="measured"), beside, recipes, ("indicator", "period"))
    return str(ibis.to_sql(rolled, dialect=dialect))


@dataclass(frozen=True, slots=True)
class _Beside:
    """The small tables beside the values, as Ibis tables; ``whole``: every share in ``ways`` is a whole one."""

    members: Any
    ways: Any
    weighing: Any
    whole: bool


def _joined(values: Any, beside: _Beside, recipes: Sequence[Recipe], keys: tuple[str, ...]) -> Any:
    import ibis

    parts = list(_parts(values, beside, recipes, keys))
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _parts(values: Any, beside: _Beside, recipes: Sequence[Recipe], keys: tuple[str, ...]) -> Iterator[Any]:
    """Give one cube per way of adding up that the recipes need; each reads only the values of its own indicators."""
    for told_apart in (False, True):
        by: dict[Adding, list[Recipe]] = {}
        for one in recipes:
            if one.told_apart is told_apart:
                by.setdefault(Adding.SUM if one.adding is Adding.MEAN else one.adding, []).append(one)
        bundling = _bundled_apart if told_apart or "category" in keys else _bundled
        for adding, ours in by.items():
            weighed = adding is Adding.WEIGHTED_MEAN
            rows = _weighed(values, ours, beside.weighing) if weighed else _plain(values, ours, adding)
            if adding is Adding.NONE:
                yield _of_nodes(bundling(_said_by_nodes(rows, beside), beside, (*keys, "organisation")), beside, keys)
                continue
            found = _to_nodes(bundling(rows, beside, keys), beside, keys)
            if adding is Adding.MEDIAN:
                found = _with_medians(found, _medians(_of(values, ours), beside, keys), keys)
            yield found


def _of(values: Any, recipes: Sequence[Recipe]) -> Any:
    """Keep the values of the recipes' indicators; a few ranges are tested far faster than a long list."""
    runs: list[list[int]] = []
    for number in sorted({one.indicator for one in recipes}):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    if len(runs) > _RANGES:
        return values.filter(values.indicator.isin([one.indicator for one in recipes]))
    kept = [values.indicator.between(low, high) for low, high in runs]
    return values.filter(reduce(or_, kept))


def _plain(values: Any, recipes: Sequence[Recipe], adding: Adding) -> Any:
    """Give every value what it adds: itself, or one where only above zero counts; each weighs one."""
    import ibis

    rows = _of(values, recipes)
    if adding is not Adding.SHARE:
        return rows.mutate(adds=rows.ticks)
    return rows.mutate(adds=ibis.cases((rows.ticks > 0, 1), (rows.ticks <= 0, 0)).cast("decimal(18,0)"))


def _weighed(values: Any, recipes: Sequence[Recipe], pairs: Any) -> Any:
    """Give every value times its weight, and the weight: that of the same categories, else the undivided one.

    A value whose weight is not reported cannot be used and counts as not reported.
    """
    import ibis

    known = values.filter(values.indicator.isin([one.weight for one in recipes]), values.state == 0)
    whole = known.filter(known.cell == 0).select("organisation", "period", by=known.indicator, weight=known.ticks)
    rows = _of(values, recipes).inner_join(pairs, "indicator")
    rows = rows.left_join(whole, ["organisation", "period", "by"]).select(*rows.columns, "weight")
    weight = rows.weight
    if recipes[0].told_apart:
        alike = known.select("organisation", "period", "cell", by=known.indicator, alike=known.ticks)
        rows = rows.left_join(alike, ["organisation", "period", "cell", "by"]).select(*rows.columns, "alike")
        weight = ibis.coalesce(rows.alike, rows.weight)
    rows = rows.mutate(weighs=weight, state=ibis.cases(((rows.state == 0) & weight.isnull(), 1), else_=rows.state))
    there = rows.state == 0
    return rows.mutate(
        adds=ibis.cases((there, (rows.ticks.cast(SUMS) * rows.weighs).cast(SUMS))),
        weighs=ibis.cases((there, rows.weighs)),
    )


def _counted(rows: Any, group: Sequence[str]) -> Any:
    """Add rows up per group: what is not reported adds nothing (null).

    Rows are counted, not summed as ones, and only the two rarer states by looking at each: over many millions of rows
    that is most of the time. Who said nothing is what is left (``_finished``).
    """
    weight = {"weight": rows.weighs.sum()} if "weighs" in rows.columns else {}
    return rows.group_by(*group).aggregate(
        numerator=rows.adds.sum(),
        **weight,
        reported=rows.adds.count(),
        said=rows.count(),
        not_applicable=rows.count(where=rows.state == State.NOT_APPLICABLE.number),
        withheld=rows.count(where=rows.state == State.WITHHELD.number),
    )


def _bundled(rows: Any, beside: _Beside, keys: tuple[str, ...]) -> Any:
    """Add up per bundle where a unit has one value per key."""
    wanted = [name for name in rows.columns if name in {"organisation", *keys, "state", "adds", "weighs"}]
    found = _counted(_with_bundle(rows.select(*wanted), beside), ("bundle", *keys))
    return found.mutate(units=found.reported)


def _bundled_apart(rows: Any, beside: _Beside, keys: tuple[str, ...]) -> Any:
    """Add up per organisation, so that a unit counts once however many values it has, and then per bundle."""
    units = _counted(rows, tuple(dict.fromkeys(("organisation", *keys))))
    near = _with_bundle(units.mutate(units=(units.reported > 0).cast("int64")), beside)
    sums = [name for name in ("numerator", "weight", *_COUNTED) if name in near.columns]
    return near.group_by("bundle", *keys).aggregate(**{name: near[name].sum() for name in sums})


def _to_nodes(bundled: Any, beside: _Beside, keys: tuple[str, ...]) -> Any:
    """Carry the sums of bundles with their shares to the nodes; they are added up where several count in one.

    Most nodes stand at the lowest level and hold one bundle: theirs are the sums as they are.
    """
    import ibis

    # Views: Ibis then gives the bundles a name in the SQL, and the engine adds them up once for both.
    alone, several = (
        _up(bundled.view(), beside, beside.ways.filter(where)) for where in (beside.ways.alone, ~beside.ways.alone)
    )
    sums = {name: several[name].sum() for name in ("numerator", "denominator", *_COUNTED)}
    both = alone, several.group_by(*keys, "node").aggregate(**sums)
    return ibis.union(*(_finished(one, beside, keys) for one in both))


def _of_nodes(bundled: Any, beside: _Beside, keys: tuple[str, ...]) -> Any:
    """Give every node the sums of its own values, of bundles told apart by organisation."""
    up = _up(bundled, beside, beside.ways)
    return _finished(up.filter(up.node == up.organisation), beside, keys)


def _said_by_nodes(rows: Any, beside: _Beside) -> Any:
    return rows.semi_join(beside.ways, rows.organisation == beside.ways.node)


def _up(bundled: Any, beside: _Beside, ways: Any) -> Any:
    """Give the sums of bundles to each node above; parts of them where not all shares are whole."""
    up = bundled.inner_join(ways, "bundle")
    up = up.mutate(denominator=up.weight if "weight" in up.columns else up.reported)
    return up if beside.whole else _times(up, up.share.cast("decimal(13,0)"))


def _finished(found: Any, beside: _Beside, keys: tuple[str, ...]) -> Any:
    """Multiply by whole shares, once all is added up, and say who said nothing: all the others."""
    import ibis

    if beside.whole:
        found = _times(found, ibis.literal(WHOLE).cast("decimal(13,0)"))
    rest = found.said - found.reported - found.not_applicable - found.withheld
    return _columns(found.mutate(not_reported=rest), keys)


def _times(rows: Any, share: Any) -> Any:
    return rows.mutate(**{name: (rows[name].cast(SUMS) * share).cast(SUMS) for name in ("numerator", "denominator")})


def _with_bundle(rows: Any, beside: _Beside) -> Any:
    on = ["organisation", "period"] if "period" in beside.members.columns else ["organisation"]
    return rows.inner_join(beside.members, on)


def _columns(found: Any, keys: tuple[str, ...]) -> Any:
    """Put columns and types into the one form that parts of a cube share; a sum of nothing is zero."""
    sums = {name: found[name].cast(SUMS).fill_null(0) for name in ("numerator", "denominator")}
    return found.select(
        **{name: found[name].cast("int64") for name in (*keys, "node")},
        **{name: one.cast(SUMS) for name, one in sums.items()},
        # DuckDB sums whole numbers into 128 bits, which Parquet holds as floats: "!" makes Ibis write the cast.
        **{name: found[name].cast("!int64").cast("int64") for name in COUNTS},
    )


def _medians(rows: Any, beside: _Beside, keys: tuple[str, ...]) -> Any:
    """Give the sum and number (one or two) of the middle values of every node."""
    import ibis

    there = rows.filter(rows.state == 0)
    up = _with_bundle(there, beside).inner_join(beside.ways.select("bundle", "node"), "bundle")
    group = [up[name] for name in (*keys, "node")]
    ranked = up.select(
        *keys, "node", "ticks",
        place=ibis.row_number().over(group_by=group, order_by=up.ticks),
        many=up.ticks.count().over(group_by=group),
    )  # fmt: skip
    # Places count from zero: of n values those with n - 2 <= 2 * place <= n are in the middle.
    twice = ranked.place * 2
    middle = ranked.filter((twice >= ranked.many - 2) & (twice <= ranked.many))
    return middle.group_by(*keys, "node").aggregate(middle=middle.ticks.sum(), number=middle.ticks.count())


def _with_medians(counted: Any, medians: Any, keys: tuple[str, ...]) -> Any:
    import ibis

    both = counted.left_join(medians, [*keys, "node"]).select(*counted.columns, "middle", "number")
    whole = ibis.literal(WHOLE).cast("decimal(13,0)")
    return _columns(
        both.mutate(
            numerator=(both.middle.cast(SUMS) * whole).cast(SUMS),
            denominator=(both.number.cast("decimal(18,0)") * whole).cast(SUMS),
        ),
        keys,
    )


def added(*cubes: Any) -> Any:
    """Return the sum of cubes, of changes to a cube too: a line may say that one less is missing and one more is there.

    Medians are no sums: compute those of the changed indicators and periods anew and put them in place.
    """
    import ibis

    rows = ibis.union(*cubes) if len(cubes) > 1 else cubes[0]
    keys = tuple(name for name in rows.columns if name not in (*MEASURES, "node"))
    return _columns(rows.group_by(*keys, "node").aggregate(**{name: rows[name].sum() for name in MEASURES}), keys)


def patched(cube: Any, change: Any) -> Any:
    """Return the cube with a small change (the columns of a cube, to be added) put in; only its lines are touched.

    A line that rests on nothing any more goes.
    """
    import ibis

    keys = [name for name in change.columns if name not in MEASURES]
    near = cube.semi_join(change, keys)
    found = added(near, change.select(*near.columns))
    there = (found.reported + found.not_reported + found.not_applicable + found.withheld) > 0
    return ibis.union(cube.anti_join(change, keys), found.filter(there))


def negated(cube: Any) -> Any:
    """Return the cube that takes another one back."""
    return cube.mutate(**{name: -cube[name] for name in MEASURES})


def behind(
    values: Any, tree: Tree, node: int, indicator: int, period: int, *, cells: Sequence[int] | None = None
) -> Any:
    """Return which values made a number: organisation, cell, ticks, state and share, by organisation and cell."""
    import ibis
    import pyarrow.compute as pc

    rows = values.filter(values.indicator == indicator, values.period == period)
    if cells is not None:
        rows = rows.filter(rows.cell.isin(list(cells)))
    ways = tree.ways.filter(pc.equal(tree.ways["node"], node)).select(["bundle", "share"])
    members = tree.members.join(ways, "bundle", join_type="inner").select(["organisation", "share"])
    found = rows.inner_join(ibis.memtable(members), "organisation")
    return found.select("organisation", "cell", "ticks", "state", "share").order_by("organisation", "cell")


def rolled_cells(cube: Any, keys: Sequence[str] = ("indicator", "period", "node")) -> dict[tuple[int, ...], Cell]:
    """Return the cells of a cube that was run (an Arrow table), by key."""
    columns = cube.to_pydict()
    lines = zip(*(columns[name] for name in (*keys, *MEASURES)), strict=True)
    return {tuple(line[: len(keys)]): Cell(*(int(one) for one in line[len(keys) :])) for line in lines}
