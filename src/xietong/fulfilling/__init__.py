"""Takes an Agreement; gives Progress: timetable, reports, lights, who waits for whom, supervision, meetings."""

from xietong.fulfilling.calendar import Calendar, Workday, china

__all__ = ["Calendar", "Workday", "china"]
