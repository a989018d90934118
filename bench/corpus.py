"""Takes the annotated files of ``tests/corpus``; gives documents with plain text and gold values, and their real files.

Format: YAML front matter, then one paragraph a line; tables are lines that begin with ``|``. Inline tags may nest:
``h`` heading, ``k`` task, ``o`` objective, ``u`` unit, ``d`` deadline, ``g`` target, ``b`` basis (docs: the contract of
``xietong read``). In table cells ``^`` is merged with the cell above, ``<`` with the cell to the left, ``⏎`` is a
line break.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

ROOT = Path(__file__).resolve().parent.parent / "tests" / "corpus"
TAGS = "hkoudgb"
_TAG = re.compile(r'<(/?)([a-z]+)((?:\s+[a-z]+=(?:"[^"]*"|[^\s"<>]+))*)\s*>')
_ATTRIBUTE = re.compile(r'([a-z]+)=(?:"([^"]*)"|([^\s"]+))')


class CorpusError(ValueError):
    """An annotated file that does not keep to the format; the message names the line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotation: ``[start, end)`` in code points of the document's plain text."""

    tag: str
    start: int
    end: int
    attributes: dict[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return an attribute's value, empty when it is not there."""
        return self.attributes.get(name, "")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or one row of a table whose cells stand in ``cells`` (``^`` and ``<`` kept)."""

    text: str
    start: int
    cells: tuple[str, ...] = ()
    heading: tuple[int, str, str] | None = None  # level, text before the title, title: only where nothing else follows


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated document: ``name`` tells the format it is rendered to, ``text`` is the plain gold text."""

    path: Path
    name: str
    is_plan: bool
    meta: dict[str, Any]
    lines: tuple[Line, ...]
    text: str
    marks: tuple[Mark, ...]

    def tagged(self, tag: str) -> tuple[Mark, ...]:
        """Return the annotations of one kind in order of appearance."""
        return tuple(mark for mark in self.marks if mark.tag == tag)

    def quote(self, mark: Mark) -> str:
        """Return the words that an annotation covers."""
        return self.text[mark.start : mark.end]


def documents(part: Literal["train", "test"], root: Path = ROOT) -> Iterator[Document]:
    """Yield the documents of one part in order of their file names."""
    for path in sorted((root / part).glob("*.txt")):
        yield parse(path.read_text(encoding="utf-8"), path)


def parse(source: str, path: Path = Path("unnamed.txt")) -> Document:
    """Read one annotated file; raises CorpusError where it breaks the format."""
    meta, body = _front_matter(source, path)
    lines: list[Line] = []
    marks: list[Mark] = []
    position = 0
    for number, raw in enumerate(body.splitlines(), start=1):
        if not raw.strip():
            continue
        try:
            line, found = _line(raw.strip(), position)
        except CorpusError as problem:
            raise CorpusError(f"{path.name}, body line {number}: {problem}") from None
        lines.append(line)
        marks += found
        position += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    return Document(path, str(meta["name"]), bool(meta["is_plan"]), meta, tuple(lines), text, tuple(ordered))


def _front_matter(source: str, path: Path) -> tuple[dict[str, Any], str]:
    parts = source.split("---\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise CorpusError(f"{path.name}: front matter must stand between two lines ---")
    meta = yaml.safe_load(parts[1])
    missing = {"name", "is_plan", "genre", "title", "issuers"} - set(meta)
    if missing:
        raise CorpusError(f"{path.name}: front matter lacks {', '.join(sorted(missing))}")
    return meta, parts[2]


def _line(raw: str, position: int) -> tuple[Line, list[Mark]]:
    if not raw.startswith("|"):
        text, marks = strip_tags(raw, position)
        return Line(text, position, heading=_only_heading(text, marks, position)), marks
    cells: list[str] = []
    marks = []
    written: list[str] = []
    at = position
    for cell in raw.strip("|").split("|"):
        cell = cell.strip()
        if cell in ("^", "<"):
            cells.append(cell)
            continue
        text, found = strip_tags(cell, at)
        cells.append(text)
        written.append(text.replace("⏎", " "))
        marks += found
        at += len(text) + 1
    return Line("\t".join(written), position, tuple(cells)), marks


def _only_heading(text: str, marks: list[Mark], position: int) -> tuple[int, str, str] | None:
    heading = next((mark for mark in marks if mark.tag == "h"), None)
    if heading is None or heading.end - position != len(text):
        return None
    start = heading.start - position
    return int(heading.get("l") or 0), text[:start], text[start:]


def strip_tags(raw: str, position: int = 0) -> tuple[str, list[Mark]]:
    """Take the tags out of a line; returns its words and the annotations, offset by ``position``."""
    words: list[str] = []
    marks: list[Mark] = []
    opened: list[tuple[str, int, dict[str, str]]] = []
    last, length = 0, position
    for tag in _TAG.finditer(raw):
        piece = raw[last : tag.start()]
        words.append(piece)
        length += len(piece)
        last = tag.end()
        if tag[2] not in TAGS or len(tag[2]) != 1:
            raise CorpusError(f"unknown tag <{tag[2]}>")
        if not tag[1]:
            opened.append(
                (tag[2], length, {m[1]: m[2] if m[2] is not None else m[3] for m in _ATTRIBUTE.finditer(tag[3])})
            )
            continue
        if not opened or opened[-1][0] != tag[2]:
            raise CorpusError(f"</{tag[2]}> closes nothing, or overlaps another tag")
        name, start, attributes = opened.pop()
        marks.append(Mark(name, start, length, attributes))
    words.append(raw[last:])
    if opened:
        raise CorpusError(f"<{opened[-1][0]}> is never closed")
    text = "".join(words)
    if "<" in text or ">" in text:
        raise CorpusError(f"stray angle bracket in {text[:40]!r}")
    return text, marks
