"""A form that an act refuses comes back with all that was typed, and says beside the field what is in the way."""

from collections.abc import Mapping

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.cast import NOW, Cast
from tests.web.measuring.conftest import PLACES
from xietong_web.drafting.models import Plan
from xietong_web.measuring import services

pytestmark = pytest.mark.once


def _sent(client: Client, page: str, action: str, typed: Mapping[str, object]) -> HttpResponse:
    """Send a form as a browser does: from its page."""
    return client.post(action, typed, headers={"referer": f"http://testserver{page}"})


def _form(answer: HttpResponse) -> html.FormElement:
    """Return the form in which the refusal is told."""
    return next(_page(answer).get_element_by_id("refused").iterancestors("form"))


def _page(answer: HttpResponse) -> html.HtmlElement:
    return html.document_fromstring(answer.content.decode())


@pytest.fixture
def english(cast: Cast) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.east_office.person)
    return client


@pytest.fixture
def target_form(cast: Cast, plan: Plan) -> tuple[str, str]:
    """The address of an indicator's page, and where its targets and baselines are sent."""
    services.define_indicator(plan_uid=plan.uid, value=PLACES, by=cast.east_office, now=NOW)
    return reverse("measuring:indicator", args=[plan.uid, "PLACES"]), reverse(
        "measuring:set", args=[plan.uid, "PLACES"]
    )


TARGET = {
    "item": "t1",
    "kind": "milestone",
    "party": "west",
    "period": "2025",
    "value": "1,200",
    "tolerance": "5",
}


@pytest.mark.parametrize(
    ("field", "typed"), [("value", "many"), ("tolerance", "some"), ("period", "next year"), ("tolerance", "-1")]
)
def test_a_target_comes_back_as_it_was_typed_with_the_reason_beside_its_field(
    english: Client, target_form: tuple[str, str], field: str, typed: str
) -> None:
    page, action = target_form
    answer = _sent(english, page, action, TARGET | {field: typed})
    assert answer.status_code == 409
    form = _form(answer)
    assert {name: form.fields[name] for name in TARGET} == TARGET | {field: typed}
    (wrong,) = form.xpath(".//*[@aria-invalid]")
    assert (wrong.name, wrong.get("aria-describedby"), "autofocus" in wrong.attrib) == (field, "refused", True)
    assert wrong.getparent().getnext().get("id") == "refused"
    assert "open" in form.getparent().attrib


def test_a_baseline_and_a_target_of_one_address_are_told_apart(english: Client, target_form: tuple[str, str]) -> None:
    page, action = target_form
    typed = {"party": "", "period": "2020", "value": "x", "source": "统计年鉴\n第3页"}
    form = _form(_sent(english, page, action, typed))
    assert "item" not in form.fields
    assert form.fields["source"] == typed["source"]


def test_what_several_entries_of_one_name_said_comes_back_in_turn_and_what_others_wrote_stands_beside(
    english: Client, cast: Cast, plan: Plan
) -> None:
    facts = {"title": "第一次会议", "day": "2024-03-01", "place": "东", "host": "east", "attendees": "甲\n乙"}
    english.post(reverse("fulfilling:meeting_prepare", args=[plan.uid]), facts)
    page = reverse("fulfilling:meeting", args=[plan.uid, 1])
    form = next(each for each in _page(english.get(page)).forms if "attendees" in each.fields)
    sent = {name: form.fields[name] for name in form.fields if form.fields[name] is not None}
    sent |= {"title": "改了的标题", "attendees": "甲\n\n丙", "revision": "7"}
    answer = _sent(english, page, form.action, sent)
    form = _form(answer)
    assert form.fields["title"] == "改了的标题"
    assert form.fields["attendees"] == "甲\n\n丙"
    assert "It stands now: 第一次会议" in answer.text
    assert form.fields["revision"] != "7"


