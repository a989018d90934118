"""Joint meetings: hosts take turns, the agenda is proposed, minutes stand when every party has approved them."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.cast import NOW, Cast
from tests.web.fulfilling.meeting_story import CHANGED, DAY, FACTS, TRACKED, closed, decided, held, in_force, moved
from xietong.basics import Refusal
from xietong.fulfilling import DecisionAct, MeetingAct
from xietong_web.audit.models import Entry
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.endorsing.amending import amend_item
from xietong_web.endorsing.services import open_proposal
from xietong_web.fulfilling.meeting.deciding import act_on_decision, strike
from xietong_web.fulfilling.meeting.models import Decision, Meeting
from xietong_web.fulfilling.meeting.points import AgendaPoint
from xietong_web.fulfilling.meeting.proposing import next_host_of, proposed_points
from xietong_web.fulfilling.meeting.queries import (
    decision_questions_of,
    last_decisions,
    meetings_of,
    minutes_open_to,
    the_meeting,
)
from xietong_web.fulfilling.meeting.services import (
    arrange_meeting,
    prepare_meeting,
    refresh_agenda,
    write_minutes,
)
from xietong_web.fulfilling.waiting.queries import waits_of
from xietong_web.fulfilling.waiting.words import page_of, waited_for


def prepared(plan: Plan, by, **more) -> Meeting:
    return prepare_meeting(plan_uid=plan.uid, facts=FACTS, by=by, now=NOW, **more)


def refusal(act) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def test_hosts_take_turns_and_what_was_called_off_does_not_count(cast: Cast, agreed: Plan) -> None:
    assert next_host_of(agreed) == "east"
    first = prepared(agreed, cast.west_office)
    assert (first.host.code, first.number) == ("east", 1)
    assert next_host_of(agreed) == "west"
    moved(first, MeetingAct.CALL_OFF, cast.east_office, reason="与考试冲突")
    assert next_host_of(agreed) == "east"
    assert prepared(agreed, cast.east_office, host="west").number == 2
    assert refusal(lambda: prepared(agreed, cast.east_office, host="north")) == "no-such-party"
    assert list(breaks()) == []


def test_the_agenda_is_proposed_from_reds_long_waits_and_open_proposals(cast: Cast, agreed: Plan) -> None:
    proposal = amend_item(plan_uid=agreed.uid, uid="t1", changes={"title": "新名称"}, by=cast.east_office, now=NOW)
    open_proposal(proposal_pk=proposal.pk, by=cast.east_office, now=NOW)
    points = proposed_points(agreed, date(2025, 3, 3))
    topics = [point.topic for point in points]
    assert topics == sorted(topics, key=["red", "wait", "proposal"].index)
    assert {point.subject for point in points if point.topic == "red"} >= {"t1"}
    (signing,) = [point for point in points if point.topic == "proposal"]
    assert signing.title == "修订提案"
    assert "会签中" in signing.why and "open for signature" in signing.why_en
    stuck = [point for point in points if point.topic == "red"]
    assert any("等待填报，已等" in point.why and "Report due, for" in point.why_en for point in stuck)
    assert len({point.title for point in points}) == len(points)
    assert {point.topic for point in points} == {"red", "proposal"}  # what is waited for in a red item stands beside it


def test_a_draft_plan_proposes_nothing_but_can_be_met_about(cast: Cast, plan: Plan) -> None:
    meeting = prepared(plan, cast.east_office)
    assert meeting.points == []
    assert refusal(lambda: moved(meeting, MeetingAct.CONVENE, cast.east_office)) == "no-agenda"


def test_an_agenda_is_arranged_by_both_and_refreshed_without_loss(cast: Cast, agreed: Plan) -> None:
    meeting = prepared(agreed, cast.east_office)
    own = AgendaPoint("", "商定下次轮值", speaker="西岭", minutes=10)
    kept = [replace(point, title=f"{point.title}（讨论）") for point in meeting.points[:1]]
    arranged = arrange_meeting(
        uid=meeting.uid, revision=0, facts=replace(FACTS, place="西岭"), points=[own, *kept, AgendaPoint("", " ")],
        by=cast.west_office, now=NOW,
    )  # fmt: skip
    assert [point.title for point in arranged.points] == ["商定下次轮值", *(point.title for point in kept)]
    assert all(point.key for point in arranged.points)
    later = NOW + timedelta(days=400)
    refreshed = refresh_agenda(uid=meeting.uid, revision=1, by=cast.east_office, now=later)
    titles = [point.title for point in refreshed.points]
    assert titles[0] == "商定下次轮值"
    assert len(titles) > len(arranged.points)
    again = refresh_agenda(uid=meeting.uid, revision=2, by=cast.east_office, now=later)
    assert [point.title for point in again.points] == titles
    assert list(breaks()) == []


def test_facts_that_do_not_fit_are_refused(cast: Cast, agreed: Plan) -> None:
    meeting = prepared(agreed, cast.east_office)
    arrange: dict[str, Any] = {"uid": meeting.uid, "revision": 0, "by": cast.east_office, "now": NOW}
    for facts, points, code in (
        (replace(FACTS, title=" "), [], "empty-title"),
        (replace(FACTS, day=date.max), [], "day-out-of-range"),
        (replace(FACTS, place="长" * 121), [], "too-long"),
        (replace(FACTS, attendees=["名"] * 201), [], "too-long"),
        (FACTS, [AgendaPoint("", "题")] * 81, "too-long"),
    ):
        assert refusal(lambda: arrange_meeting(facts=facts, points=points, **arrange)) == code  # noqa: B023


def test_only_the_host_convenes_and_holds_and_not_before_the_day(cast: Cast, agreed: Plan) -> None:
    meeting = prepare_meeting(
        plan_uid=agreed.uid, facts=replace(FACTS, day=DAY + timedelta(days=3)), by=cast.east_office, now=NOW
    )
    arrange: dict[str, Any] = {"facts": replace(FACTS, day=DAY + timedelta(days=3)), "points": [AgendaPoint("", "题")]}
    meeting = arrange_meeting(uid=meeting.uid, revision=0, by=cast.east_office, now=NOW, **arrange)
    assert refusal(lambda: moved(meeting, MeetingAct.CONVENE, cast.west_office)) == "not-allowed"
    convened = moved(meeting, MeetingAct.CONVENE, cast.east_office)
    assert refusal(lambda: moved(convened, MeetingAct.HOLD, cast.east_office)) == "not-yet"
    assert moved(convened, MeetingAct.HOLD, cast.east_office, days=3).state == "held"
    assert refusal(lambda: moved(convened, MeetingAct.WRITE, cast.east_office)) == "no-such-act"


def test_minutes_stand_when_every_party_has_approved_them(cast: Cast, agreed: Plan) -> None:
    meeting = held(cast, agreed)
    key = meeting.points[0].key
    meeting = write_minutes(
        uid=meeting.uid, revision=meeting.revision, said={key: "双方同意加快推进。"}, attendees=["双方代表"],
        by=cast.west_office, now=NOW,
    )  # fmt: skip
    meeting = moved(meeting, MeetingAct.APPROVE, cast.east_office)
    assert meeting.approvals == ["east"]
    decided(cast, meeting)  # what changes after an approval is approved anew
    meeting = Meeting.objects.get(pk=meeting.pk)
    assert meeting.approvals == []
    meeting = closed(cast, meeting)
    assert (meeting.state, meeting.points[0].said, meeting.lines) == ("closed", "双方同意加快推进。", ["双方代表"])
    assert meeting.closed_at is not None
    write: dict[str, Any] = {
        "uid": meeting.uid,
        "revision": meeting.revision,
        "attendees": [],
        "by": cast.east_office,
        "now": NOW,
    }
    assert refusal(lambda: write_minutes(said={key: "改"}, **write)) == "not-allowed"
    assert Entry.objects.filter(act="fulfilling.meeting-closed").count() == 1
    assert list(breaks()) == []


def test_a_decision_is_struck_before_the_minutes_stand_and_never_after(cast: Cast, agreed: Plan) -> None:
    meeting = held(cast, agreed)
    row = decided(cast, meeting)
    revision = Meeting.objects.get(pk=meeting.pk).revision
    strike(uid=row.uid, revision=revision, by=cast.west_office, now=NOW)
    assert Decision.objects.count() == 0
    kept = decided(cast, meeting)
    meeting = closed(cast, meeting)
    assert (
        refusal(lambda: strike(uid=kept.uid, revision=meeting.revision, by=cast.east_office, now=NOW)) == "not-allowed"
    )
    assert list(breaks()) == []


def test_of_two_who_change_a_meeting_at_once_the_second_is_refused(cast: Cast, agreed: Plan) -> None:
    meeting = prepared(agreed, cast.east_office)
    arrange: dict[str, Any] = {
        "uid": meeting.uid,
        "revision": 0,
        "facts": FACTS,
        "points": [AgendaPoint("", "题")],
        "now": NOW,
    }
    arrange_meeting(by=cast.east_office, **arrange)
    assert refusal(lambda: arrange_meeting(by=cast.west_office, **arrange)) == "meeting-changed"


def test_who_sees_a_meeting_and_its_minutes(cast: Cast, agreed: Plan) -> None:
    meeting = prepared(agreed, cast.east_office)
    assert [len(meetings_of(agreed, who)) for who in (cast.west_office, cast.east_liaison, cast.stranger)] == [1, 0, 0]
    assert refusal(lambda: the_meeting(agreed, 1, cast.east_liaison)) == "not-found"
    assert refusal(lambda: moved(meeting, MeetingAct.CONVENE, cast.stranger)) == "not-found"
    meeting = held(cast, agreed)
    shown = the_meeting(agreed, meeting.number, cast.east_liaison)
    assert not minutes_open_to(shown, cast.east_liaison)
    assert minutes_open_to(shown, cast.west_office)
    closed(cast, meeting)
    assert minutes_open_to(the_meeting(agreed, meeting.number, cast.west_liaison), cast.west_liaison)


def test_only_joint_offices_prepare_meetings(cast: Cast, agreed: Plan) -> None:
    for who in (cast.east_liaison, cast.east_reviewer, cast.east_leader, cast.east_manager, cast.system_admin):
        assert refusal(lambda: prepared(agreed, who)) == "not-permitted"  # noqa: B023


def test_the_next_agenda_opens_with_the_state_of_the_last_decisions(cast: Cast, agreed: Plan) -> None:
    first = in_force(cast, agreed)
    done = in_force(cast, agreed, replace(TRACKED, text="已办的事。"))
    settle: dict[str, Any] = {"uid": done.uid, "now": NOW + timedelta(days=2)}
    act_on_decision(act=DecisionAct.CLAIM, revision=0, by=cast.east_liaison, **settle)
    act_on_decision(act=DecisionAct.CONFIRM, revision=1, by=cast.east_office, **settle)
    act_on_decision(act=DecisionAct.CONFIRM, revision=2, by=cast.west_office, **settle)
    meeting = prepare_meeting(
        plan_uid=agreed.uid, facts=FACTS, host="east", by=cast.east_office, now=NOW + timedelta(days=3)
    )
    shown = the_meeting(agreed, meeting.number, cast.east_office)
    opening = last_decisions(shown, cast.east_office, DAY + timedelta(days=3))
    # The decision of the last meeting though it is done, and what is still open of the one before.
    assert [(each.row.uid, each.state) for each in opening] == [(first.uid, "open"), (done.uid, "confirmed")]
    arranged = arrange_meeting(
        uid=meeting.uid, revision=0, facts=FACTS, points=[AgendaPoint("", "题")], by=cast.east_office, now=NOW
    )
    moved(moved(arranged, MeetingAct.CONVENE, cast.east_office, 3), MeetingAct.HOLD, cast.east_office, 3)
    act_on_decision(uid=first.uid, act=DecisionAct.CLAIM, revision=0, by=cast.east_liaison, now=NOW + timedelta(days=5))
    shown = the_meeting(agreed, meeting.number, cast.east_office)
    opening = last_decisions(shown, cast.east_office, DAY + timedelta(days=9))
    assert [each.state for each in opening] == ["open", "confirmed"]  # as it stood when they met


def test_a_past_day_shows_meetings_as_they_stood(cast: Cast, agreed: Plan) -> None:
    meeting = held(cast, agreed)
    decided(cast, meeting, CHANGED)
    closed(cast, meeting, days=2)
    assert [each.state for each in meetings_of(agreed, cast.east_office, DAY)] == ["held"]
    assert [each.state for each in meetings_of(agreed, cast.east_office, DAY + timedelta(days=2))] == ["closed"]
    assert meetings_of(agreed, cast.east_office, DAY - timedelta(days=1)) == []
    assert refusal(lambda: the_meeting(agreed, 1, cast.east_office, DAY - timedelta(days=1))) == "not-found"


def test_open_decisions_ask_questions_that_the_board_of_waits_shows(
    cast: Cast, agreed: Plan, django_assert_num_queries
) -> None:
    row = in_force(cast, agreed)
    assert TRACKED.due is not None
    assert decision_questions_of(agreed, DAY + timedelta(days=2)) == ()
    late = TRACKED.due + timedelta(days=1)
    with django_assert_num_queries(2):
        asked = decision_questions_of(agreed, late)
    assert {(each.uid, each.asked_of.organisation, each.asked_by.party) for each in asked} == {
        (row.uid, "east-1", "east"),
        (row.uid, "east-1", "west"),
    }
    claimed = NOW + timedelta(days=95)
    act_on_decision(uid=row.uid, act=DecisionAct.CLAIM, revision=0, by=cast.east_liaison, now=claimed)
    asked = decision_questions_of(agreed, claimed.date())
    assert {each.asked_of.party for each in asked} == {"east", "west"}
    waits = [wait for wait in waits_of(agreed, claimed.date()) if wait.subject == row.uid]
    assert {waited_for(wait).en for wait in waits} == {"closing to be confirmed"}
    assert {page_of(agreed, wait) for wait in waits} == {f"/plans/{agreed.uid}/decisions/{row.uid}/"}
    assert len(decision_questions_of(agreed, late)) == 2  # as of that day it was overdue, not yet claimed
    assert decision_questions_of(agreed, late)[0].asked_of.organisation == "east-1"
