"""The JSON API: the same acts and questions as the pages, and troubles that say what is wrong."""

import hashlib
import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, Cast
from xietong_web.accounts.models import Token
from xietong_web.audit.queries import breaks
from xietong_web.drafting import services
from xietong_web.drafting.models import Item, Plan
from xietong_web.drafting.rows import plan_value
from xietong_web.endorsing import services as endorsing

PLAN = "/plans/plan-of-two"


def test_a_document_goes_all_the_way_to_a_signed_version(cast: Cast, caller) -> None:
    east, west = caller(cast.east_office), caller(cast.west_office)
    text = "# 两地教育协同行动计划\n\n一、基础教育\n\n（一）优质均衡行动\n\n1. 2024年底前共建联盟校50所。\n".encode()
    bearer = {"Authorization": f"Bearer {east.token}"}
    file = SimpleUploadedFile("计划.md", text)
    made = east.client.post("/api/v1/documents", {"file": file}, headers=bearer)
    assert made.status_code == 201
    document = east("GET", f"/documents/{made.json()['id']}").json()
    assert (document["state"], document["size"]) == ("read", len(text))
    draft = east("GET", f"/documents/{document['id']}/draft").json()
    assert draft["format"] == "xietong-draft/1"
    started = east("POST", "/plans", {"document": document["id"], "parties": ["east", "west"]}).json()
    plan = f"/plans/{started['plan']['uid']}"
    listed = west("GET", f"{plan}/items?kind=task").json()
    uids = [item["uid"] for item in west("GET", f"{plan}/items").json()["results"]]
    assert west("POST", f"{plan}/accept", {"uids": uids}).json() == {"accepted": len(uids)}
    assert listed["total"] >= 1
    assert east("POST", f"{plan}/proposals", {"title": "首次会签"}).json()["state"] == "draft"
    assert east("POST", f"{plan}/proposals/1/open").json()["state"] == "open"
    assert [each["number"] for each in west("GET", "/work").json()["unsigned"]] == [1]
    (proposal,) = Plan.objects.get().proposals.all()
    for signatory in (cast.east_signatory, cast.west_signatory):
        endorsing.sign(proposal_pk=proposal.pk, proven_at=NOW, by=signatory, now=NOW)
    version = west("GET", f"{plan}/versions/1").json()
    assert [each["state"] for each in version["signatures"]] == ["signed", "signed"]
    content = west("GET", f"{plan}/versions/1/content").content
    assert hashlib.sha256(content).hexdigest() == version["digest"]
    changed = west("PATCH", f"{plan}/amendments/items/{uids[-1]}", {"text": "改"}).json()
    assert (changed["state"], changed["changes"][0]["new"]) == ("draft", "改")
    assert list(breaks()) == []


def test_an_item_is_added_changed_moved_and_taken_out(cast: Cast, plan: Plan, caller) -> None:
    call = caller(cast.west_office)
    fields = {
        "title": "共享实训基地",
        "kind": "task",
        "parent": "a1",
        "due": "2025-06-30",
        "weight": "1.5",
        "duties": [{"role": "lead", "organisation": "west-2"}, {"role": "support", "name": "东江省职业教育处"}],
        "targets": [{"indicator": "基地", "op": ">=", "value": "12", "unit": "个", "by": "2025-06-30"}],
        "milestones": [{"title": "首批挂牌", "due": "2024-12-31"}],
        "after": ["t1"],
        "basis": ["b1"],
    }
    made = call("POST", f"{PLAN}/items", fields).json()
    assert made["duties"] == [
        {"party": "west", "organisation": "west-2", "role": "lead", "name": "西岭市职业教育处"},
        {"party": "east", "organisation": "east-2", "role": "support", "name": "东江省职业教育处"},
    ]
    assert (made["after"], made["basis"], Decimal(made["weight"]), made["depth"]) == (["t1"], ["b1"], Decimal("1.5"), 2)
    path = f"{PLAN}/items/{made['uid']}"
    edited = call("PATCH", path, {"revision": made["revision"], "due": None, "targets": made["targets"]} | {}).json()
    assert edited.get("due") is None
    stale = call("PATCH", path, {"revision": made["revision"], "title": "晚了一步"})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-edit")
    assert "晚了一步" in stale.json()["yours"]
    assert call("POST", f"{path}/move", {"parent": None, "position": 0}).json()["depth"] == 0
    assert call("GET", f"{PLAN}/items?limit=1").json()["results"][0]["uid"] == made["uid"]
    assert call("DELETE", path).status_code == 204
    assert call("GET", path).status_code == 404
    assert call("POST", f"{PLAN}/undo").status_code == 204
    assert call("GET", path).json()["title"] == "共享实训基地"
    acts = [each["act"] for each in call("GET", f"{path}/history").json()["results"]]
    assert acts == ["undone", "removed", "moved", "edited", "added"]
    assert list(breaks()) == []


