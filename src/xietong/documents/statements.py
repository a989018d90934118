"""Takes sentences; says what each one is — task, objective, background … — with the evidence and how sure that is."""

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from xietong.documents import cues
from xietong.documents.labels import is_label
from xietong.documents.passage import Passage, Sentence, Setting


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


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """One thing that speaks for or against: what was seen, for which kind, and its weight in logits.

    All there can be are named below, so that one is known from another by being the same.
    """

    seen: str
    kind: StatementKind
    weight: float


class Statement(NamedTuple):
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
    Setting.THOUGHT: ((_THOUGHT, 4.1), (_TASK, 0.0)),
    Setting.AIMS: ((_OBJECTIVE, 2.5), (_TASK, 0.0)),
    Setting.WORK: ((_TASK, 2.2), (_OBJECTIVE, 0.0), (_BACKGROUND, -0.5)),
    Setting.SUPPORT: ((_TASK, 2.4), (_OBJECTIVE, 0.0), (_BACKGROUND, -0.5)),
    Setting.CLOSING: ((_ISSUING, 3.0), (_TASK, -1.0)),
}

_BRIEF = 160
ACTS = "begins with a verb of action"
AIMED = "opens with the time of an aim"
HOLDS = "states that hold then"
ENDS_IN_STATE = "ends in a state"
TOLD = "a body is told to do something"
WHY = "says why"
WILL = "somebody will do or is to do something"
_ENDS = {"一": 2010, "二": 2015, "三": 2020, "四": 2025, "五": 2030}  # 十一五 … 十五五
_TITLE = Evidence("a title", _LABEL, 12.0)
_SAYS_WHO = Evidence("a label, a lead-in or an address", _LABEL, 12.0)
_REPORT = Evidence("running text without numbered sections", _TASK, -1.4)

# What speaks for what, in logits: chosen by hand, looked at with the training corpus.
_LEADS_IN = Evidence("leads in to a list", _LABEL, 7.0)
_BEGINS_WITH_VERB = Evidence(ACTS, _TASK, 1.6)
_VERB_NEAR = Evidence("a verb of action near the beginning", _TASK, 0.6)
_NO_VERB = Evidence("no verb of action", _TASK, -1.5)
_DUTY = Evidence("a word of duty", _TASK, 0.9)
_IS_TOLD = Evidence(TOLD, _TASK, 1.2)
_TOLD_AT_ONCE = Evidence("told in the letter that hands the document on, or where it says why", _TASK, 2.0)
_BRACKET = Evidence("a bracket with units or a time behind it", _TASK, 1.5)
_AIMS_AT = Evidence(AIMED, _OBJECTIVE, 1.6)
_AIMS_AND_ACTS = Evidence(AIMED, _OBJECTIVE, 0.5)
_HOLDS = tuple(Evidence(HOLDS, _OBJECTIVE, 1.4 * times) for times in range(4))
_ACTS_AND_HOLDS = tuple(Evidence(HOLDS, _OBJECTIVE, 0.4 * times) for times in range(4))
_ENDS_IN_STATE = Evidence(ENDS_IN_STATE, _OBJECTIVE, 0.6)
_ALL_STATES = Evidence("states and nothing to do", _OBJECTIVE, 2.0)
_SO_MANY = Evidence("so many are to be made", _TASK, 4.5)
_BY_A_DAY = Evidence("to be done by a day", _TASK, 4.0)
_OPENS_PAST = Evidence("opens with the past", _BACKGROUND, 4.2)
_PAST_IN_TASK = Evidence("a word of the past behind a verb of action", _BACKGROUND, 2.6)
_RHETORIC = Evidence("praises or appeals", _BACKGROUND, 4.5)
_ACTS_AND_PRAISES = Evidence("praises or appeals", _BACKGROUND, 0.8)
_COMPARES = Evidence("compares with the past", _BACKGROUND, 2.4)
_ACTS_AND_COMPARES = Evidence("compares with the past", _BACKGROUND, 0.6)
_SAYS_WHY = Evidence(WHY, _BACKGROUND, 2.0)
_ACTS_AND_SAYS_WHY = Evidence(WHY, _BACKGROUND, 0.8)
_EVENT = Evidence("reports an event", _BACKGROUND, 2.2)
_EVENT_AHEAD = Evidence("reports an event", _BACKGROUND, 0.8)
_EPOCH = Evidence("says which time it is", _BACKGROUND, 4.0)
_GUIDED = Evidence("names the thought that guides", _THOUGHT, 4.5)
_FIGURES = Evidence("figures to be reached and nothing to do", _TARGET, 4.4)
_RATE = Evidence("a rate and the figure it is to reach", _TARGET, 2.4)
_RATE_AT_WORK = Evidence("a rate and the figure it is to reach", _TARGET, 1.6)
_RATE_FIRST = Evidence("begins with a rate and the figure it is to reach", _TARGET, 3.2)
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
_PROVIDES = Evidence("tells what the plan provides", _TASK, 3.0)
_CAME_OUT = Evidence("tells that something came out", _ISSUING, 2.4)
_QUESTION = Evidence("a question", _BACKGROUND, 4.0)
_IS_ONLY = Evidence("says what something is", _DEFINITION, 5.0)
_WHETHER = Evidence("a point to be looked at", _DEFINITION, 2.8)
_DEFINES = Evidence("a definition or a scope", _DEFINITION, 2.6)


