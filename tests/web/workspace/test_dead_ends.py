"""Wherever somebody ends up, the page says in their language what happened and leads on."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from xietong_web.drafting.models import Plan

pytestmark = pytest.mark.once


def _in_english(cast: Cast | None = None) -> Client:
    client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
    if cast:
        client.force_login(cast.east_liaison.person)
    return client


def test_an_address_that_is_nowhere_is_said_so_in_the_frame_with_ways_on(cast: Cast) -> None:
    page = _in_english(cast).get("/plans/nothing/of-the-sort/")
    assert page.status_code == 404
    assert "There is no such page" in page.text
    assert reverse("fulfilling:work") in page.text
    chinese = Client(headers={"accept-language": "zh-CN"}).get("/nowhere/")
    assert "没有这个页面" in chinese.text


def test_an_address_that_takes_forms_says_so(cast: Cast, plan: Plan) -> None:
    page = _in_english(cast).get(reverse("fulfilling:begin", args=[plan.uid, "t1"]))
    assert page.status_code == 405
    assert page["Allow"] == "POST"
    assert "only takes what a form" in page.text


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(cast: Cast, plan: Plan) -> None:
    form = reverse("fulfilling:item", args=[plan.uid, "t1"])
    act = reverse("fulfilling:begin", args=[plan.uid, "t1"])
    client = _in_english()
    answer = client.post(act, headers={"referer": f"http://testserver{form}"})
    assert answer["Location"] == f"{reverse('account_login')}?next={form}"
    assert "nothing was saved" in client.get(answer["Location"]).text


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/plans/"])
def test_nobody_is_led_to_another_site(cast: Cast, plan: Plan, referer: str) -> None:
    act = reverse("fulfilling:begin", args=[plan.uid, "t1"])
    answer = _in_english().post(act, headers={"referer": referer})
    assert answer["Location"] == f"{reverse('account_login')}?next=/"


def test_a_form_in_its_page_stays_as_typed_when_the_session_ended(cast: Cast, plan: Plan) -> None:
    act = reverse("fulfilling:begin", args=[plan.uid, "t1"])
    answer = _in_english().post(act, headers={"hx-request": "true"})
    assert answer.status_code == 401
    assert 'data-code="signed-out"' in answer.text


def test_a_form_of_before_a_sign_in_says_how_to_save_what_was_typed(cast: Cast, plan: Plan) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(cast.east_liaison.person)
    page = client.post(reverse("fulfilling:begin", args=[plan.uid, "t1"]))
    assert page.status_code == 403
    assert "what you typed should still be there" in page.text


def test_an_unknown_host_is_answered_by_a_page_in_both_languages() -> None:
    page = Client(headers={"host": "elsewhere.example"}, raise_request_exception=False).get("/")
    assert page.status_code == 400
    assert "请求无法处理" in page.text
    assert "nothing was changed" in page.text


def test_what_breaks_is_told_in_both_languages_and_tells_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("secret of the house")

    monkeypatch.setattr("allauth.account.views.LoginView.get", break_down)
    page = _in_english().get(reverse("account_login"))
    assert page.status_code == 500
    assert "系统出错" in page.text
    assert "Go back and try again" in page.text
    assert "secret of the house" not in page.text


def test_who_has_no_plan_is_told_what_is_the_way_to_one(cast: Cast) -> None:
    told = {}
    for name in ("system_admin", "east_liaison", "east_office"):
        client = Client(headers={"accept-language": "en"})
        client.force_login(getattr(cast, name).person)
        told[name] = client.get("/").text
    assert "You act for no party" in told["system_admin"]
    assert reverse("fulfilling:work") not in told["system_admin"]
    assert "joint office begins one" in told["east_liaison"]
    assert "Upload a policy document" in told["east_office"]


def test_a_refusal_names_who_may_and_no_code_of_ours(cast: Cast) -> None:
    page = _in_english(cast).get(reverse("accounts:members"))
    assert page.status_code == 403
    assert "it is done by:" in page.text
    assert "accounts.see-members" not in page.text
