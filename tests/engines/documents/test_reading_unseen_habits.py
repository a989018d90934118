"""Habits met when documents that nobody had shown the engine were annotated first and read afterwards; written anew."""

from datetime import date

import pytest

from tests.engines.documents.test_reading_real_habits import tasks, titles
from xietong import documents


def ends(draft: documents.Draft) -> list[tuple[date | None, date | None]]:
    return [(one.start, one.end) for one in draft.deadlines]


def roles(draft: documents.Draft) -> list[tuple[str, str]]:
    return [(unit.name, unit.role.value) for unit in draft.units]


def test_a_month_behind_a_lists_number_is_no_decimal(draft: documents.Draft) -> None:
    """
    青溪市2022年教育实事工作安排
    发布日期：2022-07-14
    一、工作安排
    1.4月底前完成校舍主体施工；2.11月底前竣工交付。
    """
    assert ends(draft) == [(None, date(2022, 4, 30)), (None, date(2022, 11, 30))]


def test_a_table_put_out_late_keeps_the_times_set_for_earlier_in_its_year() -> None:
    table = (
        "<h1>云浦区2022年民生实事清单</h1><p>发布日期：2022-07-14</p><table><tr><th>序号</th><th>实事项目</th>"
        "<th>责任单位</th></tr><tr><td>1</td><td>新建幼儿园7所：3月底前开工；9月底前交付使用。</td><td>教育局</td></tr></table>"
    )
    draft = documents.read(table.encode(), "实事.html")
    assert ends(draft) == [(None, date(2022, 3, 31)), (None, date(2022, 9, 30))]


def test_two_moments_with_a_dash_between_them_are_one_time(draft: documents.Draft) -> None:
    """
    云浦省办好民生实事工作方案
    发布时间：2010-11-05
    一、主要任务
    2010年—2011年上半年，新建农村公厕一批。
    今年11月至明年3月前，开工改建公办幼儿园。
    2011年下半年至2012年，再改扩建一批幼儿园。
    """
    assert ends(draft) == [
        (date(2010, 1, 1), date(2011, 6, 30)),
        (date(2010, 11, 1), date(2011, 2, 28)),
        (date(2011, 7, 1), date(2012, 12, 31)),
    ]


def test_the_year_of_a_meeting_and_what_lays_ground_for_a_plan_period_are_no_deadlines(draft: documents.Draft) -> None:
    """
    青溪市2015年教育工作要点
    一、总体要求
    深化改革，为“十三五”时期教育发展打下坚实基础。
    二、重点工作
    落实分工，2016年两地教育协作工作会议在青溪召开时汇报。
    """
    assert ends(draft) == []


@pytest.mark.parametrize(
    ("text", "is_plan"),
    [
        (
            "关于召开《青溪市学前教育行动计划（草案）》征求意见会的预通知\n各县教育局：\n市教育局牵头起草了该计划，拟于近期召开征求意见会。",
            False,
        ),
        (
            "关于印发《2023年县级政府履行教育职责评价报告》的通知\n根据《教育评价改革总体方案》要求，组织了评价。\n一、主要做法\n学校设立党组织106个，实现了全覆盖。",
            False,
        ),
        (
            "近日，省里下达了我州教育投资计划4600万元，已全部落实到位。\n去年以来，我州按照《教育强国推进工程实施方案》要求，先后建成幼儿园50所。",
            False,
        ),
        (
            "云浦县：聚焦重点工作 谱写教育新篇\n4月7日，云浦县教育局召开扩大会议，传达学习上级精神，局长主持会议。",
            False,
        ),
        (
            "2018年云浦省将新建城镇中小学450所\n2月11日，记者从省教育厅获悉，今年全省计划新建中小学450所。到2018年年底前，超大班额比例控制在5%以内。到2020年，大班额比例控制在10%以内。",
            True,
        ),
        (
            "——育人成效显著提升。到2027年，育人体系更加完善，学生全面发展。\n——服务能力显著提升。到2027年，专业结构更加合理，综合实力进入前列。\n——群众满意度显著提升。到2027年，优质资源覆盖面不断扩大，力争人人满意。",
            True,
        ),
    ],
)
def test_what_a_text_only_cites_or_meets_about_makes_it_no_plan(text: str, is_plan: bool) -> None:
    assert documents.read(text.encode(), "text.txt").is_plan is is_plan


