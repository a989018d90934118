"""Takes a plan before and after an amendment and what is running; gives what the amendment does to it.

Shown before signing, applied when the last party signs. Reports already confirmed are never touched.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xietong.drafting import Duty, Item, Plan
from xietong.fulfilling.progress import DutyKey
from xietong.fulfilling.reports import Report, ReportState


class Effect(StrEnum):
    """What an amendment does to something running."""

    DUTY_BEGINS = "duty_begins"
    DUTY_ENDS = "duty_ends"
    DUTY_HANDED_OVER_ANEW = "duty_handed_over_anew"
    ROLE_CHANGES = "role_changes"
    DUE_MOVES = "due_moves"
    PERIODS_CHANGE = "periods_change"
    REPORT_CLOSES = "report_closes"
    REPORT_CARRIED_OVER = "report_carried_over"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing an amendment does: to an item, a duty or an open report (``report`` is its uid).

    ``before`` and ``after`` are dates, roles or recurrences as written (empty where there is none).
    """

    effect: Effect
    item: str
    duty: DutyKey | None = None
    report: str = ""
    before: str = ""
    after: str = ""


def consequences(before: Plan, after: Plan, reports: Iterable[Report]) -> tuple[Consequence, ...]:
    """Return what an amendment does to running duties, periods and open reports, in the order of the items.

    A duty whose item's title, text, targets or dates change is handed over anew (to be accepted again). An open report
    on a duty that ends is closed and kept; one on a duty that changes is carried over to the new version.
    """
    old, new = ({item.uid: item for item in plan.items} for plan in (before, after))
    open_reports: dict[DutyKey, list[Report]] = {}
    for report in reports:
        if report.state is not ReportState.CONFIRMED:
            open_reports.setdefault(report.duty, []).append(report)
    found: list[Consequence] = []
    for uid in dict.fromkeys([*old, *new]):
        found += _of_item(uid, old.get(uid), new.get(uid), open_reports)
    return tuple(found)


def _of_item(
    uid: str, old: Item | None, new: Item | None, open_reports: dict[DutyKey, list[Report]]
) -> Iterator[Consequence]:
    if old is not None and new is not None:
        yield from _of_dates(old, new)
    was, now = _duties(old), _duties(new)
    changed = old is not None and new is not None and _substance(old) != _substance(new)
    for key in dict.fromkeys([*was, *now]):
        if key not in now:
            yield Consequence(Effect.DUTY_ENDS, uid, key, before=was[key].role)
            yield from (Consequence(Effect.REPORT_CLOSES, uid, key, one.uid) for one in open_reports.get(key, ()))
        elif key not in was:
            yield Consequence(Effect.DUTY_BEGINS, uid, key, after=now[key].role)
        elif was[key].role != now[key].role:
            yield Consequence(Effect.ROLE_CHANGES, uid, key, before=was[key].role, after=now[key].role)
        if key in was and key in now and (changed or was[key].role != now[key].role):
            yield Consequence(Effect.DUTY_HANDED_OVER_ANEW, uid, key)
            yield from (Consequence(Effect.REPORT_CARRIED_OVER, uid, key, one.uid) for one in open_reports.get(key, ()))


def _of_dates(old: Item, new: Item) -> Iterator[Consequence]:
    if old.due != new.due:
        yield Consequence(Effect.DUE_MOVES, new.uid, before=_written(old.due), after=_written(new.due))
    if (old.start, old.recurrence) != (new.start, new.recurrence):
        rhythm = [f"{_written(item.start)} {item.recurrence.value}".strip() for item in (old, new)]
        yield Consequence(Effect.PERIODS_CHANGE, new.uid, before=rhythm[0], after=rhythm[1])


def _duties(item: Item | None) -> dict[DutyKey, Duty]:
    if item is None:
        return {}
    return {DutyKey(item.uid, duty.party, duty.organisation): duty for duty in item.duties}


def _substance(item: Item) -> tuple[object, ...]:
    return item.title, item.text, item.targets, item.milestones, item.start, item.due, item.recurrence


def _written(day: date | None) -> str:
    return "" if day is None else day.isoformat()
