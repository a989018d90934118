"""Habits of plans of several places that blind rounds showed, written anew: Taiwan, Hong Kong and Macao, and headers."""

from datetime import date

from tests.engines.documents.test_reading_real_habits import tasks
from tests.engines.documents.test_reading_unseen_habits import roles
from xietong import documents


def _times(draft: documents.Draft) -> list[tuple[str, date | None, date | None]]:
    return [(one.text, one.start, one.end) for one in draft.deadlines]


def test_years_counted_from_1912_are_those_of_everybody_else(draft: documents.Draft) -> None:
    """
    湖濱縣112至113年度教育施政計畫
    民國112年編製
    壹、施政目標
    一、推動閱讀教育
    (一)自111年起至113年止興建圖書室20間,經費1億2,500萬元。
    (二)113年8月底前完成教師研習3萬1,200人次。
    (三)自112學年度起實施課後照顧,113學年度第二學期擴大辦理。
    """
    assert draft.plan is not None
    assert (draft.plan.start, draft.plan.end) == (date(2023, 1, 1), date(2024, 12, 31))
    assert [(one.start, one.end) for one in draft.deadlines] == [
        (date(2022, 1, 1), date(2024, 12, 31)),
        (None, date(2024, 8, 31)),
        (date(2023, 9, 1), None),
        (date(2025, 2, 1), date(2025, 8, 31)),
    ]
    assert [(int(one.value), one.unit) for one in draft.targets] == [(20, "間"), (125_000_000, "元"), (31_200, "人次")]
    assert [(one.level, one.number, one.title) for one in draft.outline[1:]] == [
        (1, "壹", "施政目標"),
        (1, "一", "推動閱讀教育"),
    ]
    assert len(tasks(draft)) == 3


def test_without_such_a_year_a_hundred_years_are_a_hundred_years(draft: documents.Draft) -> None:
    """
    栖山市百年老校保护方案
    一、保护对象
    对建校103年以上的学校建立档案，105年的老校舍优先修缮，2024年底前完成。
    """
    assert _times(draft) == [("2024年底前", None, date(2024, 12, 31))]


def test_a_policy_address_is_a_plan_and_counts_its_measures_with_small_roman_numbers(draft: documents.Draft) -> None:
    """
    2023年施政報告：教育
    我們會採取以下措施：
    (i)增加自資學位課程的資助學額1 200個；
    (ii)擴大應用學習課程的範圍，涵蓋最少12個行業；
    (iii)優化內地與香港姊妹學校計劃，額外津貼不多於15萬港元。
    """
    assert draft.is_plan
    assert tasks(draft)[1:] == [
        "擴大應用學習課程的範圍，涵蓋最少12個行業；",
        "優化內地與香港姊妹學校計劃，額外津貼不多於15萬港元。",
    ]
    assert ((">=", 12) in [(one.op, int(one.value)) for one in draft.targets]) and len(draft.targets) == 2


def test_what_heads_a_plan_stands_as_it_is_written(draft: documents.Draft) -> None:
    """
    湖濱市人民政府辦公室關於印發湖濱市學前教育行動計劃(2022—2024年)的通知
    湖政辦〔2022〕8號
    各區縣人民政府:
    《湖濱市學前教育行動計劃(2022—2024年)》(下稱《行動計劃》)已經市政府同意,現印發給你們。
    湖濱市人民政府辦公室
    2022年3月5日
    """
    assert draft.plan is not None
    assert draft.plan.title == "湖濱市學前教育行動計劃(2022—2024年)"
    assert draft.plan.short_title == "行動計劃"
    assert draft.plan.parties == draft.source.issuers == ("湖濱市人民政府辦公室",)


def test_the_short_name_of_another_plan_is_not_this_ones(draft: documents.Draft) -> None:
    """
    湖滨市教育中长期规划（2021—2030年）
    《湖滨市教育发展十年规划》（下称《十年规划》）已实施完毕，市教育局制定了湖滨市教育中长期规划（2021—2030年）（下称《教育规划》）。
    一、加大投入
    完善生均拨款制度，健全动态调整机制。
    """
    assert draft.plan is not None
    assert draft.plan.short_title == "教育规划"


