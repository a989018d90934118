"""Takes an indicator and a period; gives what its page says first: figures, what has become of them, what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xietong import measuring
from xietong.basics import Wording
from xietong.measuring import Aggregate
from xietong_web.accounts.models import Party
from xietong_web.measuring.changes import LOOKS, Change, Turn, change_of, earlier
from xietong_web.measuring.figures import is_size, state_text
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.setting import Aim, distance, figure, next_aims
from xietong_web.measuring.spans import held_against
from xietong_web.measuring.suppressing import Figure

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


def summary_of(rows: Sequence[Listed]) -> list[Wording]:
    """Say in two sentences how many indicators got better on every side, and of how many every target is met."""
    turns = [[each.turn for side in row.sides for each in side.changes] for row in rows]
    judged = [several for several in turns if several and not {Turn.MORE, Turn.LESS} & set(several)]
    aims = [[each.met for side in (*row.sides, row.together) if side for each in side.distances] for row in rows]
    aimed = [several for several in aims if several]
    found = []
    if judged:
        better = sum(all(turn is Turn.BETTER for turn in several) for several in judged)
        worse = sum(Turn.WORSE in several for several in judged)
        some = f"{better} got better on every side and {worse} worse on some"
        found.append(Wording(
            f"与上一期可比的 {len(judged)} 项指标中，{better} 项各方均变好，{worse} 项有一方变差。",
            f"Of {_indicators(len(judged))} that can be judged, {some}.",
        ))  # fmt: skip
    if aimed:
        met = sum(all(several) for several in aimed)
        have = "has" if met == 1 else "have"
        found.append(Wording(
            f"设有目标的 {len(aimed)} 项中，{met} 项各方均已达到。",
            f"Of {_indicators(len(aimed))} with a target, {met} {have} reached it on every side.",
        ))  # fmt: skip
    return found


def _indicators(n: int) -> str:
    return "1 indicator" if n == 1 else f"{n} indicators"
