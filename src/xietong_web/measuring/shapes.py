"""Takes indicators, figures and submissions; gives what the JSON API says about them. Figures are exact, as text."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Schema

from xietong.basics import PeriodKind
from xietong.measuring import Indicator
from xietong_web.measuring.completing import PeriodState
from xietong_web.measuring.models import DataSet, Submission
from xietong_web.measuring.plain import indicator_to_plain, rule_written
from xietong_web.measuring.queries import Row, Scene
from xietong_web.measuring.registering import Taken
from xietong_web.measuring.setting import Aim
from xietong_web.measuring.spans import spans_of
from xietong_web.measuring.suppressing import Figure


class CategoryShape(Schema):
    """One way to fall within a dimension."""

    code: str
    name: str
    name_en: str


class DimensionShape(Schema):
    """By what a value is told apart."""

    code: str
    name: str
    name_en: str
    categories: list[CategoryShape]


class IndicatorShape(Schema):
    """The definition of an indicator."""

    code: str
    name: str
    name_en: str
    unit: str
    scale: str
    direction: str
    period_type: str
    decimals: int
    over_organisations: str
    over_time: str
    weight: str
    dimensions: list[DimensionShape]
    source: str
    owner: str
    items: list[str]
    expression: str
    order: str

    @classmethod
    def of(cls, value: Indicator) -> "IndicatorShape":
        """Return a definition's shape."""
        return cls(**indicator_to_plain(value))


class FigureShape(Schema):
    """A figure, exact as text (null: none, ``state`` or ``hidden`` say why), and how many bodies it rests on.

    ``periods``: in how many of the periods that make it up (one: its own) anything was said.
    """

    period: str
    party: str
    value: str | None
    state: str
    units: int
    not_reported: int
    not_applicable: int
    withheld: int
    hidden: str = ""
    periods: int = 1

    @classmethod
    def of(cls, period: str, party: str, found: Figure, periods: int = 1) -> "FigureShape":
        """Return an aggregate's shape; an empty ``party`` is all together."""
        return cls(
            periods=periods,
            period=period,
            party=party,
            value=_text(found.value),
            state=found.state.value,
            units=found.units,
            not_reported=found.not_reported,
            not_applicable=found.not_applicable,
            withheld=found.withheld,
            hidden=found.hidden.value if found.hidden else "",
        )


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


class SetValueShape(Schema):
    """A baseline, milestone or target; ``item`` is the plan item that promises it."""

    uid: str
    kind: str
    period: str
    party: str
    group: str
    value: str
    tolerance: str
    sentence: str
    source: str
    item: str

    @classmethod
    def of(cls, aim: Aim) -> "SetValueShape":
        """Return a set value's shape."""
        value = aim.value
        return cls(
            uid=aim.uid,
            kind=value.kind.value,
            period=value.period.code,
            party=value.party,
            group=value.group,
            value=f"{value.value:f}",
            tolerance=f"{value.tolerance:f}",
            sentence=value.sentence,
            source=value.source,
            item=aim.item,
        )


class SeriesShape(Schema):
    """An indicator with its figures of every party and together, and the values set for it."""

    indicator: IndicatorShape
    figures: list[FigureShape]
    set_values: list[SetValueShape]

    @classmethod
    def of(cls, scene: Scene, code: str, over: PeriodKind | None = None) -> "SeriesShape":
        """Return an indicator's ways through time; ``over`` longer periods, as it adds up. See ``spans_of``."""
        parties = ["", *(party.code for party in scene.parties)]
        if over is None:
            found = [
                FigureShape.of(period, party, scene.figure(code, period, party))
                for period in scene.values.periods(code)
                for party in parties
            ]
        else:
            found = [
                FigureShape.of(span.period.code, party, span.figures[party], span.there)
                for span in spans_of(scene, code, over)
                for party in parties
            ]
        return cls(
            indicator=IndicatorShape.of(scene.indicator(code)),
            figures=found,
            set_values=[SetValueShape.of(aim) for aim in scene.aims_at(code)],
        )


