"""The schematic map is checked: every area once, none upon another, each an organisation; the shipped one is whole."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xietong import basics, measuring
from xietong.basics import Refusal

REGION = Path(__file__).parents[3] / "regions" / "chuanyu"
HEAD = b"code,column,row,name,name_en\n"


# Areas that border on each other, from all corners of both provinces; facts of geography, not of the map.
NEIGHBOURS = (
    ("石渠", "德格"), ("得荣", "乡城"), ("巴塘", "理塘"), ("康定", "泸定"), ("西昌", "喜德"), ("雷波", "屏山"), ("东区", "西区"),
    ("盐边", "米易"), ("会东", "宁南"), ("阿坝", "红原"), ("九寨沟", "平武"), ("北川", "茂县"), ("都江堰", "汶川"), ("天全", "泸定"),
    ("汉源", "甘洛"), ("石棉", "冕宁"), ("青川", "利州"), ("南江", "旺苍"), ("万源", "城口"), ("宣汉", "开州"), ("渠县", "岳池"),
    ("邻水", "渝北"), ("华蓥", "合川"), ("安居", "潼南"), ("安岳", "大足"), ("隆昌", "荣昌"), ("泸县", "永川"), ("合江", "江津"),
    ("古蔺", "叙永"), ("犍为", "井研"), ("仁寿", "雁江"), ("简阳", "乐至"), ("金堂", "中江"), ("锦江", "成华"), ("巫山", "奉节"),
    ("巫溪", "城口"), ("秀山", "酉阳"), ("石柱", "丰都"), ("南川", "武隆"), ("渝中", "南岸"), ("万州", "云阳"),
)  # fmt: skip


@pytest.fixture(scope="module")
def bureaus() -> dict[str, str]:
    """The county-level education authorities of the region by code, with their names."""
    region = basics.parse_region({path.name: path.read_bytes() for path in REGION.iterdir() if path.is_file()})
    return {body.code: body.name for body in region.organisations if body.kind == "bureau"}


@pytest.fixture(scope="module")
def tiles(bureaus: dict[str, str]) -> tuple[measuring.Tile, ...]:
    """The squares of the shipped map."""
    found, findings = measuring.read_tiles((REGION / measuring.TILES).read_bytes(), bureaus)
    assert findings == ()
    return found


def test_the_map_of_the_region_shows_every_county_and_district_of_both_provinces_once(
    tiles: tuple[measuring.Tile, ...], bureaus: dict[str, str]
) -> None:
    assert sorted(tile.code for tile in tiles) == sorted(code for code in bureaus if code.isdecimal())
    assert Counter(tile.code[:2] for tile in tiles) == {"50": 38, "51": 183}
    assert [tile.name for tile in tiles if tile.name.removesuffix("县")[-2:] not in bureaus[tile.code]] == []
    assert [tile.code for tile in tiles if not tile.name_en] == []
    assert [name for name, n in Counter(tile.name for tile in tiles).items() if n > 1] == []


def _apart(one: measuring.Tile, other: measuring.Tile) -> int:
    return max(abs(one.column - other.column), abs(one.row - other.row))


@pytest.mark.parametrize("pair", NEIGHBOURS)
def test_areas_that_border_on_each_other_stand_near_each_other(
    pair: tuple[str, str], tiles: tuple[measuring.Tile, ...]
) -> None:
    one, other = (next(tile for tile in tiles if tile.name == name) for name in pair)
    assert _apart(one, other) <= 2


def test_the_counties_of_a_prefecture_stand_together_and_the_corners_are_the_corners(
    tiles: tuple[measuring.Tile, ...],
) -> None:
    alone = [
        one.name
        for one in tiles
        if min(_apart(one, other) for other in tiles if other.code[:4] == one.code[:4] and other != one) > 3
    ]
    assert [name for name in alone if name[:2] not in {"秀山", "酉阳"}] == []
    middle = {side: [t.column for t in tiles if t.code[:2] == side] for side in ("50", "51")}
    assert sum(middle["51"]) / 183 < sum(middle["50"]) / 38  # Sichuan lies west of Chongqing
    by_name = {tile.name: tile for tile in tiles}
    assert min(tiles, key=lambda tile: tile.column).code[:4] == "5133"  # Garze in the west
    assert max(tiles, key=lambda tile: tile.column).name == "巫山"
    assert by_name["若尔盖"].row == 0
    assert by_name["会理"].row == max(tile.row for tile in tiles)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("x,0,1,甲,A", "names no organisation"), ("a,0,1,甲,A", "stands twice"), ("b,0,0,乙,B", "lies upon 甲"),
        ("b,-1,0,乙,B", "whole numbers"), ("b,40,0,乙,B", "below 40"), ("b,1,0,,B", "has no name"),
    ],
)  # fmt: skip
def test_every_bad_row_is_named(row: str, said: str) -> None:
    tiles, findings = measuring.read_tiles(HEAD + f"a,0,0,甲,A\n{row}\n".encode(), {"a", "b"})
    assert [tile.code for tile in tiles] == ["a"]
    assert [said in finding.wording.en and finding.subject == "tiles.csv:3" for finding in findings] == [True]


@pytest.mark.parametrize("data", [b"code,column\n", b"\xff\xfe"])
def test_a_table_that_is_none_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        measuring.read_tiles(data, set())
    assert refused.value.code == "tiles-unreadable"


CODES = st.sampled_from("abcdefgh")


@given(
    st.sets(CODES),
    st.sets(CODES),
    st.dictionaries(CODES, st.dictionaries(CODES, st.integers(1, 9), max_size=4), max_size=8),
)
def test_a_square_has_one_owner_and_goes_to_an_heir_when_its_body_is_gone(
    standing: set[str], tiled: set[str], became: dict[str, dict[str, int]]
) -> None:
    places = measuring.places_of(standing, tiled, became)
    taken = [square for several in places.values() for square in several]
    assert set(places) == standing
    assert len(taken) == len(set(taken))
    for code in standing & tiled:
        assert places[code][0] == code, "who stands keeps its own"
    for square in tiled - standing:
        heirs = set(became.get(square, {})) & standing
        owner = {code for code, several in places.items() if square in several}
        assert bool(owner) == bool(heirs)
        assert owner <= heirs
        assert not (heirs - tiled) or owner <= heirs - tiled, "who has none comes first"
