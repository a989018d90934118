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
