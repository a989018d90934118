"""Habits of real documents, seen in those of many authorities and written here anew."""

from xietong import documents


def tasks(draft: documents.Draft) -> list[str]:
    return [item.text for item in draft.items if item.kind in (documents.ItemKind.TASK, documents.ItemKind.MEASURE)]


def titles(draft: documents.Draft) -> list[str]:
    return [heading.title for heading in draft.outline]


def test_figures_to_be_reached_and_states_are_no_tasks_among_the_work(draft: documents.Draft) -> None:
    """
    云浦省2026年工作安排
    一、重点工作
    今年是新一轮规划的开局之年，做好各项工作意义重大。
    全省生产总值年均增长5%以上，城镇调查失业率5.5%左右。
    县域普通高中办学条件显著改善，优质资源更加均衡。
    各位代表！
    新建一批寄宿制学校，每年培训教师2万名。
    """
    assert tasks(draft) == ["新建一批寄宿制学校，每年培训教师2万名。"]
    assert [aim.text for aim in draft.objectives] == ["县域普通高中办学条件显著改善，优质资源更加均衡。"]


def test_a_list_of_aims_behind_a_colon_runs_to_the_full_stop(draft: documents.Draft) -> None:
    """
    云浦省2026年工作安排
    一、重点工作
    主要预期目标是：在园幼儿普惠率达到90%；高中毛入学率提高2个百分点；群众满意度保持前列。推进集团化办学。
    """
    assert tasks(draft) == ["推进集团化办学。"]


def test_labels_in_front_of_the_numbers_say_what_follows_them(draft: documents.Draft) -> None:
    """
    青溪市职业教育改革方案
    总体要求与目标：坚持立德树人，把职业教育摆在更加突出的位置。
    具体指标：到2027年，建成覆盖主要行业的实训基地体系。
    一、完善体系
    组建行业职教集团，制定专业调整目录。
    """
    assert tasks(draft) == ["组建行业职教集团，制定专业调整目录。"]
    assert [aim.text for aim in draft.objectives] == ["到2027年，建成覆盖主要行业的实训基地体系。"]


def test_a_bracket_behind_a_full_stop_belongs_to_the_sentence_before_it(draft: documents.Draft) -> None:
    """
    青溪市校园节能方案
    一、主要任务
    更换老旧锅炉，改造供暖管网。（市住建局、市教育局负责）建设能耗监测平台，按月公布用能数据。（市教育局牵头）
    """
    assert tasks(draft) == ["更换老旧锅炉，改造供暖管网。", "建设能耗监测平台，按月公布用能数据。"]
    assert [[unit.name for unit in item.units] for item in draft.items if item.text in tasks(draft)] == [
        ["市住建局", "市教育局"],
        ["市教育局"],
    ]


def test_to_be_asked_is_to_be_told(draft: documents.Draft) -> None:
    """
    青溪市科研放权方案
    一、下放权限
    预算调剂事项不再由主管部门承担，请市财政局、市科技局在2月底前完成交接。
    """
    assert len(tasks(draft)) == 1


def test_principles_with_a_comma_are_run_in_headings_when_they_stand_together(draft: documents.Draft) -> None:
    """
    青溪市学校布局方案
    一、基本原则
    坚持问题导向，注重实效。着力解决学位不足与资源闲置并存的突出矛盾，逐校提出办法。
    坚持因地制宜，分类施策。根据人口变化和地理条件确定学校的撤并、保留与新建。
    二、主要任务
    制定布局规划。
    """
    assert titles(draft)[1:] == ["基本原则", "坚持问题导向，注重实效", "坚持因地制宜，分类施策", "主要任务"]


