"""Habits of press pieces, notices of schools and meetings that nobody had shown the engine; written anew."""

import pytest

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents

FORWARD = {
    "schools that will be there": "本报讯 记者从市教育局获悉，城区三所学校主体工程已完工，正在配套施工，确保今年秋季学期投入使用。"
    "另有两所学校已经开工，计划2031年秋季学期投入使用，将新增义务教育学位6000个。",
    "so many every year": "据了解，2030年至2034年，青溪教师发展基金会实施“优秀青年教师培养计划”，5年内每年遴选300名教师，造就一批骨干教师。",
    "an order that was sent": "省教育厅昨日就做好学校寒假工作发出通知，明确要求小学低年级不布置寒假作业。\n省教育厅要求，各学校在寒假前要召开安全班会，"
    "严禁学生到冰面玩耍。\n学校不得提前开学上课，不得组织学生补课。",
    "first words that promise": "好消息\n未来3年\n青溪中心城区将有条件\n新增中小学42所\n计划新增幼儿园87所\n近日，市教育局召开对接会，梳理分布情况。",
    "a promise told on a visit": "市区将新建扩建一批中小学校\n本报讯 明年，我市将加大投入，新建和扩建一批学校。昨日，市长到东城区调研时表示，"
    "市财政明年将加大对学校建设的投入。截至目前，该区已投入资金6亿元。市长要求，要加快推进提质扩容；要提高管理水平。",
    "an authority ordains": "青溪2032年消除大班额\n2030年1月5日\n记者获悉，到2032年该市大班额将全部消除。青溪市规定，要为每个乡镇配齐教师。"
    "青溪市提出，到2032年，每个县建成示范校2所。",
}
BACKWARD = {
    "a meeting that settled nothing": "5月20日上午，县教育局召开工作例会。会上，局长传达了上级会议精神，对近期工作作了安排：一是在局层面，认真做好考核工作；"
    "二是在学校层面，抓好期末监测工作；三是做好教师招聘等工作。",
    "a meeting on a plan": "学校召开“十五五”发展规划中期评估协调会\n5月20日下午，学校在第七会议室召开“十五五”规划中期评估协调会。副校长出席会议并讲话。"
    "他对下一步工作提出要求。一要加大规划的推进力度，建立任务表。二要健全规章制度，保证规划顺利实施。",
    "a summary by way of example": "教育局2030年工作总结范文\n一、加快项目建设。统筹实施37所学校建设项目。建成11所学校，新增学位1.3万个。\n"
    "二、队伍建设有力推进。开展培训420余批次，公招优秀人才133名。",
    "an abstract in brackets": "职业教育区域创新的政策比较\n[摘要]国家作出重大决策，各地积极响应，提出了制度保障。选择六省作为案例，提出加强管理、"
    "实现差异化发展的建议。\n[关键词]区域政策 职业教育\n《教育规划纲要》提出，到2032年，形成现代职业教育体系。",
    "an evaluation": "2030年国务院颁布《教育规划纲要》。到2035年，实施《教育规划纲要》时间过半。为掌握贯彻落实情况，"
    "委托研究所作为评估牵头单位，开展专题评估。\n内容\n介绍《教育规划纲要》中期评估有关情况",
    "an abstract": "摘要\n两地教育合作基础良好，今后应突出以下方面：设立合作特区；创建创新平台；扩大职业教育合作规模。"
    "为此，需成立协调机制，制定规划和相关政策。",
    "a headline that asks": "教育十大政策如何落地？\n近年来，国家出台了一系列教育政策，以下梳理出十大政策，并分析其意义。\n深化教育评价改革\n"
    "2025年，国务院印发《深化教育评价改革总体方案》，提出建立评价体系，强调学生全面发展，引导教育回归本质。",
    "taken into another plan": "“均衡发展”纳入青溪经济社会发展规划\n秋日的校园里书声琅琅。促进均衡发展，是群众的期盼。"
    "面对期盼，县里奏响了乐章，一所所新学校拔地而起。",
}


@pytest.mark.parametrize("kind", sorted(FORWARD))
def test_news_that_says_what_will_be_there_when_is_a_plan(kind: str) -> None:
    assert documents.read(FORWARD[kind].encode(), "text.txt").is_plan


