"""Takes bulletins, agendas, minutes and the worked example; shows what stands in the papers."""

import io
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pypdfium2
import pytest

from xietong import basics, publishing
from xietong.publishing import (
    Bar,
    BarPart,
    Bulletin,
    Discussion,
    Figure,
    Line,
    Passage,
    Ranking,
    Resolution,
    Session,
    Topic,
    Waiting,
)

ROOT = Path(__file__).parents[3]
SOURCE = ROOT / "regions" / "chuanyu" / "example" / "plan.md"
DAY = date(2022, 10, 12)

FULL = Bulletin(
    title="协同简报",
    issue="第3期",
    issuers=("东厅", "西委"),
    day=DAY,
    summary="本季度平稳。\n\n重点推进。",
    figures=(Figure("已确认进度", "41%", "双方互认"),),
    bars=(Bar("布局行动", (BarPart("东", 0.4, 0.5), BarPart("西", 0.6, 0.6)), 0.4),),
    timetable=(Line("上线课程", "东厅", "2023年8月底前", "黄灯"),),
    behind=(Line("开通目录", "西委", "2022年底前", "红灯", "接口未定"),),
    waits=(Waiting("东厅", "西委", "确认进展", date(2022, 9, 30), 6),),
    rankings=(Ranking("区县进度", (("甲区", "61%"), ("乙区", "58%"))), Ranking("空表", ())),
    passages=(Passage("下一步", "抓紧。\n评估。"),),
    evidence=(("批复", "batch.pdf"),),
)


def opened(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def headings(data: bytes) -> list[str]:
    return [each.text for each in opened(data).paragraphs if each.style.name.startswith("Heading")]


def test_a_bulletin_numbers_only_the_parts_it_has() -> None:
    assert headings(publishing.bulletin_docx(FULL)) == [
        "一、总体进展", "二、近期节点", "三、滞后事项及原因", "四、等待事项",
        "五、区县进度", "六、下一步", "七、佐证材料",
    ]  # fmt: skip
    assert headings(publishing.bulletin_docx(Bulletin("空", passages=(Passage("寄语", "好。"),)))) == ["一、寄语"]


def test_a_bulletin_shows_causes_waits_and_places() -> None:
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in opened(publishing.bulletin_docx(FULL)).tables
    ]
    assert ["已确认进度", "41%", "双方互认"] in tables[0]
    assert ["开通目录", "西委", "2022年底前", "接口未定"] in tables[3]
    assert ["东厅", "西委", "确认进展", "2022-09-30", "6"] in tables[4]
    assert ["2", "乙区", "58%"] in tables[5]


def test_a_bulletin_is_the_same_in_word_and_pdf(fonts: list[Path]) -> None:
    with pypdfium2.PdfDocument(publishing.bulletin_pdf(FULL, fonts)) as held:
        said = "".join(page.get_textpage().get_text_range() for page in held).replace("\r\n", "").replace(" ", "")
    for paragraph in opened(publishing.bulletin_docx(FULL)).paragraphs:
        assert "".join(paragraph.text.split()) in said


def test_an_agenda_opens_with_the_last_decisions() -> None:
    session = Session("第二次联席会议", DAY, "成都", ("东厅",), ("甲", "乙"), "14:30")
    topics = (Topic("研究进度。", "张处", 20, "三项亮红灯。"), Topic("其他"))
    made = publishing.agenda_docx(session, topics, (Resolution("建目录", "东厅", due="2022年底前", state="已完成"),))
    said = [each.text for each in opened(made).paragraphs if each.text]
    assert said[0] == "第二次联席会议议程"
    assert "时间：2022年10月12日14:30" in said
    assert "参会：甲、乙" in said
    sides = publishing.agenda_docx(replace(session, attendees=("东厅：甲、乙", "西委：丙")), topics)
    assert "参会：东厅：甲、乙；西委：丙" in [each.text for each in opened(sides).paragraphs]
    assert headings(made) == ["一、上次议定事项落实情况", "二、会议议题"]
    assert said[-2:] == ["1.研究进度（张处，20分钟）。三项亮红灯。", "2.其他"]
    assert [cell.text for cell in opened(made).tables[0].rows[1].cells] == ["建目录", "东厅", "2022年底前", "已完成"]
    assert headings(publishing.agenda_docx(session, topics)) == ["一、会议议题"]


