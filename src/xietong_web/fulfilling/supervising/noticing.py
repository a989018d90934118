"""Takes an agreed plan and a moment; gives the notices that are due then, each written once with its deliveries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from xietong import fulfilling
from xietong.fulfilling import WaitKind
from xietong_web.audit.services import System, record
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.supervising.delivering import deliveries_to, to_robot
from xietong_web.fulfilling.supervising.ladders import ladder_of, quiet_at
from xietong_web.fulfilling.supervising.matters import Watched, matters_of
from xietong_web.fulfilling.supervising.models import Delivery, Notice
from xietong_web.fulfilling.supervising.recipients import Directory
from xietong_web.fulfilling.supervising.rounds import heads_of, round_of, to_people
from xietong_web.fulfilling.supervising.settling import settle_notices
from xietong_web.fulfilling.supervising.urging import ended

CHUNK = 500
SYSTEM = System().sign


@transaction.atomic
def make_notices(*, plan: Plan, now: datetime) -> int:
    """Write the notices of a plan that are due at a moment and were never written; return how many.

    None in quiet hours, on days off, or while the ladder is paused. Of two that run at once the second finds the
    first one's notices.
    """
    ladder, paused = ladder_of(plan)
    if paused or plan.state != Plan.State.AGREED or quiet_at(ladder, now):
        return 0
    Plan.objects.select_for_update().get(pk=plan.pk)
    day = now.astimezone(fulfilling.SHANGHAI).date()
    watched = matters_of(plan, day)
    _settle(plan, watched, day, now)
    due = _due(watched, ladder, now)
    known = _known([notice.key for notice in due])
    fresh = [notice for notice in due if notice.key not in known]
    if not fresh:
        return 0
    directory = Directory.of(plan, day)
    round_ = round_of(plan, fresh, watched.kinds, directory, day)
    count = len(round_.alone) + sum(map(len, round_.together.values()))
    if count:
        _write(plan, round_, watched, directory, now)
    return count


def _due(watched: Watched, ladder: fulfilling.Ladder, now: datetime) -> list[fulfilling.Notice]:
    """Return what the ladder says now. Who is waited for ends the wait by acting: no answer is asked beside it."""
    acting = replace(ladder, rungs=tuple(replace(rung, answer=False) for rung in ladder.rungs))
    due: list[fulfilling.Notice] = []
    for of_waits, rungs in ((False, ladder), (True, acting)):
        matters = [matter for matter in watched.matters if (matter.uid in watched.kinds) is of_waits]
        due += fulfilling.notices_due(matters, frozenset(), rungs, now, calendar=fulfilling.china())
    return due


def _known(keys: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(keys), CHUNK):
        found.update(Notice.objects.filter(key__in=keys[start : start + CHUNK]).values_list("key", flat=True))
    return found


def _settle(plan: Plan, watched: Watched, day: date, now: datetime) -> None:
    """Close the urges whose matter has ended: what was urged has been done."""
    standing = {matter.uid for matter in watched.matters}
    asked = Notice.objects.filter(plan=plan, answer=True, settled_at=None, made_by=SYSTEM)
    done = [row for row in asked.order_by("pk") if row.matter not in standing]
    settle_notices([*done, *ended(plan, day)], by=System(), now=now)


def _write(plan: Plan, round_: fulfilling.Round, watched: Watched, directory: Directory, now: datetime) -> None:
    heads = heads_of(plan, round_, directory, now)
    Notice.objects.bulk_create(heads.values(), batch_size=CHUNK)
    alone = [(notice, _row(plan, notice, watched, directory, now)) for notice in round_.alone]
    together = [
        (notice, _row(plan, notice, watched, directory, now, head=heads[whom]))
        for whom, notices in round_.together.items()
        for notice in notices
    ]
    rows = [row for _, row in (*alone, *together)]
    Notice.objects.bulk_create(rows, batch_size=CHUNK)
    deliveries = [
        *(
            delivery
            for notice, row in alone
            for delivery in _deliveries(row, notice, directory, watched.kinds.get(notice.matter), now)
        ),
        *(
            to_robot(row, robot, now)
            for notice, row in together
            for robot in directory.robots_of(notice.recipient, notice.body)
            if robot.organisation_id is not None  # the office's own are told the one notice
        ),
        *to_people(heads, directory, now),
    ]
    Delivery.objects.bulk_create(deliveries, batch_size=CHUNK)
    _tell(plan, [*rows, *heads.values()], deliveries, now)


def _row(
    plan: Plan, notice: fulfilling.Notice, watched: Watched, directory: Directory, now: datetime,
    head: Notice | None = None,
) -> Notice:  # fmt: skip
    return Notice(
        key=notice.key,
        plan=plan,
        party=directory.parties[notice.body.party],
        organisation=directory.bodies.get(notice.body.organisation),
        matter=notice.matter,
        item=watched.items.get(notice.matter, ""),
        about=watched.questions.get(notice.matter, ""),
        rung=notice.rung,
        level=notice.level.value,
        recipient=notice.recipient.value,
        workdays=notice.workdays,
        answer=notice.answer,
        zh=notice.wording.zh,
        en=notice.wording.en,
        made_by=SYSTEM,
        made_at=now,
        head=head,
    )


def _tell(plan: Plan, rows: Iterable[Notice], deliveries: Iterable[Delivery], now: datetime) -> None:
    """Tell the journal which notices each party was given and how they go out, to that party alone."""
    told: dict[str, list[Notice | Delivery]] = {}
    for row in rows:
        told.setdefault(row.party.code, []).append(row)
    counts = {code: len(own) for code, own in told.items()}
    for delivery in deliveries:
        told[delivery.notice.party.code].append(delivery)
    for code, own in told.items():
        by, data = System(party_code=code), {"count": counts[code]}
        record(
            "fulfilling.notices-made", by=by, now=now, subject=("notice", plan.uid), data=data, rows=own, private=True
        )


def _deliveries(
    row: Notice, notice: fulfilling.Notice, directory: Directory, kind: WaitKind | None, now: datetime
) -> Iterator[Delivery]:
    for member in directory.people(notice.recipient, notice.body, kind):
        yield from deliveries_to(row, member, now, at_once=True)
    for robot in directory.robots_of(notice.recipient, notice.body):
        yield to_robot(row, robot, now)
