"""Takes lights; gives them as a page shows them: colour, shape, word, sentence, and how many there are of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from xietong import fulfilling
from xietong.basics import Wording
from xietong.fulfilling import Colour, Light

MARKS: Mapping[Colour, str] = {
    Colour.RED: "●",
    Colour.YELLOW: "▲",
    Colour.GREEN: "■",
    Colour.GREY: "○",
    Colour.BLUE: "✓",
}
WORDS: Mapping[Colour, Wording] = {
    Colour.RED: Wording(zh="红灯", en="red"),
    Colour.YELLOW: Wording(zh="黄灯", en="yellow"),
    Colour.GREEN: Wording(zh="绿灯", en="green"),
    Colour.GREY: Wording(zh="未到开始时间", en="not due"),
    Colour.BLUE: Wording(zh="已完成", en="done"),
}
COLOURS_SHOWN = [(colour.value, MARKS[colour], WORDS[colour]) for colour in Colour]


@dataclass(frozen=True, slots=True)
class ShownLight:
    """A light as a page shows it: colour, shape, word, the sentence that says why (the rule that lit it), and the
    version of the rules; ``by_hand`` where somebody set it."""

    colour: str
    mark: str
    word: Wording
    sentence: Wording
    rules: int
    by_hand: bool


@dataclass(frozen=True, slots=True)
class LightCount:
    """How many tasks and measures have one light."""

    colour: str
    mark: str
    word: Wording
    count: int


def listed(found: Mapping[Colour, int]) -> list[LightCount]:
    """Return the counts of the lights there are, the worst first."""
    return [LightCount(c.value, MARKS[c], WORDS[c], found[c]) for c in Colour if found.get(c)]


def shown(found: Light) -> ShownLight:
    """Return a light as a page shows it."""
    by_hand = found.cause is fulfilling.Cause.HAND
    colour = found.colour
    return ShownLight(colour.value, MARKS[colour], WORDS[colour], found.wording, found.rules, by_hand)