def test_a_headline_may_hold_a_colon_and_stand_below_the_name_of_the_paper(draft: documents.Draft) -> None:
    """
    云浦日报 2020年04月28日
    两省签署教育协作计划：支持毗邻地区办学
    4月27日，两省教育厅共同签署《毗邻地区教育协作行动计划》。
    《行动计划》明确，共建职业教育园区2个，每年互派教师100名。
    """
    assert titles(draft) == ["两省签署教育协作计划：支持毗邻地区办学"]


def test_a_title_in_a_line_of_labels_ends_before_the_next_label(draft: documents.Draft) -> None:
    """
    名称：青溪区教育局重点工作任务分解表 文号：
    一、主要任务
    建设一批寄宿制学校。
    """
    assert titles(draft)[0] == "青溪区教育局重点工作任务分解表"


def test_a_text_that_begins_with_a_part_of_a_plan_is_read_as_work(draft: documents.Draft) -> None:
    """
    ——发展中等职业教育。在校生规模达到50万人左右；重点建设示范学校100所；
    ——发展高等职业教育。创办高级技工学校10所；建设试点专业60个。
    三、深化办学体制改革
    （一）完善管理体制。由省教育行政部门负责统筹规划，定期研究重大政策措施。
    """
    assert "重点建设示范学校100所；" in tasks(draft)
    assert "在校生规模达到50万人左右；" not in tasks(draft)
    assert len(draft.targets) == 4


def test_lines_of_bodies_in_a_table_turned_into_lines_are_no_tasks(draft: documents.Draft) -> None:
    """
    青溪区重点工作任务分解表
    序号
    重点工作任务
    主要责任单位
    协同配合单位
    一、发展社会事业
    68
    推进义务教育优质均衡发展，加快建设黎明小学。
    区教育局
    区政府有关部门，各街道、区直各部门。
    69
    引进优质教育资源。
    区教育局
    区投资促进中心。
    """
    assert tasks(draft) == ["推进义务教育优质均衡发展，加快建设黎明小学。", "引进优质教育资源。"]
    assert roles(draft) == [
        ("区教育局", "lead"),
        ("区政府有关部门", "support"),
        ("各街道", "support"),
        ("区直各部门", "support"),
        ("区教育局", "lead"),
        ("区投资促进中心", "support"),
    ]


def test_one_government_under_longer_and_shorter_names_issues_once(draft: documents.Draft) -> None:
    """
    云浦市青溪区人民政府文件
    青溪区人民政府关于印发《青溪区政府重点工作分工方案》的通知
    各街道办事处：
    现将方案印发给你们，请认真贯彻落实。
    青溪区人民政府
    2023年3月28日
    """
    assert [unit.role.value for unit in draft.units] == ["issuer"]


def test_what_a_nickname_stands_for_and_guiding_thought_among_aims_are_no_tasks(draft: documents.Draft) -> None:
    """
    青溪市平安校园实施方案
    一、目标要求
    以习近平新时代中国特色社会主义思想为指导，建设平安校园，聚焦招生、食堂、周边环境等九个方面，推动问题解决。
    二、主要内容
    推进“建三援四”工程，年内开工，“建三援四”办公室按月调度。“建三援四”指在新区新建三所学校、援助四所学校。
    """
    assert tasks(draft) == ["推进“建三援四”工程，年内开工，“建三援四”办公室按月调度。"]


def test_a_plan_period_that_a_year_opens_is_no_basis(draft: documents.Draft) -> None:
    """
    青溪市教育局2017年工作计划
    2017年是贯彻省党代会精神的开局之年，是“十三五”规划与全面深化改革的攻坚之年。
    一、主要任务
    按照《青溪市教育发展规划》，新建学校3所。
    """
    assert [basis.title for basis in draft.basis] == ["青溪市教育发展规划"]


