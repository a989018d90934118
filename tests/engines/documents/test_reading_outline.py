"""The outline of a document: numbers as a state machine, run-in headings, titles, catalogues."""

from xietong import documents


def outline(draft: documents.Draft) -> list[tuple[int, str, str]]:
    return [(heading.level, heading.number, heading.title) for heading in draft.outline]


def test_levels_go_by_the_kind_of_number(draft: documents.Draft) -> None:
    """
    青溪市教育振兴行动计划
    一、扩大资源供给
    （一）建好公办园
    1.补齐学位缺口。新建一批公办幼儿园。到岗教师及时配齐。
    （1）城区新建。在人口集中的片区布点建园。按标准配置设备。
    一是统一规划。由市级统筹布点。二是分步实施。按年度开工建设。
    二、强化保障
    加强组织领导，落实工作责任。
    """
    assert outline(draft) == [
        (0, "", "青溪市教育振兴行动计划"),
        (1, "一", "扩大资源供给"),
        (2, "(一)", "建好公办园"),
        (3, "1.", "补齐学位缺口"),
        (4, "(1)", "城区新建"),
        (5, "一是", "统一规划"),
        (5, "二是", "分步实施"),
        (1, "二", "强化保障"),
    ]


def test_chapters_sections_and_boxes_are_headings(draft: documents.Draft) -> None:
    """
    云浦省“十四五”教育发展规划
    第一章 发展环境
    第一节 发展基础
    过去五年，全省教育取得了长足进步。
    第二章 重点任务
    专栏1 重点工程
    建设一批示范学校。
    """
    assert outline(draft)[1:] == [
        (1, "第一章", "发展环境"),
        (2, "第一节", "发展基础"),
        (1, "第二章", "重点任务"),
        (3, "专栏1", "重点工程"),
    ]


def test_a_sentence_with_a_figure_is_a_task_and_no_heading(draft: documents.Draft) -> None:
    """
    青溪市教师队伍建设实施方案
    一、主要任务
    1.每年培训骨干教师200名。健全培训档案。
    2.配足师资。按照标准核定编制。
    """
    assert (3, "2.", "配足师资") in outline(draft)
    assert not [title for _, _, title in outline(draft) if "骨干教师" in title]


def test_one_sentence_behind_yi_shi_is_a_task(draft: documents.Draft) -> None:
    """
    青溪市教师队伍建设实施方案
    一、主要任务
    （一）提升素质。一是加强培训，健全制度，严格考核。二是开展结对，组织送教。
    """
    assert [title for level, _, title in outline(draft) if level == 5] == []
    assert [item.number for item in draft.items if item.kind is documents.ItemKind.MEASURE] == ["一是", "二是"]


def test_a_whole_list_in_one_paragraph_is_taken_apart(draft: documents.Draft) -> None:
    """
    青溪市课后服务实施方案
    各区县要做到：一、建立课后服务台账；二、落实经费保障；三、加强安全管理。
    """
    tasks = [item.text for item in draft.items if item.kind is documents.ItemKind.TASK]
    assert tasks == ["建立课后服务台账；", "落实经费保障；", "加强安全管理。"]


def test_decimals_dates_and_ordinals_are_no_numbers(draft: documents.Draft) -> None:
    """
    青溪市学位建设行动方案
    一、主要任务
    1.5万个学位由市级统筹建设，各区县抓好落实。
    3.15专项检查要形成长效机制，及时公布结果。
    第三期行动要按时启动，扎实推进。
    """
    assert len(outline(draft)) == 2


def test_a_catalogue_does_not_double_the_outline(draft: documents.Draft) -> None:
    """
    云浦省教育发展规划
    目录
    一、总体要求
    二、重点任务
    三、保障措施
    一、总体要求
    坚持立德树人，以促进公平为主线推动教育高质量发展。
    二、重点任务
    建设一批寄宿制学校，改善办学条件。
    三、保障措施
    加强组织领导，强化督导检查。
    """
    assert [title for level, _, title in outline(draft) if level == 1] == ["总体要求", "重点任务", "保障措施"]


