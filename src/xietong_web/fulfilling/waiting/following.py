"""Takes a plan and a day; gives its waits as columns, worked out once for all pages and kept up with the journal.

What is not in the journal did not happen: the entries since the last question name the reports and answers that
changed, and only those rows are read again. An act upon the plan itself, or a new day, has the table made anew.
"""

from dataclasses import dataclass
from datetime import date
from threading import Lock

from django.db import transaction
from django.db.models import Max

from xietong.fulfilling import Question
from xietong_web.audit.models import Entry
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.duty_models import Acceptance
from xietong_web.fulfilling.kept import kept, structure
from xietong_web.fulfilling.models import DutyFigure, Report
from xietong_web.fulfilling.waiting.asking import asked_now, questions, touched, unsigned
from xietong_web.fulfilling.waiting.deriving import Waits, derive
from xietong_web.fulfilling.waiting.source import answer_of, past, present, report_rows, sure_of
from xietong_web.fulfilling.waiting.table import Table, table

PLANS = 8  # tables that one process keeps
FOLLOWED = 2000  # entries that are followed one by one; after more of them the table is made anew


@dataclass(slots=True)
class Following:
    """A table in step with the journal: ``mark`` stands for the plan's own rows, ``seq`` is the last entry taken in."""

    mark: str
    seq: int
    rows: Table
    asked: list[Question]
    found: Waits | None = None


_STORE: dict[str, Following] = {}
_LOCK = Lock()


def waits_on(plan: Plan, day: date, *, past_day: bool = False) -> Waits:
    """Return who waits for whom in a plan today, or at the end of a ``past_day``; before the agreement nobody does."""
    if past_day:
        return kept(plan, ("waits", day), lambda: _past(plan, day), weight=lambda made: len(made.columns.kind))
    if transaction.get_connection().in_atomic_block:  # entries of this transaction are still to come
        return derive(table(present(plan, day)), questions(plan, None), unsigned(plan, None))
    with _LOCK:
        following = _followed(plan, day)
        if following.found is None:
            following.found = derive(following.rows, following.asked, unsigned(plan, None))
        return following.found


def _past(plan: Plan, day: date) -> Waits:
    return derive(table(past(plan, day)), questions(plan, day), unsigned(plan, day))


def _followed(plan: Plan, day: date) -> Following:
    known = _STORE.get(plan.uid)
    mark, last = structure(plan), Entry.objects.aggregate(last=Max("seq"))["last"] or 0
    if known is None or known.mark != mark or known.rows.day != day or not 0 <= last - known.seq < FOLLOWED:
        made = Following(mark, last, table(present(plan, day)), asked_now(plan))
        _STORE.pop(plan.uid, None)
        _STORE[plan.uid] = made
        while len(_STORE) > PLANS:
            _STORE.pop(next(iter(_STORE)))
        return made
    if last > known.seq:
        _follow(plan, known, last)
    return known


def _follow(plan: Plan, known: Following, last: int) -> None:
    """Read again what the entries since ``known.seq`` are about."""
    entries = Entry.objects.filter(seq__gt=known.seq, seq__lte=last).order_by()
    told: dict[str, set[str]] = {}
    for kind, key in entries.values_list("subject_kind", "subject"):
        told.setdefault(kind, set()).add(key)
    changed = _take_reports(plan, known.rows, told.get("report", set()))
    changed |= _take_answers(plan, known.rows, told.get("acceptance", set()))
    if touched(told):
        known.asked, changed = asked_now(plan), True
    if changed or "proposal" in told:
        known.found = None
    known.seq = last


def _take_reports(plan: Plan, rows: Table, uids: set[str]) -> bool:
    changed = report_rows(Report.objects.filter(plan=plan, uid__in=uids)) if uids else []
    for row in changed:
        rows.take_report(row)
    pairs = {(row[0], row[1]) for row in changed}
    if pairs:
        items, bodies = {int(item) for item, _ in pairs}, {int(body) for _, body in pairs}
        figures = DutyFigure.objects.filter(plan=plan, item__in=items, organisation__in=bodies)
        rows.take_sure(pairs, frozenset(sure_of(figures)))
    return bool(changed)


def _take_answers(plan: Plan, rows: Table, uids: set[str]) -> bool:
    changed = [answer_of(row, None) for row in Acceptance.objects.filter(plan=plan, uid__in=uids)] if uids else []
    for key, answered in changed:
        rows.take_answer(key, answered)
    return bool(changed)
