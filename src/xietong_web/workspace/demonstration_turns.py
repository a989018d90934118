"""Takes the demonstration's reported plan; gives the turns that years of work take, by the acts that people call.

Duties signed for and objected to, extensions asked, granted and refused, reports reopened, targets closed, a light set
by hand, rules changed, changes of lights logged. What happens to which duty follows from its place in the plan.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q

from xietong.basics import Refusal
from xietong.fulfilling import AcceptanceAct, Colour, ExtensionAct, LightRules, Objection, ReportAct
from xietong_web.accounts.models import Member
from xietong_web.accounts.roles import Role
from xietong_web.drafting.models import Duty, Plan
from xietong_web.endorsing import services as endorsing
from xietong_web.fulfilling import duty_services, services
from xietong_web.fulfilling.closing.acts import close
from xietong_web.fulfilling.extending.acts import answer_extension, ask_extension
from xietong_web.fulfilling.light_logging import log_lights
from xietong_web.fulfilling.models import Closing, Report
from xietong_web.fulfilling.ruling.acts import set_light, set_light_rules
from xietong_web.workspace.demonstration_days import moment, moment_of

OFFICE = {"cq": "chen", "sc": "liu"}
OTHER = {"cq": "sc", "sc": "cq"}


def sign(proposal_pk: int, when: Mapping[str, datetime], people: Mapping[str, Member]) -> None:
    """Let signatories sign a proposal, each at a moment."""
    for name, now in when.items():
        endorsing.sign(proposal_pk=proposal_pk, proven_at=now, by=people[name], now=now)


def hand_over(duties: Sequence[Duty], liaisons: Mapping[int, Member], people: Mapping[str, Member]) -> None:
    """Let the lead bodies sign for their duties, some late; one objects to a wording, and its office holds to it."""
    for number, duty in enumerate(duties):
        late = number % 12 == 7
        body, now = duty.organisation_id, moment(2022, 4, 11) if late else moment(2021, 12, 6 + number % 10)
        if body is None or duty.party is None:
            continue
        revision = 0
        if number == 4:
            row = duty_services.answer_duty(
                act=AcceptanceAct.OBJECT, revision=0, by=liaisons[body], objection=Objection.WORDING,
                reason="“新建、迁建”的范围与国土空间规划口径不一致，请明确。", duty_pk=duty.pk, now=now,
            )  # fmt: skip
            row = duty_services.answer_duty(
                act=AcceptanceAct.DISMISS, revision=row.revision, by=people[OFFICE[duty.party.code]],
                reason="范围以会签文本为准，执行中按规划口径办理。", duty_pk=duty.pk, now=now,
            )  # fmt: skip
            revision = row.revision
        duty_services.answer_duty(
            act=AcceptanceAct.ACCEPT, revision=revision, by=liaisons[body], duty_pk=duty.pk, now=now
        )
    _sign_for_the_rest(duties, liaisons)


def _sign_for_the_rest(duties: Sequence[Duty], liaisons: Mapping[int, Member]) -> None:
    """Let the same bodies sign for what else is theirs; one is still open."""
    plans = {duty.plan_id for duty in duties}
    rest = Duty.objects.filter(plan__in=plans, organisation__in=liaisons).exclude(pk__in=[each.pk for each in duties])
    for number, (pk, body) in enumerate(rest.order_by("item__path", "id").values_list("pk", "organisation_id")):
        if number != 9 and body is not None:
            now = moment(2021, 12, 6 + number % 10, 15)
            duty_services.answer_duty(act=AcceptanceAct.ACCEPT, revision=0, by=liaisons[body], duty_pk=pk, now=now)


def sign_anew(plan: Plan, item: str, now: datetime) -> None:
    """Let the bodies with a duty in an item sign for it again: an amendment has changed it."""
    for pk, body in Duty.objects.filter(plan=plan, item__uid=item).values_list("pk", "organisation_id"):
        liaison = Member.objects.filter(organisation=body, grants__role=Role.LIAISON).first() if body else None
        if liaison is not None:
            duty_services.answer_duty(act=AcceptanceAct.ACCEPT, revision=0, by=liaison, duty_pk=pk, now=now)


def extend(duties: Sequence[Duty], liaisons: Mapping[int, Member], people: Mapping[str, Member]) -> None:
    """Ask for later dates: one granted, for less than asked; one refused; one that still waits for its answer."""
    stories = (
        (2, date(2023, 3, 6), date(2023, 12, 31), "两地学籍数据接口改造推迟。", ExtensionAct.GRANT, date(2023, 10, 31)),
        (10, date(2024, 3, 4), date(2025, 6, 30), "实训设备招标流标，需重新组织。", ExtensionAct.REFUSE, None),
        (15, date(2025, 11, 4), date(2026, 12, 31), "土地手续尚在办理，预计延后一年。", None, None),
    )
    for number, day, wanted, reason, answer, until in stories:
        duty = _running(duties, number, day, wanted)
        if duty is not None and duty.organisation_id is not None:
            _ask(duty, day, wanted, reason, liaisons[duty.organisation_id], people, answer=answer, until=until)


def prolong(plan: Plan, people: Mapping[str, Member]) -> None:
    """Ask for what a visitor is to find running: the task of both liaisons whose report came back goes on for years, so
    that they can report and ask again; what the second of them asked is waited for by our joint office."""
    ran, yang = people["ran"], people["yang"]
    led = Duty.objects.filter(plan=plan, role="lead", item__due=date(2025, 12, 31)).select_related("item", "party")
    back = Report.objects.filter(plan=plan, state="returned", organisation=ran.organisation).values("item")
    ours = led.filter(organisation=ran.organisation, item__in=back).order_by("item__path").first()
    theirs = led.filter(organisation=yang.organisation, item=ours.item_id if ours else None).first()
    if ours is None or theirs is None:
        return
    reason = "装备更新分三批实施，后两批列入“十五五”期间，请予顺延。"
    _ask(ours, date(2025, 12, 2), date(2030, 12, 31), reason, ran, people, answer=ExtensionAct.GRANT)
    reason = "省内网络接入标段重新招标，需再延后一个季度收尾。"
    _ask(theirs, date(2025, 12, 9), date(2031, 3, 31), reason, yang, people)


def _ask(
    duty: Duty,
    day: date,
    wanted: date,
    reason: str,
    by: Member,
    people: Mapping[str, Member],
    *,
    answer: ExtensionAct | None = None,
    until: date | None = None,
) -> None:
    """Let a body ask for a later date, and the other side's office answer the same day where the story says so."""
    row = ask_extension(
        plan_uid=duty.plan.uid, uid=duty.item.uid, wanted=wanted, reason=reason,
        now=moment_of(day), by=by, links="https://example.org/notice",
    )  # fmt: skip
    if answer is not None and duty.party is not None:
        said = "同意延期，不再顺延。" if answer is ExtensionAct.GRANT else "年度节点不变，请加快组织。"
        office = people[OFFICE[OTHER[duty.party.code]]]
        answer_extension(uid=row.uid, act=answer, answer=said, due=until, by=office, now=moment_of(day, 16))


