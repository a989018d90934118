"""Takes the notices that are due in a round, and a plan's people; gives what is told one by one, and what the same
people of a party are told together: once a day, in one notice at the head of the others, which have no delivery to a
person of their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from xietong import fulfilling
from xietong.basics import Wording
from xietong.fulfilling import OFFICE, Addressed, Body, Recipient, Round, WaitKind
from xietong_web.audit.services import System
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.supervising.delivering import deliveries_to, to_robot
from xietong_web.fulfilling.supervising.models import Delivery, Notice
from xietong_web.fulfilling.supervising.recipients import Directory

TOGETHER = "gathered"  # the rung of the one notice
_KINDS = {kind.value: kind for kind in WaitKind}  # how the matter of a wait begins
FEW = 20  # notices that the same people are told one by one in a round


def round_of(
    plan: Plan, due: Sequence[fulfilling.Notice], kinds: Mapping[str, WaitKind], directory: Directory, day: date
) -> Round:
    """Return how notices that are due and were never written are told; ``kinds`` says which matters are waits.

    Who has had the one notice of the day is told the rest with the next day's: until then it stays due.
    """
    found = fulfilling.gather([_addressed(notice, kinds.get(notice.matter), directory) for notice in due], few=FEW)
    keys = {told: _key(plan, *told, day) for told in found.together}
    known = set(Notice.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    alone, together = list(found.alone), dict[tuple[str, str], tuple[fulfilling.Notice, ...]]()
    for (code, to), notices in found.together.items():
        recipient, kind = _people(to)
        if not (directory.people(recipient, Body(code), kind) or directory.robots_of(recipient, Body(code))):
            alone += notices  # written all the same, and shown as having reached nobody
        elif keys[code, to] not in known:
            together[code, to] = notices
    return Round(tuple(alone), together)


def _addressed(notice: fulfilling.Notice, kind: WaitKind | None, directory: Directory) -> Addressed:
    lacks = directory.lacks(notice.recipient, notice.body)
    return Addressed(notice, _told(notice.recipient, bool(notice.body.organisation), kind), lacks)


def _told(recipient: Recipient, of_body: bool, kind: WaitKind | None) -> str:
    """Return who of a party is told: its office; of what waits for the party itself, who moves that kind, or who leads
    the party; of a body's matters nobody who is told of another's."""
    if recipient is Recipient.JOINT_OFFICE:
        return OFFICE
    return "" if of_body else f"{recipient.value}/{kind.value if kind else ''}"


def _people(told: str) -> tuple[Recipient, WaitKind | None]:
    recipient, _, kind = told.partition("/")
    return Recipient(recipient), WaitKind(kind) if kind else None


def _key(plan: Plan, party: str, told: str, day: date) -> str:
    return f"{TOGETHER}/{plan.uid}/{_whom(party, told)}|{day}"


def _whom(party: str, told: str) -> str:
    return party if told == OFFICE else f"{party}/{told}"


def heads_of(plan: Plan, round_: Round, directory: Directory, now: datetime) -> list[Notice]:
    """Return the one notice of each office, and of other people of a party, that are told several together."""
    names = {code: Wording.named(body.name, body.name_en) for code, body in directory.bodies.items()}
    return [_head(plan, *whom, notices, names, directory, now) for whom, notices in round_.together.items()]


def _head(
    plan: Plan, code: str, told: str, notices: Sequence[fulfilling.Notice], names: dict[str, Wording],
    directory: Directory, now: datetime,
) -> Notice:  # fmt: skip
    day = now.astimezone(fulfilling.SHANGHAI).date()
    lacking = {notice.body for notice in notices if directory.lacks(notice.recipient, notice.body)}
    wording = fulfilling.gathered(notices, names, lacking=len(lacking))
    return Notice(
        key=_key(plan, code, told, day), plan=plan, party=directory.parties[code],
        matter=f"{TOGETHER}/{_whom(code, told)}/{day}", rung=TOGETHER, level=fulfilling.worst(notices).value,
        recipient=_people(told)[0].value, zh=wording.zh, en=wording.en, made_by=System().sign, made_at=now,
    )  # fmt: skip


def to_people(head: Notice, directory: Directory, now: datetime) -> Iterator[Delivery]:
    """Yield the deliveries of a one notice."""
    (recipient, kind), body = _people(_told_by(head)), Body(head.party.code)
    for member in directory.people(recipient, body, kind):
        yield from deliveries_to(head, member, now, at_once=True)
    for robot in directory.robots_of(recipient, body):
        yield to_robot(head, robot, now)


def _told_by(head: Notice) -> str:
    """Return who of the party is told by a one notice: what stands between the party and the day."""
    return "/".join(head.matter.split("/")[2:-1]) or OFFICE


def told_with(head: Notice) -> QuerySet[Notice]:
    """Return the notices that one stands for: those of its round, to its people, that no person was told alone."""
    of_round = Notice.objects.filter(plan=head.plan, party=head.party, made_at=head.made_at).exclude(rung=TOGETHER)
    to_office = Q(recipient=Recipient.JOINT_OFFICE.value) | Q(organisation__isnull=False)
    recipient, kind = _people(_told_by(head))
    to_others = ~to_office & Q(recipient=recipient.value, matter__startswith=f"{kind.value if kind else ''}/")
    told = of_round.filter(to_office if recipient is Recipient.JOINT_OFFICE else to_others)
    return told.exclude(deliveries__channel=Delivery.Channel.INBOX)


def heads_by_row(rows: Sequence[Notice]) -> dict[int, int]:
    """Return the one notice with which each of some notices was told, by their rows' ids; one statement."""
    heads = Notice.objects.filter(rung=TOGETHER, made_at__in={row.made_at for row in rows})
    known = {(each.plan_id, each.party_id, each.made_at, _told_by(each)): each.pk for each in heads}
    alone = {row.pk for row in rows if any(each.channel == Delivery.Channel.INBOX for each in row.deliveries.all())}
    found = ((row.pk, known.get((row.plan_id, row.party_id, row.made_at, _told_of(row)))) for row in rows)
    return {pk: head for pk, head in found if head is not None and head != pk and pk not in alone}


def _told_of(row: Notice) -> str:
    kind = _KINDS.get(row.matter.partition("/")[0])
    return _told(Recipient(row.recipient), row.organisation_id is not None, kind) or OFFICE
