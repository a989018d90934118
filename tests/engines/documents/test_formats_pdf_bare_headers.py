"""PDF tables without rulings: headers in two rows or in words of their own, sections and totals between the rows."""

from tests.engines.documents.test_formats_pdf_bare import HEADER, line
from xietong.documents.formats.bare import Bare, bare_tables
from xietong.documents.formats.glyphs import Run, run_of


def areas(table: Bare) -> list[tuple[int, int, int, int]]:
    """Return the cells of the first two rows as (row, column, rows down, columns across)."""
    return [area for area in table.grid.areas if area[0] < 2]


BODY = [
    line(
        40 - 20 * n,
        *((0, str(n)), (60, "产教联盟"), (160, "组建联盟"), (260, "建设基地"), (360, "培育联盟"), (460, "某委")),
    )
    for n in (1, 2, 3)
]
YEARS = ((160, "一季度"), (260, "二季度"), (360, "三季度"))


def test_a_wide_name_may_stand_over_the_middle_one_of_its_columns() -> None:
    header = [
        line(100, (240, "年度推进计划")),
        line(86, (0, "序号"), (60, "项目"), (460, "单位")),
        line(72, *YEARS),
    ]
    table = bare_tables([*header, *BODY], None)[0]
    assert areas(table) == [
        *((0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 3), (0, 5, 2, 1)),
        *((1, 2, 1, 1), (1, 3, 1, 1), (1, 4, 1, 1)),
    ]


def test_a_wide_name_may_begin_where_its_first_column_begins() -> None:
    header = [line(100, (0, "序号"), (60, "项目"), (160, "推进计划"), (460, "单位")), line(72, *YEARS)]
    table = bare_tables([*header, *BODY], None)[0]
    assert (0, 2, 1, 3) in areas(table)
    assert len(table.edges) == 5


def test_names_of_its_own_head_a_table_whose_rows_are_numbered() -> None:
    header = line(100, (0, "序号"), (60, "事"), (90, "项"), (160, "做到何种程度"), (280, "哪家牵头"), (380, "盯办人"))
    rows = [
        line(80 - 20 * n, (0, str(n)), (60, "新建学校"), (160, "秋季招生"), (280, "市教委"), (380, "吴某"))
        for n in (1, 2, 3)
    ]
    table = bare_tables([header, *rows], None)[0]
    assert len(table.edges) == 4
    unnumbered = line(100, (0, "地方"), (60, "事情"), (160, "做到何种程度"), (280, "哪家"), (380, "盯办人"))
    assert bare_tables([unnumbered, *rows], None) == []


def test_a_heading_in_the_middle_or_at_the_left_parts_rows_though_it_crosses_no_gap() -> None:
    rows = [line(80 - 20 * n, (0, str(n)), (60, "新建学校"), (160, "市教委")) for n in (1, 3)]
    for left in (85, 0):
        heading = line(40, (left, "二、保障"))
        table = bare_tables([HEADER, rows[0], heading, rows[1]], None)[0]
        assert len(table.grid.ys) - 1 == 4
        assert [area for area in table.grid.areas if area[3] > 1] == [(2, 0, 1, 3)]


def test_a_total_is_a_row_of_its_own() -> None:
    header = line(100, (0, "序号"), (60, "项目名称"), (160, "责任单位"), (260, "投资"))
    rows = [line(80 - 20 * n, (0, str(n)), (60, "新建学校"), (160, "市教委"), (260, "3200")) for n in (1, 2)]
    total = line(20, (40, "合"), (52, "计"), (260, "6400"))
    table = bare_tables([header, *rows, total], None)[0]
    assert len(table.grid.ys) - 1 == 4


def test_text_behind_a_table_that_crosses_no_gap_is_none_of_it() -> None:
    header = line(100, (0, "指标名称"), (160, "2020年"), (260, "2025年"))
    rows = [line(80 - 20 * n, (0, f"巩固率{n}"), (160, "95"), (260, "97")) for n in (1, 2)]
    after = [line(10, (20, "注：累计数。")), line(-10, (20, "三、任务"))]
    assert len(bare_tables([header, *rows, *after], None)[0].grid.ys) - 1 == 3
    wrapped = line(28, (0, "（含职校）"))
    table = bare_tables([header, *rows, wrapped, *after], None)[0]
    assert len(table.grid.ys) - 1 == 3
    assert table.grid.ys[-1] < 28 - 10