def test_the_plan_itself_is_changed_and_its_past_kept(cast: Cast, plan: Plan, caller) -> None:
    call = caller(cast.west_office)
    read = call("GET", PLAN).json()
    assert (read["title"], read["items"], [each["text"] for each in read["objectives"]]) == (
        "两地教育协同行动计划",
        5,
        ["到2025年，优质均衡基本形成。"],
    )
    aims = [{"uid": "o1", "text": "到2026年，优质均衡形成。", "due": "2026-12-31"}, {"text": "共享开放"}]
    sent = {"revision": read["revision"], "title": "行动计划", "end": "2026-12-31", "objectives": aims}
    changed = call("PATCH", PLAN, sent).json()
    assert (changed["title"], changed["start"], changed["end"]) == ("行动计划", "2024-01-01", "2026-12-31")
    assert [each["text"] for each in changed["objectives"]] == ["到2026年，优质均衡形成。", "共享开放"]
    assert (changed["objectives"][0]["uid"], changed["objectives"][1]["source"]["person"]) == ("o1", "west_office")
    assert [each["title"] for each in changed["basis"]] == ["两地教育合作框架协议"]
    stale = call("PATCH", PLAN, sent | {"title": "晚了一步"})
    assert (stale.status_code, stale.json()["code"], stale.json()["revision"]) == (
        409,
        "stale-edit",
        changed["revision"],
    )
    assert "晚了一步" in stale.json()["yours"]
    late = call("PATCH", PLAN, {"revision": changed["revision"], "start": "2027-01-01"})
    assert (late.status_code, late.json()["code"]) == (409, "dates-reversed")
    assert call("PATCH", PLAN, {"revision": changed["revision"], "basis": []}).json()["basis"] == []
    assert call("GET", f"{PLAN}/items/t1").json()["basis"] == []
    acts = [each["act"] for each in call("GET", f"{PLAN}/items/t1/history").json()["results"]]
    assert acts == ["plan-changed"]
    assert call("POST", f"{PLAN}/undo").status_code == 204
    assert call("GET", f"{PLAN}/items/t1").json()["basis"] == ["b1"]
    then = call("GET", f"{PLAN}?as_of={NOW.date()}").json()
    assert (then["title"], then["items"], then["accepted"], then["revision"]) == (
        "两地教育协同行动计划",
        5,
        None,
        read["revision"],
    )
    assert list(breaks()) == []


def test_the_plan_itself_is_amended_in_a_draft_proposal(cast: Cast, agreed: Plan, caller) -> None:
    call, west = caller(cast.east_office), caller(cast.west_office)
    wanted = call("GET", f"{PLAN}/amendments/plan").json()
    basis = [*wanted["basis"], {"title": "义务教育法", "kind": "law"}]
    sent = {"revision": wanted["revision"], "end": "2026-12-31", "basis": basis}
    made = call("PATCH", f"{PLAN}/amendments/plan", sent).json()
    assert (made["state"], [(each["field"], each["kind"], each["new"]) for each in made["changes"]]) == (
        "draft",
        [("end", "changed", "2026-12-31"), ("basis", "added", "《义务教育法》（法规）")],
    )
    assert call("PATCH", f"{PLAN}/amendments/plan", sent).json()["code"] == "stale-edit"
    assert call("GET", f"{PLAN}/amendments/plan").json()["end"] == "2026-12-31"
    assert west("GET", f"{PLAN}/amendments/plan").json()["end"] == "2025-12-31"
    assert call("GET", PLAN).json()["end"] == "2025-12-31"


