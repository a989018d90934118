"""Times progress, lights and the figures of a past day against plain Python doing the same sums, in one run.

    python -m bench.progress [--sizes 10000 100000] [--json var/progress.json]

Every line is a value of ``bench.json``'s list.
"""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from bench.printing import print_lines
from bench.timetable import DAY0, line
from xietong import fulfilling

PARTIES = ("a", "b", "c", "d")


def made(items: int, duties: int, seed: int = 7):
    """Make a tree of four levels and lead duties on random items, with figures."""
    rng = np.random.default_rng(seed)
    parent = np.full(items, -1)
    inner = max(5, items // 10)
    parent[5:inner] = rng.integers(0, np.maximum(1, np.minimum(np.arange(5, inner), inner // 10)))
    parent[inner:] = np.sort(rng.integers(0, inner, items - inner))
    confirmed = rng.integers(0, 101, duties).astype(float)
    claimed = np.minimum(100.0, confirmed + rng.integers(0, 30, duties))
    columns = fulfilling.DutyColumns(
        rng.integers(inner, items, duties), rng.integers(0, len(PARTIES), duties), claimed, confirmed, np.ones(duties)
    )
    return [f"i{n}" for n in range(items)], parent, rng.integers(1, 4, items).astype(float), columns


def plain(parent: np.ndarray, weight: np.ndarray, duties: fulfilling.DutyColumns) -> dict:
    """Do the same sums over dictionaries."""
    sums: dict = defaultdict(lambda: [0.0, 0.0, 0])
    for item, party, claimed, confirmed in zip(
        duties.item.tolist(), duties.party.tolist(), duties.claimed.tolist(), duties.confirmed.tolist(), strict=True
    ):
        entry = sums[item, party]
        entry[0] += claimed
        entry[1] += confirmed
        entry[2] += 1
    own: dict = defaultdict(dict)
    for (item, party), (claimed, confirmed, number) in sums.items():
        own[item][party] = (claimed / number, confirmed / number)
    below: dict = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0, 0.0]))
    above, share = parent.tolist(), weight.tolist()
    joint = {}
    for item in range(len(above) - 1, -1, -1):
        stands = own[item] | {p: (c / w, d / w) for p, (c, d, w) in below[item].items()}
        for party, (claimed, confirmed) in stands.items():
            entry = below[above[item]][party]
            entry[0] += share[item] * claimed
            entry[1] += share[item] * confirmed
            entry[2] += share[item]
        if stands:
            figures = [confirmed for _, confirmed in stands.values()]
            joint[item] = (min(figures), max(figures) - min(figures))
    return joint


def lines(sizes: list[int]) -> Iterator[dict]:
    """Give the lines of plans of some sizes: two lead duties an item, ten reports a duty."""
    for size in sizes:
        yield from _measure(size, 2 * size, 20 * size)


def _measure(items: int, duties: int, reports: int) -> Iterator[dict]:
    uids, parent, weight, columns = made(items, duties)

    def ours():
        return fulfilling.roll_up_progress(uids, parent, weight, columns, PARTIES)

    yield line("progress of all items", items, ours, "plain Python", lambda: plain(parent, weight, columns), 5,
               f"{duties} duties, 4 parties")  # fmt: skip
    rng = np.random.default_rng(3)
    passed = DAY0 + rng.integers(0, 1500, reports)
    table = fulfilling.ReportColumns(
        rng.integers(0, duties, reports), rng.integers(0, 20, reports), rng.integers(0, 101, reports).astype(float),
        passed, passed + 9,
    )  # fmt: skip
    day = (DAY0 + 900).item()
    yield line("figures of a past day", reports, lambda: fulfilling.as_of(table, duties, day), None, None, 3)


if __name__ == "__main__":
    print_lines(__doc__, lines)
