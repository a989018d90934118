"""Named hierarchies come from a table: looked at first, then all of it or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import NOW, Cast
from xietong.basics import Refusal
from xietong_web.accounts import planting
from xietong_web.accounts.models import Hierarchy, Party, Place
from xietong_web.audit.queries import breaks

GOOD = """hierarchy,node,parent,name,organisation
groups,g,,专项工作组,
groups,g.1,g,,east-1
border,b,,毗邻地区,
border,b.1,b,,west-1
"""
BAD = """hierarchy,node,parent,name,organisation
groups,g.1,g,,east-1
groups,g,,专项工作组,
groups,g,,重复,
groups,g.2,g,,nobody
,x,,无体系,
"""


def test_every_tree_of_a_table_is_planted_under_its_name(cast: Cast) -> None:
    names = {"groups": {"name": "专项工作组"}, "border": {"name": "毗邻地区", "name_en": "Border districts"}}
    table = planting.table_of(GOOD.encode("gb18030"))
    planting.plant(table=table, names=names, by=cast.system_admin, now=NOW)
    assert list(Hierarchy.objects.order_by("code").values_list("code", "name")) == [
        ("border", "毗邻地区"),
        ("groups", "专项工作组"),
    ]
    assert Place.objects.get(node="b.1").organisation == cast.west_bureau
    assert list(breaks()) == []
    with pytest.raises(Refusal, match="already there"):
        planting.plant(table=table, names=names, by=cast.system_admin, now=NOW)


def test_a_table_with_problems_plants_nothing_and_names_every_row(cast: Cast) -> None:
    table = planting.table_of(BAD.encode())
    assert [problem.row for problem in planting.preview(table).problems] == [2, 4, 5, 6]
    with pytest.raises(Refusal) as refused:
        planting.plant(table=table, names={}, by=cast.system_admin, now=NOW)
    assert refused.value.code == "import-problems"
    assert not Hierarchy.objects.exists()


def test_a_tree_is_taken_away_with_its_places_and_the_journal_says_so(cast: Cast) -> None:
    planting.plant(table=planting.table_of(GOOD.encode()), names={}, by=cast.system_admin, now=NOW)
    planting.fell(code="groups", by=cast.system_admin, now=NOW)
    assert not Place.objects.filter(node__startswith="g").exists()
    assert list(breaks()) == []
    with pytest.raises(Refusal) as refused:
        planting.fell(code="groups", by=cast.system_admin, now=NOW)
    assert refused.value.code == "not-found"


def test_only_the_system_administrator_plants_and_fells(cast: Cast) -> None:
    table = planting.table_of(GOOD.encode())
    for by in (cast.east_manager, cast.security_admin, cast.east_office):
        with pytest.raises(Refusal) as refused:
            planting.plant(table=table, names={}, by=by, now=NOW)
        assert refused.value.code == "not-permitted"


def test_the_pages_of_the_system_administrator_plant_trees_and_add_parties(cast: Cast, client: Client) -> None:
    client.force_login(cast.system_admin.person)
    page = client.post("/hierarchies/", {"file": SimpleUploadedFile("t.csv", GOOD.encode())})
    assert 'name="name-border"' in page.content.decode()
    client.post("/hierarchies/", {"confirm": "1", "name-groups": "专项工作组", "name-border": "毗邻地区"})
    assert "毗邻地区" in client.get("/organisations/").content.decode()
    client.post("/hierarchies/border/remove/")
    assert "毗邻地区" not in client.get("/organisations/").content.decode()
    given = {"code": "south", "name": "南湖省教育厅", "short": "省教育厅", "side": "南", "adjectives": "南湖、湖南边"}
    assert client.post("/parties/", given).status_code == 302
    made = Party.objects.get(code="south")
    assert (made.ordinal, made.adjectives) == (3, ["南湖", "湖南边"])
    assert client.post("/parties/", given).status_code == 409
    assert client.post("/parties/", {"code": "x"}).status_code == 422
