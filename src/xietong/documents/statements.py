"""Takes sentences; says what each one is — task, objective, background … — with the evidence and how sure that is."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from xietong.documents import cues
from xietong.documents.passage import Passage, Sentence, Setting
from xietong.documents.units_names import certainty


class StatementKind(StrEnum):
    """What a sentence says."""

    TASK = "task"
    OBJECTIVE = "objective"
    TARGET = "target"  # a figure and nothing to do
    BACKGROUND = "background"
    THOUGHT = "thought"  # guiding thought, principle
    DEFINITION = "definition"
    ISSUING = "issuing"  # issues the document, or closes it
    LABEL = "label"  # 责任单位：…, a lead-in, an address line, a bracket


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for or against: what was seen, for which kind, and its weight in logits."""

    seen: str
    kind: StatementKind
    weight: float


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with what it is, how sure that is (0–1), and why."""

    sentence: Sentence
    kind: StatementKind
    confidence: float
    evidence: tuple[Evidence, ...] = ()


_TASK, _OBJECTIVE, _TARGET = StatementKind.TASK, StatementKind.OBJECTIVE, StatementKind.TARGET
_BACKGROUND, _THOUGHT, _DEFINITION = StatementKind.BACKGROUND, StatementKind.THOUGHT, StatementKind.DEFINITION
_ISSUING, _LABEL = StatementKind.ISSUING, StatementKind.LABEL

# What a sentence most likely is, by where it stands; in logits.
PRIORS: dict[Setting, tuple[tuple[StatementKind, float], ...]] = {
    Setting.FRONT: ((_TASK, -2.0), (_BACKGROUND, 1.0), (_ISSUING, 0.5), (_OBJECTIVE, -1.0)),
    Setting.BACKGROUND: ((_BACKGROUND, 4.5), (_TASK, 0.0)),
    Setting.THOUGHT: ((_THOUGHT, 4.0), (_TASK, 0.0)),
    Setting.AIMS: ((_OBJECTIVE, 2.5), (_TASK, 0.0)),
    Setting.WORK: ((_TASK, 2.2), (_OBJECTIVE, 0.0), (_BACKGROUND, -0.5)),
    Setting.SUPPORT: ((_TASK, 2.4), (_OBJECTIVE, 0.0), (_BACKGROUND, -0.5)),
    Setting.CLOSING: ((_ISSUING, 3.0), (_TASK, -1.0)),
}

_BRIEF = 160
ACTS = "begins with a verb of action"
AIMED = "opens with the time of an aim"
TOLD = "a body is told to do something"
WILL = "somebody will do or is to do something"
_ENDS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030}  # 十一五 … 十五五
_SAYS_WHO = Evidence("a label, a lead-in or an address", _LABEL, 12.0)
_REPORT = Evidence("running text without numbered sections", _TASK, -1.4)

# What speaks for what, in logits: chosen by hand, looked at with the training corpus.
_LEADS_IN = Evidence("leads in to a list", _LABEL, 7.0)
_BEGINS_WITH_VERB = Evidence(ACTS, _TASK, 1.6)
_VERB_NEAR = Evidence("a verb of action near the beginning", _TASK, 0.6)
_NO_VERB = Evidence("no verb of action", _TASK, -1.5)
_DUTY = Evidence("a word of duty", _TASK, 0.9)
_IS_TOLD = Evidence(TOLD, _TASK, 1.2)
_TOLD_AT_ONCE = Evidence("told in the letter that hands the document on", _TASK, 2.0)
_BRACKET = Evidence("a bracket with units or a time behind it", _TASK, 1.5)
_ENDS_IN_STATE = Evidence("ends in a state", _OBJECTIVE, 0.6)
_ALL_STATES = Evidence("states and nothing to do", _OBJECTIVE, 2.0)
_SO_MANY = Evidence("so many are to be made", _TASK, 4.5)
_BY_A_DAY = Evidence("to be done by a day", _TASK, 4.0)
_OPENS_PAST = Evidence("opens with the past", _BACKGROUND, 4.2)
_PAST_IN_TASK = Evidence("a word of the past behind a verb of action", _BACKGROUND, 2.6)
_RHETORIC = Evidence("praises or appeals", _BACKGROUND, 4.5)
_EPOCH = Evidence("says which time it is", _BACKGROUND, 4.0)
_GUIDED = Evidence("names the thought that guides", _THOUGHT, 4.5)
_FIGURES = Evidence("figures to be reached and nothing to do", _TARGET, 4.4)
_STANDS_NOW = Evidence("tells how things stand", _BACKGROUND, 3.2)
_WILL_DO = Evidence(WILL, _TASK, 1.5)
_WAS_DONE = Evidence("tells what was done", _BACKGROUND, 2.0)
_DONE_AT_ONCE = Evidence("its first verb is done with", _BACKGROUND, 2.4)
_PLAN_GONE = Evidence("opens with a plan gone by", _BACKGROUND, 3.4)
_YEAR_GONE = Evidence("opens with a year gone by", _BACKGROUND, 3.5)
_ANNOUNCES = Evidence("announces what is to be done", _TASK, 1.2)
_ISSUES = Evidence("issues or closes the document", _ISSUING, 4.0)
_GUIDES = Evidence("guiding thought", _THOUGHT, 3.0)
_PRINCIPLE = Evidence("a principle", _THOUGHT, 1.5)
_PROPOSES = Evidence("tells what the plan consists of", _ISSUING, 3.5)
_CAME_OUT = Evidence("tells that something came out", _ISSUING, 2.4)
_QUESTION = Evidence("a question", _BACKGROUND, 4.0)
_IS_ONLY = Evidence("says what something is", _DEFINITION, 5.0)
_WHETHER = Evidence("a point to be looked at", _DEFINITION, 2.8)
_DEFINES = Evidence("a definition or a scope", _DEFINITION, 2.6)


def judge(passage: Passage) -> tuple[Statement, ...]:
    """Say of every sentence of a passage what it is. Deterministic; one pass."""
    titles = frozenset(heading.span.end for heading in passage.outline if heading.level == 0)
    report = not any(1 <= heading.level <= 3 for heading in passage.outline)
    return tuple(
        Statement(sentence, _LABEL, 1.0, (Evidence("a title", _LABEL, 12.0),))
        if sentence.whole.end in titles
        else _judged(passage.plain, sentence, passage.year, report=report)
        for sentence in passage.sentences
    )


def acts_at(plain: str, start: int, end: int) -> bool:
    """Tell whether ``plain[start:end]`` begins with a verb of action."""
    return cues.VERB.match(plain, start, end) is not None


def acts(plain: str, start: int, end: int) -> bool:
    """Tell whether ``plain[start:end]`` says that something is done: a sentence, or words with a verb of action."""
    return plain[end - 1] in "。；" or cues.VERB.search(plain, start, end) is not None


def _judged(plain: str, sentence: Sentence, year: int | None, *, report: bool) -> Statement:
    text = plain[sentence.span.start : sentence.span.end]
    report = report and sentence.setting is Setting.WORK
    evidence = tuple(weigh(text, sentence, plain, year, report=report))
    totals = dict(PRIORS[sentence.setting])
    for one in evidence:
        totals[one.kind] = totals.get(one.kind, 0.0) + one.weight
    best = max(totals.values())
    kind = _TASK if totals.get(_TASK) == best else next(each for each, total in totals.items() if total == best)
    share = 1 / sum(map(math.exp, [total - best for total in totals.values()]))
    return Statement(sentence, kind, round(share, 3), evidence)


def weigh(
    text: str, sentence: Sentence, plain: str, year: int | None = None, *, report: bool = False
) -> Iterable[Evidence]:
    """Gather what speaks for each kind in the sentence's own words."""
    signs = frozenset(text)
    if _is_label(text, signs):
        yield _SAYS_WHO
        return
    if plain[sentence.whole.end : sentence.whole.end + 2] in cues.LISTS:
        yield _LEADS_IN
    yield from _shape(text, signs, sentence, report=report)
    yield from _time(text, signs, sentence, year, report=report)
    yield from _form(text, signs, sentence)
    if report:
        yield _REPORT


