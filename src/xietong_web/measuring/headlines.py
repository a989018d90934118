"""Takes an indicator and a period; gives what its page says first: figures, what has become of them, what is left."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from xietong import measuring
from xietong.basics import Wording
from xietong.measuring import Aggregate
from xietong_web.accounts.models import Party
from xietong_web.measuring.changes import LOOKS, Change, Turn, change_of, earlier, is_judged
from xietong_web.measuring.figures import is_size, state_text
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.setting import Aim, distance, figure, next_aims
from xietong_web.measuring.spans import held_against
from xietong_web.measuring.suppressing import Figure
from xietong_web.measuring.words import side_said

MOST = 10_000  # figures that a list looks at one by one


@dataclass(frozen=True, slots=True)
class Distance:
    """How far a figure is from a set value, in words; ``met`` is None where there is no figure yet."""

    wording: Wording
    met: bool | None


@dataclass(frozen=True, slots=True)
class Headline:
    """What is said first of a party (None: of all together): its figure, its changes, its distances."""

    party: Party | None
    found: Figure
    text: str
    changes: Sequence[Change]
    distances: Sequence[Distance]


@dataclass(frozen=True, slots=True)
class Listed:
    """An indicator on the list: its last period, what is said of every party, and of all together."""

    indicator: measuring.Indicator
    period: str
    sides: Sequence[Headline] = ()
    together: Headline | None = None


def headline(
    scene: Scene, code: str, period: str, party: Party | None, since: Iterable[str], looks: int = LOOKS
) -> Headline:
    """Return what is said first of a party, with the changes since some periods. ``looks``: see ``change_of``."""
    own, indicator = party.code if party else "", scene.indicator(code)
    found = scene.figure(code, period, own)
    changes = [each for when in since if (each := change_of(scene, code, period, own, when, looks=looks))]
    return Headline(party, found, told(found, indicator), changes, _distances(scene, own, code, period, found))


def told(found: Aggregate, indicator: measuring.Indicator) -> str:
    """Return a figure in words: a dash where there is none, unless it is hidden."""
    hidden = isinstance(found, Figure) and found.hidden is not None
    return state_text(found, indicator) if hidden else figure(found.value, indicator)


def aims_ahead(scene: Scene, party: str, code: str, period: str) -> list[Aim]:
    """Return what is set for a party (empty: all together) from a period on: the next thing, and the last.

    What is set for all together is a party's too, unless it is a size, of which a party has only a part.
    """
    return next_aims(scene.aims_at(code), party, period, of_all=not party or not is_size(scene.indicator(code)))


def _distances(scene: Scene, party: str, code: str, period: str, found: Figure) -> list[Distance]:
    """Say how far a party (empty: all together) is from what is set for it."""
    indicator = scene.indicator(code)
    distances = []
    for aim in aims_ahead(scene, party, code, period):
        value = held_against(scene, aim.value, period, lambda asked, when: scene.figure(asked, when, party))
        met = None if value is None else aim.value.met_by(value, indicator.direction)
        distances.append(Distance(distance(aim.value, value, indicator, found.value), met))
    return distances


def listed(scene: Scene) -> list[Listed]:
    """Return a plan's indicators with what is said first of their last figures: those with targets lead."""
    rows, few = [], len(scene.values.bodies) * len(scene.values.indicators) <= MOST
    looks = LOOKS if few else 0
    for code, indicator in scene.values.indicators.items():
        period = scene.last_period(code)
        if not period:
            rows.append(Listed(indicator, ""))
            continue
        since = (earlier(scene, code, period),)
        sides = [headline(scene, code, period, party, since, looks) for party in scene.parties]
        rows.append(Listed(indicator, period, sides, headline(scene, code, period, None, since, looks)))
    promised = {aim.value.indicator for aim in scene.aims}
    return sorted(rows, key=lambda row: row.indicator.code not in promised)


def summary_of(scene: Scene, rows: Sequence[Listed]) -> list[Wording]:
    """Say in two sentences what got better on every side and what of it worse on which, and what targets are met."""
    judged = [row for row in rows if _turns(row) and is_judged(scene, row.indicator.code)]
    aimed = [row for row in rows if any(side.distances for side in _sides(row))]
    found = []
    if judged:
        better = sum(all(turn is Turn.BETTER for turn in _turns(row)) for row in judged)
        worse = _where(judged, lambda side: any(each.turn is Turn.WORSE for each in side.changes))
        found.append(Wording(
            f"与上一期可比的 {len(judged)} 项指标中，{better} 项各方均变好，"
            + (f"变差的有：{worse.zh}。" if worse else "没有变差的。"),
            f"Of {_indicators(len(judged))} that can be judged, {better} got better on every side, "
            + (f"worse: {worse.en}." if worse else "none got worse."),
        ))  # fmt: skip
    if aimed:
        met = sum(all(each.met for side in _sides(row) for each in side.distances) for row in aimed)
        short = _where(aimed, lambda side: not all(each.met for each in side.distances))
        have = "has" if met == 1 else "have"
        found.append(Wording(
            f"设有目标的 {len(aimed)} 项中，{met} 项各方均已达到" + (f"，未达到的有：{short.zh}。" if short else "。"),
            f"Of {_indicators(len(aimed))} with a target, {met} {have} reached it on every side"
            + (f"; not met: {short.en}." if short else "."),
        ))  # fmt: skip
    return found


def summary_of_one(scene: Scene, changes: Iterable[Change]) -> Wording | None:
    """Say in a sentence how many of a body's figures got better; None where none can be judged."""
    turns = [each.turn for each in changes if is_judged(scene, each.indicator.code)]
    if not turns:
        return None
    better, worse = turns.count(Turn.BETTER), turns.count(Turn.WORSE)
    return Wording(
        f"与上一期可比的 {len(turns)} 项指标中，{better} 项变好，{worse} 项变差。",
        f"Of {_indicators(len(turns))} that can be judged, {better} got better and {worse} worse.",
    )


def _sides(row: Listed) -> list[Headline]:
    return [*row.sides, *([row.together] if row.together else [])]


def _turns(row: Listed) -> list[Turn]:
    return [each.turn for side in row.sides for each in side.changes]


def _where(rows: Iterable[Listed], holds: Callable[[Headline], bool]) -> Wording | None:
    """Say of how many indicators something holds on each side; None where on none."""
    counted: dict[tuple[str, str], int] = {}
    for side in (side for row in rows for side in row.sides if holds(side)):
        name = side_said(side.party)
        counted[name.zh, name.en] = counted.get((name.zh, name.en), 0) + 1
    zh = "、".join(f"{name} {n} 项" for (name, _), n in counted.items())
    en = ", ".join(f"{name} {n}" for (_, name), n in counted.items())
    return Wording(zh, en) if counted else None


def _indicators(n: int) -> str:
    return "1 indicator" if n == 1 else f"{n} indicators"
