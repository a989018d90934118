"""Plan or no plan: nothing but the outline is read from what is none."""

import pytest

from xietong import documents

NO_PLANS = {
    "law": "滨海省教育条例\n"
    + "\n".join(f"第{number}条 县级以上人民政府应当保障教育经费。" for number in "一二三四五六"),
    "recruitment": "青溪市教育局公开招聘教师公告\n一、报名条件\n（一）具有教师资格证；\n"
    "二、报名时间\n报名时间为5月6日至5月10日，联系电话：1234567。",
    "meeting": "关于召开教育工作会议的通知\n一、会议时间\n5月6日上午9时。\n"
    "二、参会人员\n各区县教育局主要负责人。\n请于5月5日前报送参会回执。",
    "sports": "我市中小学生运动会落幕\n"
    "本报讯 5月6日，全市中小学生运动会在体育中心举行，"
    "来自36所学校的800名运动员参赛，共打破3项纪录。",
    "statistics": "2022年教育事业统计公报\n一、学前教育\n全市共有幼儿园312所，比上年增加12所，在园幼儿6.2万人。",
    "visit": "副市长调研开学工作\n9月1日，副市长到市一中调研开学工作。他指出，要加强校园安全管理，确保师生安全。",
    "party meeting": "市教育局召开党风廉政建设会议\n3月5日，会议召开，总结2023年工作。会议强调，要压实主体责任。",
    "charter": "青溪市第一中学章程\n" + "".join(f"第{number}条 学校依法保障师生权益。\n" for number in "一二三四五六"),
    "summary": "青溪市教育局2023年工作总结\n一、扩大优质资源\n新建学校18所，超额完成任务，组建了教育集团12个。",
    "advert": "暑期编程训练营招生\n名师授课，小班教学，报名立减500元！咨询电话：400-123456。",
    "winners": "关于公布优质课评选结果的通知\n经评审，共评出一等奖12节、二等奖20节，现将名单予以公布。",
}


@pytest.mark.parametrize("kind", sorted(NO_PLANS))
def test_what_is_no_plan_gives_nothing_but_an_outline(kind: str) -> None:
    draft = documents.read(NO_PLANS[kind].encode(), f"{kind}.txt")
    assert not draft.is_plan
    assert draft.plan is None
    assert (draft.items, draft.units, draft.deadlines, draft.targets, draft.basis) == ((), (), (), (), ())


def test_news_of_a_plan_is_a_plan(draft: documents.Draft) -> None:
    """
    湖滨市推出职业教育新举措
    近日，湖滨市印发《湖滨市职业教育提质行动计划》，提出到2026年，建成产教融合基地20个。
    《行动计划》明确，湖滨市将新建技师学院2所，每年培训技能人才1万人次。
    """
    assert draft.is_plan


def test_commitments_in_the_press_are_a_plan_without_a_document(draft: documents.Draft) -> None:
    """
    到2025年我市将新增中小学学位10万个
    记者昨日从市教育局获悉，未来三年我市将加快推进学校建设。到2025年，全市计划新建学校60所，新增学位10万个。
    市教育局有关负责人介绍，将优先保障人口流入地区学位供给，每年新增学位不少于3万个。市财政将安排专项资金20亿元。
    """
    assert draft.is_plan


def test_a_notice_that_hands_on_a_plan_is_a_plan(draft: documents.Draft) -> None:
    """
    湖滨市教育局关于印发《湖滨市美育浸润行动计划》的通知
    各区教育局：
    现将《湖滨市美育浸润行动计划》印发给你们，请认真贯彻执行。
    湖滨市教育局
    2024年3月5日
    """
    assert draft.is_plan
    assert draft.plan is not None and draft.plan.title == "湖滨市美育浸润行动计划"


def test_the_period_is_told_from_the_title(draft: documents.Draft) -> None:
    """
    湖滨市基础教育提质行动计划（2023—2025年）
    一、主要任务
    新建一批学校，完善教研体系。
    """
    assert draft.plan is not None
    assert draft.plan.start is not None and draft.plan.end is not None
    assert (draft.plan.start.year, draft.plan.end.year) == (2023, 2025)


