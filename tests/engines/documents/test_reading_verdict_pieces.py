"""Plan or no plan, told from pieces: what was cut out, what portals put around a text, what only sounds like a plan."""

import pytest

from xietong import documents

PLANS = {
    "cut out": "开展校园植物普查。实施校园绿化工程，以老旧校区为重点，开展树木调查与登记，建立全市校园绿化信息平台。"
    "完善绿化养护体系，开展病虫害监测。优化校园景观布局，建设一批示范校园。严格控制硬化面积，推广雨水收集设施。",
    "two sentences": "研发校舍安全检测技术，改进校舍维修办法，提高老旧校舍的安全水平。"
    "健全校舍档案制度，加强对设计、施工、验收的管理。",
    "under a heading": "（二）教室改造。更新普通教室的照明，配备实验器材，支持村小购置图书。",
    "by a year": "青溪将加快中小学建设，到2027年，全市新建、改扩建和接收配套中小学60所左右，完成后新增学位5万个。\n"
    "特别声明：以上内容为用户上传，本平台仅提供存储服务。",
    "an inspection ordered": "记者24日从市教育局获悉，全市将开展春季开学督查，督查范围涵盖各类学校。\n"
    "市教育局已印发《关于开展开学督导检查工作的通知》。通知要求，各地要结合实际，采取各校自查、县级排查的方式，做好督查。",
    "a notice without its title": "- 相关推荐\n各镇教办，局属各学校：\n为做好开学前后的工作，现将有关事宜通知如下：\n"
    "一、各单位要制定自查方案，组织力量全面自查，将任务分解到人；自查要涵盖辖区所有学校、幼儿园。\n"
    "二、请各单位高度重视，积极做好整改。各学校于9月5日前将自查报告报局安管办。",
    "says what it is": "植树月活动方案 本文简介：\n为美化校园，引导学生爱绿护绿，我校特制定植树月活动方案！\n"
    "一、活动目的：大力宣传绿色理念，引导学生爱护一草一木，推进德育工作开展。\n二、活动主题：让校园更绿\n三、",
}


@pytest.mark.parametrize("kind", sorted(PLANS))
def test_a_piece_of_a_plan_is_a_plan(kind: str) -> None:
    assert documents.read(PLANS[kind].encode(), "text.txt").is_plan


def test_a_single_paragraph_cut_out_of_a_plan_gives_its_tasks() -> None:
    assert len(documents.read(PLANS["cut out"].encode(), "text.txt").items) >= 4


NO_PLANS = {
    "how plans are written": "引言\n年级组计划是提高教学质量的重要手段。以下将详细介绍如何制定这样的计划。\n"
    "一、明确目标\n年级组计划应首先明确教学目标，包括但不限于：\n提升教师教学能力\n优化课程设计\n"
    "二、分析现状\n分析成员的教学经验，为制定计划提供依据。\n三、制定计划\n根据目标和需求，确定主题。",
    "what a plan means": "“十五五”时期学校发展规划的战略意义\n作者为大学教授。我国大学发展规划正在紧锣密鼓地修改。"
    "规划应当对形势变化有预见性，为大学发展提供引导。大学应当增强规划意识。",
    "rules for plans": "青溪市学校布局规划条例\n第一章 总则\n"
    + "".join(f"第{number}条 市人民政府应当编制学校布局规划。\n" for number in "一二三四五六")
    + "第二章 保障\n《规划》提出的目标应当落实。市教育局负责实施。",
    "a leader's doings": "王某某在青溪考察\n王某某18日到青溪考察。他强调，要推进教育改革，要加强师资队伍建设，"
    "各地要压实责任。他来到北山学校，了解开学情况，要求各部门统筹推进。",
    "what was reached": "学校布局不断优化。深入实施学位建设行动，建成学校31所、增长12.5%，新增学位3.17万个。"
    "推进集团化办学，入选省级试验区，优质学校覆盖率达86.3%。加强教师队伍建设，招聘教师2613名，培训经费完成1.94亿元。",
    "two sentences of rules": "学校应当建立校车台账，按照规定配备照管人员，加强行车安全教育。"
    "更换驾驶人的，应当在5日内报教育行政部门备案，并及时更新信息。",
    "several pieces of news": "国内联播快讯\n《校园足球发展方案》印发\n多部门近日联合印发《校园足球发展方案》，提出到2030年，"
    "建设特色学校2000所。\n我国首列新型列车下线\n记者从集团获悉，首列新型列车近日下线，时速400公里。",
    "questions about a guide": "日前，市教育局发布《教室照明技术指南》，用于指导各校改善照明。有关负责人回答了记者提问。\n"
    "问：背景是什么？答：近年来，学校照明受到关注。\n问：《指南》提出了哪些要求？答：《指南》明确了灯具的参数和安装的条件。",
}


