"""A draft becomes a plan: nothing read is lost, and what is not certain is said."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count

import pytest

from tests.engines.drafting.plans import BODIES, PARTIES
from xietong import drafting
from xietong.basics import Refusal, SourceKind, Span
from xietong.documents import draft as read
from xietong.drafting import Duty, Kind, Recurrence, Role

SPAN = Span(0, 4)


def made(*items, **fields):
    """Return plan and findings of a draft with these items."""
    source = read.DraftSource("a.docx", "application/x", "cd" * 32)
    plan = read.DraftPlan("行动计划", "计划", start=date(2021, 1, 1), end=date(2025, 12, 31))
    draft = replace(read.Draft(source, True, plan, "教育协同", items=items), **fields)
    return drafting.plan_from_draft(draft, PARTIES, BODIES, (f"k{number}" for number in count()))


LEAD, SUPPORT = read.UnitRole.LEAD, read.UnitRole.SUPPORT
MENTIONED, ISSUER = read.UnitRole.MENTIONED, read.UnitRole.ISSUER


def item(uid="i1", parent=None, **fields):
    """Return a task as the reader gives it."""
    task = read.DraftItem(uid, parent, read.ItemKind.TASK, "(一)", "建平台", "建设共享平台。", SPAN)
    return task._replace(**fields)


def unit(name, role=LEAD, **fields):
    """Return a unit as the reader gives it."""
    return read.Unit(name, role, SPAN)._replace(**fields)


def test_a_draft_becomes_a_tree_whose_every_statement_has_its_sentence():
    plan, findings = made(item(kind=read.ItemKind.ACTION), item("i2", "i1", number="1."), item("i3", "i1"))
    assert findings == ()
    assert (plan.uid, plan.title, plan.short_title, plan.parties) == ("k0", "行动计划", "计划", PARTIES)
    assert (plan.start, plan.end) == (date(2021, 1, 1), date(2025, 12, 31))
    first, second, third = plan.items
    assert (first.kind, first.number, first.parent) == (Kind.ACTION, "（一）", None)
    assert (second.parent, second.position, third.position) == (first.uid, 0, 1)
    assert (second.title, second.text) == ("建平台", "建设共享平台。")
    assert (second.source.kind, second.source.document, second.source.span) == (SourceKind.DOCUMENT, "cd" * 32, SPAN)


def test_a_document_without_a_plan_is_refused():
    with pytest.raises(Refusal) as refusal:
        made(plan=None)
    assert refusal.value.code == "not-a-plan"


def test_an_item_whose_parent_was_not_read_stands_at_the_top_with_a_finding():
    plan, (finding,) = made(item("i2", "nobody"))
    assert plan.items[0].parent is None
    assert (finding.code, finding.subject) == ("missing_parent", plan.items[0].uid)


def test_units_become_duties_of_the_bodies_they_name():
    plan, findings = made(
        item(
            units=(
                unit("两省市教育部门"),
                unit("省科技厅", SUPPORT),
                unit("科技局", SUPPORT, resolved="重庆市科学技术局"),
                unit("市教委", SUPPORT),
                unit("教育部", ISSUER),
            )
        )
    )
    assert findings == ()
    assert plan.items[0].duties == (
        Duty("cq-edu", "cq-jw", Role.LEAD, "两省市教育部门"),
        Duty("sc-edu", "sc-jt", Role.LEAD, "两省市教育部门"),
        Duty("sc-edu", "sc-kj", Role.SUPPORT, "省科技厅"),
        Duty("cq-edu", "cq-kj", Role.SUPPORT, "科技局"),
    )


def test_a_short_name_inherits_the_side_of_the_unit_before_it():
    plan, _ = made(item(units=(unit("四川省教育厅"), unit("科技部门", SUPPORT))))
    assert plan.items[0].duties[1].organisation == "sc-kj"
    told, _ = made(item(units=(unit("科技部门", party="川"),)))
    assert told.items[0].duties[0].organisation == "sc-kj"


def test_groups_and_unknown_bodies_keep_their_names_and_give_findings():
    plan, findings = made(item(units=(unit("各区县", party="重庆市"), unit("某协会"))))
    assert plan.items[0].duties == (Duty("cq-edu", "", Role.LEAD, "各区县"), Duty("", "", Role.LEAD, "某协会"))
    assert [finding.code for finding in findings] == ["unit_group", "unit_unresolved"]
    assert all(finding.source.span == SPAN for finding in findings)


def test_a_party_outside_its_own_tree_is_known_as_a_party():
    draft_plan = read.DraftPlan("行动计划")
    draft = read.Draft(read.DraftSource("a", "", ""), True, draft_plan, "", items=(item(units=(unit("市教委"),)),))
    plan, _ = drafting.plan_from_draft(draft, PARTIES, (), (f"k{number}" for number in count()))
    assert plan.items[0].duties == (Duty("cq-edu", "", Role.LEAD, "市教委"),)


@pytest.mark.parametrize(("others", "role"), [((), Role.LEAD), ((unit("省教育厅"),), Role.SUPPORT)])
def test_bodies_merely_mentioned_lead_only_where_nobody_else_does(others, role):
    plan, _ = made(item(units=(*others, unit("市教委", MENTIONED))))
    assert plan.items[0].duties[-1] == Duty("cq-edu", "cq-jw", role, "市教委")


def deadline(text="", **fields):
    """Return a time as the reader gives it."""
    return read.Deadline(text, SPAN, **fields)


def test_times_become_start_due_recurrence_and_milestones():
    times = (
        deadline("2023年底前", end=date(2023, 12, 31)),
        deadline("2025年", start=date(2022, 1, 1), end=date(2025, 12, 31)),
        deadline("每年", recurring=read.Recurrence.YEARLY),
        deadline("长期", recurring=read.Recurrence.ONGOING),
    )
    plan, _ = made(item(deadlines=times))
    (task,) = plan.items
    assert (task.start, task.due, task.recurrence) == (date(2022, 1, 1), date(2025, 12, 31), Recurrence.YEARLY)
    assert [(stone.title, stone.due) for stone in task.milestones] == [("2023年底前", date(2023, 12, 31))]


def test_targets_objectives_and_basis_are_carried_over():
    target = read.DraftTarget("80%以上", "覆盖率", ">=", Decimal(80), "%", SPAN, by=date(2025, 12, 31))
    paper = read.DraftBasis("规划纲要", read.BasisKind.OUTLINE, SPAN)
    aim = read.DraftObjective("基本形成", SPAN, (deadline("到2025年", end=date(2025, 12, 31)), deadline("")))
    plan, findings = made(
        item(
            targets=(target,),
            basis=(paper._replace(title="《规划纲要》"), read.DraftBasis("框架协议", read.BasisKind.OTHER, SPAN)),
        ),
        basis=(paper,),
        objectives=(aim, read.DraftObjective("更加完善", SPAN)),
    )
    assert findings == ()
    (task,) = plan.items
    assert [(each.indicator, each.op, each.value, each.unit, each.by) for each in task.targets] == [
        ("覆盖率", ">=", 80, "%", date(2025, 12, 31))
    ]
    assert [(each.title, each.kind) for each in plan.basis] == [("规划纲要", "outline"), ("框架协议", "other")]
    assert task.basis == tuple(each.uid for each in plan.basis)
    assert [(each.text, each.due) for each in plan.objectives] == [
        ("基本形成", date(2025, 12, 31)),
        ("更加完善", None),
    ]


def test_the_plan_made_from_a_draft_passes_the_check():
    plan, _ = made(item(kind=read.ItemKind.ACTION), item("i2", "i1", units=(unit("市教委"),), number="1."))
    assert drafting.check(plan, BODIES) == ()
