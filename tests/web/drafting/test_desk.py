"""The desk: what is typed is saved, what others do is seen, and nobody writes over anybody."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from xietong_web.audit.queries import breaks
from xietong_web.documents.services import read_document, upload
from xietong_web.drafting import services
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_value


def browser(member) -> Client:
    client = Client()
    client.force_login(member.person, "xietong_web.accounts.known.Backend")
    return client


@pytest.fixture
def east(cast: Cast) -> Client:
    return browser(cast.east_office)


def typed(plan: Plan, **fields: object) -> dict[str, object]:
    revision = plan.items.get(uid="t1").revision
    form = {"revision": revision, "kind": "task", "number": "1.", "title": "共建联盟校", "weight": "1"}
    return {**form, "duty_role": ["lead"], "duty_name": ["东江省基础教育处"], **fields}


def test_a_save_while_typing_keeps_the_form_and_tells_the_next_revision(east: Client, plan: Plan) -> None:
    answer = east.post(f"/plans/{plan.uid}/desk/t1/edit/", typed(plan, title="边写边存", autosave="1"))
    item = plan.items.get(uid="t1")
    assert item.title == "边写边存"
    assert f'data-revision="{item.revision}"' in answer.content.decode()
    assert "item-form" not in answer.content.decode()


def test_a_stale_save_shows_both_texts_and_can_then_be_made_knowingly(east: Client, cast: Cast, plan: Plan) -> None:
    form = typed(plan, title="我方文本")
    changes = {"title": "对方文本"}
    services.edit_item(plan_uid=plan.uid, uid="t1", revision=1, changes=changes, by=cast.west_office, now=NOW)
    address = f"/plans/{plan.uid}/desk/t1/edit/"
    refused = east.post(address, form, headers={"HX-Request": "true"})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "名称: 我方文本" in page
    assert "名称: 对方文本" in page
    assert "Duty(" not in page
    assert 'data-revision="2"' in page
    assert east.post(address, {**form, "revision": 2}).status_code == 200
    assert plan.items.get(uid="t1").title == "我方文本"


def test_others_see_an_edited_row_and_word_of_a_changed_tree(east: Client, cast: Cast, plan: Plan) -> None:
    west = browser(cast.west_office)
    page = west.get(f"/plans/{plan.uid}/desk/").content.decode()
    address = page.partition('id="live"')[2].partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    east.post(f"/plans/{plan.uid}/desk/t1/edit/", typed(plan, title="东边改的"))
    news = west.get(address).content.decode()
    assert "东边改的" in news
    assert 'hx-swap-oob="true"' in news
    assert "Show it as it is now" not in news
    east.post(f"/plans/{plan.uid}/desk/t3/remove/")
    news = west.get(address).content.decode()
    assert "East Office 已调整事项的结构" in news
    assert "东边改的" not in east.get(address).content.decode()


def test_an_item_moves_below_any_other_but_not_below_itself(east: Client, plan: Plan) -> None:
    east.post(f"/plans/{plan.uid}/desk/t3/move/", {"way": "below", "parent": "t1"})
    assert plan.items.get(uid="t3").parent.uid == "t1"
    form = east.get(f"/plans/{plan.uid}/desk/t1/edit/").content.decode()
    places = form.partition('name="parent"')[2].partition("</select>")[0]
    assert 'value="a1"' in places
    assert 'value="t3"' not in places
    assert east.post(f"/plans/{plan.uid}/desk/t1/move/", {"way": "below", "parent": "t3"}).status_code == 409


def test_what_an_item_waits_for_and_rests_on_is_chosen_in_its_form(east: Client, plan: Plan) -> None:
    east.post(f"/plans/{plan.uid}/desk/t1/edit/", typed(plan, links="1", after=["t2", ""], basis=["b1"]))
    value = next(item for item in plan_value(plan).items if item.uid == "t1")
    assert (value.after, value.basis) == (("t2",), ("b1",))
    east.post(f"/plans/{plan.uid}/desk/t1/edit/", typed(plan, links="1", after=[""]))
    value = next(item for item in plan_value(plan).items if item.uid == "t1")
    assert (value.after, value.basis) == ((), ())


def test_every_act_of_the_desk_can_be_undone_and_leaves_the_journal_whole(cast: Cast, plan: Plan) -> None:
    who: dict[str, Any] = {"plan_uid": plan.uid, "by": cast.east_office, "now": NOW}
    before = plan_value(plan)
    acts = [
        lambda: services.split_item(uid="t1", texts=["上半", "下半"], **who),
        lambda: services.join_items(uids=["t1", "t2"], **who),
        lambda: services.move_item(uid="t3", parent=None, position=0, **who),
        lambda: services.remove_item(uid="a1", **who),
        lambda: services.edit_item(uid="t2", revision=plan.items.get(uid="t2").revision, changes={"title": "x"}, **who),
    ]
    for act in acts:
        act()
        assert plan_value(plan) != before
        services.undo(**who)
        assert plan_value(plan) == before
    assert list(breaks()) == []


def test_completion_knows_names_and_aliases_of_both_sides(east: Client, plan: Plan) -> None:
    offered = east.get(f"/plans/{plan.uid}/desk/complete/?duty_name=基教处").content.decode()
    assert "东江省基础教育处" in offered
    assert "西岭市基础教育处" in offered


def test_what_an_undo_brings_back_has_been_looked_at_only_if_it_was_before(cast: Cast, plan: Plan) -> None:
    who: dict[str, Any] = {"plan_uid": plan.uid, "by": cast.east_office, "now": NOW}
    plan.items.update(accepted=False)
    services.accept_items(uids=["t2"], **who)
    for uid, looked in (("t1", False), ("t2", True)):
        services.remove_item(uid=uid, **who)
        services.undo(**who)
        assert plan.items.get(uid=uid).accepted is looked
    services.edit_item(uid="t1", revision=plan.items.get(uid="t1").revision, changes={"title": "x"}, **who)
    assert plan.items.get(uid="t1").accepted
    services.undo(**who)
    assert not plan.items.get(uid="t1").accepted


def test_a_save_leaves_whose_unchanged_names_are(east: Client, plan: Plan) -> None:
    item = plan.items.get(uid="t1")
    side = plan.parties.get(code="east")
    item.duties.all().delete()
    item.duties.create(plan=plan, party=side, role="lead", name="东山学院")
    names = {"duty_role": ["support", "lead"], "duty_name": ["东山学院", "西山学院"]}
    east.post(f"/plans/{plan.uid}/desk/t1/edit/", typed(plan, **names))
    found = [(duty.role, duty.name, duty.party) for duty in item.duties.all()]
    assert found == [("support", "东山学院", side), ("lead", "西山学院", None)]


def test_figures_are_shown_in_digits_in_the_row_and_in_its_form(east: Client, plan: Plan) -> None:
    item = plan.items.get(uid="t1")
    plan.items.filter(uid="t1").update(weight=20)
    item.targets.create(uid="g9", plan=plan, indicator="培训教师", op=">=", value=1200, unit="人次")
    assert "培训教师 ≥ 1200人次" in east.get(f"/plans/{plan.uid}/desk/").content.decode()
    form = east.get(f"/plans/{plan.uid}/desk/t1/edit/").content.decode()
    assert 'name="target_value" inputmode="decimal" value="1200"' in form
    assert 'name="weight" inputmode="decimal" value="20"' in form


def test_the_cells_of_a_ledger_stand_apart_in_its_text(east: Client, cast: Cast) -> None:
    text = "2026年协作台账\n序号\t重点任务\t责任单位\t完成时限\n1\t共建联盟校。\t东江省基础教育处\t6月底前\n"
    text += "2\t互派教师。\t西岭市基础教育处\t9月底前\n"
    document = upload(name="台账.txt", data=text.encode(), by=cast.east_office, now=NOW)
    read_document(document=document, now=NOW)
    document.refresh_from_db()
    who: dict[str, Any] = {"parties": [cast.east, cast.west], "by": cast.east_office, "now": NOW}
    plan, _ = services.start_plan(document=document, **who)
    page = east.get(f"/plans/{plan.uid}/desk/").content.decode()
    row = page.partition(">共建联盟校。</mark>")[2].partition("</p>")[0]
    assert row.count('<span class="cell-edge" aria-hidden="true">┊</span>') == 2
    assert "东江省基础教育处" in row
