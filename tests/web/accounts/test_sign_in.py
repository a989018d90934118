"""The way in: password, second factor, lock-out, passwords that grow old, and what only the demonstration shows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from time import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from tests.cast import NOW, PASSWORD, Cast, assemble
from tests.codes import shown
from xietong_web.accounts.factors import tell_factors
from xietong_web.accounts.models import Member, Person
from xietong_web.accounts.passwords import ProfileValidator
from xietong_web.accounts.proxies import BehindProxies
from xietong_web.audit.models import Entry
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.endorsing import services as endorsing

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    cache.clear()


def set_up(member: Member) -> None:
    """Give somebody an authenticator app whose secret is known here."""
    TOTP.activate(member.person, SECRET)
    tell_factors(member.person, "accounts.second-factor-added", gone=(), by=member, now=NOW)


def sign_in(client: Client, name: str, password: str = PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": name, "password": password}, **extra)


def test_a_password_alone_opens_nothing_where_a_second_factor_is_set_up(cast: Cast, client: Client) -> None:
    set_up(cast.east_signatory)
    assert sign_in(client, "east_signatory").headers["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/profile/").status_code == 302
    assert client.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert client.post("/accounts/2fa/authenticate/", {"code": shown(SECRET)}).headers["Location"] == "/work/"
    assert client.get("/profile/").status_code == 200
    assert Entry.objects.filter(act="accounts.signed-in", actor="east_signatory", private=True).exists()
    assert list(breaks()) == []


def test_a_code_is_good_for_a_step_more_than_it_is_shown_and_only_once(cast: Cast) -> None:
    set_up(cast.east_signatory)
    typed = shown(SECRET)
    for seconds, location in ((31, "/work/"), (35, None), (58, None), (91, None)):
        client = Client()
        with time_machine.travel(int(time()) // 30 * 30 + seconds, tick=False):
            sign_in(client, "east_signatory")
            answer = client.post("/accounts/2fa/authenticate/", {"code": typed})
        assert answer.headers.get("Location") == location, seconds


def test_of_two_who_type_one_code_at_the_same_moment_one_comes_in(
    transactional_db: None, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        TOTP, "_mark_code_used", lambda *_: True
    )  # the package's cache: not atomic where it lies on disk
    with transaction.atomic():
        set_up(assemble().east_signatory)
    clients, start, typed = [Client(), Client()], Barrier(2), shown(SECRET)
    for client in clients:
        sign_in(client, "east_signatory")

    def enter(client: Client) -> int:
        start.wait()
        try:
            return client.post("/accounts/2fa/authenticate/", {"code": typed}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(enter, clients)) == [200, 302]


def test_a_code_older_than_the_last_is_not_taken(cast: Cast) -> None:
    set_up(cast.east_signatory)
    before, moment = shown(SECRET), int(time()) // 30 * 30 + 31
    with time_machine.travel(moment, tick=False):
        for typed, location in ((shown(SECRET), "/work/"), (before, None)):
            client = Client()
            sign_in(client, "east_signatory")
            answer = client.post("/accounts/2fa/authenticate/", {"code": typed})
            assert answer.headers.get("Location") == location


def test_the_secret_of_an_app_does_not_stand_readable_in_the_database(cast: Cast) -> None:
    set_up(cast.east_signatory)
    stored = Authenticator.objects.get().data["secret"]
    assert SECRET not in stored
    assert decrypt(stored) == SECRET


def test_a_signatory_signs_after_the_code_and_not_before(cast: Cast, plan: Plan, client: Client) -> None:
    now = timezone.now()
    made = endorsing.propose(plan_uid=plan.uid, title="首次会签", reason="", by=cast.east_office, now=now)
    endorsing.open_proposal(proposal_pk=made.pk, by=cast.east_office, now=now)
    page = f"/plans/{plan.uid}/proposals/{made.number}/"
    client.force_login(cast.east_signatory.person)
    answer = client.post(f"{page}sign/")
    assert answer.headers["Location"] == "/accounts/2fa/"  # none is set up: the page that sets one up
    set_up(cast.east_signatory)
    answer = client.post(f"{page}sign/")
    asked = answer.headers["Location"]
    assert asked.startswith("/accounts/2fa/reauthenticate/?next=")
    assert client.get(asked).status_code == 200
    assert client.post(asked, {"code": shown(SECRET)}).headers["Location"] == page
    client.post(f"{page}sign/")
    assert endorsing.Signature.objects.filter(party=cast.east).count() == 1
    assert list(breaks()) == []


def test_five_failures_lock_whatever_the_case_of_the_name_and_the_security_administrator_unlocks(
    cast: Cast, client: Client
) -> None:
    for name in ("east_liaison", "East_Liaison", "EAST_LIAISON", "east_liaison", "east_Liaison"):
        cache.clear()
        answer = sign_in(client, name, "not the password")
    assert answer.status_code == 429
    assert "accounts/locked.html" in [template.name for template in answer.templates]
    cache.clear()
    assert sign_in(client, "east_liaison").status_code == 429
    guard = Client()
    guard.force_login(cast.security_admin.person)
    assert "east_liaison" in guard.get("/security/").content.decode()
    guard.post("/security/unlock/", {"name": "east_liaison"})
    cache.clear()
    assert sign_in(client, "east_liaison").status_code == 302
    assert Entry.objects.filter(act="accounts.unlocked", subject="east_liaison").exists()
    assert guard.post("/security/unlock/", {"name": "east_liaison"}).status_code == 409


@pytest.mark.parametrize(
    ("proxies", "way", "nearest", "sender"),
    [
        ([], "203.0.113.9", "198.51.100.7", "198.51.100.7"),
        (["198.51.100.7"], "203.0.113.9", "198.51.100.7", "203.0.113.9"),
        (["198.51.100.0/24"], "6.6.6.6, 203.0.113.9, 198.51.100.8", "198.51.100.7", "203.0.113.9"),
        (["198.51.100.7"], "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (["198.51.100.7"], "nowhere", "198.51.100.7", "198.51.100.7"),
        (["198.51.100.7"], "", "198.51.100.7", "198.51.100.7"),
        (["198.51.100.7"], "2001:db8::1", "198.51.100.7", "2001:db8::1"),
    ],
)
def test_only_a_trusted_proxy_is_believed_who_sent_a_request(
    settings, proxies: list[str], way: str, nearest: str, sender: str
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get("/", headers={"X-Forwarded-For": way}, REMOTE_ADDR=nearest)
    assert BehindProxies(lambda passed: HttpResponse(passed.META["REMOTE_ADDR"]))(request).text == sender


def test_behind_a_proxy_nobody_locks_out_another(cast: Cast, settings) -> None:
    settings.PROXIES = ["127.0.0.1"]
    for _ in range(5):
        answer = sign_in(Client(), "east_office", "wrong", headers={"X-Forwarded-For": "203.0.113.66"})
    assert answer.status_code == 429
    assert sign_in(Client(), "east_office", headers={"X-Forwarded-For": "203.0.113.66"}).status_code != 302
    assert sign_in(Client(), "east_office", headers={"X-Forwarded-For": "203.0.113.1"}).status_code == 302


def test_the_security_administrator_resets_a_second_factor(cast: Cast, client: Client) -> None:
    set_up(cast.east_signatory)
    client.force_login(cast.security_admin.person)
    client.post("/security/east_signatory/reset/")
    assert not Authenticator.objects.exists()
    assert Entry.objects.filter(act="accounts.second-factor-reset", subject="east_signatory").exists()
    assert list(breaks()) == []
    assert client.post("/security/nobody/reset/").status_code == 409


def test_what_is_done_to_second_factors_is_told_with_its_rows(
    cast: Cast, client: Client, django_capture_on_commit_callbacks
) -> None:
    client.force_login(cast.east_signatory.person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post("/accounts/2fa/totp/activate/", {"code": shown(secret)}).status_code == 302
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert list(breaks()) == []
    assert client.post("/accounts/2fa/recovery-codes/generate/").status_code == 302
    assert list(breaks()) == []
    assert client.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()
    assert list(breaks()) == []
    told = Entry.objects.filter(act__startswith="accounts.", subject="east_signatory").order_by("seq")
    assert list(told.values_list("act", flat=True))[-3:] == [
        "accounts.second-factor-added",
        "accounts.recovery-codes-made",
        "accounts.second-factor-removed",
    ]


def test_an_old_password_is_renewed_first_under_mlps3_and_never_grows_old_under_asvs5(
    cast: Cast, client: Client, settings
) -> None:
    person = cast.east_liaison.person
    client.force_login(person)
    Person.objects.filter(pk=person.pk).update(password_changed_at=timezone.now() - timedelta(days=91))
    settings.PASSWORD_PROFILE = "asvs5"
    assert client.get("/work/").status_code == 200
    settings.PASSWORD_PROFILE = "mlps3"
    for path in ("/work/", "/", "/documents/", "/profile/"):
        assert client.get(path).headers["Location"] == "/accounts/password/change/", path
    assert client.get("/work/", headers={"hx-request": "true"}).headers["HX-Redirect"] == "/accounts/password/change/"
    assert client.get("/api/v1/me").status_code == 403
    assert client.get("/accounts/password/change/").status_code == 200
    new = "Quiet-River-2024!"
    answer = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert answer.status_code == 302
    assert client.get("/work/").status_code == 200
    assert Entry.objects.filter(act="accounts.password-changed", subject="east_liaison").exists()
    assert list(breaks()) == []


@pytest.mark.parametrize(
    ("profile", "password", "good"),
    [
        ("asvs5", "quietriverspring", True),
        ("asvs5", "elevensigns", False),
        ("mlps3", "quietriverspring", False),
        ("mlps3", "QuietRiver2024", True),
        ("mlps3", "Quiet-2024", False),
    ],
)
def test_the_profiles_ask_for_what_they_say(profile: str, password: str, good: bool) -> None:
    from django.core.exceptions import ValidationError

    try:
        ProfileValidator(profile).validate(password)
    except ValidationError:
        assert not good
    else:
        assert good


def test_names_password_and_codes_are_shown_in_the_demonstration_only(cast: Cast, client: Client, settings) -> None:
    from xietong_web.accounts.demonstration import PASSWORD as SHOWN

    set_up(cast.east_signatory)
    settings.DEMONSTRATION = True
    assert SHOWN in client.get("/accounts/login/").content.decode()
    sign_in(client, "east_signatory")
    assert shown(SECRET) in client.get("/accounts/2fa/authenticate/").content.decode()
    settings.DEMONSTRATION = False
    assert shown(SECRET) not in client.get("/accounts/2fa/authenticate/").content.decode()
    page = Client().get("/accounts/login/").content.decode()
    assert SHOWN not in page
    assert "east_signatory" not in page


def test_the_demonstration_shows_no_code_of_somebody_who_was_invited_or_took_another_password(
    cast: Cast, client: Client, settings
) -> None:
    settings.DEMONSTRATION = True
    client.force_login(cast.east_liaison.person)
    new = "a new word for the boats"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    shown = Client().get("/accounts/login/").content.decode()
    assert "<code>east_office</code>" in shown
    assert "<code>east_liaison</code>" not in shown


def test_nobody_signs_up(cast: Cast, client: Client) -> None:
    before = Person.objects.count()
    assert "/accounts/signup/" not in client.get("/accounts/login/").content.decode()
    client.post("/accounts/signup/", {"username": "x", "email": "x@y.z", "password1": PASSWORD, "password2": PASSWORD})
    assert Person.objects.count() == before


def test_a_new_workspace_has_no_account(db) -> None:
    assert not Person.objects.exists()


def test_pages_of_the_sign_in_hold_no_inline_script_or_style(cast: Cast, client: Client) -> None:
    set_up(cast.east_signatory)
    client.force_login(cast.east_signatory.person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for path in (
        "2fa/",
        "2fa/webauthn/add/",
        "2fa/totp/deactivate/",
        "2fa/recovery-codes/generate/",
        "2fa/reauthenticate/",
    ):
        page = client.get(f"/accounts/{path}")
        assert page.status_code == 200, path
        text = page.content.decode()
        assert " style=" not in text
        assert "<script>" not in text
        assert page.headers["Content-Security-Policy"]


def test_an_app_is_set_up_with_a_picture_and_gives_recovery_codes(
    cast: Cast, client: Client, django_capture_on_commit_callbacks
) -> None:
    client.force_login(cast.east_liaison.person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/totp/activate/")
    assert 'src="data:image/svg+xml;base64,' in page.content.decode()
    secret = page.context["form"].secret
    typed = shown(secret)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/accounts/2fa/totp/activate/", {"code": typed}, follow=True)
    assert len(answer.context["unused_codes"]) == 10
    assert Entry.objects.filter(act="accounts.second-factor-added", actor="east_liaison").exists()


def test_a_forgotten_password_is_renewed_by_a_letter_good_for_one_use(cast: Cast, client: Client, mailoutbox) -> None:
    Person.objects.filter(username="east_liaison").update(email="j@example.org")
    client.post("/accounts/password/reset/", {"email": "J@example.org"})
    (letter,) = mailoutbox
    (link,) = [word for word in letter.body.split() if "/password/reset/key/" in word]
    path = client.get(link[link.index("/accounts/") :]).headers["Location"]
    assert client.get(path).status_code == 200
    new = "a new word for the boats"
    assert client.post(path, {"password1": "short", "password2": "short"}).status_code == 200
    assert client.post(path, {"password1": new, "password2": new}).status_code == 302
    cache.clear()
    assert sign_in(client, "j@example.org", new).headers["Location"] == "/work/"
    assert Entry.objects.filter(act="accounts.password-changed", subject="east_liaison").exists()
    assert (
        "no longer good"
        in Client().get(link[link.index("/accounts/") :], headers={"accept-language": "en"}).content.decode()
    )
    assert list(breaks()) == []


def test_nobody_learns_from_the_letter_page_who_is_a_member(cast: Cast, client: Client, mailoutbox) -> None:
    answer = client.post("/accounts/password/reset/", {"email": "unknown@example.org"})
    assert answer.headers["Location"] == "/accounts/password/reset/done/"
    assert mailoutbox == []
