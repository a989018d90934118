"""Whoever has a minute reads first whether it got better, on which side, for how many, and how far the sides differ."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import translation

from tests.cast import NOW, Cast
from tests.stage import acted_once
from tests.web.measuring.conftest import PUPILS
from tests.web.measuring.test_collecting import act, filled
from tests.web.measuring.test_over_time import accepted
from xietong.basics import PeriodKind
from xietong.measuring import Direction, Indicator, SubmissionAct, TargetKind
from xietong_web.accounts.models import Organisation, Party
from xietong_web.accounts.roles import Role
from xietong_web.accounts.services import add_member
from xietong_web.audit.services import System
from xietong_web.drafting.models import Plan
from xietong_web.measuring import holding, services
from xietong_web.measuring.changes import Turn, change_of, earlier, gap_of, spread_of, verdict_of
from xietong_web.measuring.dimensions import divided
from xietong_web.measuring.figures import total_of
from xietong_web.measuring.models import DataSet
from xietong_web.measuring.queries import Asked, Scene, flags_of, made_of
from xietong_web.measuring.setting import distance
from xietong_web.theme.templatetags.theme import said

CLAIMED = Asked("claimed")


def told(form: DataSet, cast: Cast, figures: dict[tuple[str, str], tuple[str, str]]) -> None:
    """Have bodies say their pupils and places, by body and year."""
    for (code, year), (pupils, places) in figures.items():
        cells = {"PUPILS|area=town": pupils, "PUPILS|area=rural": "0", "PLACES": places}
        if code.endswith("-1"):
            accepted(form, cast, code, cells, year)
            continue
        body = Organisation.objects.select_related("party").get(code=code)
        liaison = add_member(
            username=f"liaison_{code}", name="另一联络员", roles=[Role.LIAISON], party=body.party, organisation=body,
            password=None, by=System(), now=NOW,
        )  # fmt: skip
        row = filled(form, liaison, code, cells, year)
        act(row, SubmissionAct.SUBMIT, liaison)
        act(row, SubmissionAct.ACCEPT, cast.east_reviewer)


@pytest.fixture
@acted_once
def moved(data_set: DataSet, cast: Cast) -> DataSet:
    """The east gets better and nearer to the west, which gets worse; a second eastern body has only spoken since."""
    DataSet.objects.update(rules="[]")
    data_set.refresh_from_db()
    told(data_set, cast, {
        ("east-1", "2022"): ("1000", "800"), ("east-1", "2023"): ("1000", "900"), ("east-2", "2023"): ("100", "90"),
        ("west-1", "2022"): ("1000", "990"), ("west-1", "2023"): ("1000", "980"),
    })  # fmt: skip
    return data_set


def test_a_rate_got_better_on_one_side_and_worse_on_the_other(moved: DataSet, plan: Plan) -> None:
    scene = Scene.of(plan, CLAIMED)
    east, west = (change_of(scene, "COVER", "2023", party, "2022") for party in ("east", "west"))
    assert east is not None
    assert west is not None
    assert (east.amount, east.turn, east.then, east.now) == (Decimal("10.0"), Turn.BETTER, 1, 2)
    assert (west.amount, west.turn) == (Decimal("-1.0"), Turn.WORSE)
    with translation.override("en"):
        assert said(east.wording) == "up 10.0 points since 2022: better (1 body compared)"
    assert said(west.wording) == "较2022年下降 1.0 个百分点，变差"
    assert [said(each) for each in verdict_of(scene, "COVER", "2023", "2022")] == [
        "较2022年：东变好，西变差。", "西高于东 8.0 个百分点，差距较2022年缩小 11.0 个百分点。",
        "两期均有数据的 2 个单位中，1 个变好，1 个变差。",
    ]  # fmt: skip


def test_a_sum_is_compared_over_the_bodies_that_said_both(moved: DataSet, plan: Plan) -> None:
    """900 + 90 places against 800 would be a rise of 190, of which 90 were there before."""
    change = change_of(Scene.of(plan, CLAIMED), "PLACES", "2023", "east", "2022")
    assert change is not None
    assert (change.amount, change.turn, change.both) == (100, Turn.MORE, 1)
    assert said(change.wording) == "较2022年增加 100个（可比的 1 个单位）"
    with translation.override("en"):
        assert said(change.wording) == "up 100 since 2022 (1 body compared)"
    public = Scene.of(plan, Asked("claimed", public=True))
    assert change_of(public, "PLACES", "2023", "east", "2022") is None, (
        "what is not shown as such is not for the public"
    )
    west = change_of(public, "PLACES", "2023", "west", "2022")
    assert west is not None
    assert west.amount == -10


def test_of_very_many_bodies_a_list_says_on_how_many_a_rate_rests(moved: DataSet, plan: Plan) -> None:
    scene = Scene.of(plan, CLAIMED)
    rate = change_of(scene, "COVER", "2023", "east", "2022", looks=0)
    assert rate is not None
    assert said(rate.wording) == "较2022年上升 10.0 个百分点，变好（当时依据 1 个单位，现为 2 个）"
    assert change_of(scene, "PLACES", "2023", "east", "2022", looks=0) is None


def test_lower_is_better_where_the_definition_says_so(moved: DataSet, plan: Plan, cast: Cast) -> None:
    ratio = Indicator("CROWD", "学位缺口", expression="[PUPILS] - [PLACES]", direction=Direction.LOWER)
    services.define_indicator(plan_uid=plan.uid, value=ratio, by=cast.east_office, now=NOW)
    services.set_value(
        plan_uid=plan.uid, code="CROWD", kind=TargetKind.BASELINE, period="2022", value=Decimal(1), source="x", party="east",
        by=cast.east_office, now=NOW,
    )  # fmt: skip
    scene = Scene.of(plan, CLAIMED)
    change = change_of(scene, "CROWD", "2023", "east", "2022")
    assert change is not None
    assert (change.amount, change.turn) == (-100, Turn.BETTER), "a count for which a value is set gets better or worse"
    assert spread_of(scene, "CROWD", "2023", "2022") == (1, 1, 0)


def test_sides_that_changed_places_are_told_so(moved: DataSet, plan: Plan, cast: Cast) -> None:
    DataSet.objects.update(rules="[]")
    told(moved, cast, {("east-1", "2024"): ("1000", "990"), ("west-1", "2024"): ("1000", "980")})
    words = [said(each) for each in verdict_of(Scene.of(plan, CLAIMED), "COVER", "2024", "2023")]
    assert "东高于西 1.0 个百分点；2023年是西高于东 8.0 个百分点。" in words


def test_of_three_sides_those_furthest_apart_are_named(moved: DataSet, plan: Plan) -> None:
    scene = Scene.of(plan, CLAIMED)
    three = replace(scene, parties=[*scene.parties, Party.objects.get(code="north")])
    words = verdict_of(three, "COVER", "2023", "2022")
    assert said(words[0]) == "较2022年：东变好，西变差，北无可比数据。"
    assert said(words[1]) == "最高的西与最低的东相差 8.0 个百分点，差距较2022年缩小 11.0 个百分点。"
    with translation.override("en"):
        assert said(words[0]) == "Since 2022: 东 (EAST) better, 西 (WEST) worse, 北 (NORTH) cannot be compared."


def test_nothing_is_said_of_what_cannot_be_compared(moved: DataSet, plan: Plan) -> None:
    scene = Scene.of(plan, CLAIMED)
    assert earlier(scene, "COVER", "2022") == ""
    assert change_of(scene, "COVER", "2023", "east", "2021") is None
    assert gap_of(scene, "PLACES", "2023") is None, "sizes of sides of different size are no gap"
    assert verdict_of(scene, "COVER", "2022", "") == []


def test_a_month_is_held_against_the_same_month_of_the_year_before(data_set: DataSet, plan: Plan, cast: Cast) -> None:
    visits = replace(PUPILS, code="VISITS", dimensions=(), period_type=PeriodKind.QUARTER)
    services.define_indicator(plan_uid=plan.uid, value=visits, by=cast.east_office, now=NOW)
    form = services.open_data_set(
        plan_uid=plan.uid, name="季报", name_en="", kind="division", period_type=PeriodKind.QUARTER, first_period="2022-Q1",
        sections=[{"title": "表", "title_en": "", "indicators": ["VISITS"]}], joint=False, rules=[],
        by=cast.east_office, now=NOW,
    )  # fmt: skip
    for period in ("2022-Q1", "2022-Q4", "2023-Q1"):
        accepted(form, cast, "east-1", {"VISITS": "5"}, period)
    scene = Scene.of(plan, CLAIMED)
    assert [earlier(scene, "VISITS", each) for each in ("2023-Q1", "2022-Q4")] == ["2022-Q1", "2022-Q1"]
    same = change_of(scene, "VISITS", "2023-Q1", "east", "2022-Q1")
    assert same is not None
    assert said(same.wording) == "与2022年第一季度持平"


def test_the_page_and_the_list_say_it_first(moved: DataSet, plan: Plan, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.east_office.person)
    page = client.get(f"/plans/{plan.uid}/indicators/COVER/?said=claimed").text
    assert page.index("较2022年：东变好，西变差。") < page.index('class="picture"')
    assert "较2022年上升 10.0 个百分点，变好" in page
    listing = client.get(f"/plans/{plan.uid}/indicators/?said=claimed").text
    assert "较2022年上升 10.0 个百分点，变好" in listing
    assert "与上一期可比的 1 项指标中，0 项各方均变好，变差的有：西 1 项。" in listing
    region = client.get(f"/plans/{plan.uid}/regions/east-1/?said=claimed").text
    assert "较2022年上升 10.0 个百分点，变好" in region
    assert "与上一期可比的 1 项指标中，1 项变好，0 项变差。" in region


def test_a_distance_says_by_how_much_a_target_is_passed(moved: DataSet, plan: Plan) -> None:
    from tests.web.measuring.conftest import COVER
    from xietong.basics import Period
    from xietong.measuring import Target

    aim = Target("COVER", TargetKind.TARGET, Period.from_code("2025"), Decimal(95))
    loose = replace(aim, tolerance=Decimal(1))
    now = Decimal("97.5")
    assert distance(aim, now, COVER, now).zh == "已达到2025年目标（≥95.0%），好出 2.5 个百分点"
    assert distance(aim, now, COVER, now).en == "2025 target (≥95.0%) met, 2.5 points better"
    assert distance(aim, Decimal(95), COVER, Decimal(95)).en == "2025 target (≥95.0%) met"
    assert distance(loose, Decimal("94.5"), COVER).en == "2025 target (≥95.0%; now 94.5%) met within its tolerance"
    assert distance(aim, Decimal("94.5"), COVER, now).zh == "距2025年目标（≥95.0%，现为 94.5%）还差 0.5 个百分点"
    assert distance(aim, None, COVER).en == "2025 target (≥95.0%): no figure yet"


def test_for_whom_it_is_stands_on_the_page_by_category(data_set: DataSet, plan: Plan, cast: Cast) -> None:
    for year, town, rural in (("2022", "600", "400"), ("2023", "700", "300")):
        accepted(
            data_set, cast, "east-1", {"PUPILS|area=town": town, "PUPILS|area=rural": rural, "PLACES": "2000"}, year
        )
    (by_area,) = divided(Scene.of(plan, CLAIMED), "PUPILS", "2023", "2022")
    told = [
        (category.code, [(part.text, part.share and said(part.share)) for part in parts])
        for category, parts in by_area.rows
    ]
    rural = ("300人", "占 30.0%，较2022年 −10.0 个百分点")
    town = ("700人", "占 70.0%，较2022年 +10.0 个百分点")
    assert told == [("town", [town, ("未填报", None), town]), ("rural", [rural, ("未填报", None), rural])]
    assert divided(Scene.of(plan, CLAIMED), "COVER", "2023", "2022") == []
    client = Client()
    client.force_login(cast.east_office.person)
    page = client.get(f"/plans/{plan.uid}/indicators/PUPILS/?said=claimed").text
    assert "占 30.0%" in page


def test_the_public_is_told_of_categories_on_sides_where_none_gives_a_small_one_away(
    data_set: DataSet, plan: Plan, cast: Cast
) -> None:
    DataSet.objects.update(rules="[]")
    data_set.refresh_from_db()
    for side, towns in (("east", ("600", "697")), ("west", ("500", "500"))):
        for year, town in zip(("2022", "2023"), towns, strict=True):
            rural = "400" if side == "west" else str(700 - int(town))
            cells = {"PUPILS|area=town": town, "PUPILS|area=rural": rural, "PLACES": "2000"}
            accepted(data_set, cast, f"{side}-1", cells, year)

    def told(period: str) -> dict[str, list[tuple[str, bool]]]:
        (by_area,) = divided(Scene.of(plan, Asked("claimed", public=True)), "PUPILS", period, "2022")
        return {
            category.code: [(part.text, part.share is not None) for part in parts] for category, parts in by_area.rows
        }

    hidden = ("隐去（防止推算）", False)
    assert told("2023") == {"town": [hidden, ("500人", True), hidden], "rural": [hidden, ("400人", True), hidden]}
    assert [text for text, _ in told("2022")["rural"]] == ["100人", "400人", "500人"]


def test_who_said_only_one_part_of_a_rate_is_flagged(data_set: DataSet, plan: Plan, cast: Cast) -> None:
    DataSet.objects.update(rules="[]")
    data_set.refresh_from_db()
    told(data_set, cast, {("east-1", "2023"): ("1000", "800"), ("west-1", "2023"): ("1000", "*")})
    (flag,) = [each for each in flags_of(Scene.of(plan, CLAIMED), "COVER", "2023") if each.code == "uneven"]
    assert (flag.count, flag.names) == (1, ("西岭市基础教育处",))


@pytest.mark.parametrize("many", [20_000, 0])
@pytest.mark.parametrize("without", ["", "/", "*"])
def test_a_rate_rests_on_those_who_reported_all_its_parts(
    data_set: DataSet, plan: Plan, cast: Cast, many: int, without: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "MANY", many)
    DataSet.objects.update(rules="[]")
    data_set.refresh_from_db()
    told(data_set, cast, {("east-1", "2023"): ("800", "1000"), ("west-1", "2023"): ("1000", without)})
    scene = Scene.of(plan, CLAIMED)
    found = {party: scene.figure("COVER", "2023", party) for party in ("", "east", "west")}
    assert [found[each].value for each in found] == [Decimal("125.0"), Decimal("125.0"), None], "not 1000 of 1800"
    assert (found[""].units, found[""].reported) == (1, 1)
    assert (found["west"].units, found["west"].value) == (0, None), "nobody of the west said both"
    assert total_of(scene, "COVER", ["east-1", "west-1"], "2023").value == Decimal("125.0"), "groups too"
    assert scene.figure("PUPILS", "2023").value == 1800, "the sum itself takes what there is"
    pieces = {(each.body.code, each.left_out) for each in made_of(scene, "COVER", "2023", scene.bodies_of("COVER"))}
    assert pieces == {("east-1", False), ("west-1", True)}
    assert scene.figure("PUPILS", "2023", "west").units == 1
    client = Client()
    client.force_login(cast.east_office.person)
    page = client.get(f"/plans/{plan.uid}/indicators/COVER/pieces/?said=claimed&period=2023").text
    assert page.count("没有计入") == 3, "the west's three values"


def test_a_rate_without_a_body_gives_nothing_away_that_the_public_is_not_told(
    data_set: DataSet, plan: Plan, cast: Cast
) -> None:
    DataSet.objects.update(rules="[]")
    data_set.refresh_from_db()
    told(data_set, cast, {("east-1", "2023"): ("4", ""), ("east-2", "2023"): ("800", "900"),
                          ("west-1", "2023"): ("900", "850")})  # fmt: skip
    assert Scene.of(plan, CLAIMED).figure("COVER", "2023", "east").value == Decimal("112.5"), "without the four"
    public = Scene.of(plan, Asked("claimed", public=True))
    assert public.hidden("COVER", "2023").keys() >= {"=east", "=", "east-1"}, (
        "with the east's 804 pupils and 900 places the rate would tell the four"
    )


def test_two_groups_say_how_far_apart_they_are(moved: DataSet, plan: Plan, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.east_office.person)
    page = client.get(f"/plans/{plan.uid}/comparison/?said=claimed")
    apart = {row[0].code: said(row[4]) for row in page.context["rows"]}
    assert apart == {"PUPILS": "−450人", "PLACES": "−485个", "COVER": "−8.0 个百分点"}
    assert "2 个单位" in page.text
