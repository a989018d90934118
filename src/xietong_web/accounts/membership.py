"""Takes decisions about members and invitations; gives the acts that change them after they were made."""

from datetime import datetime

from django.db import transaction

from xietong.basics import Refusal
from xietong_web.accounts.models import Invitation, Member, Organisation, Person, Token
from xietong_web.accounts.permissions import dismissing_act, inviting_act, require
from xietong_web.accounts.roles import Role
from xietong_web.accounts.services import check_body, invite
from xietong_web.audit.services import record


def _not_found(zh: str, en: str) -> Refusal:
    return Refusal("not-found", zh=f"没有{zh}；请从列表进入。", en=f"There is no such {en}; see the list.")


def _locked_invitation(pk: int, by: Member) -> Invitation:
    """Return an invitation that nobody has used, where ``by`` may invite such a person."""
    row = Invitation.objects.select_for_update(of=("self",)).select_related("party").filter(pk=pk).first()
    if row is None:
        raise _not_found("这份邀请", "invitation")
    require(by, inviting_act(row.roles), party=row.party.code if row.party else "")
    if row.used_at or row.revoked_at:
        raise Refusal(
            "invitation-closed",
            zh="该邀请已使用或已撤销；请另发邀请。",
            en="The invitation has been used or revoked; make another.",
        )
    return row


@transaction.atomic
def revoke_invitation(*, invitation_pk: int, by: Member, now: datetime) -> None:
    """Make a link useless. Raises Refusal ``not-permitted``, ``invitation-closed``, ``not-found``."""
    row = _locked_invitation(invitation_pk, by)
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    record(
        "accounts.invitation-revoked",
        by=by,
        now=now,
        subject=("invitation", str(row.pk)),
        data={"name": row.name},
        rows=[row],
    )


@transaction.atomic
def renew_invitation(*, invitation_pk: int, by: Member, now: datetime) -> str:
    """Make a new link for the same person and the old one useless; return the new token."""
    row = _locked_invitation(invitation_pk, by)
    revoke_invitation(invitation_pk=row.pk, by=by, now=now)
    return invite(
        name=row.name,
        roles=[Role(role) for role in row.roles],
        party=row.party,
        organisation=row.organisation,
        email=row.email,
        by=by,
        now=now,
    )


def _locked_member(sign: str) -> Member:
    found = (
        Member.objects.current()
        .select_for_update(of=("self",))
        .filter(person__username=sign)
        .select_related("person", "party", "organisation")
        .prefetch_related("grants")
        .first()
    )
    if found is None:
        raise _not_found("这名成员", "member")
    return found


def not_yourself() -> Refusal:
    """Return the refusal of an act that somebody else must do."""
    return Refusal(
        "not-yourself",
        zh="此操作不能由本人对自己进行；请由另一名有权限的人员办理。",
        en="Nobody does this to themselves; ask another person who may.",
    )


@transaction.atomic
def end_membership(*, sign: str, by: Member, now: datetime) -> None:
    """End somebody's membership: the person signs in no more, API keys end, and what was done stays told.

    Raises Refusal ``not-permitted``, ``not-yourself``, ``not-found``.
    """
    member = _locked_member(sign)
    require(by, dismissing_act(member.roles), party=member.party_code)
    if member.pk == by.pk:
        raise not_yourself()
    member.ended_at = now
    member.save(update_fields=["ended_at"])
    member.person.is_active = False
    member.person.save(update_fields=["is_active"])
    tokens = list(Token.objects.filter(member=member, revoked_at=None))
    for token in tokens:
        token.revoked_at = now
    Token.objects.bulk_update(tokens, ["revoked_at"])
    rows = [member, member.person, *tokens]
    record("accounts.membership-ended", by=by, now=now, subject=("member", member.sign), rows=rows)


@transaction.atomic
def place_member(*, sign: str, organisation: Organisation | None, by: Member, now: datetime) -> None:
    """Say which body a member works in. Raises Refusal ``not-permitted``, ``other-party``, ``not-found``."""
    member = _locked_member(sign)
    require(by, "accounts.place-member", party=member.party_code)
    check_body(member.party, organisation)
    member.organisation = organisation
    member.save(update_fields=["organisation"])
    record(
        "accounts.member-placed",
        by=by,
        now=now,
        subject=("member", member.sign),
        data={"organisation": organisation.code if organisation else ""},
        rows=[member],
    )


@transaction.atomic
def edit_profile(*, name: str, language: str, email: str, by: Member, now: datetime) -> None:
    """Change the own name, language and address. Raises Refusal ``address-taken``."""
    require(by, "accounts.edit-profile", owner=by.sign)
    if email and Person.objects.filter(email__iexact=email).exclude(pk=by.person_id).exists():
        raise Refusal(
            "address-taken",
            zh="该邮箱已由另一名成员登记；请填写自己的邮箱。",
            en="Another member has this address; give your own.",
            field="email",
        )
    person = Person.objects.select_for_update().get(pk=by.person_id)
    person.name, person.language, person.email = name, language, email
    person.save(update_fields=["name", "language", "email"])
    told, subject = {"name": name}, ("member", by.sign)
    record("accounts.profile-edited", by=by, now=now, subject=subject, data=told, rows=[person], private=True)


@transaction.atomic
def revoke_token(*, token_pk: int, by: Member, now: datetime) -> None:
    """Make an API key of one's own useless. Raises Refusal ``not-found``."""
    require(by, "accounts.manage-tokens", owner=by.sign)
    row = Token.objects.select_for_update().filter(pk=token_pk, member=by, revoked_at=None).first()
    if row is None:
        raise _not_found("这个接口密钥", "API key")
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    told, subject = {"name": row.name}, ("member", by.sign)
    record("accounts.token-revoked", by=by, now=now, subject=subject, data=told, rows=[row], private=True)
