"""Takes the notices of one round and whom each reaches; gives those told one by one, and those that are one notice.

Where a body has nobody who could be told, its party's joint office is told in its stead: of forty thousand schools
without a liaison it would hear forty thousand times. What an office is told in the stead of others is one notice, and
so is what the same people of a party are told themselves where that is much (its office; its reviewers, of what waits
for their review): how many, about whom, the most serious first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xietong.basics import Wording
from xietong.fulfilling.supervision import Level, Notice, Recipient
from xietong.fulfilling.waits import WaitKind

LINES = 20  # sentences that the one notice repeats
NAMES = 5  # bodies that it names before them
_LEVELS = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class People:
    """Those of a party who are told of its own matters: who is meant, and of what ``kind`` of wait."""

    recipient: Recipient
    kind: WaitKind | None = None


OFFICE = People(Recipient.JOINT_OFFICE)


@dataclass(frozen=True, slots=True)
class Addressed:
    """A notice and which people of its party it reaches: its ``OFFICE``, also ``in_stead`` of somebody whom the body
    does not have, or others; ``None``: those of one body, who are told of nobody else's matters."""

    notice: Notice
    to: People | None = None
    in_stead: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """The notices of a round: those told one by one, and those told together, by party and who of it is told."""

    alone: tuple[Notice, ...]
    together: Mapping[tuple[str, People], tuple[Notice, ...]]


def gather(found: Sequence[Addressed], *, few: int) -> Round:
    """Return the round of some notices. What is told in somebody's stead is told together, with all that the office is
    told itself about the same body; else what people are told themselves, only where that is more than ``few``."""
    lacking = {each.notice.body for each in found if each.in_stead}
    heard = [(each, each.in_stead or (each.to == OFFICE and each.notice.body in lacking)) for each in found]
    itself = Counter((each.notice.body.party, each.to) for each, in_stead in heard if each.to and not in_stead)
    alone: list[Notice] = []
    together: dict[tuple[str, People], list[Notice]] = {}
    for each, in_stead in heard:
        party, to = each.notice.body.party, OFFICE if in_stead else each.to
        if to is not None and (in_stead or itself[party, to] > few):
            together.setdefault((party, to), []).append(each.notice)
        else:
            alone.append(each.notice)
    return Round(tuple(alone), {key: tuple(notices) for key, notices in together.items()})


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
    zh, en = [f"【汇总】督办事项 {count} 件"], [f"[Together] {_counted(count, 'matter')}"]
    if bodies:
        zh[0] += f"，涉及 {len(bodies)} 个单位：{'、'.join(each.zh for each in called[:NAMES])}{'等' if more else ''}"
        en[0] += f" of {_counted(len(bodies), 'body', 'bodies')}: {', '.join(each.en for each in called[:NAMES])}"
        en[0] += " and others" if more else ""
    zh[0], en[0] = f"{zh[0]}。", f"{en[0]}."
    if lacking:
        zh.append(f"其中 {lacking} 个单位没有联络员或主管领导，由联合办公室代收；请为其指定。")
        have = "has" if lacking == 1 else "have"
        en.append(f"{_counted(lacking, 'body', 'bodies')} {have} no liaison or leader, so this office is told instead.")
    for notice in list(of_matter.values())[:LINES]:
        code = notice.body.organisation
        name = names.get(code, Wording.same(code))
        zh.append(f"· {name.zh}：{notice.wording.zh}" if code else f"· {notice.wording.zh}")
        en.append(f"· {name.en}: {notice.wording.en}" if code else f"· {notice.wording.en}")
    if count > LINES:
        zh.append(f"……另有 {count - LINES} 件，见清单。")
        en.append(f"… and {count - LINES} more: see the list.")
    return Wording(zh="\n".join(zh), en="\n".join(en))


def _counted(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