def test_a_number_in_words_with_its_heading_is_a_row_of_its_own() -> None:
    header = line(100, (0, "序号"), (60, "项目名称"), (160, "性质"), (260, "责任单位"))
    one = line(80, (0, "一"), (60, "幼儿园"))
    rows = [line(60 - 20 * n, (0, str(n)), (60, "滨江园"), (160, "新建"), (260, "市教委")) for n in (0, 1)]
    table = bare_tables([header, one, *rows], None)[0]
    assert [area for area in table.grid.areas if area[2] > 1] == []


def test_a_name_over_two_columns_without_names_spans_them() -> None:
    header = line(130, (60, "指标"), (200, "2020年"), (300, "2025年"))
    rows = [line(110 - 20 * n, (80, f"毛入园率{n}"), (200, "95"), (300, "97")) for n in range(4)]
    kinds = [line(100, (0, "学前")), line(60, (0, "义务"))]
    table = bare_tables([header, *rows, *kinds], None)[0]
    assert len(table.edges) == 3
    assert [area for area in table.grid.areas if area[0] == 0] == [(0, 0, 1, 2), (0, 2, 1, 1), (0, 3, 1, 1)]
    assert {(1, 0, 2, 1), (3, 0, 2, 1)} <= set(table.grid.areas)


def test_the_rest_of_a_row_stands_alone_at_the_top_of_the_next_page() -> None:
    rows = [line(80 - 20 * n, (0, str(n)), (60, "新建学校一批"), (160, "市教委")) for n in (1, 2)]
    before = bare_tables([HEADER, *rows], None)[0]
    rest, third = line(100, (60, "三所。")), line(60, (0, "3"), (60, "改造食堂"), (160, "市教委"))
    found = bare_tables([rest, third], before)[0]
    assert len(found.grid.ys) - 1 == 2
    assert found.grid.ys[0] > 100
    head = line(100, (110, "页眉"))
    assert len(bare_tables([head, third], before)[0].grid.ys) - 1 == 1


def test_texts_in_the_middle_and_at_the_top_of_their_rows_may_stand_in_one_column() -> None:
    header = line(130, (0, "领域"), (60, "重点任务"), (160, "责任单位"))
    rows = [line(100 - 25 * n, (60, f"新建学校{n}"), (160, "市教委")) for n in range(5)]
    fields = [line(75, (0, "基教")), line(25, (0, "职教"))]
    table = bare_tables([header, *rows, *fields], None)[0]
    assert [area for area in table.grid.areas if area[1] == 0] == [(0, 0, 1, 1), (1, 0, 3, 1), (4, 0, 2, 1)]


def test_rows_are_told_though_hardly_a_cell_has_two_lines() -> None:
    header = line(130, (0, "指标名称"), (160, "2020年"), (260, "2025年"))
    rows = [line(100 - 26 * n, (0, f"毛入园率{n}"), (160, "95"), (260, "97")) for n in range(5)]
    broken = line(8, (0, "（%）"))
    table = bare_tables([header, *rows[:4], broken, line(-18, (0, "巩固率"), (160, "95"), (260, "97"))], None)[0]
    assert len(table.grid.ys) - 1 == 6


def test_a_flat_letter_is_no_line_of_its_own() -> None:
    header = line(100, (0, "重点任务"), (100, "牵头单位"), (200, "完成时限"))
    rows = [line(80 - 30 * n, (0, "申报国家一流专业"), (100, "教务处"), (200, "6月底")) for n in (0, 1)]
    flat = rows[0][4]
    flattened = flat._replace(text="一", top=flat.top - 4, bottom=flat.bottom + 5)
    rows[0] = run_of([flattened if place == 4 else glyph for place, glyph in enumerate(rows[0])])
    wrapped = line(35, (0, "两个"))
    table = bare_tables([header, *rows, wrapped], None)[0]
    assert len(table.grid.ys) - 1 == 3


