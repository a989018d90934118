"""Takes one line of a page; gives what it is: text, furniture of the site, credits, or facts about the publication.

Every pattern is matched against whole lines of at most a hundred-odd characters, so that none can run away.
"""

import re
from collections.abc import Sequence
from datetime import date

from xietong.documents.formats.dates import read_day

_OPEN, _SHUT = r"[\s（(\[【]*", r"[\s|丨/；;，,。）)\]】]*"
_EDITORS = "责任编辑|責任編輯|责任编审|本文责编|责编|責編|值班编辑|网络编辑|本期编辑|新媒体编辑|编辑|編輯"
_OTHERS = (
    "责任校对|校对|審核|审核|初审|复审|终审|一审|二审|三审|监制|编审|值班主任|值班编委|"
    "供稿|通讯员|摄影|策划|统筹|制图|排版"
)
_NAME = (
    r"[\u4e00-\u9fff·A-Za-z]{1,20}(?:[_\s]?[A-Z]{1,3}\d{1,6})?"
    r"(?:[、\s/]+[\u4e00-\u9fff·]{2,4}(?![\u4e00-\u9fff]*\s*[：:丨|]))*"
)
_CREDIT = re.compile(rf"(?P<label>{_EDITORS}|{_OTHERS})\s*[：:丨|/]\s*(?P<name>{_NAME})")
_CREDITS = re.compile(rf"{_OPEN}(?:(?:{_EDITORS}|{_OTHERS})\s*[：:丨|/]\s*{_NAME}{_SHUT})++")
_EDITOR_LINE = re.compile(
    rf"{_OPEN}(?:{_EDITORS})\s*[：:丨|]\s*(?P<name>[^\s，。；：:（）()\[\]【】]{{1,20}})[^。；]{{0,40}}"
)
_EDITOR_TAIL = re.compile(rf"[（(\[【]\s*(?:{_EDITORS})\s*[：:]\s*(?P<name>[^（）()\[\]【】]{{1,30}})[）)\]】]\s*$")
# What every line of credits, or of facts about the publication, holds.
_CREDITING = re.compile(r"[：:丨|/]")
_STATING = re.compile(r"[：:\d]")
_STAFF_CODE = re.compile(r"[_\s]?[A-Z]{1,3}\d{1,6}$|_[A-Z0-9]+$")
_SEPARATORS = r"[\s|丨｜\[\]【】\-·•>»›:：/()（）<«]*+"
_BUTTONS = (
    rf"(?:{_SEPARATORS}(?>打印本页|打印此页|打印文章|打印|关闭窗口|关闭本页|关闭|收藏本文|收藏|分享到|分享至|分享|返回顶部|返回首页|返回列表|"
    r"返回上一页|返回|回到顶部|网站首页|首页|上一页|下一页|我要纠错|纠错|无障碍阅读|无障碍浏览|无障碍|长者模式|长者助手|适老化|适老版|关怀版|繁体|简体|登录|注册|微信好友|微信|新浪微博|微博|"
    r"朋友圈|QQ空间|QQ好友|QQ|复制链接|点赞|评论|举报|字体|字号|放大|缩小|默认|特大|加大|大|中|小|A\+|A|T|阅读全文|查看更多|更多|下载|听全文|"
    rf"导出|语音播报|朗读|暂停|播放))++{_SEPARATORS}"
)
_PLACE = r"(?:您|你)?(?:现在|当前|目前)?(?:的|所在)*(?:当前)?位置(?:是)?\s*[：:>].{0,120}"
_MENU = (
    r"(?:网站)?首页(?:\s*[|丨｜·]\s*[^|丨｜·。；，\s]{2,10})++|(?:网站)?首页(?: {1,4}[^|。；，：\s]{2,6}){1,16}"
    r"|(?:[^|。；，：\s]{2,8}\s*[|｜]\s*){1,8}(?:联系|关于)我们(?:\s*[|｜]\s*[^|。；，：\s]{2,8}){0,8}"
    r"|关于我们\s*[|｜].{0,80}"
    r"|(?=.{0,80}(?:ENGLISH|English|繁體|繁体|简体|无障碍|手机版|移动版|邮箱|网站地图|设为首页|长者))(?:[^|｜。；，：]{1,10}[|｜]){2,12}[^|｜。；，：]{1,10}"
)
_DOWNLOAD = r"附件下载\s*[：:].{0,80}|[^。；，]{0,40}[請请]按此|(?:点击)?下载(?:附件|原文|文件|PDF版?|Word版?).{0,30}"
_TRAIL = (
    r"(?:网站)?首页\s*+(?:[>»›/＞→]++\s*+[^>»›/＞→。；]{1,30}+){1,8}"
    r"|[^>»›＞→。；，《\s]{2,12}+(?:\s++[>»›＞→]++\s++[^>»›＞→。；，《\s]{2,12}+){1,6}(?:\s*[>»›＞→])?"
)
_NEIGHBOUR = r"[\[【]?[上下前后]一?[篇条][\]】]?\s*[：:].{0,100}"
_SCAN = (
    r"(?:请用?|.{0,8}微信|手机)?(?:扫一扫|扫码|扫描|长按)[^。；]{0,24}"
    r"(?:二维码|手机|微信|打开|浏览|关注|分享|下载|识别)[^。；]{0,16}[。！]?"
)
_APP = r"(?:APP|App|app|客户端|公众号|官方微信|官方微博|微博)"
_SLOGAN = (
    rf".{{0,24}}尽在.{{1,16}}{_APP}[！!。]?"
    rf"|(?:点击|立即|马上|欢迎|请|免费)*(?:下载|打开|关注|安装).{{0,20}}{_APP}[^。；]{{0,12}}"
)
_COUNTER = (
    r"[\s（(【\[•·]*(?:浏览|阅读|点击|访问|查看)(?:次数|人次|数|量|率|次)?"
    r"\s*[：:]\s*(?:\d+|loading|加载中|\.+)?\s*次?[\s）)】\]]*"
)
_FONT = r".{0,8}[【\[]?(?:字体|字号)\s*[：:]?\s*[\[【]?\s*(?:大|小|中|默认|特大|超大).{0,30}"
_FOOT = re.compile(
    r"(?:ICP备|许可证：?\d|许可证(?:编号|号)[：:]|公网安备|公安备案|网站标识码|版权所有|版权声明|免责声明|copyright|Copyright|©|网站地图|最佳分辨率|建议使用.{0,20}浏览器|"
    r"All Rights Reserved|政府网站找错)"
)
_RELATED = re.compile(
    r"[\s【\[■●▪◆»>|]*(?:相关(?:链接|阅读|新闻|文章|推荐|报道|稿件|信息|资讯|解读|内容|专题|文档|政策)|延伸阅读|推荐阅读|"
    r"热门(?:推荐|新闻|文章|排行)|热点(?:新闻|推荐|排行)|猜你喜欢|更多(?:新闻|资讯|内容|精彩)|为您推荐|精彩推荐|"
    r"最新(?:文章|新闻|资讯|动态)|栏目导航|友情链接|图片新闻)[\s】\]：:»>]*"
)
_STRONG = re.compile(
    r"[\s【\[（(•·]*(?:浏览(?:量|次数)\s*[：:]\s*\d*\s*)?(?:(?:信息|文章|稿件|新闻)?来源|稿源|时间(?=[：:]\s*20\d\d-)|发布(?:时间|日期|机构|单位|人)|发表(?:时间|日期)|更新(?:时间|日期)|录入(?:时间|日期))"
    r"\s*[：:].{0,110}"
)
_WEAK = re.compile(r"[\s【\[（(]*(?:日期|时间|(?:文章)?作者|发布人|编辑|记者)\s*[：:].{0,110}")
_CARD = re.compile(
    r"(?:索\s*引\s*号|信息索引|主题分类|主题词|公开方式|公开范围|公开时限|公开形式|有\s*效\s*性|发文机关|发布机构|发文单位|公文种类|体裁分类|"
    r"组配分类|成文日期|发布日期|生成日期|发文日期|发文字号|文\s*号|废止日期|信息名称|标\s+题|名\s+称|内容概述)\s*(?:[：:]|[|｜]\s).{0,120}"
)
_LABEL = re.compile(
    r"(?:索\s*引\s*号|信息索引号?|主题分类|公开方式|公开范围|公开时限|组配分类|体裁分类|发文字号|成文日期|发布日期|生成日期|"
    r"有\s*效\s*性)[：:]?"
)
_SECOND = re.compile(r"来源|字体|字号|浏览|点击|阅读|\d:\d\d|\d{4}-\d")
_CLOCK = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?\s*来源[：:].{0,60}|"
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d{2}(?::\d{2})?(?:\s+[^。；，]{0,60})?"
    r"|[\u4e00-\u9fff]{2,14}\s*20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2})?"
)
_BARE_DAY = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
_SOURCE = re.compile(r"(?:来源|稿源)\s*[：:]\s*([^\s：:|丨）)\]】]{2,30})")
_SENTENCE = re.compile(r"[。；！？]")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十]"
)
_CONTENTS = re.compile(r"目\s*[录次錄]")
_NO_HEADLINE = re.compile(
    r"[。；：:|｜>＞»›]\s*$|\s[>＞»›]\s|\d:\d\d|^\s*[（(]|号$|文件$|首页|位置|[：:]\s*\d|[Cc]opyright"
)
_FILE = re.compile(r"[\w\-（）()]{1,40}\.(?:jpe?g|png|gif|bmp|mp4)", re.IGNORECASE)
_SHOP = (
    r"(?:APP|App|手机版|客户端)下载|论文部分内容阅读|VIP\S{0,4}|(?:文档|文件)?(?:格式|大小|页数|编号|上传时间)\s*[：:]\s*\S{1,30}"
    r"|\[?下载该?文章\]?|[^。；，]{0,8}会员注册\]?|请先登录|侵权投诉"
    r"|[^。；，]{0,20}(?:最新|最全|海量)[^。；，]{0,10}(?:下载|文档|范文)"
)
# What a browser's tab says, the headline and the name of the site; and that name alone.
_SITE = (
    r"[^。；]{6,80}?\s*[-_–—|]{1,2}\s*[\u4e00-\u9fff]{2,24}(?:门户网站|官方网站|官网|政务网|政府网|教育网)|"
    r"[\u4e00-\u9fff]{2,20}(?:门户网站|官方网站|政务网|信息网|政府网|教育网)"
)
_TODAY = r"(?:今天|今日|现在)是?[：:]?\s*20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[^。；]{0,40}"
_PAGE_NUMBER = r"[-—－–]{1,2}\s?\d{1,4}\s?[-—－–]{1,2}"
# As one pattern, for nearly every line is none of them.
_WHOLE = (
    *(_SITE, _TODAY, _PAGE_NUMBER, _BUTTONS, _PLACE, _TRAIL, _MENU, _DOWNLOAD),
    *(_NEIGHBOUR, _SCAN, _SLOGAN, _COUNTER, _FONT, _SHOP),
)
_FURNITURE = re.compile("|".join(f"(?:{one})" for one in _WHOLE))