def test_items_are_filtered_and_paged(cast: Cast, plan: Plan, caller) -> None:
    call = caller(cast.east_leader)

    def uids(query: str) -> list[str]:
        return [item["uid"] for item in call("GET", f"{PLAN}/items?{query}").json()["results"]]

    assert uids("") == ["d1", "a1", "t1", "t2", "t3"]
    assert uids("limit=2&offset=3") == ["t2", "t3"]
    assert uids("kind=task&party=west&role=lead") == ["t1", "t3"]
    assert uids("organisation=west-2") == ["t2"]
    assert uids("q=教师") == ["t2"]
    assert uids("overdue=true") == ["t1", "t2", "t3"]
    below = call("GET", f"{PLAN}/items/a1/tree?limit=1").json()
    assert (below["total"], below["results"][0]["uid"]) == (3, "t1")


def test_a_past_day_is_answered_as_it_was(cast: Cast, plan: Plan, caller) -> None:
    call = caller(cast.east_office)
    later = NOW + timedelta(days=10)
    services.edit_item(
        plan_uid=plan.uid, uid="t1", revision=1, changes={"title": "新名称"}, by=cast.east_office, now=later
    )
    day = f"as_of={(NOW + timedelta(days=2)).date()}"
    assert call("GET", f"{PLAN}/items/t1").json()["title"] == "新名称"
    assert call("GET", f"{PLAN}/items/t1?{day}").json()["title"] == "共建联盟校"
    assert call("GET", f"{PLAN}/items?q=联盟校&kind=task&party=east&{day}").json()["total"] == 1
    assert call("GET", f"{PLAN}/items/a1/tree?{day}").json()["total"] == 3
    assert call("GET", f"{PLAN}/overview?{day}").json()["overdue"] == 0
    assert call("GET", f"{PLAN}/timetable?{day}").json()["total"] == 5
    early = call("GET", f"{PLAN}/overview?as_of=2020-01-01")
    assert (early.status_code, early.json()["code"]) == (409, "not-yet")


def test_the_timetable_gives_slack_and_the_critical_path(cast: Cast, plan: Plan, caller) -> None:
    told = caller(cast.east_office)("GET", f"{PLAN}/timetable?party=west").json()
    places = {place["uid"]: place for place in told["results"]}
    assert set(places) == {"t1", "t2", "t3"}
    assert places["t1"]["due"] == "2024-12-31"
    assert all(uid in {item.uid for item in plan_value(plan).items} for uid in told["critical_path"])


@pytest.mark.parametrize("form", ["json", "csv", "xlsx", "docx"])
def test_a_plan_is_exported_in_every_form(cast: Cast, plan: Plan, caller, form: str) -> None:
    answer = caller(cast.west_liaison)("GET", f"{PLAN}/exports/{form}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{form}"')
    assert len(answer.content) > 200


def test_organisations_are_listed_for_a_day_and_by_name(cast: Cast, caller) -> None:
    call = caller(cast.east_leader)
    assert call("GET", "/organisations?party=west").json()["total"] == 4
    assert [each["code"] for each in call("GET", "/organisations?q=First&party=east").json()["results"]] == ["east-3"]
    assert call("GET", "/organisations/east-3").json()["parent"] == "east-1"
    assert call("GET", "/organisations/nowhere").status_code == 404


def test_a_session_needs_the_csrf_token_to_change_something(cast: Cast, plan: Plan) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.east_office.person)
    body = json.dumps({"revision": 1, "title": "改名"})
    path, kind = f"/api/v1{PLAN}/items/t1", "application/json"
    assert client.get(path).status_code == 200
    refused = client.patch(path, body, kind)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    client.get("/")
    page = client.get("/documents/")
    token = page.context["csrf_token"]
    assert client.patch(path, body, kind, headers={"X-CSRFToken": str(token)}).status_code == 200


