"""Takes nothing; gives all that can be seen in a sentence, with the kind of statement it speaks for and its weight."""

from dataclasses import dataclass
from enum import StrEnum

from xietong.documents.passage import Setting


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


AIMING = (StatementKind.OBJECTIVE, StatementKind.TARGET)
"""What says what is to be reached, and nothing that is to be done."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """One thing that speaks for or against: what was seen, for which kind, and its weight in logits.

    All there can be are named below, so that one is known from another by being the same.
    """

    seen: str
    kind: StatementKind
    weight: float


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

ACTS = "begins with a verb of action"
AIMED = "opens with the time of an aim"
HOLDS = "states that hold then"
ENDS_IN_STATE = "ends in a state"
TOLD = "a body is told to do something"
WHY = "says why"
WILL = "somebody will do or is to do something"
TITLE = Evidence("a title", _LABEL, 12.0)
SAYS_WHO = Evidence("a label, a lead-in or an address", _LABEL, 12.0)
REPORT = Evidence("running text without numbered sections", _TASK, -1.4)

# What speaks for what, in logits: chosen by hand, looked at with the training corpus.
LEADS_IN = Evidence("leads in to a list", _LABEL, 7.0)
BEGINS_WITH_VERB = Evidence(ACTS, _TASK, 1.6)
VERB_NEAR = Evidence("a verb of action near the beginning", _TASK, 0.6)
NO_VERB = Evidence("no verb of action", _TASK, -1.0)
DUTY = Evidence("a word of duty", _TASK, 0.9)
IS_TOLD = Evidence(TOLD, _TASK, 1.2)
TOLD_AT_ONCE = Evidence("told in the letter that hands the document on, or where it says why", _TASK, 2.0)
BRACKET = Evidence("a bracket with units or a time behind it", _TASK, 1.5)
AIMS_AT = Evidence(AIMED, _OBJECTIVE, 1.6)
AIMS_AND_ACTS = Evidence(AIMED, _OBJECTIVE, 0.5)
HOLDS_STATES = tuple(Evidence(HOLDS, _OBJECTIVE, 1.4 * times) for times in range(4))
ACTS_AND_HOLDS = tuple(Evidence(HOLDS, _OBJECTIVE, 0.4 * times) for times in range(4))
STATE_AT_END = Evidence(ENDS_IN_STATE, _OBJECTIVE, 0.6)
ALL_STATES = Evidence("states and nothing to do", _OBJECTIVE, 2.0)
SO_MANY = Evidence("so many are to be made", _TASK, 4.5)
SO_MANY_BESIDE = Evidence("so many are to be made, beside what is to hold", _TASK, 8.0)
ONLY_ACTS = Evidence("acts, and says nothing that is to hold", _TASK, 3.0)
BY_A_DAY = Evidence("to be done by a day", _TASK, 4.0)
OPENS_PAST = Evidence("opens with the past", _BACKGROUND, 4.2)
PAST_THEN_AHEAD = Evidence("opens with the past and goes on to what will be done", _BACKGROUND, 0.8)
PAST_IN_TASK = Evidence("a word of the past behind a verb of action", _BACKGROUND, 2.6)
RHETORIC = Evidence("praises or appeals", _BACKGROUND, 4.5)
ACTS_AND_PRAISES = Evidence("praises or appeals", _BACKGROUND, 0.8)
COMPARES = Evidence("compares with the past", _BACKGROUND, 2.4)
ACTS_AND_COMPARES = Evidence("compares with the past", _BACKGROUND, 0.6)
SAYS_WHY = Evidence(WHY, _BACKGROUND, 2.0)
ACTS_AND_SAYS_WHY = Evidence(WHY, _BACKGROUND, 0.8)
TELLS_ONLY = Evidence("says what somebody does, and nothing that is to come", _BACKGROUND, 2.6)
EVENT = Evidence("reports an event", _BACKGROUND, 2.2)
NARRATES = Evidence("tells a story", _BACKGROUND, 2.8)
EVENT_AHEAD = Evidence("reports an event", _BACKGROUND, 0.8)
EPOCH = Evidence("says which time it is", _BACKGROUND, 4.0)
GUIDED = Evidence("names the thought that guides", _THOUGHT, 4.5)
FIGURES = Evidence("figures to be reached and nothing to do", _TARGET, 4.4)
RATE = Evidence("a rate and the figure it is to reach", _TARGET, 2.4)
RATE_AT_WORK = Evidence("a rate and the figure it is to reach", _TARGET, 1.6)
RATE_FIRST = Evidence("begins with a rate and the figure it is to reach", _TARGET, 3.2)
OF_OTHERS = Evidence("tells what a congress or the leadership has called for", _BACKGROUND, 4.5)
STANDS_NOW = Evidence("tells how things stand", _BACKGROUND, 3.2)
WILL_DO = Evidence(WILL, _TASK, 1.5)
WAS_DONE = Evidence("tells what was done", _BACKGROUND, 2.0)
DONE_AT_ONCE = Evidence("its first verb is done with", _BACKGROUND, 2.4)
DONE_TO = Evidence("tells what something was made or put on", _BACKGROUND, 4.2)
ON_ITSELF = Evidence("says what the document is for", _BACKGROUND, 3.4)
ENDS_ISSUED = Evidence("ends with the document that came out", _ISSUING, 3.0)
PLAN_GONE = Evidence("opens with a plan gone by", _BACKGROUND, 3.4)
YEAR_GONE = Evidence("opens with a year gone by", _BACKGROUND, 3.5)
ANNOUNCES = Evidence("announces what is to be done", _TASK, 1.2)
ISSUES = Evidence("issues or closes the document", _ISSUING, 4.0)
GUIDES = Evidence("guiding thought", _THOUGHT, 3.0)
PRINCIPLE = Evidence("a principle", _THOUGHT, 1.5)
CHAPTER_LEAD = Evidence("the thought that opens a section of sections", _THOUGHT, 4.2)
PROPOSES = Evidence("tells what the plan consists of", _ISSUING, 3.8)
COUNTS_PARTS = Evidence("tells of how many parts the plan consists", _ISSUING, 5.5)
PROVIDES = Evidence("tells what the plan provides", _TASK, 3.0)
CAME_OUT = Evidence("tells that something came out", _ISSUING, 2.4)
QUESTION = Evidence("a question", _BACKGROUND, 8.0)
IS_ONLY = Evidence("says what something is", _DEFINITION, 5.0)
WHETHER = Evidence("a point to be looked at", _DEFINITION, 2.8)
MEANS_WHOM = Evidence("says who is meant", _DEFINITION, 4.5)
DEFINES = Evidence("a definition or a scope", _DEFINITION, 2.6)