def test_a_pages_title_stays_though_its_first_sentence_cites_a_document_of_that_name() -> None:
    name = "关于建立重点工作清单“台账、监测、分析”制度的通知"
    page = (
        f"<html><head><title>{name}_青溪网</title></head><body><h1>{name}</h1><div class='TRS_Editor'><p>各科室：</p>"
        f"<p>按照《青溪市政府办公室{name}》要求，结合我局实际，制定如下措施。</p><p>一、工作要求</p>"
        "<p>各科室、单位要落实专人，按月记录每一项重点工作的推进情况，做到随时更新、动态补充。</p></div></body></html>"
    )
    draft = documents.read(page.encode(), "通知.html")
    assert titles(draft)[0] == name
    assert ("各科室、单位", "mentioned") in roles(draft)


def test_labels_and_the_way_through_the_site_are_no_part_of_a_title(draft: documents.Draft) -> None:
    """
    首页
    > 新闻中心 > 通知公告
    成文日期 2022-12-23 公文时限 有效
    关于印发《青溪旗校园安全整治工作方案》的通知
    一、主要任务
    排查校园安全隐患，建立整治台账。
    """
    assert titles(draft)[0] == "关于印发《青溪旗校园安全整治工作方案》的通知"


@pytest.mark.parametrize(
    "head",
    [
        "青教发[2015]1号关于印发《青溪市教育局工作要点》的通知",
        "3.转载请注明出处。\n青溪市教育局工作要点\n（2015—2017年）",
    ],
)
def test_a_title_is_found_behind_its_number_and_above_its_period(head: str) -> None:
    draft = documents.read(f"{head}\n一、重点工作\n召开全市高校党建会，推进集团化办学。\n".encode(), "要点.txt")
    assert titles(draft)[0].endswith(("工作要点", "工作要点》的通知"))
    assert not titles(draft)[0].startswith("青教发")


def test_a_label_that_names_the_part_heads_a_paragraph_of_one_sentence(draft: documents.Draft) -> None:
    """
    青溪市发展现代职业教育实施意见
    一、明确目标和重点
    1、指导思想：以服务发展为宗旨，深化产教融合、校企合作，推动全市职业教育健康发展。
    2、发展目标：到2020年，形成适应需求、产教融合的现代职业教育体系。
    """
    assert titles(draft)[2:] == ["指导思想", "发展目标"]
    assert tasks(draft) == []


def test_what_something_is_or_consists_of_and_thanks_are_no_tasks(draft: documents.Draft) -> None:
    """
    青溪市两地教育协作工作方案
    一、工作内容
    执行台账制度是狠抓工作落实的重要基础。台账内容（详见附件），主要包括工作目标、资金使用情况等。
    市教育局对兄弟市的支持表示感谢。
    建立台账，按月更新。
    """
    assert tasks(draft) == ["建立台账，按月更新。"]


def test_who_signs_an_agreement_in_the_news_issues_it(draft: documents.Draft) -> None:
    """
    6月24日，青溪市教育局、云浦市教育局结对帮扶框架协议签订仪式在云浦举行，双方签订了《结对帮扶框架协议》。
    根据协议，双方将建立结对帮扶长效机制，每年互派教师50名。青溪市教育局将全力落实协议各项任务。
    """
    assert draft.is_plan
    assert [name for name, role in roles(draft) if role == "issuer"] == ["青溪市教育局", "云浦市教育局"]


def test_a_place_behind_a_name_is_no_person_and_jing_may_begin_one(draft: documents.Draft) -> None:
    """
    青溪区民生实事责任分解表
    1.新建学校3所。（牵头单位：教育局；配合单位：经开区、高新园（邹区镇）、各街道）
    """
    assert [name for name, role in roles(draft) if role == "support"] == ["经开区", "高新园（邹区镇）", "各街道"]


def test_the_name_of_the_site_above_a_signed_letter_is_no_issuer(draft: documents.Draft) -> None:
    """
    青溪旗人民政府
    校园安全整治方案
    结合实际，制定本方案。
    一、主要任务
    排查校园安全隐患，建立整治台账。
    中共青溪旗委教育工作领导小组
    2022年12月23日
    """
    assert [name for name, role in roles(draft) if role == "issuer"] == ["中共青溪旗委教育工作领导小组"]