def test_minutes_gather_all_decisions_in_one_table() -> None:
    decided = (Resolution("建立目录。", "东厅", "西委", "2022年底前"), Resolution("按月通报。"))
    talk = (Discussion("研究进度", "听取汇报。\n形成一致。", decided), Discussion("其他", "无。"))
    made = publishing.minutes_docx(Session("联席会议", DAY, hosts=("东厅", "西委")), talk, marking="送审稿")
    said = [each.text for each in opened(made).paragraphs if each.text]
    assert "议定1：建立目录。（牵头单位：东厅；配合单位：西委；完成时限：2022年底前）" in said
    assert "议定2：按月通报。" in said
    rows = [[cell.text for cell in row.cells] for row in opened(made).tables[0].rows]
    assert rows[1:] == [["1", "建立目录。", "东厅", "2022年底前"], ["2", "按月通报。", "", ""]]
    assert said[-3:] == ["东厅", "西委", "2022年10月12日"]
    quiet = publishing.minutes_docx(Session("联席会议", DAY), (Discussion("其他", "无。"),))
    assert opened(quiet).tables == []


def test_the_worked_example_says_on_every_page_that_it_is_one() -> None:
    made = opened(publishing.example_docx(SOURCE.read_bytes()))
    assert made.sections[0].header.paragraphs[0].text == "示例文本"
    assert "示例文本" in made.paragraphs[0].text
    assert "不是任何机关发布的文件" in made.paragraphs[3].text


def test_the_worked_example_has_ten_actions_about_fifty_tasks_and_a_timetable() -> None:
    made = opened(publishing.example_docx(SOURCE.read_bytes()))
    assert sum(each.style.name == "Heading 2" and each.text.endswith("行动") for each in made.paragraphs) == 10
    tasks = [each.text for each in made.paragraphs if each.text[:1].isdigit() and each.style.name == "Normal"]
    assert 45 <= len(tasks) <= 60
    assert all("牵头" in each for each in tasks)
    assert [len(made.tables), len(made.tables[0].rows)] == [1, 11]
    assert 6000 <= sum(len(each.text) for each in made.paragraphs) <= 9000


def test_every_unit_with_a_duty_in_the_worked_example_is_in_the_region() -> None:
    region = basics.parse_region(
        {path.name: path.read_bytes() for path in SOURCE.parents[1].iterdir() if path.is_file()}
    )
    known = {name for each in region.organisations for name in (each.name, *each.aliases)}
    groups = next(each for each in region.hierarchies if each.code == "groups")
    known |= {node.name for node in groups.nodes}
    text = SOURCE.read_text(encoding="utf-8").replace("各市（州）", "各市州")
    known.add("各市州教育主管部门")
    named = {
        unit
        for label in ("牵头单位：", "配合单位：")
        for piece in text.split(label)[1:]
        for unit in piece.partition("；")[0].partition("）")[0].split("、")
    }
    assert named - known == set()


def test_the_committed_word_file_is_what_the_source_gives() -> None:
    command = [sys.executable, ROOT / "tools" / "make_example.py", "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env={"PYTHONPATH": str(ROOT / "src")})
    assert (run.returncode, run.stdout.strip()) == (0, "nothing to do")


def test_a_source_without_front_matter_is_refused() -> None:
    with pytest.raises(basics.Refusal) as refused:
        publishing.example_docx("一、总体要求".encode())
    assert refused.value.code == "example-unreadable"


def test_a_source_may_do_without_note_date_and_timetable() -> None:
    made = opened(publishing.example_docx("---\ntitle: 计划\n---\n一、总体\n\n做事。\n\n|甲|\n|乙|\n".encode()))
    assert [each.text for each in made.paragraphs if each.text] == ["计划", "一、总体", "做事。"]
    assert made.tables[0].cell(1, 0).text == "乙"
