"""Takes nothing; gives new identities: the one place where the site makes them up."""

import uuid


def new_key() -> str:
    """Return a new identity: 32 hexadecimal characters."""
    return uuid.uuid4().hex  # noqa: TID251


def new_uuid() -> uuid.UUID:
    """Return a new identity for a UUID column."""
    return uuid.uuid4()  # noqa: TID251
