"""Takes an agreed plan; gives how it stands: overview, items, timetable, who has what to do."""
