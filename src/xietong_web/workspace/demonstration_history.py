"""Takes the demonstration's agreed plan; gives it four years of reports, by the acts that people call.

For two years both sides' pilot bodies report every quarter on the duties they lead, then for two years every body
reports once a year, to the plan's end. Reviewers pass or return, the counterpart confirms; some slip, some are
returned, some wait. What happens to which duty follows from its place in the plan, so that every load tells the same
story.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from xietong.basics import Period, PeriodKind
from xietong.fulfilling import ReportAct, Rhythm
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.roles import Role
from xietong_web.accounts.services import add_member
from xietong_web.audit.services import System
from xietong_web.drafting.models import Duty, Plan
from xietong_web.drafting.paths import WIDTH
from xietong_web.fulfilling import services
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.ruling.acts import set_rhythm
from xietong_web.workspace import demonstration_turns as turns
from xietong_web.workspace.demonstration_days import moment, moment_of
from xietong_web.workspace.demonstration_meetings import after_period

QUARTERS = ("2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4", "2023-Q1", "2023-Q2", "2023-Q3", "2023-Q4")
HALVES = frozenset({"2023-Q2", "2023-Q4"})
YEARS = ("2024", "2025")
PILOTS = 24
LOGGED = frozenset({"2022-Q2", "2022-Q4", "2023-Q4"})
DONE = (
    "已制定工作方案，明确牵头处室和时间安排。",
    "完成首轮调研，双方就名单和标准取得一致。",
    "首批试点启动，联合工作组每月会商一次。",
    "阶段成果通过双方核对，进入推广。",
)
IN_YEARS = ("年度任务按计划推进，主要成果已在双方区县应用。", "任务完成，双方已联合验收并移交日常机制。")
PROBLEMS = ("", "", "跨省数据口径仍需统一。", "部分区县配套经费到位较晚。")


@dataclass(frozen=True, slots=True)
class Story:
    """How one duty fares: how fast it goes in percent a quarter, and what goes wrong in which quarter."""

    speed: int
    returned_in: int
    silent_from: int


def story(number: int) -> Story:
    """Return the story of the n-th duty."""
    return Story(
        speed=(14, 12, 9, 6, 4)[number % 5],
        returned_in=3 if number % 7 == 2 else -1,
        silent_from=6 if number % 6 == 5 else len(QUARTERS),
    )


def year_end(number: int, year: int) -> int | None:
    """Return how far the n-th duty is at the end of a year told by year, in percent; None is silence."""
    if year == 0:
        return (80, 65, 90, 70, 75)[number % 5]
    if number % 47 == 5:
        return None
    return 85 if number % 19 == 4 else 100


def live(plan: Plan, people: Mapping[str, Member]) -> None:
    """Let four years pass."""
    led = list(_led(plan))
    pilots, rest = led[:PILOTS], led[PILOTS:]
    liaisons = _liaisons(plan, people)
    reviewers = {"cq": people["peng"], "sc": people["deng"]}
    turns.hand_over(pilots, liaisons, people)
    told = _Told(liaisons, reviewers)
    _by_quarter(plan, pilots, _one_of_each_action(rest), told, people)
    turns.light(plan, pilots, people)
    _by_year(plan, led, told, people)
    turns.extend(led, liaisons, people)
    turns.reopen(plan, people)
    turns.prolong(plan, people)
    turns.close_targets(plan, pilots, people)
    turns.log(plan, date(2026, 1, 20))


@dataclass(frozen=True, slots=True)
class _Told:
    """Who tells the story: a liaison for each body, a reviewer for each party."""

    liaisons: Mapping[int, Member]
    reviewers: Mapping[str, Member]

    def liaison_of(self, body: Organisation | None) -> Member:
        """Return who reports for a body that leads."""
        return self.liaisons[body.pk if body else 0]


def _by_quarter(
    plan: Plan, pilots: Sequence[Duty], elsewhere: Sequence[Duty], told: _Told, people: Mapping[str, Member]
) -> None:
    for quarter, code in enumerate(QUARTERS):
        now = _reporting_day(code)
        for number, duty in enumerate(pilots):
            mine = story(number)
            if quarter < mine.silent_from:
                percent = min(95, mine.speed * (quarter + 1))
                text = DONE[min(quarter // 2, 3)]
                report = _submitted(duty, code, percent, text, told, now + timedelta(minutes=7 * number))
                _confirmed(_reviewed(report, told, returned=quarter == mine.returned_in), told)
        for number, duty in enumerate(elsewhere if code in HALVES else (), PILOTS):
            text = DONE[quarter // 2]
            report = _submitted(duty, code, 6 * quarter, text, told, now + timedelta(minutes=7 * number))
            _confirmed(_reviewed(report, told), told)
        if code in LOGGED:
            turns.log(plan, Period.from_code(code).end)
        after_period(code, plan, people)


def _by_year(plan: Plan, led: Sequence[Duty], told: _Told, people: Mapping[str, Member]) -> None:
    rhythm = Rhythm(kind=PeriodKind.YEAR, day=31, valid_from=date(2024, 1, 1))
    set_rhythm(plan_uid=plan.uid, rhythm=rhythm, by=people["chen"], now=moment(2023, 12, 28))
    for year, code in enumerate(YEARS):
        now = _reporting_day(code)
        for number, duty in enumerate(led):
            percent = year_end(number, year)
            if percent is None:
                continue
            text = IN_YEARS[percent == 100]
            report = _submitted(duty, code, percent, text, told, now + timedelta(minutes=2 * number))
            if year == 1 and number % 61 == 7:
                continue  # its own reviewer has not looked
            report = _reviewed(report, told, returned=number % 31 == 3)
            if year == 0 or number % 31 != 1:
                _confirmed(report, told)
        turns.log(plan, Period.from_code(code).end)
        after_period(code, plan, people)


def _reporting_day(code: str) -> datetime:
    """Return when reports are written: a few days before a quarter ends, a fortnight before a year does."""
    period = Period.from_code(code)
    return moment_of(period.end - timedelta(days=13 if period.kind is PeriodKind.YEAR else 4))


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


def _liaisons(plan: Plan, people: Mapping[str, Member]) -> dict[int, Member]:
    """Return a liaison for each body with a duty, the demonstration's own first."""
    own = (people[name] for name in ("ran", "mao", "yang", "qin"))
    liaisons = {member.organisation_id: member for member in own if member.organisation_id is not None}
    bodies = Organisation.objects.filter(duties__plan=plan).select_related("party").distinct().order_by("code")
    for body in bodies:
        if body.pk not in liaisons:
            liaisons[body.pk] = _liaison(body, f"liaison{len(liaisons)}", moment(2021, 12, 1, 9))
    return liaisons


