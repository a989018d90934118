"""Who owes figures is waited for by name, also a body that came after the waits were worked out."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from tests.cast import NOW, Cast, opened, sign_by_both
from tests.web.measuring.conftest import PLACES
from tests.web.measuring.test_collecting import act, filled
from xietong import basics
from xietong.basics import PeriodKind
from xietong.measuring import SubmissionAct
from xietong_web.accounts.models import Member
from xietong_web.accounts.services import add_organisations
from xietong_web.audit.days import SHANGHAI, today
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.supervising import sending
from xietong_web.fulfilling.supervising.noticing import make_notices
from xietong_web.fulfilling.supervising.urging import urge
from xietong_web.fulfilling.waiting.queries import waiting_for, waits_of
from xietong_web.measuring import services
from xietong_web.measuring.models import Submission

pytestmark = pytest.mark.django_db(transaction=True)


def _asked(cast: Cast, kind: str = "school") -> Plan:
    with transaction.atomic():
        plan = opened(cast)
        services.define_indicator(plan_uid=plan.uid, value=PLACES, by=cast.east_office, now=NOW)
        services.open_data_set(
            plan_uid=plan.uid, name="年报", kind=kind, period_type=PeriodKind.YEAR, first_period="2023",
            sections=[{"title": "规模", "title_en": "", "indicators": ["PLACES"]}], joint=True,
            by=cast.east_office, now=NOW,
        )  # fmt: skip
    return plan


def _owing(plan: Plan) -> set[tuple[str, str, str]]:
    found = [each for each in waits_of(plan, today()) if each.subject.startswith("data:")]
    return {(each.waiting.party, each.on.party, each.on.organisation) for each in found}


def test_a_school_that_is_added_later_is_waited_for_itself(cast: Cast) -> None:
    plan = _asked(cast)
    schools = {("west", "east", "east-3"), ("east", "west", "west-3")}
    assert _owing(plan) == schools
    school = basics.Organisation("s-1", "east", "新建小学", kind="school", parent="east-1")
    add_organisations(party=cast.east, values=[school], by=cast.east_manager, now=NOW)
    assert _owing(plan) == schools | {("west", "east", "s-1")}


def test_a_reviewer_sees_the_figures_that_wait_for_the_own_party_in_the_own_list(cast: Cast) -> None:
    plan = sign_by_both(cast, _asked(cast, "division"))
    row = filled(plan.data_sets.get(), cast.east_liaison, "east-1", {"PLACES": "1300"})
    act(row, SubmissionAct.SUBMIT, cast.east_liaison)

    def mine(by: Member) -> list[tuple[str, str]]:
        return [
            (each.kind.en, each.page) for each in waiting_for(by, today()).waits if each.page.endswith(row.uid + "/")
        ]

    page = f"/submissions/{row.uid}/"
    assert mine(cast.east_reviewer) == [("figures to be accepted", page)]
    assert mine(cast.west_reviewer) == []
    client = Client()
    client.force_login(cast.east_reviewer.person)
    assert page in client.get("/work/").content.decode()
    act(row, SubmissionAct.ACCEPT, cast.east_reviewer)
    assert mine(cast.east_reviewer) == []
    assert mine(cast.west_reviewer) == [("figures to be confirmed", page)]
    assert mine(cast.west_liaison) == []
    act(row, SubmissionAct.CONFIRM, cast.west_reviewer)
    assert mine(cast.west_reviewer) == []


def test_an_urge_for_figures_leads_to_their_form_and_ends_with_them(cast: Cast) -> None:
    plan = sign_by_both(cast, _asked(cast, "division"))
    data_set = plan.data_sets.get()
    monday = datetime(2024, 5, 13, 10, tzinfo=SHANGHAI)
    with time_machine.travel(monday):
        wait = next(
            each for each in waits_of(plan, monday.date(), "west")
            if each.on.organisation == "east-1" and each.subject.startswith("data:")
        )  # fmt: skip
        asked: dict[str, Any] = {"kind": wait.kind.value, "subject": wait.subject, "on": wait.on}
        notice = urge(plan=plan, by=cast.west_office, now=monday, **asked)
        sending.send_due(lambda: monday)
        liaison = Client()
        liaison.force_login(cast.east_liaison.person)
        assert f'href="/data-sets/{data_set.uid}/2023/"' in liaison.get("/inbox/").text
        row = filled(data_set, cast.east_liaison, "east-1", {"PLACES": "1300"})
        act(row, SubmissionAct.SUBMIT, cast.east_liaison)
        make_notices(plan=plan, now=monday)
        notice.refresh_from_db()
        assert notice.settled_at is None, "the west sees no difference until it was accepted"
        act(row, SubmissionAct.ACCEPT, cast.east_reviewer)
        make_notices(plan=plan, now=monday)
        notice.refresh_from_db()
        assert notice.settled_at is not None


def test_what_the_ladder_says_about_figures_leads_to_their_form_and_to_what_is_to_be_accepted(cast: Cast) -> None:
    plan = sign_by_both(cast, _asked(cast, "division"))
    data_set, monday = plan.data_sets.get(), datetime(2024, 5, 13, 10, tzinfo=SHANGHAI)
    with time_machine.travel(monday):
        row = filled(data_set, cast.west_liaison, "west-1", {"PLACES": "900"})
        act(row, SubmissionAct.SUBMIT, cast.west_liaison)
        Submission.objects.filter(pk=row.pk).update(state_since=monday - timedelta(days=40))
        make_notices(plan=plan, now=monday)
        sending.send_due(lambda: monday)
        for member, page in (
            (cast.east_liaison, f"/data-sets/{data_set.uid}/2023/"),
            (cast.west_office, f"/submissions/{row.uid}/"),
        ):
            client = Client()
            client.force_login(member.person)
            assert f'href="{page}"' in client.get("/inbox/").text
