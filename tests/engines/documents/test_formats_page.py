"""Web pages: the article is found among what a government or news site puts around it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong import documents
from xietong.basics import Refusal
from xietong.documents import formats
from xietong.documents.block import BlockKind, Extract

SITE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1.dtd">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>关于印发某市教育行动计划的通知_某市教育委员会</title>
<meta name="SiteName" content="某市教育委员会"><meta name="ArticleTitle" content="关于印发某市教育行动计划的通知">
<meta name="PubDate" content="2024-03-05 10:20"><meta name="ContentSource" content="办公室">
<script>var text = "脚本。脚本，脚本。";</script><style>p{color:red}</style></head><body>
<div class="top"><ul class="mainlist"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li></ul></div>
<div class="wz">您的位置：<a href="/">首页</a> &gt; <a href="/tz">通知公告</a></div>
<div class="main"><h1>关于印发某市教育行动计划的通知</h1>
<div class="info"><span>发布时间：2024-03-05 10:20</span>&nbsp;<span>来源：办公室</span> <span>字体：[ 大 中 小 ]</span>
<span>浏览次数：<em id="hits"></em></span></div>
<div class="TRS_Editor"><style>.TRS_Editor P{margin:0}</style>
<p align="center">某教发〔2024〕5号</p>
<p>　　各区县教委：</p>
<p>&emsp;&emsp;现将《某市教育行动计划》印发给你们，
请认真贯彻执行。</p>
<p><strong>一、总体要求</strong></p>
<p>　　（一）<span>配足</span><span>师资。</span>到<span lang="EN-US">2025</span>年，每校专职教师不少于３名。<br>
　　（二）改善条件。新建学校３０所。</p>
<table border="1"><caption>任务分工表</caption><tbody><tr><th>序号</th><th>任务</th><th>责任单位</th></tr>
<tr><td rowspan="2">1</td><td><p>新建</p><p>学校</p></td><td>市教委<br>市财政局</td></tr>
<tr><td colspan="2">扩建学校</td></tr></tbody></table>
<p>附件：<a href="a.doc">任务分工表.doc</a></p>
<!-- 正文结束。正文结束。 -->
<p style="text-align:right">某市教育委员会</p><p>　　2024年3月1日</p>
<p>（责任编辑：李四）</p></div>
<iframe src="http://example.org/ad"></iframe>
<div class="bdsharebuttonbox">分享到：<a href="#">微信</a></div>
<div class="gg">扫一扫在手机打开当前页</div>
<p>【打印本页】【关闭窗口】</p>
<div><p>上一篇：<a href="/1">某市教育工作会议召开</a></p><p>下一篇：<a href="/2">某区教育简讯</a></p></div>
<div class="xg"><h3>相关链接</h3><ul>
<li><a href="/3">某市出台若干措施</a></li><li><a href="/4">学校名单公布</a></li></ul></div></div>
<div class="foot1"><p>主办单位：某市教育委员会　ICP备12345678号</p>
<p>网站标识码：5000000000　建议使用1024*768分辨率浏览。</p></div>
</body></html>"""
TEXT = [
    "关于印发某市教育行动计划的通知",
    "某教发〔2024〕5号",
    "各区县教委：",
    "现将《某市教育行动计划》印发给你们，请认真贯彻执行。",
    "一、总体要求",
    "（一）配足师资。到2025年，每校专职教师不少于3名。",
    "（二）改善条件。新建学校30所。",
    "序号\t任务\t责任单位\n1\t新建 学校\t市教委 市财政局\n扩建学校",
    "附件：任务分工表.doc",
    "某市教育委员会",
    "2024年3月1日",
]


def read(html: str, name: str = "page.html") -> Extract:
    return formats.extract(html.encode(), name)


def texts(html: str) -> list[str]:
    return [block.text for block in read(html).blocks]


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def test_a_government_page_is_its_document_and_nothing_else() -> None:
    found = formats.extract(SITE.encode("gb18030"), "page.htm")
    assert [block.text for block in found.blocks] == TEXT
    assert (found.title, found.author, found.editor) == ("关于印发某市教育行动计划的通知", "办公室", "李四")
    assert found.published == date(2024, 3, 5)
    assert found.media_type == "text/html"


def test_merged_cells_of_a_page_keep_their_spans_and_the_caption_its_name() -> None:
    table = read(SITE).blocks[7].table
    assert table is not None
    assert table.name == "任务分工表"
    assert [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in table.cells] == [
        (0, 0, 1, 1),
        (0, 1, 1, 1),
        (0, 2, 1, 1),
        (1, 0, 2, 1),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
        (2, 1, 1, 2),
    ]


def test_the_same_page_is_read_whatever_the_name_says() -> None:
    assert [block.text for block in read(SITE, "page.docx").blocks] == TEXT