def judge(passage: Passage) -> tuple[Statement, ...]:
    """Say of every sentence of a passage what it is. Deterministic; one pass."""
    titles = frozenset([heading.span.end for heading in passage.outline if heading.level == 0])
    report = passage.flows
    judged = _Judge(passage.plain, passage.year, report=report).judged
    return tuple(
        [
            Statement(sentence, _LABEL, 1.0, (_TITLE,)) if sentence.whole.end in titles else judged(sentence)
            for sentence in passage.sentences
        ]
    )


def acts_at(plain: str, start: int, end: int) -> bool:
    """Tell whether ``plain[start:end]`` begins with a verb of action."""
    return cues.VERB.match(plain, start, end) is not None


def acts(plain: str, start: int, end: int) -> bool:
    """Tell whether ``plain[start:end]`` says that something is done: a sentence, or words with a verb of action."""
    return plain[end - 1] in "。；" or cues.VERB.search(plain, start, end) is not None


class _Judge:
    """Judges the sentences of one text; remembers what sets of evidence came to, for there are few different ones."""

    __slots__ = ("_known", "_plain", "_report", "_setting", "_sums", "_year")

    def __init__(self, plain: str, year: int | None, *, report: bool) -> None:
        self._plain = plain
        self._year = year
        self._report = report
        self._sums: dict[Setting, dict[tuple[Evidence, ...], _Sum]] = {setting: {} for setting in Setting}
        self._setting = Setting.FRONT
        self._known = self._sums[self._setting]

    def judged(self, sentence: Sentence) -> Statement:
        plain, setting, span = self._plain, sentence.setting, sentence.span
        text = plain[span.start : span.end]
        evidence: list[Evidence] = []
        weigh(text, sentence, plain, evidence, self._year, report=self._report and setting is Setting.WORK)
        if setting is not self._setting:
            self._setting, self._known = setting, self._sums[setting]
        key = tuple(evidence)
        total = self._known.get(key)
        if total is None:
            total = self._known[key] = _summed(setting, key)
        return Statement(sentence, *total)


_Sum = tuple[StatementKind, float, tuple[Evidence, ...]]


def _summed(setting: Setting, evidence: tuple[Evidence, ...]) -> _Sum:
    """Add the weights up, by kind; return the likeliest kind, its share, and the evidence."""
    totals = dict(PRIORS[setting])
    for one in evidence:
        totals[one.kind] = totals.get(one.kind, 0.0) + one.weight
    best = max(totals.values())
    kind = _TASK if totals.get(_TASK) == best else next(each for each, total in totals.items() if total == best)
    share = 1 / sum(map(math.exp, [total - best for total in totals.values()]))
    return kind, round(share, 3), evidence


