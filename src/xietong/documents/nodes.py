"""Takes statements and ledgers; gives the nodes of the plan's tree: directions, actions, tasks and measures."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xietong.basics import Span
from xietong.documents.calling import called
from xietong.documents.clauses import pieces
from xietong.documents.draft import Heading, ItemKind
from xietong.documents.evidence import AIMING, StatementKind
from xietong.documents.ledger import Ledger, LedgerCell, LedgerRow
from xietong.documents.ledger_columns import Column
from xietong.documents.numbering import mark_at
from xietong.documents.passage import Passage, Setting
from xietong.documents.statements import Statement, acts, acts_at, only_reaches
from xietong.documents.targets_cells import is_figure


@dataclass(slots=True)
class Node:
    """A node while the tree grows. ``reach`` is the part of the text whose units and times belong to it.

    ``cells`` are the parts themselves where others stand between them, as in a table with one task a column; ``shared``
    are the cells of a ledger, or labels, whose units and times are those of other items as well.
    """

    kind: ItemKind
    number: str
    title: str
    span: Span
    reach: Span
    parent: "Node | None" = None
    heading: Heading | None = None
    confidence: float = 1.0
    statement: Statement | None = None
    id: str = ""
    children: int = field(default=0)
    cells: tuple[Span, ...] = ()
    shared: tuple[Span, ...] = ()


# A name of a module is looked up far faster than a member of an enumeration (Python 3.11).
_TASK, _MEASURE = ItemKind.TASK, ItemKind.MEASURE
_IS_TASK = StatementKind.TASK
_NAMING = (Setting.FRONT, Setting.WORK)
_DIRECTIONS = re.compile(
    r"从(?P<list>[^。；从]{6,200}?)等?(?:[一二三四五六七八九十\d]+个)?(?:方面|领域|方向|维度|层面)"
)


def grow(passage: Passage, statements: Sequence[Statement], ledgers: Sequence[Ledger]) -> list[Node]:
    """Return all nodes in document order, parents before children, with ids given."""
    nodes: list[Node] = []
    by_heading: dict[str, Node] = {}
    aimed = ""  # the heading below which the last figures or aims among the work stand
    for statement in statements:
        path = statement.sentence.headings
        if statement.kind in AIMING and statement.sentence.setting is Setting.WORK:
            aimed = path[-1].id if path else ""
        elif statement.kind is StatementKind.LABEL and path and path[-1].id == aimed:
            _parent(path, by_heading, nodes)  # figures that somebody answers for
        if statement.kind is _IS_TASK:
            parent = _parent(path, by_heading, nodes)
            nodes.append(_task(passage, statement, parent))
        if not by_heading and statement.sentence.setting in _NAMING:
            nodes.extend(_named_directions(passage, statement))
    headings = {one.span: one for one in passage.outline} if ledgers else {}
    # A table behind the text names its actions again: its rows stand below the action, which is not told twice.
    named = {node.title: node for node in by_heading.values()}
    for ledger in ledgers:
        nodes.extend(_ledger_nodes(passage, ledger, headings, named))
    ordered = _below_parents(sorted(nodes, key=lambda node: (node.span.start, -node.span.end)))
    _number(ordered)
    return ordered


def _below_parents(nodes: Iterable[Node]) -> list[Node]:
    """Put each parent that stands behind its child in the text before it."""
    ordered: list[Node] = []
    placed: set[int] = set()
    for node in nodes:
        line: list[Node] = []
        above: Node | None = node
        while above is not None and id(above) not in placed:
            placed.add(id(above))
            line.append(above)
            above = above.parent
        ordered += reversed(line)
    return ordered


def _number(nodes: Iterable[Node]) -> None:
    """Ids tell the place in the tree: 1, 1.2, 1.2.3."""
    roots = 0
    for node in nodes:
        if node.parent is None:
            roots += 1
            node.id = f"i{roots}"
        else:
            node.parent.children += 1
            node.id = f"{node.parent.id}.{node.parent.children}"


def _parent(path: Iterable[Heading], by_heading: dict[str, Node], nodes: list[Node]) -> Node | None:
    parent: Node | None = None
    for heading in path:
        if heading.level == 0:
            continue
        if heading.id not in by_heading:
            kind = ItemKind.DIRECTION if parent is None and heading.level < 5 else ItemKind.ACTION
            node = Node(kind, heading.number, heading.title, heading.span, heading.span, parent, heading)
            by_heading[heading.id] = node
            nodes.append(node)
        parent = by_heading[heading.id]
    return parent


def _task(passage: Passage, statement: Statement, parent: Node | None) -> Node:
    sentence = statement.sentence
    mark = mark_at(passage.plain, sentence.whole.start, sentence.span.end)
    number = mark.number if mark is not None else ""
    kind = _MEASURE if mark is not None and mark.level >= 4 and parent is not None else _TASK
    title = called(passage, sentence.span)
    return Node(kind, number, title, sentence.span, sentence.whole, parent, None, statement.confidence, statement)


def _named_directions(passage: Passage, statement: Statement) -> list[Node]:
    """An announcement names its directions in one breath: 从甲、乙、丙等方面提出…"""
    sentence = statement.sentence
    match = _DIRECTIONS.search(passage.plain, sentence.whole.start, sentence.whole.end)
    if match is None or "、" not in match["list"]:
        return []
    found = []
    at = match.start("list")
    parts = match["list"].split("、")
    if len(parts) < 3 or any(len(part) < 4 for part in parts):
        return []
    for part in parts:
        span = Span(at, at + len(part))
        title = passage.text[span.start : span.end]
        found.append(Node(ItemKind.DIRECTION, "", title, span, span, None, None, 0.9))
        at += len(part) + 1
    return found


def _ledger_nodes(
    passage: Passage, ledger: Ledger, headings: dict[Span, Heading], named: Mapping[str, Node]
) -> list[Node]:
    nodes: list[Node] = []
    by_cell: dict[Span, Node] = {}
    by_task: dict[Span, list[Node]] = {}
    section: Node | None = None
    for row in ledger.rows:
        if row.section:
            cell = row.name
            number, span = _unnumbered(passage, cell.span)
            section = Node(ItemKind.DIRECTION, number, _text(passage, span), span, cell.span, None, headings.get(span))
            nodes.append(section)
            continue
        nodes.extend(_row_nodes(passage, row, section, by_cell, by_task, named))
        _go_on(row, by_task)
    return nodes


def _go_on(row: LedgerRow, by_task: Mapping[Span, Sequence[Node]]) -> None:
    """A row below a task that reaches over it, with a cell for another body: who and when there are the task's too."""
    tasks = row.of(Column.TASK)
    if not all(cell.inherited for cell in tasks):
        return
    own = [cell for cell in row.cells if not cell.inherited]
    for first, *others in (by_task[cell.span] for cell in tasks if by_task.get(cell.span)):
        first.cells += tuple(cell.span for cell in own)
        for node in others:
            node.shared += tuple(cell.span for cell in own if cell.column in (*_WHO, Column.DEADLINE))


