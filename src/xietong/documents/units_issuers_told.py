"""Takes plain text; gives the bodies of which running text tells that they issued, signed or drew up the document."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from xietong.documents.regions import any_name, by_side
from xietong.documents.units_listed import names_in

HEAD = 2000
"""The characters in which a text tells who issued it."""
SO_MANY = r"[两二三四五六七八九十\d]{1,3}(?:个|家)?"
OTHERS = (
    rf"(?:等?{SO_MANY}(?:(?:省|市|区|县|州)、?){{0,3}}(?:级)?(?:教育)?(?:行政|主管)*"
    r"(?:部门|部委|单位|厅局|委办局|教育[局厅]|教[体科]局|教委|机构|高校|院校|学校)|等(?:有关|相关|多)?个?(?:部门|部委|单位|厅局)|等)?"
)
"""What may follow the names of those who act together: 等七部门, 四部门, 等12个市、县教育行政主管部门."""

# 由省教育厅牵头起草的《…》 and, told of, 介绍省教育厅、省财政厅印发的《…》
_BY = re.compile(
    rf"(?:由(?<!办法由)(?<!细则由)(?<!政策由)(?<!标准由)|介绍，?)(?P<names>[\u4e00-\u9fff、和与]{{3,120}}?)(?:牵头|联合|共同|等{SO_MANY}(?:部门|单位))*"
    r"(?:起草|制定|制订|印发|发布|出台|编制|发起)(?=的?《|，|。)"
)
# 日前，甲、乙等七部门联合印发的一份文件明确
_LATELY = re.compile(
    rf"(?:近日|日前|近期|\d日)，(?P<names>[\u4e00-\u9fff、和与]{{3,120}}?){OTHERS}"
    r"(?:联合|共同)?(?:印发|发布|出台|下发|公布)的(?:一份)?(?:《|文件|通知|意见|方案|计划)"
)
# （省教育厅、省财政厅2019年7月3日联合印发) on a line of its own.
_IN_BRACKETS = re.compile(
    r"\n（(?P<names>[\u4e00-\u9fff、 ]{4,160}?) ?20\d\d年\d{1,2}月\d{1,2}日(?:联合|共同)?(?:印发|发布|制定|签署)）"
)
# 转发《省教育厅、省财政厅关于…的意见》: they drew it up.
_HANDED_ON = re.compile(r"转发(?:了)?《(?P<names>[\u4e00-\u9fff、 ]{3,80}?)关于")
# 甲市教育局24日与乙市教育局签署《…》; 甲厅厅长一行赴济南，与乙厅座谈，签署《…》: each is looked for by itself.
_OFFICE = (
    r"(?:(?:党[组委工]{1,2}|教工委|教育工委)?副?书记、?)?"
    r"(?:副?(?:局长|厅长|主任|部长|校长|院长|书记|[省市区县州]长|会长|董事长|总经理)、?)+"
)
_OFFICER = rf"(?:{_OFFICE}[\u4e00-\u9fff]{{0,3}})?(?:一行|[率带]队|率团)?"
_DAY_AND_PLACE = (
    r"(?:，?(?:(?:\d{1,2}月)?\d{1,2}日)?(?:上午|下午)?(?:专程)?(?:[在赴到]|前往)[\u4e00-\u9fff]{2,8}，?"
    r"|(?:(?:\d{1,2}月)?\d{1,2}日)?)"
)
_TALKS = r"(?:(?:(?:举行|进行|开展|召开)[^，。；\n]{0,10})?(?:座谈|会谈|会商|洽谈|交流)[^。；\n]{0,60}?)?"
_SIGNS = (
    rf"(?:在[\u4e00-\u9fff]{{2,8}})?{_TALKS}(?:正式|共同|联合|现场)?"
    r"(?:签(?:署|订)了?(?:《|[^，。；]{0,24}(?:协议|备忘录|纪要|意向书))|签约|举[行办][^，。；\n]{0,16}签[约署订])"
)
_WITH_ANOTHER = re.compile(
    rf"(?:^|[ ，。；、电讯\n])(?P<names>[\u4e00-\u9fff]{{3,40}}?){_OFFICER}{_DAY_AND_PLACE}[与和同]"
    rf"(?=[\u4e00-\u9fff]{{3,40}}?{_OFFICER}{_SIGNS})"
)
_BY_ANOTHER = re.compile(rf"{_DAY_AND_PLACE}[与和同](?P<names>[\u4e00-\u9fff]{{3,40}}?)(?={_OFFICER}{_SIGNS})")
# 甲局党委书记、局长周某，乙委主任陈某代表双方签约: each by whoever stands for it.
_BY_OFFICERS = re.compile(
    rf"(?:^|[，。；、和与\n])(?P<names>[^，。；、\n]{{3,24}}?){_OFFICE}[\u4e00-\u9fff]{{2,3}}(?=(?:[，、和与分共]"
    r"[^。\n]{0,100}?)?代表(?:双方|[三四五各多]方|各自|两地|[三四]地|本?单位|[甲乙]方)[^，。；\n]{0,8}签)"
)
# 省发展改革委等部门印发的《…》12日发布
_CAME_OUT = re.compile(
    rf"(?:^|[ ，。；电讯\n])(?P<names>[\u4e00-\u9fff、和与]{{3,120}}?){OTHERS}"
    r"(?:联合|共同)?(?:印发|制定|编制)的《[^》\n]{4,60}》(?:\d{1,2}日|近日|日前|正式)[^，。；]{0,6}(?:发布|公布|出台)"
)
# 局长甲和院长乙分别代表市教育局和学院签署协议
_FOR = re.compile(
    r"(?:代表|组织)(?P<names>[\u4e00-\u9fff、和与]{3,80}?)(?:共同|正式|现场|[与同]各[^，。；、]{1,12})?签[署订]"
)
_CEREMONY = re.compile(
    r"(?:^|[，。\n])(?P<names>[\u4e00-\u9fff、和与]{2,60}[局厅委府校院会](?!员?会))(?=[^，。、\n]{0,16}(?:协议|协定|备忘录|合作|帮扶|共建)[^，。、\n]{0,6}(?:签订|签约|签署)仪式)"
)
_AGREED = re.compile(
    r"经(?P<names>[\u4e00-\u9fff、和与]{4,80}?)(?:充分|友好|共同|反复)?(?:协商|商定|会商)(?:一致|同意)?，"
)
# 省教育厅、省财政厅制定的《…》已经省政府同意，现转发给你们: they drew it up.
_PASSED_ON = re.compile(
    r"(?:^|[\n：])[ ]?(?P<names>[\u4e00-\u9fff、 ]{3,160}?)(?:等[\u4e00-\u9fff\d]{0,6})?(?:联合"
    r"|共同)?(?:制定|拟定|制订|提出|编制|报送)?的?《[^《》\n]{2,80}》"
    r"(?:已经|业经|已)[^，。\n]{0,24}(?:同意|批准|审议通过)"
)
_NAMING = (
    ("》", _PASSED_ON),
    ("经", _AGREED),
    ("", _BY),
    ("仪式", _CEREMONY),
    ("的", _LATELY),
    ("的《", _CAME_OUT),
    ("签", _WITH_ANOTHER),
    ("签", _BY_ANOTHER),
    ("签", _BY_OFFICERS),
    ("签", _FOR),
    ("转发", _HANDED_ON),
    ("\n（", _IN_BRACKETS),
)
"""What names the bodies that issue, each with what all that it finds holds, or looks ahead to."""
# 记者从省教育厅获悉，该厅近日会同省财政厅印发《…》
_LEARNT = re.compile(
    r"(?:(?:记者|笔者)[^，。\n]{0,8}|(?:^|[，。\n）])(?:[今昨]日|[今昨]天|日前|近日)?，?)[从在](?!国务院新闻)(?:\d{1,2}月\d{1,2}日)?(?P<names>[\u4e00-\u9fff、]{3,60}?)"
    r"(?=获悉|获知|得悉|了解到|(?:联合|共同)?(?:召开|举行)|新闻)"
    rf"(?:[^，。；]{{2,4}}，该[厅局委部][^，。；《]{{0,6}}(?:会同|联合)(?P<beside>[\u4e00-\u9fff、和与]{{3,80}}?){OTHERS}"
    r"(?:联合|共同)?(?:印发|下发|发布|出台|制定|公布)了?《)?"
)


def named(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the bodies of which the first words say that they issued, signed or drew up the document."""
    head = plain[:HEAD]
    for word, pattern in _NAMING:
        for match in pattern.finditer(head) if word in head else ():
            yield from names_in(plain, match.start("names"), match.end("names"))
    for match in _LEARNT.finditer(head):
        for told in ("names", "beside") if match["beside"] else ():
            yield from names_in(plain, match.start(told), match.end(told))


