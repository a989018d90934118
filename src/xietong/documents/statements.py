"""Takes sentences; says what each one is — task, objective, background … — with the evidence and how sure that is."""

import math
import re
from itertools import pairwise
from typing import NamedTuple

from xietong.documents import cues, cues_told
from xietong.documents import evidence as seen
from xietong.documents.draft import Heading
from xietong.documents.evidence import PRIORS, Evidence, StatementKind
from xietong.documents.labels import is_label
from xietong.documents.passage import Passage, Sentence, Setting
from xietong.documents.statements_meaning import meanings
from xietong.documents.statements_past import done, reasoned, told_of
from xietong.documents.statements_running import is_to_stand, only_tells, running_text, saying_end, without_source
from xietong.documents.verdict_titles import came_out, headline, named_plan


class Statement(NamedTuple):
    """A sentence with what it is, how sure that is (0–1), and why."""

    sentence: Sentence
    kind: StatementKind
    confidence: float
    evidence: tuple[Evidence, ...] = ()


# A name of a module is looked up far faster than a member of an enumeration (Python 3.11).
_TASK, _LABEL = StatementKind.TASK, StatementKind.LABEL
_FRONT, _AIMS, _WORK, _WORKING = Setting.FRONT, Setting.AIMS, Setting.WORK, (Setting.WORK, Setting.SUPPORT)
_SHARPNESS = 1.2
"""What the weights are multiplied by for the confidence: chosen on annotated plans, where it was too low without."""
_REPORTED = 1.6
"""The same for running text, chosen on announcements of the press."""
_BRIEF = 160
_EVENTS = ("会议", "大会", "协议", "备忘录")  # what a headline tells of as something that took place


def judge(passage: Passage) -> tuple[Statement, ...]:
    """Say of every sentence of a passage what it is. Deterministic; one pass."""
    titles = frozenset([heading.span.end for heading in passage.outline if heading.level == 0])
    report = passage.flows
    title = headline(passage) if report else ""
    provides = (named_plan(title) is not None or came_out(title)) and not any(event in title for event in _EVENTS)
    judged = _Judge(passage.plain, passage.year, _holding(passage.outline), report=report, provides=provides).judged
    return tuple(
        [
            Statement(sentence, _LABEL, 1.0, (seen.TITLE,)) if sentence.whole.end in titles else judged(sentence)
            for sentence in passage.sentences
        ]
    )


def _holding(outline: tuple[Heading, ...]) -> frozenset[str]:
    """Return the headings right below which a section of their own section begins, by id."""
    return frozenset([one.id for one, below in pairwise(outline) if one.level < below.level < _RUN_IN])


def acts_at(plain: str, start: int, end: int) -> bool:
    """Tell whether ``plain[start:end]`` begins with a verb of action."""
    return cues.verb_at(plain, start, end)


def acts(plain: str, start: int, end: int) -> bool:
    """Tell whether ``plain[start:end]`` says that something is done: a sentence, or words with a verb of action."""
    return plain[end - 1] in "。；" or cues.VERB.search(plain, start, end) is not None


