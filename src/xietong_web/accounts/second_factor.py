"""Takes a request; gives when its person last confirmed a second factor in this session."""

from datetime import UTC, datetime

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest


def proven_at(request: HttpRequest) -> datetime | None:
    """Return the time of the last confirmed code, passkey or recovery code, or ``None``."""
    records = [record for record in get_authentication_records(request, request.user) if record["method"] == "mfa"]
    return max((datetime.fromtimestamp(record["at"], UTC) for record in records), default=None)