def _row_nodes(
    passage: Passage,
    row: LedgerRow,
    section: Node | None,
    by_cell: dict[Span, Node],
    by_task: dict[Span, list[Node]],
    named: Mapping[str, Node],
) -> list[Node]:
    nodes: list[Node] = []
    parent = section
    for cell in row.of(Column.DIRECTION, Column.ACTION):
        if cell.span not in by_cell:
            kind = ItemKind.DIRECTION if parent is None else ItemKind.ACTION
            number, span = _unnumbered(passage, cell.span)
            title = _text(passage, span)
            if _promises(passage.plain, span):
                kind = ItemKind.TASK
            if title in named:
                by_cell[cell.span] = named[title]
            else:
                by_cell[cell.span] = Node(kind, number, title, span, cell.span, parent)
                nodes.append(by_cell[cell.span])
        parent = by_cell[cell.span]
    number_cell = next(iter(row.of(Column.NUMBER)), None)
    row_number = number_cell.text if number_cell is not None and not number_cell.inherited else ""
    for cell in row.of(Column.TASK):
        if not cell.inherited:
            by_task[cell.span] = _cell_nodes(passage, row, cell, parent, row_number)
            nodes.extend(by_task[cell.span])
    return nodes + [node for cell in row.of(Column.DEADLINE) for node in _stages(passage, cell, parent)]


