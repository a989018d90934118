"""Takes statements; gives the aims that are no tasks, each with the time it is to be reached by."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from sys import maxsize

from xietong.basics import Span
from xietong.documents.draft import Deadline, DraftObjective, Heading
from xietong.documents.evidence import StatementKind
from xietong.documents.passage import Passage, Sentence, Setting
from xietong.documents.statements import Statement

# 打造…试验区、…示范区: each zone is an aim of its own.
_ZONES = re.compile(
    r"(?:打造|建设|建成|创建|形成|成为)(?P<zones>[^，。；、]{2,40}(?:区|高地|中心|高原|示范地|样板|标杆|枢纽|引擎|窗口)"
    r"(?:、[^，。；、]{2,30}(?:区|高地|中心|高原|示范地|样板|标杆|枢纽|引擎|窗口)){1,9})"
)


@dataclass(frozen=True, slots=True)
class _Governing:
    """The time that an earlier sentence of the same section set."""

    section: tuple[str, ...]
    deadline: Deadline


def objectives_of(
    passage: Passage, statements: Sequence[Statement], deadlines: Sequence[Deadline]
) -> tuple[DraftObjective, ...]:
    """Return the objectives in order; one without a time of its own has the latest that governs its section."""
    found: list[DraftObjective] = []
    governing: _Governing | None = None
    by_place = _Sweep(deadlines)
    path: tuple[Heading, ...] | None = None
    section: tuple[str, ...] = ()
    for statement in statements:
        sentence = statement.sentence
        within = by_place.within(sentence.span)
        if sentence.headings is not path:
            path = sentence.headings
            section = tuple([heading.id for heading in path if heading.level < 5])
        for one in reversed(within):
            if one.end is not None:
                governing = _Governing(section, one)
                break
        if _is_aim(statement):
            held = within or _held(governing, section)
            found.append(DraftObjective(_quote(passage, sentence.span), sentence.span, held))
        elif sentence.setting is not _BACKGROUND:
            found.extend(DraftObjective(_quote(passage, span), span) for span in _zones(passage, sentence))
    return tuple(found)


def _is_aim(statement: Statement) -> bool:
    if statement.kind is _OBJECTIVE:
        return statement.sentence.setting is not Setting.CLOSING
    return statement.kind is _TARGET and statement.sentence.setting is Setting.AIMS


_BACKGROUND, _OBJECTIVE, _TARGET = Setting.BACKGROUND, StatementKind.OBJECTIVE, StatementKind.TARGET


def _held(governing: _Governing | None, section: tuple[str, ...]) -> tuple[Deadline, ...]:
    if governing is None or governing.section != section:
        return ()
    return (governing.deadline,)


def _quote(passage: Passage, span: Span) -> str:
    return passage.text[span.start : span.end]


def _zones(passage: Passage, sentence: Sentence) -> Iterator[Span]:
    if passage.plain.find("、", sentence.span.start, sentence.span.end) < 0:
        return
    for match in _ZONES.finditer(passage.plain, sentence.span.start, sentence.span.end):
        at = match.start("zones")
        for part in match["zones"].split("、"):
            yield Span(at, at + len(part))
            at += len(part) + 1


class _Sweep:
    """Gives the deadlines within one sentence after another, both in document order."""

    def __init__(self, deadlines: Iterable[Deadline]) -> None:
        self._rest = sorted(deadlines, key=lambda one: one.span.start)
        self._at = 0
        self._next = self._rest[0].span.start if self._rest else maxsize

    def within(self, span: Span) -> tuple[Deadline, ...]:
        if self._next >= span.end:  # most sentences have none
            return ()
        rest, at = self._rest, self._at
        while at < len(rest) and rest[at].span.start < span.start:
            at += 1
        first = at
        while at < len(rest) and rest[at].span.end <= span.end:
            at += 1
        self._at, self._next = at, rest[at].span.start if at < len(rest) else maxsize
        return tuple(rest[first:at])
