"""Takes a plan's values; gives what the pages about indicators show: paths, distances, the map, rankings, flags."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, overload
from urllib.parse import urlencode

import numpy as np

from xietong import drafting, measuring
from xietong.basics import Refusal
from xietong.measuring import Hidden, Indicator, Reading, State
from xietong_web.accounts.models import Party
from xietong_web.audit.days import SHANGHAI, today
from xietong_web.drafting.models import Plan
from xietong_web.measuring.body import Body
from xietong_web.measuring.frame import frame_of
from xietong_web.measuring.models import Definition
from xietong_web.measuring.own import Own, jumps, own_figures, uneven, unlike, year_before
from xietong_web.measuring.setting import Aim
from xietong_web.measuring.standing import values_of
from xietong_web.measuring.suppressing import ALL, Figure, hidden_in, hidden_parts_in
from xietong_web.measuring.values import Said, Values
from xietong_web.measuring.words import area_name

NAMED = 30  # bodies that a flag names


@dataclass(frozen=True, slots=True)
class Asked:
    """How figures are asked for: whose word counts, as of when (none: now), and whether they are for the public.

    ``bodies_on``: rolled up by the organisations, heirs and trees of that day (none: of the day asked for).
    """

    said: Said = "confirmed"
    moment: datetime | None = None
    public: bool = False
    bodies_on: date | None = None

    @property
    def parts(self) -> dict[str, str]:
        """The question as an address asks it: what differs from what is shown unasked."""
        found = {"said": "claimed"} if self.said == "claimed" else {}
        found |= {"public": "1"} if self.public else {}
        found |= {"as_of": self.moment.astimezone(SHANGHAI).date().isoformat()} if self.moment else {}
        return found | ({"bodies_on": self.bodies_on.isoformat()} if self.bodies_on else {})

    @property
    def query(self) -> str:
        """The same behind an address: a link that keeps it leads on in the same question."""
        return f"?{urlencode(self.parts)}" if self.parts else ""

    @property
    def day(self) -> date:
        """The day whose organisations the figures are rolled up by."""
        return self.bodies_on or (self.moment.astimezone(SHANGHAI).date() if self.moment else today())


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
        frame = frame_of(plan, asked.moment, asked.day)
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

    def hidden_parts(self, code: str, period: str) -> dict[str, Hidden]:
        """Return of whom the public does not see the counts by category; nothing for members."""
        if not self.asked.public:
            return {}
        if (f"{code}|", period) not in self._hidden:
            self._hidden[f"{code}|", period] = hidden_parts_in(self, code, period)
        return self._hidden[f"{code}|", period]

    def last_period(self, code: str) -> str:
        """Return the last period in which anything was said; empty where nothing was."""
        periods = self.values.periods(code)
        return periods[-1] if periods else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A body with its own figure for a period; ``hidden`` says why it is not shown to the public.

    ``units``: the figure is that of so many bodies below it, which it rests on.
    """

    body: Body
    reading: Reading
    confirmed: bool
    rank: int | None = None
    hidden: Hidden | None = None
    units: int | None = None


class Rows(Sequence[Row]):
    """The rows of bodies in the order of their figures, the best first; each is made when it is looked at."""

    def __init__(self, scene: Scene, code: str, period: str) -> None:
        self._own, self._hidden = own_figures(scene.values, code, period), scene.hidden(code, period)
        shown = self._own.reported.copy()
        if self._hidden:
            shown &= np.array([each.code not in self._hidden for each in self._own.bodies], bool)
        self._order = _ordered(self._own, shown, scene.indicator(code).direction)
        self._ranks = _ranks(self._own.figures[self._order], shown[self._order])

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return [self._row(n) for n in range(*at.indices(len(self)))]
        return self._row(range(len(self))[at])

    def _row(self, n: int) -> Row:
        at, own = int(self._order[n]), self._own
        body = own.bodies[at]
        rank = int(self._ranks[n]) or None
        return Row(body, own.reading(at), bool(own.sure[at]), rank, self._hidden.get(body.code))

    def of_body(self, body: Body) -> tuple[Row | None, int | None, int]:
        """Return a body's row, its place among its party's that have one, and how many these are."""
        peers = np.array([each.party == body.party for each in self._own.bodies], bool)[self._order]
        ranks = self._ranks[peers]
        at = next((n for n, m in enumerate(self._order.tolist()) if self._own.bodies[m].code == body.code), None)
        row = self._row(at) if at is not None else None
        placed = int((ranks > 0).sum())
        if row is None or row.rank is None:
            return row, None, placed
        return row, 1 + int(((ranks > 0) & (ranks < row.rank)).sum()), placed

    def of_kinds(self, kinds: Collection[str]) -> dict[str, int]:
        """Return where in the order the bodies of some kinds stand, by their codes."""
        bodies = [self._own.bodies[at] for at in self._order.tolist()]
        return {body.code: n for n, body in enumerate(bodies) if body.kind in kinds}


