"""Takes a Draft with the parties and organisations; gives a Plan and what the reader should look at."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from xietong.basics import Finding, Organisation, Party, Refusal, Severity, Source, SourceKind, Span, Wording
from xietong.documents.draft import Deadline, Draft, DraftItem, DraftTarget, Unit, UnitRole
from xietong.drafting.numbering import house_form
from xietong.drafting.plan import Basis, Duty, Item, Kind, Milestone, Objective, Plan, Recurrence, Role, Target
from xietong.drafting.resolve import Directory, is_group
from xietong.drafting.tree import ordered

_QUOTES = re.compile(r"[《》“”\"\s]")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the work needs at hand: the draft, who there is, fresh identities."""

    draft: Draft
    directory: Directory
    keys: Iterator[str]
    findings: list[Finding]

    def source(self, span: Span) -> Source:
        return Source(SourceKind.DOCUMENT, document=self.draft.source.sha256, span=span)

    def note(self, code: str, zh: str, en: str, uid: str, span: Span, severity: Severity = Severity.WARNING) -> None:
        self.findings.append(Finding(code, Wording(zh=zh, en=en), severity, uid, self.source(span)))


def plan_from_draft(
    draft: Draft, parties: Sequence[Party], organisations: Iterable[Organisation], keys: Iterator[str]
) -> tuple[Plan, tuple[Finding, ...]]:
    """Return the plan that a document states, every statement with its sentence as source.

    ``keys`` yields fresh uids: for the plan, then for each basis document, objective, item, target and milestone.
    Units become duties of the organisations they name; what stays unresolved keeps its name in the duty and gives a
    Finding (``unit_unresolved``, ``unit_group``). The draft's own notices are not repeated. Refuses ``not-a-plan``.
    """
    if draft.plan is None:
        raise Refusal(
            "not-a-plan",
            zh="这份文件没有提出行动计划，无法据此建立计划；请核对文件或改为手工新建。",
            en="This document states no plan; check that it is the right file, or start an empty plan by hand.",
        )
    desk = _Desk(draft, Directory.of(organisations, parties), keys, [])
    uid = next(keys)
    basis = _basis(desk)
    objectives = tuple(
        Objective(next(keys), aim.text, _latest(aim.deadlines), desk.source(aim.span)) for aim in draft.objectives
    )
    plan = Plan(
        uid=uid,
        title=draft.plan.title,
        short_title=draft.plan.short_title,
        parties=tuple(parties),
        start=draft.plan.start,
        end=draft.plan.end,
        items=_items(desk, basis),
        objectives=objectives,
        basis=tuple(basis.values()),
    )
    return plan, tuple(desk.findings)


def _basis(desk: _Desk) -> dict[str, Basis]:
    """Collect the documents the plan and its items rest on, each once, by bare title."""
    found: dict[str, Basis] = {}
    for paper in (*desk.draft.basis, *(paper for item in desk.draft.items for paper in item.basis)):
        bare = _QUOTES.sub("", paper.title)
        if bare not in found:
            found[bare] = Basis(next(desk.keys), paper.title, paper.kind.value, desk.source(paper.span))
    return found


def _items(desk: _Desk, basis: dict[str, Basis]) -> tuple[Item, ...]:
    uids = {item.id: next(desk.keys) for item in desk.draft.items}
    count: dict[str | None, int] = {}
    items: list[Item] = []
    for item in desk.draft.items:
        parent = uids.get(item.parent) if item.parent is not None else None
        if item.parent is not None and parent is None:
            desk.note(
                "missing_parent",
                f"“{item.title}”的上级在文中没有找到，已放在最上一级。",
                f"The parent of “{item.title}” was not found in the text; it stands at the top level.",
                uids[item.id],
                item.span,
            )
        position = count.get(parent, 0)
        count[parent] = position + 1
        items.append(_item(desk, item, Item(uids[item.id], parent, position, Kind(item.kind.value), item.title), basis))
    return ordered(items)