@pytest.mark.parametrize("kind", sorted(BACKWARD))
def test_news_of_a_meeting_and_of_another_plan_is_none(kind: str) -> None:
    assert not documents.read(BACKWARD[kind].encode(), "text.txt").is_plan


def test_a_sentence_among_the_aims_that_only_acts_is_a_task(draft: documents.Draft) -> None:
    """
    青溪县教育局工作计划
    一、总体要求
    坚持育人为本，推动教育公平。
    二、主要目标
    ——学前三年毛入园率达到95%以上。
    ——完善阳光招生工作方案，破解择校难题。
    ——保障残疾儿童入学率在85%以上。
    ——学校治理体系更加完善，努力办出特色。
    """
    assert tasks(draft) == ["完善阳光招生工作方案，破解择校难题。"]


def test_a_school_issues_its_own_notice_and_tells_every_school(draft: documents.Draft) -> None:
    """
    北山镇中心校关于做好秋季开学安全工作的通知
    各小学：
    一、排查隐患
    各校要在开学第一周开展一次排查，发现问题及时整改。
    北山镇中心校
    2030年8月20日
    """
    assert roles(draft) == [("各校", "mentioned"), ("北山镇中心校", "issuer")]


def test_a_basis_goes_on_behind_what_superiors_asked_for(draft: documents.Draft) -> None:
    """
    关于开展校园周边整治专项行动的通知
    一、指导思想
    贯彻落实《关于加强校园安全的意见》精神，上级有关护校活动和《学校安全管理条例》的要求，净化周边环境。
    二、工作任务
    县教育局要组织排查，建立台账。
    """
    assert [one.title for one in draft.basis] == ["关于加强校园安全的意见", "学校安全管理条例"]


def test_who_is_told_by_part_is_a_body_and_its_staff_is_none(draft: documents.Draft) -> None:
    """
    各镇人民政府，县政府各部门：
    现将《政府工作报告》中各项任务分解下达。各牵头单位要积极履行牵头抓总职责。各协作和配合单位要积极主动衔接，形成工作合力。
    政府各组成部门广大干部要以扎实作风，全面完成全年任务。
    附件：2030年县政府重点工作任务分解表
    """
    assert roles(draft) == [("各牵头单位", "mentioned"), ("各协作和配合单位", "mentioned")]


def test_a_part_of_a_plan_that_begins_with_a_later_number_is_at_work(draft: documents.Draft) -> None:
    """
    青溪区中小学德育工作计划
    （3）感恩教育，组织开展“感恩与成长”征文活动。征文活动在9月底结束。
    七、示范区创建工作。根据创建方案，进行调研和规划，争取三年内创成示范区。各校要积极申报。具体要求见活动方案。
    """
    assert tasks(draft) == [
        "征文活动在9月底结束。",
        "根据创建方案，进行调研和规划，争取三年内创成示范区。",
        "各校要积极申报。",
    ]


def test_a_period_whose_guiding_thought_is_told_of_is_no_deadline(draft: documents.Draft) -> None:
    """
    青溪省教育发展“十五五”规划
    省政府日前印发《规划》，确定了“十五五”时期教育改革的指导思想和主要任务。
    一、主要任务
    新建一批学校，完善教研体系。
    """
    assert draft.deadlines == ()


def test_a_quotation_that_ends_a_sentence_parts_it_from_the_next(draft: documents.Draft) -> None:
    """
    青溪市五年将建幼儿园189所
    “青溪市未来五年将建设189所幼儿园、50所中小学，真正解决入园问题。”昨天，副市长透露，该市今明两年计划新建9所学校。
    """
    assert tasks(draft) == [
        "“青溪市未来五年将建设189所幼儿园、50所中小学，真正解决入园问题。”",
        "昨天，副市长透露，该市今明两年计划新建9所学校。",
    ]


