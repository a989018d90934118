"""Takes whom and what the joint offices single out; gives the acts on working groups and key-task lists."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from xietong.basics import Refusal
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.permissions import require
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import record
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.drafting.services import locked
from xietong_web.fulfilling.meeting.models import KeyTaskList, WorkingGroup
from xietong_web.fulfilling.meeting.points import Edition, GroupMember

MOST_ITEMS, MOST_MEMBERS, LONGEST = 500, 100, 5000
FIRST_YEAR, LAST_YEAR = 1949, 2149


def _title(text: str) -> str:
    if not text.strip() or len(text.strip()) > 120:
        raise Refusal(
            "bad-title", zh="请填写名称，不超过 120 字。", en="Write a title of up to 120 characters.", field="title"
        )
    return text.strip()


def _items(plan: Plan, uids: Sequence[str]) -> tuple[str, ...]:
    """Return the items of a list in its order, each once. Raises Refusal ``no-such-item``, ``too-many-items``."""
    wanted = tuple(dict.fromkeys(uid for uid in uids if uid))
    if len(wanted) > MOST_ITEMS:
        raise Refusal(
            "too-many-items",
            zh=f"最多 {MOST_ITEMS} 项；请精简。",
            en=f"A list holds up to {MOST_ITEMS} items; choose fewer.",
        )
    known = set(plan.items.filter(uid__in=wanted).values_list("uid", flat=True))
    lost = [uid for uid in wanted if uid not in known]
    if lost:
        raise Refusal(
            "no-such-item",
            zh=f"计划中没有这些事项：{'、'.join(lost[:5])}；请从列表选择。",
            en=f"The plan has no such items: {', '.join(lost[:5])}; choose from the list.",
            field="add",
        )
    return wanted


def _members(members: Sequence[GroupMember], by: Member) -> tuple[GroupMember, ...]:
    """Return the members that a party puts forward, who must be of its own bodies. Raises Refusal ``other-party``."""
    kept = [
        GroupMember(each.organisation, each.person.strip(), each.post.strip())
        for each in members
        if each.person.strip()
    ]
    codes = {each.organisation for each in kept}
    own = set(Organisation.objects.filter(party=by.party, code__in=codes).values_list("code", flat=True))
    if codes - own:
        raise Refusal(
            "other-party",
            zh="各方只能推荐本方单位的成员；对方成员由对方填写。",
            en="A party names members of its own organisations; the other side names its own.",
        )
    if len(kept) > MOST_MEMBERS or any(len(each.person) > 80 or len(each.post) > 40 for each in kept):
        raise Refusal(
            "too-long",
            zh=f"成员不超过 {MOST_MEMBERS} 人，姓名不超过 80 字，职务不超过 40 字。",
            en=f"A group holds {MOST_MEMBERS} members, a name 80 characters, a post 40.",
            field="charge",
        )
    return tuple(kept)


def _charge(text: str) -> str:
    if len(text) > LONGEST:
        raise Refusal(
            "too-long",
            zh=f"职责不超过 {LONGEST} 字。",
            en=f"The charge holds up to {LONGEST} characters.",
            field="charge",
        )
    return text.strip()


def _tell(what: str, row: WorkingGroup | KeyTaskList, by: Member, now: datetime) -> None:
    kind = "group" if isinstance(row, WorkingGroup) else "key-tasks"
    data = {"plan": row.plan.uid, "title": row.title, "items": row.items}
    record(f"fulfilling.{kind}-{what}", by=by, now=now, subject=(kind, row.uid), data=data, rows=[row])


@transaction.atomic
def found_group(
    *,
    plan_uid: str,
    title: str,
    by: Member,
    now: datetime,
    charge: str = "",
    members: Sequence[GroupMember] = (),
    items: Sequence[str] = (),
) -> WorkingGroup:
    """Found a working group with members of the own party; the others then name theirs with ``change_group``.

    Raises Refusal ``not-permitted``, ``bad-title``, ``no-such-item``, ``other-party``, ``too-long``.
    """
    plan = locked(plan_uid)
    require(by, "fulfilling.keep-groups", plan_parties=party_codes(plan))
    row = WorkingGroup(uid=new_key(), plan=plan, made_by=by.sign, made_at=now)
    named = _members(members, by)
    row.add_edition(Edition(now, by.sign, _title(title), _items(plan, items), _charge(charge), named))
    row.save(force_insert=True)
    _tell("founded", row, by, now)
    return row


@transaction.atomic
def change_group(
    *,
    uid: str,
    revision: int,
    title: str,
    charge: str,
    members: Sequence[GroupMember],
    items: Sequence[str],
    by: Member,
    now: datetime,
) -> WorkingGroup:
    """Change a group; of its members those of the own party, the others' stay as they are.

    Raises Refusal ``stale-edit``, ``not-found`` and those of ``found_group``.
    """
    row = _locked(WorkingGroup, uid, revision, by, "fulfilling.keep-groups")
    last = row.editions[-1]
    codes = {each.organisation for each in last.members}
    own = set(Organisation.objects.filter(party=by.party, code__in=codes).values_list("code", flat=True))
    others = tuple(each for each in last.members if each.organisation not in own)
    named = (*others, *_members(members, by))
    row.add_edition(Edition(now, by.sign, _title(title), _items(row.plan, items), _charge(charge), named))
    row.revision += 1
    row.save()
    _tell("changed", row, by, now)
    return row


@transaction.atomic
def end_group(*, uid: str, revision: int, by: Member, now: datetime) -> WorkingGroup:
    """Dissolve a group; a past day still shows it."""
    row = _locked(WorkingGroup, uid, revision, by, "fulfilling.keep-groups")
    row.ended_at, row.revision = now, row.revision + 1
    row.save()
    _tell("ended", row, by, now)
    return row


@transaction.atomic
def list_key_tasks(
    *, plan_uid: str, title: str, year: int, items: Sequence[str], by: Member, now: datetime
) -> KeyTaskList:
    """Name the key tasks of a year, in their own order. Raises Refusal ``bad-year`` and those of ``found_group``."""
    plan = locked(plan_uid)
    require(by, "fulfilling.keep-key-tasks", plan_parties=party_codes(plan))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(
            "bad-year", zh=f"年份须在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。", en="That is no year of a plan.", field="year"
        )
    row = KeyTaskList(uid=new_key(), plan=plan, year=year, made_by=by.sign, made_at=now)
    row.add_edition(Edition(now, by.sign, _title(title), _items(plan, items)))
    row.save(force_insert=True)
    _tell("listed", row, by, now)
    return row


@transaction.atomic
def change_key_tasks(
    *, uid: str, revision: int, title: str, items: Sequence[str], by: Member, now: datetime
) -> KeyTaskList:
    """Change a list's title, items or order. Raises Refusal ``stale-edit``, ``not-found`` and those of the first."""
    row = _locked(KeyTaskList, uid, revision, by, "fulfilling.keep-key-tasks")
    row.add_edition(Edition(now, by.sign, _title(title), _items(row.plan, items)))
    row.revision += 1
    row.save()
    _tell("changed", row, by, now)
    return row


@transaction.atomic
def end_key_tasks(*, uid: str, revision: int, by: Member, now: datetime) -> KeyTaskList:
    """Take a list out of use; a past day still shows it."""
    row = _locked(KeyTaskList, uid, revision, by, "fulfilling.keep-key-tasks")
    row.ended_at, row.revision = now, row.revision + 1
    row.save()
    _tell("ended", row, by, now)
    return row


RowT = TypeVar("RowT", WorkingGroup, KeyTaskList)


def _locked(model: type[RowT], uid: str, revision: int, by: Member, act: str) -> RowT:
    rows = model._default_manager  # noqa: SLF001 - the manager of either class, which the two do not share
    found = rows.filter(uid=uid, plan__parties=by.party, ended_at=None).first()
    if found is None:
        raise Refusal("not-found", zh="没有这一项，或它不对您开放。", en="There is no such thing for you.")
    require(by, act, plan_parties=party_codes(found.plan))
    rows.select_for_update().filter(uid=uid).first()
    row = rows.select_related("plan").get(uid=uid)
    if row.revision != revision:
        raise Refusal(
            "stale-edit",
            zh="他人刚作了修改；请刷新后核对再保存。",
            en="Somebody has just changed this; reload it, check and save again.",
        )
    return row
