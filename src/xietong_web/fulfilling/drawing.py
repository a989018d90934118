"""Takes a plan; gives its timetable drawn in pixels, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xietong import drafting, fulfilling
from xietong.basics import Finding
from xietong.fulfilling import Days, day_column
from xietong_web.audit.queries import end_of
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import plan_as_of
from xietong_web.drafting.rows import plan_value
from xietong_web.fulfilling.days import today

ROWS = 200
ROW_HEIGHT = 24
DAY = {"year": 0.35, "quarter": 0.8, "month": 2.2}
LABEL = 320


@dataclass(frozen=True, slots=True)
class BarOf:
    """One row of the picture, in pixels."""

    uid: str
    label: str
    depth: int
    y: float
    x: float | None
    width: float | None
    agreed_x: float | None
    agreed_width: float | None
    kind: str
    points: tuple[float, ...]
    due: date | None
    slack: int


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


def draw_timetable(plan: Plan, day: date | None, *, zoom: str, party: str, page: str) -> Picture | None:
    """Return a page of the timetable as it stands, or stood on a day; ``None`` before the plan existed."""
    value = plan_value(plan) if day is None else plan_as_of(plan, end_of(day))
    if value is None:
        return None
    items = value.items
    if not items:
        return None
    table = fulfilling.timetable(
        items, today=day or today(), calendar=fulfilling.china(), start=value.start, end=value.end
    )
    wanted = [n for n, item in enumerate(items) if not party or any(duty.party == party for duty in item.duties)]
    pages = max(1, -(-len(wanted) // ROWS))
    number = min(max(1, int(page) if page.isdigit() else 1), pages)
    chosen = wanted[(number - 1) * ROWS : number * ROWS]
    scale = zoom if zoom in DAY else "quarter"
    drawing = fulfilling.draw(
        table,
        zoom=fulfilling.Zoom(scale),
        places=chosen,
        agreed=_first_dates(plan, items),
        items={items[n].uid: items[n] for n in chosen},
    )
    return _picture(drawing, table, [items[n] for n in chosen], scale, (number, pages, len(wanted)))


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
    items: Sequence[drafting.Item],
    scale: str,
    pages: tuple[int, int, int],
) -> Picture:
    step = DAY[scale]

    def x(days: int | None) -> float | None:
        return None if days is None else round(LABEL + days * step, 1)

    bars = []
    for place, (row, item) in enumerate(zip(drawing.rows, items, strict=True)):
        left = row.left if row.left is not None else row.right
        right = row.right if row.right is not None else row.left
        kind = "overdue" if row.overdue else "critical" if row.critical else "parent" if row.is_parent else "task"
        bars.append(
            BarOf(
                uid=row.uid,
                label=f"{item.number}{item.title}",
                depth=row.depth,
                y=place * ROW_HEIGHT,
                x=x(left),
                width=_width(left, right, step),
                agreed_x=x(row.agreed_left if row.agreed_left is not None else row.agreed_right),
                agreed_width=_width(row.agreed_left, row.agreed_right, step),
                kind=kind,
                points=tuple(round(LABEL + at * step, 1) for at, _ in row.points),
                due=item.due,
                slack=row.slack,
            )
        )
    return Picture(
        width=round(LABEL + drawing.width * step + 10, 1),
        height=len(bars) * ROW_HEIGHT,
        label=LABEL,
        today_x=x(drawing.today),
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


def _width(left: int | None, right: int | None, step: float) -> float | None:
    if left is None and right is None:
        return None
    if left is None or right is None:
        return 4.0
    return max(2.0, round((right - left) * step, 1))


def _arrow(before: BarOf, after: BarOf) -> str:
    """An elbow from the end of one bar to the start of another."""
    x1, y1 = (before.x or 0) + (before.width or 0), before.y + ROW_HEIGHT / 2
    x2, y2 = after.x or 0, after.y + ROW_HEIGHT / 2
    return f"M{x1:g},{y1:g}h6V{y2:g}H{x2:g}"
