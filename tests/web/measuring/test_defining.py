"""Indicators, baselines and targets are defined by page, API, list and command line: the same rules, problems by place."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tests.web.api.conftest import caller as caller
from tests.web.measuring.conftest import PLACES
from xietong.basics import Refusal
from xietong_web.accounts.services import make_token
from xietong_web.drafting.models import Plan
from xietong_web.endorsing.models import Proposal
from xietong_web.measuring import services
from xietong_web.measuring.models import DataSet, SetValue
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.setting import aims_of
from xietong_web.workspace.indicators import listed, taken

BASE = "/plans/plan-of-two"
RATE = {
    "code": "RATE",
    "name": "生均学位",
    "unit": "个",
    "decimals": 2,
    "expression": "[PLACES] / [PUPILS]",
    "order": "total-first",
    "over_organisations": "mean",
}


def test_a_circle_is_shown_at_the_formula_that_was_typed(data_set: DataSet, plan: Plan, cast: Cast) -> None:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(cast.east_office.person)
    typed = {**RATE, "scale": "ratio", "direction": "higher", "period_type": "year", "over_time": "last"}
    page = f"{BASE}/indicators/new/"
    answer = client.post(page, {**typed, "expression": "[COVER] + [RATE]"})
    assert answer.status_code == 200
    assert answer.context["form"].errors == {
        "expression": ["Formulas refer to each other in a circle: RATE → RATE. Change one of them."]
    }
    assert 'value="生均学位"' in answer.text
    wrong = client.post(page, {**typed, "expression": "[PLACES] /", "dimensions": "sex", "weight": "NONE"})
    assert set(wrong.context["form"].errors) == {"dimensions"}
    more = client.post(
        page, {**typed, "expression": "[PLACES] /", "weight": "NONE", "over_organisations": "weighted_mean"}
    )
    assert set(more.context["form"].errors) == {"weight"}
    client.post(page, typed)
    again = client.post(f"{BASE}/indicators/COVER/define/", {**typed, "expression": "[RATE] * [COVER]"})
    assert "COVER → COVER" in again.context["form"].errors["expression"][0]
    bad = client.post(f"{BASE}/collection/new/", {"rules": "girls: [A] <", "sections": "x: PLACES"})
    assert "is no rule" in bad.context["form"].errors["rules"][0]


def test_an_indicator_is_defined_and_defined_anew_by_calls(data_set: DataSet, plan: Plan, cast: Cast, caller) -> None:
    office = caller(cast.west_office)
    made = office("POST", f"{BASE}/indicators", RATE)
    assert (made.status_code, made.json()["expression"]) == (201, RATE["expression"])
    assert office("POST", f"{BASE}/indicators", RATE).json()["code"] == "indicator-there"
    circle = office(
        "PUT", f"{BASE}/indicators/COVER", {"code": "COVER", "name": "率", "expression": "[RATE] + [COVER]"}
    )
    assert (circle.status_code, circle.json()["code"]) == (409, "expression-cycle")
    assert "COVER → COVER" in circle.json()["detail"]
    again = office("PUT", f"{BASE}/indicators/RATE", {**RATE, "unit": "个/人", "reason": "改单位"})
    assert again.json()["unit"] == "个/人"
    assert services.definitions_of(plan)["RATE"].unit == "个/人"
    assert office("PUT", f"{BASE}/indicators/RATE", {**RATE, "code": "OTHER"}).json()["code"] == "code-stays"
    assert office("POST", f"{BASE}/indicators", {**RATE, "code": "X", "typo": 1}).status_code == 422


def test_a_baseline_is_set_at_once_and_taken_back(data_set: DataSet, plan: Plan, cast: Cast, caller) -> None:
    office = caller(cast.east_office)
    path = f"{BASE}/indicators/PLACES/set-values"
    fact = {"kind": "baseline", "period": "2022", "value": "1200.5", "party": "east", "source": "年鉴第3页"}
    for wrong, code in (
        ({"source": ""}, "no-source"),
        ({"party": "west"}, "not-permitted"),
        ({"party": "nobody"}, "not-found"),
        ({"period": "2022-Q9"}, "bad-period"),
        ({"group": "party:nobody", "party": ""}, "not-found"),
        ({"item": "t1"}, "baseline-is-a-fact"),
        ({"kind": "target"}, "target-is-of-the-plan"),
        ({"kind": "target", "item": "none"}, "not-found"),
    ):
        assert office("POST", path, {**fact, **wrong}).json()["code"] == code, wrong
    made = office("POST", path, fact).json()
    assert made["proposal"] is None
    told = office("GET", f"{BASE}/indicators/PLACES").json()["set_values"]
    assert [(one["uid"], one["value"], one["source"]) for one in told] == [(made["uid"], "1200.500000000", "年鉴第3页")]
    assert office("DELETE", f"{path}/{made['uid']}").status_code == 204
    assert office("GET", f"{BASE}/indicators/PLACES").json()["set_values"] == []


def test_a_target_of_an_agreed_plan_goes_into_a_proposal(agreed: Plan, cast: Cast, caller) -> None:
    services.define_indicator(plan_uid=agreed.uid, value=PLACES, by=cast.east_office, now=NOW)
    office = caller(cast.east_office)
    aim = {"kind": "target", "period": "2025", "value": 5000, "party": "west", "item": "t1"}
    made = office("POST", f"{BASE}/indicators/PLACES/set-values", aim)
    proposal = Proposal.objects.get(number=made.json()["proposal"])
    assert (made.status_code, proposal.state, aims_of(agreed)) == (201, "draft", [])
    again = office("POST", f"{BASE}/definitions", {"set_values": [{**aim, "indicator": "PLACES"}], "dry_run": False})
    assert (again.json()["same"], again.json()["taken"]) == (1, False)
    assert SetValue.objects.count() == 1


def many(**changes: Any) -> dict[str, Any]:
    return {
        "indicators": [{"code": "B", "name": "乙", "expression": "[A] * 2"}, {"code": "A", "name": "甲"}],
        "set_values": [
            {"indicator": "B", "kind": "baseline", "period": "2022", "value": "3", "source": "年鉴"},
            {"indicator": "A", "kind": "target", "period": "2025", "value": "9", "item": "t1"},
        ],
        **changes,
    }


def test_a_list_is_taken_in_whole_with_every_problem_by_its_place(plan: Plan, cast: Cast, caller) -> None:
    office = caller(cast.east_office)
    looked = office("POST", f"{BASE}/definitions", many()).json()
    assert (looked["new"], looked["set_values"], looked["problems"], looked["taken"]) == (["B", "A"], 2, [], False)
    circle = [{"code": "A", "name": "甲", "expression": "[B]"}, {"code": "B", "name": "乙", "expression": "[A]"}]
    wrong = office(
        "POST", f"{BASE}/definitions",
        {
            "indicators": [*circle, {"code": "C", "name": "丙", "over_organisations": "last"}, {"code": "C", "name": "丙"}],
            "set_values": [{"indicator": "D", "kind": "target", "period": "20x5", "value": 1}],
            "dry_run": False,
        },
        **{"Accept-Language": "en"},
    ).json()  # fmt: skip
    assert [one["where"] for one in wrong["problems"]] == [
        "indicators[0].expression", "indicators[1].expression", "indicators[2].over_organisations",
        "indicators[3].code", "set_values[0].indicator", "set_values[0].period", "set_values[0].item",
    ]  # fmt: skip
    assert "A → B → A" in wrong["problems"][0]["problem"]
    assert (wrong["taken"], services.definitions_of(plan)) == (False, {})
    done = office("POST", f"{BASE}/definitions", many(dry_run=False)).json()
    assert (done["taken"], list(services.definitions_of(plan)), len(aims_of(plan))) == (True, ["A", "B"], 2)
    same = office("POST", f"{BASE}/definitions", many(dry_run=False)).json()
    assert (same["same"], same["taken"]) == (4, False)
    assert Scene.of(plan).figure("B", "2022").value is None
    assert caller(cast.east_liaison)("POST", f"{BASE}/definitions", many()).status_code == 403


def test_the_command_takes_in_what_it_prints(data_set: DataSet, plan: Plan, cast: Cast) -> None:
    token = make_token(name="cli", by=cast.east_office, now=NOW)
    told = listed(None)
    assert [one["code"] for one in told["indicators"]] == ["PUPILS", "PLACES", "COVER"]
    result, lines = taken(plan.uid, json.dumps(told).encode(), token, "", write=True)
    assert (result["same"], result["taken"]) == (3, False)
    told["indicators"][1]["name"] = "学位数"
    result, lines = taken(plan.uid, json.dumps(told).encode(), token, "改名", write=True)
    assert (result["changed"], result["taken"], services.definitions_of(plan)["PLACES"].name) == (
        ["PLACES"], True, "学位数",
    )  # fmt: skip
    told["indicators"][0]["decimals"] = 99
    result, lines = taken(plan.uid, json.dumps(told).encode(), token, "", write=True)
    assert [one["where"] for one in result["problems"]] == ["indicators[0].decimals"]
    assert lines[1].startswith("indicators[0].decimals: 不合要求")
    assert taken(plan.uid, b"{", token, "", write=False)[0]["problems"][0]["where"] == ""
    told["indicators"][0]["decimals"] = 1
    accepted_before = taken(plan.uid, json.dumps(told).encode(), token, "", write=False)[0]
    assert accepted_before["problems"] == []
    with pytest.raises(Refusal, match="token"):
        taken(plan.uid, b"{}", "xt_wrong", "", write=False)


def test_everything_in_the_way_of_a_form_is_told_at_once_at_its_fields(
    data_set: DataSet, plan: Plan, cast: Cast
) -> None:
    client = Client()
    client.force_login(cast.east_office.person)
    typed = {
        "name": "月报", "kind": "division", "period_type": "month", "first_period": "2025", "days": "10",
        "sections": "规模 Size: PLACES, COVER, NONE, PLACES", "rules": "more: [PLACES] <= [PUPILS]\nbad: [PLACES] <= [",
    }  # fmt: skip
    address = f"{BASE}/collection/new/"
    form = client.post(address, typed, headers={"Accept-Language": "en"}).context["form"]
    assert [len(form.errors[field]) for field in ("first_period", "sections", "rules")] == [1, 4, 2]
    assert "is computed" in str(form.errors["sections"])
    assert "speaks of PUPILS" in str(form.errors["rules"])
    assert list(client.post(address, {**typed, "sections": "规模 Size"}).context["form"].errors) == ["sections"]
    good = {**typed, "period_type": "year", "sections": "规模 Size: PLACES", "rules": ""}
    assert client.post(address, good).status_code == 302
    assert DataSet.objects.exclude(pk=data_set.pk).get().codes() == ["PLACES"]
