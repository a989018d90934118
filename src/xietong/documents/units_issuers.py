"""Takes a Passage; gives the bodies that issue, sign or drew up the document."""

import re
from collections.abc import Iterator

from xietong.documents.passage import Passage, Setting
from xietong.documents.placing import Placing
from xietong.documents.units_issuers_told import HEAD, OTHERS, named
from xietong.documents.units_listed import names_in

_DUTIES = (Setting.WORK, Setting.SUPPORT, Setting.AIMS, Setting.CLOSING)
_OPENS = re.compile(
    r"^(?:[^〔 \n]{1,12}〔\d{4}〕\d{1,4}号)?[ 《]{0,6}(?P<names>[\u4e00-\u9fff（）、“” "
    r"]{3,120}?)(?:等[一二三四五六七八九十\d]{1,3}(?:个?部门"
    r"|部委|厅局|单位"
    r"|委办局|家单位)?)?\s{0,6}(?:关于|转发|印发"
    r"|学习|贯彻|落实|推进|开展|加强|实施|深化|20\d\d ?[—\-～至]?(?:20\d\d)? ?年|1\d\d(?:至1\d\d)?年度|文件$|“十)"
)
# Below another line: a signature has names above it.
_DATE_LINE = re.compile(
    r"\n[ （]*(?:20\d\d ?年 ?\d{1,2} ?月 ?\d{1,2} ?日|20\d{4,8}|20\d\d-\d{1,2}-\d{1,2}"
    r"|二[〇零][〇零一二三四五六七八九]{2}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)"
    r"[ ）]*(?:印发)?$",
    re.MULTILINE,
)
_MADE = re.compile(
    r"(?P<joint>(?:联合|共同|会同|协商|经研究|研究|近日|日前|刚刚|正式|近期|最近|今天|昨日|今日|\d日)[，]?)?(?:研究"
    r"|联合|共同|编制|起草|正式|牵头|会商|商议)*(?:制定|拟[定订]|印发|转发|发布|出台|公布|签署|编制|制订|起草(?=了)|下发|发出|签订|(?<=联合)部署"
    r"|决定(?:从|自|于)?[\d年月日起至到—\-]{0,24}(?:在[^，。；]{1,8}?)?(?:联合|共同|组织|全面|启动)*(?:实施|开展)|启动实施|启动(?:新一轮)?(?=“)|推出|介绍|解读|现就)(?!的|单位|部门|后|时|过)(?:了|并印发|并实施|实施|印发|发布)*(?:本|《|“|\d|(?<=签[署订])(?=。)"
    r"|[^，。；\n]{0,24}(?:方案|计划|规划|意见|通知|协议|纲要|办法|要点|措施|行动))"
)
_SUBJECT = re.compile(
    r"(?:^"
    r"|[，。；：！？\n）、]|[电讯](?= ))\s{0,6}(?:[\u4e00-\u9fff]{2,12}消息 )?"
    r"(?P<names>[\u4e00-\u9fff、“” 和与]{3,120}?)"
    rf"{OTHERS}(?:(?:主要|分管|有关|相关)*(?:负责人|负责同志|领导|代表))?(?:（[^（）]{{0,24}}）)?(?:官方|门户)?(?:网站|官网)?(?=根据|依据|\d{{1,2}}月\d{{1,2}}日|对外|今日|昨日|今天|昨天"
    r"|经(?!费|济|营|验|常)|按照|遵照|参考|联合(?!会|国|办|体)|共同|近日|日前|刚刚|近期|最近|正式|决定|研究(?!院|会|所|室|中心|生)|会同"
    r"|印发|下发|发出|制定|出台|发布|公布|编制|签[署订]|在|于|，|召开|宣布|携手|联手)"
)
_CITES = re.compile(r"(?:根据|依据|按照|贯彻|落实|遵照|结合|依照|经|执行|学习)[^，。；《]{0,40}$")
# 根据《…》、教育部、财政部联合印发的《…》，制定本计划: they issued the other one.
_OF_ANOTHER = re.compile(rf"{OTHERS}(?:联合|共同)?(?:印发|制定|出台|发布|公布|编制|签署|下发)的(?!本)")
_LABEL = re.compile(
    r"(?:发文(?:机关|单位|机构)|发布(?:机构|单位|机关)|制定(?:机关|单位)|印发(?:机关|单位)|编制单位|起草单位"
    r"|来文单位|签发单位|联合发文单位) ?[：）][ ]?(?P<names>[^\n\t。；·（]{2,120}?)"
    r"(?=[·（]| ?[|｜]|\s{2,}|\n|\t|$|[。；]"
    r"|[\u4e00-\u9fff]{2,5}：| [\u4e00-\u9fff]{2,6} ?：)"
)


