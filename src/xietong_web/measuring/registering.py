"""Takes definitions and set values written down elsewhere; gives what taking them in would do, and the act for it.

A dry run and the act look the same way: every problem with its place, and nothing is written while there is one. What
is so already is left alone, so that the same list can be taken in again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from xietong import measuring
from xietong.basics import Finding, Refusal, Severity, Wording
from xietong.measuring import TargetKind
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes, the_plan
from xietong_web.drafting.services import locked, the_item
from xietong_web.endorsing.models import Proposal
from xietong_web.measuring import services, targeting
from xietong_web.measuring.grouping import group_of
from xietong_web.measuring.models import Indicator, SetValue
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.setting import aims_of, check_aim


@dataclass(frozen=True, slots=True)
class Aim:
    """A baseline, milestone or target that is to be set; ``item`` is the plan item that is to promise it."""

    indicator: str
    kind: TargetKind
    period: str
    value: Decimal
    party: str = ""
    group: str = ""
    tolerance: Decimal = Decimal(0)
    item: str = ""
    sentence: str = ""
    source: str = ""


@dataclass(slots=True)
class Looked:
    """What taking a list in would do: codes defined for the first time and anew, places of set values; problems."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    aims: list[int] = field(default_factory=list)
    same: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def takes(self) -> bool:
        """Tell whether there is something to take in and nothing in its way."""
        return bool(self.new or self.changed or self.aims) and not self.findings


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a list: what it does, whether that was written, and the draft proposal that promises stand in."""

    looked: Looked
    written: bool = False
    proposal: Proposal | None = None


def problems_of(value: measuring.Indicator, known: Mapping[str, measuring.Indicator], by: Member) -> list[Finding]:
    """Return what is in the way of a definition among those of its plan, each with the part that it is about."""
    row = Indicator.objects.filter(code=value.code).first()
    last = row.definitions.first() if row else None
    checks: list[Callable[[], None]] = [
        lambda: measuring.check_indicator(value),
        lambda: measuring.check_among(value, {**known, value.code: value}),
    ]
    if row is not None:
        checks.append(lambda: services.check_kept(row, by))
    if last is not None:
        checks.append(lambda: services.check_in_use(last.to_value(), value))
    return [found for check in checks for found in _refused(check)]


def _refused(check: Callable[[], object], place: str = "") -> list[Finding]:
    try:
        check()
    except Refusal as refusal:
        return [refusal.noticed(place)]
    return []


def look(plan: Plan, values: Sequence[measuring.Indicator], aims: Sequence[Aim], by: Member) -> Looked:
    """Say what taking definitions and set values in would do; nothing is written. Raises Refusal ``not-permitted``."""
    require(by, "measuring.define", plan_parties=party_codes(plan))
    looked, standing = Looked(), services.definitions_of(plan)
    known = {**standing, **{value.code: value for value in values}}
    for n, value in enumerate(values):
        if standing.get(value.code) == value:
            looked.same += 1
            continue
        found = problems_of(value, known, by)
        if value.code in {other.code for other in values[:n]}:
            found.append(_twice(value.code))
        looked.findings += [_placed(f"indicators[{n}]", one) for one in found]
        (looked.changed if value.code in standing else looked.new).append(value.code)
    _look_at_aims(looked, plan, known, aims, by)
    return looked


def _twice(code: str) -> Finding:
    wording = Wording(f"编码 {code} 出现两次；请保留一个。", f"The code {code} stands twice; keep one of them.")
    return Finding("code_twice", wording, Severity.ERROR, "code")


def _placed(place: str, found: Finding) -> Finding:
    where = f"{place}.{found.subject}" if found.subject else place
    return Finding(found.code, found.wording, found.severity, where)


def _look_at_aims(
    looked: Looked, plan: Plan, known: Mapping[str, measuring.Indicator], aims: Sequence[Aim], by: Member
) -> None:
    scene, standing = Scene.of(plan), _standing(plan, by)
    for n, aim in enumerate(aims):
        if _key(aim) in standing:
            looked.same += 1
            continue
        looked.findings += [_placed(f"set_values[{n}]", one) for one in _problems_of_aim(aim, scene, plan, known, by)]
        looked.aims.append(n)


def _problems_of_aim(
    aim: Aim, scene: Scene, plan: Plan, known: Mapping[str, measuring.Indicator], by: Member
) -> list[Finding]:
    checks: tuple[tuple[str, Callable[[], object]], ...] = (
        ("indicator", lambda: _known(aim, known)),
        ("", lambda: _figures(aim, known)),
        ("party", lambda: _party(aim, plan, by)),
        ("group", lambda: aim.group and group_of(scene, aim.group)),
        ("item", lambda: _promised(aim, plan)),
    )
    return [found for name, check in checks for found in _refused(check, name)]


def _key(aim: Aim) -> tuple[object, ...]:
    return aim.indicator, aim.kind, aim.period, aim.party, aim.group, aim.value


def _standing(plan: Plan, by: Member) -> set[tuple[object, ...]]:
    """Return what is set already: what counts, and what the party's own draft proposal promises."""
    found: set[tuple[object, ...]] = {
        (one.indicator, one.kind, one.period.code, one.party, one.group, one.value)
        for one in (each.value for each in aims_of(plan))
    }
    promised = targeting.promised_in_draft(plan, by)
    for row in plan.set_values.filter(withdrawn_at=None, target__in=promised).select_related("indicator"):
        target = promised[row.target]
        found.add((row.indicator.code, TargetKind(row.kind), row.period, target.party, row.group, target.value))
    return found


