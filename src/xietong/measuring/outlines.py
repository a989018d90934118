"""Takes a GeoJSON file that an operator supplies; gives the outlines of its areas, flat and light enough to draw.

Boundaries are published in China only on maps that were approved; the number of the approval (审图号) stands below
every map drawn from the file. We bring no boundary of our own, and judge none: that is what the approval is for.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from xietong.basics import Refusal

WIDE, TALL, FINE = 760, 560, 0.8  # the drawing's size, and how far apart two of its points are at least
MOST_POINTS = 1_000_000
LONGITUDES, LATITUDES = (70.0, 140.0), (0.0, 60.0)
_APPROVAL = re.compile(r"(?:GS[一-鿿]?|[一-鿿]{1,3}S)[(\[【〔]\d{4}[)\]】〕]\d{1,6}号")
CHINA = "156"  # stands before the code in files of the national geographic service
_NAMED = ("adcode", "code", "gb", "id")
Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of areas by official code, as SVG path data in a drawing of this width and height."""

    width: int
    height: int
    paths: Mapping[str, str]


def approval_number(text: str) -> str:
    """Return the number of a map's approval as it is printed. Refusal ``no-approval-number``.

    >>> approval_number("审图号：GS（2019）3266号"), approval_number("川S[2021]00059号")
    ('GS(2019)3266号', '川S[2021]00059号')
    """
    plain = text.strip().replace("（", "(").replace("）", ")").replace(" ", "")
    plain = plain.removeprefix("审图号").lstrip("：:")
    if not _APPROVAL.fullmatch(plain):
        raise Refusal(
            "no-approval-number",
            zh="请填写该地图的审图号，例如 GS(2019)3266号；没有审图号的边界不能公开使用。",
            en="Give the map's approval number (审图号), as in GS(2019)3266号; boundaries without one are not shown.",
            field="approval",
        )
    return plain


def read_outlines(data: bytes) -> Outlines:
    """Read a GeoJSON feature collection of polygons in degrees (WGS 84 or GCJ-02), each with an official code.

    The code is the property ``adcode``, ``code`` or ``gb`` (or the feature's ``id``). Refusal ``map-unreadable`` says
    where.
    """
    rings: dict[str, list[Ring]] = {}
    points = 0
    for place, feature in enumerate(_features(data), 1):
        code = _code(feature)
        if not code:
            raise _unreadable(f"第 {place} 个要素没有编码", f"feature {place} has no code")
        for ring in _rings(feature.get("geometry"), code):
            rings.setdefault(code, []).append(ring)
            points += len(ring)
            if points > MOST_POINTS:
                raise _unreadable("点数过多，请先简化", "it has too many points; simplify it first")
    found = _drawn(rings)
    if not found.paths:
        raise _unreadable("所有边界都小于一个点", "every outline in it is smaller than a point")
    return found


def _unreadable(zh: str, en: str) -> Refusal:
    return Refusal(
        "map-unreadable", zh=f"地图文件不能使用：{zh}。", en=f"The map file cannot be used: {en}.", field="file"
    )


def _features(data: bytes) -> list[dict[str, Any]]:
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as trouble:
        raise _unreadable("不是 GeoJSON", "it is no GeoJSON") from trouble
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(each, dict) for each in features):
        raise _unreadable("不是要素集合（FeatureCollection）", "it is no collection of features")
    return features


def _code(feature: dict[str, Any]) -> str:
    properties = feature.get("properties")
    told = properties if isinstance(properties, dict) else {}
    codes = (_written(told.get(name)) for name in _NAMED)
    found = next((one for one in (*codes, _written(feature.get("id"))) if one), "")
    return found.removeprefix(CHINA) if len(found) == len(CHINA) + 6 else found


def _written(code: object) -> str:
    """Return a code as it is written: some programs keep it as a number with a point."""
    if isinstance(code, float) and code.is_integer():
        return str(int(code))
    return str(code) if isinstance(code, str | int) else ""


def _rings(geometry: object, code: str) -> Iterator[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    held = geometry.get("coordinates") if isinstance(geometry, dict) else None
    polygons = {"Polygon": [held], "MultiPolygon": held}.get(str(kind))
    if not isinstance(polygons, list):
        raise _unreadable(f"{code} 不是多边形", f"{code} is no polygon")
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise _unreadable(f"{code} 的多边形是空的", f"{code} has an empty polygon")
        for ring in polygon:
            yield _ring(ring, code)


def _ring(ring: object, code: str) -> Ring:
    try:
        points = [(float(point[0]), float(point[1])) for point in ring]  # type: ignore[attr-defined]
    except (TypeError, ValueError, IndexError, KeyError, OverflowError) as trouble:
        raise _unreadable(f"{code} 的坐标不是数字", f"{code} has coordinates that are no numbers") from trouble
    if len(points) < 4 or points[0] != points[-1]:
        raise _unreadable(f"{code} 的边界没有闭合", f"the outline of {code} is not closed")
    if not all(_in_china(x, y) for x, y in points):
        if all(_in_china(y, x) for x, y in points):
            raise _unreadable(f"{code} 的经度和纬度颠倒了", f"{code} has its latitude before its longitude")
        raise _unreadable(
            f"{code} 的坐标不是经纬度；请先转换为 CGCS2000 或 WGS 84 经纬度",
            f"the coordinates of {code} are no degrees east and north; project it to CGCS2000 or WGS 84 first",
        )
    return points


def _in_china(east: float, north: float) -> bool:
    return LONGITUDES[0] <= east <= LONGITUDES[1] and LATITUDES[0] <= north <= LATITUDES[1]


def _drawn(rings: Mapping[str, list[Ring]]) -> Outlines:
    """Lay the outlines flat: a degree east is as long as it is at the middle of the map."""
    every = [point for several in rings.values() for ring in several for point in ring]
    west, east = min(x for x, _ in every), max(x for x, _ in every)
    south, north = min(y for _, y in every), max(y for _, y in every)
    narrow = cos(radians((south + north) / 2))
    size = min((WIDE - 4) / max((east - west) * narrow, 1e-9), (TALL - 4) / max(north - south, 1e-9))

    def path(ring: Ring) -> str:
        flat = [(2 + (x - west) * narrow * size, 2 + (north - y) * size) for x, y in ring[:-1]]
        kept = flat[:1]
        for x, y in flat[1:]:
            if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= FINE:
                kept.append((x, y))
        if len(kept) < 3:  # an island smaller than a point of the drawing
            return ""
        return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in kept) + "z"

    paths = {code: "".join(path(ring) for ring in several) for code, several in sorted(rings.items())}
    width, height = 4 + (east - west) * narrow * size, 4 + (north - south) * size
    return Outlines(round(width), round(height), {code: drawn for code, drawn in paths.items() if drawn})
