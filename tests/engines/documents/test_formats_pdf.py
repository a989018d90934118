"""PDF with a text layer: paragraphs put together, running lines gone, tables by their rulings."""

import pytest

from tests.engines.documents.files import PAGE, drawn_pdf, pdf
from xietong.basics import Refusal
from xietong.documents import formats
from xietong.documents.block import BlockKind, Extract
from xietong.documents.formats import glyphs, pdf_page, ruling
from xietong.documents.formats.glyphs import Glyph, Run, Stroke, run_of

TASK = (
    "（一）加快推进义务教育优质均衡发展。到2025年，新建学校30所，新增学位3万个，建立健全集团化办学机制，促进优质资源共享，"
    "推动城乡教育一体化发展取得实质性进展。（牵头单位：市教委；配合单位：市财政局、市规划自然资源局）"
)


def read(data: bytes) -> Extract:
    return formats.extract(data, "plan.pdf")


def texts(data: bytes) -> list[str]:
    return [block.text for block in read(data).blocks]


def refused(data: bytes, limits: formats.Limits | None = None) -> str:
    with pytest.raises(Refusal) as caught:
        formats.extract(data, "plan.pdf", limits=limits or formats.Limits())
    return caught.value.code


def test_wrapped_lines_become_paragraphs_and_page_numbers_go() -> None:
    title = "#align(center)[#text(size: 22pt)[某市教育行动计划]]"
    body = f"{title}\n\n一、总体要求\n\n{TASK}\n\n（二）配足师资。\n\n1．改革。"
    assert texts(pdf(body)) == ["某市教育行动计划", "一、总体要求", TASK, "（二）配足师资。", "1．改革。"]


def test_what_a_browser_prints_above_and_below_a_page_goes() -> None:
    page = PAGE.replace("footer: foot", 'header: "11/27/26, 8:50 AM", footer: "file:///plan.html 1/1"')
    assert texts(pdf(f"一、总体要求\n\n{TASK}", page)) == ["一、总体要求", TASK]


def test_paragraphs_run_on_over_the_end_of_a_page_and_running_heads_do_not_cut_them() -> None:
    page = PAGE.replace("footer: foot", "footer: foot, header: [某市教育行动计划（征求意见稿）]")
    tasks = [TASK.replace("（一）", f"（{number}）").replace("30", str(number)) for number in range(11, 30)]
    assert texts(pdf("\n\n".join(tasks), page)) == tasks


def test_lines_without_indent_are_parted_by_the_space_between_them() -> None:
    page = PAGE.replace("first-line-indent: (amount: 2em, all: true)", "spacing: 3em")
    plain = ["推进义务教育优质均衡发展，建立健全集团化办学机制，促进优质资源共享，推动城乡一体化。", "配足师资。"]
    assert texts(pdf("\n\n".join(plain * 2), page)) == plain * 2


TABLE = """#table(columns: (1fr, 3fr, 2fr), [序号], [重点任务], [责任单位],
table.cell(rowspan: 2)[1], [新建扩建中小学校一批，满足学龄人口需要], [市教委\\ 市财政局], [改造], [各区县政府],
[2], table.cell(colspan: 2)[推进 3 项改革])"""


def test_ruled_tables_keep_merged_cells_and_join_lines_broken_by_the_cell() -> None:
    found = read(pdf(f"一、任务\n\n{TABLE}\n\n二、保障"))
    assert [block.kind for block in found.blocks] == [BlockKind.PARAGRAPH, BlockKind.TABLE, BlockKind.PARAGRAPH]
    table = found.blocks[1].table
    assert table is not None
    assert [(cell.row, cell.column, cell.text, cell.row_span, cell.column_span) for cell in table.cells] == [
        (0, 0, "序号", 1, 1),
        (0, 1, "重点任务", 1, 1),
        (0, 2, "责任单位", 1, 1),
        (1, 0, "1", 2, 1),
        (1, 1, "新建扩建中小学校一批，满足学龄人口需要", 1, 1),
        (1, 2, "市教委 市财政局", 1, 1),
        (2, 1, "改造", 1, 1),
        (2, 2, "各区县政府", 1, 1),
        (3, 0, "2", 1, 1),
        (3, 1, "推进3项改革", 1, 2),
    ]