def _ordered(own: Own, shown: Any, direction: measuring.Direction) -> Any:
    """Return the places of the bodies that are asked: those whose figure is shown, the best first, then the others."""
    turned = -1 if direction is measuring.Direction.HIGHER else 1
    asked = np.flatnonzero(own.there)
    first, others = asked[shown[asked]], asked[~shown[asked]]
    figures = own.figures[first] * turned
    return np.concatenate([first[np.argsort(figures, kind="stable")], others])


def _ranks(figures: Any, shown: Any) -> Any:
    """Return the place of each figure in its order; equal ones share a place, and what is not shown has none (0)."""
    places = np.arange(1, len(figures) + 1)
    same = np.concatenate([np.zeros(min(1, len(figures)), bool), figures[1:] == figures[:-1]])
    return np.where(shown, np.maximum.accumulate(np.where(same, 0, places)), 0) if len(figures) else places


def rows_of(scene: Scene, code: str, period: str) -> Rows:
    """Return the bodies' figures for a period, the best first, those without a figure last."""
    return Rows(scene, code, period)


@dataclass(frozen=True, slots=True)
class Flag:
    """Something a reader should know about a figure: a stable code, how many bodies it concerns, which."""

    code: str
    count: int
    names: tuple[str, ...] = ()


def flags_of(scene: Scene, code: str, period: str) -> list[Flag]:
    """Return what is to be known about the figures of a period.

    How much a body's figure has moved says something of it: not so where either is hidden from the public.
    """
    own = own_figures(scene.values, code, period)

    def flag(name: str, where: Any) -> Flag:
        found = np.flatnonzero(where & own.there)
        return Flag(name, len(found), tuple(area_name(own.bodies[at]) for at in found[:NAMED].tolist()))

    states = (State.NOT_REPORTED, State.WITHHELD, State.NOT_APPLICABLE)
    found = [flag(state.value, own.state == state.number) for state in states]
    found += [flag("unconfirmed", ~own.sure), flag("corrected", own.again)]
    hidden = {*scene.hidden(code, period), *scene.hidden(code, year_before(period))}
    jumped = [each for each in jumps(scene.values, code, period) if each.code not in hidden]
    for name, several in (
        ("unusual", jumped),
        ("unlike", unlike(scene.values, code, period)),
        ("uneven", uneven(scene.values, code, period)),
    ):
        found.append(Flag(name, len(several), tuple(area_name(each) for each in several[:NAMED])))
    return [each for each in found if each.count]


@dataclass(frozen=True, slots=True)
class Piece:
    """A value that a figure was made of, with the submission that says so; ``left_out``: what its body said does not
    count in a rate, since another part is missing."""

    body: Body
    key: str
    entry: str
    submission: str
    number: int
    confirmed: bool
    hidden: bool = False
    left_out: bool = False


def made_of(scene: Scene, code: str, period: str, bodies: Sequence[Body]) -> list[Piece]:
    """Return the values that some bodies gave to a figure: every cell of the indicators it rests on."""
    said = scene.values.said_by([each.code for each in bodies], period)
    base = scene.values.frame.base_of(code)
    hidden = {each: scene.hidden_parts(each, period) for each in base}
    left_out = {each.code for each in uneven(scene.values, code, period)}
    return [
        Piece(
            body,
            key,
            entry,
            one.submission,
            one.number,
            one.confirmed,
            body.code in hidden[_code(key)],
            body.code in left_out,
        )
        for body in bodies
        for one in said[body.code]
        for key, entry in one.cells.items()
        if _code(key) in base
    ]


def _code(key: str) -> str:
    return measuring.split_key(key)[0]


def versions_of(code: str, moment: datetime | None = None) -> list[Definition]:
    """Return the versions of an indicator's definition, the latest first."""
    rows = Definition.objects.filter(indicator__code=code)
    return list(rows.filter(made_at__lte=moment) if moment else rows)


def offered_items(plan: Plan) -> Any:
    """Return the items that an indicator can answer for, and a target be set on."""
    rows = plan.items.filter(kind__in=drafting.WORK).order_by("path")
    return rows.values("uid", "number", "title")[:400]
