"""Takes what people type into a cell of a form; gives one of the four states as it is kept, or what is wrong with it.

A cell's key names its indicator and categories as expressions do (``A1`` or ``A1|area=town|sex=f``). An entry is text:
a decimal with the indicator's places, empty for not reported, ``/`` for not applicable, ``*`` for withheld. Texts are
exact, compare as they stand and make one digest on every machine.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import product

from xietong.basics import Finding, Period, Refusal, Severity, Wording
from xietong.measuring.indicator import Dimension, Indicator, Scale, to_ticks
from xietong.measuring.observation import Categories, Observation, State

NOT_REPORTED, NOT_APPLICABLE, WITHHELD = "", "/", "*"
ENTRIES: Mapping[State, str] = {
    State.NOT_REPORTED: NOT_REPORTED,
    State.NOT_APPLICABLE: NOT_APPLICABLE,
    State.WITHHELD: WITHHELD,
}
_STATES = {entry: state for state, entry in ENTRIES.items()}
TYPED: Mapping[str, str] = {
    "": NOT_REPORTED, "未报": NOT_REPORTED, "未填报": NOT_REPORTED, "not reported": NOT_REPORTED,
    "/": NOT_APPLICABLE, "n/a": NOT_APPLICABLE, "na": NOT_APPLICABLE, "不适用": NOT_APPLICABLE,
    "not applicable": NOT_APPLICABLE,
    "*": WITHHELD, "保密": WITHHELD, "不公开": WITHHELD, "withheld": WITHHELD,
}  # fmt: skip
STATE_WORDS: Mapping[State, Wording] = {
    State.REPORTED: Wording("已填报", "reported"),
    State.NOT_REPORTED: Wording("未填报", "not reported"),
    State.NOT_APPLICABLE: Wording("不适用", "not applicable"),
    State.WITHHELD: Wording("不公开", "withheld"),
}
LONGEST = 40
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?(?:[eE][+-]?[0-9]{1,3})?|[+-]?\.[0-9]+")


def cell_key(indicator: str, dimensions: Categories = ()) -> str:
    """Return a cell's key.

    >>> cell_key("A1", (("area", "town"), ("sex", "f")))
    'A1|area=town|sex=f'
    """
    return "|".join([indicator, *(f"{name}={category}" for name, category in dimensions)])


def split_key(key: str) -> tuple[str, Categories]:
    """Return the indicator and the categories that a key names.

    >>> split_key("A1|sex=f")
    ('A1', (('sex', 'f'),))
    """
    indicator, *rest = key.split("|")
    pairs = (part.partition("=") for part in rest)
    return indicator, tuple((name, category) for name, _, category in pairs)


@lru_cache(maxsize=4096)
def form_cells(indicator: Indicator) -> tuple[Categories, ...]:
    """Return the combinations of categories that a form asks an indicator for; one empty one where it has none."""
    return tuple(tuple(sorted(pairs)) for pairs in product(*(_pairs(each) for each in indicator.dimensions)))


def _pairs(dimension: Dimension) -> list[tuple[str, str]]:
    return [(dimension.code, category.code) for category in dimension.categories]


def read_entry(typed: str, indicator: Indicator, subject: str = "") -> tuple[str, Finding | None]:
    """Return an entry as it is kept, and what is wrong with it (then the entry is what was typed).

    Full-width digits, thousands separators and a repeated unit are understood; ``subject`` names the cell.
    """
    text = unicodedata.normalize("NFKC", typed).strip()[: LONGEST + 1]
    known = TYPED.get(text.lower())
    if known is not None:
        return known, None
    if not _NUMBER.fullmatch(_plain(text, indicator.unit)):
        return typed, _wrong("no_number", subject, f"“{text}”不是数字", f"“{text}” is no number")
    try:
        to_ticks(number := read_number(text, indicator.unit), indicator.decimals)
    except Refusal as trouble:
        return typed, trouble.noticed(subject)
    if (impossible := _impossible(number, indicator)) is not None:
        return typed, Finding("impossible", impossible, Severity.ERROR, subject)
    return f"{number + 0:.{indicator.decimals}f}", None  # adding zero takes the sign off a negative one


def read_number(typed: str, unit: str = "") -> Decimal:
    """Return the number that was typed, exactly, as in a cell: full-width digits, thousands separators, its unit.

    A comma parts thousands and nothing else: ``12,5`` is no number, for some write so what others write ``12.5``.
    Errors: Refusal ``not-a-number``.

    >>> read_number("１，２００.50 %", "%")
    Decimal('1200.50')
    """
    plain = _plain(typed, unit)
    if not _NUMBER.fullmatch(plain):
        said = typed.strip()[:LONGEST]
        raise Refusal("not-a-number", zh=f"“{said}”不是数字，请改正。", en=f"“{said}” is no number; correct it.")
    return Decimal(plain.replace(",", ""))


def _plain(typed: str, unit: str) -> str:
    text = unicodedata.normalize("NFKC", typed).replace("\u2212", "-").strip()
    return "".join(text.split()).removesuffix(unit or "\0") if len(text) <= LONGEST else ""


def _impossible(number: Decimal, indicator: Indicator) -> Wording | None:
    """Say why nothing that the indicator is a figure of can be so many."""
    if indicator.scale is Scale.COUNT and number < 0:
        zh = f"“{number:f}”小于0，而该指标是计数；请核实，确可为负的，请联合办公室改指标类型。"
        en = f"{number:f} is below 0, as no count is; check it; if it can be, ask the joint office for another scale."
        return Wording(zh, en)
    if indicator.scale is Scale.YES_NO and number not in (0, 1):
        return Wording(f"“{number:f}”不是1（是）也不是0（否）。", f"{number:f} is neither 1 (yes) nor 0 (no).")
    return None


def _wrong(code: str, subject: str, zh: str, en: str) -> Finding:
    how_zh = "；请填写数值（逗号只作千位分隔），或填 /（不适用）、*（不公开），未填报则留空。"
    how_en = "; write a number (commas part thousands only), / for not applicable, * for withheld, or leave it empty."
    return Finding(code, Wording(zh + how_zh, en + how_en), Severity.ERROR, subject)


def read_cells(typed: Mapping[str, str], indicators: Iterable[Indicator]) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Return what was typed as it is kept, by key, and what is wrong; ``subject`` of each finding is the cell's key."""
    known = {cell_key(each.code, dimensions): each for each in indicators for dimensions in form_cells(each)}
    cells: dict[str, str] = {}
    findings: list[Finding] = []
    for key, text in typed.items():
        if key not in known:
            wording = Wording("表单中没有这个数据，请删去", "the form has no such value; leave it out")
            findings.append(Finding("no_such_cell", wording, Severity.ERROR, key))
            continue
        cells[key], finding = read_entry(text, known[key], key)
        findings += [finding] if finding else []
    return cells, tuple(findings)


def entry_of(value: Decimal | None, state: State) -> str:
    """Return the entry of a value and its state; the value's own places are kept."""
    return f"{value:f}" if value is not None else ENTRIES[state]


def value_of(entry: str) -> tuple[Decimal | None, State]:
    """Return the value and state of an entry.

    >>> value_of("0"), value_of("/")
    ((Decimal('0'), <State.REPORTED: 'reported'>), (None, <State.NOT_APPLICABLE: 'not_applicable'>))
    """
    state = _STATES.get(entry)
    return (None, state) if state is not None else (Decimal(entry), State.REPORTED)


def observations_of(
    cells: Mapping[str, str], organisation: str, period: Period, indicators: Iterable[Indicator]
) -> Iterator[Observation]:
    """Yield what an organisation's cells say, in the order of the indicators and their categories."""
    for indicator in indicators:
        for dimensions in form_cells(indicator):
            entry = cells.get(cell_key(indicator.code, dimensions))
            if entry is not None:
                value, state = value_of(entry)
                yield Observation(indicator.code, organisation, period, dimensions, value, state)
