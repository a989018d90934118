"""Takes a submission; gives its grid: sections of indicators, a cell per combination of categories."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from xietong import measuring
from xietong.basics import Finding
from xietong.measuring import Categories, FormColumn, Indicator
from xietong_web.measuring.checking import findings_of
from xietong_web.measuring.models import DataSet, Submission
from xietong_web.measuring.services import definitions_of, rule_codes
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
        return shown(self.before)

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
    """Return a submission's grid with the findings at their cells; the last section has what is about no cell of it."""
    known, entries = definitions_of(row.data_set.plan), row.cell_values()
    before = _before(row)
    open_ = set(row.open_cells) if row.open_cells is not None else None
    placed, rest = _placed(row, known, findings_of(row))
    sections = []
    for section in row.data_set.section_list():
        lines = []
        for code in section["indicators"]:
            if code in known:
                cells = [
                    _cell(known[code], dimensions, entries, before, placed, editable=editable, open_=open_)
                    for dimensions in measuring.form_cells(known[code])
                ]
                lines.append(Line(known[code], cells))
        sections.append(Section(_title(section), lines, []))
    if sections:
        sections[-1].findings.extend(rest)
    return sections


def _placed(
    row: Submission, known: Mapping[str, Indicator], findings: Sequence[Finding]
) -> tuple[dict[str, list[Finding]], list[Finding]]:
    """Return findings by the key of the cell that they stand at, and those of none.

    A broken rule stands at the first cell of every indicator that it speaks of.
    """
    asked = {
        each.code: list(measuring.form_cells(each)) for each in known.values() if each.code in row.data_set.codes()
    }
    first = {code: measuring.cell_key(code, cells[0]) for code, cells in asked.items()}
    keys = {measuring.cell_key(code, one) for code, cells in asked.items() for one in cells}
    spoken = {rule.code: rule_codes(rule) for rule in row.data_set.rule_values()}
    placed: dict[str, list[Finding]] = {}
    rest: list[Finding] = []
    for finding in findings:
        rule = finding.code == "rule_broken"
        here = [first[code] for code in spoken.get(finding.subject, ()) if code in first] if rule else [finding.subject]
        for key in here:
            placed.setdefault(key, []).append(finding)
        if not set(here) & keys:
            rest.append(finding)
    return placed, rest


def _title(section: Mapping[str, str]) -> str:
    from xietong_web.measuring.figures import english

    return section.get("title_en") or section["title"] if english() else section["title"]


def _cell(
    indicator: Indicator,
    dimensions: Categories,
    entries: Mapping[str, str],
    before: Mapping[str, str],
    placed: Mapping[str, list[Finding]],
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
        findings=list(placed.get(key, ())),
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
    earlier = row.period_value.back(years=1).code
    found = row.data_set.submissions.standing().filter(organisation=row.organisation_id, period=earlier)
    last = found.order_by("-number").first()
    return last.cell_values() if last else {}


def typed_cells(row: Submission, keys: Iterable[str], typed: Mapping[str, str]) -> list[Cell]:
    """Return cells as they are being typed, and those that a rule now stands at, with what the checks make of them."""
    known = definitions_of(row.data_set.plan)
    cells, wrong = measuring.read_cells(typed, [known[each] for each in row.data_set.codes() if each in known])
    bad = {finding.subject: finding for finding in wrong}
    entries = {**row.cell_values(), **{name: entry for name, entry in cells.items() if name not in bad}}
    placed, _ = _placed(row, known, findings_of(row, entries))
    placed |= {key: [finding] for key, finding in bad.items()}
    entries |= {key: typed[key] for key in bad}
    before, found = _before(row), []
    ruled = [key for key, told in placed.items() if any(finding.code == "rule_broken" for finding in told)]
    for key in dict.fromkeys([*keys, *ruled]):
        code, dimensions = measuring.split_key(key)
        if key in cells and code in known:
            found.append(_cell(known[code], dimensions, entries, before, placed, editable=True, open_=None))
    return found


def cell_name(indicator: Indicator, key: str) -> str:
    """Return what a cell is called: its indicator and its categories."""
    _, dimensions = measuring.split_key(key)
    return f"{named(indicator)} {label_of(indicator, dimensions)}".strip()


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
        code, _ = measuring.split_key(key)
        if code in known:
            found.append(Difference(key, cell_name(known[code], key), shown(old.get(key, "")), shown(new.get(key, ""))))
    return found


def shown(entry: str) -> str:
    """Return an entry as it is read: its state in words, a number with its thousands apart."""
    found = STATES.get(entry)
    return said(found) if found else grouped(entry)


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