def issuers(passage: Passage, placing: Placing) -> Iterator[tuple[int, int]]:
    """Yield the places of the issuing bodies' names, in no order and with repetitions."""
    signed = list(_signed(passage.plain)) or list(_signed_without_day(passage.plain))
    yield from signed
    yield from _titled(passage)
    if not signed:  # above a signed letter a line of names is that of the site
        yield from _below_title(passage.plain)
    yield from _drawn_up(passage, placing)
    yield from (one for one in named(passage.plain) if not _within_body(placing, one[0]))


def labelled_issuers(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the bodies that the page names as publishing; they may only pass on what others issued."""
    for match in _LABEL.finditer(plain, 0, min(len(plain), HEAD)):
        yield from names_in(plain, match.start("names"), match.end("names"))


def _below_title(plain: str) -> Iterator[tuple[int, int]]:
    """A line near the top with nothing but names: who drew it up. Addressees end in a colon."""
    start = 0
    for _ in range(8):
        end = plain.find("\n", start)
        if end < 0:
            return
        if 4 <= end - start <= 200 and plain[end - 1] not in "：。":
            month = _MONTH.search(plain, start, end)
            yield from names_in(plain, start, end if month is None else month.start())
        start = end + 1


# 甲省教育厅　乙省教育厅（2024年5月）
_MONTH = re.compile(r"\s*（20\d\d年\d{1,2}月(?:\d{1,2}日)?）$")


def _titled(passage: Passage) -> Iterator[tuple[int, int]]:
    plain = passage.plain
    spans = [(heading.span.start, heading.span.end) for heading in passage.outline if heading.level == 0]
    if not spans:
        first = plain.find("\n")
        spans = [(0, first if first >= 0 else len(plain))]
    for start, end in spans:
        match = _OPENS.match(plain[start:end].replace("\n", " "))
        if match is not None:
            yield from names_in(plain, start + match.start("names"), start + match.end("names"), schools=True)
    for match in re.finditer(r"^(?P<names>[^\n。，；：]{4,60})文件$", plain[:HEAD], re.MULTILINE):
        yield from names_in(plain, match.start("names"), match.end("names"))


def _signed(plain: str) -> Iterator[tuple[int, int]]:
    """The lines of names above, or the one before, a line with nothing but a date."""
    for match in _DATE_LINE.finditer(plain):
        low = match.start()
        for _ in range(8):
            start = plain.rfind("\n", 0, max(low, 0)) + 1
            if low <= 0 or low - start > 200:
                break
            if plain[start:low].strip():
                names = names_in(plain, start, low, schools=True)
                if not names:
                    break
                yield from names
            low = start - 1


# The last sentence before a signature: …自发布之日起施行。 …请认真贯彻落实。
_ENDS = re.compile(r"(?:施行|执行|实施|有效期|解释|落实|遵照|反馈|报告|为准|从其规定)[^。\n]{0,24}。$")
_FULL = re.compile(r"[\u4e00-\u9fff]{2,}[省市县区州盟旗]")


# 青溪市人民政府办公室 2023年12月15日印发; 青溪市教育局2023年 月 日
_PRINTED = re.compile(
    r"^(?P<names>[\u4e00-\u9fff、]{4,60}?) *20\d\d年 ?(?:\d{1,2}月 ?\d{1,2}日|月 ?日)(?:印发)?$", re.MULTILINE
)


def _signed_without_day(plain: str) -> Iterator[tuple[int, int]]:
    """The last lines of the text where they are nothing but full names behind a closing sentence."""
    end, found = len(plain.rstrip()), list[tuple[int, int]]()
    for _ in range(8):
        start = plain.rfind("\n", max(0, end - 200), end) + 1
        names = names_in(plain, start, end) if 0 < end - start <= 100 else []
        if not names or any(_FULL.match(plain, *name) is None for name in names):
            break
        found += names
        end = len(plain[:start].rstrip())
    if found and _ENDS.search(plain, max(0, end - 60), end):
        yield from found


def printing(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the bodies that the last lines name as printing: often the office of those who issue."""
    for match in _PRINTED.finditer(plain, max(0, len(plain) - 400)):
        yield from names_in(plain, match.start("names"), match.end("names"))


def _drawn_up(passage: Passage, placing: Placing) -> Iterator[tuple[int, int]]:
    """The subject of sentences near the beginning that say who drew up or issued the plan."""
    plain = passage.plain
    for match in _MADE.finditer(plain, 0, min(len(plain), HEAD)):
        low, _ = placing.bounds(match.start())
        low = max(low, match.start() - 400)
        if placing.in_title(match.start()) or placing.in_heading(match.start()) or _within_body(placing, low):
            continue
        if _is_older(passage, low, match.start()) or _is_to_come(plain, low, match):
            continue
        yield from _subject(plain, low, match.start() + len(match["joint"] or ""))


def _is_to_come(plain: str, low: int, match: "re.Match[str]") -> bool:
    """Tell what is still to be drawn up, and named by no title: 由甲局会同乙局制定规划; 甲局将出台实施方案."""
    return match[0][-1] not in "《“本" and _TO_COME.search(plain, low, match.start()) is not None


_TO_COME = re.compile(r"将(?!军)|会同|商(?=[省市区县])|拟(?!定)|(?<![摘纪需主重纲概必])要(?![求点素闻])")


def _is_older(passage: Passage, low: int, at: int) -> bool:
    """Tell whether a sentence says that something came out in a year gone by: 2007年，中央印发了《…》."""
    years = _IN_YEAR.findall(passage.plain, low, at)
    return passage.year is not None and any(int(year) < passage.year for year in years)


_IN_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?:\d{1,2}月(?:\d{1,2}日)?)?，")


