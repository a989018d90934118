"""Takes the demonstration's agreed plan; gives it two years of reports, by the acts that people call.

Both sides' liaisons report every quarter on the duties their bodies lead, reviewers pass or return, the counterpart
confirms; some slip, some are returned, some wait. What happens to which duty follows from its place in the plan, so
that every load tells the same story.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from xietong.basics import Period
from xietong.fulfilling import ReportAct
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.roles import Role
from xietong_web.accounts.services import add_member
from xietong_web.audit.queries import SHANGHAI
from xietong_web.audit.services import System
from xietong_web.drafting.models import Duty, Plan
from xietong_web.drafting.paths import WIDTH
from xietong_web.fulfilling import services
from xietong_web.fulfilling.models import Report
from xietong_web.workspace import demonstration_turns as turns
from xietong_web.workspace.demonstration_meetings import after_quarter

QUARTERS = ("2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4", "2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")
HALVES = frozenset({"2023-Q2", "2023-Q4"})
LEADS = 24
LOGGED = frozenset({"2022-Q2", "2022-Q4", "2023-Q4"})
DONE = (
    "已制定工作方案，明确牵头处室和时间安排。",
    "完成首轮调研，双方就名单和标准取得一致。",
    "首批试点启动，联合工作组每月会商一次。",
    "阶段成果通过双方核对，进入推广。",
)
PROBLEMS = ("", "", "跨省数据口径仍需统一。", "部分区县配套经费到位较晚。")


@dataclass(frozen=True, slots=True)
class Story:
    """How one duty fares: how fast it goes in percent a quarter, and what goes wrong in which quarter."""

    speed: int
    returned_in: int
    silent_from: int
    unconfirmed_from: int


def story(number: int) -> Story:
    """Return the story of the n-th duty."""
    return Story(
        speed=(14, 12, 9, 6, 4)[number % 5],
        returned_in=3 if number % 7 == 2 else -1,
        silent_from=6 if number % 6 == 5 else len(QUARTERS),
        unconfirmed_from=7 if number % 4 == 1 else len(QUARTERS),
    )


def live(plan: Plan, people: Mapping[str, Member]) -> None:
    """Let two years pass."""
    led = list(_led(plan))
    duties, elsewhere = led[:LEADS], _one_of_each_action(led[LEADS:])
    liaisons = _liaisons([*duties, *elsewhere], people)
    reviewers = {"cq": people["peng"], "sc": people["deng"]}
    turns.hand_over(duties, liaisons, people)
    for quarter, code in enumerate(QUARTERS):
        day = Period.from_code(code).end - timedelta(days=4)
        now = datetime(day.year, day.month, day.day, 10, 0, tzinfo=SHANGHAI)
        for number, duty in enumerate(duties):
            if quarter < story(number).silent_from:
                minute = now + timedelta(minutes=7 * number)
                _report(duty, code, quarter, number, liaisons, reviewers, minute)
        for number, duty in enumerate(elsewhere if code in HALVES else (), LEADS):
            _report(duty, code, quarter, number, liaisons, reviewers, now + timedelta(minutes=7 * number))
        if code in LOGGED:
            turns.log(plan, Period.from_code(code).end)
        after_quarter(code, plan, people)
    turns.light(plan, duties, people)
    turns.extend(plan, duties, liaisons, people)
    turns.reopen(plan, people)
    turns.close_targets(plan, duties, people)
    turns.log(plan, date(2024, 3, 29))


def _led(plan: Plan) -> Iterator[Duty]:
    duties = (
        Duty.objects.filter(plan=plan, role="lead")
        .exclude(organisation=None)
        .exclude(party=None)
        .select_related("item", "organisation__party", "party")
        .order_by("item__path", "ordinal")
    )
    yield from duties


def _one_of_each_action(led: Sequence[Duty]) -> list[Duty]:
    """Return the lead duties of the first item under each action: these bodies report on two half-years."""
    chosen: dict[str, int] = {}
    for duty in led:
        chosen.setdefault(duty.item.path[: 2 * WIDTH], duty.item_id)
    return [duty for duty in led if duty.item_id in chosen.values()]


def _liaisons(duties: list[Duty], people: Mapping[str, Member]) -> dict[int, Member]:
    """Return a liaison for each body that leads, the demonstration's own first."""
    found = {member.organisation_id: member for member in (people["ran"], people["yang"]) if member.organisation_id}
    liaisons = {key: member for key, member in found.items() if key is not None}
    now = datetime(2021, 12, 1, 9, 0, tzinfo=SHANGHAI)
    for duty in duties:
        body = duty.organisation
        if body is not None and body.pk not in liaisons:
            liaisons[body.pk] = _liaison(body, f"liaison{len(liaisons)}", now)
    return liaisons


def _liaison(body: Organisation, username: str, now: datetime) -> Member:
    """Add a liaison who reports in the story and signs in with nothing: no password is set."""
    return add_member(
        username=username,
        name=f"{body.name[:20]}联络员",
        roles=[Role.LIAISON],
        party=body.party,
        organisation=body,
        by=System(),
        now=now,
    )


def _report(
    duty: Duty,
    code: str,
    quarter: int,
    number: int,
    liaisons: Mapping[int, Member],
    reviewers: Mapping[str, Member],
    now: datetime,
) -> None:
    body, party = duty.organisation, duty.party
    if body is None or party is None:
        return
    told, liaison = story(number), liaisons[body.pk]
    report = services.begin_report(
        plan=duty.plan, item_uid=duty.item.uid, organisation=body.code, period=code, by=liaison, now=now
    )
    content = replace(
        report.to_value().content,
        percent=Decimal(min(100, told.speed * (quarter + 1))),
        text=DONE[min(quarter // 2, 3)],
        problems=PROBLEMS[(number + quarter) % 4],
        next_steps="按计划推进下一阶段。",
    )
    report = _act(report, ReportAct.SUBMIT, liaison, now, content=content)
    if quarter == told.returned_in:
        report = _act(report, ReportAct.RETURN, reviewers[party.code], now, reason="请补充区县数据来源。")
        report = _act(report, ReportAct.SUBMIT, liaison, now + timedelta(days=2))
    report = _act(report, ReportAct.PASS, reviewers[party.code], now + timedelta(days=3))
    if quarter < told.unconfirmed_from and report.counterparts:
        _act(report, ReportAct.CONFIRM, reviewers[turns.OTHER[party.code]], now + timedelta(days=9))


def _act(report: Report, act: ReportAct, by: Member, now: datetime, **more: object) -> Report:
    return services.act_on_report(uid=report.uid, act=act, revision=report.revision, by=by, now=now, **more)  # type: ignore[arg-type]
