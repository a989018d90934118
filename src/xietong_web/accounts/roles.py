"""Takes nothing; gives the roles, which of them exclude each other, and the one table of who may do what."""

from dataclasses import dataclass
from enum import StrEnum

from xietong.basics import Refusal


class Role(StrEnum):
    """What somebody is in the system."""

    JOINT_OFFICE = "joint_office"  # 联合办公室
    PARTY_MANAGER = "party_manager"  # 协同方管理员
    SIGNATORY = "signatory"  # 签署人
    LIAISON = "liaison"  # 联络员
    REVIEWER = "reviewer"  # 审核人
    LEADER = "leader"  # 领导
    SYSTEM_ADMIN = "system_admin"  # 系统管理员
    SECURITY_ADMIN = "security_admin"  # 安全管理员
    AUDIT_ADMIN = "audit_admin"  # 审计管理员


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
PARTY_ROLES = frozenset(Role) - ADMINISTRATORS
MANAGING = ADMINISTRATORS | {Role.PARTY_MANAGER}  # those whom only the system administrator invites and dismisses


class Reach(StrEnum):
    """Whose things a permission is good for."""

    SELF = "self"
    OWN_BODY = "own_body"
    OWN_PARTY = "own_party"
    PLAN_PARTIES = "plan_parties"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Permission:
    """One row of the table: a role may do an act, this far, while the thing is in one of the states (empty: in any)."""

    role: Role
    act: str
    reach: Reach
    states: frozenset[str] = frozenset()


def _rows(act: str, reach: Reach, *roles: Role, states: tuple[str, ...] = ()) -> tuple[Permission, ...]:
    return tuple(Permission(role, act, reach, frozenset(states)) for role in roles)


_READERS = tuple(role for role in Role if role in PARTY_ROLES)

