"""Takes a list of bodies as written; gives its pieces, each a body's name without the words around it."""

import re
from collections.abc import Iterator

from xietong.documents.units_names import certainty

# 省教育厅和省财政厅 is two bodies, 人力资源和社会保障局 is one: the left part must be a body itself.
_AND = re.compile(
    r"(?:(?<=[委厅局办部院校会府学心团区县市组室处行署社司])|(?<=公司|单位|部门|企业|地区)|(?<=等)(?=和各|和有关|及各)"
    r"|(?<=[省市县区州]）)(?=(?:和|及|以及)(?:各|新疆生产)))"
    r"(?:和|与|及|以及|会同|、和|、及|，和|商(?=[省市区县州国]))(?=[\u4e00-\u9fff]{2})"
)
_WHOLE_AND = re.compile(
    r"党委和(?:人民)?政府|发展和改革|经济和信息化|工业和信息化|卫生和计划生育|文化和旅游|规划和自然资源|自然资源和规划"
    r"|人力资源和社会保障|住房和城乡|财政和|教育和|科学和|文化和|体育和|科技和|民族和宗教|新闻出版和"
    r"|广播电视和|网络安全和信息化|市场和质量|部门和单位|地区和部门|中央和国家机关|单位和部门|实验室(?:和|与|及)设备"
)
# 各市、县（市、区）人民政府 is one name.
_REGIONS = re.compile(
    r"(?:（[一二三四五六七八九十\d]+）|\d+[.．、]|由|以及|以下[^，、]{0,4}均?[需由]|和|及)?(?:省内|全省)?各(?:设区的?|有关|相关)?(?:省|市|区|县|州|盟"
    r"|地区|镇|乡|街道|旗)(?:（[^（）]{1,12}）)?"
)
_REGIONS_ON = re.compile(
    r"(?:自治)?(?:自治区|直辖市|县级市|区县|县区|市县|县|区|市|州|旗|乡|街道|镇|开发区|新区|自治县"
    r"|地区)(?:、?（[^（）]{1,16}）)?(?:、(?:自治)?(?:县|区|市|州|旗|乡|街道"
    r"|镇)(?:（[^（）]{1,16}）)?)?(?:[\u4e00-\u9fff]{0,12}?"
    r"(?:政府(?:、管委会)?|局|厅|委|部门|管委会|办事处|委员会)(?:（[^（）]{1,12}）)?)?"
    r"(?:等)?(?:分?别?(?:负责|牵头|配合|参与|落实|具体|抓好|做好|实施){1,3}"
    r"|按职责.*)?$"
)
_PIECE = re.compile(
    r"(?:[^、，；,;：\s（）。/|？【】〔〕《》〈〉﹝﹞\[\]]|（[^（）]*(?:（[^（）]*）[^（）]*)*）|[〈《][^〈〉《》（）]*[〉》]|(?<=[A-Za-z])/)+"
)


