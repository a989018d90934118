"""Takes what an organisation submits for a period and an act of a person; gives it after the act, or a Refusal.

draft → submitted, from then on its cells never change → accepted by its own authority → confirmed by every counterpart
(at once where there is none). Either may return it with a reason. A value is corrected by a later submission that
supersedes the earlier one visibly: freely after a return, one unlocked value at a time after acceptance.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from xietong.basics import Refusal, Wording
from xietong.fulfilling import Actor, Move, Office, Reach, moves


class SubmissionState(StrEnum):
    """Where a submission stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    SUPERSEDED = "superseded"


class SubmissionAct(StrEnum):
    """What can be done with a submission."""

    EDIT = "edit"
    SUBMIT = "submit"
    ACCEPT = "accept"
    CONFIRM = "confirm"
    RETURN = "return"
    UNLOCK = "unlock"
    SUPERSEDE = "supersede"


_S, _A = SubmissionState, SubmissionAct
_GOES_ON = (_S.ACCEPTED, _S.CONFIRMED)

SUBMISSION_MOVES: moves.Table[SubmissionState, SubmissionAct] = (
    Move(_S.DRAFT, _A.EDIT, Office.LIAISON, Reach.OWN_BODY, (_S.DRAFT,)),
    Move(_S.DRAFT, _A.EDIT, Office.JOINT_OFFICE, Reach.OWN_PARTY, (_S.DRAFT,)),
    Move(_S.DRAFT, _A.SUBMIT, Office.LIAISON, Reach.OWN_BODY, (_S.SUBMITTED,)),
    Move(_S.SUBMITTED, _A.ACCEPT, Office.REVIEWER, Reach.OWN_PARTY, _GOES_ON),
    Move(_S.SUBMITTED, _A.ACCEPT, Office.JOINT_OFFICE, Reach.OWN_PARTY, _GOES_ON),
    Move(_S.SUBMITTED, _A.RETURN, Office.REVIEWER, Reach.OWN_PARTY, (_S.RETURNED,)),
    Move(_S.SUBMITTED, _A.RETURN, Office.JOINT_OFFICE, Reach.OWN_PARTY, (_S.RETURNED,)),
    Move(_S.ACCEPTED, _A.CONFIRM, Office.REVIEWER, Reach.COUNTERPART, _GOES_ON),
    Move(_S.ACCEPTED, _A.CONFIRM, Office.JOINT_OFFICE, Reach.COUNTERPART, _GOES_ON),
    Move(_S.ACCEPTED, _A.RETURN, Office.REVIEWER, Reach.COUNTERPART, (_S.RETURNED,)),
    Move(_S.ACCEPTED, _A.RETURN, Office.JOINT_OFFICE, Reach.COUNTERPART, (_S.RETURNED,)),
    Move(_S.ACCEPTED, _A.UNLOCK, Office.REVIEWER, Reach.OWN_PARTY, (_S.ACCEPTED,)),
    Move(_S.ACCEPTED, _A.UNLOCK, Office.JOINT_OFFICE, Reach.OWN_PARTY, (_S.ACCEPTED,)),
    Move(_S.CONFIRMED, _A.UNLOCK, Office.REVIEWER, Reach.OWN_PARTY, (_S.CONFIRMED,)),
    Move(_S.CONFIRMED, _A.UNLOCK, Office.JOINT_OFFICE, Reach.OWN_PARTY, (_S.CONFIRMED,)),
    Move(_S.ACCEPTED, _A.SUPERSEDE, Office.SYSTEM, Reach.OWN_BODY, (_S.SUPERSEDED,)),
    Move(_S.CONFIRMED, _A.SUPERSEDE, Office.SYSTEM, Reach.OWN_BODY, (_S.SUPERSEDED,)),
)

SUBMISSION_WORDS: Mapping[StrEnum, Wording] = {
    _S.DRAFT: Wording(zh="草稿", en="a draft"),
    _S.SUBMITTED: Wording(zh="待审核", en="waiting for review"),
    _S.ACCEPTED: Wording(zh="待互认", en="waiting for confirmation"),
    _S.CONFIRMED: Wording(zh="已确认", en="confirmed"),
    _S.RETURNED: Wording(zh="已退回", en="returned"),
    _S.SUPERSEDED: Wording(zh="已被取代", en="superseded"),
    _A.EDIT: Wording(zh="填写", en="fill in"),
    _A.SUBMIT: Wording(zh="签报", en="sign off"),
    _A.ACCEPT: Wording(zh="审核通过", en="accept"),
    _A.CONFIRM: Wording(zh="互认", en="confirm"),
    _A.RETURN: Wording(zh="退回", en="return"),
    _A.UNLOCK: Wording(zh="解锁一个数据", en="unlock one value"),
    _A.SUPERSEDE: Wording(zh="取代", en="supersede"),
}

REASONED = frozenset({_A.RETURN, _A.UNLOCK})
STANDING = frozenset({_S.ACCEPTED, _S.CONFIRMED})
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SubmissionStep:
    """One act on a submission as it happened; ``cell`` is the key of the value that was unlocked."""

    act: SubmissionAct
    to: SubmissionState
    by: Actor
    at: datetime
    reason: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """What one organisation says for one data set and period; ``number`` counts its submissions of that period.

    ``cells`` maps a cell's key to its entry as written (see ``entries``). ``open_cells``: the only keys that may differ
    from the submission it is to supersede (``None``: all may). ``unlocked`` are the keys a reviewer has unlocked.
    ``counterparts`` have to confirm, ``confirmations`` have. An act names the ``revision`` it saw.
    """

    uid: str
    party: str
    organisation: str
    number: int = 1
    cells: Cells = field(default_factory=dict)
    open_cells: frozenset[str] | None = None
    counterparts: tuple[str, ...] = ()
    state: SubmissionState = SubmissionState.DRAFT
    confirmations: tuple[str, ...] = ()
    unlocked: frozenset[str] = frozenset()
    revision: int = 0
    history: tuple[SubmissionStep, ...] = ()


