"""The joint office sets a plan's rhythm and the rules of its lights; what was due and lit before stays as it was."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.cast import NOW, Cast
from tests.web.fulfilling.acting import begun, browser, confirmed, refused
from xietong.basics import PeriodKind
from xietong.fulfilling import Colour, LightRules, Rhythm
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling import light_logging
from xietong_web.fulfilling.ledger_states import periods_offered
from xietong_web.fulfilling.lighting import lit
from xietong_web.fulfilling.models import LightChange
from xietong_web.fulfilling.reporting_queries import due_of
from xietong_web.fulfilling.ruling import acts
from xietong_web.fulfilling.ruling.rhythms import rhythms_of

MONTHLY = Rhythm(PeriodKind.MONTH, valid_from=date(2024, 7, 1))
AUTUMN = datetime(2024, 10, 8, 2, 0, tzinfo=UTC)


def light_of(plan: Plan, uid: str, day: date):
    found = lit(plan, day)
    assert found is not None
    return found.of(plan.items.get(uid=uid).pk)


def test_a_plan_is_reported_on_in_its_own_rhythm_from_a_turn_on(cast: Cast, agreed: Plan) -> None:
    acts.set_rhythm(plan_uid=agreed.uid, rhythm=MONTHLY, by=cast.west_office, now=NOW)
    assert [each.version for each in rhythms_of(agreed)] == [2]
    begun(agreed, cast.east_liaison, period="2024-Q2")
    begun(agreed, cast.east_liaison, period="2024-08")
    refused("bad-period", lambda: begun(agreed, cast.east_liaison, period="2024-Q3"))
    refused("bad-period", lambda: begun(agreed, cast.east_liaison, period="2024-05"))
    owed = {each.period for each in due_of(cast.east_liaison, date(2024, 9, 2))}
    assert owed == {"2024-07", "2024-08"}
    assert periods_offered(agreed, datetime(2024, 9, 2, tzinfo=UTC)) == ["2024-09", "2024-08", "2024-07", "2024-Q2"]
    assert list(breaks()) == []


def test_the_next_report_starts_from_the_last_whatever_its_rhythm(cast: Cast, agreed: Plan) -> None:
    acts.set_rhythm(plan_uid=agreed.uid, rhythm=MONTHLY, by=cast.west_office, now=NOW)
    confirmed(cast, agreed, cast.east_liaison, 30, period="2024-Q2")
    assert begun(agreed, cast.east_liaison, period="2024-07").to_value().content.percent == 30
    assert begun(agreed, cast.east_liaison, period="2024-Q1").to_value().content.percent == 0


def test_the_past_keeps_its_rhythm_once_somebody_has_reported(cast: Cast, agreed: Plan) -> None:
    yearly = Rhythm(PeriodKind.YEAR)
    acts.set_rhythm(plan_uid=agreed.uid, rhythm=yearly, by=cast.east_office, now=NOW)
    begun(agreed, cast.east_liaison, period="2024")
    refused(
        "already-reported", lambda: acts.set_rhythm(plan_uid=agreed.uid, rhythm=yearly, by=cast.east_office, now=NOW)
    )
    middle = Rhythm(PeriodKind.MONTH, valid_from=date(2024, 7, 1))
    refused("mid-period", lambda: acts.set_rhythm(plan_uid=agreed.uid, rhythm=middle, by=cast.east_office, now=NOW))


def test_only_the_joint_office_sets_rules(cast: Cast, agreed: Plan) -> None:
    for by in (cast.east_liaison, cast.east_reviewer, cast.stranger):
        refused("not-permitted", lambda by=by: acts.set_rhythm(plan_uid=agreed.uid, rhythm=MONTHLY, by=by, now=NOW))


def test_lights_follow_the_rules_in_force_on_their_day(cast: Cast, agreed: Plan) -> None:
    assert light_of(agreed, "t1", date(2024, 7, 10)).colour == "red"
    lenient = LightRules(valid_from=date(2024, 7, 5), silent=5, report_missed=4, behind=80, far_behind=90)
    acts.set_light_rules(plan_uid=agreed.uid, rules=lenient, by=cast.east_office, now=NOW)
    found = light_of(agreed, "t1", date(2024, 7, 10))
    assert (found.colour, found.rules) == ("green", 2)
    before = light_of(agreed, "t1", date(2024, 7, 4))
    assert (before.colour, before.rules) == ("red", 1)


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        (LightRules(valid_from=date(2024, 3, 1)), "rules-for-the-past"),
        (LightRules(valid_from=date(2024, 7, 1), behind=400), "bad-rules"),
        (LightRules(valid_from=date(2024, 7, 1), behind=40, far_behind=20), "bad-rules"),
    ],
)
def test_rules_that_cannot_be(cast: Cast, agreed: Plan, rules: LightRules, code: str) -> None:
    refused(code, lambda: acts.set_light_rules(plan_uid=agreed.uid, rules=rules, by=cast.east_office, now=NOW))


def test_a_light_set_by_hand_stands_with_its_reason_until_it_ends(cast: Cast, agreed: Plan) -> None:
    common: dict[str, Any] = {"plan_uid": agreed.uid, "uid": "t1", "by": cast.west_office, "now": NOW}
    refused("reason-missing", lambda: acts.set_light(colour=Colour.RED, reason=" ", **common))
    refused("not-later", lambda: acts.set_light(colour=Colour.RED, reason="x", until=date(2024, 3, 1), **common))
    refused("day-out-of-range", lambda: acts.set_light(colour=Colour.RED, reason="x", until=date.max, **common))
    acts.set_light(colour=Colour.RED, reason="重大风险", until=date(2024, 3, 31), **common)
    found = light_of(agreed, "t1", date(2024, 3, 10))
    assert (found.colour, found.by_hand, "重大风险" in found.sentence.zh) == ("red", True, True)
    counted = {each.colour: each.count for each in lit(agreed, date(2024, 3, 10)).counts()}
    assert counted["red"] == 1
    assert not light_of(agreed, "t1", date(2024, 4, 1)).by_hand
    acts.set_light(colour=Colour.YELLOW, reason="风险下降", **common)
    acts.take_light_back(**common)
    refused("not-set-by-hand", lambda: acts.take_light_back(**common))
    assert not light_of(agreed, "t1", date(2024, 3, 10)).by_hand
    assert list(breaks()) == []


def test_a_draft_has_no_light_to_set(cast: Cast, plan: Plan) -> None:
    common: dict[str, Any] = {"plan_uid": plan.uid, "uid": "t1", "by": cast.west_office, "now": NOW}
    refused("not-agreed-yet", lambda: acts.set_light(colour=Colour.RED, reason="x", **common))


def test_every_change_of_a_light_is_logged_with_its_cause_once(cast: Cast, agreed: Plan) -> None:
    assert light_logging.log_lights(agreed, NOW) > 0
    assert light_logging.log_lights(agreed, NOW) == 0
    light_logging._DONE.clear()
    assert light_logging.log_daily(AUTUMN) > 0
    assert light_logging.log_daily(AUTUMN) == 0
    changes = LightChange.objects.filter(item__uid="t1")
    assert [(each.before, each.colour, each.cause) for each in changes] == [
        ("yellow", "red", "far_behind"),
        ("", "yellow", "behind"),
    ]
    assert "严重滞后" in changes[0].zh
    acts.set_light(
        plan_uid=agreed.uid, uid="t1", colour=Colour.YELLOW, reason="已约谈", by=cast.east_office, now=AUTUMN
    )
    light_logging.log_lights(agreed, AUTUMN)
    assert [each.cause for each in LightChange.objects.filter(item__uid="t1")] == ["hand", "behind"]
    assert list(breaks()) == []


def test_what_was_red_in_the_period_stays_yellow_where_the_rules_say_so(cast: Cast, agreed: Plan) -> None:
    light_logging.log_lights(agreed, AUTUMN)
    rules = LightRules(valid_from=date(2024, 10, 9), made_up=True)
    acts.set_light_rules(plan_uid=agreed.uid, rules=rules, by=cast.east_office, now=AUTUMN)
    for by in (cast.east_liaison, cast.west_liaison):
        confirmed(cast, agreed, by, 95, period="2024-Q3", now=AUTUMN)
    assert light_of(agreed, "t1", date(2024, 10, 10)).colour == "yellow"


def test_the_page_shows_and_sets_both(cast: Cast, agreed: Plan) -> None:
    client = browser(cast.east_office)
    address = f"/plans/{agreed.uid}/rules/"
    assert "设定新的周期" in client.get(address).content.decode()
    posted = {"kind": "month", "day": "25", "after_end": "", "rounding": "earlier", "opens": "10", "valid_from": ""}
    assert client.post(f"{address}rhythm/", posted).status_code == 302
    assert client.post(f"{address}rhythm/", {**posted, "day": "x"}).status_code == 409
    lights = {"due_soon": "7", "behind": "10", "far_behind": "20", "report_missed": "1", "silent": "2"}
    assert client.post(f"{address}lights/", lights).status_code == 302
    assert [(each.kind, each.day) for each in agreed.planrhythm_versions.all()] == [("month", 25)]
    assert [(each.due_soon, each.predecessor) for each in agreed.planlightrules_versions.all()] == [(7, False)]
    light = {"colour": "red", "reason": "风险", "until": ""}
    assert client.post(f"/plans/{agreed.uid}/items/t1/light/", light).status_code == 302
    assert "手动设定" in client.get(f"/plans/{agreed.uid}/items/t1/").content.decode()
    assert client.post(f"/plans/{agreed.uid}/items/t1/light/", {"colour": ""}).status_code == 302
    assert client.post(f"/plans/{agreed.uid}/items/t1/light/", {"colour": "pink"}).status_code == 409
    assert "设定新的周期" not in browser(cast.east_leader).get(address).content.decode()