def editor_of(line: str) -> str | None:
    """Return the editor that a line of credits names (empty when it names only others), or None for any other line."""
    if _CREDITING.search(line) is None:
        return None
    if _CREDITS.fullmatch(line):
        found = {match["label"]: match["name"] for match in reversed(list(_CREDIT.finditer(line)))}
        for label in _EDITORS.split("|"):
            if label in found:
                return _person(found[label])
        return ""
    match = _EDITOR_LINE.fullmatch(line)
    return _person(match["name"]) if match else None


def editor_at_end(text: str) -> tuple[str, str]:
    """Return a paragraph without a closing 「（责任编辑：…）」, and the editor named there, empty without one."""
    match = _EDITOR_TAIL.search(text, max(0, len(text) - 60))
    return (text[: match.start()].rstrip(), _person(match["name"])) if match else (text, "")


def _person(name: str) -> str:
    return _STAFF_CODE.sub("", name.strip()).strip()


def is_heading_of_related(line: str) -> bool:
    """Tell the heading over a list of other pages."""
    return bool(_RELATED.fullmatch(line))


def is_byline(line: str) -> bool:
    """Tell the line with the day, or the source and the day, that stands right below a headline."""
    return any(pattern.match(line) for pattern in (_CLOCK, _STRONG, _BARE_DAY))


