"""The schematic map is checked: every area once, none upon another, each an organisation; the shipped one is whole."""

from pathlib import Path

import pytest

from xietong import basics, measuring
from xietong.basics import Refusal

REGION = Path(__file__).parents[3] / "regions" / "chuanyu"
HEAD = b"code,column,row,name,name_en\n"


def test_the_map_of_the_region_shows_every_district_and_prefecture_once() -> None:
    region = basics.parse_region({path.name: path.read_bytes() for path in REGION.iterdir() if path.is_file()})
    bureaus = [body for body in region.organisations if body.kind == "bureau"]
    codes = {body.code for body in bureaus}
    tiles, findings = measuring.read_tiles((REGION / measuring.TILES).read_bytes(), codes)
    assert findings == ()
    assert {tile.code for tile in tiles} == {code for code in codes if code.isdecimal()}
    assert len(tiles) == 38 + 21
    names = {body.code: body.name for body in bureaus}
    assert [tile.name for tile in tiles if tile.name.removesuffix("县") not in names[tile.code]] == []


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
