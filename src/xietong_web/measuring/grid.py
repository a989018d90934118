"""Takes a submission; gives its grid: sections of indicators, a cell per combination of categories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from xietong import measuring
from xietong.basics import Finding
from xietong.measuring import Categories, FormColumn, Indicator
from xietong_web.measuring.checking import findings_of, years_before
from xietong_web.measuring.models import DataSet, Submission
from xietong_web.measuring.services import definitions_of
from xietong_web.measuring.words import STATES, unit_said
from xietong_web.theme.templatetags.theme import named, said


@dataclass(slots=True)
class Cell:
    """A cell: its key and label, the entry, the one of a year before, whether it may change, what is noticed."""

    key: str
    label: str
    entry: str
    before: str
    unit: str
    name: str = ""
    editable: bool = False
    findings: list[Finding] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The word of the state that an entry stands for; empty for a number."""
        found = STATES.get(self.entry)
        return said(found) if found else ""

    @property
    def state_before(self) -> str:
        """The same of the year before."""
        found = STATES.get(self.before)
        return said(found) if found else grouped(self.before)

    @property
    def text(self) -> str:
        """The number as it is read: with its thousands apart, in the places in which it was given."""
        return grouped(self.entry)

    @property
    def wrong(self) -> bool:
        """Tell whether something is wrong, not only noticed."""
        return any(finding.severity.value == "error" for finding in self.findings)


def grouped(entry: str) -> str:
    """Return a number with its thousands apart; anything else as it is.

    >>> grouped("12345.60"), grouped("/")
    ('12,345.60', '/')
    """
    value, _ = measuring.value_of(entry)
    return entry if value is None else f"{value:,f}"


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator in the grid."""

    indicator: Indicator
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the grid."""

    title: str
    lines: list[Line]
    findings: list[Finding]


def grid_of(row: Submission, *, editable: bool) -> list[Section]:
    """Return a submission's grid with the findings at their cells; broken rules stand with the last section."""
    known, entries = definitions_of(row.data_set.plan), row.cell_values()
    findings = findings_of(row)
    before = _before(row)
    open_ = set(row.open_cells) if row.open_cells is not None else None
    sections = []
    for section in row.data_set.section_list():
        lines = []
        for code in section["indicators"]:
            if code in known:
                cells = [
                    _cell(known[code], dimensions, entries, before, findings, editable=editable, open_=open_)
                    for dimensions in measuring.form_cells(known[code])
                ]
                lines.append(Line(known[code], cells))
        sections.append(Section(_title(section), lines, []))
    keys = {cell.key for section in sections for line in section.lines for cell in line.cells}
    rules = [finding for finding in findings if finding.subject not in keys]
    if sections:
        sections[-1].findings.extend(rules)
    return sections


def _title(section: Mapping[str, str]) -> str:
    from xietong_web.measuring.panels import english

    return section.get("title_en") or section["title"] if english() else section["title"]


def _cell(
    indicator: Indicator,
    dimensions: Categories,
    entries: Mapping[str, str],
    before: Mapping[str, str],
    findings: Sequence[Finding],
    *,
    editable: bool,
    open_: set[str] | None,
) -> Cell:
    key = measuring.cell_key(indicator.code, dimensions)
    return Cell(
        key=key,
        label=label_of(indicator, dimensions),
        entry=entries.get(key, ""),
        before=before.get(key, ""),
        unit=indicator.unit,
        name=named(indicator),
        editable=editable and (open_ is None or key in open_),
        findings=[finding for finding in findings if finding.subject == key],
    )


def label_of(indicator: Indicator, dimensions: Categories) -> str:
    """Return the categories of a cell in words; empty where the indicator has none."""
    words = []
    for code, category in dimensions:
        dimension = next(each for each in indicator.dimensions if each.code == code)
        words.append(named(next(each for each in dimension.categories if each.code == category)))
    return " · ".join(words)


def _before(row: Submission) -> Mapping[str, str]:
    """Return what the body said a year before."""
    earlier = years_before(row.period_value, 1).code
    found = row.data_set.submissions.standing().filter(organisation=row.organisation_id, period=earlier)
    last = found.order_by("-number").first()
    return last.cell_values() if last else {}


def typed_cell(row: Submission, key: str, typed: Mapping[str, str]) -> Cell:
    """Return one cell as it is being typed, with what the checks make of it beside the other cells."""
    known = definitions_of(row.data_set.plan)
    code, dimensions = measuring.split_key(key)
    indicator = known[code] if code in known else Indicator(code, code)
    cells, wrong = measuring.read_cells(typed, [known[each] for each in row.data_set.codes() if each in known])
    bad = {finding.subject for finding in wrong}
    good = {**row.cell_values(), **{name: entry for name, entry in cells.items() if name not in bad}}
    noticed = findings_of(row, good) if key not in bad else []
    about = [f for f in (*wrong, *noticed) if f.subject == key or (f.code == "rule_broken" and code in _text(f))]
    return Cell(
        key=key,
        label=label_of(indicator, dimensions) if code in known else "",
        entry=typed.get(key, "") if key in bad else cells.get(key, ""),
        before=_before(row).get(key, ""),
        unit=indicator.unit,
        name=named(indicator),
        editable=True,
        findings=about,
    )


def _text(finding: Finding) -> str:
    return finding.wording.en


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that differs from the submission before."""

    key: str
    label: str
    old: str
    new: str


def changes_since(row: Submission, others: QuerySet[Submission]) -> list[Difference]:
    """Return what differs from the last submission before this one that its own authority has accepted."""
    earlier = others.filter(number__lt=row.number).exclude(stood_from=None).order_by("-number").first()
    if earlier is None:
        return []
    known, old, new = definitions_of(row.data_set.plan), earlier.cell_values(), row.cell_values()
    found = []
    for key in sorted(measuring.differing(old, new)):
        code, dimensions = measuring.split_key(key)
        if code in known:
            label = f"{named(known[code])} {label_of(known[code], dimensions)}".strip()
            found.append(Difference(key, label, _shown(old.get(key, "")), _shown(new.get(key, ""))))
    return found


def _shown(entry: str) -> str:
    found = STATES.get(entry)
    return said(found) if found else entry


def columns_of(data_set: DataSet, known: Mapping[str, Indicator]) -> list[FormColumn]:
    """Return the columns of a data set's workbook."""
    columns = []
    for code in data_set.codes():
        if code not in known:
            continue
        indicator = known[code]
        group = f"{named(indicator)}（{unit_said(indicator.unit)}）" if indicator.unit else named(indicator)
        for dimensions in measuring.form_cells(indicator):
            label = label_of(indicator, dimensions)
            columns.append(FormColumn(measuring.cell_key(code, dimensions), label or named(indicator), group))
    return columns
