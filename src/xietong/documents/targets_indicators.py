"""Takes the place of a figure; gives what it measures, as the text says before or after it.

Behind a figure stands what is counted (新建80所幼儿园); before it, what is measured or made (入园率达到90%,
新建幼儿园80所). Of the words there time, manner and comparison are taken away; a verb alone says nothing.
"""

import re

from xietong.documents.clauses import begun
from xietong.documents.cues import VERB, VERBS

_REACH = 90  # no name is looked for farther before its figure
_UNCUT = re.compile(r"[^，。；：\n\t|｜]*")
_CUT = re.compile("[，。；：\n\t|｜（）]")
_FROM_FIGURE = re.compile(r"\d.*$")
_RATES = ("%", "％", "‰", "个百分点", "百分点")
_MARK = re.compile("[（）“”《》]")
_PAIRS = (("（", "）"), ("“", "”"), ("《", "》"))
_JOINED = re.compile("、|以及|和|及|与")
_FIGURE = re.compile(r"\d")
_VALUE = re.compile(r"\d[\d.]*")

_TIME = (
    r"(?:(?:到|至|在|自|从|于|截至)?(?:20\d\d(?: ?年)?[—\-～至]20\d\d ?年"
    r"|20\d\d ?年|“?十[二三四五六]五”?|[本今明当全每]年|每?学年|每学期|年[内底末]"
    r"|\d{1,2}月份?|[上下]半年|第?[一二三四]季度"
    r"|[一二三四五两\d]+年[之以]?内|[两三四五]年间?(?![级制期]))"
    r"(?:[—\-～至]\d[\d ]*年?)?(?:度|期间|时期|期?末|底|内|中)?(?:[之以]?前|起)?)"
)
_TIMES = re.compile(_TIME)
_MANNER = (
    r"力争|争取|确保|使(?!用)|将(?!来)|把|其中|另外|同时|以及|并且|并(?![网行联])|且|再(?![生教])|还|各(?![级类地省市县区州乡镇校园])|累计|原则上|总共|共计|共(?![建享同育青创])|计划|预计|预期(?!性)|要(?![素点闻])|应(?![用急届对考])|须|拟|我们|以上|"
    r"持续|继续|进一步|加快|大力|积极|全面|逐步|稳步|着力|重点(?=培养|引进|建设|扶持|支持|打造|培育)|切实|接续|推动|促进|引导|鼓励|确定|在(?![线校园读册岗职编建])|"
    r"(?:全|我|本)[省市县区国州校](?![属级管立内])|(?:[两三四]地|[双三四]方)(?=将)"
)
_NUMBER = (
    r"[|｜▲★●·\s]+|(?:（?\d{1,2}[.．、）]"
    r"|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]"
    r"|[①-⑳]"
    r"|[一二三四五六七八九十]{1,3}[、是])\s*"
)
# What a Chinese word begins with that leads a name; the rest of them is tried behind nothing else.
_LEADING_FIRST = (
    "一二三四五六七八九十两双学到至在自从于截本今明当全每年上下第力争确使将把其另同以并且再还各累原总共计预要应须拟我持继进"
    "加快大积极逐稳着重切接推促引鼓的和及与"
)
_LEADING = re.compile(rf"(?=[^\u4e00-\u9fff]|[{_LEADING_FIRST}])(?:{_NUMBER}|{_TIME}|{_MANNER}|[，、的和及与])+")
_SINCE = re.compile(r"(?:由|从)[^，。；]{0,12}\d[^，。；]*$")
_EACH = r"每[人生学班校年月天日周亩户](?:均)?"
_TRAILING_FIRST = (
    "分均都全总稳基逐原力要应须将各共至超突逾平约近最不控保维持达提增扩上下降减压缩升年每逐递2今明同环比较实占为是有在到低少高多大小于了按"
    "以和及与、：的≥≤>＞<＜=＝"
)
_TRAILING = re.compile(
    rf"(?=[{_TRAILING_FIRST}])"
    r"(?:分别|均|都|全部|总体|稳定|基本|逐步|原则上|力争|要|应|须|将|各|共|总共|至少|超过|突破|超|逾|平均|约|近|最[多少高低]"
    r"|不(?:得|应|能|予)?(?:低于|少于|小于|短于|超过|高于|多于|大于)|控制|保持|维持|持续|达|提高|提升|增加|增长|扩大|上升|上涨|下降|降低"
    r"|减少|压减|压缩|缩短|(?<!新)增|升|降|缩小|年均|每年|逐年|递(?:增|减)|比去年|较上年|[同环]比|实现|占|为|是|有|在|到|至|低于|少于|高于|多于|大于|小于|于|了|按|以|以上"
    r"|(?:比|较)(?:20\d\d ?年|上年|去年|“?十.五”?)(?:末|底)?|和|及|与|、|：|的|[≥≤>＞<＜=＝]|"
    rf"20\d\d ?年[底末]?前?|[今明]年[底末]?前?|{_EACH})+$"
)
# What the trailing words end with.
_TRAILING_ENDS = frozenset(
    "别均都部体定本步上争要应须将各共总少过破超逾约近多比高低于制持续达升加长大涨降减缩短增小年现占为是有在到至了按以五”末底前"
    "和及与、：的≥≤>＞<＜=＝人生学班校月天日周亩户"
)
_GROWS = re.compile(
    r"(?P<word>增长|递增|增加|扩大|上涨|提高|提升|上升|下降|降低|减少|递减|压减|缩减|缩短)(?![到至])[^，。；到至、\d]{0,6}$"
)
_NAMED_GROWTH = re.compile(r"(?:增速|增长率|增幅|涨幅|增长|降幅|下降率|幅度)$")
_BOUND = re.compile(
    r"(?:（[^（）]*）)?(?:[/／每][人生年月天日])?(?:标准?煤|方)?(?:及?以[上下内]|左右|上下|余|多)?的?(?:（[^（）]*）)?"
)
_BOUND_FIRST = frozenset("（/／每标方及以左上余多的")
_MAKING_TOO = (
    "评为|投产|立项|拥有|入选|购买|投入|投资|选拔|招引|新培育|新认定|新开工|新开通|新引进|选择|发放|选送|遴选出|扶持|"
    "救助|选配|布局|收集|有|办|建|设|达到|或|并|和|、"
)
_MAKING = [word for word in VERBS.split("|") if len(word) > 1] + _MAKING_TOO.split("|")
_MADE = re.compile(rf"(?:{'|'.join(sorted(_MAKING, key=len, reverse=True))})+$")
_MAKES = re.compile(rf"^(?:{'|'.join(sorted(_MAKING, key=len, reverse=True))})+(?=..)")
_MADE_ENDS = {last: tuple({word for word in _MAKING if word[-1] == last}) for last in {word[-1] for word in _MAKING}}
"""The words above by their last letter: few names end with one of them, and only in those are they looked for."""
_RESULTS = re.compile(
    r"(?:建成|投入|达到|完成|开工|投产|落地|竣工|用于|纳入|支持|参与|参加|接受|实现|对口|通过|获得|得到|能够|可以|和|及|与|、|[—\-～至]|\d|[/／])"
)
_ONE = frozenset("省市区县乡镇村校园班户")
_LIMIT = 40


