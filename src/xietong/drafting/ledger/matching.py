"""Takes rows without identity and the items nobody claimed; gives which row means which item, and how sure that is."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from xietong.basics import Refusal
from xietong.drafting.ledger.tables import NUMBER
from xietong.drafting.plan import Item

SURE, LIKELY = 95.0, 78.0
MANY = 20_000
_MARKS = re.compile(r"[\s，,。；;、：:“”\"'《》（）()\-—·.．]+")


@dataclass(frozen=True, slots=True)
class Match:
    """One row's meaning: ``uid`` is ``None`` for a new item, which stands under ``parent`` (``None``: at the top).

    ``how``: title, similarity, new, or hand (somebody said so); score 0–100.
    """

    cell: str
    title: str
    uid: str | None
    how: str
    score: float
    parent: str | None = None


def bare_title(text: str) -> str:
    """Return a title without its number, blanks and marks, for comparing.

    >>> bare_title("（三） 共建“实训基地”。")
    '共建实训基地'
    """
    return _MARKS.sub("", NUMBER.sub("", text))


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a row without identity says: cell, title, text, number, names of its units; the least score that counts."""

    cell: str
    title: str
    text: str = ""
    number: str = ""
    units: frozenset[str] = frozenset()
    least: float = LIKELY


def match(
    rows: Sequence[Candidate], items: Collection[Item], names: dict[str, str], pointed: Mapping[str, str]
) -> list[Match]:
    """Return a match for each row, each item taken at most once: first what rows were pointed at, then the surest.

    ``pointed`` says of cells of rows what somebody took them for: an item's uid, or nothing for a new item. Refuses
    ``no-such-row``, ``item-not-free`` and ``item-pointed-at-twice``.
    Equal titles match at once. Otherwise the similarity of the texts (Indel ratio, 0–100) decides, with up to five
    points for shared units and two for an equal number; a number alone says nothing, because extracts keep old ones.
    """
    result: dict[int, Match] = {}
    free = {item.uid: item for item in items}
    titled: dict[str, list[str]] = defaultdict(list)
    for item in items:
        titled[bare_title(item.title)].append(item.uid)
    by_hand = _pointed(rows, free, pointed)
    for place, uid in by_hand.items():
        result[place] = Match(rows[place].cell, rows[place].title, uid or None, "hand", 100.0 if uid else 0.0)
        free.pop(uid, None)
    for place, row in enumerate(rows):
        if place in result:
            continue
        same = [uid for uid in titled.get(bare_title(row.title), ()) if uid in free]
        if same:
            best = max(same, key=lambda uid: _extra(row, free[uid], names))
            result[place] = Match(row.cell, row.title, best, "title", 100.0)
            del free[best]
    left = [place for place in range(len(rows)) if place not in result]
    for score, place, uid in sorted(_scores(rows, left, free, names), key=lambda entry: (-entry[0], entry[1])):
        if place not in result and uid in free:
            result[place] = Match(rows[place].cell, rows[place].title, uid, "similarity", round(score, 1))
            del free[uid]
    new = (Match(row.cell, row.title, None, "new", 0.0) for row in rows)
    return [result.get(place, fresh) for place, fresh in enumerate(new)]


def _pointed(rows: Sequence[Candidate], free: Mapping[str, Item], pointed: Mapping[str, str]) -> dict[int, str]:
    places = {row.cell: place for place, row in enumerate(rows)}
    for cell, uid in pointed.items():
        if cell not in places:
            raise Refusal(
                "no-such-row",
                zh=f"台账的 {cell} 处没有未标识的行；请重新核对预览。",
                en=f"There is no row without identity at {cell} of the ledger; look at the preview again.",
            )
        if uid and uid not in free:
            raise Refusal(
                "item-not-free",
                zh=f"为 {cell} 所选的事项不在计划中，或已由台账的另一行标识；请另选。",
                en=f"The item chosen for {cell} is not in the plan, or another row has its key; choose another.",
            )
    twice = next((uid for uid, count in Counter(filter(None, pointed.values())).items() if count > 1), None)
    if twice is not None:
        cells = "、".join(cell for cell, uid in pointed.items() if uid == twice)
        raise Refusal(
            "item-pointed-at-twice",
            zh=f"事项“{free[twice].title}”被选给了多行（{cells}）；请只选给一行。",
            en=f"The item “{free[twice].title}” was chosen for several rows ({cells}); choose it for one.",
        )
    return {places[cell]: uid for cell, uid in pointed.items()}


def _extra(row: Candidate, item: Item, names: dict[str, str]) -> float:
    """Return what units and number add to a score."""
    units = {"".join((names.get(duty.organisation) or duty.name).split()) for duty in item.duties}
    written = {duty.name for duty in item.duties}
    shared = len(row.units & (units | written)) / len(row.units) if row.units else 0.0
    return 5 * shared + (2 if row.number and bare_title(row.number) == bare_title(item.number) else 0)


def _scores(
    rows: Sequence[Candidate], left: Iterable[int], free: dict[str, Item], names: dict[str, str]
) -> Iterable[tuple[float, int, str]]:
    """Yield (score, row, uid) for each row's ten best items that are likely enough."""
    from rapidfuzz import fuzz, process

    titles = {uid: bare_title(item.title) for uid, item in free.items()}
    texts = {uid: bare_title(item.text) for uid, item in free.items() if item.text and item.text != item.title}
    opening: dict[str, list[str]] = defaultdict(list)
    for uid, title in titles.items():
        opening[title[:2]].append(uid)
    for place in left:
        row = rows[place]
        said = bare_title(row.title)
        near = {uid: titles[uid] for uid in opening.get(said[:2], ())} if len(titles) > MANY else titles
        found = process.extract(said, near, scorer=fuzz.ratio, limit=10, score_cutoff=row.least - 7)
        longer = {uid: texts[uid] for uid in near if uid in texts}
        found += process.extract(said, longer, scorer=fuzz.ratio, limit=10, score_cutoff=row.least - 7)
        for _, score, uid in found:
            whole = min(100.0, score + _extra(row, free[uid], names))
            if whole >= row.least:
                yield whole, place, uid
