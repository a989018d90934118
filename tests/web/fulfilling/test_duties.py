"""Each organisation signs for its duty or objects; its own joint office answers the objection."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from xietong.basics import Refusal
from xietong.fulfilling import AcceptanceAct, Objection
from xietong_web.audit.models import Entry
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Duty, Plan
from xietong_web.fulfilling.duty_queries import handed_over, objections, to_sign
from xietong_web.fulfilling.duty_services import answer_duty, handed
from xietong_web.fulfilling.models import Acceptance


def duty_of(plan: Plan, uid: str, body: str) -> Duty:
    """Return a body's duty in an item."""
    rows = Duty.objects.select_related("item", "plan", "party", "organisation")
    return rows.get(plan=plan, item__uid=uid, organisation__code=body)


def answer(plan: Plan, act: AcceptanceAct, member, revision: int, body: str = "east-1", **more) -> Acceptance:
    duty = duty_of(plan, "t1", body)
    return answer_duty(duty_pk=duty.pk, act=act, revision=revision, by=member, now=NOW, **more)


def test_a_liaison_signs_for_the_duties_of_the_own_body(cast: Cast, agreed: Plan) -> None:
    assert [each.duty.item.uid for each in to_sign(cast.east_liaison)] == ["t1", "t2"]
    row = answer(agreed, AcceptanceAct.ACCEPT, cast.east_liaison, 0)
    assert (row.state, row.version, row.role) == ("accepted", 1, "lead")
    assert [each.duty.item.uid for each in to_sign(cast.east_liaison)] == ["t2"]
    assert list(breaks()) == []


def test_an_objection_has_a_kind_and_a_reason_and_goes_to_the_own_joint_office(cast: Cast, agreed: Plan) -> None:
    with pytest.raises(Refusal) as refused:
        answer(agreed, AcceptanceAct.OBJECT, cast.east_liaison, 0, objection=Objection.NOT_NOW)
    assert refused.value.code == "reason-missing"
    with pytest.raises(Refusal) as refused:
        answer(agreed, AcceptanceAct.OBJECT, cast.east_liaison, 0, reason="经费未到位")
    assert refused.value.code == "objection-missing"
    answer(agreed, AcceptanceAct.OBJECT, cast.east_liaison, 0, reason="经费未到位", objection=Objection.NOT_NOW)
    (found,) = objections(cast.east_office)
    assert (found.reason, found.acts) == ("经费未到位", ["dismiss", "uphold"])
    assert objections(cast.west_office) == []
    assert list(breaks()) == []


def test_a_dismissed_objection_leaves_the_duty_to_be_signed_for(cast: Cast, agreed: Plan) -> None:
    answer(agreed, AcceptanceAct.OBJECT, cast.east_liaison, 0, reason="表述不清", objection=Objection.WORDING)
    row = answer(agreed, AcceptanceAct.DISMISS, cast.east_office, 1, reason="已与对方核实")
    assert row.state == "open"
    assert len(row.to_value().history) == 2
    assert answer(agreed, AcceptanceAct.ACCEPT, cast.east_liaison, 2).state == "accepted"
    assert list(breaks()) == []


def test_the_other_side_neither_signs_nor_sees_the_objection(cast: Cast, agreed: Plan) -> None:
    for member in (cast.west_liaison, cast.west_office, cast.stranger, cast.east_reviewer):
        with pytest.raises(Refusal) as refused:
            answer(agreed, AcceptanceAct.ACCEPT, member, 0)
        assert refused.value.code in {"not-permitted", "not-found"}
    answer(agreed, AcceptanceAct.OBJECT, cast.east_liaison, 0, reason="表述不清", objection=Objection.WORDING)
    with pytest.raises(Refusal):
        answer(agreed, AcceptanceAct.UPHOLD, cast.west_office, 1)
    (seen,) = handed_over([duty_of(agreed, "t1", "east-1")], cast.west_office)
    assert (seen.state, seen.reason, seen.objection, seen.acts) == ("open", "", None, [])
    assert Entry.objects.get(act="fulfilling.duty-object").private


def test_of_two_answers_at_once_the_second_is_refused(cast: Cast, agreed: Plan) -> None:
    answer(agreed, AcceptanceAct.ACCEPT, cast.east_liaison, 0)
    with pytest.raises(Refusal) as refused:
        answer(agreed, AcceptanceAct.OBJECT, cast.east_liaison, 0, reason="迟", objection=Objection.WORDING)
    assert refused.value.code == "acceptance-changed"


def test_a_draft_asks_nobody_to_sign(cast: Cast, plan: Plan) -> None:
    assert to_sign(cast.east_liaison) == []
    with pytest.raises(Refusal) as refused:
        answer(plan, AcceptanceAct.ACCEPT, cast.east_liaison, 0)
    assert refused.value.code == "not-agreed-yet"


def test_a_version_that_changes_the_duty_hands_it_over_anew(cast: Cast, agreed: Plan) -> None:
    row = answer(agreed, AcceptanceAct.ACCEPT, cast.east_liaison, 0)
    duty = duty_of(agreed, "t1", "east-1")
    assert handed(duty, row, 2).state == "accepted"
    duty.item.title = "共建百所联盟校"
    anew = handed(duty, row, 2)
    assert (anew.state, anew.version, anew.pk == row.pk) == ("open", 2, False)


def test_more_duties_to_sign_ask_no_more_questions(cast: Cast, agreed: Plan) -> None:
    duties = [duty_of(agreed, uid, "east-1") for uid in ("t1", "t2")]

    def asked(some: list[Duty]) -> int:
        with CaptureQueriesContext(connection) as found:
            handed_over(some, cast.east_liaison)
        return len(found)

    assert asked(duties) == asked(duties[:1])


def test_the_pages_offer_signing_and_objecting(cast: Cast, agreed: Plan, client: Client) -> None:
    client.force_login(cast.east_liaison.person)
    duty = duty_of(agreed, "t1", "east-1")
    for page in ("/work/", f"/plans/{agreed.uid}/items/t1/"):
        shown = client.get(page).content.decode()
        assert f"/duties/{duty.pk}/accept/" in shown
        assert "目前无法办理" in shown
    sent = {"revision": "0", "reason": "经费未到位", "objection": "not_now", "back": "work"}
    assert client.post(f"/duties/{duty.pk}/object/", sent)["Location"] == "/work/"
    client.force_login(cast.east_office.person)
    assert "经费未到位" in client.get("/work/").content.decode()
    answered = client.post(f"/duties/{duty.pk}/uphold/", {"revision": "1"})
    assert answered["Location"] == f"/plans/{agreed.uid}/items/t1/"
    assert Acceptance.objects.get().state == "upheld"
    assert list(breaks()) == []
