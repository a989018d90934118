"""The cheap tests before the searches for cues never hide a match."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.documents import cues


@pytest.mark.parametrize("cue", sorted(cues.HINTS))
def test_whatever_matches_a_cue_holds_one_of_its_hints(cue: str) -> None:
    pattern: re.Pattern[str] = getattr(cues, cue)

    @settings(max_examples=60, deadline=None, database=None)
    @given(st.from_regex(pattern))
    def holds(text: str) -> None:
        match = pattern.search(text)
        assert match is None or not cues.HINTS[cue].isdisjoint(match[0])

    holds()


@pytest.mark.parametrize(
    ("cue", "first", "tells"),
    [
        ("ADVERBIAL", cues.ADVERBIAL_FIRST, cues.ADVERBIAL_TELLS),
        ("SUBJECT_ORDER", cues.SUBJECT_FIRST, cues.SUBJECT_TELLS),
        ("VOCATIVE", cues.VOCATIVE_FIRST, frozenset[str]()),
    ],
)
def test_a_cue_begins_with_what_it_can_begin_with_or_holds_what_tells_it(
    cue: str, first: frozenset[str], tells: frozenset[str]
) -> None:
    pattern: re.Pattern[str] = getattr(cues, cue)

    @settings(max_examples=60, deadline=None, database=None)
    @given(st.from_regex(pattern))
    def holds(text: str) -> None:
        match = pattern.match(text)
        assert match is None or match[0][0] in first or not tells.isdisjoint(match[0])

    holds()


@given(st.lists(st.sampled_from([*cues.VERBS.split("|"), "学校", "进", "，", "的"]), max_size=4), st.integers(0, 9))
def test_a_verb_is_found_at_a_place_as_its_pattern_finds_it(words: list[str], at: int) -> None:
    text = "".join(words)
    assert cues.verb_at(text, at) == (cues.VERB.match(text, at) is not None)


@settings(max_examples=60, deadline=None, database=None)
@given(st.from_regex(cues.WILL))
def test_what_says_that_something_will_be_done_holds_the_words_that_say_so(text: str) -> None:
    match = cues.WILL.search(text)
    assert match is None or cues.WILLING.search(match[0])
