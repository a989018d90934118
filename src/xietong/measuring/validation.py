"""Takes rules and values; gives findings, each with an explanation that shows the figures on both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from xietong.basics import Finding, Severity, Wording
from xietong.measuring.expression import Counts, Lookup, Reading, evaluate_expression
from xietong.measuring.grammar import Node, Reference, parse, references
from xietong.measuring.observation import State


class Operator(StrEnum):
    """What must hold between left and right; the last two look only at whether values are there."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="
    BOTH_OR_NEITHER = "both-or-neither"
    NOT_BOTH = "not-both"


class Missing(StrEnum):
    """What to do when a value of the rule is missing: do not check, check unless all are missing, or take zero."""

    SKIP_IF_ANY = "skip-if-any"
    SKIP_IF_ALL = "skip-if-all"
    AS_ZERO = "as-zero"


@dataclass(frozen=True, slots=True)
class Rule:
    """A check of values of one unit and period: ``left operator right``, both expressions.

    With ``skip-if-all`` missing values count as zero as soon as one is there. ``wording`` says what is expected.
    """

    code: str
    left: str
    operator: Operator
    right: str
    missing: Missing = Missing.SKIP_IF_ANY
    severity: Severity = Severity.ERROR
    wording: Wording | None = None


def check_rule(rule: Rule, lookup: Lookup, counts: Counts | None = None, *, subject: str = "") -> Finding | None:
    """Return a finding when the rule is broken, None when it holds or is not to be checked.

    Not applicable counts as missing; withheld too, so that an explanation gives nothing away. Errors: those of
    ``parse``.

    >>> rule = Rule("girls", "[GIRLS]", Operator.AT_MOST, "[PUPILS]")
    >>> values = {"GIRLS": Decimal(12), "PUPILS": Decimal(10)}
    >>> check_rule(rule, lambda one: Reading(values[one.code])).wording.en
    'Rule girls is broken: [GIRLS] = 12, [PUPILS] = 10, expected [GIRLS] <= [PUPILS].'
    """
    left, right = parse(rule.left), parse(rule.right)
    if rule.operator in (Operator.BOTH_OR_NEITHER, Operator.NOT_BOTH):
        return _presence(rule, left, right, lookup, subject)
    read = [lookup(one) for one in dict.fromkeys(references(left) + references(right))]
    there = [one.value is not None for one in read]
    if read and not all(there) and (rule.missing is Missing.SKIP_IF_ANY or not (any(there) or _as_zero(rule))):
        return None

    def filled(reference: Reference) -> Reading:
        found = lookup(reference)
        return found if found.value is not None else Reading(Decimal(0))

    a, b = evaluate_expression(left, filled, counts), evaluate_expression(right, filled, counts)
    if a.value is None or b.value is None or _holds(rule.operator, a.value, b.value):
        return None
    return _broken(rule, _figure(a.value), _figure(b.value), subject)


def _as_zero(rule: Rule) -> bool:
    return rule.missing is Missing.AS_ZERO


def _presence(rule: Rule, left: Node, right: Node, lookup: Lookup, subject: str) -> Finding | None:
    a, b = (any(lookup(one).value is not None for one in references(side)) for side in (left, right))
    fine = a == b if rule.operator is Operator.BOTH_OR_NEITHER else not (a and b)
    if fine:
        return None
    said = {True: Wording(zh="有值", en="given"), False: Wording(zh="无值", en="missing")}
    return _broken(rule, said[a], said[b], subject)


def _holds(operator: Operator, left: Decimal, right: Decimal) -> bool:
    return {
        Operator.EQUAL: left == right,
        Operator.NOT_EQUAL: left != right,
        Operator.LESS: left < right,
        Operator.AT_MOST: left <= right,
        Operator.GREATER: left > right,
        Operator.AT_LEAST: left >= right,
    }[operator]


def _figure(value: Decimal) -> Wording:
    text = f"{value.normalize():f}"
    return Wording(zh=text, en=text)


def _broken(rule: Rule, left: Wording, right: Wording, subject: str) -> Finding:
    expected = rule.wording or Wording(
        zh=f"应有 {rule.left} {rule.operator} {rule.right}", en=f"expected {rule.left} {rule.operator} {rule.right}"
    )
    return Finding(
        code="rule_broken",
        wording=Wording(
            zh=f"不符合规则“{rule.code}”：{rule.left} = {left.zh}，{rule.right} = {right.zh}，{expected.zh}。",
            en=f"Rule {rule.code} is broken: {rule.left} = {left.en}, {rule.right} = {right.en}, {expected.en}.",
        ),
        severity=rule.severity,
        subject=subject,
    )


