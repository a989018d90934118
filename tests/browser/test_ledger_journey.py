"""A ledger leaves, is worked on offline, comes back and is looked at before it is taken."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.db import transaction

from tests.browser.conftest import Walker
from tests.cast import NOW, Cast, opened
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Item
from xietong_web.drafting.services import edit_item

pytestmark = pytest.mark.browser


def test_a_ledger_is_downloaded_worked_on_and_brought_back(walker: Walker, stage: Cast, tmp_path: Path) -> None:
    page = walker.page
    with transaction.atomic():
        plan = opened(stage)
    walker.come_in("east_office")
    walker.go(f"/plans/{plan.uid}/ledger/")
    with page.expect_download() as download:
        page.click("form[action$='/export/'] button[type=submit]")
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    for row in book.active.iter_rows(min_row=6):
        for cell in row:
            if cell.value in ("共建联盟校", "互派教师"):
                cell.value += "（修订）"
            elif row[0].value == "t3" and getattr(cell.value, "year", 0) == 2025:
                cell.value = "某日"
    book.active.append([None, "4.", "基础教育", "优质均衡行动", "共建师资库", "共享师资。"])
    book.save(tmp_path / "ledger.xlsx")
    item = Item.objects.get(plan=plan, uid="t2")
    edit_item(
        plan_uid=plan.uid,
        uid="t2",
        revision=item.revision,
        changes={"title": "互派校长"},
        by=stage.west_office,
        now=NOW,
    )
    page.set_input_files("input[name=file]", tmp_path / "ledger.xlsx")
    page.click("form[action$='/receive/'] button[type=submit]")
    page.wait_for_selector("form[action$='/confirm/']")
    walker.look()
    shown = page.inner_text("main")
    for text in ("共建联盟校（修订）", "互派校长", "互派教师（修订）", "共建师资库", "某日"):
        assert text in shown
    assert Item.objects.get(plan=plan, uid="t1").title == "共建联盟校"
    page.click("form[action$='/confirm/'] button[type=submit]")
    page.wait_for_selector(".messages")
    walker.look()
    assert Item.objects.get(plan=plan, uid="t1").title == "共建联盟校（修订）"
    assert Item.objects.get(plan=plan, uid="t2").title == "互派校长"
    assert plan.items.filter(title="共建师资库").exists()
    assert list(breaks()) == []
