"""Takes a sentence's words; says whether they tell what something is, whom it is for or what is allowed."""

import re

from xietong.documents import cues
from xietong.documents import evidence as seen
from xietong.documents.evidence import Evidence

_TOLD = cues.FAMILIES
_DEFINITIONS = _TOLD["COPULA"] | _TOLD["DEFINITION_OF"]
_MAY = re.compile(
    r"(?:(?:[对在经凡][^，。；]{2,80}|[^，。；]{2,80}(?:[的中时后]|的(?:部分|情况)))，){0,2}[^，。；]{0,24}?(?<![许认适不宁皆])可(?![持能靠行控视信选比见复操]|适[当度]|结合|根据|采[取用]|探索|积极)"
    r"(?![^。；]*(?:要|须|应当|鼓励|支持|不得|严禁|建立|完善|加强|落实|推进|开展|制定))"
)
_MADE_UP = re.compile(
    r"(?!成立|组建|建立|设立|组织)[^，。；：]{2,40}?(?:由[^，。；]{2,160}组成(?!的)|(?:下设办公室，[^，。；]{2,24})?设在[^，。；]{2,40}"
    r"(?:，[^，。；]{2,24}(?:设在[^，。；]{2,24}|由[^，。；]{2,24}[兼担]任))?[。；]$)"
)


def meanings(text: str, told: int, evidence: list[Evidence]) -> None:
    """Gather what tells that a sentence says what something is, whom it is for or what is allowed; or asks."""
    if text[-1] == "？":
        evidence.append(seen.QUESTION)
    elif text[-2:-1] in cues.WHO_LASTS and _says_whom(text):
        evidence.append(seen.MEANS_WHOM)
    if _allows(text) or _makes_up(text):
        evidence.append(seen.IS_ONLY)
    if told & _DEFINITIONS:
        _defining(text, told, evidence)


def _allows(text: str) -> bool:
    """Tell a sentence that only says what somebody may do: 学校可从中获得报酬; 政府可以委托第三方评估."""
    return "可" in text and not cues.verb_at(text) and _MAY.match(text) is not None


def _makes_up(text: str) -> bool:
    """Tell a sentence that says of whom a body is made up, or where it sits: 联席会议由教育、财政等部门组成."""
    if "组成" not in text and "设在" not in text:
        return False
    return _MADE_UP.match(text) is not None


def _says_whom(text: str) -> bool:
    """Tell a condition in a list: the people or bodies that something is for."""
    if cues.VERB.search(text, 0, 24) is not None or cues.DUTY.search(text) is not None or cues.COUNTED.search(text):
        return False
    return cues.WHO_IS_MEANT.match(text) is not None


def _defining(text: str, told: int, evidence: list[Evidence]) -> None:
    """Says what something is, or asks whether."""
    consists = "包括" in text and (
        cues.CONTENTS.match(text) is not None or (not cues.verb_at(text) and cues.CONSISTS.match(text) is not None)
    )
    if consists or (told & _TOLD["COPULA"] and (cues.COPULA.match(text) or cues.CLAUSE_IS.search(text))):
        evidence.append(seen.IS_ONLY)
    if "是否" in text and not cues.verb_at(text):
        evidence.append(seen.WHETHER)
    if told & _TOLD["DEFINITION_OF"] and cues.DEFINITION_OF.search(text) and seen.PROVIDES not in evidence:
        evidence.append(seen.DEFINES)
