"""Takes a report and an act of a person; gives the report after it, or a Refusal: the table REPORT_MOVES decides.

draft → submitted → passed by its own authority → confirmed by the counterpart (for one-sided items by the joint
office). Either may return it with a reason. A confirmed report never changes; it can be reopened, for its texts only or
for figures too. Nothing is lost: every submitted content stays in the history.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from xietong.basics import Period, Refusal, Wording
from xietong.fulfilling.moves import Actor, Move, Office, Reach, Table, allowed, reaches, require, require_reason
from xietong.fulfilling.progress import DutyKey


class ReportState(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PASSED = "passed"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


class ReportAct(StrEnum):
    """What can be done with a report."""

    EDIT = "edit"
    SUBMIT = "submit"
    RECALL = "recall"
    PASS = "pass"  # noqa: S105 - an act, no password
    CONFIRM = "confirm"
    RETURN = "return"
    REOPEN_TEXTS = "reopen_texts"
    REOPEN_FIGURES = "reopen_figures"


_PASSES = (ReportState.PASSED, ReportState.CONFIRMED)
_CONFIRMS = (ReportState.PASSED, ReportState.CONFIRMED)

REPORT_MOVES: Table[ReportState, ReportAct] = (
    Move(ReportState.DRAFT, ReportAct.EDIT, Office.LIAISON, Reach.OWN_BODY, (ReportState.DRAFT,)),
    Move(ReportState.DRAFT, ReportAct.SUBMIT, Office.LIAISON, Reach.OWN_BODY, (ReportState.SUBMITTED,)),
    Move(ReportState.RETURNED, ReportAct.EDIT, Office.LIAISON, Reach.OWN_BODY, (ReportState.RETURNED,)),
    Move(ReportState.RETURNED, ReportAct.SUBMIT, Office.LIAISON, Reach.OWN_BODY, (ReportState.SUBMITTED,)),
    Move(ReportState.SUBMITTED, ReportAct.RECALL, Office.LIAISON, Reach.OWN_BODY, (ReportState.DRAFT,)),
    Move(ReportState.SUBMITTED, ReportAct.PASS, Office.REVIEWER, Reach.OWN_PARTY, _PASSES),
    Move(ReportState.SUBMITTED, ReportAct.PASS, Office.JOINT_OFFICE, Reach.OWN_PARTY, _PASSES),
    Move(ReportState.SUBMITTED, ReportAct.RETURN, Office.REVIEWER, Reach.OWN_PARTY, (ReportState.RETURNED,)),
    Move(ReportState.SUBMITTED, ReportAct.RETURN, Office.JOINT_OFFICE, Reach.OWN_PARTY, (ReportState.RETURNED,)),
    Move(ReportState.PASSED, ReportAct.CONFIRM, Office.REVIEWER, Reach.COUNTERPART, _CONFIRMS),
    Move(ReportState.PASSED, ReportAct.CONFIRM, Office.JOINT_OFFICE, Reach.COUNTERPART, _CONFIRMS),
    Move(ReportState.PASSED, ReportAct.CONFIRM, Office.JOINT_OFFICE, Reach.ONE_SIDED, (ReportState.CONFIRMED,)),
    Move(ReportState.PASSED, ReportAct.RETURN, Office.REVIEWER, Reach.COUNTERPART, (ReportState.RETURNED,)),
    Move(ReportState.PASSED, ReportAct.RETURN, Office.JOINT_OFFICE, Reach.COUNTERPART, (ReportState.RETURNED,)),
    Move(ReportState.PASSED, ReportAct.RETURN, Office.JOINT_OFFICE, Reach.ONE_SIDED, (ReportState.RETURNED,)),
    Move(ReportState.CONFIRMED, ReportAct.REOPEN_TEXTS, Office.JOINT_OFFICE, Reach.OWN_PARTY, (ReportState.RETURNED,)),
    Move(
        ReportState.CONFIRMED, ReportAct.REOPEN_FIGURES, Office.JOINT_OFFICE, Reach.OWN_PARTY, (ReportState.RETURNED,)
    ),
)

REPORT_WORDS: Mapping[StrEnum, Wording] = {
    ReportState.DRAFT: Wording(zh="草稿", en="a draft"),
    ReportState.SUBMITTED: Wording(zh="待审核", en="waiting for review"),
    ReportState.PASSED: Wording(zh="待互认", en="waiting for confirmation"),
    ReportState.CONFIRMED: Wording(zh="已确认", en="confirmed"),
    ReportState.RETURNED: Wording(zh="已退回", en="returned"),
    ReportAct.EDIT: Wording(zh="修改", en="edit"),
    ReportAct.SUBMIT: Wording(zh="提交", en="submit"),
    ReportAct.RECALL: Wording(zh="撤回", en="recall"),
    ReportAct.PASS: Wording(zh="审核通过", en="pass"),
    ReportAct.CONFIRM: Wording(zh="互认", en="confirm"),
    ReportAct.RETURN: Wording(zh="退回", en="return"),
    ReportAct.REOPEN_TEXTS: Wording(zh="重开（仅文字）", en="reopen (texts only)"),
    ReportAct.REOPEN_FIGURES: Wording(zh="重开（含数据）", en="reopen (figures too)"),
}

REASONED = frozenset({ReportAct.RETURN, ReportAct.REOPEN_TEXTS, ReportAct.REOPEN_FIGURES})


@dataclass(frozen=True, slots=True)
class Content:
    """What a report says. ``percent`` is cumulative (0–100; ``None``: not yet said).

    ``milestone`` is the uid of the one reached (see ``at_milestone``); ``figures`` maps a target's uid to its
    cumulative value; ``evidence`` holds SHA-256 digests of files, or links. ``no_change`` says that nothing happened in
    the period; the figures then repeat the last report's.
    """

    percent: Decimal | None = None
    milestone: str = ""
    figures: Mapping[str, Decimal] = field(default_factory=dict)
    text: str = ""
    problems: str = ""
    next_steps: str = ""
    evidence: tuple[str, ...] = ()
    no_change: bool = False

    def same_figures(self, other: "Content") -> bool:
        """Tell whether percent, milestone and figures are the same."""
        return (self.percent, self.milestone, dict(self.figures)) == (
            other.percent,
            other.milestone,
            dict(other.figures),
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One act on a report as it happened. ``content`` is what was submitted (``None`` for acts that carry none);
    ``missing`` names support bodies that had not delivered when a lead submitted without them."""

    act: ReportAct
    to: ReportState
    by: Actor
    at: datetime
    reason: str = ""
    content: Content | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What one organisation says about one duty for one period, made against one version of the plan.

    ``counterparts`` are the parties that have to confirm (none: a one-sided item, confirmed by the joint office),
    ``confirmations`` those that have. ``texts_only`` is set while a reopened report may change nothing but its texts.
    ``revision`` grows with every act: an act names the revision it saw.
    """

    uid: str
    duty: DutyKey
    period: Period
    version: int
    counterparts: tuple[str, ...] = ()
    content: Content = field(default_factory=Content)
    state: ReportState = ReportState.DRAFT
    confirmations: tuple[str, ...] = ()
    texts_only: bool = False
    revision: int = 0
    history: tuple[Step, ...] = ()


def reach(report: Report, actor: Actor) -> frozenset[Reach]:
    """Tell how a person stands to a report; empty where it is none of theirs."""
    return reaches(actor, report.duty.party, report.duty.organisation, report.counterparts)


def report_acts(report: Report, actor: Actor) -> tuple[ReportAct, ...]:
    """Return what a person may do with a report now, in the order of the table."""
    found = allowed(REPORT_MOVES, report.state, actor.office, reach(report, actor))
    done = actor.party in report.confirmations
    return tuple(act for act in found if not (done and act is ReportAct.CONFIRM))


def advance_report(
    report: Report,
    act: ReportAct | str,
    *,
    by: Actor,
    now: datetime,
    revision: int,
    reason: str = "",
    content: Content | None = None,
    missing: tuple[str, ...] = (),
) -> Report:
    """Return the report after an act. Editing and submitting carry ``content`` (``None``: unchanged).

    ``revision`` is the one the person saw; ``missing`` names support bodies a lead submits without. Refuses
    ``not-allowed`` (the table), ``report-changed`` (somebody acted meanwhile), ``reason-missing``, ``percent-missing``
    and ``percent-out-of-range``, ``figures-fixed`` (reopened for texts only), ``already-confirmed``.
    """
    act = ReportAct(act)
    if revision != report.revision:
        raise Refusal(
            "report-changed",
            zh="报告刚被他人处理，请刷新后查看最新内容再操作。",
            en="Somebody has just acted on this report; reload it, look at its latest state and act again.",
        )
    require(REPORT_MOVES, REPORT_WORDS, report.state, act, by, reach(report, by))
    reason = require_reason(REPORT_WORDS, act, reason) if act in REASONED else reason.strip()
    after = _AFTER[act](report, by, content)
    submits = act is ReportAct.SUBMIT
    step = Step(act, after.state, by, now, reason, after.content if submits else None, missing if submits else ())
    return replace(after, revision=report.revision + 1, history=(*report.history, step))


def _edited(report: Report, by: Actor, content: Content | None) -> Report:  # noqa: ARG001 - one signature for all acts
    if content is None:
        return report
    if report.texts_only and not content.same_figures(report.content):
        raise Refusal(
            "figures-fixed",
            zh="本报告仅重开文字，进度和数据不能修改；如需修改，请申请重开数据。",
            en="This report is reopened for its texts only; to change figures, have it reopened for figures.",
        )
    if content.percent is not None and not 0 <= content.percent <= 100:
        raise Refusal(
            "percent-out-of-range",
            zh=f"进度须在 0 到 100 之间，当前为 {content.percent}。",
            en=f"Progress lies between 0 and 100, not at {content.percent}.",
            field="percent",
        )
    return replace(report, content=content)


def _submitted(report: Report, by: Actor, content: Content | None) -> Report:
    edited = _edited(report, by, content)
    if edited.content.percent is None:
        raise Refusal(
            "percent-missing",
            zh="请填写累计进度百分比或选择已达到的节点，再提交。",
            en="Give the percentage reached so far or choose a milestone, then submit.",
            field="percent",
        )
    return replace(edited, state=ReportState.SUBMITTED)


def _recalled(report: Report, by: Actor, content: Content | None) -> Report:  # noqa: ARG001
    return replace(report, state=ReportState.DRAFT)


def _passed(report: Report, by: Actor, content: Content | None) -> Report:  # noqa: ARG001
    # Texts alone were reopened: the figures that the counterpart confirmed stand, and so does its confirmation.
    if report.texts_only:
        return replace(report, state=ReportState.CONFIRMED, texts_only=False)
    return replace(report, state=ReportState.PASSED)


def _confirmed(report: Report, by: Actor, content: Content | None) -> Report:  # noqa: ARG001
    if by.party in report.confirmations:
        raise Refusal(
            "already-confirmed",
            zh="贵方已互认本报告，无需重复操作。",
            en="Your party has already confirmed this report; nothing more is needed.",
        )
    confirmations = (*report.confirmations, by.party)
    complete = set(report.counterparts) <= set(confirmations)
    return replace(report, confirmations=confirmations, state=ReportState.CONFIRMED if complete else ReportState.PASSED)


def _returned(report: Report, by: Actor, content: Content | None) -> Report:  # noqa: ARG001
    kept = report.confirmations if report.texts_only else ()
    return replace(report, state=ReportState.RETURNED, confirmations=kept)


def _reopened_texts(report: Report, by: Actor, content: Content | None) -> Report:  # noqa: ARG001
    return replace(report, state=ReportState.RETURNED, texts_only=True)


def _reopened_figures(report: Report, by: Actor, content: Content | None) -> Report:  # noqa: ARG001
    return replace(report, state=ReportState.RETURNED, confirmations=(), texts_only=False)


_AFTER = {
    ReportAct.EDIT: _edited,
    ReportAct.SUBMIT: _submitted,
    ReportAct.RECALL: _recalled,
    ReportAct.PASS: _passed,
    ReportAct.CONFIRM: _confirmed,
    ReportAct.RETURN: _returned,
    ReportAct.REOPEN_TEXTS: _reopened_texts,
    ReportAct.REOPEN_FIGURES: _reopened_figures,
}
