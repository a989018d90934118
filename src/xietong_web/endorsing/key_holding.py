"""Takes a signatory's decision; gives the acts that make or register the party's signing key."""

import base64
import os
from datetime import datetime

from django.db import transaction

from xietong import endorsing
from xietong.basics import Refusal
from xietong_web.accounts.models import Member, Party
from xietong_web.accounts.permissions import require
from xietong_web.audit.services import record
from xietong_web.endorsing.keys import seal_key
from xietong_web.endorsing.models import SigningKey


def own_party(by: Member) -> Party:
    """Return the member's party. Raises Refusal ``not-a-party`` for an administrator."""
    if by.party is None:
        raise Refusal(
            "not-a-party",
            zh="您不属于任何协同方，不能参与会签。",
            en="You belong to no party and cannot take part in signing.",
        )
    return by.party


@transaction.atomic
def make_key(*, by: Member, now: datetime) -> SigningKey:
    """Make the party a new Ed25519 key kept here under the workspace's key; the one before it retires."""
    private, public = endorsing.generate_key(os.urandom(32))
    return _register(by, public, seal_key(private, by.party_code), now)


@transaction.atomic
def register_key(*, pem: bytes, by: Member, now: datetime) -> SigningKey:
    """Register the public half of a key kept elsewhere, whose signatures are uploaded."""
    return _register(by, endorsing.public_from_pem(pem), "", now)


def _register(by: Member, public: bytes, sealed: str, now: datetime) -> SigningKey:
    require(by, "endorsing.manage-keys", party=by.party_code)
    party = own_party(by)
    before = list(SigningKey.objects.filter(party=party, retired_at=None))
    for key in before:
        key.retired_at = now
        key.save(update_fields=["retired_at"])
    made = SigningKey.objects.create(
        party=party,
        algorithm=endorsing.ALGORITHM,
        public=base64.b64encode(public).decode(),
        sealed=sealed,
        made_by=by.sign,
        made_at=now,
    )
    data = {"public": made.public, "kept": "here" if sealed else "elsewhere"}
    record("endorsing.key-registered", by=by, now=now, subject=("party", party.code), data=data, rows=[*before, made])
    return made
