"""Who may call what: every operation of the API × everybody on the stage."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from tests.cast import NOW, Cast, plan_of_two
from tests.web.fulfilling.acting import passed
from tests.web.fulfilling.meeting_story import NEW_ITEM, in_force
from tests.web.measuring.conftest import data_set as data_set
from tests.web.measuring.test_collecting import accepted
from xietong.measuring import TargetKind
from xietong_web.accounts.models import Member
from xietong_web.api import api
from xietong_web.documents.services import read_document, upload
from xietong_web.drafting.frames import seen_as
from xietong_web.drafting.models import Plan
from xietong_web.endorsing import services as endorsing
from xietong_web.fulfilling.extending.acts import ask_extension
from xietong_web.fulfilling.meeting.rosters import found_group, list_key_tasks
from xietong_web.measuring.models import DataSet
from xietong_web.measuring.services import set_value

pytestmark = pytest.mark.once

OFFICES = {"east_office", "west_office"}
SIGNATORIES = {"east_signatory", "west_signatory"}
EAST = {"east_office", "east_signatory", "east_manager", "east_liaison", "east_reviewer", "east_leader"}
OF_PLAN = EAST | {"west_office", "west_signatory", "west_liaison", "west_reviewer"}
ADMINS = {"system_admin", "security_admin", "audit_admin"}
EVERYBODY = OF_PLAN | ADMINS | {"stranger"}
PLAN = "/plans/{plan_uid}"
ITEM = f"{PLAN}/items/{{uid}}"
PROPOSAL = f"{PLAN}/proposals/{{number}}"
VERSION = f"{PLAN}/versions/{{number}}"
TITLE = {"title": "新任务", "kind": "task"}

# (method, path): (who may, the others' answer where they are of the plan, what is sent)
ALWAYS: dict[tuple[str, str], tuple[set[str], int, Any]] = {
    ("GET", "/me"): (EVERYBODY, 403, None),
    ("GET", "/parties"): (EVERYBODY, 403, None),
    ("GET", "/organisations"): (EVERYBODY, 403, None),
    ("GET", "/organisations/{code}"): (EVERYBODY, 403, None),
    ("GET", "/organisations/{code}/duties"): (EVERYBODY, 403, None),
    ("GET", "/journal"): (OFFICES | {"east_manager", "east_leader", "stranger", "audit_admin"}, 403, None),
    ("GET", "/documents"): (EVERYBODY, 403, None),
    ("POST", "/documents"): (OFFICES | {"stranger"}, 403, "file"),
    ("GET", "/documents/{key}"): (EAST, 404, None),
    ("GET", "/documents/{key}/draft"): (EAST, 404, None),
    ("GET", "/plans"): (EVERYBODY, 403, None),
    ("GET", "/work"): (EVERYBODY, 403, None),
    ("GET", "/search"): (EVERYBODY, 403, None),
    ("GET", PLAN): (OF_PLAN, 404, None),
    ("GET", f"{PLAN}/items"): (OF_PLAN, 404, None),
    ("GET", ITEM): (OF_PLAN, 404, None),
    ("GET", f"{ITEM}/tree"): (OF_PLAN, 404, None),
    ("GET", f"{ITEM}/history"): (OF_PLAN, 404, None),
    ("GET", f"{PLAN}/completions"): (OF_PLAN, 404, None),
    ("GET", f"{PLAN}/proposals"): (OF_PLAN, 404, None),
    ("GET", f"{PLAN}/versions"): (OF_PLAN, 404, None),
    ("GET", f"{PLAN}/journal"): (OFFICES | {"east_manager", "east_leader"}, 403, None),
    ("GET", f"{PLAN}/overview"): (OF_PLAN, 404, None),
    ("GET", f"{PLAN}/timetable"): (OF_PLAN, 404, None),
    ("GET", f"{PLAN}/waits"): (OF_PLAN, 404, None),
    ("GET", f"{PLAN}/waits/board"): (OF_PLAN, 404, None),
    ("GET", f"{PLAN}/exports/{{form}}"): (OF_PLAN, 404, None),
}
IN_DRAFT: dict[tuple[str, str], tuple[set[str], int, Any]] = {
    ("POST", "/plans"): ({"east_office"}, 403, {"document": "KEY", "parties": ["east", "west"]}),
    ("POST", f"{PLAN}/items"): (OFFICES, 403, TITLE),
    ("PATCH", PLAN): (OFFICES, 403, {"revision": seen_as(plan_of_two()), "title": "改名"}),
    ("PATCH", ITEM): (OFFICES, 403, {"revision": 1, "title": "改名"}),
    ("DELETE", ITEM): (OFFICES, 403, None),
    ("POST", f"{ITEM}/move"): (OFFICES, 403, {"parent": None, "position": 0}),
    ("POST", f"{ITEM}/split"): (OFFICES, 403, {"texts": ["甲", "乙"]}),
    ("POST", f"{PLAN}/join"): (OFFICES, 403, {"uids": ["t1", "t2"]}),
    ("POST", f"{PLAN}/accept"): (OFFICES, 403, {"uids": ["t1"]}),
    ("POST", f"{PLAN}/undo"): (OFFICES, 403, None),
    ("POST", f"{PLAN}/proposals"): (OFFICES, 403, {"title": "首次会签"}),
}
IN_SIGNING: dict[tuple[str, str], tuple[set[str], int, Any]] = {
    ("GET", PROPOSAL): (OF_PLAN, 404, None),
    ("PATCH", PROPOSAL): (OFFICES, 403, {"title": "改名"}),
    ("POST", f"{PROPOSAL}/open"): (OFFICES, 403, None),
    ("POST", f"{PROPOSAL}/withdraw"): ({"east_office"}, 403, None),
    ("POST", f"{PROPOSAL}/decline"): (SIGNATORIES, 403, {"text": "须细化"}),
    ("POST", f"{PROPOSAL}/rebase"): (OFFICES, 403, None),
    ("GET", f"{PROPOSAL}/remarks"): (OF_PLAN, 404, None),
    ("POST", f"{PROPOSAL}/remarks"): (OFFICES | SIGNATORIES | {"east_leader"}, 403, {"text": "同意"}),
    ("GET", f"{PROPOSAL}/statement"): (OF_PLAN, 404, None),
    ("GET", VERSION): (OF_PLAN, 404, None),
    ("GET", f"{VERSION}/content"): (OF_PLAN, 404, None),
    ("GET", f"{VERSION}/changes"): (OF_PLAN, 404, None),
    ("GET", f"{PLAN}/amendments/plan"): (OF_PLAN, 404, None),
    ("PATCH", f"{PLAN}/amendments/plan"): (OFFICES, 403, {"revision": seen_as(plan_of_two()), "title": "改名"}),
    ("POST", f"{PLAN}/amendments/items"): (OFFICES, 403, TITLE),
    ("PATCH", f"{PLAN}/amendments/items/{{uid}}"): (OFFICES, 403, {"title": "改名"}),
    ("DELETE", f"{PLAN}/amendments/items/{{uid}}"): (OFFICES, 403, None),
}
FACTS = {"title": "联席会议", "day": "2024-03-05"}
MEETING = f"{PLAN}/meetings/{{number}}"
DECISION = f"{PLAN}/decisions/{{decision}}"
GROUP = f"{PLAN}/groups/{{group}}"
TASKS = f"{PLAN}/key-tasks/{{tasks}}"
ON_MEETINGS: dict[tuple[str, str], tuple[set[str], int, Any]] = {
    ("GET", f"{PLAN}/meetings"): (OF_PLAN, 404, None),
    ("POST", f"{PLAN}/meetings"): (OFFICES, 403, FACTS),
    ("GET", MEETING): (OF_PLAN, 404, None),
    ("PUT", f"{MEETING}/agenda"): (OFFICES, 403, {**FACTS, "revision": 3}),
    ("POST", f"{MEETING}/agenda/refresh"): (OFFICES, 403, {"revision": 3}),
    ("PUT", f"{MEETING}/minutes"): (OFFICES, 403, {"revision": 3}),
    ("POST", f"{MEETING}/acts"): (OFFICES, 403, {"act": "approve", "revision": 3}),
    ("POST", f"{MEETING}/decisions"): (OFFICES, 403, {"revision": 3, "text": "议定", "leads": ["east-1"]}),
    ("POST", f"{MEETING}/decisions/{{decision}}/strike"): (OFFICES, 403, {"revision": 3}),
    ("GET", f"{PLAN}/decisions"): (OF_PLAN, 404, None),
    ("GET", DECISION): (OF_PLAN, 404, None),
    ("POST", f"{DECISION}/acts"): ({"east_liaison"}, 403, {"act": "claim", "revision": 0}),
    ("POST", f"{DECISION}/carry-out"): (OFFICES, 403, None),
    ("GET", f"{PLAN}/groups"): (OF_PLAN, 404, None),
    ("POST", f"{PLAN}/groups"): (OFFICES, 403, {"title": "工作组"}),
    ("GET", GROUP): (OF_PLAN, 404, None),
    ("PUT", GROUP): (OFFICES, 403, {"revision": 0, "title": "工作组"}),
    ("POST", f"{GROUP}/end"): (OFFICES, 403, {"revision": 0}),
    ("GET", f"{PLAN}/key-tasks"): (OF_PLAN, 404, None),
    ("POST", f"{PLAN}/key-tasks"): (OFFICES, 403, {"title": "清单", "year": 2024}),
    ("GET", TASKS): (OF_PLAN, 404, None),
    ("PUT", TASKS): (OFFICES, 403, {"revision": 0, "title": "清单"}),
    ("POST", f"{TASKS}/end"): (OFFICES, 403, {"revision": 0}),
}
INDICATOR = f"{PLAN}/indicators/{{indicator}}"
DATA_SET = f"{PLAN}/data-sets/{{data_set}}"
SUBMISSION = f"{PLAN}/submissions/{{submission}}"
IN_OFFICE = OFFICES | {"east_liaison", "west_liaison", "east_reviewer", "west_reviewer"}
BASELINE = {"kind": "baseline", "period": "2022", "value": "7", "source": "年鉴"}
ON_FIGURES: dict[tuple[str, str], tuple[set[str], int, Any]] = {
    ("GET", f"{PLAN}/indicators"): (OF_PLAN, 404, None),
    ("GET", INDICATOR): (OF_PLAN, 404, None),
    ("POST", f"{PLAN}/indicators"): (OFFICES, 403, {"code": "NEW", "name": "新指标"}),
    ("PUT", INDICATOR): (OFFICES, 403, {"code": "PUPILS", "name": "在校生数"}),
    ("POST", f"{INDICATOR}/set-values"): (OFFICES, 403, BASELINE),
    ("DELETE", f"{INDICATOR}/set-values/{{value}}"): (OFFICES, 403, None),
    ("POST", f"{PLAN}/definitions"): (OFFICES, 403, {"indicators": []}),
    ("GET", f"{INDICATOR}/organisations"): (OF_PLAN, 404, None),
    ("GET", f"{PLAN}/collection"): (OF_PLAN, 404, None),
    ("GET", f"{PLAN}/data-sets"): (OF_PLAN, 404, None),
    ("PATCH", DATA_SET): (OFFICES, 403, {"days": 60}),
    ("GET", f"{DATA_SET}/submissions"): (OF_PLAN, 404, None),
    ("POST", f"{DATA_SET}/values"): (OF_PLAN, 404, {"rows": []}),
    ("GET", SUBMISSION): (OF_PLAN, 404, None),
    ("POST", f"{SUBMISSION}/acts"): (IN_OFFICE, 403, {"act": "confirm", "revision": 0}),
}
REPORT = f"{PLAN}/reports/{{report}}"
EXTENSION = f"{PLAN}/extensions/{{extension}}"
CONFIRMING = {"west_reviewer", "west_office"}
LIAISONS = {"east_liaison", "west_liaison"}
SAID = {"revision": 9, "content": {"percent": 10, "text": "x"}}
LATER = {"item": "t1", "wanted": "2099-12-31", "reason": "x"}
REACHED = {"item": "t1", "kind": "target", "subject": "g1", "value": 60}
ON_REPORTS: dict[tuple[str, str], tuple[set[str], int, Any]] = {
    ("GET", "/work/reports"): (EVERYBODY, 403, None),
    ("GET", f"{PLAN}/reports"): (OF_PLAN, 404, None),
    ("POST", f"{PLAN}/reports"): (LIAISONS, 403, {"item": "t1", "period": "2024-Q2"}),
    ("GET", REPORT): (OF_PLAN, 404, None),
    ("PUT", REPORT): (LIAISONS | IN_OFFICE, 403, SAID),
    ("POST", f"{REPORT}/acts"): (LIAISONS | IN_OFFICE, 403, {"act": "confirm", "revision": 2}),
    ("POST", f"{REPORT}/evidence"): (LIAISONS | IN_OFFICE, 403, "file"),
    ("GET", f"{PLAN}/extensions"): (OF_PLAN, 404, None),
    ("POST", f"{PLAN}/extensions"): (LIAISONS, 409, LATER),
    ("GET", EXTENSION): (OF_PLAN, 404, None),
    ("POST", f"{EXTENSION}/acts"): (OFFICES, 403, {"act": "refuse", "answer": "x"}),
    ("GET", f"{PLAN}/closings"): (OF_PLAN, 404, None),
    ("POST", f"{PLAN}/closings"): (LIAISONS | OFFICES, 409, REACHED),
}
KNOWN = {"plan_uid": "plan-of-two", "uid": "t2", "number": "1", "code": "east-1", "form": "json"}
NEW_ITEM_OF_EAST = replace(NEW_ITEM, leads=("east-1",), supports=())
QUERIES = {"/search": "?q=教育", f"{PLAN}/completions": "?q=基础", f"{VERSION}/changes": "?since=1"}


@pytest.fixture
def key(cast: Cast, plan: Plan) -> str:
    """A document of East's own."""
    made = upload(name="方案.md", data="# 行动方案\n\n一、推进数字化。\n".encode(), by=cast.east_office, now=NOW)
    return str(read_document(document=made, now=NOW).pk)


