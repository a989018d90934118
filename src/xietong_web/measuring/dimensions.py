"""Takes an indicator that is told apart by dimensions; gives for whom its figures are: every category on every side."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xietong import measuring
from xietong.basics import Period, Wording
from xietong.measuring import Categories, Category, Dimension
from xietong_web.accounts.models import Party
from xietong_web.measuring.figures import is_size, state_text
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.setting import when_said
from xietong_web.measuring.suppressing import ALL, Figure


@dataclass(frozen=True, slots=True)
class Part:
    """What falls to a category on a side (None: on all together): its figure, on how many bodies it rests, of a sum its
    share and how that moved.
    """

    party: Party | None
    text: str
    units: int
    share: Wording | None = None

    @property
    def of(self) -> str:
        """The key of the group whose figure it is; empty for all together."""
        return f"party:{self.party.code}" if self.party else ""


@dataclass(frozen=True, slots=True)
class Divided:
    """A dimension with its categories and what falls to each."""

    dimension: Dimension
    rows: Sequence[tuple[Category, Sequence[Part]]]


def divided(scene: Scene, code: str, period: str, since: str) -> list[Divided]:
    """Return an indicator's figures by the categories of each of its dimensions; the public sees of a side all of them
    or none. Nothing of a formula, which says itself what it is of.
    """
    indicator = scene.indicator(code)
    if indicator.computed or not period:
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
    found = _of_category(scene, code, period, own, filters)
    text = state_text(found, indicator)
    now, then = (_share(scene, code, when, own, filters) for when in (period, since))
    if now is None:
        return Part(party, text, found.units)
    zh, en = f"占 {now:.1f}%", f"{now:.1f}% of all"
    if then is not None:
        when, moved = when_said(Period.from_code(since)), f"{now - then:+.1f}".replace("-", "−")
        zh += f"，较{when.zh} {moved} 个百分点"
        en += f", {moved} points since {when.en}"
    return Part(party, text, found.units, Wording(zh, en))


def _of_category(scene: Scene, code: str, period: str, party: str, filters: Categories) -> Figure:
    found = scene.values.total(code, scene.values.member_codes(code, party), period, filters, party=party)
    return Figure.of(found, scene.hidden_parts(code, period).get(f"{ALL}{party}"))


def _share(scene: Scene, code: str, period: str, party: str, filters: Categories) -> Decimal | None:
    """Return what share of a sum falls to a category, in per cent; None where there is none."""
    if not period or not is_size(scene.indicator(code)):
        return None
    part, whole = _of_category(scene, code, period, party, filters).value, scene.figure(code, period, party).value
    return measuring.rounded(part / whole * 100, 1) if part is not None and whole else None
