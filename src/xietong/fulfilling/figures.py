"""Takes reports; gives the figures that count on a day, what the next report starts from, and merged support texts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from xietong.basics import Period
from xietong.drafting import Item, Role
from xietong.fulfilling.progress import DutyKey, Figure
from xietong.fulfilling.reports import Content, Report, ReportAct, ReportState, Step


def percents(report: Report, at: datetime | None = None) -> tuple[Decimal | None, Decimal | None]:
    """Return the cumulative percent that a report claims and has confirmed, now or as it stood at a moment.

    Claimed from when its own authority passes it, confirmed from when the last counterpart accepts it; a return or a
    reopening for figures takes both back, a reopening for texts neither.
    """
    percent = claimed = confirmed = None
    texts_only = False
    for step in report.history:
        if at is not None and step.at > at:
            break
        percent = step.content.percent if step.content is not None else percent
        if step.act is ReportAct.REOPEN_TEXTS:
            texts_only = True
        elif _takes_back(step) and not texts_only:
            claimed = confirmed = None
        elif step.act is ReportAct.PASS:
            claimed = percent
        if step.to is ReportState.CONFIRMED:
            texts_only, confirmed = False, percent
    return claimed, confirmed


@dataclass(frozen=True, slots=True)
class Stood:
    """Where a report stood at a moment: its state, since when, and which counterparts had confirmed."""

    state: ReportState
    since: datetime
    confirmations: tuple[str, ...] = ()


def stood(report: Report, at: datetime) -> Stood | None:
    """Return where a report stood at a moment; ``None`` before its first step (a draft begun leaves none)."""
    found: Stood | None = None
    texts_only = False
    for step in report.history:
        if step.at > at:
            break
        since = found.since if found is not None and found.state is step.to else step.at
        confirmations = found.confirmations if found is not None else ()
        texts_only = texts_only or step.act is ReportAct.REOPEN_TEXTS
        if step.act is ReportAct.CONFIRM:
            confirmations = (*confirmations, step.by.party)
        elif step.act is ReportAct.REOPEN_FIGURES or (step.act is ReportAct.RETURN and not texts_only):
            confirmations = ()
        texts_only = texts_only and step.to is not ReportState.CONFIRMED and step.act is not ReportAct.REOPEN_FIGURES
        found = Stood(step.to, since, confirmations)
    return found


def _takes_back(step: Step) -> bool:
    return step.act in (ReportAct.RETURN, ReportAct.REOPEN_FIGURES)


def figures(reports: Iterable[Report], at: datetime | None = None) -> Mapping[DutyKey, Figure]:
    """Return the figure of each duty: claimed and confirmed by its latest periods for which there is one; else 0."""
    best: dict[DutyKey, list[tuple[Period, Decimal] | None]] = {}
    for report in reports:
        entry = best.setdefault(report.duty, [None, None])
        for place, percent in enumerate(percents(report, at)):
            known = entry[place]
            if percent is not None and (known is None or known[0].end <= report.period.end):
                entry[place] = (report.period, percent)
    return {duty: Figure(_percent(entry[0]), _percent(entry[1])) for duty, entry in best.items()}


def _percent(entry: tuple[Period, Decimal] | None) -> Decimal:
    return Decimal(0) if entry is None else entry[1]


def at_milestone(content: Content, item: Item, milestone: str) -> Content:
    """Return a report's content with a milestone reached, and the percent that this stands for: its place among the
    item's milestones by date (the last one is 100). Raises KeyError for a milestone that the item does not have."""
    ordered = [one.uid for one in sorted(item.milestones, key=lambda one: (one.due, one.uid))]
    if milestone not in ordered:
        raise KeyError(milestone)
    share = Decimal(100 * (ordered.index(milestone) + 1)) / len(ordered)
    return replace(content, milestone=milestone, percent=share.quantize(Decimal("0.01")))


def prefilled(last: Report | None) -> Content:
    """Return what the next report starts from: the last one's figures, and what it said would come next as the text."""
    if last is None:
        return Content(percent=Decimal(0))
    before = last.content
    return Content(before.percent, before.milestone, before.figures, text=before.next_steps, problems=before.problems)


def unchanged(last: Report | None) -> Content:
    """Return the content of a report that says nothing has happened: the last figures, marked ``no_change``."""
    return replace(prefilled(last), text="", no_change=True)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the support organisations of an item have handed to its leads for a period, and who has not."""

    delivered: tuple[Report, ...]
    missing: tuple[DutyKey, ...]


_DELIVERED = frozenset({ReportState.SUBMITTED, ReportState.PASSED, ReportState.CONFIRMED})


def delivery(item: Item, party: str, period: Period, reports: Iterable[Report]) -> Delivery:
    """Return which of a party's support organisations have submitted for an item and period, in the duties' order."""
    found = {
        report.duty: report
        for report in reports
        if report.period == period and report.state in _DELIVERED and report.duty.item == item.uid
    }
    asked = [
        DutyKey(item.uid, duty.party, duty.organisation)
        for duty in item.duties
        if duty.role is Role.SUPPORT and duty.party == party
    ]
    return Delivery(tuple(found[key] for key in asked if key in found), tuple(key for key in asked if key not in found))


def merge_supports(lead: Content, supports: Sequence[Report], names: Mapping[str, str]) -> Content:
    """Return a lead's content with the support organisations' texts behind its own, each under its body's name.

    Only texts and evidence are merged: figures are the lead's own. Merging the same texts again adds nothing.
    """

    def name(report: Report) -> str:
        return names.get(report.duty.organisation, report.duty.organisation)

    evidence = dict.fromkeys([*lead.evidence, *(one for report in supports for one in report.content.evidence)])
    return replace(
        lead,
        text=_joined(lead.text, [(name(one), one.content.text) for one in supports]),
        problems=_joined(lead.problems, [(name(one), one.content.problems) for one in supports]),
        next_steps=_joined(lead.next_steps, [(name(one), one.content.next_steps) for one in supports]),
        evidence=tuple(evidence),
    )


def _joined(own: str, said: Iterable[tuple[str, str]]) -> str:
    lines = [f"{name}：{text.strip()}" for name, text in said if text.strip()]
    return "\n".join([*([own] if own else []), *(line for line in lines if line not in own)])