def is_headline(line: str) -> bool:
    """Tell whether a line can be a headline: neither a sentence, a label, nor the way through the site."""
    return 8 <= len(line) <= 80 and _NO_HEADLINE.search(line) is None


def is_contents(line: str) -> bool:
    """Tell the heading of a table of contents, whose entries are dropped elsewhere."""
    return len(line) < 12 and bool(_CONTENTS.fullmatch(line))


def is_numbered(line: str) -> bool:
    """Tell a line that begins with the number of a heading or item: always text, and told in one look."""
    return _NUMBERED.match(line) is not None and not _is_file(line)


def is_furniture(line: str) -> bool:
    """Tell buttons, breadcrumbs, neighbours, slogans, counters and footers."""
    if _FOOT.search(line) and not _SENTENCE.search(line.rstrip("。")):
        return True
    return _FURNITURE.fullmatch(line) is not None or _is_file(line)


def _is_file(line: str) -> bool:
    return "." in line and _FILE.fullmatch(line) is not None


def has_sentence(line: str) -> bool:
    """Tell whether a line holds the end of a sentence."""
    return bool(_SENTENCE.search(line))


def is_card(cells: Sequence[str]) -> bool:
    """Tell the index card that government sites set over a document: a small table with at least two of its labels."""
    labels = sum(1 for cell in cells if _LABEL.match(cell))
    return len(cells) <= 40 and labels >= 2 and labels * 6 >= sum(map(bool, cells))