def _may(cue: str, signs: frozenset[str]) -> bool:
    """Tell whether a text of these characters can match a cue at all."""
    return not cues.HINTS[cue].isdisjoint(signs)


def _is_label(text: str, signs: frozenset[str]) -> bool:
    if (
        len(text) < 5
        or cues.VOCATIVE.match(text)
        or ("：" in signs and cues.UNIT_LABEL.search(text))
        or (text.startswith(("（", "〔")) and text.rstrip("。；").endswith(("）", "〕")))
    ):
        return True
    if _names_only(text):
        return True
    if _may("LED", signs) and cues.LED.match(text) and not cues.verb_at(text):
        return True
    return text.endswith("：") and (cues.LEAD_IN.search(text) is not None or cues.ADDRESS.search(text) is not None)


_BODY_ENDS = frozenset("局厅委办部处科室院会社站所心门位府道镇乡司团校学联组队")
_MARKS = re.compile("[、，；]")
_OPENS_NAME = re.compile(
    r"(?:各|有关|相关|[省市区县州乡镇校]|全[省市区县国]|国家|中央|[\u4e00-\u9fff]{2,5}[省市县区州镇乡])(?!.*\d)"
)


def _names_only(text: str) -> bool:
    """Tell a sentence of nothing but bodies: a cell of a table that a copied page has turned into lines."""
    bare = text.rstrip("。；")
    if _OPENS_NAME.match(bare) is None or bare[-1:] not in _BODY_ENDS or len(bare) > 200 or cues.verb_at(bare):
        return False
    sure = [certainty(name) for name in _MARKS.split(bare)]
    return 2 in sure and 0 not in sure


