"""A supplied map is taken by what it holds: polygons in degrees with official codes, and an approval number."""

import json
from typing import Any

import pytest

from xietong.basics import Refusal
from xietong.measuring import approval_number, read_outlines

SQUARE = [[104.0, 30.0], [105.0, 30.0], [105.0, 31.0], [104.0, 31.0], [104.0, 30.0]]
HOLE = [[104.4, 30.4], [104.6, 30.4], [104.6, 30.6], [104.4, 30.4]]


def geojson(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def feature(code: Any, rings: Any = None, kind: str = "Polygon", name: str = "adcode") -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": [SQUARE] if rings is None else rings}
    return {"type": "Feature", "properties": {name: code}, "geometry": geometry}


def test_outlines_are_laid_flat_with_north_above_and_east_to_the_right() -> None:
    east = [[x + 1, y] for x, y in SQUARE]
    found = read_outlines(geojson(feature(510100), feature("500101", [[east, HOLE]], "MultiPolygon", "code")))
    assert list(found.paths) == ["500101", "510100"]
    assert found.width > found.height > 300
    first = [float(part.split(",")[0]) for part in found.paths["510100"].strip("Mz").split("L")]
    assert min(first) == 2
    assert max(first) == pytest.approx(found.width / 2, abs=1)
    assert found.paths["500101"].count("M") == 2, "a hole is a ring of its own"


@pytest.mark.parametrize("code", [500103, 500103.0, "500103", "156500103"])
def test_a_code_is_read_as_programs_write_it(code: Any) -> None:
    assert list(read_outlines(geojson(feature(code), feature("510100", name="gb"))).paths) == ["500103", "510100"]


def test_points_nearer_than_the_drawing_shows_are_left_out() -> None:
    edge = [[104.0 + n / 10_000, 30.0] for n in range(10_001)]
    tiny = [[104.5, 30.5], [104.5001, 30.5], [104.5, 30.5001], [104.5, 30.5]]
    found = read_outlines(geojson(feature("1", [[*edge, *SQUARE[2:4], edge[0]]]), feature("2", [tiny])))
    assert found.paths["1"].count("L") < 1000
    assert "2" not in found.paths, "smaller than a point of the drawing"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\xff", "GeoJSON"),
        (b"[" * 100_000, "GeoJSON"),
        (b"[1]", "collection"),
        (geojson(), "collection"),
        (geojson(feature("")), "feature 1 has no code"),
        (geojson({"properties": None, "geometry": None}), "no code"),
        (geojson(feature("1", kind="Point")), "no polygon"),
        (geojson(feature("1", [])), "not closed|empty|no polygon"),
        (geojson(feature("1", [[]], "MultiPolygon")), "empty"),
        (geojson(feature("1", [[["a", 1]] * 4])), "no numbers"),
        (geojson(feature("1", [SQUARE[:4]])), "not closed"),
        (geojson(feature("1", [[[1000, 30], *SQUARE[1:4], [1000, 30]]])), "degrees"),
        (geojson(feature("1", [[[y, x] for x, y in SQUARE]])), "latitude before its longitude"),
        (geojson(feature("1", [[[x * 111_319, y * 111_319] for x, y in SQUARE]])), "project it"),
        (geojson(feature("1", [[[float("nan"), 30], *SQUARE[1:4], [float("nan"), 30]]])), "degrees"),
        (geojson(feature("1", [[[int("9" * 4000), 30], *SQUARE[1:4], [104, 30]]])), "no numbers"),
        (geojson(feature("1", [[{"x": 1}] * 4])), "no numbers"),
        (geojson(feature("1", [[SQUARE[0]] * 5])), "smaller than a point"),
    ],
)
def test_what_is_no_map_is_refused_with_the_place(data: bytes, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_outlines(data)
    assert refused.value.code == "map-unreadable"
    assert any(word in str(refused.value.wording.en) for word in says.split("|"))


def test_a_map_of_too_many_points_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xietong.measuring.outlines.MOST_POINTS", 4)
    with pytest.raises(Refusal, match="points"):
        read_outlines(geojson(feature("1")))


@pytest.mark.parametrize(
    "text", ["GS京(2022)1061号", "GS（2019）3266号", "审图号: 渝S(2021)012号", "川S【2021】00059号"]
)
def test_the_forms_of_approval_numbers(text: str) -> None:
    assert approval_number(text).endswith("号")


@pytest.mark.parametrize("text", ["", "3266", "GS(2019)", "GS(19)3266号", "none"])
def test_without_an_approval_number_no_map_is_taken(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        approval_number(text)
    assert refused.value.code == "no-approval-number"