def test_the_reasons_add_up_to_the_verdict(reading: documents.Reading) -> None:
    """
    湖滨市基础教育提质行动计划
    一、主要任务
    新建一批学校，完善教研体系。
    """
    verdict = reading.verdict
    assert verdict.score == pytest.approx(sum(reason.weight for reason in verdict.reasons), abs=0.01)
    assert verdict.is_plan is (verdict.score > 0)


NOTICES = {
    "titles": "关于开展2023年度教师职称评审工作的通知\n现就有关事项通知如下。\n一、申报条件\n（一）任教5年以上。\n"
    "二、申报程序\n（一）个人申报。登录系统填报信息。\n（二）单位审核。学校审核材料，公示5个工作日。\n"
    "三、工作要求\n要严肃纪律，实行承诺制，对弄虚作假的，取消申报资格。",
    "members": "关于成立市教育强市建设领导小组的通知\n现将组成人员名单通知如下：\n组长：张华\n领导小组办公室设在市教育局。",
    "talents": "青溪一中公开引进高层次人才公告\n面向社会引进人才20名。\n一、待遇\n提供安家费10万元，每月发放补贴。\n"
    "二、考核\n采取面试方式进行。咨询电话：7654321",
    "yearly report": "青溪市教育局2023年度法治建设年度报告\n一、主要成效\n制定了文件3件，召开会议4次。\n"
    "二、下一步工作安排\n（一）加强法治教育，开展“宪法卫士”行动。\n（二）完善程序，落实“三项制度”。",
}


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_notices_of_other_kinds_and_reports_are_no_plans(kind: str) -> None:
    assert not documents.read(NOTICES[kind].encode(), f"{kind}.txt").is_plan


@pytest.mark.parametrize(
    "text",
    [
        "省长签署命令公布《青溪省学前教育实施办法》\n本报讯 近日，省长签署命令公布《办法》，自9月1日起施行。各地要加强宣传。",
        "《青溪教育规划纲要学习读本》出版发行\n近日，该书出版发行，全书收录规划纲要全文，帮助读者学习领会。",
        "青溪化工厂爆炸事故调查报告公布\n调查认定，企业主体责任不落实，有关部门监管责任缺失，建议加强隐患排查。",
    ],
)
def test_news_of_a_law_a_book_or_an_inquiry_is_no_plan(text: str) -> None:
    assert not documents.read(text.encode(), "news.txt").is_plan


def test_a_plan_named_late_in_a_feature_makes_it_no_plan() -> None:
    story = "清晨，校园里书声琅琅，孩子们在新操场上奔跑，老师们从四面八方赶来，讲述着这所山村小学的变迁。" * 12
    late = "去年，县里印发《乡村学校提升行动计划》。如今，老校舍已经改造一新，推动了教育发展，提升了质量。"
    assert not documents.read(f"山村小学的春天\n{story}\n{late}".encode(), "story.txt").is_plan


def test_a_text_that_says_it_is_a_plan_is_one_though_its_first_part_looks_back() -> None:
    text = (
        "词条 | 青溪省“十一五”教育事业发展规划 |\n为使教育协调发展，特制定本规划。\n一、基础\n"
        "“十五”期间，完成了各项任务，普及了义务教育，到2005年，实现普及的县68个，人口覆盖率为83%，累计建校200所。"
    )
    assert documents.read(text.encode(), "plan.txt").is_plan


@pytest.mark.parametrize(
    "text",
    [
        """2021年青溪义务教育办了这10件实事
市政府召开发布会，介绍情况。
实施两项行动，促进优质均衡
实施“强镇筑基”行动。遴选试点乡镇65个，各级投入资金2.85亿元，实施项目677个。""",
        "青溪教育改革发展纪实\n近年来，全市强力推进教育协同发展。推动优质教育资源延伸，开展合作办学，选派教师跟岗。",
    ],
)
def test_a_title_that_looks_back_heads_no_plan(text: str) -> None:
    assert not documents.read(text.encode(), "news.txt").is_plan


