"""Whatever is sent to the API: no trouble of the server's own, and every answer is what the description says."""

import os
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.web.fulfilling.acting import passed
from tests.web.fulfilling.meeting_story import in_force
from tests.web.measuring.conftest import data_set as data_set
from tests.web.measuring.test_collecting import accepted
from xietong_web.accounts.services import make_token
from xietong_web.documents.services import read_document, upload
from xietong_web.drafting.frames import seen_as
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_frame
from xietong_web.endorsing import amending
from xietong_web.endorsing import services as endorsing
from xietong_web.endorsing.models import Proposal
from xietong_web.fulfilling.extending.acts import ask_extension
from xietong_web.fulfilling.meeting.rosters import found_group, list_key_tasks
from xietong_web.measuring.models import DataSet

pytestmark = pytest.mark.once
LONGEST = 200  # characters
EXAMPLES = int(os.environ.get("XIETONG_FUZZ_EXAMPLES", "2"))


class Undo(Exception):
    """Takes back what one example wrote."""


@pytest.fixture
def stage(cast: Cast, plan: Plan, data_set: DataSet) -> dict[str, list[Any]]:
    """What really exists, for the parameters of addresses."""
    document = upload(name="方案.md", data="# 方案\n\n一、推进数字化。\n".encode(), by=cast.east_office, now=NOW)
    read_document(document=document, now=NOW)
    endorsing.propose(plan_uid=plan.uid, title="首次会签", reason="", by=cast.east_office, now=NOW)
    return {
        "plan_uid": [plan.uid],
        "seen": [seen_as(plan_frame(plan))],
        "uid": ["d1", "a1", "t1", "t2", "t3"],
        "number": [1, 2],
        "code": ["east-1", "west-0"],
        "key": [str(document.pk)],
        "form": ["json", "csv", "xlsx", "docx"],
        **_met(cast, plan),
        **_measured(cast, data_set),
        "report": [],
        "extension": [],
    }


def _reported(cast: Cast, plan: Plan) -> dict[str, list[Any]]:
    """Let a report wait for the other side's word, and an extension be asked."""
    report = passed(cast, plan, cast.east_liaison, 40)
    asked = ask_extension(
        plan_uid=plan.uid, uid="t2", wanted=date(2099, 12, 31), reason="x", by=cast.east_liaison, now=NOW
    )
    return {"report": [report.uid], "extension": [asked.uid]}


def _measured(cast: Cast, data_set: DataSet) -> dict[str, list[Any]]:
    row = accepted(data_set, cast)
    return {"indicator": ["PUPILS", "COVER"], "data_set": [data_set.uid], "submission": [row.uid]}


def _met(cast: Cast, plan: Plan) -> dict[str, list[Any]]:
    row = in_force(cast, plan)
    group = found_group(plan_uid=plan.uid, title="工作组", by=cast.east_office, now=NOW)
    tasks = list_key_tasks(plan_uid=plan.uid, title="清单", year=2024, items=["t1"], by=cast.east_office, now=NOW)
    return {"decision": [row.uid], "group": [group.uid], "tasks": [tasks.uid]}


def agree(cast: Cast) -> None:
    """Let both parties sign the first proposal, and the second change something."""
    (proposal,) = Proposal.objects.all()
    endorsing.open_proposal(proposal_pk=proposal.pk, by=cast.east_office, now=NOW)
    for signatory in (cast.east_signatory, cast.west_signatory):
        endorsing.sign(proposal_pk=proposal.pk, proven_at=NOW, by=signatory, now=NOW)
    amending.amend_item(plan_uid="plan-of-two", uid="t1", changes={"title": "x"}, by=cast.west_office, now=NOW)


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the server from closing the connection that the test's transaction runs on, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.usefixtures("one_connection")
def test_no_call_breaks_the_server_and_every_answer_is_as_described(cast: Cast, stage: dict[str, list[Any]]) -> None:
    import schemathesis  # two seconds, for the process that fuzzes alone

    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", get_wsgi_application())
    schema.config.analysis.constants.enabled = False  # words found in our source: ``stage`` has those that exist
    shorten(schema.raw_schema)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) > 40
    token = make_token(name="fuzz", by=cast.east_office, now=NOW)
    troubles = [trouble for operation in operations for trouble in fuzz(operation, token, stage)]
    agree(cast)
    stage |= _reported(cast, Plan.objects.get(uid="plan-of-two"))
    token = make_token(name="fuzz", by=cast.west_office, now=NOW)
    troubles += [trouble for operation in operations for trouble in fuzz(operation, token, stage)]
    assert not troubles, "\n\n".join(troubles)


def shorten(described: Any) -> None:
    """Ask for no longer texts than titles are: schemathesis writes lengths into patterns, and 20,000 take 0.3 s each."""
    for each in described.values() if isinstance(described, dict) else described:
        if isinstance(each, dict) and "pattern" in each and "maxLength" in each:
            each["maxLength"] = min(each["maxLength"], LONGEST)
        if isinstance(each, dict | list):
            shorten(each)


def fuzz(operation: Any, token: str, stage: dict[str, list[Any]]) -> list[str]:
    """Call one operation with what hypothesis makes of its description, mostly upon things that exist."""
    from schemathesis import checks

    conformance = ("status_code_conformance", "content_type_conformance", "response_schema_conformance")
    held = [checks.not_a_server_error, *(checks.CHECKS.get_one(name) for name in conformance)]

    @seed(20240305)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), data=st.data())
    def call(case: Any, data: st.DataObject) -> None:
        for name in case.path_parameters:
            if stage.get(name) and data.draw(st.integers(0, 4)):
                case.path_parameters[name] = data.draw(st.sampled_from(stage[name]))
        if isinstance(case.body, dict) and "revision" in case.body:
            case.body["revision"] = stage["seen"][0] if isinstance(case.body["revision"], str) else 1
        try:
            with transaction.atomic():
                response = case.call(headers={"Authorization": f"Bearer {token}"})
                case.validate_response(response, checks=held)
                raise Undo
        except Undo:
            return

    try:
        call()
    except Exception as trouble:  # noqa: BLE001 - every operation is tried before the first trouble is told
        return [f"{operation.method.upper()} {operation.path}: {trouble}"]
    return []
