"""Plans for the tests: two provinces, small trees drawn at random, and one written by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from xietong import drafting
from xietong.basics import Organisation, Party, Source, SourceKind, Span
from xietong.drafting import (
    Basis,
    Duty,
    Item,
    Kind,
    Milestone,
    Objective,
    Plan,
    Recurrence,
    Role,
    Target,
    ordered,
)

YU = Party("cq-edu", "重庆市教育委员会", "Chongqing", "市教委", "渝", "重庆市", ("重庆", "渝"))
CHUAN = Party("sc-edu", "四川省教育厅", "Sichuan", "省教育厅", "川", "四川省", ("四川", "川"))
PARTIES = (YU, CHUAN)
BODIES = (
    Organisation("cq-jw", "cq-edu", "重庆市教育委员会", aliases=("市教委",)),
    Organisation("cq-kj", "cq-edu", "重庆市科学技术局", aliases=("市科技局",)),
    Organisation("cq-sj", "cq-edu", "重庆市市场监督管理局"),
    Organisation("cq-wz", "cq-edu", "万州区教育委员会", aliases=("万州区教委",)),
    Organisation("cq-yc", "cq-edu", "永川区教育委员会"),
    Organisation("cq-cqu", "cq-edu", "重庆大学"),
    Organisation("sc-jt", "sc-edu", "四川省教育厅", aliases=("省教育厅",)),
    Organisation("sc-kj", "sc-edu", "四川省科学技术厅"),
    Organisation("sc-dz", "sc-edu", "达州市教育局"),
    Organisation("sc-ls", "sc-edu", "泸州市教育和体育局"),
)

# Machines that run the suite are busy: time says nothing there.
STEADY = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
UIDS = tuple("abcdef")
DAYS = st.sampled_from([date(2022, 1, 1), date(2023, 6, 30), date(2025, 12, 31)])
MAYBE_DAYS = st.none() | DAYS
TEXTS = st.sampled_from(["", "建设共享平台", "组织教师交流", "共建实训基地", 'quote " and \\ and \n'])
SOURCES = st.none() | st.builds(
    Source, st.just(SourceKind.DOCUMENT), st.just("ab" * 32), st.none() | st.builds(Span, st.just(3), st.just(9))
)
DUTIES = st.builds(
    Duty,
    st.sampled_from(["cq-edu", "sc-edu"]),
    st.sampled_from(["", "cq-jw", "sc-jt"]),
    st.sampled_from(Role),
    st.sampled_from(["市教委", "省教育厅"]),
)
FIGURES = st.sampled_from([Decimal(text) for text in ("1", "80.5", "20000", "0", "1E+2")])
TARGETS = st.builds(
    Target, st.sampled_from(["t1", "t2", "t3"]), TEXTS, st.sampled_from(["=", ">="]), FIGURES, st.just("%"), MAYBE_DAYS
)
MILESTONES = st.builds(Milestone, st.sampled_from(["m1", "m2", "m3"]), TEXTS, DAYS)


def few(values, key):
    """Draw at most three values that differ in their key."""
    return st.lists(values, max_size=3, unique_by=key).map(tuple)


ITEM_FIELDS = {
    "kind": st.sampled_from(Kind),
    "title": st.sampled_from(["甲", "乙", "丙"]),
    "number": st.sampled_from(["", "1.", "（一）"]),
    "text": TEXTS,
    "start": MAYBE_DAYS,
    "due": MAYBE_DAYS,
    "recurrence": st.sampled_from(Recurrence),
    "weight": FIGURES,
    "duties": few(DUTIES, lambda duty: (duty.role, duty.party, duty.organisation or duty.name)),
    "targets": few(TARGETS, lambda target: target.uid),
    "milestones": few(MILESTONES, lambda stone: stone.uid),
    "basis": few(st.sampled_from(["b1", "b2"]), str),
    "after": few(st.sampled_from(UIDS), str),
    "source": SOURCES,
}


@st.composite
def items(draw, uid="a", parent=None):
    """Draw one item that stands alone."""
    fields = draw(st.fixed_dictionaries({}, optional=ITEM_FIELDS))
    return replace(Item(uid, parent, 0, Kind.TASK, "甲"), **fields)


@st.composite
def plans(draw, simple=False):
    """Draw a well-formed plan: unique uids, existing parents, no circles, positions 0, 1, 2 … in reading order."""
    uids = draw(st.permutations(UIDS))[: draw(st.integers(0, len(UIDS)))]
    placed, count = [], {}
    for place, uid in enumerate(uids):
        parent = draw(st.sampled_from([None, *uids[:place]]))
        item = Item(uid, parent, 0, Kind.TASK, uid) if simple else draw(items(uid, parent))
        placed.append(replace(item, position=count.setdefault(parent, 0)))
        count[parent] += 1
    if simple:
        return Plan("p", "计划", items=ordered(placed))
    return Plan(
        uid="p",
        title=draw(st.sampled_from(["行动计划", "行动方案"])),
        short_title=draw(st.sampled_from(["", "计划"])),
        parties=draw(st.permutations(PARTIES).map(tuple)),
        start=draw(MAYBE_DAYS),
        end=draw(MAYBE_DAYS),
        items=ordered(placed),
        objectives=draw(
            few(st.builds(Objective, st.sampled_from(["o1", "o2"]), TEXTS, MAYBE_DAYS, SOURCES), lambda aim: aim.uid)
        ),
        basis=draw(few(st.builds(Basis, st.sampled_from(["b1", "b2"]), TEXTS), lambda paper: paper.uid)),
    )


def plan_of(outline: str, **fields) -> Plan:
    """Return a plan from an outline: two blanks of indent a level, uid and title the word on the line."""
    above, found, count = [], [], {}
    for line in outline.splitlines():
        if not line.strip():
            continue
        depth, uid = (len(line) - len(line.lstrip())) // 2, line.strip()
        del above[depth:]
        parent = above[-1] if above else None
        position = count.get(parent, 0)
        count[parent] = position + 1
        found.append(Item(uid, parent, position, Kind.TASK, uid))
        above.append(uid)
    return Plan("p", "计划", parties=PARTIES, items=tuple(found), **fields)


def outline(plan: Plan) -> str:
    """Return the outline of a plan, for comparing trees at a glance."""
    depth, lines = {None: 0}, []
    for item in plan.items:
        depth[item.uid] = depth[item.parent] + 1
        lines.append("  " * depth[item.parent] + item.uid)
    return "\n".join(lines)


def changed(plan: Plan, uid: str, **fields) -> Plan:
    """Return the plan with some fields of one item set, whatever they are."""
    return replace(plan, items=ordered(replace(item, **fields) if item.uid == uid else item for item in plan.items))


@st.composite
def edited(draw, plan, mark="x"):
    """Draw a plan that people made from another by at most five acts; new items are named after ``mark``."""
    for turn in range(draw(st.integers(0, 5))):
        uids = [item.uid for item in plan.items]
        act = draw(st.sampled_from(["add", "remove", "move", "edit", "plan"]))
        if act == "add" or not uids:
            parent = draw(st.sampled_from([None, *uids]))
            new = replace(draw(items(f"{mark}{turn}", parent)), position=draw(st.integers(0, 3)))
            plan = drafting.add(plan, new)
            continue
        uid = draw(st.sampled_from(uids))
        if act == "remove":
            plan = drafting.remove(plan, uid)
        elif act == "move":
            parent = draw(st.sampled_from([None, *uids]))
            if parent != uid and parent not in {item.uid for item in drafting.descendants(plan, uid)}:
                plan = drafting.move(plan, uid, parent, draw(st.integers(0, 3)))
        elif act == "edit":
            plan = drafting.edit(plan, draw(items(uid)))
        else:
            plan = replace(plan, end=draw(MAYBE_DAYS), title=draw(st.sampled_from(["行动计划", "行动方案", "规划"])))
    return plan


@st.composite
def stories(draw):
    """Draw a plan and two states that grew from it on two sides."""
    base = draw(plans())
    return base, draw(edited(base, "x")), draw(edited(base, "y"))