def pieces(plain: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Yield the pieces of a list between 、，； and blanks; brackets and 各市、县（市、区）政府 stay whole."""
    spans = [match.span() for match in _PIECE.finditer(plain, low, high)]
    grouped = plain.find("各", low, high) >= 0
    at, end_of_list = 0, len(spans)
    while at < end_of_list:
        start, end = spans[at]
        pair = end - start == 1 and plain[start] in "县区市州镇乡"
        if pair or (grouped and plain.find("各", start, end) >= 0):
            at = _whole(plain, spans, at)
            end = spans[at][1]
        at += 1
        while at < end_of_list and plain[end] == " " and _BLANK_WITHIN.match(plain, end, spans[at][1]):
            end = spans[at][1]
            at += 1
        yield start, end


# 各县 （市、 区）人民政府
_BLANK_WITHIN = re.compile(r" (?<=[县市区州旗] )（[县市区州旗、 ]{1,9}）")


def _whole(plain: str, spans: list[tuple[int, int]], at: int) -> int:
    """Return the number of the last piece of the name that begins with the piece ``at``."""
    last = at
    if spans[at][1] - spans[at][0] == 1:  # 县、区政府
        return at + 1 if _follows(plain, spans, at) and _PAIR.match(plain, *spans[at + 1]) else at
    if (
        plain[spans[at][0]] == "各"
        and _follows(plain, spans, at)
        and plain[slice(*spans[at + 1])].startswith(_BARE_KINDS)
    ):
        return at + 1 if _BARE_KIND.fullmatch(plain, *spans[at + 1]) else at  # 各科室、单位
    if _REGIONS.fullmatch(plain, *spans[at]):
        while last < at + 2 and _follows(plain, spans, last) and _goes_on(plain, spans[last], spans[last + 1]):
            last += 1
            if _REGION_ONLY.fullmatch(plain, *spans[last]) is None:
                break
    beside = _BESIDE.get(plain[spans[last][1] - 2 : spans[last][1]])
    together = beside is not None and _follows(plain, spans, last) and beside.fullmatch(plain, *spans[last + 1])
    return last + 1 if together else last


_PAIR = re.compile(
    r"[县区市镇乡街道]{1,2}(?:人民|[两二三]级)?(?:政府|党委|教育(?:行政)?(?:部门)?|[\u4e00-\u9fff]{0,8}部门)"
)
_BARE_KINDS = ("单位", "部门")
_BARE_KIND = re.compile(r"(?:单位|部门)")


def _goes_on(plain: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Tell whether regions go on: 各市、县财政局 do; behind 各县（市、区） and 各区 a 市财政局 is a body of its own."""
    joined = _AND_OTHERS.search(plain, *after)
    after = after if joined is None else (after[0], joined.start())  # 县（市、区）教育行政部门和各高校
    if plain[after[0] + 1 : after[0] + 2] == "直" or plain.find("各", *after) >= 0:
        return False  # 区直各部门 are bodies of their own
    if plain[slice(*after)] in ("县", "区", "区县", "县区"):
        return True  # 各市（县）、区
    county = plain.startswith("县（", after[0]) and plain.find("县", *before) < 0  # 各市（州）、县（市、区）政府
    if (plain[before[1] - 1] == "）" and not county) or (plain[before[1] - 1] in "区县" and _CITY.match(plain, *after)):
        return False
    return _REGIONS_ON.fullmatch(plain, *after) is not None


_AND_OTHERS = re.compile("和(?:各|新疆生产)")
_CITY = re.compile(r"市(?!（|级市|$|[^、]*(?:政府|教育|教体|教委))")


def _follows(plain: str, spans: list[tuple[int, int]], at: int) -> bool:
    return at + 1 < len(spans) and plain[spans[at][1] : spans[at + 1][0]] == "、"


_REGION_ONLY = re.compile(
    r"(?:自治)?[县区市州旗乡镇](?:级市)?(?:、?（[^（）]{1,16}）)?|自治区|直辖市|开发区|新区|街道|地区"
)
# 各县（市、区）人民政府、管委会 is one name as well, and so is 各市（州）党委、政府.
_BESIDE = {
    "政府": re.compile(r"(?:各?开发区)?管委会(?:（[^（）]{1,12}）)?"),
    "党委": re.compile(r"(?:人民)?政府(?:（[^（）]{1,12}）)?(?:负责|牵头|配合|参与|落实|按职责.*)?"),
}


_JOINS, _JOINER = frozenset("和与及同商"), re.compile("[和与及]")


def split_joined(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Split A和B where both are bodies, and two bodies whose break was lost; leave 人力资源和社会保障局 alone."""
    for low, high in _split_at_and(plain, start, end):
        yield from _split_glued(plain, low, high)


# 市教育局市住建局, 甲县教育局乙县教育局: the second begins with a place of its own, and is no part of the first, as in
# 国家税务总局某省税务局.
_GLUED = re.compile(
    r"(?<=[局厅委办院部会府心校])(?<!总局)(?!员会)(?=(?:[省市区县州](?![场域属直级长内外校]|委市政府)|[\u4e00-\u9fff]{2,4}[省市县区州旗]|各(?=[省市区县州乡镇高]))"
    r"[\u4e00-\u9fff（）、]{2,20}(?<!分局)(?<!支队)(?<!大队)$)"
)


def _split_glued(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _GLUED.finditer(plain[start:end]) if end - start >= _TWO_NAMES else ():
        cut = start + match.start()
        if cut - at > _CITY_COMMITTEE and certainty(plain[at:cut]) == certainty(plain[cut:end]) == _BODY:
            yield at, cut
            at = cut
    yield at, end


_TWO_NAMES, _CITY_COMMITTEE, _BODY = 7, 2, 2  # letters of two names at least, of 市委; built like a body


def _split_at_and(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    text = plain[start:end]
    if _JOINS.isdisjoint(text):
        yield start, end
        return
    guarded = _WHOLE_AND.sub(lambda match: _JOINER.sub("〇", match[0]), text)
    at = start
    for match in _AND.finditer(guarded):
        if match.start() and text.count("（", 0, match.start()) == text.count("）", 0, match.start()):
            yield at, start + match.start()
            at = start + match.end()
    yield at, end


_HEAD = re.compile(
    r"[\s：·—\-.]*(?:\d{1,2}[.．、](?=20\d\d))?(?:20\d\d年?(?:[—\-～至]{1,2}20\d\d年)?底?[前起]?，?|今年|明年|年内|年底前|目前|下一步|近日|日前|今后|此外|同时|其中|(?:轮值|主席)(?:主席)?(?:方|单位))?(?:（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.．、])?(?:(?:由|以及|以下(?:任务|各项|措施|内容)?均?(?:需|由)|并由|[会联协]同|联合|商(?![务贸业丘洛南州])"
    r"|经(?![济信贸委开])|请|明确|确定|指定|指出|强调|要求|委托|督促|指导)(?=[\u4e00-\u9fff]{2})"
    r"|[及和与并](?=[省市区县州各团国中有相教财]))?\s*"
)
_HEAD_SIGNS = frozenset(" \t：·—-.（0123456789由以并会协联商经请明确指要及和与委督今年目下近日此同其轮主")
_TAIL = re.compile(
    r"等(?=(?:[一二三四五六七八九十\d多]*个?(?:国务院|中央|省政府|市政府|政府|省|市|区|县)?(?:有关|相关|各|市级|省级|区级|县级|[省市区县州盟]直|其他|成员"
    r"|责任|职能|区县)*(?:部门和单位|单位和部门|部门|单位|处室|科室|机构|方面|高校|学校|企业|院校|厅局|[省市县区州地]{1,2})?)(?:（[^）]*）)?$)"
)


# 县教育局（张三）: the person in charge behind the body's name.
_PERSON = re.compile(
    r"（按[^（）]{0,6}(?:职责|分工)[^（）]{0,6}）$|（[^（）]{0,8}(?:第一|首)位?[^（）]{0,8}(?:牵头|主办|主责)[^（）]{0,10}）$|(?<=[\u4e00-\u9fff])（(?:[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛"
    r"叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]"
    r"[\u4e00-\u9fff]{1,2}(?<![职校级区县市院类等人镇乡街村委局办部处科中小站所室会区政]))）$"
)


_WITHIN = re.compile(r"[\u4e00-\u9fff]{1,10}[内外中]由(?=[\u4e00-\u9fff]{2})")


def trimmed(plain: str, start: int, end: int) -> tuple[int, int]:
    """Return a piece without 由, 及 and 和 before it and without 等有关部门 after it."""
    if plain[start] in _HEAD_SIGNS:
        head = _HEAD.match(plain, start, end)
        start = head.end() if head else start
    if plain.find("由", start, end) > 0:  # 技工院校内由…部门负责
        within = _WITHIN.match(plain, start, end)
        start = within.end() if within is not None else start
    text = plain[start:end]
    if "等" in text:
        cut = _TAIL.search(text)
        if cut is not None and cut.start() >= 2:
            end = start + cut.start()
    text = plain[start:end]
    end = start + len(text.rstrip(" 。、，；："))
    person = _PERSON.search(plain, start, end) if plain[end - 1 : end] == "）" else None
    end = person.start() if person is not None else end
    if plain.count("“", start, end) != plain.count("”", start, end):
        start += plain[start] in "“”"
        end -= plain[end - 1] in "“”" if end > start else 0
    return start, end
