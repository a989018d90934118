"""Takes a text and its statements; says what its sentences tell: what happened, is there by now, or is to be done."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from xietong.documents.cues import VERBS, each
from xietong.documents.evidence import (
    ACTS,
    AIMED,
    AIMING,
    DONE_AT_ONCE,
    ENDS_IN_STATE,
    HOLDS,
    OPENS_PAST,
    PAST_IN_TASK,
    TOLD,
    WAS_DONE,
    WILL,
    Evidence,
    StatementKind,
)
from xietong.documents.passage import Passage, Setting
from xietong.documents.statements import Statement, acts_at
from xietong.documents.verdict_genres import LEAD
from xietong.documents.verdict_promising import from_promises
from xietong.documents.verdict_titles import Reason, headline, named_plan
from xietong.documents.verdict_told import Told

# 今年将新建, 各县要落实: somebody will do, or is to do, something.
_WILL_DO = re.compile(
    r"(?:将(?<![即必]将)(?![军领来])|计划|拟|力争|各[地省市县校级处科][^，。；]{0,12}要|[全我][省市县区州]要|(?:[厅局委府园]|地区|城市|学校|院校|部门|单位|机构|企业)要|；要|，要|"
    r"会议要求[^。；]{0,30}要)(?:在[^，。；]{2,14}|于[^，。；]{2,14})?"
    rf"(?:把|对(?!接)|分批|陆续|同步|优先|每年|接收|[兴修]建|[竣完]工|启用|(?!举办|召开|参与)(?:{VERBS}))"
)
# 教育局会由下学年起向学校提供津贴: will, as it is said in Hong Kong.
_SHALL = re.compile(
    rf"(?:(?:[局府署]|我们|当局|专责小组)[亦也还将]?|(?<![^。；，])[亦又])会(?:分别|陆续)?(?:[在于向为由就][^，。；]{{2,40}}?，?)?(?:{VERBS}|拨款|预留|展开|提交)"
)
# 各校要认真制定预案, 学校不得组织补课: a demand, whatever is demanded.
_DEMAND = re.compile(
    r"(?<![^。；，、\n])(?:"
    r"(?:各[校县市区地镇乡单部学][^，。；\n]{0,12}?|[^，。；\n]{0,8}(?:学校|部门|教师)(?:均|都|一律)?)(?:要|应|须|必须|不得)(?!求)"
    r"|请各[校县市区地镇乡单部学][^，。；\n]{0,14}(?:高度重视|认真|切实|严格|按照|抓紧|于|在|组织)"
    r"|请[\u4e00-\u9fff、]{2,20}(?:[厅局]|教委|委员会|政府|机构)(?:牵头|协调|指导|会同|配合|落实|推动|组织|共享|支持|做好)"
    r"|(?<!、)(?:严禁|不得))"
)
_EVENT = re.compile(
    r"(?:举行(?![^，。；]{0,24}(?:发布|吹风|通气)会)|出席|主持|致辞|参观|慰问|走访|揭牌|开幕|闭幕|合影|颁奖|获奖|荣获|"
    r"参赛|比赛|说(?<!来说)，|说：|告诉)"
)
# That somebody learnt it yesterday says that it is news, and of a plan as well as of anything else.
_FRAME = re.compile(r"近日|日前(?<!\d日前)|今天|昨日|昨天|本报讯|记者(?!会)|获悉")
# 同比增长, 获批国家试点, 完成投资33.9亿元: what is there by now, however its sentence begins.
_ATTAINED = re.compile(
    r"同比|截至|已(?:完成|建成|建立|开展|经|累计|有|全面)|取得了|共(?:有|计)|累计|较上年|比上年|完成了|荣获|实现了|获批|入选|获评|首[次个批家]"
    r"|跃居|跻身|位居|居全国|连续\d+年|年均增长|投用|投产|成[效果](?:显著|明显|丰硕)|取得[^，。；]{0,8}(?:进展|成效|突破|成果)|"
    + each("走在|位列|排名|稳居", "[^，。；]{0,6}(?:前|第)")
    + "|"
    + each(
        "增长|提高|提升|下降|压减|达到|达|突破|超过|超|稳定在|完成|发放|投入|建成|新增|资金|投资",
        r"[^，。；\d]{0,8}\d+\.\d",
    )
)
_SET = re.compile(
    r"力争|确保|争取|到20\d\d年|以上|左右|以内|不低于|计划|将(?<!即将)|年内|今年[^，。；]{0,6}(?:新|要|力)|明年"
)
# 应当在5日内提出: laws and rules say 应当 where plans say 要.
_RULES = re.compile(
    r"应当|应(?=[由在对按于向]|及时|为)|不得|下列|第[一二三四五六七八九十百]+[条款]|本(?:法|条例|办法|规定)|依法"
)
Seen = tuple[Evidence, ...]


def from_sentences(passage: Passage, plain: str, statements: Sequence[Statement], told: Told) -> Iterable[Reason]:
    """Give what the sentences of a text tell; ``told`` is where it tells of documents."""
    ahead = [one.sentence.whole for one in statements[:500] if one.sentence.setting is not _BACKGROUND]
    events = sum(min(2, count) for count in _happened(plain, statements)) + (_FRAME.search(plain) is not None)
    attained = (
        0 if _SET.search(plain, at.start, at.end) else len(_ATTAINED.findall(plain, at.start, at.end)) for at in ahead
    )
    status = sum(attained)
    per_thousand = 1000 / max(len(plain), 600)
    planned = named_plan(passage.title) is not None or told.agreed is not None  # what is signed is signed at an event
    if events:
        yield Reason("reports events", -min(2.0, 0.5 * events * per_thousand) * (0.5 if planned else 1.0))
    if status:
        yield Reason("reports what was done", -min(3.0, 0.35 * status * per_thousand))
    yield from from_promises(headline(passage), plain, statements)
    demands = (1 for one in statements if one.kind is not StatementKind.BACKGROUND and _promises(plain, one))
    demanded = sum(islice(demands, 5))  # more would weigh no more
    if demanded > 1:
        share = demanded / min(60, len(statements))
        yield Reason("commitments and demands in the text", min(2.4, 0.6 * (demanded - 1), 12 * share))
    tasks = [one for one in statements if one.kind is _TASK and one.confidence >= 0.6]
    if tasks and told.first is not None:  # news begins with what it is about
        most = 1.6 if told.first < 2 * LEAD else 0.8
        yield Reason("and what is to be done", min(most, 0.4 * len(tasks), 4 * len(tasks) / len(statements)))
    yield from _from_states(statements)
    yield from _from_duties(passage, statements)


def _happened(plain: str, statements: Sequence[Statement]) -> Iterable[int]:
    """Say of each sentence of the text how many events it tells of."""
    for one in statements:
        whole = one.sentence.whole
        if whole.start >= len(plain):
            return
        yield len(_EVENT.findall(plain, whole.start, whole.end))


def _from_states(statements: Sequence[Statement]) -> Iterable[Reason]:
    states = sum(1 for one in statements[:500] if one.kind in AIMING and one.confidence >= 0.6)
    if states >= 3:
        yield Reason("states and figures that are aimed at", min(1.5, 0.25 * states))


def _promises(plain: str, statement: Statement) -> bool:
    """Tell whether running text says that somebody will do, or is to do, something that can be looked for later."""
    span = statement.sentence.span
    if statement.sentence.setting in (Setting.BACKGROUND, Setting.THOUGHT, Setting.CLOSING):
        return False
    if statement.kind in AIMING and any(one.seen == AIMED for one in statement.evidence):
        return True
    if plain.startswith("要", span.start) and plain[span.start + 1 : span.start + 2] not in "求素点":
        return True
    if any(one.search(plain, span.start, span.end) is not None for one in (_WILL_DO, _DEMAND)):
        return True
    return plain.find("会", span.start, span.end) >= 0 and _SHALL.search(plain, span.start, span.end) is not None


def _rests(evidence: Seen) -> bool:
    """Tell a sentence that says how things stand then, and nothing that is done."""
    seen = [one.seen for one in evidence]
    return (HOLDS in seen or ENDS_IN_STATE in seen) and ACTS not in seen


_UNMOVED = (StatementKind.LABEL, *AIMING)


def _from_duties(passage: Passage, statements: Sequence[Statement]) -> Iterable[Reason]:
    """Sections of a plan, their titles and their sentences, begin with what is to be done."""
    seen = {one.evidence for one in statements}  # few, and they come again and again
    resting = {one for one in seen if _rests(one)}
    working = [
        one
        for one in statements
        if one.sentence.setting in _WORKING and one.kind not in _UNMOVED and one.evidence not in resting
    ]
    work = [one for one in working if _under_number(one)]
    least, usual = (-2.5, 0.33) if work else (0.0, 0.25)
    work = work or working
    telling = _TELLING if least else frozenset((ACTS,))
    ahead = {one for one in seen if _tells(one, telling)}
    acting = sum(1 for one in work if one.evidence in ahead and not _is_attained(passage.plain, one))
    if _is_piece(passage, statements):
        yield Reason("says nothing but what is to be done", 1.6)
    elif work and (least or acting >= 3):
        share = (acting + 0.5) / (len(work) + 2.0)
        yield Reason("sections whose sentences act", _believed(max(least, min(3.0, 9 * (share - usual))), len(work)))
    titles = [one for one in passage.outline if 1 <= one.level <= 3]
    ordering = sum(1 for one in titles if acts_at(passage.plain, one.span.start, one.span.end))
    if titles:
        share = ordering / len(titles)
        yield Reason("headings that act", _believed(max(-0.6, min(1.5, 4 * (share - 0.25))), len(titles)))


def _is_piece(passage: Passage, statements: Sequence[Statement]) -> bool:
    """Tell a few sentences cut out of a plan: without a title, and with nothing in them but what is to be done."""
    said = [one for one in statements[:7] if one.kind is not StatementKind.LABEL]
    if not (1 if passage.outline else 2) <= len(said) <= 5 or headline(passage):
        return False
    spans = [one.sentence.whole for one in said]
    if any(_RULES.search(passage.plain, span.start, span.end) for span in spans):
        return False
    return all(
        one.sentence.setting in _WORKING and _tells(one.evidence, _TELLING) and not _is_attained(passage.plain, one)
        for one in said
    )


def _tells(evidence: Seen, telling: frozenset[str]) -> bool:
    """Tell a sentence that says what is to be done, and not that it was."""
    seen = [one.seen for one in evidence]
    return not telling.isdisjoint(seen) and _PAST.isdisjoint(seen)


def _is_attained(plain: str, statement: Statement) -> bool:
    """Tell whether a sentence says what is there by now, and nothing that is set for later."""
    start, end = statement.sentence.whole
    return _ATTAINED.search(plain, start, end) is not None and _SET.search(plain, start, end) is None


def _believed(weight: float, seen: int) -> float:
    """Give less weight to a share that was seen in few; what acts is believed sooner than what does not."""
    return weight * min(1.0, (seen + 1) / 6 if weight > 0 else seen / 5)


_TELLING = frozenset((ACTS, TOLD, WILL))
_PAST = frozenset(one.seen for one in (DONE_AT_ONCE, OPENS_PAST, PAST_IN_TASK, WAS_DONE))
_BACKGROUND, _TASK = Setting.BACKGROUND, StatementKind.TASK
_WORKING = (Setting.WORK, Setting.SUPPORT, Setting.AIMS)


def _under_number(statement: Statement) -> bool:
    headings = statement.sentence.headings
    return bool(headings) and headings[-1].level > 0
