"""Takes a member and a day; gives what the page of that person's work shows.

Much of it changes seldom, and only by acts that say so by their names: it is kept for the member until then.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.paginator import Paginator
from django.db.models import F, QuerySet

from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.roles import Role
from xietong_web.audit.asking import Among, asked
from xietong_web.drafting.models import Duty, Plan
from xietong_web.fulfilling.duty_lights import lights_of
from xietong_web.fulfilling.duty_queries import KINDS, objections, to_sign
from xietong_web.fulfilling.extending.queries import to_grant
from xietong_web.fulfilling.followed import kept_of
from xietong_web.fulfilling.meeting.queries import decisions_waiting_for
from xietong_web.fulfilling.queries import duties_of
from xietong_web.fulfilling.reporting_queries import LIMIT, due_of, duties_at_work, own_duties
from xietong_web.fulfilling.waiting.queries import waiting_for

PAGE = 50
PLANS = ("drafting.", "endorsing.")  # plans, their items and duties, proposals and signatures
ANSWERS = (*PLANS, "fulfilling.duty-", "fulfilling.rhythm-set")
EXTENSIONS = (*PLANS, "fulfilling.extension-", "fulfilling.evidence-")
MEETINGS = (*PLANS, "fulfilling.decision-", "fulfilling.meeting-")


def work_of(member: Member, day: date, page: str | None) -> dict[str, object]:
    """Return what waits for a member, and a page of the duties of its body with their lights."""
    duties = duties_shown(member)
    shown = Paginator(duties, PAGE).get_page(page) if duties is not None else None
    lights_of(shown or (), day)
    own: Sequence[Duty] = ()
    if member.has(Role.LIAISON) and member.organisation:
        own = duties_at_work(duties) if isinstance(duties, list) else own_duties(member)
    return {
        "page": shown,
        "one_plan": of_one_plan(shown or ()),
        "mine": waiting_for(member, day),
        "today": day,
        "organisation": member.organisation,
        "owed": due_of(member, day, own) if own else [],
        "to_sign": kept_of(member, "to sign", lambda: to_sign(member, own), *ANSWERS) if own else [],
        "objections": kept_of(member, "objections", lambda: objections(member), *ANSWERS),
        "extensions": kept_of(member, "extensions", lambda: to_grant(member), *EXTENSIONS),
        "kinds": KINDS,
        **kept_of(member, ("decisions", day), lambda: decisions_waiting_for(member, day), *MEETINGS),
    }


def of_one_plan(duties: Iterable[Duty]) -> bool:
    """Tell whether duties are of one plan, so that a list need not name it in every row."""
    return len({duty.plan_id for duty in duties}) < 2


def duties_shown(member: Member) -> list[Duty] | QuerySet[Duty] | None:
    """Return the duties of a member's bodies by due date: read at once while they are few, as mostly they are.

    Those kept are shared: each page has copies, which it gives their lights.
    """
    body = member.organisation
    if body is None:
        return None

    def whole() -> QuerySet[Duty]:
        return duties_of(body, member).select_related("organisation")

    def first() -> list[Duty]:
        alone = bodies_of(member) == {body.pk}  # as mostly: it came out of no other
        return _of_one_body(member, body) if alone else list(whole()[: LIMIT + 1])

    found = kept_of(member, "duties", first, *PLANS)
    return [_twin(duty) for duty in found] if len(found) <= LIMIT else whole()


def _twin(duty: Duty) -> Duty:
    """Return a copy that may be given attributes of its own (Django's pickles and takes ten times as long)."""
    made = Duty.__new__(Duty)
    vars(made).update(vars(duty))
    return made


def _of_one_body(member: Member, body: Organisation) -> list[Duty]:
    """Return what ``duties_of`` gives of one body: plans, parties and the body are of one kind each, and read once."""
    found = _first_duties(body.pk, member.party)
    plans = {plan.pk: plan for plan in _plans([*{duty.plan_id for duty in found}])}
    parties = {member.party.pk: member.party} if member.party else {}
    if others := {duty.party_id for duty in found if duty.party_id} - parties.keys():
        parties |= Party.objects.in_bulk(others)
    for duty in found:
        duty.plan, duty.organisation = plans[duty.plan_id], body
        duty.party = parties.get(duty.party_id or 0)
    return found


@asked
def _first_duties(body: int, party: Party | None) -> QuerySet[Duty]:
    """Ask for the first duties of one body by due date, and whether there are more than a page reads at once.

    Of one: for a list of them SQLite would look through all duties of the plan.
    """
    rows = Duty.objects.filter(organisation=body, plan__parties=party).select_related("item")
    return rows.order_by(F("item__due").asc(nulls_last=True), "item__path")[: LIMIT + 1]


@asked
def _plans(uids: Sequence[str]) -> QuerySet[Plan]:
    return Plan.objects.filter(Among("uid", uids)).order_by()
