"""An act on a report asks the database a constant number of questions, however many reports there are."""

from dataclasses import replace
from decimal import Decimal

from tests.cast import NOW, Cast
from tests.web.fulfilling.acting import begun, confirmed
from xietong.fulfilling import ReportAct
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling import services

SUBMITTING, PASSING = 14, 10


def test_submitting_and_passing_cost_the_same_after_many_reports(
    cast: Cast, agreed: Plan, django_assert_max_num_queries
) -> None:
    for number, period in enumerate(("2024-Q1", "2024-Q2", "2024-Q3")):
        report = begun(agreed, cast.east_liaison, period=period)
        content = replace(report.to_value().content, percent=Decimal(10 * number), text="x")
        with django_assert_max_num_queries(SUBMITTING):
            services.act_on_report(
                uid=report.uid, act=ReportAct.SUBMIT, revision=0, content=content, by=cast.east_liaison, now=NOW
            )
        with django_assert_max_num_queries(PASSING):
            services.act_on_report(uid=report.uid, act=ReportAct.PASS, revision=1, by=cast.east_reviewer, now=NOW)
    confirmed(cast, agreed, cast.west_liaison, 10)
