"""Takes a workbook that came back, or anybody's ledger; gives what it would change, before anything is written."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from xietong.basics import Finding, Refusal, Severity, Source, SourceKind, Wording
from xietong.drafting.change import Change
from xietong.drafting.compare import compare
from xietong.drafting.ledger.cells import READABLE, CellTrouble, Notes, Scene, update
from xietong.drafting.ledger.differing import (
    PLACES,
    CellConflict,
    CellEdit,
    Differences,
    Reader,
    State,
    differences,
    keep,
)
from xietong.drafting.ledger.export import rows_of
from xietong.drafting.ledger.matching import LIKELY, SURE, Candidate, Match, bare_title, match
from xietong.drafting.ledger.sheet import Workbook, open_workbook
from xietong.drafting.ledger.tables import NUMBER, Row, Table, table_of
from xietong.drafting.plan import Item, Kind, Plan
from xietong.drafting.resolve import Directory
from xietong.drafting.tree import ordered


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do.

    ``plan`` is the present plan with every change that nothing speaks against, ``changes`` lead to it (for a proposal).
    ``notes`` are the changed texts kept beside the plan (for reports), ``edits`` all changed cells of the plan.
    ``conflicts`` wait for people. ``matches`` tells for each row without identity what it was taken for.
    ``missing`` are exported items that the workbook lacks: never removed by an import. ``facts``: the hidden sheet.
    """

    plan: Plan
    changes: tuple[Change, ...] = ()
    edits: tuple[CellEdit, ...] = ()
    notes: tuple[CellEdit, ...] = ()
    conflicts: tuple[CellConflict, ...] = ()
    matches: tuple[Match, ...] = ()
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


def ledger_facts(data: bytes) -> dict[str, str]:
    """Return what an exported workbook says of itself (plan, base, …); empty for a foreign one. Refuses as below."""
    return open_workbook(data).facts


def import_ledger(
    data: bytes,
    current: Plan,
    directory: Directory,
    keys: Iterator[str],
    *,
    base: Plan | None = None,
    notes: Notes | None = None,
    base_notes: Notes | None = None,
    year: int | None = None,
    pointed: Mapping[str, str] = MappingProxyType({}),
) -> Preview:
    """Compare a workbook cell by cell with the state it was exported from and the present one.

    ``base`` is the state found under the workbook's ``base`` digest (see ``ledger_facts``), with its notes; without it
    every difference from the present plan counts as the workbook's. ``keys`` yields uids for new items, targets and
    milestones. ``year`` reads times without a year. ``pointed`` says what somebody took rows without identity for, by
    their cells as ``matches`` names them: an item's uid, or an empty text for a new item. Importing the same workbook
    again, after its changes were taken, changes nothing. Refuses ``unreadable-workbook``, ``locked-workbook``,
    ``oversized-workbook``, ``no-ledger``, ``other-plan`` and those of ``match``.
    """
    book = open_workbook(data)
    if book.facts.get("plan", current.uid) != current.uid:
        raise Refusal(
            "other-plan",
            zh="该台账由另一个行动计划导出，请在对应的行动计划中导入。",
            en="This ledger was exported from another plan; import it there.",
        )
    scene = Scene.of(current, directory, notes, year)
    now = State.of(current, scene)
    start = now if base is None else State.of(base, Scene.of(base, directory, base_notes, year))
    tables = _tables(book, current)
    found = differences([Reader.of(table, start, now) for table in tables], frozenset(book.exported))
    work = _Work(current, now, start, keys, hashlib.sha256(data).hexdigest(), found)
    work.identify(pointed)
    work.amend()
    work.tell(tables, book)
    return work.preview(book)


def _tables(book: Workbook, plan: Plan) -> list[Table]:
    tables = [table for sheet in book.sheets if (table := table_of(sheet, plan.parties))]
    if not tables:
        raise Refusal(
            "no-ledger",
            zh="工作簿中没有找到台账：至少需要“任务”类和另一列（如责任单位、完成时限）的表头。",
            en="No ledger was found: it needs headings for the task and at least one more column.",
        )
    return tables


