"""The looks at one character before a search never hide what the search would find."""

import re
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

ENDS = [
    ("deadlines", "_BASELINE", "_BASELINE_ENDS"),
    ("deadlines", "_TO", "_TO_ENDS"),
    ("deadlines", "_SINCE", "_SINCE_ENDS"),
    ("deadlines", "_FILLED", "_FILLED_ENDS"),
    ("targets_judging", "_ONLY", "_ONLY_ENDS"),
    ("targets_judging", "_ORDINAL", "_ORDINAL_ENDS"),
    ("targets_judging", "_CONDITION", "_CONDITION_ENDS"),
]
BEGINNINGS = [
    ("deadlines", "_COUNTED", "_COUNTED_FIRST"),
    ("targets_indicators", "_LEADING", "_LEADS"),
]
HOLDS = [
    ("targets", "_NOT_MORE", "_COMPARES"),
    ("targets", "_AT_LEAST", "_COMPARES"),
    ("targets", "_AT_MOST", "_COMPARES"),
]


def found(module: str, pattern: str, look: str) -> tuple[re.Pattern[str], frozenset[str]]:
    room = import_module(f"xietong.documents.{module}")
    return getattr(room, pattern), getattr(room, look)


@pytest.mark.parametrize(("module", "pattern", "look"), ENDS)
def test_what_is_told_by_its_end_ends_with_what_is_looked_for(module: str, pattern: str, look: str) -> None:
    sought, ends = found(module, pattern, look)

    @settings(max_examples=30, deadline=None, database=None)
    @given(st.from_regex(sought))
    def holds(text: str) -> None:
        match = sought.search(text)
        assert match is None or text[-1] in ends | {"\n"}

    holds()


@pytest.mark.parametrize(("module", "pattern", "look"), BEGINNINGS)
def test_what_is_told_by_its_beginning_begins_with_what_is_looked_for(module: str, pattern: str, look: str) -> None:
    sought, beginnings = found(module, pattern, look)

    @settings(max_examples=30, deadline=None, database=None)
    @given(st.from_regex(sought))
    def holds(text: str) -> None:
        match = sought.match(text)
        assert match is None or not match[0] or match[0][0] in beginnings

    holds()


@pytest.mark.parametrize(("module", "pattern", "look"), HOLDS)
def test_what_is_sought_holds_what_is_looked_for(module: str, pattern: str, look: str) -> None:
    sought, signs = found(module, pattern, look)

    @settings(max_examples=30, deadline=None, database=None)
    @given(st.from_regex(sought))
    def holds(text: str) -> None:
        match = sought.search(text)
        assert match is None or not signs.isdisjoint(match[0])

    holds()
