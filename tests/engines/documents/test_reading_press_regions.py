"""News of several authorities that act together, and of one that speaks to the press: what is work in it, and whose."""

import pytest

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents


def test_how_many_fields_are_worked_in_is_no_work(draft: documents.Draft) -> None:
    """
    青溪与云浦签署教育合作协议
    近日，青溪省教育厅与云浦省教育厅签署《教育合作协议》。根据协议，两省将在七个方面开展合作。两省还将围绕五大领域协同发力。
    建立教师互派机制，每年互派骨干教师80名。教育厅厅长表示，教育共同体将成为区域协调发展的新样板。
    双方同意，2031年至2033年，青溪选派60名校长到云浦支教。
    """
    assert [task[:9] for task in tasks(draft)] == ["建立教师互派机制，", "双方同意，2031"]


def test_a_document_that_came_out_on_a_day_is_the_news_and_no_work(draft: documents.Draft) -> None:
    """
    云湾三地发布高等教育合作措施
    本报云州5月9日电 由云湾省教育厅会同青溪特别行政区教育局共同制定的《推进高等教育高质量合作十条措施》9日在云州发布。
    支持两地高校新设合作办学机构3所。云州、北山、白河等市6月底前出台配套政策。市、区财政部门加大投入力度，保障项目资金。
    """
    assert [task[:9] for task in tasks(draft)] == ["支持两地高校新设合", "云州、北山、白河等", "市、区财政部门加大"]


def test_places_that_are_to_act_by_a_time_are_called_on(draft: documents.Draft) -> None:
    """
    广东省教育厅印发合作方案
    一、加强保障
    1.广州、深圳、珠海等市6月底前出台配套政策。
    2.市、区财政部门加大投入力度，保障项目资金。
    """
    assert roles(draft)[1:] == [(name, "mentioned") for name in ("广州", "深圳", "珠海", "市、区财政部门")]


def test_what_is_handed_in_to_be_decided_is_told_of_no_meeting(draft: documents.Draft) -> None:
    """
    两省教育厅签署备忘录
    近日，青溪省教育厅、云浦省教育厅签署《高校协作备忘录》。建立互派机制，每年互派干部50名。
    两省教育厅办公室负责日常联络，重大事项提交厅长会议审议。
    """
    assert tasks(draft)[-1][:8] == "两省教育厅办公室"
    assert roles(draft)[-1] == ("两省教育厅办公室", "lead")


def test_a_list_of_places_that_ends_in_deng_is_called_on_as_a_whole(draft: documents.Draft) -> None:
    """
    福建省教育厅出台融合行动计划
    中新网福州6月6日电 近日，福建省教育厅印发《教育融合行动计划》。每年引进教师80名，福州、厦门、平潭等地要为其提供公寓。
    厦门大学牵头建设资源平台，青溪大学、云浦师范学院参与，明年6月底前上线。三省区教研机构要组织教研员送教。
    四市教育局明确，由福州市教育局承担办公室职能，每季度召集一次调度会。
    """
    assert roles(draft)[1:] == [
        *((name, "mentioned") for name in ("福州", "厦门", "平潭")),
        ("厦门大学", "lead"),
        *((name, "support") for name in ("青溪大学", "云浦师范学院")),
        ("三省区教研机构", "mentioned"),
        ("福州市教育局", "mentioned"),
    ]


def test_so_many_actions_are_no_work_and_what_is_made_by_a_year_beside_a_rate_is(draft: documents.Draft) -> None:
    """
    四市印发教育同城化行动计划
    近日，青溪市教育局印发《教育同城化行动计划》。根据计划，四市将实施六大行动。协议为期三年。根据协议，双方将共建资源库。
    其中，就学便利工程提出，到2035年，面向北山招生计划增至2000人，设立奖学金3000万元。市教育局负责人见证签约。
    """
    assert [task[:8] for task in tasks(draft)] == ["根据协议，双方将", "其中，就学便利工"]
    assert all(one.level == 0 for one in draft.outline)


def test_an_answer_is_read_without_its_letter(draft: documents.Draft) -> None:
    """
    关于暑期托管，你关心的都在这里
    市教育局日前印发《关于做好暑期托管工作的通知》。
    Q：谁来开展？
    A：由各区教育局统筹，每个街道至少开设1个托管点。
    Q：怎么保障？
    A：各区要设立专项经费。
    """
    assert tasks(draft) == ["由各区教育局统筹，每个街道至少开设1个托管点。", "各区要设立专项经费。"]
    assert ("各区教育局", "mentioned") in roles(draft)


def test_who_acts_every_year_or_in_turn_is_called_on_and_who_did_on_a_day_is_not(draft: documents.Draft) -> None:
    """
    青溪与云浦签署协作协议
    国务院新闻办公室9月27日举行发布会。5月12日，青溪市教育局与云浦市教育局签订《教育协作协议》。
    协议约定，云浦市每年选派40名教师到青溪支教，为青溪、北山培训学科带头人150名。
    建立季度例会制度，由青溪市教育局首轮牵头。
    """
    assert roles(draft) == [
        ("青溪市教育局", "issuer"),
        ("云浦市教育局", "issuer"),
        ("云浦市", "mentioned"),
        ("青溪市教育局", "lead"),
    ]


def test_a_headline_goes_on_behind_the_body_that_speaks_in_it(draft: documents.Draft) -> None:
    """
    原标题：国新办举行发布会 教育部：将开展“护苗”行动
    教育部副部长出席并答记者问。教育部将会同公安部，10月至12月开展“护苗”专项行动。各地要建立巡查机制，10月底前公布举报电话。
    """
    assert [one.title for one in draft.outline] == ["国新办举行发布会 教育部：将开展“护苗”行动"]
    assert draft.is_plan


