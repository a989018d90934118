"""Takes a proposal and an act of a party; gives the proposal after it, or a Refusal: the table MOVES decides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from xietong.basics import Refusal, Wording
from xietong.drafting import Change, Merge, Plan, apply, compare, merge


class State(StrEnum):
    """Where a proposal stands. Only a draft and an open one can change."""

    DRAFT = "draft"
    OPEN = "open"
    ADOPTED = "adopted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


class Assent(StrEnum):
    """What one party has said to an open proposal."""

    PENDING = "pending"
    SIGNED = "signed"
    DECLINED = "declined"


class Act(StrEnum):
    """What can be done with a proposal."""

    EDIT = "edit"
    OPEN = "open"
    DISCUSS = "discuss"
    SIGN = "sign"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    SUPERSEDE = "supersede"


class Office(StrEnum):
    """Who acts: roles of people as the site names them; ``system`` is what follows from another act."""

    JOINT_OFFICE = "joint_office"
    SIGNATORY = "signatory"
    LEADER = "leader"
    SYSTEM = "system"


class Reach(StrEnum):
    """For which party: the one that proposed, or any party of the plan."""

    PROPOSER = "proposer"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: in this state this act by this office of such a party leads to one of these states."""

    state: State
    act: Act
    office: Office
    reach: Reach
    to: tuple[State, ...]


MOVES: tuple[Move, ...] = (
    Move(State.DRAFT, Act.EDIT, Office.JOINT_OFFICE, Reach.PROPOSER, (State.DRAFT,)),
    Move(State.DRAFT, Act.OPEN, Office.JOINT_OFFICE, Reach.PROPOSER, (State.OPEN,)),
    Move(State.DRAFT, Act.WITHDRAW, Office.JOINT_OFFICE, Reach.PROPOSER, (State.WITHDRAWN,)),
    Move(State.OPEN, Act.DISCUSS, Office.JOINT_OFFICE, Reach.ANY, (State.OPEN,)),
    Move(State.OPEN, Act.DISCUSS, Office.SIGNATORY, Reach.ANY, (State.OPEN,)),
    Move(State.OPEN, Act.DISCUSS, Office.LEADER, Reach.ANY, (State.OPEN,)),
    Move(State.OPEN, Act.SIGN, Office.SIGNATORY, Reach.ANY, (State.OPEN, State.ADOPTED)),
    Move(State.OPEN, Act.DECLINE, Office.SIGNATORY, Reach.ANY, (State.DECLINED,)),
    Move(State.OPEN, Act.WITHDRAW, Office.JOINT_OFFICE, Reach.PROPOSER, (State.WITHDRAWN,)),
    Move(State.OPEN, Act.SUPERSEDE, Office.SYSTEM, Reach.ANY, (State.SUPERSEDED,)),
)

