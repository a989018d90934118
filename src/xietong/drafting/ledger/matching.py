"""Takes rows without identity and the items nobody claimed; gives which row means which item, and how sure that is."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from xietong.drafting.ledger.tables import NUMBER
from xietong.drafting.plan import Item

SURE, LIKELY = 95.0, 78.0
MANY = 20_000
_MARKS = re.compile(r"[\s，,。；;、：:“”\"'《》（）()\-—·.．]+")


@dataclass(frozen=True, slots=True)
class Match:
    """One row's meaning: ``uid`` is ``None`` for a new item, which stands under ``parent`` (``None``: at the top).

    ``how``: title, similarity or new; score 0–100.
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


def match(rows: Sequence[Candidate], items: Collection[Item], names: dict[str, str]) -> list[Match]:
    """Return a match for each row, each item taken at most once, surest first.

    Equal titles match at once. Otherwise the similarity of the texts (Indel ratio, 0–100) decides, with up to five
    points for shared units and two for an equal number; a number alone says nothing, because extracts keep old ones.
    """
    result: dict[int, Match] = {}
    free = {item.uid: item for item in items}
    titled: dict[str, list[str]] = defaultdict(list)
    for item in items:
        titled[bare_title(item.title)].append(item.uid)
    for place, row in enumerate(rows):
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