def test_a_table_broken_over_pages_is_one_table_with_one_header() -> None:
    rows = "".join(f"[{number}], [推进第{number}项任务], [市教委]," for number in range(60))
    markup = f"#table(columns: (1fr, 3fr, 2fr), table.header([序号], [重点任务], [责任单位]), {rows})"
    found = read(pdf(markup))
    assert len(found.blocks) == 1
    table = found.blocks[0].table
    assert table is not None
    assert [cell.text for cell in table.cells if cell.column == 0] == ["序号", *map(str, range(60))]


def test_tables_of_different_width_stay_two_tables() -> None:
    found = read(pdf("#table(columns: 2, [甲], [乙])\n#table(columns: 3, [丙], [丁], [戊])"))
    assert [block.text for block in found.blocks] == ["甲\t乙", "丙\t丁\t戊"]


def test_a_frame_around_text_is_no_table() -> None:
    found = read(pdf(f"#block(stroke: 1pt, inset: 8pt)[{TASK}]"))
    assert [block.kind for block in found.blocks] == [BlockKind.PARAGRAPH]


@pytest.mark.parametrize("quarter", [0, 90, 180, 270])
def test_a_page_shown_turned_is_read_as_shown(quarter: int) -> None:
    matrix = {0: "1 0 0 1 50 700", 90: "0 1 -1 0 100 50", 180: "-1 0 0 -1 500 100", 270: "0 -1 1 0 400 700"}[quarter]
    text = b"BT /F1 20 Tf " + matrix.encode() + b" Tm (First line of text) Tj 0 -40 Td (Second) Tj ET"
    data = drawn_pdf(text).replace(b"/Type/Page/", b"/Type/Page/Rotate %d/" % quarter)
    assert texts(data) == ["First line of text", "Second"]


def test_pieces_of_a_line_written_apart_are_one_line() -> None:
    text = b"BT /F1 20 Tf 1 0 0 1 300 700 Tm (right) Tj 1 0 0 1 50 700 Tm (left) Tj 1 0 0 1 50 500 Tm (below it) Tj ET"
    assert texts(drawn_pdf(text)) == ["left right", "below it"]


def test_rulings_drawn_as_thin_boxes_lines_and_frames_make_the_same_table() -> None:
    text = b" BT /F1 12 Tf 1 0 0 1 60 760 Tm (one) Tj 1 0 0 1 160 760 Tm (two) Tj 1 0 0 1 60 560 Tm (below) Tj ET"
    boxes = b"50 750 200 1 re f 50 780 200 1 re f 50 750 1 30 re f 150 750 1 30 re f 250 750 1 30 re f"
    lines = b"50 750 m 250 750 l S 50 780 m 250 780 l S 50 750 m 50 780 l S 150 750 m 150 780 l S 250 750 m 250 780 l S"
    frames = b"50 750 100 30 re S 150 750 100 30 re S 10 10 m 30 30 l S"
    for drawing in (boxes, lines, frames):
        assert texts(drawn_pdf(drawing + text)) == ["one\ttwo", "below"]


def test_a_drawing_of_very_many_strokes_is_no_table() -> None:
    strokes = b"".join(b"50 %d m 250 %d l S " % (row % 800, row % 800) for row in range(20_100))
    text = b" BT /F1 12 Tf 1 0 0 1 60 400 Tm (some words here) Tj ET"
    assert texts(drawn_pdf(strokes + text)) == ["some words here"]


def test_a_scan_a_locked_a_broken_and_a_long_file_are_refused() -> None:
    scan = pdf("#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'></svg>\"))", "")
    assert refused(scan) == "scanned-without-text"
    locked = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"00" * 32 + b">/U<" + b"00" * 32 + b">>>/ID[<00><00>]"
    assert refused(drawn_pdf(b"BT ET", trailer=locked)) == "encrypted"
    assert refused(b"%PDF-1.7\nnothing of the kind") == "corrupt-file"
    assert refused(pdf("甲#pagebreak()乙#pagebreak()丙"), formats.Limits(pages=2)) == "over-the-limit"


def test_letters_without_meaning_are_refused_as_unreadable() -> None:
    assert refused(pdf("\\u{e001}\\u{e002}\\u{e003}" * 10)) == "scanned-without-text"


