"""Proposals move only as the table says; every party signs; the last signature adopts."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from tests.engines.drafting.plans import changed, plan_of
from xietong import drafting, endorsing
from xietong.basics import Refusal
from xietong.endorsing import MOVES, Act, Assent, Office, Reach, State

PARTIES = ("cq-edu", "sc-edu", "moe")


class ProposalMachine(RuleBasedStateMachine):
    """Throws every act of everybody at a proposal and watches that only the table's paths are walked."""

    def __init__(self):
        super().__init__()
        self.proposal = endorsing.propose("u", "cq-edu", 1, PARTIES)
        self.signed = set()

    @rule(
        act=st.sampled_from(Act),
        office=st.sampled_from(Office),
        party=st.sampled_from((*PARTIES, "stranger")),
        current=st.sampled_from((1, 1, 1, 2)),
        reason=st.sampled_from(("", " ", "另议")),
    )
    def somebody_acts(self, act, office, party, current, reason):
        before = self.proposal
        if self.must_refuse(act, office, party, current, reason):
            with pytest.raises(Refusal):
                endorsing.advance(before, act, party=party, office=office, current=current, reason=reason)
            return
        after = endorsing.advance(before, act, party=party, office=office, current=current, reason=reason)
        assert any(
            (move.state, move.act, move.office) == (before.state, act, office) and after.state in move.to
            for move in MOVES
        )
        if act is Act.SIGN:
            self.signed.add(party)
        self.proposal = after

    def must_refuse(self, act, office, party, current, reason):
        """Decide from the table alone whether an act is impossible."""
        rows = [
            move
            for move in MOVES
            if (move.state, move.act, move.office) == (self.proposal.state, act, office)
            and (move.reach is Reach.ANY or party == self.proposal.party)
        ]
        return (
            party not in PARTIES
            or not rows
            or (act in (Act.OPEN, Act.SIGN) and current != 1)
            or (act in (Act.SIGN, Act.DECLINE) and party in self.signed)
            or (act is Act.DECLINE and not reason.strip())
        )

    @precondition(lambda self: self.proposal.state is State.DRAFT)
    @rule()
    def it_is_opened(self):
        self.somebody_acts(Act.OPEN, Office.JOINT_OFFICE, "cq-edu", 1, "")

    @precondition(lambda self: self.proposal.state is State.OPEN)
    @rule(party=st.sampled_from(PARTIES))
    def a_party_signs(self, party):
        self.somebody_acts(Act.SIGN, Office.SIGNATORY, party, 1, "")

    @invariant()
    def adopted_means_signed_by_all(self):
        signed = {party for party, assent in self.proposal.assents.items() if assent is Assent.SIGNED}
        assert signed == self.signed
        assert (self.proposal.state is State.ADOPTED) == (signed == set(PARTIES))
        assert set(self.proposal.missing) == set(PARTIES) - signed

    @invariant()
    def declined_means_declined_by_somebody_with_a_reason(self):
        declined = Assent.DECLINED in self.proposal.assents.values()
        assert declined == (self.proposal.state is State.DECLINED) == bool(self.proposal.reason)


TestProposals = ProposalMachine.TestCase
TestProposals.settings = settings(max_examples=50, stateful_step_count=20)


def opened(*parties):
    """Return an open proposal of the first party."""
    draft = endorsing.propose("u", parties[0], 0, parties)
    return endorsing.advance(draft, "open", party=parties[0], office="joint_office", current=0)


def test_the_last_of_any_number_of_parties_adopts():
    proposal = opened("a", "b", "c", "d")
    for party in ("c", "a", "d"):
        proposal = endorsing.advance(proposal, "sign", party=party, office="signatory", current=0)
        assert proposal.state is State.OPEN
    assert proposal.missing == ("b",)
    assert endorsing.advance(proposal, "sign", party="b", office="signatory", current=0).state is State.ADOPTED


@pytest.mark.parametrize(
    ("act", "party", "office", "current", "reason", "code"),
    [
        ("sign", "z", "signatory", 0, "", "not-a-party"),
        ("sign", "a", "leader", 0, "", "not-allowed"),
        ("withdraw", "b", "joint_office", 0, "", "not-allowed"),
        ("edit", "a", "joint_office", 0, "", "not-allowed"),
        ("sign", "a", "signatory", 3, "", "base-outdated"),
        ("decline", "b", "signatory", 0, "  ", "reason-missing"),
    ],
)
def test_what_is_refused_says_why_and_what_to_do(act, party, office, current, reason, code):
    with pytest.raises(Refusal) as refusal:
        endorsing.advance(opened("a", "b"), act, party=party, office=office, current=current, reason=reason)
    assert refusal.value.code == code
    assert refusal.value.wording.zh
    assert refusal.value.wording.en


@pytest.mark.parametrize("act", ["sign", "decline"])
def test_nobody_signs_twice_or_declines_what_it_signed(act):
    once = endorsing.advance(opened("a", "b"), "sign", party="a", office="signatory", current=0)
    with pytest.raises(Refusal) as refusal:
        endorsing.advance(once, act, party="a", office="signatory", current=0, reason="另议")
    assert refusal.value.code == "already-signed"


def test_only_a_party_proposes():
    with pytest.raises(Refusal) as refusal:
        endorsing.propose("u", "z", 0, ("a", "b"))
    assert refusal.value.code == "not-a-party"


def test_the_table_answers_who_may_do_what():
    assert endorsing.may("open", "sign", "signatory", own=False)
    assert endorsing.may("draft", "edit", "joint_office", own=True)
    assert not endorsing.may("draft", "edit", "joint_office", own=False)
    assert not endorsing.may("adopted", "withdraw", "joint_office", own=True)
    assert endorsing.after("open", "sign") == (State.OPEN, State.ADOPTED)
    assert endorsing.after("declined", "sign") == ()


def test_closed_states_are_final_and_every_state_can_be_reached():
    assert {move.state for move in MOVES} == {State.DRAFT, State.OPEN}
    assert {State.DRAFT} | {to for move in MOVES for to in move.to} == set(State)


def test_a_proposal_is_rebased_onto_the_version_in_effect():
    base = plan_of("a\nb")
    changes = drafting.compare(base, changed(base, "a", text="提案")).changes
    current = changed(base, "b", text="新版")
    merged = endorsing.rebase(changes, base, current)
    assert merged.conflicts == ()
    again = endorsing.rebased_changes(current, merged)
    assert [(change.item, change.new) for change in again] == [("a", "提案")]
    crossed = endorsing.rebase(changes, base, changed(base, "a", text="别处"))
    assert [(conflict.item, conflict.field) for conflict in crossed.conflicts] == [("a", "text")]
