"""Habits of whole plans of education that blind rounds showed, written anew: what a user sees first, times, figures."""

from datetime import date

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents


def _figures(draft: documents.Draft) -> list[tuple[str, str]]:
    return [(target.op, target.text) for target in draft.targets]


def _times(draft: documents.Draft) -> list[tuple[str, date | None, date | None]]:
    return [(one.text, one.start, one.end) for one in draft.deadlines]


def test_the_plan_bears_its_whole_title_where_the_notice_cuts_it_short(draft: documents.Draft) -> None:
    """
    栖山省人民政府关于印发加快建设职业教育强省若干措施的通知
    各市、县（市、区）人民政府：
    现将《栖山省加快建设职业教育强省若干措施》印发给你们，请认真贯彻执行。
    栖山省人民政府
    2022年5月20日
    栖山省加快建设职业教育强省若干措施
    为加快建设职业教育强省，到2026年，力争高职院校在校生达到60万人，特制定如下措施。
    一、支持高职院校扩建校区，新增学位3万个。
    """
    assert draft.plan is not None
    assert draft.plan.title == "栖山省加快建设职业教育强省若干措施"
    assert draft.plan.end == date(2026, 12, 31)  # set above the work, and by nothing that is called an aim


def test_a_province_or_city_is_no_district_whose_name_it_begins_with(draft: documents.Draft) -> None:
    """
    关于印发2024年教育工作要点的通知
    各县教育局：
    现将要点印发给你们。
    江北市教育局
    抚顺县教育局
    广西自治区教育厅
    2024年2月20日
    """
    assert draft.source.issuers == ("江北市教育局", "抚顺县教育局", "广西壮族自治区教育厅")


def test_a_year_beside_another_is_a_time_of_the_same_act(draft: documents.Draft) -> None:
    """
    栖山省“十四五”教育发展规划
    一、强化监测
    组织开展年度监测、2023年中期评估和2025年终期评估，结果向社会公布。
    """
    assert _times(draft) == [
        ("2023年", date(2023, 1, 1), date(2023, 12, 31)),
        ("2025年", date(2025, 1, 1), date(2025, 12, 31)),
    ]


def test_what_is_given_to_each_is_no_aim_however_it_is_worded(draft: documents.Draft) -> None:
    """
    栖山市引进教育人才实施方案
    一、支持政策
    引进名校长10名，给予每人不低于50万元的经费支持。对新建的名师工作室，予以每个工作室5万元建设经费。
    """
    assert _figures(draft) == [("=", "10名")]


def test_what_a_number_is_brought_down_from_is_no_aim(draft: documents.Draft) -> None:
    """
    栖山省现代职业教育体系建设规划
    一、优化布局
    推动中等职业学校由208所调减至150所左右，将校均规模从1200人调增到2000人。
    """
    assert _figures(draft) == [("=", "150所左右"), ("=", "2000人")]


def test_how_often_something_takes_place_is_no_figure(draft: documents.Draft) -> None:
    """
    栖山市2024年教育工作要点
    一、守牢底线
    各校每月至少开展1次应急疏散演练，每学期至少组织一次家访。
    """
    assert _figures(draft) == []


def test_groups_that_hold_something_against_a_norm_are_called_on(draft: documents.Draft) -> None:
    """
    栖山县义务教育优质均衡发展创建方案
    一、实施步骤
    各有关部门、各学校对照标准逐项整改。
    """
    assert tasks(draft) == ["各有关部门、各学校对照标准逐项整改。"]
    assert roles(draft) == [("各有关部门", "mentioned"), ("各学校", "mentioned")]


def test_a_section_of_standards_sets_figures_and_no_work(draft: documents.Draft) -> None:
    """
    栖山县义务教育优质均衡发展创建方案
    一、创建标准
    每百名学生拥有网络教室数，小学、初中分别达到2.3间以上、2.4间以上；所有班级学生数分别不超过45人和50人。
    二、工作任务
    每年安排建设债券额度不少于3亿元，改扩建学校9所。
    """
    assert tasks(draft) == ["每年安排建设债券额度不少于3亿元，改扩建学校9所。"]
    assert [target.op for target in draft.targets] == [">=", ">=", "<=", "<=", ">=", "="]
    assert [one.text for one in draft.deadlines] == ["每年"]


def test_a_section_of_years_keeps_its_number(draft: documents.Draft) -> None:
    """
    栖山县学前教育三年行动计划（2011—2013年）
    一、基本现状
    截至2010年底，全县有幼儿园86所；在园幼儿1.2万人，学前三年毛入园率48.6%。
    二、年度任务
    2011年：新建乡镇中心幼儿园3所。
    """
    assert [(one.number, one.title) for one in draft.outline[1:]] == [("一", "基本现状"), ("二", "年度任务")]
    assert _figures(draft) == [("=", "3所")]


