"""Takes the demonstration's running plan; gives it meetings with decisions, groups, key tasks and a bulletin.

Called after each period of the story, by the acts that people call, so that an agenda proposes what was stuck then.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from xietong.fulfilling import DecisionAct, DecisionKind, MeetingAct
from xietong_web.accounts.models import Member
from xietong_web.drafting.models import Plan
from xietong_web.endorsing import services as endorsing
from xietong_web.endorsing.models import Proposal
from xietong_web.fulfilling.meeting import deciding, rosters, services
from xietong_web.fulfilling.meeting.carrying_out import carry_out
from xietong_web.fulfilling.meeting.deciding import Settled
from xietong_web.fulfilling.meeting.models import Decision, Meeting
from xietong_web.fulfilling.meeting.points import AgendaPoint, GroupMember
from xietong_web.fulfilling.meeting.services import Facts
from xietong_web.publishing import services as publishing
from xietong_web.workspace import demonstration_turns as turns
from xietong_web.workspace.demonstration_days import moment_of

People = Mapping[str, Member]
Block = tuple[str, str]
CQ, SC = "XT-CQ-basic", "XT-SC-basic"
ATTEND = ("重庆市教育委员会：陈思远、冉秋月、向国华", "四川省教育厅：刘若川、杨雪梅、吴启蜀")


@dataclass(frozen=True, slots=True)
class Session:
    """A meeting of the story: when and where, what was said on every point, what was settled."""

    title: str
    day: date
    place: str
    said: str
    settled: Sequence[Settled]


SESSIONS: Mapping[str, Session] = {
    "2022-Q2": Session(
        "2022年第一次联席会议",
        date(2022, 7, 21),
        "重庆",
        "双方听取了上半年进展，一致认为名单与标准已经对齐，应尽快进入试点。",
        (
            Settled("10月底前双方交换首批联盟校名单并对外公布。", leads=(CQ,), supports=(SC,), due=date(2022, 10, 31)),
            Settled("年底前统一跨省统计口径，形成数据字典。", leads=(SC,), supports=(CQ,), due=date(2022, 12, 31)),
        ),
    ),
    "2022-Q4": Session(
        "2023年第一次联席会议",
        date(2023, 1, 18),
        "成都",
        "双方核对了年度进展，分析了滞后事项的原因，议定了今年的重点任务。",
        (Settled("6月底前各选两个区县开展教师跨省交流试点。", leads=(CQ, SC), due=date(2023, 6, 30)),),
    ),
    "2023-Q2": Session(
        "2023年第二次联席会议",
        date(2023, 7, 20),
        "重庆",
        "双方检查了上次议定事项，要求试点经验年底前总结推广。",
        (Settled("年底前联合总结试点经验并向各区县推广。", leads=(SC,), supports=(CQ,), due=date(2023, 12, 29)),),
    ),
    "2024": Session(
        "2025年第一次联席会议",
        date(2025, 1, 16),
        "成都",
        "双方核对了2024年进展，逐项排出收官之年的节点。",
        (Settled("6月底前对滞后任务逐项联合督导一次。", leads=(CQ, SC), due=date(2025, 6, 30)),),
    ),
    "2025": Session(
        "2026年第一次联席会议",
        date(2026, 1, 22),
        "重庆",
        "双方听取了计划实施总体情况，认为主要任务已经完成，未完成的由双方会签后顺延。",
        (Settled("联合开展五年总结评估，形成评估报告。", leads=(SC,), supports=(CQ,), due=date(2026, 6, 30)),),
    ),
}


BLOCKS_2023 = (
    ("主要工作", "双方召开两次联席会议，试点经验已联合印发。\n首批联盟校名单对外公布。"),
    ("下一步安排", "一季度核对全年数据，落实已议定的时限调整。"),
)
BLOCKS_2025 = (
    ("主要工作", "绝大多数任务如期完成并经双方互认，长效机制已移交日常管理。\n双方对滞后任务开展了联合督导。"),
    ("下一步安排", "未完成的任务由双方会签后顺延；联合开展五年总结评估。"),
)


def _meet(code: str, plan: Plan, people: People) -> None:
    """Prepare, convene and hold a meeting; the host's office writes, both approve a week later."""
    session = SESSIONS[code]
    facts = Facts(session.title, session.day, "9时30分", session.place, ATTEND)
    before = moment_of(session.day - timedelta(days=7))
    row = services.prepare_meeting(plan_uid=plan.uid, facts=facts, by=people["chen"], now=before)
    host = people[turns.OFFICE[row.host.code]]
    own = AgendaPoint("", "研究下一阶段重点工作", speaker=f"{row.host.short}联合办公室", minutes=30)
    row = services.arrange_meeting(
        uid=row.uid, revision=row.revision, facts=facts, points=[*row.points[:6], own], by=host, now=before
    )
    row = _moved(row, MeetingAct.CONVENE, host, before)
    now = moment_of(session.day, 17)
    row = _moved(row, MeetingAct.HOLD, host, now)
    key = row.points[-1].key
    row = services.write_minutes(
        uid=row.uid, revision=row.revision, said={key: session.said}, attendees=ATTEND, by=host, now=now
    )
    for settled in (*session.settled, *_on_the_plan(session, plan)):
        chosen = Settled(settled.text, settled.kind, settled.leads, settled.supports, settled.due, key, settled.change)
        revision = Meeting.objects.get(pk=row.pk).revision
        deciding.decide(meeting_uid=row.uid, revision=revision, settled=chosen, by=host, now=now)
    for name in ("chen", "liu"):
        row = _moved(Meeting.objects.get(pk=row.pk), MeetingAct.APPROVE, people[name], now + timedelta(days=5))
    for decision in Decision.objects.filter(meeting=row, kind=DecisionKind.PROPOSAL.value):
        _put_into_the_plan(carry_out(uid=decision.uid, by=people["liu"], now=now + timedelta(days=8)), people)


