"""Takes the notices of one round and whom each reaches; gives those told one by one, and those that are one notice.

Where a body has nobody who could be told, its party's joint office is told in its stead: of forty thousand schools
without a liaison it would hear forty thousand times. What an office is told in the stead of others, and what it is told
itself where that is much, is one notice: how many, about whom, the most serious first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xietong.basics import Wording
from xietong.fulfilling.supervision import Level, Notice

LINES = 20  # sentences that the one notice repeats
NAMES = 5  # bodies that it names before them
_LEVELS = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Addressed:
    """A notice and how it reaches its party's joint office: ``in_stead`` of somebody whom the body does not have, or
    itself (``to_office``)."""

    notice: Notice
    in_stead: bool = False
    to_office: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """The notices of a round: those told one by one, and by party those that its office is told together."""

    alone: tuple[Notice, ...]
    together: Mapping[str, tuple[Notice, ...]]


def gather(found: Sequence[Addressed], *, few: int) -> Round:
    """Return the round of some notices. What is told in somebody's stead is told together, with all that the office is
    told itself about the same body; the rest of what it is told itself only where that is more than ``few``."""
    lacking = {each.notice.body for each in found if each.in_stead}
    itself: dict[str, int] = {}
    for each in found:
        if each.to_office and each.notice.body not in lacking:
            itself[each.notice.body.party] = itself.get(each.notice.body.party, 0) + 1
    alone: list[Notice] = []
    together: dict[str, list[Notice]] = {}
    for each in found:
        body = each.notice.body
        joined = each.in_stead or (each.to_office and (body in lacking or itself[body.party] > few))
        (together.setdefault(body.party, []) if joined else alone).append(each.notice)
    return Round(tuple(alone), {party: tuple(notices) for party, notices in together.items()})


def worst(notices: Iterable[Notice]) -> Level:
    """Return the most serious level among some notices."""
    return max((notice.level for notice in notices), key=_LEVELS.__getitem__)


def gathered(notices: Sequence[Notice], names: Mapping[str, Wording], *, lacking: int) -> Wording:
    """Return what the one notice says of some: how many matters of whom, how many of these bodies have nobody
    (``lacking``), and the most serious matters in their own words.

    ``names`` are those of bodies by code; a code without one stands as it is.
    """
    of_matter: dict[str, Notice] = {}  # a body, its manager and the office are told of the same thing
    for notice in sorted(notices, key=lambda each: -_LEVELS[each.level]):
        of_matter.setdefault(notice.matter, notice)
    bodies = list(dict.fromkeys(each.body.organisation for each in notices if each.body.organisation))
    called = [names.get(code, Wording.same(code)) for code in bodies]
    count, more = len(of_matter), len(bodies) > NAMES
    zh = [f"【汇总】督办事项 {count} 件，涉及 {len(bodies)} 个单位：{'、'.join(each.zh for each in called[:NAMES])}"]
    en = [f"[Together] {_counted(count, 'matter')} of {_counted(len(bodies), 'body', 'bodies')}: "]
    zh[0] += "等。" if more else "。"
    en[0] += ", ".join(each.en for each in called[:NAMES]) + (" and others." if more else ".")
    if lacking:
        zh.append(f"其中 {lacking} 个单位没有联络员或主管领导，由联合办公室代收；请为其指定。")
        have = "has" if lacking == 1 else "have"
        en.append(f"{_counted(lacking, 'body', 'bodies')} {have} no liaison or leader, so this office is told instead.")
    for notice in list(of_matter.values())[:LINES]:
        name = names.get(notice.body.organisation, Wording.same(notice.body.organisation))
        zh.append(f"· {name.zh}：{notice.wording.zh}")
        en.append(f"· {name.en}: {notice.wording.en}")
    if count > LINES:
        zh.append(f"……另有 {count - LINES} 件，见清单。")
        en.append(f"… and {count - LINES} more: see the list.")
    return Wording(zh="\n".join(zh), en="\n".join(en))


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
