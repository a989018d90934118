"""Habits of pages copied from the web, met in texts that nobody had shown the engine; written anew."""

from datetime import date

from tests.engines.documents.test_reading_real_habits import tasks, titles
from tests.engines.documents.test_reading_unseen_habits import ends, roles
from xietong import documents


def test_what_stands_above_the_headline_of_a_page_heads_nothing(draft: documents.Draft) -> None:
    """
    服务热线
    办事大厅
      • 权责清单
      • 办事指南
    教育专栏
    青溪市教育局2024年工作要点
    发布日期：2024-03-05 信息来源：办公室
    一、扩大优质资源
    新建幼儿园12所。
    """
    assert titles(draft) == ["青溪市教育局2024年工作要点", "扩大优质资源"]


def test_a_headline_leaves_the_documents_number_out(draft: documents.Draft) -> None:
    """
    青政办〔2023〕3号 青溪市人民政府办公室关于印发青溪市特殊教育提升方案的通知
    发布时间：2023-02-15 浏览次数：709
    各县、区人民政府：
    现将方案印发给你们，请认真贯彻落实。
    """
    assert titles(draft) == ["青溪市人民政府办公室关于印发青溪市特殊教育提升方案的通知"]


def test_a_letters_title_is_told_by_whom_it_addresses(draft: documents.Draft) -> None:
    """
    北山中心校春季开学安全工作通知
    下载本文
    关于做好2024年春季开学安全工作的通知
    各中小学校：
    一、明确责任
    各学校要召开会议，研究安全形势。
    """
    assert "关于做好2024年春季开学安全工作的通知" in titles(draft)


def test_a_part_that_lost_its_break_behind_its_title_is_still_headed_by_it(draft: documents.Draft) -> None:
    """
    北山区校园周边整治工作方案
    现将有关内容通知如下：一、指导思想贯彻落实上级精神，净化校园环境。二、组织领导本次整治由区教育局牵头，区公安局配合。
    """
    assert titles(draft)[1:] == ["指导思想", "组织领导"]
    assert roles(draft) == [("区教育局", "lead"), ("区公安局", "support")]


def test_a_chinese_number_may_have_lost_its_opening_bracket(draft: documents.Draft) -> None:
    """
    北山中学护校安园工作方案
    一、组织机构
    一）领导小组
    组织教职工开展巡查。
    二）巡逻队
    组织值班。
    """
    assert [(one.number, one.title) for one in draft.outline if one.level == 2] == [
        ("(一)", "领导小组"),
        ("(二)", "巡逻队"),
    ]


def test_a_paragraph_about_the_past_stays_there_until_it_looks_ahead(draft: documents.Draft) -> None:
    """
    青溪、湖滨两地教育协同发展工作推进会召开
    发布时间：2021-10-21 来源：青溪日报
    近年来，两地通过多种形式推进合作。青溪引进湖滨优质资源，推动28个合作项目落地。建设高校联盟9个。下一步，两地将共建实训基地12个。
    将全力做好学校建设，为居民提供优质服务。
    """
    assert tasks(draft) == ["下一步，两地将共建实训基地12个。", "将全力做好学校建设，为居民提供优质服务。"]
    assert [str(one.value) for one in draft.targets] == ["12"]


def test_news_of_a_document_without_a_name_tells_who_issued_it(draft: documents.Draft) -> None:
    """
    本刊讯 日前，教育部、民政部、财政部等三部门联合印发的一份文件明确，到2020年残疾儿童义务教育入学率达到95%以上。
    7月28日，教育部举行新闻发布会，介绍有关情况。
    """
    assert draft.is_plan
    assert roles(draft) == [("教育部", "issuer"), ("民政部", "issuer"), ("财政部", "issuer")]
    assert ends(draft) == [(None, date(2020, 12, 31))]


def test_the_rows_of_a_pages_table_are_told_by_the_bars_between_their_cells(draft: documents.Draft) -> None:
    """
    类别 | 实事名称 | 年度任务 | 责任单位 | 完成情况 |
    一、教育 | 1.扩建学校 | 完成北山学校2座教学楼建设。 | 市教育局 | 主体完工。 |
    2.建设运动场 | 完成13处农村学校运动场建设。 | 市体育局 | 基础施工30%。 | |
    3.课后服务 | 对全市34所学校实行课后服务全覆盖。 | 市教育局 | 已启动。 |
    索引号： | 1137/2022-047 | 成文日期： | 2022-10-08 |
    """
    assert roles(draft) == [("市教育局", "lead"), ("市体育局", "lead"), ("市教育局", "lead")]
    assert [str(one.value) for one in draft.targets] == ["2", "13"]
    assert "索引号" not in draft.text


