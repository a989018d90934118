"""Takes the rows of a text; gives the rows that are titles of documents: its own, and those of what is attached."""

import re
from dataclasses import dataclass

from xietong.documents.rows import Row, letters
from xietong.documents.units_names import certainty

KINDS = (
    "行动计划|计划|方案|规划|要点|纲要|意见|清单|分工表|任务表|分工|分解|台账|措施|安排|通知|办法|协议|协议书|备忘录|倡议|"
    "倡议书"
    "|通报|公告|公示|报告|决定|批复|函|细则|规定|条例|章程|指南|导则|[^，。]{1,4}表|项目|行动|打算|思路|任务书|"
    "责任状|部署|宣言|复函|"
    "草案|解读|总结|简章|名单|启事|说明"
)
_ENDS = re.compile(rf"(?:{KINDS})\s*(?:（[^（）]{{1,30}}）)?$")
_ENDS_LASTS = frozenset(kind[-1] for kind in KINDS.split("|")) | {"）"}
_ORIGINAL = re.compile(r"(?:原标题|标题|题目|名称)：\s*")
_ON_CARD = re.compile(r"(?:[标题] *[题目]|名 *称)：\s*$")
_NEXT_LABEL = re.compile(r"\s+[\u4e00-\u9fff ]{2,6}(?<![部厅局委省市县区])：")  # 教育部：… goes on with the title
_NO_TITLE = re.compile(
    r"（?20\d\d ?年? ?[—\-～至]{1,2} ?20\d\d ?年?）?\s*$|"
    r"附件|抄送|来源|发布|作者|时间|日期|字号|浏览|索引号|文号|责任编辑|编辑|（(?![^（）]{2,20}）[^（）]{6})"
)
_ATTACHED = re.compile(r"附\s*(?:件|表|录)\s*\d{0,2}[：.、]?\s*$|附\s*(?:件|表|录)[一二三四五六七八九十]?$")
_QUOTED = re.compile(r"《([^《》\n]{4,100}(?:《[^《》\n]{2,60}》[^《》\n]{0,20})?)》")
_LAST_BRACKET = re.compile(r"（[^（）]*）$")
_NUMBER = r"[〔（\[]\s*\d{4}\s*[〕）\]]\s*\d+\s*号"
_NUMBERED = re.compile(_NUMBER)
# 某政办发〔2018〕57号
_DOCUMENT_NUMBER = rf"[^\s〔（\[，。]{{2,8}}{_NUMBER}"
_NUMBER_ONLY = re.compile(rf"{_DOCUMENT_NUMBER}\s*")
# …的通知——某政办发〔2018〕57号: some sites set the document's number behind its title.
_NUMBER_LAST = re.compile(rf"\s*—{{1,2}}\s*{_DOCUMENT_NUMBER}$")
_NUMBER_FIRST = re.compile(
    rf"(?:{_DOCUMENT_NUMBER}|[\u4e00-\u9fff]{{2,4}}\s?[|｜])\s*(?=《?[^\s，。；《]{{0,60}}(?:关于|印发|转发|的通知$))"
)
_MARKED = re.compile(rf"(?:{_DOCUMENT_NUMBER}\s*)?《(.{{8,110}})》")
_ORDERS = re.compile(r"[^，。；：]{0,40}关于[^，。；]{4,80}的(?:紧急|补充)?(?:通知|决定|意见)$")
_ADDRESSED = re.compile(r"[^。；]{0,80}各[^。；]{1,200}(?:：|单位|部门|政府|学校|机构)$")
_PERIOD = re.compile(r"（\s*20\d\d\s*年?\s*[—\-～至]{1,2}\s*20\d\d\s*年?\s*）\s*")
_FRONT_ROWS = 12
_PAGE_ROWS = 60
"""The rows among which a page may set its headline; above it stands what belongs to the site."""


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A title over one or more rows: the first and the last row and the place of its text."""

    first: int
    last: int
    start: int
    end: int


def find_titles(rows: list[Row], plain: str, told: str, skipped: frozenset[int]) -> list[TitleRow]:
    """Find the document's title, near its beginning, and the titles of documents that it hands on.

    ``told`` is the title that the file states of itself, or empty.
    """
    titles: list[TitleRow] = []
    quoted: set[str] = set()
    known = letters(told)
    place = 0
    front = True
    while place < len(rows):
        row = rows[place]
        title = None
        if place not in skipped and row.end - row.start <= 120 and row.mark is None:
            headline = row.style == "title" and place < _PAGE_ROWS
            opens = not titles and (headline or (front and place < _FRONT_ROWS))
            title = _title_at(rows, plain, place, known, quoted, front=opens)
        if title is not None:
            titles.append(title)
            handed = _HANDED_ON.search(plain, title.start, title.end)
            quoted.update((letters(handed[1]),) if handed is not None else ())
            place = title.last
        elif row.mark is not None or row.end - row.start > 120:
            front = False
        if len(quoted) < 40 and place < 60:
            quoted.update(letters(match[1]) for match in _QUOTED.finditer(plain, row.start, row.end))
        place += 1
    card = _ON_CARD.search(plain, max(0, titles[0].start - 6), titles[0].start) if len(titles) > 1 else None
    if card is not None and (card[0][0] != "标" or _alike(plain, *titles[:2])):
        return titles[1:]  # the index card over a document states its title once more
    return titles or _first_line(rows, plain, skipped)


def _alike(plain: str, one: TitleRow, other: TitleRow) -> bool:
    return letters(plain[one.start : one.end]) == letters(plain[other.start : other.end])


def _first_line(rows: list[Row], plain: str, skipped: frozenset[int]) -> list[TitleRow]:
    """Where no line ends as titles of documents do, the first is a title if it is short and no sentence."""
    followed = len(rows) - (not plain[rows[-1].end :].strip()) if rows else 0  # a table may follow the only line
    for place in range(min(3, followed)):
        row = rows[place]
        text = plain[row.start : row.end]
        if place == 0 and len(text) < 4:
            continue  # the section of the site
        if place in skipped or row.mark is not None or not 4 <= len(text) <= 60 or not _is_one(row, plain):
            return []
        if _FURNITURE.match(text) or (
            place == 0 and certainty(text) == 2 and rows[1:] and _ENDS.search(plain[rows[1].start : rows[1].end])
        ):
            continue
        if _NO_FIRST.search(text) or (_no_title(text) and not (place == 0 and _ASKED.fullmatch(text))):
            return []
        return [TitleRow(place, place, row.start, row.end)]
    return []


def _is_one(row: Row, plain: str) -> bool:
    """Tell a row of one piece; a call may stand in front: 定了！未来三年这么干."""
    return all(plain[piece.end - 1] in "！？" for piece in row.pieces[:-1])


def _no_title(text: str) -> bool:
    """Tell a row that ends like a sentence or begins like a label."""
    return (
        text.removesuffix("\n").endswith(("。", "；", "！", "？", "：", "——"))
        or _NO_TITLE.match(text) is not None
        or ON_THE_FORM.fullmatch(text) is not None
        or text.lstrip(" ")[:1] in ("》", "＞", "»")  # the way through the site: > in plain text is 》
    )


# What a workbook's first sheet, or a first page, is about instead.
ON_THE_FORM = re.compile(r"(?:填[报表写]|使用|编制|操作)(?:说明|须知|要求|指南)|目 ?录|说明|封面")
# 十大政策如何落地？ is a headline as well, where it stands first.
_ASKED = re.compile(r"[^，。；：？！]{6,36}[？！]")
# Above a headline: the page of the paper, the paper and its day, the way through the site.
_FURNITURE = re.compile(
    r"第?\s?[A-Z]?\d{1,3}\s?版|[\u4e00-\u9fff]{2,6}(?:日报|晚报|晨报|早报|时报|导报|教育报|周刊|都市报|商报)\s*(?:20\d\d|\d{1,2}月|$)|(?:您?(?:现在|当前)?所?在?的?位置|当前位置)|[^，。；]{2,40}[>》]\s*正文\s*$"
    r"|(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:\s*星期[一二三四五六日天])?$|20\d\d[-/.]\d{1,2}[-/.]\d{1,2}$"
)
_NO_FIRST = re.compile(
    r"^(?!.{2,30}(?:印发|发布|出台|公布|制定|签署)《).*[>》]\s*$|^[□■◎]"
    r"|记者 |通讯员|文件$|首页|当前位置|网$|号$"
    r"|^\d(?!\d{3}(?:年|[\u4e00-\u9fff])|[\d.]{0,6}[万余多]{0,2}[项条所个家名座大]\S{6})|"
    r"\d{4}-\d|[|｜]|：$"
    r"|年\d{1,2}月\d{1,2}日$"
    r"|(?:来源|作者|记者|编辑|时间|日期|机构|单位|部门|科室|编号|电话|地址|标题|关键词|摘要|字号|字体|浏览|点击|次数|类别|分类|主题|索引|文号|方式|名称|责任|姓名|年龄|说明)[^，。；]{0,4}："
)


def _title_at(rows: list[Row], plain: str, place: int, known: str, quoted: set[str], *, front: bool) -> TitleRow | None:
    row = rows[place]
    start = row.start
    half = (row.end - start) // 2
    if front and half >= 6 and plain[start : start + half] == plain[row.end - half : row.end]:
        return TitleRow(place, place, start, start + half)
    labelled = (
        _labelled(rows, plain, place, quoted)
        or _before_number(row, plain, place, front=front)
        or (None if front else _over_table(rows, plain, place))
    )
    if labelled is not None:
        return labelled
    text = plain[start : row.end]
    if len(row.pieces) != 1 or _no_title(text):
        return None
    whole = not (place + 1 < len(rows) and rows[place + 1].style == "title" and plain.startswith("关于", row.end + 1))
    if front and ((row.style == "title" and whole) or (known and letters(text) == known)):
        return TitleRow(place, place, row.start + _numbered(text), row.end)
    joined = _joined(rows, plain, place, known, quoted, front=front)
    if joined is not None:
        return joined
    if not _ends_as_titles_do(text) or _names_kind(rows, plain, place):
        return None
    if front and _numbered(text):
        return TitleRow(place, place, row.start + _numbered(text), row.end)
    return _ended(rows, plain, place, quoted, front=front)


def _ends_as_titles_do(text: str) -> bool:
    if " " in text:
        return _ENDS.search(letters(text)) is not None
    return text[-1] in _ENDS_LASTS and _ENDS.search(text) is not None


def _over_table(rows: list[Row], plain: str, place: int) -> TitleRow | None:
    """Return the title of a further sheet or annex: below 附件2, or a table, right above a table or a label over it."""
    row = rows[place]
    if not place or len(row.pieces) != 1 or not 4 <= row.end - row.start <= _LONGEST or plain[row.start] in "附表":
        return None
    if _no_title(plain[row.start : row.end]):
        return None
    attached = _ATTACHED.match(plain, rows[place - 1].start, rows[place - 1].end) is not None
    attached = attached or ON_THE_FORM.fullmatch(plain, rows[0].start, rows[0].end) is not None
    above = place - 1  # or above the note below that table
    above -= above > 0 and _NOTE.match(plain, rows[above].start) is not None
    if not attached and (
        not _ENDS.search(plain, row.start, row.end) or not _table_in(plain, rows[above].end, rows[above + 1].start)
    ):
        return None
    below = place + 1
    while below < min(place + 3, len(rows)) and _OVER_TABLE.match(plain, rows[below].start, rows[below].end):
        below += 1
    until = rows[below].start if below < len(rows) else len(plain)
    heads = _table_in(plain, rows[below - 1].end, until)
    return TitleRow(place, place, row.start, row.end) if heads else None


_LONGEST = 60
_NOTE = re.compile(r"(?:备注|说明|注)\s?\d?[:：]")
_OVER_TABLE = re.compile(r"[^。；]{0,6}(?:单位|部门|时间|日期)：")


def _table_in(plain: str, start: int, end: int) -> bool:
    """Tell whether a table stands between two rows: its cells are parted by tabs."""
    return plain.find("\t", start, min(end, start + _LOOKED_AT)) >= 0


_LOOKED_AT = 400


def _before_number(row: Row, plain: str, place: int, *, front: bool) -> TitleRow | None:
    """A title with the document's number behind it, or in marks behind its number: 某政办发〔2014〕22号《…的通知》."""
    if front and plain[row.end - 1] == "》":
        marked = _MARKED.fullmatch(plain, row.start, row.end)
        if marked is not None and _ENDS.search(marked[1]):
            return TitleRow(place, place, marked.start(1), marked.end(1))
    number = _NUMBER_LAST.search(plain, row.start, row.end) if front else None
    if number is None or _ENDS.search(plain, row.start, number.start()) is None:
        return None
    return TitleRow(place, place, row.start, number.start())


