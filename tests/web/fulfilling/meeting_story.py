"""The story that tests of meetings tell: the east prepares, both write, both approve."""

from datetime import timedelta

from tests.cast import NOW, Cast
from xietong.fulfilling import DecisionKind, MeetingAct
from xietong_web.accounts.models import Member
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.meeting.deciding import Settled, decide
from xietong_web.fulfilling.meeting.models import Decision, Meeting
from xietong_web.fulfilling.meeting.services import Facts, move_meeting, prepare_meeting

DAY = NOW.date()
FACTS = Facts("第一次联席会议", DAY, "9时30分", "东江会议中心", ("东江省教育厅：陈某", "西岭市教育委员会：刘某"))
TRACKED = Settled("年底前公布首批联盟校名单。", leads=("east-1",), supports=("west-2",), due=DAY + timedelta(days=90))
NEW_ITEM = Settled(
    "联合建设教师研修平台。", DecisionKind.ITEM, leads=("west-1",), supports=("east-1",),
    change={"parent": "a1", "kind": "task", "title": "教师研修平台"},
)  # fmt: skip
CHANGED = Settled(
    "互派教师的完成时限顺延半年。", DecisionKind.PROPOSAL, leads=("east-1",),
    change={"item": "t2", "due": "2025-12-31"},
)  # fmt: skip


def moved(meeting: Meeting, act: MeetingAct, by: Member, days: int = 0, reason: str = "") -> Meeting:
    """Take a meeting one step on."""
    now = NOW + timedelta(days=days)
    return move_meeting(uid=meeting.uid, act=act, revision=meeting.revision, by=by, now=now, reason=reason)


def held(cast: Cast, plan: Plan, days: int = 0) -> Meeting:
    """A meeting that the east hosts, held."""
    now = NOW + timedelta(days=days)
    meeting = prepare_meeting(plan_uid=plan.uid, facts=FACTS, host="east", by=cast.east_office, now=now)
    if meeting.points == []:
        from xietong_web.fulfilling.meeting.points import AgendaPoint
        from xietong_web.fulfilling.meeting.services import arrange_meeting

        meeting = arrange_meeting(
            uid=meeting.uid, revision=0, facts=FACTS, points=[AgendaPoint("", "研究重点任务")],
            by=cast.east_office, now=now,
        )  # fmt: skip
    meeting = moved(meeting, MeetingAct.CONVENE, cast.east_office, days)
    return moved(meeting, MeetingAct.HOLD, cast.east_office, days)


def decided(cast: Cast, meeting: Meeting, settled: Settled = TRACKED) -> Decision:
    """Put a decision into the minutes."""
    revision = Meeting.objects.get(pk=meeting.pk).revision
    return decide(meeting_uid=meeting.uid, revision=revision, settled=settled, by=cast.east_office, now=NOW)


def closed(cast: Cast, meeting: Meeting, days: int = 1) -> Meeting:
    """Both parties approve the minutes."""
    for by in (cast.east_office, cast.west_office):
        meeting = moved(Meeting.objects.get(pk=meeting.pk), MeetingAct.APPROVE, by, days)
    return meeting


def in_force(cast: Cast, plan: Plan, settled: Settled = TRACKED) -> Decision:
    """A decision whose minutes both have approved."""
    meeting = held(cast, plan)
    row = decided(cast, meeting, settled)
    closed(cast, meeting)
    return Decision.objects.whole().get(pk=row.pk)
