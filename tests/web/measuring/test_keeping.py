"""A form that is open is given another name, deadline or rules, is closed after a period, and opened again."""

from datetime import date

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from tests.web.api.conftest import caller as caller
from tests.web.measuring.test_collecting import GOOD, act, filled
from xietong import measuring
from xietong.basics import Refusal, Severity, Wording
from xietong.measuring import Missing, Operator, Rule, SubmissionAct
from xietong_web.audit.models import Entry
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.measuring import importing, keeping
from xietong_web.measuring.checking import broken_rules
from xietong_web.measuring.completing import due_of, periods_of, submission_questions_of
from xietong_web.measuring.forms import rules
from xietong_web.measuring.models import DataSet
from xietong_web.measuring.plain import rule_written

DAY = date(2024, 3, 20)


def changed(data_set: DataSet, cast: Cast, **what: object) -> DataSet:
    return keeping.change_data_set(data_set_uid=data_set.uid, by=cast.west_office, now=NOW, **what)


def periods(row: DataSet) -> list[str]:
    return [each.code for each in periods_of(row, DAY)]


def test_a_later_deadline_is_waited_for_later_and_stands_in_the_journal(data_set: DataSet, cast: Cast) -> None:
    assert submission_questions_of(data_set.plan, DAY)
    row = changed(data_set, cast, name=" 教育年报 ", days=120)
    assert (row.name, due_of(row, periods_of(row, DAY)[0])) == ("教育年报", date(2024, 4, 29))
    assert {each.uid.split(":")[2] for each in submission_questions_of(data_set.plan, DAY)} == {"2022"}
    entry = Entry.objects.get(act="measuring.data-set-changed")
    assert '"before":{"days":28,"name":"基础教育年报"}' in entry.data
    assert changed(data_set, cast, days=120).days == 120
    assert Entry.objects.filter(act="measuring.data-set-changed").count() == 1, "what changes nothing is not told"
    assert list(breaks()) == []


def test_a_form_that_is_closed_asks_for_nothing_after_and_is_opened_again(data_set: DataSet, cast: Cast) -> None:
    row = changed(data_set, cast, last_period="2022")
    assert periods(row) == ["2022"]
    with pytest.raises(Refusal) as refused:
        filled(data_set, cast.east_liaison, "east-1", GOOD)
    assert refused.value.code == "bad-period"
    cells, found = measuring.read_form_file(b"organisation,period,PLACES\neast-1,2023,7\n")
    (problem,) = importing.look(row, cells, found, cast.east_office).findings
    assert "closed after 2022" in problem.wording.en
    assert periods(changed(data_set, cast, last_period="2020")) == []
    assert periods(changed(data_set, cast, last_period="")) == ["2023", "2022"]
    assert filled(data_set, cast.east_liaison, "east-1", GOOD).period == "2023"


@pytest.mark.parametrize(
    ("last", "code"), [("2022", "values-after"), ("2022-Q1", "other-period"), ("nonsense", "bad-period")]
)
def test_what_was_begun_is_not_closed_over(last: str, code: str, data_set: DataSet, cast: Cast) -> None:
    filled(data_set, cast.east_liaison, "east-1", GOOD)
    with pytest.raises(Refusal) as refused:
        changed(data_set, cast, last_period=last)
    assert refused.value.code == code
    assert changed(data_set, cast, last_period="2023").last_period == "2023"


def test_a_rule_is_mended_and_those_that_stay_keep_their_words(data_set: DataSet, cast: Cast) -> None:
    (rule,) = data_set.rule_values()
    worded = measuring.Rule(
        rule.code, rule.left, rule.operator, rule.right, wording=Wording("学位不足", "too few places")
    )
    assert changed(data_set, cast, rules=[worded]).rule_values() == (rule,), "it says what it said"
    assert changed(data_set, cast, rules=[]).rule_values() == ()
    assert changed(data_set, cast, rules=[worded]).rule_values() == (worded,)
    assert changed(data_set, cast, rules=[rule]).rule_values() == (worded,)
    with pytest.raises(Refusal) as refused:
        changed(data_set, cast, rules=[measuring.Rule("more", "[COVER]", rule.operator, "[PLACES]")])
    assert refused.value.code == "rule-asks-more"


def test_only_a_joint_office_of_the_plan_changes_it(data_set: DataSet, cast: Cast) -> None:
    for by, code in ((cast.east_reviewer, "not-permitted"), (cast.stranger, "not-found")):
        with pytest.raises(Refusal) as refused:
            keeping.change_data_set(data_set_uid=data_set.uid, by=by, now=NOW, days=9)
        assert refused.value.code == code


