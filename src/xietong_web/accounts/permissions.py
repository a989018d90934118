"""Takes a member, an act and the thing acted on; gives leave, or the refusal that says who may."""

from collections.abc import Collection

from xietong.basics import Refusal
from xietong_web.accounts.models import Member
from xietong_web.accounts.roles import PERMISSIONS, Permission, Reach


def may(
    member: Member | None,
    act: str,
    *,
    party: str = "",
    plan_parties: Collection[str] = (),
    organisation: int | None = None,
    state: str = "",
) -> bool:
    """Tell whether a member may do an act; what no row of the table allows is denied.

    ``party`` is the code of the party whose thing it is, ``plan_parties`` those of the plan's parties,
    ``organisation`` the id of the body whose thing it is, ``state`` the thing's state.
    """
    if member is None or member.ended_at is not None:
        return False
    roles = member.roles
    return any(
        row.act == act
        and row.role in roles
        and (not row.states or state in row.states)
        and _reaches(row, member, party, plan_parties, organisation)
        for row in PERMISSIONS
    )


def _reaches(
    row: Permission, member: Member, party: str, plan_parties: Collection[str], organisation: int | None
) -> bool:
    match row.reach:
        case Reach.ANY:
            return True
        case Reach.OWN_PARTY:
            return bool(party) and member.party_code == party
        case Reach.PLAN_PARTIES:
            return member.party_code in plan_parties
        case Reach.OWN_BODY:
            return organisation is not None and member.organisation_id == organisation


def require(
    member: Member | None,
    act: str,
    *,
    party: str = "",
    plan_parties: Collection[str] = (),
    organisation: int | None = None,
    state: str = "",
) -> None:
    """Raise Refusal ``not-permitted`` unless the member may do the act (see ``may``)."""
    if not may(member, act, party=party, plan_parties=plan_parties, organisation=organisation, state=state):
        roles = sorted({row.role.value for row in PERMISSIONS if row.act == act})
        raise Refusal(
            "not-permitted",
            zh=f"您没有进行此操作（{act}）的权限；可由下列角色进行：{'、'.join(roles)}。",
            en=f"You may not do this ({act}); it is done by: {', '.join(roles)}.",
        )
