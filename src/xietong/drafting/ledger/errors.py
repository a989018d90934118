"""Takes the workbook that was imported and its findings; gives the same workbook with a comment on each cell meant."""

import io
from collections.abc import Iterable

from xietong.basics import Finding, Severity

_COLOURS = {Severity.ERROR: "FFF4CCCC", Severity.WARNING: "FFFFF2CC", Severity.INFO: "FFDDEBF7"}


def error_workbook(data: bytes, findings: Iterable[Finding], language: str = "zh") -> bytes:
    """Return the workbook (xlsx) with what was found written as comments on the very cells, which are also shaded.

    Findings whose subject is no cell of the workbook are left out; several on one cell share one comment.
    """
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = openpyxl.load_workbook(io.BytesIO(data))
    said: dict[str, list[Finding]] = {}
    for finding in findings:
        said.setdefault(finding.subject, []).append(finding)
    for place, group in said.items():
        sheet, _, cell = place.rpartition("!")
        if sheet not in book.sheetnames:
            continue
        target = book[sheet][cell]
        if not hasattr(target, "comment") or type(target).__name__ == "MergedCell":
            continue
        target.comment = Comment("\n".join(finding.wording.in_language(language) for finding in group), "xietong")
        target.fill = PatternFill("solid", fgColor=_COLOURS[max(group, key=_weight).severity])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _weight(finding: Finding) -> int:
    return (Severity.INFO, Severity.WARNING, Severity.ERROR).index(finding.severity)