NEWS = """<html><head><title>两地联合发布教育行动计划 - 某新闻网</title><meta property="og:image" content="http://e.org/a.jpg">
<meta property="article:published_time" content="2021-11-24T08:04:11Z"></head><body><nav><a href="/">要闻</a></nav>
<section class="banner"><a href="/live">直播：两地教育论坛正在举行，点击进入现场观看精彩内容。</a></section>
<article><h1>两地联合发布教育行动计划</h1><div><span>2021-11-24 16:04</span> <span>来源：某日报</span></div>
<section><p>23日，两地教育部门联合发布行动计划，提出十项任务。</p>
<p>据介绍，两地将建立协作机制，推动资源共享。</p>
<div class="adv"><p>广告：暑期培训班，火热报名中，名师授课，立减千元。</p></div>
<p>下载某某新闻客户端</p><p>责任编辑：王五_NN012 校对：赵六</p></section></article>
<aside><h2>热门推荐</h2><ul><li><a href="/1">一地教育局长谈改革，提出三点看法</a></li></ul></aside>
<footer>版权所有，未经许可，不得转载。</footer></body></html>"""


def test_a_news_page_is_its_article() -> None:
    found = read(NEWS)
    assert [block.text for block in found.blocks] == [
        "两地联合发布教育行动计划",
        "23日，两地教育部门联合发布行动计划，提出十项任务。",
        "据介绍，两地将建立协作机制，推动资源共享。",
    ]
    assert (found.title, found.author, found.editor) == ("两地联合发布教育行动计划", "某日报", "王五")
    assert (found.published, found.image) == (date(2021, 11, 24), "http://e.org/a.jpg")


def test_a_notice_and_its_annex_in_separate_containers_are_both_kept() -> None:
    first = "<p>各区县教委：</p><p>现将《行动计划》印发给你们，请结合实际认真贯彻，按时报送进展。</p><p>某市教委。</p>"
    second = "".join(
        f"<p>（{number}）推进第{number}项任务，建立长效机制，落实责任单位。</p>" for number in range(1, 40)
    )
    found = texts(page(f'<div class="a"><div class="b">{first}</div><div class="c">{second}</div></div>'))
    assert found[0] == "各区县教委："
    assert len(found) == 42


def test_pages_laid_out_by_tables_are_read_as_paragraphs() -> None:
    body = "".join(f"<p>第{number}项任务，由责任单位落实，按时完成。</p>" for number in range(80))
    found = texts(page(f"<table><tr><td>导航</td><td><table><tr><td>{body}</td></tr></table></td></tr></table>"))
    assert found[-1] == "第79项任务，由责任单位落实，按时完成。"
    assert len(found) == 80


def test_a_single_cell_that_holds_the_whole_text_is_no_table() -> None:
    body = "".join(f"<p>第{number}项任务，由责任单位落实，按时完成。</p>" for number in range(120))
    found = read(page(f"<table><tr><td>标题</td><td>日期</td></tr><tr><td>{body}</td><td>右</td></tr></table>"))
    assert all(block.kind is BlockKind.PARAGRAPH for block in found.blocks)


def test_text_shown_by_a_script_is_kept_when_it_is_the_text() -> None:
    body = "".join(f"<p>第{number}项任务，由责任单位落实，按时完成。</p>" for number in range(9))
    assert len(texts(page(f'<p>打印</p><div style="display:none" class="share">{body}</div>'))) == 9


def test_hidden_and_ruby_text_is_no_text() -> None:
    hidden = '<p style="display: none">藏起来的一句话，不应出现。</p><p hidden>也不应出现。</p>'
    shown = "<p>两地<ruby>教<rp>(</rp><rt>jiào</rt></ruby>育部门联合发布行动计划，推动教育协同发展，共建共享。</p>"
    assert texts(page(shown + hidden)) == ["两地教育部门联合发布行动计划，推动教育协同发展，共建共享。"]


def test_headings_and_lists_give_hints_and_numbers() -> None:
    found = read(
        page(
            "<h2>一、任务</h2><ol start='3'><li>建设学校，改善条件。</li><li>配足师资，提高质量。</li></ol>"
            "<ol type='a'><li>甲项任务，按时完成。</li></ol><ul><li>加强领导，落实责任。</li></ul>"
        )
    )
    assert [(block.text, block.style) for block in found.blocks] == [
        ("一、任务", "heading2"),
        ("3.建设学校，改善条件。", "list"),
        ("4.配足师资，提高质量。", "list"),
        ("甲项任务，按时完成。", "list"),
        ("加强领导，落实责任。", "list"),
    ]


