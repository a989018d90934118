"""Takes the ledgers of a passage; gives the times that stand in figures below headers of time: 2024/6, 2023—2025."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from xietong.documents.deadlines_days import day_of, last_of
from xietong.documents.draft import Deadline
from xietong.documents.ledger_columns import Column
from xietong.documents.passage import Passage
from xietong.documents.placing import Placing

_DAY = r"(?:(20\d\d)(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?|(\d\d)(\d\d))?|(\d{1,2})[-./](\d{1,2}))"
_WRITTEN = re.compile(rf"\s*{_DAY}\s*(?:[-—–－~～至到]+\s*{_DAY})?\s*([底末])?\s*(?:(之?前|以前)|(起))?\s*")
_Days = tuple[date, date]


def times_in_figures(passage: Passage, placing: Placing, year: int | None) -> Iterator[Deadline]:
    """Yield the cells that hold nothing but such a time, in order; ``year`` is that of days without one.

    A month and a day alone are only told from other figures by 前, 起 or another one behind.
    """
    for ledger in passage.ledgers:
        for row in ledger.rows:
            for cell in row.of(Column.DEADLINE):
                match = _WRITTEN.fullmatch(passage.plain, cell.span.start, cell.span.end)
                days = None if match is None or cell.inherited else _days(match, year)
                if days is not None:
                    yield Deadline(cell.span.quote(passage.text), cell.span, *days, None, placing.item(cell.span))


def _days(match: "re.Match[str]", year: int | None) -> tuple[date | None, date | None] | None:
    first, last = _day(match.groups()[:7], year), _day(match.groups()[7:14], year)
    closes, before, since = match.groups()[14:]
    ranged = any(match.groups()[7:14])
    if first is None or (ranged and last is None) or (match[6] and not (before or since or ranged)):
        return None
    low, high = first[0], (last or first)[1]
    if since:
        return low, None
    if before and not closes and high != (last or first)[0]:
        high = (last or first)[0] - timedelta(1)
    return (None if (closes or before) and not ranged else low), high


def _day(parts: tuple[str | None, ...], year: int | None) -> _Days | None:
    """Return the first and the last day of a year, month or day; ``None`` where there is no such day."""
    numbers = [int(part) if part else 0 for part in parts]
    year, month, day = (
        numbers[0] or year,
        numbers[1] or numbers[3] or numbers[5],
        numbers[2] or numbers[4] or numbers[6],
    )
    if year is None or not any(numbers):
        return None
    if not month:
        return (date(year, 1, 1), date(year, 12, 31)) if numbers[0] else None
    if month > 12 or (not day and any(parts[2:])) or day > last_of(year, month).day:
        return None
    found = day_of(year, month, day or 1)
    return None if found is None else (found, found if day else last_of(year, month))
