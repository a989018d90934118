"""Takes a sentence in which something is to be done; gives the clause by which it is called.

Passed over is who leads, by when, and what only leads up to the deed: 围绕…需求，在…基础上，以…为重点，按照…要求.
"""

import re

from xietong.basics import Span
from xietong.documents import cues
from xietong.documents.passage import Passage

_CLAUSE = re.compile(r"[^，。；：]+")
_CASE = re.compile(r"(?:对|针对)|.*的$")
# 对验收优秀的实验室, whatever verbs tell which ones
_OF_A_KIND = re.compile(r"(?:对|针对)(?![^，]*(?:进行|开展|实施|给予|予以|加强|实行))[^，]{2,30}的[^，的]{1,10}")
_CASE_FIRST, _STRIVEN_FIRST = frozenset("对针"), frozenset("力争通经用")
_LONGEST = 40
_OPENER = re.compile(  # who or when, before what
    r"(?:由[^，。；：]{2,40}(?:牵头|负责|主办|承办|配合|参与)|[^，。；：]{2,20}(?:配合|参与)"
    r"|(?:到|至|在)?(?:\d{4}年|“?十[二三四五六]五”?(?:期间|期?末|时期)?)|(?:到|至|自|从)?\d{4}(?:年|—|-)[^，。；：]{0,10}(?:前|底|末|起|年|内)"
    r"|[^，。；：]{1,6}(?:年|月)(?:底|末)?(?:前|起)"
    r"|(?:\d{4}年)?(?:\d{1,2}月?[—\-～至、])?\d{1,2}月(?:份|[上中下]旬|\d{1,2}日)?|(?:\d{4}年)?(?:第?[一二三四]季度|[上下]半年)|每(?:年|月|季度|学[年期]))[，：]"
)
_OPENER_ENDS = frozenset("头责办合与年五”间期末前底起内月份旬日度")  # before the comma
_FRAME = re.compile(  # 以…为重点, 在…基础上, 按照…要求: whatever they hold, they are no deed
    r"以[^，]{2,60}为(?:[^，]{0,4}(?:重点|核心|抓手|牵引|主线|契机|目标|导向|依托|基础|突破口|主体?|载体|引领|龙头|中心|单位|支撑|统领|根本|关键|原则|切入点|主题))"
    r"|在[^，]{2,60}(?:中|下|时|后|前|期间|方面|的?基础上|过程中)"
    r"|(?:按照?|根据|依据|遵照|参照|对照|坚持)[^，]{2,60}(?:要求|原则|思路|部署|规定|标准|精神|方式|模式|安排|办法|方针|方法|理念|路径)"
    r"|[^，]{0,16}(?:要求|强调|指出|提出|明确|表示)"
    r"|(?:为|为了|为深入)(?:贯彻|落实|推进|推动|做好|加强|进一步|深入|全面|加快|确保)[^，]{2,60}"
    r"|(?:着眼|聚焦|围绕|立足|紧扣|瞄准|对标|针对|根据|结合|依托|借助|利用|面向|通过|适应|顺应|抓住|把握)[^，]{1,60}"
    r"(?:领域|产业|行业|方面|需求|需要|实际|特点|情况|问题|资源|制度|平台|通道|优势|机制|契机|机遇|目标|任务|定位|战略|主题|主线|短板|重点|难点|热点|形势|趋势|载体|渠道|变化|差异)等?"
    r"|(?:着眼|聚焦|围绕|立足|紧扣|瞄准|对标)(?![^，]{2,60}(?:开展|实施|组织|举办|建立|组建|开设|设立|推进|推动|加强|完善))[^，]{2,40}"
)
_FRAME_FIRST, _SAYING_ENDS = frozenset("以在按根依遵参对坚为着聚围立紧瞄针结借利面通适顺抓把"), frozenset("求调出确示")
_COUNTED = re.compile(r"(?:任务|措施|举措|事项|项目)[一二三四五六七八九十\d]{1,3}")  # 任务3：…
_STRIVEN = re.compile(
    r"(?:力争|争取)?(?:通过|经过|用)[^，]{1,6}年(?:左右)?(?:的)?(?:努力|时间)?"
)  # 力争通过三年努力，…
_LEARNT = ("的", "获悉", "获知", "了解到")
_MERELY = frozenset(
    ("此外", "同时", "另外", "其中", "下一步", "接下来", "今后", "今年", "明年", "据悉", "据了解", "据介绍")
)
_MERE_END = re.compile(r"[^，。]{0,12}(?:完成|到位|结束)$")  # 暑期完成 says nothing of what
_MERE_ENDS = ("完成", "到位", "结束")


def called(passage: Passage, span: Span) -> str:
    """Return the clause that says what is to be done: not who leads, says so or by when; with its case, if that fits.

    对随迁子女，学校应提供服务，…… gives 对随迁子女，学校应提供服务.
    """
    plain, at, case = passage.plain, span.start, None
    clause = _CLAUSE.match(plain, at, span.end)
    if clause is None:
        return passage.text[at : span.end]
    end = clause.end()
    while plain[end : end + 1] in ("，", "：") and _passed_over(plain, at, end, span.end):
        following = _CLAUSE.match(plain, end + 1, span.end)
        if following is None or (following[0].endswith(_MERE_ENDS) and _MERE_END.match(following[0])):
            break
        if case is None and _CASE.match(plain[at:end]):
            case = at
        at, end = following.span()
    start = case if case is not None and end - case <= _LONGEST else at
    return passage.text[start : min(end, start + _LONGEST)]


def _passed_over(plain: str, at: int, end: int, last: int) -> bool:
    """Tell a clause that only says which task, who or when, or leads up to the deed."""
    if plain[end] == "：" and _COUNTED.fullmatch(plain, at, end):
        return True
    if plain[end - 1] in _OPENER_ENDS and _OPENER.match(plain, at, last) is not None:
        return True
    return plain[end] == "，" and _leads_up(plain[at:end])


def _leads_up(clause: str) -> bool:
    """Tell a clause that names a case, a way or who says so from one that says what is to be done."""
    if clause.endswith(_LEARNT) or clause in _MERELY:
        return True
    if clause[0] in _CASE_FIRST and _OF_A_KIND.fullmatch(clause):
        return True
    if clause[0] in _STRIVEN_FIRST and _STRIVEN.fullmatch(clause):
        return True
    if (clause[0] in _FRAME_FIRST or clause[-1] in _SAYING_ENDS) and _FRAME.fullmatch(clause):
        return True
    if clause[0] not in cues.ADVERBIAL_FIRST and cues.ADVERBIAL_TELLS.isdisjoint(clause):
        return False
    return cues.ADVERBIAL.match(f"{clause}，") is not None and not cues.VERB.search(clause)