def _labelled(rows: list[Row], plain: str, place: int, quoted: set[str]) -> TitleRow | None:
    """A title behind a label: 原标题：…, and 附件：… where it stands right above its text."""
    row = rows[place]
    if plain[row.start] not in _LABEL_FIRST:
        return None
    attached = _ATTACHED_TITLE.match(plain, row.start, row.end)
    if attached and _is_quoted(attached["title"], quoted) and _heads_text(rows, place):
        return TitleRow(place, place, attached.start("title"), row.end)
    original = _ORIGINAL.match(plain, row.start, row.end)
    if original is None:
        return None
    label = _NEXT_LABEL.search(plain, original.end(), row.end)
    return TitleRow(place, place, original.end(), label.start() if label is not None else row.end)


_LABEL_FIRST = frozenset("附原标题名")
# 附件：某县…实施方案, right above its text.
_ATTACHED_TITLE = re.compile(r"附件\s?\d?[：:]\s*(?P<title>[^。；：]{6,80})$")


def _heads_text(rows: list[Row], place: int) -> bool:
    """Tell whether a paragraph follows, and not the next entry of a list or a signature."""
    return place + 1 < len(rows) and rows[place + 1].end - rows[place + 1].start >= 30


def _names_kind(rows: list[Row], plain: str, place: int) -> bool:
    """Tell a row that only says of what kind the document is whose title stands right below it: 通知."""
    row = rows[place]
    if row.end - row.start > 3 or place + 1 == len(rows):
        return False
    return _ENDS.search(plain, rows[place + 1].start, rows[place + 1].end) is not None


