"""Takes the notices that are due in a round, and a plan's people; gives what is told one by one, and what an office is
told together: once a day, in one notice at the head of the others, which have no delivery to a person of their own.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from xietong import fulfilling
from xietong.basics import Wording
from xietong.fulfilling import Addressed, Body, Recipient, Round
from xietong_web.audit.services import System
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.supervising.delivering import deliveries_to, to_robot
from xietong_web.fulfilling.supervising.models import Delivery, Notice
from xietong_web.fulfilling.supervising.recipients import Directory

TOGETHER = "gathered"  # the rung of the one notice
FEW = 20  # notices that an office is told one by one in a round


def round_of(plan: Plan, due: Sequence[fulfilling.Notice], directory: Directory, day: date) -> Round:
    """Return how notices that are due and were never written are told.

    An office that has had its one notice of the day is told the rest with the next day's: until then it stays due.
    """
    found = fulfilling.gather([_addressed(notice, directory) for notice in due], few=FEW)
    keys = {code: _key(plan, code, day) for code in found.together}
    told = set(Notice.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    alone, together = list(found.alone), dict[str, tuple[fulfilling.Notice, ...]]()
    for code, notices in found.together.items():
        if not (directory.office(code) or directory.robots_of(Recipient.JOINT_OFFICE, Body(code))):
            alone += notices  # written all the same, and shown as having reached nobody
        elif keys[code] not in told:
            together[code] = notices
    return Round(tuple(alone), together)


def _addressed(notice: fulfilling.Notice, directory: Directory) -> Addressed:
    lacks = directory.lacks(notice.recipient, notice.body)
    return Addressed(notice, lacks, notice.recipient is Recipient.JOINT_OFFICE and bool(notice.body.organisation))


def _key(plan: Plan, party: str, day: date) -> str:
    return f"{TOGETHER}/{plan.uid}/{party}|{day}"


def heads_of(plan: Plan, round_: Round, directory: Directory, now: datetime) -> list[Notice]:
    """Return the one notice of each office that is told several together."""
    names = {code: Wording.named(body.name, body.name_en) for code, body in directory.bodies.items()}
    return [_head(plan, code, notices, names, directory, now) for code, notices in round_.together.items()]


def _head(
    plan: Plan, code: str, notices: Sequence[fulfilling.Notice], names: dict[str, Wording], directory: Directory,
    now: datetime,
) -> Notice:  # fmt: skip
    day = now.astimezone(fulfilling.SHANGHAI).date()
    lacking = {notice.body for notice in notices if directory.lacks(notice.recipient, notice.body)}
    wording = fulfilling.gathered(notices, names, lacking=len(lacking))
    return Notice(
        key=_key(plan, code, day), plan=plan, party=directory.parties[code], matter=f"{TOGETHER}/{code}/{day}",
        rung=TOGETHER, level=fulfilling.worst(notices).value, recipient=Recipient.JOINT_OFFICE.value,
        zh=wording.zh, en=wording.en, made_by=System().sign, made_at=now,
    )  # fmt: skip


def to_office(head: Notice, directory: Directory, now: datetime) -> Iterator[Delivery]:
    """Yield the deliveries of an office's one notice."""
    for member in directory.office(head.party.code):
        yield from deliveries_to(head, member, now, at_once=True)
    for robot in directory.robots_of(Recipient.JOINT_OFFICE, Body(head.party.code)):
        yield to_robot(head, robot, now)


def told_with(head: Notice) -> QuerySet[Notice]:
    """Return the notices that an office's one notice stands for: those of its round that no person was told alone."""
    of_round = Notice.objects.filter(plan=head.plan, party=head.party, made_at=head.made_at).exclude(pk=head.pk)
    return of_round.exclude(deliveries__channel=Delivery.Channel.INBOX)


def heads_by_row(rows: Sequence[Notice]) -> dict[int, int]:
    """Return the one notice with which each of some notices was told, by their rows' ids; one statement."""
    heads = Notice.objects.filter(rung=TOGETHER, made_at__in={row.made_at for row in rows})
    known: dict[tuple[str | None, int, datetime], int] = {
        (plan, party, at): pk for pk, plan, party, at in heads.values_list("pk", "plan_id", "party_id", "made_at")
    }
    alone = {row.pk for row in rows if any(each.channel == Delivery.Channel.INBOX for each in row.deliveries.all())}
    found = ((row.pk, known.get((row.plan_id, row.party_id, row.made_at))) for row in rows)
    return {pk: head for pk, head in found if head is not None and head != pk and pk not in alone}
