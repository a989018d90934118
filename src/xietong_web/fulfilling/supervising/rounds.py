"""Takes the notices that are due in a round, and a plan's people; gives what is told one by one, and what the same
people of a party are told together: once a day, in one notice at the head of the others, which have no delivery to a
person of their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from xietong import fulfilling
from xietong.basics import Wording
from xietong.fulfilling import OFFICE, Addressed, Body, People, Recipient, Round, WaitKind
from xietong_web.audit.services import System
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.supervising.delivering import deliveries_to, to_robot
from xietong_web.fulfilling.supervising.models import Delivery, Notice
from xietong_web.fulfilling.supervising.recipients import Directory

TOGETHER = "gathered"  # the rung of the one notice
FEW = 20  # notices that the same people are told one by one in a round

Heads = dict[tuple[str, People], Notice]  # the one notice of each party's people


def round_of(
    plan: Plan, due: Sequence[fulfilling.Notice], kinds: Mapping[str, WaitKind], directory: Directory, day: date
) -> Round:
    """Return how notices that are due and were never written are told; ``kinds`` says which matters are waits.

    Who has had the one notice of the day is told the rest with the next day's: until then it stays due.
    """
    found = fulfilling.gather([_addressed(notice, kinds.get(notice.matter), directory) for notice in due], few=FEW)
    keys = {told: _key(plan, *told, day) for told in found.together}
    known = set(Notice.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    alone, together = list(found.alone), dict[tuple[str, People], tuple[fulfilling.Notice, ...]]()
    for (code, to), notices in found.together.items():
        if not _reached(directory, code, to):
            alone += notices  # written all the same, and shown as having reached nobody
        elif keys[code, to] not in known:
            together[code, to] = notices
    return Round(tuple(alone), together)


def _reached(directory: Directory, code: str, to: People) -> bool:
    of_party = Body(code)
    return bool(directory.people(to.recipient, of_party, to.kind) or directory.robots_of(to.recipient, of_party))


def _addressed(notice: fulfilling.Notice, kind: WaitKind | None, directory: Directory) -> Addressed:
    lacks = directory.lacks(notice.recipient, notice.body)
    return Addressed(notice, _told(notice.recipient, kind, of_body=bool(notice.body.organisation)), lacks)


def _told(recipient: Recipient, kind: WaitKind | None, *, of_body: bool) -> People | None:
    """Return who of a party is told: its office; of what waits for the party itself, who moves that kind, or who leads
    the party; of a body's matters nobody who is told of another's."""
    if recipient is Recipient.JOINT_OFFICE:
        return OFFICE
    return None if of_body else People(recipient, kind)


def _key(plan: Plan, party: str, to: People, day: date) -> str:
    return f"{TOGETHER}/{plan.uid}/{_whom(party, to)}|{day}"


def _whom(party: str, to: People) -> str:
    return party if to == OFFICE else f"{party}/{to.recipient}/{to.kind or ''}"


def heads_of(plan: Plan, round_: Round, directory: Directory, now: datetime) -> Heads:
    """Return the one notice of each office, and of other people of a party, that are told several together."""
    names = {code: Wording.named(body.name, body.name_en) for code, body in directory.bodies.items()}
    return {whom: _head(plan, *whom, told, names, directory, now) for whom, told in round_.together.items()}


def _head(
    plan: Plan, code: str, to: People, notices: Sequence[fulfilling.Notice], names: dict[str, Wording],
    directory: Directory, now: datetime,
) -> Notice:  # fmt: skip
    day = now.astimezone(fulfilling.SHANGHAI).date()
    lacking = {notice.body for notice in notices if directory.lacks(notice.recipient, notice.body)}
    wording = fulfilling.gathered(notices, names, lacking=len(lacking))
    return Notice(
        key=_key(plan, code, to, day), plan=plan, party=directory.parties[code],
        matter=f"{TOGETHER}/{_whom(code, to)}/{day}", rung=TOGETHER, level=fulfilling.worst(notices).value,
        recipient=to.recipient.value, zh=wording.zh, en=wording.en, made_by=System().sign, made_at=now,
    )  # fmt: skip


def to_people(heads: Heads, directory: Directory, now: datetime) -> Iterator[Delivery]:
    """Yield the deliveries of the one notices."""
    for (code, to), head in heads.items():
        for member in directory.people(to.recipient, Body(code), to.kind):
            yield from deliveries_to(head, member, now, at_once=True)
        for robot in directory.robots_of(to.recipient, Body(code)):
            yield to_robot(head, robot, now)