def _numbered(text: str) -> int:
    """Return where a title begins behind the document's number, which some sites set before it; 0 without one."""
    number = _NUMBER_FIRST.match(text)
    return number.end() if number is not None else 0


def _ended(rows: list[Row], plain: str, place: int, quoted: set[str], *, front: bool) -> TitleRow | None:
    """A row that ends as titles do is one by where it stands, or by being cited above."""
    row = rows[place]
    text = plain[row.start : row.end]
    if place < _FRONT_ROWS and _period_below(rows, plain, place):
        return TitleRow(place, place, row.start, row.end)
    if _ORDERS.match(text) and _addressed_below(rows, plain, place):
        return TitleRow(place, place, row.start, row.end)
    follows_attached = place > 0 and _ATTACHED.match(plain, rows[place - 1].start, rows[place - 1].end) is not None
    if not _NUMBERED.search(text) and (front or follows_attached or _is_quoted(text, quoted)):
        return TitleRow(place, place, row.start, row.end)
    return None


def _addressed_below(rows: list[Row], plain: str, place: int) -> bool:
    """Tell whether the line below, or below the document's number, names those whom a letter goes to."""
    below = rows[place + 1 : place + 3]
    numbered = len(below) > 1 and _NUMBER_ONLY.fullmatch(plain, below[0].start, below[0].end) is not None
    return bool(below) and _ADDRESSED.match(plain, below[numbered].start, below[numbered].end) is not None


