"""Takes expressions and what their references stand for; gives exact values, and the order to compute them in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal

from xietong.basics import Refusal
from xietong.measuring.grammar import Call, Node, Number, Operation, Reference, parse, references
from xietong.measuring.indicator import Indicator
from xietong.measuring.observation import State

# 40 significant digits: 18-digit values keep 22 more, so that rounding to an indicator's decimals is not disturbed.
PRECISE = Context(prec=40, rounding=ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reference stands for: a value, or why there is none."""

    value: Decimal | None
    state: State = State.REPORTED


@dataclass(frozen=True, slots=True)
class Counts:
    """How many organisations stand below a node, and how many of them reported an indicator."""

    units: int = 1
    reporting: Callable[[Reference], int] = lambda _: 0


Lookup = Callable[[Reference], Reading]
_WEIGHTIEST = (State.NOT_REPORTED, State.WITHHELD, State.NOT_APPLICABLE)
_NOTHING_TO_DIVIDE_BY = Reading(None, State.NOT_APPLICABLE)
_COMPARED: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_COMPUTED: Mapping[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": PRECISE.add,
    "-": PRECISE.subtract,
    "neg": PRECISE.subtract,
    "*": PRECISE.multiply,
    "/": PRECISE.divide,
}


def evaluate_expression(tree: Node, lookup: Lookup, counts: Counts | None = None) -> Reading:
    """Return the value of a tree.

    A part without a value makes the whole without one: the weightiest reason of its parts (not reported, withheld, not
    applicable). Dividing by zero is not applicable. ``if`` looks only at the branch it takes; ``given`` replaces a
    missing value, whatever the reason. A true comparison is 1, a false one 0.

    >>> evaluate_expression(parse("[A] / 3 * 3"), lambda _: Reading(Decimal(3))).value
    Decimal('3')
    >>> evaluate_expression(parse("1 / [A]"), lambda _: Reading(Decimal(0))).state.value
    'not_applicable'
    """
    known = counts or Counts()
    match tree:
        case Number(value):
            return Reading(value)
        case Reference():
            return lookup(tree)
        case Operation(sign, left, right):
            return _operate(sign, evaluate_expression(left, lookup, known), evaluate_expression(right, lookup, known))
        case Call():
            return _CALLED[tree.name](tree.arguments, lookup, known)


def _operate(sign: str, left: Reading, right: Reading) -> Reading:
    if left.value is None or right.value is None:
        return Reading(None, next(one for one in _WEIGHTIEST if one in (left.state, right.state)))
    if sign in _COMPARED:
        return Reading(Decimal(int(_COMPARED[sign](left.value, right.value))))
    if sign == "/" and right.value == 0:
        return _NOTHING_TO_DIVIDE_BY
    return Reading(_COMPUTED[sign](left.value, right.value))


def _if(arguments: tuple[Node, ...], lookup: Lookup, counts: Counts) -> Reading:
    asked = evaluate_expression(arguments[0], lookup, counts)
    if asked.value is None:
        return asked
    return evaluate_expression(arguments[1 if asked.value != 0 else 2], lookup, counts)


def _per(arguments: tuple[Node, ...], lookup: Lookup, counts: Counts) -> Reading:
    value, population, base = (evaluate_expression(one, lookup, counts) for one in arguments)
    return _operate("/", _operate("*", value, base), population)


def _given(arguments: tuple[Node, ...], lookup: Lookup, counts: Counts) -> Reading:
    found = evaluate_expression(arguments[0], lookup, counts)
    return found if found.value is not None else evaluate_expression(arguments[1], lookup, counts)


def _reporting(arguments: tuple[Node, ...], _: Lookup, counts: Counts) -> Reading:
    asked = arguments[0]
    return Reading(Decimal(counts.reporting(asked) if isinstance(asked, Reference) else 0))


_CALLED: Mapping[str, Callable[[tuple[Node, ...], Lookup, Counts], Reading]] = {
    "if": _if,
    "per": _per,
    "given": _given,
    "units": lambda arguments, lookup, counts: Reading(Decimal(counts.units)),  # noqa: ARG005
    "reporting": _reporting,
}


