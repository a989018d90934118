"""After every kind of act the pages that keep something say what they would say if all of it were made anew."""

import re
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.core.cache import caches
from django.db import transaction
from django.test import Client

from tests.cast import NOW, Cast, opened, sign_by_both
from tests.web.fulfilling.acting import amendment, browser, confirmed, passed, signed, submitted
from tests.web.fulfilling.meeting_story import in_force
from tests.web.fulfilling.test_following import LATER
from xietong.fulfilling import AcceptanceAct, ExtensionAct, Objection
from xietong_web.accounts.membership import place_member
from xietong_web.accounts.models import Organisation
from xietong_web.accounts.organising import edit_organisation
from xietong_web.drafting.models import Plan
from xietong_web.endorsing import services as endorsing
from xietong_web.fulfilling.duty_services import answer_duty
from xietong_web.fulfilling.extending.acts import answer_extension, ask_extension

Act = Callable[[Cast, Plan], object]
_BROWSERS: dict[str, Client] = {}


def _answered(cast: Cast, plan: Plan, act: AcceptanceAct, **more: object) -> None:
    duty = plan.duties.filter(item__uid="t1", organisation=cast.east_liaison.organisation)[0]
    answer_duty(duty_pk=duty.pk, act=act, revision=0, by=cast.east_liaison, now=NOW, **more)  # type: ignore[arg-type]


def _extended(cast: Cast, plan: Plan) -> None:
    row = ask_extension(
        plan_uid=plan.uid, uid="t1", wanted=date(2026, 12, 31), reason="校舍改造", by=cast.east_liaison, now=NOW
    )
    _same_everywhere(cast, plan, "an extension asked")
    answer_extension(uid=row.uid, act=ExtensionAct.GRANT, by=cast.west_office, now=NOW)


def _placed_elsewhere(cast: Cast) -> None:
    other = Organisation.objects.filter(party=cast.east).exclude(pk=cast.east_liaison.organisation_id)[0]
    place_member(sign=cast.east_liaison.sign, organisation=other, by=cast.east_manager, now=NOW)


def _proposed(cast: Cast, plan: Plan) -> None:
    proposal = amendment(cast, plan, {"t1": {"title": "另一个名称"}})
    _same_everywhere(cast, plan, "a proposal opened")
    endorsing.sign(proposal_pk=proposal.pk, proven_at=NOW, by=cast.east_signatory, now=NOW)
    _same_everywhere(cast, plan, "one signature")
    endorsing.sign(proposal_pk=proposal.pk, proven_at=NOW, by=cast.west_signatory, now=NOW)


ACTS: dict[str, Act] = {
    "a duty objected to": lambda cast, plan: _answered(
        cast, plan, AcceptanceAct.OBJECT, reason="时限过紧", objection=Objection.NOT_NOW
    ),
    "a report": lambda cast, plan: submitted(plan, cast.east_liaison, 40),
    "a report that is not one's own": lambda cast, plan: submitted(plan, cast.east_liaison, 30, item="t2"),
    "a report on what others wait for": lambda cast, plan: passed(cast, plan, cast.west_liaison, 70, item="t3"),
    "all confirmed": lambda cast, plan: confirmed(cast, plan, cast.west_liaison, 100),
    "an extension granted": _extended,
    "an amendment in effect": _proposed,
    "decisions": in_force,
    "a body's new name": lambda cast, plan: edit_organisation(  # noqa: ARG005
        code="east-1", changes={"name": "新的处室"}, by=cast.east_manager, now=NOW
    ),
    "another body": lambda cast, plan: _placed_elsewhere(cast),  # noqa: ARG005
    "an item gone": lambda cast, plan: signed(cast, amendment(cast, plan, {}, frozenset({"t3"}))),
}


def _page(client: Client, address: str) -> str:
    return re.sub(r'"\w{64}"', "", client.get(address).content.decode())


def _same_everywhere(cast: Cast, plan: Plan, after: str) -> None:
    for member, address in (
        (cast.west_office, "/work/"), (cast.east_liaison, "/work/"), (cast.west_liaison, "/work/"),
        (cast.west_office, f"/plans/{plan.uid}/"),
    ):  # fmt: skip
        client = _BROWSERS.setdefault(member.sign, browser(member))  # one that has seen the pages of before
        kept = _page(client, address)
        with transaction.atomic():  # in a transaction nothing is kept
            assert kept == _page(client, address), f"{address} after {after}"


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_after_every_kind_of_act_pages_are_what_they_would_be_anew(cast: Cast) -> None:
    _BROWSERS.clear()
    caches["pages"].clear()
    with transaction.atomic():
        plan = sign_by_both(cast, opened(cast))
    with time_machine.travel(LATER):
        _same_everywhere(cast, plan, "the start")
        for name, act in ACTS.items():
            act(cast, plan)
            plan.refresh_from_db()
            _same_everywhere(cast, plan, name)