def _stages(passage: Passage, cell: LedgerCell, parent: Node | None) -> Iterator[Node]:
    """3月：制定方案。4—10月：组织实施。 What a cell of times says is to be done in each of them."""
    if cell.inherited or "：" not in cell.text:
        return
    for start, end in pieces(passage.plain, cell.span.start, cell.span.end):
        colon = passage.plain.find("：", start, end)
        if colon >= 0 and end - colon > _WORDS and acts_at(passage.plain, colon + 1, end):
            span = Span(colon + 1, end)
            yield Node(ItemKind.TASK, "", called(passage, span), span, Span(start, end), parent, None, 0.93)


_WORDS = 4  # characters that a task has at least


def _promises(plain: str, span: Span) -> bool:
    """新建幼儿园7所。 What rows belong to may be a task itself: it acts, and sets figures or ends in a stop."""
    text = plain[span.start : span.end]
    return acts_at(plain, span.start, span.end) and (text[-1] in "。；" or any(map(str.isdecimal, text)))


def _cell_nodes(passage: Passage, row: LedgerRow, cell: LedgerCell, parent: Node | None, number: str) -> list[Node]:
    """Each sentence of a task cell is an item; the row's units and times are those of all of them."""
    nodes: list[Node] = []
    if is_figure(cell.text):
        return []  # below 2022年任务, over 新增学位（个）
    if _COUNTED.search(cell.text) and any(is_figure(one.text) for one in row.of(Column.TARGET)):
        return []  # 新建学校（所） 6 8 10 counts work, and is read as figures
    own_row = [one for one in row.cells if not one.inherited]
    reach = Span(min(one.span.start for one in own_row), max(one.span.end for one in own_row))
    for start, end in pieces(passage.plain, cell.span.start, cell.span.end):
        own, span = _unnumbered(passage, Span(start, end))
        reached = only_reaches(passage.plain[span.start : span.end])
        if span.end - span.start < 4 or (reached and nodes):
            continue
        title = called(passage, span)
        kind = _kind(passage.plain, row, span, parent, reached=reached)
        nodes.append(Node(kind, own or ("" if nodes else number), title, span, Span(start, end), parent, None, 0.93))
    told = row.of(*_WHO, Column.DEADLINE)
    for node in nodes:
        node.shared = tuple(one.span for one in told if one.inherited or node is not nodes[0])
    if nodes:
        nodes[0].reach = reach
        above = (Column.DIRECTION, Column.ACTION)
        own_cells = tuple(one.span for one in own_row if one.column not in above)
        if sum(one.end - one.start + 1 for one in own_cells) < reach.end - reach.start:
            nodes[0].cells = own_cells
    return nodes


def _kind(plain: str, row: LedgerRow, span: Span, parent: Node | None, *, reached: bool) -> ItemKind:
    """Return what a sentence of a row is; where figures are ``reached`` and nobody acts, no task."""
    sure = bool(row.of(Column.ACTION)) or _is_owned(row, span) or acts(plain, span.start, span.end)
    if reached or not sure:
        return ItemKind.ACTION
    return _MEASURE if parent is not None and parent.kind is _TASK else _TASK


_COUNTED = re.compile(r"[（(][万亿]?[\u4e00-\u9fff%]{1,4}[）)]$")


def _is_owned(row: LedgerRow, span: Span) -> bool:
    """Tell whether what a row says at some length has somebody who does it, and a time: it is a task in any words."""
    return span.end - span.start >= 8 and bool(row.of(*_WHO)) and bool(row.of(Column.DEADLINE))


_WHO = (Column.LEAD, Column.SUPPORT, Column.RESPONSIBLE)


def _unnumbered(passage: Passage, span: Span) -> tuple[str, Span]:
    mark = mark_at(passage.plain, span.start, span.end)
    if mark is None or mark.end >= span.end:
        return "", span
    return mark.number, Span(mark.end, span.end)


def _text(passage: Passage, span: Span) -> str:
    return passage.text[span.start : span.end]
