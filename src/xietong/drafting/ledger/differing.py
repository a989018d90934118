"""Takes a ledger's rows with the exported and the present state; gives, cell by cell, what people changed."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from xietong.drafting.ledger.cells import Scene, completed, same, writer
from xietong.drafting.ledger.tables import Row, Table
from xietong.drafting.plan import Item, Plan

PLACES = ("uid", "direction", "action")


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A cell that the workbook changed: the item (``uid``), the column, the text now and the text wanted, the cell."""

    uid: str
    title: str
    key: str
    old: str
    new: str
    cell: str


@dataclass(frozen=True, slots=True)
class CellConflict:
    """A cell that both the workbook and people in the system changed; ``current`` is ``None`` for a removed item."""

    uid: str
    title: str
    key: str
    base: str
    current: str | None
    workbook: str
    cell: str


@dataclass(slots=True)
class Differences:
    """What the rows of one or more tables say: edits and conflicts by item, rows whose item is unknown yet."""

    edits: dict[str, list[CellEdit]] = field(default_factory=dict)
    conflicts: dict[str, list[CellConflict]] = field(default_factory=dict)
    claimed: dict[str, tuple[Table, Row] | None] = field(default_factory=dict)
    unclaimed: list[tuple[Table, Row, str | None]] = field(default_factory=list)
    copies: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class State:
    """A state of the plan with what its cells need."""

    items: Mapping[str, Item]
    scene: Scene

    @classmethod
    def of(cls, plan: Plan, scene: Scene) -> "State":
        """Index the items of a plan."""
        return cls({item.uid: item for item in plan.items}, scene)


@dataclass(frozen=True, slots=True)
class Reader:
    """Compares the rows of one table with two states."""

    table: Table
    base: State
    now: State
    columns: tuple[tuple[int, str, Callable[[Item], str], Callable[[Item], str]], ...]

    @classmethod
    def of(cls, table: Table, base: State, now: State) -> "Reader":
        """Prepare the comparison of each column once."""
        return cls(
            table,
            base,
            now,
            tuple(
                (place, key, writer(key, base.scene), writer(key, now.scene))
                for place, key in enumerate(table.keys)
                if key not in PLACES
            ),
        )

    def compare(self, row: Row, uid: str) -> Iterator[CellEdit | CellConflict]:
        """Yield what a row changes in an item: three ways per cell; what stands so already is nothing."""
        now = self.now.items.get(uid)
        was = self.base.items.get(uid) or self.now.items[uid]
        texts = row.texts
        for place, key, before, present in self.columns:
            text, old = texts[place], before(was)
            if not self.table.own:
                if not text or key == "number":
                    continue  # what it says nothing of it does not take away; its numbers are those of another list
                text = completed(key, text, now or was, self.now.scene)
            if text == old or same(key, text, old, self.now.scene):
                continue
            current = present(now) if now is not None else None
            if current is not None and same(key, text, current, self.now.scene):
                continue
            cell = self.table.cell(row, place)
            if current is not None and same(key, current, old, self.now.scene):
                yield CellEdit(uid, was.title, key, current, text, cell)
            else:
                yield CellConflict(uid, was.title, key, old, current, text, cell)


def differences(readers: list[Reader], exported: Collection[str] = ()) -> Differences:
    """Read all rows once. A row copied with its hidden identity counts as a new one unless it changed nothing.

    A row of an item that was ``exported`` but is in neither state any more is ``gone``, not new.
    """
    found = Differences()
    for reader in readers:
        at = reader.table.keys.index("uid") if "uid" in reader.table.keys else None
        before: str | None = None
        for row in reader.table.rows:
            uid = row.texts[at] if at is not None else ""
            if uid in reader.now.items or uid in reader.base.items:
                before = uid
                _take(found, reader, row, uid)
            elif uid in exported:
                found.gone.append(reader.table.cell(row, 0))
            else:
                found.unclaimed.append((reader.table, row, before))
    return found


def _take(found: Differences, reader: Reader, row: Row, uid: str) -> None:
    said = list(reader.compare(row, uid))
    if uid in found.claimed:
        if not said and found.claimed[uid] is not None:
            # The first was the changed copy, this one the original.
            table, copied = found.claimed[uid] or (reader.table, row)
            found.edits.pop(uid, None)
            found.conflicts.pop(uid, None)
            found.claimed[uid] = None
            found.unclaimed.append((table, copied, uid))
        elif said:
            found.unclaimed.append((reader.table, row, uid))
        else:
            found.copies.append(reader.table.cell(row, 0))
        return
    found.claimed[uid] = (reader.table, row) if said else None
    keep(found, uid, said)


def keep(found: Differences, uid: str, said: list[CellEdit | CellConflict]) -> None:
    """File what a row said under its item."""
    for each in said:
        if isinstance(each, CellEdit):
            found.edits.setdefault(uid, []).append(each)
        else:
            found.conflicts.setdefault(uid, []).append(each)