def test_a_revoked_token_and_an_ended_membership_open_nothing(cast: Cast, caller) -> None:
    call = caller(cast.east_leader)
    assert call("GET", "/me").json()["roles"] == ["leader"]
    Token.objects.update(revoked_at=timezone.now())
    assert call("GET", "/me").status_code == 401
    other = caller(cast.west_liaison)
    cast.west_liaison.ended_at = timezone.now()
    cast.west_liaison.save()
    answer = other("GET", "/me")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


def test_a_token_tells_its_last_use_once_a_minute(cast: Cast, caller, django_assert_num_queries) -> None:
    call = caller(cast.east_leader)
    call("GET", "/me")
    used = Token.objects.get().last_used_at
    assert used is not None
    with django_assert_num_queries(2):  # the token with its member, and the member's roles
        call("GET", "/me")
    Token.objects.update(last_used_at=used - timedelta(minutes=2))
    call("GET", "/me")
    assert Token.objects.get().last_used_at > used


def test_troubles_are_told_by_code_and_in_the_callers_language(cast: Cast, plan: Plan, caller, settings) -> None:
    call = caller(cast.east_office)
    path = f"{PLAN}/items/t1"
    reversed_ = {"revision": 1, "start": "2025-02-02", "due": "2025-01-01"}
    zh, en = (call("PATCH", path, reversed_, **{"Accept-Language": code}).json() for code in ("zh-hans", "en"))
    assert (zh["code"], en["code"]) == ("dates-reversed", "dates-reversed")
    assert "早于" in zh["detail"] and "lies before" in en["detail"]
    assert call("GET", "/organisations?limit=501").json()["code"] == "invalid"
    nowhere = call("GET", "/nothing/here")
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "not-found")
    for address in ("/api/", "/api/v2/me", "/api/work"):
        answer = call.client.get(address)
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found"), address
    bearer = {"Authorization": f"Bearer {call.token}"}
    unreadable = call.client.patch(f"/api/v1{path}", "{", "application/json", headers=bearer)
    assert (unreadable.status_code, unreadable.json()["code"]) == (422, "unreadable")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    large = call("PATCH", path, {"revision": 1, "text": "长" * 200})
    assert (large.status_code, large.json()["code"]) == (413, "over-the-limit")


def test_an_upload_over_the_limit_is_refused(cast: Cast, caller, settings) -> None:
    settings.UPLOAD_LIMIT = 1000
    call = caller(cast.east_office)
    file = SimpleUploadedFile("a.md", b"x" * 2000)
    bearer = {"Authorization": f"Bearer {call.token}"}
    answer = call.client.post("/api/v1/documents", {"file": file}, headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (413, "over-the-limit")
    none = call.client.post("/api/v1/documents", {}, headers=bearer)
    assert (none.status_code, none.json()["code"]) == (409, "no-file")


def test_the_description_and_its_page_are_open_to_everybody(db) -> None:
    client = Client()
    schema = client.get("/api/openapi.json").json()
    assert schema["openapi"].startswith("3.")
    page = client.get("/api/docs").content.decode()
    assert all(path in page for path in schema["paths"])
    assert "<script" not in page.partition("</head>")[2]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"due": "0001-01-01"}, "invalid"),
        ({"after": ["t1"]}, "unknown-item"),
        ({"after": ["nothing"]}, "unknown-item"),
        ({"basis": ["nothing"]}, "unknown-basis"),
        ({"duties": [{"role": "lead", "organisation": "north-1"}]}, "unknown-organisation"),
        ({"number": "一" * 41}, "invalid"),
        ({"title": " "}, "invalid"),
        ({"text": "a\u0000b"}, "invalid"),
    ],
)
def test_what_does_not_fit_an_item_is_refused(cast: Cast, plan: Plan, caller, change, code: str) -> None:
    answer = caller(cast.east_office)("PATCH", f"{PLAN}/items/t1", {"revision": 1, **change})
    assert answer.json()["code"] == code
    assert Item.objects.get(uid="t1").revision == 1