FILE = ("a.pdf", b"%PDF-1.4\n%%EOF\n")


def ask(client: Client, method: str, path: str, key: str, sent: Any) -> int:
    """Make one call that leaves nothing behind, and return its status."""
    address = f"/api/v1{path.format(**KNOWN, key=key)}{QUERIES.get(path, '')}"
    try:
        with transaction.atomic():
            if sent == "file":
                answer = client.post(address, {"file": SimpleUploadedFile(*FILE), "revision": "2"})
            else:
                body = None if sent is None else {**sent, **({"document": key} if "document" in sent else {})}
                answer = client.generic(method, address, *_json(body))
            raise InterruptedError
    except InterruptedError:
        return answer.status_code


def _json(body: Any) -> tuple[str, ...]:
    import json

    return () if body is None else (json.dumps(body), "application/json")


def wrongs(cast: Cast, key: str, table: dict[tuple[str, str], tuple[set[str], int, Any]]) -> list[str]:
    found = []
    for name in sorted(EVERYBODY):
        member: Member = getattr(cast, name)
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(member.person)
        for (method, path), (allowed, denied, sent) in table.items():
            status = ask(client, method, path, key, sent)
            outside = name not in OF_PLAN and "{plan_uid}" in path
            expected = None if name in allowed else 404 if outside else denied
            if (method, path) == ("POST", "/plans") and name not in EAST:
                expected = 404  # of East's own document they know nothing
            if (expected is None and status in {401, 403, 404, 500}) or (expected is not None and status != expected):
                found.append(f"{name}: {method} {path}: {status}, not {expected or 'let in'}")
    return found


