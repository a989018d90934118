"""Takes a region's ``tiles.csv``; gives its schematic map: an equal square per area, placed by hand, no boundary.

County boundaries are legally delicate and say nothing about education; a square per area shows every area alike, the
small and crowded ones too. A square lies about where its area lies; it claims no border and no size.
"""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from xietong.basics import Finding, Refusal, Severity, Wording

TILES = "tiles.csv"
COLUMNS = ("code", "column", "row", "name", "name_en")
WIDEST = 40


@dataclass(frozen=True, slots=True)
class Tile:
    """A square: the code of its area's education authority, column and row from 0, and the short name written on it."""

    code: str
    column: int
    row: int
    name: str
    name_en: str = ""


def read_tiles(data: bytes, codes: Collection[str]) -> tuple[tuple[Tile, ...], tuple[Finding, ...]]:
    """Read a table of tiles; ``codes`` are those of known organisations. Gives the good ones and every problem.

    Raises Refusal ``tiles-unreadable`` where the table has no such columns.
    """
    good: dict[tuple[int, int], Tile] = {}
    findings: list[Finding] = []
    for number, cells in _rows(data):
        zh, en = _problem(cells, codes, good)
        if zh:
            where = f"{TILES}:{number}"
            findings.append(Finding("tile_row", Wording(f"{where} {zh}", f"{where} {en}"), Severity.ERROR, where))
        else:
            tile = Tile(cells["code"], int(cells["column"]), int(cells["row"]), cells["name"], cells["name_en"])
            good[tile.column, tile.row] = tile
    return tuple(good.values()), tuple(findings)


def places_of(
    standing: Collection[str], tiled: Collection[str], became: Mapping[str, Mapping[str, int]]
) -> dict[str, tuple[str, ...]]:
    """Return whose squares each standing body takes: its own first, then those of the gone bodies it is heir of.

    ``became``: gone body → its heirs with their shares. A square goes to one body: to an heir that has none of its own
    before one that has, then to the one of the larger share. A body without any square has an empty place.

    >>> places_of(["C"], ["A", "B"], {"A": {"C": 1}, "B": {"C": 1}})
    {'C': ('A', 'B')}
    >>> places_of(["C", "D"], ["A"], {"A": {"C": 4, "D": 6}})
    {'C': (), 'D': ('A',)}
    """
    found: dict[str, tuple[str, ...]] = {code: (code,) if code in tiled else () for code in standing}
    for gone in sorted(code for code in tiled if code not in found):
        heirs = [(code in tiled, -share, code) for code, share in became.get(gone, {}).items() if code in found]
        if heirs:
            *_, heir = min(heirs)
            found[heir] = (*found[heir], gone)
    return found


def _rows(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    except UnicodeDecodeError:
        missing = ["UTF-8"]
    if missing:
        raise Refusal(
            "tiles-unreadable",
            zh=f"{TILES} 无法读取，缺少：{'、'.join(missing)}；表头应为 {','.join(COLUMNS)}。",
            en=f"{TILES} cannot be read, missing: {', '.join(missing)}; its header is {','.join(COLUMNS)}.",
        )
    for cells in reader:
        yield reader.line_num, {name: (cells[name] or "").strip() for name in COLUMNS}


def _problem(cells: dict[str, str], codes: Collection[str], good: dict[tuple[int, int], Tile]) -> tuple[str, str]:
    if cells["code"] not in codes:
        return f"没有单位“{cells['code']}”", f"names no organisation {cells['code']!r}"
    if any(tile.code == cells["code"] for tile in good.values()):
        return f"“{cells['code']}”重复", f"{cells['code']} stands twice"
    if not (cells["column"].isdecimal() and cells["row"].isdecimal()):
        return "行列应为非负整数", "column and row are whole numbers from 0"
    place = int(cells["column"]), int(cells["row"])
    if max(place) >= WIDEST:
        return f"行列应小于 {WIDEST}", f"column and row lie below {WIDEST}"
    if place in good:
        return f"与“{good[place].name}”同处一格", f"lies upon {good[place].name}"
    if not cells["name"]:
        return "缺少名称", "has no name"
    return "", ""
