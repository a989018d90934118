"""Takes a passage and its statements; says whether the text is, or announces, a plan of work — with the reasons.

Each reason has a weight in logits; a text is a plan when they add up to more than nothing. They come from the titles
(``verdict_titles``), from form and sections (here), from the kind of writing (``verdict_genres``), from documents that
the text tells of (``verdict_told``), from promises of so many by then (``verdict_promising``) and from what the
sentences say (``verdict_sentences``).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xietong.documents.ledger import Ledger
from xietong.documents.passage import Passage, Setting
from xietong.documents.statements import Statement
from xietong.documents.targets_tables import aims
from xietong.documents.verdict_genres import answers, from_genre, spoken
from xietong.documents.verdict_promising import undertakes
from xietong.documents.verdict_sentences import from_sentences
from xietong.documents.verdict_titles import Reason, from_titles, headline, named_plan
from xietong.documents.verdict_told import Told, from_words, told_in


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the text is a plan, with the sum of the reasons in logits."""

    is_plan: bool
    score: float
    reasons: tuple[Reason, ...]


_WORK_TITLE = re.compile(
    r"(?:重点|主要|工作|目标|具体)(?:任务|工作|举措|措施|行动|项目|工程)|下一步|工作安排|任务分工|实施步骤|进度安排"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百]+条[\s　]")
_BODY = "(?:单位|部门|科室|处室)"
_RESPONSIBLE = re.compile(
    rf"牵头(?<!评估牵头){_BODY}(?![，。；的])|责任{_BODY}|配合{_BODY}|主办{_BODY}|协办{_BODY}|按职责分工负责|完成时限|牵头[，、）。；]|负责）"
)
_NOTICE_OF = re.compile(
    r"(?:报到|参会|会期|食宿|报名(?:时间|方式|条件)|联系人|联系电话|考试时间|投标|开标|应聘|岗位要求|监督电话|公示期|"
    r"评审费|报价|保证金|优惠价|热线|扫码|咨询电话)"
)
# 会议议定以下事项：, 经会商，形成如下意见：
_SETTLED = re.compile(
    r"(?:议定|商定|决定|确定|明确)了?(?:以下|如下|下列)[^，。；：\n]{0,4}事项[：。\n]|议定事项[：。\n]"
    r"|(?:达成|形成)了?(?:以下|如下)[^，。；：\n]{0,4}(?:意见|共识|纪要|决议)[：。\n]|纪要如下[：。\n]"
)
_ASIDE = 200


def decide(passage: Passage, statements: Sequence[Statement], ledgers: Sequence[Ledger]) -> Verdict:
    """Weigh title, form and sentences; a plan when the sum is positive."""
    reasons = tuple(_reasons(passage, statements, ledgers))
    score = round(sum(reason.weight for reason in reasons), 3)
    return Verdict(score > 0, score, reasons)


def _reasons(passage: Passage, statements: Sequence[Statement], ledgers: Sequence[Ledger]) -> Iterable[Reason]:
    yield Reason("no text is a plan until something speaks for it", -0.9)
    told = told_in(passage.plain[:200_000], passage.day)
    agreed = told.agreed is not None
    title = headline(passage)
    undertaken = undertakes(title)
    if answers(passage.plain):
        agreed = True
        yield Reason("answers what is asked of a plan", 2.0)
    yield from from_titles(passage, agreed=agreed, undertaken=undertaken)
    yield from _from_form(passage, ledgers)
    titled = undertaken or named_plan(title) is not None
    planned = agreed or titled
    if told.first is not None and not titled and told.beside > _ASIDE:
        yield Reason("tells more of other things", -min(3.0, told.beside / 500))
    yield from from_genre(passage.plain[:200_000], statements, planned=planned)
    yield from _from_body(passage, statements, told)


def _from_form(passage: Passage, ledgers: Sequence[Ledger]) -> Iterable[Reason]:
    plain = passage.plain[:200_000]
    if _articles(plain) >= 5:
        yield Reason("written in articles, as laws are", -4.5)
    if _SETTLED.search(plain) is not None:
        yield Reason("sets down what a meeting settled", 3.2)
    if ledgers:
        yield Reason("a table of tasks with units or times", 4.0)
    elif any(aims(placed) for placed in passage.tables[:50]):
        yield Reason("a table of figures that are aimed at", 3.0)
    names = _RESPONSIBLE.finditer(plain)
    # Over a column of a table that is no ledger it says nothing: 学校数, 教师数, 责任科室.
    named = sum(1 for one in names if ledgers or "\t" not in plain[max(0, one.start() - 1) : one.end() + 1])
    if named:
        yield Reason("says who is responsible", min(2.5, 0.8 + 0.3 * named))
    notices = len(set(_NOTICE_OF.findall(plain)))
    if notices:
        yield Reason("tells how to take part, apply or bid", -min(3.0, 0.8 * notices - 0.4))


def _articles(plain: str) -> int:
    """Count the articles that begin a line or follow a stop, and have words on it."""
    found = last = 0
    for match in _ARTICLE.finditer(plain):
        start = match.start()
        if start == 0 or (start > last and plain[start - 1] in "\n。；"):
            found += 1
            last = match.end()
    return found


def _from_body(passage: Passage, statements: Sequence[Statement], told: Told) -> Iterable[Reason]:
    plain = passage.plain[:200_000]
    settings = {statement.sentence.setting for statement in statements}
    if Setting.AIMS in settings:
        yield Reason("has a section of aims", 1.5)
    if Setting.THOUGHT in settings:
        yield Reason("has a guiding thought or principles", 1.2)
    if any(one.level in (1, 2) and _WORK_TITLE.search(one.title) for one in passage.outline):
        yield Reason("has a section of tasks", 1.2)
    elif spoken(plain):
        yield Reason("spoken to those present", -3.0)
    if Setting.SUPPORT in settings:
        yield Reason("has a section on safeguards", 0.8)
    yield from from_words(plain, passage.day, told)
    yield from from_sentences(passage, plain, statements, told)