def indicator_of(plain: str, at: int, to: int, bounds: tuple[int, int], unit: str = "", row: str = "") -> str:
    """Return the indicator of the figure with its unit at ``[at, to)``, looked for within the sentence's bounds.

    ``row`` is what the row of a table is about, which a cell with nothing but 增加500名 leaves unsaid.
    """
    low = max(bounds[0], at - _REACH)
    start = begun(_UNCUT, plain, low, at)
    before = _own_part(plain[start:at])
    name = _bare(_shared(before) if "分别" in before else _OF_ALL.sub("", before))
    if plain[start - 1 : start] == "：" and name in _STAGES:  # 生均用房面积：小学、初中分别达到…
        name += _bare(plain[begun(_UNCUT, plain, low, start - 1) : start - 1])
    if unit.startswith(_RATES):
        name = name or _behind(plain, to, bounds[1]) or _earlier(plain, low, at) or row
        return _grown(before, name)
    counted = _behind(plain, to, bounds[1])
    # 投资1.2亿元新建小学, 投资1.6亿元的学校: what the money is for is no name of it
    paid = unit == "元" and (plain.startswith("的", to) or VERB.match(counted) is not None)
    made = name.endswith(_MADE_ENDS.get(name[-1:], ()))
    if counted and not (name and paid) and (not name or made or not _RESULTS.match(counted)):
        return counted
    if made and _MADE.match(name) and not paid:  # 新建普通高中3所，改扩建6所: what was named before
        earlier = _earlier(plain, low, at)
        return name + _MAKES.sub("", row if earlier == name else earlier)
    name = name or _earlier(plain, low, at) or row
    return name if _ADDED.search(before) or (unit in _THINGS and _RAISED.search(before)) else _grown(before, name)


_STAGES = frozenset(("幼儿园", "小学", "初中", "高中", "中小学", "中职", "高职", "高校", "城区", "乡镇", "农村"))
_OF_ALL = re.compile(r"不(?:低于|少于|超过)[^，。；\d]{2,24}的$")  # 轮岗教师比例不低于符合条件教师总数的10%
_ADDED = re.compile(r"增加[^，。；到至、\d]{0,6}$")  # 学位增加2000个: the sign tells that they are more
_THINGS = frozenset("家所个名间套处台栋座")
_RAISED = re.compile(r"提[高升][^，。；\d]{0,6}$")  # 改造提升食堂32家 raises no number


