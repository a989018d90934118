"""The pages of meetings, decisions, groups and key tasks: from the proposed agenda to the confirmed decision."""

import io

import docx
import pytest
from django.test import Client

from tests.cast import Cast
from tests.web.fulfilling.acting import browser
from tests.web.fulfilling.meeting_story import DAY, NEW_ITEM, closed, decided, held, in_force
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.meeting.models import Decision, KeyTaskList, Meeting, WorkingGroup

FACTS = {"title": "第二次联席会议", "day": DAY.isoformat(), "time": "", "place": "西岭", "attendees": "甲\n乙"}


def test_a_meeting_goes_from_its_agenda_to_approved_minutes(cast: Cast, agreed: Plan) -> None:
    east, west = browser(cast.east_office), browser(cast.west_office)
    base = f"/plans/{agreed.uid}/meetings/"
    page = east.post(f"{base}prepare/", {**FACTS, "host": "east"}, follow=True)
    assert page.status_code == 200
    assert "已到期" in page.content.decode() or page.context["points"]
    sent = {
        **FACTS, "revision": "0", "point_place": ["2", "1", ""], "point_key": ["", "", ""],
        "point_title": ["议题乙", "议题甲", ""], "point_why": ["", "缘由", ""], "point_speaker": ["", "基教处", ""],
        "point_minutes": ["", "15", ""],
    }  # fmt: skip
    page = west.post(f"{base}1/arrange/", sent, follow=True)
    assert [point.title for point, _ in page.context["points"]] == ["议题甲", "议题乙"]
    page = west.post(f"{base}1/refresh/", {"revision": "1"}, follow=True)
    assert len(page.context["points"]) > 2
    assert east.post(f"{base}1/convene/", {"revision": "2"}).status_code == 302
    assert "议题甲" in browser(cast.east_liaison).get(f"{base}1/").content.decode()
    assert east.post(f"{base}1/hold/", {"revision": "3"}).status_code == 302
    key = Meeting.objects.get().points[0].key
    said = {"revision": "4", "said_key": [key], "said_text": ["双方交换了意见。"], "attendees": "甲"}
    assert east.post(f"{base}1/minutes/", said).status_code == 302
    decision = {
        "revision": "5", "text": "公布名单。", "kind": "tracked", "leads": "东江省基础教育处", "due": "2024-06-30",
        "supports": "西岭市基础教育处、西岭市职业教育处", "point": key,
    }  # fmt: skip
    page = west.post(f"{base}1/decide/", decision, follow=True).content.decode()
    assert "公布名单。" in page and "西岭市职业教育处" in page
    assert "公布名单。" not in browser(cast.east_liaison).get(f"{base}1/").content.decode()
    assert east.post(f"{base}1/decide/", {**decision, "revision": "6", "leads": "无此单位"}).status_code == 409
    assert west.post(f"{base}1/strike/{Decision.objects.get().uid}/", {"revision": "6"}).status_code == 302
    assert west.post(f"{base}1/decide/", {**decision, "revision": "7"}).status_code == 302
    for who, revision in ((east, "8"), (west, "9")):
        assert who.post(f"{base}1/approve/", {"revision": revision}).status_code == 302
    page = browser(cast.west_liaison).get(f"{base}1/").content.decode()
    assert "公布名单。" in page and "双方交换了意见。" in page
    assert east.post(f"{base}1/levitate/", {"revision": "9"}).status_code == 404
    assert list(breaks()) == []


def test_a_decision_is_claimed_and_confirmed_on_its_page(cast: Cast, agreed: Plan) -> None:
    row = in_force(cast, agreed)
    base = f"/plans/{agreed.uid}/decisions/"
    liaison = browser(cast.east_liaison)
    assert row.text in liaison.get(base).content.decode()
    assert row.text in liaison.get("/work/").content.decode()
    assert liaison.get(f"{base}{row.uid}/").context["shown"].acts == ["claim"]
    liaison.post(f"{base}{row.uid}/claim/", {"revision": "0", "reason": "名单已公布"})
    office = browser(cast.west_office)
    assert row.text in office.get("/work/").content.decode()
    page = office.get(f"{base}{row.uid}/").content.decode()
    assert "名单已公布" in page
    assert "East Liaison" in page
    assert "east_liaison" not in page
    office.post(f"{base}{row.uid}/confirm/", {"revision": "1"})
    browser(cast.east_office).post(f"{base}{row.uid}/confirm/", {"revision": "2"})
    assert Decision.objects.get().state == "confirmed"
    assert office.post(f"{base}{row.uid}/levitate/", {"revision": "3"}).status_code == 404
    past = office.get(f"{base}{row.uid}/?as_of={DAY.replace(day=DAY.day + 1).isoformat()}")
    assert past.context["shown"].state == "open"


def test_a_decision_leads_from_its_page_to_the_draft_proposal(cast: Cast, agreed: Plan) -> None:
    row = in_force(cast, agreed, NEW_ITEM)
    office, other = browser(cast.east_office), browser(cast.west_office)
    address = f"/plans/{agreed.uid}/decisions/{row.uid}/"
    assert office.get(address).context["to_carry_out"]
    answer = office.post(f"{address}carry-out/")
    assert answer["Location"] == f"/plans/{agreed.uid}/proposals/2/"
    assert "/proposals/2/" in office.get(address).content.decode()
    page = other.get(address)
    assert "/proposals/2/" not in page.content.decode()  # a draft is its party's own
    assert not page.context["to_carry_out"]