class _Judge:
    """Judges the sentences of one text; remembers what sets of evidence came to, for there are few different ones."""

    __slots__ = ("_holding", "_known", "_plain", "_provides", "_report", "_setting", "_sums", "_wake", "_year")

    def __init__(self, plain: str, year: int | None, holding: frozenset[str], *, report: bool, provides: bool) -> None:
        self._plain = plain
        self._provides = provides  # news of a plan: what it says of anybody is what the plan provides
        self._holding = holding
        self._year = year
        self._report = report
        self._sums: dict[Setting, dict[tuple[Evidence, ...], _Sum]] = {setting: {} for setting in Setting}
        self._setting = Setting.FRONT
        self._known = self._sums[self._setting]
        self._wake = -1  # the paragraph in which a task was told: what follows it there goes on with it

    def judged(self, sentence: Sentence) -> Statement:
        plain, setting, span = self._plain, sentence.setting, sentence.span
        text = plain[span.start : span.end]
        evidence: list[Evidence] = []
        report = self._report and setting is _WORK
        said = without_source(text) if report or setting is _FRONT else text
        weigh(said, sentence, plain, evidence, self._year, report=report)
        if text[:1] in _THOUGHT_FIRST and setting is _WORK and self._leads(sentence):
            evidence.append(seen.CHAPTER_LEAD)
        if setting is not self._setting:
            self._setting, self._known = setting, self._sums[setting]
        total = self._summed(tuple(evidence))
        if report and (total[0] is _TASK or (seen.NO_VERB in evidence and not any(h.level for h in sentence.headings))):
            if self._only_tells(sentence, text, evidence):
                total = self._summed((*evidence, seen.TELLS_ONLY))
            elif total[0] is _TASK:
                self._wake = sentence.paragraph
        return Statement(sentence, *total)

    def _summed(self, evidence: tuple[Evidence, ...]) -> "_Sum":
        total = self._known.get(evidence)
        if total is None:
            total = self._known[evidence] = _summed(self._setting, evidence)
        return total

    def _only_tells(self, sentence: Sentence, text: str, evidence: list[Evidence]) -> bool:
        """Tell running text that says what somebody does, or how things are, and of nothing that it is to come."""
        states = seen.NO_VERB in evidence
        goes_on = text.startswith("其中，") and sentence.paragraph == self._wake + 1
        if goes_on or sentence.paragraph == self._wake or (self._provides and not states):
            return False
        return only_tells(text, evidence) and not (states and self._at_a_later_year(text))

    def _at_a_later_year(self, text: str) -> bool:
        """Tell how things are to be in a year to come; in a text that tells of no day any year may be one."""
        return any(self._year is None or int(year) > self._year for year in _YEAR_TOLD.findall(text))

    def _leads(self, sentence: Sentence) -> bool:
        """Tell a sentence above the first section of its section that says what is held to: 坚持以…，…."""
        below = sentence.headings[-1:]
        if not below or below[0].id not in self._holding:
            return False
        return cues.HELD_TO.match(self._plain, sentence.span.start, sentence.span.end) is not None


_Sum = tuple[StatementKind, float, tuple[Evidence, ...]]


def _summed(setting: Setting, evidence: tuple[Evidence, ...]) -> _Sum:
    """Add the weights up, by kind; return the likeliest kind, its share, and the evidence."""
    totals = dict(PRIORS[setting])
    for one in evidence:
        totals[one.kind] = totals.get(one.kind, 0.0) + one.weight
    best = max(totals.values())
    kind = _TASK if totals.get(_TASK) == best else next(each for each, total in totals.items() if total == best)
    sharpness = _REPORTED if seen.REPORT in evidence else _SHARPNESS
    share = 1 / sum(map(math.exp, [sharpness * (total - best) for total in totals.values()]))
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
        evidence.append(seen.SAYS_WHO)
        return
    if plain[sentence.whole.end : sentence.whole.end + 2] in cues.LISTS and not _says_more(text):
        evidence.append(seen.LEADS_IN)
    acts_first = cues.verb_at(text) and _RATE_FIRST.match(text) is None
    main = _shape(text, told, sentence, evidence, first=acts_first, report=report)
    if told & _TIMES:
        told_of(text, told, evidence, main, acts_first=acts_first)
    done(text, year, evidence)
    if told & _REASONS and seen.TOLD_AT_ONCE not in evidence:
        reasoned(text, told, evidence, acts_first=acts_first)
    if told & _TOLD["WILL"] and seen.RHETORIC not in evidence and cues.WILLING.search(text) and cues.WILL.search(text):
        evidence.append(seen.WILL_DO)
    if report or sentence.setting is _FRONT:
        running_text(text, evidence, report=report)
    _form(text, told, sentence, evidence)
    if report:
        evidence.append(seen.REPORT)


# 研发投入强度达到1.5%, 培训合格率不低于98%: what they begin with is no deed.
_RATE_FIRST = re.compile(
    r"(?!提高|提升|确保|保持|实现|力争|推动|推进|促进|降低|扩大|增加|控制|完成|稳定|改善)[^，。；、\d的]{2,10}(?:率|强度|占比|比例|满意度|年限)"
    r"(?:均|要|分别|逐年)?(?:达|不[低少超]|稳定|保持|控制|提高到|提升到|超过)[^，。；]{0,6}\d"
)


def _says_more(text: str) -> bool:
    """Tell a sentence that says what is done, or will be, and not only that a list of it follows."""
    will = cues.WILL.search(text)
    return text.find("，", will.end() if will is not None else 0) >= 0 and (will is not None or cues.verb_at(text))


_TOLD = cues.FAMILIES
_TIMES = _TOLD["PAST"] | _TOLD["RESULT"] | _TOLD["NOW"]
_REASONS = _TOLD["RHETORIC"] | _TOLD["EPOCH"] | _TOLD["REASON"]
_WHOLE = frozenset(("全省", "全市", "全区", "全县", "全州"))  # 全市新增托位3500个
_RUN_IN = 5  # the level of 一是, which makes no section
_THOUGHT_FIRST = frozenset("坚全贯践牢以立")
_DIGIT = re.compile(r"\d")
_YEAR_TOLD = re.compile(r"(?<!\d)(20\d\d) ?年")
_LETTERS = (Setting.FRONT, Setting.BACKGROUND)


