"""Plan or no plan in the press: what a government sets for its year, what two sides signed, what is told of the past."""

import pytest

from xietong import documents

NEWS_OF_PLANS = {
    "what a report sets": "政府工作报告提出，要办好家门口的学校。“今年我们将大力推进均衡发展，新增学位1.5万个。”日前，市教委主任接受记者采访时说。\n"
    "2031年，全市新建学校12所，超额完成年度目标任务。\n“我们将深化集团化办学。”他说，今年本市推进名校到新城办学。",
    "a document with quotation marks in its name": "省发展改革委等部门印发的《“十六五”公共服务规划》12日发布。根据规划，2035年全省学前教育毛入园率将大于95%。（记者李青）",
    "an agreement and its ceremony": "3月16日，青溪区与北山区举行了教育战略合作框架协议视频签字仪式。青溪区委书记出席并讲话。\n"
    "根据合作框架协议，双方启动小学教育的合作，决定将北山一中纳入新城的教育设施。\n"
    "他指出，希望双方继续深化合作，共同推动两区教育改革取得新突破。",
    "an agreement without its title": "甲城牵手乙城共谱职教新篇\n10月20日，甲城市教育局副局长王某与乙城市教育局副局长李某签订了甲城市—乙城市职业教育共建协议。\n"
    "经多次洽谈，最终达成此次合作。\n王某表示，两地将在专业建设、人才培养等方面深入合作，推进资源共建共享。要建立健全协同创新机制。",
    "an agreement signed on a visit": "7月20日，青溪大学副校长一行赴北山县一中开展调研，并召开托管帮扶座谈会暨合作签约仪式。\n"
    "县委县政府将全力支持开展帮扶工作。青溪大学将通过教师互派、教研指导等措施，全方位开展托管帮扶。",
    "an agreement whose signing a leader attends": "福田大鹏开展教育合作 高某某出席签约仪式\n昨日，福田区人民政府和大鹏新区管委会举行教育合作签约仪式。副市长出席活动。\n"
    "双方开展的合作主要内容包括：建设教育集团校区、共建实践基地。福田区计划在大鹏新区办学，以创新手段增加学位供给。",
    "an agreement and little else": "山海协作 两地开启新一轮教育对口帮扶\n近日，两地教育局新一轮山海协作对口帮扶签约仪式在区教育局举行。\n"
    "双方就学校管理、名师培养等方面达成合作意向，并各选出10所学校开展协作，同时签署教育对口协作框架协议书。",
    "an agreement in a series of reports": "【帮扶在行动】青溪大学托管帮扶项目签约仪式举行\n7月18日，青溪大学、北山县人民政府签订了托管帮扶合作框架协议。\n"
    "青溪大学将共建教师培训基地，提升北山一中的办学水平。",
    "a budget of a government": "局長在《財政預算案》相關措施記者會開場發言\n以下是教育局局長的開場發言：各位市民，我會介紹主要措施。"
    "為提升教育質素，我們會推出15億元的補助金計劃；增加獎學金名額至每年400個；設立深造獎學金計劃。我們亦會提交修訂條例的草案，進一步提升院校的管治。教育局會繼續推行「智慧學習」，並會優化教師培訓。我們會預留一億元推廣閱讀。",
    "a plan as Taiwan writes it": "103年度施政計畫\n資料來源：企劃組\n壹、年度施政目標\n一、深化人才培育\n（一）賡續推動頂尖大學計畫，培育青年人才。\n（二）穩健實施國民基本教育。",
    "a programme that is to begin": "新一轮学前教育三年行动计划将实施\n记者从省人大常委会了解到，对代表提出的建议，省政府会议确定组织实施新一轮学前教育三年行动计划，"
    "拟在新城区新建公办幼儿园。\n实施上一轮计划以来，已安排专项资金3亿元。",
    "what is decided, in one paragraph": "为发展学前教育，经省政府会议通过，决定2031—2033年实施第五期学前教育行动计划，省教育厅等部门就具体工作提出意见。"
    "意见包括：总体要求、重点任务、政策措施。",
    "what was set aside is to be done": "預留十億 推小型改裝\n主席：\n行政長官已發表了施政報告。有關文件已經提交。六個專責小組已完成工作。\n"
    "專責小組會就意見作出探討。同時，我們會改善特殊學校的人手編制。我們會為學校新增兩個層階的資助。我們亦會研究如何追蹤進度。",
    "a report explained to the press": "国新办举行吹风会解读政府工作报告\n今天上午，国务院新闻办公室举行吹风会，解读政府工作报告。负责人表示，今年将继续实施学前一年免费教育政策，"
    "将分年度规划建设一批普通高中。他指出，将优先改扩建教学楼。",
    "will, as it is said in Hong Kong": "局長介紹施政報告中的教育措施\n以下是教育局局長在記者會上的開場發言：\n"
    "* 教育局會在下學年增加學券的資助額。我們會調升減免上限。\n* 由下學年起，教育局會向公營小學提供一項津貼。\n* 中學方面，我們會加強支援生涯規劃。",
}


@pytest.mark.parametrize("kind", sorted(NEWS_OF_PLANS))
def test_news_of_what_is_to_be_done_is_a_plan(kind: str) -> None:
    assert documents.read(NEWS_OF_PLANS[kind].encode(), "text.txt").is_plan


NO_PLANS = {
    "a goal that is reached": "青溪省实现县域均衡发展规划目标\n10月19日，督导检查反馈意见会召开。检查组认为，39个县均达到国家规定的标准。"
    "至此，全省共有165个县通过认定。",
    "a year that is over": "政府工作报告显示，去年青溪新增学位3.4万个。65所新改扩建学校投入使用，学前教育毛入园率达到93%，比上年提高1.2个百分点。",
    "a guide to what plans rest on": "日前，省生态厅发布《湿地技术指南》。有关负责人回答了记者提问。\n"
    "问：背景是什么？答：《流域保护“十六五”规划编制大纲》以及我厅印发的《入库指南》均提到湿地。\n问：适用范围是什么？答：适用于人工湿地。",
}


@pytest.mark.parametrize("kind", sorted(NO_PLANS))
def test_news_of_what_is_there_is_no_plan(kind: str) -> None:
    assert not documents.read(NO_PLANS[kind].encode(), "text.txt").is_plan


def issuers(kind: str) -> list[str]:
    draft = documents.read(NEWS_OF_PLANS[kind].encode(), "text.txt")
    return [unit.name for unit in draft.units if unit.role is documents.UnitRole.ISSUER]


def test_who_signs_through_an_officer_and_whose_document_came_out_are_issuers() -> None:
    assert issuers("an agreement without its title") == ["甲城市教育局", "乙城市教育局"]
    assert issuers("a document with quotation marks in its name") == ["省发展改革委"]
