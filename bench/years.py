"""Takes a folder, a database address and a size; gives a workspace whose plan has been reported on for ten quarters.

Items, duties, answers, figures and reports are written in bulk, columns and values as the site's own models hold them
(seed fixed); the acts themselves are measured elsewhere. What stands in the folder already is taken as it is.
"""

import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.stage import setup

PERIODS = 10
ACTIONS, TASKS = 10, 500
STATES = (("confirmed", 80), ("passed", 6), ("submitted", 5), ("returned", 3), ("", 6))


@dataclass(frozen=True, slots=True)
class Years:
    """A workspace that has run for years: its plan, the period running, the sessions of its office and of liaisons.

    ``lead`` lists (session, item, organisation) of lead duties that nobody has reported on for the running period.
    """

    plan: str
    period: str
    office: str
    lead: list[tuple[str, str, str]]


def open_years(folder: Path, url: str, size: int, officers: int) -> Years:
    """Set Django up on a folder and database, write the years unless they stand, and sign in who will ask."""
    setup(folder, url)
    from django.db import transaction

    from xietong_web.drafting.models import Plan

    uid = f"years-{size}"
    if not Plan.objects.filter(uid=uid).exists():
        with transaction.atomic():
            _write(uid, size)
        _analyse()
    return _signed_in(uid, officers)