PERMISSIONS: tuple[Permission, ...] = (
    # accounts
    *_rows("accounts.see-organisations", Reach.ANY, *Role),
    *_rows("accounts.manage-organisations", Reach.OWN_PARTY, Role.PARTY_MANAGER),
    *_rows("accounts.add-party", Reach.ANY, Role.SYSTEM_ADMIN),
    *_rows("accounts.manage-hierarchies", Reach.ANY, Role.SYSTEM_ADMIN),
    *_rows("accounts.supply-map", Reach.ANY, Role.SYSTEM_ADMIN),
    *_rows("accounts.see-members", Reach.OWN_PARTY, Role.PARTY_MANAGER, Role.JOINT_OFFICE),
    *_rows("accounts.see-members", Reach.ANY, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
    *_rows("accounts.invite", Reach.OWN_PARTY, Role.PARTY_MANAGER),
    *_rows("accounts.invite-manager", Reach.ANY, Role.SYSTEM_ADMIN),
    *_rows("accounts.place-member", Reach.OWN_PARTY, Role.PARTY_MANAGER),
    *_rows("accounts.end-membership", Reach.OWN_PARTY, Role.PARTY_MANAGER),
    *_rows("accounts.end-manager", Reach.ANY, Role.SYSTEM_ADMIN),
    *_rows("accounts.unlock", Reach.ANY, Role.SECURITY_ADMIN),
    *_rows("accounts.reset-mfa", Reach.ANY, Role.SECURITY_ADMIN),
    *_rows("accounts.edit-profile", Reach.SELF, *Role),
    *_rows("accounts.manage-tokens", Reach.SELF, *_READERS),
    # audit
    *_rows("audit.read", Reach.ANY, Role.AUDIT_ADMIN),
    *_rows("audit.read-own", Reach.OWN_PARTY, Role.JOINT_OFFICE, Role.PARTY_MANAGER, Role.LEADER),
    # documents
    *_rows("documents.upload", Reach.OWN_PARTY, Role.JOINT_OFFICE),
    *_rows("documents.see", Reach.PLAN_PARTIES, *_READERS),
    # drafting
    *_rows("drafting.start-plan", Reach.OWN_PARTY, Role.JOINT_OFFICE),
    *_rows("drafting.see", Reach.PLAN_PARTIES, *_READERS),
    *_rows("drafting.edit", Reach.PLAN_PARTIES, Role.JOINT_OFFICE, states=("draft",)),
    *_rows("drafting.export-examples", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
    # endorsing
    *_rows("endorsing.see", Reach.PLAN_PARTIES, *_READERS),
    *_rows("endorsing.propose", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
    *_rows("endorsing.discuss", Reach.PLAN_PARTIES, Role.JOINT_OFFICE, Role.SIGNATORY, Role.LEADER),
    *_rows("endorsing.withdraw", Reach.OWN_PARTY, Role.JOINT_OFFICE),
    *_rows("endorsing.sign", Reach.OWN_PARTY, Role.SIGNATORY),
    *_rows("endorsing.decline", Reach.OWN_PARTY, Role.SIGNATORY),
    *_rows("endorsing.manage-keys", Reach.OWN_PARTY, Role.SIGNATORY),
    # fulfilling: what may be done with a report in which state is the engine's table REPORT_MOVES
    *_rows("fulfilling.report", Reach.OWN_BODY, Role.LIAISON),
    # duties: likewise ACCEPTANCE_MOVES
    *_rows("fulfilling.answer-duty", Reach.OWN_BODY, Role.LIAISON),
    *_rows("fulfilling.answer-objection", Reach.OWN_PARTY, Role.JOINT_OFFICE),
    # extensions: likewise EXTENSION_MOVES
    *_rows("fulfilling.ask-extension", Reach.OWN_BODY, Role.LIAISON),
    *_rows("fulfilling.answer-extension", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
    *_rows("fulfilling.close", Reach.OWN_BODY, Role.LIAISON),
    *_rows("fulfilling.close", Reach.OWN_PARTY, Role.JOINT_OFFICE),
    *_rows("fulfilling.set-rules", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
    *_rows("fulfilling.see", Reach.PLAN_PARTIES, *_READERS),
    *_rows("fulfilling.export-ledger", Reach.PLAN_PARTIES, *_READERS),
    *_rows("fulfilling.import-ledger", Reach.PLAN_PARTIES, Role.JOINT_OFFICE, Role.LIAISON),
    # supervision: the ladder is the plan's, notices and robots are each party's own affair
    *_rows("fulfilling.supervise", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
    *_rows("fulfilling.urge", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
    *_rows("fulfilling.see-notices", Reach.OWN_PARTY, Role.JOINT_OFFICE),
    *_rows("fulfilling.manage-robots", Reach.OWN_PARTY, Role.JOINT_OFFICE),
    *_rows("fulfilling.answer-notice", Reach.OWN_BODY, Role.LIAISON),
    *_rows("fulfilling.answer-notice", Reach.OWN_PARTY, Role.JOINT_OFFICE),
    # meetings and decisions: likewise MEETING_MOVES and DECISION_MOVES
    *_rows("fulfilling.hold-meetings", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
    *_rows("fulfilling.claim-decision", Reach.OWN_BODY, Role.LIAISON),
    *_rows("fulfilling.answer-decision", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
    *_rows("fulfilling.carry-out-decision", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
    *_rows("fulfilling.keep-groups", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
    *_rows("fulfilling.keep-key-tasks", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
    # measuring: what may be done with a submission in which state is the engine's table SUBMISSION_MOVES
    *_rows("measuring.see", Reach.PLAN_PARTIES, *_READERS),
    *_rows("measuring.define", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
    *_rows("measuring.set-baseline", Reach.OWN_PARTY, Role.JOINT_OFFICE),
    *_rows("measuring.submit", Reach.OWN_BODY, Role.LIAISON),
    *_rows("measuring.fill-for-party", Reach.OWN_PARTY, Role.JOINT_OFFICE),
    *_rows("measuring.arrange-board", Reach.SELF, *_READERS),
    # publishing
    *_rows("publishing.see-bulletins", Reach.PLAN_PARTIES, *_READERS),
    *_rows("publishing.write-bulletin", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
    *_rows("publishing.sign-off-bulletin", Reach.PLAN_PARTIES, Role.JOINT_OFFICE),
)


def check_together(roles: frozenset[Role]) -> None:
    """Raise Refusal where one person may not hold the roles together: administrators exclude all other roles."""
    if len(roles & ADMINISTRATORS) > 1 or (roles & ADMINISTRATORS and roles & PARTY_ROLES):
        raise Refusal(
            "roles-exclude-each-other",
            zh="三类管理员彼此分立，也不得兼任业务角色；请另设人员。",
            en="The three administrators exclude each other and every other role; name another person.",
            field="roles",
        )
