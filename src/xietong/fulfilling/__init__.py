"""Takes an Agreement; gives Progress: timetable, reports, lights, who waits for whom, supervision, meetings."""

from xietong.fulfilling.calendar import Calendar, Workday, china
from xietong.fulfilling.columns import Columns, Link, LinkColumns, columns, link_columns, links_of
from xietong.fulfilling.timetable import Place, Timetable, lay_out, timetable

__all__ = [
    "Calendar",
    "Columns",
    "Link",
    "LinkColumns",
    "Place",
    "Timetable",
    "Workday",
    "china",
    "columns",
    "lay_out",
    "link_columns",
    "links_of",
    "timetable",
]
