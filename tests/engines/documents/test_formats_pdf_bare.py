"""PDF tables without rulings: told by their header, parted by blanks, going on over pages."""

import pytest

from tests.engines.documents.files import pdf
from tests.engines.documents.test_formats_pdf import read
from xietong.documents.formats.bare import bare_tables
from xietong.documents.formats.bare_rows import rows_of
from xietong.documents.formats.glyphs import Glyph, Run, run_of

PAGE = '#set page(width: 150mm, height: 70mm, margin: 10mm)\n#set text(font: "Noto Serif SC", size: 9pt, lang: "zh")\n'
LONG = "新建扩建中小学校一批，满足学龄人口需要，推进义务教育优质均衡发展，建立健全集团化办学机制。"
COLUMNS = "columns: (10mm, 1fr, 24mm, 24mm), stroke: none, row-gutter: 2mm"


def line(top: float, *words: tuple[float, str]) -> Run:
    return run_of(
        [
            Glyph(word, left + 10 * at, top - 10, left + 10 * at + 10, top)
            for left, words_there in words
            for at, word in enumerate(words_there)
        ]
    )


HEADER = line(100, (0, "序号"), (60, "重点任务"), (160, "责任单位"))


def test_a_table_without_rulings_is_read_row_by_row_over_pages_and_ends_where_text_runs_on() -> None:
    rows = ", ".join(f"[{number}], [{LONG}], [市教委、市财政局], [2030年{number}月底前]" for number in range(1, 8))
    head = "[*序号*], [*重点任务*], [*牵头单位*], [*完成时限*]"
    after = "以上任务请各单位认真抓好落实，每季度末将进展情况报送市教委，市教委定期通报完成情况并开展督查，确保各项任务按期完成。"
    table, paragraph = read(pdf(f"#table({COLUMNS}, {head}, {rows})\n\n{after}", PAGE)).blocks
    assert paragraph.text == after
    assert table.table is not None
    assert [cell.text for cell in table.table.cells if cell.column == 1] == ["重点任务", *[LONG] * 7]
    assert [cell.text for cell in table.table.cells if cell.column == 3][1:] == [
        f"2030年{n}月底前" for n in range(1, 8)
    ]


def test_rows_without_numbers_are_told_by_the_space_between_them() -> None:
    body = [
        line(80, (0, "新建学校"), (160, "市教委")),
        line(68, (0, "三所")),
        line(44, (0, "招聘教师"), (160, "市人社局")),
        line(32, (0, "百名")),
    ]
    header = line(100, (0, "重点任务"), (60, "工作措施"), (160, "责任单位"))
    found = bare_tables([header, *body], None)[0]
    assert found.serial is None
    assert len(found.grid.ys) == 4  # the header and two rows


def test_what_is_no_table_gives_none() -> None:
    row, other = (
        line(80, (0, "1"), (60, "新建学校"), (160, "市教委")),
        line(60, (0, "2"), (60, "招聘"), (160, "市教委")),
    )
    unnumbered = line(60, (60, "三所学校"))
    across = line(60, (5, "以上任务请各单位认真抓好落实并报送"))
    plain = line(100, (0, "重点任务"), (60, "工作措施"), (160, "责任单位"))
    assert bare_tables([HEADER, row, other], None)
    assert bare_tables([HEADER, row, across], None) == []
    assert bare_tables([HEADER, row, unnumbered], None) == []
    assert bare_tables([plain, row, unnumbered], None) == []
    assert bare_tables([row, other], None) == []
    assert bare_tables([], None) == []


def test_a_table_may_begin_with_one_row_at_the_foot_of_a_page() -> None:
    head = line(100, (0, "项目"), (60, "主要内容"), (160, "实施主体"))
    row, other = (
        line(80, (0, "学校"), (60, "新建学校"), (160, "市教委")),
        line(60, (0, "基地"), (60, "新建基地"), (160, "市教委")),
    )
    before = bare_tables([head, row], None)[0]
    assert len(before.grid.ys) == 3  # the header and one row
    assert len(bare_tables([other], before)[0].grid.ys) == 2


