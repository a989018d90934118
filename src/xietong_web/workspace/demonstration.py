"""Takes an empty workspace; gives the demonstration: the example document read, signed, amended, run to its end.

Everything is done by the same acts that people call, at the times they would have been called.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction

from xietong import drafting, publishing
from xietong_web.accounts.demonstration_people import PASSWORD, PEOPLE
from xietong_web.accounts.factors import set_up_app
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.roles import Role
from xietong_web.accounts.services import add_member
from xietong_web.audit.services import System
from xietong_web.documents.services import read_document, upload
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_value
from xietong_web.drafting.services import accept_items, start_plan
from xietong_web.endorsing import services as endorsing
from xietong_web.endorsing.key_holding import make_key
from xietong_web.endorsing.models import Proposal
from xietong_web.workspace import demonstration_figures as figures
from xietong_web.workspace import demonstration_turns as turns
from xietong_web.workspace.demonstration_days import moment
from xietong_web.workspace.demonstration_history import live
from xietong_web.workspace.demonstration_supervision import watch
from xietong_web.workspace.starting import load_region, region_folder

STEPS = 10  # what ``load`` tells as it goes


def loaded() -> bool:
    """Tell whether the demonstration has been loaded to its end."""
    return Plan.objects.filter(state=Plan.State.AGREED).exists()


def load(say: Callable[[str], None]) -> None:
    """Load the demonstration; in one transaction, so that a killed load leaves an empty workspace."""
    with transaction.atomic():
        folder = region_folder("chuanyu")
        say("parties and organisations")
        parties = {party.code: party for party in load_region("chuanyu", moment(2021, 3, 1))}
        say("people")
        people = _people(parties)
        say("reading the example document")
        plan = _plan(folder, parties, people)
        say("indicators")
        data_set = figures.define(plan, people)
        say("signing the first version")
        _agree(plan, people)
        say("proposing an amendment")
        _amend(plan, people)
        say("five years of figures")
        figures.begin(data_set, people, folder)
        say("four years of reports")
        live(plan, people)
        say("supervision")
        watch(plan, people)
        _prolong(plan, people)
        say("the newest figures")
        figures.end(data_set, people, folder)


def _people(parties: dict[str, Party]) -> dict[str, Member]:
    now = moment(2021, 3, 2)
    people = {}
    for username, name, role, party, code in PEOPLE:
        body = Organisation.objects.filter(code=code).first() if code else None
        if party and body is None:
            body = Organisation.objects.get(party__code=party, kind="authority")
        people[username] = add_member(
            username=username,
            name=name,
            roles=[role],
            party=parties.get(party),
            organisation=body,
            password=PASSWORD,
            by=System(),
            now=now,
        )
        people[username].held = frozenset({role})  # not asked for again with each of some thousand acts
        if role is Role.SIGNATORY:
            set_up_app(people[username].person, now)
            make_key(by=people[username], now=now)
    return people


def _plan(folder: Path, parties: dict[str, Party], people: dict[str, Member]) -> Plan:
    chen, liu = people["chen"], people["liu"]
    data = publishing.example_docx((folder / "example" / "plan.md").read_bytes())
    now = moment(2021, 10, 11)
    document = upload(name="教育协同发展行动计划（示例）.docx", data=data, by=chen, now=now)
    read_document(document=document, now=now)
    document.refresh_from_db()
    plan, _ = start_plan(document=document, parties=list(parties.values()), by=chen, now=now)
    sure = list(plan.items.order_by("path").values_list("uid", flat=True))
    half = len(sure) // 2
    accept_items(plan_uid=plan.uid, uids=sure[:half], by=chen, now=moment(2021, 10, 13))
    accept_items(plan_uid=plan.uid, uids=sure[half:], by=liu, now=moment(2021, 10, 14))
    return plan


def _agree(plan: Plan, people: dict[str, Member]) -> None:
    made = endorsing.propose(
        plan_uid=plan.uid, title="首次会签", reason="文本已经双方核对。", by=people["chen"], now=moment(2021, 11, 8)
    )
    endorsing.open_proposal(proposal_pk=made.pk, by=people["chen"], now=moment(2021, 11, 9))
    endorsing.remark(proposal_pk=made.pk, text="文本与纸质件一致，请签署。", by=people["liu"], now=moment(2021, 11, 15))
    turns.sign(made.pk, {"luo": moment(2021, 11, 22), "zhao": moment(2021, 11, 23)}, people)


def _amend(plan: Plan, people: dict[str, Member]) -> None:
    """Half a year on two tasks get another date, which both sides sign."""
    dated = plan.items.filter(kind="task", due__year__lt=2025).order_by("path")[:2]
    later = {item.uid: item.due.replace(year=item.due.year + 1) for item in dated if item.due}
    reason = "两项任务所依赖的省级配套办法推迟出台，完成时限相应顺延一年。"
    made = _postpone(plan, later, "调整部分任务完成时限", reason, people["liu"], moment(2022, 6, 6))
    endorsing.remark(proposal_pk=made.pk, text="请说明顺延期间的过渡安排。", by=people["chen"], now=moment(2022, 6, 9))
    endorsing.remark(
        proposal_pk=made.pk, text="过渡期内沿用现行办法，按季通报。", by=people["liu"], now=moment(2022, 6, 10)
    )
    turns.sign(made.pk, {"zhao": moment(2022, 6, 14), "luo": moment(2022, 6, 20)}, people)


def _prolong(plan: Plan, people: dict[str, Member]) -> None:
    """At the plan's end some tasks are not done, one of them with a duty of a liaison who can sign in: one side has
    signed a later date, the other is waited for."""
    tasks = plan.items.filter(kind="task").distinct().order_by("path")
    late = tasks.filter(due__year=2025, reports__period="2025", reports__claimed__lt=100)[:2]
    body = people["ran"].organisation
    own = tasks.filter(duties__organisation=body, reports__period="2025", reports__state="submitted")[:1]
    later = {item.uid: date(2026, 12, 31) for item in (*late, *own)}
    reason = "几项任务主体工作已经完成，收尾验收需顺延。"
    made = _postpone(plan, later, "顺延未完成任务的完成时限", reason, people["liu"], moment(2026, 1, 26))
    turns.sign(made.pk, {"zhao": moment(2026, 1, 29)}, people)


def _postpone(plan: Plan, later: dict[str, date], title: str, reason: str, by: Member, now: datetime) -> Proposal:
    """Propose later dates for some tasks, by their uids, and put it before the signatories the next day."""
    plan.refresh_from_db()
    old = plan_value(plan)
    items = tuple(replace(item, due=later.get(item.uid, item.due)) for item in old.items)
    new = replace(old, items=items)
    changes = drafting.compare(old, new).changes
    made = endorsing.propose(plan_uid=plan.uid, title=title, reason=reason, changes=changes, by=by, now=now)
    return endorsing.open_proposal(proposal_pk=made.pk, by=by, now=now + timedelta(days=1))
