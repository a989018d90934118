"""Takes a member; gives the notices in the own inbox and how many are unread, and the acts upon them."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet

from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.services import System, record
from xietong_web.fulfilling.supervising.models import Delivery, Notice, Preference
from xietong_web.fulfilling.supervising.rounds import TOGETHER

CHUNK, LONGEST = 500, 19  # digits of an id
_MINE = {"channel": Delivery.Channel.INBOX.value, "state": Delivery.State.SENT.value}
UNREAD = (
    "SELECT count(*) FROM fulfilling_delivery WHERE member_id = %s AND channel = %s AND state = %s AND read_at IS NULL"
)


def inbox_of(member: Member) -> QuerySet[Delivery]:
    """Return what was put into a member's inbox, the unread first, then the latest."""
    rows = Delivery.objects.filter(member=member, **_MINE)
    related = rows.select_related("notice__plan", "notice__answered", "notice__organisation", "notice__party")
    return related.order_by(F("read_at").asc(nulls_first=True), "-sent_at", "-id")


def unread_of(member: Member) -> int:
    """Return how many notices a member has not read. Asked with every page, and so written out."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [member.pk, *_MINE.values()])
        return int(cursor.fetchone()[0])


@transaction.atomic
def mark_read(*, delivery_pk: int | None, by: Member, now: datetime) -> None:
    """Mark one of the own notices as read, all of them without a ``delivery_pk``; the journal shows it to no party."""
    rows = Delivery.objects.filter(member=by, read_at=None, **_MINE)
    read = list((rows if delivery_pk is None else rows.filter(pk=delivery_pk)).select_for_update().order_by("pk"))
    if not read:
        return
    for row in read:
        row.read_at = now
    Delivery.objects.bulk_update(read, ["read_at"], batch_size=CHUNK)
    reader = System(by.sign)  # without a party: no colleague is shown it in the journal
    record("fulfilling.notices-read", by=reader, now=now, subject=("inbox", by.sign), rows=read, private=True)


@transaction.atomic
def choose(*, mail: bool, digest: str, by: Member, now: datetime) -> None:
    """Say how one wants to be told."""
    require(by, "accounts.edit-profile", owner=by.sign)
    chosen = Preference.Digest(digest)
    row, _ = Preference.objects.update_or_create(member=by, defaults={"mail": mail, "digest": chosen})
    data = {"mail": mail, "digest": chosen.value}
    record(
        "fulfilling.telling-chosen", by=by, now=now, subject=("member", by.sign), data=data, rows=[row], private=True
    )


def head_of(member: Member, pk: str) -> Notice | None:
    """Return the one notice of an id that stands for many to the member's own office; ``None`` without such an id."""
    rows = Notice.objects.filter(rung=TOGETHER, party=member.party)
    return rows.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < LONGEST else None


def notices_of(member: Member, head: Notice | None = None) -> QuerySet[Notice]:
    """Return the notices to a party's people, and those its joint office urged by hand, the latest first, in a round
    the one notices before those told with them; only those that a ``head`` stands for, where one is given."""
    rows = Notice.objects.exclude(level="digest").filter(Q(party=member.party) | Q(asked_by=member.party))
    if head is not None:
        rows = head.told.filter(party=member.party)
    related = rows.select_related("plan", "party", "organisation", "asked_by", "answered")
    ordered = related.order_by("-made_at", F("head").asc(nulls_first=True), "-id")
    return ordered.prefetch_related("deliveries__member__person", "deliveries__robot")