def test_a_page_goes_on_with_the_columns_of_the_page_before() -> None:
    row, other = (
        line(80, (0, "1"), (60, "新建学校"), (160, "市教委")),
        line(60, (0, "2"), (60, "招聘"), (160, "市教委")),
    )
    before = bare_tables([HEADER, row, other], None)[0]
    rest, third = line(88, (60, "教师百名")), line(70, (0, "3"), (60, "改造食堂"), (160, "市教委"))
    title = line(130, (5, "青溪市教育重点任务分工方案任务分解"))
    after = line(20, (5, "以上任务请各单位认真抓好落实并报送"))

    def rows(*lines: list[Glyph]) -> int:
        found = bare_tables(lines, before)
        return len(found[0].grid.ys) - 1 if found else 0

    assert rows(title, rest, third, after) == 2
    assert rows(third) == 1
    assert rows(line(140, (60, "页眉")), third) == 1
    assert rows(rest) == 0
    assert rows(after) == 0
    assert rows(line(70, (0, "子"), (60, "改造食堂"), (160, "市教委"))) == 0


CENTRED = """#table(columns: (8mm, 16mm, 1fr, 24mm, 18mm), stroke: none, align: horizon + center, inset: 4pt,
[序\\ 号], [协同\\ 领域], [重点任务], [牵头\\ 责任\\ 单位], [完成\\ 时限],
[1], table.cell(rowspan: 2)[基础\\ 教育], [新建扩建中小学校一批，满足学龄人口需要，推进义务教育优质均衡发展], [市教委], [6月底前],
[2], [招聘教师100名], [市人社局、市委编办、市财政局], [年底前],
[3], table.cell(rowspan: 3)[职业\\ 教育], [建设实训基地], [市教委], [长期],
[4], [组建职教集团，吸引行业企业参加], [市教委], [9月],
[5], [举办技能大赛], [市总工会], [每年],
table.cell(colspan: 5, align: left)[二、保障措施],
[6], [机制], [召开联席会议], [市教委], [每季度])"""


def test_text_in_the_middle_of_its_cell_a_broken_header_and_merged_cells_keep_their_rows() -> None:
    page = PAGE.replace("height: 70mm", "height: 140mm")
    table = read(pdf(CENTRED, page)).blocks[0].table
    assert table is not None
    rows = [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)]
    assert rows == [
        ["序号", "协同领域", "重点任务", "牵头 责任 单位", "完成时限"],
        ["1", "基础教育", "新建扩建中小学校一批，满足学龄人口需要，推进义务教育优质均衡发展", "市教委", "6月底前"],
        ["2", "招聘教师100名", "市人社局、市委编办、市财政局", "年底前"],
        ["3", "职业教育", "建设实训基地", "市教委", "长期"],
        ["4", "组建职教集团，吸引行业企业参加", "市教委", "9月"],
        ["5", "举办技能大赛", "市总工会", "每年"],
        ["二、保障措施"],
        ["6", "机制", "召开联席会议", "市教委", "每季度"],
    ]
    assert [(cell.row, cell.row_span) for cell in table.cells if cell.row_span > 1] == [(1, 2), (3, 3)]
    assert [cell.column_span for cell in table.cells if cell.row == 6] == [5]


def test_two_tables_on_a_page_are_two_and_a_box_ends_the_first() -> None:
    header = line(200, (0, "指标名称"), (60, "单位"), (120, "2020年"))
    body = [line(180 - 20 * n, (0, f"巩固率{n}"), (60, "%"), (120, "95")) for n in range(3)]
    box = line(110, (0, "专栏2"))
    second = line(90, (0, "序号"), (60, "重点任务"), (160, "责任单位"))
    tasks = [line(70 - 20 * n, (0, str(n)), (60, "新建学校"), (160, "市教委")) for n in range(1, 3)]
    first, other = bare_tables([header, *body, box, second, *tasks], None)
    assert [len(one.grid.ys) - 1 for one in (first, other)] == [4, 3]
    assert other.serial == 0


def test_the_rest_of_a_table_may_stand_above_the_next_and_a_folio_is_no_row() -> None:
    before = bare_tables(
        [HEADER, *(line(80 - 20 * n, (0, str(n)), (60, "任务"), (160, "某局")) for n in (1, 2))], None
    )[0]
    rest = line(200, (0, "3"), (60, "新建学校"), (160, "市教委"))
    section = line(180, (0, "二、保障措施到位有力"))
    more = line(160, (0, "4"), (60, "招聘教师"), (160, "市教委"))
    second = line(120, (0, "编号"), (60, "重点任务"), (160, "责任单位"))
    tasks = [line(100 - 20 * n, (0, f"X{n}"), (60, "改造食堂"), (160, "市教委")) for n in range(1, 3)]
    folio = line(10, (100, "-"), (110, "3"), (120, "-"))
    found = bare_tables([rest, section, more, second, *tasks, folio], before)
    assert [len(one.grid.ys) - 1 for one in found] == [3, 3]
    assert [area for area in found[0].grid.areas if area[3] > 1] == [(1, 0, 1, 3)]