@dataclass(slots=True)
class _Work:
    """One import under way."""

    plan: Plan
    now: State
    base: State
    keys: Iterator[str]
    document: str
    found: Differences
    items: dict[str, Item] = field(default_factory=dict)
    matches: list[Match] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    added: list[Item] = field(default_factory=list)

    def identify(self, pointed: Mapping[str, str]) -> None:
        """Match rows without identity to items nobody claimed; what remains becomes new items."""
        rows = [entry for entry in self.found.unclaimed if self._is_item(entry[0], entry[1])]
        free = [item for item in rows_of(self.plan) if item.uid not in self.found.claimed]
        candidates = [_candidate(table, row) for table, row, _ in rows]
        self.matches = match(candidates, free, dict(self.now.scene.names), pointed)
        beside = _neighbours([table for table, _, _ in rows], self.matches)
        for place, ((table, row, after), meant) in enumerate(zip(rows, self.matches, strict=True)):
            if meant.uid is not None:
                self.found.claimed[meant.uid] = (table, row)
                reader = Reader.of(table, self.base, self.now)
                keep(self.found, meant.uid, list(reader.compare(row, meant.uid)))
            else:
                self.matches[place] = replace(meant, parent=self._new(table, row, after or beside[place]))

    def _is_item(self, table: Table, row: Row) -> bool:
        """Tell whether a row says what is to be done; one that does not is reported."""
        if any(text and key in ("title", "text") for key, text in zip(table.keys, row.texts, strict=True)):
            return True
        self._trouble(
            "row_without_task",
            "此行没有任务名称，未导入。",
            "This row names no task and was left out.",
            table.cell(row, 0),
        )
        return False

    def _new(self, table: Table, row: Row, after: str | None) -> str | None:
        """Add the item that a row is, and return the uid of what it stands under."""
        parent = self._parent(row, after)
        uid = next(self.keys)
        source = Source(SourceKind.WORKBOOK, document=self.document, cell=table.cell(row, 0))
        position = sum(1 for item in (*self.plan.items, *self.added) if item.parent == parent)
        item = Item(uid, parent, position, Kind.TASK, "", source=source)
        edits = []
        for place, (key, text) in enumerate(zip(table.keys, row.texts, strict=True)):
            if text and key not in PLACES and (table.own or key != "number"):
                edits.append(CellEdit(uid, "", key, "", text, table.cell(row, place)))
        titled = {edit.key: edit.new for edit in edits}
        if "title" not in titled:
            item = replace(item, title=titled["text"].partition("\n")[0])
        self.added.append(item)
        self.found.edits[uid] = edits
        if parent is None:
            self._trouble(
                "new_at_top",
                "没有找到此行所属的方向或行动，将列在计划最上层；请在“方向”“行动”列注明，或在导入后移动。",
                "No direction or action was found for this row: it will stand at the plan's top level. Name them in "
                "the columns “方向” and “行动”, or move the item afterwards.",
                table.cell(row, 0),
                Severity.WARNING,
            )
        return parent

    def _parent(self, row: Row, after: str | None) -> str | None:
        """Find the parent of a new row: the action or direction it names, else that of the row beside it."""
        for name, kind in ((row.action, Kind.ACTION), (row.direction, Kind.DIRECTION)):
            for item in self.plan.items:
                if name and item.kind is kind and bare_title(item.title) == bare_title(name):
                    return item.uid
        neighbour = self.now.items.get(after or "")
        return neighbour.parent if neighbour else None

    def amend(self) -> None:
        """Read the edited texts into the items; what cannot be read stays out and is reported at its cell."""
        for item in self.added:
            self.items[item.uid] = item
        for uid, edits in self.found.edits.items():
            item, read = self.items.get(uid) or self.now.items[uid], []
            for edit in edits:
                after = self._amended(item, edit) if _is_of_plan(edit.key) else item
                if after is not None:
                    item = after
                    read.append(edit)
            self.found.edits[uid] = read
            if item is not self.now.items.get(uid):
                self.items[uid] = item

    def _amended(self, item: Item, edit: CellEdit) -> Item | None:
        """Return the item after an edit; ``None`` where the cell cannot be read."""
        try:
            changed = update(item, edit.key, edit.new, self.now.scene, self.keys)
        except CellTrouble as trouble:
            source = Source(SourceKind.WORKBOOK, document=self.document, cell=edit.cell)
            self.findings.append(Finding(trouble.code, trouble.wording, Severity.ERROR, edit.cell, source))
            return None
        for duty in changed.duties:
            if not duty.organisation and duty not in item.duties:
                zh, en = f"“{duty.name}”没有对应到单位库中的单位。", f"“{duty.name}” is not matched to an organisation."
                self._trouble("unresolved_duty", zh, en, edit.cell, Severity.WARNING)
        return changed

    def _trouble(self, code: str, zh: str, en: str, cell: str, severity: Severity = Severity.ERROR) -> None:
        source = Source(SourceKind.WORKBOOK, document=self.document, cell=cell)
        self.findings.append(Finding(code, Wording(zh=zh, en=en), severity, cell, source))

    def tell(self, tables: list[Table], book: Workbook) -> None:
        """Report what else people should know: copied rows, columns not understood, notes below the tables."""
        for cell in self.found.copies:
            zh, en = "此行与另一行完全相同，未重复导入。", "This row repeats another one and was not imported twice."
            self._trouble("copied_row", zh, en, cell, Severity.INFO)
        for cell in self.found.gone:
            zh, en = (
                "此行的事项已在系统中删除，未导入。",
                "The item of this row was removed in the system; not imported.",
            )
            self._trouble("item_removed", zh, en, cell, Severity.WARNING)
        for table in tables:
            self.findings.extend(replace(finding, source=self._source(finding)) for finding in table.findings)
        if book.facts.get("base") and self.base is self.now:
            zh = "找不到导出时的版本，凡与现行内容不同之处均视为台账所作修改，请逐项核对。"
            en = "The exported state was not found: every difference counts as the workbook's. Check each one."
            self.findings.append(Finding("base_unknown", Wording(zh=zh, en=en), Severity.WARNING))

    def _source(self, finding: Finding) -> Source:
        return Source(SourceKind.WORKBOOK, document=self.document, cell=finding.subject)

    def preview(self, book: Workbook) -> Preview:
        """Put everything together."""
        merged = replace(
            self.plan,
            items=ordered((*(self.items.pop(item.uid, item) for item in self.plan.items), *self.items.values())),
        )
        edits = [edit for group in self.found.edits.values() for edit in group]
        missing = set(book.exported) & self.now.items.keys() - self.found.claimed.keys()
        return Preview(
            plan=merged if merged != self.plan else self.plan,
            changes=compare(self.plan, merged).changes,
            edits=tuple(edit for edit in edits if not edit.key.startswith("note:")),
            notes=tuple(edit for edit in edits if edit.key.startswith("note:")),
            conflicts=tuple(each for group in self.found.conflicts.values() for each in group),
            matches=tuple(self.matches),
            missing=tuple(item.uid for item in self.plan.items if item.uid in missing),
            findings=tuple(self.findings),
            facts=book.facts,
        )


