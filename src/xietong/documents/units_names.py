"""Takes a stretch of text; gives the names of public bodies listed in it, told by how such names are built."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from xietong.documents import bodies

# What a name ends with. The first makes a body by itself, the second a group of bodies or one of a common kind.
_STRONG = (
    r"委员会|管委会|常委会|[党工团教纪监编语]委|委|厅|局|(?<![签部])署|办|办公厅|办公室|督查室|督导室|教研室|研究室|(?<!全)部"
    r"|政府|人大|政协|总工会|工会|妇联|残联|科协|社科联|文联|侨联|工商联|红十字会|联席会议|领导小组|工作组"
    r"|专项组|秘书组|专班|小组|[督检巡核]查组|考核组|督导组|领导组"
    r"|大学|学院|职院|研究院|科学院|教科院|(?:考试|评估|研修)院|党校|社科院|法院|检察院|协会|学会|研究会|联合会|联盟|总会"
    r"|基金会|集团|公司|银行|支队|总队|大队|分局|电视台|报社|出版社|处|科|股|室|馆|公署|兵团|工程院|设计院"
    r"|电网|电力|海关|人行|共同体|协作体|智库|教指委|党组|党工委|党总支|党支部|指挥部|纪检组|监察组|理事会|董事会|校委会|国务院|监会|(?<!国)议会|促进会|贸促会|司|总社"
    r"|兵团|团中央|中共中央|军委|人大常委会"
)
_COMMON = (
    r"中心|学校|高校|院校|中学|小学|幼儿园|园校|中小学|教研机构|部门|单位|机构|企业|院所|医院|站|所|社|台|组"
    r"|区县|区市县|县区|县市|市县|市州|州市|县（[市、区旗]+）|区（[市、县]+）|市（[州、地区]+）|省（(?:自治区|直辖市|兵团|[区市、])+）|市|区|县|州|旗|省|自治区|直辖市"
    r"|盟|地|开发区|高新区|园区|新区|功能区|街道|乡镇|镇街|街镇|乡|镇|社区|村|校|方|党组织|地区|地方|系统|行业"
    r"|学会|院系|家庭|社会组织|社会力量|省份|团体|组织|人员|科室|处室|股室"
)
_NAME = r"[\u4e00-\u9fff（）、·“”A-Za-z0-9]{0,30}?"
_BRACKET = r"(?:（[^（）]{1,24}）)?"
_STRONG_NAME = re.compile(rf"{_NAME}(?:{_STRONG}){_BRACKET}")
_COMMON_NAME = re.compile(rf"{_NAME}(?:{_COMMON}){_BRACKET}")
# Groups and schools that are bodies beyond doubt by what stands before them.
_SURE = re.compile(
    r"[^、，]{2,18}部门|各[市县区州盟](?:（[^（）]{1,12}）)?[^、，]{0,8}部门|[^、，]{2,8}机关|残联|妇联|科协|团委"
    r"|[\u4e00-\u9fff]{2,7}[省市县区州镇乡村].{0,8}(?:中学|小学|学校|幼儿园|中心校|中专|职高)"
    r"|[\u4e00-\u9fff]{2,7}[省市县区州].{2,12}(?:中心|站|所)|.+大学附属.+|(?:国家|省|市|区|县|州"
    r"|局属|厅属|委属).{1,14}(?:中心|站|所|社|台)|.*(?:执委会|分行|支行|书店|中科院)|各?[^、]*年级组"
    r"|.*教研组|(?:体育|艺术|音乐|美术|英语|语文|数学|[文理]科|综合|科学|信息|技术|思政|德育|教研|后勤|安全|[物地]理|化学|生物|历史|政治|[初高一二三四五六七八九]{1,2}年级|备课)(?:学科|备课)?组|[省市县区镇乡]、[省市县区镇乡][^、，]{2,14}部门|[\u4e00-\u9fff]{2,6}第?[一二三四五六七八九十]{1,2}[中小]"
    r"|(?!.*(?:普通|完全|高级|初级|农村|乡[镇村]|城[区镇乡]|县城|重点|民办|公办|示范|薄弱|有关|相关|优质|所有|全[省市县区]|中心|附属|试点|成员|结对|帮扶|[受支]援|品牌|特色|部分"
    r"|[新改扩]建|[和与及各每所等有由到在对为])|[省市区县州])[\u4e00-\u9fff]{2,4}[中小]学"
)
_QUALIFIED = re.compile(
    r"^(?:各|用人|有关|相关|所有|全体|省|市|区|县|州|盟|校|国家|中央|两地|双方|三地|四地|川渝|两省市|地方|教育"
    r"|高等|中等|职业|普通|属地|直属|乡镇|街道|试点|成员|部属|在[京渝川沪]|民办|公办|本地|重点|主管|行业"
    r"|上级|下级|基层|相应|其他|[\u4e00-\u9fff]{2,8}(?:省|市|区|县|州))"
)
_KINDS_ALONE = (
    "政府 部门 单位 企业 机构 中心 学院 大学 市 区 县 州 校 地 方 家庭 社会 组织 人员 系统 行业 地方 地区 委 部 "
    "办 局 厅 处 科 室 组 站 所 社 台 党委 党组织 协会 联盟 集团 公司 团体 社区 村 园区 小组 社会组织 社会力量"
)
_BARE = frozenset(_KINDS_ALONE.split())
# Words that stand in no name: a stretch with one of them is a clause.
_VERBAL = re.compile(
    r"推进(?!中心)|推动|加强|加快|开展|实施|[做抓办用]好|抓实|对照|支持(?!中心|服务)|建立|完善|统筹|落实(?!办)|制定|提升|强化|深化|健全"
    r"|加大|迎接|引进|组织(?!部|委|人事|科|处|建设|办)[^，、]{4}|拓展|巩固|督促|委托|需要|发挥|激发|增强|改善|满足|整合|聚焦|明确|突出|压实|动员(?!委|办|部)|带动|调动|吸引"
    r"|坚持|构建|打造|形成|积极|鼓励|引导(?!中心)|要求|确保|通过|进行|按照|根据|结合|以及|或者|必须|应当"
    r"|共同|联合(?!会|国|办)|参加|依托|面向|围绕|利用|充分|定期|及时|具体|进一步"
    r"|(?<![高中同])等(?![一-龥]{0,2}教育|学校|职业)|[的了着把被让也就很]|将(?!乐)|使(?!馆)|对(?!外|口|台)"
    r"|从(?!化|江)|向(?!阳|东)|于(?!都|洪|田)|其(?!他|它)|并(?!州)|还(?!原)|都(?=要|是|应|可|能|有|得|必)"
    r"|只(?=要|有)|更(?!名)"
    r"|或[与由]|报(?=[省市县区州镇校上])|^报(?![社业刊])|^.{0,4}[公民主承协兴举开合创新筹停]办$|^(?:[在为以与及由是要可按]|和(?![平田县顺政布静龙林])|应(?![急县城]))|^有(?!关)|召开|成立|安排|选派|遴选|会同|组建|设立|培养(?!办|处|院|中心)"
    r"|代表(?!大会|处|团|队|会)|建成|优化|扩大|改革(?!部|委|局"
    r"|发展|和|办|处|科|领导|研究|工作)|实现|提高|增加|完成|负责|牵头|配合|协助|承担|指导(?!中心|委|处|科|办"
    r"|站|小组|服务)|监督(?!管理|局|委|处|科|所|检查|检验|员)|管理(?=体|制|模|水)"
)
_TIME = re.compile(
    r"20\d\d|第[一二三四五六七八九十\d]{1,3}[次届]|\d{1,2} ?月|年底"
    r"|长期|持续|常态|期间|每年|季度|全年|\d+%|时限|即日起|年度"
)
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


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``[at, to)``; ``certain`` where its form leaves no doubt that it is a body."""

    at: int
    to: int
    certain: bool


