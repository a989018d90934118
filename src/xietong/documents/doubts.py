"""Takes what was found in a text; gives the notices of what a reader should look at, one for each cause."""

from collections.abc import Iterable

from xietong.basics import Span, Wording
from xietong.documents import bodies
from xietong.documents.draft import Deadline, Notice, Unit
from xietong.documents.findings import Findings
from xietong.documents.passage import Passage

# What a short name may leave out: whose it is.
_OWNERS = {
    "省": "province",
    "市": "city",
    "区": "district",
    "县": "county",
    "州": "prefecture",
    "委": "commission",
    "厅": "department",
    "局": "bureau",
}
_SHOWN = 3


def doubts(passage: Passage, findings: Findings, impossible: Iterable[Span]) -> tuple[Notice, ...]:
    """Tell of short names whose owner is not told, of times that name no day, and of days that cannot be.

    ``impossible`` are the places of the last in the text.
    """
    return (
        *_short_names(findings.units),
        *(_no_year(one) for one in findings.deadlines if one.start is None and one.end is None and not one.recurring),
        *(Notice("date_impossible", _no_day(one.quote(passage.plain)), one) for one in impossible),
    )


def _short_names(units: Iterable[Unit]) -> list[Notice]:
    """One notice for all short names that wait for the same owner, at the first of them."""
    waiting: dict[str, dict[str, Span]] = {}
    for unit in units:
        owner = unit.name[:1]
        if owner in _OWNERS and not unit.resolved and unit.name not in bodies.local():
            waiting.setdefault(owner, {}).setdefault(unit.name, unit.span)
    return [
        Notice("unit_unresolved", _short(list(names), owner), next(iter(names.values())))
        for owner, names in waiting.items()
    ]


def _short(names: list[str], owner: str) -> Wording:
    shown = [f"“{name}”" for name in names[:_SHOWN]]
    more = len(names) - len(shown)
    counted = f"等{len(names)}个单位" if more else ""
    listed = ", ".join(shown) + (f" and {more} more" if more else "")
    verb = "are short names" if len(names) > 1 else "is a short name"
    return Wording(
        f"{''.join(shown)}{counted}是简称，文中没有写明是哪个{owner}",
        f"{listed} {verb}; the text does not tell which {_OWNERS[owner]}",
    )


def _no_year(one: Deadline) -> Notice:
    wording = Wording(f"“{one.text}”未写明年份", f"no year is told for “{one.text}”")
    return Notice("date_ambiguous", wording, one.span)


def _no_day(written: str) -> Wording:
    return Wording(f"“{written}”不是可用的日期", f"“{written}” is no day that can be set")