def test_a_line_of_names_without_marks_is_no_task(draft: documents.Draft) -> None:
    """
    青溪市特殊教育提升方案
    教育局 发展改革委 民政局 财政局
    人力资源社会保障局 卫生健康委
    特殊教育是教育事业的组成部分。提高特殊教育质量，新建学校2所。
    """
    assert tasks(draft) == ["提高特殊教育质量，新建学校2所。"]


def test_a_figure_right_behind_a_number_is_no_decimal(draft: documents.Draft) -> None:
    """
    青溪市人才集聚方案
    10.名师工作室项目。设立工作室50个，培养骨干教师。（牵头单位：市教育局，配合单位：各有关区、县级市）
    11.121人才梯队项目。重点培养不少于10名后备人才，培养学科带头人。（牵头单位：市人社局，配合单位：各项目牵头单位）
    """
    assert [item.number for item in draft.items if "121人才" in item.text] == ["11."]
    assert [name for name, role in roles(draft) if role == "support"] == ["各有关区、县级市", "各项目牵头单位"]


def test_a_scanners_blanks_are_closed_but_not_the_one_behind_a_title(draft: documents.Draft) -> None:
    """
    义河市创建优质均衡先行市实施方案
    一、基本原则
    坚持党的领导，把方向、管大局，统筹城乡、分类指导、分步 实施，推动教育 现代化建设向前。
    （一）坚持优先保障 切实把义务教育作为重中之重，在规划、财政 资金投入、公共资源 配置等方面优先保障。
    （二）坚持政府主责 落实政府举办义务教育的责任，补齐 短板、兜住底线，提升薄弱 学校教育水平。
    """
    assert titles(draft)[2:] == ["坚持优先保障", "坚持政府主责"]
    assert "财政资金投入" in draft.text


def test_a_day_between_the_signature_and_the_title_joins_them_not(draft: documents.Draft) -> None:
    """
    各县人民政府：
    现将《关于加快城乡教育一体化的实施方案》印发你们，请认真贯彻落实。
    掖河市人民政府
    2017年11月24日
    关于加快城乡教育一体化的实施方案
    一、主要任务
    新建学校12所。
    """
    assert titles(draft) == ["关于加快城乡教育一体化的实施方案", "主要任务"]


def test_both_who_sign_are_told_though_a_day_stands_between_them(draft: documents.Draft) -> None:
    """
    青溪社8月24日电 青溪市教育局24日与湖滨市教育局签署《两地教育合作框架协议》，加强教育协作。
    协议内容包括鼓励两地高校开展人才联合培养；推进姊妹学校建设，继续支持教师协作与培训交流。
    """
    assert roles(draft) == [("青溪市教育局", "issuer"), ("湖滨市教育局", "issuer")]


def test_short_lines_between_paragraphs_of_news_leave_it_a_report(draft: documents.Draft) -> None:
    """
    今年驿城市将新增学位11万个
    2023-03-08 08:34 来源：驿城网
    加快补齐教育短板
    3月7日上午，驿城市召开新闻发布会，介绍教育惠民工程有关情况。2022年，全市新建学校100所，新增学位7万个。新建周转宿舍200套。
    2023年我市规划投资58.7亿元，新建、改扩建学校156所，建成后将增加学位11.4万个。
    """
    assert tasks(draft) == ["2023年我市规划投资58.7亿元，新建、改扩建学校156所，建成后将增加学位11.4万个。"]
    assert [str(int(one.value)) for one in draft.targets] == ["5870000000", "156", "114000"]
    assert ends(draft) == [(date(2023, 1, 1), date(2023, 12, 31))]


def test_an_essay_that_names_old_documents_is_no_plan() -> None:
    essay = (
        "1 项目概述\n1.1 建设背景\n智慧校园是教育事业的重要分支，也是信息化建设的重要组成部分，其发展经历了起步、应用、融合、创新四个阶段。"
        "相关政策也是按照这一规律颁布的，使教育融合了大数据等技术。有学者把这一过程分为四个阶段，并指出各个阶段都离不开网络与终端的普及。\n"
        "2019年2月，国务院办公厅印发《加快推进教育现代化实施方案》，提出构建新型教学模式。构建支撑服务平台，深入推进平台建设。"
    )
    assert not documents.read(essay.encode(), "essay.txt").is_plan


