"""Text and Markdown: the encodings, front matter and noise they come with."""

from datetime import date

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from xietong import documents
from xietong.basics import Refusal
from xietong.documents import formats
from xietong.documents.block import BlockKind, Extract
from xietong.documents.formats import cleaning, dates, encoding, wrapping

PLAN = "一、总体要求\n　　（一）到２０２５年，新建学校30所。\n（二）责任单位：市教委、市财政局。"
POST = """
---
title: '两地教育协同发展行动计划发布'
categories:
 - 教育
 - 国內新闻
headimg: 'https://example.org/a.png'
author: 某报社
comments: false
date: Wed, 24 Nov 2021 18:04:11 GMT
thumbnail: 'https://example.org/b.png'
---

<div>
<p>　　两地教育部门联合发布行动计划，共同推进教育协同发展。</p>
<div class="img_wrapper"><img src="https://example.org/a.png" alt><span class="img_descr"></span></div>
<p>　　一是完善党建引领机制。二是完善政策保障机制。</p>
<p>　　（本台记者 张三）</p><!-- 关键词 -->
<!-- 文末二维码 start -->
<style>
.box&#123;border:1px solid #E6E6E6;&#125;
</style>
<div class="appendQr_wrap"><div class="appendQr_normal_txt">海量资讯、精准解读，尽在某某新闻APP</div></div>
<p class="article-editor">责任编辑：李四 SF123</p>
</div>
"""


def read(text: str | bytes, name: str = "plan.txt") -> Extract:
    return formats.extract(text if isinstance(text, bytes) else text.encode(), name)


def texts(found: Extract) -> list[str]:
    return [block.text for block in found.blocks]


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_every_encoding_of_a_chinese_office_gives_the_same_text(name: str) -> None:
    assert texts(read((PLAN * 3).encode(name))) == texts(read(PLAN * 3))


def test_big5_is_told_from_gb18030() -> None:
    text = "為推進教育發展，各區學校管理部門要實行新的工作規劃，加強組織建設。" * 3
    assert texts(read(text.encode("big5"))) == [text]


def test_a_declared_encoding_settles_what_the_letters_leave_open() -> None:
    assert encoding.decode('<meta charset="gb2312">禅'.encode("gb18030")).endswith("禅")


def test_a_few_broken_bytes_spoil_only_themselves() -> None:
    data = PLAN.encode() + b"\xff" + "\n三、保障措施".encode()
    assert texts(read(data))[-2:] == ["（二）责任单位：市教委、市财政局。\ufffd", "三、保障措施"]


def test_front_matter_becomes_what_the_file_says_of_itself() -> None:
    found = read(POST, "post.md")
    assert (found.title, found.author, found.editor) == ("两地教育协同发展行动计划发布", "某报社", "李四")
    assert found.published == date(2021, 11, 25)  # 18:04 in Greenwich is past midnight in China
    assert found.categories == ("教育", "国內新闻")
    assert found.image == "https://example.org/a.png"
    assert found.media_type == "text/markdown"


def test_the_body_of_a_post_is_left_without_styles_slogans_and_editor() -> None:
    assert texts(read(POST, "post.md")) == [
        "两地教育部门联合发布行动计划，共同推进教育协同发展。",
        "一是完善党建引领机制。二是完善政策保障机制。",
        "（本台记者 张三）",
    ]


def test_front_matter_that_is_no_yaml_is_read_line_by_line() -> None:
    found = read("---\ntitle: 计划: [未闭合\nauthor: 张三\n---\n正文一句。", "a.md")
    assert (found.title, found.author, texts(found)) == ("计划: [未闭合", "张三", ["正文一句。"])


def test_a_rule_at_the_head_is_no_front_matter() -> None:
    assert texts(read("---\n正文一句。\n---\n第二句。")) == ["正文一句。", "第二句。"]


def test_a_list_of_authors_and_a_single_category_are_both_understood() -> None:
    found = read("---\nauthor: [甲, 乙]\ncategory: 教育\n---\n正文。", "a.md")
    assert (found.author, found.categories) == ("甲、乙", ("教育",))


def test_markdown_marks_become_styles_and_leave_the_text() -> None:
    found = read(
        "# 行动计划\n\n## 一、目标\n\n- **建设**学校\n\n见[附件](https://example.org)和*图*。\n\n> 引文\\*", "a.md"
    )
    assert [(block.text, block.style) for block in found.blocks] == [
        ("行动计划", "title"),
        ("一、目标", "heading2"),
        ("建设学校", "list"),
        ("见附件和图。", ""),
        ("引文*", ""),
    ]


