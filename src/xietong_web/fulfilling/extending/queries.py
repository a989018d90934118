"""Takes a plan and a day; gives the due dates in force where extensions were granted, and what is still asked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q

from xietong import drafting, fulfilling
from xietong.basics import Wording
from xietong.fulfilling import EXTENSION_WORDS, Actor, ExtensionState, Office, Question
from xietong_web.accounts.lines import speaks_for
from xietong_web.accounts.models import Member
from xietong_web.accounts.roles import Role
from xietong_web.audit.queries import end_of
from xietong_web.drafting.models import Item, Plan
from xietong_web.fulfilling.evidence import Proof, proofs_of
from xietong_web.fulfilling.models import Evidence, Extension

LIMIT = 200


def granted_on(plan: Plan, day: date | None = None, among: Collection[str] | None = None) -> list[Extension]:
    """Return the extensions of a plan, or of some of its items, granted by the end of a day (by now)."""
    rows = Extension.objects.filter(plan=plan, state="granted")
    rows = rows if among is None else rows.filter(item__uid__in=among)
    rows = rows.filter(answered_at__lte=end_of(day)) if day else rows
    return list(rows.select_related("party", "organisation").order_by("answered_at"))


def in_force(rows: Iterable[Extension], agreed: Mapping[str, date | None]) -> dict[str, date]:
    """Return the date in force of each extended item, by uid; ``agreed`` holds the plan's own dates.

    An extension reckons from the date that the plan had then: where an amendment has set another, that one holds.
    """
    by_item: dict[str, list[fulfilling.Extension]] = {}
    for row in rows:
        if agreed.get(row.item_id) == row.agreed:
            by_item.setdefault(row.item_id, []).append(row.to_value())
    dues = {uid: fulfilling.due_in_force(agreed[uid], found) for uid, found in by_item.items()}
    return {uid: due for uid, due in dues.items() if due is not None}


def dues_in_force(plan: Plan, day: date | None = None, among: Collection[str] | None = None) -> dict[str, date]:
    """Return the due date in force of every extended item of a plan by its uid, now or on a day; two statements.

    ``among``: of these items alone.
    """
    rows = granted_on(plan, day, among) if plan.state == Plan.State.AGREED else []
    if not rows:
        return {}
    agreed = dict(plan.items.filter(uid__in={row.item_id for row in rows}).values_list("uid", "due"))
    return in_force(rows, agreed)


def extension_questions_of(plan: Plan, day: date | None) -> tuple[Question, ...]:
    """Return the extensions unanswered now, or at the end of a day, as questions to those who may grant them."""
    rows = Extension.objects.filter(plan=plan).select_related("party", "organisation")
    if day is None:
        asked = [row.to_value() for row in rows.filter(state="asked")]
    else:
        moment = end_of(day)
        then = rows.filter(Q(answered_at=None) | Q(answered_at__gt=moment), asked_at__lte=moment)
        asked = [replace(row.to_value(), state=ExtensionState.ASKED) for row in then]  # whatever was answered later
    return tuple(question for each in asked for question in fulfilling.extension_questions(each))


@dataclass(frozen=True, slots=True)
class ShownExtension:
    """An extension as a page shows it, with its files and links, and what this member may do with it."""

    row: Extension
    word: Wording
    proofs: Sequence[Proof]
    acts: Sequence[str]


def actors_of(member: Member, row: Extension) -> list[Actor]:
    """Return the offices in which a member can act on an extension."""
    body = speaks_for(member, row.organisation.code)
    held = ((Role.LIAISON, Office.LIAISON), (Role.JOINT_OFFICE, Office.JOINT_OFFICE))
    return [Actor(member.sign, office, member.party_code, body) for role, office in held if member.has(role)]


def shown_extensions(rows: Iterable[Extension], member: Member) -> list[ShownExtension]:
    """Return extensions as a page shows them, in a constant number of statements."""
    known = list(rows)
    proofs = proofs_of(Evidence.Of.EXTENSION, {row.uid: row.evidence for row in known})
    found = []
    for row in known:
        value = row.to_value()
        acts = [
            act.value for actor in actors_of(member, row) for act in fulfilling.extension_acts(value, actor)
        ]  # fmt: skip
        found.append(ShownExtension(row, EXTENSION_WORDS[value.state], proofs[row.uid], list(dict.fromkeys(acts))))
    return found


def extensions_of(item: Item, member: Member) -> list[ShownExtension]:
    """Return the extensions asked for an item, the latest first."""
    rows = Extension.objects.filter(item=item).select_related("party", "organisation", "plan")
    return shown_extensions(rows[:LIMIT], member)


def to_grant(member: Member) -> list[ShownExtension]:
    """Return the extensions that wait for the answer of the member's joint office."""
    if not member.has(Role.JOINT_OFFICE):
        return []
    rows = Extension.objects.filter(state="asked", plan__parties=member.party).select_related(
        "party", "organisation", "plan", "item"
    )
    return [each for each in shown_extensions(rows.order_by("asked_at")[:LIMIT], member) if "grant" in each.acts]


@dataclass(frozen=True, slots=True)
class MovedMilestone:
    """A milestone with the day in force beside the agreed one (the same where nothing moved it)."""

    uid: str
    title: str
    agreed: date
    due: date


def milestones_in_force(item: drafting.Item, rows: Sequence[Extension]) -> list[MovedMilestone]:
    """Return an item's milestones as extensions moved them, each at the time it was granted."""
    value, agreed = item, {each.uid: each.due for each in item.milestones}
    for row in sorted(rows, key=_answered):
        if row.state == "granted" and row.answered_at is not None and row.agreed == item.due:
            moved = fulfilling.moved_milestones(
                value, row.to_value(), today=row.answered_at.date(), calendar=fulfilling.china()
            )
            value = replace(value, milestones=moved)
    return [MovedMilestone(each.uid, each.title, agreed[each.uid], each.due) for each in value.milestones]


def _answered(row: Extension) -> datetime:
    return row.answered_at or row.asked_at
