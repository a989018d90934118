"""Takes a title, a text and its statements; says what they promise that can be looked for later: so many, by then."""

import re
from collections.abc import Iterable, Sequence

from xietong.documents.cues import VERBS
from xietong.documents.statements import Statement
from xietong.documents.verdict_titles import Reason

_REACH = 600
"""The characters from the beginning in which a promise tells what a text is about."""
_FIRST = 120
# Words that look ahead, with what they bear on behind them; and a time that is to come, which bears on what follows.
_WILL = (
    r"(?:将(?<![即必]将)(?![近军领来])|拟|计划(?<![师动训育才作展]计划)(?=[在于新投建改培招用到完实再总分筹])"
    r"|力争|确保|争取)"
)
_THEN = (
    r"(?:明年(?!来)|年(?<![一二两三四五几近]年)[内底]前|(?:未来|今后)[一二三四五几\d]+年"
    r"|年内每年|到20\d\d年|[今明]年起)"
)
_FIGURE = (
    r"(?:\d[\d.]*\s?[多余]?[万亿]?[余多]?[所个座名人项件元处套批家间条%亩公门]|一批"
    r"|[二三四五六七八九十百]{1,3}[所个大项件]|全覆盖)"
)
_MADE = r"投用|投入使用|建成|[竣完]工|启用|[开动]工|开学"
_MAKES = rf"(?:{VERBS}|投[资入]|筹资|建|{_MADE})"
# 今年将新建幼儿园20所; 6000个学位年内投用; 到2032年，新建…80所.
_COUNTS = re.compile(
    rf"{_WILL}[^。；，]{{0,12}}?{_MAKES}[^。；，]{{0,24}}?(?:，(?:20\d\d年|[今明]年|年内|共)[^。；，]{{0,14}}?)?{_FIGURE}"
    rf"|{_WILL}[在为向给][^。；，]{{0,4}}{_FIGURE}[^。；，]{{0,12}}{_MAKES}"
    rf"|{_THEN}[^。；，]{{0,12}}(?:，[^。；，]{{0,12}})?{_MAKES}[^。；]{{0,30}}?{_FIGURE}"
    rf"|今年[^。；，]{{0,4}}(?:新建|新增|[新改]扩建|扩建|改造|培训|招聘|开办|办好|办理|投入)(?!共)[^。；，]{{0,16}}{_FIGURE}"
    rf"|(?:预留|增拨|注资|(?<![划调直下])拨)\d[\d.]*[多余]?[万亿]元?[^。；，]{{0,8}}{_MAKES}"
    rf"|每年(?:安排|投入|支持|培养|选派|补充|招收|培训)[^。；，]{{0,12}}?{_FIGURE}"
    rf"|{_WILL}招[聘募][^。；，]{{0,8}}{_FIGURE}"
    rf"|{_FIGURE}[^。；，]{{0,10}}(?:{_WILL}|{_THEN}|预计)[^。；，]{{0,12}}(?:{_MADE})"
)
_WORK = "计划|工程|行动|规划|方案|项目|检查|督导|督查|整治|试点"
# 计划2024年9月投入使用; 将实施第四期行动计划: named by its day or by its name.
_NAMES = re.compile(
    rf"(?:将|拟|计划|预计|确保|力争|争取)[^。；，]{{0,12}}(?:明年|今年|年[内底]|20\d\d年|\d{{1,2}}月|今秋|秋季)[^，。；]{{0,14}}(?:{_MADE}|交付|开园|创成)"
    rf"|(?:明年|今年|年[内底]|20\d\d年|\d{{1,2}}月\d{{1,2}}日)[^。；]{{0,40}}将[^。；，]{{0,8}}(?:{_MADE})"
    rf"|(?:将|(?:决定|确定)[^，。；《》]{{0,14}}?)(?:在[^，。；]{{1,8}})?(?:全面|启动|组织|继续)?(?:实施|启动|开展)[^，。；]{{0,30}}(?:{_WORK})(?![^，。；]{{0,4}}(?:以来|期间))"
    r"|年底?前[^。；，]{0,10}(?:全部|全面|基本|普遍|实现)[^。；，]{0,6}(?:达标|覆盖|建成|完成|清零|消除|普及)"
    rf"|(?:{_WORK})(?:即将|将|拟|年内)(?:在[^，。；]{{1,8}})?(?:全面|正式)?(?:实施|启动|展开|开展)"
)
# 三年内全市将改扩建幼儿园: the same without a number, as a headline says it.
_UNDERTAKES = re.compile(
    rf"(?:[省市县区州国地校]|今年|明年|年内|20\d\d年|试点)[^，。；]{{0,12}}(?:将|拟)(?:[以向在][^，。；]{{2,8}}|着力|继续|重点|进一步|陆续|联动|携手|[多\d]+措并举)?(?:采取|(?!举办|召开|参与)(?:{VERBS}))"
    r"|\d+[多余]?所[^，。；\d]{0,8}(?:将(?![军近领])|有望)"
    r"|(?:计划|拟|投资)[^。；]{0,24}建(?:设)?\d+[所个座处]|(?:新建|[新改]扩建|扩建)\d+[所个座处]"
)
_GONE_BY = re.compile(r"去年|以来|截至|累计(?<!到20\d\d年累计)(?<!到20\d\d年，累计)|同比")
_DONE = re.compile(r"已(?!批)|了(?!解)|招录|报考")


def promises(words: str) -> bool:
    """Tell whether words say that so much will be done, or when what is named will be, and nothing of the past.

    >>> promises("今年全市将新建幼儿园20所"), promises("去年全市新建幼儿园20所")
    (True, False)
    """
    found = _COUNTS.search(words) or _NAMES.search(words)
    if found is None or _DONE.search(words, found.start(), found.end()):
        return False
    return _GONE_BY.search(words, words.rfind("，", 0, found.start()) + 1, found.end()) is None


def undertakes(title: str) -> bool:
    """Tell whether a headline promises, be it without a number or a day."""
    return promises(title) or _UNDERTAKES.search(title) is not None


# 截至目前，已圆满完成建设任务; 此项实事已接近尾声: what was promised is there, unless a year gone by is spoken of.
_KEPT = re.compile(r"(?:圆满|全部|超额|如期|提前|均已|已全面)(?:完成|建成)|接近尾声|实际新增")


_FORMER = re.compile(r"去年|上年|过去|20\d\d年")


def _kept(plain: str) -> bool:
    """Tell whether the first words say that it is done, and not of a former year beside what this one is to bring."""
    later = "今年" in plain[:_REACH] or "明年" in plain[:_REACH]
    for one in _KEPT.finditer(plain, 0, _REACH):
        if not (later and _FORMER.search(plain, max(0, plain.rfind("。", 0, one.start())), one.start())):
            return True
    return False


def from_promises(title: str, plain: str, statements: Sequence[Statement]) -> Iterable[Reason]:
    """Give what the title, the first words over whatever lines, and the first sentences promise."""
    if undertakes(title):
        yield Reason("the title promises", 2.0)
    first = [one.sentence.whole for one in statements[:40] if one.sentence.whole.start < _REACH]
    counted = sum(1 for one in first if promises(plain[one.start : one.end]))
    if counted and _kept(plain):
        yield Reason("promised what is there by now", -1.0)
        return
    if promises(plain[:_FIRST].replace("\n", "")):
        yield Reason("opens with a promise", 0.8)
    if counted:
        yield Reason("promises what can be counted", min(2.6, 0.2 + 0.8 * counted, 8 * counted / len(first)))