def test_news_of_an_urgent_notice_is_a_plan() -> None:
    news = (
        "6月16日，教育部网站发布《关于加强学校周边安全防控工作的紧急通知》，指出各地教育部门和学校要会同公安、工商等部门，"
        "全面开展一次隐患大排查，消除各类隐患。对排查出的问题，要建立台账、明确时限，确保整改落实。"
    )
    draft = documents.read(news.encode(), "news.txt")
    assert draft.is_plan
    assert roles(draft)[0] == ("教育部", "issuer")


def test_a_table_of_one_cell_a_line_is_read_without_its_bars(draft: documents.Draft) -> None:
    """
    2024年重点工作任务分解表
    序号 |
    目标与任务 |
    牵头责任单位 |
    责任单位 |
    80 |
    加大托育供给，新增托位400个以上。 |
    县教育局 |
    县卫健委 |
    81 |
    支持科技学校发展，探索职业教育新路径。 |
    县教育局 |
    县人社局 |
    """
    assert "|" not in draft.text
    assert [name for name, role in roles(draft) if role == "lead"] == ["县教育局", "县教育局"]
    assert [name for name, role in roles(draft) if role == "support"] == ["县卫健委", "县人社局"]


def test_a_short_line_that_does_nothing_is_no_task(draft: documents.Draft) -> None:
    """
    北山镇春季开学安全工作安排
    北山镇中心小学
    开展隐患排查，整改问题12处。
    """
    assert tasks(draft) == ["开展隐患排查，整改问题12处。"]


def test_marks_strewn_before_the_marks_are_no_text(draft: documents.Draft) -> None:
    """
    教育部门部署控辍保学工作
    青溪社4月28日电 为巩固成果##***，深入实施振兴战略@%*@@，近日#*%*，教育部办公厅印发《关于建立健全控辍保学工作机制的通知》%@。
    《通知》指出%%*%，各地要认真落实部署*@，压实部门责任*##@@，学校一月一报告**#，县区一季度一复核@*%##。
    """
    assert "#" not in draft.text
    assert roles(draft) == [("教育部办公厅", "issuer"), ("各地", "mentioned")]
    assert [one.recurring.value for one in draft.deadlines if one.recurring] == ["monthly", "quarterly"]


def test_the_name_of_a_rhythm_is_none(draft: documents.Draft) -> None:
    """
    青溪市均衡发展实施方案
    一、工作要求
    建立“一月一调度、一季度一通报”工作机制，落实责任。
    """
    assert draft.deadlines == ()


def test_two_numbers_in_a_row_are_the_inner_ones(draft: documents.Draft) -> None:
    """
    青溪小学三年发展规划
    一、（一）学校共同体建设
    建设共同体名师团队，培养骨干教师。
    （二）教师队伍建设
    开展教师培训，组织教研活动。
    """
    assert [(one.number, one.title) for one in draft.outline[1:]] == [
        ("(一)", "学校共同体建设"),
        ("(二)", "教师队伍建设"),
    ]


def test_a_part_about_who_answers_for_aims_holds_work(draft: documents.Draft) -> None:
    """
    青溪小学教学工作计划
    一、工作措施
    （一）坚持教育方针，班子落实责任目标
    各班子成员坚持蹲点指导班级，组织听课评课。
    """
    assert tasks(draft) == ["各班子成员坚持蹲点指导班级，组织听课评课。"]


def test_who_put_out_an_older_document_did_not_issue_this_one(draft: documents.Draft) -> None:
    """
    青少年体育活动促进计划
    体育总局教育部 发展改革委
    民政部 财政部
    2017年11月28日
    青少年健康是社会进步的标志，2007年，中央印发了《关于加强青少年体育的意见》。
    体育总局等7部门联合制定了本计划。组织各地开展体育活动，新建场地12处。
    """
    assert [name for name, role in roles(draft) if role == "issuer"] == [
        "体育总局",
        "教育部",
        "发展改革委",
        "民政部",
        "财政部",
    ]
    assert [(str(one.value), one.unit) for one in draft.targets] == [("12", "处")]


def test_what_is_done_where_a_need_cannot_be_met_is_a_task(draft: documents.Draft) -> None:
    """
    青溪市课后服务实施方案
    一、工作措施
    课后服务不能满足部分学生特殊需要的，可适当引进校外机构参与课后服务。
    """
    assert tasks(draft) == ["课后服务不能满足部分学生特殊需要的，可适当引进校外机构参与课后服务。"]


def test_an_aims_year_stands_though_its_document_was_made_known_before(draft: documents.Draft) -> None:
    """
    青溪市将培育80个教育集团
    近日，青溪市教育局官网公布了《集团化办学实施方案》，明确至2025年，青溪市将培育80个优质教育集团，集团化办学覆盖全市新建学校。
    """
    assert ends(draft) == [(None, date(2025, 12, 31))]