def weigh(
    text: str,
    sentence: Sentence,
    plain: str,
    evidence: list[Evidence],
    year: int | None = None,
    *,
    report: bool = False,
) -> None:
    """Gather what speaks for each kind in the sentence's own words."""
    told = cues.families(text)
    if is_label(text, told):
        evidence.append(_SAYS_WHO)
        return
    if plain[sentence.whole.end : sentence.whole.end + 2] in cues.LISTS:
        evidence.append(_LEADS_IN)
    _shape(text, told, sentence, evidence, report=report)
    acts_first = cues.verb_at(text)
    if told & _TIMES:
        _time(text, told, evidence, acts_first=acts_first)
    _done(text, year, evidence)
    if told & _REASONS:
        _reasoned(text, told, evidence, acts_first=acts_first)
    if told & _TOLD["WILL"] and cues.WILL.search(text):
        evidence.append(_WILL_DO)
    if report or sentence.setting is Setting.FRONT:
        _told(text, evidence, report=report)
    _form(text, told, sentence, evidence)
    if report:
        evidence.append(_REPORT)


_TOLD = cues.FAMILIES
_TIMES = _TOLD["PAST"] | _TOLD["RESULT"] | _TOLD["NOW"]
_REASONS = _TOLD["RHETORIC"] | _TOLD["EPOCH"] | _TOLD["REASON"]
_DEFINITIONS = _TOLD["COPULA"] | _TOLD["DEFINITION_OF"]
_DIGIT = re.compile(r"\d")
_LETTERS = (Setting.FRONT, Setting.BACKGROUND)


def _shape(text: str, told: int, sentence: Sentence, evidence: list[Evidence], *, report: bool) -> None:
    main = _main(text, told)
    aim = None if not told & _TOLD["AIM_OPEN"] else cues.AIM_OPEN.match(text, main)
    at = aim.end() if aim else main
    begins = cues.verb_at(text, at + (text[at : at + 1] == "："))
    if begins:
        evidence.append(_BEGINS_WITH_VERB)
    elif cues.VERB.search(text, 0, 24):
        evidence.append(_VERB_NEAR)
    elif not cues.VERB.search(text):
        evidence.append(_NO_VERB)
    if told & _TOLD["DUTY"] and cues.DUTY.search(text):
        evidence.append(_DUTY)
    if (text[0] in cues.SUBJECT_FIRST or told & _TOLD["SUBJECT_TELLS"]) and (cues.SUBJECT_ORDER.match(text)):
        evidence.append(_IS_TOLD)
        if sentence.setting in _LETTERS and cues.MUST.match(text):
            evidence.append(_TOLD_AT_ONCE)
    if sentence.whole.end - sentence.span.end > 6:
        evidence.append(_BRACKET)
    _states(text, told, sentence, aim, evidence, begins=begins, report=report)


def _main(text: str, told: int) -> int:
    """Where the main clause begins, behind up to three adverbial ones."""
    when = cues.WHEN.match(text) if text[0] in cues.WHEN_FIRST or text[0].isdecimal() else None
    at = when.end() if when is not None else 0
    tells = told & _TOLD["ADVERBIAL_TELLS"] > 0
    for _ in range(3):
        match = cues.ADVERBIAL.match(text, at) if tells or text[at : at + 1] in cues.ADVERBIAL_FIRST else None
        if match is None:
            break
        at = match.end()
    return at


def _states(
    text: str,
    told: int,
    sentence: Sentence,
    aim: "re.Match[str] | None",
    evidence: list[Evidence],
    *,
    begins: bool,
    report: bool,
) -> None:
    states = 0 if not told & _TOLD["STATE_WORD"] else len(cues.STATE_WORD.findall(text))
    working = sentence.setting in (Setting.WORK, Setting.SUPPORT) and not report
    if aim and aim["to"]:
        evidence.append(_AIMS_AND_ACTS if working and begins else _AIMS_AT)
    if states:
        evidence.append((_ACTS_AND_HOLDS if begins else _HOLDS)[min(states, 3)])
    if not begins:
        _reached(text, evidence, states=states, working=working)
    if sentence.setting is Setting.AIMS:
        if begins and cues.COUNTED.search(text):
            evidence.append(_SO_MANY)
        if cues.DONE_BY.match(text):
            evidence.append(_BY_A_DAY)


def _reached(text: str, evidence: list[Evidence], *, states: int, working: bool) -> None:
    """What a sentence without a verb of action at its beginning says is to be reached: states, figures."""
    bare = text.rstrip("。；")
    if bare[-1:] in cues.STATE_LASTS and bare.endswith(cues.STATE_ENDS):
        evidence.append(_ENDS_IN_STATE)
    if states and len(text) < _BRIEF and cues.STATE_PARTS.match(text):
        evidence.append(_ALL_STATES)
    if _DIGIT.search(text) is None:
        return  # the rest is about figures
    rate = (cues.PURE if working else cues.RATE).search(text)
    if rate:
        first = working and text.find("，", 0, rate.start()) < 0 and len(text) < _BRIEF
        evidence.append(_RATE_FIRST if first else _RATE_AT_WORK if working else _RATE)
    if working and len(text) < _BRIEF and cues.FIGURES.match(text) and not cues.COUNTED.search(text):
        evidence.append(_FIGURES)