def _within_body(placing: Placing, place: int) -> bool:
    sentence = placing.sentence(place)
    if placing.passage.flows or sentence is None or sentence.setting not in _DUTIES:
        return False
    return any(heading.level > 0 for heading in sentence.headings)


def _tells_news(name: str) -> bool:
    """Tell the office before whose press others present what they have drawn up."""
    return name.endswith(("新闻办公室", "新闻办"))


# 甲局会同乙局、丙局研究起草了…, 甲局联合乙委近日发布
_JOINED_BY = ("会同", "联合", "携手", "联手")
_WITH_IT = re.compile(
    rf"(?:{'|'.join(_JOINED_BY)})(?P<names>.*?){OTHERS}"
    r"(?:联合|共同|研究|编制|起草|近日|日前|近期|正式|[今昨][日天]|(?:\d{1,2}月)?\d{1,2}日|于)*$"
)


def _subject(plain: str, low: int, at: int) -> list[tuple[int, int]]:
    best: list[tuple[int, int]] = []
    for match in _SUBJECT.finditer(plain, max(0, low - 1), min(len(plain), at + 2)):
        cited = _CITES.search(plain, low, match.start("names")) or _OF_ANOTHER.match(plain, match.end("names"))
        if match.end("names") > at or cited:
            continue
        start = match.start("names")
        if best and plain[start - 1] == "、":
            continue
        names = [one for one in names_in(plain, start, match.end("names")) if not _tells_news(plain[slice(*one)])]
        if names and plain.startswith(_JOINED_BY, match.end("names")):
            with_it = _WITH_IT.match(plain, match.end("names"), at)
            names += names_in(plain, *with_it.span("names")) if with_it is not None else []
        if names:
            best = names
    return best