def test_every_paragraph_of_a_section_opens_with_its_heading(draft: documents.Draft) -> None:
    """
    青溪市校园建设方案
    一、主要任务
    （一）改善办学条件，扩大学位供给。统一规划新建学校，优先保障用地。在人口集中的片区布点，同步建设配套设施，按期交付使用。
    改造薄弱学校，补齐设施短板。按标准配置实验室和图书馆，淘汰老旧设备，更新课桌椅。
    盘活闲置校舍，服务社区居民。把撤并后的校舍改作幼儿园或者老年学校，落实管护责任。
    （二）加强安全管理。开展隐患排查。
    """
    assert titles(draft)[2:] == [
        "改善办学条件，扩大学位供给",
        "统一规划新建学校，优先保障用地",
        "改造薄弱学校，补齐设施短板",
        "盘活闲置校舍，服务社区居民",
        "加强安全管理",
    ]


def test_what_a_page_sets_in_bold_heads_its_paragraph() -> None:
    page = """<html><body><div id="zoom"><h1>青溪市校园建设方案</h1><p>一、主要任务</p>
    <p><strong>统筹推进城区和乡镇学校的规划建设。</strong>在人口集中的片区布点，同步建设配套设施，按时交付使用。</p>
    <p>二、保障措施</p><p>落实资金，加强督导，按月通报工程进度和资金使用情况。</p></div></body></html>"""
    draft = documents.read(page.encode(), "page.html")
    assert titles(draft)[1:] == ["主要任务", "统筹推进城区和乡镇学校的规划建设", "保障措施"]


def test_explained_words_at_the_end_are_no_work(draft: documents.Draft) -> None:
    """
    云浦省2026年工作安排
    一、重点工作
    推进“双优计划”，建设12所示范高中。
    名词解释
    1.“双优计划”：指优质学校带动、优秀教师交流的工作机制。
    2.“三通两平台”：指宽带网络校校通、优质资源班班通和公共服务平台。
    """
    assert tasks(draft) == ["推进“双优计划”，建设12所示范高中。"]


def test_a_whole_document_in_one_paragraph_is_unfolded() -> None:
    text = (
        "青溪市水环境教育规划 根据《青溪市生态文明建设纲要》制定本规划。 一、基础与形势 （一）取得的成绩 "
        "近年来，全市中小学建成节水示范校40所，环境教育普遍开展。 （二）面临的问题 校园用水监测仍不完善，部分学校设施老旧。 "
        "二、规划目标 到2027年，校园节水机制更加健全。 三、主要任务 （一）建设节水校园 1、改造供水管网。 "
        "更换老旧管网和用水器具，安装智能水表，建立巡检维修制度。 2、开展节水教育。 把节水内容纳入综合实践课程，编写地方读本，培训骨干教师。 "
        "（二）加强监测 建立校园用水台账，按月公布用水数据。 四、保障措施 落实经费，加强督导检查。"
    )
    draft = documents.read(text.encode(), "page.txt")
    assert titles(draft) == [
        "青溪市水环境教育规划",
        "基础与形势",
        "取得的成绩",
        "面临的问题",
        "规划目标",
        "主要任务",
        "建设节水校园",
        "改造供水管网",
        "开展节水教育",
        "加强监测",
        "保障措施",
    ]
    assert tasks(draft) == [
        "更换老旧管网和用水器具，安装智能水表，建立巡检维修制度。",
        "把节水内容纳入综合实践课程，编写地方读本，培训骨干教师。",
        "建立校园用水台账，按月公布用水数据。",
        "落实经费，加强督导检查。",
    ]


def test_lines_broken_behind_half_width_marks_run_on(draft: documents.Draft) -> None:
    """
    青溪市教育局 2024 年工作要点
    2024 年是全面实施新一轮规划的重要一年,全市教育系统
    要围绕立德树人根本任务,坚持优先发展,办好人民满意的教
    育,加快建设教育强市。
    一、扩大优质资源
    1.推进学校建设。实施学位扩容工程,新建学校12所,改造
    薄弱学校30所,建立校长定期会商制度,确保按期完成任务,全
    面改善办学条件。(责任科室:规划科)
    2.加强教师培训。组织全员轮训,遴选骨干教师赴外地研修,健
    全教研员联系学校制度。
    """
    assert titles(draft)[1:] == ["扩大优质资源", "推进学校建设", "加强教师培训"]
    assert [len(text) > 20 for text in tasks(draft)] == [True, True]


