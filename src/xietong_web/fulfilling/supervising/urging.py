"""Takes a wait and a joint office that has waited long enough; gives an urge by hand that demands an answer (催办).

Another party is urged as a party: its joint office is to answer, and what is urged names the body. That body's people
are told too while it has something to do; where it has done its part, and only its own authority has not, they are not.
The party that urges sees no difference: each side owns its kitchen (DOMAIN.md, rule 4).
"""

import hashlib
from datetime import date, datetime

from django.db import transaction

from xietong import fulfilling
from xietong.basics import Refusal, Wording
from xietong.fulfilling import Body, Level, Recipient, ReportState, Wait, WaitKind
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.permissions import require
from xietong_web.audit.services import record
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.supervising.delivering import deliveries_to, to_robot
from xietong_web.fulfilling.supervising.models import Delivery, Notice
from xietong_web.fulfilling.supervising.recipients import Directory
from xietong_web.fulfilling.waiting import queries
from xietong_web.fulfilling.waiting.asking import handed_in, page_asked
from xietong_web.fulfilling.waiting.words import called, period_of, question_of, titles_of, waited_for


@transaction.atomic
def urge(*, plan: Plan, kind: str, subject: str, on: Body, by: Member, now: datetime) -> Notice:
    """Urge whom the own party waits for; once a day for each thing. It is sent in the next working hour.

    Raises Refusal ``not-permitted``, ``no-such-wait``, ``urged-today``.
    """
    require(by, "fulfilling.urge", plan_parties=party_codes(plan))
    day = now.astimezone(fulfilling.SHANGHAI).date()
    wait = _the_wait(plan, kind, subject, on, by, now)
    matter = _matter(wait)
    key = f"{matter}|{day}"
    Plan.objects.select_for_update().get(pk=plan.pk)
    if Notice.objects.filter(key=key).exists():
        raise Refusal("urged-today", zh="今天已经催办过这一项。", en="This has been urged today.")
    directory = Directory.of(plan, day)
    told, body = _told(plan, wait, by), directory.bodies.get(on.organisation)
    zh, en = _sentence(plan, wait, by, body)
    row = Notice(
        key=key, plan=plan, party=Party.objects.get(code=on.party), asked_by=by.party,
        organisation=body if told[0].organisation else None,
        matter=matter, item=wait.item, about=question_of(wait), rung="urge", level=Level.BLUE.value,
        recipient=Recipient.ORGANISATION.value, workdays=wait.workdays, answer=True, zh=zh, en=en,
        made_by=by.sign, made_at=now,
    )  # fmt: skip
    row.save(force_insert=True)
    people = {one.pk: one for end in told for one in directory.people(Recipient.ORGANISATION, end, wait.kind)}
    robots = {one.pk: one for end in told for one in directory.robots_of(Recipient.ORGANISATION, end)}
    sent = [each for member in people.values() for each in deliveries_to(row, member, now, at_once=False)]
    sent += [to_robot(row, robot, now) for robot in robots.values()]
    Delivery.objects.bulk_create(sent)
    data = {"plan": plan.uid, "item": wait.item, "kind": wait.kind.value, "on": list(on)}
    record(
        "fulfilling.urged", by=by, now=now, subject=("notice", str(row.pk)), data=data, rows=[row, *sent], private=True
    )
    return row


def _matter(wait: Wait) -> str:
    """Name what is urged: the kind of wait, its two ends, and what it is about, which stands last."""
    ends = hashlib.sha256(f"{wait.subject}|{wait.waiting}|{wait.on}".encode()).hexdigest()[:32]
    return f"urge/{wait.kind.value}/{ends}/{wait.subject}"


def page_of(notice: Notice) -> str:
    """Return the address where the question of a notice is answered; empty where it has none, or no page of its own."""
    return page_asked(notice.plan_id or "", notice.about)


def ended(plan: Plan, day: date) -> list[Notice]:
    """Return the urges by hand that still demand an answer though whoever urged waits for the thing no longer."""
    asked = Notice.objects.filter(plan=plan, answer=True, settled_at=None, answered=None, rung="urge")
    rows = list(asked.exclude(asked_by=None).select_related("asked_by", "party").order_by("pk"))
    standing: dict[str, set[str]] = {}
    for row in rows:
        code = row.asked_by.code if row.asked_by else ""
        if code not in standing:
            standing[code] = {_matter(wait) for wait in queries.waits_of(plan, day, code)}
    return [row for row in rows if row.matter not in standing[row.asked_by.code if row.asked_by else ""]]


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


def _told(plan: Plan, wait: Wait, by: Member) -> list[Body]:
    """Return who is told, first who is to answer."""
    if wait.on.party == by.party_code:
        return [wait.on]
    office = [Body(wait.on.party)]
    return office if not wait.on.organisation or _handed_in(plan, wait) else [*office, wait.on]


def _handed_in(plan: Plan, wait: Wait) -> bool:
    if wait.kind is not WaitKind.REPORT:
        return bool(handed_in([wait.subject]))
    rows = Report.objects.filter(item__plan=plan, item__uid=wait.item, organisation__code=wait.on.organisation)
    return rows.filter(period=period_of(wait), state=ReportState.SUBMITTED).exists()


def _sentence(plan: Plan, wait: Wait, by: Member, body: Organisation | None) -> tuple[str, str]:
    title, days = called(wait, titles_of(plan, [wait])), fulfilling.working_days(wait.workdays)
    words = waited_for(wait)
    party = Wording.named(by.party.name, by.party.name_en) if by.party else Wording.same("")
    named = Wording.named(body.name, body.name_en) if body else None
    of_zh, of_en = (f"（{named.zh}）", f" ({named.en})") if named else ("", "")
    return (
        f"【催办】{party.zh}：{words.zh}{of_zh}，“{title.zh}”，已等 {days.zh}。请书面说明情况。",
        f"[Urge] {party.en}: {words.en}{of_en}, “{title.en}”, {days.en}. Please answer in writing.",
    )
