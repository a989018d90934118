"""Takes a plan and a day; gives its waits as columns, worked out once for all pages and kept in step with the journal.

The entries since the last question name the reports and answers that changed, and only those rows are read again. An
act upon the plan itself, a new day, or a question to a body that has come since, has the table made anew.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from xietong.fulfilling import Question, Unsigned
from xietong.fulfilling.calendar import Ints
from xietong_web.audit.following import Told
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.duty_models import Acceptance
from xietong_web.fulfilling.followed import followed, followed_if_known, kept, reshaping
from xietong_web.fulfilling.standing import running
from xietong_web.fulfilling.waiting.asking import asked_now, questions, unsigned
from xietong_web.fulfilling.waiting.deriving import Waits, derive
from xietong_web.fulfilling.waiting.past_reports import DONE
from xietong_web.fulfilling.waiting.source import answer_of, past, present, reports_named
from xietong_web.fulfilling.waiting.table import Table, table

FOLLOWED = 2000  # entries that are followed one by one; after more of them the table is made anew


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """A table, which is written over as reports and answers change, with what else is asked, and the waits that follow
    from them."""

    rows: Table
    asked: list[Question]
    open: list[Unsigned]
    found: Waits


def waits_on(plan: Plan, day: date, *, past_day: bool = False) -> Waits:
    """Return who waits for whom in a plan today, or at the end of a ``past_day``; before the agreement nobody does."""
    if past_day:
        return kept(plan, ("past waits", day), lambda: _past(plan, day), weight=lambda made: len(made.columns.kind))
    make, take = (lambda: _made(plan, day)), (lambda known, told: _taken(plan, known, told))
    return followed(plan, ("waits", day), make, take, weight=_rows).found


def waits_if_known(plan: Plan, day: date) -> Waits | None:
    """Return who waits for whom in a plan today where that is at hand."""
    make, take = (lambda: _made(plan, day)), (lambda known, told: _taken(plan, known, told))
    known = followed_if_known(plan, ("waits", day), make, take, weight=_rows)
    return known.found if known else None


def _rows(made: Waiting) -> int:
    return len(made.rows.items) + 2 * len(made.rows.duties.item) + len(made.found.columns.kind)


def _past(plan: Plan, day: date) -> Waits:
    return derive(table(past(plan, day)), questions(plan, day), unsigned(plan, day))


def _made(plan: Plan, day: date) -> Waiting:
    rows, asked, open_ = table(present(plan, day)), asked_now(plan), unsigned(plan, None)
    return Waiting(rows, asked, open_, derive(rows, asked, open_))


def _taken(plan: Plan, known: Waiting, told: Told) -> Waiting | None:
    """Read again what some entries are about; ``None`` where the plan itself has changed."""
    if len(told) > FOLLOWED or any(map(reshaping(plan), told)):
        return None
    about: dict[str, set[str]] = defaultdict(set)
    for entry in told:
        about[entry.kind].add(entry.subject)
    rows, asked = known.rows, asked_now(plan)
    if asked is not known.asked and not rows.knows(asked):
        return None
    written = _take_reports(plan, rows, about["report"]) if "report" in about else None
    answered = _take_answers(plan, rows, about["acceptance"]) if "acceptance" in about else False
    open_ = unsigned(plan, None) if "proposal" in about else known.open
    if written is None and not answered and asked is known.asked and open_ is known.open:
        return known
    return Waiting(rows, asked, open_, derive(rows, asked, open_, known.found, written))


def _take_reports(plan: Plan, rows: Table, uids: set[str]) -> Ints | None:
    changed = reports_named(plan, uids)
    if not changed:
        return None
    run = running(plan)
    places = {(item, body): run.frame.at.get((int(item), int(body))) for item, body, *_ in changed}
    sure = {pair for pair, at in places.items() if at is not None and run.figures.confirmed[at] >= DONE}
    rows.take_sure(places, frozenset(sure))
    return rows.take_reports(changed)


def _take_answers(plan: Plan, rows: Table, uids: set[str]) -> bool:
    changed = [answer_of(row, None) for row in Acceptance.objects.filter(plan=plan, uid__in=uids)]
    for key, answered in changed:
        rows.take_answer(key, answered)
    return bool(changed)