NO_PLANS = {
    "abroad": "多国峰会通过海湾重建计划\n本台消息 各国领导人在峰会上通过重建计划，提出到2030年建成住房20万套，停火谈判继续进行。",
    "book": "《教育强国论述纲要》出版发行\n近日，该书由出版社出版，在全国发行。全书共分十章，系统阐述了教育强国的重大意义。",
    "letter": "关于青溪市在调研时所提问题和建议办理情况的函\n"
    "青溪市人民政府：\n你市提出的建议收悉。下一步，将按照规划要求统筹考虑。有关项目将在今后安排资金时予以支持。",
}


def test_news_from_abroad_books_and_answered_letters_are_no_plans() -> None:
    assert {name for name, text in NO_PLANS.items() if documents.read(text.encode(), f"{name}.txt").is_plan} == set()


def test_a_list_of_contents_without_page_numbers_ends_where_the_text_begins(draft: documents.Draft) -> None:
    """
    川江省“十四五”教育发展规划
    目  录
    前  言
    第一章  发展环境
    第二章  总体要求
    第一节  指导思想
    第三章  重点任务
    前  言
    本规划根据省发展规划纲要编制，主要明确教育发展的战略目标和重点任务，是指导全省教育改革发展的行动纲领。
    第一章  发展环境
    “十三五”时期，全省教育普及水平大幅提高，学前三年毛入园率达到90%。
    第二章  总体要求
    第一节  指导思想
    以立德树人为根本任务，加快推进教育现代化。
    第三章  重点任务
    新建一批公办幼儿园，建立普惠性民办园退出机制。
    """
    assert titles(draft)[1:] == ["前言", "发展环境", "总体要求", "指导思想", "重点任务"]


def test_numbers_below_a_section_of_a_chapter_stay_below_it(draft: documents.Draft) -> None:
    """
    川江省“十四五”教育发展规划
    第一章 发展基础
    一、主要做法
    推行集团化办学，建立共享平台。
    第二章 重点任务
    第一节 推进均衡发展
    一、办好学前教育
    （一）扩大资源。新建一批公办幼儿园。
    """
    assert tasks(draft) == ["新建一批公办幼儿园。"]
    parents = {item.id: item.parent for item in draft.items}
    path, item = [], draft.items[-1]
    while item.parent is not None:
        item = next(one for one in draft.items if one.id == parents[item.id])
        path.append(item.title)
    assert path == ["扩大资源", "办好学前教育", "推进均衡发展", "重点任务"]


def test_the_last_of_a_list_of_tasks_is_a_task_as_those_before_it(draft: documents.Draft) -> None:
    """
    临江市推进优质均衡行动方案政策解读
    一、主要内容
    方案提出三项行动：一是实施标准化行动，新建学校；二是实施提质行动，补充教师；三是实施数字化行动，建设平台。第三部分为实施步骤。
    二、下一步打算
    建立月调度机制，确保各项任务落到实处。
    解读机关：临江市教育局
    """
    assert tasks(draft) == [
        "实施标准化行动，新建学校；",
        "实施提质行动，补充教师；",
        "实施数字化行动，建设平台。",
        "建立月调度机制，确保各项任务落到实处。",
    ]


def test_years_with_their_work_among_the_aims_are_tasks(draft: documents.Draft) -> None:
    """
    清水县学前教育行动计划
    一、年度目标
    2023年：改扩建乡镇中心幼儿园3所，补充教师40名。
    """
    assert len(tasks(draft)) == 1


def test_what_a_meeting_did_and_what_came_out_is_no_task(draft: documents.Draft) -> None:
    """
    常务会议部署养老服务工作
    近日，市政府办公室出台支持养老服务的12条重点措施，围绕设施建设等方面推动产业发展。
    会议讨论并原则通过《养老服务条例（草案）》，决定提请审议。
    会议指出，要完善支持举措，促进养老产业发展。要推动普惠养老扩面，每年新增床位2000张。
    """
    assert len(tasks(draft)) == 2
