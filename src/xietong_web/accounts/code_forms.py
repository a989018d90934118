"""Takes a code of the second factor; gives the sign-in package's own check of it under a name that people know."""

from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _


class _Named:
    """Names the field, and leaves no grey text in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = _("Verification code")
        field.widget.attrs.pop("placeholder", None)


class _Once(_Named):
    """Takes a code once: the package forgets it after one step, while it is good for three."""

    def clean_code(self) -> str:
        code = str(super().clean_code())  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:  # type: ignore[attr-defined]
            lifetime = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
            if not cache.add(f"accounts.code:{self.authenticator.pk}:{code.strip()}", True, timeout=lifetime):  # type: ignore[attr-defined]
                raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_Once, base.AuthenticateForm):  # type: ignore[misc]
    """Asked while signing in."""


class ReauthenticateForm(_Once, base.ReauthenticateForm):  # type: ignore[misc]
    """Asked before signing for a party."""


class ActivateForm(_Named, totp.ActivateTOTPForm):  # type: ignore[misc]
    """Asked when an app is set up."""
