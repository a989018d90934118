"""What a body had to do is done by what became of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.cast import NOW, Cast, sign_by_both
from xietong.fulfilling import ReportAct
from xietong_web.accounts.models import Member, Person
from xietong_web.accounts.organising import Part, rename_organisation
from xietong_web.accounts.queries import member_of
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling import services
from xietong_web.fulfilling.queries import duties_of
from xietong_web.fulfilling.reporting_queries import due_of


@pytest.fixture
def liaison(cast: Cast, plan: Plan) -> Member:
    """East's liaison, after the plan was agreed and the body was renamed."""
    sign_by_both(cast, plan)
    part = Part("east-1a", "东江省基础教育与学前教育处")
    rename_organisation(code="east-1", part=part, day=date(2024, 3, 1), by=cast.east_manager, now=NOW)
    found = member_of(Person.objects.get(username="east_liaison"))
    assert found is not None
    assert found.organisation is not None
    assert found.organisation.code == "east-1a"
    return found


def test_the_duties_of_a_renamed_body_are_its_successors(cast: Cast, plan: Plan, liaison: Member) -> None:
    assert {duty.item.uid for duty in duties_of(liaison.organisation, liaison)} == {"t1", "t2"}
    assert {due.duty.item.uid for due in due_of(liaison, date(2024, 4, 10))} == {"t1", "t2"}


def test_its_people_report_on_them(cast: Cast, plan: Plan, liaison: Member) -> None:
    plan.refresh_from_db()
    report = services.begin_report(
        plan=plan, item_uid="t1", organisation="east-1a", period="2024-Q1", by=liaison, now=NOW
    )
    content = replace(report.to_value().content, percent=Decimal(40), text="已完成首批结对。")
    sent = services.act_on_report(
        uid=report.uid, act=ReportAct.SUBMIT, revision=report.revision, content=content, by=liaison, now=NOW
    )
    assert sent.state == "submitted"
    assert {due.duty.item.uid for due in due_of(liaison, date(2024, 4, 10)) if due.period == "2024-Q1"} == {"t2"}
