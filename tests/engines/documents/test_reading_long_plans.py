"""Habits of long plans of regions, provinces and districts that nobody had shown the engine; written anew."""

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents


def test_who_is_to_act_at_a_time_is_called_on(draft: documents.Draft) -> None:
    """
    青溪市教育局2031年工作要点
    一、重点工作
    各校自9月起开设劳动课。江北新区、来溪县分别于3月底前提交方案。
    两地公安、市场监管、城管部门每季度联合检查一次。
    工作组按月调度。完善各校每年预算。
    """
    assert [name for name, role in roles(draft) if role == "mentioned"] == [
        "各校",
        "江北新区",
        "来溪县",
        "两地公安",
        "市场监管",
        "城管部门",
        "工作组",
    ]


def test_a_year_that_a_plan_is_drawn_up_by_rules_no_months(draft: documents.Draft) -> None:
    """
    青溪市教育局2031年工作要点
    一、重点工作
    按照2040年人口预测，编制布局规划，6月形成初稿。
    在2030年试点基础上，8月底前全面推开。根据2031年预算，5月底前完成采购。
    """
    assert [str(one.end) for one in draft.deadlines] == ["2031-06-30", "2031-08-31", "2031-05-31"]


def test_a_year_between_who_acts_and_what_is_done_is_a_time(draft: documents.Draft) -> None:
    """
    青溪市教育强市建设实施方案
    一、重点工作
    市级财政2032年安排专项经费300万元。落实2031年安排意见。各校2033年均建成智慧教室。
    """
    assert [one.text for one in draft.deadlines] == ["2032年", "2033年"]


def test_what_stands_already_is_no_past_of_what_is_to_come(draft: documents.Draft) -> None:
    """
    青溪市教育局2031年工作要点
    一、重点工作
    在2030年已共建16所的基础上，新增共建学校9所，其中山区不少于4所。
    互派教师60名，跟岗时间不少于一学年，每人授课不少于三节，每学期联合开展教研1次。
    三年新增学位9万个、撤并教学点70个。
    """
    assert [(one.op, one.text) for one in draft.targets] == [
        ("+", "9所"),
        (">=", "4所"),
        ("=", "60名"),
        (">=", "一学年"),
        (">=", "三节"),
        ("+", "9万个"),
        ("=", "70个"),
    ]


def test_what_is_paid_to_those_trained_makes_their_number_no_condition(draft: documents.Draft) -> None:
    """
    青溪市技能人才行动计划
    一、重点任务
    支持200名骨干赴外研修，500名技师参加本地培训，对参加培训的人员给予一定补贴。
    三年内市县两级引进700名具有博士学位的青年人才。
    """
    assert [one.text for one in draft.targets] == ["200名", "500名", "700名"]
    assert len(tasks(draft)) == 2


def test_a_name_with_a_number_heads_its_section(draft: documents.Draft) -> None:
    """
    青溪市技能人才行动计划
    一、重点任务
    1.121人才梯队项目。培养后备人才。
    2.培养名师30名。健全选拔办法。
    """
    assert [heading.title for heading in draft.outline[2:]] == ["121人才梯队项目"]
    assert tasks(draft) == ["培养后备人才。", "培养名师30名。", "健全选拔办法。"]


def test_a_sentence_of_deeds_that_leads_in_to_more_is_a_task(draft: documents.Draft) -> None:
    """
    青溪市技能人才行动计划
    一、重点任务
    （一）产业人才行动。围绕主导产业，重点培养一批企业家，大力引进一批急需人才，实施如下项目：
    1.名匠项目。遴选名匠。
    （二）文化人才行动。坚持分类施策，重点实施以下项目：
    2.名家项目。遴选名家。
    """
    assert [task[:6] for task in tasks(draft)] == ["围绕主导产业", "遴选名匠。", "遴选名家。"]


