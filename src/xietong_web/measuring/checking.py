"""Takes the cells of a submission; gives what the data set's rules and the figures around them make of each."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from xietong import measuring
from xietong.basics import Finding
from xietong.measuring import Reading, Reference, Scale, State
from xietong_web.measuring.models import DataSet, Submission
from xietong_web.measuring.services import definitions_of

SIZES = frozenset({Scale.COUNT, Scale.AMOUNT})
NEAR = 200  # bodies on either side that a value is compared with


def findings_of(row: Submission, cells: Mapping[str, str] | None = None) -> list[Finding]:
    """Return what is noticed in a submission: broken rules, jumps from a year before, values far from the others'.

    ``cells`` stand in for the stored ones while somebody types. ``subject`` of each is a cell's key or a rule's code.
    """
    given = dict(row.cell_values() if cells is None else cells)
    known = definitions_of(row.data_set.plan)
    year_before = row.period_value.back(years=1).code
    before = _cells_on(row.data_set, row.organisation_id, year_before)
    found = list(_rules(row, given, {year_before: before}, known))
    for key, entry in given.items():
        value, _ = measuring.value_of(entry)
        old, _ = measuring.value_of(before.get(key, ""))
        if value is not None and old is not None:
            jump = measuring.year_on_year(Reading(value), Reading(old), subject=key)
            found += [jump] if jump else []
    return found + list(_outliers(row, given, before, known))


def broken_rules(row: Submission) -> list[Finding]:
    """Return the rules that a submission breaks, without looking at what others say."""
    return list(_rules(row, row.cell_values(), {}, definitions_of(row.data_set.plan)))


def _rules(
    row: Submission,
    cells: Mapping[str, str],
    said: Mapping[str, Mapping[str, str]],
    known: Mapping[str, measuring.Indicator],
) -> Iterator[Finding]:
    """Check the rules of a submission's form; ``said`` is what stands for earlier periods, as far as it is known."""
    earlier = dict(said)

    def lookup(reference: Reference) -> Reading:
        if not (reference.periods or reference.years):
            return reading_of(cells, reference, known)
        code = measuring.period_of(reference, row.period_value).code
        if code not in earlier:
            earlier[code] = _cells_on(row.data_set, row.organisation_id, code)
        return reading_of(earlier[code], reference, known)

    for rule in row.data_set.rule_values():
        finding = measuring.check_rule(rule, lookup, subject=rule.code)
        if finding is not None:
            yield finding


def reading_of(cells: Mapping[str, str], reference: Reference, known: Mapping[str, measuring.Indicator]) -> Reading:
    """Return what a reference stands for in one organisation's cells: the sum over the categories it leaves open."""
    indicator = known.get(reference.code)
    if indicator is None:
        return Reading(None, State.NOT_REPORTED)
    wanted = set(reference.filters)
    entries = [
        measuring.value_of(cells.get(measuring.cell_key(indicator.code, dimensions), ""))
        for dimensions in measuring.form_cells(indicator)
        if wanted <= set(dimensions)
    ]
    values = [value for value, _ in entries if value is not None]
    if values:
        return Reading(sum(values, Decimal(0)))
    states = [state for _, state in entries]
    counts = {state: states.count(state) for state in State}
    return Reading(
        None,
        measuring.state_of(0, counts[State.NOT_REPORTED], counts[State.NOT_APPLICABLE], counts[State.WITHHELD]),
    )


def _cells_on(data_set: DataSet, organisation: int, period: str) -> dict[str, str]:
    """Return the entries that stand for an organisation and period, of the latest submission."""
    row = data_set.submissions.standing().filter(organisation=organisation, period=period).first()
    return row.cell_values() if row else {}


def _outliers(
    row: Submission, cells: Mapping[str, str], before: Mapping[str, str], known: Mapping[str, measuring.Indicator]
) -> Iterator[Finding]:
    """Compare each value with those of the other organisations of its party in the same period.

    Counties differ in size by far more than they change: of counts and amounts the growth in a year is compared.
    """
    others, earlier = _others(row, row.period), _others(row, row.period_value.back(years=1).code)
    for key, entry in cells.items():
        indicator = known.get(measuring.split_key(key)[0])
        if indicator is None:
            continue
        grows = indicator.scale in SIZES
        own = _compared(entry, before.get(key, ""), grows=grows)
        if own is not None:
            rest = [
                _compared(each.get(key, ""), earlier.get(body, {}).get(key, ""), grows=grows)
                for body, each in others.items()
            ]
            readings = [Reading(own), *(Reading(value) for value in rest if value is not None)]
            subjects = [key, *("" for _ in readings[1:])]
            yield from (
                finding for finding in measuring.outliers(readings, subjects, growth=grows) if finding.subject == key
            )


def _others(row: Submission, period: str) -> dict[int, dict[str, str]]:
    """Return what others of the party say: of many, those registered next to it, which are its neighbours mostly.

    A check while somebody types cannot read what twenty thousand schools say.
    """
    rows = (
        row.data_set.submissions.standing().filter(party=row.party_id, period=period).order_by("organisation", "number")
    )
    near = (
        rows.filter(organisation__gt=row.organisation_id)[:NEAR],
        rows.filter(organisation__lt=row.organisation_id).order_by("-organisation", "-number")[:NEAR],
    )
    said = {each.organisation_id: each for half in near for each in sorted(half, key=lambda one: one.number)}
    return {body: each.cell_values() for body, each in said.items()}


def _compared(entry: str, before: str, *, grows: bool) -> Decimal | None:
    value, _ = measuring.value_of(entry)
    old, _ = measuring.value_of(before)
    if not grows:
        return value
    return round(value / old, 4) if value is not None and old else None
