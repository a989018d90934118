"""Takes what a period brought, already counted and worded; gives the bulletin (简报) as Word and PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xietong.publishing.form import Bar, Bars, Block, Heading, OfficialDocument, Paragraph, Signature, Table, numbered
from xietong.publishing.portable import to_pdf
from xietong.publishing.word import to_docx


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline figure as printed, with what it means."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the timetable excerpt, or an item behind schedule with its cause in the unit's words."""

    item: str
    lead: str
    due: str = ""
    light: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who waits for whom, for what, since when; ``days`` are working days."""

    who: str
    whom: str
    what: str
    since: date
    days: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """A ranking, best first: name and figure as printed."""

    title: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of text that people wrote; one paragraph per line."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A bulletin: everything is worded and final, nothing is counted here. Empty parts are left out."""

    title: str
    issue: str = ""
    issuers: tuple[str, ...] = ()
    day: date | None = None
    marking: str = ""
    summary: str = ""
    figures: tuple[Figure, ...] = ()
    bars: tuple[Bar, ...] = ()
    timetable: tuple[Line, ...] = ()
    behind: tuple[Line, ...] = ()
    waits: tuple[Waiting, ...] = ()
    rankings: tuple[Ranking, ...] = ()
    passages: tuple[Passage, ...] = ()
    evidence: tuple[tuple[str, str], ...] = ()


def bulletin_document(bulletin: Bulletin) -> OfficialDocument:
    """Set a bulletin in official form, its parts numbered 一、 二、 … from the headline figures to the evidence."""
    told: list[list[Block]] = [
        [Paragraph(line) for line in each.text.splitlines() if line] for each in bulletin.passages
    ]
    parts: list[tuple[str, list[Block]]] = [
        ("总体进展", [*_figures(bulletin), *([Bars(bulletin.bars)] if bulletin.bars else [])]),
        ("近期节点", _lines(bulletin.timetable, ("事项", "牵头单位", "完成时限", "状态"), (4, 3, 2, 1.2))),
        ("滞后事项及原因", _lines(bulletin.behind, ("事项", "牵头单位", "完成时限", "原因"), (3.4, 2.4, 2.1, 3))),
        ("等待事项", _waits(bulletin.waits)),
        *((each.title, _ranking(each)) for each in bulletin.rankings),
        *zip((each.title for each in bulletin.passages), told, strict=True),
        ("佐证材料", _evidence(bulletin.evidence)),
    ]
    blocks: list[Block] = [Paragraph(line) for line in bulletin.summary.splitlines() if line]
    ordinal = 0
    for title, body in parts:
        if body:
            ordinal += 1
            blocks += [Heading(1, numbered(1, ordinal, title)), *body]
    if bulletin.issuers or bulletin.day:
        blocks.append(Signature(bulletin.issuers, bulletin.day))
    return OfficialDocument(
        title=bulletin.title,
        blocks=tuple(blocks),
        number=bulletin.issue,
        marking=bulletin.marking,
        author="、".join(bulletin.issuers),
        day=bulletin.day,
    )


def bulletin_docx(bulletin: Bulletin) -> bytes:
    """Set a bulletin as a Word document."""
    return to_docx(bulletin_document(bulletin))


def bulletin_pdf(bulletin: Bulletin, fonts: Sequence[str | Path]) -> bytes:
    """Set a bulletin as PDF with the fonts of some directories; refuses as :func:`publishing.to_pdf` does."""
    return to_pdf(bulletin_document(bulletin), fonts)


def _figures(bulletin: Bulletin) -> list[Block]:
    if not bulletin.figures:
        return []
    rows = tuple((each.label, each.value, each.note) for each in bulletin.figures)
    return [Table(("指标", "数值", "说明"), rows, (3, 2, 5))]


def _lines(lines: tuple[Line, ...], header: tuple[str, ...], widths: tuple[float, ...]) -> list[Block]:
    if not lines:
        return []
    return [Table(header, tuple((each.item, each.lead, each.due, each.cause or each.light) for each in lines), widths)]


def _waits(waits: tuple[Waiting, ...]) -> list[Block]:
    if not waits:
        return []
    rows = tuple((each.who, each.whom, each.what, each.since.isoformat(), f"{each.days}") for each in waits)
    return [Table(("等待方", "被等待方", "所等事项", "起始日", "工作日"), rows, (2.4, 2.4, 3.8, 2.5, 1.5))]


def _ranking(ranking: Ranking) -> list[Block]:
    rows = tuple((str(place), name, figure) for place, (name, figure) in enumerate(ranking.rows, start=1))
    return [Table(("位次", "单位", "数值"), rows, (1, 5, 2))] if rows else []


def _evidence(evidence: tuple[tuple[str, str], ...]) -> list[Block]:
    return [Paragraph(f"{what}：{where}", lead=f"{at}.") for at, (what, where) in enumerate(evidence, start=1)]
