"""Running text of the press: what it tells of the past and around the matter is neither work nor time nor figure."""

import pytest

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents


def test_what_a_report_tells_around_the_matter_is_no_task(draft: documents.Draft) -> None:
    """
    青溪县发布学前教育行动计划
    2031年3月2日
    近日，青溪县印发《学前教育行动计划》，提出新建幼儿园12所。走进县第一幼儿园，孩子们正在老师带领下开展户外游戏。
    随着城镇化进程加快，县城幼儿园学位不够用，不少家长排队报名。为解决这个难题，县里将改扩建幼儿园5所。
    经过多年建设，县城学前教育事业形成良好基础。受暴雨影响，部分幼儿园组织家长开展线上活动。
    """
    assert [task[:12] for task in tasks(draft)] == ["为解决这个难题，县里将改"]


def test_results_in_running_text_set_neither_times_nor_figures(draft: documents.Draft) -> None:
    """
    青溪市出台教育强市建设方案
    2031年3月2日
    近日，青溪市印发《教育强市建设方案》，提出到2035年建成教育强市。
    “十五五”期间，全市教育投入累计达到120亿元，高中阶段毛入学率达到97.5%，居全省前列。
    今年秋季学期，已有20所新建学校投入使用，公办园占比提高了12个百分点。下一步，青溪市将新建学校30所，到2033年新增学位2万个。
    """
    assert [str(one.end) for one in draft.deadlines] == ["2035-12-31", "2033-12-31"]
    assert [int(one.value or 0) for one in draft.targets] == [30, 20000]


def test_a_time_before_a_name_is_no_part_of_it(draft: documents.Draft) -> None:
    """
    青溪市加快交通建设
    近日，市政府印发《青溪市交通强市行动方案》。今年市交通运输局将新建公路30公里，下一步市民政局将完善养老服务。
    """
    assert roles(draft) == [("市政府", "issuer"), ("市交通运输局", "mentioned"), ("市民政局", "mentioned")]


def test_the_office_before_whose_press_others_present_is_no_issuer(draft: documents.Draft) -> None:
    """
    青溪市政府新闻办公室举行新闻发布会，介绍《青溪市托育服务行动方案》有关情况。近日，市卫生健康委印发《青溪市托育服务行动方案》，明确要新建托育机构30家。
    """
    assert roles(draft) == [("市卫生健康委", "issuer")]


def test_who_is_joined_by_has_a_duty_and_issues_nothing(draft: documents.Draft) -> None:
    """
    青溪市印发教育强市行动方案
    近日，青溪市印发《教育强市行动方案》，提出新建学校20所。市教育局会同市财政局完善生均拨款制度。
    由市发展改革委会同市交通运输局、市公安局制定规划。市民政局商市司法局制定救助办法。
    """
    assert roles(draft)[-7:] == [
        (name, "mentioned")
        for name in ("市教育局", "市财政局", "市发展改革委", "市交通运输局", "市公安局", "市民政局", "市司法局")
    ]


BACKWARD = {
    "an article of a leader": "《求索》杂志发表李某某重要文章\n11月16日出版的第22期《求索》杂志发表省委书记李某某的重要文章《以人口高质量发展支撑现代化》。"
    "\n文章强调，要健全生育支持政策体系，完善普惠托育服务。要着力提高人口素质，推动教育高质量发展。要加强人力资源开发利用。",
    "a visit between states": "副主席访问云国\n9月6日至8日，副主席应邀访问云国，先后会见总理、总统。\n会见总理时，就下阶段关系发展提出建议：一是巩固政治互信。"
    "坚定支持对方核心利益。二是深化互利合作。积极推进能源、交通等领域合作。三是促进人民相知相亲。加强青少年交流。",
    "orders where disaster struck": "书记对青溪县塌方灾害作出重要指示\n5月1日凌晨，青溪县一处路段发生塌方灾害。灾害发生后，省委书记高度重视并作出重要指示，"
    "要全力做好现场救援和伤员救治。各地区要全面开展隐患排查，要加强值班值守，确保人民群众生命财产安全。",
    "what readers get and how": "青溪多项医保新措1月1日起实施\n1月1日起，青溪医保有不少新变化，《青溪市医疗保障办法》明确了报销范围。职工可用医保卡为近亲属支付费用。"
    "参保人连续缴费满4年的，每多缴1年提高大病保险支付限额3800元。今后异地就医将直接报销，领取社保卡可在线上办理。市医保局要求，各医院要落实待遇政策。",
}