def test_a_period_in_half_width_brackets_below_the_title_is_the_plans(draft: documents.Draft) -> None:
    """
    栖山市教育施政计划草案
    (2023至2026年)
    一、推动阅读
    新建图书室20间。
    """
    assert draft.plan is not None
    assert (draft.plan.start, draft.plan.end) == (date(2023, 1, 1), date(2026, 12, 31))


def test_a_notice_below_the_card_of_a_lexicon_heads_what_it_hands_on(draft: documents.Draft) -> None:
    """
    湖滨市教育强市实施意见
    2016年7月6日，湖滨市委办公室印发《湖滨市教育强市实施意见》。
    · 印发机关：湖滨市委办公室
    · 印发时间：2016年7月6日
    通知
    湖滨市委办公室关于印发《湖滨市教育强市实施意见》的通知
    湖委办〔2016〕47号
    各县（市、区）委、人民政府：
    现印发给你们，望认真组织实施。
    一、主要任务
    新建学校12所，扩建幼儿园8所。
    """
    assert [one.title for one in draft.outline] == [
        "湖滨市教育强市实施意见",
        "湖滨市委办公室关于印发《湖滨市教育强市实施意见》的通知",
        "主要任务",
    ]


def test_a_list_of_contents_that_lost_its_pages_is_no_outline(draft: documents.Draft) -> None:
    """
    栖山市教育中程计划
    目  录
    一、形势分析……………………………………
    二、推动双语教育………………………………
    一、形势分析
    当前人口结构发生变化，学校布局与需求不相适应。
    二、推动双语教育
    引进外籍教师30人，每校至少配备1人。
    """
    assert [one.title for one in draft.outline[1:]] == ["形势分析", "推动双语教育"]
    assert tasks(draft) == ["引进外籍教师30人，每校至少配备1人。"]


def test_the_school_year_and_the_year_after_next_are_times(draft: documents.Draft) -> None:
    """
    湖滨市结对办学工作方案
    湖滨市教育局
    2023年3月17日
    一、主要任务
    1.自2023/2024学年起新设跨省共育班20个。
    2.轮流举办校长论坛，明年由市一中承办，后年6月底前轮换到湖东区。
    """
    assert _times(draft) == [
        ("自2023/2024学年起", date(2023, 9, 1), None),
        ("明年", date(2024, 1, 1), date(2024, 12, 31)),
        ("后年6月底前", None, date(2025, 6, 30)),
    ]


def test_places_are_called_on_and_party_committee_and_government_are_one_name(draft: documents.Draft) -> None:
    """
    栖山省教育评价改革任务分工方案
    一、重点任务
    1.完善领导体制，定期研究教育工作（省教育厅牵头，各市〔州〕党委、政府负责；持续实施）。
    2.落实用地保障，东湖区、西湖区要优先供应教育用地，示范区要先行先试。
    3.开展师德整治，形成报告。（人事科、区教科院；2—8月）
    4.做好体质监测，公布结果。（责任科室：体卫艺科；完成时限：12月）
    """
    assert roles(draft) == [
        ("省教育厅", "lead"),
        ("各市〔州〕党委、政府", "support"),
        ("东湖区", "mentioned"),
        ("西湖区", "mentioned"),
        ("人事科", "lead"),
        ("区教科院", "lead"),
        ("体卫艺科", "lead"),
    ]


def test_a_number_with_nothing_but_an_omission_behind_it_heads_nothing(draft: documents.Draft) -> None:
    """
    栖山县教育局2025年工作要点
    一、加强党建
    召开党建工作会，完成20所学校党支部换届。
    二、（略）
    三、工作重点：完善考核办法，健全督导机制。
    """
    assert [one.title for one in draft.outline[1:]] == ["加强党建", "工作重点"]


def test_a_title_in_two_lines_that_names_another_document_is_known_by_its_citation(draft: documents.Draft) -> None:
    """
    栖山省人民政府办公厅关于印发《栖山省贯彻落实〈深化教育评价改革方案〉任务分工方案》的通知
    各市人民政府：
    《栖山省贯彻落实〈深化教育评价改革方案〉任务分工方案》已经省政府同意，现印发给你们。
    栖山省人民政府办公厅
    2021年4月28日
    栖山省贯彻落实《深化教育评价改革方案》
    任 务 分 工 方 案
    一、重点任务
    完善评价标准，健全督导机制。
    """
    assert draft.outline[1].title.replace(" ", "") == "栖山省贯彻落实《深化教育评价改革方案》任务分工方案"


