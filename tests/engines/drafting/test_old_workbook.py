"""Workbooks of Excel 97 to 2003 are read cell by cell; one that is damaged or made up to do harm is refused."""

import struct
from contextlib import suppress
from datetime import date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.basics import Refusal
from xietong.basics.compound import workbook_records
from xietong.drafting import open_workbook

# Typed in openpyxl and saved by LibreOffice 7.4: days, times, a truth, numbers, a merged cell, formulas, hidden sheet.
KINDS = (Path(__file__).parent / "kinds.xls").read_bytes()


def _code(data: bytes) -> str:
    with pytest.raises(Refusal) as refusal:
        open_workbook(data)
    return refusal.value.code


def test_every_kind_of_cell_is_read() -> None:
    first, empty = open_workbook(KINDS).sheets
    rows = list(first.rows())
    assert rows[1][1:4] == [date(2025, 3, 1), datetime(2025, 3, 1, 13, 5), time(9, 30)]
    assert rows[1][5:] == [True, 3.0, 2.5]
    assert (rows[3][1], rows[7][2], rows[8][2], rows[9][3]) == ("文", "", "", 2.0)
    assert {len(row) for row in rows} == {8}
    assert [(each.top, each.left, each.bottom, each.right) for each in first.merged] == [(3, 1, 5, 2)]
    assert list(empty.rows()) == []


def test_a_date_behind_the_last_calendar_stays_a_number() -> None:
    noon = struct.pack("<d", 45717 + (13 * 60 + 5) / 1440)
    sheet = open_workbook(KINDS.replace(noon, struct.pack("<d", 1e10))).sheets[0]
    assert list(sheet.rows())[1][2] == 1e10


def test_a_password_is_told() -> None:
    head = workbook_records(KINDS)[:20]
    at = KINDS.index(head) + len(head)
    assert _code(KINDS[:at] + b"\x2f\x00" + KINDS[at + 2 :]) == "locked-workbook"
    assert _code(KINDS[:512] + "EncryptedPackage".encode("utf-16-le")) == "locked-workbook"


def test_a_sheet_of_more_places_than_a_ledger_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xietong.drafting.ledger.sheet.MOST_CELLS", 79)
    assert _code(KINDS) == "oversized-workbook"


@given(
    st.lists(st.tuples(st.integers(4, len(KINDS) - 1), st.integers(0, 255)), max_size=8), st.integers(100, len(KINDS))
)
@settings(max_examples=60)
def test_what_is_damaged_ends_in_a_sentence(written: list[tuple[int, int]], length: int) -> None:
    data = bytearray(KINDS)
    for place, byte in written:
        data[place] = byte
    with suppress(Refusal):
        open_workbook(bytes(data[:length]))
