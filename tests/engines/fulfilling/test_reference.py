from pathlib import Path

import pytest

from xietong import fulfilling

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "rules-of-progress.md"

TABLES = [
    (fulfilling.REPORT_MOVES, fulfilling.REPORT_WORDS),
    (fulfilling.ACCEPTANCE_MOVES, fulfilling.ACCEPTANCE_WORDS),
    (fulfilling.EXTENSION_MOVES, fulfilling.EXTENSION_WORDS),
    (fulfilling.MEETING_MOVES, fulfilling.MEETING_WORDS),
    (fulfilling.DECISION_MOVES, fulfilling.DECISION_WORDS),
]


def test_the_reference_page_shows_the_tables_as_they_are():
    assert PAGE.read_text(encoding="utf-8") == fulfilling.rules_page(), "stale: write it anew as its first lines say"


@pytest.mark.parametrize(("moves", "words"), TABLES)
def test_every_state_and_act_of_a_table_has_its_words_in_both_languages(moves, words):
    for move in moves:
        for name in (move.state, move.act, *move.to):
            assert words[name].zh and words[name].en
    assert len(set(moves)) == len(moves)


@pytest.mark.parametrize(("moves", "words"), TABLES)
def test_what_no_row_allows_is_denied_for_every_state_act_office_and_reach(moves, words):
    states, acts = type(moves[0].state), type(moves[0].act)
    rows = {(move.state, move.act, move.office, move.reach) for move in moves}
    for state in states:
        for act in acts:
            for office in fulfilling.Office:
                for reach in fulfilling.Reach:
                    asked = fulfilling.may(moves, state, act, office, frozenset({reach}))
                    assert asked == ((state, act, office, reach) in rows)
                assert not fulfilling.may(moves, state, act, office, frozenset())