def _own_part(before: str) -> str:
    """Cut what stands before a figure at marks without their pair, and behind the figures listed before it."""
    before = _unbroken(before, -1)
    paid = [one.end() for one in _PAID.finditer(before) if VERB.match(before, one.end())] if "元" in before else []
    before = before[paid[-1] :] if paid else before
    if "分别" in before or _FIGURE.search(before) is None:
        return before
    *listed, own = _JOINED.split(before)
    return own if any(_FIGURE.search(_without_time(part)) for part in listed) else before


_PAID = re.compile(r"\d[万亿]*元")  # 投入3200万元改造运动场12个


def _unbroken(words: str, part: int) -> str:
    """Cut words at a mark without its pair; ``part`` says which part stays: 0 the first, -1 the last."""
    if _MARK.search(words) is None:
        return words
    for left, right in _PAIRS:
        if words.count(left) != words.count(right):
            words = re.split(f"[{left}{right}]", words)[part]
    return words


def _without_time(words: str) -> str:
    return _TIMES.sub("", words)


def _shared(before: str) -> str:
    """A和B分别达到60%和80%: each figure measures its own; 2025年和2030年分别达到…: both measure the same."""
    names, _, figures = before.partition("分别")
    place = len(_VALUE.findall(figures))
    parts = [_bare(part) for part in _JOINED.split(names)]
    if len(parts) < 2 or place >= len(parts) or not all(parts):
        return names
    alike = {len(part) for part in parts[:-1]}
    length = min(alike)
    last = parts[-1]
    if len(alike) == 1 and length < 5 and len(last) > length + 1 and place < len(parts) - 1:
        return parts[place] + last[length:]
    return parts[place]


def _bare(words: str) -> str:
    """Take time, manner and comparison from around a name."""
    words = words.strip()
    if "由" in words or "从" in words:
        words = _SINCE.sub("", words)
    if words[-1:] in _TRAILING_ENDS:
        words = _TRAILING.sub("", words)
    leading = _LEADING.match(words)
    bare = words[leading.end() :] if leading else words
    return bare.strip(" 的、")[-_LIMIT:]


def _behind(plain: str, to: int, end: int) -> str:
    """Return what is counted, as it stands behind the figure up to the next of a list."""
    follows = _UNCUT.match(plain, to, min(end, to + _LIMIT))
    stop = follows.end() if follows is not None else to
    bound = _BOUND.match(plain, to, stop) if plain[to : to + 1] in _BOUND_FIRST else None
    words = _unbroken(plain[to if bound is None else bound.end() : stop], 0)
    figure = _FIGURE.search(words)
    if figure is not None:
        joined = [mark.start() for mark in _JOINED.finditer(words, 0, figure.start())]
        words = words[: joined[-1]] if joined else words[: figure.start()]
    words = _DOES.split(words, maxsplit=1)[0]
    return (
        words.strip(" 的、")
        if (len(words) > 1 and ("的" in words or not _JOINED.match(words))) or words in _ONE
        else ""
    )


_DOES = re.compile("(?<=[\u4e00-\u9fff]{2})(?:开展|进行|参加|改善|完善|建立|赴)")  # 20所幼儿园开展试点


_FIGURES_BEFORE = re.compile(r"\d[\d.]*[^，。；、和及\d]{0,5}[、和及]")  # 分别提高3个、2个百分点


def _grown(before: str, name: str) -> str:
    """Name the growth where the figure says by how much, not how far: 下降3个百分点, 增长5%."""
    grows = _GROWS.search(_FIGURES_BEFORE.sub("", before) if "分别" in before else before)
    if grows is None or _NAMED_GROWTH.search(name):
        return name
    word = grows["word"]
    kind = (
        "下降" if word[0] in "下降减压缩" or word == "递减" else "提高" if word in {"提高", "提升", "上升"} else "增长"
    )
    return f"{name}{kind}幅度"


def _earlier(plain: str, low: int, at: int) -> str:
    """The name that stands earlier in the sentence, nearest first, where the figure's own clause has none."""
    pieces = _CUT.split(_ASIDE.sub("", plain[low:at]))
    named = [name for piece in reversed(pieces) if len(name := _bare(_FROM_FIGURE.sub("", _without_time(piece)))) > 1]
    return next((name for name in named if not _is_made(name)), named[0] if named else "")


_ASIDE = re.compile("（[^（）]*）")


def _is_made(name: str) -> bool:
    """Tell a name that is nothing but verbs of making."""
    return name.endswith(_MADE_ENDS.get(name[-1:], ())) and _MADE.fullmatch(name) is not None
