"""Two people at one desk, at both widths: hovering lights both sides, editing shows the sentence, nobody overwrites."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS, Walker
from tests.cast import NOW, Cast
from xietong_web.documents.services import read_document, upload
from xietong_web.drafting.models import Plan
from xietong_web.drafting.services import edit_item, start_plan

pytestmark = pytest.mark.browser

BACKGROUND = "\n\n".join(
    f"东江省与西岭市第{number}次会商的情况已经通报。" for number in range(1, 31)
)  # longer than the pane
TEXT = f"""东江西岭教育协同发展行动计划

{BACKGROUND}

一、推进基础教育优质发展

（一）联盟校建设行动

1. 共建联盟校。组织两地中小学结对。（牵头单位：东江省基础教育处；完成时限：2025年底前）

2. 互派骨干教师。每年互派骨干教师100名。（牵头单位：西岭市基础教育处）
"""


def drafted(stage: Cast) -> Plan:
    document = upload(name="行动计划.txt", data=TEXT.encode(), by=stage.east_office, now=NOW)
    read_document(document=document, now=NOW)
    document.refresh_from_db()
    plan, _ = start_plan(document=document, parties=[stage.east, stage.west], by=stage.east_office, now=NOW)
    return plan


def test_two_people_at_one_desk(walker: Walker, stage: Cast) -> None:
    page, plan = walker.page, drafted(stage)
    first, second = plan.items.exclude(source_start=None).order_by("-path")[:2]
    walker.come_in("east_office")
    walker.go(f"/plans/{plan.uid}/desk/")
    row, sentence = page.locator(f"li#item-{first.uid}"), page.locator(f"mark[data-item='{first.uid}']").first
    if page.viewport_size == WIDTHS["wide"]:
        row.hover()
        expect(sentence).to_have_class("lit")
        sentence.hover()
        assert "lit" in (row.get_attribute("class") or "")

    page.locator(".source").evaluate("pane => { pane.scrollTop = 0 }")
    expect(sentence).not_to_be_in_viewport()
    row.locator("[hx-get$='edit/']").click()
    expect(sentence).to_be_in_viewport()
    title = row.locator("input[name=title]")
    title.fill("边写边存")
    expect(row.locator(".autosave-state [data-revision]")).to_be_visible()
    walker.look()
    first.refresh_from_db()
    assert first.title == "边写边存"

    for item, name in ((second, "西边改的另一项"), (first, "西边改的")):
        item.refresh_from_db()
        changes = {"title": name}
        edit_item(
            plan_uid=plan.uid, uid=item.uid, revision=item.revision, changes=changes, by=stage.west_office, now=NOW
        )
    expect(page.locator(f"li#item-{second.uid} .item-title")).to_have_text("西边改的另一项", timeout=8000)
    expect(row.locator(".elsewhere")).to_be_visible()
    assert title.input_value() == "边写边存"
    title.fill("东边改的")
    both = page.locator("#refusal [data-code=stale-edit]")
    expect(both).to_contain_text("西边改的")
    expect(both).to_contain_text("东边改的")
    walker.look()
    row.locator("button[type=submit].btn-primary").first.click()
    expect(row.locator(".item-title")).to_have_text("东边改的")
    first.refresh_from_db()
    assert first.title == "东边改的"
