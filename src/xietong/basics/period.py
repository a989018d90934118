"""Takes a calendar date; gives the reporting period it falls into."""

import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from enum import StrEnum

from xietong.basics.wording import Wording

# The days that plans are made for: a working calendar covers them, and no document means another.
FIRST_DAY, LAST_DAY = date(1980, 1, 1), date(2120, 12, 31)
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "school_year": 12}
_CODE = re.compile(r"(?P<year>\d{4})(?:-(?P<mark>[QS]?)(?P<ordinal>\d{1,2})?)?")


class PeriodKind(StrEnum):
    """The kinds of period: calendar month, quarter and year, and the school year (1 September – 31 August)."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One calendar period in Asia/Shanghai dates; ``ordinal`` counts from 1 within the year (1 for years).

    >>> Period.containing(date(2025, 5, 9), PeriodKind.QUARTER).code
    '2025-Q2'
    """

    year: int
    ordinal: int
    kind: PeriodKind

    @classmethod
    def containing(cls, day: date, kind: PeriodKind) -> "Period":
        """Return the period of a kind that a day falls into."""
        if kind is PeriodKind.SCHOOL_YEAR:
            return cls(day.year if day.month >= 9 else day.year - 1, 1, kind)
        return cls(day.year, (day.month - 1) // _MONTHS[kind] + 1, kind)

    @classmethod
    def from_code(cls, code: str) -> "Period":
        """Read ``2025-03``, ``2025-Q1``, ``2025`` or ``2025-S`` (school year from September 2025).

        Raises ValueError for anything else.
        """
        match = _CODE.fullmatch(code)
        if match is None:
            raise ValueError(f"no period is written {code!r}; write 2025-03, 2025-Q1, 2025 or 2025-S")
        year, mark, ordinal = int(match["year"]), match["mark"], int(match["ordinal"] or 1)
        kind = {"Q": PeriodKind.QUARTER, "S": PeriodKind.SCHOOL_YEAR, "": PeriodKind.MONTH, None: PeriodKind.YEAR}[mark]
        if ordinal < 1 or ordinal > 12 // _MONTHS[kind]:
            raise ValueError(f"{code!r} names a period that the year does not have")
        if not MINYEAR < year < MAXYEAR - 1:
            raise ValueError(f"{code!r} lies outside the calendar")  # so that the periods beside it lie within
        return cls(year, ordinal, kind)

    @property
    def code(self) -> str:
        """The stable written form: ``2025-03``, ``2025-Q1``, ``2025`` or ``2025-S``."""
        forms = {
            PeriodKind.MONTH: f"{self.year}-{self.ordinal:02d}",
            PeriodKind.QUARTER: f"{self.year}-Q{self.ordinal}",
            PeriodKind.YEAR: f"{self.year}",
            PeriodKind.SCHOOL_YEAR: f"{self.year}-S",
        }
        return forms[self.kind]

    @property
    def wording(self) -> Wording:
        """The period as people say it.

        >>> [Period.from_code(code).wording.zh for code in ("2025", "2025-Q2", "2025-03", "2025-S")]
        ['2025年度', '2025年第二季度', '2025年3月', '2025—2026学年']
        """
        match self.kind:
            case PeriodKind.YEAR:
                return Wording(f"{self.year}年度", f"{self.year}")
            case PeriodKind.SCHOOL_YEAR:
                return Wording(
                    f"{self.year}—{self.year + 1}学年", f"{self.year}/{(self.year + 1) % 100:02d} school year"
                )
            case PeriodKind.QUARTER:
                return Wording(f"{self.year}年第{'一二三四'[self.ordinal - 1]}季度", f"Q{self.ordinal} {self.year}")
            case PeriodKind.MONTH:
                return Wording(f"{self.year}年{self.ordinal}月", self.code)

    @property
    def start(self) -> date:
        """The first day."""
        if self.kind is PeriodKind.SCHOOL_YEAR:
            return date(self.year, 9, 1)
        return date(self.year, (self.ordinal - 1) * _MONTHS[self.kind] + 1, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return self.next().start - timedelta(days=1)

    def next(self) -> "Period":
        """Return the period that follows."""
        last = self.ordinal == 12 // _MONTHS[self.kind]
        return Period(self.year + 1, 1, self.kind) if last else Period(self.year, self.ordinal + 1, self.kind)

    def within(self, kind: PeriodKind) -> "tuple[Period, ...]":
        """Return the periods of another kind that lie wholly within this one, in order of time.

        >>> [each.code for each in Period.from_code("2025").within(PeriodKind.QUARTER)]
        ['2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4']
        """
        found, at = [], Period.containing(self.start, kind)
        while at.end <= self.end:
            found += [at] if at.start >= self.start else []
            at = at.next()
        return tuple(found)

    def back(self, periods: int = 0, *, years: int = 0) -> "Period":
        """Return the period so many periods, or years, before.

        >>> Period.from_code("2025-Q1").back(1).code, Period.from_code("2025-03").back(years=1).code
        ('2024-Q4', '2024-03')
        """
        in_year = 12 // _MONTHS[self.kind]
        count = (self.year - years) * in_year + self.ordinal - 1 - periods
        return Period(count // in_year, count % in_year + 1, self.kind)