@pytest.mark.parametrize("kind", sorted(NO_PLANS))
def test_what_only_speaks_of_plans_is_none(kind: str) -> None:
    assert not documents.read(NO_PLANS[kind].encode(), "text.txt").is_plan


NEWS_OF_PLANS = {
    "for the people": "青溪市政府工作报告确定了今年的为民办实事“十大”工程，将筹措资金12亿元以上。\n今年的为民办实事项目，共42个。\n"
    "一、科教惠民工程。主要是新建幼儿园15所，新增学位2600个。\n二、就业惠民工程。主要是举办招聘会80场。",
    "a headline with numbers": "青溪新建、改扩建30所幼儿园\n记者从全市教育工作会上获悉，我市将加快发展学前教育，今年新建、改扩建30所普惠性幼儿园，"
    "并将布点向镇以下延伸。教育局局长说，将继续支持社会力量办园。",
    "what a report promises": "2026年两地将联动提升同城化水平\n省人民代表大会今天开幕。报告指出，2025年，两地共建项目完成投资320亿元。\n"
    "报告指出，2026年两地将联动提升同城化水平。打造沿江走廊，完成综合交通体系。加快实施城际铁路等项目，建设科技创新中心。",
    "under its name": "改革以来第12个指导学校美育的文件4日受权发布。文件题为《关于全面加强学校美育工作的意见》，对学校美育进行了全面部署。",
    "explained": "一文读懂《青溪教育现代化实施方案》\n近日，市政府印发《青溪教育现代化实施方案》。市教育局负责人就有关情况回答了记者提问。\n"
    "《方案》的背景和意义是什么？\n制定《方案》，是市委作出的重要部署。",
}


@pytest.mark.parametrize("kind", sorted(NEWS_OF_PLANS))
def test_news_of_what_will_be_done_is_news_of_a_plan(kind: str) -> None:
    assert documents.read(NEWS_OF_PLANS[kind].encode(), "text.txt").is_plan


OTHER_WRITING = {
    "a feature": "2019年2月18日，《滨海湾区发展规划纲要》正式出台。一时间，这里吸引了各地的目光。\n滨海湾区有多强？"
    "从城市群来看，它包括七个市，总人口已达3000万人。\n《规划》的出台，将大大带动教育的发展。",
    "years ago": "一线新增从业人员七成来自职业院校\n市教育局透露，职业教育认可度显著提升。3年前，市教育局启动实施"
    "《职业院校管理水平提升行动计划（2015—2018年）》。如今行动完成在即，全市建成骨干专业38个。",
    "what is amiss": "凡事预则立。每学期初，学校都要制订合理、务实的工作计划。学校工作计划是学校发展的指南。然而，许多学校存在着"
    "“重应付、轻规划”的现象，领导要多听教师意见，要注重特色活动。",
    "what matters": "问题整改措施是保障教育质量的关键环节，需从根源出发，制定整改方案，具体措施如下：\n资源配置的整改措施\n"
    "教育资源失衡是制约公平的主要因素，需推进整改。\n建立评估机制\n通过问卷调查，对学校的师资进行摸底。",
    "a festival": "青溪市举行庆祝教师节表彰大会\n9月10日，庆祝教师节表彰大会举行。会上宣读了表彰决定。市委书记说：要加快建设教育强市，"
    "要培养高素质教师队伍。王明远指出，全市上下要高度重视教育，要大力支持教育。",
    "a call to apply": "关于组织申报教育科研课题的通知\n各学校：\n现将课题申报有关事项通知如下：\n一、申报条件\n"
    "（一）加强组织领导，各校要认真组织。\n（二）申报人须具有中级职称。\n二、报送要求\n请于5月5日前报送材料。",
}


@pytest.mark.parametrize("kind", sorted(OTHER_WRITING))
def test_features_essays_and_festivals_are_no_plans(kind: str) -> None:
    assert not documents.read(OTHER_WRITING[kind].encode(), "text.txt").is_plan