def order_of(indicators: Iterable[Indicator]) -> tuple[str, ...]:
    """Return the codes of the computed indicators so that each comes after those it refers to.

    Errors: Refusal ``expression-cycle`` (names the way round; an earlier period of itself is no cycle),
    ``no-such-indicator``, and those of ``parse``.

    >>> order_of([Indicator("C", "丙", expression="[B] + 1"), Indicator("B", "乙", expression="[A]"),
    ...           Indicator("A", "甲")])
    ('B', 'C')
    """
    known = {one.code: one for one in indicators}
    needs = {code: _needs(one, known) for code, one in known.items() if one.computed}
    done: dict[str, None] = {}
    for code in sorted(needs):
        _visit(code, needs, done, ())
    return tuple(done)


def check_among(indicator: Indicator, known: Mapping[str, Indicator]) -> None:
    """Refuse a definition that does not fit those it stands among (``known``, itself included): weight and formula.

    Only what the formula rests on is looked at, however many others there are. Errors: Refusal ``no-such-weight``,
    those of ``order_of`` and ``check_references``.

    >>> check_among(Indicator("A", "甲", expression="[B]"), {"B": Indicator("B", "乙")})
    """
    if indicator.weight and indicator.weight not in known:
        raise Refusal(
            "no-such-weight",
            zh=f"没有编码为“{indicator.weight}”的指标可作权数；请先登记，或另选。",
            en=f"There is no indicator {indicator.weight} to weigh by; register it first, or choose another.",
            field="weight",
        )
    needs: dict[str, tuple[str, ...]] = {}
    todo = [indicator]
    while todo:
        one = todo.pop()
        if one.computed and one.code not in needs:
            needs[one.code] = _needs(one, known)
            todo += [known[code] for code in needs[one.code]]
    _visit(indicator.code, needs, {}, ())
    if indicator.computed:
        check_references(indicator, known)


def check_references(indicator: Indicator, known: Mapping[str, Indicator]) -> None:
    """Refuse a formula that rests on no indicator, on one of another kind of period, or on a category it does not have.

    Errors: Refusal ``formula-of-nothing``, ``other-kind-of-period``, ``no-such-category``.

    >>> check_references(Indicator("A", "甲", expression="[B] * 2"), {"B": Indicator("B", "乙")})
    """
    found = references(parse(indicator.expression))
    if not found:
        raise Refusal(
            "formula-of-nothing",
            zh="公式至少要引用一个指标，写作 [编码]；没有引用就没有填报单位和时期。",
            en="A formula refers to at least one indicator, as [code]: else it has neither bodies nor periods.",
            field="expression",
        )
    for one in found:
        if known[one.code].period_type is not indicator.period_type:
            raise Refusal(
                "other-kind-of-period",
                zh=f"公式引用的 {one.code} 按另一种时期填报，同一时期里没有它的数；公式与所引用指标的时期类型应一致。",
                en=f"{one.code} in the formula is asked for by another kind of period: it has no figure for the same "
                "one; a formula and what it refers to have one kind of period.",
                field="expression",
            )
        there = {(each.code, category.code) for each in known[one.code].dimensions for category in each.categories}
        strange = [
            f"{dimension}={category}" for dimension, category in one.filters if (dimension, category) not in there
        ]
        if strange:
            offered = "、".join(sorted(f"{dimension}={category}" for dimension, category in there))
            raise Refusal(
                "no-such-category",
                zh=f"指标 {one.code} 没有分组“{strange[0]}”；可用：{offered or '无'}。",
                en=f"{one.code} is not told apart by {strange[0]}; there is: {offered or 'nothing'}.",
                field="expression",
            )


def _needs(indicator: Indicator, known: Mapping[str, Indicator]) -> tuple[str, ...]:
    found = references(parse(indicator.expression))
    for one in found:
        if one.code not in known:
            raise Refusal(
                "no-such-indicator",
                zh=f"指标“{indicator.code}”的公式引用了不存在的指标“{one.code}”，请改正。",
                en=f"The formula of {indicator.code} refers to {one.code}, which does not exist; mend it.",
                field="expression",
            )
    return tuple(dict.fromkeys(one.code for one in found if not (one.periods or one.years)))


def _visit(code: str, needs: Mapping[str, tuple[str, ...]], done: dict[str, None], path: tuple[str, ...]) -> None:
    if code in path:
        way = " → ".join([*path[path.index(code) :], code])
        raise Refusal(
            "expression-cycle",
            zh=f"公式互相引用成环：{way}。请改其中一个。",
            en=f"Formulas refer to each other in a circle: {way}. Change one of them.",
            field="expression",
        )
    if code in done or code not in needs:
        return
    for other in needs[code]:
        _visit(other, needs, done, (*path, code))
    done[code] = None