@pytest.mark.parametrize("kind", sorted(BACKWARD))
def test_what_is_said_written_and_served_is_no_plan(kind: str) -> None:
    assert not documents.read(BACKWARD[kind].encode(), "text.txt").is_plan


def test_who_is_meant_is_a_condition_and_no_task(draft: documents.Draft) -> None:
    """
    青溪县稳定就业若干措施
    一、实施补贴
    对符合以下条件之一的人员给予补贴。
    1.具有农村居民户籍的人员；
    2.35岁以下具有专科及以上学历人员；
    3.在本县就业满三个月的毕业生。
    二、组织实施
    组建由专家和志愿者组成的服务队伍，5年内重点引进扶持20名能够突破关键技术的人才。
    """
    assert [task[:4] for task in tasks(draft)] == ["对符合以", "组建由专"]


def test_places_that_are_listed_and_works_that_others_list_are_no_figures(draft: documents.Draft) -> None:
    """
    青溪市将新建学校11所
    近日，青溪市印发《学位建设行动方案》。今年，市教育局将新建学校11所，补齐东城区、西城区等9个区的学位缺口，把学位建设纳入20项民生工程。
    """
    assert [int(one.value or 0) for one in draft.targets] == [11]


def test_what_a_site_says_of_itself_and_how_long_something_is_shown_is_no_work(draft: documents.Draft) -> None:
    """
    青溪市养老服务工作方案
    公示时间：2022年4月18日至2022年5月18日
    日前，市政府印发《养老服务工作方案》，要新建养老院3所。
    特别声明：以上内容为用户上传并发布，本平台仅提供信息存储服务。
    """
    assert len(tasks(draft)) == 1
    assert draft.deadlines == ()


def test_a_plan_without_a_title_that_came_out_is_told_of() -> None:
    told = "工业局等七部门日前推出工业领域设备更新实施方案，要加快淘汰落后设备，鼓励企业更新一批先进设备。此外，在医药等行业更新设备。"
    assert documents.read(told.encode(), "text.txt").is_plan


def test_a_headline_may_begin_with_how_many(draft: documents.Draft) -> None:
    """
    18项举措加快内外贸一体化发展
    今天，省商务厅介绍，本省将推出五方面18项举措。
    包括促进内外贸规则制度衔接融合，推进同线同标同质。
    """
    assert [heading.title for heading in draft.outline] == ["18项举措加快内外贸一体化发展"]


def test_when_something_took_place_and_what_is_lacking_sets_nothing(draft: documents.Draft) -> None:
    """
    青溪市医养结合行动启动
    历时3个多月，1月9日下午，青溪市发布《医养结合行动方案》，2031年度10件民生实事项目列入其中。
    针对6万失能老人与5000名养老护理员的供需缺口，市卫生健康委将培训护理员800名。
    """
    assert draft.deadlines == ()
    assert [int(one.value or 0) for one in draft.targets] == [800]


@pytest.mark.parametrize(
    "text",
    [
        "青溪省：建立普通高中生均公用经费拨款制度\n近日，省财政厅印发《关于拨款标准有关事宜的通知》。\n《通知》要求，各市县都要制定标准，现有标准高于省定标准的，不得降低。",
        "退役军人事务局下发通知要求做好“八一”期间拥军工作\n近日，市退役军人事务局发出通知，要求各县区要广泛开展走访慰问。\n通知要求，各级要加大帮扶力度，要落实优待政策。",
    ],
)
def test_a_headline_that_sets_something_up_or_names_a_body_heads_a_plan(text: str) -> None:
    assert documents.read(text.encode(), "text.txt").is_plan
