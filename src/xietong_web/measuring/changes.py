"""Takes an indicator's figures for two periods; gives what has become of them: better or worse, on which side, for how
many bodies, and how far the parties stand apart.

A sum over more bodies is larger for no other reason, and a rate over others differs by who they are: where not the same
bodies have reported, those are compared that have a figure in both periods. What is only larger or smaller, since no
value is set for it, is not called better or worse.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import numpy as np

from xietong import measuring
from xietong.basics import Period, Wording
from xietong.measuring import Direction, Indicator
from xietong_web.accounts.models import Party
from xietong_web.measuring.body import Body
from xietong_web.measuring.figures import is_size, total_of
from xietong_web.measuring.own import Own, own_figures, year_before
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.setting import amount_said, when_said
from xietong_web.measuring.words import side_said

LOOKS = 1000  # bodies of which a rate is found anew over those with both figures


class Turn(StrEnum):
    """What has become of a figure; ``more`` and ``less`` are neither good nor bad."""

    BETTER = "better"
    WORSE = "worse"
    MORE = "more"
    LESS = "less"
    SAME = "same"


TURNS = {
    Turn.BETTER: Wording("变好", "better"), Turn.WORSE: Wording("变差", "worse"), Turn.MORE: Wording("增加", "more"),
    Turn.LESS: Wording("减少", "less"), Turn.SAME: Wording("持平", "the same"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """By how much a figure has changed since a period. ``then`` and ``now``: on how many bodies the figures rest;
    ``both``: it is the change over so many bodies that reported in both (None: of the figures as they are shown).
    """

    indicator: Indicator
    since: Period
    amount: Decimal
    turn: Turn
    then: int
    now: int
    both: int | None = None

    @property
    def wording(self) -> Wording:
        """The change in words, with what it rests on where that is not the same bodies."""
        when, size = when_said(self.since), amount_said(abs(self.amount), self.indicator)
        rising = self.amount > 0
        match self.turn:
            case Turn.SAME:
                told = Wording(f"与{when.zh}持平", f"unchanged since {when.en}")
            case Turn.MORE | Turn.LESS:
                verb = "增加" if rising else "减少"
                told = Wording(f"较{when.zh}{verb} {size.zh}", f"{_way(rising)} {size.en} since {when.en}")
            case _:
                verb, turn = "上升" if rising else "下降", TURNS[self.turn]
                told = Wording(
                    f"较{when.zh}{verb} {size.zh}，{turn.zh}", f"{_way(rising)} {size.en} since {when.en}: {turn.en}"
                )
        rests = self._rests()
        return Wording(f"{told.zh}{rests.zh}", f"{told.en}{rests.en}")

    def _rests(self) -> Wording:
        if self.both is not None:
            return Wording(f"（可比的 {self.both} 个单位）", f" ({_bodies(self.both)} compared)")
        if self.then != self.now:
            return Wording(
                f"（当时依据 {self.then} 个单位，现为 {self.now} 个）",
                f" (resting on {_bodies(self.then)} then, on {self.now} now)",
            )
        return Wording("", "")


def _way(rising: bool) -> str:
    return "up" if rising else "down"


def _bodies(n: int) -> str:
    return "1 body" if n == 1 else f"{n} bodies"


def earlier(scene: Scene, code: str, period: str) -> str:
    """Return what a period is held against: the same one of the year before, else the last one said before it."""
    at, known = Period.from_code(period), scene.values.periods(code)
    before = [each for each in known if Period.from_code(each).start < at.start]
    return same if (same := year_before(period)) in known else before[-1] if before else ""


def first(scene: Scene, code: str, period: str) -> str:
    """Return the first period in which anything was said, where it is not one of the two that are compared anyway."""
    begun = scene.values.periods(code)[0]
    return "" if begun in {period, earlier(scene, code, period)} else begun


def change_of(scene: Scene, code: str, period: str, party: str, since: str, *, looks: int = LOOKS) -> Change | None:
    """Return what has become of a party's figure (empty: of all together) since a period; None: cannot be compared.

    Where other bodies have reported than then, it is what has become of those with a figure in both periods: what else
    the figures differ by is who is in them. Of more than ``looks`` bodies that is found out of sums only.
    """
    if not since:
        return None
    indicator = scene.indicator(code)
    now, then = scene.figure(code, period, party), scene.figure(code, since, party)
    if now.value is None or then.value is None:
        return None
    bodies, amount, both = scene.bodies_of(code, party), now.value - then.value, None
    size, few = is_size(indicator), len(bodies) <= looks
    if few or (size and looks):
        two = _Two.of(scene, code, period, since, party)
        if not two.alike:
            found = two.amount if size else _of_both(scene, code, period, since, two)
            if found is None or not two.count or (size and scene.asked.public):
                return None
            amount, both = found, two.count
    elif size and now.units != then.units:
        return None
    return Change(indicator, Period.from_code(since), amount, _turn(scene, code, amount), then.units, now.units, both)


def _of_both(scene: Scene, code: str, period: str, since: str, two: "_Two") -> Decimal | None:
    """Return what has become of a rate or mean over the bodies that have a figure in both periods."""
    now, then = (total_of(scene, code, two.codes, each).value for each in (period, since))
    return None if now is None or then is None else now - then


def of_body(scene: Scene, code: str, now: Decimal | None, then: Decimal | None, since: str) -> Change | None:
    """Return what has become of a single body's figure."""
    if now is None or then is None:
        return None
    amount = now - then
    return Change(scene.indicator(code), Period.from_code(since), amount, _turn(scene, code, amount), 1, 1)