SPOKEN_OF = {
    "law in one paragraph": "".join(
        f"第{number}条 县级以上人民政府应当加强学校安全管理，落实责任。" for number in "一二三四五六"
    ),
    "a list that was kept": "民生为最。\n2023年，我市确定了62件实事的民生清单，年底将这一纸清单变为现实。今日起，本报将推出"
    "“一纸清单背后”系列报道，从故事中体味幸福。\n2023年4月，老旧小区改造开工。",
    "schools on a list": "省内12所高职入选国家“双高计划”\n日前，教育部发布《关于公布高水平高职学校和专业建设计划建设单位名单的通知》，"
    "公布了建设计划（下称“双高计划”）第一轮建设单位名单。青溪职业技术学院入选。",
    "a year summed up": "2020教育局工作总结集\n一、加大投入，改善条件\n1.教育投入扩大。2020年，财政支出12.58亿元，同比增长16.53%。"
    "发放助学经费250万元，惠及1869人次。\n2.项目扎实推进。重大项目如期建成投用，6所幼儿园投用。",
    "a speech at a meeting": "在全市教育重点工作推进会上的讲话\n同志们：今天，我们共同学习会议精神，分析当前形势，交流经验做法，研究工作。"
    "刚才，大家学习了系统功能，通报了工作推进情况。",
    "an office's doings": "本刊记者 张明\n省委全会确定了发展的基本思路，对深化教育改革等进行了安排部署。省教育厅深入落实部署，加速实施战略，不懈深化改革，全省教育稳步迈进，群众满意度明显增强，交出了一份优异答卷。\n"
    "积极推进协同发展。强力推进教育深度合作，会同邻省教育部门联合发布《教育协同发展行动计划》，推动三地提质量上水平。"
    "推动优质资源延伸，28所优质中小学校开展合作办学。",
    "a visit": "1月26日，副市长到市教育局调研指导工作，对近年来的工作给予充分肯定。副市长要求，要打基础、抓重点、保安全。"
    "首先，一是要提高受教育程度。二是要提高教育水平。三是要加强基础设施建设。市政府副秘书长陪同调研。",
    "rules made known": "近日，省教育厅发布《学校食堂管理办法》。《办法》共六章，《食堂管理办法》明确，学校应当落实岗位责任。",
    "came out long ago": "近几年来，青溪县重视学前教育。2012年出台了《青溪县学前教育三年行动计划》至今，"
    "全县共建成幼儿园45所，入园率达97%以上。",
    "how far a plan is": "职业教育提质综述\n近日，省教育厅印发《关于公布〈职业教育提质行动计划（2021—2023年）〉项目承接情况的通知》。"
    "各地加强统筹，引导职业院校积极承接。",
    "who reports says so": "青溪县2015年履行教育职责工作\n各位领导：现将有关情况汇报如下，不妥之处，敬请指正。\n"
    "一、领导重视，强力推进\n一是明确目标。我们印发了《关于推进教育均衡发展的意见》，统筹规划，形成了共识。\n"
    "二是强化保障。成立了领导小组。",
    "goes through the years": "1.搭建平台，加强合作。2015年11月，市教育局领导到邻省考察；2016年5月，双方召开推进会，"
    "发布了“十大专项计划”。\n2.签订协议，明确任务。双方签署了《职业教育协同发展协议》，与三个县签订了协议。",
    "begins with the national plan": "【奋进新征程】青溪锚定目标 激活新动能\n“十四五”规划纲要提出，要提高人才培养质量。"
    "在青溪职校的车间里，学生们正在练习。今年以来，学校已培养技工800人。",
}


@pytest.mark.parametrize("kind", sorted(SPOKEN_OF))
def test_a_document_that_is_only_spoken_of_makes_no_plan(kind: str) -> None:
    assert not documents.read(SPOKEN_OF[kind].encode(), "text.txt").is_plan


