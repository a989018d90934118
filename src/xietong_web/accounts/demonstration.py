"""Takes the demonstration; gives its sign-in names, their password and their codes, which no other workspace shows."""

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils import timezone

from xietong_web.accounts.demonstration_people import PASSWORD as PASSWORD
from xietong_web.accounts.models import Member, Person
from xietong_web.audit.models import Entry


def _played() -> set[str]:
    """Sign-in names that the platform itself made, less those that have taken a password of their own."""
    told = Entry.objects.filter(act__in=["accounts.member-added", "accounts.password-changed"])
    made, changed = set(), set()
    for act, actor, subject in told.values_list("act", "actor", "subject"):
        if act == "accounts.password-changed":
            changed.add(subject)
        elif actor == "system":
            made.add(subject)
    return made - changed


def people() -> list[Member]:
    """Return the demonstration's members who can sign in, in the order they came; none outside the demonstration."""
    if not settings.DEMONSTRATION:
        return []
    members = Member.objects.current().filter(person__username__in=_played())
    members = members.exclude(person__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return list(members.select_related("person", "party").prefetch_related("grants").order_by("pk"))


def code_of(person: Person) -> str:
    """Return a demonstration person's current code; empty for anybody else and outside the demonstration."""
    if not settings.DEMONSTRATION or person.username not in _played():
        return ""
    found = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if found is None:
        return ""
    counter = int(timezone.now().timestamp()) // app_settings.TOTP_PERIOD
    return str(format_hotp_value(hotp_value(decrypt(found.data["secret"]), counter)))
