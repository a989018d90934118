"""Takes items; gives the text of each cell of their ledger rows, and reads an edited text back into the item."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from xietong.basics import Organisation, Party, Wording
from xietong.drafting.ledger.columns import RECURRENCES
from xietong.drafting.ledger.times import read_times
from xietong.drafting.plain import decimal_text
from xietong.drafting.plan import Duty, Item, Kind, Milestone, Plan, Role, Target
from xietong.drafting.resolve import Directory

LONGEST = 32_000
_CUT = "…（内容过长，请在系统中查看）"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SIGNS = {"=": "=", ">=": "≥", "<=": "≤", "+": "新增"}
_OPS = {sign: op for op, sign in _SIGNS.items()} | {">=": ">=", "<=": "<=", "＝": "=", "为": "="}
_TARGET = re.compile(
    r"(?P<name>.+?)(?P<sign>≥|≤|>=|<=|=|＝|新增|为)(?P<value>-?\d+(?:\.\d+)?)(?P<unit>[^\[\]]*?)(?:\[(?P<by>[^\]]+)\])?"
)
_STONE = re.compile(r"(?P<name>[^\[\]]+?)[\[（(](?P<when>[^\]）)]+)[\]）)]")
_LIST = re.compile(r"[、，,；;\n/]+")
Notes = Mapping[str, Mapping[str, str]]


class CellTrouble(Exception):
    """A cell whose text cannot become part of an item: says why, in both languages."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.wording = Wording(zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Scene:
    """What cells need to know besides the item: names of organisations, titles above, the caller's notes, the year."""

    directory: Directory
    names: Mapping[str, str]
    above: Mapping[str, tuple[str, str]]
    notes: Notes
    year: int | None = None

    @classmethod
    def of(cls, plan: Plan, directory: Directory, notes: Notes | None = None, year: int | None = None) -> "Scene":
        """Index a plan. Linear in its items."""
        names = {body.code: body.name for body in directory.organisations}
        above: dict[str, tuple[str, str]] = {}
        for item in plan.items:
            direction, action = above.get(item.parent or "", ("", ""))
            if item.kind is Kind.DIRECTION:
                direction = item.title
            elif item.kind is Kind.ACTION:
                action = item.title
            above[item.uid] = (direction, action)
        return cls(directory, names, above, notes or {}, year)


def fit(text: str) -> str:
    """Return a text as a cell can hold it: without control characters, at most 32,000 characters."""
    if not text:
        return text
    clean = text.strip()
    clean = clean if clean.isprintable() else _CONTROL.sub("", clean).strip()
    return clean if len(clean) <= LONGEST else clean[:LONGEST] + _CUT


def writer(key: str, scene: Scene) -> Callable[[Item], str]:
    """Return the function that gives an item's text in the column with a key; days are ISO 8601."""
    head, _, tail = key.partition(":")
    if head in ("lead", "support"):
        return _duty_writer(Role(head), tail, scene.names)
    if head == "note":
        return lambda item: fit(scene.notes.get(item.uid, {}).get(tail, ""))
    if head in ("direction", "action"):
        place = ("direction", "action").index(head)
        return lambda item: fit(scene.above.get(item.uid, ("", ""))[place])
    return _WRITERS[key]


def _duty_writer(role: Role, party: str, names: Mapping[str, str]) -> Callable[[Item], str]:
    def write(item: Item) -> str:
        return fit("、".join(_name(duty, names) for duty in item.duties if _is(duty, role, party)))

    return write


def _is(duty: Duty, role: Role, party: str) -> bool:
    return duty.role is role and (not party or duty.party == party)


def _name(duty: Duty, names: Mapping[str, str]) -> str:
    return names.get(duty.organisation) or duty.name or duty.organisation


def target_text(target: Target) -> str:
    """Write a target in one line: 覆盖率≥80%[2025-12-31]."""
    by = f"[{target.by.isoformat()}]" if target.by else ""
    return f"{target.indicator}{_SIGNS[target.op]}{decimal_text(target.value)}{target.unit}{by}"


_WRITERS: Mapping[str, Callable[[Item], str]] = {
    "uid": lambda item: item.uid,
    "number": lambda item: fit(item.number),
    "title": lambda item: fit(item.title),
    "text": lambda item: fit(item.text),
    "start": lambda item: item.start.isoformat() if item.start else "",
    "due": lambda item: item.due.isoformat() if item.due else RECURRENCES[item.recurrence],
    "recurrence": lambda item: RECURRENCES[item.recurrence],
    "weight": lambda item: decimal_text(item.weight),
    "targets": lambda item: fit("\n".join(target_text(target) for target in item.targets)),
    "milestones": lambda item: fit("\n".join(f"{stone.title}[{stone.due.isoformat()}]" for stone in item.milestones)),
}