def test_the_month_in_which_news_says_a_plan_came_out_is_no_time(draft: documents.Draft) -> None:
    """
    今年（2022年）7月，青溪教育发布消息，学校正式确立。
    2022年3月，青溪区人民政府印发《青溪区教育发展“十四五”规划》。
    规划提出：
    ● 到 2025 年，新建幼儿园 23 所，新增学位 8280 个；
    ● 到 2025 年，组建不少于 6 个教育集团。
    """
    assert ends(draft) == [(None, date(2025, 12, 31)), (None, date(2025, 12, 31))]


def test_what_a_plan_is_said_to_hold_needs_no_headline() -> None:
    text = (
        "按照“分步实施”的原则，到2025年，市直属学校培育优质教育集团7-9个，福山、罗湖各培育9-11个。\n"
        "《实施方案》提到，有条件的学校可跨区组建教育集团，原则上应优先考虑学位紧张的区域。鼓励高校举办附属中小学。"
    )
    draft = documents.read(text.encode(), "text.txt")
    assert draft.is_plan
    assert [(one.op, str(one.value)) for one in draft.targets] == [(">=", "7"), ("<=", "9"), (">=", "9"), ("<=", "11")]


def test_the_day_on_which_a_library_took_over_a_plan_is_none_of_its_own(draft: documents.Draft) -> None:
    """
    市教育局2022年工作要点
    2024-06-03
    999+
    一、扩大资源
    1.建设学校。10月底前完成监测。新增学位 3.6 万个。
    """
    assert ends(draft) == [(None, date(2022, 10, 31))]
    assert [(one.value, one.unit) for one in draft.targets] == [(36000, "个")]


def test_a_title_in_marks_behind_its_number_is_the_title(draft: documents.Draft) -> None:
    """
    青政办发〔2014〕22号《青江省人民政府办公厅关于转发省教育厅等部门青江省特殊教育提升计划的通知》
    浏览量: 时间:2020-05-10 21:39:21
    一、重点任务
    1.提高普及水平。每个县办好1所特殊教育学校。
    """
    assert titles(draft)[0] == "青江省人民政府办公厅关于转发省教育厅等部门青江省特殊教育提升计划的通知"


def test_items_in_a_row_behind_their_bodies_are_items_of_their_own(draft: documents.Draft) -> None:
    """
    青江省推进湾区建设行动计划（2018-2020年）
    50、推动湾区高等教育合作。支持三所高校落户青江，高起点办好新的大学，创新办学机制，扩大招生规模。鼓励两地高校互认课程学分，实施更灵活的交换生安排，开展科研成果转化方面的合作交流，建设国际教育示范区。(省教育厅,省发展改革委) 51、鼓励青少年到内地学校就读。支持建设子弟学校，提供寄宿服务。制定学生同等享受交通、旅游门票优惠的政策，完善随迁子女就学办法，确保符合条件的随迁子女顺利参加高考。(省教育厅,省交通运输厅) 52、推进学校互动交流。鼓励两地幼儿园、中小学缔结姊妹学校。(省教育厅)
    """
    assert titles(draft)[1:] == ["推动湾区高等教育合作", "鼓励青少年到内地学校就读", "推进学校互动交流"]
    assert len(tasks(draft)) == 5


def test_two_headings_whose_break_is_lost_are_two(draft: documents.Draft) -> None:
    """
    青溪市人民政府关于加快学前教育改革与发展的若干意见
    一、明确目标任务,促进学前教育快速发展1、普及学前三年教育。
    新建乡镇中心幼儿园12所，改造村级幼儿园。
    2、推进低龄化发展。
    每个区至少办1所早教中心，开展看护人员培训。
    """
    assert titles(draft)[1:] == ["明确目标任务,促进学前教育快速发展", "普及学前三年教育", "推进低龄化发展"]


def test_a_period_that_lost_its_first_mark_is_one_still(draft: documents.Draft) -> None:
    """
    青溪市教育局关于印发《青溪市学前教育发展提升行动计划(2023—2025年)》的通知
    各区教育局：
    现予以印发，请认真执行。
    青溪市教育局
    2023年5月22日
    青溪市学前教育发展提升行动计划
    2023—2025年)
    一、重点任务
    （一）补齐资源短板。新增公办幼儿园20所。
    """
    assert titles(draft)[1] == "青溪市学前教育发展提升行动计划"
    assert not draft.deadlines