def test_the_table_names_every_operation() -> None:
    described = {
        (method.upper(), path.removeprefix("/api/v1"))
        for path, operations in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items()
        for method in operations
    }
    assert described == set(ALWAYS) | set(IN_DRAFT) | set(IN_SIGNING) | set(ON_MEETINGS) | set(ON_FIGURES) | set(
        ON_REPORTS
    )


def test_only_those_in_the_table_are_let_in_while_a_plan_is_drafted(cast: Cast, plan: Plan, key: str) -> None:
    assert wrongs(cast, key, {**ALWAYS, **IN_DRAFT}) == []


def test_only_those_in_the_table_are_let_in_while_a_plan_is_signed(cast: Cast, plan: Plan, key: str) -> None:
    made = endorsing.propose(plan_uid=plan.uid, title="首次会签", reason="", by=cast.east_office, now=NOW)
    endorsing.open_proposal(proposal_pk=made.pk, by=cast.east_office, now=NOW)
    assert wrongs(cast, key, {**ALWAYS, **IN_SIGNING}) == []


def test_only_those_in_the_table_are_let_in_to_meetings_groups_and_lists(
    cast: Cast, plan: Plan, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = in_force(cast, plan, NEW_ITEM_OF_EAST)
    group = found_group(plan_uid=plan.uid, title="工作组", by=cast.east_office, now=NOW)
    tasks = list_key_tasks(plan_uid=plan.uid, title="清单", year=2024, items=["t1"], by=cast.east_office, now=NOW)
    for name, uid in (("decision", row.uid), ("group", group.uid), ("tasks", tasks.uid)):
        monkeypatch.setitem(KNOWN, name, uid)
    assert wrongs(cast, key, ON_MEETINGS) == []


def test_only_those_in_the_table_are_let_in_to_figures(
    cast: Cast, plan: Plan, data_set: DataSet, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = accepted(data_set, cast)
    value = set_value(
        plan_uid=plan.uid, code="PUPILS", kind=TargetKind.BASELINE, period="2022", value=Decimal(7), source="年鉴",
        by=cast.east_office, now=NOW,
    )  # fmt: skip
    known = {"indicator": "PUPILS", "data_set": data_set.uid, "submission": row.uid, "value": value.uid}
    for name, uid in known.items():
        monkeypatch.setitem(KNOWN, name, uid)
    assert wrongs(cast, key, ON_FIGURES) == []


def test_only_those_in_the_table_are_let_in_to_reports(
    cast: Cast, agreed: Plan, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = passed(cast, agreed, cast.east_liaison, 40)
    asked = ask_extension(
        plan_uid=agreed.uid, uid="t1", wanted=date(2099, 12, 31), reason="x", by=cast.east_liaison, now=NOW
    )
    for name, uid in (("report", report.uid), ("extension", asked.uid)):
        monkeypatch.setitem(KNOWN, name, uid)
    assert "\n".join(wrongs(cast, key, ON_REPORTS)) == ""


def test_nobody_is_let_in_without_a_token_or_a_session(
    cast: Cast, plan: Plan, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    for name in ("decision", "group", "tasks", "indicator", "data_set", "submission", "value", "report", "extension"):
        monkeypatch.setitem(KNOWN, name, "unknown")
    table = {**ALWAYS, **IN_DRAFT, **IN_SIGNING, **ON_MEETINGS, **ON_FIGURES, **ON_REPORTS}
    answers = {call: ask(client, *call, key, sent) for call, (_, _, sent) in table.items()}
    assert {call: status for call, status in answers.items() if status != 401} == {}


def test_a_partys_draft_proposal_is_its_own_kitchen(cast: Cast, plan: Plan, caller) -> None:
    endorsing.propose(plan_uid=plan.uid, title="首次会签", reason="", by=cast.east_office, now=NOW)
    path = "/plans/plan-of-two/proposals"
    assert caller(cast.east_leader)("GET", path).json()["total"] == 1
    other = caller(cast.west_office)
    assert other("GET", path).json() == {"total": 0, "limit": 50, "offset": 0, "results": []}
    assert other("GET", f"{path}/1").status_code == 404
    told = other("GET", "/plans/plan-of-two/journal").json()["results"]
    assert "endorsing.proposed" not in {entry["act"] for entry in told}


def test_a_stranger_sees_nothing_of_a_plan(cast: Cast, plan: Plan, caller) -> None:
    call = caller(cast.stranger)
    assert call("GET", "/plans").json()["total"] == 0
    assert call("GET", "/documents").json()["total"] == 0
    assert call("GET", "/organisations/east-1/duties").json()["total"] == 0
    assert call("GET", "/search?q=联盟").json()["total"] == 0
    assert "plan-of-two" not in call("GET", "/journal?limit=500").content.decode()


def test_the_audit_administrator_reads_the_whole_journal(cast: Cast, plan: Plan) -> None:
    client = Client()  # administrators have no tokens: this one reads in a session
    client.force_login(cast.audit_admin.person)
    told = client.get("/api/v1/journal?act=drafting.plan-started").json()["results"]
    assert [(entry["subject"], entry["actor"]) for entry in told] == [("plan-of-two", "east_office")]