def test_the_papers_of_a_meeting_are_word_documents(cast: Cast, agreed: Plan) -> None:
    first = in_force(cast, agreed)
    meeting = held(cast, agreed, days=2)
    decided(cast, meeting, NEW_ITEM)
    base = f"/plans/{agreed.uid}/meetings/2/papers/"
    east, liaison = browser(cast.east_office), browser(cast.east_liaison)

    def words(client: Client, kind: str) -> str:
        book = docx.Document(io.BytesIO(client.get(f"{base}{kind}/").content))
        cells = [cell.text for table in book.tables for line in table.rows for cell in line.cells]
        headers = [each.text for section in book.sections for each in section.header.paragraphs]
        return "\n".join([*(each.text for each in book.paragraphs), *cells, *headers])

    agenda = words(liaison, "agenda")
    assert first.text in agenda and "落实中" in agenda and "上次议定事项落实情况" in agenda
    assert liaison.get(f"{base}minutes/").status_code == 404
    minutes = words(east, "minutes")
    assert NEW_ITEM.text in minutes and "征求意见稿" in minutes and "东江省教育厅" in minutes
    closed(cast, meeting, days=3)
    assert "征求意见稿" not in words(liaison, "minutes")
    assert liaison.get(f"{base}poem/").status_code == 409


def test_a_group_is_founded_and_each_side_names_its_members(cast: Cast, agreed: Plan) -> None:
    east, west = browser(cast.east_office), browser(cast.west_office)
    base = f"/plans/{agreed.uid}/groups/"
    page = east.post(f"{base}found/", {"title": "基础教育工作组"}, follow=True)
    assert len(page.context["group"].findings) == 2
    address = f"{base}{WorkingGroup.objects.get().uid}/"
    sent = {
        "revision": "0", "title": "基础教育专项工作组", "charge": "统筹联盟校建设。", "add": ["t1", "t2"],
        "member_body": ["东江省基础教育处", ""], "member_person": ["陈某", ""], "member_post": ["组长", ""],
    }  # fmt: skip
    page = east.post(f"{address}change/", sent, follow=True)
    assert len(page.context["group"].findings) == 1
    sent |= {"revision": "1", "member_body": ["西岭市基础教育处"], "member_person": ["刘某"], "member_post": ["副组长"]}
    sent |= {"item_uid": ["t1", "t2"], "item_place": ["2", "1"], "keep": ["t1", "t2"], "add": []}
    page = west.post(f"{address}change/", sent, follow=True)
    assert page.context["group"].findings == ()
    assert [each.uid for each in page.context["group"].items] == ["t2", "t1"]
    text = browser(cast.east_leader).get(base).content.decode()
    assert "陈某" in text and "刘某" in text
    assert west.post(f"{address}change/", {**sent, "member_body": ["东江省基础教育处"]}).status_code == 409
    assert west.post(f"{address}end/", {"revision": "2"}).status_code == 302
    assert east.get(address).status_code == 404
    assert list(breaks()) == []


def test_a_key_task_list_shows_bars_and_lights_and_goes_out_as_a_ledger(cast: Cast, agreed: Plan) -> None:
    east = browser(cast.east_office)
    base = f"/plans/{agreed.uid}/key-tasks/"
    east.post(f"{base}list/", {"title": "2024年度重点任务", "year": "2024"})
    address = f"{base}{KeyTaskList.objects.get().uid}/"
    sent = {"revision": "0", "title": "2024年度重点任务清单", "add": ["t3", "t1"]}
    page = east.post(f"{address}change/", sent, follow=True)
    assert [(task.uid, task.light is not None) for task in page.context["shown"].tasks] == [("t3", True), ("t1", True)]
    assert "double-bar" in page.content.decode()
    book = east.post(f"{address}export/")
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(book.content)).worksheets[0]
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("2024年度重点任务清单台账" in cell for cell in cells)
    assert any("联合评估" in cell for cell in cells) and not any("互派教师" in cell for cell in cells)
    assert "联合评估" in browser(cast.west_liaison).get(address).content.decode()
    assert east.get(f"{address}?as_of={DAY.isoformat()}").status_code == 404  # it did not exist then
    assert east.post(f"{base}list/", {"title": "x", "year": "1066"}).status_code == 409
    assert east.post(f"{address}end/", {"revision": "1"}).status_code == 302
    assert list(breaks()) == []


@pytest.mark.parametrize("page", ["meetings/", "decisions/", "groups/", "key-tasks/"])
def test_pages_say_in_english_too_what_they_are(cast: Cast, agreed: Plan, page: str) -> None:
    text = Client(headers={"Accept-Language": "en"})
    text.force_login(cast.east_office.person)
    shown = text.get(f"/plans/{agreed.uid}/{page}").content.decode()
    assert "Working groups" in shown and "Key tasks of the year" in shown
