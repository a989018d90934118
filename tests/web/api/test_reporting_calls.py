"""The API on reports, extensions and closings: the same acts as the pages, from the first draft to the confirmation."""

from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cast import NOW, Cast
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling import reporting_api

PLAN = "/plans/plan-of-two"
SAID = {"percent": 40, "text": "已完成首批结对。", "figures": {"g1": 20}, "links": ["https://example.org/a"]}


def test_a_report_is_begun_written_submitted_passed_and_confirmed(cast: Cast, agreed: Plan, caller) -> None:
    liaison, reviewer = caller(cast.east_liaison), caller(cast.east_reviewer)
    west, west_liaison = caller(cast.west_reviewer), caller(cast.west_liaison)
    owed = liaison("GET", "/work/reports").json()
    assert {each["item"] for each in owed["results"]} == {"t1", "t2"}
    made = liaison("POST", f"{PLAN}/reports", {"item": "t1", "period": "2024-Q1"})
    assert (made.status_code, made.json()["state"], made.json()["acts"]) == (201, "draft", ["edit", "submit"])
    path = f"{PLAN}/reports/{made.json()['uid']}"
    again = liaison("POST", f"{PLAN}/reports", {"item": "t1", "period": "2024-Q1"}).json()
    assert again["uid"] == made.json()["uid"]
    assert west("GET", path).status_code == 404
    written = liaison("PUT", path, {"revision": 0, "content": SAID}).json()
    assert (written["content"]["figures"], written["content"]["links"]) == ({"g1": 20.0}, SAID["links"])
    file = SimpleUploadedFile("证明.pdf", b"%PDF-1.4\n%%EOF\n")
    sent = liaison.client.post(
        f"/api/v1{path}/evidence", {"file": file, "revision": written["revision"]},
        headers={"Authorization": f"Bearer {liaison.token}"},
    )  # fmt: skip
    assert (sent.status_code, len(sent.json()["content"]["files"])) == (201, 1)
    done = liaison("POST", f"{path}/acts", {"act": "submit", "revision": sent.json()["revision"]}).json()
    assert (done["state"], done["acts"]) == ("submitted", ["recall"])
    stale = reviewer("POST", f"{path}/acts", {"act": "pass", "revision": 0})
    assert (stale.status_code, stale.json()["code"]) == (409, "report-changed")
    passed = reviewer("POST", f"{path}/acts", {"act": "pass", "revision": done["revision"]}).json()
    assert (passed["state"], passed["claimed"], passed["confirmed"]) == ("passed", 40.0, None)
    listed = west("GET", f"{PLAN}/reports?state=passed&organisation=east-1").json()
    assert [each["uid"] for each in listed["results"]] == [passed["uid"]]
    seen = west("GET", path).json()
    assert ([step["act"] for step in seen["history"]], seen["acts"]) == (["pass"], ["confirm", "return"])
    other = west_liaison("POST", f"{path}/acts", {"act": "confirm", "revision": passed["revision"]})
    assert (other.status_code, other.json()["code"]) == (409, "not-allowed")
    last = west("POST", f"{path}/acts", {"act": "confirm", "revision": passed["revision"]}).json()
    assert (last["state"], last["confirmed"], last["confirmations"]) == ("confirmed", 40.0, ["west"])
    assert list(breaks()) == []


def test_a_return_takes_a_report_out_of_sight_and_no_change_repeats_the_figures(
    cast: Cast, agreed: Plan, caller
) -> None:
    liaison, reviewer, west = caller(cast.east_liaison), caller(cast.east_reviewer), caller(cast.west_office)
    made = liaison("POST", f"{PLAN}/reports", {"item": "t2", "period": "2024-Q1"}).json()
    path = f"{PLAN}/reports/{made['uid']}"
    told = {"act": "submit", "revision": 0, "content": SAID | {"figures": {}}}
    liaison("POST", f"{path}/acts", told)
    reviewer("POST", f"{path}/acts", {"act": "pass", "revision": 1})
    without = west("POST", f"{path}/acts", {"act": "return", "revision": 2})
    assert (without.status_code, without.json()["code"]) == (409, "reason-missing")
    back = west("POST", f"{path}/acts", {"act": "return", "revision": 2, "reason": "请补充佐证"}).json()
    assert (back["state"], [step["act"] for step in back["history"]], back["acts"]) == (
        "returned",
        ["pass", "return"],
        [],
    )
    assert west("GET", path).status_code == 404
    assert liaison("GET", path).json()["history"][-1]["reason"] == "请补充佐证"
    liaison("POST", f"{path}/acts", {"act": "submit", "revision": 3, "content": {"no_change": True}})
    assert liaison("GET", path).json()["content"]["percent"] == 40.0
    next_one = liaison("POST", f"{PLAN}/reports", {"item": "t2", "period": "2024-Q2", "no_change": True}).json()
    assert (next_one["state"], next_one["content"]["no_change"]) == ("submitted", True)
    wrong = liaison("POST", f"{PLAN}/reports", {"item": "t2", "period": "2024-05"})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "bad-period")


def test_an_extension_is_asked_and_answered(cast: Cast, agreed: Plan, caller, monkeypatch) -> None:
    monkeypatch.setattr(reporting_api, "timezone", SimpleNamespace(now=lambda: NOW))
    liaison, east, west = caller(cast.east_liaison), caller(cast.east_office), caller(cast.west_office)
    asked = liaison("POST", f"{PLAN}/extensions", {"item": "t2", "wanted": "2099-12-31", "reason": "培训推迟"})
    path = f"{PLAN}/extensions/{asked.json()['uid']}"
    assert (asked.status_code, asked.json()["acts"], asked.json()["due"]) == (201, ["withdraw"], "2025-06-30")
    assert east("POST", f"{path}/acts", {"act": "grant"}).status_code in {403, 409}
    granted = west("POST", f"{path}/acts", {"act": "grant", "due": "2026-12-31"}).json()
    assert (granted["state"], granted["granted"]) == ("granted", "2026-12-31")
    assert west("GET", f"{PLAN}/extensions?state=granted").json()["total"] == 1
    assert east("GET", path).json()["answered_by"] == "west_office"
    assert caller(cast.stranger)("GET", path).status_code == 404


def test_a_target_is_closed_with_evidence(cast: Cast, agreed: Plan, caller) -> None:
    liaison = caller(cast.east_liaison)
    told = {"item": "t1", "kind": "target", "subject": "g1", "value": 51.5, "links": ["https://example.org/list"]}
    bare = liaison("POST", f"{PLAN}/closings", told | {"links": []})
    assert (bare.status_code, bare.json()["code"]) == (409, "evidence-missing")
    made = liaison("POST", f"{PLAN}/closings", told)
    assert (made.status_code, made.json()["value"], made.json()["party"]) == (201, 51.5, "east")
    (listed,) = caller(cast.west_liaison)("GET", f"{PLAN}/closings").json()["results"]
    assert (listed["subject"], listed["links"], listed["files"]) == ("g1", told["links"], 0)