def _shape(text: str, signs: frozenset[str], sentence: Sentence, *, report: bool) -> Iterable[Evidence]:
    main = _main(text)
    aim = cues.AIM_OPEN.match(text, main) if _may("AIM_OPEN", signs) else None
    at = aim.end() if aim else main
    begins = cues.verb_at(text, at + (text[at : at + 1] == "："))
    if begins:
        yield _BEGINS_WITH_VERB
    elif cues.VERB.search(text, 0, 24):
        yield _VERB_NEAR
    elif not cues.VERB.search(text):
        yield _NO_VERB
    if cues.DUTY.search(text):
        yield _DUTY
    if cues.SUBJECT_ORDER.match(text):
        yield _IS_TOLD
        if sentence.setting is Setting.FRONT and cues.MUST.match(text):
            yield _TOLD_AT_ONCE
    if sentence.whole.end - sentence.span.end > 6:
        yield _BRACKET
    yield from _states(text, sentence, aim, begins=begins, report=report)


def _main(text: str) -> int:
    """Where the main clause begins, behind up to three adverbial ones."""
    when = cues.WHEN.match(text) if text[0] in cues.WHEN_FIRST or text[0].isdecimal() else None
    at = when.end() if when is not None else 0
    for _ in range(3):
        match = cues.ADVERBIAL.match(text, at)
        if match is None:
            break
        at = match.end()
    return at


def _states(
    text: str, sentence: Sentence, aim: "re.Match[str] | None", *, begins: bool, report: bool
) -> Iterable[Evidence]:
    states = len(cues.STATE_WORD.findall(text))
    working = sentence.setting in (Setting.WORK, Setting.SUPPORT) and not report
    if aim and aim["to"]:
        yield Evidence(AIMED, _OBJECTIVE, 0.5 if working and begins else 1.6)
    if states:
        yield Evidence("states that hold then", _OBJECTIVE, (0.4 if begins else 1.4) * min(states, 3))
    if not begins:
        yield from _reached(text, states=states, working=working)
    if sentence.setting is Setting.AIMS:
        if begins and cues.COUNTED.search(text):
            yield _SO_MANY
        if cues.DONE_BY.match(text):
            yield _BY_A_DAY


