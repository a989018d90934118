"""What the figures are added up on: DuckDB unless XIETONG_ANALYTICS names a cluster; the site's own roll-ups obey it."""

import subprocess
import sys

import pyarrow as pa
import pytest

from tests.cast import Cast
from tests.engines.measuring import spark_cluster
from tests.web.measuring.test_collecting import accepted
from xietong.basics import Refusal
from xietong_web.drafting.models import Plan
from xietong_web.measuring import cubes, holding
from xietong_web.measuring.analytics import opened
from xietong_web.measuring.models import DataSet
from xietong_web.measuring.queries import Asked, Scene


def figures(plan: Plan) -> list[object]:
    """Ask for figures as the pages of a large plan do."""
    cubes.forget()
    scene = Scene.of(plan, Asked("claimed"))
    return [
        scene.figure(code, "2023", party) for code in ("PLACES", "PUPILS", "COVER") for party in ("", "east", "west")
    ]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every plan counts as one with so many values that the engine adds them up."""
    monkeypatch.setattr(holding, "MANY", 0)


@pytest.mark.parametrize("address", [None, "", "duckdb"])
def test_duckdb_is_there_without_being_asked_for(address: str | None) -> None:
    with opened(address) as engine:
        found = engine.ask("SELECT sum(a) AS total FROM rows_of_one", {"rows_of_one": pa.table({"a": [1, 2, 3]})})
    assert (engine.dialect, found.to_pylist()) == ("duckdb", [{"total": 6}])


WITHOUT = """
import sys
from importlib.abc import MetaPathFinder

class Missing(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name in {"pandas", "pyarrow_hotfix", "rich"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
from xietong.measuring import Adding, Recipe, small_tables, tree_of_ways, WHOLE, written_roll_up
from xietong_web.measuring.analytics import opened
import pyarrow as pa
recipes, tree = (Recipe(1, Adding.SUM), Recipe(2, Adding.MEDIAN)), tree_of_ways({1: [(9, WHOLE)]})
values = {"organisation": [1, 1], "indicator": [1, 2], "period": [1, 1], "cell": [0, 0], "ticks": [5, 6], "state": [0, 0]}
ticks = pa.array(values["ticks"], pa.int64()).cast(pa.decimal128(19, 0)).cast(pa.decimal128(18, 0))
kinds = {"state": pa.int8()}
table = pa.table({name: pa.array(column, kinds.get(name, pa.int32())) for name, column in values.items()} | {"ticks": ticks})
with opened("") as engine:
    found = engine.ask(written_roll_up(recipes), {"measured": table, **small_tables(recipes, [tree])})
print(sorted(int(one) // WHOLE for one in found["numerator"].to_pylist()))
"""


@pytest.mark.once
def test_the_site_adds_up_without_what_only_ibis_own_backends_need() -> None:
    """Pandas alone takes each process half a second to import and tens of megabytes to hold."""
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.returncode) == ("[5, 6]", 0), done.stderr


def test_an_engine_that_nobody_knows_is_refused() -> None:
    with pytest.raises(Refusal, match="spark://host:port"), opened("clickhouse://here"):
        pass


def test_what_the_setting_names_is_what_the_site_adds_up_on(
    data_set: DataSet, cast: Cast, settings, large: None
) -> None:
    accepted(data_set, cast)
    settings.ANALYTICS = "duckdb"
    assert figures(data_set.plan)[0].value == 1300
    settings.ANALYTICS = "clickhouse://here"
    with pytest.raises(Refusal, match="clickhouse"):
        figures(data_set.plan)


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.skipif(bool(spark_cluster.missing()), reason=spark_cluster.missing() or "ready")
def test_the_site_adds_up_on_spark_what_it_adds_up_on_duckdb(
    data_set: DataSet, cast: Cast, settings, large: None
) -> None:
    accepted(data_set, cast)
    here = figures(data_set.plan)
    settings.ANALYTICS = "local[1]"
    assert figures(data_set.plan) == here
