"""Habits of whole plans of education authorities that nobody had shown the engine, written anew."""

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents


def _figures(draft: documents.Draft) -> list[str]:
    return [target.text for target in draft.targets]


def test_the_title_that_a_notice_hands_on_is_one_however_long(draft: documents.Draft) -> None:
    """
    栖山市教育局关于印发栖山市深化新时代基础教育教研体系改革推动教研员包片联校服务课堂教学全面提质增效若干工作措施任务分工方案的通知
    各县（市、区）教育局：
    现将方案印发给你们，请抓好落实。
    2024年4月2日
    栖山市深化新时代基础教育教研体系改革推动教研员包片联校服务课堂教学全面提质增效若干工作措施任务分工方案
    一、建强队伍
    选聘专职教研员60名。
    """
    assert [one.level for one in draft.outline] == [0, 0, 1]


def test_a_sentence_of_two_words_is_a_task(draft: documents.Draft) -> None:
    """
    栖山市2025年教育工作要点
    一、丰富校园文化
    1.办好全市中小学艺术节。遴选优秀节目20个。举办论坛。出版文集。日常工作由当年轮值区负责。
    """
    assert tasks(draft) == [
        "遴选优秀节目20个。",
        "举办论坛。",
        "出版文集。",
        "日常工作由当年轮值区负责。",
    ]


def test_fields_of_work_stand_for_their_departments_in_a_bracket(draft: documents.Draft) -> None:
    """
    栖山市校园安全行动方案
    一、重点任务
    1.排查校舍隐患，建立整改清单。（市教育、住建、消防等部门负责）
    2.开展食堂检查。（市市场监管局牵头，教育、卫健等部门配合）
    """
    assert roles(draft) == [
        ("市教育", "lead"),
        ("住建", "lead"),
        ("消防", "lead"),
        ("市市场监管局", "lead"),
        ("教育", "support"),
        ("卫健", "support"),
    ]


def test_work_right_below_the_title_needs_no_heading(draft: documents.Draft) -> None:
    """
    栖山市2025年教育工作要点
    扩大优质资源，新建中小学9所，新增学位1.2万个。
    一、建强教师队伍
    招聘教师300名。
    """
    assert len(tasks(draft)) == 2
    assert _figures(draft) == ["9所", "1.2万个", "300名"]


def test_last_year_may_be_what_something_rests_on(draft: documents.Draft) -> None:
    """
    栖山市课后服务工作方案
    一、主要任务
    1.自2025年秋季学期起，在去年试点基础上全面推行课后服务全覆盖。
    2.去年已有18所学校参加试点。
    """
    assert tasks(draft) == ["自2025年秋季学期起，在去年试点基础上全面推行课后服务全覆盖。"]


def test_how_often_and_for_whom_are_no_targets(draft: documents.Draft) -> None:
    """
    栖山市职业教育质量提升方案
    一、主要任务
    1.每月不少于1次开展教学视导，每学期送教不少于15次。
    2.对就业率连续两年低于60%的专业，调减招生计划。
    3.城镇学校出口带宽达到200M以上，农村学校达到50M以上。
    """
    assert _figures(draft) == ["15次", "200M以上", "50M以上"]


def test_who_is_in_charge_by_definition_has_a_duty(draft: documents.Draft) -> None:
    """
    栖山市学前教育改革实施意见
    一、明确职责
    教育行政部门是学前教育的主管部门，要加强业务指导，健全考核制度。
    """
    assert roles(draft) == [("教育行政部门", "mentioned")]


def test_a_page_that_took_over_an_old_document_gives_it_no_day() -> None:
    page = (
        "栖山市人民政府关于基础教育改革的意见\n2024-06-07 16:43\n（栖政〔2003〕18号）\n各县、区人民政府：\n一、主要任务\n"
        "9月底前完成200所教学点的撤并。到2005年，高中阶段入学率达到60%左右。\n"
    )
    draft = documents.read(page.encode(), "意见.txt")
    assert [(one.text, str(one.end)) for one in draft.deadlines] == [
        ("9月底前", "2003-09-30"),
        ("到2005年", "2005-12-31"),
    ]
    assert _figures(draft) == ["200所", "60%左右"]


def test_who_of_the_leaders_watches_is_no_body_in_charge(draft: documents.Draft) -> None:
    """
    栖山市民生实事任务分解
    一、教育
    1.改扩建实验中学。
    完成综合楼主体工程。
    责任单位：市教体局 分管市领导：王建国
    """
    assert roles(draft) == [("市教体局", "lead")]


def test_places_that_there_are_set_no_figure(draft: documents.Draft) -> None:
    """
    栖山市教师队伍建设方案
    一、主要任务
    1.每年为32个乡村振兴重点县定向培养师范生500名。
    2.选派东湖市6个区的教师到结对县支教，总数不少于40人。
    3.对照12项资源配置指标补齐短板，每学期至少组织2次家长会。
    4.支持3至5个学科（领域）进入全国前列。
    """
    assert _figures(draft) == ["500名", "40人", "3至5个", "3至5个"]


def test_before_a_day_something_may_be_put_forward(draft: documents.Draft) -> None:
    """
    栖山市2024年课后服务工作方案
    一、主要任务
    1.市学前教育联席会议定期研究问题，各县（市、区）教育局于8月30日前提出落实措施。
    2.机构编制部门实行备案管理，县级人民政府对经费保障负有主要责任。
    """
    assert [(one.start, str(one.end)) for one in draft.deadlines] == [(None, "2024-08-30")]
    assert roles(draft) == [
        ("市学前教育联席会议", "mentioned"),
        ("各县（市、区）教育局", "mentioned"),
        ("机构编制部门", "mentioned"),
        ("县级人民政府", "mentioned"),
    ]


def test_what_there_was_before_stands_under_its_own_heading(draft: documents.Draft) -> None:
    """
    栖山学院“十四五”师资队伍建设规划
    一、建设基础
    “十三五”期间，学校引进博士96人，专任教师达到720人。
    二、重点举措
    （一）选聘青年教师60名，对引进的博士给予10万元安家费。
    （二）城区学校全部建立家长学校。
    """
    assert _figures(draft) == ["60名"]
    assert [one.text for one in draft.deadlines] == []
    assert roles(draft) == [("栖山学院", "issuer")]


def test_a_standard_for_a_trial_time_is_a_yardstick_as_well(draft: documents.Draft) -> None:
    """
    栖山市学前教育行动计划
    一、主要目标
    按照《幼儿园设施配备标准（暂行）》配齐玩教具，新增公办学位3000个。
    """
    assert draft.basis == ()


def test_figures_of_an_aim_without_one_make_no_task(draft: documents.Draft) -> None:
    """
    栖山市教师发展计划
    一、发展目标
    到2027年，建成一批教师发展基地，教师队伍结构更加合理，专业水平显著提升。
    二、主要任务
    建设教师发展基地5个。
    """
    assert tasks(draft) == ["建设教师发展基地5个。"]


def test_the_second_term_of_a_school_year_is_in_spring(draft: documents.Draft) -> None:
    """
    栖山小学2023学年第二学期工作计划
    一、主要工作
    1.四月份组织清明祭扫活动。
    2.市政府设立教育质量奖励基金300万元，对成绩突出的学校给予奖励。
    """
    assert [str(one.start) for one in draft.deadlines] == ["2024-04-01"]
    assert _figures(draft) == ["300万元"]
    assert ("市政府", "mentioned") in roles(draft)
