"""What the figures are added up on: DuckDB unless XIETONG_ANALYTICS names a cluster; the site's own roll-ups obey it."""

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