def learnt_from(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the body from which a paper has the news."""
    for match in _LEARNT.finditer(plain, 0, min(len(plain), HEAD)):
        yield from names_in(plain, match.start("names"), match.end("names"))


# 江西、湖南、湖北三省签订合作协议: places stand for their governments.
_DONE_BY = (
    r"(?:[在于][\u4e00-\u9fff]{2,8}|近日|日前|[今昨][日天]|(?:\d{1,2}月)?\d{1,2}日|共同|联合|正式|携手|联手)*"
    r"(?:签[署订]|印发|发布|出台|公布|制[定订]|推出|发起)(?!的)"
)
_OFFICES = (
    r"(?:教育(?:行政|主管)*部门|教育[局厅](?:（教委）)?|教委、?教育厅|教育厅、?(?:（教委）|教委)|教委|教[体科]局"
    r"|(?:人民)?政府(?:办公厅|办公室)?)?"
)
_PLACES = rf"{SO_MANY}[省市区县州地方]{{1,3}}"
# 川渝两地教育部门联合印发, 九省区教育厅共同发布: told together and nowhere by their names.
_TOGETHER = re.compile(
    rf"(?P<names>(?:[{''.join(by_side())}]{{2,5}}(?:{_PLACES})?|(?:沿[\u4e00-\u9fff])?{SO_MANY}[省市区县州]{{1,3}}){_OFFICES})(?={_DONE_BY})"
)


class _ByPlace(NamedTuple):
    """Patterns that know all places by name."""

    one: re.Pattern[str]
    several: re.Pattern[str]
    subject: re.Pattern[str]  # 江苏省青溪市出台行动计划: one by its full name, as the subject of its sentence


@cache
def _by_place() -> _ByPlace:
    """Compiled when first asked for: few texts name no body."""
    place = f"(?:{any_name()})[省市]?"
    any_place = "[\u4e00-\u9fff]{2,4}"
    return _ByPlace(
        re.compile(rf"{place}(?=[、和与及]|$)|[^、和与及][^、]{{1,3}}?(?=[、和与及]|$)"),
        re.compile(
            rf"(?:^|[，。；\n日 ])(?:(?P<names>{place}(?:[、和与及]{place})+)(?:等?{_PLACES}{_OFFICES})?"
            rf"|(?P<so_many>{any_place}(?:、{any_place})+(?:[和与及]{any_place})?)等?{_PLACES}{_OFFICES})(?={_DONE_BY})"
        ),
        re.compile(
            rf"(?:^|[，。；\n讯电）] ?)(?P<names>(?:{place})?(?:[\u4e00-\u9fff]{{2,4}}[市州盟区县旗])?)"
            rf"(?<=[省市州盟区县旗])(?={_DONE_BY})"
        ),
    )


def told_together(plain: str) -> Iterator[tuple[int, int]]:
    """Yield places that issued something together, or the name by which the first paragraph tells them together."""
    by_place = _by_place()
    several = by_place.several.search(plain, 0, min(len(plain), HEAD))
    if several is not None:
        listed = several.span("names" if several["names"] else "so_many")
        yield from (one.span() for one in by_place.one.finditer(plain, *listed))
        return
    first = plain.find("。\n")
    together = _TOGETHER.search(plain, 0, first if 0 <= first < HEAD else min(len(plain), HEAD))
    if together is not None:
        yield together.span("names")


def single_place(plain: str) -> Iterator[tuple[int, int]]:
    """Yield the place that issued something, where a text names no body."""
    subject = _by_place().subject.search(plain, 0, min(len(plain), HEAD))
    if subject is not None:
        yield subject.span("names")
