"""Who may do what: the published table is the truth, and what it does not allow is denied."""

import runpy
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from xietong.basics import Refusal
from xietong_web.accounts.models import Member, Organisation, Party, Person
from xietong_web.accounts.permissions import may, require
from xietong_web.accounts.roles import ADMINISTRATORS, PARTY_ROLES, PERMISSIONS, Reach, Role, check_together

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "reference" / "permissions.md"


@dataclass
class Somebody:
    """A member as the table sees one: no database."""

    roles: frozenset[Role]
    party_code: str
    organisation_id: int | None = 7
    organisation: Organisation | None = None
    sign: str = "somebody"
    ended_at: object = None
    party: Party | None = None
    person: Person | None = field(default=None)


def published() -> dict[tuple[str, Role], dict[str, frozenset[str]]]:
    """The page as (act, role) → {reach: states}."""
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    table = {}
    for line in rows:
        act, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        for role, cell in zip(Role, cells, strict=True):
            granted = {}
            for part in filter(None, cell.split("; ")):
                reach, _, states = part.partition(" (")
                granted[reach] = frozenset(states.rstrip(")").split(", ")) if states else frozenset()
            table[act.strip("`"), role] = granted
    return table


STATES = sorted({state for row in PERMISSIONS for state in row.states} | {"", "draft", "open", "agreed", "unheard-of"})
TABLE = published()
ACTS = sorted({act for act, _ in TABLE})


def test_the_published_table_is_not_stale() -> None:
    made = runpy.run_path(str(ROOT / "tools" / "permissions_reference.py"))["page"]()
    assert PAGE.read_text(encoding="utf-8") == made, "run tools/permissions_reference.py"


@pytest.mark.parametrize("act", ACTS)
def test_every_act_is_allowed_to_every_role_exactly_as_published(act: str) -> None:
    for role, state in product(Role, STATES):
        member = Somebody(frozenset({role}), "" if role in ADMINISTRATORS else "east")
        granted = {reach for reach, states in TABLE[act, role].items() if not states or state in states}
        things = {
            "self": ({"owner": "somebody"}, {"owner": "another"}),
            "body": ({"organisation": 7}, {"organisation": 8}),
            "party": ({"party": "east"}, {"party": "west"}),
            "plan": ({"plan_parties": ["west", "east"]}, {"plan_parties": ["west", "north"]}),
        }
        for reach, (own, other) in things.items():
            # Administrators have no party: nothing of a party is ever their own.
            owns = reach in granted and not (role in ADMINISTRATORS and reach in {"party", "plan"})
            assert may(member, act, state=state, **own) == (owns or "any" in granted), (role, state, own)
            assert may(member, act, state=state, **other) == ("any" in granted), (role, state, other)
        assert may(member, act, state=state) == ("any" in granted), (role, state)


def test_what_no_row_names_is_denied() -> None:
    everything: dict[str, Any] = {"party": "east", "plan_parties": ["east"], "organisation": 7, "owner": "somebody"}
    for role in Role:
        assert not may(Somebody(frozenset({role}), "east"), "accounts.no-such-act", **everything)


def test_nobody_and_those_whose_membership_ended_may_nothing() -> None:
    everything: dict[str, Any] = {"party": "east", "plan_parties": ["east"], "organisation": 7, "owner": "somebody"}
    for act in ACTS:
        assert not may(None, act, **everything)
        assert not may(Somebody(frozenset(Role), "east", ended_at="2024-01-01"), act, **everything)


def test_no_role_may_do_everything() -> None:
    for role in Role:
        assert {row.act for row in PERMISSIONS if row.role is role} < set(ACTS)


def test_nobody_who_may_be_one_person_may_do_everything() -> None:
    for held in (PARTY_ROLES, *(frozenset({role}) for role in ADMINISTRATORS)):
        assert {row.act for row in PERMISSIONS if row.role in held} < set(ACTS)


def test_administrators_do_nothing_on_plans() -> None:
    acts = {row.act.partition(".")[0] for row in PERMISSIONS if row.role in ADMINISTRATORS}
    assert acts <= {"accounts", "audit"}


def test_a_party_reaches_no_other_partys_kitchen() -> None:
    """Only what everybody may know or what belongs to a whole plan goes beyond the own party."""
    beyond = {row.act for row in PERMISSIONS if row.role in PARTY_ROLES and row.reach is Reach.ANY}
    assert beyond == {"accounts.see-organisations"}


@pytest.mark.parametrize(("one", "other"), [(a, b) for a in sorted(ADMINISTRATORS) for b in Role if a is not b])
def test_administrators_exclude_every_other_role(one: Role, other: Role) -> None:
    with pytest.raises(Refusal) as refused:
        check_together(frozenset({one, other}))
    assert refused.value.code == "roles-exclude-each-other"


def test_a_refusal_names_who_may(cast) -> None:
    liaison: Member = cast.east_liaison
    with pytest.raises(Refusal) as refused:
        require(liaison, "endorsing.sign", party="east")
    assert "签署人" in refused.value.wording.zh
    assert "signatory" in refused.value.wording.en
