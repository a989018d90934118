"""Takes the blocks of a page; gives those that are its text, and what the furniture around them said of it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from xietong.documents.block import Block, BlockKind
from xietong.documents.formats.dates import read_day

_EDITORS = r"责任编辑|责任编审|本文责编|责编|值班编辑|网络编辑|本期编辑|编辑|編輯|責任編輯"
_EDITOR = re.compile(
    rf"[\s（(\[【]*(?:{_EDITORS})\s*[：:丨|]\s*(?P<name>[^\s，。；：:（）()\[\]【】]{{1,20}}(?:[\s、][\u4e00-\u9fff·]{{2,4}}(?![：:]))*)"
    r"(?P<rest>[^。；]{0,40})$"
)
_EDITOR_TAIL = re.compile(rf"[（(\[【]\s*(?:{_EDITORS})\s*[：:]\s*(?P<name>[^（）()\[\]【】]{{1,30}})[）)\]】]\s*$")
_BUTTONS = re.compile(
    r"(?:[\s|丨｜\[\]【】\-·•>»›:：/()（）<«]*(?:打印本页|打印此页|打印|打印文章|关闭窗口|关闭本页|关闭|收藏本文|收藏|分享到|分享至|分享|"
    r"返回顶部|返回首页|返回列表|返回上一页|返回|回到顶部|网站首页|首页|上一页|下一页|纠错|我要纠错|无障碍阅读|无障碍|繁体|简体|登录|注册|"
    r"微信好友|微信|微博|新浪微博|朋友圈|QQ空间|QQ好友|QQ|复制链接|点赞|评论|举报|字体|字号|放大|缩小|默认|大|中|小|特大|加大|A\+|A-|A|T|"
    r"阅读全文|查看更多|更多|下载|导出|语音播报|朗读|暂停|播放))+[\s|丨｜\[\]【】\-·•>»›:：/()（）<«]*",
)
_PLACE = re.compile(r"(?:您|你)?(?:现在|当前|目前)?(?:的|所在)*(?:当前)?位置(?:是)?\s*[：:>].{0,120}")
_NEIGHBOUR = re.compile(
    r"[\[【]?(?:上一篇|下一篇|上一条|下一条|前一篇|后一篇|上篇|下篇|上条|下条)[\]】]?\s*[：:].{0,100}"
)
_SCAN = re.compile(r".{0,15}(?:扫一扫|扫码|扫描|长按).{0,24}(?:二维码|手机|微信|打开|浏览|关注|分享|下载|识别).{0,16}")
_SLOGAN = re.compile(
    r".{0,24}尽在.{1,16}(?:APP|App|app|客户端|公众号|微博)[！!。]?|"
    r"(?:点击|立即|马上|欢迎|请|免费)*(?:下载|打开|关注|安装).{1,20}(?:APP|App|app|客户端|公众号|官方微信|官方微博)[^。；]{0,12}"
)
_COUNTER = re.compile(
    r"[\s（(【\[]*(?:浏览|阅读|点击|访问|查看)(?:次数|人次|数|量|率|次)?\s*[：:]\s*(?:\d+|loading|加载中|\.+)?\s*次?[\s）)】\]]*"
)
_FOOT = re.compile(
    r".*(?:ICP备|公网安备|公安备案|网站标识码|版权所有|版权声明|免责声明|[Cc]opyright|©|网站地图|技术支持[：:]|最佳分辨率|建议使用.{0,20}浏览器|"
    r"All Rights Reserved).*"
)
_RELATED = re.compile(
    r"[\s【\[■●▪◆»>|]*(?:相关(?:链接|阅读|新闻|文章|推荐|报道|稿件|信息|资讯|解读|内容|专题|文档|政策)|延伸阅读|推荐阅读|热门(?:推荐|新闻|文章|排行)|"
    r"热点(?:新闻|推荐|排行)|猜你喜欢|更多(?:新闻|资讯|内容|精彩)|为您推荐|精彩推荐|最新(?:文章|新闻|资讯|动态)|栏目导航|友情链接|图片新闻)[\s】\]：:»>]*"
)
_FACTS = re.compile(
    r"[\s【\[（(]*(?:(?:信息|文章|稿件|新闻)?来源|稿源|发布(?:时间|日期|机构|单位|人)|发表(?:时间|日期)|更新(?:时间|日期)|发文(?:时间|日期)|"
    r"录入(?:时间|日期)|(?:文章)?作者|日期|时间)\s*[：:].{0,110}"
)
_CLOCK = re.compile(
    r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)(?:\s+[^。；，]{0,60})?"
)
_BARE_DAY = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")
_SOURCE = re.compile(r"(?:来源|稿源)\s*[：:]\s*([^\s：:|丨]{2,30})")
_FONT = re.compile(r".{0,8}[【\[]?(?:字体|字号)\s*[：:]?\s*[\[【]?\s*(?:大|小|中|默认|特大|超大).{0,30}")
_SENTENCE = re.compile(r"[。；！？]")
_LEAD, _LINE, _SHORT = 14, 130, 60
_FURNITURE = (_BUTTONS, _PLACE, _NEIGHBOUR, _SCAN, _SLOGAN, _COUNTER, _FONT)


@dataclass(frozen=True, slots=True)
class Scrap:
    """A block as found; ``linked`` is the share of its text inside links, 0–1."""

    block: Block
    linked: float = 0.0


@dataclass(frozen=True, slots=True)
class Cleared:
    """The blocks that are text, and what the dropped ones said: editor, source of a reprint, day of publication."""

    blocks: tuple[Block, ...]
    editor: str = ""
    origin: str = ""
    published: date | None = None


def clear(scraps: Iterable[Scrap]) -> Cleared:
    """Drop the furniture of a page from its blocks; linear in the number of blocks."""
    kept: list[Scrap] = []
    editor = origin = ""
    published: date | None = None
    related = False
    for scrap in scraps:
        text = scrap.block.text
        if scrap.block.kind is BlockKind.TABLE or len(text) > (_SHORT if text[-1] in "。；" else _LINE):
            related = related and scrap.block.kind is not BlockKind.TABLE and not _SENTENCE.search(text)
            kept.append(scrap)
            continue
        related = _in_related(scrap, related)
        if match := _EDITOR.fullmatch(text):
            editor = editor or match["name"].strip()
        elif _is_facts(text, len(kept)):
            published = published or read_day(text)
            origin = origin or _origin(text)
        elif not related and not _is_furniture(text):
            kept.append(scrap)
    blocks, editor = _without_tails(_without_link_lists(kept), editor)
    return Cleared(tuple(blocks), editor, origin, published)


def _in_related(scrap: Scrap, related: bool) -> bool:
    """Tell whether a line belongs to a list of related pages: from its heading to the next real sentence."""
    if _RELATED.fullmatch(scrap.block.text):
        return True
    return related and (scrap.linked > 0.5 or len(scrap.block.text) < 60) and not scrap.block.text.endswith("。")


def _is_furniture(text: str) -> bool:
    if _FOOT.fullmatch(text) and not _SENTENCE.search(text.rstrip("。")):
        return True
    return any(pattern.fullmatch(text) for pattern in _FURNITURE)


def _is_facts(text: str, before: int) -> bool:
    """Tell a line with time and source of publication; it stands at the head, or (source alone) anywhere."""
    if _SENTENCE.search(text):
        return False
    if before <= _LEAD and (_CLOCK.fullmatch(text) or _BARE_DAY.fullmatch(text)):
        return True
    if not _FACTS.fullmatch(text):
        return False
    return bool(_SOURCE.match(text) and len(text) < 40) or (before <= _LEAD and bool(read_day(text)))


def _origin(text: str) -> str:
    match = _SOURCE.search(text)
    return match[1] if match else ""


def _without_link_lists(scraps: list[Scrap]) -> list[Block]:
    """Drop runs of three or more lines that are nothing but links, unless they list the document's annexes."""
    blocks: list[Block] = []
    run: list[Block] = []
    for scrap in [*scraps, None]:
        if scrap and scrap.linked >= 0.9 and not _SENTENCE.search(scrap.block.text) and "附件" not in scrap.block.text:
            run.append(scrap.block)
            continue
        if len(run) < 3 or (blocks and "附件" in blocks[-1].text):
            blocks += run
        run = []
        if scrap:
            blocks.append(scrap.block)
    return blocks


def _without_tails(blocks: list[Block], editor: str) -> tuple[list[Block], str]:
    """Cut 「（责任编辑：…）」 off the end of a paragraph."""
    result = []
    for block in blocks:
        closed = block.text[-1] in "）)]】" and block.kind is BlockKind.PARAGRAPH
        if closed and (match := _EDITOR_TAIL.search(block.text, max(0, len(block.text) - 60))):
            editor = editor or match["name"].strip()
            block = replace(block, text=block.text[: match.start()].rstrip())
        if block.text:
            result.append(block)
    return result, editor