def test_years_to_come_that_lie_before_the_page_tell_that_it_took_the_text_over(draft: documents.Draft) -> None:
    """
    乡村教师支持计划实施方案
    时间:2023-09-23 06:37:37 作者:佚名
    到2020年，努力造就一支素质优良的乡村教师队伍。
    （一）拓展补充渠道。2016年起，每年为乡村学校补充教师不少于500名。
    """
    assert ends(draft)[0] == (None, date(2020, 12, 31))


def test_a_standard_and_its_figure_are_no_task(draft: documents.Draft) -> None:
    """
    青溪市学前教育发展提升行动计划
    一、完善保障机制
    自2023年秋季学期起，公办幼儿园生均公用经费标准不低于600元/年。落实财政拨款政策，足额安排预算资金。
    """
    assert tasks(draft) == ["落实财政拨款政策，足额安排预算资金。"]


def test_years_and_rates_that_a_scanner_strewed_are_read(draft: documents.Draft) -> None:
    """
    青溪县创建学前教育普及普惠县实施方案
    一、创建目标
    2O23年底前通过省级评估，公办园在园幼儿占比达到5 5%以上。
    二、时间安排
    （一）全面推进阶段（2 0 2 2年1月一2023年6月）。对照指标逐园排查，建立问题台账，2 0 2 2年6月底前完成首轮整改。
    三、主要措施
    1、配齐教职工。每年安排不少于1 0 0万元用于教师培训。
    """
    assert (None, date(2023, 12, 31)) in ends(draft)
    assert (date(2022, 1, 1), date(2023, 6, 30)) in [(one.start, one.end) for one in draft.deadlines]
    assert (None, date(2022, 6, 30)) in ends(draft)
    assert [(one.value, one.unit) for one in draft.targets] == [(55, "%"), (1000000, "元")]


def test_a_day_in_figures_beside_the_source_is_the_texts_day(draft: documents.Draft) -> None:
    """
    青江教育研究 > 正文
    青江教育监测评估工作方案出炉
    2019-05-09 来源:青江日报
    根据方案，两地将共同建立监测中心。今年下半年，将率先在16个县开展试点。
    方案明确，省教育科学研究院牵头负责指标研制，市教育评估院配合。
    """
    assert titles(draft) == ["青江教育监测评估工作方案出炉"]
    assert ends(draft) == [(None, date(2019, 12, 31))]
    assert ("市教育评估院", "support") in roles(draft)


def test_a_title_whose_last_line_is_left_over_is_one(draft: documents.Draft) -> None:
    """
    青溪市教育委员会等五部门关于印发《青溪市职业教育改革发展行动计划（2018-2020年）》
    的通知
    青教职成〔2018〕8号
    各区教委：
    现印发给你们，请认真组织实施。
    2018年6月4日
    青溪市职业教育改革发展行动计划
    （2018-2020年）
    一、发展目标
    到2020年，院校布局更加优化，建成10所左右特色院校。
    二、重点任务
    二、三季度完成整改，四季度验收。
    """
    assert titles(draft)[0].endswith("行动计划（2018-2020年）》的通知")
    assert tasks(draft)[0] == "到2020年，院校布局更加优化，建成10所左右特色院校。"
    assert (date(2018, 4, 1), date(2018, 9, 30)) in [(one.start, one.end) for one in draft.deadlines]


def test_figures_in_the_cells_of_a_fallen_table_number_no_rows(draft: documents.Draft) -> None:
    """
    青溪区“十四五”教育事业发展规划
    专栏2 主要指标
    序号
    指标名称
    单位
    2020年
    2025年
    属性
    1
    学前三年毛入园率
    %
    98.5
    99
    预期性
    2
    集团化办学覆盖率
    %
    60
    ≥85
    预期性
    3
    普通高中优质资源覆盖率
    %
    90
    100
    预期性
    第四章 重点任务
    新建幼儿园18所。
    """
    assert [(one.op, one.value) for one in draft.targets] == [("=", 99), (">=", 85), ("=", 100), ("=", 18)]


def test_what_hands_on_heads_nothing_and_each_year_has_its_rate(draft: documents.Draft) -> None:
    """
    市教委关于印发规范发展专项工作方案任务分工的通知
    各区教育局：
    现将任务分工印发给你们。请各区于2021年9月20日前将落实方案报市教委民办教育处，按时上报进展。
    2021年9月3日
    一、重点任务
    毕业生就业比例2021年达到15%、2022年达到20%。
    """
    assert titles(draft)[1:] == ["重点任务"]
    assert [one.end for one in draft.deadlines] == [date(2021, 9, 20), date(2021, 12, 31), date(2022, 12, 31)]
