"""A liaison reports on a phone with one hand: typed text survives a closed browser, no change is one tap."""

from pathlib import Path

import pytest
from django.db import transaction

from tests.browser.conftest import Walker
from tests.cast import Cast, opened, sign_by_both
from tests.web.fulfilling.acting import office_file
from xietong_web.audit.queries import breaks
from xietong_web.fulfilling.models import Report, Unsent

pytestmark = pytest.mark.browser


def test_a_report_is_typed_kept_proven_and_submitted(walker: Walker, stage: Cast, tmp_path: Path) -> None:
    page = walker.page
    with transaction.atomic():
        plan = opened(stage)
        sign_by_both(stage, plan)
    walker.come_in("east_liaison")
    walker.go("/work/")
    page.click(".owed form button.btn-primary >> nth=0")
    page.wait_for_selector(".report-form")
    walker.look()
    page.fill("input[name=percent]", "45")
    page.fill("textarea[name=text]", "首批联盟校已挂牌。")
    page.wait_for_selector("#unsent:has-text('自动保存'), #unsent:has-text('Kept at')")
    assert Unsent.objects.count() == 1
    page.reload()
    assert page.input_value("textarea[name=text]") == "首批联盟校已挂牌。"
    walker.look()
    (tmp_path / "名单.docx").write_bytes(office_file())
    page.set_input_files(".evidence-form input[type=file]", tmp_path / "名单.docx")
    page.click(".evidence-form button")
    page.wait_for_selector(".proofs a")
    page.click(".report-form .thumb .btn-primary")
    page.wait_for_selector(".report-content")
    walker.look()
    report = Report.objects.get()
    assert (report.state, report.to_value().content.percent, Unsent.objects.count()) == ("submitted", 45, 0)
    walker.go(f"/plans/{plan.uid}/items/{report.item.uid}/")
    walker.go("/work/")
    page.click(".owed button[name=no_change] >> nth=0")
    page.wait_for_selector(".report-content")
    assert Report.objects.filter(state="submitted").count() == 2
    walker.sign_out()
    walker.come_in("west_office")
    walker.go(f"/plans/{plan.uid}/rules/")
    walker.go(f"/plans/{plan.uid}/items/t1/")
    assert list(breaks()) == []
