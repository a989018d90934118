"""Figures follow bodies through splits and mergers; the public sees no small count, nor what would give one away."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tests.web.measuring.test_collecting import act, filled
from xietong import basics
from xietong.basics import Refusal
from xietong.measuring import Hidden, Indicator, Order, Scale, State, SubmissionAct, Tile
from xietong_web.accounts import organising
from xietong_web.accounts.models import Organisation, Place, Succession
from xietong_web.accounts.services import add_hierarchy, add_organisations, move_place
from xietong_web.audit.queries import breaks
from xietong_web.audit.services import System
from xietong_web.drafting.models import Plan
from xietong_web.measuring import holding, services
from xietong_web.measuring.areas import area_rows
from xietong_web.measuring.figures import per_body, total_of
from xietong_web.measuring.grouping import branches, choices, group_of
from xietong_web.measuring.models import DataSet, Submission
from xietong_web.measuring.panels import Panel, picture_of
from xietong_web.measuring.queries import Asked, Scene, flags_of, made_of, rows_of


def said(data_set: DataSet, cast: Cast, side: str, code: str, places: str, pupils: str = "0") -> None:
    """Have a body of a side say its figures for 2023, accepted by its own authority."""
    liaison, reviewer = (getattr(cast, f"{side}_{role}") for role in ("liaison", "reviewer"))
    row = filled(data_set, liaison, code, {"PLACES": places, "PUPILS|area=town": pupils, "PUPILS|area=rural": "0"})
    act(row, SubmissionAct.SUBMIT, liaison)
    act(row, SubmissionAct.ACCEPT, reviewer)


def claimed(plan: Plan, *, public: bool = False) -> Scene:
    return Scene.of(plan, Asked("claimed", public=public))


def test_what_a_body_said_counts_in_its_heirs_by_weight(data_set: DataSet, cast: Cast, plan: Plan) -> None:
    said(data_set, cast, "east", "east-1", "1000", "500")
    said(data_set, cast, "west", "west-1", "300", "100")
    old = Organisation.objects.get(code="east-1")
    for heir, weight in (("east-2", "0.6"), ("west-1", "0.4")):
        Succession.objects.create(
            predecessor=old, successor=Organisation.objects.get(code=heir), kind="split", day=date(2024, 1, 1),
            weight=Decimal(weight),
        )  # fmt: skip
    old.valid_to = date(2023, 12, 31)
    old.save()
    scene = claimed(plan)
    assert [scene.figure("PLACES", "2023", party).value for party in ("east", "west", "")] == [600, 700, 1300]
    assert scene.figure("COVER", "2023", "west").value == Decimal("233.3")  # (300 + 400) / (100 + 200)
    assert total_of(scene, "PLACES", ["east-2"], "2023").value == 600
    assert total_of(scene, "PLACES", ["east-1"], "2023").value == 1000, "by itself it is what it was"
    assert per_body(scene, "PLACES", ["east-1", "east-2"], "2023").value == 600
    east = scene.figure("PLACES", "2024", "east")
    assert (east.not_reported, scene.figure("PLACES", "2023", "east").units) == (1, 1), "who is gone owes nothing"
    assert [row.body.code for row in rows_of(scene, "PLACES", "2024")] == ["east-2", "west-1", "west-2"]
    day = Scene.of(plan, Asked("claimed", bodies_on=date(2023, 12, 31)))
    assert [day.figure("PLACES", "2023", party).value for party in ("east", "west", "")] == [1000, 300, 1300]
    assert "2023-12-31" in picture_of(day, Panel("paths", "PLACES")).origin
    before = Scene.of(plan, Asked("claimed", moment=NOW))
    assert before.figure("PLACES", "2023", "east").value == (1000 if date(2024, 1, 1) > NOW.date() else 600)


@pytest.mark.parametrize("many", [20_000, 0])
def test_who_is_gone_by_a_periods_end_does_not_speak_for_who_is_silent(
    many: int, data_set: DataSet, cast: Cast, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "MANY", many)
    said(data_set, cast, "east", "east-1", "1000")
    parts = [organising.Part(f"east-{n}", f"{n}处", "", Decimal("0.5")) for n in (8, 9)]
    organising.split_organisation(code="east-1", parts=parts, day=date(2023, 6, 1), by=cast.east_manager, now=NOW)
    found = claimed(plan).figure("PLACES", "2023", "east")
    assert (found.value, found.units, found.not_reported) == (1000, 1, 3), (
        "both heirs and the other division are silent"
    )


def test_a_merged_body_shows_what_it_came_out_of_said_together(data_set: DataSet, cast: Cast, plan: Plan) -> None:
    said(data_set, cast, "east", "east-1", "1000", "500")
    organising.merge_organisations(
        codes=["east-1", "east-2"], part=organising.Part("east-12", "合并处"), day=date(2024, 1, 1),
        by=cast.east_manager, now=NOW,
    )  # fmt: skip
    scene = claimed(plan)
    assert per_body(scene, "PLACES", ["east-12"], "2023").value == 1000, "one body, though two came into it"
    client = Client()
    client.force_login(cast.east_office.person)
    base = f"/plans/{plan.uid}"
    page = client.get(f"{base}/regions/east-12/?code=PLACES&said=claimed")
    told = {value.code: (text, place) for value, _, text, place, *_ in page.context["rows"]}
    assert told["PLACES"] == ("1,000个（2 个单位中的 1 个）", None), "east-2 said nothing"
    made = client.get(f"{base}/indicators/PLACES/pieces/?of=body:east-12&said=claimed&period=2023")
    assert [(piece.body.code, part) for piece, _, part in made.context["pieces"]] == [("east-1", "")]
    organising.split_organisation(
        code="east-12",
        parts=[
            organising.Part("east-8", "甲处", "", Decimal("0.6")),
            organising.Part("east-9", "乙处", "", Decimal("0.4")),
        ],
        day=date(2024, 2, 1),
        by=cast.east_manager,
        now=NOW,
    )
    made = client.get(f"{base}/indicators/PLACES/pieces/?of=body:east-8&said=claimed&period=2023")
    assert [(piece.body.code, part) for piece, _, part in made.context["pieces"]] == [("east-1", "60%")]
    assert "600个" in made.text


def test_no_total_gives_a_small_count_away(data_set: DataSet, cast: Cast, plan: Plan) -> None:
    said(data_set, cast, "east", "east-1", "4", "2")
    said(data_set, cast, "west", "west-1", "300", "100")
    scene, public = claimed(plan), claimed(plan, public=True)
    assert [scene.figure("PLACES", "2023", party).hidden for party in ("east", "west", "")] == [None] * 3
    assert public.figure("PLACES", "2023", "east").value is None
    assert public.figure("PLACES", "2023", "east").hidden is Hidden.SMALL
    shown = [public.figure("PLACES", "2023", party).value for party in ("west", "")]
    assert None in shown, "all together less the west would be the east's four"
    assert public.figure("COVER", "2023", "east").value is None, "the rate and its other part would give the count"
    assert total_of(public, "PLACES", ["east-1", "west-1"], "2023").hidden is Hidden.REVEALING
    assert total_of(public, "PLACES", ["east-1"], "2023").hidden is Hidden.SMALL
    assert total_of(scene, "PLACES", ["east-1"], "2023").value == 4


def test_what_counts_as_small_is_the_operators_to_say(data_set: DataSet, cast: Cast, plan: Plan, settings: Any) -> None:
    said(data_set, cast, "east", "east-1", "12", "2")
    said(data_set, cast, "west", "west-1", "300", "100")
    assert claimed(plan, public=True).figure("PLACES", "2023", "east").value == 12
    settings.SMALL_CELLS = 20
    assert claimed(plan, public=True).figure("PLACES", "2023", "east").hidden is Hidden.SMALL
    settings.SMALL_CELLS = 2
    assert claimed(plan, public=True).hidden("PUPILS", "2023") == {}


def _by_area(data_set: DataSet, cast: Cast, figures: dict[str, tuple[str, str, str]]) -> None:
    for code, (places, town, rural) in figures.items():
        side = code.partition("-")[0]
        liaison, reviewer = getattr(cast, f"{side}_liaison"), getattr(cast, f"{side}_reviewer")
        cells = {"PLACES": places, "PUPILS|area=town": town, "PUPILS|area=rural": rural}
        row = filled(data_set, getattr(cast, f"{side}_office") if code.endswith("2") else liaison, code, cells)
        Submission.objects.filter(pk=row.pk).update(state="submitted")
        row.refresh_from_db()
        act(row, SubmissionAct.ACCEPT, reviewer)


def test_the_public_learns_no_small_part_of_a_count_from_formulas_nor_from_the_values_behind_them(
    data_set: DataSet, cast: Cast, plan: Plan
) -> None:
    for area in ("town", "rural"):
        value = Indicator(area.upper(), area, expression=f"[PUPILS|area={area}]", scale=Scale.COUNT)
        services.define_indicator(plan_uid=plan.uid, value=value, by=cast.east_office, now=NOW)
    figures = {"east-1": ("600", "3", "500"), "east-2": ("900", "40", "60"), "west-1": ("900", "200", "100"),
               "west-2": ("900", "70", "30")}  # fmt: skip
    _by_area(data_set, cast, figures)
    public = claimed(plan, public=True)
    assert public.hidden("PUPILS", "2023") == {}, "no whole is small"
    assert public.hidden("TOWN", "2023").keys() == public.hidden("RURAL", "2023").keys() == {"east-1", "east-2"}
    assert [public.figure("TOWN", "2023", party).value for party in ("east", "west", "")] == [43, 270, 313]
    bodies = public.bodies_of("PUPILS")
    shown = {(piece.body.code, piece.key) for piece in made_of(public, "PUPILS", "2023", bodies) if not piece.hidden}
    assert {body for body, _ in shown} == {"west-1", "west-2"}


def test_a_small_difference_of_counts_is_hidden_with_what_it_is_the_difference_of(
    data_set: DataSet, cast: Cast, plan: Plan
) -> None:
    value = Indicator("SPARE", "余额", expression="[PLACES] - [PUPILS]", scale=Scale.COUNT)
    services.define_indicator(plan_uid=plan.uid, value=value, by=cast.east_office, now=NOW)
    _by_area(
        data_set,
        cast,
        {"east-1": ("607", "100", "500"), "east-2": ("900", "40", "60"), "west-1": ("900", "200", "100")},
    )
    public = claimed(plan, public=True)
    assert public.hidden("SPARE", "2023")["east-1"] is Hidden.SMALL
    assert all("east-1" in public.hidden(code, "2023") for code in ("PLACES", "PUPILS", "COVER"))
    assert {"east-2", "=east"} & public.hidden("PLACES", "2023").keys(), "else the total would give it"
    assert claimed(plan).hidden("SPARE", "2023") == {}


def test_a_formula_hides_where_the_earlier_figure_that_it_looks_back_at_is_small(
    data_set: DataSet, cast: Cast, plan: Plan
) -> None:
    value = Indicator("GROWTH", "增长", expression="[PLACES] / [PLACES @ -1] * 100", scale=Scale.RATIO)
    services.define_indicator(plan_uid=plan.uid, value=value, by=cast.east_office, now=NOW)
    for period, places in (("2022", "4"), ("2023", "400")):
        row = filled(
            data_set,
            cast.east_liaison,
            "east-1",
            {"PLACES": places, "PUPILS|area=town": "0", "PUPILS|area=rural": "0"},
            period,
        )
        act(row, SubmissionAct.SUBMIT, cast.east_liaison)
        act(row, SubmissionAct.ACCEPT, cast.east_reviewer)
    public = claimed(plan, public=True)
    assert "east-1" not in public.hidden("PLACES", "2023")
    assert public.hidden("GROWTH", "2023")["east-1"] is Hidden.SMALL


def test_no_flag_tells_the_public_how_a_hidden_count_has_moved(data_set: DataSet, cast: Cast, plan: Plan) -> None:
    said_places = {("east", "2022"): "4", ("east", "2023"): "400", ("west", "2022"): "0", ("west", "2023"): "400"}
    for (side, period), places in said_places.items():
        cells = {"PLACES": places, "PUPILS|area=town": "0", "PUPILS|area=rural": "0"}
        row = filled(data_set, getattr(cast, f"{side}_liaison"), f"{side}-1", cells, period)
        act(row, SubmissionAct.SUBMIT, getattr(cast, f"{side}_liaison"))
        act(row, SubmissionAct.ACCEPT, getattr(cast, f"{side}_reviewer"))

    def unusual(scene: Scene) -> list[tuple[int, int]]:
        found = flags_of(scene, "PLACES", "2023")
        return [(flag.count, len(flag.names)) for flag in found if flag.code == "unusual"]

    assert unusual(claimed(plan)) == [(2, 2)]
    public = claimed(plan, public=True)
    assert "east-1" in public.hidden("PLACES", "2022")
    assert unusual(public) == [(1, 1)], "the west's zero is shown, the east's four is not"


@pytest.mark.parametrize(
    "address",
    ["indicators/", "indicators/PLACES/", "indicators/PLACES/pieces/", "comparison/", "regions/east-1/"],
)
def test_no_public_page_shows_the_small_count(address: str, data_set: DataSet, cast: Cast, plan: Plan) -> None:
    said(data_set, cast, "east", "east-1", "7", "3")
    act(data_set.submissions.get(), SubmissionAct.CONFIRM, cast.west_reviewer)
    client = Client()
    client.force_login(cast.east_office.person, "xietong_web.accounts.known.Backend")
    member, public = (client.get(f"/plans/{plan.uid}/{address}?{more}").content.decode() for more in ("", "public=1"))
    for other in ("said=claimed", "as_of=2024-03-05"):
        assert client.get(f"/plans/{plan.uid}/{address}?public=1&{other}").status_code == 409, "a difference would tell"
    assert ("7个" in member) or ('<td class="num">7</td>' in member)
    assert "7个" not in public
    assert '<td class="num">7</td>' not in public


def test_a_body_that_moves_is_one_row_and_counts_where_it_stood_on_the_day(
    data_set: DataSet, cast: Cast, plan: Plan, django_assert_num_queries
) -> None:
    said(data_set, cast, "east", "east-1", "1000")
    places = [
        basics.HierarchyNode("a"),
        basics.HierarchyNode("b"),
        basics.HierarchyNode("x", "a", organisation="east-1"),
    ]
    add_hierarchy(value=basics.Hierarchy("t", "体系", nodes=tuple(places)), by=System(), now=NOW)

    def move(node: str, parent: str, day: date = date(2024, 1, 1)) -> Place:
        return move_place(hierarchy="t", node=node, parent=parent, day=day, by=System(), now=NOW)

    assert [(group.key, group.bodies) for group in branches(claimed(plan))] == [("tree:t:a", ("east-1",))]
    before = Place.objects.count()
    assert move("x", "b").parent_node == "b"
    assert move("x", "b").valid_from == date(2024, 1, 1), "again changes nothing"
    assert Place.objects.count() == before + 1
    assert [(group.key, group.bodies) for group in branches(claimed(plan))] == [("tree:t:b", ("east-1",))]
    day = Scene.of(plan, Asked("claimed", bodies_on=date(2023, 12, 31)))
    assert [(group.key, group.bodies) for group in branches(day)] == [("tree:t:a", ("east-1",))]
    assert {row.parent_node for row in Place.objects.standing(date(2023, 12, 31)).filter(node="x")} == {"a"}
    assert list(breaks()) == []
    for node, parent, code in (("b", "x", "hierarchy-cycle"), ("q", "a", "not-found"), ("x", "q", "not-found")):
        with pytest.raises(Refusal) as refused:
            move(node, parent)
        assert refused.value.code == code
    with pytest.raises(Refusal):
        move_place(hierarchy="t", node="x", parent="a", day=date(2024, 3, 1), by=cast.east_liaison, now=NOW)


def test_who_takes_a_bodys_place_takes_its_places_in_the_named_trees(data_set: DataSet, cast: Cast, plan: Plan) -> None:
    for code, places in (("east-1", "1000"), ("east-2", "300")):
        said(data_set, cast, "east", code, places) if code == "east-1" else _by_area(
            data_set, cast, {code: (places, "10", "0")}
        )
    node = basics.HierarchyNode
    nodes = (
        node("a"), node("b"), node("a.1", "a", organisation="east-1"), node("b.1", "b", organisation="east-1"),
        node("b.2", "b", organisation="east-2"),
    )  # fmt: skip
    add_hierarchy(value=basics.Hierarchy("t", "体系", nodes=nodes), by=System(), now=NOW)

    def groups(day: date) -> dict[str, tuple[object, ...]]:
        scene = Scene.of(plan, Asked("claimed", bodies_on=day))
        found = {group.key[-1]: group.bodies for group in branches(scene)}
        return {key: (bodies, total_of(scene, "PLACES", bodies, "2023").value) for key, bodies in found.items()}

    before = {"a": (("east-1",), 1000), "b": (("east-1", "east-2"), 1300)}
    organising.split_organisation(
        code="east-1", day=date(2024, 1, 1), by=cast.east_manager, now=NOW,
        parts=[organising.Part(f"east-{n}", f"{n}处", "", Decimal(share)) for n, share in ((8, "0.7"), (9, "0.3"))],
    )  # fmt: skip
    assert groups(date(2023, 12, 31)) == before
    assert groups(date(2024, 1, 1)) == {"a": (("east-8", "east-9"), 1000), "b": (("east-2", "east-8", "east-9"), 1300)}
    part = organising.Part("east-7", "合并处")
    organising.merge_organisations(
        codes=["east-2", "east-9"], part=part, day=date(2024, 3, 1), by=cast.east_manager, now=NOW
    )
    assert groups(date(2024, 3, 1)) == {"a": (("east-7", "east-8"), 1300), "b": (("east-7", "east-8"), 1300)}
    assert groups(date(2024, 1, 1))["b"] == (("east-2", "east-8", "east-9"), 1300)
    assert Place.objects.standing(date(2024, 3, 1)).filter(organisation__code="east-7", parent_node="b").count() == 1
    assert list(breaks()) == []


@pytest.mark.parametrize("many", [20_000, 0])
def test_a_formula_may_add_up_what_it_was_itself_for_many_years(
    many: int, data_set: DataSet, cast: Cast, plan: Plan, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(holding, "MANY", many)
    DataSet.objects.filter(pk=data_set.pk).update(first_period="1901")
    said(data_set, cast, "east", "east-1", "1000")
    so_far = "given([{code} @ -1], 0) + given([PLACES], 0)"
    for code, text, order in (
        ("CUM", so_far, Order.UNIT_FIRST), ("CUM_ALL", so_far, Order.TOTAL_FIRST), ("ONE", "[PLACES]", Order.TOTAL_FIRST),
        ("OTHER", "given([ONE], 0)", Order.TOTAL_FIRST), ("ONE", "[OTHER @ -1] + [PLACES]", Order.TOTAL_FIRST),
    ):  # fmt: skip
        value = Indicator(code, code, expression=text.format(code=code), order=order)
        services.define_indicator(plan_uid=plan.uid, value=value, by=cast.east_office, now=NOW)
    scene = claimed(plan)
    for code in ("CUM", "CUM_ALL"):
        assert [scene.figure(code, year, "east").value for year in ("2022", "2023", "2025")] == [0, 1000, 1000]
        assert scene.figure(code, "1900", "east").state is State.NOT_REPORTED
    assert scene.figure("ONE", "2023", "east").value == 1000
    client.force_login(cast.east_office.person)
    for address in ("indicators/", "indicators/CUM/"):
        assert client.get(f"/plans/{plan.uid}/{address}?said=claimed").status_code == 200


def test_an_organisation_that_reports_nothing_stands_for_those_below_it_at_any_depth(
    data_set: DataSet, cast: Cast, plan: Plan, client: Client
) -> None:
    said(data_set, cast, "east", "east-1", "1000")
    bodies = [
        basics.Organisation("east-p", "east", "东江市教育局", kind="prefecture"),
        basics.Organisation("east-q", "east", "东江片区", kind="area", parent="east-p"),
        basics.Organisation("east-8", "east", "甲县教育局", kind="division", parent="east-p"),
        basics.Organisation("east-9", "east", "乙县教育局", kind="division", parent="east-q"),
    ]
    add_organisations(party=cast.east, values=bodies, by=System(), now=NOW)
    nodes = (basics.HierarchyNode("a"), basics.HierarchyNode("p", "a", organisation="east-p"))
    add_hierarchy(value=basics.Hierarchy("t", "体系", nodes=nodes), by=System(), now=NOW)
    scene = claimed(plan)
    assert group_of(scene, "below:east-p").bodies == ("east-8", "east-9")
    assert group_of(scene, "body:east-q").bodies == ("east-9",), "a code that was typed may be an organisation's above"
    assert [group.bodies for group in branches(scene)] == [("east-8", "east-9")]
    client.force_login(cast.east_office.person)
    page = client.get(f"/plans/{plan.uid}/regions/east-p/", follow=True)
    assert page.context["one"].key == "below:east-p"
    offered = [group.key for group in choices(scene)[0]]
    assert "below:east-p" in offered
    assert "below:east" not in offered, "what is above all of a party is the party"


@pytest.mark.parametrize("many", [20_000, 0])
def test_who_reported_in_only_one_of_the_periods_compared_is_told(
    many: int, data_set: DataSet, cast: Cast, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "MANY", many)
    said(data_set, cast, "east", "east-1", "1000")
    for code, text in (("GROWTH", "[PLACES] - [PLACES @ -1y]"), ("COUNT", "reporting([PLACES]) / units()")):
        order = Order.TOTAL_FIRST if code == "GROWTH" else Order.UNIT_FIRST
        value = Indicator(code, code, expression=text, order=order)
        services.define_indicator(plan_uid=plan.uid, value=value, by=cast.east_office, now=NOW)
    scene = claimed(plan)
    (flag,) = [each for each in flags_of(scene, "GROWTH", "2023") if each.code == "unlike"]
    assert (flag.count, flag.names) == (1, (Organisation.objects.get(code="east-1").name,))
    own = {row.body.code: row.reading.value for row in rows_of(scene, "COUNT", "2023")}
    assert (own["east-1"], own["east-2"]) == (1, 0), "a body by itself has reported or not"


@pytest.mark.parametrize("many", [0, 5000])
def test_a_formula_of_forms_of_two_kinds_of_bodies_misses_only_who_was_asked(
    data_set: DataSet, cast: Cast, plan: Plan, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(holding, "MANY", many)
    schools = [basics.Organisation(f"school-{n}", "east", f"{n}校", kind="campus") for n in range(2)]
    add_organisations(party=cast.east, values=schools, by=System(), now=NOW)
    for value in (
        Indicator("ROOMS", "教室"),
        Indicator("EACH", "每校学位", expression="[PLACES] / [ROOMS]", order=Order.TOTAL_FIRST),
    ):
        services.define_indicator(plan_uid=plan.uid, value=value, by=cast.east_office, now=NOW)
    form = services.open_data_set(
        plan_uid=plan.uid, name="校舍", kind="campus", period_type=basics.PeriodKind.YEAR, first_period="2022",
        sections=[{"title": "校舍", "title_en": "", "indicators": ["ROOMS"]}], by=cast.east_office, now=NOW,
    )  # fmt: skip
    said(data_set, cast, "east", "east-1", "1000")
    for body in ("school-0", "school-1"):
        row = filled(form, cast.east_office, body, {"ROOMS": "5"})
        Submission.objects.filter(pk=row.pk).update(state="submitted")
        row.refresh_from_db()
        act(row, SubmissionAct.ACCEPT, cast.east_reviewer)
    scene = claimed(plan)
    found = [scene.figure(code, "2023", "east") for code in ("EACH", "ROOMS", "PLACES")]
    assert [(each.value, each.not_reported) for each in found] == [(100, 1), (10, 0), (1000, 1)]
    both = total_of(scene, "EACH", ["east-1", "school-0", "school-1"], "2023")
    assert (both.value, both.not_reported) == (100, 0)


def test_where_schools_report_the_map_shows_what_their_areas_have_together(
    data_set: DataSet, cast: Cast, plan: Plan
) -> None:
    above = ("east-2", "east-2", "east-2", "east-1")
    schools = [
        basics.Organisation(f"school-{n}", "east", f"{n}校", parent=one, kind="campus") for n, one in enumerate(above)
    ]
    add_organisations(party=cast.east, values=schools, by=System(), now=NOW)
    services.define_indicator(plan_uid=plan.uid, value=Indicator("ROOMS", "教室"), by=cast.east_office, now=NOW)
    form = services.open_data_set(
        plan_uid=plan.uid, name="校舍", kind="campus", period_type=basics.PeriodKind.YEAR, first_period="2022",
        sections=[{"title": "校舍", "title_en": "", "indicators": ["ROOMS"]}], by=cast.east_office, now=NOW,
    )  # fmt: skip
    services.lay_tiles(
        tiles=[Tile(code, n, 0, code) for n, code in enumerate(("east-1", "east-2"))], by=System(), now=NOW
    )
    for code, rooms in (("school-0", "25"), ("school-1", "4"), ("school-3", "40")):
        row = filled(form, cast.east_office, code, {"ROOMS": rooms})
        Submission.objects.filter(pk=row.pk).update(state="submitted")
        row.refresh_from_db()
        act(row, SubmissionAct.ACCEPT, cast.east_reviewer)
    rows = [each.row for each in area_rows(claimed(plan), "ROOMS", "2023")[0]]
    assert [(row.body.code, row.reading.value, row.units) for row in rows] == [("east-1", 40, 1), ("east-2", 29, 2)]
    hidden = area_rows(claimed(plan, public=True), "ROOMS", "2023")[0][1].row
    assert (hidden.reading.value, hidden.hidden) == (None, Hidden.REVEALING), "less the other's 25 it would be the four"
    picture = picture_of(claimed(plan), Panel("map", "ROOMS", "2023"))
    assert "29" in picture.svg
    assert (picture.rows[1][2], picture.rows[1][4]) == ("east-2", "29")
    assert group_of(claimed(plan), "below:east-2").bodies == ("school-0", "school-1", "school-2")
