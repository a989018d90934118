"""The looks at one character before a search never hide what the search would find."""

import re
from collections.abc import Iterator
from importlib import import_module
from itertools import chain, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong.basics import Span
from xietong.documents import (
    calling,
    cues,
    deadlines_grammar,
    targets_grammar,
    targets_indicators,
    understanding,
    units_issuers_told,
)
from xietong.documents.clauses import begun
from xietong.documents.deadlines_impossible import impossible_days
from xietong.documents.deadlines_starts import starts
from xietong.documents.formats import cleaning

ENDS = [
    ("deadlines_moment", "_BASELINE", "_BASELINE_ENDS"),
    ("deadlines", "_TO", "_TO_ENDS"),
    ("deadlines", "_SINCE", "_SINCE_ENDS"),
    ("deadlines", "_FILLED", "_FILLED_ENDS"),
    ("targets_judging", "_ONLY", "_ONLY_ENDS"),
    ("targets_judging", "_ORDINAL", "_ORDINAL_ENDS"),
    ("targets_judging", "_CONDITION", "_CONDITION_ENDS"),
    ("targets_indicators", "_TRAILING", "_TRAILING_ENDS"),
    ("units_labels", "_SHORT", "_SHORT_ENDS"),
    ("units_labels", "_MISSPELT", "_MISSPELT_ENDS"),
    ("units_labels", "_OTHER", "_OTHER_ENDS"),
]
BEGINNINGS = [
    ("run_in", "KNOWN", "_KNOWN_FIRST"),
    ("deadlines_moment", "_COUNTED", "_COUNTED_FIRST"),
    ("targets_granting", "_TAX", "_TAX_FIRST"),
    ("targets_indicators", "_BOUND", "_BOUND_FIRST"),
    ("targets_judging", "_PERIOD_OPENS", "_PERIOD_FIRST"),
]
HOLDS = [
    ("targets", "_NOT_MORE", "_COMPARES"),
    ("targets", "_AT_LEAST", "_COMPARES"),
    ("targets", "_AT_MOST", "_COMPARES"),
    ("units_labels", "_CELL", "_CELL_HOLDS"),
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


@pytest.mark.parametrize(("word", "pattern"), [one for one in units_issuers_told._NAMING if one[0]])
def test_what_names_issuers_holds_the_word_that_is_looked_for(word: str, pattern: re.Pattern[str]) -> None:
    @settings(max_examples=30, deadline=None, database=None)
    @given(st.from_regex(pattern))
    def holds(text: str) -> None:
        assert pattern.search(text) is None or word in text

    holds()


WRITTEN = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "0",
                "1",
                "2",
                "9",
                "12",
                "20",
                "25",
                "31",
                "100",
                "2025",
                "2030",
                "19",
                "1949",
                "12000",
                "01",
                "003",
                "5.5",
                "2022.3",
                "2022.12.31",
            ]
        ),
        st.sampled_from(
            [
                *"年月日号份初末季底前起至到—-～ .,、，。：%（）余多万亿千百十所个人名元岁",
                "季度",
                "学年",
                "以上",
                "个月",
                "百分点",
                "上旬",
                "今年",
                "人次",
            ]
        ),
    ),
    max_size=9,
).map("".join)
DIGITS = re.compile("(?<![0-9])[0-9]+")


@settings(max_examples=250, deadline=None, database=None)
@given(WRITTEN)
def test_no_quantity_begins_at_a_number_that_is_passed_over(text: str) -> None:
    tried = {match.start() for match in targets_grammar._RUN.finditer(text)}
    for run in re.finditer("(?<![0-9.])[0-9]+", text):
        assert run.start() in tried or targets_grammar._FIGURE.match(text, run.start()) is None


@settings(max_examples=250, deadline=None, database=None)
@given(WRITTEN)
def test_no_time_begins_at_a_number_that_is_passed_over(text: str) -> None:
    tried = set(starts(text))
    for run in DIGITS.finditer(text):
        match = deadlines_grammar._TIME.match(text, run.start())
        assert run.start() in tried or match is None or match.end() == run.start()


