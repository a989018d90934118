"""Takes a plan; gives its timetable drawn in pixels, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from xietong import drafting, fulfilling
from xietong.basics import Finding
from xietong.fulfilling import Days, day_column
from xietong_web.audit.queries import end_of
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import plan_as_of
from xietong_web.fulfilling.days import today
from xietong_web.fulfilling.laying import Laid, laid_out, places_of_party
from xietong_web.fulfilling.standing import Standings, standings

ROWS = 200
MOST_ROWS = 10_000
SHEET_ROWS = 36  # on A3 across, below the heading and the axis
MOST_SHEETS = 60
ROW_HEIGHT = 24
DAY = {"year": 0.35, "quarter": 0.8, "month": 2.2}
LABEL = 320


@dataclass(frozen=True, slots=True)
class BarOf:
    """One row of the picture, in pixels."""

    uid: str
    label: str
    depth: int
    y: int
    x: float | None
    width: float | None
    only_due: bool
    agreed_x: float | None
    agreed_width: float | None
    kind: str
    points: tuple[float, ...]
    due: date | None
    slack: int
    critical: bool


@dataclass(frozen=True, slots=True)
class TickOf:
    """One period of the axis, in pixels."""

    code: str
    x: float
    width: float
    opens_year: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A page of the timetable, ready to be written as SVG."""

    width: float
    height: float
    chart: float
    label: int
    today_x: float | None
    ticks: Sequence[TickOf]
    bars: Sequence[BarOf]
    arrows: Sequence[str]
    findings: Sequence[Finding]
    critical: Sequence[str]
    page: int
    pages: int
    total: int


