"""Takes a name; tells whether it is that of a public body, by how such names are built."""

import re
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
    r"中心|学校|教学点|村小|高校|院校|中学|小学|幼儿园|园校|中小学|教研机构|部门|单位|机构|企业|院所|医院|站|所|社|台|组"
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
    r"[两三四五六七八九十][省市县区州地]{1,3}[\u4e00-\u9fff]{2,8}(?:机构|院校|高校|学校)"
    r"|[^、，]{2,18}部门|各[市县区州盟](?:（[^（）]{1,12}）)?[^、，]{0,8}部门|[^、，]{2,8}机关|残联|妇联|科协|团委|(?:残联|妇联|科协|工会)组织"
    r"|[\u4e00-\u9fff]{2,7}[省市县区州镇乡村].{0,8}(?:中学|小学|学校|幼儿园|中心校)"
    r"|[\u4e00-\u9fff]{2,7}[省市县区州].{2,12}(?:中心|站|所)|[\u4e00-\u9fff]{0,4}[镇乡]中心(?:[小初]?学|学?校|幼儿园)|.+大学附属.+|(?:国家|省|市|区|县|州"
    r"|局属|厅属|委属).{1,14}(?:中心|站|所|社|台)|.*(?:执委会|分行|支行|书店|中科院)|各?[^、]*(?:年级|[大中小托]班)组"
    r"|.*教研组|(?:体育|艺术|音乐|美术|英语|语文|数学|[文理]科|综合|科学|信息|技术|思政|德育|教研|后勤|安全|[物地]理|化学|生物|历史|政治|[初高一二三四五六七八九]{1,2}年级|备课)(?:学科|备课)?组|[省市县区镇乡]、[省市县区镇乡][^、，]{2,14}部门|[\u4e00-\u9fff]{2,6}第?[一二三四五六七八九十]{1,2}[中小]"
    r"|(?!.*(?:普通|完全|高级|初级|农村|乡[镇村]|城[区镇乡]|县城|重点|民办|公办|示范|薄弱|有关|相关|优质|所有|全[省市县区]|中心|附属|试点|成员|结对|帮扶|[受支]援|品牌|特色|部分"
    r"|[新改扩]建|[和与及各每所等有由到在对为])|[省市区县州])[\u4e00-\u9fff]{2,4}[中小]学"
)
_QUALIFIED = re.compile(
    r"^(?:各|用人|有关|相关|所有|全体|省|市|区|县|州|盟|校|国家|中央|两地|双方|三地|四地|川渝|两省市|地方|教育"
    r"|高等|中等|职业|普通|属地|直属|乡镇|街道|试点|成员|部属|在[京渝川沪]|民办|公办|本地|重点|主管|行业"
    r"|上级|下级|基层|相应|其他|[\u4e00-\u9fff]{2,8}(?:省|市|区|县|州))"
)
_BARE = frozenset(
    [
        "政府",
        "部门",
        "单位",
        "企业",
        "机构",
        "中心",
        "学院",
        "大学",
        "市",
        "区",
        "县",
        "州",
        "校",
        "地",
        "方",
        "家庭",
        "社会",
        "组织",
        "人员",
        "系统",
        "行业",
        "地方",
        "地区",
        "委",
        "部",
        "办",
        "局",
        "厅",
        "处",
        "科",
        "室",
        "组",
        "站",
        "所",
        "社",
        "台",
        "党委",
        "党组织",
        "协会",
        "联盟",
        "集团",
        "公司",
        "团体",
        "社区",
        "村",
        "园区",
        "小组",
        "社会组织",
        "社会力量",
    ]
)
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
    if _STANDING.fullmatch(name) or _SIDES_TOGETHER.fullmatch(name):
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
_NO_BODIES = ("干部", "全部", "教室", "报告厅", "会议厅", "大厅", "展厅", "音乐厅", "会议室", "办公厅室")
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
# 沪苏浙皖, 川渝两地, 京津冀三方 as one body of many
_SIDES_TOGETHER = re.compile(
    "[京津冀晋沪苏浙皖赣闽粤桂琼港澳鄂湘川渝黔滇陕甘青宁]{2,4}(?:[双两三四](?:[地方]|省市?)|三省一市)?"
)


def is_side(name: str) -> bool:
    """Tell a party to an agreement by its part in it: 甲方, 川方; not all of them together: 双方."""
    return name[-1:] == "方" and name[0] not in _TOGETHER and _SIDES.fullmatch(name) is not None


_GROUPS = frozenset(
    ("学校", "村小", "教学点", "幼儿园", "中小学", "工会", "中心校", "高校", "院校", "区县", "县区", "市县", "市州")
) | frozenset(["各校", "各园", "各学校", "各地", "各省", "各州", "各市", "各县", "各区", "各区县"])


def is_kind(name: str) -> bool:
    """Tell a kind of body, which names bodies only where 各 says all of them: 学校.

    >>> is_kind("幼儿园"), is_kind("青溪幼儿园")
    (True, False)
    """
    return name in _GROUPS