def _shape(text: str, told: int, sentence: Sentence, evidence: list[Evidence], *, first: bool, report: bool) -> int:
    """Say what a sentence begins with, whom it tells to, what it holds; return where its main clause begins."""
    main = _main(text, told)
    said = saying_end(text) if report else 0
    main = max(main, said)
    aim = cues.AIM_OPEN.match(text, main) if told & _TOLD["AIM_OPEN"] else None
    at = aim.end() if aim else main
    begins = first if at == 0 else cues.verb_at(text, at + (text[at : at + 1] == "："))
    begins = begins or (not report and text[at : at + 2] in _WHOLE and cues.verb_at(text, at + 2))
    begins = begins or (not report and text.startswith(cues.OPENERS, at))
    if report and aim and aim["to"] and is_to_stand(text, at):
        begins = False
        evidence.append(seen.ALL_STATES)
    verb = seen.BEGINS_WITH_VERB if begins else _verb_within(text, said, main)
    if verb is not None:
        evidence.append(verb)
    if told & _TOLD["DUTY"] and cues.DUTY.search(text):
        evidence.append(seen.DUTY)
    _tells_whom(text, told, sentence, evidence)
    if sentence.whole.end - sentence.span.end > 6:
        evidence.append(seen.BRACKET)
    _states(text, told, sentence, aim, evidence, begins=begins, report=report)
    return main


def _tells_whom(text: str, told: int, sentence: Sentence, evidence: list[Evidence]) -> None:
    """Say whether a body is told to do something, and whether the letter that hands the document on tells it."""
    if (text[0] in cues.SUBJECT_FIRST or told & _TOLD["SUBJECT_TELLS"]) and (cues.SUBJECT_ORDER.match(text)):
        evidence.append(seen.IS_TOLD)
        if sentence.setting in _LETTERS and cues.MUST.match(text):
            evidence.append(seen.TOLD_AT_ONCE)


def _verb_within(text: str, said: int, main: int) -> Evidence | None:
    """Say whether a verb of action stands near the beginning, behind who says so, or near that of the main clause."""
    if cues.VERB.search(text, said, said + 24) or (main and cues.VERB.search(text, main, main + 24)):
        return seen.VERB_NEAR
    return None if cues.VERB.search(text, said) else seen.NO_VERB


def _main(text: str, told: int) -> int:
    """Where the main clause begins, behind up to three adverbial ones."""
    at = _timed(text)
    tells = told & _TOLD["ADVERBIAL_TELLS"] > 0
    for _ in range(3):
        match = cues.ADVERBIAL.match(text, at) if tells or text[at : at + 1] in cues.ADVERBIAL_FIRST else None
        if match is None:
            break
        at = match.end()
    return at


def _timed(text: str) -> int:
    """Where a sentence goes on behind the time that it opens with."""
    when = cues.WHEN.match(text) if text[0] in cues.WHEN_FIRST or text[0].isdecimal() else None
    return when.end() if when is not None else 0


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
    working = sentence.setting in _WORKING and not report
    if aim and aim["to"]:
        evidence.append(seen.AIMS_AND_ACTS if working and begins else seen.AIMS_AT)
    if states:
        evidence.append((seen.ACTS_AND_HOLDS if begins else seen.HOLDS_STATES)[min(states, 3)])
    if not begins:
        _reached(text, evidence, states=states, working=working)
    many = _makes(text, aim) if report else _counts(text, sentence.setting, begins=begins)
    if many is not None:
        evidence.append(many)
    if sentence.setting is _AIMS:
        if seen.SO_MANY not in evidence and begins and aim is None and not states and _only_acts(text):
            evidence.append(seen.ONLY_ACTS)
        if cues.DONE_BY.match(text):
            evidence.append(seen.BY_A_DAY)


# 布局更加优化，建成10所学校: behind what is to hold.
_MAKES = re.compile(
    rf"，(?:重点|累计|力争|新|再|推动)?(?!新增劳动力|[^，。；]{{0,20}}(?:率|年限)){cues.COUNTED.pattern}"
)


