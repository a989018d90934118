"""Takes a plan and the names of organisations; gives its items as rows of texts, and those as CSV."""

import csv
import io
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from xietong.basics import Organisation
from xietong.drafting import Kind, Plan, Recurrence, Role, house_form, ordered
from xietong.publishing import wording

# Spreadsheets take a text that begins so for a formula; CSV has no way to say otherwise (OWASP, CSV injection).
_FORMULA = frozenset("=+-@\t\r")
_RISKY = re.compile("\0[=+\\-@\t\r]")
_CHUNK_ROWS = 500
Row = list[str]
IDENTITIES = 3  # the last columns: for programs that read the table, of no use on paper


def columns(plan: Plan, language: str = "zh") -> list[tuple[str, int]]:
    """Return header and width (characters) of each column; leads and supports have one column per party."""
    chinese = not language.lower().startswith("en")
    head = [
        ("序号", "No.", 8), ("类型", "Kind", 8), ("方向", "Direction", 20), ("行动", "Action", 24),
        ("事项", "Item", 30), ("内容", "Text", 60),
    ]  # fmt: skip
    tail = [
        ("开始", "Start", 11), ("完成时限", "Due", 11), ("周期", "Recurrence", 9), ("目标值", "Targets", 30),
        ("节点", "Milestones", 24), ("依据", "Basis", 24), ("权重", "Weight", 7), ("标识", "Id", 38),
        ("上级标识", "Parent id", 38), ("前置标识", "After", 38),
    ]  # fmt: skip
    sides = [
        (f"{zh}（{party.side or party.name}）", f"{en} ({party.code})", 26)
        for zh, en in (("牵头单位", "Lead"), ("配合单位", "Support"))
        for party in plan.parties
    ]
    return [(zh if chinese else en, width) for zh, en, width in [*head, *sides, *tail]]


class Cells(NamedTuple):
    """An item's texts, before a row is made of them: days ISO 8601, ``sides`` as :class:`Sides` gives them.

    For plans read a stretch at a time: of 100,000 items the site makes these from its columns, and no values.
    """

    uid: str
    parent: str
    kind: Kind
    number: str
    title: str
    text: str
    sides: Sequence[str]
    start: str
    due: str
    recurrence: Recurrence
    targets: str
    milestones: str
    basis: str
    weight: str
    after: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Where each duty goes: leads of each party, then supports of each party."""

    slots: Mapping[tuple[str, str], int]
    names: wording.Names

    @classmethod
    def of(cls, plan: Plan, organisations: Iterable[Organisation], day: date | None = None) -> "Sides":
        """Return the sides of a plan with the names that its organisations have on a day."""
        pairs = itertools.product((Role.LEAD.value, Role.SUPPORT.value), (party.code for party in plan.parties))
        return cls({pair: at for at, pair in enumerate(pairs)}, wording.names_of(organisations, day))

    def cells(self, duties: Iterable[tuple[str, str, str, str]]) -> list[str]:
        """Return the cells of an item's duties, each as (role, party's code, organisation's code, name as written)."""
        cells = [""] * len(self.slots)
        for role, party, organisation, written in duties:
            at = self.slots.get((role, party))
            if at is None:
                continue
            name = self.names.get(organisation) or written or organisation
            if not cells[at]:
                cells[at] = name
            elif name not in cells[at].split("、"):
                cells[at] += f"、{name}"
        return cells


def rows(
    plan: Plan,
    organisations: Iterable[Organisation],
    *,
    day: date | None = None,
    language: str = "zh",
    cells: Iterable[Cells] | None = None,
) -> Iterator[Row]:
    """Yield the items in reading order, one row of texts each (days ISO 8601), as :func:`columns` says.

    ``cells`` are the plan's items in reading order where they are not in the plan itself.
    """
    tongue = 1 if language.lower().startswith("en") else 0
    kinds = {kind: words[tongue] for kind, words in wording.KINDS.items()}
    recurrences = {each: words[tongue] for each, words in wording.RECURRENCES.items()}
    titles: dict[str, tuple[str, str]] = {}
    for cell in _cells(plan, organisations, day) if cells is None else cells:
        direction, action = titles.get(cell.parent, ("", ""))
        if cell.kind is Kind.DIRECTION:
            direction = cell.title
        elif cell.kind is Kind.ACTION:
            action = cell.title
        titles[cell.uid] = (direction, action)
        yield [
            _house_form(cell.number),
            kinds[cell.kind],
            direction,
            action,
            cell.title,
            cell.text,
            *cell.sides,
            cell.start,
            cell.due,
            recurrences[cell.recurrence],
            cell.targets,
            cell.milestones,
            cell.basis,
            cell.weight,
            cell.uid,
            cell.parent,
            cell.after,
        ]


_house_form = lru_cache(maxsize=4096)(house_form)  # the items of one level share their few numbers


def _cells(plan: Plan, organisations: Iterable[Organisation], day: date | None) -> Iterator[Cells]:
    sides = Sides.of(plan, organisations, day)
    basis = {each.uid: each.title for each in plan.basis}
    for item in ordered(plan.items):
        yield Cells(
            uid=item.uid,
            parent=item.parent or "",
            kind=item.kind,
            number=item.number,
            title=item.title,
            text=item.text,
            sides=sides.cells((duty.role, duty.party, duty.organisation, duty.name) for duty in item.duties),
            start=item.start.isoformat() if item.start else "",
            due=item.due.isoformat() if item.due else "",
            recurrence=item.recurrence,
            targets=joined(wording.target_words(each) for each in item.targets),
            milestones=joined(milestone_words(each.due, each.title) for each in item.milestones),
            basis=joined(basis.get(uid, uid) for uid in item.basis),
            weight=wording.number_words(item.weight),
            after=joined(item.after),
        )


def joined(parts: Iterable[str]) -> str:
    """Join the parts of one cell."""
    return "；".join(parts)


def milestone_words(due: date, title: str) -> str:
    """Say a milestone in one phrase."""
    return f"{due.isoformat()} {title}"


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in _FORMULA else cell


def plan_csv(
    plan: Plan,
    organisations: Iterable[Organisation],
    *,
    day: date | None = None,
    language: str = "zh",
    cells: Iterable[Cells] | None = None,
) -> Iterator[bytes]:
    """Yield all items as CSV (RFC 4180, UTF-8 with byte order mark, for spreadsheets) in pieces of some hundred rows.

    A text that a spreadsheet would take for a formula gets an apostrophe before it. ``cells`` as in :func:`rows`.
    """
    out = io.StringIO(newline="")
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow([title for title, _ in columns(plan, language)])
    for count, row in enumerate(rows(plan, organisations, day=day, language=language, cells=cells), start=1):
        # One search over the whole row: looking at each of 24 cells took as long as writing them.
        risky = _RISKY.search("\0".join(["", *row]))
        writer.writerow([_plain(cell) for cell in row] if risky else row)
        if count % _CHUNK_ROWS == 0:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()