def is_role_group(name: str) -> bool:
    """Tell whether a name calls bodies by their part, so that its 牵头 says no role: 各牵头单位."""
    return name[:1] == "各" and _ROLE_GROUP.fullmatch(name) is not None


@lru_cache(maxsize=8192)
def certainty(name: str) -> int:
    """Return 2 for what is built like a body, 1 for what may be one, 0 for anything else.

    >>> certainty("省教育厅"), certainty("有关高校"), certainty("推进教育改革"), certainty("政府")
    (2, 1, 0, 0)
    """
    if is_role_group(name):
        return 1
    if _STANDING.fullmatch(name):
        return 2
    if (
        name.endswith(_NO_BODIES)
        or not 2 <= len(name) <= 40
        or name in _BARE
        or _VERBAL.search(name)
        or _TIME.search(name)
    ):
        return 0
    if _STRONG_NAME.fullmatch(name) or _SURE.fullmatch(name) or name in bodies.national():
        return 2 if len(name) >= 3 or name in _SHORT else 1
    if name in _GROUPS:
        return 1
    if not _COMMON_NAME.fullmatch(name):
        return 0
    if _SIDES.fullmatch(name):
        return 1
    return int(
        len(name) >= 5
        or (len(name) == 4 and name.endswith("中心"))
        or (len(name) >= 3 and _QUALIFIED.match(name) is not None)
    )