def test_the_period_that_the_plan_states_of_itself_is_its_own_and_no_deadline(draft: documents.Draft) -> None:
    """
    栖山市教育发展规划
    为加快教育现代化，制定本规划，规划期为2021年至2025年。
    一、重点任务
    建设高中2所。
    """
    assert draft.deadlines == ()
    assert draft.plan is not None
    assert (draft.plan.start, draft.plan.end) == (date(2021, 1, 1), date(2025, 12, 31))


def test_years_that_fill_the_cell_of_a_project_are_its_time() -> None:
    rows = ("项目名称|建设内容|建设年限", "职业学院新校区|新建实训楼|2021—2024", "特殊教育学校|迁建校舍|2022—2023年")
    text = "栖山市教育发展规划\n一、重点项目\n" + "\n".join(rows).replace("|", "\t")
    assert _times(documents.read(text.encode(), "plan.txt")) == [
        ("2021—2024", date(2021, 1, 1), date(2024, 12, 31)),
        ("2022—2023年", date(2022, 1, 1), date(2023, 12, 31)),
    ]


def test_a_share_that_somebody_is_to_see_to_is_work(draft: documents.Draft) -> None:
    """
    栖山省优质均衡教育实施方案
    一、重点任务
    高中招生指标分配到区域内初中的比例不低于60%，并适当向薄弱初中倾斜。
    高校按师生比例不低于1:4000配备专职教师，且每校至少配备2名。
    """
    assert len(tasks(draft)) == 2
    assert _figures(draft) == [(">=", "60%"), (">=", "2名")]


def test_a_rate_of_those_who_have_something_is_an_aim(draft: documents.Draft) -> None:
    """
    栖山省学生心理健康行动计划
    一、工作目标
    2025年，配备专兼职教师的学校比例达到95%，保障学生每天体育活动2个小时。
    """
    assert [target.unit for target in draft.targets] == ["%", "小时"]
    assert tasks(draft) == []


def test_what_a_standard_gives_for_is_no_aim(draft: documents.Draft) -> None:
    """
    栖山县学前教育行动计划
    一、重点任务
    按照每班不低于2万元的标准对新建民办园给予奖补，按照生均不低于600元的标准落实公用经费。
    """
    assert [target.text for target in draft.targets] == ["600元"]


def test_a_programme_that_is_carried_out_here_is_no_basis(draft: documents.Draft) -> None:
    """
    栖山市教育工作要点
    一、重点任务
    深入实施“名师名校长培养计划”，落实“教育协同发展框架协议”，培训校长100名。
    """
    assert [one.title for one in draft.basis] == ["教育协同发展框架协议"]


def test_who_decides_to_carry_a_plan_out_issues_it_and_not_who_prints_it(draft: documents.Draft) -> None:
    """
    栖山市基础教育扩优提质行动计划（2024—2027年）
    栖山市教育局、栖山市财政局决定实施栖山市基础教育扩优提质行动计划（以下简称“扩优计划”）。
    一、重点任务
    新建高中2所。
    栖山市教育局办公室  2024年3月29日印发
    """
    assert draft.source.issuers == ("栖山市教育局", "栖山市财政局")


def test_the_index_card_over_a_document_says_when_and_by_whom(draft: documents.Draft) -> None:
    """
    索引号：003072/2025-00318  主题分类：教育
    发文机关：栖山县教育体育局  成文日期：2025-07-18  发布日期：2025-07-21
    名称：栖山县教育体育局关于印发《栖山县教育强县三年攻坚行动方案（2025—2027年）》的通知
    栖山县教育强县三年攻坚行动方案（2025—2027年）
    一、重点任务
    实施六大攻坚行动，9月底前建成学校3所。
    """
    assert [one.title for one in draft.outline] == ["栖山县教育强县三年攻坚行动方案（2025—2027年）", "重点任务"]
    assert (draft.source.published, draft.source.issuers) == (date(2025, 7, 21), ("栖山县教育体育局",))
    assert draft.plan is not None
    assert (draft.plan.parties, draft.plan.declared_count) == (("栖山县教育体育局",), 6)
    assert [one.end for one in draft.deadlines] == [date(2025, 9, 30)]


def test_an_index_card_alone_names_the_issuer() -> None:
    card = "<table><tr><td>索引号</td><td>1/2</td><td>发布机构</td><td>栖山市教育局</td></tr><tr><td>成文日期</td>"
    page = (
        f"<html><body>{card}<td>2024-03-05</td><td>文号</td><td>栖教〔2024〕3号</td></tr></table>"
        "<p>2024年全市教育工作要点</p><p>一、重点工作</p><p>新建幼儿园6所。</p></body></html>"
    )
    source = documents.read(page.encode(), "page.html").source
    assert (source.published, source.issuers) == (date(2024, 3, 5), ("栖山市教育局",))


