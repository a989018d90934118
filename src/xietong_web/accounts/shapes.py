"""Takes parties, organisations and entries of the journal; gives what the JSON API says about them."""

import json
from datetime import date, datetime
from typing import Any

from ninja import Schema

from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.audit.models import Entry


class PartyShape(Schema):
    """An authority that signs."""

    code: str
    name: str
    name_en: str
    short: str
    side: str

    @classmethod
    def of(cls, party: Party) -> "PartyShape":
        """Return a party's shape."""
        return cls(code=party.code, name=party.name, name_en=party.name_en, short=party.short, side=party.side)


class OrganisationShape(Schema):
    """A body in a party's tree; ``parent`` is the code of the one above it."""

    code: str
    party: str
    parent: str | None
    name: str
    name_en: str
    kind: str
    aliases: list[str]
    valid_from: date | None
    valid_to: date | None

    @classmethod
    def of(cls, body: Organisation) -> "OrganisationShape":
        """Return an organisation's shape; ``party`` and ``parent`` must have been selected."""
        return cls(
            code=body.code,
            party=body.party.code,
            parent=body.parent.code if body.parent else None,
            name=body.name,
            name_en=body.name_en,
            kind=body.kind,
            aliases=list(body.aliases),
            valid_from=body.valid_from,
            valid_to=body.valid_to,
        )


class MemberShape(Schema):
    """Who calls, for whom, with which roles."""

    username: str
    name: str
    party: str
    organisation: str | None
    post: str
    roles: list[str]

    @classmethod
    def of(cls, member: Member) -> "MemberShape":
        """Return a member's shape."""
        return cls(
            username=member.sign,
            name=member.person.name,
            party=member.party_code,
            organisation=member.organisation.code if member.organisation else None,
            post=member.post,
            roles=sorted(role.value for role in member.roles),
        )


class EntryShape(Schema):
    """One act in the journal; ``hash`` covers it and ``previous``."""

    seq: int
    at: datetime
    act: str
    actor: str
    party: str
    subject_kind: str
    subject: str
    data: dict[str, Any]
    previous: str
    hash: str

    @classmethod
    def of(cls, entry: Entry) -> "EntryShape":
        """Return an entry's shape."""
        return cls(
            seq=entry.seq,
            at=entry.at,
            act=entry.act,
            actor=entry.actor,
            party=entry.party,
            subject_kind=entry.subject_kind,
            subject=entry.subject,
            data=json.loads(entry.data),
            previous=entry.previous,
            hash=entry.hash,
        )