def is_judged(scene: Scene, code: str) -> bool:
    """Tell whether a change of an indicator is good or bad: of a count only where a value is set for it."""
    return not is_size(scene.indicator(code)) or bool(scene.aims_at(code))


def _turn(scene: Scene, code: str, amount: Decimal) -> Turn:
    if not amount:
        return Turn.SAME
    if not is_judged(scene, code):
        return Turn.MORE if amount > 0 else Turn.LESS
    good = (amount > 0) == (scene.indicator(code).direction is Direction.HIGHER)
    return Turn.BETTER if good else Turn.WORSE


@dataclass(frozen=True, slots=True)
class _Two:
    """By how much the own figures of the bodies that have one in two periods differ, in units of so many decimals;
    ``alike``: no other body has one in either.
    """

    differences: Any
    decimals: int
    alike: bool
    bodies: Sequence[Body]
    both: Any

    @classmethod
    def of(cls, scene: Scene, code: str, period: str, since: str, party: str = "") -> "_Two":
        now, then = (own_figures(scene.values, code, each) for each in (period, since))
        hidden = {*scene.hidden(code, period), *scene.hidden(code, since)}
        one, other = (each.reported & each.there for each in (now, then))
        if party or hidden:
            ours = [party in {"", each.party} and each.code not in hidden for each in now.bodies]
            one, other = (each & np.array(ours, bool) for each in (one, other))
        whole = now.decimals is not None and then.decimals is not None
        figures = [each.figures if whole else _exact(each) for each in (now, then)]
        both = one & other
        decimals = now.decimals if whole and now.decimals else 0
        return cls(figures[0][both] - figures[1][both], decimals, bool((one == other).all()), now.bodies, both)

    @property
    def count(self) -> int:
        return len(self.differences)

    @property
    def codes(self) -> list[str]:
        return [self.bodies[at].code for at in np.flatnonzero(self.both).tolist()]

    @property
    def amount(self) -> Decimal:
        return Decimal(sum(self.differences.tolist())).scaleb(-self.decimals)


def _exact(own: Own) -> Any:
    if own.decimals is None:
        return own.figures
    return np.array([measuring.from_ticks(int(each), own.decimals) for each in own.figures], object)


def spread_of(scene: Scene, code: str, period: str, since: str) -> tuple[int, int, int]:
    """Return for how many bodies with a figure in both periods it got better (or more), worse (or less), neither."""
    changed = _Two.of(scene, code, period, since).differences
    more, less = int((changed > 0).sum()), int((changed < 0).sum())
    falls = is_judged(scene, code) and scene.indicator(code).direction is Direction.LOWER
    return (less, more, len(changed) - more - less) if falls else (more, less, len(changed) - more - less)


@dataclass(frozen=True, slots=True)
class Gap:
    """How far the parties stand apart: the one with the most, the one with the least."""

    size: Decimal
    most: Party
    least: Party


def gap_of(scene: Scene, code: str, period: str) -> Gap | None:
    """Return how far the parties stand apart in a rate or mean; None of a size, and where fewer than two are known."""
    if is_size(scene.indicator(code)) or not period:
        return None
    known = [(found.value, party) for party in scene.parties
             if (found := scene.figure(code, period, party.code)).value is not None]  # fmt: skip
    if len(known) < 2:
        return None
    most, least = max(known, key=lambda each: each[0] or 0), min(known, key=lambda each: each[0] or 0)
    return Gap((most[0] or Decimal(0)) - (least[0] or Decimal(0)), most[1], least[1])


