"""A figure needs what weighs it, wherever that is filled in; periods add up to longer ones as the indicator says."""

from decimal import Decimal

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tests.stage import acted_once
from tests.web.measuring.test_collecting import act, filled
from xietong.basics import Period, PeriodKind, Refusal
from xietong.measuring import Adding, Hidden, Indicator, SubmissionAct, Target, TargetKind
from xietong_web.drafting.models import Plan
from xietong_web.measuring import holding, services
from xietong_web.measuring.models import DataSet
from xietong_web.measuring.queries import Asked, Scene, rows_of
from xietong_web.measuring.spans import held_against, over_time, spans_of
from xietong_web.measuring.suppressing import Figure


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


@pytest.fixture
@acted_once
def by_quarter(data_set: DataSet, cast: Cast, plan: Plan) -> Plan:
    """Visits are added up, classes stand at the end, hours are weighed by visits; west said nothing in spring."""
    last, weighed = Adding.LAST, Adding.WEIGHTED_MEAN
    for value in (
        Indicator("VISITS", "互访", "Visits", "次", period_type=PeriodKind.QUARTER),
        Indicator("CLASSES", "结对班", period_type=PeriodKind.QUARTER, over_time=last),
        Indicator("HOURS", "学时", period_type=PeriodKind.QUARTER, decimals=1, over_time=weighed, weight="VISITS"),
    ):
        services.define_indicator(plan_uid=plan.uid, value=value, by=cast.east_office, now=NOW)
    form = opened(plan, cast, ["VISITS", "CLASSES", "HOURS"], PeriodKind.QUARTER, "2023-Q1")
    for period, code, said in (
        ("2023-Q1", "east-1", "30 3 2"), ("2023-Q2", "east-1", "10 5 4"), ("2023-Q2", "west-1", "50 0 1"),
    ):  # fmt: skip
        cells = dict(zip(("VISITS", "CLASSES", "HOURS"), said.split(), strict=True))
        accepted(form, cast, code, cells, period)
    return plan


@pytest.mark.parametrize("many", [holding.MANY, 0], ids=["read one by one", "read in columns"])
def test_quarters_add_up_to_the_year_as_the_indicator_says(
    by_quarter: Plan, cast: Cast, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "MANY", many)
    told = {}
    for code in ("VISITS", "CLASSES", "HOURS"):
        scene = Scene.of(by_quarter, Asked("claimed"), code)
        (span,) = spans_of(scene, code, PeriodKind.YEAR)
        assert (span.period.code, span.there, span.of) == ("2023", 2, 4)
        told[code] = [str(span.figures[party].value) for party in ("east", "west", "")]
    assert told == {"VISITS": ["40", "50", "90"], "CLASSES": ["5", "0", "5"], "HOURS": ["2.5", "1.0", "4.0"]}
    with pytest.raises(Refusal) as refused:
        spans_of(scene, "HOURS", PeriodKind.SCHOOL_YEAR)
    assert refused.value.code == "not-a-longer-period"


def test_a_target_of_a_year_is_held_against_the_year_so_far(by_quarter: Plan) -> None:
    scene = Scene.of(by_quarter, Asked("claimed"))

    def of(code: str, when: str) -> Figure:
        return scene.figure(code, when, "east")

    year, quarter = (
        Target("VISITS", TargetKind.TARGET, Period.from_code(code), Decimal(100)) for code in ("2023", "2023-Q4")
    )
    assert held_against(scene, year, "2023-Q2", of) == 40
    assert held_against(scene, quarter, "2023-Q2", of) == 10


def test_the_year_is_on_the_page_and_in_the_api_and_hidden_where_a_quarter_is(
    by_quarter: Plan, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.force_login(cast.east_office.person)
    page = client.get(f"/plans/{by_quarter.uid}/indicators/VISITS/?said=claimed")
    ((kind, [(year, there, of, bodies, told)]),) = page.context["spans"]
    assert (kind, year.code, there, of, bodies) == (PeriodKind.YEAR, "2023", 2, 4, 2)
    assert [text for _, text in told] == ["40次", "50次", "90次"]
    answer = client.get(f"/api/v1/plans/{by_quarter.uid}/indicators/VISITS?said=claimed&over=year").json()
    assert [(each["period"], each["party"], each["value"], each["periods"]) for each in answer["figures"]] == [
        ("2023", "", "90", 2), ("2023", "east", "40", 2), ("2023", "west", "50", 2),
    ]  # fmt: skip
    wrong = client.get(f"/api/v1/plans/{by_quarter.uid}/indicators/VISITS?over=month")
    assert (wrong.status_code, wrong.json()["code"]) == (409, "not-a-longer-period")
    scene = Scene.of(by_quarter, Asked("claimed"), "CLASSES")
    monkeypatch.setattr(Scene, "hidden", lambda _, __, when: {"=east": Hidden.SMALL} if when == "2023-Q1" else {})
    hidden = over_time(scene, "CLASSES", Period.from_code("2023"), "east")
    assert (hidden.value, hidden.hidden) == (None, Hidden.REVEALING)
