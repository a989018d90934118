"""Takes something noticed in data; gives a value that says what, where and how serious."""

from dataclasses import dataclass
from enum import StrEnum

from xietong.basics.source import Source
from xietong.basics.wording import Wording


class Severity(StrEnum):
    """How serious a finding is: worth a look, doubtful, or wrong."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something noticed in data: a stable snake_case ``code``; ``subject`` names the thing (a uid, a cell)."""

    code: str
    wording: Wording
    severity: Severity = Severity.WARNING
    subject: str = ""
    source: Source | None = None
