"""What one person is shown from the own duties alone is what the whole plan says of them."""

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.web.fulfilling.acting import confirmed, passed, submitted
from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import AcceptanceAct, Wait
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member, Organisation
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling import duty_services
from xietong_web.fulfilling.bars import DoubleBar
from xietong_web.fulfilling.duty_lights import lights_of
from xietong_web.fulfilling.light_showing import shown
from xietong_web.fulfilling.lighting import lit
from xietong_web.fulfilling.queries import duties_of
from xietong_web.fulfilling.reporting_queries import due_of
from xietong_web.fulfilling.standing import standings
from xietong_web.fulfilling.waiting import own, queries
from xietong_web.fulfilling.waiting.deriving import Waits
from xietong_web.theme.templatetags.theme import address

DAY = date(2024, 10, 9)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["east", "west"]),
        st.sampled_from(["t1", "t2", "t3"]),
        st.sampled_from(["submit", "pass", "confirm", "accept"]),
        st.sampled_from(["2024-Q1", "2024-Q2", "2024-Q3"]),
        st.sampled_from([30, 100]),
    ),
    max_size=10,
)


def _do(cast: Cast, plan: Plan, now: datetime, side: str, item: str, act: str, period: str, percent: int) -> None:
    liaison = cast.east_liaison if side == "east" else cast.west_liaison
    if act == "accept":
        for duty in plan.duties.filter(item__uid=item, organisation=liaison.organisation):
            duty_services.answer_duty(duty_pk=duty.pk, act=AcceptanceAct.ACCEPT, revision=0, by=liaison, now=now)
    elif act == "submit":
        submitted(plan, liaison, percent, item=item, period=period, now=now)
    else:
        (passed if act == "pass" else confirmed)(cast, plan, liaison, percent, item=item, period=period, now=now)


def _upon(waits: Waits | None, member: Member) -> set[Wait]:
    assert waits is not None
    codes = Organisation.objects.filter(pk__in=bodies_of(member)).values_list("code", flat=True)
    chosen = waits.of(fulfilling.chosen(waits.columns, queries.on_member(waits, member, set(codes))))
    return {chosen.value(at) for at in range(len(chosen.columns.kind))}


@pytest.mark.django_db
@settings(
    max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(steps=STEPS)
def test_the_work_of_one_body_is_what_the_whole_plan_says_of_it(cast: Cast, agreed: Plan, steps: list) -> None:
    with transaction.atomic():
        for step in steps:
            with suppress(Refusal), transaction.atomic():
                _do(cast, agreed, NOW, *step)
        for member in (cast.east_liaison, cast.west_liaison):
            assert member.organisation is not None
            alone = own.waits_upon(agreed, DAY, bodies_of(member), {member.organisation.code})
            assert _upon(alone, member) == _upon(queries.seen_waits(agreed, member.party_code, DAY), member)
            duties, whole = list(duties_of(member.organisation, member)), lit(agreed, DAY)
            lights_of(duties, DAY)
            assert whole is not None
            for duty in duties:
                at = whole.place[duty.item_id]
                told = vars(duty)
                assert told["light"] == shown(whole.light(at))
                assert (told["due"], told["late"]) == (whole.columns.due[at].item(), bool(whole.late[at]))
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(
    max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(steps=STEPS, later=STEPS)
def test_a_past_day_is_what_it_was_whatever_has_changed_since(
    cast: Cast, agreed: Plan, steps: list, later: list
) -> None:
    def told() -> tuple[set[Wait], list[DoubleBar]]:
        waits = queries.waits_on(agreed, DAY, past_day=True)
        stand = standings(agreed, [cast.east, cast.west], DAY)
        bars = [stand.bar(uid) for uid in ("t1", "t2", "t3", "")]
        return {waits.value(at) for at in range(len(waits.columns.kind))}, bars

    with transaction.atomic():
        for step in steps:
            with suppress(Refusal), transaction.atomic():
                _do(cast, agreed, NOW, *step)
        then = told()
        for step in later:
            with suppress(Refusal), transaction.atomic():
                _do(cast, agreed, datetime(2024, 10, 12, 2, tzinfo=UTC), *step)
        assert told() == then
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_of_a_duty_confirmed_in_full_no_report_is_awaited(cast: Cast, agreed: Plan) -> None:
    def awaited() -> set[tuple[str, str]]:
        found = queries.waits_of(agreed, DAY, "east")
        return {(wait.item, wait.on.organisation) for wait in found if wait.kind is fulfilling.WaitKind.REPORT}

    assert ("t1", "east-1") in awaited()
    assert "t1" in {due.duty.item.uid for due in due_of(cast.east_liaison, DAY)}
    confirmed(cast, agreed, cast.east_liaison, 100, item="t1", period="2024-Q1")
    assert ("t1", "east-1") not in awaited()
    assert "t1" not in {due.duty.item.uid for due in due_of(cast.east_liaison, DAY)}


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("fulfilling:item", ("plan-1", "a_b")),
        ("fulfilling:item", ("计划", "a b/c")),
        ("fulfilling:act", ("r1", "submit")),
        ("fulfilling:meeting", ("plan-1", 3)),
        ("fulfilling:work", ()),
    ],
)
def test_an_address_is_what_django_gives(name: str, of: tuple[object, ...]) -> None:
    try:
        expected = reverse(name, args=of)
    except NoReverseMatch:
        with pytest.raises(NoReverseMatch):
            address(name, *of)
    else:
        assert address(name, *of) == address(name, *of) == expected