def test_fields_above_each_other_are_not_one_where_every_row_has_one_line() -> None:
    header = line(130, (0, "领域"), (60, "重点任务"), (160, "责任单位"))
    rows = [line(100 - 24 * n, (60, f"新建学校{n}"), (160, "市教委")) for n in range(5)]
    fields = [line(76, (0, "基教")), line(28, (0, "职教")), line(4, (0, "安全"))]
    table = bare_tables([header, *rows, *fields], None)[0]
    assert [area for area in table.grid.areas if area[1] == 0] == [
        (0, 0, 1, 1),
        (1, 0, 3, 1),
        (4, 0, 1, 1),
        (5, 0, 1, 1),
    ]


def test_the_name_of_a_section_reaches_to_the_sums_of_what_follows() -> None:
    header = line(130, (0, "序号"), (60, "项目"), (130, "建设任务"), (220, "总投资"))
    rows = [
        line(105, (0, "一"), (90, "幼儿园一所"), (220, "3200")),
        line(80, (0, "1"), (60, "竹溪园"), (130, "新建用房"), (220, "3200")),
        line(55, (0, "2"), (60, "松岭园"), (130, "新建用房"), (220, "4100")),
    ]
    table = bare_tables([header, *rows], None)[0]
    assert [area for area in table.grid.areas if area[0] == 1] == [(1, 0, 1, 1), (1, 1, 1, 2), (1, 3, 1, 1)]


def test_times_and_bodies_below_a_header_are_no_other_header() -> None:
    header = line(130, (0, "工作内容"), (110, "完成时间"), (220, "主责部门"), (320, "协助部门"))
    rows = [
        one
        for top in (100, 60, 20)
        for one in (
            line(top, (0, "组织跨校")),
            line(top - 6, (110, "2031年3月"), (220, "人社部门"), (320, "教育部门")),
            line(top - 12, (0, "竞聘上岗")),
        )
    ]
    assert len(bare_tables([header, *rows], None)[0].grid.ys) - 1 == 4


def test_what_a_row_has_left_for_the_next_page_may_stand_in_the_middle_of_its_column() -> None:
    header = line(130, (0, "序号"), (60, "工作任务"), (160, "责任单位"))
    first = line(100, (0, "1"), (60, "新建用房"), (160, "东岭镇人民政"))
    before = bare_tables([header, first, line(70, (0, "2"), (60, "扩建食堂"), (160, "西岭镇人民政"))], None)[0]
    rest, row = line(130, (180, "府")), line(92, (0, "3"), (60, "迁建校舍"), (160, "南岭镇政府"))
    assert len(bare_tables([rest, row], before)[0].grid.ys) - 1 == 2


SPLIT = [
    line(100, (0, "序号"), (60, "重点任务"), (270, "责任单位"), (420, "完成时限")),
    line(76, (180, "牵头单位"), (300, "配合单位")),
]


def rows(first: int, many: int, top: float) -> list[Run]:
    words = ((60, "新建学校"), (180, "市教委"), (300, "市财政局、某委"), (420, "年底前"))
    return [line(top - 20 * n, (0, str(first + n)), *words) for n in range(many)]


def test_a_wide_name_may_stand_in_the_middle_over_names_that_begin_at_the_left_of_their_columns() -> None:
    table = bare_tables([*SPLIT, *rows(1, 3, 50)], None)[0]
    assert {(0, 2, 1, 2), (1, 2, 1, 1), (1, 3, 1, 1), (0, 4, 2, 1)} <= set(areas(table))


def test_a_page_that_repeats_only_the_upper_row_of_a_header_keeps_the_columns_below_it() -> None:
    before = bare_tables([*SPLIT, *rows(1, 3, 50)], None)[0]
    for count in (1, 3):
        (after,) = bare_tables([SPLIT[0], *rows(4, count, 80)], before)
        assert after.edges == before.edges
        assert areas(after)[:5] == [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 2), (0, 4, 1, 1), (1, 0, 1, 1)]


def test_a_header_of_the_same_names_over_other_columns_begins_a_table_of_its_own() -> None:
    before = bare_tables([*SPLIT, *rows(1, 3, 50)], None)[0]
    others = [
        line(80 - 20 * n, (0, str(n)), (65, "新建学校改扩建学校"), (240, "市教委"), (420, "年底")) for n in (1, 2)
    ]
    (after,) = bare_tables([SPLIT[0], *others], before)
    assert after.edges != before.edges
