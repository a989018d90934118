"""Takes what is kept because it is slow to work out; gives each row that is not what the guarded rows say."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from xietong_web.audit.models import Entry
from xietong_web.fulfilling.figures import TOLD, figures_told
from xietong_web.fulfilling.light_logging import log_digest
from xietong_web.fulfilling.models import DutyFigure, LightChange, Report

_DUTY = ("item_id", "organisation_id")
_CHUNK = 2000
_NOTHING = (None, None, None)  # a duty whose first report is a draft has no row yet


def broken_figures() -> Iterator[tuple[str, str]]:
    """Yield (code, where) for every duty whose figures are not those of its reports."""
    kept = dict[tuple[int, int], tuple[float | None, float | None, date | None]]()
    for item, body, *figures in DutyFigure.objects.values_list(*_DUTY, "claimed", "confirmed", "said"):
        kept[item, body] = (figures[0], figures[1], figures[2])
    # A report stays when its item leaves the plan; its figures go with the item.
    reports = Report.objects.filter(item__kind__isnull=False).order_by(*_DUTY).values_list(*_DUTY, *TOLD)
    for duty, rows in groupby(reports.iterator(chunk_size=_CHUNK), key=lambda row: row[:2]):
        if kept.pop(duty, _NOTHING) != figures_told(row[2:] for row in rows):
            yield "figures-differ", f"item {duty[0]}, body {duty[1]}"
    for item, body in kept:
        yield "figures-differ", f"item {item}, body {body}"


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
