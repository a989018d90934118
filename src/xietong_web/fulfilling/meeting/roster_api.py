"""Takes API calls about working groups and key-task lists; gives their answers."""

from datetime import date

from django.utils import timezone
from ninja import Query, Router, Status

from xietong_web.accounts.gate import Acting
from xietong_web.audit.days import past_day, today
from xietong_web.drafting.queries import the_plan
from xietong_web.fulfilling.meeting import rosters
from xietong_web.fulfilling.meeting.roster_queries import groups_of, lists_of, the_group, the_list
from xietong_web.fulfilling.meeting.roster_shapes import (
    GroupChanged,
    GroupShape,
    GroupTold,
    ListChanged,
    ListShape,
    ListTold,
    ListWhole,
)
from xietong_web.fulfilling.meeting.shapes import Ended
from xietong_web.theme.answers import Key, Page, Window, paged

router = Router(tags=["fulfilling"])
GROUPS = "/plans/{plan_uid}/groups"
GROUP = f"{GROUPS}/{{group}}"
LISTS = "/plans/{plan_uid}/key-tasks"
LIST = f"{LISTS}/{{tasks}}"


@router.get(GROUPS, response={200: Page[GroupShape]})
def groups(request: Acting, plan_uid: Key, window: Query[Window], as_of: date | None = None) -> Page[GroupShape]:
    """List a plan's working groups."""
    return paged(groups_of(the_plan(request.member, plan_uid), past_day(as_of)), window, GroupShape.of)


@router.post(GROUPS, response={201: GroupShape})
def found_group(request: Acting, plan_uid: Key, told: GroupTold) -> Status[GroupShape]:
    """Found a working group with members of the own party."""
    plan = the_plan(request.member, plan_uid)
    row = rosters.found_group(
        plan_uid=plan.uid,
        title=told.title,
        charge=told.charge,
        members=told.named(),
        items=told.items,
        by=request.member,
        now=timezone.now(),
    )
    return Status(201, GroupShape.of(the_group(plan, row.uid)))


@router.get(GROUP, response={200: GroupShape})
def group(request: Acting, plan_uid: Key, group: Key, as_of: date | None = None) -> GroupShape:
    """Show a working group."""
    return GroupShape.of(the_group(the_plan(request.member, plan_uid), group, past_day(as_of)))


@router.put(GROUP, response={200: GroupShape})
def change_group(request: Acting, plan_uid: Key, group: Key, told: GroupChanged) -> GroupShape:
    """Change a working group; of its members those of the own party."""
    plan = the_plan(request.member, plan_uid)
    the_group(plan, group)
    rosters.change_group(
        uid=group,
        revision=told.revision,
        title=told.title,
        charge=told.charge,
        members=told.named(),
        items=told.items,
        by=request.member,
        now=timezone.now(),
    )
    return GroupShape.of(the_group(plan, group))


@router.post(f"{GROUP}/end", response={204: None})
def end_group(request: Acting, plan_uid: Key, group: Key, told: Ended) -> Status[None]:
    """Dissolve a working group."""
    the_group(the_plan(request.member, plan_uid), group)
    rosters.end_group(uid=group, revision=told.revision, by=request.member, now=timezone.now())
    return Status(204, None)


@router.get(LISTS, response={200: Page[ListShape]})
def key_task_lists(request: Acting, plan_uid: Key, window: Query[Window], as_of: date | None = None) -> Page[ListShape]:
    """List a plan's key-task lists, the latest year first."""
    found = lists_of(the_plan(request.member, plan_uid), past_day(as_of))
    return paged(found, window, lambda pair: ListShape.of(*pair))


@router.post(LISTS, response={201: ListWhole})
def list_key_tasks(request: Acting, plan_uid: Key, told: ListTold) -> Status[ListWhole]:
    """Name the key tasks of a year."""
    plan = the_plan(request.member, plan_uid)
    row = rosters.list_key_tasks(
        plan_uid=plan.uid, title=told.title, year=told.year, items=told.items, by=request.member, now=timezone.now()
    )
    return Status(201, ListWhole.whole(the_list(plan, row.uid, today())))


@router.get(LIST, response={200: ListWhole})
def key_tasks(request: Acting, plan_uid: Key, tasks: Key, as_of: date | None = None) -> ListWhole:
    """Show a key-task list with the state of its items."""
    return ListWhole.whole(the_list(the_plan(request.member, plan_uid), tasks, today(), past_day(as_of)))


@router.put(LIST, response={200: ListWhole})
def change_key_tasks(request: Acting, plan_uid: Key, tasks: Key, told: ListChanged) -> ListWhole:
    """Change a list's title, items or order."""
    plan = the_plan(request.member, plan_uid)
    the_list(plan, tasks, today())
    rosters.change_key_tasks(
        uid=tasks, revision=told.revision, title=told.title, items=told.items, by=request.member, now=timezone.now()
    )
    return ListWhole.whole(the_list(plan, tasks, today()))


@router.post(f"{LIST}/end", response={204: None})
def end_key_tasks(request: Acting, plan_uid: Key, tasks: Key, told: Ended) -> Status[None]:
    """Take a list out of use."""
    the_list(the_plan(request.member, plan_uid), tasks, today())
    rosters.end_key_tasks(uid=tasks, revision=told.revision, by=request.member, now=timezone.now())
    return Status(204, None)