def _counts(text: str, setting: Setting, *, begins: bool) -> Evidence | None:
    """Tell a sentence above the work that says how many are to be made: among the aims, or at once below the title."""
    acts_at_once = begins if setting is _AIMS else setting is _FRONT and cues.verb_at(text)
    if acts_at_once and cues.COUNTED.search(text) is not None:
        return seen.SO_MANY
    return seen.SO_MANY_BESIDE if setting is _AIMS and _MAKES.search(text) is not None else None


def _makes(text: str, aim: "re.Match[str] | None") -> Evidence | None:
    """Tell running text that says how many are to be made by a year, behind what is to hold then."""
    return seen.SO_MANY_BESIDE if aim and aim["to"] and _MAKES.search(text) is not None else None


def _only_acts(text: str) -> bool:
    """Tell a sentence among the aims that ends in a deed: in no state, no figure, and under no principle."""
    bare = text.rstrip("。；")
    last = bare.rpartition("，")[2]
    return not (bare.endswith(cues.STATE_ENDS) or bare.startswith(cues.AIMING) or _DIGIT.search(last) is not None)


def only_reaches(text: str) -> bool:
    """Tell a sentence of figures that are to be reached, in which nobody does anything.

    >>> only_reaches("到2031年，高中阶段毛入学率稳定在96%以上。"), only_reaches("扩建校舍，毛入学率达到96%。")
    (True, False)
    """
    if _DIGIT.search(text) is None or any(map(cues.verb_at, text.split("，"))):
        return False
    return cues.PURE.search(text) is not None or (
        cues.FIGURES.match(text) is not None and cues.COUNTED.search(text) is None
    )


def _reached(text: str, evidence: list[Evidence], *, states: int, working: bool) -> None:
    """What a sentence without a verb of action at its beginning says is to be reached: states, figures."""
    bare = text.rstrip("。；")
    if bare[-1:] in cues.STATE_LASTS and bare.endswith(cues.STATE_ENDS):
        evidence.append(seen.STATE_AT_END)
    if states and len(text) < _BRIEF and cues.STATE_PARTS.match(text):
        evidence.append(seen.ALL_STATES)
    if _DIGIT.search(text) is None and not bare.endswith(cues.WHOLE_ENDS):
        return  # the rest is about figures, or the whole
    rate = (cues.PURE if working else cues.RATE).search(text)
    if rate:
        first = working and text.find("，", _timed(text), rate.start()) < 0 and len(text) < _BRIEF
        evidence.append(seen.RATE_FIRST if first else seen.RATE_AT_WORK if working else seen.RATE)
    if working and len(text) < _BRIEF and cues.FIGURES.match(text) and not cues.COUNTED.search(text):
        evidence.append(seen.FIGURES)


def _form(text: str, told: int, sentence: Sentence, evidence: list[Evidence]) -> None:
    issue = cues.ISSUE.search(text) if told & _TOLD["ISSUE"] else None
    made_here = issue is not None and issue[0][-1] == "《" and (not issue.start() or cues.verb_at(text))
    if issue is not None and not (sentence.setting in _WORKING and made_here):
        evidence.append(seen.ISSUES)  # 研究制定《…方案》，… among the work is a piece of it
    elif _OWN_YEAR.search(text) and not any(heading.level for heading in sentence.headings):
        evidence.append(seen.ISSUES)
    guiding = None if not told & _TOLD["GUIDING"] else cues.GUIDING.search(text)
    if guiding and (not guiding[0].startswith("为") or "以" in text[: guiding.start()]):
        evidence.append(seen.GUIDES)
        if cues.GUIDED.search(text):
            evidence.append(seen.GUIDED)
    if sentence.setting is not _WORK and told & _TOLD["PRINCIPLE"] and cues.PRINCIPLE.search(text):
        evidence.append(seen.PRINCIPLE)
    if _proposes(text, told):
        evidence.append(seen.PROPOSES)
    elif told & _TOLD["PROPOSES"] and cues.ONLY_COUNTS.search(text):
        evidence.append(seen.COUNTS_PARTS)
    meanings(text, told, evidence)


_OWN_YEAR = re.compile(r"，(?:特|现|研究)?(?:制定|制订|提出|形成|编制)(?:印发)?20\d\d年度?[^，。；]{2,16}[。：]?$")


def _proposes(text: str, told: int) -> bool:
    if told & _TOLD["PROPOSES"] and cues.PROPOSES.search(text):
        return True
    if not text.rstrip("。；").endswith(cues_told.ARRANGES_LASTS):
        return False
    return cues_told.ARRANGES.search(text) is not None or cues_told.COUNTS_UP.match(text) is not None
