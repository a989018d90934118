"""Names the room to Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room accounts."""

    name = "xietong_web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Guard the second factors, whose table is the sign-in package's."""
        from allauth.mfa.models import Authenticator

        from xietong_web.audit.digests import guarded_but

        # Written between two acts: when a factor was last used, which recovery codes are gone, what a key is called.
        guarded_but("last_used_at", "data.used_mask", "data.name")(Authenticator)
