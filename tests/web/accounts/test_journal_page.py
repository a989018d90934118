"""The journal as people read it: the audit administrator all of it, a party's office, manager and leader their own."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from xietong_web.accounts import journal
from xietong_web.accounts.journal import Asked
from xietong_web.audit.services import record


@pytest.fixture
def written(cast: Cast) -> Cast:
    from django.db import transaction

    with transaction.atomic():
        for number in range(60):
            record("drafting.tried", by=cast.east_office, now=NOW + timedelta(days=number), data={"number": number})
        record("drafting.tried", by=cast.west_office, now=NOW, private=True)
    return cast


def test_pages_follow_one_another_without_gap_or_repetition(written: Cast) -> None:
    seen, before = [], None
    while True:
        page = journal.page_for(written.audit_admin, Asked(before=before))
        seen += [line.entry.seq for line in page.lines]
        if page.older is None:
            break
        before = page.older
    assert seen == list(range(seen[0], 0, -1))


def test_a_party_reads_what_was_done_for_it_only(written: Cast) -> None:
    lines = journal.page_for(written.east_leader, Asked(room="drafting")).lines
    assert len(lines) == 50
    assert {line.entry.party for line in lines} == {"east"}


def test_filters_narrow(written: Cast) -> None:
    day = (NOW + timedelta(days=3)).date()
    found = journal.page_for(written.audit_admin, Asked(since=day, until=day, actor="east_office")).lines
    assert [line.told for line in found] == ["序号：3"]


def test_the_page_asks_a_constant_number_of_questions(written: Cast, client: Client, django_assert_num_queries) -> None:
    client.force_login(written.audit_admin.person)
    with django_assert_num_queries(5):
        client.get("/journal/")
    with django_assert_num_queries(5):
        client.get("/journal/?room=drafting&actor=east_office&since=2024-03-06")
    assert client.get("/journal/?since=someday").status_code == 409
    assert client.get("/journal/?before=99999999999999999999999").status_code == 200
