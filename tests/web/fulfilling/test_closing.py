"""Milestones and targets close with evidence, once for each side; the item is done when all lead duties are confirmed."""

from decimal import Decimal

import pytest

from tests.cast import NOW, Cast
from tests.web.fulfilling.acting import browser, confirmed, office_file, refused
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.closing import acts
from xietong_web.fulfilling.models import Closing
from xietong_web.fulfilling.standing import standings

MILESTONE, TARGET = Closing.Kind.MILESTONE, Closing.Kind.TARGET
LINK = "https://example.org/list"


def close(plan: Plan, by, kind=TARGET, subject: str = "g1", uid: str = "t1", value: str = "50", **more) -> Closing:
    values = {"value": Decimal(value) if value else None, "links": LINK, **more}
    return acts.close(plan_uid=plan.uid, uid=uid, kind=kind, subject=subject, by=by, now=NOW, **values)


def test_each_side_closes_a_target_that_is_met(cast: Cast, agreed: Plan) -> None:
    row = close(agreed, cast.east_liaison, files=[("名单.xlsx", office_file("xl/workbook.xml"))])
    assert (row.value, len(row.evidence)) == (50, 2)
    close(agreed, cast.west_office, value="61")
    refused("already-closed", lambda: close(agreed, cast.east_office))
    found = acts.closings_of(agreed.items.get(uid="t1"))["g1"]
    assert [[proof.name for proof in each.proofs] for each in found] == [["名单.xlsx", LINK], [LINK]]
    assert list(breaks()) == []


def test_a_milestone_closes_with_evidence_by_its_lead(cast: Cast, agreed: Plan) -> None:
    common = {"kind": MILESTONE, "subject": "m1", "uid": "t2", "value": ""}
    refused("evidence-missing", lambda: close(agreed, cast.east_liaison, links="", **common))
    refused("no-such-duty", lambda: close(agreed, cast.west_office, **common))
    assert close(agreed, cast.east_liaison, **common).subject == "m1"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"value": "49.5"}, "target-not-met"),
        ({"value": ""}, "value-missing"),
        ({"subject": "m1"}, "not-found"),
        ({"kind": MILESTONE}, "not-found"),
    ],
)
def test_what_does_not_close(cast: Cast, agreed: Plan, more: dict, code: str) -> None:
    refused(code, lambda: close(agreed, cast.east_liaison, **more))


def test_a_draft_closes_nothing(cast: Cast, plan: Plan) -> None:
    refused("not-agreed-yet", lambda: close(plan, cast.east_office))


def test_an_item_is_done_only_when_every_partys_lead_duties_are_confirmed(cast: Cast, agreed: Plan) -> None:
    confirmed(cast, agreed, cast.east_liaison, 100)
    assert not standings(agreed, []).progress.of("t1").done
    confirmed(cast, agreed, cast.west_liaison, 100)
    assert standings(agreed, []).progress.of("t1").done


def test_it_is_closed_on_the_page_and_its_file_is_given_to_the_plans_parties_only(cast: Cast, agreed: Plan) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, address = browser(cast.east_liaison), f"/plans/{agreed.uid}/items/t1/"
    assert "凭佐证办结" in client.get(address).content.decode()
    content = office_file()
    file = SimpleUploadedFile("名单.docx", content)
    posted = {"kind": "target", "subject": "g1", "value": "1500", "file": file, "links": ""}
    short = client.post(f"{address}close/", {**posted, "value": "20", "links": LINK}).text
    assert "目前为 20" in short and "E+" not in short
    assert "“达到的数值”须填数字" in client.post(f"{address}close/", {**posted, "value": "二"}).text
    file.seek(0)
    assert client.post(f"{address}close/", posted).status_code == 302
    assert client.post(f"{address}close/", {"kind": "thing"}).status_code == 404
    row = Closing.objects.get()
    proof = f"/evidence/closing/g1/{row.evidence[0]}/"
    given = browser(cast.west_reviewer).get(proof)
    assert given.content == content
    assert "filename" in given["Content-Disposition"]
    assert browser(cast.stranger).get(proof).status_code == 404
    assert client.get(f"/evidence/extension/g1/{row.evidence[0]}/").status_code == 404
    page = client.get(address).text
    assert "已办结" in page and "· 1500" in page
