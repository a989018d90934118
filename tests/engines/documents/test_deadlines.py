"""Sentences in, deadlines out: the grammar of times in plans, and the times that are no deadlines."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engines.documents.saying import passage
from xietong import documents
from xietong.documents.deadlines import find_deadlines
from xietong.documents.draft import Recurrence
from xietong.documents.passage import Setting


def _dates(text: str, **bearings: object) -> list[tuple[str, str, str]]:
    found = find_deadlines(passage(text, **{"year": 2021, **bearings}))  # type: ignore[arg-type]
    return [(str(d.start or ""), str(d.end or ""), str(d.recurring or "")) for d in found]


def _one(start: str, end: str = "", recurring: str = "") -> list[tuple[str, str, str]]:
    return [(start, end, recurring)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("到2025年，建成一批示范学校。", _one("", "2025-12-31")),
        ("至2025年，普及水平明显提高。", _one("", "2025-12-31")),
        ("2025年底完成改造。", _one("", "2025-12-31")),
        ("2025年底前完成改造。", _one("", "2025-12-31")),
        ("2025年年底前完成改造。", _one("", "2025-12-31")),
        ("2023年前消除大班额。", _one("", "2022-12-31")),
        ("2022年10月底前出台标准。", _one("", "2022-10-31")),
        ("2022年9月前完成招聘。", _one("", "2022-08-31")),
        ("制定高校分类发展方案（2023年底前）。", _one("", "2023-12-31")),
        ("编制布局规划（2024年6月底前完成）。", _one("", "2024-06-30")),
        ("2022年1月30日前报送材料。", _one("", "2022-01-30")),
        ("各校于6月30日前上报。", _one("", "2021-06-30")),
        ("上半年完成排查。", _one("", "2021-06-30")),
        ("自2021年7月26日起至2022年12月31日，开展整治。", _one("2021-07-26", "2022-12-31")),
        ("力争2022年全市覆盖率达到90%。", _one("2022-01-01", "2022-12-31")),
        ("下半年组织评估。", _one("", "2021-12-31")),
        ("第三季度完成验收。", _one("2021-07-01", "2021-09-30")),
        ("年底前完成验收。", _one("", "2021-12-31")),
        ("明年底前全部投用。", _one("", "2022-12-31")),
        ("自2022年起实行新办法。", _one("2022-01-01")),
        ("从2023年开始逐步推开。", _one("2023-01-01")),
        ("自2022年秋季学期起全面使用。", _one("2022-09-01")),
        ("2022年秋季开学前投入使用。", _one("", "2022-09-01")),
        ("“十四五”期间，新建学校10所。", _one("2021-01-01", "2025-12-31")),
        ("到“十四五”末，基本实现现代化。", _one("", "2025-12-31")),
        ("2021—2025年，新建学校10所。", _one("2021-01-01", "2025-12-31")),
        ("2021年至2023年，组织三轮培训。", _one("2021-01-01", "2023-12-31")),
        ("2022年，启动二期工程。", _one("2022-01-01", "2022-12-31")),
        ("扩大试点范围，2022年招生规模达到800人。", _one("2022-01-01", "2022-12-31")),
        ("2022年6月，开展自查。", _one("2022-06-01", "2022-06-30")),
        ("4月中旬召开部署会。", _one("2021-04-11", "2021-04-20")),
        ("4-5月开展自评。", _one("2021-04-01", "2021-05-31")),
        ("2022年3月至5月，集中整治。", _one("2022-03-01", "2022-05-31")),
        ("2022年11月—2023年2月，巩固提升。", _one("2022-11-01", "2023-02-28")),
        ("9月1日至10日，开展复核。", _one("2021-09-01", "2021-09-10")),
        ("到本世纪中叶，全面建成教育强省。", _one("", "2050-12-31")),
        ("展望2035年，总体实现教育现代化。", _one("", "2035-12-31")),
        ("到二〇二五年，建成示范区。", _one("", "2025-12-31")),
        ("1123日前报送总结。", _one("", "2021-11-23")),
        ("（责任单位：市教育局；完成时限：2022年全年）", _one("2022-01-01", "2022-12-31")),
        ("（责任单位：市教育局；完成时限：全年）", _one("2021-01-01", "2021-12-31")),
        ("8月25日以后入学的按新标准执行。", _one("2021-08-25")),
        ("10月31日后停止使用旧证。", _one("2021-10-31")),
        ("活动从5月1日持续到12月31日。", _one("2021-05-01", "2021-12-31")),
        ("活动时间：5月1日0：00至5月20日24：00。", _one("2021-05-01", "2021-05-20")),
        ("到“十四五”时期末，基本实现现代化。", _one("", "2025-12-31")),
    ],
)
def test_a_time_for_something_to_be_done_is_a_deadline(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _dates(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每年培训校长100名。", _one("", "", "yearly")),
        ("每学年组织一次评价。", _one("", "", "yearly")),
        ("每季度通报一次进展。", _one("", "", "quarterly")),
        ("每月28日前报送进度。", _one("", "", "monthly")),
        ("每年12月底前完成考核。", _one("", "", "yearly")),
        ("2022—2025年每年选派60名教师。", _one("2022-01-01", "2025-12-31", "yearly")),
        ("从2022年起每年安排专项资金。", _one("2022-01-01", "", "yearly")),
        ("（责任单位：市教委；完成时限：长期坚持）", _one("", "", "ongoing")),
        ("（市教委，持续推进）", _one("", "", "ongoing")),
    ],
)
def test_what_comes_back_or_goes_on_says_so(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _dates(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "毛入园率比2020年提高5个百分点。",
        "在2021年的基础上翻一番。",
        "与2021年相比下降一半。",
        "自2018年以来，投入不断增加。",
        "2020年，全市毛入园率已达到90%。",
        "做好2022年高考组织工作。",
        "2022年全市教育工作的总体要求是坚持稳中求进。",
        "贯彻《全民健身计划（2021—2025年）》要求。",
        "深入推进改革，持续推进素质教育。",
        "按照每生每年1000元的标准拨付。",
        "不断提高国内影响力，完成现状摸底。",
        "去年下半年开展了抽查。",
        "区域内学校共享资源。",
        "上一季度排名靠后的学校要作出说明。",
        "今年前三季度增长9%。",
        "记者今天（8月20日）从市教育局了解到，将新建学校。",
        "自文件印发之日（2022年11月11日）起，扩大招生。",
        "本意见自2023年 月 日起施行。",
        "对2022年12月31日前建成的学校给予奖励。",
        "连续观察150日，自120日内的情况看。",
        "将于22日起公示。",
        "本学年内完成整改。",
        "本文件除有具体时间界定外，自2022年12月10日起实施。",
        "蔬菜总产2062.6万吨。",
        "办好“三月三”歌节活动。",
        "坚持精准、持续、依法治理。",
        "牢牢把握“十四五”时期教育所处的历史方位。",
        "“十四五”时期在现代化进程中具有承前启后的重要地位。",
        "进一步细化“十四五”时期教育发展目标任务，统筹安排工作。",
        "加强统筹，确保2022年各项目标任务圆满完成。",
        "按照“年初建账、逐月查账、年底交账”的制度督查。",
        "支持企业发展，对2022年四季度产值达到一定规模的企业给予奖励。",
        "企业在2022年6月底前采购设备的，给予一次性补助。",
        "按标准给予奖励，每年最高不超过200万元。",
        "举办青少年秋季运动会。",
        "截至2021年6月底，累计培训600人。",
    ],
)
def test_baselines_past_events_names_and_rates_are_no_deadlines(text: str) -> None:
    assert _dates(text) == []


def test_the_period_in_the_plans_own_title_is_no_deadline() -> None:
    assert _dates("某市教育行动计划\n（2021—2025年）\n到2025年，建成体系。") == _one("", "2025-12-31")


def test_a_bare_month_takes_the_year_before_it_in_its_line() -> None:
    assert [end for _, end, _ in _dates("2022年6月底前制定方案，9月底前组织实施。")] == ["2022-06-30", "2022-09-30"]


def test_a_year_without_a_month_lends_itself_only_to_its_own_sentence() -> None:
    text = "到2025年，建成体系。12月底前报送总结。"
    assert [end for _, end, _ in _dates(text)] == ["2025-12-31", "2021-12-31"]


def test_a_bare_month_in_an_undated_text_takes_the_first_year_a_deadline_names() -> None:
    assert [end for _, end, _ in _dates("2023年底前建成。\n6月底前完成选址。", year=None)] == [
        "2023-12-31",
        "2023-06-30",
    ]


def test_what_is_done_already_in_an_attribute_makes_no_time_the_past() -> None:
    text = "自2026年1月1日至2027年12月31日，对换购者已缴纳的税款予以退还。"
    assert _dates(text, year=None) == _one("2026-01-01", "2027-12-31")


def test_a_month_without_any_year_is_left_out() -> None:
    assert _dates("6月底前完成选址。", year=None) == []


def test_what_lies_before_the_documents_day_is_the_past() -> None:
    assert _dates("2021年3月，召开现场会。", day=date(2021, 5, 1)) == []


def test_background_speaks_of_the_past_unless_it_looks_beyond_the_document() -> None:
    assert _dates("2021年，办学条件显著改善。", setting=Setting.BACKGROUND) == []
    assert _dates("到2025年，学龄人口达到峰值。", setting=Setting.BACKGROUND) == _one("", "2025-12-31")


def test_an_issue_date_is_no_deadline() -> None:
    assert _dates("2021年11月23日", setting=Setting.CLOSING) == []
    assert _dates("11月23日，两地联合发布行动计划。", setting=Setting.FRONT) == []


def test_years_over_columns_are_no_deadlines_but_cells_of_time_limits_are() -> None:
    indicators = "指标\t2021年\t2025年\n毛入园率\t88%\t92%"
    ledger = "序号\t重点任务\t牵头单位\t完成时限\n1\t建设学校\t市教委\t2022年底"
    assert _dates(indicators) == []
    assert _dates(ledger) == _one("", "2022-12-31")


def test_traditional_characters_are_quoted_as_written() -> None:
    simplified = passage("到2025年，三地建成姊妹学校。", year=2021)
    assert find_deadlines(simplified)[0].text == "到2025年"
    assert find_deadlines(simplified)[0].recurring is None
    assert Recurrence("yearly") is Recurrence.YEARLY


_PIECES = st.sampled_from(
    [
        "2021",
        "2025",
        "年",
        "月",
        "日",
        "底",
        "前",
        "到",
        "自",
        "起",
        "每",
        "季度",
        "学期",
        "“十四五”",
        "期间",
        "—",
        "-",
        "～",
        "至",
        "12",
        "3",
        "31",
        "上半年",
        "中旬",
        "长期",
        "持续推进",
        "《",
        "》",
        "（",
        "）",
        "，",
        "。",
        "\n",
        "\t",
        "比",
        "以来",
        "建成",
        "二〇二五",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=30).map("".join))
def test_any_text_is_read_without_trouble_and_quoted_exactly(text: str) -> None:
    told = passage(text, year=2021)
    found = find_deadlines(told)
    assert found == find_deadlines(told)
    assert [d.span for d in found] == sorted(d.span for d in found)
    for deadline in found:
        assert deadline.text == text[deadline.span.start : deadline.span.end]
        assert deadline.start is None or deadline.end is None or deadline.start <= deadline.end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2022.3—2022.6开展调研。", _one("2022-03-01", "2022-06-30")),
        ("9月10日教师节前完成表彰。", _one("", "2021-09-10")),
        ("今年9、10月举办开放周。", _one("2021-09-01", "2021-10-31")),
        ("10月中旬至11月上旬开展督导。", _one("2021-10-11", "2021-11-10")),
        ("每年3月、9月组织检查。", _one("", "", "yearly")),
        ("每年5月开展普测，10月底前公布结果。", [("", "", "yearly"), ("", "", "yearly")]),
        ("每年5月开展普测。10月公布结果。", [("", "", "yearly"), ("2021-10-01", "2021-10-31", "")]),
        ("2023年暑假前完成采购，今年暑期完成安装。", [("", "2023-06-30", ""), ("2021-07-01", "2021-08-31", "")]),
        ("暑假结束前完成安装，每年暑期组织集训。", [("", "2021-08-31", ""), ("", "", "yearly")]),
        ("2023年寒假前完成交流，2024年春节前完成走访，丰富暑假生活。", []),
        ("6月、12月底前报送总结。", [("", "2021-06-30", ""), ("", "2021-12-31", "")]),
        ("6月20日和12月20日前报送总结。", [("", "2021-06-20", ""), ("", "2021-12-20", "")]),
        ("尽快完成整改，最迟不超过6月30日。", _one("", "2021-06-30")),
        (
            "2022、2023、2024年分别新增学位1000个、2000个、3000个。",
            [("2022-01-01", "2022-12-31", ""), ("2023-01-01", "2023-12-31", ""), ("2024-01-01", "2024-12-31", "")],
        ),
        ("2022、2023年底分别达到40%、60%。", [("", "2022-12-31", ""), ("", "2023-12-31", "")]),
        ("到2022年、2025年分别建成30个和75个。", [("", "2022-12-31", ""), ("", "2025-12-31", "")]),
    ],
)
def test_odd_ways_of_writing_times_are_read(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert _dates(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "编制2022—2035年教育设施布局专项规划。",
        "本办法有效期至2025年12月31日。",
        "五年内累计实践不少于一年。",
        "任务\t完成情况\n建校\t2022年6月已开工",
    ],
)
def test_periods_in_names_validity_and_progress_are_no_deadlines(text: str) -> None:
    assert _dates(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11月中下旬组织验收。", ("2021-11-11", "2021-11-30", "")),
        ("3月上中旬至4月中下旬组织验收。", ("2021-03-01", "2021-04-30", "")),
        ("次年1月10日前报送总结。", ("", "2022-01-10", "")),
    ],
)
def test_thirds_of_a_month_run_together_and_next_year_is_told(text: str, expected: tuple[str, str, str]) -> None:
    assert _dates(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "形成制度化、常态化、规范化的机制。",
        "为到2025年同步建成教育强市奠定坚实基础。",
    ],
)
def test_what_only_sounds_like_a_time_is_none(text: str) -> None:
    assert _dates(text) == []


def test_a_forecast_sets_no_time() -> None:
    assert _dates("据预测，2025年学龄人口达到峰值。", setting=Setting.BACKGROUND) == []


def test_a_plan_issued_late_in_its_year_still_sets_the_times_before() -> None:
    assert _dates("2月底前印发方案。", day=date(2021, 3, 15)) == _one("", "2021-02-28")
    assert _dates("1月，召开工作会。", day=date(2021, 3, 15)) == _one("2021-01-01", "2021-01-31")
    assert _dates("2月底前已完成选址。", day=date(2021, 3, 15)) == []


def test_years_over_the_columns_of_a_flattened_table_are_no_deadlines() -> None:
    assert _dates("指标\n2020年\n2025年\n毛入园率\n88.5\n92\n") == []
    assert _dates("（重点论坛）2025年大会顺利举办。") == []
    assert _dates("考核时间为上一年度1月至12月。") == []


def test_to_strive_within_a_plan_period_keeps_its_beginning() -> None:
    assert _dates("力争“十四五”时期年均增长5%。") == _one("2021-01-01", "2025-12-31")


def test_the_year_after_counts_from_the_year_that_the_sentence_names() -> None:
    assert _dates("2025年启动建设，次年6月底前完成。") == [("2025-01-01", "2025-12-31", ""), ("", "2026-06-30", "")]
    assert _dates("各区于次年3月底前报送上一年度总结。") == []
    assert _dates("当年毕业生就业率逐步提高。") == []


def test_a_period_that_names_aims_is_no_time() -> None:
    assert _dates("文件明确了“十四五”时期教育改革的发展目标、重点任务。", setting=Setting.WORK) == []
    assert _dates("“十四五”时期新建一批学校。") == _one("2021-01-01", "2025-12-31")


def test_a_half_year_whose_work_is_named_is_no_time() -> None:
    assert _dates("做好上半年工作总结，完善下半年工作计划。") == []
    assert _dates("上半年完成招标。") == _one("", "2021-06-30")


def test_this_year_is_the_year_of_what_is_done_in_it() -> None:
    year = _one("2021-01-01", "2021-12-31")
    assert _dates("今年新建学校5所。") == year
    assert _dates("全市今年将新建学校8所。") == year
    assert _dates("今年内建成2所。") == _one("", "2021-12-31")
    assert _dates("今年是落实规划的关键一年。") == []
    assert _dates("今年以来，新建学校5所。") == []
    assert _dates("做好今年招生工作。") == []


IMPOSSIBLE = """# 教育协同发展行动方案

一、重点任务

1. 推进甲项改革，2025年13月45日前完成。
2. 推进乙项改革，2025年2月30日前完成。
3. 推进丙项改革，9999年底前完成。
4. 推进丁项改革，2025年13月前完成。
5. 推进戊项改革，2024年2月29日前完成，弘扬5000年文明。
"""


def test_a_day_that_cannot_be_is_told_and_no_part_of_it_is_read() -> None:
    draft = documents.read(IMPOSSIBLE.encode(), "plan.md")
    assert [one.text for one in draft.deadlines] == ["2024年2月29日前"]
    wrong = [draft.text[one.span.start : one.span.end] for one in draft.notices if one.code == "date_impossible"]
    assert wrong == ["2025年13月45日", "2025年2月30日", "9999年底", "2025年13月"]
