"""Takes a sheet and its layout; gives its rows one by one: texts by key, each with its cell, below its sections."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from xietong.basics import Finding, Party, Severity, Wording
from xietong.drafting.ledger.cells import cell_text
from xietong.drafting.ledger.columns import heading_key
from xietong.drafting.ledger.layout import Layout, filled, foreign_layout, own_layout, settled
from xietong.drafting.ledger.sheet import Sheet, reference

_SECTION = re.compile(r"\s*(?:第?[一二三四五六七八九十百]+[、章部]|[（(][一二三四五六七八九十]+[）)])")
_FIRST_LEVEL = re.compile(r"\s*第?[一二三四五六七八九十百]+[、章部]")
_NOTE = re.compile(r"\s*(?:注|备注|说明|填表人|填报人|审核人|联系人|联系电话|制表)\s*[：:]")
_ENTRY = re.compile(r"\s*(?:\d+|[（(]\d+[）)])\s*[、.．）)]?\s*(?=\D)")
_LABEL = re.compile(r"\s*(?P<label>[^：:]{2,12})[：:]\s*(?P<value>.*)", re.DOTALL)
HEADINGS = 4  # rows behind the hidden keys that may still be headings
NUMBER = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十百]+[、章部]|[（(]?(?:\d+|[一二三四五六七八九十]+)[）)][、.．]?|\d+[、.．])\s*"
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a ledger: texts in the order of its table's keys, the place of each, the sections above it."""

    number: int
    texts: Sequence[str]
    direction: str = ""
    action: str = ""
    places: Sequence[tuple[int, int]] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One ledger found on a sheet: keys of the columns used, where they stand, and its rows (read once)."""

    sheet: str
    keys: tuple[str, ...]
    columns: tuple[int, ...]
    own: bool
    rows: Iterator[Row]
    findings: list[Finding] = field(default_factory=list)

    def cell(self, row: Row, index: int) -> str:
        """Return the name of the cell that a row has under a key."""
        if row.places is not None:
            return reference(self.sheet, *row.places[index])
        return reference(self.sheet, row.number, self.columns[index])


def table_of(sheet: Sheet, parties: Sequence[Party]) -> Table | None:
    """Find the ledger on a sheet: our own, a table, a transposed table or form, or numbered text; else nothing."""
    layout = own_layout(sheet)
    if layout is not None:
        return _table(sheet, layout)
    down = _labels_down(sheet)
    layout = foreign_layout(sheet, parties)
    across = len({key for key in layout.keys if key}) if layout else 0
    if len(set(down.values())) >= 3 and len(set(down.values())) > across:
        return _transposed(sheet, down)
    return _table(sheet, layout) if layout else _text(sheet)


def _table(sheet: Sheet, layout: Layout) -> Table:
    columns = tuple(place for place, key in enumerate(layout.keys) if key)
    keys = tuple(layout.keys[place] for place in columns)
    findings: list[Finding] = []
    rows = _own_rows(sheet, layout, columns) if layout.own else _rows(sheet, layout, columns, findings)
    return Table(sheet.name, keys, columns, layout.own, rows, findings)


def _own_rows(sheet: Sheet, layout: Layout, columns: tuple[int, ...]) -> Iterator[Row]:
    """Yield the rows of an export of ours; merged directions and actions hold for the rows that follow."""
    held = {key: layout.keys.index(key) for key in ("direction", "action") if key in layout.keys}
    above = dict.fromkeys(("direction", "action"), "")
    for number, raw in enumerate(sheet.rows()):
        if number < layout.first or (number < layout.first + HEADINGS and _is_heading(raw)):
            continue
        texts = [cell_text(raw[place]) for place in columns]
        if any(texts):
            for key, place in held.items():
                above[key] = cell_text(raw[place]) or above[key]
            yield Row(number, texts, above["direction"], above["action"])


def _is_heading(raw: Sequence[object]) -> bool:
    """Tell whether a row behind the hidden keys still holds headings: two names of columns or of parties, no uid."""
    texts = [cell_text(cell) for cell in raw]
    return sum(1 for text in texts if heading_key(text)) >= 2


def _rows(sheet: Sheet, layout: Layout, columns: tuple[int, ...], findings: list[Finding]) -> Iterator[Row]:
    """Yield the rows of a foreign table: merged cells hold for all their rows, section rows for all below them."""
    held = _held(sheet, layout.first)
    seen: dict[tuple[int, int], str] = {}
    direction = action = ""
    for number, raw in enumerate(sheet.rows()):
        if number < layout.first:
            continue
        texts = [cell_text(cell) for cell in raw]
        said = [text for text in texts if text]
        if len(set(said)) == 1 and (len(texts) > 1 or len(columns) > 1):
            text = said[0]
            if _NOTE.match(text):
                findings.append(_footnote(sheet.name, number, text))
                continue
            if _SECTION.match(text) or _wide(sheet, number, len(layout.keys)):
                bare = NUMBER.sub("", text)
                direction, action = (bare, "") if _FIRST_LEVEL.match(text) or not direction else (direction, bare)
                continue
        texts += [""] * (len(layout.keys) - len(texts))
        for place in held.get(number, {}):
            origin = held[number][place]
            texts[place] = seen.setdefault(origin, texts[place]) if origin == (number, place) else seen.get(origin, "")
        row = _row(number, [texts[place] for place in columns], layout, columns, direction, action)
        if said and any(row.texts):
            yield row


def _row(number: int, texts: list[str], layout: Layout, columns: tuple[int, ...], direction: str, action: str) -> Row:
    keys = [layout.keys[place] for place in columns]
    texts = _untitled(keys, texts)
    own = {key: NUMBER.sub("", texts[keys.index(key)]) for key in ("direction", "action") if key in keys}
    return Row(number, texts, own.get("direction") or direction, own.get("action") or action)


def _held(sheet: Sheet, first: int) -> dict[int, dict[int, tuple[int, int]]]:
    """Return for each row the columns whose text stands in the first cell of a vertically merged range."""
    held: dict[int, dict[int, tuple[int, int]]] = {}
    for merged in sheet.merged:
        if merged.top >= first and merged.bottom > merged.top:
            for row in range(merged.top, merged.bottom + 1):
                held.setdefault(row, {})[merged.left] = (merged.top, merged.left)
    return held


def _wide(sheet: Sheet, number: int, width: int) -> bool:
    return any(
        each.top == number == each.bottom and each.right - each.left + 1 >= max(2, width * 0.6) for each in sheet.merged
    )


def _footnote(sheet: str, number: int, text: str) -> Finding:
    wording = Wording(
        zh=f"表下说明未导入，请人工核对：{text[:80]}",
        en=f"A note below the table was not imported; read it: {text[:80]}",
    )
    return Finding("ledger_footnote", wording, Severity.INFO, reference(sheet, number, 0))


def _labels_down(sheet: Sheet) -> dict[tuple[int, int], str]:
    """Return the cells of a form or transposed table that are labels, with their keys."""
    labels: dict[tuple[int, int], str] = {}
    for number, row in enumerate(sheet.head):
        known = {place: key for place, cell in enumerate(row) if (key := heading_key(cell_text(cell)))}
        if 0 < len(known) <= max(1, len([cell for cell in row if cell_text(cell)]) // 2):
            labels |= {(number, place): key for place, key in known.items()}
    return labels


def _transposed(sheet: Sheet, labels: dict[tuple[int, int], str]) -> Table:
    """Read labels down the side: one record for each filled column behind, or one form with labels side by side."""
    unique = {key: place for place, key in zip(labels, settled(tuple(labels.values())), strict=True) if key}
    keys = tuple(unique)
    first = min(column for _, column in labels)
    is_form = len({column for _, column in labels}) > 1
    grid = filled(sheet)
    width = first + 2 if is_form else max(len(row) for row in grid)
    rows: list[Row] = []
    for column in range(first + 1, width):
        shift = column - first
        places = [(row, label + (1 if is_form else shift)) for row, label in unique.values()]
        texts = [grid[row][place] if place < len(grid[row]) else "" for row, place in places]
        if any(texts) and texts not in [row.texts for row in rows]:
            rows.append(Row(places[0][0], _untitled(keys, texts), places=places))
    return Table(sheet.name, keys, (), own=False, rows=iter(rows))


def _text(sheet: Sheet) -> Table | None:
    """Read numbered text with labelled lines (牵头单位：…); nothing when no line is labelled."""
    found: list[dict[str, tuple[str, tuple[int, int]]]] = []
    direction, above = "", []
    labelled = False
    for number, line, place in _lines(sheet):
        label = _LABEL.fullmatch(line)
        key = heading_key(label["label"]) if label else ""
        if label and key and found:
            found[-1].setdefault(key, (label["value"].strip(), (number, place)))
            labelled = True
        elif _SECTION.match(line):
            direction = NUMBER.sub("", line)
        elif _ENTRY.match(line):
            found.append({"title": (_ENTRY.sub("", line, count=1).strip(), (number, place))})
            above.append(direction)
    if not labelled:
        return None
    names = list(dict.fromkeys(key for entry in found for key in entry))
    keys = settled(names)
    rows = [
        Row(
            entry["title"][1][0],
            [entry.get(name, ("", (0, 0)))[0] for name in names],
            section,
            places=[entry.get(name, entry["title"])[1] for name in names],
        )
        for entry, section in zip(found, above, strict=True)
    ]
    return Table(sheet.name, keys, (), own=False, rows=iter(rows))


def _lines(sheet: Sheet) -> Iterator[tuple[int, str, int]]:
    for number, row in enumerate(sheet.rows()):
        for place, cell in enumerate(row):
            for line in cell_text(cell).split("\n"):
                if line.strip():
                    yield number, line.strip(), place


def _untitled(keys: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Take the number off a title that carries it in its own cell."""
    return [NUMBER.sub("", text) if key == "title" else text for key, text in zip(keys, texts, strict=True)]