def _liaison(body: Organisation, username: str, now: datetime) -> Member:
    """Add a liaison who reports in the story and signs in with nothing: no password is set."""
    member = add_member(
        username=username,
        name=f"{body.name[:20]}联络员",
        roles=[Role.LIAISON],
        party=body.party,
        organisation=body,
        by=System(),
        now=now,
    )
    member.held = frozenset({Role.LIAISON})
    return member


def _submitted(duty: Duty, code: str, percent: int, text: str, told: _Told, now: datetime) -> Report:
    """Let a body's liaison begin a report, write it and submit it; never less than was said before."""
    body = duty.organisation
    liaison, organisation = told.liaison_of(body), body.code if body else ""
    report = services.begin_report(
        plan=duty.plan, item_uid=duty.item.uid, organisation=organisation, period=code, by=liaison, now=now
    )
    content = report.to_value().content
    content = replace(
        content,
        percent=max(Decimal(percent), content.percent or Decimal(0)),
        text=text,
        problems=PROBLEMS[(duty.pk + now.month) % 4] if percent < 100 else "",
        next_steps="按计划推进下一阶段。" if percent < 100 else "",
    )
    return _act(report, ReportAct.SUBMIT, liaison, now, content=content)


def _reviewed(report: Report, told: _Told, *, returned: bool = False) -> Report:
    """Let the own reviewer pass a report three days on, returned once before where the story says so."""
    reviewer, now = told.reviewers[report.party.code], report.state_since
    if returned:
        report = _act(report, ReportAct.RETURN, reviewer, now, reason="请补充区县数据来源。")
        report = _act(report, ReportAct.SUBMIT, told.liaison_of(report.organisation), now + timedelta(days=2))
    return _act(report, ReportAct.PASS, reviewer, now + timedelta(days=3))


def _confirmed(report: Report, told: _Told) -> None:
    """Let the other side confirm a report six days after it was passed, where another side leads too."""
    if report.counterparts:
        reviewer = told.reviewers[turns.OTHER[report.party.code]]
        _act(report, ReportAct.CONFIRM, reviewer, report.state_since + timedelta(days=6))


def _act(report: Report, act: ReportAct, by: Member, now: datetime, **more: object) -> Report:
    return services.act_on_report(uid=report.uid, act=act, revision=report.revision, by=by, now=now, **more)  # type: ignore[arg-type]