def bodies_for(size: int) -> int:
    """Return how many organisations each of the two parties has: forty duties a body in a large plan."""
    return max(10, min(2500, size // 40))


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def pour(model: Any, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of plain values into a model's table, the fastest way that the database knows."""
    from django.db import connection

    fields = [model._meta.get_field(name) for name in columns]  # noqa: SLF001
    names = ", ".join(f'"{field.column}"' for field in fields)
    table = f'"{model._meta.db_table}"'  # noqa: SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as target:
                for row in rows:
                    target.write_row(row)
        else:
            adapted = (tuple(str(each) if isinstance(each, date) else each for each in row) for row in rows)
            cursor.connection.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' * len(fields))})", adapted
            )


def _write(uid: str, size: int) -> None:
    from django.utils import timezone

    from bench import large_plans
    from xietong_web.accounts.models import Organisation, Party
    from xietong_web.accounts.services import add_party
    from xietong_web.audit.services import System, record
    from xietong_web.drafting.models import Plan, PlanParty
    from xietong_web.endorsing.models import Version
    from xietong_web.fulfilling.days import today

    now, by, day = timezone.now(), System(), today()
    values = large_plans.parties()[:2]
    parties = [add_party(value=value, ordinal=n, by=by, now=now) for n, value in enumerate(values)]
    count = bodies_for(size)
    pour(
        Organisation, ["party", "code", "name", "name_en", "kind", "aliases"],
        ([party.pk, f"{party.code}-{n}", f"{party.name}第{n}教育局", "", "bureau", "[]"] for party in parties for n in range(count)),
    )  # fmt: skip
    begun = datetime(day.year - 3, 1, 4, 9, tzinfo=now.tzinfo)
    plan = Plan.objects.create(
        uid=uid, title=f"{size} 项协同行动计划", start=begun.date(), end=date(day.year + 5, 12, 31), state="agreed",
        made_by="system", made_at=begun, agreed_at=begun,
    )  # fmt: skip
    for n, party in enumerate(parties):
        PlanParty.objects.create(plan=plan, party=party, ordinal=n)
    _items(plan, size, day)
    # A canonical plan takes some 400 bytes an item: whoever reads the version for its number alone pays for them.
    Version.objects.create(
        plan=plan,
        number=1,
        content=json.dumps("项" * size * 130, ensure_ascii=False),
        digest="0" * 64,
        made_at=begun,
        in_effect_at=begun,
    )
    entry = record("endorsing.bench-years", by=by, now=now, subject=("plan", uid))
    _duties(plan, parties, day, entry)
    assert Party.objects.count() == 2


def _items(plan: Any, size: int, day: date) -> None:
    from xietong_web.drafting.models import Item
    from xietong_web.drafting.paths import nth

    rng = random.Random(7)
    names = ["uid", "plan", "path", "depth", "kind", "number", "title", "text", "start", "due", "first_start",
             "first_due", "recurrence", "weight", "accepted", "revision", "source_cell", "source_person", "parent"]  # fmt: skip

    def row(
        uid: str, path: str, kind: str, n: int, parent: int | None, start: date | None, due: date | None
    ) -> list[Any]:
        depth = len(path) // 6 - 1
        return [uid, plan.uid, path, depth, kind, f"{n + 1}.", f"第{n + 1}项协同任务", "推进两地协同，形成可检查的成果。",
                start, due, start, due, "", 1, True, 1, "", "", parent]  # fmt: skip

    directions = max(1, round(size / (ACTIONS * TASKS)))
    per = size // (directions * ACTIONS)
    pour(Item, names, (row(f"d{n}", nth("", n), "direction", n, None, None, None) for n in range(directions)))
    above = dict(Item.objects.filter(plan=plan).values_list("uid", "pk"))
    actions = [(d, n) for d in range(directions) for n in range(ACTIONS)]
    pour(
        Item, names, (row(f"d{d}a{n}", nth(nth("", d), n), "action", n, above[f"d{d}"], None, None) for d, n in actions)
    )
    above = dict(Item.objects.filter(plan=plan).values_list("uid", "pk"))

    def tasks() -> Iterator[list[Any]]:
        for d, a in actions:
            for n in range(per):
                late = rng.random() < 0.3
                due = day + timedelta(days=-rng.randint(1, 500) if late else rng.randint(0, 1200))
                start = max(plan.start, due - timedelta(days=rng.randint(100, 700)))
                path = nth(nth(nth("", d), a), n)
                yield row(f"d{d}a{a}t{n}", path, "task", n, above[f"d{d}a{a}"], start, max(due, start))

    pour(Item, names, tasks())


def _duties(plan: Any, parties: list[Any], day: date, entry: Any) -> None:
    """Write a lead duty of each party for every task, accepted, with its reports of ten quarters and its figures."""
    from xietong_web.accounts.models import Organisation
    from xietong_web.drafting.models import Duty, Item
    from xietong_web.fulfilling.models import Acceptance, DutyFigure, Report

    rng = random.Random(11)
    bodies = [
        list(Organisation.objects.filter(party=each).order_by("pk").values_list("pk", "code")) for each in parties
    ]
    tasks = Item.objects.filter(plan=plan, kind="task").order_by("path").values_list("pk", "uid")
    led = [
        (item, uid, party, *bodies[side][rng.randrange(len(bodies[side]))])
        for item, uid in tasks
        for side, party in enumerate(parties)
    ]
    pour(Duty, ["plan", "item", "party", "organisation", "role", "name", "ordinal"],
         ([plan.uid, item, party.pk, body, "lead", "", side % 2] for side, (item, _, party, body, _) in enumerate(led)))  # fmt: skip
    steps = json.dumps(
        [{"act": "accept", "to": "accepted", "by": ["liaison", "liaison", parties[0].code, ""],
          "at": plan.made_at.isoformat(), "reason": "", "objection": None}]
    )  # fmt: skip
    pour(
        Acceptance,
        ["uid", "plan", "item", "party", "organisation", "role", "version", "about", "state", "objection", "reason",
         "revision", "history"],
        ([f"a{n}", plan.uid, uid, party.pk, body, "lead", 1, "0" * 64, "accepted", "", "", 1, steps]
         for n, (_, uid, party, body, _) in enumerate(led)),
    )  # fmt: skip
    ends = _ends(day)
    reach = [rng.choice((10, 20, 40, 60, 90, 100)) for _ in led]
    last = [rng.choices([code for code, _ in STATES], [share for _, share in STATES])[0] for _ in led]
    pour(Report, ["uid", "plan", "item", "party", "organisation", "period", "version", "counterparts", "confirmations",
                  "state", "state_since", "texts_only", "revision", "claimed", "confirmed", "content", "history"],
         _reports(plan, parties, led, ends, reach, last))  # fmt: skip
    count = len(ends)
    pour(
        DutyFigure, ["plan", "item", "organisation", "claimed", "confirmed", "said", "seq"],
        ([plan.uid, item, body, _share(reach[n], count, count), _share(reach[n], count - (last[n] != "confirmed"), count),
          ends[-1 if last[n] else -2][1], entry.seq]
         for n, (item, _, _, body, _) in enumerate(led)),
    )  # fmt: skip


def _share(reached: int, at: int, count: int) -> float:
    return round(reached * at / count, 2)


def _ends(day: date) -> list[tuple[str, date]]:
    """Return the last quarters that have ended, in order."""
    from xietong.basics import Period, PeriodKind

    period = Period.containing(day, PeriodKind.QUARTER)
    found: list[tuple[str, date]] = []
    while len(found) < PERIODS:
        period = Period.containing(period.start - timedelta(days=1), PeriodKind.QUARTER)
        found.insert(0, (period.code, period.end))
    return found


def _reports(
    plan: Any, parties: list[Any], led: Sequence[Any], ends: Sequence[tuple[str, date]], reach: Sequence[int],
    last: Sequence[str],
) -> Iterator[list[Any]]:  # fmt: skip
    from datetime import UTC, time

    codes = [party.code for party in parties]
    others = {party.pk: next(code for code in codes if code != party.code) for party in parties}
    known = {(code, pk): _history(end, others[pk]) for code, end in ends for pk in others}
    for at, (code, end) in enumerate(ends, start=1):
        since = datetime.combine(end + timedelta(days=5), time(2), UTC)
        stamp = since.replace(tzinfo=None).isoformat(sep=" ") if _plain() else since
        for n, (item, uid, party, body, _) in enumerate(led):
            state = "confirmed" if at < len(ends) else last[n]
            if not state:
                continue
            said, other = _share(reach[n], at, len(ends)), others[party.pk]
            sure = said if state == "confirmed" else _share(reach[n], at - 1, len(ends))
            content = json.dumps({"percent": str(said), "milestone": "", "figures": {}, "text": f"{uid}：本季度完成阶段任务，两地联合开展教研活动三次，参加教师二百余人。",
                                  "problems": "", "next_steps": "继续推进。", "evidence": [], "no_change": False}, ensure_ascii=False)  # fmt: skip
            yield [f"{uid}-{party.pk}-{code}", plan.uid, item, party.pk, body, code, 1, f'["{other}"]',
                   f'["{other}"]' if state == "confirmed" else "[]", state, stamp, False, 3, said, sure, content,
                   known[code, party.pk]]  # fmt: skip


def _plain() -> bool:
    from django.db import connection

    return connection.vendor == "sqlite"


def _history(end: date, other: str) -> str:
    """Return three steps as a confirmed report has them."""
    moment = f"{end + timedelta(days=5)}T02:00:00+00:00"
    content = {"percent": "40", "milestone": "", "figures": {}, "text": "本季度完成阶段任务。", "problems": "",
               "next_steps": "继续推进。", "evidence": [], "no_change": False}  # fmt: skip
    steps = [
        ("submit", "submitted", "liaison", content),
        ("pass", "passed", "reviewer", None),
        ("confirm", "confirmed", "reviewer", None),
    ]
    return json.dumps(
        [{"act": act, "to": to, "by": ["someone", office, other, ""], "at": moment, "reason": "", "content": said, "missing": []}
         for act, to, office, said in steps], ensure_ascii=False,
    )  # fmt: skip


def _signed_in(uid: str, officers: int) -> Years:
    """Sign in a member of the joint office and the liaisons of as many bodies as asked, each with its lead duties."""
    from django.test import Client
    from django.utils import timezone

    from xietong_web.accounts.models import Member, Organisation, Person
    from xietong_web.accounts.roles import Role
    from xietong_web.accounts.services import add_member
    from xietong_web.audit.services import System
    from xietong_web.drafting.models import Duty
    from xietong_web.fulfilling.days import today
    from xietong_web.fulfilling.models import Report
    from xietong_web.fulfilling.ruling.rhythms import period_of

    def session(username: str, role: Role, body: Any) -> str:
        member = Member.objects.filter(person__username=username).first() or add_member(
            username=username, name="联络员", roles=[role], party=body.party, organisation=body, by=System(), now=timezone.now()
        )  # fmt: skip
        client = Client()
        person = Person.objects.get(pk=member.person.pk)
        client.force_login(person, backend="xietong_web.accounts.known.Backend")
        return str(client.cookies["sessionid"].value)

    period = period_of((), today()).code
    bodies = list(Organisation.objects.filter(duties__plan=uid).distinct().select_related("party").order_by("pk"))
    random.Random(5).shuffle(bodies)
    begun = set(Report.objects.filter(plan=uid, period=period).values_list("item_id", "organisation_id"))
    done = Counter(body for _, body in begun)
    # Those who have reported the least in earlier runs: who has nothing left to report would only look.
    chosen = sorted(bodies, key=lambda body: done[body.pk])[:officers]
    sessions = {body.pk: session(f"liaison-{body.code}", Role.LIAISON, body) for body in chosen}
    duties = Duty.objects.filter(plan=uid, organisation__in=list(sessions)).order_by("id")
    lead = [
        (sessions[body], item, code)
        for pk, item, body, code in duties.values_list("item_id", "item__uid", "organisation_id", "organisation__code")
        if (pk, body) not in begun
    ]
    random.Random(3).shuffle(lead)
    return Years(uid, period, session("office", Role.JOINT_OFFICE, bodies[0]), lead)
