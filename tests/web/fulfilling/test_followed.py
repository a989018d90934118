"""What is made of a plan's rows is at every moment what it would be if it were made now; it is made as seldom as can."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from time import sleep

import pytest
from django.db import close_old_connections, connection, connections, transaction
from django.utils import timezone

from tests.cast import NOW, Cast, opened, sign_by_both
from xietong_web.audit import following
from xietong_web.audit.following import Told, journal_read
from xietong_web.audit.models import Entry
from xietong_web.drafting.models import Plan
from xietong_web.drafting.services import edit_item
from xietong_web.fulfilling import followed as keeping
from xietong_web.fulfilling.ahead import ahead
from xietong_web.fulfilling.days import today
from xietong_web.fulfilling.first_pages import make_plans_ready, make_plans_ready_to_fork, until_tomorrow
from xietong_web.fulfilling.followed import about, followed, followed_if_known, kept
from xietong_web.fulfilling.lighting import lit_if_known
from xietong_web.fulfilling.waiting.following import waits_if_known

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """The plan of two, written and committed."""
    with transaction.atomic():
        return opened(cast)


def rename(plan: Plan, cast: Cast, revision: int = 1) -> None:
    """Do an act upon the plan."""
    change = {"title": f"新的名称{revision}"}
    edit_item(plan_uid=plan.uid, uid="t1", revision=revision, changes=change, by=cast.east_office, now=NOW)


def titles(plan: Plan) -> int:
    """Count the items renamed."""
    return plan.items.filter(title__startswith="新的名称").count()


def test_what_was_worked_out_is_kept_until_the_journal_tells_of_a_change(cast: Cast, plan: Plan) -> None:
    made: list[int] = []

    def work() -> int:
        made.append(1)
        return titles(plan)

    assert [kept(plan, "figure", work), kept(plan, "figure", work), len(made)] == [0, 0, 1]
    rename(plan, cast)
    assert [kept(plan, "figure", work), len(made)] == [1, 2]


def test_who_follows_is_told_what_has_happened_each_once_and_in_order(cast: Cast, plan: Plan) -> None:
    told: list[Told] = []

    def take(known: list[int], entries: Told) -> list[int]:
        told.append(entries)
        return [*known, *(entry.seq for entry in entries)]

    first = followed(plan, "acts", lambda: [0], take)
    assert (first, told) == ([0], [])
    rename(plan, cast)
    rename(plan, cast, 2)
    found = followed(plan, "acts", lambda: [0], take)
    since = list(Entry.objects.order_by("-seq").values_list("seq", flat=True)[:2])[::-1]
    assert found == [0, *since]
    assert followed(plan, "acts", lambda: [0], take) is found
    assert [entry.act for entry in told[0]] == ["drafting.edited", "drafting.edited"]
    assert all(map(about(plan), told[0]))


def test_what_cannot_follow_is_made_anew(cast: Cast, plan: Plan) -> None:
    assert followed(plan, "many", lambda: titles(plan), lambda known, told: None) == 0  # noqa: ARG005
    rename(plan, cast)
    assert followed_if_known(plan, "many", lambda: titles(plan), lambda known, told: None) is None  # noqa: ARG005
    assert followed(plan, "many", lambda: titles(plan), lambda known, told: None) == 1  # noqa: ARG005


def test_after_too_many_acts_it_is_made_anew(cast: Cast, plan: Plan, monkeypatch) -> None:
    monkeypatch.setattr(following, "REMEMBERED", 2)
    monkeypatch.setattr(keeping, "journal", following._Journal())
    kept(plan, "few", lambda: titles(plan))
    for revision in (1, 2, 3):
        rename(plan, cast, revision)
    assert kept(plan, "few", lambda: titles(plan)) == 1


def test_a_journal_that_went_another_way_has_all_made_anew(plan: Plan) -> None:
    assert kept(plan, "restored", lambda: titles(plan)) == 0
    plan.items.filter(uid="t1").update(title="新的名称")  # as a restore does, past the journal
    assert kept(plan, "restored", lambda: titles(plan)) == 0
    last = Entry.objects.order_by("-seq")[0]
    Entry.objects.filter(seq=last.seq).update(hash="0" * 64)
    assert kept(plan, "restored", lambda: titles(plan)) == 1


def test_a_transaction_sees_what_it_has_written_and_keeps_nothing(cast: Cast, plan: Plan) -> None:
    assert kept(plan, "own", lambda: titles(plan)) == 0
    with transaction.atomic():
        rename(plan, cast)
        assert kept(plan, "own", lambda: titles(plan)) == 1
        transaction.set_rollback(True)
    assert kept(plan, "own", lambda: titles(plan)) == 0


def test_one_page_reads_the_journal_once(plan: Plan, django_assert_num_queries) -> None:
    kept(plan, "one", lambda: 1)
    kept(plan, "other", lambda: 2)
    with django_assert_num_queries(1), journal_read():
        assert [kept(plan, "one", lambda: 3), kept(plan, "other", lambda: 3)] == [1, 2]


def test_who_comes_second_takes_what_the_first_makes_and_nobody_waits_for_it_who_need_not(plan: Plan) -> None:
    begun, end = Event(), Event()
    made: list[int] = []

    def slow() -> int:
        made.append(1)
        begun.set()
        end.wait(10)
        return 7

    def ask() -> int:
        try:
            return kept(plan, "slow", slow)
        finally:
            connections.close_all()

    close_old_connections()
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(ask) for _ in range(2)]
        assert begun.wait(10)
        assert followed_if_known(plan, "slow", slow, lambda known, told: known) is None  # noqa: ARG005
        end.set()
        assert [each.result(10) for each in both] == [7, 7]
    assert made == [1]
    assert connection.vendor


def test_a_server_makes_meanwhile_what_is_not_at_hand(plan: Plan, monkeypatch) -> None:
    begun, end, made = Event(), Event(), Event()

    def slow() -> int:
        begun.set()
        end.wait(10)
        return 7

    def ask() -> int | None:
        return followed_if_known(plan, "later", slow, lambda known, told: known)  # noqa: ARG005

    assert ask() is None
    assert not begun.is_set()
    monkeypatch.setattr(ahead, "serving", True)
    assert [ask(), begun.wait(10), ask()] == [None, True, None]
    ahead.do("after it", made.set)
    end.set()
    assert made.wait(10)
    assert ask() == 7


def test_a_server_makes_the_plans_ready_beside_its_first_answer_once_and_on_every_new_day(
    plan: Plan, monkeypatch
) -> None:
    made: list[str] = []
    twice = Event()

    def ready() -> None:
        make_plans_ready()
        made.append(plan.uid)

    def pause() -> float:
        while ahead.wanted:
            sleep(0.005)
        if len(made) < 2:
            return 0
        twice.set()
        return 3600

    ahead.begin(ready, pause)
    assert not made, "nothing is served: there is no meanwhile"
    monkeypatch.setattr(ahead, "serving", True)
    monkeypatch.setattr(ahead, "begun", False)
    ahead.begin(ready, pause)
    assert twice.wait(10)
    ahead.begin(ready, pause)
    assert made == [plan.uid, plan.uid]


def test_processes_find_at_hand_what_was_made_before_they_were_forked(cast: Cast, plan: Plan, monkeypatch) -> None:
    monkeypatch.setattr(keeping, "_STORE", keeping._Store())
    sign_by_both(cast, plan)
    assert (waits_if_known(plan, today()), lit_if_known(plan, today())) == (None, None)
    make_plans_ready_to_fork()
    assert connection.connection is None or connection.is_in_memory_db(), "a connection is of one process alone"
    assert waits_if_known(plan, today()) is not None
    assert lit_if_known(plan, today()) is not None


def test_a_day_ends_at_midnight_in_shanghai(monkeypatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 27, 15, 59, 30, tzinfo=UTC))
    assert until_tomorrow() == 31
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 27, 16, 0, 0, tzinfo=UTC))
    assert until_tomorrow() == 24 * 3600 + 1


def test_the_store_forgets_the_longest_unused_beyond_its_room(plan: Plan, monkeypatch) -> None:
    monkeypatch.setattr(keeping, "ROOM", 10)
    monkeypatch.setattr(keeping, "_STORE", keeping._Store())
    for name in ("first", "second", "third"):
        kept(plan, name, lambda: 1, weight=lambda _: 5)
    assert [key[1] for key in keeping._STORE.kept] == ["second", "third"]
    assert keeping._STORE.held == 10