def _period_below(rows: list[Row], plain: str, place: int) -> bool:
    """Tell whether the plan's period stands in brackets below the row: its title, whatever stands above it."""
    return place + 1 < len(rows) and _PERIOD.fullmatch(plain, rows[place + 1].start, rows[place + 1].end) is not None


def _is_quoted(text: str, quoted: set[str]) -> bool:
    mine = letters(text)
    bare = letters(_LAST_BRACKET.sub("", text))
    return mine in quoted or (len(bare) >= 8 and any(one.startswith(bare) or _with_place(one, bare) for one in quoted))


def _with_place(cited: str, title: str) -> bool:
    """关于印发学前教育方案的通知, and below it 青溪县学前教育方案."""
    return len(cited) >= _CITED_LEAST and title.endswith(cited) and len(title) - len(cited) <= _PLACE_MOST


_CITED_LEAST, _PLACE_MOST = 6, 9  # letters


def _joined(rows: list[Row], plain: str, place: int, known: str, quoted: set[str], *, front: bool) -> TitleRow | None:
    """A title broken over lines: together the lines are a title that is known, or only the last ends like one."""
    text = whole = ""
    for last in range(place + 1, min(place + 4, len(rows))):
        row = rows[last]
        if row.mark is not None or row.end - row.start > 80 or _no_title(plain[row.start : row.end]):
            return None
        text = text or letters(plain[rows[place].start : rows[place].end])
        whole = (whole or text) + letters(plain[row.start : row.end])
        if front and last == place + 1 and text.endswith(_HANDS_OUT) and _CITED.fullmatch(plain, row.start, row.end):
            return TitleRow(place, last, rows[place].start, row.end)
        below = letters(plain[row.start : row.end])
        if whole == known or whole in quoted or (front and _LAST_LINE.fullmatch(below)):
            return TitleRow(place, last, rows[place].start, rows[last].end)
        if front and _goes_on(plain, rows, place, last):
            return TitleRow(place, last, rows[place].start, rows[last].end)
    return None