def test_a_title_before_its_number_and_one_whose_inner_mark_was_never_closed(draft: documents.Draft) -> None:
    """
    青溪市人民政府办公室关于印发青溪市普及高中教育方案的通知——青政办发〔2030〕57号
    各县人民政府：
    为落实《青溪省人民政府关于印发〈青溪省教育规划的通知》（青政发〔2029〕13号）精神，制定本方案。
    一、主要任务
    新建高中3所。
    """
    assert draft.outline[0].title == "青溪市人民政府办公室关于印发青溪市普及高中教育方案的通知"
    assert [one.title for one in draft.basis] == ["青溪省人民政府关于印发〈青溪省教育规划的通知"]


def test_the_last_word_of_a_list_of_departments_is_said_of_all(draft: documents.Draft) -> None:
    """
    青溪市教育重点任务方案
    一、重点任务
    （一）扩大学位。教育、财政部门要落实经费。发展改革、自然资源等部门要保障用地。公安、交通运输部门负责校车管理。
    """
    assert roles(draft) == [
        ("教育", "mentioned"),
        ("财政部门", "mentioned"),
        ("公安", "lead"),
        ("交通运输部门", "lead"),
    ]


def test_who_is_told_in_a_section_on_why_is_told_a_task_and_a_title_may_go_on_with_its_deed(
    draft: documents.Draft,
) -> None:
    """
    青溪省教育厅贯彻落实教育大会精神工作方案
    一、充分认识均衡发展的重要性
    均衡发展对于促进公平具有重要意义。各级政府要充分认识均衡发展的重要性，把均衡发展纳入总体规划，加大投入，落实整改措施。
    二、主要任务
    新建学校3所。
    """
    assert tasks(draft) == [
        "各级政府要充分认识均衡发展的重要性，把均衡发展纳入总体规划，加大投入，落实整改措施。",
        "新建学校3所。",
    ]
    assert roles(draft) == [("青溪省教育厅", "issuer"), ("各级政府", "mentioned")]


def test_running_text_that_says_what_somebody_does_is_no_task(draft: documents.Draft) -> None:
    """
    青溪与云浦签署教育合作框架协议
    10月20日，青溪市教育局与云浦市教育局签署教育合作框架协议。根据协议，双方将共建教师培训基地。
    会议围绕两所学校的建设情况展开。两市教师在基地研讨新课程。
    希望双方以此为契机，加强沟通协调，打造合作品牌。
    """
    assert tasks(draft) == ["根据协议，双方将共建教师培训基地。"]
    assert draft.basis == ()


def test_what_goes_on_with_a_task_in_its_paragraph_is_one(draft: documents.Draft) -> None:
    """
    青溪将新建优质高中12所
    近日，青溪市举行新闻发布会。市教育局介绍，将完善资源调配机制，主要聚焦两个方面。一是“扩大总量”，紧盯高中学位不足这一突出问题，新建优质高中12所以上。通过扩容，重点改善县中的条件。
    """
    assert tasks(draft) == [
        "市教育局介绍，将完善资源调配机制，主要聚焦两个方面。",
        "“扩大总量”，紧盯高中学位不足这一突出问题，新建优质高中12所以上。",
        "通过扩容，重点改善县中的条件。",
    ]


def test_what_will_be_done_is_a_task_whatever_is_there_by_now(draft: documents.Draft) -> None:
    """
    青溪年内配建16所学校
    昨日，青溪市教育事业计划出台。今年，全市将推进16所学校的配建。
    北山区今年还将投入2000万元推进扩建工程，目前已完成立项批复工作，预计2032年底完成。
    此外，今年计划开工的项目还有79个。
    （2031年4月）
    """
    assert tasks(draft) == [
        "今年，全市将推进16所学校的配建。",
        "北山区今年还将投入2000万元推进扩建工程，目前已完成立项批复工作，预计2032年底完成。",
        "此外，今年计划开工的项目还有79个。",
    ]


def test_a_speech_of_several_sentences_is_read_sentence_by_sentence(draft: documents.Draft) -> None:
    """
    国新办举行吹风会解读政府工作报告
    今天上午，国务院新闻办公室举行吹风会，解读政府工作报告。
    负责人说：“报告对各项工作都作出安排。今年将继续实施免费教育政策。幼儿园减少的收入怎么解决呢？对人口流入的县城，将分年度建设一批普通高中；将优先改扩建教学楼。”
    “上好学”的愿望，“有学上”的孩子。
    """
    assert tasks(draft) == [
        "今年将继续实施免费教育政策。",
        "对人口流入的县城，将分年度建设一批普通高中；",
        "将优先改扩建教学楼。”",
    ]