def _put_into_the_plan(row: Decision, people: People) -> None:
    """Open the proposal that a decision led to; both sides sign it, and the bodies sign for what it changed."""
    made = Proposal.objects.get(plan=row.plan, state="draft")
    endorsing.open_proposal(proposal_pk=made.pk, by=people["liu"], now=moment_of(date(2023, 2, 1)))
    turns.sign(made.pk, {"zhao": moment_of(date(2023, 2, 3)), "luo": moment_of(date(2023, 2, 7))}, people)
    turns.sign_anew(row.plan, row.item_uid, moment_of(date(2023, 2, 14)))


def _on_the_plan(session: Session, plan: Plan) -> list[Settled]:
    """Return the decision of the second meeting that the plan itself is to change: it becomes a proposal."""
    late = plan.items.filter(kind="task", due__year=2023).order_by("path").last()
    if session.day.year != 2023 or session.day.month != 1 or late is None or late.due is None:
        return []
    later = late.due.replace(year=late.due.year + 1).isoformat()
    change = {"item": late.uid, "due": later}
    text = f"“{late.title[:40]}”完成时限顺延一年，由双方会签确定。"
    return [Settled(text, DecisionKind.PROPOSAL, leads=(SC,), due=date(2023, 3, 31), change=change)]


def _moved(row: Meeting, act: MeetingAct, by: Member, now: datetime) -> Meeting:
    return services.move_meeting(uid=row.uid, act=act, revision=row.revision, by=by, now=now)


def _act(row: Decision, act: DecisionAct, by: Member, day: date, reason: str = "") -> Decision:
    return deciding.act_on_decision(
        uid=row.uid, act=act, revision=row.revision, by=by, now=moment_of(day), reason=reason
    )


def _decision(plan: Plan, meeting: int, number: int = 1) -> Decision:
    return Decision.objects.get(meeting__plan=plan, meeting__number=meeting, number=number)


def _end_the_first(plan: Plan, people: People) -> None:
    row = _decision(plan, 1)
    row = _act(row, DecisionAct.CLAIM, people["ran"], date(2022, 10, 20), "名单已在双方网站公布。")
    for name in ("chen", "liu"):
        row = _act(row, DecisionAct.CONFIRM, people[name], date(2022, 10, 25))


def _end_the_second(plan: Plan, people: People) -> None:
    """The second decision comes back once before both sides accept it, a fortnight late."""
    row = _decision(plan, 1, 2)
    row = _act(row, DecisionAct.CLAIM, people["yang"], date(2023, 1, 9), "数据字典初稿已形成。")
    row = _act(row, DecisionAct.RETURN, people["chen"], date(2023, 1, 10), "请补充区县一级口径。")
    row = _act(row, DecisionAct.CLAIM, people["yang"], date(2023, 1, 13), "已补充区县一级口径。")
    for name in ("liu", "chen"):
        row = _act(row, DecisionAct.CONFIRM, people[name], date(2023, 1, 16))


