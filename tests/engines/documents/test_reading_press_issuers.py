"""Who issues what the press tells of: places for their governments, authorities told together, who signs for whom."""

import pytest

from xietong import documents

ISSUERS = {
    "places for their governments": (
        "江西、湖南、湖北三省日前在武汉签订教育合作协议书。根据协议，三省将共建高校联盟，开展教师互聘。",
        ["江西", "湖南", "湖北"],
    ),
    "full names of places": (
        "近日，上海市、江苏省、浙江省和安徽省联合发布《长三角学前教育行动计划》，提出到2027年共建教研基地20个。",
        ["上海市", "江苏省", "浙江省", "安徽省"],
    ),
    "authorities told together": (
        "川渝两地教育部门联合印发《川渝职业教育协同行动计划》，提出到2027年共建产教联合体10个。要建立联席会议制度。",
        ["川渝两地教育部门"],
    ),
    "so many provinces": (
        "日前，沿黄九省区共同发布《黄河流域职业教育行动方案》。《方案》提出，到2027年，共建联合体20个。",
        ["沿黄九省区"],
    ),
    "the offices of two governments": (
        "近日，两省市政府办公厅联合印发《高竹新区教育规划》。《规划》提出，到2027年，新建学校3所。",
        ["两省市政府办公厅"],
    ),
    "who signs for whom": (
        (
            "北山区与青溪学院合作办学有新进展\n仪式上，区长李某和院长王某分别代表北山区人民政府和青溪学院签署了合作办学协议。"
            "根据协议，双方将共建附属学校，今年将设立36个班级。"
        ),
        ["北山区人民政府", "青溪学院"],
    ),
    "places in the headline": (
        "重庆与四川签署教育合作框架协议\n近日，重庆市教委与四川省教育厅签署教育合作框架协议。根据协议，两地将共建联盟。",
        ["重庆市教委", "四川省教育厅"],
    ),
    "three who sign, the last with a short name": (
        (
            "为落实通知精神，7月18日下午，青溪大学、北山县人民政府、北山县第一中学（以下简称北山一中）签订了托管帮扶合作框架协议。"
            "根据协议，双方将共建教师培训基地。"
        ),
        ["青溪大学", "北山县人民政府", "北山县第一中学"],
    ),
    "whom an office has sign": (
        "8月5日，青溪省教育厅组织青溪大学与北山县人民政府签订托管帮扶框架协议。签约后，青溪大学将通过名师送教开展帮扶。",
        ["青溪大学", "北山县人民政府"],
    ),
    "a ministry of three characters": (
        "记者今天从教育部获悉，教育部将组织48所高校托管帮扶县中，今年将新建教师培训基地20个。",
        ["教育部"],
    ),
    "already all signed": (
        "青溪市教育局印发《县中托管帮扶方案》，提出到2031年帮扶县中20所。现在，有关高校按照对口关系，已全部签署了帮扶协议。",
        ["青溪市教育局"],
    ),
    "who drew up a draft": (
        "青溪非高等教育規劃公開諮詢\n諮詢文本提出四個重點發展方向。教育暨青年局參考各地文件，擬定了《非高等教育中長期規劃》諮詢文本。",
        ["教育暨青年局"],
    ),
    "from whom it was learnt": (
        "昨日从青溪市教育局获悉，今年全市将新建幼儿园20所，新增学位6000个。",
        ["青溪市教育局"],
    ),
    "who drew up what is handed on": (
        "省政府办公厅转发县中建设意见\n省政府办公厅近日转发《省教育厅、省财政厅关于加强县中建设的意见》。到2031年，全省改造县中20所。",
        ["省政府办公厅", "省教育厅", "省财政厅"],
    ),
    "places told together, though the news is one's": (
        "记者从重庆市教委获悉，重庆、四川、贵州三地教育部门日前联合印发《教育协同行动计划》，提出到2035年共建实训基地20个。",
        ["重庆", "四川", "贵州"],
    ),
    "places that stand in no list of places": (
        "近日，青溪、云浦、北山和白河四区县教委联合发布《乡村教师行动方案》，提出到2035年培训教师800名。",
        ["青溪", "云浦", "北山", "白河"],
    ),
    "so many authorities of a region": (
        "沿黄九省区教育厅共同发布《职业教育协同发展行动倡议》，提出到2035年共建联合体20个。",
        ["沿黄九省区教育厅"],
    ),
    "so many offices, some by name": (
        "5月6日，青溪市教育局、云浦市教育体育局等9个市、县教育行政主管部门共同签署《教研合作备忘录》。根据备忘录，各方将组建教研联盟。",
        ["青溪市教育局", "云浦市教育体育局"],
    ),
    "so many offices by name": (
        "省教育厅、省委编办、省财政厅三部门日前联合下发通知，启动定向培养。通知明确，每年培养本土教师400名。",
        ["省教育厅", "省委编办", "省财政厅"],
    ),
    "who is joined and when": (
        "省教育厅负责人介绍，省教育厅会同省发展改革委、省财政厅近日印发了《县中行动计划》。各地要在6月底前制定方案。",
        ["省教育厅", "省发展改革委", "省财政厅"],
    ),
    "with whom it came out": (
        "3月11日，云浦新区教育局联合新区科技创新委员会发布《人工智能教育行动计划》，提出到2035年培训教师800名。",
        ["云浦新区教育局", "新区科技创新委员会"],
    ),
    "who stands for whom": (
        (
            "市教育局与高新区共建新校\n6月3日，战略合作协议签约仪式举行。市教育局党委书记、局长周某，高新区管委会主任陈某代表双方签约。"
            "根据协议，双方将共建新校12所。"
        ),
        ["市教育局", "高新区管委会"],
    ),
    "who met whom": (
        (
            "青溪省教育厅与云浦省教育厅达成六点共识\n2月25日，青溪省教育厅厅长一行赴云州，与云浦省教育厅举行工作会谈，"
            "就教师互派达成六点共识，并签署会谈纪要。双方将于年内互派教师60名。"
        ),
        ["青溪省教育厅", "云浦省教育厅"],
    ),
    "who decides on a drive": (
        "省教育厅、省公安厅、省市场监管局决定8月20日至9月30日在全省开展“护苗”专项行动。行动期间，各地要对学校开展全覆盖排查。",
        ["省教育厅", "省公安厅", "省市场监管局"],
    ),
    "who is introduced with what came into force": (
        "省教育厅副厅长在会上介绍，省教育厅、省财政厅共同编制的《教育融合行动计划》即日起实施。每年引进教师80名。",
        ["省教育厅", "省财政厅"],
    ),
    "heads of three who sign": (
        "4月5日，在云州举行的研讨会上，青溪省教育科学院、云浦教育研究院两家单位负责人签订合作协议。双方将开展课题研究，每年立项15项。",
        ["青溪省教育科学院", "云浦教育研究院"],
    ),
    "signed, and nothing behind it": (
        "会议审议通过《合作工作要点》，青溪省教育厅、云浦省教育厅主要负责同志共同签署。推动两市高中结对，年内完成首批签约10对。",
        ["青溪省教育厅", "云浦省教育厅"],
    ),
    "a ceremony held with another": (
        "日前，青溪区教育局与云浦市北山区教育局举行教育结对签约仪式。签约后，两地将遴选15对学校结对。",
        ["青溪区教育局", "云浦市北山区教育局"],
    ),
    "behind a question": (
        "暑假来了，孩子去哪儿？市教育局日前印发《关于做好暑期托管工作的通知》。各区要设立专项经费。",
        ["市教育局"],
    ),
    "what is signed is the name of no body": (
        "青溪签署教育合作框架协议\n青溪省教育厅24日与云浦市教育局签署《教育合作框架协议》，双方将共建高校联盟。",
        ["青溪省教育厅", "云浦市教育局"],
    ),
}


@pytest.mark.parametrize("kind", sorted(ISSUERS))
def test_the_press_tells_who_issues(kind: str) -> None:
    text, names = ISSUERS[kind]
    draft = documents.read(text.encode(), "text.txt")
    assert [one.name for one in draft.units if one.role is documents.UnitRole.ISSUER] == names


def test_a_place_is_resolved_to_its_full_name() -> None:
    draft = documents.read(ISSUERS["full names of places"][0].encode(), "text.txt")
    assert draft.source.issuers == ("上海市", "江苏省", "浙江省", "安徽省")


def test_who_is_named_further_on_is_not_told_together_as_well() -> None:
    text = (
        "川渝两地教育部门联合发布“十大行动”。\n据了解，重庆市教委、四川省教育厅共同研究制定《教育协同发展行动计划》，"
        "提出要建立两地教育部门交流机制。"
    )
    draft = documents.read(text.encode(), "text.txt")
    assert draft.source.issuers == ("重庆市教育委员会", "四川省教育厅")