# End as bodies do, and are people or places.
_NO_BODIES = (
    "本科",
    "专科",
    "学科",
    "干部",
    "全部",
    "报告厅",
    "会议厅",
    "大厅",
    "展厅",
    "音乐厅",
    "会议室",
    "办公厅室",
)
_SHORT = frozenset(
    ("残联", "妇联", "科协", "团委", "工会", "文联", "侨联", "教委", "省委", "市委", "县委", "区委", "州委")
)
# A standing body may have a verb in its name: 市深化教育改革领导小组办公室.
_STANDING = re.compile(
    r"(?:国务院|中央|京津冀|长三角|粤港澳|[成川]渝|[省市县区州旗盟校]"
    r"|(?!.{0,4}(?:发挥|强化|加强|健全|完善|依托|调整|优化|压实))[\u4e00-\u9fff]{2,14}?[省市县区州旗盟])"
    r"(?!.*(?:成立|建立|组建|[的由]))[^，、；]{2,24}"
    r"(?:(?:(?:领导|协调|工作)小组|工作专班|指挥部|联席会议|委员会)(?:办公室|各?成员单位)?|发展(?:联合|工作|协调)*办公室)"
)
# The bodies that a plan calls by their part in it.
_ROLE_GROUP = re.compile(
    r"各[\u4e00-\u9fff]{0,4}?(?:牵头|责任|配合|参与|成员|主办|协办|承办|协作|协同|实施)(?:责任|(?:和|及|或)(?:配合|责任|参与|协作))?(?:（[^（）]{1,6}）)?(?:单位|部门|处室|科室|方)"
)
_SIDES = re.compile(r"[京津冀沪苏浙皖川渝港澳粤闽台滇黔鄂湘赣]{1,4}方|[甲乙丙丁戊双三四五]方")
_TOGETHER = frozenset("双三四五")


def is_side(name: str) -> bool:
    """Tell a party to an agreement by its part in it: 甲方, 川方; not all of them together: 双方."""
    return name[-1:] == "方" and name[0] not in _TOGETHER and _SIDES.fullmatch(name) is not None


_GROUPS = frozenset(
    ("学校", "幼儿园", "中小学", "工会", "中心校", "高校", "院校", "区县", "县区", "市县", "市州")
) | frozenset(["各校", "各园", "各学校", "各地", "各省", "各州", "各市", "各县", "各区", "各区县"])


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


_PAIR = re.compile(r"[县区市镇乡街道]{1,2}(?:人民|[两二三]级)?(?:政府|党委|教育(?:行政)?(?:部门)?|部门)")
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
    r"[\s：·*—\-.①-⑳]*(?:\d{1,2}[.．、](?=20\d\d))?(?:20\d\d年?(?:[—\-～至]{1,2}20\d\d年)?底?[前起]?，?|今年|明年|年内|年底前|目前|下一步|近日|日前|今后|此外|同时|其中)?(?:（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.．、])?(?:(?:由|以及|以下(?:任务|各项|措施|内容)?均?(?:需|由)|并由|[会联协]同|联合|商(?![务贸业丘洛南州])"
    r"|经(?![济信贸委开])|请|明确|确定|指定|指出|强调|要求|委托|督促|指导)(?=[\u4e00-\u9fff]{2})"
    r"|[及和与并](?=[省市区县州各团国中有相教财]))?\s*"
)
_HEAD_SIGNS = frozenset("①②③④⑤⑥⑦⑧⑨⑩ \t：·*—-.（0123456789由以并会协联商经请明确指要及和与委督今年目下近日此同其")
_TAIL = re.compile(
    r"等(?=(?:[一二三四五六七八九十\d多]*个?(?:国务院|中央|省政府|市政府|政府|省|市|区|县)?(?:有关|相关|各|市级|省级|区级|县级|[省市区县州盟]直|其他|成员"
    r"|责任|职能|区县)*(?:部门和单位|单位和部门|部门|单位|处室|科室|机构|方面|高校|学校|企业|院校|厅局)?)(?:（[^）]*）)?$)"
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
    end = start + len(text.rstrip(" 。、，；：*·"))
    person = _PERSON.search(plain, start, end) if plain[end - 1 : end] == "）" else None
    end = person.start() if person is not None else end
    if plain.count("“", start, end) != plain.count("”", start, end):
        start += plain[start] in "“”"
        end -= plain[end - 1] in "“”" if end > start else 0
    return start, end
