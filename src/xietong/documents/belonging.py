"""Takes statements and nodes; tells whose the lines, brackets and sentences are that are no items themselves.

A sentence among the work that only sets figures is that of its heading. Of those that only say who and when, a line
speaks of the tasks above it, from the last numbered one or the last such line on, and a bracket of those of its
paragraph; the only one below a heading, behind all its tasks, speaks of the heading.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from xietong.basics import Span
from xietong.documents.evidence import AIMING, StatementKind
from xietong.documents.nodes import Node
from xietong.documents.passage import Sentence, Setting
from xietong.documents.statements import Statement

# A name of a module is looked up far faster than a member of an enumeration (Python 3.11).
_TASK, _LABEL = StatementKind.TASK, StatementKind.LABEL
_WORKING = (Setting.WORK, Setting.SUPPORT)


class Belonging(NamedTuple):
    """A part of the text and whose it is: the first of the items it speaks of, and the others."""

    span: Span
    owner: Node
    others: tuple[Node, ...] = ()


def belongings(statements: Sequence[Statement], nodes: Sequence[Node]) -> Iterator[Belonging]:
    """Yield the parts of a text that are no items, each with its items; labels side by side have the same."""
    by_heading = {node.heading.id: node for node in nodes if node.heading is not None}
    yield from _labels(statements, nodes, by_heading)
    yield from _figures(statements, by_heading)


def _figures(statements: Iterable[Statement], by_heading: dict[str, Node]) -> Iterator[Belonging]:
    """Yield the sentences among the work that only set figures or aims, each with its heading."""
    for kind, sentence in ((statement.kind, statement.sentence) for statement in statements):
        if kind in AIMING and sentence.setting in _WORKING and sentence.headings:
            heading = by_heading.get(sentence.headings[-1].id)
            if heading is not None:
                yield Belonging(sentence.whole, heading)


def _labels(statements: Sequence[Statement], nodes: Iterable[Node], by_heading: dict[str, Node]) -> Iterator[Belonging]:
    by_start = {node.reach.start: node for node in nodes if node.statement is not None}
    alone = _alone(statements)
    run: list[tuple[Node, Sentence]] = []
    told: tuple[Node, ...] = ()
    headings: Sequence[object] = ()
    for kind, sentence in ((statement.kind, statement.sentence) for statement in statements):
        if sentence.headings != headings:
            headings, run, told = sentence.headings, [], ()
        node = by_start.get(sentence.whole.start) if kind is _TASK else None
        if node is not None:
            run, told = ([] if told else run), ()
            bracket = _bracket(sentence)
            if bracket is not None:
                told = (node, *_beside(sentence, run))
                yield Belonging(bracket, node, told[1:])
            run.append((node, sentence))
        elif kind is _LABEL:
            told = told or _told(sentence, run, by_heading, alone)
            if told:
                yield Belonging(sentence.whole, told[0], told[1:])


def _beside(sentence: Sentence, run: Iterable[tuple[Node, Sentence]]) -> list[Node]:
    """Return those of some tasks that stand in the same paragraph."""
    return [node for node, other in run if other.paragraph == sentence.paragraph]


def _alone(statements: Iterable[Statement]) -> set[str]:
    """Return the ids of the headings below which labels stand in one place only, behind all tasks."""
    places: dict[str, int] = {}
    waiting: set[str] = set()
    for statement in statements:
        sentence = statement.sentence
        if not sentence.headings or statement.kind not in (_TASK, _LABEL):
            continue
        heading = sentence.headings[-1].id
        if statement.kind is _TASK:
            waiting.add(heading)
        if heading in waiting and (statement.kind is _LABEL or _bracket(sentence)):
            waiting.remove(heading)
            places[heading] = places.get(heading, 0) + 1
    return {heading for heading, count in places.items() if count == 1 and heading not in waiting}


def _bracket(sentence: Sentence) -> Span | None:
    """Return the place of the bracket with which a sentence closes, if any."""
    return Span(sentence.span.end, sentence.whole.end) if sentence.whole.end > sentence.span.end else None


def _told(
    sentence: Sentence, run: list[tuple[Node, Sentence]], by_heading: dict[str, Node], alone: set[str]
) -> tuple[Node, ...]:
    """Return the items that a label speaks of."""
    above = [by_heading[one.id] for one in sentence.headings if one.id in by_heading]
    heading = above[-1] if above else None  # a heading such as 责任分工 that holds no task is none of the items
    if not run:
        return (heading,) if heading is not None else ()
    beside = _beside(sentence, run)
    if heading is not None and not any(node.number for node in beside) and _speaks_of(heading, sentence, alone):
        return (heading,)
    first = next((place for place in reversed(range(len(run))) if run[place][0].number), 0)
    return tuple(beside or [node for node, _ in run[first:]])


def _speaks_of(node: Node, sentence: Sentence, alone: set[str]) -> bool:
    """Tell whether a label speaks of the heading above it, over several items."""
    heading = node.heading
    if heading is None or heading.level < 2 or node.children < 2:
        return False
    return heading.id in alone and sentence.headings[-1].id == heading.id