def test_a_row_whose_number_stands_in_its_middle_begins_above_it_on_the_next_page() -> None:
    before = bare_tables(
        [HEADER, *(line(80 - 20 * n, (0, str(n)), (60, "任务"), (160, "某局")) for n in (1, 2))], None
    )[0]
    lines = [line(200, (60, "新建学校")), line(190, (0, "3"), (160, "市教委"), (300, "是")), line(180, (60, "三所"))]
    found = bare_tables([*lines, line(150, (0, "4"), (60, "招聘"), (160, "市教委"))], before)
    assert len(found[0].grid.ys) - 1 == 2


def test_a_heading_that_ends_a_page_belongs_to_no_row() -> None:
    rows = [line(80 - 20 * n, (0, str(n)), (60, "任务"), (160, "某局")) for n in (1, 2)]
    heading = line(20, (0, "二、保障措施到位有力"))
    first = bare_tables([HEADER, *rows, heading], None)[0]
    assert len(first.grid.ys) - 1 == 3
    assert [len(one.grid.ys) - 1 for one in bare_tables([*rows, heading], first)] == [2]


@pytest.mark.parametrize(
    ("heads", "spans"),
    [
        ([(0, 75)], [(0, 3)]),
        ([(0, 100), (0, 50)], [(0, 2), (2, 1)]),
        ([(0, 90), (0, 50)], [(0, 1), (1, 1), (2, 1)]),
        ([(0, 75), (0, 20)], [(0, 1), (1, 1), (2, 1)]),
    ],
    ids=["in the middle", "at the top", "nowhere", "too many"],
)
def test_a_text_beside_empty_places_reaches_over_them_where_it_stands_in_the_middle_or_at_the_top(
    heads: list[tuple[float, float]], spans: list[tuple[int, int]]
) -> None:
    first = [glyph for _, top in heads for glyph in line(top, (0, "类"))]
    other = [[glyph for top in (100, 75, 50) for glyph in line(top, (left, words))] for left, words in TALL]
    found = rows_of([first, *other], serial=None, continued=False)
    assert found is not None
    assert [(row, tall) for row, column, tall, _ in found.areas if column == 0] == spans


TALL = ((60, "新建学校三所"), (160, "市教委"))


def test_a_header_in_traditional_characters_is_one() -> None:
    header = line(100, (0, "序號"), (60, "工作任務"), (160, "牽頭單位"))
    rows = [line(80 - 20 * n, (0, str(n)), (60, "新建學校"), (160, "教育廳")) for n in (1, 2)]
    assert len(bare_tables([header, *rows], None)) == 1


TWO_ROWS = """#table(columns: (9mm, 1fr, 22mm, 22mm, 18mm), stroke: none, align: horizon + center, inset: 4pt,
table.cell(rowspan: 2)[序号], table.cell(rowspan: 2)[重点任务], table.cell(colspan: 2)[责任单位],
table.cell(rowspan: 2)[完成\\ 时限], [四川方], [重庆方],
[1], [新建扩建中小学校一批，满足学龄人口需要], [省教育厅], [市教委], [6月底前],
[2], [招聘教师100名], [省人力资源社会保障厅], [市人力社保局], [年底前])"""


def test_a_header_of_two_rows_parts_the_columns_below_its_wide_names() -> None:
    table = read(pdf(TWO_ROWS, PAGE)).blocks[0].table
    assert table is not None
    rows = [[cell.text for cell in table.cells if cell.row == row] for row in range(table.rows)]
    assert rows == [
        ["序号", "重点任务", "责任单位", "完成时限"],
        ["四川方", "重庆方"],
        ["1", "新建扩建中小学校一批，满足学龄人口需要", "省教育厅", "市教委", "6月底前"],
        ["2", "招聘教师100名", "省人力资源社会保障厅", "市人力社保局", "年底前"],
    ]
    assert [(cell.row_span, cell.column_span) for cell in table.cells if cell.row == 0] == [
        (2, 1),
        (2, 1),
        (1, 2),
        (2, 1),
    ]


def test_the_word_for_a_total_reaches_up_to_its_first_figure() -> None:
    head = line(100, (0, "序号"), (60, "项目名称"), (160, "总投资"), (240, "责任单位"))
    rows = [
        line(80, (0, "1"), (60, "新建学校"), (160, "120"), (240, "市教委")),
        line(60, (0, "2"), (60, "改造食堂"), (160, "80"), (240, "市教委")),
        line(40, (35, "合计"), (160, "200")),
    ]
    grid = bare_tables([head, *rows], None)[0].grid
    assert (3, 0, 1, 2) in grid.areas
