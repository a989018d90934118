"""Takes API calls about who waits for whom; gives the waits and their board."""

from datetime import date
from typing import Literal

from ninja import Field, Query, Router, Schema

from xietong.fulfilling import Body, Wait
from xietong_web.accounts.gate import Acting
from xietong_web.audit.days import past_day, today
from xietong_web.drafting.queries import the_plan
from xietong_web.fulfilling.queries import parties_of
from xietong_web.fulfilling.waiting import queries
from xietong_web.theme.answers import Key, Page, Window, page_of

router = Router(tags=["fulfilling"])
Code = Field("", max_length=60, pattern=r"^[A-Za-z0-9_-]*$")


class WaitsAsked(Schema):
    """Which waits: codes of who waits and for whom (organisations: ``-`` is the party itself); empty asks for all."""

    kind: Literal["", "report", "review", "confirmation", "signature", "predecessor", "answer"] = ""
    waiting: str = Code
    on: str = Code
    waiting_body: str = Code
    on_body: str = Code
    as_of: date | None = None


class BodyShape(Schema):
    """Who waits or is waited for; without an organisation the party itself."""

    party: str
    organisation: str

    @classmethod
    def of(cls, body: Body) -> "BodyShape":
        """Return a body's shape."""
        return cls(party=body.party, organisation=body.organisation)


class WaitShape(Schema):
    """One wait: for what, since which day, how many working days, and the weight of the item."""

    kind: str
    waiting: BodyShape
    on: BodyShape
    subject: str
    item: str
    since: date
    workdays: int
    weight: float

    @classmethod
    def of(cls, wait: Wait) -> "WaitShape":
        """Return a wait's shape."""
        return cls(
            kind=wait.kind.value,
            waiting=BodyShape.of(wait.waiting),
            on=BodyShape.of(wait.on),
            subject=wait.subject,
            item=wait.item,
            since=wait.since,
            workdays=wait.workdays,
            weight=float(wait.weight),
        )


class CellShape(Schema):
    """One field of the board: how many waits, the longest and all together in working days."""

    waiting: str
    on: str
    count: int
    longest: int
    workdays: int


class BoardShape(Schema):
    """The board by parties, its fields that are not empty."""

    parties: list[str]
    cells: list[CellShape]


@router.get("/plans/{plan_uid}/waits", response={200: Page[WaitShape]})
def waits(request: Acting, plan_uid: Key, window: Query[Window], asked: Query[WaitsAsked]) -> Page[WaitShape]:
    """List who waits for whom, the longest first, as far as the caller may see it."""
    plan, day = the_plan(request.member, plan_uid), past_day(asked.as_of) or today()
    wanted = queries.Asked(asked.waiting, asked.on, asked.kind, asked.waiting_body, asked.on_body)
    found = queries.among(queries.seen_waits(plan, request.member.party_code, day), wanted)
    rows = queries.values(found, window.offset, window.limit)
    return page_of([WaitShape.of(wait) for wait in rows], len(found.columns.kind), window)


@router.get("/plans/{plan_uid}/waits/board", response={200: BoardShape})
def board(request: Acting, plan_uid: Key, as_of: date | None = None) -> BoardShape:
    """Show how long parties wait for each other, as far as the caller may see it."""
    plan, day = the_plan(request.member, plan_uid), past_day(as_of) or today()
    parties = parties_of(plan)
    rows = queries.board(queries.seen_waits(plan, request.member.party_code, day), parties)
    cells = [
        CellShape(waiting=row.code, on=column.code, count=cell.count, longest=cell.longest, workdays=cell.workdays)
        for row, columns in rows
        for column, cell in columns
        if cell.count
    ]
    return BoardShape(parties=[party.code for party in parties], cells=cells)
