"""The CSV of a plan comes straight from its rows, and is the one that its values give."""

from django.test import Client

from tests.cast import Cast
from xietong_web.drafting import rows
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import item_values, plan_value, streamed_items
from xietong_web.publishing.queries import published_version, streamed_csv, written


def test_items_read_in_stretches_are_the_items_read_at_once(plan: Plan, monkeypatch) -> None:
    whole = item_values(plan, plan.items.all())
    monkeypatch.setattr(rows, "STRETCH", 2)
    assert list(streamed_items(plan)) == whole == list(plan_value(plan).items)


def test_the_streamed_csv_is_the_paper_of_the_draft(plan: Plan) -> None:
    streamed = b"".join(streamed_csv(plan))
    assert streamed == written(published_version(plan, None), "csv", plan.made_at).content
    assert "共建联盟校" in streamed.decode()


def test_a_member_downloads_the_csv_under_the_plans_name(plan: Plan, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.east_office.person, "allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get(f"/plans/{plan.uid}/export/csv/")
    assert answer["Content-Disposition"] == 'attachment; filename="plan-plan-of--v0.csv"'
    assert b"".join(answer.streaming_content).startswith("\ufeff序号".encode())