def _item(desk: _Desk, read: DraftItem, item: Item, basis: dict[str, Basis]) -> Item:
    start, due, recurrence, milestones = _times(desk, read.deadlines)
    papers = dict.fromkeys(basis[_QUOTES.sub("", paper.title)].uid for paper in read.basis)
    return replace(
        item,
        number=house_form(read.number),
        text=read.text,
        start=start,
        due=due,
        recurrence=recurrence,
        duties=_duties(desk, read.units, item),
        targets=tuple(_target(desk, target) for target in read.targets),
        milestones=milestones,
        basis=tuple(papers),
        source=desk.source(read.span),
    )


def _target(desk: _Desk, read: DraftTarget) -> Target:
    return Target(next(desk.keys), read.indicator, read.op, read.value, read.unit, read.by)


def _latest(deadlines: Sequence[Deadline]) -> date | None:
    return max((deadline.end for deadline in deadlines if deadline.end is not None), default=None)


def _times(
    desk: _Desk, deadlines: Sequence[Deadline]
) -> tuple[date | None, date | None, Recurrence, tuple[Milestone, ...]]:
    """Return start (earliest), due (latest end), recurrence (first said) and a milestone for each earlier end."""
    start = min((deadline.start for deadline in deadlines if deadline.start is not None), default=None)
    due = _latest(deadlines)
    recurring = next((deadline.recurring.value for deadline in deadlines if deadline.recurring), "")
    earlier = {
        deadline.end: deadline.text for deadline in deadlines if deadline.end is not None and deadline.end != due
    }
    milestones = tuple(Milestone(next(desk.keys), text, day) for day, text in sorted(earlier.items()))
    return start, due, Recurrence(recurring), milestones


def _duties(desk: _Desk, units: Sequence[Unit], item: Item) -> tuple[Duty, ...]:
    """Return duties: lead and support as read; bodies merely mentioned lead where nobody else does, else support."""
    led = any(unit.role is UnitRole.LEAD for unit in units)
    duties: dict[tuple[str, str, str], Duty] = {}
    context = ""
    for unit in units:
        if unit.role is UnitRole.ISSUER:
            continue
        lead = unit.role is UnitRole.LEAD or (unit.role is UnitRole.MENTIONED and not led)
        for duty in _resolved(desk, unit, Role.LEAD if lead else Role.SUPPORT, item, context):
            context = duty.party or context
            duties.setdefault((duty.party, duty.organisation, duty.organisation or duty.name), duty)
    return tuple(duties.values())


def _resolved(desk: _Desk, unit: Unit, role: Role, item: Item, context: str) -> list[Duty]:
    said = _party(desk.directory.parties, unit.party)
    bodies = desk.directory.resolve(unit.resolved, said or context) if unit.resolved else ()
    bodies = bodies or desk.directory.resolve(unit.name, said or context)
    if bodies:
        return [_duty(body, role, unit.name) for body in bodies]
    if is_group(unit.name):
        code, zh, en = "unit_group", "泛指一组单位", "means a group of bodies"
    else:
        code, zh, en = "unit_unresolved", "在单位库中没有找到唯一对应的单位", "is not exactly one known body"
    desk.note(
        code, f"“{unit.name}”{zh}，请为其选定单位。", f"“{unit.name}” {en}; choose who is meant.", item.uid, unit.span
    )
    return [Duty(said, "", role, unit.name)]


def _duty(body: Organisation | Party, role: Role, name: str) -> Duty:
    if isinstance(body, Party):
        return Duty(body.code, "", role, name)
    return Duty(body.party, body.code, role, name)


def _party(parties: Sequence[Party], said: str) -> str:
    """Return the code of the party that a reader's note of the side means, or nothing."""
    for party in parties:
        if said and said in (party.code, party.side, party.name, party.short, party.place, *party.adjectives):
            return party.code
    return ""
