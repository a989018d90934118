"""Random worlds for the oracle: trees that change, splits, mergers, values in all four states, told apart or not.

Many small worlds stand beside each other in one forest, so that one run of the engine settles them all.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from xietong.basics import Period
from xietong.measuring import (
    Adding,
    Indicator,
    Membership,
    Numbers,
    Observation,
    Recipe,
    State,
    Succession,
    closure,
    epochs,
    period_number,
    tree_of,
)

PERIODS = (Period.from_code("2023"), Period.from_code("2024"), Period.from_code("2025"))
CELLS: dict[Any, int] = {(): 0, (("sex", "f"),): 1, (("sex", "m"),): 2}
WORLDS = 30
SCHOOLS, COUNTIES, PROVINCES = tuple(f"s{n}" for n in range(6)), ("c0", "c1", "c2"), ("p0", "p1")
GROUPS = tuple(f"g{n}" for n in range(5))
CODES = (*SCHOOLS, *COUNTIES, *PROVINCES, *GROUPS)
INDICATORS = (
    Indicator("PUPILS", "学生", decimals=1),
    Indicator("PUPILS_SEX", "学生（分性别）", decimals=1),
    *(
        Indicator(
            f"{adding.name}{told}", str(adding), decimals=2, over_organisations=adding,
            weight=("PUPILS_SEX" if told else "PUPILS") if adding is Adding.WEIGHTED_MEAN else None,
        )
        for adding in Adding
        if adding is not Adding.LAST
        for told in ("", "_SEX")
    ),
)  # fmt: skip
BY_CODE = {one.code: one for one in INDICATORS}
NUMBERS = Numbers(
    organisations={
        f"{world}.{code}": n for n, (world, code) in enumerate((w, c) for w in range(WORLDS) for c in CODES)
    },
    indicators={one.code: n for n, one in enumerate(INDICATORS)},
    decimals={one.code: one.decimals for one in INDICATORS},
    cells=CELLS,
)
RECIPES = tuple(
    Recipe(
        NUMBERS.indicators[one.code], one.over_organisations, one.decimals,
        None if one.weight is None else NUMBERS.indicators[one.weight],
        0 if one.weight is None else BY_CODE[one.weight].decimals, one.code.endswith("_SEX"),
    )
    for one in INDICATORS
)  # fmt: skip


@dataclass(frozen=True)
class World:
    """Who stood where, what became of whom, and what they said."""

    memberships: tuple[Membership, ...]
    successions: tuple[Succession, ...]
    observations: tuple[Observation, ...]

    def trees(self, day: date | None = None, hierarchy: str = "admin") -> list[Any]:
        """Give the trees of the day, or of each period's own last day."""
        if day is not None:
            made = closure(self.memberships, hierarchy, day, successions=self.successions)
            return [tree_of(made, NUMBERS.organisations)]
        days = {period_number(one): one.end for one in PERIODS}
        made = epochs(self.memberships, hierarchy, days, successions=self.successions)
        return [tree_of(found, NUMBERS.organisations, numbers) for numbers, found in made.items()]


def forest(seed: int, *, many: int = WORLDS, most: int = 60) -> list[World]:
    """Make worlds that share nothing: codes begin with the world's number."""
    rng = Random(seed)  # noqa: S311 - nothing secret here
    return [_world(rng, f"{number}.", rng.randint(1, most)) for number in range(many)]


def together(worlds: list[World]) -> World:
    """Put worlds into one."""
    return World(
        tuple(row for one in worlds for row in one.memberships),
        tuple(row for one in worlds for row in one.successions),
        tuple(row for one in worlds for row in one.observations),
    )


def _world(rng: Random, prefix: str, values: int) -> World:
    rows = [Membership("admin", prefix + one, None) for one in PROVINCES]
    rows += [Membership("admin", prefix + one, prefix + rng.choice(PROVINCES)) for one in COUNTIES]
    for school in SCHOOLS:
        rows += _places(rng, prefix, school)
    rows += _groups(rng, prefix)
    successions = [one for n in rng.sample(range(4), rng.randint(0, 2)) for one in _followers(rng, prefix, n)]
    keys = list(dict.fromkeys(_key(rng, prefix) for _ in range(values)))
    return World(tuple(rows), tuple(successions), tuple(said(rng, key) for key in keys))


def _places(rng: Random, prefix: str, school: str) -> list[Membership]:
    """A school stays, moves, stands under two counties at once, or ends."""
    code = prefix + school
    one, other = (prefix + county for county in rng.sample(COUNTIES, 2))
    share = Decimal(rng.choice(("0.25", "0.5", "0.3333")))
    return rng.choice(
        (
            [Membership("admin", code, one)],
            [
                Membership("admin", code, one, None, date(2024, 6, 30)),
                Membership("admin", code, other, date(2024, 7, 1)),
            ],
            [Membership("admin", code, one, weight=share), Membership("admin", code, other, weight=1 - share)],
            [Membership("admin", code, one, None, date(2024, 3, 1))],
        )
    )


def _groups(rng: Random, prefix: str) -> list[Membership]:
    """A second hierarchy, of any depth and with several roots: groups below groups before them, schools anywhere."""
    rows = []
    for n, group in enumerate(GROUPS):
        above = rng.choice((None, *GROUPS[:n]))
        rows.append(Membership("groups", prefix + group, above and prefix + above))
    for school in rng.sample(SCHOOLS, rng.randint(1, len(SCHOOLS))):
        places = rng.sample(GROUPS, rng.choice((1, 1, 2)))
        share = Decimal(1) if len(places) == 1 else Decimal(rng.choice(("0.5", "0.125")))
        start = rng.choice((None, date(2024, 1, 1)))
        rows += [Membership("groups", prefix + school, prefix + one, start, weight=share) for one in places]
    return rows


def _followers(rng: Random, prefix: str, number: int) -> list[Succession]:
    """Only schools with a higher number follow: so nobody follows itself."""
    code, day = prefix + SCHOOLS[number], date(rng.choice((2023, 2024)), 12, 31)
    later = [prefix + one for one in SCHOOLS[number + 1 :]]
    if rng.random() < 0.5:
        return [Succession(code, rng.choice(later), day)]
    one, other = rng.sample(later, 2)
    return [Succession(code, one, day, Decimal("0.6")), Succession(code, other, day, Decimal("0.4"))]


def _key(rng: Random, prefix: str) -> tuple[str, str, Period, Any]:
    code = rng.choice(INDICATORS).code
    cells = [one for one in CELLS if one] if code.endswith("_SEX") else [()]
    who = prefix + rng.choice(SCHOOLS if rng.random() < 0.8 else CODES)
    return code, who, rng.choice(PERIODS), rng.choice(cells)


def said(rng: Random, key: tuple[str, str, Period, Any]) -> Observation:
    code, who, period, categories = key
    state = rng.choice((State.REPORTED,) * 6 + tuple(State))
    ticks = rng.choice((0, rng.randint(-500, 500), rng.randint(-(10**9), 10**9)))
    value = Decimal(ticks).scaleb(-BY_CODE[code].decimals) if state is State.REPORTED else None
    return Observation(code, who, period, categories, value, state)


@contextmanager
def duckdb() -> Iterator[Any]:
    """Open an embedded engine with one thread."""
    import ibis

    backend = ibis.duckdb.connect(threads=1)
    try:
        yield backend
    finally:
        backend.disconnect()


def key(code: str, period: Period, node: str) -> tuple[int, ...]:
    """Give the key of a cell."""
    return NUMBERS.indicators[code], period_number(period), NUMBERS.organisations[node]
