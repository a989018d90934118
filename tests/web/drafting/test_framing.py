"""The plan itself at the desk: title, dates, objectives and basis are corrected, kept, taken back and seen as they were."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from xietong import drafting
from xietong.basics import Refusal, SourceKind
from xietong_web.audit.queries import breaks
from xietong_web.drafting import services
from xietong_web.drafting.frames import seen_as
from xietong_web.drafting.framing import change_plan
from xietong_web.drafting.models import Plan, Revision
from xietong_web.drafting.queries import plan_as_of
from xietong_web.drafting.rows import plan_frame, plan_value
from xietong_web.endorsing import services as endorsing

AIM, MORE = (
    drafting.Objective("o1", "到2025年，优质均衡基本形成。", date(2025, 12, 31)),
    drafting.Objective("", "共享开放"),
)
TREATY, LAW = drafting.Basis("b1", "两地教育合作框架协议", "agreement"), drafting.Basis("", "义务教育法", "law")


def change(plan: Plan, by, now=NOW, **changes: Any) -> None:
    change_plan(plan_uid=plan.uid, revision=seen_as(plan_frame(plan)), changes=changes, by=by, now=now)
    plan.refresh_from_db()


def standing(plan: Plan) -> drafting.Plan:
    """Return the plan as its rows are now."""
    return plan_value(Plan.objects.get(pk=plan.pk))


def refusal(act: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value


def test_the_plan_itself_is_corrected_and_what_stays_keeps_its_identity(cast: Cast, plan: Plan) -> None:
    rows = (plan.objectives.get().pk, plan.basis.get().pk)
    change(
        plan,
        cast.west_office,
        title=" 两地教育协同行动计划（2024—2026年） ",
        end=date(2026, 12, 31),
        objectives=(replace(AIM, text="到2026年，优质均衡形成。"), MORE),
        basis=(replace(TREATY, title="《两地教育合作协议》"), LAW),
    )
    value = standing(plan)
    assert (value.title, value.start, value.end) == (
        "两地教育协同行动计划（2024—2026年）",
        date(2024, 1, 1),
        date(2026, 12, 31),
    )
    assert [each.text for each in value.objectives] == ["到2026年，优质均衡形成。", "共享开放"]
    assert [(each.title, each.kind) for each in value.basis] == [
        ("两地教育合作协议", "agreement"),
        ("义务教育法", "law"),
    ]
    assert (plan.objectives.get(uid="o1").pk, plan.basis.get(uid="b1").pk) == rows
    source = value.objectives[1].source
    assert source is not None
    assert (source.kind, source.person) == (SourceKind.PERSON, "west_office")
    assert next(item for item in value.items if item.uid == "t1").basis == ("b1",)
    assert list(breaks()) == []


def test_a_change_upon_an_older_state_is_refused_with_both_texts_and_can_be_made_knowingly(
    cast: Cast, plan: Plan
) -> None:
    seen = seen_as(plan_frame(plan))
    change(plan, cast.west_office, title="对方的名称", objectives=(replace(AIM, due=date(2026, 6, 30)),))
    mine = {"title": "我方的名称", "objectives": (AIM,), "short_title": "行动计划"}
    stale = refusal(lambda: change_plan(plan_uid=plan.uid, revision=seen, changes=mine, by=cast.east_office, now=NOW))
    assert stale.code == "stale-edit"
    assert stale.detail["theirs"] == "名称: 对方的名称\n总体目标: 到2025年，优质均衡基本形成。（2026-06-30）"
    assert stale.detail["yours"] == "名称: 我方的名称\n总体目标: 到2025年，优质均衡基本形成。（2025-12-31）"
    told = stale.detail["revision"]
    change_plan(plan_uid=plan.uid, revision=told, changes=mine, by=cast.east_office, now=NOW)
    assert (standing(plan).title, standing(plan).objectives) == ("我方的名称", (AIM,))


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("empty-title", {"title": "  "}),
        ("too-long", {"title": "长" * 201}),
        ("too-long", {"short_title": "长" * 81}),
        ("dates-reversed", {"start": date(2026, 1, 1)}),
        ("day-out-of-range", {"end": date(2925, 1, 1)}),
        ("day-out-of-range", {"objectives": (replace(AIM, due=date(1025, 1, 1)),)}),
        ("bad-row", {"objectives": (replace(AIM, text=" "),)}),
        ("bad-row", {"basis": (replace(TREATY, title="《》"),)}),
        ("bad-row", {"basis": (replace(TREATY, kind="rumour"),)}),
        ("unknown-field", {"parties": ()}),
    ],
)
def test_what_makes_no_plan_is_refused(cast: Cast, plan: Plan, code: str, changes: dict[str, Any]) -> None:
    before = standing(plan)
    assert refusal(lambda: change(plan, cast.east_office, **changes)).code == code
    assert standing(plan) == before
    assert not Revision.objects.exists()


def test_only_joint_offices_of_the_plan_change_it_and_only_before_it_is_agreed(cast: Cast, plan: Plan) -> None:
    for member in (cast.east_liaison, cast.east_leader, cast.east_signatory, cast.stranger):
        assert refusal(lambda: change(plan, member, title="x")).code == "not-permitted"  # noqa: B023
    made = endorsing.propose(plan_uid=plan.uid, title="首次", reason="", by=cast.east_office, now=NOW)
    endorsing.open_proposal(proposal_pk=made.pk, by=cast.east_office, now=NOW)
    assert refusal(lambda: change(plan, cast.east_office, title="x")).code == "plan-out-for-signature"
    for signatory in (cast.east_signatory, cast.west_signatory):
        endorsing.sign(proposal_pk=made.pk, proven_at=NOW, by=signatory, now=NOW)
    assert refusal(lambda: change(plan, cast.east_office, title="x")).code == "agreed-plan"


def test_a_change_that_changes_nothing_leaves_no_trace(cast: Cast, plan: Plan) -> None:
    before = plan.revisions.count()
    change(plan, cast.east_office, title=plan.title, objectives=(AIM,))
    assert plan.revisions.count() == before


def test_a_removed_basis_takes_its_links_along_and_undo_brings_all_back(cast: Cast, plan: Plan) -> None:
    change(plan, cast.east_office, basis=(TREATY, LAW))
    before, row = standing(plan), plan.items.get(uid="t1")
    law = before.basis[1].uid
    revision = plan.items.get(uid="t2").revision
    services.edit_item(
        plan_uid=plan.uid, uid="t2", revision=revision, changes={"basis": (law, "b1")}, by=cast.east_office, now=NOW
    )
    before = standing(plan)
    change(plan, cast.east_office, basis=before.basis[1:], title="另一个名称")
    after = standing(plan)
    assert {item.uid: item.basis for item in after.items if item.basis} == {"t2": (law,)}
    assert not plan.items.get(uid="t1").accepted
    assert plan.items.get(uid="t1").revision == row.revision + 1
    services.undo(plan_uid=plan.uid, by=cast.east_office, now=NOW)
    assert standing(plan) == before
    assert list(breaks()) == []


def test_a_basis_that_others_rest_on_by_now_is_not_taken_back(cast: Cast, plan: Plan) -> None:
    change(plan, cast.east_office, basis=(TREATY, LAW))
    law = standing(plan).basis[1].uid
    services.edit_item(plan_uid=plan.uid, uid="t3", revision=1, changes={"basis": (law,)}, by=cast.west_office, now=NOW)
    assert refusal(lambda: services.undo(plan_uid=plan.uid, by=cast.east_office, now=NOW)).code == "changed-since"
    change(plan, cast.west_office, title="西边的名称")
    services.undo(plan_uid=plan.uid, by=cast.west_office, now=NOW)
    assert standing(plan).title == "两地教育协同行动计划"


def test_an_item_comes_back_without_a_document_that_is_gone(cast: Cast, plan: Plan) -> None:
    services.edit_item(plan_uid=plan.uid, uid="t1", revision=1, changes={"basis": ()}, by=cast.east_office, now=NOW)
    change(plan, cast.west_office, basis=())
    services.undo(plan_uid=plan.uid, by=cast.east_office, now=NOW)
    assert next(item for item in standing(plan).items if item.uid == "t1").basis == ()
    assert plan_as_of(plan, NOW) == standing(plan)


class Undo(Exception):
    """Takes back what one example did."""


STEPS = st.lists(st.tuples(st.sampled_from(["frame", "items", "undo"]), st.randoms(use_true_random=False)), max_size=7)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_every_day_keeps_the_plan_as_it_stood(cast: Cast, plan: Plan, steps) -> None:
    try:
        with transaction.atomic():
            stood = [(NOW, standing(plan))]
            for number, (what, rng) in enumerate(steps, 1):
                step(plan, cast.east_office, what, rng, NOW + timedelta(days=number))
                plan.refresh_from_db()
                stood.append((NOW + timedelta(days=number), standing(plan)))
            for moment, value in stood:
                assert plan_as_of(plan, moment) == value
            assert list(breaks()) == []
            raise Undo
    except Undo:
        plan.refresh_from_db()


def step(plan: Plan, by, what: str, rng, now) -> None:
    """Do one thing at the desk: something else with the frame, an item that rests on other documents, or an undo."""
    value = standing(plan)
    basis = [*value.basis, *(drafting.Basis("", f"文件{rng.randrange(9)}") for _ in range(rng.randrange(2)))]
    aims = [*value.objectives, *(drafting.Objective("", f"目标{rng.randrange(9)}") for _ in range(rng.randrange(2)))]
    match what:
        case "frame":
            aims = [replace(each, due=rng.choice([None, date(2025, 1, 1)])) for each in aims]
            rows = {
                name: tuple(rng.sample(each, rng.randint(0, len(each))))
                for name, each in (("basis", basis), ("objectives", aims))
            }
            change(plan, by, now, title=f"名称{rng.randrange(3)}", end=rng.choice([None, date(2027, 1, 1)]), **rows)
        case "items":
            row = plan.items.get(uid=rng.choice(["t1", "t2", "t3"]))
            uids = tuple(rng.sample([each.uid for each in value.basis], rng.randint(0, len(value.basis))))
            services.edit_item(
                plan_uid=plan.uid, uid=row.uid, revision=row.revision, changes={"basis": uids}, by=by, now=now
            )
        case _:
            if plan.revisions.filter(undone_by="").exclude(act="undone").exists():
                services.undo(plan_uid=plan.uid, by=by, now=now)
