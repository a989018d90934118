"""The oracle: the same definitions as the engine, written out over dictionaries and Decimal, one value at a time."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from xietong.measuring import Adding, Indicator, Membership, Observation, State, Succession

STATES = (State.REPORTED, State.NOT_REPORTED, State.NOT_APPLICABLE, State.WITHHELD)


def shares(
    organisation: str, hierarchy: str, day: date, memberships: Sequence[Membership], successions: Sequence[Succession]
) -> dict[str, Fraction]:
    """Walk up from one organisation, way by way."""
    found: dict[str, Fraction] = defaultdict(Fraction)
    todo = [(organisation, Fraction(1))]
    while todo:
        at, share = todo.pop()
        found[at] += share
        became = [one for one in successions if one.predecessor == at and one.day <= day]
        if became:
            todo += [(one.successor, share * Fraction(one.weight)) for one in became]
            continue
        todo += [
            (row.parent, share * Fraction(row.weight))
            for row in memberships
            if row.organisation == at and row.hierarchy == hierarchy and row.parent is not None
            and (row.start is None or row.start <= day) and (row.end is None or day <= row.end)
        ]  # fmt: skip
    return found


def known_on(
    organisation: str, hierarchy: str, day: date, memberships: Sequence[Membership], successions: Sequence[Succession]
) -> bool:
    """Tell whether an organisation stands anywhere in the hierarchy on a day."""
    live = [
        row for row in memberships
        if row.hierarchy == hierarchy and not [s for s in successions if s.predecessor == row.organisation and s.day <= day]
        and (row.start is None or row.start <= day) and (row.end is None or day <= row.end)
    ]  # fmt: skip
    named = {row.organisation for row in live} | {row.parent for row in live}
    for one in successions:
        if one.day <= day:
            named |= {one.predecessor, one.successor}
    return organisation in named


Line = dict[str, object]


def roll_up(
    observations: Sequence[Observation],
    indicator: Indicator,
    node: str,
    period: object,
    share_of: Mapping[str, Fraction],
) -> tuple[Decimal | None, dict[str, int]] | None:
    """Give the value (28 digits after a division, exact otherwise) and the counts; None when nothing stands there.

    ``share_of`` is the share of every organisation in the node; not listed: none.
    """
    mine = [
        one for one in observations
        if one.indicator == indicator.code and one.period == period and share_of.get(one.organisation)
        and (indicator.over_organisations is not Adding.NONE or one.organisation == node)
    ]  # fmt: skip
    if not mine:
        return None
    weights = {
        (one.organisation, one.dimensions): one.value
        for one in observations
        if one.indicator == indicator.weight and one.period == period and one.value is not None
    }
    judged = []
    for one in mine:
        weight, state = None, one.state
        if indicator.over_organisations is Adding.WEIGHTED_MEAN and state is State.REPORTED:
            weight = weights.get((one.organisation, one.dimensions), weights.get((one.organisation, ())))
            state = State.NOT_REPORTED if weight is None else state
        judged.append((one.organisation, one.value, weight, state))
    counts = {str(state): sum(line[3] is state for line in judged) for state in STATES}
    counts["units"] = len({line[0] for line in judged if line[3] is State.REPORTED})
    there = [(Fraction(v or 0), Fraction(w or 0), share_of[o]) for o, v, w, state in judged if state is State.REPORTED]
    return (_value(there, indicator.over_organisations) if there else None), counts


def _value(there: list[tuple[Fraction, Fraction, Fraction]], adding: Adding) -> Decimal | None:
    whole = sum((share for _, _, share in there), Fraction(0))
    if adding in (Adding.SUM, Adding.NONE):
        return exact(sum((value * share for value, _, share in there), Fraction(0)))
    if adding is Adding.MEAN:
        return divided(sum((value * share for value, _, share in there), Fraction(0)), whole)
    if adding is Adding.SHARE:
        return divided(sum((share for value, _, share in there if value > 0), Fraction(0)), whole)
    if adding is Adding.WEIGHTED_MEAN:
        weight = sum((weight * share for _, weight, share in there), Fraction(0))
        return divided(sum((v * w * share for v, w, share in there), Fraction(0)), weight) if weight else None
    ordered = sorted(value for value, _, _ in there)
    middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
    return divided(sum(middle, Fraction(0)), Fraction(len(middle)))


def exact(number: Fraction) -> Decimal:
    with localcontext(prec=200):
        return Decimal(number.numerator) / Decimal(number.denominator)


def divided(number: Fraction, by: Fraction) -> Decimal:
    whole = number / by
    with localcontext(prec=28):
        return Decimal(whole.numerator) / Decimal(whole.denominator)


Tree = tuple[Any, ...]
Told = Decimal | State
WEIGHTIEST = (State.NOT_REPORTED, State.WITHHELD, State.NOT_APPLICABLE)


def formula(tree: Tree, ask: Callable[[Tree], Told], units: int, reporting: Callable[[Tree], int]) -> Told:
    """Give what a formula gives, or why it gives nothing: every step in 40 digits, half to even.

    A tree is its sign or name and its parts; a number is ``("number", value)``, and what is referred to ``("of", …)``.
    """
    kind, parts = tree[0], tree[1:]
    if kind == "number":
        return Decimal(parts[0])
    if kind == "of":
        return ask(tree)
    if kind in ("units", "reporting"):
        return Decimal(units if kind == "units" else reporting(parts[0]))
    first = formula(parts[0], ask, units, reporting)
    if kind == "given":
        return formula(parts[1], ask, units, reporting) if isinstance(first, State) else first
    if kind == "if":
        return first if isinstance(first, State) else formula(parts[1 if first else 2], ask, units, reporting)
    others = [formula(one, ask, units, reporting) for one in parts[1:]]
    if kind == "per":
        return _step("/", _step("*", first, others[1]), others[0])
    return _step(kind, first, others[0])


def _step(sign: str, one: Told, other: Told) -> Told:
    missing = [each for each in (one, other) if isinstance(each, State)]
    if missing:
        return next(each for each in WEIGHTIEST if each in missing)
    left, right = (Fraction(each) for each in (one, other) if isinstance(each, Decimal))
    if sign == "/" and right == 0:
        return State.NOT_APPLICABLE
    if sign in ("<", ">=", "="):
        return Decimal(int({"<": left < right, ">=": left >= right, "=": left == right}[sign]))
    exact_ = {"+": left + right, "-": left - right, "*": left * right, "/": left / (right or 1)}[sign]
    with localcontext(prec=40):
        return Decimal(exact_.numerator) / Decimal(exact_.denominator)


def written(tree: Tree) -> str:
    """Write a tree as a formula."""
    kind, parts = tree[0], tree[1:]
    if kind == "number":
        return f"({parts[0]})"
    if kind == "of":
        code, sex, back, years = parts
        look = f" @ -{back}" if back else " @ -1y" if years else ""
        return f"[{code}{f'|sex={sex}' if sex else ''}{look}]"
    if kind in ("given", "if", "per", "units", "reporting"):
        return f"{kind}({', '.join(written(one) for one in parts)})"
    return f"({written(parts[0])} {kind} {written(parts[1])})"
