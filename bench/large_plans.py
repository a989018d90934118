"""Takes a size and a seed; gives a plan of that size: 4 parties, 600 organisations, a tree of five levels, 43 % overdue."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from xietong import basics, drafting

TODAY = date(2025, 1, 1)
SIDES = (("yangtze-a", "甲"), ("yangtze-b", "乙"), ("yangtze-c", "丙"), ("yangtze-d", "丁"))
BODIES = 150
OVERDUE = 0.43
FAMILY = 10


def parties() -> list[basics.Party]:
    """Return four parties."""
    return [
        basics.Party(code, f"{side}省教育厅", f"Party {side}", "省教育厅", side, f"{side}省") for code, side in SIDES
    ]


def organisations() -> list[basics.Organisation]:
    """Return 600 organisations, 150 a party."""
    return [
        basics.Organisation(f"{code}-{n}", code, f"{side}省第{n}教育局", kind="bureau")
        for code, side in SIDES
        for n in range(BODIES)
    ]


def plan(size: int, *, seed: int = 7, today: date = TODAY, chain: int = 0) -> drafting.Plan:
    """Return a plan of a size: items of one family have ten siblings; the last two levels are tasks and measures.

    ``today`` is the day on which 43 % are overdue; the last ``chain`` items stand beside the tree and wait for each
    other in a row, a working week each.
    """
    rng = Random(seed)
    return drafting.Plan(
        uid=f"bench-{size}",
        title=f"{size} 项协同行动计划",
        parties=tuple(parties()),
        start=date(today.year - 4, 1, 1),
        end=date(today.year + 20, 12, 31),
        items=(*_items(size - chain, rng, today), *_chain(size, chain, today)),
    )


def _chain(size: int, length: int, today: date) -> Iterator[drafting.Item]:
    """Give items in a row, each due on a Friday and begun on the Monday before, one week after the one it waits for."""
    monday = today - timedelta(days=today.weekday())
    duty = drafting.Duty(SIDES[0][0], f"{SIDES[0][0]}-0", drafting.Role.LEAD)
    if length:
        yield drafting.Item(f"c{size}", None, 10_000, drafting.Kind.DIRECTION, "前后衔接的任务", "末、")
    for n in range(length - 1):
        begun = monday + timedelta(weeks=n)
        after = (f"c{size}-{n - 1}",) if n else ()
        yield drafting.Item(
            f"c{size}-{n}", f"c{size}", n, drafting.Kind.TASK, f"第{n}步", f"{n + 1}.", start=begun,
            due=begun + timedelta(days=4), duties=(duty,), after=after,
        )  # fmt: skip


def _items(size: int, rng: Random, today: date) -> Iterator[drafting.Item]:
    depth_kinds = (drafting.Kind.DIRECTION, drafting.Kind.ACTION, drafting.Kind.TASK, drafting.Kind.MEASURE)
    widths = _widths(size)
    made = 0
    stack: list[tuple[str | None, int, int, int]] = [(None, 0, 0, widths[0])]
    previous = ""
    while stack and made < size:
        parent, depth, position, left = stack.pop()
        if left == 0:
            continue
        stack.append((parent, depth, position + 1, left - 1))
        uid = f"i{size}-{made}"
        leaf = depth >= 2
        item = _item(uid, parent, position, depth_kinds[min(depth, 3)], leaf=leaf, rng=rng, made=made,
                     today=today)  # fmt: skip
        if leaf and made % 20 == 1 and previous:
            item = drafting.Item(**{**_fields(item), "after": (previous,)})
        previous = uid if leaf else previous
        yield item
        made += 1
        if depth + 1 < len(widths):
            stack.append((uid, depth + 1, 0, widths[depth + 1]))


def _widths(size: int) -> tuple[int, ...]:
    """Return how many children a node of each level has, so that the tree holds about ``size`` items."""
    directions = max(1, size // 5000) if size >= 5000 else 1
    return (directions + 1, FAMILY, 25, 20)


def _fields(item: drafting.Item) -> dict[str, object]:
    return {name: getattr(item, name) for name in item.__dataclass_fields__}


def _item(
    uid: str,
    parent: str | None,
    position: int,
    kind: drafting.Kind,
    *,
    leaf: bool,
    rng: Random,
    made: int,
    today: date,
) -> drafting.Item:
    start = due = None
    duties: tuple[drafting.Duty, ...] = ()
    if leaf:
        late = rng.random() < OVERDUE
        due = today + timedelta(days=-rng.randint(1, 700) if late else rng.randint(0, 900))
        start = due - timedelta(days=rng.randint(20, 300))
        chosen = rng.sample(range(len(SIDES)), 2)
        duties = tuple(
            drafting.Duty(SIDES[side][0], f"{SIDES[side][0]}-{rng.randrange(BODIES)}", role)
            for side, role in zip(chosen, (drafting.Role.LEAD, drafting.Role.SUPPORT), strict=True)
        )
    return drafting.Item(
        uid, parent, position, kind, f"第{made}项协同任务", f"{position + 1}.", "推进两地协同，形成可检查的成果。" if leaf else "",
        start=start, due=due, duties=duties,
    )  # fmt: skip