def test_marks_that_a_font_has_among_other_letters_are_marks(draft: documents.Draft) -> None:
    """
    甲省青溪市、乙省白河市教育协作方案
    一、总体要求
    ( 一) 依据ꎮ 落实«甲乙毗邻地区发展规划»ꎬ共建示范区ꎮ
    二、重点任务
    ( 二) 教育协作ꎮ 共建名校联盟3 个ꎻ互派教师60 名ꎮ （牵头单位﹕青溪市教育局﹔配合单位︰白河市教育局）
    """
    assert [heading.title for heading in draft.outline[1:]] == ["总体要求", "依据", "重点任务", "教育协作"]
    assert tasks(draft)[-2:] == ["共建名校联盟3 个；", "互派教师60 名。"]
    assert [basis.title for basis in draft.basis] == ["甲乙毗邻地区发展规划"]
    assert roles(draft)[-2:] == [("青溪市教育局", "lead"), ("白河市教育局", "support")]


def test_letters_of_yi_stay_what_they_are() -> None:
    text = documents.read("凉山教育工作要点 ꆈꌠꉙꎬꎮꃀ\n一、重点工作\n新建学校3所。".encode(), "工作要点.txt").text
    assert "ꆈꌠꉙꎬꎮꃀ" in text


def test_sides_support_where_one_of_their_line_is_marked_as_leading(draft: documents.Draft) -> None:
    """
    万溪白河统筹发展示范区建设领导小组办公室
    关于印发《示范区教育协同2031年度重点任务》的通知
    请各责任单位于每季度末月20日前报送进展。
    2031年3月8日
    示范区教育协同2031年度重点任务
    根据《示范区建设总体方案》，制定2031年度重点任务。
    一、重点任务
    1.编制专项规划。开展调研。
    责任单位　渝方：青州区教委　川方：白河市教育局（牵头）
    2.共建联盟。青州二中、白河中学各牵头组建联盟1个。
    """
    assert roles(draft) == [
        ("万溪白河统筹发展示范区建设领导小组办公室", "issuer"),
        ("各责任单位", "mentioned"),
        ("青州区教委", "support"),
        ("白河市教育局", "lead"),
        ("青州二中", "lead"),
        ("白河中学", "lead"),
    ]
    assert tasks(draft)[0] == "请各责任单位于每季度末月20日前报送进展。"
    assert "根据" not in "".join(tasks(draft))


def test_how_everything_is_to_stand_is_no_task(draft: documents.Draft) -> None:
    """
    青溪市2031年重点工作安排
    一、民生实事
    1.医疗卫生方面。七十周岁以上老人意外伤害保险全覆盖。各校门诊报销待遇无差别。
    2.教育方面。推进课后服务全覆盖。今年对直属学校督导实现全覆盖。
    """
    assert tasks(draft) == ["推进课后服务全覆盖。", "今年对直属学校督导实现全覆盖。"]


def test_the_last_of_a_list_says_what_body_of_each_place_is_meant(draft: documents.Draft) -> None:
    """
    青溪市2031年教育协同任务分工
    一、重点任务
    1.共建基地。互派教师。（甲山、乙水教委牵头，丙田、丁河、戊林教师进修学校配合）
    2.统筹经费。编制预算。（财政、青溪教育局）
    3.区教育局会同区科创局、河套发展署，每年遴选学生80名。
    4.各市（州）、区县要制定措施，各省每年10月底前提交报告。
    【工作要求】各股室要于每月25日前报送进度。
    """
    assert roles(draft) == [
        ("甲山", "lead"),
        ("乙水教委", "lead"),
        ("丙田", "support"),
        ("丁河", "support"),
        ("戊林教师进修学校", "support"),
        ("区教育局", "mentioned"),
        ("区科创局", "mentioned"),
        ("河套发展署", "mentioned"),
        ("各市（州）、区县", "mentioned"),
        ("各省", "mentioned"),
        ("各股室", "mentioned"),
    ]


def test_a_part_that_a_colon_ends_is_headed_by_what_it_is_for(draft: documents.Draft) -> None:
    """
    青溪市教育合作三年行动计划（2031—2033年）
    行动目标：
    2031年，合作全面铺开，共享课程突破400门。
    行动内容：
    行动一 高校协同行动
    组建创新联盟3个。
    """
    assert [heading.title for heading in draft.outline[1:]] == ["行动目标", "行动内容", "行动一 高校协同行动"]
    assert tasks(draft) == ["组建创新联盟3个。"]