def cell_text(raw: Any) -> str:
    """Return what a workbook's cell holds as text: days ISO 8601, whole numbers without a point."""
    if isinstance(raw, str):
        text = raw.strip()
        # Most cells are one plain line; only the others pay for the search.
        return text if text.isprintable() else _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else repr(raw)
    return raw.isoformat() if isinstance(raw, date) else str(raw)


def same(key: str, one: str, other: str, scene: Scene) -> bool:
    """Tell whether two texts of a column mean the same: blanks, order of names and ways to write a day do not count."""
    if one == other:
        return True
    head, _, party = key.partition(":")
    if head in ("lead", "support"):
        return _meant(one, party, scene) == _meant(other, party, scene)
    if key in ("start", "due"):
        first, second = read_times(one, scene.year), read_times(other, scene.year)
        return (
            first is not None
            and second is not None
            and (first.due, first.recurrence) == (second.due, second.recurrence)
        )
    if key == "note:percent":
        return _percent(one) == _percent(other)
    return _lined(one) == _lined(other)


def _lined(text: str) -> list[str]:
    """Return the lines of a text with single blanks between words."""
    return [" ".join(line.split()) for line in text.strip().split("\n")]


def _percent(text: str) -> Decimal | str:
    try:
        value = Decimal(text.rstrip("%％ "))
    except InvalidOperation:
        return text
    return value if text.rstrip().endswith(("%", "％")) or value > 1 else value * 100


def _meant(text: str, party: str, scene: Scene) -> set[str]:
    """Return the full names of the bodies in a cell; what is not resolved stands for itself."""
    meant = {name: _bodies(name, party, scene) for name in _names(text)}
    return {full for name, bodies in meant.items() for full in ([body.name for body in bodies] or [name])}


def _bodies(name: str, party: str, scene: Scene) -> tuple[Organisation | Party, ...]:
    """Resolve a name in a party's column: where it means bodies of several parties, only that party's count."""
    bodies = scene.directory.resolve(name, party)
    return tuple(body for body in bodies if party in ("", getattr(body, "party", body.code))) or bodies


def completed(key: str, text: str, item: Item, scene: Scene) -> str:
    """Return a cell of units with those of an item's that it cannot mean to take away.

    A ledger that one side keeps names its own units in the one column it has for them: it says nothing of the bodies of
    parties that it names none of.
    """
    head, _, party = key.partition(":")
    if party or head not in ("lead", "support"):
        return text
    bodies = [body for name in _names(text) for body in scene.directory.resolve(name, "")]
    spoken = {getattr(body, "party", body.code) for body in bodies}
    held = [duty for duty in item.duties if _is(duty, Role(head), "")]
    return "、".join([text, *(_name(duty, scene.names) for duty in held if duty.party not in spoken)])


def _names(text: str) -> list[str]:
    """Split a cell of units at 、，；/ and line breaks; padding blanks inside a name go."""
    return [name for part in _LIST.split(text) if (name := "".join(part.split()))]


def update(item: Item, key: str, text: str, scene: Scene, keys: Iterator[str]) -> Item:
    """Return the item with the text of one column read into it. Raises ``CellTrouble`` when it cannot be read."""
    head, _, tail = key.partition(":")
    if text.endswith(_CUT):
        raise CellTrouble(
            "text_cut", "内容过长，不能在台账中修改，请在系统中修改。", "Too long for a cell; edit it in the system."
        )
    if head in ("lead", "support"):
        return _read_duties(item, Role(head), tail, text, scene)
    return _READERS[key](item, text, scene, keys)


def _read_duties(item: Item, role: Role, party: str, text: str, scene: Scene) -> Item:
    held = {_name(duty, scene.names): duty for duty in item.duties if _is(duty, role, party)}
    others = [duty for duty in item.duties if not _is(duty, role, party)]
    duties: list[Duty] = []
    for name in dict.fromkeys(_names(text)):
        if name in held:
            duties.append(held[name])
            continue
        resolved = [
            Duty(body.party, body.code, role, name)
            if isinstance(body, Organisation)
            else Duty(body.code, "", role, name)
            for body in _bodies(name, party, scene)
        ]
        duties += resolved or [Duty(party, "", role, name)]
    order = {duty: place for place, duty in enumerate(item.duties)}
    merged = dict.fromkeys((*others, *duties))
    return replace(item, duties=tuple(sorted(merged, key=lambda duty: order.get(duty, len(order)))))