def test_a_label_of_aims_holds_below_a_title_of_support(draft: documents.Draft) -> None:
    """
    栖山省2021年教育工作要点
    一、加强领导
    1.深化教育督导体制机制改革
    目标任务：推动教育督导“长牙齿”，问责机制更加健全。
    工作措施：印发督导问责办法。研究制定《学前教育督导办法》。
    """
    assert tasks(draft) == ["印发督导问责办法。", "研究制定《学前教育督导办法》。"]


def test_a_share_of_what_is_invested_that_is_given_back_is_no_aim(draft: documents.Draft) -> None:
    """
    栖山省产教融合实施方案
    一、健全激励
    试点企业兴办职业教育的，可按投资额30%的比例，抵免当年应缴教育费附加。
    """
    assert draft.targets == ()


def test_a_rate_to_be_reached_by_a_day_is_no_work(draft: documents.Draft) -> None:
    """
    栖山省基础教育行动方案
    一、重点任务
    2022年底前，乡镇寄宿制学校饮水设施配备率达到100%。心理教师配备率提高10个百分点，达到85%。
    利用闲置校舍改建公办园23所，公办园在园幼儿占比提高到50%以上。
    """
    assert tasks(draft) == ["利用闲置校舍改建公办园23所，公办园在园幼儿占比提高到50%以上。"]
    assert len(draft.targets) == 5


def test_goals_of_a_year_gone_by_in_a_table_are_none() -> None:
    rows = ("指标|2015年|2020年目标|2020年实际", "毛入园率（%）|81.7|85|90.1", "巩固率（%）|93.5|95|95.5")
    table = "\n".join(rows).replace("|", "\t")
    text = f"栖山市教育发展规划（2021—2025年）\n一、重点任务\n{table}\n新建高中2所。\n栖山市教育局\n2021年12月31日\n"
    assert [target.text for target in documents.read(text.encode(), "plan.txt").targets] == ["2所"]


def test_what_is_asked_for_in_the_letter_is_work_and_stages_are_labels(draft: documents.Draft) -> None:
    """
    关于印发《栖山省校园安全三年行动计划（2023—2025年）》的通知
    各市教育局：
    现将《栖山省校园安全三年行动计划（2023—2025年）》印发给你们，请认真组织实施。请各地于4月15日前将实施方案报送省教育厅。
    2023年3月10日
    栖山省校园安全三年行动计划（2023—2025年）
    一、实施步骤
    第一阶段（2023年3月—4月）：动员部署，摸清底数。
    二、重点任务
    2024年“六一”前完成校门防撞设施建设，校园周边200米范围内不得设立网吧。
    省财政安排奖补资金3.6亿元，对完成任务好的县每个奖补100万元。
    教师每年培训不少于90学时，五年累计不少于360学时。
    """
    assert tasks(draft)[:2] == ["请各地于4月15日前将实施方案报送省教育厅。", "动员部署，摸清底数。"]
    assert [one.text for one in draft.deadlines] == ["4月15日前", "2023年3月—4月", "2024年“六一”前", "每年"]
    assert [target.text for target in draft.targets] == ["3.6亿元", "90学时", "360学时"]


def test_a_plan_of_a_school_year_runs_from_autumn_to_summer(draft: documents.Draft) -> None:
    """
    栖山县教育局2023—2024学年第二学期工作计划
    一、工作安排
    举办艺术节。
    """
    assert draft.plan is not None
    assert (draft.plan.start, draft.plan.end) == (date(2024, 2, 1), date(2024, 8, 31))


def test_a_size_by_which_kindergartens_are_told_is_no_figure_and_places_have_no_short_title(
    draft: documents.Draft,
) -> None:
    """
    栖山区平台建设方案
    推动青林区、望湖县（以下简称“两地”）协同发展，制定本方案。
    一、重点任务
    按照每1万人口配建一所9个班以上规模幼儿园的标准规划布局，每天开展2个小时课后服务。
    """
    assert _figures(draft) == [("=", "2个小时")]
    assert draft.plan is not None
    assert draft.plan.short_title == ""


def test_the_period_in_which_things_stand_so_is_no_deadline(draft: documents.Draft) -> None:
    """
    栖山省教育发展“十四五”规划
    一、面临形势
    “十四五”时期，我省教育发展不平衡不充分问题仍然突出。
    二、坚持“办好人民满意教育”目标
    围绕建设教育强省，加快推进教育事业发展。
    栖山省教育厅
    2021年11月17日
    """
    assert draft.deadlines == ()
    assert tasks(draft) == ["围绕建设教育强省，加快推进教育事业发展。"]