def test_figures_that_stand_alone_and_how_long_something_is_to_last_are_targets(draft: documents.Draft) -> None:
    """
    青溪县2031年重点工作任务清单
    一、教育股
    1、学前：普惠园覆盖率≥90%，公办园占比≥55%。
    2、班额：小学、初中班额分别控制在42人和45人以内，特色高中达到8所。
    3、教师：选派教师跟岗，每人跟岗不少于4周，支教不少于1学期。
    """
    assert [(one.op, one.text) for one in draft.targets] == [
        (">=", "90%"),
        (">=", "55%"),
        ("<=", "42人"),
        ("<=", "45人以内"),
        ("=", "8所"),
        (">=", "4周"),
        (">=", "1学期"),
    ]
    assert tasks(draft) == ["教师：选派教师跟岗，每人跟岗不少于4周，支教不少于1学期。"]


def test_rows_of_figures_fallen_into_lines_are_no_tasks_and_named_by_their_indicator(draft: documents.Draft) -> None:
    """
    青溪区“十六五”教育发展规划指标和任务清单（2031—2035年）
    一、主要指标
    序号　指标名称　单位　2030年　2032年　2035年　属性
    1　普惠园覆盖率　%　92　93　95　约束性
    2　新增公办学位（五年累计）　个　—　8000　19000　约束性
    3　研究生学历教师占比　%　12　18　25　预期性
    二、责任分工
    各街道（园区）落实属地责任。青溪教青局于第二季开设研习班。
    """
    assert [(one.op, one.indicator) for one in draft.targets if one.unit == "个"] == [("+", "新增公办学位")] * 2
    assert len(draft.targets) == 6
    assert [task[:6] for task in tasks(draft)] == ["各街道（园区", "青溪教青局于"]
    assert roles(draft) == [("各街道（园区）", "mentioned"), ("青溪教青局", "mentioned")]


def test_a_rate_whose_name_begins_like_a_deed_is_an_aim(draft: documents.Draft) -> None:
    """
    青溪市教育强市建设实施方案
    一、发展目标
    （一）体系基本建立。研发投入强度达到1.5%，培训合格率不低于98%。
    （二）名师倍增。培养名师30名。
    """
    assert tasks(draft) == ["培养名师30名。"]


def test_what_is_to_be_made_is_no_body(draft: documents.Draft) -> None:
    """
    青溪市教育局2031年工作要点
    一、重点工作
    创建市级清廉学校每年评估一次。建设高水平民办每年支持3所。市督导评估中心每年评估一次。
    """
    assert roles(draft) == [("青溪市教育局", "issuer"), ("市督导评估中心", "mentioned")]


def test_a_letter_without_its_title_that_arranges_a_term_is_a_plan() -> None:
    work = (
        "各县教育局：\n为做好春季学期重点工作，现就有关事项安排如下。\n一、开学\n"
        "中小学3月2日行课，核查结果于2月27日前报市局（联系人：李某）。\n二、招生\n4月中旬公布招生方案，5月组织网上报名。\n"
        "三、队伍\n选派教师赴外跟岗。\n四、项目\n新校区6月底主体完工。\n青溪市教育局\n2031年2月14日"
    )
    call = (
        "各县教育局：\n现就教学成果奖评选申报有关事项通知如下。\n一、申报条件\n在职教师均可报名。\n二、报名时间\n"
        "4月10日至20日，请将材料报送至会务组。\n三、联系人\n李老师，联系电话见附件。\n青溪市教育局\n2031年2月14日"
    )
    assert [documents.read(each.encode(), "a.txt").is_plan for each in (work, call)] == [True, False]