PROMISED = {
    "headline whose number is lost": "三年内青溪市将新建改扩建公办幼儿园\n昨日，记者从教育工作会议上获悉，青溪市将实施第二期学前教育"
    "行动计划。三年内，全市新建公办幼儿园56所，毛入园率要达到77%，"
    "公办园比例要达到10%。覆盖城乡的服务网络基本建成，队伍专业化水平不断提高，园所布局更加合理。",
    "aims without their document": "——普及更高水平的教育。2025年毛入园率、巩固率分别达到90%、99%；2030年分别达到98%、99%。\n"
    "——建成更好的设施。2025年，办学条件明显改善；2030年，设施达到先进水平。\n"
    "——形成更活的机制。办学体制逐步优化，公办民办共同发展的格局基本形成。投入机制更趋完善。\n"
    "——提供更优的服务。2030年，优质学校达80%以上。教师队伍整体素质全面提升，创新能力显著增强。",
    "livelihood projects settled": "青溪明年新增中小学学位2万个\n新增中小学学位2万个、幼儿托位6000个。记者近日获悉，"
    "2023年青溪市民生实事项目正式确定，包含8个方面、33件实事。据悉，今年以来各项实事进展顺利，26项已完成。",
    "within the year": "和溪计划年内 创成省教育强县\n近日，记者从和溪县获悉，截至目前，该县已有9个镇成功创建教育强镇，今年，该县计划"
    "投入2.9亿元，推进其他8个乡镇的创强工作。将采取措施保障资金投入，确保各项工程竣工。",
    "an urgent order": "关于切实做好汛期学校安全工作的紧急通知\n各学校：\n一、排查隐患。各学校要立即开展安全排查，落实整改责任。"
    "组织师生开展避险演练，完善应急预案。建立值班制度，加强信息报送。",
    "a headline that counts": "2024年青溪市为民办实事“十大”工程\n一、惠民工程（项目6个）。主要是新建幼儿园35所，改造校舍12万平方米。\n"
    "二、就业工程（项目3个）。主要是开展就业服务，全年举办招聘会400场。",
    "announced just now": "教育局公布职业教育新路向\n本报讯 教育局昨日公布多项措施，将增设应用课程，并加强与企业的合作。",
}


@pytest.mark.parametrize("kind", sorted(PROMISED))
def test_what_is_promised_or_aimed_at_is_a_plan(kind: str) -> None:
    assert documents.read(PROMISED[kind].encode(), "text.txt").is_plan


