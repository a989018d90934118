"""Takes a passage and what its sentences are; gives it back with those apart that tell of the past."""

import re
from collections.abc import Sequence
from dataclasses import replace

from xietong.documents import evidence as seen
from xietong.documents.bearings import LOOKS_AHEAD
from xietong.documents.evidence import StatementKind
from xietong.documents.passage import Passage, Sentence, Setting
from xietong.documents.statements import Statement

_TASK, _TOLD_OF = StatementKind.TASK, (StatementKind.BACKGROUND, StatementKind.DEFINITION)
_FRONT, _WORK, _PAST = Setting.FRONT, Setting.WORK, Setting.BACKGROUND
_OPEN = (_FRONT, _WORK, Setting.SUPPORT)
_SURE = 0.6
_AT_ONCE = frozenset((seen.SO_MANY, seen.WILL_DO))


def settled(passage: Passage, statements: Sequence[Statement]) -> Passage:
    """Return the passage with the sentences that tell of the past set apart: they set neither times nor figures.

    A task right below the title is work.
    """
    return replace(passage, sentences=tuple([_settled(passage.plain, one) for one in statements]))


def _settled(plain: str, statement: Statement) -> Sentence:
    if _tells_back(plain, statement):
        return statement.sentence._replace(setting=_PAST)
    at_once = statement.kind is _TASK and statement.sentence.setting is _FRONT
    if at_once and not _AT_ONCE.isdisjoint(statement.evidence):
        return statement.sentence._replace(setting=_WORK)
    return statement.sentence


def _tells_back(plain: str, statement: Statement) -> bool:
    if statement.kind not in _TOLD_OF or statement.sentence.setting not in _OPEN:
        return False
    if statement.confidence < _SURE and seen.EVENT not in statement.evidence:
        return False
    span = statement.sentence.span
    return all(words.search(plain, span.start, span.end) is None for words in (LOOKS_AHEAD, _HELD_TO))


# 新增编制可用于聘用兼职教师，兼职教师比例不超过30%: what is allowed is held to a figure.
_HELD_TO = re.compile("，[^，。；可享申领贷补]{2,24}不(?:得|应)?(?:低于|少于|超过|高于)")
