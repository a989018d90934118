"""Where a place stands does not depend on what was asked before."""

from xietong.basics import Span
from xietong.documents.passage import Passage, Sentence, Setting
from xietong.documents.placing import Placing

PLAIN = "一、扩大资源。各区要新建学校。（甲局牵头）\n"


def test_the_bounds_of_a_line_are_not_those_of_a_sentence_within_it() -> None:
    sentence = Sentence(Span(7, 15), Span(7, 15), 0, Setting.WORK)
    passage = Passage(PLAIN, PLAIN, "", (sentence,))
    asked_before, asked_at_once = Placing(passage), Placing(passage)
    assert asked_before.bounds(2) == (0, len(PLAIN) - 1)
    assert asked_before.bounds(9) == asked_at_once.bounds(9) == (7, 15)
