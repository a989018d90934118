"""Takes a new password; gives the findings of the profile in force.

``asvs5``: OWASP ASVS 5.0 chapter V6.2 — at least 8 characters (15 recommended), no composition rule, no expiry.
``mlps3``: GB/T 22239-2019 level 3, 8.1.4.1 — complexity and regular change (here: 90 days).
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MINIMUM_LENGTH = 12
EXPIRY_DAYS = {"asvs5": None, "mlps3": 90}
KINDS = (str.islower, str.isupper, str.isdigit, lambda sign: not sign.isalnum())


def is_expired(profile: str, changed_at: datetime | None, now: datetime) -> bool:
    """Tell whether a password must be renewed; one whose age is unknown counts as old where passwords grow old."""
    days = EXPIRY_DAYS[profile]
    return days is not None and (changed_at is None or now - changed_at > timedelta(days=days))


class ProfileValidator:
    """Django password validator of one profile."""

    def __init__(self, profile: str) -> None:
        if profile not in EXPIRY_DAYS:
            raise ValueError(f"no password profile {profile!r}; choose asvs5 or mlps3")
        self.profile = profile

    def validate(self, password: str, user: Any = None) -> None:  # noqa: ARG002
        """Raise ValidationError that says what is missing."""
        if len(password) < MINIMUM_LENGTH:
            raise ValidationError(_("The password needs at least %(n)d characters.") % {"n": MINIMUM_LENGTH})
        if self.profile == "mlps3" and sum(any(map(kind, password)) for kind in KINDS) < 3:
            raise ValidationError(_("The password needs three of: lower case, upper case, digits, signs."))

    def get_help_text(self) -> str:
        """Return the rule in one sentence."""
        if self.profile == "mlps3":
            return _(
                "At least 12 characters, with three of: lower case, upper case, digits, signs. Renewed every 90 days."
            )
        return _("At least 12 characters. A sentence that only you know is best.")