def draw_timetable(plan: Plan, day: date | None, *, zoom: str, party: str, page: str, rows: str = "") -> Picture | None:
    """Return a page of the timetable as it stands, or stood on a day; ``None`` before the plan existed.

    ``rows`` is how many rows a page has, up to ``MOST_ROWS``; what is no number gives the usual page.
    """
    found = _chosen(plan, day, party)
    if found is None:
        return None
    laid, wanted = found
    length = min(max(1, int(rows)), MOST_ROWS) if rows.isdecimal() else ROWS
    pages = max(1, -(-len(wanted) // length))
    number = min(max(1, int(page) if page.isdecimal() else 1), pages)
    return _page(laid, wanted, zoom, number, length, standings(plan, [], day))


def draw_sheets(plan: Plan, day: date | None, *, zoom: str, party: str) -> list[Picture] | None:
    """Return the timetable as sheets of paper, each with as many rows as A3 across holds, up to ``MOST_SHEETS``;
    ``None`` before the plan existed."""
    found = _chosen(plan, day, party)
    if found is None:
        return None
    laid, wanted = found
    sheets = min(MOST_SHEETS, max(1, -(-len(wanted) // SHEET_ROWS)))
    stand = standings(plan, [], day)
    return [_page(laid, wanted, zoom, number + 1, SHEET_ROWS, stand) for number in range(sheets)]


def _chosen(plan: Plan, day: date | None, party: str) -> tuple[Laid, Sequence[int]] | None:
    """Return a plan laid out, and the places of the items that are to be seen."""
    wanted: Sequence[int]
    if day is None:
        laid = laid_out(plan, today())
        wanted = places_of_party(plan, laid, party) if party else range(len(laid.pks))
    else:
        value = plan_as_of(plan, end_of(day))
        if value is None:
            return None
        laid = _laid_of(plan, value, day)
        wanted = [n for n, item in enumerate(value.items) if not party or any(d.party == party for d in item.duties)]
    return (laid, wanted) if len(laid.pks) else None


def _page(laid: Laid, wanted: Sequence[int], zoom: str, number: int, length: int, stand: Standings) -> Picture:
    chosen = wanted[(number - 1) * length : number * length]
    scale = zoom if zoom in DAY else "quarter"
    drawing = fulfilling.draw(
        laid.table,
        zoom=fulfilling.Zoom(scale),
        places=chosen,
        agreed=laid.agreed,
        items={laid.table.columns.uids[n]: laid.marked[n] for n in chosen if n in laid.marked},
    )
    pages = number, max(1, -(-len(wanted) // length)), len(wanted)
    return _picture(drawing, laid.table, stand, chosen, scale, pages)


def _laid_of(plan: Plan, value: drafting.Plan, day: date) -> Laid:
    """Lay a past state out; its items are values, not rows."""
    items = value.items
    table = fulfilling.timetable(items, today=day, calendar=fulfilling.china(), start=value.start, end=value.end)
    return Laid(table, np.arange(len(items)), _first_dates(plan, items), dict(enumerate(items)))


def _first_dates(plan: Plan, items: Sequence[drafting.Item]) -> tuple[Days, Days]:
    first = {
        uid: (start, due)
        for uid, start, due in plan.items.exclude(first_start=None, first_due=None).values_list(
            "uid", "first_start", "first_due"
        )
    }
    starts = [first.get(item.uid, (item.start, item.due))[0] for item in items]
    dues = [first.get(item.uid, (item.start, item.due))[1] for item in items]
    return day_column(starts), day_column(dues)


def _picture(
    drawing: fulfilling.Drawing,
    table: fulfilling.Timetable,
    stand: Standings,
    chosen: Sequence[int],
    scale: str,
    pages: tuple[int, int, int],
) -> Picture:
    step = DAY[scale]
    bars = [
        _bar(place * ROW_HEIGHT, row, table.columns.names[at], due, step, done=stand.done(row.uid))
        for place, (row, at, due) in enumerate(
            zip(drawing.rows, chosen, table.columns.due[list(chosen)].tolist(), strict=True)
        )
    ]
    return Picture(
        width=round(LABEL + drawing.width * step + 10, 1),
        height=len(bars) * ROW_HEIGHT,
        chart=round(drawing.width * step + 10, 1),
        label=LABEL,
        today_x=_x(drawing.today, step),
        ticks=[
            TickOf(tick.period.code, round(LABEL + tick.left * step, 1), round((tick.right - tick.left) * step, 1),
                   tick.opens_year)
            for tick in drawing.ticks
        ],
        bars=bars,
        arrows=[_arrow(bars[a], bars[b]) for a, b in drawing.links if bars[a].x is not None and bars[b].x is not None],
        findings=table.findings,
        critical=table.path,
        page=pages[0],
        pages=pages[1],
        total=pages[2],
    )  # fmt: skip


def _bar(y: int, row: fulfilling.Row, label: str, due: date | None, step: float, *, done: bool) -> BarOf:
    left = row.left if row.left is not None else row.right
    return BarOf(
        uid=row.uid,
        label=label,
        depth=row.depth,
        y=y,
        x=_x(left, step),
        width=_width(row.left, row.right, step),
        only_due=row.left is None and row.right is not None and not row.is_parent,
        agreed_x=_x(row.agreed_left if row.agreed_left is not None else row.agreed_right, step),
        agreed_width=_width(row.agreed_left, row.agreed_right, step),
        kind="done" if done else _kind(row),
        points=tuple(round(LABEL + at * step, 1) for at, _ in row.points),
        due=due,
        slack=row.slack,
        critical=row.critical,
    )


def _kind(row: fulfilling.Row) -> str:
    return "overdue" if row.overdue else "critical" if row.critical else "parent" if row.is_parent else "task"


def _x(days: int | None, step: float) -> float | None:
    return None if days is None else round(LABEL + days * step, 1)


def _width(left: int | None, right: int | None, step: float) -> float | None:
    if left is None and right is None:
        return None
    if left is None or right is None:
        return 4.0
    return max(4.0, round((right - left) * step, 1))


def _arrow(before: BarOf, after: BarOf) -> str:
    """An elbow from the end of one bar to the start of another."""
    x1, y1 = (before.x or 0) + (before.width or 0), before.y + ROW_HEIGHT / 2
    x2, y2 = after.x or 0, after.y + ROW_HEIGHT / 2
    return f"M{x1:g},{y1:g}h6V{y2:g}H{x2:g}"
