"""Takes a plan and a past day; gives the duties as they stood then: by lead unit, and of one body."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from xietong import drafting
from xietong_web.accounts.lines import line_of
from xietong_web.accounts.models import Member, Organisation
from xietong_web.audit.queries import end_of
from xietong_web.drafting.listing import plan_on
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import visible_to
from xietong_web.fulfilling.standing import standings


@dataclass(frozen=True, slots=True)
class PastDuty:
    """One duty of a body as it stood."""

    plan: Plan
    item: drafting.Item
    role: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class PastUnit:
    """What a body led."""

    organisation: Organisation
    duties: list[PastDuty]


def units_on(plan: Plan, day: date, *, late: bool, code: str = "") -> list[PastUnit]:
    """Return what each unit led on a day, in the order of parties and codes; ``late``: only what was overdue."""
    led: dict[str, list[PastDuty]] = defaultdict(list)
    for duty, body in _duties(plan, day):
        if duty.role == "lead" and body and (duty.overdue or not late) and code in {"", body}:
            led[body].append(duty)
    bodies = Organisation.objects.filter(code__in=led).select_related("party").order_by("party__ordinal", "code")
    return [PastUnit(body, sorted(led[body.code], key=_by_due)) for body in bodies]


def duties_on(organisation: Organisation, member: Member, day: date) -> list[PastDuty]:
    """Return the duties of a body, and of those it came out of, on a day, in the plans that the member may see."""
    codes: Collection[str] = set(
        Organisation.objects.filter(pk__in=line_of(organisation)).values_list("code", flat=True)
    )
    plans = visible_to(member).filter(made_at__lte=end_of(day))
    found = [duty for plan in plans for duty, body in _duties(plan, day) if body in codes]
    return sorted(found, key=_by_due)


def _duties(plan: Plan, day: date) -> Iterator[tuple[PastDuty, str]]:
    stand = standings(plan, [], day)
    for item in plan_on(plan, day).items:
        overdue = stand.overdue(item.uid, item.due, day)
        for duty in item.duties:
            yield PastDuty(plan, item, duty.role.value, overdue), duty.organisation


def _by_due(duty: PastDuty) -> tuple[bool, date]:
    return duty.item.due is None, duty.item.due or date.max
