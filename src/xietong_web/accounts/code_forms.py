"""Takes a code of the second factor; gives the sign-in package's own check of it under a name that people know."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _


class _Named:
    """Names the field, and leaves no grey text in it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.label = _("Verification code")
        field.widget.attrs.pop("placeholder", None)


class AuthenticateForm(_Named, base.AuthenticateForm):  # type: ignore[misc]
    """Asked while signing in."""


class ReauthenticateForm(_Named, base.ReauthenticateForm):  # type: ignore[misc]
    """Asked before signing for a party."""


class ActivateForm(_Named, totp.ActivateTOTPForm):  # type: ignore[misc]
    """Asked when an app is set up."""
