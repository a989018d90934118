"""Takes a member, an act and the thing acted on; gives leave, or the refusal that says who may."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from xietong.basics import Refusal
from xietong_web.accounts.lines import acts_for
from xietong_web.accounts.models import Member
from xietong_web.accounts.roles import MANAGING, PERMISSIONS, Permission, Reach, Role
from xietong_web.theme.words import WORDS


@dataclass(frozen=True, slots=True)
class Thing:
    """Whose the thing is that somebody wants to act on."""

    party: str
    plan_parties: Collection[str]
    organisation: int | None
    owner: str


def may(
    member: Member | None,
    act: str,
    *,
    party: str = "",
    plan_parties: Collection[str] = (),
    organisation: int | None = None,
    owner: str = "",
    state: str = "",
) -> bool:
    """Tell whether a member may do an act; what no row of the table allows is denied.

    ``party`` is the code of the party whose thing it is, ``plan_parties`` those of the plan's parties,
    ``organisation`` the id of the body whose thing it is, ``owner`` the sign-in name of the member whose thing it is,
    ``state`` the thing's state.
    """
    if member is None or member.ended_at is not None:
        return False
    roles = member.roles
    thing = Thing(party, plan_parties, organisation, owner)
    return any(
        row.act == act
        and row.role in roles
        and (not row.states or state in row.states)
        and _reaches(row, member, thing)
        for row in PERMISSIONS
    )


def _reaches(row: Permission, member: Member, thing: Thing) -> bool:
    match row.reach:
        case Reach.ANY:
            return True
        case Reach.SELF:
            return bool(thing.owner) and member.sign == thing.owner
        case Reach.OWN_PARTY:
            return bool(thing.party) and member.party_code == thing.party
        case Reach.PLAN_PARTIES:
            return member.party_code in thing.plan_parties
        case Reach.OWN_BODY:
            return thing.organisation is not None and acts_for(member, thing.organisation)


def require(
    member: Member | None,
    act: str,
    *,
    party: str = "",
    plan_parties: Collection[str] = (),
    organisation: int | None = None,
    owner: str = "",
    state: str = "",
) -> None:
    """Raise Refusal ``not-permitted`` unless the member may do the act (see ``may``)."""
    if not may(
        member, act, party=party, plan_parties=plan_parties, organisation=organisation, owner=owner, state=state
    ):
        roles = {row.role for row in PERMISSIONS if row.act == act}
        words = [WORDS[role.value] for role in Role if role in roles]
        raise Refusal(
            "not-permitted",
            zh=f"您没有进行此操作的权限；可由下列角色进行：{'、'.join(word.zh for word in words)}。",
            en=f"You may not do this; it is done by: {', '.join(word.en.lower() for word in words)}.",
            detail={"act": act},
        )


def inviting_act(roles: Iterable[str]) -> str:
    """Return the act that inviting somebody with these roles is."""
    return "accounts.invite-manager" if MANAGING & {Role(role) for role in roles} else "accounts.invite"


def dismissing_act(roles: Iterable[Role]) -> str:
    """Return the act that ending the membership of somebody with these roles is."""
    return "accounts.end-manager" if MANAGING & set(roles) else "accounts.end-membership"