def test_the_page_says_what_is_wrong_at_the_field_and_keeps_what_is_right(data_set: DataSet, cast: Cast) -> None:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(cast.east_office.person)
    collection = client.get(f"/plans/{data_set.plan_id}/collection/")
    page = f"/data-sets/{data_set.uid}/change/"
    assert page in collection.text
    assert "due 28 days after the period" in collection.text
    shown = client.get(page)
    assert "enough: [PLACES] &gt;= [PUPILS]" in shown.text
    typed = {
        "name": "年报",
        "name_en": "",
        "days": "40",
        "rules": "enough: [PLACES] >= [PUPILS]",
        "last_period": "2022-Q1",
    }
    wrong = client.post(page, typed)
    assert set(wrong.context["form"].errors) == {"last_period"}
    assert client.post(page, {**typed, "last_period": "2023"}).status_code == 302
    row = DataSet.objects.get()
    assert (row.name, row.name_en, row.days, row.last_period) == ("年报", "", 40, "2023")
    assert row.rules == data_set.rules
    assert "2022 to 2023" in client.get(f"/plans/{data_set.plan_id}/collection/").text
    liaison = Client()
    liaison.force_login(cast.east_liaison.person)
    assert liaison.get(page).status_code == 403
    assert page not in liaison.get(f"/plans/{data_set.plan_id}/collection/").text


def test_it_is_changed_by_a_call_and_every_period_is_listed(data_set: DataSet, plan: Plan, cast: Cast, caller) -> None:
    office = caller(cast.east_office)
    one = f"/plans/{plan.uid}/data-sets/{data_set.uid}"
    assert office("PATCH", one, {"rules": ["enough: [PLACES]"]}).json()["code"] == "bad-rule"
    done = office("PATCH", one, {"days": 9, "rules": ["enough: [PLACES] >= 1"], "last_period": "2031"}).json()
    assert (done["days"], done["rules"], done["last_period"]) == (9, ["enough: [PLACES] >= 1"], "2031")
    (listed,) = office("GET", f"/plans/{plan.uid}/data-sets").json()["results"]
    assert listed == done
    DataSet.objects.update(first_period="2005", last_period="2021")
    page = office("GET", f"/plans/{plan.uid}/collection?limit=3&offset=9").json()
    assert (page["total"], [each["period"] for each in page["results"]]) == (17, ["2012", "2011", "2010"])


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("a: [PLACES] >= [PUPILS]; as-zero", Rule("a", "[PLACES]", Operator.AT_LEAST, "[PUPILS]", Missing.AS_ZERO)),
        ("a：[PLACES] ≥ 1；只提醒", Rule("a", "[PLACES]", Operator.AT_LEAST, "1", severity=Severity.WARNING)),
        ("a: [PLACES] 同有同无 [PUPILS]; 只提醒；全缺不查", Rule(
            "a", "[PLACES]", Operator.BOTH_OR_NEITHER, "[PUPILS]", Missing.SKIP_IF_ALL, Severity.WARNING)),
        ("a: [PLACES] not-both [PUPILS]", Rule("a", "[PLACES]", Operator.NOT_BOTH, "[PUPILS]")),
    ],
)  # fmt: skip
def test_a_rule_is_typed_whole_and_comes_back_as_it_is_typed(typed: str, rule: Rule) -> None:
    assert rules(typed) == [rule]
    assert rules(rule_written(rule)) == [rule]


@pytest.mark.parametrize(
    "typed", ["a: [PLACES] >= 1; as zero", "a: [PLACES] >= 1; as-zero; skip-if-all", "a: [PLACES]; warning"]
)
def test_what_stands_behind_a_rule_is_known_or_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules(typed)
    assert refused.value.code == "bad-rule"


def test_what_is_missing_counts_as_the_rule_says_and_a_warning_stops_nobody(data_set: DataSet, cast: Cast) -> None:
    def broken(typed: str, period: str = "2023", **cells: str) -> list[str]:
        changed(data_set, cast, rules=rules(typed))
        row = filled(data_set, cast.east_liaison, "east-1", {"PUPILS|area=rural": "", **cells}, period)
        row.data_set.refresh_from_db()
        return [each.subject for each in broken_rules(row)]

    town = {"PUPILS|area=town": "5", "PLACES": ""}
    assert broken("a: [PLACES] >= [PUPILS]", **town) == []
    assert broken("a: [PLACES] >= [PUPILS]; as-zero", **town) == ["a"]
    assert broken("a: [PLACES] both-or-neither [PUPILS]", **town) == ["a"]
    assert broken("a: [PLACES] >= 1; skip-if-all", **town) == []
    earlier = {"PUPILS|area=town": "5", "PLACES": "9"}
    row = filled(data_set, cast.east_liaison, "east-1", earlier | {"PUPILS|area=rural": "0"}, "2022")
    act(row, SubmissionAct.SUBMIT, cast.east_liaison)
    act(row, SubmissionAct.ACCEPT, cast.east_reviewer)
    less = {"PUPILS|area=town": "5", "PLACES": "8", "PUPILS|area=rural": "0"}
    assert broken("never-less: [PLACES] >= [PLACES @ -1]; warning", **less) == ["never-less"], (
        "the period before counts"
    )
    row = data_set.submissions.get(period="2023")
    act(row, SubmissionAct.SUBMIT, cast.east_liaison)
    row.refresh_from_db()
    assert row.state == "submitted", "it only warns"
