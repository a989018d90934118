"""People come in by a link, act for one party, and leave what they did behind them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import NOW, PASSWORD, Cast
from xietong.basics import Refusal
from xietong_web.accounts import membership, securing, services
from xietong_web.accounts.models import Invitation, Member, Person, Token
from xietong_web.accounts.roles import Role
from xietong_web.audit.queries import breaks

NEW = "the boats come home at dusk"


def link(cast: Cast, **changes) -> str:
    given: dict[str, Any] = {
        "name": "新人",
        "roles": [Role.LIAISON],
        "party": cast.east,
        "by": cast.east_manager,
        "now": timezone.now(),
    }
    return services.invite(**given | changes)


def test_an_invited_person_chooses_a_name_and_signs_in(cast: Cast, client: Client) -> None:
    token = link(cast, organisation=cast.east_bureau)
    page = client.get(f"/join/{token}/")
    assert "新人" in page.content.decode()
    assert "12" in page.content.decode()  # the rule of the password profile is shown
    answer = client.post(f"/join/{token}/", {"username": "newcomer", "password": NEW, "again": NEW})
    assert answer.headers["Location"] == "/accounts/login/"
    assert client.post("/accounts/login/", {"login": "newcomer", "password": NEW}).status_code == 302
    member = Member.objects.get(person__username="newcomer")
    assert (member.party, member.organisation, member.roles) == (cast.east, cast.east_bureau, {Role.LIAISON})
    assert client.get(f"/join/{token}/").status_code == 409
    assert list(breaks()) == []


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"username": "east_office", "password": NEW, "again": NEW}, "username"),
        ({"username": "a@b", "password": NEW, "again": NEW}, "username"),
        ({"username": "newcomer", "password": "short", "again": "short"}, "password"),
        ({"username": "newcomer", "password": NEW, "again": NEW + "x"}, "again"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_the_link_stays_good(cast: Cast, client: Client, typed, field):
    token = link(cast)
    answer = client.post(f"/join/{token}/", typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert services.invitation_of(token, timezone.now()).used_at is None


def test_a_link_is_void_when_old_revoked_or_renewed(cast: Cast) -> None:
    now = timezone.now()
    token = link(cast)
    with pytest.raises(Refusal, match="out of date"):
        services.invitation_of(token, now + timedelta(days=15))
    pk = Invitation.objects.get().pk
    fresh = membership.renew_invitation(invitation_pk=pk, by=cast.east_manager, now=now)
    with pytest.raises(Refusal):
        services.invitation_of(token, now)
    found = services.invitation_of(fresh, now)
    membership.revoke_invitation(invitation_pk=found.pk, by=cast.east_manager, now=now)
    with pytest.raises(Refusal):
        services.invitation_of(fresh, now)
    with pytest.raises(Refusal) as refused:
        membership.revoke_invitation(invitation_pk=found.pk, by=cast.east_manager, now=now)
    assert refused.value.code == "invitation-closed"
    assert list(breaks()) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"roles": [Role.PARTY_MANAGER]}, "not-permitted"),
        ({"roles": [Role.SECURITY_ADMIN], "party": None}, "not-permitted"),
        ({"roles": []}, "no-role"),
        ({"party": None}, "party-needed"),
        ({"roles": [Role.LIAISON, Role.AUDIT_ADMIN]}, "roles-exclude-each-other"),
    ],
)
def test_a_manager_invites_only_into_the_roles_of_the_party(cast: Cast, changes, code) -> None:
    with pytest.raises(Refusal) as refused:
        link(cast, **changes)
    assert refused.value.code == code


def test_a_manager_invites_into_no_other_party_and_no_other_partys_body(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        link(cast, party=cast.west)
    assert refused.value.code == "not-permitted"
    with pytest.raises(Refusal) as refused:
        link(cast, organisation=cast.west_bureau)
    assert refused.value.code == "other-party"


def test_the_system_administrator_invites_managers_and_administrators_only(cast: Cast) -> None:
    now = timezone.now()
    for roles, party in (([Role.PARTY_MANAGER], cast.west), ([Role.AUDIT_ADMIN], None)):
        assert services.invite(name="某人", roles=roles, party=party, by=cast.system_admin, now=now)
    with pytest.raises(Refusal) as refused:
        link(cast, by=cast.system_admin)
    assert refused.value.code == "not-permitted"


def test_the_link_is_shown_to_the_manager_once(cast: Cast, client: Client) -> None:
    client.force_login(cast.east_manager.person)
    answer = client.post("/members/invite/", {"name": "新人", "roles": ["liaison"]}, follow=True)
    assert "/join/" in answer.content.decode()
    assert "/join/" not in client.get("/members/").content.decode()


def test_ending_a_membership_shuts_every_door(cast: Cast, client: Client) -> None:
    client.force_login(cast.east_liaison.person)
    token = services.make_token(name="脚本", by=cast.east_liaison, now=NOW)
    membership.end_membership(sign="east_liaison", by=cast.east_manager, now=NOW)
    assert client.get("/profile/").status_code == 302
    assert services.member_of_token(token, NOW) is None
    client.post("/accounts/login/", {"login": "east_liaison", "password": PASSWORD})
    assert client.get("/profile/").status_code == 302
    assert list(breaks()) == []


def test_managers_end_no_managers_and_nobody_ends_the_own_membership(cast: Cast) -> None:
    for by, sign, code in (
        (cast.east_manager, "east_manager", "not-permitted"),
        (cast.east_manager, "west_liaison", "not-permitted"),
        (cast.system_admin, "east_liaison", "not-permitted"),
        (cast.system_admin, "system_admin", "not-yourself"),
        (cast.east_manager, "nobody", "not-found"),
    ):
        with pytest.raises(Refusal) as refused:
            membership.end_membership(sign=sign, by=by, now=NOW)
        assert refused.value.code == code, sign
    membership.end_membership(sign="east_manager", by=cast.system_admin, now=NOW)


def test_the_members_page_asks_a_constant_number_of_questions(cast: Cast, client: Client, django_assert_num_queries):
    client.force_login(cast.east_manager.person)
    client.get("/members/")
    with django_assert_num_queries(8):
        client.get("/members/")
    for number in range(12):
        services.add_member(
            username=f"more{number}", name="某", roles=[Role.REVIEWER], party=cast.east, by=cast.east_manager, now=NOW
        )
    with django_assert_num_queries(8):
        shown = client.get("/members/")
    assert "west_liaison" not in shown.content.decode()


def test_an_api_key_is_shown_once_and_revoked_by_its_owner_only(cast: Cast, client: Client) -> None:
    client.force_login(cast.east_liaison.person)
    client.post("/profile/tokens/", {"name": "月报脚本"})
    assert "xt_" in client.get("/profile/").content.decode()
    assert "xt_" not in client.get("/profile/").content.decode()
    row = Token.objects.get()
    with pytest.raises(Refusal) as refused:
        membership.revoke_token(token_pk=row.pk, by=cast.east_office, now=NOW)
    assert refused.value.code == "not-found"
    client.post(f"/profile/tokens/{row.pk}/revoke/")
    row.refresh_from_db()
    assert row.revoked_at is not None


def test_people_edit_their_own_name_language_and_address(cast: Cast, client: Client) -> None:
    client.force_login(cast.east_liaison.person)
    answer = client.post("/profile/", {"name": "江小川", "language": "en", "email": "j@example.org"})
    assert answer.cookies["django_language"].value == "en"
    person = Person.objects.get(username="east_liaison")
    assert (person.name, person.language, person.email) == ("江小川", "en", "j@example.org")
    with pytest.raises(Refusal) as refused:
        membership.edit_profile(name="x", language="en", email="J@example.org", by=cast.west_liaison, now=NOW)
    assert refused.value.code == "address-taken"
    assert list(breaks()) == []


def test_a_member_is_placed_in_a_body_of_the_own_party(cast: Cast) -> None:
    membership.place_member(sign="east_reviewer", organisation=cast.east_bureau, by=cast.east_manager, now=NOW)
    assert Member.objects.get(person__username="east_reviewer").organisation == cast.east_bureau
    with pytest.raises(Refusal) as refused:
        membership.place_member(sign="east_reviewer", organisation=cast.west_bureau, by=cast.east_manager, now=NOW)
    assert refused.value.code == "other-party"
    assert list(breaks()) == []


def test_nobody_resets_the_own_second_factor(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        securing.reset_second_factor(sign="security_admin", by=cast.security_admin, now=NOW)
    assert refused.value.code == "not-yourself"
    with pytest.raises(Refusal) as refused:
        securing.reset_second_factor(sign="east_signatory", by=cast.security_admin, now=NOW)
    assert refused.value.code == "no-second-factor"