def test_an_agreement_provides_and_those_present_do_not(draft: documents.Draft) -> None:
    """
    青溪市与云浦市签署教育合作协议
    近日，青溪市教育局与云浦市教育局签订《教育合作实施方案》（2031年—2034年）。协议规定按照优势互补的原则，组建职业教育联盟，举办技能大赛。
    两市教育局负责人，共170多名嘉宾参加启动仪式。
    王某某说
    当前，青溪正抢抓机遇，大力推进同城化，坚持学习云浦、对接云浦、服务云浦、融入云浦。
    李某某说
    云浦有着崇文重教的传统，近年来教育资源加快集聚，高校纷纷布局，势头令人瞩目。
    根据合作协议
    青溪和云浦将全面展开合作，建立更加开放、共同发展的协同机制，支持高校在两地设立分支机构。
    """
    assert tasks(draft) == [
        "协议规定按照优势互补的原则，组建职业教育联盟，举办技能大赛。",
        "青溪和云浦将全面展开合作，建立更加开放、共同发展的协同机制，支持高校在两地设立分支机构。",
    ]
    assert [heading.level for heading in draft.outline] == [0]
    assert draft.targets == ()


def test_what_stands_between_will_and_its_verb_may_be_long_and_taking_into_is_no_will(draft: documents.Draft) -> None:
    """
    青溪大学与北山县签署合作框架协议
    7月18日，青溪大学与北山县人民政府签署合作框架协议。
    学校一直不忘初心，将育人责任全面融入各项工作。有的高校还扩大范围，给予帮扶县全方位支持。
    根据协议，青溪大学将与北山一中在充分协商的基础上，加强课程体系建设，使北山一中的办学质量显著提升。
    """
    assert tasks(draft) == [
        "根据协议，青溪大学将与北山一中在充分协商的基础上，加强课程体系建设，使北山一中的办学质量显著提升。"
    ]


def test_words_of_taiwan_act_and_a_byline_says_nothing(draft: documents.Draft) -> None:
    """
    青溪推數位學習計畫
    青溪報 記者李某某／北山即時報導
    本年度重點推動項目如下：
    一、建置國民中小學多功能教室6,500間。
    二、建構新一代學術網路環境。
    三、更新高中職電腦教室684間。
    """
    assert tasks(draft) == [
        "建置國民中小學多功能教室6,500間。",
        "建構新一代學術網路環境。",
        "更新高中職電腦教室684間。",
    ]


def test_what_the_press_tells_beside_the_work_is_no_task(draft: documents.Draft) -> None:
    """
    青溪教育强省建设行动计划公布
    促进县中发展的若干举措近日出台，更好支持县中办学。
    据介绍，到2035年，青溪将初步建成公平优质包容的教育体系。
    省教育厅有关负责人表示，《县中振兴行动方案》（以下简称《方案》）提出了六部分20条政策举措，部署具体实施五大行动，进一步强调了完善各项支持政策。
    为落实两市战略合作协议，学习借鉴先进经验，推进两地教育合作，11月28日下午，局长率队到北山市，对接深化教育合作事宜并签署合作框架协议。
    下一步，省教育厅将实施县中托管帮扶工程。
    """
    assert tasks(draft) == ["下一步，省教育厅将实施县中托管帮扶工程。"]


def test_a_bank_is_called_on_and_an_item_is_called_by_its_deed(draft: documents.Draft) -> None:
    """
    青溪教育强省建设行动计划公布
    下一步，中国人民银行将研究出台支持学校建设的文件。
    记者从会上了解到，今年，省教育厅将实施县中托管帮扶工程。
    """
    assert ("中国人民银行", "mentioned") in roles(draft)
    assert [item.title for item in draft.items] == [
        "中国人民银行将研究出台支持学校建设的文件",
        "省教育厅将实施县中托管帮扶工程",
    ]
