"""Takes what bodies of a plan said; gives its values: exact, in four states, each with where it came from.

``said`` is ``confirmed`` (what every party has accepted; headline figures use it) or ``claimed`` (what the own
authority has accepted). Without a moment: as things stand. A body that should report and said nothing is not reported.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence, Sized
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

import numpy as np

from xietong import measuring
from xietong.basics import Period
from xietong.measuring import (
    Adding,
    Aggregate,
    Categories,
    Cell,
    Indicator,
    Order,
    Reading,
    Recipe,
    Reference,
    State,
    Stored,
)
from xietong_web.measuring.body import Body
from xietong_web.measuring.cubes import PlanCube
from xietong_web.measuring.frame import Frame
from xietong_web.measuring.holding import Given, HeldValues
from xietong_web.measuring.lineage import Lineage, Shares
from xietong_web.measuring.models import DataSet
from xietong_web.measuring.own import in_columns
from xietong_web.measuring.readings import NONE, middle_of, one_of, placed

Said = Literal["confirmed", "claimed"]
Made = TypeVar("Made")
Totals = dict[tuple[str, int, str, Categories, str | None], tuple[Sized, Aggregate]]


@dataclass(slots=True)
class Values:
    """The values of a plan's indicators at a moment."""

    frame: Frame
    given: dict[tuple[str, str], list[Given]]
    said: Said = "confirmed"
    held: HeldValues | None = None
    _units: dict[tuple[Reference, str, str], Reading] = field(default_factory=dict)
    _of_parties: Totals = field(default_factory=dict)
    _totals: Totals = field(default_factory=dict)
    _beginnings: dict[str, tuple[bool, Period | None]] = field(default_factory=dict)
    _periods: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _made: dict[tuple[int, str], tuple[Sized, Any]] = field(default_factory=dict)

    @property
    def indicators(self) -> dict[str, Indicator]:
        """The definitions by code, in the plan's order."""
        return self.frame.indicators

    @property
    def added(self) -> dict[str, Indicator]:
        """All that is added up by code: the definitions, and what stands for the parts of rates."""
        return self.frame.added

    @property
    def data_sets(self) -> list[DataSet]:
        """The forms that bodies fill in."""
        return self.frame.data_sets

    @property
    def bodies(self) -> dict[str, Body]:
        """The bodies that fill them in, by party and code."""
        return self.frame.bodies

    @property
    def lineage(self) -> Lineage:
        """What became of bodies that are gone."""
        return self.frame.lineage

    @property
    def cube(self) -> PlanCube | None:
        """The sums over the parties, where so much was said that it is not added up value by value."""
        return self.held.cube(self) if self.held is not None else None

    def for_a_page(self) -> "Values":
        """Return the same values for one page more: own figures and totals of parties are known from the others."""
        return replace(self, _totals={}, _made={})

    def said_in(self, body: str, period: str) -> Sequence[Given]:
        """Return what stands for a body and period, one of each data set."""
        if self.held is not None:
            self.given.update(self.held.read(self, period))
        return self.given.get((body, period), ())

    def said_by(self, bodies: Collection[str], period: str) -> dict[str, Sequence[Given]]:
        """Return what stands for some bodies and a period; of a large plan nothing is read of others."""
        given = self.given if self.held is None else self.held.said_by(self, period, frozenset(bodies))
        return {body: given.get((body, period), ()) for body in bodies}

    def periods(self, code: str) -> list[str]:
        """Return the periods in which anything was said about an indicator, the earliest first."""
        if code not in self._periods:
            self._periods[code] = tuple(sorted(self._told(code), key=lambda each: Period.from_code(each).start))
        return list(self._periods[code])

    def _told(self, code: str) -> set[str]:
        sets = self.frame.sets_of(code)
        uids = frozenset(each.uid for each in sets)
        if self.held is None:
            return {
                period for (_, period), several in self.given.items() if any(one.data_set in uids for one in several)
            }
        cube = self.cube
        return cube.periods({one for each in sets for one in each.codes()}) if cube else self.held.periods(uids)

    def _begins(self, code: str) -> tuple[bool, Period | None]:
        """Tell whether a formula looks back, and from when on anything can be said of what it rests on."""
        if code not in self._beginnings:
            parts = measuring.references(measuring.parse(self.added[code].expression))
            back = any(one.periods or one.years for one in parts)
            firsts = [Period.from_code(each.first_period) for each in self.frame.sets_of(code)] if back else []
            self._beginnings[code] = back, min(firsts, key=lambda one: one.start, default=None)
        return self._beginnings[code]

    def _forward(self, code: str, period: Period, known: Callable[[str], bool], work: Callable[[str], object]) -> bool:
        """Work a formula that looks back out for the periods before this one, in their order.

        So it may add up what it was itself, month by month for many years. False where the period lies before all.
        """
        back, at = self._begins(code)
        if not back:
            return True
        if at is None or at.kind is not period.kind or period < at:
            return False
        if at < period and not known(period.back(1).code):
            while at < period:
                work(at.code)
                at = at.next()
        return True

    def members(self, code: str, party: str = "") -> tuple[Body, ...]:
        """Return the bodies of a party (empty: of all) that an indicator is asked of, by party and code."""
        return self.frame.members_of(self.frame.kinds_of(code), party)[0]

    def member_codes(self, code: str, party: str = "") -> tuple[str, ...]:
        """Return their codes, always in the same tuple."""
        return self.frame.members_of(self.frame.kinds_of(code), party)[1]

    def _once(self, of: Sized, what: str, make: Callable[[], Made]) -> Made:
        """Return what is made of a collection, made once for this very one; it is held, so that no other has its id."""
        key = (id(of), what)
        if key not in self._made:
            self._made[key] = (of, make())
        found: Made = self._made[key][1]
        return found

    def asked_in(self, asked: Reference, bodies: Iterable[str], period: str) -> list[str]:
        """Return those bodies that a figure is asked of: who stands at a period's end, or has said something of it."""
        end, keys = Period.from_code(period).end, self._keys(asked)
        return [
            code
            for code in bodies
            if self.bodies[code].stands(end) or any(one.says(keys) for one in self.said_in(code, period))
        ]

    def _keys(self, asked: Reference) -> frozenset[str]:
        """Return the cells that a figure rests on."""
        wanted = set(asked.filters)
        return frozenset(
            measuring.cell_key(code, dimensions)
            for code in self.frame.base_of(asked.code)
            for dimensions in measuring.form_cells(self.indicators[code])
            if wanted <= set(dimensions)
        )

    def entry(self, body: str, period: str, key: str) -> str:
        """Return the entry of a cell; empty where nothing was said."""
        for one in self.said_in(body, period):
            if key in one.cells:
                return one.cells[key]
        return ""

    def unit(self, asked: Reference, body: str, period: str) -> Reading:
        """Return a body's own value: as filled in, or by the formula on its own values."""
        known = (asked, body, period)
        if known not in self._units:
            self._units[known] = self._unit(asked, body, period)
        return self._units[known]

    def _unit(self, asked: Reference, body: str, period: str) -> Reading:
        indicator = self.added.get(asked.code)
        if indicator is None:
            return NONE
        if indicator.computed:
            when = Period.from_code(period)
            if not self._forward(
                asked.code, when, lambda one: (asked, body, one) in self._units, lambda one: self.unit(asked, body, one)
            ):
                return NONE
            reading = measuring.at_one(indicator, when, lambda one, at: self.unit(_at(one), body, at.code))
            return placed(reading, indicator)
        return one_of(self._readings(asked, body, period))

    def total(
        self,
        code: str,
        bodies: Collection[str],
        period: str,
        filters: Categories = (),
        *,
        party: str | None = None,
    ) -> Aggregate:
        """Return an indicator's value over bodies: aggregated from theirs, or by the formula on the aggregates.

        What a body said before it was split or merged counts in its heirs, by share. The counts of what is not
        reported, not applicable and withheld are counts of bodies; a formula misses what its thinnest part misses.
        ``party`` says that the bodies are all of a party's that are asked (empty: of all parties).
        """
        key = (code, id(bodies), period, filters, party)
        known = self._known(party)
        if key not in known:
            known[key] = (bodies, self._total(code, bodies, period, filters, party))
        return known[key][1]

    def _known(self, party: str | None) -> Totals:
        """Return the totals known of parties, whose bodies are a frame's, or those of groups, which are a page's."""
        return self._totals if party is None else self._of_parties

    def _total(
        self, code: str, bodies: Collection[str], period: str, filters: Categories, party: str | None
    ) -> Aggregate:
        indicator = self.added[code]
        of_party = {} if party is None else self.frame.shares_of(self.frame.kinds_of(code), party)
        shares = of_party or self._once(bodies, "shares", lambda: self.lineage.shares(bodies, alone=party is None))
        if indicator.computed and indicator.order is Order.TOTAL_FIRST:
            when = Period.from_code(period)
            if not self._forward(
                code,
                when,
                lambda one: (code, id(bodies), one, filters, party) in self._known(party),
                lambda one: self.total(code, bodies, one, filters, party=party),
            ):
                return Aggregate(None, State.NOT_REPORTED)
            found = self._by_formula(indicator, bodies, shares, when, party)
        else:
            found = self._added(Reference(code, filters), shares, period, party)
        value = measuring.rounded(found.value, indicator.decimals) if found.value is not None else None
        return replace(found, value=value)

    def _by_formula(
        self, indicator: Indicator, bodies: Collection[str], shares: Shares, period: Period, party: str | None
    ) -> Aggregate:
        def lookup(one: Reference, when: Period) -> Aggregate:
            if one.code not in self.indicators:
                return Aggregate(None, State.NOT_REPORTED)
            if self.indicators[one.code].computed:
                code = together[one].code if one in together else one.code
                return self.total(code, bodies, when.code, one.filters, party=party)
            counted = Reference(together[one].code) if one in together else _at(one)
            return self._added(counted, shares, when.code, party)

        together = self.frame.together.get(indicator.code, {})

        standing = len(shares) - len(self._gone(indicator.code, shares, period, party))
        return measuring.on_totals(indicator, period, lookup, units=standing)

    def _gone(self, code: str, shares: Shares, period: Period, party: str | None) -> frozenset[str]:
        """Return the bodies that do not stand at a period's end; of a party's they are looked for once a frame."""

        def look() -> frozenset[str]:
            return frozenset(each for each in shares if not self.bodies[each].stands(period.end))

        if party is None:
            return self._once(shares, period.code, look)
        kept, place = self.frame.gone, (self.frame.kinds_of(code), party, period.code)
        if place not in kept:
            kept[place] = look()
        return kept[place]

    def _added(self, asked: Reference, shares: Shares, period: str, party: str | None) -> Aggregate:
        """Add bodies' values up in the engine's whole numbers: exactly what a cube of the same values holds."""
        shares = self._asked_of(asked.code, shares, party)
        cube = self.cube if party is not None else None
        if party is not None and cube is not None and cube.holds(asked):
            return self._in_cube(cube, asked, shares, period, party)
        own = in_columns(self, asked, period)
        if own is not None:
            at, parts = self._once(shares, f"at {asked.code}", lambda: self._placed(own.bodies, shares))
            indicator = self.added[asked.code]
            adding = indicator.over_organisations
            return measuring.finish(own.together(at, parts, adding), Recipe(0, adding, indicator.decimals))
        members = self.asked_in(asked, shares, period)
        found = self._one_by_one(asked, {body: shares[body] for body in members}, period)
        states = Counter(self.unit(asked, body, period).state for body in members)
        return replace(
            found,
            not_reported=states[State.NOT_REPORTED],
            not_applicable=states[State.NOT_APPLICABLE],
            withheld=states[State.WITHHELD],
        )

    def _asked_of(self, code: str, shares: Shares, party: str | None) -> Shares:
        """Return those bodies that an indicator is asked of: a formula may rest on forms of several kinds of them."""
        kinds = self.frame.kinds_of(code)
        if party is not None:
            return self.frame.shares_of(kinds, party)
        ours = (one for one in shares.items() if self.bodies[one[0]].kind in kinds)
        return self._once(shares, " ".join(sorted(kinds)), lambda: dict(ours))

    def _placed(self, bodies: Sequence[Body], shares: Shares) -> tuple[Any, Any]:
        """Return where the bodies of a group lie among all, and the share of each."""
        places = self._once(bodies, "places", lambda: {body.code: n for n, body in enumerate(bodies)})
        found = [(places[code], share) for code, share in shares.items() if code in places]
        return np.array([n for n, _ in found], np.int64), np.array([share for _, share in found], object)

    def _in_cube(self, cube: PlanCube, asked: Reference, shares: Shares, period: str, party: str) -> Aggregate:
        cell, said = cube.cell(asked, period, party) or Cell(), cube.bodies(asked, period, party)
        gone = self._gone(asked.code, shares, Period.from_code(period), party)
        spoke = said.reported + said.not_reported + said.not_applicable + said.withheld
        silent = max(0, len(shares) - len(gone) - spoke + self._spoke(asked, gone, period))
        found = measuring.finish(replace(cell, not_reported=cell.not_reported + silent), cube.recipe(asked))
        return replace(
            found, not_reported=said.not_reported + silent, not_applicable=said.not_applicable, withheld=said.withheld
        )

    def _spoke(self, asked: Reference, gone: frozenset[str], period: str) -> int:
        """Return how many of the bodies that are gone by a period's end have said something for it all the same."""
        if not gone or self.held is None:
            return 0
        held, keys = self.held, self._keys(asked)
        said = self._once(gone, f"said for {period}", lambda: held.said_by(self, period, gone))
        return sum(any(one.says(keys) for one in several) for several in said.values())

    def _one_by_one(self, asked: Reference, bodies: Shares, period: str) -> Aggregate:
        indicator = self.added[asked.code]
        adding, decimals = indicator.over_organisations, indicator.decimals
        weight = self.indicators.get(indicator.weight or "")
        recipe = Recipe(0, adding, decimals, None if weight is None else 1, weight.decimals if weight else 0)
        if adding is Adding.NONE:
            own = [body for body in bodies if body not in self.lineage.became] or list(bodies)
            if len(own) != 1:
                return measuring.finish(None, recipe)
            bodies = {own[0]: measuring.WHOLE}
        whole, middle = Cell(), []
        for n, (body, share) in enumerate(bodies.items()):
            values = [_stored(n, 0, each, decimals) for each in self._readings(asked, body, period)]
            one = measuring.unit_cell(values, recipe, self._weighing(weight, n, body, period))
            whole += replace(one, numerator=one.numerator * share, denominator=one.denominator * share)
            middle += [one.ticks for one in values if one.ticks is not None]
        if adding is Adding.MEDIAN:
            total, number = middle_of(middle)
            whole = replace(whole, numerator=total * measuring.WHOLE, denominator=number * measuring.WHOLE)
        return measuring.finish(whole, recipe)

    def _readings(self, asked: Reference, body: str, period: str) -> list[Reading]:
        """Return a body's values: one per combination of categories, or the one that its formula gives."""
        indicator = self.added[asked.code]
        if indicator.computed:
            return [self.unit(asked, body, period)]
        return [
            Reading(*measuring.value_of(self.entry(body, period, measuring.cell_key(asked.code, dimensions))))
            for dimensions in measuring.form_cells(indicator)
            if set(asked.filters) <= set(dimensions)
        ]

    def _weighing(self, weight: Indicator | None, number: int, body: str, period: str) -> list[Stored]:
        if weight is None:
            return []
        return [_stored(number, 1, self.unit(Reference(weight.code), body, period), weight.decimals)]

    def unconfirmed(self, code: str, bodies: Iterable[str], period: str) -> list[str]:
        """Return the bodies whose values of a period somebody has yet to confirm."""
        sets = {each.uid for each in self.frame.sets_of(code)}
        return [
            body
            for body in bodies
            if any(not one.confirmed for one in self.said_in(body, period) if one.data_set in sets)
        ]


def _stored(organisation: int, indicator: int, reading: Reading, decimals: int) -> Stored:
    ticks = None if reading.value is None else measuring.to_ticks(reading.value, decimals)
    return Stored(organisation, indicator, 0, 0, ticks, reading.state)


def _at(one: Reference) -> Reference:
    return Reference(one.code, one.filters)