class BodyFigureShape(Schema):
    """A body's own figure; ``hidden``: why the public does not see it (empty: it is shown)."""

    organisation: str
    party: str
    value: str | None
    state: str
    rank: int | None
    confirmed: bool
    hidden: str

    @classmethod
    def of(cls, row: Row) -> "BodyFigureShape":
        """Return a body's figure."""
        return cls(
            organisation=row.body.code,
            party=row.body.party,
            value=_text(row.reading.value) if row.hidden is None else None,
            state=row.reading.state.value,
            rank=row.rank,
            confirmed=row.confirmed,
            hidden=row.hidden.value if row.hidden else "",
        )


class CompletenessShape(Schema):
    """How many bodies of a party are how far."""

    party: str
    expected: int
    accepted: int
    confirmed: int


class PeriodShape(Schema):
    """How a data set stands with a period."""

    data_set: str
    name: str
    period: str
    due: date
    late: bool
    complete: bool
    parties: list[CompletenessShape]

    @classmethod
    def of(cls, state: PeriodState) -> "PeriodShape":
        """Return a period's state."""
        return cls(
            data_set=state.data_set.uid,
            name=state.data_set.name,
            period=state.period.code,
            due=state.due,
            late=state.late,
            complete=state.complete,
            parties=[
                CompletenessShape(
                    party=one.party.code, expected=one.expected, accepted=one.accepted, confirmed=one.confirmed
                )
                for one in state.parties
            ],
        )


class DataSetShape(Schema):
    """A form: ``organisations`` is the kind that fills it in, ``days`` after a period it is due, rules are as typed."""

    uid: str
    name: str
    name_en: str
    organisations: str
    period_type: str
    first_period: str
    last_period: str
    days: int
    joint: bool
    indicators: list[str]
    rules: list[str]

    @classmethod
    def of(cls, row: DataSet) -> "DataSetShape":
        """Return a data set's shape."""
        return cls(
            uid=row.uid,
            name=row.name,
            name_en=row.name_en,
            organisations=row.kind,
            period_type=row.period_type,
            first_period=row.first_period,
            last_period=row.last_period,
            days=row.days,
            joint=row.joint,
            indicators=row.codes(),
            rules=[rule_written(each) for each in row.rule_values()],
        )


class SubmissionShape(Schema):
    """What an organisation says for a period; ``cells`` maps a cell's key to its entry."""

    uid: str
    data_set: str
    organisation: str
    period: str
    number: int
    state: str
    revision: int
    digest: str
    signed_by: str
    signed_at: datetime | None
    cells: dict[str, str]

    @classmethod
    def of(cls, row: Submission) -> "SubmissionShape":
        """Return a submission's shape; ``organisation`` should have been selected."""
        return cls(
            uid=row.uid,
            data_set=row.data_set_id,
            organisation=row.organisation.code,
            period=row.period,
            number=row.number,
            state=row.state,
            revision=row.revision,
            digest=row.digest,
            signed_by=row.signed_by,
            signed_at=row.signed_at,
            cells=row.cell_values(),
        )


class ProblemCell(Schema):
    """What is wrong with one cell."""

    where: str
    problem: str


class LookShape(Schema):
    """What taking values would do; with ``dry_run`` nothing is written."""

    changes: int
    same: int
    seen: str
    problems: list[ProblemCell]
    taken: list[str]


class DefinitionsLook(Schema):
    """What taking definitions in does: codes, how many set values, what is so already; problems by their place.

    ``proposal``: the draft proposal that milestones and targets stand in until every party has signed (null: none).
    """

    new: list[str]
    changed: list[str]
    set_values: int
    same: int
    problems: list[ProblemCell]
    taken: bool
    proposal: int | None

    @classmethod
    def of(cls, taken: Taken, language: str) -> "DefinitionsLook":
        """Return the answer of the API and of the command line."""
        looked = taken.looked
        return cls(
            new=looked.new,
            changed=looked.changed,
            set_values=len(looked.aims),
            same=looked.same,
            problems=problems_of(looked.findings, language),
            taken=taken.written,
            proposal=taken.proposal.number if taken.proposal else None,
        )


def problems_of(findings: Any, language: str) -> list[ProblemCell]:
    """Return every problem by cell."""
    return [ProblemCell(where=each.subject, problem=each.wording.in_language(language)) for each in findings]