def verdict_of(scene: Scene, code: str, period: str, since: str) -> list[Wording]:
    """Say in a few sentences what a reader with a minute asks: is it better, where, for how many, how far apart."""
    if not since:
        return []
    found = [
        _by_party(scene, code, period, since),
        _apart(scene, code, period, since),
        _for_how_many(scene, code, period, since),
    ]
    return [each for each in found if each is not None]


def _by_party(scene: Scene, code: str, period: str, since: str) -> Wording | None:
    changes = [(side_said(party), change_of(scene, code, period, party.code, since)) for party in scene.parties]
    told = [(side, TURNS[each.turn]) for side, each in changes if each]
    if not told:
        return None
    unknown = [side for side, each in changes if each is None]
    when = when_said(Period.from_code(since))
    if len({turn for _, turn in told}) == 1 and not unknown and len(told) > 1:
        turn = told[0][1]
        every = "、".join(side.zh for side, _ in told)
        both = "Both sides" if len(told) == 2 else f"All {len(told)} sides"
        return Wording(
            f"{every}均较{when.zh}{turn.zh}。",
            f"{both} are {turn.en} than in {when.en}.".replace("the same than", "the same as"),
        )
    zh = "，".join(f"{side.zh}{turn.zh}" for side, turn in told) + "".join(f"，{each.zh}无可比数据" for each in unknown)
    en = ", ".join(f"{side.en} {turn.en}" for side, turn in told) + "".join(
        f", {each.en} cannot be compared" for each in unknown
    )
    return Wording(f"较{when.zh}：{zh}。", f"Since {when.en}: {en}.")


def _apart(scene: Scene, code: str, period: str, since: str) -> Wording | None:
    now, then = gap_of(scene, code, period), gap_of(scene, code, since)
    if now is None:
        return None
    indicator, most, least = scene.indicator(code), side_said(now.most), side_said(now.least)
    size = amount_said(now.size, indicator)
    two = len(scene.parties) == 2
    zh = f"{most.zh}高于{least.zh} {size.zh}" if two else f"最高的{most.zh}与最低的{least.zh}相差 {size.zh}"
    en = (
        f"{most.en} is {size.en} above {least.en}"
        if two
        else f"The highest, {most.en}, is {size.en} above the lowest, {least.en}"
    )
    if not now.size:
        zh, en = "各方相同", "The sides are level"
    if then is None:
        return Wording(f"{zh}。", f"{en}.")
    when, less = when_said(Period.from_code(since)), then.size - now.size
    if then.size and now.size and (then.most, then.least) == (now.least, now.most):
        was = amount_said(then.size, indicator)
        return Wording(
            f"{zh}；{when.zh}是{least.zh}高于{most.zh} {was.zh}。",
            f"{en}; in {when.en} {least.en} was {was.en} above {most.en}.",
        )
    by = amount_said(abs(less), indicator)
    if not less:
        return Wording(f"{zh}，差距与{when.zh}相同。", f"{en}; the gap is as in {when.en}.")
    return Wording(
        f"{zh}，差距较{when.zh}{'缩小' if less > 0 else '扩大'} {by.zh}。",
        f"{en}; the gap is {by.en} {'narrower' if less > 0 else 'wider'} than in {when.en}.",
    )


def _for_how_many(scene: Scene, code: str, period: str, since: str) -> Wording | None:
    good, bad, same = spread_of(scene, code, period, since)
    every = good + bad + same
    if not every:
        return None
    turns = (Turn.BETTER, Turn.WORSE) if is_judged(scene, code) else (Turn.MORE, Turn.LESS)
    parts = [(n, TURNS[turn]) for n, turn in zip((good, bad, same), (*turns, Turn.SAME), strict=True) if n]
    if len(parts) == 1:
        turn = parts[0][1]
        return Wording(
            f"两期均有数据的 {every} 个单位全部{turn.zh}。",
            f"Of {_bodies(every)} with both figures every one is {turn.en}.",
        )
    zh = "，".join(f"{n} 个{turn.zh}" for n, turn in parts)
    en = ", ".join(f"{n} {turn.en}" for n, turn in parts)
    return Wording(f"两期均有数据的 {every} 个单位中，{zh}。", f"Of {_bodies(every)} with both figures: {en}.")