def test_links_to_other_pages_after_the_text_are_dropped_and_annexes_kept() -> None:
    links = "".join(f"<p><a href='/{number}'>第{number}条新闻标题</a></p>" for number in range(4))
    body = "<p>两地教育部门联合发布行动计划，推动教育协同发展，共建共享资源。</p>"
    assert texts(page(f"<div>{body}{links}</div>")) == [
        "两地教育部门联合发布行动计划，推动教育协同发展，共建共享资源。"
    ]
    assert len(texts(page(f"<div>{body}<p>附件：</p>{links}</div>"))) == 6


def test_a_title_that_only_the_tab_shows_is_no_text() -> None:
    found = read(
        page(
            "<p>两地教育部门联合发布行动计划，推动教育协同发展，共建共享。</p>",
            "<title>某某行动计划发布会实录_某网</title>",
        )
    )
    assert found.title == "某某行动计划发布会实录"
    assert len(found.blocks) == 1


@pytest.mark.parametrize(
    ("line", "editor"),
    [
        ("责任编辑：张三", "张三"),
        ("[责任编辑：张三]", "张三"),
        ("（责编：张三、李四）", "张三、李四"),
        ("责任编辑:张三 SF183", "张三"),
        ("编辑：张三 责任编辑：李四 审核：王五", "李四"),
        ("审核：王五  校对：赵六", ""),
        ("编辑丨张三", "张三"),
    ],
)
def test_lines_of_credits_name_the_editor_and_go(line: str, editor: str) -> None:
    found = read(page(f"<p>两地教育部门联合发布行动计划，推动教育协同发展，共建共享资源。</p><p>{line}</p>"))
    assert (len(found.blocks), found.editor) == (1, editor)


@pytest.mark.parametrize(
    "line",
    [
        "打印 关闭",
        "【字体：大 中 小】",
        "当前位置：首页 > 政务公开 > 文件",
        "首页 > 政务公开 > 文件",
        "浏览次数：1024次",
        "扫一扫，手机打开当前页面",
        "海量资讯、精准解读，尽在某某财经APP",
        "分享到： 微信 微博 QQ空间",
        "上一篇：某市召开会议",
        "来源：新华社",
        "发布日期：2024年3月5日　来源：市教委",
        "时间：2024-03-05 10:20 来源：市教委",
        "2024-03-05 10:20:31",
        "2024-03-05",
        "Copyright 2024 某网",
    ],
)
def test_furniture_is_no_text(line: str) -> None:
    body = "两地教育部门联合发布行动计划，推动教育协同发展，共建共享资源。"
    assert texts(page(f"<div><p>{line}</p><p>{body}</p></div>")) == [body]


@pytest.mark.parametrize(
    "line",
    [
        "时间：2025年9月至12月",
        "推广国家智慧教育平台，引导师生下载安装国家反诈中心APP。",
        "主办单位：市教委",
        "一、打印店整治",
        "2.相关政策",
        "2025年3月5日",
        "完善扫码测温、手机打卡等制度，落实校园安全责任。",
    ],
)
def test_lines_that_only_look_like_furniture_stay(line: str) -> None:
    body = "两地教育部门联合发布行动计划，推动教育协同发展，共建共享资源。"
    assert texts(page(f"<div><p>{body}</p><p>{line}</p><p>{body}</p></div>")) == [body, line, body]


def test_nothing_in_a_page_is_executed_or_fetched() -> None:
    attack = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>'
    attack += '<p onclick="x()">&x;两地发布计划，共建共享。'
    found = texts(
        attack + '<img src="http://example.org/a"><object data="http://example.org/b">甲</object></p></body></html>'
    )
    assert "root:" not in "".join(found)
    assert found[-1].endswith("两地发布计划，共建共享。")


@pytest.mark.parametrize("tag", ["div", "p", "font", "table"])
def test_tags_nested_without_end_are_refused_or_read_but_never_crash(tag: str) -> None:
    html = page(f"<{tag}>" * 50_000 + "两地发布计划，共建共享。")
    try:
        assert "两地发布计划" in "".join(texts(html))
    except Refusal as refusal:
        assert refusal.code == "over-the-limit"  # noqa: PT017 — either is right


def test_a_table_of_endless_spans_is_refused() -> None:
    cell = "<td rowspan=99999 colspan=99999>甲</td>"
    with pytest.raises(Refusal) as caught:
        read(page("<table>" + f"<tr>{cell * 20}</tr>" * 100 + "</table>"))
    assert caught.value.code == "over-the-limit"


def test_a_page_of_too_many_tags_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        formats.extract(b"<html><body>" + b"<p>" * 500, "a.html", limits=formats.Limits(tags=100))
    assert caught.value.code == "over-the-limit"


