"""Every address of the site answers each role as it is classified; what is not classified fails."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, Cast
from tests.web.accounts.routes import ACTORS, ANYBODY, CLASSES, OUTSIDE, ROUTES, group_of, routes
from xietong_web.drafting.models import Plan
from xietong_web.endorsing import services as endorsing

pytestmark = pytest.mark.once


@pytest.fixture
def stage(cast: Cast, plan: Plan) -> Cast:
    """The plan of two, out for signature as proposal 1, version 1."""
    made = endorsing.propose(plan_uid=plan.uid, title="首次会签", reason="", by=cast.east_office, now=NOW)
    endorsing.open_proposal(proposal_pk=made.pk, by=cast.east_office, now=NOW)
    return cast


def client_of(cast: Cast, actor: str) -> Client:
    cache.clear()  # the sign-in package counts requests
    client = Client(raise_request_exception=False)
    if actor != ANYBODY:
        client.force_login(getattr(cast, actor).person)
    return client


def test_every_route_is_classified() -> None:
    unclassified = sorted({name for name, kwargs in routes() if group_of(name, kwargs) not in CLASSES})
    assert unclassified == []


def test_no_class_speaks_of_a_route_that_is_gone() -> None:
    standing = {name for name, _ in routes()} | {"api:plan_journal"}
    assert sorted(set(ROUTES) - standing) == []


@pytest.mark.slow
@pytest.mark.parametrize("actor", ACTORS)
def test_every_route_answers_each_role_as_classified(stage: Cast, actor: str) -> None:
    client = client_of(stage, actor)
    wrong = {}
    for name, kwargs in routes():
        status = client.get(reverse(name, kwargs=kwargs)).status_code
        expected = CLASSES[group_of(name, kwargs) or ""][actor]
        if status != expected:
            wrong[name] = (status, expected)
    assert wrong == {}


@pytest.mark.parametrize("actor", OUTSIDE)
def test_nobody_outside_a_plan_acts_on_it(stage: Cast, actor: str) -> None:
    client = client_of(stage, actor)
    answers = {
        name: client.post(reverse(name, kwargs=kwargs)).status_code
        for name, kwargs in routes()
        if "plan_uid" in kwargs and not name.startswith("api:")
    }
    assert {name: status for name, status in answers.items() if status not in {403, 404}} == {}


def test_a_stranger_to_the_site_posts_nothing(stage: Cast) -> None:
    client = client_of(stage, ANYBODY)
    answers = {
        name: client.post(reverse(name, kwargs=kwargs))
        for name, kwargs in routes()
        if ":" in name and not name.startswith("api:") and name != "accounts:join"
    }
    led = {name: answer.headers.get("Location", "") for name, answer in answers.items()}
    to_sign_in = {name for name, location in led.items() if location.startswith("/accounts/login/")}
    assert set(led) - to_sign_in <= {"accounts:address", "accounts:address_sent"}


ACTS_OF_ACCOUNTS = {
    "accounts:token_make": {*ACTORS[1:8]},
    "accounts:invitation": {"east_manager"},
    "accounts:end": {"east_manager"},
    "accounts:place": {"east_manager"},
    "accounts:invite": {"east_manager", "system_admin"},
    "accounts:unlock": {"security_admin"},
    "accounts:reset_factor": {"security_admin"},
    "accounts:parties": {"system_admin"},
    "accounts:hierarchies": {"system_admin"},
    "accounts:hierarchy": {"system_admin"},
    "accounts:hierarchy_remove": {"system_admin"},
    "accounts:organisation_add": {"east_manager"},
    "accounts:organisations_import": {"east_manager"},
    "accounts:organisation_act": {"east_manager"},
    "endorsing:key": {"east_signatory"},
}


@pytest.mark.parametrize("actor", ACTORS[1:])
def test_acts_on_people_and_bodies_are_done_by_those_who_may(cast: Cast, actor: str) -> None:
    from django.utils import timezone

    from xietong_web.accounts.models import Invitation
    from xietong_web.accounts.roles import Role
    from xietong_web.accounts.services import invite

    invite(name="新人", roles=[Role.LIAISON], party=cast.east, by=cast.east_manager, now=timezone.now())
    pk = Invitation.objects.get().pk
    client = client_of(cast, actor)
    known = dict(routes())
    for name, allowed in ACTS_OF_ACCOUNTS.items():
        kwargs = {"pk": pk, "what": "revoke"} if name == "accounts:invitation" else known[name]
        status = client.post(reverse(name, kwargs=kwargs)).status_code
        assert (status == 403) == (actor not in allowed), (name, status)