def test_a_change_of_an_agreed_plan_comes_back_with_all_its_rows(english: Client, agreed: Plan) -> None:
    where = reverse("endorsing:amend", args=[agreed.uid, "t1"])
    form = next(each for each in _page(english.get(where)).forms if "duty_name" in each.fields)
    sent: dict[str, list[str]] = {}
    for name, text in form.form_values():
        sent.setdefault(name, []).append(text)
    sent |= {"title": ["改了的"], "start": ["someday"], "duty_name": ["甲处", *sent["duty_name"][1:]]}
    again = _form(_sent(english, where, where, sent))
    names = [name for name, _ in again.form_values() if name != "page-sent-from"]
    assert names == [name for name, _ in form.form_values()]
    assert {"改了的", "someday", "甲处"} <= {text for _, text in again.form_values()}
    assert [each.name for each in again.xpath(".//*[@aria-invalid]")] == ["start"]


def test_what_no_page_can_hold_is_left_out(english: Client, target_form: tuple[str, str]) -> None:
    where, action = target_form
    form = _form(_sent(english, where, action, TARGET | {"value": "\x00a\x0b lot\x7f of\ufffe"}))
    assert form.fields["value"] == "a lot of"


def test_the_api_names_what_is_in_the_way(english: Client, target_form: tuple[str, str], plan: Plan) -> None:
    told = {"kind": "baseline", "period": "2023-Q1", "value": "5", "source": "统计年鉴"}
    answer = english.post(
        f"/api/v1/plans/{plan.uid}/indicators/PLACES/set-values", told, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (409, "bad-period", "period")


def test_what_was_typed_for_a_page_that_is_gone_is_shown_to_be_copied(english: Client, plan: Plan) -> None:
    answer = _sent(
        english, "/nowhere/", reverse("endorsing:act", args=[plan.uid, 77, "remark"]), {"text": "请看 <第三条>"}
    )
    assert answer.status_code == 404
    assert "<pre>请看 &lt;第三条&gt;</pre>" in answer.text


def test_what_was_typed_when_the_session_had_ended_is_shown_to_be_copied_and_no_secret(cast: Cast, plan: Plan) -> None:
    stranger = Client(headers={"accept-language": "en"})
    typed = {"text": "很长的一段话。", "password1": "not this one!", "revision": "3"}
    page = reverse("endorsing:proposals", args=[plan.uid])
    answer = _sent(stranger, page, reverse("endorsing:act", args=[plan.uid, 1, "remark"]), typed)
    assert answer.status_code == 401
    assert "很长的一段话。" in answer.text
    assert "not this one" not in answer.text
    assert f"?next={page}" in answer.text


def test_a_form_of_before_a_sign_in_shows_what_was_typed(cast: Cast, plan: Plan) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(cast.east_office.person)
    page = reverse("endorsing:proposals", args=[plan.uid])
    answer = _sent(client, page, reverse("endorsing:act", args=[plan.uid, 1, "remark"]), {"text": "一段话。"})
    assert (answer.status_code, "<pre>一段话。</pre>" in answer.text) == (403, True)


def test_another_site_learns_nothing_and_fills_in_nothing(english: Client, target_form: tuple[str, str]) -> None:
    _page, action = target_form
    answer = english.post(action, TARGET | {"value": "x y"}, headers={"referer": "https://elsewhere.example/form"})
    assert answer.status_code == 409
    assert "x y</pre>" not in answer.text


# Who sends what from where to where (PLAN: the plan's address), and which field is in the way.
FORMS: list[tuple[str, str, str, dict[str, object], str]] = [
    ("east_office", "PLAN/meetings/", "PLAN/meetings/prepare/",
     {"title": " ", "day": "2024-03-01", "time": "9:00", "place": "甲楼", "host": "west", "attendees": "甲"}, "title"),
    ("east_office", "PLAN/meetings/", "PLAN/meetings/prepare/",
     {"title": "会", "day": "someday", "time": "", "place": "甲楼", "host": "west", "attendees": ""}, "day"),
    ("east_office", "PLAN/groups/", "PLAN/groups/found/", {"title": "长" * 121}, "title"),
    ("east_office", "PLAN/key-tasks/", "PLAN/key-tasks/list/", {"year": "1820", "title": "要点"}, "year"),
    ("east_office", "PLAN/rules/", "PLAN/rules/rhythm/",
     {"kind": "quarter", "day": "many", "after_end": "", "rounding": "stays", "opens": "7", "valid_from": ""}, "day"),
    ("east_office", "PLAN/boards/", "PLAN/boards/make/", {"title": ""}, "title"),
    ("east_office", "PLAN/items/t1/", "PLAN/items/t1/light/",
     {"colour": "yellow", "until": "2099-01-01", "reason": " "}, "reason"),
    ("east_office", "/notices/", "/notices/robots/",
     {"kind": "wecom", "name": "群", "address": "http://nowhere.example/", "secret": "", "organisation": ""}, "address"),
    ("east_manager", "/organisations/east-1/life/", "/organisations/east-1/life/edit/",
     {"edit-name": "东一处", "edit-name_en": "", "edit-kind": "division", "edit-parent": "nowhere", "edit-aliases": "",
      "edit-valid_from": ""}, "parent"),
    ("system_admin", "/map/", "/map/", {"approval": "GS(2019)3266号"}, "file"),
]  # fmt: skip


@pytest.mark.parametrize(("who", "where", "action", "typed", "field"), FORMS)
def test_every_room_gives_a_refused_form_back(
    cast: Cast, agreed: Plan, who: str, where: str, action: str, typed: dict[str, object], field: str
) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(getattr(cast, who).person)
    where, action = (each.replace("PLAN", f"/plans/{agreed.uid}") for each in (where, action))
    form = _form(_sent(client, where, action, typed))
    assert {name: form.fields[name] or "" for name in typed} == typed
    assert [each.name.rpartition("-")[2] for each in form.xpath(".//*[@aria-invalid]")] == [field]


@pytest.mark.parametrize(
    ("period", "value", "field"), [("2025-Q1", "5", "period"), ("2025", "12,5", "value"), ("2025", "1" * 16, "value")]
)
def test_no_target_is_set_that_no_figure_could_be_held_against(
    english: Client, target_form: tuple[str, str], period: str, value: str, field: str
) -> None:
    where, action = target_form
    form = _form(_sent(english, where, action, TARGET | {"period": period, "value": value}))
    assert [each.name for each in form.xpath(".//*[@aria-invalid]")] == [field]
    good = _sent(english, where, action, TARGET | {"period": "2025", "value": "１，２００个"})
    assert (good.status_code, good["Location"]) == (302, where)


def test_without_scripts_a_form_comes_back_as_often_as_it_is_refused(
    english: Client, target_form: tuple[str, str]
) -> None:
    page, action = target_form
    where, hidden = page, dict[str, str]()
    for typed in ("many", "more", "most"):  # from the second time on the browser says that it is where the act is
        answer = _sent(english, where, action, TARGET | {"value": typed} | hidden)
        form = _form(answer)
        assert form.fields["value"] == typed
        assert form.getroottree().xpath("//*[@data-page]/@data-page") == [page]
        hidden = {each.name: each.get("value") for each in form.xpath(".//input[@type='hidden'][@name]")}
        where = action
    good = _sent(english, where, action, TARGET | {"value": "1200"} | hidden)
    assert (good.status_code, good["Location"]) == (302, page)


@pytest.mark.parametrize(
    "told", ["//nowhere.example/", "https://nowhere.example/", "/\\nowhere.example", "nowhere", ""]
)
def test_where_a_form_says_that_it_came_from_is_an_address_of_this_site(
    english: Client, target_form: tuple[str, str], told: str
) -> None:
    page, action = target_form
    answer = _sent(english, page, action, TARGET | {"value": "many", "page-sent-from": told})
    assert _form(answer).getroottree().xpath("//*[@data-page]/@data-page") == [page]