def _time(text: str, told: int, evidence: list[Evidence], *, acts_first: bool) -> None:
    if told & _TOLD["PAST"] and cues.PAST.search(text, 0, 36):
        evidence.append(_PAST_IN_TASK if acts_first else _OPENS_PAST)
    if told & _TOLD["RESULT"] and cues.RESULT.search(text):
        evidence.append(_ACTS_AND_COMPARES if acts_first else _COMPARES)
    if told & _TOLD["NOW"] and cues.NOW.search(text):
        evidence.append(_STANDS_NOW)


def _reasoned(text: str, told: int, evidence: list[Evidence], *, acts_first: bool) -> None:
    if told & _TOLD["RHETORIC"] and cues.RHETORIC.search(text):
        evidence.append(_ACTS_AND_PRAISES if acts_first else _RHETORIC)
    if not acts_first and told & _TOLD["EPOCH"] and cues.EPOCH.match(text):
        evidence.append(_EPOCH)
    if told & _TOLD["REASON"] and cues.REASON.search(text):
        evidence.append(_ACTS_AND_SAYS_WHY if acts_first else _SAYS_WHY)


def _done(text: str, year: int | None, evidence: list[Evidence]) -> None:
    if "了" in text and cues.DONE.search(text):
        evidence.append(_WAS_DONE)
        if cues.DONE_AT_ONCE.match(text):
            evidence.append(_DONE_AT_ONCE)
    if text[0] not in _PERIOD_FIRST:
        return
    five = cues.FIVE_YEARS.match(text)
    if five and (year or 2021) > _ENDS[five[1]]:
        evidence.append(_PLAN_GONE)
    opening = cues.YEAR.match(text)
    if opening and year is not None and int(opening[1]) < year and "—" not in text[:8]:
        evidence.append(_YEAR_GONE)


_PERIOD_FIRST = "“十2"


def _told(text: str, evidence: list[Evidence], *, report: bool) -> None:
    """Running text tells of events, and of what a plan provides."""
    ahead = cues.ANNOUNCES.search(text) is not None
    if ahead:
        evidence.append(_ANNOUNCES)
        if cues.PROVIDES.search(text):
            evidence.append(_PROVIDES)
    if report and cues.CAME_OUT.search(text, 0, 90):
        evidence.append(_CAME_OUT)
    if report and cues.NEWS_EVENT.search(text):
        evidence.append(_EVENT_AHEAD if ahead else _EVENT)


def _form(text: str, told: int, sentence: Sentence, evidence: list[Evidence]) -> None:
    if cues.ISSUE.search(text):
        evidence.append(_ISSUES)
    guiding = None if not told & _TOLD["GUIDING"] else cues.GUIDING.search(text)
    if guiding and (not guiding[0].startswith("为") or "以" in text[: guiding.start()]):
        evidence.append(_GUIDES)
        if cues.GUIDED.search(text):
            evidence.append(_GUIDED)
    if sentence.setting is not Setting.WORK and told & _TOLD["PRINCIPLE"] and cues.PRINCIPLE.search(text):
        evidence.append(_PRINCIPLE)
    if told & _TOLD["PROPOSES"] and cues.PROPOSES.search(text):
        evidence.append(_PROPOSES)
    if text[-1] == "？":
        evidence.append(_QUESTION)
    if told & _DEFINITIONS:
        _defining(text, told, evidence)


def _defining(text: str, told: int, evidence: list[Evidence]) -> None:
    """Says what something is, or asks whether."""
    if told & _TOLD["COPULA"] and cues.COPULA.match(text):
        evidence.append(_IS_ONLY)
    if "是否" in text and not cues.verb_at(text):
        evidence.append(_WHETHER)
    if told & _TOLD["DEFINITION_OF"] and cues.DEFINITION_OF.search(text) and _PROVIDES not in evidence:
        evidence.append(_DEFINES)
