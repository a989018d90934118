"""PDF tables without rulings: told by their header, parted by blanks, going on over pages."""

from tests.engines.documents.files import pdf
from tests.engines.documents.test_formats_pdf import read
from xietong.documents.formats.bare import Bare, bare_table
from xietong.documents.formats.glyphs import Glyph

PAGE = '#set page(width: 150mm, height: 70mm, margin: 10mm)\n#set text(font: "Noto Serif SC", size: 9pt, lang: "zh")\n'
LONG = "新建扩建中小学校一批，满足学龄人口需要，推进义务教育优质均衡发展，建立健全集团化办学机制。"
COLUMNS = "columns: (10mm, 1fr, 24mm, 24mm), stroke: none, row-gutter: 2mm"


def line(top: float, *words: tuple[float, str]) -> list[Glyph]:
    return [
        Glyph(word, left + 10 * at, top - 10, left + 10 * at + 10, top)
        for left, words_there in words
        for at, word in enumerate(words_there)
    ]


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
    found = bare_table([header, *body], None)
    assert found is not None
    assert not found.serial
    assert len(found.grid.ys) == 4  # the header and two rows


def test_what_is_no_table_gives_none() -> None:
    row, other = (
        line(80, (0, "1"), (60, "新建学校"), (160, "市教委")),
        line(60, (0, "2"), (60, "招聘"), (160, "市教委")),
    )
    unnumbered = line(60, (60, "三所学校"))
    across = line(60, (5, "以上任务请各单位认真抓好落实并报送"))
    plain = line(100, (0, "重点任务"), (60, "工作措施"), (160, "责任单位"))
    assert bare_table([HEADER, row, other], None) is not None
    assert bare_table([HEADER, row], None) is None
    assert bare_table([HEADER, row, across], None) is None
    assert bare_table([HEADER, row, unnumbered], None) is None
    assert bare_table([plain, row, unnumbered], None) is None
    assert bare_table([row, other], None) is None
    assert bare_table([], None) is None


def test_a_page_goes_on_with_the_columns_of_the_page_before() -> None:
    row, other = (
        line(80, (0, "1"), (60, "新建学校"), (160, "市教委")),
        line(60, (0, "2"), (60, "招聘"), (160, "市教委")),
    )
    before = bare_table([HEADER, row, other], None)
    assert before is not None
    rest, third = line(88, (60, "教师百名")), line(70, (0, "3"), (60, "改造食堂"), (160, "市教委"))
    title = line(130, (5, "青溪市教育重点任务分工方案任务分解"))
    after = line(20, (5, "以上任务请各单位认真抓好落实并报送"))

    def rows(*lines: list[Glyph]) -> int:
        found: Bare | None = bare_table(lines, before)
        return 0 if found is None else len(found.grid.ys) - 1

    assert rows(title, rest, third, after) == 2
    assert rows(third) == 1
    assert rows(line(140, (60, "页眉")), third) == 1
    assert rows(rest) == 0
    assert rows(after) == 0
    assert rows(line(70, (0, "子"), (60, "改造食堂"), (160, "市教委"))) == 0
