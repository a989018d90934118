"""Whoever looks for a word finds it where it stands, and nothing that is not theirs."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from xietong.drafting import Kind
from xietong_web.documents.services import read_document, upload
from xietong_web.drafting import services
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_value
from xietong_web.drafting.taking import step_to, take_step
from xietong_web.fulfilling import indexing, listeners
from xietong_web.fulfilling.jobs import file_batch
from xietong_web.fulfilling.models import Indexed
from xietong_web.fulfilling.searching import search
from xietong_web.fulfilling.tokens import words_asked, words_of

HAN = st.text(
    st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5) | st.sampled_from("教育局联盟校共建"), max_size=30
)


def found(member, asked: str, **more) -> list[str]:
    return [hit.key for hit in search(member, asked, **more).hits]


@given(before=HAN, word=HAN.filter(bool), after=HAN)
def test_every_run_of_characters_in_a_text_is_found_by_its_words(before: str, word: str, after: str) -> None:
    assert set(words_asked(word)) <= set(words_of(before + word + after))


@given(st.text(max_size=60))
def test_words_never_hold_what_a_query_language_reads(text: str) -> None:
    assert all(word.isalnum() or word in {"々", "〇"} for word in [*words_of(text), *words_asked(text)])


def test_a_word_of_two_characters_is_found_inside_a_longer_one(cast: Cast, plan: Plan) -> None:
    assert found(cast.east_office, "联盟") == ["t1"]
    assert found(cast.east_office, "教师") == ["t2"]
    assert found(cast.east_office, "评估 联合") == ["t3"]


def test_a_word_in_the_title_comes_before_one_in_the_text(cast: Cast, plan: Plan) -> None:
    by: dict[str, Any] = {"by": cast.east_office, "now": NOW}
    services.edit_item(plan_uid=plan.uid, uid="a1", revision=1, changes={"text": "互派优秀干部"}, **by)
    assert found(cast.west_office, "互派") == ["t2", "a1"]


def test_what_was_changed_is_found_by_its_new_words_and_no_longer_by_the_old(cast: Cast, plan: Plan) -> None:
    by: dict[str, Any] = {"by": cast.east_office, "now": NOW}
    services.edit_item(plan_uid=plan.uid, uid="t2", revision=1, changes={"title": "选派校长", "text": ""}, **by)
    assert found(cast.east_office, "校长") == ["t2"]
    assert found(cast.east_office, "互派") == []
    services.undo(plan_uid=plan.uid, **by)
    assert found(cast.east_office, "互派") == ["t2"]
    services.remove_item(plan_uid=plan.uid, uid="a1", **by)
    assert found(cast.east_office, "互派") == []
    services.undo(plan_uid=plan.uid, **by)
    assert found(cast.east_office, "互派") == ["t2"]
    made = services.add_item(plan_uid=plan.uid, parent="a1", position=0, kind=Kind.TASK, title="共享图书", **by)
    assert found(cast.west_office, "图书") == [made.uid]


def test_the_words_of_very_many_items_are_filed_by_a_job(cast: Cast, plan: Plan, monkeypatch, settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(listeners, "AT_ONCE", 1)
    monkeypatch.setattr(indexing, "FEW", 1)
    by: dict[str, Any] = {"by": cast.east_office, "now": NOW}
    old = plan_value(plan)
    titles = {"t1": "选派校长", "t2": "培养校长"}
    new = replace(old, items=tuple(replace(one, title=titles.get(one.uid, one.title)) for one in old.items))
    take_step(plan_uid=plan.uid, step=step_to(plan, old, new, **by), **by)
    services.edit_item(plan_uid=plan.uid, uid="t2", revision=2, changes={"title": "选派园长"}, **by)
    assert (found(cast.east_office, "校长"), found(cast.east_office, "园长")) == ([], ["t2"])
    jobs = DBTaskResult.objects.filter(task_path=file_batch.module_path)
    for job in jobs:
        file_batch.func(*job.args_kwargs["args"])
    assert len(jobs) == 1
    assert (found(cast.east_office, "校长"), found(cast.east_office, "园长")) == (["t1"], ["t2"])
    services.remove_item(plan_uid=plan.uid, uid="a1", **by)
    assert found(cast.east_office, "园长") == [], "what is gone is not found from then on"
    for job in jobs.all():
        file_batch.func(*job.args_kwargs["args"])
    assert found(cast.east_office, "园长") == []


def test_organisations_are_found_by_name_and_alias(cast: Cast) -> None:
    assert found(cast.east_office, "西岭 职业", kind="organisation") == ["west-2"]
    assert found(cast.east_office, "职教处") == ["east-2", "west-2", "north-2"]
    assert found(cast.system_admin, "Basic Educ") == ["east-1", "west-1", "north-1"]


def test_a_stranger_finds_nothing_of_a_plan(cast: Cast, plan: Plan) -> None:
    for member in (cast.stranger, cast.system_admin, cast.audit_admin):
        assert found(member, "联盟") == []
        assert search(member, "联盟").total == 0


def test_a_document_is_found_by_its_party_and_then_by_the_parties_of_its_plan(cast: Cast, plan: Plan) -> None:
    document = upload(name="方案.md", data="# 方案\n\n一、推进数字化转型。\n".encode(), by=cast.east_office, now=NOW)
    read_document(document=document, now=NOW)
    assert found(cast.east_leader, "数字化") == [str(document.pk)]
    assert found(cast.west_office, "数字化") == []
    plan.document = document
    plan.save()
    indexing.index_plan(plan.uid)
    assert found(cast.west_office, "数字化", kind="document") == [str(document.pk)]
    assert found(cast.stranger, "数字化") == []


@pytest.mark.parametrize(
    "asked", ['"', "'", "教育' | 'x", 'a" OR "b', "scope:everybody", "NEAR(a b)", "*", "&", "\\", "𠀀", "%s", "教 AND"]
)
def test_no_question_breaks_the_query_language(cast: Cast, plan: Plan, asked: str) -> None:
    search(cast.east_office, asked)


def test_a_scope_written_into_a_text_opens_nothing(cast: Cast, plan: Plan) -> None:
    scope = indexing.scope_of_plan(plan.uid)
    by: dict[str, Any] = {"by": cast.east_office, "now": NOW}
    services.edit_item(plan_uid=plan.uid, uid="t1", revision=1, changes={"title": f"{scope} everybody"}, **by)
    assert found(cast.stranger, "everybody") == []
    assert found(cast.east_office, "everybody") == ["t1"]


def test_the_hits_of_a_page_are_marked_and_cut_out_of_a_long_text(cast: Cast, plan: Plan) -> None:
    by: dict[str, Any] = {"by": cast.east_office, "now": NOW}
    text = "甲" * 200 + "成渝图书馆联盟" + "乙" * 200
    services.edit_item(plan_uid=plan.uid, uid="t2", revision=1, changes={"text": text}, **by)
    (hit,) = search(cast.east_office, "图书馆联盟").hits
    assert [piece.text for piece in hit.snippet if piece.hit] == ["图书馆联盟"]
    shown = "".join(piece.text for piece in hit.snippet)
    assert shown.startswith("…甲") and shown.endswith("乙…") and len(shown) < 130


def test_a_rebuilt_index_finds_the_same(cast: Cast, plan: Plan) -> None:
    before = {asked: found(cast.east_office, asked) for asked in ("联盟", "教育", "职教处", "评估")}
    count = Indexed.objects.count()
    assert indexing.rebuild() == count
    assert {asked: found(cast.east_office, asked) for asked in before} == before


def test_the_page_of_a_search_shows_what_was_found_and_pages_through_it(cast: Cast, plan: Plan) -> None:
    by: dict[str, Any] = {"by": cast.east_office, "now": NOW}
    for number in range(25):
        services.add_item(plan_uid=plan.uid, parent="a1", position=0, kind=Kind.TASK, title=f"图书第{number}批", **by)
    client = Client()
    client.force_login(cast.east_office.person)
    first = client.get("/search/", {"q": "图书"}).content.decode()
    assert first.count("<mark>图书</mark>") == 20
    assert client.get("/search/", {"q": "图书", "page": "2"}).content.decode().count("<mark>图书</mark>") == 5
    assert "<mark>" not in client.get("/search/", {"q": "'\"<script>"}).content.decode()
    assert client.get("/search/", {"q": "…"}).status_code == 200