def test_what_is_to_stand_by_a_day_is_still_to_come(draft: documents.Draft) -> None:
    """
    三市签订教育合作清单
    3月23日，青溪市教育局、云浦市教育局签订教育合作事项清单。双方将联合评选带头人90名。
    青溪中学、云浦市二中组建跨市教育集团，9月1日前挂牌。
    """
    assert tasks(draft)[-1] == "青溪中学、云浦市二中组建跨市教育集团，9月1日前挂牌。"


def test_places_that_are_supported_are_not_called_on(draft: documents.Draft) -> None:
    """
    广东省教育厅印发合作方案
    一、加强合作
    1.支持广州、深圳等地共建交流基地。
    """
    assert [name for name, role in roles(draft) if role == "mentioned"] == []


def test_whoever_decided_on_work_that_an_office_has_signed_does_not_issue_it(draft: documents.Draft) -> None:
    """
    关于开展专项行动的通知
    各市教育局：
    为管好学生用餐，省教育厅决定开展营养专项行动。现就有关事项通知如下：
    一、规范管理。各学校要建立陪餐制度。
    青溪省教育厅办公室
    2031年8月1日
    """
    assert [name for name, role in roles(draft) if role == "issuer"] == ["青溪省教育厅办公室"]


def test_places_alone_on_their_lines_head_what_each_of_them_sets(draft: documents.Draft) -> None:
    """
    各省今年教育工作这样干
    近日，各省政府已陆续发布今年的政府工作报告。
    北京
    落实学龄人口达峰方案，更好满足入学需求。着力提升发展质量，增加中小学学位2万个。
    天津
    推动教育科技人才一体化发展，协同高校建立学科设置调整机制。
    宁夏
    制定教育强区意见，优化城乡教育资源配置，改善农村学校的办学条件。
    """
    assert [one.title for one in draft.outline if one.level] == ["北京", "天津", "宁夏"]


def test_what_a_document_stands_for_is_no_work(draft: documents.Draft) -> None:
    """
    两省签署教育协作协议
    近日，青溪省教育厅与云浦省教育厅签署《教育协作协议》。
    作为今后合作的纲领性文件，《协作协议》明确了发展的目标和路径，标志着两省教育合作迈入新阶段。两省将共建实训基地20个。
    """
    assert tasks(draft) == ["两省将共建实训基地20个。"]


ANNOUNCED = {
    "talks that came to points agreed on": "青云两省教育厅会谈 共商海峡教育合作\n2月25日，青溪省教育厅厅长一行赴云州，与云浦省教育厅举行工作会谈，"
    "双方达成六点共识，并签署会谈纪要。\n支持两省大学共建联合研究院，年底前完成挂牌。建立会商制度，每年至少会商一次。",
    "an interview on what came out": "对话教育局长｜周某：让“双减”落地有声\n记者：“双减”半年来，取得了哪些进展？\n周某：全区92家机构已压减至9家。\n"
    "记者：区教育局刚刚发布了《“双减”提质二十条》，下一步有哪些硬招？\n周某：一是年底前建成作业资源库，上线作业3000份；二是建立弹性上下班制度，各学校要制定办法。",
    "a meeting that sets the year's work": "省教育厅召开全省教育工作会议 部署八大工程\n1月17日，全省教育工作会议召开。会议总结去年工作，部署今年重点任务。\n"
    "会议明确，今年全省要实施扩优提质工程，新建幼儿园120所。会议要求，各市教育局要制定任务清单，2月底前报备；厅机关各处室要每季度调度进展。",
}


@pytest.mark.parametrize("kind", sorted(ANNOUNCED))
def test_what_authorities_tell_the_press_of_their_plans_is_a_plan(kind: str) -> None:
    assert documents.read(ANNOUNCED[kind].encode(), "text.txt").is_plan


def test_talks_that_settle_nothing_are_no_plan() -> None:
    text = "青云两省教育厅会谈\n2月25日，青溪省教育厅厅长一行赴云州，与云浦省教育厅举行工作会谈。双方介绍了各自经验，表示要加强交流。"
    assert not documents.read(text.encode(), "text.txt").is_plan


NO_PLANS = {
    "ten events of a year": "全省教育十件大事\n一、省政府出台《关于推进均衡发展的若干措施》，明确2035年目标。\n二、全省新建幼儿园300所，超额完成任务。",
    "an answer to a motion": "市教委回应“双减”提案：已落实各项计划\n截至目前，全市学科类机构压减率达98%，作业公示制度已建立。\n感谢您对教育事业的关心和支持。",
    "which programme to choose": "志愿填报指南：“强基计划”“专项计划”怎么选\n“强基计划”聚焦重大需求，采用单独录取的方式。“专项计划”面向脱贫县考生。",
    "how a programme was judged": "学院通过“双高计划”中期绩效评价\n近日，教育部公布“双高计划”中期绩效评价结果，学院获评“优”。\n"
    "建设以来，学院建成实训基地6个。党委书记表示，将再接再厉，冲刺下一轮“双高计划”。",
    "a firm whose shares rise": "教育股异动\n12日教育板块走强，多只个股涨停。研报认为，到2035年市场规模有望突破万亿元。\n"
    "某公司公告称，拟投资6亿元建设培训基地，预计年培训10万人次。",
    "an essay that a plan is to lead": "以行动计划为引领，奋力谱写教育强区新篇章\n近年来，我区坚持教育优先发展，新建学校28所。\n"
    "我们深切体会到，必须坚持改革创新。站在新的起点上，我们要以时不我待的精神，谱写新篇章。",
}


@pytest.mark.parametrize("kind", sorted(NO_PLANS))
def test_what_has_only_the_words_of_plans_is_none(kind: str) -> None:
    assert not documents.read(NO_PLANS[kind].encode(), "text.txt").is_plan
