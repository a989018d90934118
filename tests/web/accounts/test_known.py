"""Who acts is known from one request to the next; whatever changes who that is counts at once, in every process."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import NOW, Cast
from tests.web.fulfilling.acting import browser
from xietong_web.accounts import known
from xietong_web.accounts.membership import end_membership, place_member
from xietong_web.accounts.models import Member, Organisation, Person
from xietong_web.audit.services import System, record

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nobody_known() -> Iterator[None]:
    known._KNOWN.clear()
    yield
    known._KNOWN.clear()


@pytest.fixture
def client(cast: Cast) -> Client:
    """A browser in which the eastern joint office has signed in and is known."""
    client = browser(cast.east_office)
    client.get("/inbox/")
    return client


def asked_for(client: Client, table: str) -> int:
    """Count the statements about a table with one page."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/inbox/").status_code == 200
    return sum(table in each["sql"] for each in captured)


def test_who_is_known_is_not_asked_for_again_but_the_session_is(client: Client) -> None:
    tables = ("accounts_person", "accounts_member", "accounts_grant", "django_session", "audit_entry")
    assert [asked_for(client, table) for table in tables] == [0, 0, 0, 1, 1]


def test_a_membership_that_ends_counts_at_once(cast: Cast, client: Client) -> None:
    assert client.get("/work/").status_code == 200
    end_membership(sign=cast.east_office.sign, by=cast.east_manager, now=NOW)
    assert client.get("/work/").status_code == 302


def test_another_body_and_its_new_name_count_at_once(cast: Cast, client: Client) -> None:
    body = Organisation.objects.get(code="east-1")
    place_member(sign=cast.east_office.sign, organisation=body, by=cast.east_manager, now=NOW)
    assert client.get("/work/").wsgi_request.member.organisation.code == "east-1"
    with transaction.atomic():
        body.name = "新的名称"
        body.save()
        record("accounts.organisation-edited", by=System(), now=NOW, subject=("organisation", "east-1"), rows=[body])
    assert client.get("/work/").wsgi_request.member.organisation.name == "新的名称"


def test_a_session_ends_with_its_password_and_with_its_row(cast: Cast, client: Client) -> None:
    other = browser(cast.west_office)
    assert other.get("/work/").status_code == 200
    other.session.flush()
    assert other.get("/work/").status_code == 302
    person = Person.objects.get(pk=cast.east_office.person_id)
    with transaction.atomic():
        person.set_password("另一个-Password-9817")
        person.save()
        record("accounts.password-changed", by=System(), now=NOW, subject=("member", person.username), rows=[person])
    assert client.get("/work/").status_code == 302


def test_somebody_shut_out_is_shut_out_at_once(cast: Cast, client: Client) -> None:
    person = Person.objects.get(pk=cast.east_office.person_id)
    with transaction.atomic():
        person.is_active = False
        person.save()
        record("accounts.shut-out", by=System(), now=NOW, subject=("member", person.username), rows=[person])
    assert client.get("/work/").status_code == 302


def test_what_a_request_does_with_its_person_reaches_no_other(cast: Cast, client: Client) -> None:
    first = client.get("/work/").wsgi_request
    first.user.name = first.member.party.name = "somebody else"
    second = client.get("/work/").wsgi_request
    assert (second.user.name, second.member.party.name) == (cast.east_office.person.name, cast.east.name)


def test_others_who_sign_in_do_not_make_one_unknown(cast: Cast, client: Client) -> None:
    with transaction.atomic():
        record("accounts.signed-in", by=System(), now=NOW, subject=("member", cast.west_office.sign))
    assert asked_for(client, "accounts_person") == 0


def test_a_transaction_sees_its_own_rows(cast: Cast, client: Client) -> None:
    with transaction.atomic():
        Member.objects.filter(pk=cast.east_office.pk).update(ended_at=NOW)
        assert client.get("/work/").status_code == 403
        transaction.set_rollback(True)
    assert client.get("/work/").status_code == 200


def test_a_session_written_under_another_cookie_signs_nobody_in(cast: Cast, client: Client) -> None:
    mine = browser(cast.west_liaison)
    theirs = Session.objects.get(pk=client.session.session_key)
    Session.objects.filter(pk=mine.session.session_key).update(session_data=theirs.session_data)
    assert mine.get("/inbox/").status_code == 302
    assert client.get("/inbox/").status_code == 200


def test_a_session_prolonged_in_the_table_has_ended_all_the_same(client: Client) -> None:
    Session.objects.update(expire_date=timezone.now() + timedelta(days=400))
    with time_machine.travel(timezone.now() + timedelta(hours=13)):
        assert client.get("/inbox/").status_code == 302
