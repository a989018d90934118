"""The API on meetings: the same acts as the pages, from the proposed agenda to the settled decision."""

from tests.cast import Cast
from tests.web.fulfilling.meeting_story import DAY, in_force
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan

PLAN = "/plans/plan-of-two"
FACTS = {"title": "第一次联席会议", "day": DAY.isoformat(), "attendees": ["甲"]}


def test_a_meeting_is_prepared_held_minuted_and_its_decision_carried_out(cast: Cast, plan: Plan, caller) -> None:
    east, west = caller(cast.east_office), caller(cast.west_office)
    made = east("POST", f"{PLAN}/meetings", {**FACTS, "host": "east"})
    assert (made.status_code, made.json()["state"]) == (201, "prepared")
    path = f"{PLAN}/meetings/1"
    agenda = {**FACTS, "revision": 0, "points": [{"title": "研究新任务", "minutes": 20}]}
    told = west("PUT", f"{path}/agenda", agenda).json()
    (point,) = told["points"]
    assert (point["title"], point["minutes"], told["revision"]) == ("研究新任务", 20, 1)
    east("POST", f"{path}/acts", {"act": "convene", "revision": 1})
    assert east("POST", f"{path}/acts", {"act": "hold", "revision": 2}).json()["state"] == "held"
    west("PUT", f"{path}/minutes", {"revision": 3, "said": {point["key"]: "一致同意。"}, "attendees": ["甲", "乙"]})
    decision = {
        "revision": 4, "text": "新增研修平台任务。", "leads": ["west-1"], "supports": ["east-1"], "point": point["key"],
        "new_item": {"parent": "a1", "kind": "task", "title": "研修平台"}, "due": "2024-12-31",
    }  # fmt: skip
    made = east("POST", f"{path}/decisions", decision)
    assert (made.status_code, made.json()["decisions"][0]["kind"]) == (201, "item")
    change = {"revision": 5, "text": "顺延。", "leads": ["east-1"], "change": {"item": "t2", "due": "2025-12-31"}}
    second = east("POST", f"{path}/decisions", change).json()["decisions"][1]
    assert second["kind"] == "proposal"
    struck = east("POST", f"{path}/decisions/{second['uid']}/strike", {"revision": 6}).json()
    assert [each["number"] for each in struck["decisions"]] == [1]
    liaison = caller(cast.west_liaison)
    assert (liaison("GET", path).json()["decisions"], liaison("GET", path).json()["points"][0]["said"]) == ([], "")
    east("POST", f"{path}/acts", {"act": "approve", "revision": 7})
    assert west("POST", f"{path}/acts", {"act": "approve", "revision": 8}).json()["state"] == "closed"
    assert liaison("GET", path).json()["points"][0]["said"] == "一致同意。"
    (listed,) = liaison("GET", f"{PLAN}/decisions").json()["results"]
    assert listed["acts"] == ["claim"]
    done = west("POST", f"{PLAN}/decisions/{listed['uid']}/carry-out").json()
    assert done["state"] == "confirmed"
    assert west("GET", f"{PLAN}/items/{done['item']}").json()["title"] == "研修平台"
    stale = west("POST", f"{path}/acts", {"act": "approve", "revision": 8})
    assert (stale.status_code, stale.json()["code"]) == (409, "meeting-changed")
    assert west("GET", f"{PLAN}/meetings").json()["total"] == 1
    assert list(breaks()) == []


def test_a_decision_is_claimed_and_confirmed(cast: Cast, plan: Plan, caller) -> None:
    row = in_force(cast, plan)
    path = f"{PLAN}/decisions/{row.uid}"
    liaison, west = caller(cast.east_liaison), caller(cast.west_office)
    claimed = liaison("POST", f"{path}/acts", {"act": "claim", "revision": 0, "reason": "已公布"}).json()
    assert (claimed["state"], claimed["missing"]) == ("claimed", ["east", "west"])
    assert west("POST", f"{path}/acts", {"act": "confirm", "revision": 1}).json()["missing"] == ["east"]
    east = caller(cast.east_office)("POST", f"{path}/acts", {"act": "confirm", "revision": 2}).json()
    assert [step["act"] for step in east["history"]] == ["claim", "confirm", "confirm"]
    past = west("GET", f"{path}?as_of={DAY.replace(day=DAY.day + 1)}").json()
    assert past["state"] == "open"


def test_groups_and_key_tasks_are_kept(cast: Cast, plan: Plan, caller) -> None:
    east, west = caller(cast.east_office), caller(cast.west_office)
    member = {"organisation": "east-1", "person": "陈某", "post": "组长"}
    group = east("POST", f"{PLAN}/groups", {"title": "工作组", "members": [member], "items": ["t1"]}).json()
    assert [each["code"] for each in group["findings"]] == ["party_without_member"]
    path = f"{PLAN}/groups/{group['uid']}"
    wrong = west("PUT", path, {"revision": 0, "title": "工作组", "members": [member]})
    assert (wrong.status_code, wrong.json()["code"]) == (409, "other-party")
    other = {"organisation": "west-1", "person": "刘某"}
    changed = west("PUT", path, {"revision": 0, "title": "工作组", "members": [other], "items": ["t1"]}).json()
    assert ([each["person"] for each in changed["members"]], changed["findings"]) == (["陈某", "刘某"], [])
    assert east("POST", f"{path}/end", {"revision": 1}).status_code == 204
    assert east("GET", f"{PLAN}/groups").json()["total"] == 0
    made = east("POST", f"{PLAN}/key-tasks", {"title": "2024年清单", "year": 2024, "items": ["t3", "t1"]}).json()
    assert [(task["uid"], task["joint"]) for task in made["tasks"]] == [("t3", 0.0), ("t1", 0.0)]
    path = f"{PLAN}/key-tasks/{made['uid']}"
    assert west("PUT", path, {"revision": 0, "title": "清单", "items": ["t1"]}).json()["items"] == ["t1"]
    unknown = west("PUT", path, {"revision": 1, "title": "清单", "items": ["gone"]})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "no-such-item")
    assert west("GET", f"{PLAN}/key-tasks").json()["results"][0]["title"] == "清单"
    assert west("POST", f"{path}/end", {"revision": 1}).status_code == 204
    assert west("GET", path).status_code == 404
    assert list(breaks()) == []
