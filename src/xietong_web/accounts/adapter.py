"""Takes what the sign-in machinery asks; gives the house's answers: nobody signs up, every change is told."""

from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from xietong_web.accounts.models import Person
from xietong_web.accounts.queries import member_of
from xietong_web.audit.services import Actor, System, record

# The occasions on which allauth would write a letter, and the act that the journal tells.
TOLD = {
    "account/email/password_changed": "accounts.password-changed",
    "account/email/password_reset": "accounts.password-changed",
    "account/email/password_set": "accounts.password-changed",
    "account/email/email_changed": "accounts.address-changed",
}
# The acts among them that write the person's own row; a sign-in does not, and so tells nobody's tampering as true.
WRITING = frozenset({"accounts.password-changed", "accounts.address-changed"})


def sign_in_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """Return the one name that failed sign-ins are counted under, however the name or address was typed."""
    given = credentials or {}
    typed = str(given.get("username") or given.get("email") or (request.POST.get("login", "") if request else ""))
    typed = typed.strip().casefold()
    if "@" in typed:
        found = Person.objects.filter(email__iexact=typed).values_list("username", flat=True).first()
        return (found or typed).casefold()
    return typed


def actor_of(person: Person) -> Actor:
    """Return who acts when a person changes the own sign-in."""
    return member_of(person) or System(sign=person.username)


@transaction.atomic
def tell(person: Person, act: str, *, rows: Iterable[Person] = (), private: bool = True) -> None:
    """Write into the journal what a person did with the own sign-in, and the row where the act wrote it."""
    subject = ("member", person.username)
    record(act, by=actor_of(person), now=timezone.now(), subject=subject, rows=rows, private=private)


class InvitedOnly(DefaultAccountAdapter):  # type: ignore[misc]
    """People come in by invitation; what they do with their sign-in stands in the journal."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return False: see ``services.accept_invitation``."""
        return False

    def set_password(self, user: Person, password: str) -> None:
        """Set a password and the day from which it grows old."""
        user.password_changed_at = timezone.now()
        super().set_password(user, password)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Show people who act for a party first what others wait for; administrators have the start page."""
        found = member_of(request.user)
        if found is not None and found.party_id:
            return reverse("fulfilling:work")
        return str(super().get_login_redirect_url(request))

    def send_notification_mail(self, template_prefix: str, user: Person, *args: Any, **kwargs: Any) -> None:
        """Tell the journal, and then the person where letters are sent."""
        if template_prefix in TOLD:
            written = Person.objects.filter(pk=user.pk) if TOLD[template_prefix] in WRITING else ()
            tell(user, TOLD[template_prefix], rows=written)
        super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Tell the journal, and speak the language the person chose, unless this browser has chosen one."""
        tell(user, "accounts.signed-in")
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response
