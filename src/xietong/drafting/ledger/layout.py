"""Takes the head of a sheet; gives where its table begins and what its columns mean, whoever made it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from xietong.basics import Party
from xietong.drafting.ledger.cells import cell_text
from xietong.drafting.ledger.columns import bare_heading, heading_key
from xietong.drafting.ledger.sheet import KEY_PREFIX, Merged, Sheet

DEEPEST = 5
_CONTENT = ("title", "text")


@dataclass(frozen=True, slots=True)
class Layout:
    """A table: the key of each column (empty: not understood), its first row of data, whether we exported it."""

    keys: tuple[str, ...]
    first: int
    own: bool = False


def own_layout(sheet: Sheet) -> Layout | None:
    """Find the hidden row of keys that an export of ours carries, wherever columns went since."""
    for number, row in enumerate(sheet.head):
        keys = [str(cell) for cell in row]
        if sum(key.startswith(KEY_PREFIX) for key in keys) >= 2:
            return Layout(tuple(_unprefixed(key) for key in keys), number + 1, own=True)
    return None


def _unprefixed(key: str) -> str:
    return key[len(KEY_PREFIX) :] if key.startswith(KEY_PREFIX) else ""


def foreign_layout(sheet: Sheet, parties: Sequence[Party]) -> Layout | None:
    """Find the heading rows of anybody's ledger: the row with most known headings, and what is merged around it."""
    grid = filled(sheet)
    counts = [len(_known(row)) for row in sheet.head]
    best = max(range(len(counts)), key=counts.__getitem__, default=0)
    if not counts or counts[best] < 2:
        return None
    top, bottom = _extent(sheet, best)
    width = max(len(row) for row in grid)
    stacks = [_stack(grid, place, top, bottom) for place in range(width)]
    keys = settled([column_key(stack, parties) for stack in stacks])
    if not set(keys) & set(_CONTENT):
        return None
    return Layout(_by_merges(keys, sheet.merged, bottom), bottom + 1)


def _known(row: Iterable[Any]) -> set[str]:
    return {key for cell in row if (key := heading_key(cell_text(cell)))}


def filled(sheet: Sheet) -> list[list[str]]:
    """Return the head as texts, with each merged range showing its text in all of its cells."""
    width = max((len(row) for row in sheet.head), default=0)
    grid = [[cell_text(cell) for cell in row] + [""] * (width - len(row)) for row in sheet.head]
    for merged in sheet.merged:
        for row in range(merged.top, min(merged.bottom + 1, len(grid))):
            for column in range(merged.left, min(merged.right + 1, width)):
                grid[row][column] = grid[merged.top][merged.left] if merged.left < width else ""
    return grid


def _extent(sheet: Sheet, best: int) -> tuple[int, int]:
    """Return first and last heading row: what is merged with the best one belongs to it, and groups above it too."""
    touching = [merged for merged in sheet.merged if merged.top <= best <= merged.bottom]
    top = min((merged.top for merged in touching), default=best)
    bottom = max((merged.bottom for merged in touching), default=best)
    width = max(len(row) for row in sheet.head)
    while top and best - top < DEEPEST - 1 and _is_group_row(sheet, top - 1, width):
        top -= 1
    return top, min(bottom, top + DEEPEST - 1, len(sheet.head) - 1)


def _is_group_row(sheet: Sheet, row: int, width: int) -> bool:
    """Tell whether a row above holds headings over several columns, not the title or 填报单位 of the whole sheet."""
    spans = [merged for merged in sheet.merged if merged.top == row == merged.bottom]
    texts = [text for cell in sheet.head[row] if (text := cell_text(cell))]
    narrow = any(merged.right - merged.left + 1 < width * 0.6 for merged in spans)
    return narrow and not any("：" in text or ":" in text for text in texts)


def _stack(grid: list[list[str]], place: int, top: int, bottom: int) -> list[str]:
    """Return the headings of one column from top to bottom, each once."""
    return list(dict.fromkeys(text for row in grid[top : bottom + 1] if (text := row[place])))


def column_key(stack: Sequence[str], parties: Sequence[Party]) -> str:
    """Return the key that a column's headings mean together, with the party where one is named.

    The innermost counts first (一季度 below 进展情况; 牵头 below 责任单位), then all together, then those above.
    """
    if not stack:
        return ""
    party = next((code for text in stack if (code := _party(text, parties))), "")
    plain = [_without_party(text, parties) for text in stack]
    joined = "".join(bare_heading(text) for text in plain)
    for text in (plain[-1], bare_heading(plain[-1]) + "单位", joined, *reversed(plain[:-1])):
        if key := heading_key(text):
            return f"{key}:{party}" if party and key in ("lead", "support", "duty") else key
    return ""


def _words(party: Party) -> tuple[str, ...]:
    sides = (f"{party.side}方", f"{party.side}侧") if party.side else ()
    long = (party.name, party.place, party.short, *party.adjectives)
    return tuple(word for word in (*long, *sides) if len(word) > 1)


def _party(text: str, parties: Sequence[Party]) -> str:
    bare = text.replace(" ", "").replace("\n", "")
    exact = [party.code for party in parties if party.side and bare in (party.side, f"（{party.side}）")]
    bracketed = [
        party.code
        for party in parties
        if party.side and f"（{party.side}）" in bare.replace("(", "（").replace(")", "）")
    ]
    named = [party.code for party in parties if any(word in bare for word in _words(party))]
    return next(iter((*exact, *named, *bracketed)), "")


def _without_party(text: str, parties: Sequence[Party]) -> str:
    for party in parties:
        for word in sorted(_words(party), key=len, reverse=True):
            text = text.replace(word, "")
    return text


def settled(keys: Sequence[str]) -> tuple[str, ...]:
    """Decide what only the neighbours can: 责任单位 leads unless a lead column stands beside it; no key twice."""
    leads = any(key.partition(":")[0] == "lead" for key in keys)
    result: list[str] = []
    for key in keys:
        if key.partition(":")[0] == "duty":
            key = key.replace("duty", "support" if leads else "lead", 1)
        if key == "title" and key in result:
            key = "text"
        result.append("" if key in result else key)
    if "title" not in result and "text" in result:
        result[result.index("text")] = "title"
    return tuple(result)


def _by_merges(keys: tuple[str, ...], merged: Sequence[Merged], bottom: int) -> tuple[str, ...]:
    """Read a first content column with cells merged over several rows as the action that the rows belong to."""
    if "title" not in keys or "text" not in keys or "action" in keys:
        return keys
    place = keys.index("title")
    tall = any(each.left == place == each.right and each.top > bottom and each.bottom > each.top for each in merged)
    if not tall:
        return keys
    return tuple({"title": "action", "text": "title"}.get(key, key) for key in keys)