HOW_THINGS_GO = {
    "many places": "各地打出政策措施“组合拳” 助力毕业生就业\n青溪、湖滨等地推出系列举措，为毕业生就业护航。青溪市推出线上招聘专场，"
    "提供岗位3万个。湖滨市组织企业进校园，开展职业指导。",
    "a verb of work": "聚力攻坚 做好毕业生就业\n各学校积极行动，走访企业拓展岗位。青溪学院将走访企业200家，开展一对一指导。",
    "on its way": "单产提升行动稳步推进\n目前，青溪县已完成播种30万亩，推广良种12个。县里组织农技人员到田间指导。",
    "a comment": "青溪快评：打赢校园治理攻坚战\n治理校园周边环境，要加强协作，要压实责任，让家长放心。",
    "looked into": "县领导督查教育提升计划推进情况\n7月4日，县领导到北山镇中学督查教育提升计划推进情况。他要求，各级要统一思想，"
    "全面落实教育提升计划。要整合资源，改善办学条件。要抓进度，抓质量，严密组织施工。",
    "measures of many": "假期临近 各地出台惠民举措带动消费\n青溪、湖滨等地出台多项惠民举措。青溪市推出优惠活动百场，"
    "湖滨市将围绕夜间消费举办展览。",
    "looks back": "这是开局之年。一年来，青溪职业教育取得新突破、实现新跨越。年初，省教育厅印发《职业教育提质行动计划》，"
    "各项工作稳步推进。青溪组织实施技能培训。",
    "what an inspection found": "省教育督导检查组对青溪等8个县义务教育均衡发展督导检查反馈意见\n（2016年11月26日）\n"
    "11月21日至26日，省教育督导检查组对青溪等8个县进行了督导检查。本次督导检查是按照省教育厅的"
    "要求进行的。检查组按照规定，对8个县的申报材料进行了审核。审核中有2个县的指标未达到要求，未能通"
    "过评估。\n检查组对6个县进行了实地督导检查，共抽查学校60所。检查中，核查了文件资料、数据；召"
    "开了校长、教师、家长座谈会12个；对1500人进行了问卷调查。",
    "a speech": "张明远\n同志们：\n今天我们在青溪召开全市学前教育现场会。下面，我讲三点意见。\n一、这些年学前教育有了长足发展\n"
    "各县认真落实部署，采取措施发展学前教育。利用闲置校舍改建幼儿园320所；招聘志愿者120名。",
    "a paper": "论青溪职业教育的治理之道\n2021年第6期\n关键词：职业教育；政策文本\n摘要：本文以12份政策文本为研究对象。2019年1月，"
    "省政府印发《职业教育改革方案》，要求各市推进产教融合。为了响应要求，各市政府相继出台了方案。",
    "a chronicle": "一、区域教育合作的历程\n2003年甲、乙两省签署《教育合作意见》，开展联动探索；2005年，8所高校成立合作联盟，加强"
    "交流合作；2009年教育部门举行研讨会，签署《会商机制协议书》，推动合作走向制度化。2014年，国家发布《指导意见》，要求推进管理体制改革。",
    "looked at on the way": "书记在青溪考察时强调 鼓足干劲谱写新篇章\n书记近日在青溪考察时强调，青溪要坚持稳中求进，发挥自身优势，加快建成"
    "重要支点。4月4日至6日，书记先后来到北山、东林等地。书记指出，要推进科技创新，要推进城乡融合，要加强保护。",
    "what something is": "1、“强校工程”是指青溪市强校建设。是青溪市作出的重要决策。\n2、首批强校共计137所，其中初中42所。\n"
    "3、建设目标为：到2020年，若干所学校进入先进行列；到2030年，更多的学校进入前列。",
    "thoughts about a document": "对贯彻落实《关于促进青少年健康发展的意见》的思考\n摘 要：落实《关于促进青少年健康发展的意见》需深刻领会其内容。"
    "本文梳理了历史背景，提出了贯彻落实的建议。\n关 键 词：学校体育；青少年",
    "argues why": "推动两地教育合作，是区域建设的重点领域，也是教育现代化的关键节点。日前，省委印发了《教育现代化实施方案》，指明了方向。"
    "改革是推进教育现代化的根本动力。推动两地合作，具有重要意义。\n积极拓展高等教育合作。在两地建设中，需发挥高等教育的支撑作用。",
    "an inquiry": "青溪市成立“3·2”校车事故调查组\n事故调查组由应急管理局牵头负责，将依法开展调查。会议要求，要查明原因，追究责任。",
}


@pytest.mark.parametrize("kind", sorted(HOW_THINGS_GO))
def test_how_things_are_going_is_no_plan(kind: str) -> None:
    assert not documents.read(HOW_THINGS_GO[kind].encode(), "text.txt").is_plan


