"""Times the timetable against plain Python (and networkx where it is installed) in one run.

    python -m bench.timetable [--sizes 10000 100000] [--json var/timetable.json]

Every line is a value of ``bench.json``'s list: name, size, p50_ms, p95_ms, peer, peer_p50_ms, ratio, note.
"""

import importlib.util
import statistics
import time
from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from bench.printing import print_lines
from xietong import fulfilling

DAY0 = np.datetime64("2021-11-23")


def plan(size: int, seed: int = 7, links: float = 0.5):
    """Make a plan of ``size`` items: a tree of four levels, most leaves dated, half of them waiting for another."""
    rng = np.random.default_rng(seed)
    parent = np.full(size, -1)
    inner = max(5, size // 10)
    parent[5:inner] = rng.integers(0, np.maximum(1, np.minimum(np.arange(5, inner), inner // 10)))
    parent[inner:] = np.sort(rng.integers(0, inner, size - inner))
    leaf = np.ones(size, dtype=bool)
    leaf[parent[parent >= 0]] = False
    start = DAY0 + rng.integers(0, 900, size)
    due = start + rng.integers(20, 500, size)
    start, due = start.astype("datetime64[D]"), due.astype("datetime64[D]")
    start[~leaf] = due[~leaf] = np.datetime64("NaT")
    leaves = np.flatnonzero(leaf)
    pairs = rng.choice(leaves, (int(size * links * 4), 2))
    pairs = np.where((due[pairs[:, 0]] <= due[pairs[:, 1]])[:, None], pairs, pairs[:, ::-1])
    before, after = pairs[due[pairs[:, 0]] < start[pairs[:, 1]]].T
    uids = [f"i{n}" for n in range(size)]
    columns = fulfilling.Columns(uids, uids, parent, start, due)
    return columns, fulfilling.LinkColumns(before, after, np.zeros(len(before), dtype=np.int64))


def chain(size: int, length: int = 480):
    """Make a plan of ``size`` items in which the first ``length`` leaves wait for each other in a row."""
    columns, _ = plan(size, links=0.0)
    leaves = np.flatnonzero(~np.isnat(columns.due))[:length]
    calendar = fulfilling.china()
    begin = int(calendar.before(np.array([DAY0]))[0])
    columns.start[leaves] = columns.due[leaves] = calendar.days_at(begin + np.arange(length))
    links = fulfilling.LinkColumns(leaves[:-1], leaves[1:], np.zeros(length - 1, dtype=np.int64))
    return columns, links, columns.uids[leaves[0]]


def plain(columns: fulfilling.Columns, links: fulfilling.LinkColumns):
    """Run both passes of the critical path over dictionaries and lists, without tree, calendar or findings."""
    size = len(columns.uids)
    length = np.nan_to_num((columns.due - columns.start).astype(float)).astype(int).tolist()
    ahead: list[list[int]] = [[] for _ in range(size)]
    waiting = [0] * size
    for tail, head in zip(links.before.tolist(), links.after.tolist(), strict=True):
        ahead[tail].append(head)
        waiting[head] += 1
    order, early = deque(n for n in range(size) if waiting[n] == 0), [0] * size
    done = []
    while order:
        node = order.popleft()
        done.append(node)
        reached = early[node] + length[node]
        for head in ahead[node]:
            early[head] = max(early[head], reached)
            waiting[head] -= 1
            if waiting[head] == 0:
                order.append(head)
    end = max(early[n] + length[n] for n in range(size))
    late = [end] * size
    for node in reversed(done):
        late[node] = min((late[head] - length[head] for head in ahead[node]), default=end)
    return [late[n] - length[n] - early[n] for n in range(size)]


def with_networkx(columns: fulfilling.Columns, links: fulfilling.LinkColumns):
    """Let networkx find the longest path alone (no slack, no tree, no calendar)."""
    import networkx as nx

    pairs = zip(links.before.tolist(), links.after.tolist(), strict=True)
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(columns.uids)))
    length = np.nan_to_num((columns.due - columns.start).astype(float)).tolist()
    graph.add_weighted_edges_from((a, b, length[a]) for a, b in pairs)
    return nx.dag_longest_path(graph)


def timed(work, rounds: int) -> tuple[float, float]:
    """Return the median and the 95th percentile of the times of some rounds, in milliseconds."""
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        spent.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(spent), 2), round(sorted(spent)[int(0.95 * (len(spent) - 1))], 2)


def line(name: str, size: int, ours, peer: str | None, theirs, rounds: int, note: str = "") -> dict:
    """Time our work and the peer's and put both into one line; a peer that is not there is null."""
    p50, p95 = timed(ours, rounds)
    other = timed(theirs, rounds)[0] if theirs else None
    ratio = round(other / p50, 2) if other else None
    return {
        "name": name, "size": size, "database": None, "users": 1, "p50_ms": p50, "p95_ms": p95, "peer": peer,
        "peer_p50_ms": other, "ratio": ratio, "note": note,
    }  # fmt: skip


def lines(sizes: list[int]) -> Iterator[dict]:
    """Give the lines of plans of some sizes."""
    for size in sizes:
        yield from _measure(size, fulfilling.china(), (DAY0 + 700).item())


def _measure(size: int, calendar: fulfilling.Calendar, today: date) -> Iterator[dict]:
    rounds = max(3, min(15, 300_000 // size))
    columns, links = plan(size)

    def lay():
        return fulfilling.lay_out(columns, links, today=today, calendar=calendar)

    note = f"{len(links.before)} links; ours with tree, calendar, findings"
    yield line("critical path", size, lay, "plain Python", lambda: plain(columns, links), rounds, note)
    theirs = (lambda: with_networkx(columns, links)) if importlib.util.find_spec("networkx") else None
    yield line("critical path", size, lay, "networkx", theirs, rounds, "networkx: longest path alone")
    page = fulfilling.lay_out(columns, links, today=today, calendar=calendar)
    yield line("draw all rows", size, lambda: fulfilling.draw(page), None, None, rounds)
    chained, chain_links, head = chain(size)
    table = fulfilling.lay_out(chained, chain_links, today=today, calendar=calendar)
    start = table.place(head).start + timedelta(days=30)

    def again():
        return fulfilling.lay_out(chained, chain_links, today=today, calendar=calendar)

    yield line(
        "move head of chain of 480", size, lambda: fulfilling.reschedule(table, head, start=start), "lay out again",
        again, rounds, f"{len(fulfilling.reschedule(table, head, start=start).moves)} items move",
    )  # fmt: skip


if __name__ == "__main__":
    print_lines(__doc__, lines)
