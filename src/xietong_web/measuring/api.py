"""Takes API calls about indicators and the collection of values; gives their answers."""

from datetime import date
from typing import Annotated, Literal

from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from xietong.basics import PeriodKind, Refusal
from xietong.measuring import GivenCell, SubmissionAct
from xietong_web.accounts.gate import Acting
from xietong_web.audit.days import past_day, today
from xietong_web.audit.queries import end_of
from xietong_web.drafting.queries import the_plan
from xietong_web.measuring import collecting, importing
from xietong_web.measuring.asking import one_for_the_public
from xietong_web.measuring.collecting import the_data_set
from xietong_web.measuring.completing import asked_periods, states_of
from xietong_web.measuring.models import DataSet, Submission
from xietong_web.measuring.queries import Asked, Scene, rows_of
from xietong_web.measuring.services import the_period
from xietong_web.measuring.shapes import (
    BodyFigureShape,
    DataSetShape,
    IndicatorShape,
    LookShape,
    PeriodShape,
    SeriesShape,
    SubmissionShape,
    problems_of,
)
from xietong_web.theme.answers import Body, Key, Page, Window, page_of, paged

router = Router(tags=["measuring"])
CellText = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


class Figures(Schema):
    """How figures are asked for: whose word counts, as of which day (empty: today), for the public or not.

    ``bodies_on``: rolled up by the organisations, heirs and trees of that day (empty: of the day asked for).
    """

    said: Literal["confirmed", "claimed"] = "confirmed"
    as_of: date | None = None
    public: bool = False
    bodies_on: date | None = None

    def asked(self) -> Asked:
        """Return the question's value."""
        day = past_day(self.as_of)
        return one_for_the_public(Asked(self.said, end_of(day) if day else None, self.public, self.bodies_on))


@router.get("/plans/{plan_uid}/indicators", response={200: Page[IndicatorShape]})
def indicators(request: Acting, plan_uid: Key, window: Query[Window]) -> Page[IndicatorShape]:
    """List the indicators that a plan is measured by."""
    scene = Scene.of(the_plan(request.member, plan_uid))
    return paged(list(scene.values.indicators.values()), window, IndicatorShape.of)


@router.get("/plans/{plan_uid}/indicators/{indicator}", response={200: SeriesShape})
def one_indicator(
    request: Acting, plan_uid: Key, indicator: Key, asked: Query[Figures], over: PeriodKind | None = None
) -> SeriesShape:
    """Show one indicator: the figures of every party and period, and the values set for it.

    ``over``: the figures of longer periods, as the indicator adds up over time.
    """
    return SeriesShape.of(Scene.of(the_plan(request.member, plan_uid), asked.asked(), indicator), indicator, over)


@router.get("/plans/{plan_uid}/indicators/{indicator}/organisations", response={200: Page[BodyFigureShape]})
def of_organisations(
    request: Acting,
    plan_uid: Key,
    indicator: Key,
    window: Query[Window],
    asked: Query[Figures],
    period: CellText = "",
) -> Page[BodyFigureShape]:
    """List every organisation's own figure for a period (without one: the last), the best first."""
    scene = Scene.of(the_plan(request.member, plan_uid), asked.asked(), indicator)
    scene.indicator(indicator)
    when = the_period(period).code if period else scene.last_period(indicator)
    return paged(rows_of(scene, indicator, when) if when else [], window, BodyFigureShape.of)


@router.get("/plans/{plan_uid}/collection", response={200: Page[PeriodShape]})
def collection(request: Acting, plan_uid: Key, window: Query[Window]) -> Page[PeriodShape]:
    """List the data sets of a plan by period, the latest first: how many organisations have delivered, what is late."""
    plan = the_plan(request.member, plan_uid)
    asked = asked_periods(plan, today())
    states = states_of(plan, request.member, today(), asked[window.offset : window.offset + window.limit])
    return page_of([PeriodShape.of(state) for state in states], len(asked), window)


def of_plan(plan_uid: str, uid: str, request: Acting) -> DataSet:
    """Return a data set of a plan. Raises Refusal ``not-found``."""
    plan, found = the_plan(request.member, plan_uid), the_data_set(uid, request.member)
    if found.plan_id != plan.uid:
        raise Refusal("not-found", zh="该计划没有这个数据集。", en="The plan has no such data set.")
    return found


