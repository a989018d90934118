"""Takes sizes; gives units in a tree of five levels and their values with a fixed seed, one period at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import pyarrow as pa

from xietong.basics import Period
from xietong.measuring import Adding, Closure, Link, Recipe, Tree, period_number, tree_of

SEED = 20211123
INDICATORS = 200
PERIODS = tuple(period_number(Period(2015 + n, 1, Period.from_code("2015").kind)) for n in range(10))
PROVINCES, CITIES, COUNTIES = 2, 30, 220


@dataclass(frozen=True)
class Country:
    """Units 0 … n-1, then counties, cities, provinces and the root; ``above`` gives every level of every unit."""

    units: int
    density: float = 1.0

    @property
    def above(self) -> dict[str, np.ndarray]:
        county = np.arange(self.units) * COUNTIES // self.units
        city = county * CITIES // COUNTIES
        return {
            "county": self.units + county,
            "city": self.units + COUNTIES + city,
            "province": self.units + COUNTIES + CITIES + city * PROVINCES // CITIES,
            "root": np.full(self.units, self.units + COUNTIES + CITIES + PROVINCES),
        }

    @property
    def nodes(self) -> int:
        return COUNTIES + CITIES + PROVINCES + 1

    def tree(self) -> Tree:
        """Give the tree as the engine makes it."""
        above = self.above
        links: list[Link] = []
        seen: set[tuple[int, int]] = set()
        names = list(above)
        for level, name in enumerate(names):
            for unit, node in enumerate(above[name].tolist()):
                links.append(Link(str(node), str(unit), Decimal(1), level + 1))
        for level, name in enumerate(names):
            for higher, other in enumerate(names[level:]):
                for pair in set(zip(above[name].tolist(), above[other].tolist(), strict=True)) - seen:
                    seen.add(pair)
                    links.append(Link(str(pair[1]), str(pair[0]), Decimal(1), higher))
        numbers = {str(n): n for n in range(self.units + self.nodes)}
        return tree_of(Closure("admin", tuple(links)), numbers)

    def values(self) -> Iterator[tuple[int, pa.Table]]:
        """Give the values period by period, sorted by indicator and unit: 3 % not reported, 1 % not applicable."""
        for place, period in enumerate(PERIODS):
            rng = np.random.default_rng([SEED, self.units, place])
            size = self.units * INDICATORS
            if self.density < 1:
                where = np.flatnonzero(rng.random(size, dtype=np.float32) < self.density)
            else:
                where = np.arange(size)
            state = np.zeros(len(where), np.int8)
            dice = rng.random(len(where), dtype=np.float32)
            state[dice < 0.03], state[dice > 0.99] = 1, 2
            ticks = pa.array(rng.integers(0, 100_000, len(where), np.int32), mask=state > 0)
            yield (
                period,
                pa.table(
                    {
                        "organisation": (where % self.units).astype(np.int32),
                        "indicator": (where // self.units).astype(np.int32),
                        "period": np.full(len(where), period, np.int32),
                        "cell": np.zeros(len(where), np.int32),
                        "ticks": ticks.cast(pa.decimal128(18, 0)),
                        "state": state,
                    }
                ),
            )


def recipes() -> list[Recipe]:
    """Give the recipes: mostly sums, 20 means, 10 shares, 8 weighted means, 2 medians."""
    found = [Recipe(n, Adding.SUM) for n in range(160)]
    found += [Recipe(n, Adding.MEAN, 2) for n in range(160, 180)]
    found += [Recipe(n, Adding.SHARE) for n in range(180, 190)]
    found += [Recipe(n, Adding.WEIGHTED_MEAN, 2, n - 190) for n in range(190, 198)]
    return [*found, *(Recipe(n, Adding.MEDIAN) for n in range(198, 200))]