def test_a_list_of_work_without_headings_is_no_running_text(draft: documents.Draft) -> None:
    """
    青溪市人民政府关于进一步推进县区教育工作的通知
    各县（市、区）人民政府：
    经市政府同意，现将支持措施及组织实施等事项通知如下：
    一、对校舍建设进度快、质量好的县区，在分配年度奖补资金时予以适当倾斜。（市财政局负责）
    二、对集团化办学推进有力的县区，在遴选试点时给予优先考虑。（市教育局负责）
    三、对按时完成年度任务的县区，在下一年度检查中实行“免检”。（市政府办公室负责）
    四、对县中振兴力度大的县区，优先支持建设实训基地。（市发展改革委负责）
    各有关部门要认真组织实施，于2031年12月底前制定实施办法，报送市政府办公室。
    """
    assert len(tasks(draft)) == 5
    assert [name for name, role in roles(draft) if role == "lead"] == [
        "市财政局",
        "市教育局",
        "市政府办公室",
        "市发展改革委",
    ]


def test_places_told_together_are_called_on_one_by_one(draft: documents.Draft) -> None:
    """
    青溪市教育局2031年工作要点
    一、重点工作
    1.推进毗邻合作。江津、永川等区县要列出需求清单。万州、开州、达州三地联合招聘教师。
    2.深化结对。指导白河、南山等区县开展结对。第三次联席会议于下半年在北山召开。
    3.组建集团。北山市牵头建设集团，白河、南山两市参与；来溪县牵头，江北、青石两地配合。
    4.优化布局。配套园由当地教育行政部门办成公办园。青溪职院2031年面向白河、南山投放计划600个。
    """
    assert [name for name, role in roles(draft) if role == "support"] == ["白河", "南山", "江北", "青石"]
    assert [name for name, role in roles(draft) if role == "mentioned"] == [
        "江津",
        "永川",
        "万州",
        "开州",
        "达州",
        "当地教育行政部门",
        "青溪职院",
    ]


def test_a_bracket_closes_its_paragraph(draft: documents.Draft) -> None:
    """
    青溪市教育局2031年工作要点
    一、强化保障
    1. 维护安全。完成食堂整治。【安稳处、各区县教委（教育局）、各高校】
    请各处室将推进情况报办公室汇总。
    """
    assert [one for one in roles(draft) if one[1] != "issuer"] == [
        ("安稳处", "lead"),
        ("各区县教委（教育局）", "lead"),
        ("各高校", "lead"),
        ("各处室", "mentioned"),
    ]


def test_whom_work_is_agreed_with_issues_nothing(draft: documents.Draft) -> None:
    """
    青溪县教育攻坚行动计划
    一、质量提升
    1.振兴县中。与白河三中签订托管协议，选派骨干教师跟岗。
    """
    assert roles(draft) == []


def test_a_plan_drawn_up_by_two_documents_rests_on_both(draft: documents.Draft) -> None:
    """
    青溪市教育事业发展规划
    本规划依据《某省教育发展专项规划》《青溪市国民经济和社会发展纲要》编制。
    一、重点任务
    推进《青溪市学前教育条例》制定。建设学校3所。
    """
    assert [one.title for one in draft.basis] == ["某省教育发展专项规划", "青溪市国民经济和社会发展纲要"]


def test_years_that_are_only_foreseen_and_years_of_schooling_that_grow(draft: documents.Draft) -> None:
    """
    青溪市教育局2031年工作方案
    一、主要目标
    新增劳动力平均受教育年限提高到13.8年。
    二、重点任务
    6月底前完成2031—2045年学位需求测算。领导小组下设办公室，市办公室设在市教育局，区办公室设在区教育局。
    """
    assert tasks(draft) == ["6月底前完成2031—2045年学位需求测算。"]
    assert [one.text for one in draft.deadlines] == ["6月底前"]


def test_a_headline_over_two_lines_is_one_title() -> None:
    page = "<h1>甲市教育局 乙市教育局<br>关于印发《两地教育三年计划》的通知</h1><p>各学校：</p><p>一、任务</p><p>建设学校3所。</p>"
    draft = documents.read(page.encode(), "a.html")
    assert [one.title for one in draft.outline] == ["甲市教育局 乙市教育局关于印发《两地教育三年计划》的通知", "任务"]
    assert roles(draft) == [("甲市教育局", "issuer"), ("乙市教育局", "issuer")]