# What is left of a title for its last line.
_LAST_LINE = re.compile(
    r"的(?:通知|函|意见|公告)|(?:[一二三五]年|实施|工作|专项|行动|总体)+(?:方案|计划|意见|规划|措施|要点)(?:20\d\d年?(?:20\d\d年)?)?"
)
# 关于印发某市…方案的通知: the title of what it hands on.
_HANDED_ON = re.compile(r"(?:印发|转发|发布)(《?[^《》]{6,110}?(?:》[^《》]{0,20})?)的(?:紧急|补充)?通知$")
# 某市政府办公室印发 / 《…若干措施》
_HANDS_OUT = ("印发", "发布", "出台", "转发", "公布")
_CITED = re.compile(r"《[^《》\n]{6,80}》(?:的通知)?")


def _goes_on(plain: str, rows: list[Row], place: int, last: int) -> bool:
    first_text = plain[rows[place].start : rows[last - 1].end]
    text = plain[rows[last].start : rows[last].end]
    if (
        any(_ENDS.search(line) for line in first_text.split("\n"))
        or _NUMBERED.search(first_text)
        or len(first_text) > 60
    ):
        return False
    if _LABELS.search(first_text) or _DAY_LINE.search(first_text):
        return False
    return _ENDS.search(text) is not None and (
        text.startswith("关于")
        or (("\n" not in first_text or "关于" in first_text.partition("\n")[0]) and _broken(first_text))
    )


# A line of what the site's catalogue says of the page: 成文日期 2022-12-23 公文时限 有效.
_DAY_LINE = re.compile(
    r"^ *(?:20\d\d年\d{1,2}月\d{1,2}日|20\d{4,6}"
    r"|二[〇零一二三四五六七八九]{3}年[一二十]{1,2}月[一二三四五六七八九十]{1,3}日) *$",
    re.MULTILINE,
)
_LABELS = re.compile(
    r"\d{4}-\d{1,2}-|日期|时限|索\s*引\s*号|文\s*号|[＞»]|首页|^\s*》|(?:公开|专栏|专题|动态|资讯|栏目|频道|要闻|文件库)$"
)


def _broken(text: str) -> bool:
    """An unfinished first line of a title: neither an issuer's name, a date, a number nor a label."""
    return len(text) >= 6 and not re.search(
        r"(?:厅|局|委员会|委|政府|办公室|\d日|号|文件|网|报|人看过|阅读|次)$|[：。|]|\d{4}-\d", text
    )