def test_what_came_out_in_a_month_gone_by_and_what_a_period_is_are_no_deadlines(draft: documents.Draft) -> None:
    """
    2011-09-06
    青溪市布局规划实施汇报会要求加快学校建设
    今年7月，市政府下发了《青溪市学校布局规划》，《规划》明确，到2015年建设公办学校51所。
    “十二五”时期，是教育发展的关键时期。
    """
    assert ends(draft) == [(None, date(2015, 12, 31))]


@pytest.mark.parametrize(
    "text",
    [
        """青溪市“三进三早”确保实事项目建设全面铺开
今年，该市实行“三进三早”。其具体做法：
一是进县区，早定规划。去年10月下发了通知，组织三轮调研，摸清了底子。""",
        """今年，青溪县教育局三措并举实行台账管理制度。
一是及时查收文件。该局要求各学校及时关注，抓好落实。
二是完善台账。教育局建立工作台账，内容包括完成时限等，每项工作结束通报情况。""",
    ],
)
def test_how_an_office_went_about_its_work_is_no_plan(text: str) -> None:
    assert not documents.read(text.encode(), "经验.txt").is_plan


def test_a_few_short_lines_of_one_length_are_not_broken_by_the_page(draft: documents.Draft) -> None:
    """
    青溪市校园安全整治方案
    一、主要任务
    排查校园安全隐患，建立整治台账。
    更换老旧消防设施，完善报警系统
    中共青溪市委教育工作领导小组办
    """
    assert "排查校园安全隐患，建立整治台账。" in tasks(draft)


def test_a_bracket_within_a_numbered_paragraph_tells_who_does_that_number(draft: documents.Draft) -> None:
    """
    三湖地区教育合作行动计划（2026—2028年）
    一、行动任务
    （一）师资互助行动
    （1）建立名师工作室联盟，每年选派教师60名；共建研修基地8个。（责任部门：三湖各县教育局；牵头单位：东湖县教育局）
    （2）共享数字教材不少于90套。（西湖县教育局牵头）
    """
    told = {item.number: [(unit.name, unit.role.value) for unit in item.units] for item in draft.items if item.number}
    assert told["(1)"] == [("三湖各县教育局", "support"), ("东湖县教育局", "lead")]
    assert told["(2)"] == [("西湖县教育局", "lead")]
    assert told["(一)"] == []


def test_dots_and_arrows_of_a_page_open_lines_of_their_own(draft: documents.Draft) -> None:
    """
    东湖、西湖两县教育局联合印发《两湖教育合作行动计划（2026—2028年）》
    重点举措：
    ● 组建两湖教研联盟，2026年底前吸纳学校30所
    ➤ 每年互派教师120名开展支教
    ◆ 打造双语精品课程6门
    """
    assert tasks(draft) == [
        "组建两湖教研联盟，2026年底前吸纳学校30所",
        "每年互派教师120名开展支教",
        "打造双语精品课程6门",
    ]


def test_a_report_on_last_year_with_thoughts_for_the_next_is_a_plan_for_the_next(draft: documents.Draft) -> None:
    """
    湖滨市教育局2025年工作总结及2026年工作思路
    2025年，全市新建学校12所，各项工作取得新成绩。
    一、2025年工作完成情况
    （一）党建工作不断加强。培育党建示范校30所。
    二、2026年工作思路
    （一）聚焦均衡，推进集团办学。组建教育集团7个，6月底前挂牌。
    """
    assert tasks(draft) == ["组建教育集团7个，6月底前挂牌。"]
    assert draft.plan is not None
    assert (draft.plan.start, draft.deadlines[0].end) == (date(2026, 1, 1), date(2026, 6, 30))


def test_a_title_set_without_its_years_has_those_it_is_cited_with(draft: documents.Draft) -> None:
    """
    关于印发《湖滨市特教提升行动计划（2026—2028年）》的通知
    附件
    湖滨市特教提升行动计划
    一、主要任务
    1.新建特教学校3所，到2027年配齐设备。
    """
    assert draft.plan is not None
    assert (draft.plan.start, draft.plan.end) == (date(2026, 1, 1), date(2028, 12, 31))
