"""Takes a plan and a day; gives its working groups and key-task lists as the pages need them, and items to choose."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q

from xietong import fulfilling
from xietong.basics import Finding, Refusal, Wording
from xietong.fulfilling import Colour, DutyKey
from xietong_web.accounts.models import Organisation, Party
from xietong_web.audit.queries import end_of
from xietong_web.drafting.models import Duty, Item, Plan
from xietong_web.fulfilling.bars import DoubleBar
from xietong_web.fulfilling.light_showing import ShownLight
from xietong_web.fulfilling.lighting import lit
from xietong_web.fulfilling.meeting.models import KeyTaskList, WorkingGroup
from xietong_web.fulfilling.meeting.points import Edition
from xietong_web.fulfilling.queries import parties_of, past
from xietong_web.fulfilling.standing import standings

CHOICE = 200  # items that a form offers; a search narrows a longer plan
RowT = TypeVar("RowT", WorkingGroup, KeyTaskList)


@dataclass(frozen=True, slots=True)
class Named:
    """An item by its name."""

    uid: str
    title: str


def items_to_choose(plan: Plan, q: str = "", first: Iterable[str] = ()) -> list[Named]:
    """Return items that a form offers, those named ``first`` before all, in reading order; ``q`` narrows them."""
    ahead = list(dict.fromkeys(first))
    rows = plan.items.exclude(uid__in=ahead).order_by("path")
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(number__startswith=q))
    return [*_named(plan.items.filter(uid__in=ahead).order_by("path")), *_named(rows[:CHOICE])]


def _named(rows: Iterable[Item]) -> list[Named]:
    return [Named(row.uid, f"{row.number}{row.title}") for row in rows]


def edition_on(row: WorkingGroup | KeyTaskList, day: date | None) -> Edition | None:
    """Return the edition in force, or that at the end of a day; ``None`` where it was not there (any more)."""
    editions = row.editions
    if day is None:
        return editions[-1] if row.ended_at is None else None
    moment = end_of(day)
    if row.ended_at is not None and row.ended_at <= moment:
        return None
    return next((each for each in reversed(editions) if each.at <= moment), None)


@dataclass(frozen=True, slots=True)
class ShownMember:
    """Somebody in a group, with the body they come from."""

    body: Organisation
    person: str
    post: str


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group as it stands on a day: its members by party, its items, and what is wrong with it."""

    row: WorkingGroup
    edition: Edition
    members: Sequence[tuple[Party, Sequence[ShownMember]]]
    items: Sequence[Named]
    findings: Sequence[Finding]


def groups_of(plan: Plan, day: date | None = None) -> list[ShownGroup]:
    """Return a plan's groups in a constant number of statements."""
    rows = [(row, edition) for row in WorkingGroup.objects.filter(plan=plan) if (edition := edition_on(row, day))]
    return _groups(plan, rows)


def the_group(plan: Plan, uid: str, day: date | None = None) -> ShownGroup:
    """Return one group. Raises Refusal ``not-found``."""
    row = WorkingGroup.objects.filter(plan=plan, uid=uid).first()
    edition = edition_on(row, day) if row else None
    if row is None or edition is None:
        raise Refusal("not-found", zh="没有这个工作组；请从列表进入。", en="There is no such group; see the list.")
    return _groups(plan, [(row, edition)])[0]


def _groups(plan: Plan, rows: Sequence[tuple[WorkingGroup, Edition]]) -> list[ShownGroup]:
    codes = {each.organisation for _, edition in rows for each in edition.members}
    bodies = {row.code: row for row in Organisation.objects.filter(code__in=codes).select_related("party")}
    uids = {uid for _, edition in rows for uid in edition.items}
    titles = {each.uid: each for each in _named(plan.items.filter(uid__in=uids))}
    parties = parties_of(plan)
    return [_group(row, edition, bodies, titles, parties) for row, edition in rows]


