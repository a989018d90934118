"""Takes people who chose a digest; gives each, once a working day or week, the waits that this person may see."""

from datetime import datetime
from typing import Any

import numpy as np
from django.db import transaction

from xietong import fulfilling
from xietong.basics import Wording
from xietong.fulfilling import Wait
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.roles import Role
from xietong_web.audit.services import System, record
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import visible_to
from xietong_web.fulfilling.supervising.delivering import deliveries_to
from xietong_web.fulfilling.supervising.ladders import DEFAULT, quiet_at
from xietong_web.fulfilling.supervising.models import Delivery, Notice, Preference
from xietong_web.fulfilling.supervising.noticing import SYSTEM
from xietong_web.fulfilling.waiting.queries import seen_waits
from xietong_web.fulfilling.waiting.words import called, titles_of, waited_for

# Who follows the whole plan; everybody else is told of what the own body waits for and is waited for.
LINES = 20  # waits that a digest tells one by one
_WHOLE = (Role.JOINT_OFFICE, Role.LEADER, Role.PARTY_MANAGER)


def send_digests(now: datetime) -> int:
    """Write the digests that are due in a working hour; return how many. Nobody gets the same day or week twice."""
    if quiet_at(DEFAULT, now):
        return 0
    wanted = Preference.objects.exclude(digest=Preference.Digest.OFF).order_by("pk")
    return sum(_send(pk, now) for pk in wanted.values_list("pk", flat=True))


def _period(choice: str, now: datetime) -> str:
    local = now.astimezone(fulfilling.SHANGHAI)
    return local.strftime("%G-W%V") if choice == Preference.Digest.WEEKLY else local.date().isoformat()


def _send(pk: int, now: datetime) -> int:
    chosen = Preference.objects.select_related("member__person", "member__party", "member__organisation").get(pk=pk)
    member, period = chosen.member, _period(chosen.digest, now)
    if chosen.last_digest == period or member.ended_at is not None or member.party is None:
        return 0
    waits = digest_waits(member, now)
    with transaction.atomic():
        # Of two workers one moves the mark; the other finds it moved.
        if not Preference.objects.filter(pk=pk, last_digest=chosen.last_digest).update(last_digest=period):
            return 0
        moved = Preference.objects.get(pk=pk)
        told: dict[str, Any] = {"by": System(party_code=member.party_code), "subject": ("member", member.sign)}
        if not waits:
            record("fulfilling.digest-empty", now=now, rows=[moved], private=True, **told)
            return 0
        wording = digest_text(member, waits, now)
        row = Notice.objects.create(
            key=f"digest/{member.pk}/{period}", party=member.party, matter="digest", rung="digest", level="digest",
            recipient="person", zh=wording.zh, en=wording.en, made_by=SYSTEM, made_at=now,
        )  # fmt: skip
        sent = Delivery.objects.bulk_create(list(deliveries_to(row, member, now, at_once=True)))
        record("fulfilling.digest-made", now=now, rows=[moved, row, *sent], private=True, **told)
    return 1


def digest_waits(member: Member, now: datetime) -> list[Wait]:
    """Return the waits that go into a member's digest, the longest first: of what the member may see, what concerns."""
    day = now.astimezone(fulfilling.SHANGHAI).date()
    codes = set(Organisation.objects.filter(pk__in=bodies_of(member)).values_list("code", flat=True))
    found: list[Wait] = []
    for plan in visible_to(member).exclude(state=Plan.State.DRAFT):
        seen = seen_waits(plan, member.party_code, day)
        if not member.has(*_WHOLE):
            own = [at for at, code in enumerate(seen.bodies) if code in codes]
            columns = seen.columns
            rows = np.isin(columns.on_body, own) | np.isin(columns.waiting_body, own)
            seen = seen.of(fulfilling.chosen(columns, rows))
        found += [seen.value(int(at)) for at in fulfilling.longest(seen.columns, len(seen.columns.kind))]
    return sorted(found, key=lambda wait: -wait.workdays)


def digest_text(member: Member, waits: list[Wait], now: datetime) -> Wording:
    """Return the digest in both languages."""
    codes = {body.organisation for wait in waits[:LINES] for body in (wait.waiting, wait.on)}
    bodies = Organisation.objects.filter(code__in=codes)
    parties = Party.objects.all()
    names = {each.code: Wording.named(each.name, each.name_en) for each in (*bodies, *parties)}
    titles: dict[str, Wording] = {}
    for plan in visible_to(member):
        titles |= titles_of(plan, waits[:LINES])
    return fulfilling.digest(
        waits, names=names, told=lambda wait: (waited_for(wait), called(wait, titles)), now=now, most=LINES
    )