def test_a_broken_page_keeps_its_title_and_those_who_sign(draft: documents.Draft) -> None:
    """
    栖山省职业教育产教融合赋能提升行动
    实施方案（2023—2025年）
    为深化产教融合，按照《关于深化职业教育体系建设的意见》要
    求，结合我省实际，制定本方案。
    一、重点任务
    1.建立企业认证目录，对纳入目录的企业给予支持，每所支持额
    度不超过800万元，每年新增认证企业不少于100家，引导各地将
    职业教育项目列入专项债券支持范围，落实好各项配套政策措施。
    2.省教育厅要组织进展评估，及时报告省人民政府，做到心中有数。
    栖山省教育厅 栖山省人力资源和社会保障厅
    栖山省财政厅
    2023年7月21日
    """
    assert draft.source.issuers == ("栖山省教育厅", "栖山省人力资源和社会保障厅", "栖山省财政厅")
    assert draft.plan is not None
    assert draft.plan.title == "栖山省职业教育产教融合赋能提升行动实施方案（2023—2025年）"
    assert draft.plan.start == date(2023, 1, 1)
    assert [int(one.value) for one in draft.targets] == [100]


def test_years_of_a_list_share_the_month_of_the_last(draft: documents.Draft) -> None:
    """
    湖滨市学前教育行动计划（2021—2025年）
    一、主要任务目标
    （一）分三批认定示范园60所，第二、三批分别于2023年、2024年6月底前公布。
    （二）2023年—2025年：每年新增公办园学位1万个以上，到2025年公办率达55%。
    """
    assert len(tasks(draft)) == 2
    assert _times(draft)[:2] == [
        ("2023年", None, date(2023, 6, 30)),
        ("2024年6月底前", None, date(2024, 6, 30)),
    ]


def test_who_is_told_to_do_something_strictly_is_called_on(draft: documents.Draft) -> None:
    """
    栖山县学前教育工作方案
    一、主要任务
    各幼儿园严格按照标准配备教职工，落实带班制度。
    局直各单位要对照方案制定台账，定期报送进展。
    川渝两地相关区（市）县教育行政部门要制定年度清单。
    """
    assert roles(draft) == [
        ("各幼儿园", "mentioned"),
        ("局直各单位", "mentioned"),
        ("川渝两地相关区（市）县教育行政部门", "mentioned"),
    ]


def test_an_index_card_that_states_the_title_once_more_adds_no_heading(draft: documents.Draft) -> None:
    """
    索引号：11420000MB/2022-08761　　发文日期：2022年03月25日
    标题：省教育厅关于印发《栖山省学前教育行动计划》的通知
    文号：栖教规〔2022〕3号
    省教育厅关于印发《栖山省学前
    教育行动计划》的通知
    各市、州教育局：
    省教育厅制定了行动计划，现印发给你们。
    附件
    栖山省学前教育行动计划
    一、主要任务
    新建幼儿园1000所，到2025年全部投用。
    """
    assert [one.title.replace("\n", "") for one in draft.outline] == [
        "省教育厅关于印发《栖山省学前教育行动计划》的通知",
        "栖山省学前教育行动计划",
        "主要任务",
    ]


def test_a_table_of_indicators_whose_cells_are_one_blank_apart_sets_figures(draft: documents.Draft) -> None:
    """
    栖山县“十四五”教育规划
    2022年1月5日
    一、具体目标
    教育事业发展主要指标
    类别 指标 2020年 2025年 属性
    学前教育 毛入园率（%） 91 95 预期性
    普惠性幼儿园覆盖率（%） 82 90以上 约束性
    二、主要任务
    落实课后服务，2023年底前80%以上达标，2025年底前全部达标。
    """
    assert [(one.op, int(one.value), one.unit) for one in draft.targets] == [
        ("=", 95, "%"),
        (">=", 90, "%"),
        (">=", 80, "%"),
    ]


