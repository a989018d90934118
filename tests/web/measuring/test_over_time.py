"""A figure needs what weighs it, wherever that is filled in; periods add up to longer ones as the indicator says."""

import pytest

from tests.cast import NOW, Cast
from tests.web.measuring.test_collecting import act, filled
from xietong.basics import PeriodKind
from xietong.measuring import Adding, Indicator, SubmissionAct
from xietong_web.drafting.models import Plan
from xietong_web.measuring import holding, services
from xietong_web.measuring.models import DataSet
from xietong_web.measuring.queries import Asked, Scene, rows_of


def opened(plan: Plan, cast: Cast, codes: list[str], kind: PeriodKind, first: str) -> DataSet:
    return services.open_data_set(
        plan_uid=plan.uid, name="表", name_en="", kind="division", period_type=kind, first_period=first,
        sections=[{"title": "表", "title_en": "", "indicators": codes}], joint=False, rules=[],
        by=cast.east_office, now=NOW,
    )  # fmt: skip


def accepted(data_set: DataSet, cast: Cast, code: str, cells: dict[str, str], period: str = "2023") -> None:
    side = code.partition("-")[0]
    liaison, reviewer = (getattr(cast, f"{side}_{role}") for role in ("liaison", "reviewer"))
    row = filled(data_set, liaison, code, cells, period=period)
    act(row, SubmissionAct.SUBMIT, liaison)
    act(row, SubmissionAct.ACCEPT, reviewer)


@pytest.mark.parametrize("many", [holding.MANY, 0], ids=["read one by one", "read in columns"])
def test_what_weighs_a_figure_may_be_filled_in_in_another_form(
    data_set: DataSet, cast: Cast, plan: Plan, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "MANY", many)
    spend = Indicator("SPEND", "生均经费", decimals=1, over_organisations=Adding.WEIGHTED_MEAN, weight="PUPILS")
    services.define_indicator(plan_uid=plan.uid, value=spend, by=cast.east_office, now=NOW)
    other = opened(plan, cast, ["SPEND"], PeriodKind.YEAR, "2022")
    for code, pupils, said in (("east-1", "30", "1"), ("west-1", "10", "5")):
        accepted(data_set, cast, code, {"PUPILS|area=town": pupils, "PUPILS|area=rural": "0", "PLACES": "90"})
        accepted(other, cast, code, {"SPEND": said})
    for scene in (Scene.of(plan, Asked("claimed")), Scene.of(plan, Asked("claimed"), "SPEND")):
        assert str(scene.figure("SPEND", "2023").value) == "2.0"
        assert scene.figure("SPEND", "2023").units == 2
        assert scene.values.total("SPEND", ["east-1", "west-1"], "2023").value == 2
        assert [row.reading.value for row in rows_of(scene, "SPEND", "2023")[:2]] == [5, 1]
