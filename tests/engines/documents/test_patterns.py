"""The programs of patterns that are kept are those that ``re`` would make, and no other Python's are taken."""

import re
from pathlib import Path

import pytest

from tools.keep_patterns import found, keep
from xietong.documents import bearings, clauses, cues, deadlines_grammar
from xietong.documents.patterns import MAKER, recall

PATTERNS = [cues.VERB, clauses._TOKEN, deadlines_grammar._TIME, re.compile("^a(?P<year>[一-龥]+)", re.MULTILINE)]


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[type, str, int], re.Pattern[str]]:
    """The memory of ``re``, empty."""
    empty: dict[tuple[type, str, int], re.Pattern[str]] = {}
    monkeypatch.setattr(re, "_cache", empty)
    return empty


def test_what_is_kept_is_compiled_no_more(memory: dict[tuple[type, str, int], re.Pattern[str]], tmp_path: Path) -> None:
    place = tmp_path / "patterns.bin"
    assert keep(PATTERNS, place, MAKER) == len(PATTERNS)
    assert recall(place) == len(PATTERNS)
    for pattern in PATTERNS:
        kept = memory[str, pattern.pattern, pattern.flags & ~re.UNICODE.value]
        assert kept == pattern  # ``re`` compares programs
        assert re.compile(pattern.pattern, pattern.flags & ~re.UNICODE.value) is kept
        assert kept.groupindex == pattern.groupindex and kept.groups == pattern.groups


def test_another_pythons_programs_are_left_alone(
    memory: dict[tuple[type, str, int], re.Pattern[str]], tmp_path: Path
) -> None:
    place = tmp_path / "patterns.bin"
    keep(PATTERNS, place, "another")
    assert recall(place) == 0
    assert recall(tmp_path / "none.bin") == 0
    assert not any((str, one.pattern, one.flags & ~re.UNICODE.value) in memory for one in PATTERNS)


def test_patterns_are_found_in_tables_too() -> None:
    assert len(list(found(bearings._TITLES))) == len(bearings._TITLES)
    assert list(found({"a": [cues.VERB], "b": 1})) == [cues.VERB]
