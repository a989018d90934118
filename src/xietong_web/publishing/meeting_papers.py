"""Takes a meeting as a member may see it; gives its agenda and minutes in official form, and their view."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse

from xietong import publishing
from xietong.basics import Refusal
from xietong.fulfilling import MeetingState
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.models import Member
from xietong_web.drafting.queries import the_plan
from xietong_web.fulfilling.days import today
from xietong_web.fulfilling.meeting.queries import (
    ShownDecision,
    ShownMeeting,
    decided_at,
    last_decisions,
    minutes_open_to,
    the_meeting,
)
from xietong_web.publishing.queries import FORMS, Paper

DRAFT = "征求意见稿"


def paper_of(shown: ShownMeeting, member: Member, kind: str, day: date) -> Paper:
    """Return the ``agenda`` or the ``minutes`` as a Word document; minutes not approved by all are marked as a draft.

    Raises Refusal ``no-such-form``, ``not-found`` for minutes that are not open to the member.
    """
    row = shown.row
    name = f"meeting-{row.plan.uid[:8]}-{row.number}-{kind}.docx"
    if kind == "agenda":
        opening = tuple(_resolution(each) for each in last_decisions(shown, member, day))
        topics = tuple(publishing.Topic(point.title, point.speaker, point.minutes, point.why) for point in row.points)
        return Paper(publishing.agenda_docx(_session(shown), topics, opening), FORMS["docx"], name)
    if kind != "minutes":
        raise Refusal(
            "no-such-form", zh="会议文件有议程（agenda）和纪要（minutes）。", en="A meeting has an agenda and minutes."
        )
    if not minutes_open_to(shown, member):
        raise Refusal("not-found", zh="纪要尚未经各方同意。", en="The minutes are not approved by every party yet.")
    marking = "" if shown.state == MeetingState.CLOSED else DRAFT
    told = _discussions(shown, decided_at(row, member, day))
    return Paper(publishing.minutes_docx(_session(shown), told, marking), FORMS["docx"], name)


def _session(shown: ShownMeeting) -> publishing.Session:
    row = shown.row
    return publishing.Session(row.title, row.day, row.place, (row.host.name,), tuple(row.lines), row.time)


def _discussions(shown: ShownMeeting, decisions: Sequence[ShownDecision]) -> tuple[publishing.Discussion, ...]:
    """Return what was said and decided by point; decisions on no point come last."""
    found = [
        publishing.Discussion(
            point.title, point.said, tuple(_resolution(each) for each in decisions if each.row.point == point.key)
        )
        for point in shown.row.points
    ]
    rest = tuple(_resolution(each) for each in decisions if not each.row.point)
    return (*found, *([publishing.Discussion("其他议定事项", "", rest)] if rest else []))


def _resolution(each: ShownDecision) -> publishing.Resolution:
    return publishing.Resolution(
        each.row.text,
        lead="、".join(duty.organisation.name for duty in each.leads),
        support="、".join(duty.organisation.name for duty in each.supports),
        due=each.row.due.isoformat() if each.row.due else "",
        state=each.word.zh,
    )


@members_only
def paper(request: Acting, plan_uid: str, number: int, form: str) -> HttpResponse:
    """Give a meeting's agenda or minutes as Word."""
    plan = the_plan(request.member, plan_uid)
    found = paper_of(the_meeting(plan, number, request.member), request.member, form, today())
    answer = HttpResponse(found.content, content_type=found.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{found.name}"'
    return answer