def _known(aim: Aim, known: Mapping[str, measuring.Indicator]) -> None:
    if aim.indicator not in known:
        raise Refusal(
            "not-found",
            zh=f"该计划没有指标“{aim.indicator}”。",
            en=f"The plan has no indicator “{aim.indicator}”.",
        )


def _figures(aim: Aim, known: Mapping[str, measuring.Indicator]) -> None:
    period = services.the_period(aim.period)
    if aim.indicator in known:
        check_aim(known[aim.indicator], period, aim.value, aim.tolerance)


def _party(aim: Aim, plan: Plan, by: Member) -> None:
    if not aim.party:
        return
    if aim.party not in party_codes(plan):
        raise Refusal(
            "not-found",
            zh=f"“{aim.party}”不是该计划的协同方。",
            en=f"“{aim.party}” is no party of the plan.",
        )
    if aim.kind is TargetKind.BASELINE:
        require(by, "measuring.set-baseline", party=aim.party)


def _promised(aim: Aim, plan: Plan) -> None:
    if aim.kind is TargetKind.BASELINE and not aim.item:
        services.check_set_value(aim.kind, aim.value, aim.sentence or aim.source, "")
    elif aim.kind is TargetKind.BASELINE:
        raise Refusal(
            "baseline-is-a-fact",
            zh="基期值是事实，不由事项承诺；请去掉事项，注明出处。",
            en="A baseline is a fact that no item promises; leave the item out and say where the figure comes from.",
        )
    elif not aim.item:
        services.check_set_value(aim.kind, aim.value, aim.source, "")
    else:
        the_item(plan, aim.item)


@transaction.atomic
def take_in(
    *,
    plan_uid: str,
    values: Sequence[measuring.Indicator],
    aims: Sequence[Aim],
    by: Member,
    now: datetime,
    reason: str = "",
    dry_run: bool = False,
) -> Taken:
    """Take definitions and set values in: all, or none where there is a problem or nothing new. A dry run only looks.

    Looked at once, under the plan's lock. What is promised goes into the party's draft proposal. Raises Refusal
    ``not-permitted``, and those of the acts.
    """
    plan = the_plan(by, plan_uid) if dry_run else locked(the_plan(by, plan_uid).uid)
    looked = look(plan, values, aims, by)
    if dry_run or not looked.takes:
        return Taken(looked)
    wanted = {value.code: value for value in values if value.code in {*looked.new, *looked.changed}}
    order = [code for code, value in wanted.items() if not value.computed]
    order += [
        code for code in measuring.order_of({**services.definitions_of(plan), **wanted}.values()) if code in wanted
    ]
    for code in order:
        services.define_indicator(plan_uid=plan.uid, value=wanted[code], reason=reason, by=by, now=now)
    made = [set_one(plan_uid=plan.uid, aim=aims[n], by=by, now=now) for n in looked.aims]
    return Taken(looked, written=True, proposal=next((one for _, one in made if one is not None), None))


def set_checked(*, plan: Plan, aim: Aim, by: Member, now: datetime) -> tuple[SetValue, Proposal | None]:
    """Set one value where nothing is in its way. Raises Refusal of the first thing that is, at its field, and those of
    ``set_one``."""
    for found in _problems_of_aim(aim, Scene.of(plan), plan, services.definitions_of(plan), by):
        raise Refusal.of(found)
    return set_one(plan_uid=plan.uid, aim=aim, by=by, now=now)


def set_one(*, plan_uid: str, aim: Aim, by: Member, now: datetime) -> tuple[SetValue, Proposal | None]:
    """Set one value: a baseline at once, a milestone or target on its item (``targeting.promise``)."""
    if aim.kind is TargetKind.BASELINE or not aim.item:
        row = services.set_value(
            plan_uid=plan_uid,
            code=aim.indicator,
            kind=aim.kind,
            period=aim.period,
            value=aim.value,
            party=aim.party,
            group=aim.group,
            tolerance=aim.tolerance,
            sentence=aim.sentence,
            source=aim.source,
            by=by,
            now=now,
        )
        return row, None
    return targeting.promise(
        plan_uid=plan_uid,
        item_uid=aim.item,
        code=aim.indicator,
        period=aim.period,
        value=aim.value,
        party=aim.party,
        group=aim.group,
        tolerance=aim.tolerance,
        kind=aim.kind,
        by=by,
        now=now,
    )
