"""Takes what is kept because it is slow to work out; gives each row that is not what the guarded rows say."""

import json
from collections.abc import Iterator
from itertools import groupby

from xietong.fulfilling import ReportAct
from xietong_web.audit.models import Entry
from xietong_web.fulfilling.figures import TOLD, figures_told
from xietong_web.fulfilling.light_logging import log_digest
from xietong_web.fulfilling.models import DutyFigure, LightChange, Report

_DUTY = ("item_id", "organisation_id")
_CHUNK = 2000
_DRAFTING = ("fulfilling.report-begun", f"fulfilling.report-{ReportAct.EDIT.value}")  # no figure changes with these
_REPORT = Report._meta.label_lower  # noqa: SLF001
_NOTHING = (None, None, None)  # a duty whose first report is a draft has no row yet


def broken_figures() -> Iterator[tuple[str, str]]:
    """Yield (code, where) for every duty whose figures are not those of its reports, or which the journal denies."""
    kept = dict[tuple[int, int], tuple[object, ...]]()
    columns = (*_DUTY, "claimed", "confirmed", "said", "seq", "plan_id", "item__plan_id")
    for item, body, claimed, confirmed, said, seq, plan, own in DutyFigure.objects.values_list(*columns):
        kept[item, body] = (claimed, confirmed, said, seq if plan == own else None)
    entries = _last_entries()
    # A report stays when its item leaves the plan; its figures go with the item.
    reports = Report.objects.filter(item__kind__isnull=False).order_by(*_DUTY).values_list(*_DUTY, "pk", *TOLD)
    for duty, group in groupby(reports.iterator(chunk_size=_CHUNK), key=lambda row: row[:2]):
        rows = list(group)
        told, found = figures_told(row[3:] for row in rows), kept.pop(duty, None)
        last = max(entries.get(row[2], 0) for row in rows)
        if found != (*told, last) and (found or told != _NOTHING):
            yield "figures-differ", f"item {duty[0]}, body {duty[1]}"
    for item, body in kept:
        yield "figures-differ", f"item {item}, body {body}"


def _last_entries() -> dict[str, int]:
    """Return the last entry of the journal that acted on each report: pages ask for the figures since an entry."""
    last = dict[str, int]()
    entries = Entry.objects.filter(rows__contains=f'"{_REPORT}"').exclude(act__in=_DRAFTING).order_by("seq")
    for seq, text in entries.values_list("seq", "rows").iterator(chunk_size=_CHUNK):
        last.update((key, seq) for label, key, _ in json.loads(text) if label == _REPORT)
    return last


def broken_light_logs() -> Iterator[tuple[str, str]]:
    """Yield (code, where) for every day of a plan's log of lights that is not what the journal knows of it."""
    told = dict[tuple[str, str], str]()
    for plan, data in Entry.objects.filter(subject_kind="light-log").order_by("seq").values_list("subject", "data"):
        held = json.loads(data)
        told[plan, held["day"]] = held["digest"]
    for plan, day in LightChange.objects.order_by("plan", "day").values_list("plan", "day").distinct():
        if told.pop((plan, day.isoformat()), "") != log_digest(plan, day):
            yield "lights-differ", f"{plan} {day.isoformat()}"
    yield from (("lights-differ", f"{plan} {missing}") for plan, missing in told)
