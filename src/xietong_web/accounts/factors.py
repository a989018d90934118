"""Takes the sign-in package's pages for second factors; gives them telling the journal what they wrote.

Whoever could put a second factor of their own in place of a signatory's would sign as that person: so its rows are
guarded as every other row is, and told in the transaction that writes them.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import generate_recovery_codes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from allauth.mfa.webauthn.views import add_webauthn, remove_webauthn
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from xietong_web.accounts.adapter import actor_of
from xietong_web.accounts.models import Person
from xietong_web.audit.services import Actor, System, record

LABEL = Authenticator._meta.label_lower  # noqa: SLF001
CODES = Authenticator.Type.RECOVERY_CODES

View = Callable[..., HttpResponse]


def told(view: View) -> View:
    """Wrap a page that sets up or removes second factors of the signed-in person."""

    @wraps(view)
    @transaction.atomic
    def telling(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        person = request.user
        if not isinstance(person, Person):
            return view(request, *args, **kwargs)
        before = _kinds(person)
        answer = view(request, *args, **kwargs)
        after = _kinds(person)
        if before != after:
            tell_factors(person, _act(before, after), gone=before.keys() - after.keys(), by=actor_of(person))
        return answer

    return telling


def _kinds(person: Person) -> dict[int, str]:
    return dict(Authenticator.objects.filter(user=person).values_list("pk", "type"))


def _act(before: dict[int, str], after: dict[int, str]) -> str:
    if any(kind != CODES for pk, kind in after.items() if pk not in before):
        return "accounts.second-factor-added"
    if any(kind != CODES for pk, kind in before.items() if pk not in after):
        return "accounts.second-factor-removed"
    return "accounts.recovery-codes-made"


def tell_factors(person: Person, act: str, *, gone: Iterable[int], by: Actor, now: datetime | None = None) -> None:
    """Write into the journal which second factors a person has now; ``gone`` are the keys of those that went."""
    rows = Authenticator.objects.filter(user=person).order_by("pk")
    removed = [(LABEL, pk) for pk in sorted(gone)]
    about = ("member", person.username)
    record(act, by=by, now=now or timezone.now(), subject=about, rows=rows, removed=removed, private=True)


def set_up_app(person: Person, now: datetime) -> Any:
    """Give a person an authenticator app with a new secret, as the operator; call it in a transaction."""
    made = TOTP.activate(person, generate_totp_secret()).instance
    tell_factors(person, "accounts.second-factor-added", gone=(), by=System(), now=now)
    return made


# The package's own addresses and names, before its own: the same pages, told.
urlpatterns = [
    path("accounts/2fa/totp/activate/", told(activate_totp), name="mfa_activate_totp"),
    path("accounts/2fa/totp/deactivate/", told(deactivate_totp), name="mfa_deactivate_totp"),
    path("accounts/2fa/recovery-codes/generate/", told(generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("accounts/2fa/webauthn/add/", told(add_webauthn), name="mfa_add_webauthn"),
    path("accounts/2fa/webauthn/keys/<int:pk>/remove/", told(remove_webauthn), name="mfa_remove_webauthn"),
]
