"""An operator supplies an approved map; its number stands below every picture, and without it the squares stay."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from tests.cast import NOW, Cast
from tests.engines.measuring.test_outlines import feature, geojson
from tests.web.measuring.test_rolling_up import said
from xietong.basics import Refusal
from xietong.measuring import Tile
from xietong_web.accounts import organising
from xietong_web.accounts.models import Organisation
from xietong_web.audit.models import Entry
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.measuring import areas, mapping, services
from xietong_web.measuring.areas import area_rows, map_of
from xietong_web.measuring.models import AreaMap, DataSet
from xietong_web.measuring.queries import Asked, Scene

NUMBER = "GS(2019)3266号"
EAST = geojson(feature("east-1"), feature("unknown"))


@pytest.fixture
def tiled(data_set: DataSet, cast: Cast) -> DataSet:
    said(data_set, cast, "east", "east-1", "1000", "500")
    tiles = [Tile("east-1", 0, 0, "东一"), Tile("east-2", 1, 0, "东二")]
    services.lay_tiles(tiles=tiles, by=cast.system_admin, now=NOW)
    return data_set


def drawn(plan: Plan) -> str:
    return str(map_of(Scene.of(plan, Asked("claimed")), "PLACES", "2023").svg)


def test_areas_are_drawn_by_a_supplied_map_that_covers_them_all(tiled: DataSet, plan: Plan, cast: Cast) -> None:
    squares = drawn(plan)
    mapping.supply_map(data=EAST, name="a.geojson", approval=NUMBER, by=cast.system_admin, now=NOW)
    assert drawn(plan) == squares, "one area has no outline: the schematic map stays"
    assert mapping.missing(["east-1"]) == ["东二"]
    both = geojson(feature("east-1"), feature("east-2"))
    row = mapping.supply_map(data=both, name="b.geojson", approval=f"审图号：{NUMBER}", by=cast.system_admin, now=NOW)
    AreaMap.objects.exclude(pk=row.pk).update(withdrawn_at=NOW)
    picture = map_of(Scene.of(plan, Asked("claimed")), "PLACES", "2023")
    assert NUMBER in picture.svg
    assert NUMBER in picture.description
    assert picture.svg.count('<path d="M') >= 2
    mapping.withdraw_map(uid=row.uid, by=cast.system_admin, now=NOW)
    assert drawn(plan) == squares


def test_a_merged_body_takes_the_squares_of_what_it_came_from_and_one_without_any_stands_in_a_row(
    tiled: DataSet, plan: Plan, cast: Cast
) -> None:
    organising.merge_organisations(
        codes=["east-1", "east-2"], part=organising.Part("east-12", "合并处", "Joined"), day=date(2024, 1, 1),
        by=cast.east_manager, now=NOW,
    )  # fmt: skip
    scene = Scene.of(plan, Asked("claimed"))

    def places(period: str) -> dict[str, tuple[str, ...]]:
        return {each.row.body.code: each.squares for each in area_rows(scene, "PLACES", period)[0]}

    none: dict[str, tuple[str, ...]] = {"west-1": (), "west-2": ()}
    assert places("2023") == {"east-1": ("east-1",), "east-2": ("east-2",), **none}, "then they were two"
    assert places("2024") == {"east-12": ("east-1", "east-2"), **none}
    svg = map_of(scene, "PLACES", "2024").svg
    assert svg.count(">合并处<") == 2
    assert svg.count('href="/plans/') == 3, "one body, one link, on two squares"
    for language, words in (("zh-hans", "示意图上没有位置的单位："), ("en", "Without a place on this map:")):
        with translation.override(language):
            assert words in map_of(scene, "PLACES", "2024").svg
    both = geojson(feature("east-1"), feature("east-2"))
    mapping.supply_map(data=both, name="b.geojson", approval=NUMBER, by=cast.system_admin, now=NOW)
    outlined = map_of(scene, "PLACES", "2024").svg
    assert NUMBER in outlined
    assert outlined.count('href="/plans/') == 3


def test_of_very_many_areas_without_a_place_the_first_are_drawn_and_the_map_says_how_many_more_there_are(
    tiled: DataSet, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = Scene.of(plan, Asked("claimed"))
    whole = map_of(scene, "PLACES", "2023")
    assert [each[2] for each in whole.rows] == ["east-1", "east-2", "west-1", "west-2"]
    monkeypatch.setattr(areas, "WITHOUT", 1)
    some = map_of(scene, "PLACES", "2023")
    assert [each[2] for each in some.rows] == ["east-1", "east-2", "west-1"]
    with translation.override("en"):
        said_so = [note for note in map_of(scene, "PLACES", "2023").notes if "without a place" in note]
    assert said_so == ["Of the areas without a place the first 1 are drawn; 1 more stand in the ranking."]
    assert len(some.notes) == len(whole.notes) + 1


def test_the_page_takes_a_map_and_takes_it_away(tiled: DataSet, cast: Cast, client: Client) -> None:
    client.force_login(cast.system_admin.person)
    assert client.get("/map/").status_code == 200
    assert client.post("/map/", {"file": SimpleUploadedFile("a.geojson", EAST)}).status_code == 409
    assert not AreaMap.objects.exists(), "no map without its approval number"
    answer = client.post("/map/", {"file": SimpleUploadedFile("a.geojson", EAST), "approval": NUMBER})
    assert answer.status_code == 302
    row = AreaMap.objects.get()
    page = client.get("/map/")
    assert (page.context["areas"], page.context["missing"]) == (1, ["东二"])
    client.post(f"/map/{row.uid}/withdraw/")
    assert mapping.area_map() is None
    assert [each.act for each in Entry.objects.order_by("-seq")[:2]] == [
        "measuring.map-withdrawn", "measuring.map-supplied"
    ]  # fmt: skip
    assert list(breaks()) == []


def test_who_may_not_and_what_is_of_no_area_is_refused(tiled: DataSet, cast: Cast) -> None:
    for by, data, code in (
        (cast.east_office, EAST, "not-permitted"),
        (cast.system_admin, geojson(feature("999999")), "no-such-area"),
    ):
        with pytest.raises(Refusal) as refused:
            mapping.supply_map(data=data, name="x", approval=NUMBER, by=by, now=NOW)
        assert refused.value.code == code
    with pytest.raises(Refusal):
        mapping.withdraw_map(uid="none", by=cast.system_admin, now=NOW)
    assert Organisation.objects.filter(code="999999").count() == 0