def test_a_page_that_is_a_picture_is_named_among_readable_ones() -> None:
    picture = b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI"
    data = drawn_pdf(b"q 500 0 0 700 0 0 cm " + picture + b" Q")
    assert refused(data) == "scanned-without-text"


def test_too_many_cells_are_refused() -> None:
    assert refused(pdf(TABLE), formats.Limits(cells=5)) == "over-the-limit"


def test_the_title_of_the_file_is_taken_when_it_is_one() -> None:
    assert (
        read(pdf('#set document(title: "某市教育行动计划", author: "某市教委")\n正文一句话在这里。')).title
        == "某市教育行动计划"
    )
    assert read(pdf('#set document(title: "doc1")\n正文一句话在这里。')).title == ""


def test_rulings_that_touch_nothing_or_are_too_many_make_no_grid() -> None:
    across = [Stroke(10.0 * row, 0, 100) for row in range(450)]
    assert ruling.grids(across, [Stroke(0, 0, 5000), Stroke(100, 0, 5000)]) == []
    assert ruling.grids(across[:2], [Stroke(500, 0, 100), Stroke(600, 0, 100)]) == []
    assert ruling.grids(across[:2], [Stroke(0, 0, 10), Stroke(1, 0, 10)]) == []


def test_a_glyph_on_the_rim_of_a_grid_belongs_to_no_cell_beyond_it() -> None:
    (grid,) = ruling.grids(
        [Stroke(0, 0, 20), Stroke(10, 0, 20)], [Stroke(0, 0, 10), Stroke(10, 0, 10), Stroke(20, 0, 10)]
    )
    cells = ruling.cells(
        grid,
        [
            run_of(
                [Glyph("a", 1, 1, 5, 5), Glyph("b", 19, 1, 21, 5), Glyph("c", 40, 1, 45, 5), Glyph(" ", 5, 1, 5, 5)]
            ),
            run_of([Glyph(" ", 15, 1, 15, 5)]),
        ],
    )
    assert [cell.text for cell in cells] == ["a", ""]


def test_a_long_title_is_one_line_and_so_hinted() -> None:
    title = "某市教育委员会关于印发某市义务教育优质均衡发展行动计划的通知"
    found = read(pdf(f"#align(center)[#text(size: 22pt)[{title}]]\n\n{TASK}\n\n{TASK}"))
    assert [(block.text, block.style) for block in found.blocks] == [(title, "title"), (TASK, ""), (TASK, "")]


def test_running_heads_of_two_lines_go_even_from_a_single_page() -> None:
    title = "某市教育委员会关于印发某市义务教育优质均衡发展行动计划的通知"
    head = f"header: align(right)[#text(size: 8pt)[{title[:20]}\\ {title[20:]}]]"
    page = PAGE.replace("footer: foot", f"footer: foot, {head}")
    body = f"#align(center)[#text(size: 22pt)[{title}]]\n\n{TASK}"
    assert texts(pdf(body, page)) == [title, TASK]
    assert texts(pdf(f"{body}\n\n#pagebreak()\n\n{TASK}", page)) == [title, TASK, TASK]


def test_a_title_broken_by_hand_is_one_line_and_an_issuer_above_it_another() -> None:
    lines = ["某市教育委员会", "关于印发某市义务教育优质均衡发展", "行动计划的通知"]
    title = " \\ ".join(lines)
    found = read(pdf(f"#align(center)[#text(size: 22pt)[{title}]]\n\n{TASK}\n\n{TASK}"))
    assert [block.text for block in found.blocks][:2] == [lines[0], lines[1] + lines[2]]


def test_a_landscape_page_is_measured_by_itself() -> None:
    wide = "#set page(flipped: true)\n" + TASK * 2
    assert texts(pdf(f"{TASK}\n\n{wide}")) == [TASK, TASK * 2]


