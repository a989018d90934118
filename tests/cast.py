"""The cast of every story: two provinces that share a plan, a ministry beside them, and a stranger."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from tests.stage import acted_once
from xietong import basics, drafting
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.roles import Role
from xietong_web.accounts.services import add_member, add_organisations, add_party
from xietong_web.audit.services import System
from xietong_web.drafting.models import Plan
from xietong_web.drafting.services import open_plan
from xietong_web.endorsing.key_holding import make_key

NOW = datetime(2024, 3, 5, 2, 0, tzinfo=UTC)
PASSWORD = "a quiet river in spring"
EAST = basics.Party("east", "东江省教育厅", "Education Department of East River", "省教育厅", "东", "东江省", ("东江",))
WEST = basics.Party(
    "west", "西岭市教育委员会", "Education Commission of West Ridge", "市教委", "西", "西岭市", ("西岭",)
)
NORTH = basics.Party(
    "north", "北原省教育厅", "Education Department of North Plain", "省教育厅", "北", "北原省", ("北原",)
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is on the stage. ``east_*`` and ``west_*`` share the plan; ``stranger`` is of a third party."""

    east: Party
    west: Party
    east_office: Member
    west_office: Member
    east_signatory: Member
    west_signatory: Member
    east_manager: Member
    east_liaison: Member
    west_liaison: Member
    east_reviewer: Member
    west_reviewer: Member
    east_leader: Member
    stranger: Member
    system_admin: Member
    security_admin: Member
    audit_admin: Member
    east_bureau: Organisation
    west_bureau: Organisation


def _bodies(party: basics.Party) -> list[basics.Organisation]:
    code = party.code
    return [
        basics.Organisation(f"{code}-0", code, party.name, party.name_en, "authority", (party.short,)),
        basics.Organisation(
            f"{code}-1", code, f"{party.place}基础教育处", "Basic Education", "division", ("基教处",), f"{code}-0"
        ),
        basics.Organisation(
            f"{code}-2", code, f"{party.place}职业教育处", "Vocational Education", "division", ("职教处",), f"{code}-0"
        ),
        basics.Organisation(f"{code}-3", code, f"{party.place}第一中学", "First School", "school", (), f"{code}-1"),
    ]


@acted_once
def assemble() -> Cast:
    """Put everybody on the stage, by the same acts that people use."""
    system = System()
    parties = {}
    for ordinal, value in enumerate((EAST, WEST, NORTH)):
        parties[value.code] = add_party(value=value, ordinal=ordinal, by=system, now=NOW)
        add_organisations(party=parties[value.code], values=_bodies(value), by=system, now=NOW)
    bureaus = {code: Organisation.objects.get(code=f"{code}-1") for code in parties}

    def person(name: str, role: Role, party: str | None = None, *, body: bool = False) -> Member:
        return add_member(
            username=name,
            name=name.replace("_", " ").title(),
            roles=[role],
            party=parties[party] if party else None,
            organisation=bureaus[party] if party and body else None,
            password=PASSWORD,
            by=system,
            now=NOW,
        )

    cast = Cast(
        east=parties["east"],
        west=parties["west"],
        east_office=person("east_office", Role.JOINT_OFFICE, "east"),
        west_office=person("west_office", Role.JOINT_OFFICE, "west"),
        east_signatory=person("east_signatory", Role.SIGNATORY, "east"),
        west_signatory=person("west_signatory", Role.SIGNATORY, "west"),
        east_manager=person("east_manager", Role.PARTY_MANAGER, "east"),
        east_liaison=person("east_liaison", Role.LIAISON, "east", body=True),
        west_liaison=person("west_liaison", Role.LIAISON, "west", body=True),
        east_reviewer=person("east_reviewer", Role.REVIEWER, "east"),
        west_reviewer=person("west_reviewer", Role.REVIEWER, "west"),
        east_leader=person("east_leader", Role.LEADER, "east"),
        stranger=person("stranger", Role.JOINT_OFFICE, "north"),
        system_admin=person("system_admin", Role.SYSTEM_ADMIN),
        security_admin=person("security_admin", Role.SECURITY_ADMIN),
        audit_admin=person("audit_admin", Role.AUDIT_ADMIN),
        east_bureau=bureaus["east"],
        west_bureau=bureaus["west"],
    )
    for signatory in (cast.east_signatory, cast.west_signatory):
        make_key(by=signatory, now=NOW)
    return cast


def plan_of_two() -> drafting.Plan:
    """A small plan of both provinces: one direction, one action, three tasks."""
    day = NOW.date().replace
    lead_east = drafting.Duty("east", "east-1", drafting.Role.LEAD, "东江省基础教育处")
    lead_west = drafting.Duty("west", "west-1", drafting.Role.LEAD, "西岭市基础教育处")
    support_west = drafting.Duty("west", "west-2", drafting.Role.SUPPORT, "西岭市职业教育处")
    return drafting.Plan(
        uid="plan-of-two",
        title="两地教育协同行动计划",
        short_title="行动计划",
        parties=(EAST, WEST),
        start=day(2024, 1, 1),
        end=day(2025, 12, 31),
        items=(
            drafting.Item("d1", None, 0, drafting.Kind.DIRECTION, "基础教育", "一、"),
            drafting.Item("a1", "d1", 0, drafting.Kind.ACTION, "优质均衡行动", "（一）"),
            drafting.Item(
                "t1", "a1", 0, drafting.Kind.TASK, "共建联盟校", "1.", "两地共建联盟校50所。",
                start=day(2024, 1, 1), due=day(2024, 12, 31), duties=(lead_east, lead_west),
                targets=(drafting.Target("g1", "联盟校", ">=", Decimal(50), "所", day(2024, 12, 31)),),
                basis=("b1",),
            ),
            drafting.Item(
                "t2", "a1", 1, drafting.Kind.TASK, "互派教师", "2.", "每年互派教师。", start=day(2024, 3, 1),
                due=day(2025, 6, 30), recurrence=drafting.Recurrence.YEARLY, duties=(lead_east, support_west),
                milestones=(drafting.Milestone("m1", "首批到岗", day(2024, 9, 1)),),
            ),
            drafting.Item(
                "t3", "a1", 2, drafting.Kind.TASK, "联合评估", "3.", "联合开展评估。", due=day(2025, 12, 31),
                duties=(lead_west,), after=("t1",),
            ),
        ),
        objectives=(drafting.Objective("o1", "到2025年，优质均衡基本形成。", day(2025, 12, 31)),),
        basis=(drafting.Basis("b1", "两地教育合作框架协议", "agreement"),),
    )  # fmt: skip


@acted_once
def opened(cast: Cast) -> Plan:
    """Write the plan of two as a draft of both."""
    return open_plan(value=plan_of_two(), parties=[cast.east, cast.west], by=cast.east_office, now=NOW)


def sign_by_both(cast: Cast, plan: Plan) -> Plan:
    """Let both parties of the plan of two sign it: it is agreed."""
    from xietong_web.endorsing import services as endorsing

    proposal = endorsing.propose(plan_uid=plan.uid, title="首次会签", reason="", by=cast.east_office, now=NOW)
    endorsing.open_proposal(proposal_pk=proposal.pk, by=cast.east_office, now=NOW)
    for signatory in (cast.east_signatory, cast.west_signatory):
        endorsing.sign(proposal_pk=proposal.pk, proven_at=NOW, by=signatory, now=NOW)
    plan.refresh_from_db()
    return plan
