"""Takes a statement; gives where it came from."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self


class SourceKind(StrEnum):
    """The three places a statement can come from (DOMAIN.md, rule 5)."""

    DOCUMENT = "document"
    PERSON = "person"
    WORKBOOK = "workbook"


class _Ends(NamedTuple):
    start: int
    end: int


class Span(_Ends):
    """A half-open interval ``[start, end)`` in code points of a cleaned text.

    A tuple, for a document has many: made, compared and hashed in half the time of a frozen dataclass.
    """

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Self:
        if 0 <= start <= end:
            return tuple.__new__(cls, (start, end))
        raise ValueError(f"a span runs forward from a non-negative start, not {start}..{end}")

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