def _reached(text: str, *, states: int, working: bool) -> Iterable[Evidence]:
    """What a sentence without a verb of action at its beginning says is to be reached: states, figures."""
    if text.rstrip("。；").endswith(cues.STATE_ENDS):
        yield _ENDS_IN_STATE
        if states and working and len(text) < _BRIEF and cues.STATE_PARTS.match(text):
            yield _ALL_STATES
    if (cues.PURE if working else cues.RATE).search(text):
        yield Evidence("a rate and the figure it is to reach", _TARGET, 1.6 if working else 2.4)
    if working and len(text) < _BRIEF and cues.FIGURES.match(text) and not cues.COUNTED.search(text):
        yield _FIGURES


def _time(
    text: str, signs: frozenset[str], sentence: Sentence, year: int | None, *, report: bool
) -> Iterable[Evidence]:
    acts_first = cues.verb_at(text)
    if _may("PAST", signs) and cues.PAST.search(text, 0, 36):
        yield _PAST_IN_TASK if acts_first else _OPENS_PAST
    if _may("RESULT", signs) and cues.RESULT.search(text):
        yield Evidence("compares with the past", _BACKGROUND, 0.6 if acts_first else 2.4)
    if _may("NOW", signs) and cues.NOW.search(text):
        yield _STANDS_NOW
    yield from _done(text, year)
    yield from _reasoned(text, signs, acts_first=acts_first)
    if _may("WILL", signs) and cues.WILL.search(text):
        yield _WILL_DO
    if report or sentence.setting is Setting.FRONT:
        yield from _told(text, report=report)


def _reasoned(text: str, signs: frozenset[str], *, acts_first: bool) -> Iterable[Evidence]:
    if _may("RHETORIC", signs) and cues.RHETORIC.search(text):
        yield _RHETORIC
    if not acts_first and _may("EPOCH", signs) and cues.EPOCH.match(text):
        yield _EPOCH
    if _may("REASON", signs) and cues.REASON.search(text):
        yield Evidence("says why", _BACKGROUND, 0.8 if acts_first else 2.0)


def _done(text: str, year: int | None) -> Iterable[Evidence]:
    if "了" in text and cues.DONE.search(text):
        yield _WAS_DONE
        if cues.DONE_AT_ONCE.match(text):
            yield _DONE_AT_ONCE
    five = cues.FIVE_YEARS.match(text)
    if five and (year or 2021) > _ENDS[five[1]]:
        yield _PLAN_GONE
    opening = cues.YEAR.match(text)
    if opening and year is not None and int(opening[1]) < year and "—" not in text[:8]:
        yield _YEAR_GONE


def _told(text: str, *, report: bool) -> Iterable[Evidence]:
    """Running text tells of events, and of what a plan provides."""
    ahead = cues.ANNOUNCES.search(text) is not None
    if ahead:
        yield _ANNOUNCES
    if report and cues.CAME_OUT.search(text, 0, 90):
        yield _CAME_OUT
    if report and cues.NEWS_EVENT.search(text):
        yield Evidence("reports an event", _BACKGROUND, 0.8 if ahead else 2.2)


def _form(text: str, signs: frozenset[str], sentence: Sentence) -> Iterable[Evidence]:
    if cues.ISSUE_HINT.search(text) and cues.ISSUE.search(text):
        yield _ISSUES
    guiding = cues.GUIDING.search(text) if _may("GUIDING", signs) else None
    if guiding and (not guiding[0].startswith("为") or "以" in text[: guiding.start()]):
        yield _GUIDES
        if cues.GUIDED.search(text):
            yield _GUIDED
    if sentence.setting is not Setting.WORK and _may("PRINCIPLE", signs) and cues.PRINCIPLE.search(text):
        yield _PRINCIPLE
    if _may("PROPOSES", signs) and cues.PROPOSES.search(text):
        yield _PROPOSES
    if text.endswith("？"):
        yield _QUESTION
    yield from _defining(text, signs)


def _defining(text: str, signs: frozenset[str]) -> Iterable[Evidence]:
    """Says what something is, or asks whether."""
    if _may("COPULA", signs) and cues.COPULA.match(text):
        yield _IS_ONLY
    if "是否" in text and not cues.verb_at(text):
        yield _WHETHER
    if _may("DEFINITION_OF", signs) and cues.DEFINITION_OF.search(text):
        yield _DEFINES
