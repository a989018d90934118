"""Takes overviews, timetables, duties and search hits; gives what the JSON API says about them."""

from datetime import date

from ninja import Schema

from xietong import drafting, fulfilling
from xietong_web.drafting.models import Duty
from xietong_web.drafting.shapes import FindingShape
from xietong_web.endorsing.models import Proposal
from xietong_web.fulfilling.bars import DoubleBar
from xietong_web.fulfilling.queries import Overview


class OverviewRowShape(Schema):
    """A direction or action: how many tasks lie under it, how many are past their date, the joint figure (percent)."""

    uid: str
    kind: str
    number: str
    title: str
    depth: int
    tasks: int
    overdue: int
    joint: float
    gap: float


class ComingShape(Schema):
    """A day that comes next."""

    due: date
    title: str
    uid: str


class CountShape(Schema):
    """How many duties a party has."""

    party: str
    lead: int
    support: int
    unresolved: int


class UnsignedShape(Schema):
    """A proposal that waits for signatures."""

    plan: str
    number: int
    title: str
    party: str

    @classmethod
    def of(cls, proposal: Proposal) -> "UnsignedShape":
        """Return a waiting proposal's shape; ``party`` should have been selected."""
        return cls(plan=proposal.plan_id, number=proposal.number, title=proposal.title, party=proposal.party.code)


class OverviewShape(Schema):
    """One plan in one screen."""

    items: int
    overdue: int
    joint: float
    gap: float
    rows: list[OverviewRowShape]
    milestones: list[ComingShape]
    parties: list[CountShape]
    unsigned: list[UnsignedShape]

    @classmethod
    def of(cls, shown: Overview) -> "OverviewShape":
        """Return an overview's shape."""
        return cls(
            items=shown.items,
            overdue=shown.overdue,
            **_figures(shown.bar),
            rows=[
                OverviewRowShape(
                    uid=row.uid,
                    kind=row.kind,
                    number=row.number,
                    title=row.title,
                    depth=row.depth,
                    tasks=row.tasks,
                    overdue=row.overdue,
                    **_figures(row.bar),
                )
                for row in shown.rows
            ],
            milestones=[ComingShape(due=each.due, title=each.title, uid=each.uid) for each in shown.milestones],
            parties=[
                CountShape(party=each.party.code, lead=each.lead, support=each.support, unresolved=each.unresolved)
                for each in shown.parties
            ],
            unsigned=[UnsignedShape.of(each) for each in shown.unsigned],
        )


def _figures(bar: DoubleBar) -> dict[str, float]:
    return {"joint": bar.joint, "gap": bar.gap}


class PlaceShape(Schema):
    """An item in time. ``slack`` and ``late`` are working days; ``critical``: without slack on the way to the end."""

    uid: str
    number: str
    title: str
    start: date | None
    due: date | None
    early_start: date | None
    early_finish: date | None
    late_start: date | None
    late_finish: date | None
    slack: int
    late: int
    critical: bool
    overdue: bool

    @classmethod
    def of(cls, item: drafting.Item, place: fulfilling.Place, *, done: bool) -> "PlaceShape":
        """Return an item's place in time; what is done is not overdue."""
        return cls(
            uid=item.uid,
            number=item.number,
            title=item.title,
            start=place.start,
            due=place.due,
            early_start=place.early_start,
            early_finish=place.early_finish,
            late_start=place.late_start,
            late_finish=place.late_finish,
            slack=place.slack,
            late=place.late,
            critical=place.critical,
            overdue=place.overdue and not done,
        )


class TimetableShape(Schema):
    """A part of the timetable's rows, with the critical path and the findings of the whole."""

    total: int
    limit: int
    offset: int
    results: list[PlaceShape]
    critical_path: list[str]
    findings: list[FindingShape]


class DutyOfShape(Schema):
    """A duty of an organisation, with the item it is part of; ``due`` is the date in force."""

    plan: str
    item: str
    kind: str
    number: str
    title: str
    start: date | None
    due: date | None
    role: str
    overdue: bool

    @classmethod
    def of(cls, duty: Duty) -> "DutyOfShape":
        """Return the shape of a duty that ``lights_of`` has looked at."""
        item, seen = duty.item, vars(duty)  # attributes that no type knows
        return cls(
            plan=duty.plan_id,
            item=item.uid,
            kind=item.kind,
            number=item.number,
            title=item.title,
            start=item.start,
            due=seen["due"],
            role=duty.role,
            overdue=seen["late"],
        )