_DAY_ON_CARD = re.compile(r"(?:发布(?:日期|时间)|(?:成文|发文|生成)日期)\s*[：:\t]?[\s|]*(?=(?:19|20)\d\d)")
_ISSUED_BY = re.compile(
    r"(?:发文|制发|发布)(?:机关|机构|单位)\s*[：:\t][\s|]*(?P<names>[\u4e00-\u9fff、（）]{4,80}?)(?=\s|$|[\u4e00-\u9fff]{2,5}[：:])"
)


def day_on_card(line: str) -> date | None:
    """Return the day of publication that an index card states, else the one on which the document was written."""
    stated = sorted(_DAY_ON_CARD.finditer(line), key=lambda match: match[0][0] != "发")
    return read_day(line[stated[0].end() :]) if stated else None


def issued_by(line: str) -> str:
    """Return the bodies that an index card names as issuing, as written there; empty for any other line.

    >>> issued_by("索引号：003/2024-1　发文机关：青溪市教育局　成文日期：2024-03-05")
    '青溪市教育局'
    """
    match = _ISSUED_BY.search(line)
    return match["names"] if match is not None else ""


def facts(line: str, *, at_head: bool) -> tuple[date | None, str] | None:
    """Return day and source of publication that a line states, or None for any other line.

    Such a line stands at the head of a page; one that names only the source may stand anywhere.
    """
    if _STATING.search(line) is None or _SENTENCE.search(line):
        return None
    source = _SOURCE.search(line)
    origin = source[1] if source else ""
    if source and source.start() == 0 and len(line) < 40:
        return read_day(line), origin
    if not at_head:
        return None
    if _CLOCK.fullmatch(line) or _BARE_DAY.fullmatch(line):
        return read_day(line), origin
    if _CARD.fullmatch(line):
        return day_on_card(line), ""
    named = _STRONG.fullmatch(line) or (_WEAK.fullmatch(line) and _SECOND.search(line))
    day = read_day(line) if named else None
    return (day, origin) if named and (day or source) else None
