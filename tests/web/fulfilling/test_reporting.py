"""Both sides report; each confirms the other; the joint figure is the slowest party's."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.cast import NOW, Cast
from tests.web.fulfilling.acting import asked_of
from xietong.basics import Refusal
from xietong.fulfilling import ReportAct
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling import services
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.reporting_queries import due_of
from xietong_web.fulfilling.standing import standings
from xietong_web.fulfilling.waiting.queries import waits_of

DAY = date(2024, 4, 10)


def submitted(cast: Cast, plan: Plan, member, organisation: str, percent: int) -> Report:
    report = services.begin_report(
        plan=plan, item_uid="t1", organisation=organisation, period="2024-Q1", by=member, now=NOW
    )
    content = replace(report.to_value().content, percent=Decimal(percent), text="已完成首批结对。")
    return services.act_on_report(
        uid=report.uid, act=ReportAct.SUBMIT, revision=report.revision, content=content, by=member, now=NOW
    )


def act(report: Report, what: ReportAct, member, reason: str = "") -> Report:
    report.refresh_from_db()
    return services.act_on_report(uid=report.uid, act=what, revision=report.revision, reason=reason, by=member, now=NOW)


def test_a_report_counts_as_claimed_when_passed_and_confirmed_when_the_counterpart_accepts(
    cast: Cast, agreed: Plan
) -> None:
    report = submitted(cast, agreed, cast.east_liaison, "east-1", 60)
    assert (report.claimed, report.confirmed) == (None, None)
    assert asked_of(cast.east_reviewer) == [report.uid]
    report = act(report, ReportAct.PASS, cast.east_reviewer)
    assert (report.claimed, report.confirmed) == (60, None)
    assert asked_of(cast.west_reviewer) == [report.uid]
    assert asked_of(cast.east_reviewer) == []
    report = act(report, ReportAct.CONFIRM, cast.west_reviewer)
    assert (report.claimed, report.confirmed) == (60, 60)
    assert list(breaks()) == []


def test_the_joint_figure_is_the_slowest_partys(cast: Cast, agreed: Plan) -> None:
    east = submitted(cast, agreed, cast.east_liaison, "east-1", 60)
    west = submitted(cast, agreed, cast.west_liaison, "west-1", 20)
    for report, own, other in (
        (east, cast.east_reviewer, cast.west_reviewer),
        (west, cast.west_reviewer, cast.east_reviewer),
    ):
        act(report, ReportAct.PASS, own)
        act(report, ReportAct.CONFIRM, other)
    bar = standings(agreed, [cast.east, cast.west]).bar("t1")
    assert (bar.joint, bar.gap) == (20, 40)
    assert [shape.percent for shape in bar.shapes] == [60, 20]


def test_nobody_confirms_the_own_report_and_a_return_needs_a_reason(cast: Cast, agreed: Plan) -> None:
    report = act(submitted(cast, agreed, cast.east_liaison, "east-1", 60), ReportAct.PASS, cast.east_reviewer)
    with pytest.raises(Refusal) as refused:
        act(report, ReportAct.CONFIRM, cast.east_reviewer)
    assert refused.value.code == "not-allowed"
    with pytest.raises(Refusal) as refused:
        act(report, ReportAct.RETURN, cast.west_reviewer)
    assert refused.value.code == "reason-missing"


def test_of_two_acts_on_one_revision_the_second_is_refused(cast: Cast, agreed: Plan) -> None:
    report = submitted(cast, agreed, cast.east_liaison, "east-1", 60)
    seen = report.revision
    services.act_on_report(uid=report.uid, act=ReportAct.PASS, revision=seen, by=cast.east_reviewer, now=NOW)
    with pytest.raises(Refusal) as refused:
        services.act_on_report(
            uid=report.uid, act=ReportAct.RETURN, revision=seen, reason="数据有误", by=cast.east_reviewer, now=NOW
        )
    assert refused.value.code == "report-changed"


def test_the_other_side_does_not_see_what_is_not_passed(cast: Cast, agreed: Plan) -> None:
    report = submitted(cast, agreed, cast.east_liaison, "east-1", 60)
    assert list(Report.objects.visible_to(cast.west)) == []
    with pytest.raises(Refusal) as refused:
        act(report, ReportAct.CONFIRM, cast.west_reviewer)
    assert refused.value.code == "not-found"


def test_waits_follow_from_the_state_of_reports(cast: Cast, agreed: Plan) -> None:
    before = waits_of(agreed, DAY)
    assert {(w.waiting.party, w.on.party) for w in before if w.item == "t1"} >= {("west", "east"), ("east", "west")}
    report = act(submitted(cast, agreed, cast.east_liaison, "east-1", 60), ReportAct.PASS, cast.east_reviewer)
    found = [w for w in waits_of(agreed, DAY) if w.item == "t1" and w.kind.value == "confirmation"]
    assert [(w.waiting.party, w.on.party) for w in found] == [("east", "west")]
    act(report, ReportAct.CONFIRM, cast.west_reviewer)
    assert [w for w in waits_of(agreed, DAY) if w.kind.value == "confirmation"] == []


def test_reports_due_are_those_of_the_own_body(cast: Cast, agreed: Plan) -> None:
    assert {due.duty.item.uid for due in due_of(cast.east_liaison, DAY)} == {"t1", "t2"}
    assert due_of(cast.stranger, DAY) == []


def test_the_next_report_starts_from_the_last(cast: Cast, agreed: Plan) -> None:
    submitted(cast, agreed, cast.east_liaison, "east-1", 60)
    following = services.begin_report(
        plan=agreed, item_uid="t1", organisation="east-1", period="2024-Q2", by=cast.east_liaison, now=NOW
    )
    assert following.to_value().content.percent == 60


def test_evidence_is_known_by_its_content_not_its_name(cast: Cast, agreed: Plan) -> None:
    report = services.begin_report(
        plan=agreed, item_uid="t1", organisation="east-1", period="2024-Q1", by=cast.east_liaison, now=NOW
    )
    common: dict[str, Any] = {"uid": report.uid, "by": cast.east_liaison, "now": NOW, "revision": report.revision}
    with pytest.raises(Refusal) as refused:
        services.add_evidence(name="photo.png", data=b"<script>", **common)
    assert refused.value.code == "unknown-type"
    kept = services.add_evidence(name="x", data=b"%PDF-1.7 proof", **common)
    assert len(kept.to_value().content.evidence) == 1
    assert list(breaks()) == []