def _is_of_plan(key: str) -> bool:
    return key in READABLE or key.startswith(("lead", "support"))


def _neighbours(tables: Sequence[Table], matches: Sequence[Match]) -> list[str | None]:
    """Return for each row the item that the nearest row above it in its table means, else the nearest one below."""
    above = _nearest(tables, matches)
    below = _nearest(tables[::-1], matches[::-1])[::-1]
    return [upper or lower for upper, lower in zip(above, below, strict=True)]


def _nearest(tables: Sequence[Table], matches: Sequence[Match]) -> list[str | None]:
    found: list[str | None] = []
    last: str | None = None
    for place, (table, meant) in enumerate(zip(tables, matches, strict=True)):
        last = meant.uid or (last if place and table is tables[place - 1] else None)
        found.append(last)
    return found


def _candidate(table: Table, row: Row) -> Candidate:
    said = dict(zip(table.keys, row.texts, strict=True))
    units = [text for key, text in said.items() if key.startswith(("lead", "support"))]
    names = frozenset("".join(name.split()) for text in units for name in text.replace("，", "、").split("、") if name)
    place = table.keys.index("title") if "title" in table.keys else 0
    title = said.get("title") or said.get("text", "")
    return Candidate(
        table.cell(row, place),
        NUMBER.sub("", title),
        said.get("text", ""),
        said.get("number", ""),
        names,
        SURE if table.own else LIKELY,
    )
