"""What people accept, correct, split, join, add and throw away becomes examples for the reading engine."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.cast import NOW, Cast, sign_by_both
from xietong import drafting
from xietong.basics import Refusal
from xietong_web.documents.services import read_document, upload
from xietong_web.drafting import services
from xietong_web.drafting.examples import examples_for
from xietong_web.drafting.models import Plan
from xietong_web.workspace.backing_up import back_up

TEXT = """# 东江西岭教育协同行动计划

## 一、基础教育
（一）共建联盟校。2025年底前，两地共建联盟校50所。（责任单位：东江省基础教育处）
（二）互派教师。每年互派骨干教师100名到对方学校任教。
（三）联合教研。组建学科教研联盟，每季度开展一次主题教研。

## 二、职业教育
（一）共建实训基地。两地共同建设高水平实训基地，面向双方院校开放共享。
"""


@pytest.fixture
def read_plan(cast: Cast) -> Plan:
    """A plan read from a small document."""
    document = upload(name="计划.md", data=TEXT.encode(), by=cast.east_office, now=NOW)
    read_document(document=document, now=NOW)
    document.refresh_from_db()
    parties = [cast.east, cast.west]
    plan, _ = services.start_plan(document=document, parties=parties, by=cast.east_office, now=NOW)
    return plan


def told(plan: Plan, cast: Cast) -> list[dict]:
    """The examples as they are exported."""
    return [json.loads(line) for line in examples_for(plan, cast.east_office)]


def task(plan: Plan, word: str) -> str:
    """The uid of the task whose text holds a word."""
    return plan.items.get(kind__in=["task", "measure"], text__contains=word).uid


def test_what_nobody_touched_says_nothing(read_plan: Plan, cast: Cast) -> None:
    assert read_plan.items.count() >= 4
    assert told(read_plan, cast) == []


def test_accepted_corrected_removed_and_added_items_become_examples(read_plan: Plan, cast: Cast) -> None:
    by: dict[str, Any] = {"plan_uid": read_plan.uid, "by": cast.east_office, "now": NOW}
    services.accept_items(uids=[task(read_plan, "实训基地")], **by)
    services.edit_item(uid=task(read_plan, "骨干教师"), revision=1, changes={"title": "互派骨干教师"}, **by)
    services.remove_item(uid=task(read_plan, "主题教研"), **by)
    services.add_item(parent=None, position=0, kind=drafting.Kind.TASK, title="责任单位", **by)
    found = {line["verdict"]: line for line in told(read_plan, cast)}
    assert {"accepted", "corrected", "removed", "added"} <= set(found)
    text = read_plan.document.text
    for line in found.values():
        if line["span"]:
            start, end = line["span"]
            assert text[start:end] == line["sentence"] != ""
    assert "实训基地" in found["accepted"]["sentence"]
    assert found["accepted"]["read"] == found["accepted"]["right"]
    assert found["corrected"]["right"][0]["title"] == "互派骨干教师" != found["corrected"]["read"][0]["title"]
    assert found["removed"]["right"] == []
    assert found["added"]["read"] == [] and found["added"]["sentence"] == "责任单位"


def test_a_split_and_a_join_are_told_from_a_removal(read_plan: Plan, cast: Cast) -> None:
    by: dict[str, Any] = {"plan_uid": read_plan.uid, "by": cast.east_office, "now": NOW}
    services.split_item(uid=task(read_plan, "实训基地"), texts=["共同建设基地。", "面向双方开放。"], **by)
    assert [line["verdict"] for line in told(read_plan, cast)] == ["split"]
    first, second = (
        read_plan.items.filter(text__contains="两地共建联盟校"),
        read_plan.items.filter(text__contains="主题教研"),
    )
    services.move_item(uid=second.get().uid, parent=first.get().parent.uid, position=1, **by)
    services.join_items(uids=[first.get().uid, second.get().uid], **by)
    assert {line["verdict"] for line in told(read_plan, cast)} == {"corrected", "joined", "split"}


def test_amendments_after_the_agreement_are_no_corrections(read_plan: Plan, cast: Cast) -> None:

    services.accept_items(plan_uid=read_plan.uid, uids=[task(read_plan, "实训基地")], by=cast.east_office, now=NOW)
    sign_by_both(cast, read_plan)
    assert [line["verdict"] for line in told(read_plan, cast)] == ["accepted"]


def test_examples_are_for_the_joint_office_and_for_plans_that_were_read(
    read_plan: Plan, plan: Plan, cast: Cast
) -> None:
    for member in (cast.east_leader, cast.east_liaison, cast.stranger):
        with pytest.raises(Refusal) as refusal:
            examples_for(read_plan, member)
        assert refusal.value.code == "not-permitted"
    with pytest.raises(Refusal) as refusal:
        examples_for(plan, cast.east_office)
    assert refusal.value.code == "not-from-a-document"


def test_a_backup_holds_examples_only_when_asked(read_plan: Plan, cast: Cast, workspace: Path) -> None:
    uids = [task(read_plan, "实训基地")]
    services.accept_items(plan_uid=read_plan.uid, uids=uids, by=cast.east_office, now=NOW)
    for name, asked in (("plain.zip", False), ("more.zip", True)):
        back_up(workspace, workspace / name, now=NOW, examples=asked)
        held = [member for member in zipfile.ZipFile(workspace / name).namelist() if member.startswith("examples/")]
        assert held == ([f"examples/{read_plan.uid}.jsonl"] if asked else [])
