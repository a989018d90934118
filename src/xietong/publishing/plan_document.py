"""Takes a plan and the names of organisations; gives the plan as an official document, in Word and as JSON."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xietong import endorsing
from xietong.basics import Organisation
from xietong.drafting import Item, Kind, Plan, Role, house_form, house_number, ordered
from xietong.publishing import wording
from xietong.publishing.form import Block, Face, Heading, OfficialDocument, Paragraph, Signature, Table
from xietong.publishing.word import to_docx

_TIMETABLE = ("行动", "任务", "牵头单位", "完成时限")
_TIMETABLE_WIDTHS = (2.2, 4.0, 3.2, 1.8)


def plan_docx(
    plan: Plan,
    organisations: Iterable[Organisation],
    *,
    version: str = "",
    digest: str = "",
    day: date | None = None,
    marking: str = "",
) -> bytes:
    """Set a version of a plan as a Word document in official form; arguments as in :func:`plan_document`."""
    return to_docx(plan_document(plan, organisations, version=version, digest=digest, day=day, marking=marking))


def plan_document(
    plan: Plan,
    organisations: Iterable[Organisation],
    *,
    version: str = "",
    digest: str = "",
    day: date | None = None,
    marking: str = "",
) -> OfficialDocument:
    """Write a version of a plan as an official document, closed by the parties' names and a timetable.

    ``version`` is printed below the title, ``digest`` (SHA-256, hex) at the end; ``day`` is the day of adoption, by
    which organisations are named; ``marking`` heads every page of what is not in force (征求意见稿).
    """
    names = wording.names_of(organisations, day)
    blocks = [*_opening(plan), *_items(plan, names)]
    blocks.append(Signature(tuple(party.name for party in plan.parties), day))
    blocks += _timetable(plan, names)
    if digest:
        blocks.append(Paragraph(f"本版本内容摘要（SHA-256）：{digest}", face=Face.SUBHEADING))
    return OfficialDocument(
        title=plan.title,
        blocks=tuple(blocks),
        number=version,
        marking=marking,
        author="、".join(party.name for party in plan.parties),
        day=day,
    )


def plan_json(
    plan: Plan, organisations: Iterable[Organisation] = (), *, readable: bool = False, day: date | None = None
) -> bytes:
    """Write a plan as JSON: canonical (what is signed), or indented with the names of the organisations it mentions."""
    canonical = endorsing.canonical(plan)
    if not readable:
        return canonical
    held = json.loads(canonical)
    codes = {duty.organisation for item in plan.items for duty in item.duties}
    names = wording.names_of(organisations, day)
    held["organisations"] = {code: names[code] for code in sorted(codes & names.keys())}
    return (json.dumps(held, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _opening(plan: Plan) -> list[Block]:
    blocks: list[Block] = []
    if plan.basis:
        titles = "".join(f"《{basis.title}》" for basis in plan.basis)
        blocks.append(Paragraph(f"本行动计划依据{titles}制定。"))
    if plan.objectives:
        blocks.append(Heading(1, "总体目标"))
        blocks += [Paragraph(objective.text) for objective in plan.objectives]
    return blocks


@dataclass(frozen=True, slots=True)
class _Place:
    """An item with where it stands: its depth from 0, its number, and the title of the action above it."""

    item: Item
    depth: int
    number: str
    above: str


def _walk(plan: Plan) -> Iterable[_Place]:
    depths: dict[str | None, int] = {None: -1}
    above: dict[str | None, str] = {}
    counts: dict[str | None, int] = {}
    for item in ordered(plan.items):
        depth = depths.get(item.parent, -1) + 1
        depths[item.uid] = depth
        counts[item.parent] = ordinal = counts.get(item.parent, 0) + 1
        inherited = above.get(item.parent, "")
        above[item.uid] = item.title if item.kind in (Kind.ACTION, Kind.DIRECTION) else inherited
        yield _Place(item, depth, house_form(item.number) or house_number(depth, ordinal), inherited)


def _items(plan: Plan, names: wording.Names) -> Iterable[Block]:
    parents = {item.parent for item in plan.items}
    for place in _walk(plan):
        item = place.item
        closing = _bracket(item, names)
        if item.uid in parents or item.kind in (Kind.DIRECTION, Kind.ACTION):
            yield Heading(min(place.depth + 1, 4), place.number + item.title)
            text = "" if item.text in ("", item.title) else item.text
            if text or closing:
                yield Paragraph(text + closing)
        elif not item.text or _says(item.text, item.title):
            yield Paragraph(_sentence(item.text or item.title) + closing, lead=place.number)
        else:
            yield Paragraph(_sentence(item.text) + closing, lead=place.number + _sentence(item.title))


def _says(text: str, title: str) -> bool:
    return text.startswith(title.rstrip("…。 "))


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "；", "！", "？")) else text + "。"


def _bracket(item: Item, names: wording.Names) -> str:
    unsaid = [wording.target_words(each) for each in item.targets if wording.number_words(each.value) not in item.text]
    parts = [
        ("牵头单位", wording.units(item.duties, Role.LEAD, names)),
        ("配合单位", wording.units(item.duties, Role.SUPPORT, names)),
        ("目标值", "、".join(unsaid)),
        ("完成时限", wording.due_words(item)),
    ]
    said = "；".join(f"{label}：{words}" for label, words in parts if words)
    return f"（{said}）" if said else ""


def _timetable(plan: Plan, names: wording.Names) -> list[Block]:
    rows: list[tuple[str | None, ...]] = []
    last: str | None = None
    for place in _walk(plan):
        item = place.item
        if not item.duties and item.due is None:
            continue
        action = None if rows and place.above == last else place.above
        last = place.above
        rows.append((action, item.title, wording.units(item.duties, Role.LEAD, names), wording.due_words(item)))
    if not rows:
        return []
    return [Heading(1, "附件：实施进程表"), Table(_TIMETABLE, tuple(rows), _TIMETABLE_WIDTHS)]