def _end(meeting: int, claimed: str, day: date, plan: Plan, people: People) -> None:
    """The first decision of a meeting is claimed, and confirmed by both sides the next day."""
    row = _decision(plan, meeting)
    row = _act(row, DecisionAct.CLAIM, people["yang"], day, claimed)
    for name in ("liu", "chen"):
        row = _act(row, DecisionAct.CONFIRM, people[name], day + timedelta(days=1))


def _claim_the_last(plan: Plan, people: People) -> None:
    """The decision of the last but one meeting is claimed; one side has confirmed it, the other is waited for."""
    row = _decision(plan, 4)
    row = _act(row, DecisionAct.CLAIM, people["yang"], date(2026, 1, 12), "联合督导报告已印发。")
    _act(row, DecisionAct.CONFIRM, people["liu"], date(2026, 1, 13))


def _found_groups(plan: Plan, people: People) -> None:
    now = moment_of(date(2022, 4, 12))
    directions = list(plan.items.filter(depth=0, kind="direction").order_by("path").values_list("uid", flat=True))
    for title, charge, item, members in (
        (
            "基础教育专项工作组",
            "统筹联盟校、教师交流和优质资源共享，每季度会商一次。",
            directions[1:2],
            ((CQ, "冉秋月", "组长"), (SC, "杨雪梅", "副组长")),
        ),
        (
            "职业教育专项工作组",
            "统筹产教融合和实训基地共建，每季度会商一次。",
            directions[2:3],
            (("XT-CQ-vocational", "陈思远", "副组长"), ("XT-SC-vocational", "刘若川", "组长")),
        ),
    ):
        ours, theirs = (GroupMember(*each) for each in members)
        row = rosters.found_group(
            plan_uid=plan.uid, title=title, charge=charge, members=[ours], items=item, by=people["chen"], now=now
        )
        rosters.change_group(
            uid=row.uid,
            revision=row.revision,
            title=title,
            charge=charge,
            members=[theirs],
            items=item,
            by=people["liu"],
            now=now + timedelta(days=2),
        )


def _list_key_tasks(year: int, plan: Plan, people: People) -> None:
    tasks = plan.items.filter(reports__isnull=False, due__year__gte=year).distinct().order_by("due", "path")
    rosters.list_key_tasks(
        plan_uid=plan.uid,
        title=f"{year}年度重点任务清单",
        year=year,
        items=list(tasks.values_list("uid", flat=True)[:12]),
        by=people["liu"],
        now=moment_of(date(year, 2, 6)),
    )


def _sign_a_bulletin(code: str, blocks: Sequence[Block], now: datetime, plan: Plan, people: People) -> None:
    row = publishing.make_bulletin(plan_uid=plan.uid, period=code, rankings=("parties",), by=people["chen"], now=now)
    row = publishing.write_bulletin(
        plan_uid=plan.uid,
        period=row.period,
        revision=row.revision,
        title=row.title,
        summary=row.summary,
        blocks=blocks,
        by=people["liu"],
        now=now + timedelta(hours=3),
    )
    publishing.sign_off(
        plan_uid=plan.uid, period=row.period, revision=row.revision, by=people["chen"], now=now + timedelta(days=2)
    )


HAPPENED: Mapping[str, Sequence[Callable[[Plan, People], None]]] = {
    "2022-Q1": (_found_groups,),
    "2022-Q2": (partial(_meet, "2022-Q2"),),
    "2022-Q3": (_end_the_first,),
    "2022-Q4": (_end_the_second, partial(_meet, "2022-Q4"), partial(_list_key_tasks, 2023)),
    "2023-Q2": (partial(_end, 2, "四个区县的试点教师已全部到岗。", date(2023, 6, 27)), partial(_meet, "2023-Q2")),
    "2023-Q4": (
        partial(_end, 3, "经验材料已联合印发。", date(2023, 12, 27)),
        partial(_sign_a_bulletin, "2023-Q4", BLOCKS_2023, moment_of(date(2024, 1, 15))),
    ),
    "2024": (partial(_meet, "2024"), partial(_list_key_tasks, 2025)),
    "2025": (
        _claim_the_last,
        partial(_sign_a_bulletin, "2025", BLOCKS_2025, moment_of(date(2026, 1, 15))),
        partial(_meet, "2025"),
    ),
}


def after_period(code: str, plan: Plan, people: People) -> None:
    """Let happen what happened after a quarter, later a year, of the story."""
    for happened in HAPPENED.get(code, ()):
        happened(plan, people)