def test_two_first_level_headings_are_no_title() -> None:
    assert [block.style for block in read("# 甲\n# 乙", "a.md").blocks] == ["heading1", "heading1"]


def test_a_table_of_bars_is_a_table_with_or_without_its_rule() -> None:
    for rule in ("|---|:--:|\n", ""):
        found = read(f"前文。\n| 任务 | 单位 |\n{rule}| 建 \\| 校 | 市教委 |\n后文。")
        table = found.blocks[1].table
        assert table is not None
        assert [(cell.row, cell.column, cell.text) for cell in table.cells] == [
            (0, 0, "任务"),
            (0, 1, "单位"),
            (1, 0, "建 | 校"),
            (1, 1, "市教委"),
        ]
        assert [span.quote(found.blocks[1].text) for span in formats.cell_spans(table)] == [
            "任务",
            "单位",
            "建 | 校",
            "市教委",
        ]
        assert texts(found)[::2] == ["前文。", "后文。"]


def test_rows_pasted_from_a_spreadsheet_are_a_table() -> None:
    found = read("序号\t任务\t单位\n1\t建校\t市教委\n")
    assert found.blocks[0].kind is BlockKind.TABLE
    assert found.blocks[0].text == "序号\t任务\t单位\n1\t建校\t市教委"


def test_lines_broken_by_a_page_width_are_put_together_again() -> None:
    body = (
        "　　为深入贯彻关于推动区域协调发展的部署，加快推进义务教育优质均衡发展，结合实际，制定本计划。各地要提高认识，"
    )
    lines = [body[start : start + 20] for start in range(0, len(body), 20)]
    tail = "　　（一）新建学校三十所，新增学位三万个，推动城乡教育一体化发展，到二〇二五年全面实现目标。"
    more = [tail[start : start + 20] for start in range(0, len(tail), 20)]
    assert texts(read("\n".join(lines + more))) == [body.strip("　"), tail.strip("　")]


def test_short_lines_of_a_list_stay_apart() -> None:
    lines = ["一、目标", "二、任务", "三、保障", "四、附则"]
    assert texts(read("\n".join(lines))) == lines


def test_page_numbers_rules_and_entries_of_contents_are_no_text() -> None:
    noise = "目　录\n一、总体要求……………………3\n二、重点任务........12\n- 3 -\n第 4 页 共 9 页\n——————\n"
    assert texts(read(noise + PLAN)) == texts(read(PLAN))


def test_character_references_are_decoded() -> None:
    assert texts(read("到2025年&#65292;建校30所&hellip;&#123;甲&#125;。")) == ["到2025年，建校30所…{甲}。"]


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("　　２０２５年ＡＢｃ", "2025年ABc"),
        ("《规划》〔2021〕5号，“十四五”；（一）", "《规划》〔2021〕5号，“十四五”；（一）"),
        ("教\u200b育\ufeff\u00ad局\x07", "教育局"),
        ("⻓江⼯程⻬全", "长江工程齐全"),
        ("㈠目标 ⑵任务 ⒊保障 ①", "（一）目标 （2）任务 3.保障 ①"),
        ("加 快 推 进 义 务 教 育 均 衡 发 展 ， 到 2 0 2 5 年 完 成 。", "加快推进义务教育均衡发展，到2025年完成。"),
        ("教jiào育yù局jú的de工gōng作zuò", "教育局的工作"),
        ("目　　录", "目录"),
        ("牵头单位：市教委    配合单位：市财政局", "牵头单位：市教委    配合单位：市财政局"),
        ("建设 STEAM 课程 in 3 所学校", "建设 STEAM 课程 in 3 所学校"),
        ("a\tb\u00a0c\rd", "a b c d"),
    ],
)
def test_characters_are_cleaned_and_chinese_punctuation_stays(raw: str, clean: str) -> None:
    assert cleaning.paragraph(raw) == clean


@given(st.text(max_size=200))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = cleaning.paragraph(text)
    assert cleaning.characters(once) == once
    assert not once.startswith((" ", "\u3000")) and "\n" not in once


