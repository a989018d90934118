"""A row is as high as its longest text needs, in every spreadsheet program."""

from hypothesis import given
from hypothesis import strategies as st

from xietong.basics.sizing import row_height

TEXTS = st.lists(st.text(max_size=60), min_size=1, max_size=5)


def lines(height: float) -> int:
    """Return how many lines of 10 points a height holds."""
    return int((height - 2) / 15)


@given(TEXTS, st.integers(2, 40))
def test_every_character_finds_room(texts: list[str], width: int) -> None:
    held = lines(row_height(texts, [width] * len(texts), 10))
    assert all(held * width >= sum(1 if ord(char) < 128 else 2 for char in text) or held == 27 for text in texts)


@given(TEXTS, st.text(max_size=60))
def test_a_longer_text_never_makes_a_row_lower(texts: list[str], more: str) -> None:
    widths = [10] * len(texts)
    assert row_height([texts[0] + more, *texts[1:]], widths, 10) >= row_height(texts, widths, 10)


def test_hidden_columns_take_no_room() -> None:
    assert row_height(["0123456789" * 9, "一"], [0, 10], 10) == row_height(["", "一"], [0, 10], 10)


def test_lines_that_people_broke_are_counted() -> None:
    assert lines(row_height(["一\n二\n三"], [40], 10)) == 3
