"""The administrator supplies a map with its approval number and takes it away; moves a body within a named tree."""

import json

import pytest
from django.db import transaction

from tests.browser.conftest import Walker
from tests.cast import NOW, Cast
from xietong import basics
from xietong_web.accounts.services import add_hierarchy
from xietong_web.audit.services import System

pytestmark = pytest.mark.browser
RING = [[106.0, 29.0], [107.0, 29.0], [107.0, 30.0], [106.0, 29.0]]
MAP = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"adcode": "east-1"},
                "geometry": {"type": "Polygon", "coordinates": [RING]},
            }
        ],
    }
).encode()


def test_a_map_is_supplied_and_a_body_is_moved(walker: Walker, stage: Cast) -> None:
    nodes = (
        basics.HierarchyNode("a", name="甲区", name_en="Area A"),
        basics.HierarchyNode("b", name="乙区", name_en="Area B"),
        basics.HierarchyNode("x", "a", organisation="east-1"),
    )
    with transaction.atomic():
        add_hierarchy(value=basics.Hierarchy("border", "毗邻", "Border", nodes=nodes), by=System(), now=NOW)
    page = walker.page
    walker.come_in("system_admin")
    walker.go("/map/")
    page.set_input_files("#file", {"name": "east.geojson", "mimeType": "application/geo+json", "buffer": MAP})
    page.fill("#approval", "GS(2019)3266号")
    page.click("form[enctype] button[type=submit]")
    page.wait_for_selector("#now")
    assert "GS(2019)3266" in page.locator("main").inner_text()
    walker.look()
    page.click("form[action$='/withdraw/'] button")
    page.wait_for_selector("#now", state="detached")
    walker.go("/hierarchies/border/")
    page.fill("#node", "x")
    page.fill("#parent", "b")
    page.fill("#day", "2024-01-01")
    page.click("form[method=get].card-form button")
    page.wait_for_selector("#foreseen")
    walker.look()
    page.click("form:has(input[type=hidden][name=parent]) button")
    page.wait_for_selector("#foreseen", state="detached")
    walker.look()
