"""Takes the secret of an authenticator app; gives the code that it shows, by RFC 6238."""

from time import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value


def shown(secret: str, *, seconds_ago: int = 0) -> str:
    """Return what the app shows now, or showed."""
    return str(format_hotp_value(hotp_value(secret, (int(time()) - seconds_ago) // 30)))