def _running(duties: Sequence[Duty], number: int, day: date, wanted: date) -> Duty | None:
    """Return the first duty from a place on that is due after a day and before the date it is to have."""
    return next((each for each in duties[number:] if each.item.due and day < each.item.due < wanted), None)


def reopen(plan: Plan, people: Mapping[str, Member]) -> None:
    """Reopen two confirmed reports, one for its texts, one of a liaison who signs in for its figures; both wait to be
    submitted again."""
    found = Report.objects.filter(plan=plan, state="confirmed", period="2025").order_by("item__path", "party__ordinal")
    found = found.select_related("party", "organisation")
    own = Q(organisation=people["ran"].organisation, item__due=date(2025, 12, 31))
    for report, act, reason in (
        (found.exclude(own).first(), ReportAct.REOPEN_TEXTS, "单位名称有误，请更正。"),
        (found.filter(own).last(), ReportAct.REOPEN_FIGURES, "累计数含上年结转，请核减。"),
    ):
        if report is not None:
            services.act_on_report(
                uid=report.uid, act=act, revision=report.revision, reason=reason,
                by=people[OFFICE[report.party.code]], now=moment(2026, 1, 12),
            )  # fmt: skip


def close_targets(plan: Plan, duties: Sequence[Duty], people: Mapping[str, Member]) -> None:
    """Close the targets of two items for both sides, where what was reached meets them."""
    for duty in (duties[10], duties[19]):
        for target in duty.item.targets.filter(op=">="):
            for name in OFFICE.values():
                try:
                    close(
                        plan_uid=plan.uid, uid=duty.item.uid, kind=Closing.Kind.TARGET, subject=target.uid,
                        value=Decimal(target.value) * Decimal("1.1"), links="https://example.org/acceptance",
                        by=people[name], now=moment(2025, 12, 20),
                    )  # fmt: skip
                except Refusal:
                    continue  # a side that leads nothing there closes nothing


def light(plan: Plan, duties: Sequence[Duty], people: Mapping[str, Member]) -> None:
    """Set a light by hand, and let the lights follow stricter rules from a year on."""
    set_light(
        plan_uid=plan.uid, uid=duties[8].item.uid, colour=Colour.YELLOW, until=date(2023, 3, 31),
        reason="两地教研安排对接会推迟，请关注。", by=people["liu"], now=moment(2023, 1, 9),
    )  # fmt: skip
    rules = LightRules(valid_from=date(2024, 1, 1), due_soon=10, made_up=True)
    set_light_rules(plan_uid=plan.uid, rules=rules, by=people["chen"], now=moment(2023, 12, 25))


def log(plan: Plan, day: date) -> None:
    """Write down which lights changed up to a day."""
    log_lights(plan, moment_of(day, 23))
