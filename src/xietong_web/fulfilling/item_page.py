"""Takes an agreed item and a member; gives how it runs: dates in force, closings, forecast, lights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xietong.basics import Quantity, sign_of
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.permissions import may
from xietong_web.accounts.roles import Role
from xietong_web.drafting.models import Duty, Item, Plan
from xietong_web.drafting.rows import item_values, target_value
from xietong_web.fulfilling.closing.acts import ShownClosing, closings_of, may_close
from xietong_web.fulfilling.extending.queries import (
    MovedMilestone,
    ShownExtension,
    extensions_of,
    in_force,
    milestones_in_force,
)
from xietong_web.fulfilling.followed import kept
from xietong_web.fulfilling.forecasting import ShownForecast, forecast_of
from xietong_web.fulfilling.light_logging import light_log
from xietong_web.fulfilling.models import Closing, DutyFigure, HandLight, LightChange


@dataclass(frozen=True, slots=True)
class ShownPoint:
    """A milestone or target with its closings; ``own`` tells whether the member's side has closed it."""

    kind: str
    uid: str
    title: str
    due: date | None
    agreed: date | None
    closings: Sequence[ShownClosing]
    own: bool


@dataclass(frozen=True, slots=True)
class ShownDuty:
    """What one organisation claims and what is confirmed of it, in percent; its last report's end."""

    organisation: Organisation
    claimed: float | None
    confirmed: float | None


@dataclass(frozen=True, slots=True)
class Running:
    """How an agreed item runs. ``due`` is the date in force, ``extended`` whether an extension moved it."""

    due: date | None
    extended: bool
    points: Sequence[ShownPoint]
    duties: Sequence[ShownDuty]
    extensions: Sequence[ShownExtension]
    forecast: ShownForecast | None
    log: Sequence[LightChange]
    hand: HandLight | None
    may_close: bool
    may_extend: bool
    late_to_extend: bool
    may_set_light: bool


def running(plan: Plan, row: Item, member: Member, codes: Sequence[str], day: date) -> Running | None:
    """Return how an item of an agreed plan runs, as a member may see it; a constant number of statements."""
    if plan.state != Plan.State.AGREED:
        return None
    extensions = extensions_of(row, member)
    granted = [each.row for each in extensions if each.row.state == "granted"]
    due = in_force(sorted(granted, key=lambda each: each.answered_at or each.asked_at), {row.uid: row.due})
    in_force_due = due.get(row.uid, row.due)
    (value,) = item_values(plan, plan.items.filter(pk=row.pk))
    figures = DutyFigure.objects.filter(item=row).select_related("organisation__party")
    leading = _leads(row, member)
    duties = [ShownDuty(each.organisation, each.claimed, each.confirmed) for each in figures]
    return Running(
        due=in_force_due,
        extended=row.uid in due,
        points=_points(row, member, milestones_in_force(value, granted)),
        duties=duties,
        extensions=extensions,
        forecast=_forecast(plan, row, in_force_due, day) if duties else None,
        log=light_log(row),
        hand=HandLight.objects.filter(item=row, ended_at=None).first(),
        may_close=may_close(plan, row, member),
        may_extend=leading and day <= (in_force_due or date.min) and not _asking(extensions),
        late_to_extend=leading and in_force_due is not None and day > in_force_due,
        may_set_light=may(member, "fulfilling.set-rules", plan_parties=codes),
    )


def _asking(extensions: Sequence[ShownExtension]) -> bool:
    """Tell whether the member's own body waits for an answer: it withdraws that before it asks again."""
    return any("withdraw" in each.acts for each in extensions)


def _forecast(plan: Plan, row: Item, due: date | None, day: date) -> ShownForecast | None:
    last = DutyFigure.objects.filter(item=row).order_by("-seq").values_list("seq", flat=True).first()
    return kept(plan, ("forecast", row.uid, day, due, last), lambda: forecast_of(plan, row, due, day))


def _leads(row: Item, member: Member) -> bool:
    if not member.has(Role.LIAISON):
        return False
    led = Duty.objects.filter(item=row, role="lead", organisation__in=bodies_of(member))
    return led.exists()


def _points(row: Item, member: Member, milestones: Sequence[MovedMilestone]) -> list[ShownPoint]:
    closed = closings_of(row)
    milestone, target = Closing.Kind.MILESTONE.value, Closing.Kind.TARGET.value
    found: list[tuple[str, str, str, date | None, date | None]] = [
        (milestone, each.uid, each.title, each.due, each.agreed) for each in milestones
    ]
    for each in row.targets.select_related("party"):
        value = target_value(each)
        title = f"{value.indicator} {sign_of(value.op)} {Quantity(value.value, value.unit)}"
        found.append((target, value.uid, title, value.by, value.by))
    return [
        ShownPoint(
            kind, uid, title, due, agreed, closed.get(uid, []),
            any(each.row.party_id == member.party_id for each in closed.get(uid, [])),
        )
        for kind, uid, title, due, agreed in found
    ]  # fmt: skip