def test_names_that_lost_the_blank_between_them_part_behind_the_whole_first(draft: documents.Draft) -> None:
    """
    2023 年京津冀职业教育重点任务分工表
    一、共建联合体
    1.遴选 10 对院校开展结对帮扶，互派干部教师 60 人次。
    北京市教委、天津市教委按职责分工负责，2023 年 12 月底前完成
    2.每 半 年召开一次联席会议，发布年度报告。
    北京市教育委员会 天津市教育委员会 河北省教育厅
    2023 年 3 月 2 日印发
    """
    assert draft.source.issuers == ("北京市教育委员会", "天津市教育委员会", "河北省教育厅")
    assert len(tasks(draft)) == 2


def test_an_outlook_lies_behind_the_end_of_the_plan(draft: documents.Draft) -> None:
    """
    栖山市关于推进职业教育发展的实施意见
    一、发展目标
    到2025年，体系基本建成，质量明显提升。到2035年，整体水平进入前列，社会认可度显著提高。
    二、重点任务
    （一）首期2023年9月前搬迁入驻，二期工程2026年动工，职教城全面建设。
    （二）市职业教育联席会议每年专题研究职业教育，市教育局承担日常工作。新增教育经费向职业教育倾斜。
    栖山市人民政府
    2023年3月15日
    """
    assert draft.plan is not None
    assert draft.plan.end == date(2025, 12, 31)
    assert ("2026年", date(2026, 1, 1), date(2026, 12, 31)) in _times(draft)
    assert [one.title for one in draft.outline[1:]] == ["发展目标", "重点任务"]


def test_terms_quarters_and_bodies_of_hong_kong(draft: documents.Draft) -> None:
    """
    2022年施政報告附篇
    48. 為推動科創教育，我們會：
    (a) 於2023年第一季成立專責小組，統籌支援；
    (b) 在2024/25學年或之前，於至少75%的公帑資助學校推行人工智能課程。
    （主要負責局／部門：教育局、創新科技及工業局）
    49. 課程發展議會將會於2023年年底前完成課程指引。
    """
    assert roles(draft) == [("教育局", "lead"), ("創新科技及工業局", "lead"), ("課程發展議會", "mentioned")]
    assert _times(draft) == [
        ("2023年第一季", date(2023, 1, 1), date(2023, 3, 31)),
        ("2024/25學年或之前", None, date(2025, 8, 31)),
        ("2023年年底前", None, date(2023, 12, 31)),
    ]
    assert [(one.op, int(one.value)) for one in draft.targets] == [(">=", 75)]
    assert [one.title for one in draft.outline] == ["2022年施政報告附篇"]


def test_a_card_with_bars_states_the_day_of_publication(draft: documents.Draft) -> None:
    """
    信息名称: | 栖山省教育厅关于印发《职业教育行动计划(2020—2023年)》的通知 | ||||
    信息索引: | 360A07-06-2020-0014-1 | 生成日期: | 2020-09-23 | 发文机构: | 栖山省教育厅 |
    发文字号: | 栖教职成〔2020〕7号 | 信息类别: | 职业教育 | ||
    各市教育局:
    现将《职业教育行动计划(2020—2023年)》印发给你们。
    栖山省教育厅
    2020年9月16日
    职业教育行动计划
    (2020—2023年)
    一、重点任务
    1.中等职业学校在校生每学年参加劳动实践不少于16学时。
    """
    assert draft.source.published == date(2020, 9, 23)
    assert [one.recurring for one in draft.deadlines] == [documents.Recurrence.YEARLY]


def test_a_page_that_sets_figures_apart_by_blanks_keeps_those_between_title_and_text(draft: documents.Draft) -> None:
    """
    教育事业“十四五”规划
    为加快推进教育现代化,根据《教育现代化 2035》和省有关规划,结合实际,制定本规划。
    一、基本原则 坚持全面领导。坚持优先发展。
    二、主要目标 到 2025 年,普及目标全面实现,总体实力明显提高。到 2035 年,总体实现教育现代化,全面建成教育强市。
    三、主要任务 (一)实施立德树人工程 1.推进德育一体化。 建设 20 所德育示范校。 2.强化体育美育。 举办赛事 12 项。 (二)实施普惠工程 新增公办幼儿园学位 5000 个,由市教育局牵头,市财政局、市住建局配合,2024 年底前完成。
    """
    assert [one.title for one in draft.outline[1:]] == [
        "基本原则",
        "主要目标",
        "主要任务",
        "实施立德树人工程",
        "推进德育一体化",
        "强化体育美育",
        "实施普惠工程",
    ]


