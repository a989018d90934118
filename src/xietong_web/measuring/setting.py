"""Takes a plan and a moment; gives the values set for its indicators, and how far a figure is from them, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from xietong import drafting
from xietong.basics import Period, PeriodKind, Refusal, Wording
from xietong.measuring import LONGER, Direction, Indicator, Target, TargetKind
from xietong_web.drafting.models import Plan
from xietong_web.drafting.models import Target as PlanTarget
from xietong_web.drafting.queries import plan_as_of
from xietong_web.drafting.rows import target_value
from xietong_web.measuring.models import SetValue
from xietong_web.measuring.words import with_unit

DIGITS = 15  # of a set value; what every database keeps exactly
KIND_WORDS: Mapping[TargetKind, Wording] = {
    TargetKind.BASELINE: Wording("基期值", "Baseline"),
    TargetKind.MILESTONE: Wording("节点值", "Milestone"),
    TargetKind.TARGET: Wording("目标值", "Target"),
}


@dataclass(frozen=True, slots=True)
class Aim:
    """A set value with the row it stands in and the item that promises it (empty: none does)."""

    uid: str
    value: Target
    item: str = ""
    item_title: str = ""


def check_aim(indicator: Indicator, period: Period, value: Decimal | None, tolerance: Decimal) -> None:
    """Refuse what no figure of the indicator could be held against.

    Raises Refusal ``bad-period`` (also where it is none of the indicator's, nor made up of them), ``value-too-long``,
    ``negative-tolerance``.
    """
    short = indicator.period_type
    if period.kind not in (short, *LONGER.get(short, ())):
        raise Refusal(
            "bad-period",
            zh=f"指标 {indicator.code} 没有“{period.code}”这样的时期的数，设了也无从对照；请按它的时期填写，"
            "月度、季度指标也可按年。",
            en=f"{indicator.code} has no figure of “{period.code}” to be held against it; name one of its own "
            "periods, or a longer one that they make up.",
            field="period",
        )
    for field, number in (("value", value), ("tolerance", tolerance)):
        if number is not None and len(number.normalize().as_tuple().digits) > DIGITS:
            raise Refusal(
                "value-too-long",
                zh=f"最多保留{DIGITS}位有效数字；请改正。",
                en=f"At most {DIGITS} digits are kept; shorten it.",
                field=field,
            )
    if tolerance < 0:
        raise Refusal(
            "negative-tolerance",
            zh="容差不能小于0；请填写允许的差距，没有则留空。",
            en="A tolerance is no less than 0; write the distance that is allowed, or leave it empty.",
            field="tolerance",
        )


def aims_of(plan: Plan, code: str = "", moment: datetime | None = None) -> list[Aim]:
    """Return the values set for a plan's indicators (or for one) that count, in order of their periods.

    What was proposed and not yet signed does not count: a target stands once it stands in the plan.
    """
    rows = plan.set_values.select_related("indicator", "party").filter(withdrawn_at=None)
    if moment is not None:
        rows = plan.set_values.select_related("indicator", "party").filter(
            Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment), made_at__lte=moment
        )
    if code:
        rows = rows.filter(indicator__code=code)
    listed = list(rows)
    promised = _promised(plan, [row.target for row in listed if row.target], moment)
    found = [_aim(row, promised) for row in listed]
    order = [aim for aim in found if aim is not None]
    return sorted(order, key=lambda aim: (aim.value.period.end, aim.value.party, aim.uid))


def _promised(plan: Plan, uids: Iterable[str], moment: datetime | None) -> dict[str, tuple[drafting.Target, str, str]]:
    wanted = set(uids)
    if not wanted:
        return {}
    if moment is None:
        rows = PlanTarget.objects.filter(plan=plan, uid__in=wanted).select_related("party", "item")
        return {
            row.uid: (target_value(row), row.item.uid if row.item else "", row.item.title if row.item else "")
            for row in rows
        }
    then = plan_as_of(plan, moment)
    items = then.items if then else ()
    return {each.uid: (each, item.uid, item.title) for item in items for each in item.targets if each.uid in wanted}


def _aim(row: SetValue, promised: Mapping[str, tuple[drafting.Target, str, str]]) -> Aim | None:
    period = Period.from_code(row.period)
    party, value, item, title, sentence = row.party.code if row.party else "", row.value, "", "", row.sentence
    if row.target:
        if row.target not in promised:
            return None
        target, item, title = promised[row.target]
        party, value = target.party, target.value
        sentence = sentence or title
    target_of = Target(
        indicator=row.indicator.code,
        kind=TargetKind(row.kind),
        period=period,
        value=value if value is not None else Decimal(0),
        party=party,
        group=row.group,
        tolerance=row.tolerance,
        sentence=sentence,
        source=row.source,
    )
    return Aim(row.uid, target_of, item, title)


def figure(value: Decimal | None, indicator: Indicator) -> str:
    """Return a figure with its unit, in the places of its definition, or in more where a set value has them; a dash
    where there is none."""
    return "—" if value is None else with_unit(_written(value, indicator), indicator.unit)


def _written(value: Decimal, indicator: Indicator) -> str:
    exponent = value.normalize().as_tuple().exponent
    return f"{value:,.{max(indicator.decimals, -int(exponent))}f}"


def amount_said(amount: Decimal, indicator: Indicator) -> Wording:
    """Say a difference of two figures: of per cents it is points."""
    if indicator.unit == "%":
        return Wording(f"{_written(amount, indicator)} 个百分点", f"{_written(amount, indicator)} points")
    return Wording.same(figure(amount, indicator))


def when_said(period: Period) -> Wording:
    """Say a period within a sentence.

    >>> when_said(Period.from_code("2025")).zh, when_said(Period.from_code("2025-Q2")).zh
    ('2025年', '2025年第二季度')
    """
    return Wording(
        period.wording.zh.removesuffix("度") if period.kind is PeriodKind.YEAR else period.wording.zh, period.wording.en
    )


def distance(aim: Target, value: Decimal | None, indicator: Indicator, shown: Decimal | None = None) -> Wording:
    """Say how far a figure is from a set value; the figure too where it is not the one ``shown`` beside (a year's)."""
    falls = indicator.direction is Direction.LOWER
    of, when, bound = (
        KIND_WORDS[aim.kind],
        when_said(aim.period),
        f"{'≤' if falls else '≥'}{figure(aim.value, indicator)}",
    )
    now = "" if value in {None, shown} else figure(value, indicator)
    zh = f"{when.zh}{of.zh.removesuffix('值')}（{bound}{f'，现为 {now}' if now else ''}）"
    en = f"{when.en} {of.en.lower()} ({bound}{f'; now {now}' if now else ''})"
    if value is None:
        return Wording(f"{zh}：尚无数据", f"{en}: no figure yet")
    beyond = (aim.value - value) if falls else (value - aim.value)
    by = amount_said(abs(beyond), indicator)
    if not aim.met_by(value, indicator.direction):
        return Wording(f"距{zh}还差 {by.zh}", f"{by.en} short of the {en}")
    if beyond < 0:
        return Wording(f"在允许误差内达到{zh}", f"{en} met within its tolerance")
    more = Wording(f"，好出 {by.zh}", f", {by.en} better") if beyond else Wording("", "")
    return Wording(f"已达到{zh}{more.zh}", f"{en} met{more.en}")


def next_aims(aims: Iterable[Aim], party: str, period: str, *, of_all: bool = True) -> list[Aim]:
    """Return the nearest milestone or target in or after a period, and the last one, of a party.

    ``of_all``: what is set for all together counts for the party too (a rate: joint means all, each has to reach it);
    a sum over all parties is nobody's alone.
    """
    start = Period.from_code(period).start if period else None
    ahead = [
        aim
        for aim in aims
        if aim.value.kind is not TargetKind.BASELINE
        and not aim.value.group
        and aim.value.party in ({"", party} if of_all else {party})
        and (start is None or aim.value.period.end >= start)
    ]
    own = [aim for aim in ahead if aim.value.party == party] or ahead
    return list({aim.uid: aim for aim in (own[0], own[-1])}.values()) if own else []
