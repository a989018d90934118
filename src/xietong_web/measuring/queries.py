"""Takes a plan's values; gives what the pages about indicators show: paths, distances, the map, rankings, flags."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from xietong import measuring
from xietong.basics import Finding, Period, Refusal
from xietong.measuring import Aggregate, Hidden, Indicator, Reading, Reference, State
from xietong_web.accounts.models import Party
from xietong_web.drafting.models import Plan
from xietong_web.measuring.body import Body
from xietong_web.measuring.frame import frame_of
from xietong_web.measuring.models import Definition
from xietong_web.measuring.setting import Aim
from xietong_web.measuring.suppressing import ALL, Figure, hidden_in
from xietong_web.measuring.values import Said, Values, values_of


@dataclass(frozen=True, slots=True)
class Asked:
    """How figures are asked for: whose word counts, as of when (none: now), and whether they are for the public."""

    said: Said = "confirmed"
    moment: datetime | None = None
    public: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """A plan with everything that pictures of its indicators are drawn from."""

    plan: Plan
    parties: list[Party]
    values: Values
    aims: list[Aim]
    asked: Asked
    _hidden: dict[tuple[str, str], dict[str, Hidden]] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan, asked: Asked | None = None, code: str = "") -> "Scene":
        """Read a plan's values, or those that one indicator rests on: two statements beside those of its frame."""
        asked = asked or Asked()
        frame = frame_of(plan, asked.moment)
        values = values_of(plan, frame, asked.said, asked.moment, code)
        aims = [aim for aim in frame.aims if code in {"", aim.value.indicator}]
        return cls(plan, frame.parties, values, aims, asked)

    def indicator(self, code: str) -> Indicator:
        """Return a definition. Raises Refusal ``not-found``."""
        found = self.values.indicators.get(code)
        if found is None:
            raise Refusal(
                "not-found",
                zh=f"该计划没有指标“{code}”；请从指标列表进入。",
                en=f"The plan has no indicator “{code}”; start from the list.",
            )
        return found

    def aims_at(self, code: str) -> list[Aim]:
        """Return the values set for an indicator."""
        return [aim for aim in self.aims if aim.value.indicator == code]

    def bodies_of(self, code: str, party: str = "") -> tuple[Body, ...]:
        """Return the bodies of a party (empty: of all) that an indicator is asked of."""
        return self.values.members(code, party)

    def bodies_in(self, code: str, period: str) -> list[Body]:
        """Return the bodies that an indicator is asked of in a period: those that stand then or have said something."""
        there = set(self.values.asked_in(self.values.member_codes(code), period))
        return [each for each in self.bodies_of(code) if each.code in there]

    def figure(self, code: str, period: str, party: str = "") -> Figure:
        """Return an indicator over a party, or over all parties together; hidden from the public where it is small."""
        found = self.values.total(code, self.values.member_codes(code, party), period, party=party)
        return Figure.of(found, self.hidden(code, period).get(f"{ALL}{party}"))

    def hidden(self, code: str, period: str) -> dict[str, Hidden]:
        """Return what the public does not see: bodies by code, parties as in ``suppressing``; nothing for members."""
        if not self.asked.public:
            return {}
        if (code, period) not in self._hidden:
            self._hidden[code, period] = hidden_in(self, code, period)
        return self._hidden[code, period]

    def last_period(self, code: str) -> str:
        """Return the last period in which anything was said; empty where nothing was."""
        periods = self.values.periods(code)
        return periods[-1] if periods else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A body with its own figure for a period; ``hidden`` says why it is not shown to the public."""

    body: Body
    reading: Reading
    confirmed: bool
    rank: int | None = None
    hidden: Hidden | None = None


def rows_of(scene: Scene, code: str, period: str) -> list[Row]:
    """Return the bodies' figures for a period, the best first, those without a figure last."""
    indicator, values = scene.indicator(code), scene.values
    bodies = scene.bodies_in(code, period)
    readings = {each.code: values.unit(Reference(code), each.code, period) for each in bodies}
    open_ = set(values.unconfirmed(code, readings, period))
    hidden = scene.hidden(code, period)
    turned = -1 if indicator.direction is measuring.Direction.HIGHER else 1

    def place(body: Body) -> tuple[bool, Decimal]:
        value = readings[body.code].value
        gone = value is None or body.code in hidden
        return gone, Decimal(0) if gone or value is None else turned * value

    made, last, rank = [], None, 0
    for n, body in enumerate(sorted(bodies, key=place), 1):
        reading = readings[body.code]
        shown = reading.value is not None and body.code not in hidden
        if shown and reading.value != last:
            rank, last = n, reading.value
        made.append(Row(body, reading, body.code not in open_, rank if shown else None, hidden.get(body.code)))
    return made


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a reader should know about a figure: a stable code, how many bodies it concerns, which."""

    code: str
    count: int
    names: tuple[str, ...] = ()


def flags_of(scene: Scene, code: str, period: str) -> list[Flag]:
    """Return what is to be known about the figures of a period."""
    bodies = {each.code: each for each in scene.bodies_in(code, period)}
    states: dict[State, list[str]] = {}
    for each in bodies.values():
        reading = scene.values.unit(Reference(code), each.code, period)
        states.setdefault(reading.state, []).append(each.name)
    found = [
        Flag(state.value, len(states.get(state, ())), tuple(states.get(state, ())[:12]))
        for state in (State.NOT_REPORTED, State.WITHHELD, State.NOT_APPLICABLE)
    ]
    open_ = scene.values.unconfirmed(code, bodies, period)
    corrected = [
        bodies[body].name for body in bodies if any(one.number > 1 for one in scene.values.said_in(body, period))
    ]
    found += [
        Flag("unconfirmed", len(open_), tuple(bodies[each].name for each in open_[:12])),
        Flag("corrected", len(corrected), tuple(corrected[:12])),
        Flag("unusual", *_unusual(scene, code, period, bodies)),
    ]
    return [flag for flag in found if flag.count]


def _unusual(scene: Scene, code: str, period: str, bodies: dict[str, Body]) -> tuple[int, tuple[str, ...]]:
    names = [bodies[finding.subject].name for finding in unusual(scene, code, period)]
    return len(names), tuple(names[:12])


def unusual(scene: Scene, code: str, period: str) -> list[Finding]:
    """Return the figures that jumped since the year before; ``subject`` is the body's code."""
    values = Period.from_code(period)
    before = Period(values.year - 1, values.ordinal, values.kind).code
    found = (
        measuring.year_on_year(
            scene.values.unit(Reference(code), each.code, period),
            scene.values.unit(Reference(code), each.code, before),
            subject=each.code,
        )
        for each in scene.bodies_of(code)
    )
    return [finding for finding in found if finding is not None]