def test_who_watches_over_a_task_has_no_part_in_it_and_who_carries_it_out_supports(draft: documents.Draft) -> None:
    """
    栖山市教育工作要点
    一、重点任务
    建设教师周转房。（牵头：市教育局；协办：市财政局；督办：市政府督查室）
    改造校舍。（牵头单位：市教育局；督办单位：市政府督查室）
    建设学校。（教育厅牵头；发展改革委、财政厅等按职责分工负责；各市、县人民政府负责具体实施）
    省级教育、财政部门要加强指导。
    """
    assert roles(draft) == [
        ("市教育局", "lead"),
        ("市财政局", "support"),
        ("市教育局", "lead"),
        ("教育厅", "lead"),
        ("发展改革委", "support"),
        ("财政厅", "support"),
        ("各市、县人民政府", "support"),
        ("省级教育", "mentioned"),
        ("财政部门", "mentioned"),
    ]


def test_what_figures_are_reckoned_by_is_none_and_sums_over_years_are(draft: documents.Draft) -> None:
    """
    栖山市教育工作要点
    一、重点任务
    百名学生拥有计算机15台以上，培训百名校长。
    三年累计培训教师2.5万人次。
    """
    assert _figures(draft) == [(">=", "15台以上"), ("=", "百名"), ("=", "2.5万人次")]


def test_a_task_is_called_by_what_is_done_and_not_by_its_month(draft: documents.Draft) -> None:
    """
    栖山市教育工作计划
    一、实施进度
    2025年3月，制定方案；4—6月，组织实施方案；每月，汇总进展。
    1月：召开全市教育工作会议。
    """
    called = [item.title for item in draft.items if item.kind.value == "task"]
    assert called == ["制定方案", "组织实施方案", "汇总进展", "召开全市教育工作会议"]


def test_counted_actions_hold_the_sections_below_them_and_who_is_in_charge(draft: documents.Draft) -> None:
    """
    栖山市教育强市三年行动计划（2025—2027年）
    一、三大行动
    行动一：立德树人行动
    （一）主要任务
    1.构建思政格局。建设共同体20个。
    （二）责任分工
    牵头单位：市委教育工委
    责任单位：市教委
    行动二：扩优提质行动
    （一）主要任务
    1.建立供给机制。新建中小学120所。
    （二）责任分工
    牵头单位：市教委
    二、推进机制
    建立清单，每季度调度。
    """
    names = {item.id: item.title for item in draft.items}
    assert [title for title in names.values() if title.startswith("行动")] == [
        "行动一：立德树人行动",
        "行动二：扩优提质行动",
    ]
    assert [(unit.name, names[unit.item or ""]) for unit in draft.units] == [
        ("市委教育工委", "行动一：立德树人行动"),
        ("市教委", "行动一：立德树人行动"),
        ("市教委", "行动二：扩优提质行动"),
    ]
    assert [one.title for one in draft.outline].count("责任分工") == 2


def test_the_bodies_of_each_side_are_named_behind_the_side(draft: documents.Draft) -> None:
    """
    2025年川渝教育协同发展重点任务清单
    一、共享资源
    1.联通两地教育平台，共享课程不少于5000门。
    川方：四川省教育厅科学技术处
    渝方：重庆市教委科学技术处
    完成时限：持续推进
    2.联合办赛。
    川方：承办初赛，选派选手100名。
    """
    assert tasks(draft) == ["联通两地教育平台，共享课程不少于5000门。", "联合办赛。", "川方：承办初赛，选派选手100名。"]
    assert roles(draft) == [("四川省教育厅科学技术处", "lead"), ("重庆市教委科学技术处", "lead")]
    assert {unit.item for unit in draft.units} == {draft.items[1].id}


def test_a_stage_with_its_months_heads_what_is_done_in_it(draft: documents.Draft) -> None:
    """
    栖山市关爱行动实施方案
    一、时间步骤
    动员部署阶段（2023年11月）。印发方案，召开部署会。
    全面实施阶段（2023年12月—2025年10月）。按要求推进各项工作，每季度报送进展。
    """
    assert [one.title for one in draft.outline[2:]] == ["动员部署阶段", "全面实施阶段"]
    assert tasks(draft) == ["印发方案，召开部署会。", "按要求推进各项工作，每季度报送进展。"]
    assert [one.text for one in draft.deadlines] == ["2023年11月", "2023年12月—2025年10月", "每季度"]
