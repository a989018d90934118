"""The CSV of a plan comes straight from its rows, and is the one that its values give."""

import pytest
from django.test import Client

from tests.cast import Cast
from xietong_web.drafting.models import Plan
from xietong_web.publishing import streaming
from xietong_web.publishing.queries import published_version, streamed_csv, written


@pytest.mark.parametrize("stretch", [1, 2, 2000])
def test_the_streamed_csv_is_the_paper_of_the_draft(plan: Plan, monkeypatch, stretch: int) -> None:
    monkeypatch.setattr(streaming, "STRETCH", stretch)
    streamed = b"".join(streamed_csv(plan))
    assert streamed == written(published_version(plan, None), "csv", plan.made_at).content
    assert "共建联盟校" in streamed.decode()


def test_a_member_downloads_the_csv_under_the_plans_name(plan: Plan, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.east_office.person, "xietong_web.accounts.known.Backend")
    answer = client.get(f"/plans/{plan.uid}/export/csv/")
    assert answer["Content-Disposition"] == 'attachment; filename="plan-plan-of--v0.csv"'
    assert b"".join(answer.streaming_content).startswith("\ufeff序号".encode())
