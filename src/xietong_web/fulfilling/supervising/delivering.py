"""Takes a notice and whom it is for; gives its deliveries: into the inbox, by mail where that is wanted, to a robot."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from xietong_web.accounts.models import Member
from xietong_web.fulfilling.supervising.models import Delivery, Notice, Preference, Robot


def deliveries_to(row: Notice, member: Member, now: datetime, *, at_once: bool) -> Iterator[Delivery]:
    """Yield a notice's deliveries to one person: into the inbox (``at_once``: it is there), and by mail if wanted."""
    state = Delivery.State.SENT if at_once else Delivery.State.PENDING
    yield Delivery(
        notice=row,
        channel=Delivery.Channel.INBOX,
        to=member.sign,
        member=member,
        state=state,
        attempts=1 if at_once else 0,
        next_at=now,
        sent_at=now if at_once else None,
    )
    if settings.NOTICES_BY_MAIL and member.person.email and preference_of(member).mail:
        yield Delivery(notice=row, channel=Delivery.Channel.MAIL, to=member.sign, member=member, next_at=now)


def to_robot(row: Notice, robot: Robot, now: datetime) -> Delivery:
    """Return a notice's delivery to a robot."""
    return Delivery(notice=row, channel=Delivery.Channel.ROBOT, to=robot.uid, robot=robot, next_at=now)


def preference_of(member: Member) -> Preference:
    """Return how a member wants to be told; where nothing was chosen, the defaults."""
    try:
        return member.preference
    except Preference.DoesNotExist:
        return Preference(member=member)