def test_half_a_year_in_which_a_document_is_to_come_out_is_its_time(draft: documents.Draft) -> None:
    """
    通知 | 关于印发《栖山省职业教育2018年工作要点》的函
    各市教育局：
    现将要点印发给你们。
    2018年2月26日
    栖山省职业教育2018年工作要点
    一、推进产教融合
    上半年印发《校企合作办法》，6月出台《专业目录》，落实2017年印发《实施方案》的要求。
    """
    assert draft.outline[0].title == "关于印发《栖山省职业教育2018年工作要点》的函"
    assert _times(draft) == [
        ("上半年", None, date(2018, 6, 30)),
        ("6月", date(2018, 6, 1), date(2018, 6, 30)),
    ]


def test_each_place_has_its_duty_whatever_stands_before_and_behind_its_name(draft: documents.Draft) -> None:
    """
    栖山市特殊教育提升计划
    一、主要任务
    1.各市（县）、区至少设立1个指导中心。
    2.新增学位按规模配置，2023年底前各地完成布点规划修编。〔各县政府负责，市教育局按职责分工指导〕
    3.2022年起各校从公用经费中安排不低于5%的资金支持特教。
    """
    assert roles(draft) == [
        ("各市（县）、区", "mentioned"),
        ("各地", "mentioned"),
        ("各县政府", "lead"),
        ("市教育局", "support"),
        ("各校", "mentioned"),
    ]


def test_an_agreement_runs_for_the_term_that_it_names(draft: documents.Draft) -> None:
    """
    栖山湖滨毗邻地区教育协作协议
    甲方：栖山省东湖市教育局
    乙方：湖滨省西湖市教育局
    一、合作期限
    自2024年1月1日起至2026年12月31日止。
    二、合作内容
    （一）共同制定就近入学办法，惠及学生不少于2000人。
    2023年12月18日
    """
    assert draft.plan is not None
    assert (draft.plan.start, draft.plan.end) == (date(2024, 1, 1), date(2026, 12, 31))
    assert len(tasks(draft)) == 1


def test_a_topic_a_month_is_no_january_and_three_whole_rates_are_no_three(draft: documents.Draft) -> None:
    """
    栖山市教育局2025年工作要点
    一、守牢安全
    落实“一月一专题”安全教育，保安配备率、联网率、封闭率保持3个100%。
    各学校每学期至少组织一次演练，各乡镇按职责协同推进。
    请各处室根据本要点制定任务表。
    """
    assert _times(draft) == []
    assert [(int(one.value), one.unit) for one in draft.targets] == [(100, "%")]
    assert [name for name, role in roles(draft) if role == "mentioned"] == ["各学校", "各乡镇", "各处室"]


def test_a_note_behind_the_last_name_is_no_part_of_it_and_regions_stay_one_before_others(
    draft: documents.Draft,
) -> None:
    """
    栖山省职业教育实施方案
    一、主要任务
    1.完善评价机制，健全督导制度。
    责任单位：省教育厅，省人力资源社会保障厅、省财政厅（排第一位的为牵头单位）
    2.各设区市、县（市、区）教育行政部门和各高校要制定方案，定期报送进展。
    """
    assert roles(draft) == [
        ("省教育厅", "lead"),
        ("省人力资源社会保障厅", "support"),
        ("省财政厅", "support"),
        ("各设区市、县（市、区）教育行政部门", "mentioned"),
        ("各高校", "mentioned"),
    ]


def test_who_issued_it_stands_in_brackets_below_the_title(draft: documents.Draft) -> None:
    """
    栖山湖滨毗邻地区教育合作三年行动计划（2019-2021年）
    （栖山省教育厅、湖滨省教育厅2019年7月3日联合印发）
    一、合作事项
    互派教师100名，共建教研联盟。
    """
    assert draft.plan is not None
    assert draft.plan.parties == ("栖山省教育厅", "湖滨省教育厅")
