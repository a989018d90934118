"""A ledger goes out and comes back: nothing is lost, nothing is written before somebody has looked, nothing twice."""

import io
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django.db import connection, transaction
from django.test import Client

from tests.cast import NOW, Cast, assemble, opened
from xietong.basics import Refusal
from xietong.fulfilling import ReportAct
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import may
from xietong_web.audit.models import Entry
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Item, Plan
from xietong_web.drafting.services import edit_item, undo
from xietong_web.endorsing import amending
from xietong_web.endorsing import services as endorsing
from xietong_web.endorsing.models import Proposal
from xietong_web.endorsing.queries import changes_of
from xietong_web.fulfilling import ledger_pointing as pointing
from xietong_web.fulfilling import ledgers, services
from xietong_web.fulfilling.ledger_reading import Looked, look
from xietong_web.fulfilling.ledger_states import Selection, export_ledger
from xietong_web.fulfilling.models import Report

KEYS = 3  # the row of hidden keys


def exported(plan: Plan, by: Member, **chosen: str) -> bytes:
    return export_ledger(plan_uid=plan.uid, chosen=Selection(**chosen), by=by, now=NOW)


def rows_of(data: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [sheet.cell(row, 1).value for row in range(KEYS + 3, sheet.max_row + 1) if sheet.cell(row, 1).value]


def edited(data: bytes, *cells: tuple[str, str, Any], then: Callable[[Any], None] | None = None) -> bytes:
    """Type into cells, named by the item's uid and the column's key, and save the workbook in another program."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    columns = {cell.value.removeprefix("xt:"): cell.column for cell in sheet[KEYS] if cell.value}
    rows = {sheet.cell(row, columns["uid"]).value: row for row in range(KEYS + 3, sheet.max_row + 1)}
    for uid, key, value in cells:
        sheet.cell(rows[uid], columns[key]).value = value
    if then:
        then(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def shown(plan: Plan, data: bytes, by: Member, period: str = "") -> tuple[str, Looked]:
    file = ledgers.receive_ledger(plan_uid=plan.uid, name="台账.xlsx", data=data, by=by, now=NOW)
    return file.sha256, look(plan, data, period, by, NOW)


def taken(plan: Plan, data: bytes, by: Member, period: str = "") -> ledgers.Taken:
    sha256, looked = shown(plan, data, by, period)
    return ledgers.import_ledger(
        plan_uid=plan.uid, sha256=sha256, period=looked.period, seen=looked.seen, by=by, now=NOW
    )


def test_a_ledger_that_comes_back_untouched_changes_nothing(cast: Cast, agreed: Plan) -> None:
    data = edited(exported(agreed, cast.east_liaison))
    sha256, looked = shown(agreed, data, cast.east_office)
    assert (looked.edits, looked.notes, looked.conflicts, looked.matches, looked.missing) == ((), (), (), (), ())
    last = Entry.objects.latest("seq").seq
    done = ledgers.import_ledger(plan_uid=agreed.uid, sha256=sha256, period="", seen="", by=cast.east_office, now=NOW)
    assert done == ledgers.Taken()
    assert Entry.objects.latest("seq").seq == last
    assert list(breaks()) == []


def test_edited_cells_of_an_agreed_plan_become_the_partys_draft_proposal(cast: Cast, agreed: Plan) -> None:
    data = edited(exported(agreed, cast.east_office), ("t1", "due", "2025年6月底"), ("t2", "title", "互派骨干教师"))
    done = taken(agreed, data, cast.east_office)
    proposal = Proposal.objects.get(plan=agreed, state="draft")
    assert (done.changes, done.proposal) == (2, proposal)
    assert {(change.item, change.field) for change in changes_of(proposal)} == {("t1", "due"), ("t2", "title")}
    assert Item.objects.get(plan=agreed, uid="t2").title == "互派教师"
    assert list(breaks()) == []


def test_the_same_workbook_twice_changes_nothing_the_second_time(cast: Cast, agreed: Plan) -> None:
    def insert(sheet: Any) -> None:
        sheet.append([None, "4.", "基础教育", "优质均衡行动", "共建师资库", "共享师资。"])

    data = edited(exported(agreed, cast.east_office), ("t2", "title", "互派骨干教师"), then=insert)
    first = taken(agreed, data, cast.east_office)
    assert first.changes >= 2
    before = Proposal.objects.get(plan=agreed, state="draft").changes
    assert taken(agreed, data, cast.east_office) == ledgers.Taken()
    assert Proposal.objects.filter(plan=agreed, state="draft").count() == 1
    assert Proposal.objects.get(plan=agreed, state="draft").changes == before
    assert Entry.objects.filter(act="fulfilling.ledger-imported").count() == 1
    assert Entry.objects.filter(act="fulfilling.ledger-received").count() == 1


def test_before_the_agreement_changes_go_into_the_draft_and_can_be_undone(cast: Cast, plan: Plan) -> None:
    def insert(sheet: Any) -> None:
        sheet.append([None, "4.", "基础教育", "优质均衡行动", "共建师资库", "共享师资。"])

    data = edited(exported(plan, cast.east_office), ("t2", "title", "互派骨干教师"), then=insert)
    assert taken(plan, data, cast.east_office).proposal is None
    assert set(plan.items.values_list("title", flat=True)) >= {"互派骨干教师", "共建师资库"}
    assert taken(plan, data, cast.east_office) == ledgers.Taken()
    assert list(breaks()) == []
    undo(plan_uid=plan.uid, by=cast.east_office, now=NOW)
    assert set(plan.items.values_list("uid", flat=True)) == {"d1", "a1", "t1", "t2", "t3"}
    assert Item.objects.get(plan=plan, uid="t2").title == "互派教师"
    assert list(breaks()) == []


def test_what_was_changed_here_and_there_is_shown_side_by_side_and_stays(cast: Cast, plan: Plan) -> None:
    data = edited(exported(plan, cast.east_office), ("t2", "title", "互派骨干教师"), ("t3", "text", "第三方评估。"))
    item = Item.objects.get(plan=plan, uid="t2")
    edit_item(
        plan_uid=plan.uid, uid="t2", revision=item.revision, changes={"title": "互派校长"}, by=cast.west_office, now=NOW
    )
    _, looked = shown(plan, data, cast.east_office)
    (conflict,) = looked.conflicts
    assert (conflict.base, conflict.current, conflict.workbook) == ("互派教师", "互派校长", "互派骨干教师")
    assert taken(plan, data, cast.east_office).changes == 1
    assert Item.objects.get(plan=plan, uid="t2").title == "互派校长"
    assert Item.objects.get(plan=plan, uid="t3").text == "第三方评估。"


def test_what_is_confirmed_is_what_was_shown(cast: Cast, plan: Plan) -> None:
    data = edited(exported(plan, cast.east_office), ("t2", "title", "互派骨干教师"), ("t3", "text", "第三方评估。"))
    sha256, looked = shown(plan, data, cast.east_office)
    item = Item.objects.get(plan=plan, uid="t2")
    edit_item(
        plan_uid=plan.uid, uid="t2", revision=item.revision, changes={"title": "互派校长"}, by=cast.west_office, now=NOW
    )
    with pytest.raises(Refusal) as refused:
        ledgers.import_ledger(
            plan_uid=plan.uid, sha256=sha256, period="", seen=looked.seen, by=cast.east_office, now=NOW
        )
    assert refused.value.code == "ledger-moved-on"
    assert Item.objects.get(plan=plan, uid="t3").text == "联合开展评估。"


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_a_workbook_is_read_and_what_moved_meanwhile_is_looked_at_again(
    workspace: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction.atomic():
        cast = assemble()
        plan = opened(cast)
    data = edited(exported(plan, cast.east_office), ("t2", "title", "互派骨干教师"))
    sha256, looked = shown(plan, data, cast.east_office)
    texts = iter(("第三方评估。", "委托评估。", "联合评估。"))

    def meanwhile(*given: Any) -> Looked:
        assert not connection.in_atomic_block
        found = look(*given)
        item = Item.objects.get(plan=plan, uid="t3")
        connection.cursor().execute("COMMIT")  # the moment has been read; others write before it is taken
        if text := next(texts, ""):
            edit_item(
                plan_uid=plan.uid, uid="t3", revision=item.revision, changes={"text": text}, by=cast.west_office,
                now=NOW,
            )  # fmt: skip
        connection.cursor().execute("BEGIN")
        return found

    monkeypatch.setattr(ledgers, "look", meanwhile)
    taking: dict[str, Any] = {
        "plan_uid": plan.uid,
        "sha256": sha256,
        "period": "",
        "seen": looked.seen,
        "by": cast.east_office,
    }
    with pytest.raises(Refusal) as refused:
        ledgers.import_ledger(**taking, now=NOW)
    assert refused.value.code == "ledger-moved-on"
    assert Item.objects.get(plan=plan, uid="t2").title == "互派教师"
    assert ledgers.import_ledger(**taking, now=NOW).changes == 1  # the second look was not disturbed
    titles = {item.uid: (item.title, item.text) for item in Item.objects.filter(plan=plan)}
    assert (titles["t2"][0], titles["t3"][1]) == ("互派骨干教师", "联合评估。")


def test_progress_goes_into_the_own_units_report(cast: Cast, agreed: Plan) -> None:
    blank = exported(agreed, cast.east_office, period="2024-Q1")
    data = edited(blank, ("t1", "note:percent", 0.6), ("t1", "note:progress", "已完成首批结对。"))
    done = taken(agreed, data, cast.east_liaison)
    assert (done.changes, done.reports) == (0, 1)
    content = Report.objects.get(item__uid="t1", organisation__code="east-1", period="2024-Q1").to_value().content
    assert (content.percent, content.text) == (Decimal(60), "已完成首批结对。")
    assert taken(agreed, data, cast.east_liaison) == ledgers.Taken()
    filled = exported(agreed, cast.east_liaison, period="2024-Q1")
    assert taken(agreed, edited(filled), cast.east_liaison) == ledgers.Taken()
    assert list(breaks()) == []


def test_progress_that_is_not_the_importers_to_report_is_left_out_and_said_at_its_cell(
    cast: Cast, agreed: Plan
) -> None:
    data = edited(exported(agreed, cast.east_liaison), ("t1", "note:progress", "已完成。"))
    for other in (cast.west_liaison, cast.east_office):
        _, looked = shown(agreed, data, other)
        assert looked.reports == {}
        assert [finding.code for finding in looked.findings] == ["not_own_report"]
        assert taken(agreed, data, other) == ledgers.Taken()
    data = edited(
        exported(agreed, cast.east_liaison), ("t3", "note:progress", "已完成。"), ("t1", "note:percent", "过半")
    )
    _, looked = shown(agreed, data, cast.east_liaison)
    assert {finding.code for finding in looked.findings} == {"no_such_duty", "unreadable_percent"}
    assert Report.objects.count() == 0


def test_a_submitted_report_is_not_changed_by_a_ledger(cast: Cast, agreed: Plan) -> None:
    data = edited(exported(agreed, cast.east_liaison, period="2024-Q1"), ("t1", "note:problems", "经费不足。"))
    report = services.begin_report(
        plan=agreed, item_uid="t1", organisation="east-1", period="2024-Q1", by=cast.east_liaison, now=NOW
    )
    content = replace(report.to_value().content, percent=Decimal(10))
    services.act_on_report(
        uid=report.uid, act=ReportAct.SUBMIT, revision=0, content=content, by=cast.east_liaison, now=NOW
    )
    _, looked = shown(agreed, data, cast.east_liaison)
    assert [finding.code for finding in looked.findings] == ["report_closed"]
    assert not looked.takes


def test_a_liaison_reports_but_does_not_change_the_plan(cast: Cast, agreed: Plan) -> None:
    data = edited(
        exported(agreed, cast.east_liaison), ("t1", "title", "共建学校"), ("t1", "note:progress", "进展顺利。")
    )
    _, looked = shown(agreed, data, cast.east_liaison)
    assert looked.changes
    assert looked.blocked is not None
    done = taken(agreed, data, cast.east_liaison)
    assert (done.changes, done.reports, done.proposal) == (0, 1, None)
    assert not Proposal.objects.filter(state="draft").exists()


def test_while_the_own_proposal_is_out_for_signature_the_plan_is_not_changed(cast: Cast, agreed: Plan) -> None:
    data = edited(exported(agreed, cast.east_office), ("t2", "title", "互派骨干教师"))
    first = taken(agreed, data, cast.east_office).proposal
    assert first is not None
    endorsing.open_proposal(proposal_pk=first.pk, by=cast.east_office, now=NOW)
    assert taken(agreed, data, cast.east_office) == ledgers.Taken()
    _, looked = shown(agreed, edited(data, ("t2", "title", "互派校长")), cast.east_office)
    assert looked.blocked is not None
    assert looked.takes is False


def foreign() -> bytes:
    book = openpyxl.Workbook()
    for row in (
        ("序号", "工作任务", "牵头单位", "完成时限"),
        (1, "共建联盟校", "东江省基础教育处", "2025年底"),
        (2, "互派教师工作", "东江省基础教育处", "2025-06-30"),
        (3, "建设数字资源库", "西岭市基础教育处", "2025年底"),
    ):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_foreign_ledger_is_matched_and_shown_before_anything_is_written(cast: Cast, agreed: Plan) -> None:
    before = Entry.objects.latest("seq").seq
    sha256, looked = shown(agreed, foreign(), cast.east_office)
    assert [(match.uid, match.how) for match in looked.matches] == [
        ("t1", "title"),
        ("t2", "similarity"),
        (None, "new"),
    ]
    assert list(Entry.objects.filter(seq__gt=before).values_list("act", flat=True)) == ["fulfilling.ledger-received"]
    client = Client()
    client.force_login(cast.east_office.person)
    page = client.get(f"/plans/{agreed.uid}/ledger/{sha256}/").text
    assert re.search(r'互派教师工作</td>.*?name="item"[^>]*value="2\. [^"]*互派教师"', page)  # as it stands
    assert "<td>lead</td>" not in page
    assert re.search(r"新事项</strong> 列于“[^”]+”之下", page)
    taken(agreed, foreign(), cast.east_office)
    changes = changes_of(Proposal.objects.get(state="draft"))
    assert ("t1", "due") in {(change.item, change.field) for change in changes}
    assert taken(agreed, foreign(), cast.east_office) == ledgers.Taken()


def test_a_row_of_a_foreign_ledger_is_pointed_at_an_item_by_hand(cast: Cast, agreed: Plan) -> None:
    sha256, looked = shown(agreed, foreign(), cast.east_office)
    client, page = Client(), f"/plans/{agreed.uid}/ledger/{sha256}/"
    client.force_login(cast.east_office.person)
    cells = [match.cell for match in looked.matches]
    was = [match.uid or "" for match in looked.matches]
    names = list(pointing.Offered.of(looked.current).names.values())
    sent = {"cell": cells, "was": was, "item": [names[0], "", names[1]], "period": looked.period}
    answer = client.post(f"{page}point/", sent)
    assert answer.status_code == 302
    told = parse_qs(urlsplit(answer["Location"]).query)
    assert told["row"] == [f"{cells[1]}~", f"{cells[2]}~t2"]
    again = client.get(answer["Location"]).text
    assert again.count(">手工指定<") == 2
    for typed, code in (("没有的事项", "没有名为“没有的事项”的事项"), (names[0], "被选给了多行")):
        refused = client.post(f"{page}point/", sent | {"item": [names[0], "", typed]})
        assert refused.status_code == 409
        assert code in refused.text
        assert f'value="{typed}"' in refused.text  # what was typed is kept
    by_hand = {cells[1]: "", cells[2]: "t2"}
    seen = look(agreed, foreign(), looked.period, cast.east_office, NOW, by_hand).seen
    client.post(f"{page}confirm/", {"seen": seen, "period": looked.period, "row": told["row"]})
    changes = changes_of(Proposal.objects.get(state="draft"))
    assert {("t2", "title", "建设数字资源库")} <= {(each.item, each.field, each.new) for each in changes}
    assert list(breaks()) == []


def test_a_change_that_no_row_can_hold_is_said_at_its_cell_and_left_out(cast: Cast, agreed: Plan) -> None:
    data = edited(exported(agreed, cast.east_office), ("t1", "due", "2023-01-01"), ("t2", "title", "互派骨干教师"))
    _, looked = shown(agreed, data, cast.east_office)
    (finding,) = looked.findings
    assert (finding.code, finding.subject.rpartition("!")[0]) == ("dates_reversed", "台账")
    assert {change.item for change in looked.changes} == {"t2"}


def test_a_selection_holds_only_its_items_and_missing_rows_remove_nothing(cast: Cast, agreed: Plan) -> None:
    assert rows_of(exported(agreed, cast.east_office, organisation="west-2")) == ["t2"]
    assert rows_of(exported(agreed, cast.east_office, party="west", branch="a1")) == ["t1", "t2", "t3"]
    assert rows_of(exported(agreed, cast.east_liaison)) == ["t1", "t2", "t3"]
    data = edited(exported(agreed, cast.east_office), then=lambda sheet: sheet.delete_rows(KEYS + 3))
    _, looked = shown(agreed, data, cast.east_office)
    assert looked.missing == ("t1",)
    assert not looked.takes
    with pytest.raises(Refusal) as refused:
        exported(agreed, cast.east_office, party="north")
    assert refused.value.code == "nothing-selected"


def test_another_partys_unpassed_report_does_not_leave_in_a_ledger(cast: Cast, agreed: Plan) -> None:
    data = edited(exported(agreed, cast.west_liaison, period="2024-Q1"), ("t1", "note:progress", "西岭内部初稿。"))
    taken(agreed, data, cast.west_liaison)
    own = exported(agreed, cast.west_office, organisation="west-1", period="2024-Q1")
    other = exported(agreed, cast.east_office, organisation="west-1", period="2024-Q1")

    def texts(data: bytes) -> str:
        return str(list(openpyxl.load_workbook(io.BytesIO(data)).active.values))

    assert "西岭内部初稿" in texts(own)
    assert "西岭内部初稿" not in texts(other)


def test_a_workbook_of_the_other_side_tells_nothing_that_was_taken_out_of_it(cast: Cast, agreed: Plan) -> None:
    data = edited(exported(agreed, cast.west_liaison, period="2024-Q1"), ("t1", "note:progress", "西岭内部初稿。"))
    taken(agreed, data, cast.west_liaison)
    mailed = edited(exported(agreed, cast.west_liaison, period="2024-Q1"), ("t1", "note:progress", "（略）"))
    assert "西岭内部初稿" not in str(shown(agreed, mailed, cast.east_office)[1])
    assert "西岭内部初稿" in str(shown(agreed, mailed, cast.west_liaison)[1])


def test_the_permission_table_says_who_exports_and_imports(cast: Cast, agreed: Plan) -> None:
    codes = ["east", "west"]
    importers = {
        name
        for name in ("east_office", "west_liaison", "east_reviewer", "east_leader", "stranger", "system_admin")
        if may(getattr(cast, name), "fulfilling.import-ledger", plan_parties=codes)
    }
    assert importers == {"east_office", "west_liaison"}
    data = exported(agreed, cast.east_leader)
    for member in (cast.east_leader, cast.stranger):
        with pytest.raises(Refusal) as refused:
            ledgers.receive_ledger(plan_uid=agreed.uid, name="x", data=data, by=member, now=NOW)
        assert refused.value.code == "not-permitted"
    with pytest.raises(Refusal) as refused:
        exported(agreed, cast.stranger)
    assert refused.value.code == "not-found"


def test_nobody_opens_a_workbook_that_the_own_party_did_not_upload(cast: Cast, agreed: Plan) -> None:
    sha256, _ = shown(agreed, exported(agreed, cast.east_office), cast.east_office)
    assert ledgers.received(agreed, sha256, cast.east_liaison)
    with pytest.raises(Refusal) as refused:
        ledgers.received(agreed, sha256, cast.west_office)
    assert refused.value.code == "not-found"


def test_the_pages_lead_from_download_to_confirmation(cast: Cast, agreed: Plan) -> None:
    client = Client()
    client.force_login(cast.east_office.person)
    base = f"/plans/{agreed.uid}/ledger/"
    assert client.get(base).status_code == 200
    data = client.post(f"{base}export/", {"branch": "a1"}).content
    item = ("t2", "title", "互派骨干教师")
    file = io.BytesIO(edited(data, item, ("t3", "due", "某日")))
    file.name = "台账.xlsx"
    answer = client.post(f"{base}receive/", {"file": file}, follow=True)
    page = answer.content.decode()
    assert "互派骨干教师" in page
    assert not Proposal.objects.filter(state="draft").exists()
    address = answer.redirect_chain[-1][0].partition("?")[0]
    commented = client.get(f"{address}comments/").content
    sheet = openpyxl.load_workbook(io.BytesIO(commented)).active
    assert [cell.value for row in sheet for cell in row if cell.comment] == ["某日"]
    looked = answer.context["looked"]
    client.post(f"{address}confirm/", {"seen": looked.seen, "period": looked.period})
    draft = amending.draft_of(agreed, cast.east_office)
    assert draft is not None
    assert list(breaks()) == []