@router.get("/plans/{plan_uid}/data-sets", response={200: Page[DataSetShape]})
def data_sets(request: Acting, plan_uid: Key, window: Query[Window]) -> Page[DataSetShape]:
    """List the data sets of a plan: what they ask for, of whom, from when to when."""
    return paged(the_plan(request.member, plan_uid).data_sets.all(), window, DataSetShape.of)


@router.get("/plans/{plan_uid}/data-sets/{data_set}/submissions", response={200: Page[SubmissionShape]})
def submissions(
    request: Acting, plan_uid: Key, data_set: Key, window: Query[Window], period: CellText = ""
) -> Page[SubmissionShape]:
    """List the submissions of a data set that the caller may see, the latest period first."""
    asked_for = of_plan(plan_uid, data_set, request)
    rows = Submission.objects.visible_to(request.member.party).filter(data_set=asked_for)
    if period:
        rows = rows.filter(period=the_period(period).code)
    return paged(rows.select_related("organisation"), window, SubmissionShape.of)


class GivenRow(Schema):
    """What one organisation says for a period: entries by cell key."""

    organisation: CellText
    period: CellText
    cells: Annotated[dict[CellText, CellText | None], Field(max_length=2000)]


class GivenValues(Schema):
    """Values for a data set; with ``dry_run`` nothing is written and every problem is listed by cell."""

    rows: Annotated[list[GivenRow], Field(max_length=5000)]
    dry_run: bool = True


@router.post("/plans/{plan_uid}/data-sets/{data_set}/values", response={200: LookShape})
def give_values(request: Acting, plan_uid: Key, data_set: Key, given: GivenValues) -> LookShape:
    """Put values into drafts, all or none; or only say what that would do."""
    asked_for = of_plan(plan_uid, data_set, request)
    cells = [
        GivenCell(f"[{n}].{key}", row.organisation, row.period, key, text or "")
        for n, row in enumerate(given.rows)
        for key, text in row.cells.items()
    ]
    looked = importing.look(asked_for, cells, (), request.member)
    rows = []
    if not given.dry_run and looked.takes:
        rows = importing.take_values(
            data_set_uid=data_set, cells=cells, findings=(), seen=looked.seen, by=request.member, now=timezone.now()
        )
    return LookShape(
        changes=len(looked.changes),
        same=looked.same,
        seen=looked.seen,
        problems=problems_of(looked.findings, get_language() or "zh-hans"),
        taken=[row.uid for row in rows],
    )


@router.get("/plans/{plan_uid}/submissions/{submission}", response={200: SubmissionShape})
def one_submission(request: Acting, plan_uid: Key, submission: Key) -> SubmissionShape:
    """Show one submission."""
    return SubmissionShape.of(_the_submission(plan_uid, submission, request))


def _the_submission(plan_uid: str, uid: str, request: Acting) -> Submission:
    plan = the_plan(request.member, plan_uid)
    rows = Submission.objects.visible_to(request.member.party).filter(data_set__plan=plan)
    found = rows.select_related("organisation").filter(uid=uid).first()
    if found is None:
        raise Refusal("not-found", zh="没有这份数据，或它不对您开放。", en="There is no such submission for you.")
    return found


class SubmissionMove(Schema):
    """An act on a submission as the caller saw it; returning and unlocking need a reason, unlocking a cell."""

    act: Literal["submit", "accept", "confirm", "return", "unlock"]
    revision: int = Field(ge=0, le=2**31 - 1)
    reason: Body = ""
    cell: CellText = ""


@router.post("/plans/{plan_uid}/submissions/{submission}/acts", response={200: SubmissionShape})
def move_submission(request: Acting, plan_uid: Key, submission: Key, move: SubmissionMove) -> SubmissionShape:
    """Sign a submission off, accept, confirm, return it, or unlock one value."""
    row = collecting.act_on_submission(
        uid=_the_submission(plan_uid, submission, request).uid,
        act=SubmissionAct(move.act),
        revision=move.revision,
        reason=move.reason,
        cell=move.cell,
        by=request.member,
        now=timezone.now(),
    )
    return SubmissionShape.of(row)