def submission_acts(submission: Submission, actor: Actor) -> tuple[SubmissionAct, ...]:
    """Return what a person may do with a submission now, in the order of the table."""
    found = moves.allowed(SUBMISSION_MOVES, submission.state, actor.office, _reach(submission, actor))
    done = actor.party in submission.confirmations
    return tuple(act for act in found if not (done and act is SubmissionAct.CONFIRM))


def _reach(submission: Submission, actor: Actor) -> frozenset[Reach]:
    return moves.reaches(actor, submission.party, submission.organisation, submission.counterparts)


def is_open(last: Submission | None) -> bool:
    """Tell whether figures can be filled in for a period after what was last said: nothing, a draft, or sent back."""
    if last is None or last.state in {SubmissionState.DRAFT, SubmissionState.RETURNED}:
        return True
    return last.state in STANDING and bool(last.unlocked)


def next_submission(last: Submission | None, uid: str, party: str, organisation: str) -> Submission:
    """Return the draft that follows the last submission of a period, with its cells. Refuses ``submission-stands``."""
    if last is None:
        return Submission(uid, party, organisation)
    draft = Submission(uid, party, organisation, last.number + 1, dict(last.cells), counterparts=last.counterparts)
    if last.state is SubmissionState.RETURNED:
        return replace(draft, open_cells=last.open_cells)
    if last.state in STANDING and last.unlocked:
        return replace(draft, open_cells=last.unlocked)
    raise Refusal(
        "submission-stands",
        zh="本期数据已签报；如需更正，请审核人退回，或解锁需要更正的数据。",
        en="This period has been signed off; to correct it, have it returned or have the value unlocked.",
    )


def advance_submission(
    submission: Submission,
    act: SubmissionAct | str,
    *,
    by: Actor,
    now: datetime,
    revision: int,
    reason: str = "",
    cells: Cells | None = None,
    cell: str = "",
) -> Submission:
    """Return the submission after an act. Editing carries ``cells``; unlocking names a ``cell``.

    Refuses ``not-allowed`` (the table), ``submission-changed`` (somebody acted meanwhile), ``reason-missing``,
    ``cell-locked``, ``no-such-cell``, ``already-confirmed``.
    """
    act = SubmissionAct(act)
    if revision != submission.revision:
        raise Refusal(
            "submission-changed",
            zh="这份数据刚被他人处理，请刷新后查看最新内容再操作。",
            en="Somebody has just acted on this submission; reload it, look at its latest state and act again.",
        )
    moves.require(SUBMISSION_MOVES, SUBMISSION_WORDS, submission.state, act, by, _reach(submission, by))
    reason = moves.require_reason(SUBMISSION_WORDS, act, reason) if act in REASONED else reason.strip()
    after = _after(submission, act, by, cells, cell)
    if act is SubmissionAct.EDIT:
        return replace(after, revision=submission.revision + 1)
    step = SubmissionStep(act, after.state, by, now, reason, cell)
    return replace(after, revision=submission.revision + 1, history=(*submission.history, step))


def _after(old: Submission, act: SubmissionAct, by: Actor, cells: Cells | None, cell: str) -> Submission:
    match act:
        case SubmissionAct.EDIT:
            return _edited(old, cells or {})
        case SubmissionAct.SUBMIT:
            return replace(old, state=SubmissionState.SUBMITTED)
        case SubmissionAct.ACCEPT:
            return replace(old, state=SubmissionState.ACCEPTED if old.counterparts else SubmissionState.CONFIRMED)
        case SubmissionAct.CONFIRM:
            return _confirmed(old, by)
        case SubmissionAct.RETURN:
            return replace(old, state=SubmissionState.RETURNED, confirmations=())
        case SubmissionAct.UNLOCK:
            return _unlocked(old, cell)
        case SubmissionAct.SUPERSEDE:
            return replace(old, state=SubmissionState.SUPERSEDED)


def _edited(old: Submission, cells: Cells) -> Submission:
    changed = differing(old.cells, cells)
    locked = sorted(changed - old.open_cells) if old.open_cells is not None else []
    if locked:
        raise Refusal(
            "cell-locked",
            zh=f"数据“{locked[0]}”已审核通过，不能修改；请审核人解锁后再改。",
            en=f"The value “{locked[0]}” has been accepted and cannot change; have a reviewer unlock it first.",
        )
    return replace(old, cells=dict(cells))


def differing(one: Cells, other: Cells) -> frozenset[str]:
    """Return the keys whose entries differ; an entry that is not there is one not reported."""
    return frozenset(key for key in {*one, *other} if one.get(key, "") != other.get(key, ""))


def _confirmed(old: Submission, by: Actor) -> Submission:
    if by.party in old.confirmations:
        raise Refusal(
            "already-confirmed",
            zh="贵方已互认这份数据，无需重复操作。",
            en="Your party has already confirmed this submission; nothing more is needed.",
        )
    confirmations = (*old.confirmations, by.party)
    complete = set(old.counterparts) <= set(confirmations)
    return replace(
        old,
        confirmations=confirmations,
        state=SubmissionState.CONFIRMED if complete else SubmissionState.ACCEPTED,
    )


def _unlocked(old: Submission, cell: str) -> Submission:
    if cell not in old.cells:
        raise Refusal("no-such-cell", zh="没有这个数据。", en="There is no such value in the submission.", field="cell")
    return replace(old, unlocked=old.unlocked | {cell})