@dataclass(frozen=True, slots=True)
class Piece:
    """A value that a figure was made of, with the submission that says so."""

    body: Body
    key: str
    entry: str
    submission: str
    number: int
    confirmed: bool
    hidden: bool = False


def made_of(scene: Scene, code: str, period: str, bodies: Iterable[Body]) -> list[Piece]:
    """Return the values that made a figure: every cell of the indicators it rests on."""
    base = scene.values.base_of(code)
    hidden = {each: scene.hidden(each, period) for each in base}
    return [
        Piece(body, key, entry, one.submission, one.number, one.confirmed, body.code in hidden[_code(key)])
        for body in bodies
        for one in scene.values.said_in(body.code, period)
        for key, entry in one.cells.items()
        if _code(key) in base
    ]


def _code(key: str) -> str:
    return measuring.split_key(key)[0]


def versions_of(code: str, moment: datetime | None = None) -> list[Definition]:
    """Return the versions of an indicator's definition, the latest first."""
    rows = Definition.objects.filter(indicator__code=code)
    return list(rows.filter(made_at__lte=moment) if moment else rows)


@dataclass(slots=True)
class Listed:
    """An indicator on the list: the last figure of each party and together."""

    indicator: Indicator
    period: str
    figures: list[tuple[Party, Aggregate]] = field(default_factory=list)
    together: Aggregate | None = None
    gap: Decimal | None = None


def listed(scene: Scene, codes: Sequence[str] | None = None) -> list[Listed]:
    """Return a plan's indicators with their last figures."""
    rows = []
    for code, indicator in scene.values.indicators.items():
        if codes is not None and code not in codes:
            continue
        period = scene.last_period(code)
        row = Listed(indicator, period)
        if period:
            row.figures = [(party, scene.figure(code, period, party.code)) for party in scene.parties]
            row.together = scene.figure(code, period)
            known = [each.value for _, each in row.figures if each.value is not None]
            row.gap = max(known) - min(known) if len(known) > 1 else None
        rows.append(row)
    return rows