def modified_z_scores(values: Sequence[Decimal]) -> tuple[Fraction | None, ...]:
    """Return how far each value lies from the median: 0.6745 (x − median) / MAD, exact.

    Where MAD is zero (more than half of the values agree), (x − median) / (1.253314 × mean absolute deviation); None
    where all agree. Source: Iglewicz & Hoaglin, How to Detect and Handle Outliers, 1993; values beyond 3.5 stand out.

    >>> [float(x) for x in modified_z_scores([Decimal(x) for x in (1, 2, 3, 4, 100)])][-1]
    65.4265
    """
    numbers = [Fraction(one) for one in values]
    middle = _median(numbers)
    apart = [abs(one - middle) for one in numbers]
    spread = _median(apart)
    if spread:
        return tuple(Fraction("0.6745") * (one - middle) / spread for one in numbers)
    mean = sum(apart, Fraction(0)) / len(apart) if apart else Fraction(0)
    if not mean:
        return (None,) * len(numbers)
    return tuple((one - middle) / (Fraction("1.253314") * mean) for one in numbers)


def _median(numbers: Sequence[Fraction]) -> Fraction:
    ordered = sorted(numbers)
    half = len(ordered) // 2
    if not ordered:
        return Fraction(0)
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def outliers(
    values: Sequence[Reading],
    subjects: Sequence[str],
    *,
    limit: Decimal = Decimal("3.5"),
    least: int = 5,
    growth: bool = False,
) -> tuple[Finding, ...]:
    """Return a finding for every value that lies far from the others (of the same group, indicator and period).

    Values that are not reported are left out; below ``least`` reported values nothing is said. ``growth``: the values
    are times of a year before, and are called so.

    >>> found = outliers([Reading(Decimal(x)) for x in (1, 2, 3, 4, 100)], list("abcde"))
    >>> [(one.subject, one.wording.en) for one in found]
    [('e', '100 lies far from the middle of the 5 values (median 3); modified z-score 65.4, limit 3.5.')]
    """
    there = [(one.value, subject) for one, subject in zip(values, subjects, strict=True) if one.value is not None]
    if len(there) < least:
        return ()
    numbers = [value for value, _ in there]
    middle = _plain(_median([Fraction(one) for one in numbers]))
    found = []
    for (value, subject), score in zip(there, modified_z_scores(numbers), strict=True):
        if score is not None and abs(score) > Fraction(limit):
            shown = _grown(value) if growth else _figure(value)
            found.append(_outlier(shown, subject, middle, score, limit, len(there)))
    return tuple(found)


def _grown(value: Decimal) -> Wording:
    size = _plain(Fraction(value))
    return Wording(zh=f"为上年的{size}倍，", en=f"{size} times a year before")


def _outlier(shown: Wording, subject: str, middle: str, score: Fraction, limit: Decimal, count: int) -> Finding:
    size = f"{float(score):.1f}"
    return Finding(
        code="outlier",
        wording=Wording(
            zh=f"{shown.zh}远离同组{count}个值的中间水平（中位数{middle}）；修正z分数{size}，界限{limit}。",
            en=f"{shown.en} lies far from the middle of the {count} values (median {middle}); modified z-score {size}, "
            f"limit {limit}.",
        ),
        subject=subject,
    )


def _plain(number: Fraction) -> str:
    """Return a number to four digits, and never in powers of ten."""
    return f"{Decimal(f'{float(number):.4g}'):f}"


def year_on_year(
    now: Reading, before: Reading, *, ratio: Decimal = Decimal("1.5"), subject: str = ""
) -> Finding | None:
    """Return a finding when a value is more than ``ratio`` times that of a year before, or less than the inverse.

    A value of one sign against zero or the other sign is named too. Source: the usual plausibility check of official
    statistics (Eurostat, Methodology for data validation, 2018).

    >>> year_on_year(Reading(Decimal(300)), Reading(Decimal(100))).wording.en
    '300 is 3 times the value of a year before (100); between 1/1.5 and 1.5 times is usual.'
    """
    if now.value is None or before.value is None or now.value == before.value:
        return None
    new, old, limit = Fraction(now.value), Fraction(before.value), Fraction(ratio)
    if old == 0 or (new < 0) != (old < 0):
        return _jump(now.value, before.value, None, ratio, subject)
    times = new / old
    return None if 1 / limit <= times <= limit else _jump(now.value, before.value, times, ratio, subject)


def _jump(now: Decimal, before: Decimal, times: Fraction | None, ratio: Decimal, subject: str) -> Finding:
    new, old = _figure(now).en, _figure(before).en
    if times is None:
        wording = Wording(
            zh=f"{new}与上年的{old}无法相比（由零或异号变来），请核实。",
            en=f"{new} cannot be compared with {old} a year before (from zero or the other sign); check it.",
        )
    else:
        size = _plain(times)
        wording = Wording(
            zh=f"{new}是上年（{old}）的{size}倍，超出常见范围（1/{ratio}至{ratio}倍）。",
            en=f"{new} is {size} times the value of a year before ({old}); "
            f"between 1/{ratio} and {ratio} times is usual.",
        )
    return Finding(code="year_on_year", wording=wording, subject=subject)


def missing(value: Reading) -> bool:
    """Tell whether something is owed and has not come.

    >>> missing(Reading(None, State.NOT_REPORTED)), missing(Reading(None, State.NOT_APPLICABLE))
    (True, False)
    """
    return value.state is State.NOT_REPORTED