def _group(
    row: WorkingGroup,
    edition: Edition,
    bodies: dict[str, Organisation],
    titles: dict[str, Named],
    parties: Sequence[Party],
) -> ShownGroup:
    members = [ShownMember(bodies[each.organisation], each.person, each.post) for each in edition.members]
    keys = tuple(DutyKey(row.uid, each.body.party.code, each.body.code) for each in members)
    value = fulfilling.WorkingGroup(row.uid, edition.title, keys, edition.items)
    names = {party.code: Wording.named(party.name, party.name_en) for party in parties}
    return ShownGroup(
        row,
        edition,
        [(party, [each for each in members if each.body.party == party]) for party in parties],
        [titles[uid] for uid in edition.items if uid in titles],
        fulfilling.check_group(value, names, list(titles)),
    )


@dataclass(frozen=True, slots=True)
class KeyTask:
    """An item of a list: who leads it, its light and its double bar."""

    uid: str
    title: str
    due: date | None
    leads: Sequence[str]
    light: ShownLight | None
    bar: DoubleBar


@dataclass(frozen=True, slots=True)
class ShownList:
    """A key-task list as it stands on a day, with how many of its items are done and how many red."""

    row: KeyTaskList
    edition: Edition
    tasks: Sequence[KeyTask]
    findings: Sequence[Finding]

    @property
    def done(self) -> int:
        """How many of its items are done: every party's lead duties confirmed."""
        return sum(1 for task in self.tasks if task.light and task.light.colour == Colour.BLUE.value)

    @property
    def red(self) -> int:
        """How many of its items are red."""
        return sum(1 for task in self.tasks if task.light and task.light.colour == Colour.RED.value)


def lists_of(plan: Plan, day: date | None = None) -> list[tuple[KeyTaskList, Edition]]:
    """Return a plan's key-task lists, the latest year first."""
    rows = KeyTaskList.objects.filter(plan=plan)
    return [(row, edition) for row in rows if (edition := edition_on(row, day))]


def the_list(plan: Plan, uid: str, today: date, day: date | None = None) -> ShownList:
    """Return one list with the state of its items, now or at the end of a day. Raises Refusal ``not-found``.

    A past day shows titles, dates and figures of then; lights are today's business.
    """
    row = KeyTaskList.objects.filter(plan=plan, uid=uid).first()
    edition = edition_on(row, day) if row else None
    if row is None or edition is None:
        raise Refusal("not-found", zh="没有这份清单；请从列表进入。", en="There is no such list; see the overview.")
    tasks = _tasks_on(plan, edition, day) if day else _tasks(plan, edition, today)
    wrong = fulfilling.unknown_items(row.uid, edition.title, edition.items, {task.uid for task in tasks})
    return ShownList(row, edition, tasks, wrong)


def _tasks(plan: Plan, edition: Edition, today: date) -> list[KeyTask]:
    rows = {item.uid: item for item in plan.items.filter(uid__in=edition.items)}
    leads: dict[int, list[str]] = {item.pk: [] for item in rows.values()}
    duties = Duty.objects.filter(item__in=leads, role="lead").order_by("ordinal", "id")
    for pk, name, official in duties.values_list("item_id", "name", "organisation__name"):
        leads[pk].append(official or name)
    lamps, stand = lit(plan, today), standings(plan, parties_of(plan))
    return [
        KeyTask(
            uid,
            f"{item.number}{item.title}",
            item.due,
            list(dict.fromkeys(leads[item.pk])),
            lamps.of(item.pk) if lamps else None,
            stand.bar(uid),
        )
        for uid in edition.items
        if (item := rows.get(uid)) is not None
    ]


def _tasks_on(plan: Plan, edition: Edition, day: date) -> list[KeyTask]:
    value = past(plan, day)
    items = {item.uid: item for item in value.items} if value else {}
    stand = standings(plan, parties_of(plan), day)
    known = set(plan.items.filter(uid__in=edition.items).values_list("uid", flat=True))
    return [
        KeyTask(
            uid,
            f"{item.number}{item.title}",
            item.due,
            [duty.name for duty in item.duties if duty.role.value == "lead"],
            None,
            stand.bar(uid if uid in known else ""),
        )
        for uid in edition.items
        if (item := items.get(uid)) is not None
    ]
