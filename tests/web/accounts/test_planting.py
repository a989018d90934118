"""Named hierarchies come from a table: looked at first, then all of it or nothing."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import NOW, Cast
from xietong import basics
from xietong.basics import Refusal
from xietong_web.accounts import planting
from xietong_web.accounts.models import Hierarchy, Party, Place
from xietong_web.accounts.services import add_hierarchy
from xietong_web.audit.models import Entry
from xietong_web.audit.queries import breaks
from xietong_web.audit.services import System

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


MOVED = "/hierarchies/groups/?node=east-1&parent=b&day=2024-03-01"


def test_a_node_is_moved_after_looking_at_what_changes(cast: Cast, client: Client) -> None:
    nodes = [basics.HierarchyNode(node, name=f"组{node}") for node in ("a", "b")]
    nodes += [basics.HierarchyNode(code, "a", organisation=code) for code in ("east-1", "east-2")]
    add_hierarchy(value=basics.Hierarchy("groups", "专项工作组", nodes=tuple(nodes)), by=System(), now=NOW)
    client.force_login(cast.system_admin.person)
    page = client.get(MOVED)
    changes = [(each.name, each.before, each.after) for each in page.context["foreseen"].changes]
    assert changes == [("组a", 2, 1), ("组b", 0, 1)]
    assert Place.objects.filter(node="east-1").count() == 1, "looking changes nothing"
    answer = client.post("/hierarchies/groups/", {"node": "east-1", "parent": "b", "day": "2024-03-01"})
    assert answer["Location"] == "/hierarchies/groups/?day=2024-03-01"
    assert [(row.parent_node, row.valid_from) for row in Place.objects.filter(node="east-1")] == [
        ("a", None), ("b", date(2024, 3, 1))
    ]  # fmt: skip
    assert Entry.objects.latest("seq").act == "accounts.place-moved"
    assert list(breaks()) == []
    assert client.get(MOVED).context["foreseen"].nothing
    earlier = client.get("/hierarchies/groups/?node=east-1&parent=b&day=2024-02-01").context["foreseen"]
    assert [row.parent_node for row in earlier.later] == ["b"], "a place already planned is told"


@pytest.mark.parametrize(
    ("given", "status"),
    [({"node": "a", "parent": "a"}, 409), ({"node": "a", "parent": "x"}, 404), ({"node": "a", "parent": "b", "day": "soon"}, 409)],
)  # fmt: skip
def test_a_move_that_cannot_be_is_refused_when_it_is_looked_at(
    cast: Cast, client: Client, given: dict[str, str], status: int
) -> None:
    nodes = tuple(basics.HierarchyNode(node, name=node) for node in ("a", "b"))
    add_hierarchy(value=basics.Hierarchy("groups", "组", nodes=nodes), by=System(), now=NOW)
    client.force_login(cast.system_admin.person)
    assert client.get("/hierarchies/groups/", given).status_code == status
    assert client.post("/hierarchies/groups/", given).status_code in {404, 409}
    client.force_login(cast.east_office.person)
    assert client.get("/hierarchies/groups/").status_code == 403
    assert client.post("/hierarchies/groups/", {"node": "a", "parent": "b", "day": "2024-03-01"}).status_code == 403