@given(st.text("，。：ab（", max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_clause_begins_behind_the_last_mark_before_a_place(text: str, low: int, at: int) -> None:
    low, at = sorted((min(low, len(text)), min(at, len(text))))
    last = max([low - 1, *[text.rfind(mark, low, at) for mark in "，。：（"]])
    assert begun(re.compile("[^，。：（]*"), text, low, at) == last + 1


@settings(max_examples=60, deadline=None, database=None)
@given(st.from_regex(cleaning._SOUND))
def test_a_sound_opens_with_a_bracket_and_a_letter(text: str) -> None:
    assert cleaning._SOUND.search(text) is None or cleaning._OPENS_SOUND.search(text) is not None


@settings(max_examples=60, deadline=None, database=None)
@given(st.from_regex(understanding._SIGNED, fullmatch=True))
def test_a_date_in_a_signature_names_its_day(text: str) -> None:
    assert "日" in text


@given(st.text([*sorted(frozenset().union(*cues.HINTS.values())), "学", "校"], max_size=12))
def test_the_cues_that_a_text_can_hold_are_those_with_a_hint_in_it(text: str) -> None:
    told = cues.families(text)
    for cue, hints in cues.HINTS.items():
        assert bool(told & cues.FAMILIES[cue]) == (not hints.isdisjoint(text))


# A guard in front of an alternative of a grammar: what it looks for ahead, before the alternative is tried.
GUARD = re.compile(
    r"^(\s*\|?\s*)\(\?=\[[^\]]*\](?:\{\d+,\d+\}|\+\+\[[^\]]*\]\{\d+,\d+\})\+(?:[、日]|\[[^\]]*\])\)", re.MULTILINE
)


def unguarded(grammar: re.Pattern[str], guards: int) -> re.Pattern[str]:
    written, found = GUARD.subn(r"\1", grammar.pattern)
    assert found == guards
    return re.compile(written, grammar.flags)


def of(*parts: str) -> Iterator[str]:
    """Every way to write one after the other what stands between the bars of each part."""
    return map("".join, product(*(part.split("|") for part in parts)))


DASHES = "—|——|-|～|~|至|到| — "
RANGES_OF_TIME = (
    of("2025|二〇二五", "|年|年度| 年 |学年", "|3月|十二 月|3", "|份|上旬|中下旬|初|底|末|5日| 三十一 号", DASHES, "2027学年度|6月底前|20日"),
    of("|2025年|二〇二五 年 |今年", "9|12", "、10月份"),
    of("|2025|二〇二五", "1|11", "5|05|23", "日前"),
)  # fmt: skip
UNITS = re.sub(r"\(\?!\[[^\]]*\]\)", "", targets_grammar.UNITS)
RANGES_OF_FIGURES = of("30|5.5|1,200|12 000", "|万| 万亿 ", f"|{UNITS}", DASHES, "50所|50000个百分点以上")


def test_a_guard_hides_nothing_that_its_alternative_would_find() -> None:
    for grammar, guards, written in (
        (deadlines_grammar._TIME, 5, chain(*RANGES_OF_TIME)),
        (targets_grammar._FIGURE, 1, RANGES_OF_FIGURES),
    ):
        bare = unguarded(grammar, guards)
        for text in written:
            found, sought = grammar.match(text), bare.match(text)
            assert (found and (found.span(), found.groups())) == (sought and (sought.span(), sought.groups())), text


WORDS_BEFORE_A_NAME = f"{targets_indicators._NUMBER}|{targets_indicators._TIME}|{targets_indicators._MANNER}"


@settings(max_examples=200, deadline=None, database=None)
@given(st.from_regex(re.compile(WORDS_BEFORE_A_NAME), fullmatch=True))
def test_time_and_manner_before_a_name_are_told_by_their_first_letter(text: str) -> None:
    assert not "\u4e00" <= text[0] <= "\u9fff" or text[0] in targets_indicators._LEADING_FIRST


@settings(max_examples=100, deadline=None, database=None)
@given(st.from_regex(targets_indicators._TRAILING, fullmatch=True))
def test_comparison_behind_a_name_is_told_by_its_first_letter(text: str) -> None:
    assert text[0] in targets_indicators._TRAILING_FIRST


@settings(max_examples=40, deadline=None, database=None)
@given(st.from_regex(targets_indicators._MADE, fullmatch=True))
def test_what_is_made_ends_with_one_of_its_words(text: str) -> None:
    assert text.rstrip("\n").endswith(targets_indicators._MADE_ENDS[text.rstrip("\n")[-1]])


@settings(max_examples=40, deadline=None, database=None)
@given(st.from_regex(calling._MERE_END, fullmatch=True))
def test_a_mere_end_is_told_by_its_last_word(text: str) -> None:
    assert text.rstrip("\n").endswith(calling._MERE_ENDS)


@settings(max_examples=40, deadline=None, database=None)
@given(st.one_of(st.from_regex(cleaning._TONED), st.from_regex(cleaning._STREWN)))
def test_what_has_to_be_tidied_is_seen_at_once(text: str) -> None:
    assert cleaning._UNTIDY.search(text) is not None


DAY = re.compile(r"(?<![\d.])(?:(\d{4}) ?年 ?)?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]")


@settings(max_examples=250, deadline=None, database=None)
@given(
    st.lists(st.sampled_from(["2025", "13", "31", "2", "0", "年", "月", "日", " ", "底", "."]), max_size=9).map("".join)
)
def test_a_day_that_cannot_be_is_found_wherever_it_stands(text: str) -> None:
    wrong = [
        found.span() for found in DAY.finditer(text) if not 1 <= int(found[2]) <= 12 or not 1 <= int(found[3]) <= 31
    ]
    assert {Span(*span) for span in wrong} <= set(impossible_days(text))


# Sought in all of a text or in every sentence. Each alternative begins with a letter of its own, so that the ``re``
# module passes over a text at a glance; one that begins with a class, a group or a look behind costs five times as much.
SOUGHT = [
    *(
        "cues." + name
        for name in ("VERB", "DUTY", "STATE_WORD", "PAST", "RESULT", "NOW", "RHETORIC", "REASON", "ISSUE")
    ),
    *("cues." + name for name in ("GUIDING", "PROPOSES")),
    *("cues_told." + name for name in ("NEWS_EVENT", "ANNOUNCES")),
    *("verdict." + name for name in ("_RESPONSIBLE", "_NOTICE_OF")),
    *("verdict_sentences." + name for name in ("_EVENT", "_ATTAINED", "_SET")),
    *("deadlines_starts._WORDS", "targets_judging._PAST", "targets._YEAR_BY", "units_prose._ANCHOR"),
]


def alternatives(written: str) -> list[str]:
    """Cut a pattern at the bars that stand in no bracket; a group that is all of it, or opens it, is looked into."""
    depth, start, found = 0, 0, []
    for at, mark in enumerate(written):
        escaped = at > 0 and written[at - 1] == "\\"
        depth += 0 if escaped else (mark in "([") - (mark in ")]")
        if mark == "|" and depth == 0:
            found.append(written[start:at])
            start = at + 1
    found.append(written[start:])
    opened = re.match(r"\((?:\?:|\?P<\w+>)?(?!\?)", found[0])
    return alternatives(written[opened.end() :].rpartition(")")[0]) if len(found) == 1 and opened else found


@pytest.mark.parametrize("name", SOUGHT)
def test_what_is_sought_everywhere_begins_with_letters(name: str) -> None:
    module, pattern = name.split(".")
    for one in alternatives(getattr(import_module(f"xietong.documents.{module}"), pattern).pattern):
        assert re.match(r"[^\\\[(.^$](?![?*{])", one) is not None, f"{one} would have every place of a text tried"