def test_scores_phases_and_units_behind_a_title_are_left_out(draft: documents.Draft) -> None:
    """
    青溪市平安校园工作方案
    一、实施步骤
    （一）动员部署（2023年3月—4月）
    各校制定方案，组织动员。
    （二）全面推进（30分）
    各校开展排查，建立台账。
    （三）总结提升（市教育局牵头）
    总结经验做法，完善长效机制。
    """
    assert [title for level, _, title in outline(draft) if level == 2] == ["动员部署", "全面推进", "总结提升"]


def test_a_title_broken_over_lines_is_one_title(draft: documents.Draft) -> None:
    """
    青溪市教育局
    关于印发《青溪市教育数字化行动计划》的通知
    各区县教育局：
    现将《青溪市教育数字化行动计划》印发给你们，请认真贯彻执行。
    青溪市教育局
    2023年5月6日
    青溪市教育数字化行动计划
    一、重点任务
    建设智慧教育平台，开放优质课程。
    """
    assert [title for level, _, title in outline(draft) if level == 0] == [
        "青溪市教育局关于印发《青溪市教育数字化行动计划》的通知",
        "青溪市教育数字化行动计划",
    ]


def test_neighbouring_short_first_sentences_are_run_in_headings(draft: documents.Draft) -> None:
    """
    青溪市劳动教育实施方案
    一、主要任务
    建好实践基地。依托公园、农场和企业建设一批劳动教育实践基地，向学校免费开放。
    配强指导教师。选聘能工巧匠担任兼职教师，组织专题培训。
    """
    assert [title for level, _, title in outline(draft) if level == 3] == ["建好实践基地", "配强指导教师"]


def test_half_width_marks_and_traditional_characters_number_as_well(draft: documents.Draft) -> None:
    """
    濱海市教育合作行動計劃
    一、擴大交流
    (一)互派教師
    1.建立機制。每年互派一批骨幹教師,組織聯合教研。
    """
    assert outline(draft) == [
        (0, "", "濱海市教育合作行動計劃"),
        (1, "一", "擴大交流"),
        (2, "(一)", "互派教師"),
        (3, "1.", "建立機制"),
    ]


def test_a_title_with_several_brackets_behind_it_is_the_plans_own() -> None:
    """东江西岭教育协同行动计划（2021—2025年）（示例文本）

    依据《东江西岭经济圈建设规划纲要》，结合实际，制定本行动计划。

    一、推进职业教育融合

    1. 共建实训基地。支持两地共建实训基地10个。
    """
    text = test_a_title_with_several_brackets_behind_it_is_the_plans_own.__doc__ or ""
    draft = documents.read(text.replace("    ", "").encode(), "plan.txt")
    assert draft.plan is not None
    assert draft.plan.title.startswith("东江西岭教育协同行动计划")
    assert draft.plan.start is not None
    assert draft.plan.start.year == 2021


def test_a_number_before_a_lead_in_makes_no_heading(draft: documents.Draft) -> None:
    """
    青溪省关于基础教育改革的实施意见
    一、明确任务
    1.“十五”期间，基础教育改革和发展的具体任务是：
    巩固普及成果，改造薄弱学校。
    2.扩大优质资源
    推进集团化办学，建立校际联盟，选派骨干教师交流。
    """
    assert [heading.title for heading in draft.outline][1:] == ["明确任务", "扩大优质资源"]


def test_roman_numbers_letters_and_parts_number_as_well(draft: documents.Draft) -> None:
    """
    青溪市推进校园安全工作实施方案
    Ⅰ、主要任务
    A.排查隐患。组织专家逐校排查，建立整改清单。
    B.完善机制。建立部门联动机制，定期会商研判。
    PART 02 保障措施
    a)成立工作专班，统筹推进各项任务。
    b)安排专项经费，纳入年度预算。
    """
    assert [(one.level, one.number, one.title) for one in draft.outline][1:] == [
        (1, "Ⅰ", "主要任务"),
        (4, "A.", "排查隐患"),
        (4, "B.", "完善机制"),
        (1, "PART 2", "保障措施"),
    ]
    assert [item.number for item in draft.items if item.kind.value in ("task", "measure")][-2:] == ["a.", "b."]


