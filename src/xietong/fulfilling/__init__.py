"""Takes an Agreement; gives Progress: timetable, reports, lights, who waits for whom, supervision, meetings."""

from xietong.fulfilling.calendar import Calendar, Workday, china
from xietong.fulfilling.columns import Columns, Link, LinkColumns, columns, link_columns, links_of
from xietong.fulfilling.drawing import Drawing, Drift, Row, Tick, Zoom, draw, drift, ticks_between
from xietong.fulfilling.progress import (
    DutyColumns,
    DutyKey,
    Figure,
    Progress,
    ReportColumns,
    Standing,
    as_of,
    progress,
    roll_up_progress,
)
from xietong.fulfilling.recurring import Deadline, Occurrence, deadlines, occurrences
from xietong.fulfilling.rescheduling import Moved, Moving, Rescheduling, reschedule
from xietong.fulfilling.timetable import Place, Timetable, lay_out, timetable

__all__ = [
    "Calendar",
    "Columns",
    "Deadline",
    "Drawing",
    "Drift",
    "DutyColumns",
    "DutyKey",
    "Figure",
    "Link",
    "LinkColumns",
    "Moved",
    "Moving",
    "Occurrence",
    "Place",
    "Progress",
    "ReportColumns",
    "Rescheduling",
    "Row",
    "Standing",
    "Tick",
    "Timetable",
    "Workday",
    "Zoom",
    "as_of",
    "china",
    "columns",
    "deadlines",
    "draw",
    "drift",
    "lay_out",
    "link_columns",
    "links_of",
    "occurrences",
    "progress",
    "reschedule",
    "roll_up_progress",
    "ticks_between",
    "timetable",
]