_WORDS: Mapping[StrEnum, Wording] = {
    State.DRAFT: Wording(zh="草拟中", en="a draft"),
    State.OPEN: Wording(zh="会签中", en="open for signature"),
    State.ADOPTED: Wording(zh="已通过", en="adopted"),
    State.DECLINED: Wording(zh="已被拒签", en="declined"),
    State.WITHDRAWN: Wording(zh="已撤回", en="withdrawn"),
    State.SUPERSEDED: Wording(zh="已被新版本取代", en="superseded"),
    Act.EDIT: Wording(zh="修改", en="edit"),
    Act.OPEN: Wording(zh="提交会签", en="open for signature"),
    Act.DISCUSS: Wording(zh="讨论", en="discuss"),
    Act.SIGN: Wording(zh="签署", en="sign"),
    Act.DECLINE: Wording(zh="拒签", en="decline"),
    Act.WITHDRAW: Wording(zh="撤回", en="withdraw"),
    Act.SUPERSEDE: Wording(zh="取代", en="supersede"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A set of changes put to the parties, and what each has said.

    ``base`` is the version number that the changes start from (0: the first agreement); ``party`` proposes;
    ``assents`` has every party of the plan.
    """

    uid: str
    party: str
    base: int
    state: State = State.DRAFT
    assents: Mapping[str, Assent] = field(default_factory=dict)
    reason: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The parties that have not signed yet."""
        return tuple(party for party, assent in self.assents.items() if assent is not Assent.SIGNED)


def propose(uid: str, party: str, base: int, parties: Iterable[str]) -> Proposal:
    """Return a new draft proposal; refuses ``not-a-party`` when the proposer is none of the plan's parties."""
    assents = dict.fromkeys(parties, Assent.PENDING)
    if party not in assents:
        raise _not_a_party()
    return Proposal(uid, party, base, assents=assents)


def may(state: State | str, act: Act | str, office: Office | str, *, own: bool) -> bool:
    """Tell whether the table allows an act; ``own``: the actor's party is the one that proposed."""
    return any(
        (move.state, move.act, move.office) == (state, act, office) and (own or move.reach is Reach.ANY)
        for move in MOVES
    )


def after(state: State | str, act: Act | str) -> tuple[State, ...]:
    """Return the states that an act can lead to from a state, whoever does it; empty where it is impossible."""
    return tuple(dict.fromkeys(to for move in MOVES if (move.state, move.act) == (state, act) for to in move.to))


def advance(
    proposal: Proposal, act: Act | str, *, party: str, office: Office | str, current: int, reason: str = ""
) -> Proposal:
    """Return the proposal after an act of one party; the last signature adopts it.

    ``current`` is the number of the version in effect (0: none). Refuses ``not-a-party``, ``not-allowed`` (the table),
    ``base-outdated`` (opening or signing upon a version no longer in effect), ``already-signed``, ``reason-missing``.
    """
    act = Act(act)
    if party not in proposal.assents:
        raise _not_a_party()
    if not may(proposal.state, act, office, own=party == proposal.party):
        raise _not_allowed(proposal.state, act)
    if act in (Act.OPEN, Act.SIGN) and proposal.base != current:
        raise Refusal(
            "base-outdated",
            zh=f"提案基于第 {proposal.base} 版，而现行为第 {current} 版；请先变基到现行版本，再重新提交会签。",
            en=f"The proposal rests on version {proposal.base}, but version {current} is in effect; "
            "rebase it and open it again.",
        )
    if act in (Act.SIGN, Act.DECLINE) and proposal.assents[party] is Assent.SIGNED:
        raise Refusal(
            "already-signed",
            zh="贵方已签署本提案，签名不能重复也不能收回；如有异议，请另提修订提案。",
            en="Your party has signed this proposal; a signature is neither repeated nor taken back. "
            "If you object, make a proposal of your own.",
        )
    if act is Act.SIGN:
        return _signed(proposal, party)
    if act is Act.DECLINE:
        return _declined(proposal, party, reason)
    (state,) = after(proposal.state, act)
    return replace(proposal, state=state)


def _signed(proposal: Proposal, party: str) -> Proposal:
    signed = replace(proposal, assents={**proposal.assents, party: Assent.SIGNED})
    return signed if signed.missing else replace(signed, state=State.ADOPTED)


def _declined(proposal: Proposal, party: str, reason: str) -> Proposal:
    if not reason.strip():
        raise Refusal(
            "reason-missing",
            zh="拒签须说明理由，请填写后再提交。",
            en="Declining needs a reason; write it and submit again.",
            field="text",
        )
    assents = {**proposal.assents, party: Assent.DECLINED}
    return replace(proposal, state=State.DECLINED, assents=assents, reason=reason.strip())


def _not_a_party() -> Refusal:
    return Refusal(
        "not-a-party",
        zh="贵单位不是本行动计划的协同方，不能参与会签。",
        en="Your organisation is no party of this plan and cannot take part in signing it.",
    )


def _not_allowed(state: State, act: Act) -> Refusal:
    is_, do = _WORDS[state], _WORDS[act]
    return Refusal(
        "not-allowed",
        zh=f"提案{is_.zh}，当前身份不能{do.zh}；请由有权限的一方办理，或另提新提案。",
        en=f"The proposal is {is_.en}; in your role you cannot {do.en} it now. Ask who may, or make a new proposal.",
    )


def rebase(changes: Iterable[Change], base: Plan, current: Plan) -> Merge:
    """Return a proposal's changes brought onto the version in effect, with the conflicts to settle.

    The changes of the rebased proposal are ``rebased_changes(current, merge)`` once the conflicts are settled.
    Refuses ``stale-change`` where the changes were not made on ``base``.
    """
    return merge(base, apply(base, changes), current)


def rebased_changes(current: Plan, merged: Merge) -> tuple[Change, ...]:
    """Return the changes that lead from the version in effect to the merged plan."""
    return compare(current, merged.plan).changes


def called(number: int, title: str) -> Wording:
    """Return a proposal as people call it.

    >>> called(3, "调整时限").zh
    '第 3 号提案：调整时限'
    """
    return Wording(f"第 {number} 号提案：{title}", f"Proposal {number}: {title}")