def test_short_columns_are_told_by_their_first_lines_and_a_head_may_stand_farther_out() -> None:
    page = PAGE.replace("x: 28mm", "x: 20mm").replace("16pt", "11pt")
    page = page.replace("footer: foot", "header: pad(left: -12mm)[某市教育局]")
    paragraphs = [
        f"{number}．推进{name}教育提质。建立健全协同机制，组织骨干教师跟岗，扩大优质资源覆盖面。"
        for number, name in enumerate(("学前", "义务", "高中", "职业", "特殊", "社会"), 1)
    ]
    left, right = ("\n\n".join([head, *paragraphs[at : at + 3]]) for head, at in (("一、任务", 0), ("二、任务", 3)))
    found = texts(pdf(f"#grid(columns: (1fr, 1fr), gutter: 10mm)[{left}][{right}]", page))
    assert found[1:] == ["一、任务", *paragraphs[:3], "二、任务", *paragraphs[3:]]


def test_a_page_in_two_columns_is_read_column_by_column_below_its_title() -> None:
    page = PAGE.replace("footer: foot", "columns: 2, footer: foot").replace("16pt", "11pt")
    head = '#place(top, scope: "parent", float: true)[#align(center)[#text(size: 20pt)[某市教育行动计划]]]'
    tasks = [TASK.replace("（一）", f"（{number}）") for number in range(11, 26)]
    assert texts(pdf(f"{head}\n\n" + "\n\n".join(tasks), page)) == ["某市教育行动计划", *tasks]


def test_a_row_that_the_end_of_a_page_cuts_is_one_row() -> None:
    page = (
        '#set page(width: 90mm, height: 60mm, margin: 8mm)\n#set text(font: "Noto Serif SC", size: 10pt, lang: "zh")\n'
    )
    long = "新建扩建中小学校一批，满足学龄人口需要，推进义务教育优质均衡发展，建立健全集团化办学机制。"
    rows = ", ".join(f"[{number}], [{long}], [市教委]" for number in range(1, 4))
    (block,) = read(pdf(f"#table(columns: (10mm, 1fr, 14mm), [序], [任务], [单位], {rows})", page)).blocks
    assert block.table is not None
    assert [cell.text for cell in block.table.cells if cell.column == 1] == ["任务", long, long, long]


def glyphs_of(words: str, left: float, top: float = 10.0) -> Run:
    return run_of([Glyph(word, left + 10 * at, top - 10, left + 10 * at + 10, top) for at, word in enumerate(words)])


def test_quotes_written_behind_their_line_stand_where_they_are_seen() -> None:
    run = [*glyphs_of("到", 0), Glyph(" ", 10, 0, 10, 10), *glyphs_of("十四五末", 20), *glyphs_of("“", 10)]
    assert glyphs.in_order(run_of(run)).text == "到“十四五末"


def test_a_run_over_two_heights_is_parted() -> None:
    run = glyphs.joined([glyphs_of("上", 0, 30), glyphs_of("下", 0)])
    assert [piece.text for piece in glyphs.level(run)] == ["上", "下"]
    assert glyphs.level(run_of([])) == []


def test_lines_set_to_the_full_width_of_a_narrow_cell_keep_their_words_together() -> None:
    cells = ["北京市教委、天津市教委", "区教育局", "教科所", "3 个"]
    table = (
        "#table(columns: (50pt, 36pt, 60pt, 50pt), inset: 2pt, " + ", ".join(f"[{cell}]" for cell in cells * 2) + ")"
    )
    block = read(pdf(f"#set text(size: 10pt)\n#set par(first-line-indent: 0em)\n{table}")).blocks[0]
    assert block.table is not None
    assert [cell.text for cell in block.table.cells][:3] == ["北京市教委、天津市教委", "区教育局", "教科所"]


def test_a_blank_stands_right_behind_what_is_before_it_unless_the_program_only_began_to_write_anew() -> None:
    written = b"BT /F1 12 Tf %d 700 Td (%s) Tj ET BT /F1 12 Tf %s 700 Td (b) Tj ET"  # a is 6.7 points wide
    runs = []
    for begins, left in ((b"a ", b"70.2"), (b" a ", b"73.5"), (b"a ", b"66.9")):
        (run,) = pdf_page.read(pdf_page.opened(drawn_pdf(written % (60, begins, left)))[0]).runs
        runs.append(run)
    assert [run.text for run in runs] == ["a b", "a b", "ab"]
    assert runs[0].lefts[1] == runs[0].rights[1] == runs[0].rights[0]
