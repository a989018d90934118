"""Habits of running text met in blind rounds: what acts, what only sums up or appeals, who supports; written anew."""

from datetime import date

from tests.engines.documents.test_reading_real_habits import tasks, titles
from tests.engines.documents.test_reading_unseen_habits import ends, roles
from xietong import documents


def test_a_page_run_into_one_paragraph_is_cut_behind_its_title_and_behind_known_headings() -> None:
    body = (
        "2024年全县教育工作方案一、指导思想坚持育人为本，落实全县教育大会部署，办好家门口的学校，让每一个孩子都能就近上学。二、工作思路结合年度重点，"
        "确立一二三的思路。三、工作目标紧扣县里的部署，力争各项考核进入前列。四、工作举措㈠全面推行精细管理，努力提升教学质量1.强化质量中心地位。"
        "完善学校教学质量评价方案，明确各校职责。2.加强教研工作。组织教研员每月下校听课，开展集体备课。㈡抓好校园安全1.完善安全制度。"
        "健全校园安全责任制，签订安全责任书，落实门卫值班制度，开展应急疏散演练。"
    )
    draft = documents.read(body.encode(), "方案.txt")
    assert titles(draft) == [
        "2024年全县教育工作方案",
        "指导思想",
        "工作思路",
        "工作目标",
        "工作举措",
        "全面推行精细管理，努力提升教学质量",
        "强化质量中心地位",
        "加强教研工作",
        "抓好校园安全",
        "完善安全制度",
    ]


def test_a_slogan_at_the_end_of_a_task_makes_no_appeal_of_it(draft: documents.Draft) -> None:
    """
    青溪市教育局2024年工作要点
    一、重点工作
    1.加强政治建设。聚力机关作风建设，持续推进模范处室创建，带动干部真抓实干。
    2.全县教育系统要凝心聚力、真抓实干。
    """
    assert tasks(draft) == ["聚力机关作风建设，持续推进模范处室创建，带动干部真抓实干。"]


def test_what_a_plan_provides_is_a_task_where_the_sentence_also_says_that_it_came_out(draft: documents.Draft) -> None:
    """
    青溪市发布2024年教育工作要点
    日前，青溪市教育局公布的《2024年教育工作要点》（以下简称《要点》）提出，实施体教融合行动计划，举办首届青少年足球联赛。
    《要点》共分五个大项、28个小项。
    其中“促进学生身心健康”是要点之一。
    """
    assert [task[:2] for task in tasks(draft)] == ["日前"]
    assert not draft.targets


def test_bodies_that_are_to_support_by_their_duties_support_whoever_is_in_charge(draft: documents.Draft) -> None:
    """
    关于加强乡村教师队伍建设的实施方案
    一、组织保障
    县级各部门、各乡镇要细化分工，落实到位。
    县教育局负责乡村教师队伍的规划和指导，县委编办、县财政局等部门要按照职责分工积极配合，主动履责。
    """
    assert roles(draft) == [
        ("县级各部门", "mentioned"),
        ("各乡镇", "mentioned"),
        ("县教育局", "lead"),
        ("县委编办", "support"),
        ("县财政局", "support"),
    ]


def test_a_day_in_characters_or_the_kind_of_document_above_a_title_is_no_part_of_it(draft: documents.Draft) -> None:
    """
    通知
    青溪省人民政府办公厅关于印发青溪省职业教育发展规划的通知
    各市、县人民政府：
    现将《青溪省职业教育发展规划》印发给你们，请认真贯彻执行。
    二〇一九年十二月二十五日
    青溪省职业教育发展规划
    （2019—2023年）省教育厅
    一、主要任务
    （一）加强专业建设。建设重点专业30个。
    """
    assert titles(draft)[:2] == ["青溪省人民政府办公厅关于印发青溪省职业教育发展规划的通知", "青溪省职业教育发展规划"]
    assert ends(draft) == []


def test_a_clause_of_figures_that_things_are_to_reach_is_no_task(draft: documents.Draft) -> None:
    """
    青溪省人民政府关于大力发展职业教育的意见
    一、主要任务
    （一）发展中等职业教育。中等职业教育年招生数达到20万人左右，保持与普通高中大体相当；重点建设50所示范学校。
    到2020年，每个县创办一所幼教中心。
    """
    assert tasks(draft) == ["重点建设50所示范学校。", "到2020年，每个县创办一所幼教中心。"]
    assert [(target.op, target.value, target.unit) for target in draft.targets] == [
        ("=", 200000, "人"),
        ("=", 50, "所"),
        ("=", 1, "所"),
    ]
    assert ends(draft) == [(None, date(2020, 12, 31))]


def test_the_thought_that_opens_a_chapter_of_sections_is_no_task(draft: documents.Draft) -> None:
    """
    青溪区域一体化发展规划
    第七章 加快公共服务共享
    坚持以人民为中心，加强政策协同，提升服务水平，让发展成果惠及全体人民。
    第一节 共享教育资源
    推动校际合作。依托城市优质学校，鼓励跨区域结对帮扶，开展校长交流。
    """
    assert tasks(draft) == ["依托城市优质学校，鼓励跨区域结对帮扶，开展校长交流。"]


def test_rosters_lists_of_parts_and_what_a_congress_called_for_are_no_tasks(draft: documents.Draft) -> None:
    """
    青溪市印发《教育现代化2035实施方案》
    日前，中共青溪市委、青溪市人民政府印发了《教育现代化2035实施方案》（以下简称《方案》）。
    《方案》分为五个部分：一、战略背景；二、总体思路；三、战略任务；四、实施路径；五、保障措施。
    党的二十大明确提出建设教育强国，必须把教育事业放在优先位置，深化教育改革。
    《方案》的总体目标是：到2025年，教育实力显著增强，取得重要进展。在此基础上，到2035年，总体实现教育现代化，迈入教育强市行列。
    组 长：王 明
    成 员：李小江 赵 青 周大河 吴 溪
    """
    assert tasks(draft) == []
    assert ends(draft) == [(None, date(2025, 12, 31)), (None, date(2035, 12, 31))]


def test_how_many_plans_a_plan_consists_of_is_no_target(draft: documents.Draft) -> None:
    """
    青溪市实施教育协同行动计划（2024—2026年）
    《行动计划》提出，从优化布局、提升质量等方面，提出10个专项计划。
    到2026年，两地互派校长200名。
    """
    assert [(target.value, target.unit) for target in draft.targets] == [(200, "名")]


def test_a_body_whose_share_of_work_is_only_named_is_not_called_on(draft: documents.Draft) -> None:
    """
    教育系统创建文明城市工作方案
    一、实施步骤
    做好市教育局承担项目的材料收集、归档工作。
    市教育局承担统筹协调工作。
    """
    assert roles(draft) == [("市教育局", "mentioned")]
