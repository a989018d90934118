"""After the agreement the plan itself changes only by what every party signs, and its past stays what it was."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.test import Client

from tests.cast import NOW, Cast
from tests.web.fulfilling.acting import browser, refused, signed
from xietong import drafting
from xietong_web.audit.queries import breaks
from xietong_web.drafting.frames import seen_as
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import plan_as_of
from xietong_web.drafting.rows import plan_frame, plan_value
from xietong_web.endorsing import amending
from xietong_web.endorsing import services as endorsing
from xietong_web.endorsing.queries import changes_of
from xietong_web.endorsing.showing import ShownChange, shown_changes
from xietong_web.workspace.checks import plan_matches_version

LATER = NOW + timedelta(days=40)
LAW = drafting.Basis("", "义务教育法", "law")


def adopted(cast: Cast, plan: Plan, value: drafting.Plan) -> drafting.Plan:
    """Propose a whole state of the plan, let both sign it, and return the state of the rows."""
    made = amending.amend_to(
        plan_uid=plan.uid, changes=amending.changes_to(plan, value), title="修订", by=cast.east_office, now=LATER
    )
    endorsing.open_proposal(proposal_pk=made.pk, by=cast.east_office, now=LATER)
    signed(cast, made, LATER)
    return plan_value(Plan.objects.get(pk=plan.pk))


def test_what_was_signed_is_what_the_rows_say_and_the_days_before_keep_the_old(cast: Cast, agreed: Plan) -> None:
    old = plan_value(agreed)
    (treaty,), (aim,) = old.basis, old.objectives
    frame = replace(
        old,
        title="两地教育协同行动计划（修订）",
        end=date(2026, 12, 31),
        basis=(replace(LAW, uid="b0"), replace(treaty, title="两地教育合作协议", kind="outline")),
        objectives=(drafting.Objective("o0", "共享开放"), replace(aim, text="优质均衡形成。")),
    )
    items = tuple(replace(item, basis=("b0", "b1")) if item.uid == "t2" else item for item in old.items)
    rows = (agreed.basis.get().pk, agreed.objectives.get().pk)
    new = replace(frame, items=items)
    assert adopted(cast, agreed, new) == new
    assert rows != (agreed.basis.get(uid="b1").pk, agreed.objectives.get(uid="o1").pk)  # made anew behind the new ones
    swapped = replace(new, basis=new.basis[::-1], objectives=(*new.objectives[:1], replace(aim, text="形成。")))
    row = agreed.objectives.get(uid="o0").pk
    assert adopted(cast, agreed, swapped) == swapped
    assert agreed.objectives.get(uid="o0").pk == row
    bare = drafting.reframe(swapped, replace(swapped, basis=(), objectives=()))
    assert adopted(cast, agreed, bare) == bare
    assert plan_as_of(agreed, NOW) == old
    assert list(plan_matches_version.look()) == []
    assert list(breaks()) == []


def test_the_form_puts_a_change_into_the_partys_draft_and_the_proposal_says_it_in_words(
    cast: Cast, agreed: Plan
) -> None:
    office = browser(cast.east_office)
    page = office.get(f"/plans/{agreed.uid}/amend-plan/").content.decode()
    assert 'value="两地教育协同行动计划"' in page
    form = {
        "revision": seen_as(plan_frame(agreed)),
        "title": "新的名称",
        "short_title": "行动计划",
        "start": "2024-01-01",
        "end": "",
        "objective_uid": ["o1", "", ""],
        "objective_text": ["到2025年，优质均衡基本形成。", "共享开放", ""],
        "objective_due": ["2026-06-30", "", ""],
        "basis_uid": ["b1", ""],
        "basis_title": ["", "《义务教育法》"],
        "basis_kind": ["agreement", "law"],
    }
    answer = office.post(f"/plans/{agreed.uid}/amend-plan/", form)
    assert answer["Location"] == f"/plans/{agreed.uid}/proposals/2/"
    shown = said(office, answer["Location"], "zh-hans")
    for text in ("简称", "Objective(", "Basis("):
        assert text not in shown
    assert "到2025年，优质均衡基本形成。（2026-06-30）" in shown
    assert "《义务教育法》（法规）" in shown
    assert "《两地教育合作框架协议》（协议）" in shown
    assert "1.共建联盟校" in shown  # it rests on the treaty no longer
    english = said(office, answer["Location"], "en")
    assert "《义务教育法》（Law）" in english
    assert "End" in english
    assert plan_frame(agreed).title == "两地教育协同行动计划"
    again = office.post(f"/plans/{agreed.uid}/amend-plan/", form)
    assert (again.status_code, "新的名称" in again.content.decode()) == (409, False)
    wanted = amending.plan_wanted(agreed, cast.east_office)
    more = {**form, "revision": seen_as(wanted), "short_title": "计划"}
    told = office.post(f"/plans/{agreed.uid}/amend-plan/", more, headers={"HX-Request": "true"})
    assert (told.status_code, told["HX-Redirect"]) == (204, answer["Location"])
    assert office.post(f"/plans/{agreed.uid}/amend-plan/", {**form, "title": "x" * 201}).status_code == 422


def said(client: Client, address: str, language: str) -> str:
    page = client.get(address, headers={"Accept-Language": language}).content.decode()
    return page[page.index('class="table changes"') : page.index("</table>")]


def test_an_order_and_a_reference_are_told_by_names(cast: Cast, agreed: Plan) -> None:
    old = plan_value(agreed)
    more = replace(old, objectives=(*old.objectives, drafting.Objective("o2", "共享开放")))
    adopted(cast, agreed, more)
    turned = replace(more, objectives=more.objectives[::-1])
    made = amending.amend_to(
        plan_uid=agreed.uid, changes=amending.changes_to(agreed, turned), title="调整", by=cast.west_office, now=LATER
    )
    (told,) = shown_changes(changes_of(made), more, turned)
    assert (told.kind, told.new) == ("reordered", "共享开放、到2025年，优质均衡基本形成。（2025-12-31）")


def test_an_order_of_duties_is_told_by_names_and_only_where_it_says_something(cast: Cast, agreed: Plan) -> None:
    old = plan_value(agreed)
    (t1,) = (item for item in old.items if item.uid == "t1")

    def told(duties: tuple[drafting.Duty, ...]) -> list[ShownChange]:
        wanted = replace(old, items=tuple(replace(each, duties=duties) if each is t1 else each for each in old.items))
        return shown_changes(drafting.compare(old, wanted).changes, old, wanted)

    (turned,) = told(t1.duties[::-1])
    assert turned.kind == "reordered"
    assert turned.new.splitlines() == turned.old.splitlines()[::-1]
    assert all("|" not in line and "·" in line for line in turned.new.splitlines())
    other = replace(t1.duties[0], organisation="", name="东江省另一处室")
    assert [each.kind for each in told((*t1.duties[1:], other))] == ["removed", "added"]


def test_all_that_a_new_item_says_stands_in_the_proposal(cast: Cast, agreed: Plan) -> None:
    """Who signs sees what it is part of, who does it, by when, its text and its figures, all by their names."""
    old = plan_value(agreed)
    (t1,) = (item for item in old.items if item.uid == "t1")
    new = replace(
        t1,
        uid="n1", number="9.", title="共建教师研修基地", position=7, text="每年联合研修两期。", due=date(2025, 6, 30), weight=Decimal(2),
        recurrence=drafting.Recurrence.YEARLY, basis=("b1",), after=("t1",),
        targets=(drafting.Target("g1", "研修人数", ">=", Decimal(300), "人", date(2025, 6, 30), "east"),),
        milestones=(drafting.Milestone("m1", "挂牌", date(2025, 3, 1)),),
    )  # fmt: skip
    wanted = replace(old, items=(*old.items, new))
    made = amending.amend_to(
        plan_uid=agreed.uid, changes=amending.changes_to(agreed, wanted), title="新增", by=cast.west_office, now=LATER
    )
    endorsing.open_proposal(proposal_pk=made.pk, by=cast.west_office, now=LATER)
    page = said(browser(cast.east_office), f"/plans/{agreed.uid}/proposals/{made.number}/", "zh-hans")
    words = (
        "任务", "共建教师研修基地", "每年联合研修两期。", "2025-06-30", "每年", "挂牌 2025-03-01", "1.共建联盟校",
        "研修人数 ≥ 300人 2025-06-30 东江省教育厅", "牵头 东江省教育厅 · ", "《两地教育合作框架协议》（协议）",
    )  # fmt: skip
    assert [text for text in words if text not in page] == []
    (told,) = shown_changes(changes_of(made), old, wanted)
    assert [field for field, _ in told.whole] == [
        "kind", "number", "parent", "text", "duties", "start", "due", "recurrence", "weight", "milestones", "targets",
        "basis", "after",
    ]  # fmt: skip


def test_a_plan_in_draft_is_changed_at_its_desk(cast: Cast, plan: Plan) -> None:
    told: dict[str, Any] = {
        "plan_uid": plan.uid,
        "revision": "",
        "changes": {"title": "x"},
        "by": cast.east_office,
        "now": NOW,
    }
    refused("not-agreed-yet", lambda: amending.amend_plan(**told))
    refused("not-permitted", lambda: amending.amend_plan(**{**told, "by": cast.east_leader}))
    assert browser(cast.east_office).get(f"/plans/{plan.uid}/amend-plan/").status_code == 409
