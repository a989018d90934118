"""Takes a wait and a joint office that has waited long enough; gives an urge by hand that demands an answer (催办)."""

import hashlib
from datetime import datetime

from django.db import transaction

from xietong import fulfilling
from xietong.basics import Refusal
from xietong.fulfilling import Body, Level, Recipient, Wait
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.permissions import require
from xietong_web.audit.services import record
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.fulfilling.supervising.delivering import deliveries_to, to_robot
from xietong_web.fulfilling.supervising.models import Delivery, Notice
from xietong_web.fulfilling.supervising.recipients import Directory
from xietong_web.fulfilling.waiting import queries
from xietong_web.fulfilling.waiting.words import called, period_of, titles_of, waited_for


@transaction.atomic
def urge(*, plan: Plan, kind: str, subject: str, on: Body, by: Member, now: datetime) -> Notice:
    """Urge whom the own party waits for; once a day for each thing. It is sent in the next working hour.

    Raises Refusal ``not-permitted``, ``no-such-wait``, ``urged-today``.
    """
    require(by, "fulfilling.urge", plan_parties=party_codes(plan))
    day = now.astimezone(fulfilling.SHANGHAI).date()
    wait = _the_wait(plan, kind, subject, on, by, now)
    ends = hashlib.sha256(f"{wait.subject}|{wait.waiting}|{wait.on}".encode()).hexdigest()[:32]
    key = f"urge/{wait.kind.value}/{ends}|{day}"
    Plan.objects.select_for_update().get(pk=plan.pk)
    if Notice.objects.filter(key=key).exists():
        raise Refusal("urged-today", zh="今天已经催办过这一项。", en="This has been urged today.")
    zh, en = _sentence(plan, wait, by)
    row = Notice(
        key=key, plan=plan, party=Party.objects.get(code=on.party), asked_by=by.party,
        organisation=Organisation.objects.filter(code=on.organisation).first() if on.organisation else None,
        matter=f"urge/{wait.kind.value}/{ends}/{period_of(wait)}", item=wait.item, rung="urge", level=Level.BLUE.value,
        recipient=Recipient.ORGANISATION.value, workdays=wait.workdays, answer=True, zh=zh, en=en,
        made_by=by.sign, made_at=now,
    )  # fmt: skip
    row.save(force_insert=True)
    directory = Directory.of(plan, day)
    people = directory.people(Recipient.ORGANISATION, on, wait.kind)
    sent = [each for member in people for each in deliveries_to(row, member, now, at_once=False)]
    sent += [to_robot(row, robot, now) for robot in directory.robots_of(Recipient.ORGANISATION, on)]
    Delivery.objects.bulk_create(sent)
    data = {"plan": plan.uid, "item": wait.item, "kind": wait.kind.value, "on": list(on)}
    record(
        "fulfilling.urged", by=by, now=now, subject=("notice", str(row.pk)), data=data, rows=[row, *sent], private=True
    )
    return row


def _the_wait(plan: Plan, kind: str, subject: str, on: Body, by: Member, now: datetime) -> Wait:
    day = now.astimezone(fulfilling.SHANGHAI).date()
    asked = queries.Asked(by.party_code, on.party, kind, on_body=on.organisation or "-")
    found = queries.among(queries.seen_waits(plan, by.party_code, day), asked)
    for at in range(len(found.columns.kind)):
        wait = found.value(at)
        if wait.subject == subject:
            return wait
    raise Refusal(
        "no-such-wait",
        zh="贵方并不在等这一项，或它已办结；请刷新页面。",
        en="Your party does not wait for this, or it is done; reload the page.",
    )


def _sentence(plan: Plan, wait: Wait, by: Member) -> tuple[str, str]:
    title, days = called(wait, titles_of(plan, [wait])), fulfilling.working_days(wait.workdays)
    words, party = waited_for(wait), by.party
    name = party.name if party else ""
    english = (party.name_en or party.name) if party else ""
    return (
        f"【催办】{name}{words.zh}：“{title.zh}”，已等 {days.zh}。请书面说明情况。",
        f"[Urge] {english}: {words.en}, “{title.en}”, {days.en}. Please answer in writing.",
    )