@given(st.text(st.sampled_from("教育市aā1 　\n\t。，（）|#-*&;<p>=\r\ufeff"), min_size=1, max_size=300))
def test_any_text_gives_clean_paragraphs_and_tables(text: str) -> None:
    if not text.encode().strip(b"\x00 \t\r\n\x0b\x0c\xef\xbb\xbf\xfe\xff"):
        return
    try:
        found = read(text)
    except Refusal as refusal:
        event(refusal.code)
        return
    for block in found.blocks:
        assert block.text
        assert block.kind is BlockKind.TABLE or "\n" not in block.text
        if block.table:
            spans = formats.cell_spans(block.table)
            assert [span.quote(block.text) for span in spans] == [cell.text for cell in block.table.cells]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-11-24 16:04", date(2021, 11, 24)),
        ("发布时间：2021年3月5日", date(2021, 3, 5)),
        ("2021/3/5", date(2021, 3, 5)),
        ("2021-11-24T20:30:00Z", date(2021, 11, 25)),
        ("2021-11-24T20:30:00+08:00", date(2021, 11, 24)),
        ("24 Nov 2021 16:30:00 -0800", date(2021, 11, 25)),
        ("24 Foo 2021", None),
        ("2021-02-30", None),
        ("2021-13-01", None),
        ("2021-01-01 25:00", None),
        ("没有日期", None),
    ],
)
def test_the_day_of_publication_is_the_day_in_china(text: str, day: date | None) -> None:
    assert dates.read_day(text) == day


def test_lines_broken_by_counting_characters_are_put_together_whatever_their_digits() -> None:
    body = "到2025年，新建学校30所，新增学位30000个，改造校舍12.5万平方米，建成STEAM中心8个，培训教师1.2万人次。"
    lines = [part for text in (body, body) for part in [text[i : i + 18] for i in range(0, len(text), 18)]]
    assert texts(read("\n".join([*lines[:4], "", *lines[4:]]))) == [body, body]


def test_a_label_begins_a_line_of_its_own_unless_a_bracket_is_open() -> None:
    first = "（一）新建一批学校，扩大优质资源，满足学龄人口入学需要。（牵头单位：市教委；"
    rows = [first, "配合单位：市财政局、市规划自然资源局、各区县人民政府）。牵头单位：市教育局", "完成时限：2025年底"]
    assert texts(read("\n".join(rows * 2))) == [first + rows[1], rows[2]] * 2


def test_two_columns_set_apart_by_tabs_are_a_table_and_numbers_set_apart_are_not() -> None:
    assert read("名称\t内容\n工程一\t建设学校\n工程二\t培训教师").blocks[0].table is not None
    assert read("名称\t内容\t单位\n一、学前教育\t\t\n1\t建校\t市教委").blocks[0].table is not None
    assert texts(read("一、\t总体要求\n二、\t重点任务\n三、\t保障措施")) == [
        "一、 总体要求",
        "二、 重点任务",
        "三、 保障措施",
    ]


def test_rows_of_very_different_length_are_not_filled_up() -> None:
    wide, narrow = "|" + "甲|" * 500, "|乙|丙|"
    table = read("\n".join([wide, *[narrow] * 500])).blocks[0].table
    assert table is not None
    assert len(table.cells) == 1500


@pytest.mark.parametrize("form", ["{}({})", "{}（{}）", "{}{}", "{}({0})({0})"])
def test_readings_after_characters_go_where_a_document_is_full_of_them(form: str) -> None:
    spoken = {"教": "jiao", "育": "yu", "发": "fa", "展": "zhan", "实": "shi", "施": "shi", "学": "xue", "校": "xiao"}
    text = "推进教育发展，实施学校建设，教育局落实。"
    noisy = "".join(form.replace("{0}", spoken[c]).format(c, spoken[c]) if c in spoken else c for c in text)
    assert texts(read(f"{noisy}\n| 单位 | 任务 |\n| 甲 | {noisy} |")) == [text, f"单位\t任务\n甲\t{text}"]


def test_a_few_abbreviations_in_brackets_stay() -> None:
    text = "推广人工智能(ai)教育，完善(e)平台。"
    assert texts(read(text)) == [text]


def line(text: str, left: float = 0, right: float = 40, size: float = 1.0, gap: float = 0.0) -> wrapping.Line:
    return wrapping.Line(text, left, right, size, gap)


INDENTED = wrapping.Measure(margin=0, edge=40, slack=2.2, indents=True)
FLUSH = wrapping.Measure(margin=0, edge=40, slack=2.2, indents=False)


