"""Takes a statement; gives where it came from."""

from dataclasses import dataclass
from enum import StrEnum


class SourceKind(StrEnum):
    """The three places a statement can come from (DOMAIN.md, rule 5)."""

    DOCUMENT = "document"
    PERSON = "person"
    WORKBOOK = "workbook"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open interval ``[start, end)`` in code points of a cleaned text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forward from a non-negative start, not {self.start}..{self.end}")

    def quote(self, text: str) -> str:
        """Return the quoted string.

        >>> Span(2, 4).quote("教育协同")
        '协同'
        """
        return text[self.start : self.end]

    def overlap(self, other: "Span") -> int:
        """Return the number of code points that both spans cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement came from: a document's sentence, a person, or a workbook's cell.

    ``document`` is the SHA-256 (hex) of the file as received, for documents and workbooks alike; ``cell`` is written
    ``sheet!B7``; ``person`` is a sign-in name.
    """

    kind: SourceKind
    document: str = ""
    span: Span | None = None
    cell: str = ""
    person: str = ""