def _read_title(item: Item, text: str, _: Scene, __: Iterator[str]) -> Item:
    if not text:
        raise CellTrouble("empty_title", "任务名称不能为空。", "A task needs a title.")
    return replace(item, title=text)


def _read_start(item: Item, text: str, scene: Scene, _: Iterator[str]) -> Item:
    times = read_times(text, scene.year)
    if times is None or times.recurrence:
        raise _no_time(text)
    return replace(item, start=times.start or times.due)


def _read_due(item: Item, text: str, scene: Scene, _: Iterator[str]) -> Item:
    times = read_times(text, scene.year)
    if times is None:
        raise _no_time(text)
    if times.recurrence:
        return replace(item, due=None, recurrence=times.recurrence)
    return replace(item, due=times.due, start=times.start or item.start)


def _no_time(text: str) -> CellTrouble:
    return CellTrouble(
        "unreadable_time",
        f"看不懂时间“{text}”，请写成 2025-12-31、2025年底、2025年三季度或长期。",
        f"“{text}” is no time that can be read; write 2025-12-31, 2025年底, 2025年三季度 or 长期.",
    )


def _read_recurrence(item: Item, text: str, _: Scene, __: Iterator[str]) -> Item:
    for recurrence, word in RECURRENCES.items():
        if text == word:
            return replace(item, recurrence=recurrence)
    times = read_times(text)
    if times is None or not times.recurrence:
        raise CellTrouble(
            "unknown_recurrence",
            f"周期“{text}”无法识别，请从下拉列表中选择。",
            f"“{text}” is no recurrence; choose one from the list.",
        )
    return replace(item, recurrence=times.recurrence)


def _read_weight(item: Item, text: str, _: Scene, __: Iterator[str]) -> Item:
    try:
        weight = Decimal(text or "1")
    except InvalidOperation:
        weight = Decimal(-1)
    if not weight.is_finite() or weight < 0:
        raise CellTrouble("unreadable_number", f"“{text}”不是非负数。", f"“{text}” is no number from 0 up.")
    return replace(item, weight=weight)


def _read_targets(item: Item, text: str, scene: Scene, keys: Iterator[str]) -> Item:
    held = {target_text(target): target for target in item.targets}
    named = {target.indicator: target for target in item.targets}
    targets = tuple(held.get(line) or _read_target(line, named, scene, keys) for line in _lines(text))
    return replace(item, targets=targets)


def _read_target(line: str, named: Mapping[str, Target], scene: Scene, keys: Iterator[str]) -> Target:
    found = _TARGET.fullmatch(line)
    by = read_times(found["by"] or "", scene.year) if found else None
    if found is None or by is None:
        raise CellTrouble(
            "unreadable_target",
            f"看不懂目标值“{line}”，请写成：覆盖率≥80%[2025-12-31]，每行一个。",
            f"“{line}” is no target that can be read; write 覆盖率≥80%[2025-12-31], one a line.",
        )
    old = named.get(found["name"].strip())
    fresh = old or Target(next(keys), found["name"].strip(), "=", Decimal(0))
    return replace(fresh, op=_OPS[found["sign"]], value=Decimal(found["value"]), unit=found["unit"].strip(), by=by.due)


def _read_milestones(item: Item, text: str, scene: Scene, keys: Iterator[str]) -> Item:
    named = {stone.title: stone for stone in item.milestones}
    stones = []
    for line in _lines(text):
        found = _STONE.fullmatch(line)
        times = read_times(found["when"], scene.year) if found else None
        if found is None or times is None or times.due is None:
            raise CellTrouble(
                "unreadable_milestone",
                f"看不懂节点“{line}”，请写成：阶段名[2025-06-30]，每行一个。",
                f"“{line}” is no milestone that can be read; write its name and [2025-06-30], one a line.",
            )
        name = found["name"].strip()
        old = named.get(name)
        stones.append(replace(old, due=times.due) if old else Milestone(next(keys), name, times.due))
    return replace(item, milestones=tuple(stones))


def _lines(text: str) -> Iterable[str]:
    return (line for each in text.split("\n") if (line := each.strip()))


_READERS: Mapping[str, Callable[[Item, str, Scene, Iterator[str]], Item]] = {
    "number": lambda item, text, _, __: replace(item, number=text),
    "title": _read_title,
    "text": lambda item, text, _, __: replace(item, text=text),
    "start": _read_start,
    "due": _read_due,
    "recurrence": _read_recurrence,
    "weight": _read_weight,
    "targets": _read_targets,
    "milestones": _read_milestones,
}
READABLE = frozenset(_READERS)