@pytest.mark.parametrize(
    ("measure", "first", "second", "joined"),
    [
        (INDENTED, line("甲市推进"), line("改革"), True),
        (INDENTED, line("甲市推进", right=30), line("改革"), False),
        (INDENTED, line("甲市推进"), line("改革", gap=2), False),
        (INDENTED, line("甲市推进", size=2.0), line("改革"), False),
        (INDENTED, line("甲市推进"), line("改革", left=2, right=20), False),
        (INDENTED, line("甲市推进", left=2), line("改革", left=2, right=20), True),
        (INDENTED, line("全面推进（3月—4月）", left=2), line("改革", left=2, right=20), False),
        (INDENTED, line("甲市推进。", left=2), line("改革", left=2, right=20), False),
        (INDENTED, line("甲市推进改革。"), line("一是完善机制"), True),
        (FLUSH, line("甲市推进改革。"), line("一是完善机制"), False),
        (FLUSH, line("甲市推进改革"), line("一是完善机制"), True),
        (INDENTED, line("落实第三条第"), line("（一）项规定"), True),
        (INDENTED, line("甲市推进改革。"), line("（一）完善机制"), False),
        (FLUSH, line("甲市推进改革"), line("（一）完善机制"), False),
        (FLUSH, line("某市行动计划的"), line("通知", left=18, right=22), True),
        (FLUSH, line("a plan of"), line("action"), True),
    ],
)
def test_a_line_runs_on_into_the_next_where_only_the_width_broke_it(
    measure: wrapping.Measure, first: wrapping.Line, second: wrapping.Line, joined: bool
) -> None:
    blank = " " if first.text.isascii() else ""
    found = [text for text, _ in wrapping.join([first, second], measure)]
    assert found == ([first.text + blank + second.text] if joined else [first.text, second.text])


def test_an_empty_line_always_parts() -> None:
    assert len(wrapping.join([line("甲"), line(""), line("乙")], INDENTED)) == 2


def test_lone_tags_leave_a_text() -> None:
    assert texts(read("甲<b>市</b>教委", "a.md")) == ["甲市教委"]


def test_a_text_of_endless_lines_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        formats.extract("甲\n".encode() * 100, "a.txt", limits=formats.Limits(lines=50))
    assert caught.value.code == "over-the-limit"


def test_the_line_above_the_day_of_a_page_is_its_headline() -> None:
    page = (
        "青溪網 > 新聞中心 > 教育\n首頁 新聞 專題\n青溪市今年將新建幼兒園56所\n發布時間：2024-03-05 10:20 來源：青溪日報\n"
        "　　青溪市教育局介紹，今年將新建幼兒園56所。\n\n關于我們| 客服中心| 聯系我們\n青溪網 版權所有 青ICP備2022005號"
    )
    found = read(page)
    assert texts(found) == ["青溪市今年將新建幼兒園56所", "青溪市教育局介紹，今年將新建幼兒園56所。"]
    assert found.blocks[0].style == "title"
    assert found.published == date(2024, 3, 5)


@pytest.mark.parametrize("line", ["某教发〔2024〕5号", "各区县教育局：", "青溪网 > 新闻", "2024年3月1日。"])
def test_no_headline_ends_in_a_stop_or_a_number(line: str) -> None:
    found = read(f"{line}\n发布时间：2024-03-05 10:20\n各学校要认真贯彻执行。")
    assert all(block.style == "" for block in found.blocks)


def test_a_table_in_mark_up_stands_between_the_lines_of_a_markdown_text() -> None:
    table = "<table><tr><td rowspan=2>序号</td><td>任务<br>内容</td></tr><tr><td>新建学校</td></tr></table>"
    found = read(f"# 某市教育任务分工表\n\n**一、任务**\n\n{table}\n\n二、保障\n".encode(), "plan.md")
    assert [block.text for block in found.blocks] == [
        "某市教育任务分工表",
        "一、任务",
        "序号\t任务 内容\n新建学校",
        "二、保障",
    ]


def test_a_header_in_two_rows_is_merged_again_and_breaks_in_cells_part() -> None:
    rows = ["|序号|任务|责任分工||时限|", "|:-:|-|-|-|-|", "||| 牵头|配合||", "|1|新建学校|市教委|甲局<br/>乙局|年底|"]
    table = read("\n".join(rows).encode(), "plan.md").blocks[0].table
    assert table is not None
    assert [(cell.text, cell.row_span, cell.column_span) for cell in table.cells] == [
        ("序号", 2, 1),
        ("任务", 2, 1),
        ("责任分工", 1, 2),
        ("时限", 2, 1),
        ("牵头", 1, 1),
        ("配合", 1, 1),
        *((text, 1, 1) for text in ("1", "新建学校", "市教委", "甲局 乙局", "年底")),
    ]


def test_what_markdown_strikes_out_ticks_off_and_notes_below_is_no_text() -> None:
    text = "# 教育协同实施方案\n\n- [ ] 互派教师150人。\n- [x] 出台办法。\n\n各地~~每月~~每季度报送一次进展[^1]。\n\n[^1]: 邮箱见附件。\n"
    draft = documents.read(text.encode(), "方案.md")
    assert draft.text == "教育协同实施方案\n互派教师150人。\n出台办法。\n各地每季度报送一次进展。"