def test_numbers_by_points_need_no_blank_and_points_may_be_full_stops(draft: documents.Draft) -> None:
    """
    河口学校2026年发展规划
    1.发展基础
    1.1办学概况
    学校现有教学班36个,学生1600人.
    1.2存在问题
    青年教师培养有待加强.
    2.重点任务
    2.1育人方式
    2.1.1开发校本课程12门,建立课程资源库.
    2.1.2每学期组织社会实践2次.
    """
    assert [one.title for one in draft.outline][1:] == ["发展基础", "办学概况", "存在问题", "重点任务", "育人方式"]
    tasks = [item.text for item in draft.items if item.kind.value in ("task", "measure")]
    assert tasks == ["开发校本课程12门,建立课程资源库.", "每学期组织社会实践2次."]


def test_what_is_counted_by_name_heads_its_text(draft: documents.Draft) -> None:
    """
    青溪市教育数字化实施方案
    一、重点任务
    任务一：建设教育平台
    升级市级平台，汇聚优质资源。
    任务二：培训教师队伍
    组织全员培训，每年不少于30学时。
    二、保障措施
    1.组织实施数字素养提升行动，培训教师3000名。
    2.安排专项经费，纳入年度预算。
    """
    assert [one.title for one in draft.outline][1:] == [
        "重点任务",
        "任务一：建设教育平台",
        "任务二：培训教师队伍",
        "保障措施",
    ]
    assert any(item.text.startswith("组织实施数字素养提升行动") for item in draft.items)


def test_a_label_is_part_of_the_sentence_that_it_opens(draft: documents.Draft) -> None:
    """
    青溪市2026年教育工作要点
    一、实施三大工程
    （一）学位扩容工程：完成二中迁建，新增学位1500个。
    （二）质量提升工程：建立教研员包校制度，定期下校视导。
    （三）支持对象：乡村学校和薄弱学校。
    二、分领域推进
    1.职业教育领域：推动产教联合体实体运行。支持学校与园区共建实训基地，培养现场工程师。
    2.特殊教育领域：新建特殊教育学校2所。改善随班就读条件，配备巡回指导教师。
    3.总体要求：坚持因地制宜。
    """
    assert [one.title for one in draft.outline][1:] == [
        "实施三大工程",
        "分领域推进",
        "职业教育领域：推动产教联合体实体运行",
        "总体要求",
    ]
    tasks = [item.text for item in draft.items if item.kind.value in ("task", "measure")]
    assert [task[-6:] for task in tasks] == ["1500个。", "期下校视导。", "现场工程师。", "育学校2所。", "回指导教师。"]


def test_bare_lines_part_what_has_no_numbers(draft: documents.Draft) -> None:
    """
    青溪市2026年教育系统重点工作安排
    抓好教育质量
    开展课堂改革，遴选实验校30所。
    建立质量监测制度。
    办好民生实事
    新建学校6所，新增学位7200个。
    守牢安全底线
    排查校园安全隐患，建立清单。
    """
    assert [one.title for one in draft.outline][1:] == ["抓好教育质量", "办好民生实事", "守牢安全底线"]
    assert sum(item.kind.value == "task" for item in draft.items) == 4


