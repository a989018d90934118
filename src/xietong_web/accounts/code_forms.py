"""Takes a code of the second factor; gives the sign-in package's own check of it under a name that people know."""

from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from django.utils.translation import gettext_lazy as _

from xietong_web.accounts.models import UsedStep


class _Named:
    """Names the field, and leaves no grey text in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = _("Verification code")
        field.widget.attrs.pop("placeholder", None)


class _Once(_Named):
    """Takes a code once (RFC 6238, 5.2): the package forgets it after one step, while it is good for three."""

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc]
        factor = self.authenticator  # type: ignore[attr-defined]
        if factor.type == Authenticator.Type.TOTP and not _first_use(factor, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


def _first_use(factor: Authenticator, code: str) -> bool:
    """Take note of the step that a code is of; false where that or a later one is noted, also by a request beside."""
    secret, typed = decrypt(factor.data["secret"]), normalize_user_code(code)
    steps = (each for each in yield_hotp_counters_from_time() if format_hotp_value(hotp_value(secret, each)) == typed)
    step = next(steps, 0)  # none where the time has run out since the package looked
    UsedStep.objects.get_or_create(authenticator=factor, defaults={"step": 0})
    return UsedStep.objects.filter(authenticator=factor, step__lt=step).update(step=step) == 1


class AuthenticateForm(_Once, base.AuthenticateForm):  # type: ignore[misc]
    """Asked while signing in."""


class ReauthenticateForm(_Once, base.ReauthenticateForm):  # type: ignore[misc]
    """Asked before signing for a party."""


class ActivateForm(_Named, totp.ActivateTOTPForm):  # type: ignore[misc]
    """Asked when an app is set up."""
