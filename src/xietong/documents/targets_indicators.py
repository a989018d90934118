"""Takes the place of a figure; gives what it measures, as the text says before or after it."""

import re

from xietong.documents.clauses import begun

_CUTS = "，。；：、\n\t（）“”"
_CUT = re.compile(f"[{_CUTS}]")
_UNCUT = re.compile(f"[^{_CUTS}]*")
_LEADS = frozenset("到至力争确使在自从于2“十前起将其并且全本各累每原以计要应时期末")
"""What leading words begin with."""
_LEADING = re.compile(
    r"^(?:(?:到|至|力争|争取|确保|使|在|自|从|于)?(?:20\d\d ?年(?:底|末)?|“?十.五”?(?:期间|时期|末"
    r"|期末))?(?:前|起)?|力争|争取|确保|使|将|其中|并|并且|且|全[省市县区国州]|本[省市]|各|累计|每年|每学年"
    r"|其|原则上|以上|计划|要|应|时期|期间|期末|末(?=[^端]))+(?!^)"  # the first part alone can be empty
)
_TRAILING = re.compile(
    r"(?:(?:分别|均|都|全部|总体|稳定|基本|逐步|原则上|力争|每年|要|应|将|各|共|总共|至少|超过|突破|平均|约"
    r"|近|不(?:得|应|能)?(?:低于|少于|小于|超过|高于|多于|大于)|控制|保持|维持|稳定|达|提高|提升|增加|增长"
    r"|扩大|上升|下降|降低|减少|压减|增|新增|升|降|缩小"
    r"|年均|实现|占|为|是|在|到|至|达到|高于|低于|于|了|以上|比20\d\d ?年|比“?十.五”?末?)+)$"
)
_TRAILS = frozenset("别均都部体定本步上争年要应将各共少过破约近于制持达高升加长大降低减增小现占为是在到至了五”末")
"""What trailing words end with."""
_SINCE = re.compile(r"(?:由|从)20?[\d. ]{1,6}[年%].*$")
_MAKE = re.compile(
    r"(?:新建|改扩建|改建|扩建|建设|建成|建立|打造|培养|培育|培训|创建|创办|遴选|认定|支持|引进|选派|组建"
    r"|设立|配备|评选|开发|新增|增加|立项|选树|推出|形成|举办|开展|组织|招聘|招收|补充|安排|投入|完成|实施"
    r"|开设|建好|布局|重点建设|统筹|结对|选聘|轮训|共建|争取|推广|发布|制定|孵化|转化|吸引|成立|选拔|资助"
    r"|达到|拥有|入选|覆盖|实现|购置|改造|有)$"
)
_DOWN = re.compile(r"(?:下降|降低|减少|压减|缩减)(?!到|至)[^，。；到至]{0,6}$")


_BOUND = re.compile("以上|以内|左右")
# 分别控制在3%和2%: the second figure measures what the first does.
_SECOND = re.compile(r"分别.*\d")


def indicator_of(plain: str, at: int, to: int, bounds: tuple[int, int]) -> str:
    """Return the indicator of the figure at ``[at, to)``: the words before it in its clause, else those after it."""
    low = max(bounds[0], at - 60)
    before = plain[begun(_UNCUT, plain, low, at) : at]
    if "分别" in before and _SECOND.search(before):
        before = before.partition("分别")[0]
    bare = _strip(before)
    if _DOWN.search(before):
        return f"{_measured(plain, at, low, bare)}下降幅度"
    if bare and not _MAKE.search(bare):
        return bare
    follows = _UNCUT.match(plain, to, min(bounds[1], to + 30))
    after = follows[0].lstrip("的") if follows is not None else ""
    if "以" in after or "左右" in after:
        after = _BOUND.sub("", after)
    if after:
        return after
    return _MAKE.sub("", bare) or bare or _measured(plain, at, low, bare)


def _strip(words: str) -> str:
    words = words.strip(" ,，≥>》")
    if "由" in words or "从" in words:
        words = _SINCE.sub("", words)
    if words[-1:] in _TRAILS:
        words = _TRAILING.sub("", words)
    leading = _LEADING.match(words) if words[:1] in _LEADS else None
    return (words[leading.end() :] if leading else words).strip(" 的")


def _measured(plain: str, at: int, low: int, bare: str) -> str:
    """The indicator named earlier in the sentence where the figure's own clause names none."""
    if bare:
        return bare
    pieces = [_strip(piece) for piece in _CUT.split(plain[low:at])[:-1]]
    return next((piece for piece in reversed(pieces) if len(piece) > 1), "")
