"""Bodies live in time: opened, corrected, renamed, split, merged, closed; any day can be asked for."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as budget
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from xietong import basics
from xietong.basics import Refusal
from xietong_web.accounts import bodies, lines, organising
from xietong_web.accounts.models import Hierarchy, Member, Organisation, Succession
from xietong_web.accounts.organising import Part
from xietong_web.accounts.permissions import may
from xietong_web.accounts.services import add_hierarchy
from xietong_web.audit.queries import breaks
from xietong_web.audit.services import System

BEFORE, DAY, AFTER = date(2024, 6, 30), date(2024, 7, 1), date(2024, 7, 2)


def names(nodes: list[bodies.Node]) -> list[tuple[int, str]]:
    return [(node.depth, node.body.code if node.body else node.name) for node in nodes]


def rename(cast: Cast, code: str = "east-1", new: str = "east-1a") -> Organisation:
    part = Part(new, "东江省基础教育与学前教育处")
    return organising.rename_organisation(code=code, part=part, day=DAY, by=cast.east_manager, now=NOW)


def test_a_renamed_body_is_the_old_one_before_the_day_and_the_new_one_from_it(cast: Cast) -> None:
    new = rename(cast)
    old = Organisation.objects.get(code="east-1")
    assert (old.valid_to, new.valid_from) == (BEFORE, DAY)
    assert lines.successors(old, BEFORE) == [old]
    assert lines.successors(old, AFTER) == [new]
    assert [link.predecessor for link in lines.predecessors_of(new)] == [old]
    assert list(breaks()) == []


def test_a_renamed_bodys_people_go_with_it_and_keep_what_was_theirs_to_do(cast: Cast) -> None:
    new = rename(cast)
    liaison = Member.objects.get(person__username="east_liaison")
    assert liaison.organisation == new
    assert may(liaison, "fulfilling.report", organisation=cast.east_bureau.pk)
    assert not may(liaison, "fulfilling.report", organisation=Organisation.objects.get(code="east-2").pk)


def test_the_tree_of_a_day_puts_bodies_below_what_their_parent_was_then(cast: Cast) -> None:
    rename(cast)
    assert names(bodies.administrative_tree(BEFORE, "east")) == [
        (0, "east-0"), (1, "east-1"), (2, "east-3"), (1, "east-2"),
    ]  # fmt: skip
    assert names(bodies.administrative_tree(AFTER, "east")) == [
        (0, "east-0"), (1, "east-1a"), (2, "east-3"), (1, "east-2"),
    ]  # fmt: skip


def test_below_a_split_parent_bodies_stand_under_the_greater_part(cast: Cast) -> None:
    parts = [Part("e-a", "甲处", "", Decimal("0.3")), Part("e-b", "乙处", "", Decimal("0.7"))]
    organising.split_organisation(code="east-1", parts=parts, day=DAY, by=cast.east_manager, now=NOW)
    assert (2, "east-3") in names(bodies.administrative_tree(AFTER, "east"))
    tree = names(bodies.administrative_tree(AFTER, "east"))
    assert tree.index((1, "e-b")) + 1 == tree.index((2, "east-3"))
    old = Organisation.objects.get(code="east-1")
    assert [body.code for body in lines.successors(old, AFTER)] == ["e-b", "e-a"]
    assert sum(link.weight for link in lines.successors_of(old)) == 1
    assert list(breaks()) == []


def test_merged_bodies_have_one_successor_which_has_them_all_as_predecessors(cast: Cast) -> None:
    part = Part("east-12", "东江省教育一处")
    new = organising.merge_organisations(codes=["east-1", "east-2"], part=part, day=DAY, by=cast.east_manager, now=NOW)
    assert {link.predecessor.code for link in lines.predecessors_of(new)} == {"east-1", "east-2"}
    assert lines.line_of(new) == set(
        Organisation.objects.filter(code__in=["east-1", "east-2", "east-12"]).values_list("pk", flat=True)
    )
    assert list(breaks()) == []


def test_a_chain_of_changes_is_walked_to_its_end(cast: Cast) -> None:
    first = rename(cast)
    part = Part("east-1b", "东江省基础教育局")
    last = organising.rename_organisation(
        code=first.code, part=part, day=date(2025, 1, 1), by=cast.east_manager, now=NOW
    )
    old = Organisation.objects.get(code="east-1")
    assert lines.successors(old, date(2024, 12, 31)) == [first]
    assert lines.successors(old, date(2025, 1, 1)) == [last]
    assert lines.line_of(last) == {old.pk, first.pk, last.pk}


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (
            lambda cast: organising.close_organisation(code="east-1", day=DAY, by=cast.east_manager, now=NOW),
            "has-bodies-below",
        ),
        (
            lambda cast: organising.close_organisation(code="west-1", day=DAY, by=cast.east_manager, now=NOW),
            "not-permitted",
        ),
        (lambda cast: organising.close_organisation(code="none", day=DAY, by=cast.east_manager, now=NOW), "not-found"),
        (lambda cast: rename(cast, new="west-1"), "code-taken"),
        (
            lambda cast: organising.edit_organisation(
                code="east-1", changes={"parent": "east-3"}, by=cast.east_manager, now=NOW
            ),
            "own-ancestor",
        ),
        (
            lambda cast: organising.edit_organisation(
                code="east-1", changes={"parent": "west-0"}, by=cast.east_manager, now=NOW
            ),
            "no-parent",
        ),
        (
            lambda cast: organising.edit_organisation(
                code="east-1", changes={"name": "东江省职业教育处"}, by=cast.east_manager, now=NOW
            ),
            "name-in-use",
        ),
        (
            lambda cast: organising.split_organisation(
                code="east-1", parts=[Part("a", "甲"), Part("b", "乙")], day=DAY, by=cast.east_manager, now=NOW
            ),
            "bad-weights",
        ),
        (
            lambda cast: organising.merge_organisations(
                codes=["east-1"], part=Part("a", "甲"), day=DAY, by=cast.east_manager, now=NOW
            ),
            "too-few",
        ),
        (
            lambda cast: organising.merge_organisations(
                codes=["east-1", "west-1"], part=Part("a", "甲"), day=DAY, by=cast.east_manager, now=NOW
            ),
            "not-permitted",
        ),
    ],
)
def test_what_cannot_become_of_a_body_is_refused_and_leaves_nothing_behind(cast: Cast, act, code: str) -> None:
    before = list(Organisation.objects.order_by("pk").values())
    with pytest.raises(Refusal) as refused:
        act(cast)
    assert refused.value.code == code
    assert list(Organisation.objects.order_by("pk").values()) == before
    assert not Succession.objects.exists()
    assert list(breaks()) == []


def test_what_has_ended_changes_no_more(cast: Cast) -> None:
    rename(cast)
    with pytest.raises(Refusal) as refused:
        rename(cast, new="east-1x")
    assert refused.value.code == "already-closed"


def test_a_body_is_added_corrected_and_closed(cast: Cast) -> None:
    value = basics.Organisation("east-9", "east", "东江省督导办", parent="east-0", valid_from=DAY)
    organising.add_organisation(party=cast.east, value=value, by=cast.east_manager, now=NOW)
    changes = {"aliases": ["督导办"], "kind": "division", "parent": "east-2"}
    body = organising.edit_organisation(code="east-9", changes=changes, by=cast.east_manager, now=NOW)
    assert (body.aliases, body.kind, body.parent.code) == (["督导办"], "division", "east-2")
    organising.close_organisation(code="east-9", day=AFTER, by=cast.east_manager, now=NOW)
    assert "east-9" not in {body.code for body in bodies.bodies_on(BEFORE)}
    assert "east-9" in {body.code for body in bodies.bodies_on(DAY)}
    assert "east-9" not in {body.code for body in bodies.bodies_on(date(2024, 7, 3))}
    assert list(breaks()) == []


def test_a_named_hierarchy_shows_its_groups_with_the_bodies_of_the_day(cast: Cast) -> None:
    node = basics.HierarchyNode
    tree = basics.Hierarchy(
        "groups",
        "专项工作组",
        "Working groups",
        (
            node("g", None, "工作组"),
            node("g.1", "g", "基础教育组"),
            node("g.1.e", "g.1", organisation="east-1"),
            node("g.2", "g", "空组"),
            node("g.3", "g", "职业教育组"),
            node("g.3.w", "g.3", organisation="west-2"),
        ),
    )
    add_hierarchy(value=tree, by=System(), now=NOW)
    found = Hierarchy.objects.get(code="groups")
    assert names(bodies.named_tree(found, BEFORE)) == [
        (0, "工作组"), (1, "基础教育组"), (2, "east-1"), (1, "职业教育组"), (2, "west-2"),
    ]  # fmt: skip
    assert names(bodies.named_tree(found, BEFORE, "east")) == [(0, "工作组"), (1, "基础教育组"), (2, "east-1")]


@budget(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["rename", "split", "merge"]), st.integers(0, 5)), max_size=5))
def test_whatever_becomes_of_bodies_every_day_shows_each_of_its_bodies_once(cast: Cast, steps) -> None:
    from django.db import transaction

    with transaction.atomic():
        for number, (kind, pick) in enumerate(steps, 1):
            _change(cast, kind, pick, number)
        for year in range(2024, 2031):
            day = date(year, 6, 1)
            there = {body.code for body in bodies.bodies_on(day, "east")}
            shown = [node.body.code for node in bodies.administrative_tree(day, "east")]
            assert sorted(shown) == sorted(there)
            for old in Organisation.objects.filter(party=cast.east):
                standing = lines.successors(old, day) or Organisation.objects.on(day).filter(pk__in=lines.line_of(old))
                assert standing, (old.code, day)
        assert list(breaks()) == []
        transaction.set_rollback(True)


def _change(cast: Cast, kind: str, pick: int, number: int) -> None:
    day = date(2024 + number, 1, 1)
    living = list(Organisation.objects.filter(party=cast.east, valid_to=None).order_by("code"))
    one, two = living[pick % len(living)], living[(pick + 1) % len(living)]
    part = Part(f"n{number}", f"新单位{number}")
    if kind == "rename":
        organising.rename_organisation(code=one.code, part=part, day=day, by=cast.east_manager, now=NOW)
    elif kind == "split":
        parts = [Part(f"n{number}{each}", f"新单位{number}{each}", "", Decimal("0.5")) for each in "ab"]
        organising.split_organisation(code=one.code, parts=parts, day=day, by=cast.east_manager, now=NOW)
    elif one != two:
        organising.merge_organisations(codes=[one.code, two.code], part=part, day=day, by=cast.east_manager, now=NOW)


def test_the_list_asks_a_constant_number_of_questions_and_answers_any_day(
    cast: Cast, client: Client, django_assert_num_queries
) -> None:
    client.force_login(cast.east_liaison.person)
    client.get("/organisations/")
    with django_assert_num_queries(8):
        client.get("/organisations/")
    rename(cast)
    with django_assert_num_queries(8):
        today = client.get("/organisations/").content.decode()
    assert "基础教育与学前教育处" in today
    assert "基础教育与学前教育处" not in client.get("/organisations/?as_of=2024-06-30").content.decode()
    assert "西岭市职业教育处" in client.get("/organisations/?q=职教处").content.decode()
    assert client.get("/organisations/?as_of=yesterday").status_code == 409


def test_the_page_of_a_body_offers_the_acts_to_its_manager_only(cast: Cast, client: Client) -> None:
    client.force_login(cast.east_manager.person)
    assert "east-1/life/rename/" in client.get("/organisations/east-1/life/").content.decode()
    assert "/rename/" not in client.get("/organisations/west-1/life/").content.decode()
    typed = {"rename-code": "east-1a", "rename-name": "新名", "rename-day": "2024-07-01"}
    answer = client.post("/organisations/east-1/life/rename/", typed)
    assert answer.headers["Location"] == "/organisations/east-1a/life/"
    assert "东江省基础教育处" in client.get("/organisations/east-1a/life/").content.decode()
    split = {"split-parts": "a 60 甲处\nb 40 乙处", "split-day": "2024-08-01"}
    assert client.post("/organisations/east-2/life/split/", split).status_code == 302
    assert client.post("/organisations/east-2/life/split/", {"split-parts": "x"}).status_code == 422
    assert Organisation.objects.get(code="b").precessions.get().weight == Decimal("0.4")
