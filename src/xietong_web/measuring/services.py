"""Takes what the parties decide to measure; gives the acts that write it: definitions, baselines, data sets, map."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from xietong import measuring
from xietong.basics import Finding, Period, PeriodKind, Refusal, Severity, Wording
from xietong.measuring import TargetKind
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.permissions import require
from xietong_web.audit.asking import asked
from xietong_web.audit.digests import canonical
from xietong_web.audit.keys import new_key
from xietong_web.audit.services import Actor, record
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.drafting.services import locked
from xietong_web.measuring.models import (
    DataSet,
    Definition,
    Indicator,
    PlanIndicator,
    SetValue,
    Submission,
    Tile,
    definition_of,
)
from xietong_web.measuring.plain import indicator_to_plain, rule_to_plain
from xietong_web.measuring.setting import check_aim

FIXED = ("decimals", "dimensions", "period_type")  # what values already given were written by


def the_period(code: str) -> Period:
    """Return a period. Raises Refusal ``bad-period``."""
    try:
        return Period.from_code(code)
    except ValueError as trouble:
        raise Refusal(
            "bad-period",
            zh=f"没有“{code}”这样的时期；请写作 2025、2025-S、2025-Q1 或 2025-03。",
            en=f"There is no period “{code}”; write 2025, 2025-S, 2025-Q1 or 2025-03.",
            field="period",
        ) from trouble


@transaction.atomic
def define_indicator(
    *, plan_uid: str, value: measuring.Indicator, by: Member, now: datetime, joint: bool = True, reason: str = ""
) -> Definition:
    """Register an indicator that a plan is measured by, or give it another definition.

    ``joint``: every party of the plan may define it anew; else only the own one. Raises Refusal ``not-permitted``,
    ``not-yours``, ``definition-in-use``, those of ``measuring.check_indicator`` and ``measuring.check_among``.
    """
    plan = locked(plan_uid)
    require(by, "measuring.define", plan_parties=party_codes(plan))
    measuring.check_indicator(value)
    measuring.check_among(value, {**definitions_of(plan), value.code: value})
    row, is_new = Indicator.objects.select_for_update().get_or_create(
        code=value.code,
        defaults={"owner": None if joint else by.party, "made_by": by.sign, "made_at": now},
    )
    check_kept(row, by)
    last = row.definitions.first()
    if last is not None:
        check_in_use(last.to_value(), value)
    made = Definition.objects.create(
        indicator=row,
        number=last.number + 1 if last else 1,
        content=canonical(indicator_to_plain(value)),
        reason=reason.strip(),
        made_by=by.sign,
        made_at=now,
    )
    use, used_now = PlanIndicator.objects.get_or_create(
        plan=plan, indicator=row, defaults={"ordinal": plan.indicators.count()}
    )
    rows = [*([row] if is_new else []), made, *([use] if used_now else [])]
    data = {"plan": plan.uid, "indicator": value.code, "number": made.number}
    record("measuring.indicator-defined", by=by, now=now, subject=("indicator", value.code), data=data, rows=rows)
    return made


def check_kept(row: Indicator, by: Member) -> None:
    """Refuse (``not-yours``) to define an indicator that another party keeps."""
    if row.owner_id is not None and row.owner_id != by.party_id:
        raise Refusal(
            "not-yours",
            zh=f"指标 {row.code} 由另一方维护；请与该方商定后由其修改。",
            en=f"The indicator {row.code} is kept by another party; agree with it and let it make the change.",
            field="code",
        )


def definitions_of(plan: Plan, moment: datetime | None = None) -> dict[str, measuring.Indicator]:
    """Return the definitions of a plan's indicators, as they stand or stood at a moment, in the plan's order."""
    contents = _contents(plan) if moment is None else _contents_then(plan, moment)
    return {value.code: value for value in map(definition_of, contents)}


def _defined(plan: Plan) -> QuerySet[Definition]:
    rows = Definition.objects.filter(indicator__uses__plan=plan)
    return rows.order_by("indicator__uses__ordinal", "indicator__code", "number")


@asked
def _contents(plan: Plan) -> QuerySet[Definition, str]:
    return _defined(plan).values_list("content", flat=True)


@asked
def _contents_then(plan: Plan, moment: datetime) -> QuerySet[Definition, str]:
    return _defined(plan).filter(made_at__lte=moment).values_list("content", flat=True)


def check_in_use(old: measuring.Indicator, new: measuring.Indicator) -> None:
    """Refuse (``definition-in-use``) another period, decimals or dimensions where values were given by the old ones."""
    changed = [name for name in FIXED if getattr(old, name) != getattr(new, name)]
    if not changed or not Submission.objects.filter(cells__contains=f'"{old.code}').exists():
        return
    raise Refusal(
        "definition-in-use",
        zh=f"指标 {old.code} 已有数据，时期、小数位数和分组不能再改；请另立一个指标。",
        en=f"Values of {old.code} are there: its period, decimals and dimensions stay; register another indicator.",
    )


@transaction.atomic
def set_value(
    *,
    plan_uid: str,
    code: str,
    kind: TargetKind,
    period: str,
    value: Decimal | None,
    by: Member,
    now: datetime,
    party: str = "",
    group: str = "",
    tolerance: Decimal = Decimal(0),
    sentence: str = "",
    source: str = "",
    target: str = "",
) -> SetValue:
    """Write where a party, a group or all stood (a baseline), or that an item's target is one of this indicator.

    A figure for the future is a promise and belongs into the plan: without a ``target`` of the plan only a baseline is
    taken, and one for a period. Raises Refusal ``target-is-of-the-plan``, ``no-source``, ``baseline-stands``,
    ``not-permitted`` and those of ``check_aim``.
    """
    plan = locked(plan_uid)
    own = Party.objects.filter(plans=plan, code=party).first() if party else None
    if own is not None:
        require(by, "measuring.set-baseline", party=own.code)
    require(by, "measuring.define", plan_parties=party_codes(plan))
    check_set_value(kind, value, sentence or source, target)
    known = the_indicator(plan, code)
    when = the_period(period)
    check_aim(definitions_of(plan)[code], when, value, tolerance)
    if kind is TargetKind.BASELINE:
        _check_baseline(plan, code, when.code, own, group)
    row = SetValue.objects.create(
        uid=new_key(),
        plan=plan,
        indicator=known,
        kind=kind.value,
        period=when.code,
        value=value if not target else None,
        party=own,
        group=group,
        tolerance=tolerance,
        sentence=sentence.strip(),
        source=source.strip(),
        target=target,
        made_by=by.sign,
        made_at=now,
    )
    data = {"plan": plan.uid, "indicator": code, "kind": kind.value, "period": row.period}
    record("measuring.value-set", by=by, now=now, subject=("plan", plan.uid), data=data, rows=[row])
    return row


def check_set_value(kind: TargetKind, value: Decimal | None, source: str, target: str) -> None:
    """Refuse what no item promises, unless a baseline with its source (``target-is-of-the-plan``, ``no-source``)."""
    if target:
        return
    if kind is not TargetKind.BASELINE:
        raise Refusal(
            "target-is-of-the-plan",
            zh="目标值和节点值是计划的内容；请在事项中设定，已会签的计划通过修订提案设定。",
            en="Targets and milestones belong to the plan; set them on an item, on an agreed plan by a proposal.",
        )
    if value is None or not source.strip():
        raise Refusal(
            "no-source",
            zh="基期值须有数值，并注明出处（文件或原句）。",
            en="A baseline needs a figure and where it comes from (a document or its sentence).",
            field="source",
        )


def _check_baseline(plan: Plan, code: str, period: str, party: Party | None, group: str) -> None:
    stands = plan.set_values.filter(kind=TargetKind.BASELINE.value, withdrawn_at=None, indicator__code=code)
    if stands.filter(period=period, party=party, group=group).exists():
        raise Refusal(
            "baseline-stands",
            zh=f"{period} 的基期值已登记；要改，请先撤回原值。",
            en=f"A baseline of {period} stands already; to write another, withdraw it first.",
            field="period",
        )


@transaction.atomic
def withdraw_value(*, plan_uid: str, uid: str, by: Member, now: datetime) -> None:
    """Take back a set value; it stays in the record. Raises Refusal ``not-found``, ``not-permitted``."""
    plan = locked(plan_uid)
    require(by, "measuring.define", plan_parties=party_codes(plan))
    row = plan.set_values.select_related("party").filter(uid=uid, withdrawn_at=None).first()
    if row is None:
        raise Refusal("not-found", zh="没有这个设定值。", en="There is no such set value.")
    if row.party is not None:
        require(by, "measuring.set-baseline", party=row.party.code)
    row.withdrawn_at = now
    row.save(update_fields=["withdrawn_at"])
    data = {"plan": plan.uid, "uid": uid}
    record("measuring.value-withdrawn", by=by, now=now, subject=("plan", plan.uid), data=data, rows=[row])


def the_indicator(plan: Plan, code: str) -> Indicator:
    """Return an indicator of a plan. Raises Refusal ``not-found``."""
    found = Indicator.objects.filter(code=code, uses__plan=plan).first()
    if found is None:
        raise Refusal(
            "not-found",
            zh=f"该计划没有指标“{code}”；请从指标列表进入。",
            en=f"The plan has no indicator “{code}”; start from the list.",
        )
    return found


@transaction.atomic
def open_data_set(
    *,
    plan_uid: str,
    name: str,
    kind: str,
    period_type: PeriodKind,
    first_period: str,
    sections: Sequence[Mapping[str, Any]],
    by: Member,
    now: datetime,
    name_en: str = "",
    days: int = 28,
    joint: bool = False,
    rules: Iterable[measuring.Rule] = (),
) -> DataSet:
    """Make a form that the plan's organisations of a kind fill in for every period from the first.

    ``sections``: each with ``title``, ``title_en`` and the codes of its ``indicators``. Raises Refusal with the code of
    the first of ``data_set_problems``, ``not-permitted``.
    """
    plan = locked(plan_uid)
    require(by, "measuring.define", plan_parties=party_codes(plan))
    checks, codes = tuple(rules), [code for section in sections for code in section["indicators"]]
    found = data_set_problems(plan, period_type=period_type, first_period=first_period, codes=codes, rules=checks)
    if found:
        raise Refusal.of(found[0])
    row = DataSet.objects.create(
        uid=new_key(),
        plan=plan,
        name=name.strip(),
        name_en=name_en.strip(),
        period_type=period_type.value,
        kind=kind,
        days=days,
        joint=joint,
        first_period=the_period(first_period).code,
        sections=canonical([dict(section) for section in sections]),
        rules=canonical([rule_to_plain(rule) for rule in checks]),
        made_by=by.sign,
        made_at=now,
    )
    data = {"plan": plan.uid, "name": row.name, "indicators": codes}
    record("measuring.data-set-opened", by=by, now=now, subject=("data-set", row.uid), data=data, rows=[row])
    return row


def data_set_problems(
    plan: Plan, *, period_type: PeriodKind, first_period: str, codes: Sequence[str], rules: Iterable[measuring.Rule]
) -> list[Finding]:
    """Return everything that is in the way of a form, each with the part of it that it is about.

    ``bad_period``, ``other_period``, ``nothing_asked``, ``asked_twice``, ``not_found``, ``computed_not_filled``,
    ``rule_asks_more``, and those of reading a rule.
    """
    known = definitions_of(plan)
    found = [*_first_period(period_type, first_period)]
    if not codes:
        found.append(
            wrong("nothing_asked", "sections", "表单中没有指标；请写入指标编码。", "The form asks for nothing.")
        )
    for code in dict.fromkeys(codes):
        found += _of_code(known.get(code), code, period_type)
        if codes.count(code) > 1:
            twice = f"指标 {code} 写了两次；请保留一处。", f"{code} stands twice; keep one of them."
            found.append(wrong("asked_twice", "sections", *twice))
    for rule in rules:
        found += rule_problems(rule, codes)
    return found


def wrong(code: str, field: str, zh: str, en: str) -> Finding:
    """Return what is wrong with a field."""
    return Finding(code, Wording(zh, en), Severity.ERROR, field)


def _first_period(kind: PeriodKind, code: str) -> Iterable[Finding]:
    try:
        period = the_period(code)
    except Refusal as refusal:
        yield refusal.noticed("first_period")
        return
    if period.kind is not kind:
        zh = f"“{code}”不是所选的时期类型；请写作 2025（年）、2025-S（学年）、2025-Q1（季）或 2025-03（月）。"
        en = f"{code} is of another kind of period; write 2025, 2025-S (school year), 2025-Q1 or 2025-03."
        yield wrong("other_period", "first_period", zh, en)


def _of_code(value: measuring.Indicator | None, code: str, kind: PeriodKind) -> Iterable[Finding]:
    if value is None:
        yield wrong("not_found", "sections", f"该计划没有指标“{code}”。", f"The plan has no indicator “{code}”.")
    elif value.computed:
        zh = f"指标 {code} 由公式得出，不填报；请从表单中去掉。"
        en = f"{code} is computed and never filled in; take it out of the form."
        yield wrong("computed_not_filled", "sections", zh, en)
    elif value.period_type is not kind:
        zh = f"指标 {code} 的时期与数据集不同；请放入另一个数据集。"
        en = f"{code} has another kind of period than the data set; put it into another one."
        yield wrong("other_period", "sections", zh, en)


def rule_problems(rule: measuring.Rule, codes: Sequence[str]) -> Iterable[Finding]:
    """Yield what is wrong with a rule of a form that asks for some codes."""
    try:
        measuring.check_rule(rule, lambda _: measuring.Reading(None, measuring.State.NOT_REPORTED))
    except Refusal as refusal:
        yield refusal.noticed("rules")
        return
    more = sorted(rule_codes(rule) - set(codes))
    if more:
        zh = f"规则“{rule.code}”用到表单中没有的指标 {'、'.join(more)}；请改正规则或把它加入表单。"
        en = f"Rule {rule.code} speaks of {', '.join(more)}, which the form does not ask for; mend it or add it."
        yield wrong("rule_asks_more", "rules", zh, en)


def rule_codes(rule: measuring.Rule) -> frozenset[str]:
    """Return the indicators that a rule speaks of."""
    sides = (measuring.parse(side) for side in (rule.left, rule.right))
    return frozenset(each.code for side in sides for each in measuring.references(side))


@transaction.atomic
def lay_tiles(*, tiles: Iterable[measuring.Tile], by: Actor, now: datetime) -> list[Tile]:
    """Lay a region's schematic map. For setting up a workspace, once."""
    bodies = dict(Organisation.objects.values_list("code", "pk"))
    rows = Tile.objects.bulk_create(
        Tile(organisation_id=bodies[each.code], column=each.column, row=each.row, name=each.name, name_en=each.name_en)
        for each in tiles
    )
    record("measuring.tiles-laid", by=by, now=now, data={"count": len(rows)}, rows=rows)
    return rows