FUNDED = {
    "by the year": "青溪县计划在北山镇等地 建5所镇级幼儿园\n昨日，记者从青溪县教育局获悉，今年，青溪县计划投资4200万元，"
    "新建北山镇、东林镇等5所镇级幼儿园；计划投资800万元，新建3所村级幼儿园。同时还将利用闲置校舍，改建幼儿园2所。",
    "in stages": "青溪投资5600万元建8个乡镇幼儿园\n青溪县今年首批计划投资2600万元，新建4所乡镇幼儿园，预计明年春季投用。"
    "县政府决定，到2013年，将分批投入5600万元。同时，还将招聘教职工210名。",
    "told without a headline": "日前，省教育厅印发《关于加快推进职业教育改革重点任务的通知》。积极打造产教联合体，推动实体化运作。"
    "省教育厅将在五个领域进行布局。到2025年，建成300个左右实践中心。",
    "asked of every school": "（3）感恩教育，教育学生感恩父母，组织开展征文活动。各校在9月底之前将优秀征文上交德育科。七、传"
    "统美德教育示范区创建工作。各校要积极开发和整合资源，争取成为骨干校。八、实施“十百千”活动。\n"
    "在全区评选十所特色校、百名优秀德育工作者。各校要积极申报特色校，并进行相关准备活动。申报材料在九"
    "月末上报德育科。十、组织学生观看文件片。各校要按照文件要求，认真制定活动预案，取得教育效果。",
    "checks ordered": "五、迅速组织开学检查。各学校要深入开展自查自纠，教育局要逐校开展检查，市教育局要组织抽查。"
    "检查要突出重点，对食堂、宿舍等实现全覆盖。对发现的问题，要及时研究解决。",
    "what the country will do": "“十五五”期间我省将健全校园安全防线\n记者从省教育厅获悉，“十四五”期间，事故数下降三成。"
    "“十五五”时期，我省将进一步健全防控体系。将加强监测预警，完善应急预案。",
    "by agreement": "青溪：6所学校与西原学校结对\n近日，青溪市6所学校与西原县的学校签订结对协议。根据协议，青溪的学校将定期选派"
    "管理团队，到结对学校挂职。将积极接收西原教师研修，每校不少于8名。",
    "a decision under a long headline": "省委印发《关于全面落实新时代育人方针深入推进学校思想政治教育整训的决定》\n"
    "省委近日印发《关于全面落实新时代育人方针深入推进学校思想政治教育整训的决定》。《决定》要求，要加强队伍建设，"
    "要健全责任体系，完善督查机制。",
}


@pytest.mark.parametrize("kind", sorted(FUNDED))
def test_what_money_or_an_agreement_is_given_for_is_a_plan(kind: str) -> None:
    assert documents.read(FUNDED[kind].encode(), "text.txt").is_plan


TOLD_OF_OTHERS = {
    "against": "渔民抗议临港工业规划\n临港渔民昨日集会，反对临港工业规划。渔民代表说，规划会影响近海养殖。",
    "looked into": "市人大审查2023年计划、预算报告\n市人大召开会议，审查计划报告和预算报告，要求各部门做好准备。",
    "still to be made": "教育规划编制的三个关键点\n科学编制教育规划，需要把握形势，更要结合实际，抓住主要矛盾，解决不平衡的问题。",
    "said": "市长在立法座谈会上强调 高质量完成立法规划任务\n座谈会昨日举行。市长说，立法工作要突出重点，要深入基层。",
    "to be held": "青溪教育装备博览会将于下月举办\n市政府今天召开新闻发布会，介绍博览会情况。博览会将展示一批新产品。",
    "of late": "近年来，青溪市不断加大教育投入\n优化学校布局\n新建小学3所\n改建幼儿园12所\n增加学位3600个\n形成了良好局面",
    "essay": "校企合作如何破题\n引言\n校企合作面临挑战。本文将从背景、对策和案例分析等方面展开。\n一、背景\n"
    "试点的目标包括：到2025年，形成可推广的经验。打造一批产教融合园区。建立统筹机制。",
}


@pytest.mark.parametrize("kind", sorted(TOLD_OF_OTHERS))
def test_a_plan_that_others_speak_of_makes_no_plan(kind: str) -> None:
    assert not documents.read(TOLD_OF_OTHERS[kind].encode(), "text.txt").is_plan


def test_an_action_begun_with_a_promise_is_news_of_a_plan() -> None:
    text = (
        "青溪教育系统“提速”行动正式启动\n记者从市教育局获悉，该行动由18个项目构成，确保今年年底交出一份满意的答卷。\n"
        "市教育局将建立行动台账，形成季报制度，加强跟踪督促。"
    )
    assert documents.read(text.encode(), "news.txt").is_plan
