"""The ways to a target are drawn by the periods that it is set for, and say what is not whole yet and what is left."""

import re
from decimal import Decimal
from itertools import pairwise

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tests.web.measuring.test_over_time import accepted, opened
from xietong.basics import PeriodKind
from xietong.measuring import Indicator, TargetKind
from xietong_web.drafting.models import Plan
from xietong_web.measuring import boards, lines, services, targeting
from xietong_web.measuring.models import DataSet
from xietong_web.measuring.panels import Panel, picture_of
from xietong_web.measuring.queries import Asked, Scene


@pytest.fixture
def monthly(data_set: DataSet, cast: Cast, plan: Plan) -> Plan:
    """Visits by month: of all of 2022, and of two months of 2023; a target is set for the whole of 2024."""
    visits = Indicator("VISITS", "互访", "Visits", "次", period_type=PeriodKind.MONTH)
    services.define_indicator(plan_uid=plan.uid, value=visits, by=cast.east_office, now=NOW)
    form = opened(plan, cast, ["VISITS"], PeriodKind.MONTH, "2022-01")
    for month in (*(f"2022-{n:02d}" for n in range(1, 13)), "2023-01", "2023-02"):
        accepted(form, cast, "east-1", {"VISITS": "10"}, month)
    targeting.promise(
        plan_uid=plan.uid, item_uid="t1", code="VISITS", period="2024", value=Decimal(200), kind=TargetKind.TARGET,
        party="east", by=cast.east_office, now=NOW,
    )  # fmt: skip
    return plan


def test_what_is_set_for_a_year_is_drawn_by_the_year_with_what_is_left(monthly: Plan, cast: Cast) -> None:
    scene = Scene.of(monthly, Asked("claimed"))
    picture = picture_of(scene, Panel("paths", "VISITS"))
    assert [row[1:4] for row in picture.rows if row[1] in {"2022", "2023"} and row[2] != "—"][:2] == [
        ("2022", "120次", "1"), ("2023", "20次", "1"),
    ]  # fmt: skip
    assert [row[-1] for row in picture.rows[:2]] == ["12 / 12", "2 / 12"]
    assert 'r="1.8"' in picture.svg, "the year that is not whole has a hollow point"
    assert 'stroke-dasharray="1 4"' in picture.svg, "what is left of the way is dotted"
    assert len(picture.notes) == 2, "on what it rests, and what is hollow"
    months = picture_of(scene, Panel("paths", "VISITS", over="month"))
    assert months.rows[0][1:3] == ("2022-01", "10次")
    assert len(months.head) == len(picture.head) - 1
    school = picture_of(scene, Panel("paths", "VISITS", over="school_year"))
    assert [row[1:3] for row in school.rows[:2]] == [("2021-S", "80次"), ("2022-S", "60次")]


def test_a_sum_of_which_bodies_are_missing_has_a_hollow_point(data_set: DataSet, cast: Cast, plan: Plan) -> None:
    """Else the last, unfinished year would look like a fall."""
    cells = {"PUPILS|area=town": "9", "PUPILS|area=rural": "0", "PLACES": "90"}
    accepted(data_set, cast, "east-1", cells, "2022")
    for panel in (Panel("paths", "PLACES"), Panel("groups", "PLACES", one="party:east", other="party:west")):
        picture = picture_of(Scene.of(plan, Asked("claimed")), panel)
        assert 'r="1.8"' in picture.svg, "east-2 has not said its figure"
        assert any("尚未报齐" in note for note in picture.notes)


def test_the_page_the_files_and_a_board_draw_by_other_periods(monthly: Plan, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.east_office.person)
    page = client.get(f"/plans/{monthly.uid}/indicators/VISITS/?said=claimed&over=quarter")
    assert 'over=quarter#ways" aria-current="true"' in page.text
    assert "2022-Q4" in page.text
    address = f"/plans/{monthly.uid}/pictures/paths/csv/?code=VISITS&said=claimed&over="
    assert "2022-Q4,30" in client.get(f"{address}quarter").content.decode()
    for wrong in ("week", "no"):
        answer = client.get(f"{address}{wrong}")
        assert answer.status_code == 409
        assert "月可合成季" in answer.text
    client.post(f"/plans/{monthly.uid}/boards/make/", {"title": "一屏"})
    board = monthly.boards.get()
    added = {"act": "add", "kind": "paths", "code": "VISITS", "over": "quarter", "revision": board.revision}
    client.post(f"/plans/{monthly.uid}/boards/{board.uid}/arrange/", added)
    board.refresh_from_db()
    assert boards.panels_of(board) == [Panel("paths", "VISITS", over="quarter")]


def test_without_a_target_a_picture_promises_none(data_set: DataSet, plan: Plan) -> None:
    picture = picture_of(Scene.of(plan), Panel("paths", "PLACES"))
    assert "目标" not in picture.title


def test_words_far_from_their_mark_are_led_to_and_keep_within_the_picture() -> None:
    """Lines run all over the left half: the words go above them, and a thin line leads there."""
    several = [lines.Line("x", tuple(Decimal(n * k) for n in range(8)), n) for n, k in enumerate((1, 2, 3, 4))]
    svg = lines.paths(
        "t", "d", [str(n) for n in range(8)], several, [lines.Mark(7, Decimal(20), 0, "Target 1,500 schools", "")]
    )
    ((_, y),) = re.findall(r'<text x="([0-9.]+)" y="([0-9.]+)"[^>]*>Target 1,500', str(svg))
    assert 30 < float(y) < 246
    assert 'stroke-width="0.7"' in svg


def test_one_period_stands_in_the_middle() -> None:
    svg = lines.paths("t", "d", ["2025"], [lines.Line("x", (Decimal(3),))], [])
    (x,) = re.findall(r'<text x="([0-9.]+)"[^>]*>2025<', str(svg))
    assert 180 < float(x) < 260


@pytest.mark.parametrize("falls", [1, -1], ids=["rising", "falling"])
def test_names_of_lines_that_end_before_their_target_stand_apart_within_the_picture(falls: int) -> None:
    several = [lines.Line(f"name {n}", (*(Decimal(falls * (10 * k + n)) for k in range(5)), None), n) for n in range(3)]
    svg = lines.paths("t", "d", list("123456"), several, [lines.Mark(5, Decimal(falls * 45), -1, "aim", "", (0, 1, 2))])
    heights = sorted(float(y) for y in re.findall(r' y="([0-9.]+)"[^>]*>name', str(svg)))
    assert all(later - earlier >= 14 for earlier, later in pairwise(heights))
    assert heights[0] > 10
    assert heights[-1] < 250