def test_what_is_listed_as_attached_heads_nothing_and_what_has_its_units_below_is_a_task(
    draft: documents.Draft,
) -> None:
    """
    青溪市学前教育行动方案
    一、扩大资源
    新建公办幼儿园12所，新增学位3600个。
    附件：1.青溪市幼儿园建设任务表
    2.青溪市学前教育责任清单
    附件2
    青溪市学前教育责任清单
    一、完善普惠性幼儿园认定办法
    责任单位：市教育局、市财政局
    二、制定公办园生均经费标准
    责任单位：市财政局
    """
    assert [one.title for one in draft.outline] == ["青溪市学前教育行动方案", "扩大资源", "青溪市学前教育责任清单"]
    tasks = [item for item in draft.items if item.kind.value == "task"]
    assert [(item.text[:2], len(item.units)) for item in tasks] == [("新建", 0), ("完善", 2), ("制定", 1)]


def test_two_digits_and_a_blank_number_a_box(draft: documents.Draft) -> None:
    """
    青溪省教育发展规划
    一、扩大资源
    专栏1 教育提质工程
    01 普惠性幼儿园建设
    新建幼儿园500所，增加学位10万个。
    02 基础教育提质
    改善办学条件，增加学位20万个。
    03 职业教育提质
    支持建设高职学校10所。
    """
    assert [one.title for one in draft.outline][3:] == ["普惠性幼儿园建设", "基础教育提质", "职业教育提质"]


def test_a_count_goes_on_within_the_next_paragraph(draft: documents.Draft) -> None:
    """
    青溪区2026年教育工作要点
    一、加强党的领导。1.建强组织。创建党建示范点10个，开展述职评议。2.抓实教育。组织专题培训，开展学习研讨。
    二、扩大优质资源。3.增加学位。完成学校改扩建3所，新增学位3300个。4.深化改革。新组建教育集团2个，推进捆绑评价。
    """
    titles = ["加强党的领导", "建强组织", "抓实教育", "扩大优质资源", "增加学位", "深化改革"]
    assert [one.title for one in draft.outline][1:] == titles


def test_posts_number_their_parts_and_stages_are_headings(draft: documents.Draft) -> None:
    """
    定了！未来三年青溪教育这么干
    青溪教育 2026-03-18
    近日，青溪市印发《青溪市教育强市建设行动方案（2026—2028年）》。
    01
    学位更充足
    新建学校60所，新增学位9万个。
    02
    教师更优秀
    招聘教师1500名，培养名师100名。
    第一阶段：宣传发动（2026年3月—4月）
    各校召开启动仪式，下发实施方案。
    """
    assert [one.title for one in draft.outline] == [
        "定了！未来三年青溪教育这么干",
        "学位更充足",
        "教师更优秀",
        "第一阶段：宣传发动",
    ]


def test_a_running_head_tells_the_title_once_and_a_page_number_heads_nothing() -> None:
    body = "".join(
        f"<p>{line}</p>"
        for line in (
            "青溪市学前教育责任清单",
            "青溪市学前教育责任清单",
            "一、完善普惠性幼儿园认定办法",
            "责任单位：市教育局、市财政局",
            "二、制定公办园生均经费标准",
            "责任单位：市财政局",
            "— 1 —",
        )
    )
    draft = documents.read(f"<html><body>{body}</body></html>".encode(), "plan.html")
    assert [one.title for one in draft.outline] == ["青溪市学前教育责任清单"]
    assert [item.text[:4] for item in draft.items if item.kind.value == "task"] == ["完善普惠", "制定公办"]


def test_points_are_full_stops_before_figures_too(draft: documents.Draft) -> None:
    """
    青溪市学前教育行动方案
    一、年度目标
    新建公办幼儿园12所,新增学位3600个．2024年新建公办幼儿园10所,新增学位3000个．改造薄弱园8所．
    """
    assert sum(item.kind.value == "task" for item in draft.items) == 3


def test_a_name_in_lenticular_brackets_heads_what_is_below_it(draft: documents.Draft) -> None:
    """
    青溪县教育局2026年重点工作清单
    【教学质量】
    1.组织备考研讨，召开备考会3次。
    【项目建设】
    2.完成10所学校运动场改造。
    """
    assert [one.title for one in draft.outline][1:] == ["教学质量", "项目建设"]