PIECES = st.sampled_from(
    [
        *("<div>", "</div>", "<p>", "</p>", "<br>", "<table>", "<tr>", "<td>", "<td colspan=2>", "<td rowspan=3>"),
        *("</table>", "<li>", "<ol>", "<h1>", "</h1>", "<a href=#>", "</a>", "<script>", "</script>", "<!--", "-->"),
        *("甲市教委，", "任务。", " ", "&nbsp;", "&#0;"),
    ]
)


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_mixture_of_tags_is_read_or_refused(body: str) -> None:
    try:
        found = read(page(body))
    except Refusal as refusal:
        assert refusal.code in ("empty-file", "over-the-limit", "corrupt-file")  # noqa: PT017 — the property itself
        return
    for block in found.blocks:
        assert block.text.strip()
        assert block.table is None or block.text == formats.text_of(block.table)


CARD = (
    "<table><tr><td>索引号</td><td>0001/2024-00012</td><td>公开方式</td><td>主动公开</td></tr>"
    "<tr><td>主题分类</td><td>教育</td><td>发布日期</td><td>2024-03-05</td></tr></table>"
)
LINES = "<p>索引号：0001/2024</p><p>发文机关：某市教育委员会</p><p>发布日期：2024-03-05</p>"


@pytest.mark.parametrize("card", [CARD, LINES])
def test_the_index_card_over_a_document_is_no_text_but_tells_the_day(card: str) -> None:
    body = "两地教育部门联合发布行动计划，推动教育协同发展，共建共享资源。"
    found = read(page(f"<div>{card}<p>{body}</p></div>"))
    assert ([block.text for block in found.blocks], found.published) == ([body], date(2024, 3, 5))


@pytest.mark.parametrize(
    "line", ["首页 | 政务公开 | 办事服务", "附件下载：原文.pdf", "打开客户端，阅读体验更佳", "08:30 来源：某报"]
)
def test_menus_and_downloads_are_no_text(line: str) -> None:
    body = "两地教育部门联合发布行动计划，推动教育协同发展，共建共享资源。"
    assert texts(page(f"<div><p>{line}</p><p>{body}</p></div>")) == [body]


def test_captions_of_pictures_are_hinted_and_empty_credits_leave_nothing() -> None:
    found = read(
        page(
            "<figure><figcaption>图为发布会现场，记者摄。</figcaption></figure><p>（责任编辑：张三）</p><p>两地发布计划，共建共享。</p>"
        )
    )
    assert [(block.text, block.style) for block in found.blocks] == [
        ("图为发布会现场，记者摄。", "caption"),
        ("两地发布计划，共建共享。", ""),
    ]


def test_a_known_container_is_taken_where_it_holds_the_text() -> None:
    body = "".join(f"<p>第{number}项任务，由责任单位落实，按时完成。</p>" for number in range(90))
    stray = "<p>本站所有内容，均欢迎来电来函咨询，谢谢各位关心支持。</p><p>欢迎访问本站，请多提意见，谢谢。</p>"
    assert len(texts(page(f'<div>{stray}<div class="article-content">{body}</div></div>'))) == 90


def test_a_menu_between_bars_goes_and_a_list_around_a_heading_gives_it_no_number() -> None:
    menu = '<div><a href="/">网站首页</a> | <a href="/a">政务公开</a> | <a href="/b">工作要点</a></div>'
    body = "<ol><li><h1>推进普惠发展</h1></li></ol><p>新建幼儿园一批，新增学位。</p>"
    numbered = "<ol><li><h1><span>一、</span>强化保障</h1></li></ol><p>安排经费。</p>"
    found = read(f"<html><body>{menu}{body}{numbered}</body></html>")
    assert [block.text for block in found.blocks] == [
        "推进普惠发展",
        "新建幼儿园一批，新增学位。",
        "一、强化保障",
        "安排经费。",
    ]


def test_the_headline_beside_the_article_is_told_by_its_name() -> None:
    page = (
        "<html><body><div class='nav'><a href='/'>首页</a></div>"
        "<div class='title'>青龙县人民政府办公室关于印发学前教育创建方案的通知</div>"
        "<div class='sub'>发布时间：2023-04-11 | 点击：512</div><div id='zoom'><p>各乡镇人民政府：</p>"
        "<p>现将方案印发给你们，请认真抓好落实。</p><p>青龙县人民政府办公室</p><p>2023年4月10日</p>"
        "<p>青龙县学前教育创建方案</p><p>一、主要任务</p><p>1.新建幼儿园2所。</p></div></body></html>"
    )
    draft = documents.read(page.encode(), "page.html")
    assert [heading.title for heading in draft.outline] == [
        "青龙县人民政府办公室关于印发学前教育创建方案的通知",
        "青龙县学前教育创建方案",
        "主要任务",
    ]
