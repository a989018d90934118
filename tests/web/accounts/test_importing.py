"""A table of bodies is looked at first, with every problem by row; then all of it is written, or nothing."""

import io
from datetime import date

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import NOW, Cast
from xietong.basics import Refusal
from xietong_web.accounts import importing
from xietong_web.accounts.bodies import bodies_on
from xietong_web.accounts.models import Organisation
from xietong_web.audit.queries import breaks

GOOD = "编码,名称,上级,别名,设立日期\ne-10,东江省督导处,east-0,督导处、督导办,2024-01-01\ne-11,督导一科,e-10,,\n"
BAD = """code,party,name,parent,valid_from,valid_to
e-20,east,东江省甲处,east-0,,
e-21,west,别人的处,,,
,east,无编码处,,,
e-23,east,东江省乙处,nowhere,,
e-24,east,东江省丙处,,2024-13-01,
e-25,east,东江省丁处,,2024-02-01,2024-01-01
east-1,east,另一个名称,,,
west-1,east,占用编码处,,,
e-20,east,重复编码处,,2030-01-01,
e-29,east,东江省职业教育处,,,
"""


def table(text: str | bytes, party: str = "east") -> str:
    return importing.table_of(text if isinstance(text, bytes) else text.encode(), party)


def workbook(rows: list[list[object]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.close()
    return stream.getvalue()


def test_every_problem_is_named_with_its_row(cast: Cast) -> None:
    shown = importing.preview(table(BAD), cast.east)
    assert {problem.row for problem in shown.problems} == {3, 4, 5, 6, 7, 8, 9, 10, 11}
    said = {problem.row: problem.wording for problem in shown.problems}
    assert "west" in said[3].zh
    assert "nowhere" in said[5].zh
    assert "东江省基础教育处" in said[8].zh
    assert "西岭市教育委员会" in said[9].zh
    assert "东江省职业教育处" in said[11].zh
    assert not any("organisations.csv" in wording.zh + wording.en for wording in said.values())


def test_a_table_with_a_problem_writes_nothing(cast: Cast) -> None:
    before = Organisation.objects.count()
    with pytest.raises(Refusal) as refused:
        importing.import_organisations(party=cast.east, table=table(BAD), by=cast.east_manager, now=NOW)
    assert refused.value.code == "import-problems"
    assert Organisation.objects.count() == before


def test_a_good_table_is_written_once_however_often_it_is_imported(cast: Cast) -> None:
    for count in (2, 0, 0):
        assert count == importing.import_organisations(
            party=cast.east, table=table(GOOD), by=cast.east_manager, now=NOW
        )
    body = Organisation.objects.get(code="e-10")
    assert (body.parent.code, body.aliases, body.valid_from) == ("east-0", ["督导处", "督导办"], date(2024, 1, 1))
    assert Organisation.objects.get(code="e-11").parent == body
    assert list(breaks()) == []


def test_a_workbook_and_gb18030_text_say_the_same_as_utf8(cast: Cast) -> None:
    rows = [line.split(",") for line in GOOD.splitlines()]
    rows[1][4] = date(2024, 1, 1)
    assert (
        table(workbook(rows)) == table(GOOD) == table(GOOD.encode("gb18030")) == table(b"\xef\xbb\xbf" + GOOD.encode())
    )


def test_numbers_in_a_workbook_are_codes(cast: Cast) -> None:
    assert "\n500101,east,某区教委" in table(workbook([["code", "name"], [500101, "某区教委"]]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 not a workbook",
        b"\xff\xfe\x00\xd8",
        b"a,b\n1,2\n",
        b'code,name\n"open',
        b"code,name\n" + b"x,y\n" * 5001,
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(cast: Cast, data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        table(data)
    assert refused.value.code == "table-unreadable"


def test_too_large_a_table_is_refused(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        table(b"x" * (importing.LIMIT + 1))
    assert refused.value.code == "over-the-limit"


def test_a_table_with_cells_far_apart_is_refused_before_it_is_laid_out(cast: Cast) -> None:
    far: list[list[object]] = [["单位"], *([[]] * 9_000), [*([""] * 16_000), "乙"]]
    with pytest.raises(Refusal, match="spans too many cells"):
        table(workbook(far))


def test_what_is_exported_imports_again_as_already_there(cast: Cast) -> None:
    data = importing.exported(bodies_on(NOW.date(), "east").select_related("parent"))
    shown = importing.preview(table(data), cast.east)
    assert (shown.new, shown.problems) == ([], [])
    assert len(shown.known) == 4


def test_a_name_that_looks_like_a_formula_is_none_to_a_spreadsheet_and_comes_back_whole(cast: Cast) -> None:
    importing.import_organisations(
        party=cast.east, table=table("code,name\ne-30,=1+1处\n"), by=cast.east_manager, now=NOW
    )
    data = importing.exported(Organisation.objects.filter(code="e-30").select_related("party", "parent"))
    assert "'=1+1处" in data.decode("utf-8-sig")
    assert importing.preview(table(data), cast.east).problems == []


def test_a_manager_imports_into_the_own_party_only(cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        importing.import_organisations(party=cast.west, table=table(GOOD, "west"), by=cast.east_manager, now=NOW)
    assert refused.value.code == "not-permitted"


def test_the_page_shows_the_preview_and_writes_when_told_to(cast: Cast, client: Client) -> None:
    client.force_login(cast.east_manager.person)
    page = client.post("/organisations/import/", {"file": SimpleUploadedFile("t.csv", BAD.encode())})
    assert len(page.context["shown"].problems) >= 9
    assert 'name="confirm"' not in page.content.decode()
    page = client.post("/organisations/import/", {"file": SimpleUploadedFile("t.csv", GOOD.encode())})
    assert 'name="confirm"' in page.content.decode()
    assert not Organisation.objects.filter(code="e-10").exists()
    assert client.post("/organisations/import/", {"confirm": "1"}).status_code == 302
    assert Organisation.objects.filter(code="e-10").exists()
    assert client.post("/organisations/import/", {"confirm": "1"}).status_code == 409
