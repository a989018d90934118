"""Takes an indicator that is told apart by dimensions; gives for whom its figures are: every category on every side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xietong import measuring
from xietong.basics import Period, Wording
from xietong.measuring import Categories, Category, Dimension
from xietong_web.accounts.models import Party
from xietong_web.measuring.changes import LOOKS
from xietong_web.measuring.figures import is_size, state_text
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.setting import when_said


@dataclass(frozen=True, slots=True)
class Part:
    """What falls to a category on a side (None: on all together): its figure, of a sum its share and how that moved."""

    party: Party | None
    text: str
    share: Wording | None = None


@dataclass(frozen=True, slots=True)
class Divided:
    """A dimension with its categories and what falls to each."""

    dimension: Dimension
    rows: Sequence[tuple[Category, Sequence[Part]]]


def divided(scene: Scene, code: str, period: str, since: str) -> list[Divided]:
    """Return an indicator's figures by the categories of each of its dimensions.

    Nothing of a formula, which says itself what it is of, and nothing for the public: of two categories and their sum
    the smaller would be known by the other. Nothing of very many bodies either: they would be added up one by one.
    """
    indicator = scene.indicator(code)
    if indicator.computed or scene.asked.public or not period or len(scene.bodies_of(code)) > LOOKS:
        return []
    return [
        Divided(
            dimension,
            [
                (category, [_part(scene, code, period, since, party, ((dimension.code, category.code),))
                            for party in (*scene.parties, None)])
                for category in dimension.categories
            ],
        )
        for dimension in indicator.dimensions
    ]  # fmt: skip


def _part(scene: Scene, code: str, period: str, since: str, party: Party | None, filters: Categories) -> Part:
    indicator, own = scene.indicator(code), party.code if party else ""
    found = scene.values.total(code, scene.values.member_codes(code, own), period, filters, party=own)
    now, then = (_share(scene, code, when, own, filters) for when in (period, since))
    if now is None:
        return Part(party, state_text(found, indicator))
    zh, en = f"占 {now:.1f}%", f"{now:.1f}% of all"
    if then is not None:
        moved, when = now - then, when_said(Period.from_code(since))
        zh += f"，较{when.zh} {moved:+.1f} 个百分点"
        en += f", {moved:+.1f} points since {when.en}"
    return Part(party, state_text(found, indicator), Wording(zh, en))


def _share(scene: Scene, code: str, period: str, party: str, filters: Categories) -> Decimal | None:
    """Return what share of a sum falls to a category, in per cent; None where there is none."""
    if not period or not is_size(scene.indicator(code)):
        return None
    bodies = scene.values.member_codes(code, party)
    part = scene.values.total(code, bodies, period, filters, party=party).value
    whole = scene.values.total(code, bodies, period, party=party).value
    return measuring.rounded(part / whole * 100, 1) if part is not None and whole else None
