"""What values stand in is read once, and anew when anything but what bodies say has happened."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from tests.cast import NOW, Cast, opened
from tests.web.measuring.conftest import COVER, PLACES, PUPILS
from tests.web.measuring.test_collecting import act, filled
from xietong.basics import PeriodKind
from xietong.measuring import SubmissionAct, TargetKind
from xietong_web.measuring import holding, services
from xietong_web.measuring.frame import frame_of
from xietong_web.measuring.queries import Asked, Scene


@pytest.mark.django_db(transaction=True)
def test_a_frame_stands_while_only_values_come(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
) -> None:
    monkeypatch.setattr(holding, "MANY", 0)
    with transaction.atomic():
        plan = opened(cast)
    for value in (PUPILS, PLACES, COVER):
        services.define_indicator(plan_uid=plan.uid, value=value, by=cast.east_office, now=NOW)
    form = services.open_data_set(
        plan_uid=plan.uid, name="年报", kind="division", period_type=PeriodKind.YEAR, first_period="2022",
        sections=[{"title": "规模", "title_en": "", "indicators": ["PUPILS", "PLACES"]}], by=cast.east_office, now=NOW,
    )  # fmt: skip
    first = frame_of(plan)
    for period, places in (("2022", 7), ("2023", 9)):
        cells = {"PLACES": str(places), "PUPILS|area=town": "0", "PUPILS|area=rural": "0"}
        row = filled(form, cast.east_liaison, "east-1", cells, period)
        act(row, SubmissionAct.SUBMIT, cast.east_liaison)
        act(row, SubmissionAct.ACCEPT, cast.east_reviewer)
        assert Scene.of(plan, Asked("claimed")).figure("PLACES", period, "east").value == places
        assert frame_of(plan) is first
    with django_assert_num_queries(2):
        assert Scene.of(plan, Asked("claimed")).figure("PLACES", "2022").value == 7
    services.set_value(
        plan_uid=plan.uid, code="PLACES", kind=TargetKind.BASELINE, period="2022", value=Decimal(5), source="年鉴",
        by=cast.east_office, now=NOW + timedelta(days=1),
    )  # fmt: skip
    assert [aim.value.value for aim in frame_of(plan).aims] == [5]


@pytest.mark.django_db(transaction=True)
def test_what_a_past_day_was_is_read_once(cast: Cast, django_assert_num_queries) -> None:
    with transaction.atomic():
        plan = opened(cast)
        for value in (PUPILS, PLACES, COVER):
            services.define_indicator(plan_uid=plan.uid, value=value, by=cast.east_office, now=NOW)
        form = services.open_data_set(
            plan_uid=plan.uid, name="年报", kind="division", period_type=PeriodKind.YEAR, first_period="2022",
            sections=[{"title": "规模", "title_en": "", "indicators": ["PUPILS", "PLACES"]}], joint=True,
            by=cast.east_office, now=NOW,
        )  # fmt: skip
    then = Asked("claimed", NOW + timedelta(days=1))

    def said(period: str, places: str) -> None:
        cells = {"PLACES": places, "PUPILS|area=town": "0", "PUPILS|area=rural": "0"}
        row = filled(form, cast.east_liaison, "east-1", cells, period)
        act(row, SubmissionAct.SUBMIT, cast.east_liaison)
        act(row, SubmissionAct.ACCEPT, cast.east_reviewer)

    said("2022", "7")
    first = Scene.of(plan, then)
    assert first.figure("PLACES", "2022", "east").value == 7
    with django_assert_num_queries(2):  # the journal's end, once for the frame and once for the values
        again = Scene.of(plan, then)
        assert again.figure("PLACES", "2022", "east").value == 7
        assert again.values.total("PLACES", ["east-1"], "2022").value == 7
    assert Scene.of(plan, Asked("confirmed", then.moment)).figure("PLACES", "2022").value is None
    assert Scene.of(plan, Asked("claimed", NOW - timedelta(days=1))).values.indicators == {}
    services.define_indicator(
        plan_uid=plan.uid, value=replace(PLACES, name="学位数"), by=cast.east_office, now=NOW + timedelta(hours=1)
    )
    assert Scene.of(plan, then).indicator("PLACES").name == "学位数"
    soon = Asked("claimed", timezone.now() + timedelta(minutes=1))
    assert Scene.of(plan, soon).figure("PLACES", "2023").value is None
    said("2023", "9")
    assert Scene.of(plan, soon).figure("PLACES", "2023").value == 9
