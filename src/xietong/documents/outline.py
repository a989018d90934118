"""Takes rows and titles; gives the headings in order and, below them, the clauses that are no headings."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from xietong.basics import Span
from xietong.documents.draft import Heading
from xietong.documents.numbering import Mark, follows_on, rank
from xietong.documents.openings import COUNTED, LONGEST, QUARTER, bare_heads, has_figure, runs_of
from xietong.documents.rows import Piece, Row, letters
from xietong.documents.run_in import KNOWN, run_in, says_who, sole_in, title_end
from xietong.documents.titles import TitleRow

_BAD_TITLE = re.compile(
    r"^(?:附件|附表|附注|附：|注：|抄送|来源|发布|联系|责任|牵头|配合|完成|主办|承办|承编|印发|主送|签发|（|单位：|填报|电话|"
    r"邮|记者|编辑|时间|日期|原标题|\d+\s?人)"
    r"|(?:19|20)\d\d\s*年\s*\d+\s*月|[^：]{1,6}：\s*\d+\s*$|\d{4}[-/.]\d|〔\d{4}〕|号$|[：，]$|^\d+$|^第?\s*\d+\s*页|https?:|www\.|[；。！？][”’）]?$"
)
_BODY_NAME = re.compile(
    r"(?:厅|局|委员会|委|政府|办公室|部|学院|大学|学校|中心|公司|银行|工委|党组|联合会|总工会|处|(?<!学)科|记者|社|网|报)$"
)
# 王某某说 and 根据合作协议 lead on to what they tell of.
_TOLD_BY = re.compile(r"(?:[说称]|表示|指出|介绍)$|^(?:根据|按照)[^，：]*(?:协议|方案|计划|规划|意见|部署|要求)$")


class Clause(NamedTuple):
    """A piece of text below the outline that is no heading: where all of it and its own words stand, and its number."""

    start: int
    end: int
    body: int
    mark: Mark | None
    row: int
    headings: tuple[Heading, ...]
    front: bool = False


@dataclass(slots=True)
class _Walk:
    """Where the walk over the rows stands: headings found, the open ones with their depth, the clauses."""

    text: str
    plain: str
    rows: list[Row]
    headings: list[Heading] = field(default_factory=list)
    open: list[tuple[float, Heading]] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    numbered: bool = False
    path: tuple[Heading, ...] | None = None  # the open headings, made once for all the clauses below them
    bare: frozenset[int] = frozenset()  # the rows that are headings by standing bare among sentences
    tasks: dict[str, int] = field(default_factory=dict)  # the last number of each kind that headed no section

    def add(self, level: int, depth: float, number: str, start: int, end: int) -> None:
        while start < end and self.plain[start] in " ：:":
            start += 1
        while start < end and self.plain[end - 1] in " 。：；\n":
            end -= 1
        if start >= end:
            return
        title = self.text[start:end].replace("\n", "")
        heading = Heading(f"h{len(self.headings) + 1}", level, number, title, Span(start, end))
        while self.open and self.open[-1][0] >= depth:
            self.open.pop()
        self.open.append((depth, heading))
        self.path = None
        self.headings.append(heading)

    def depth_of(self, mark: Mark) -> float:
        """How deep a number stands: 一、 and （一） below 章 and 节, whatever their own levels."""
        if mark.kind in ("one", "two") and any(heading.number[:1] in _GREATEST for _, heading in self.open):
            return 2.2 if mark.kind == "one" else 2.4
        return rank(mark)

    def close_lists(self, mark: Mark | None) -> None:
        """A heading such as 一是 reaches no further than its paragraph, unless its own text follows below it."""
        while self.open and self.open[-1][0] >= 5 and (mark is not None or (self.clauses and self._told())):
            self.open.pop()
            self.path = None

    def _told(self) -> bool:
        last = self.clauses[-1]
        return bool(last.headings) and last.headings[-1] is self.open[-1][1]

    def leave(self, mark: Mark) -> None:
        """A task numbered 5. is not part of what 4. heads."""
        depth = self.depth_of(mark)
        for place, (deep, heading) in enumerate(self.open):
            if deep == depth and follows_on(heading.number, mark):
                del self.open[place:]
                self.path = None
                return

    def keep(self, piece: Piece, row: int) -> None:
        if piece.mark is not None:
            if piece.mark.ordinal > 1 and piece.mark.level < 5:
                self.leave(piece.mark)
            self.numbered = self.numbered or _parts(piece.mark)
            self.tasks[piece.mark.kind] = piece.mark.ordinal
        if self.path is None:
            self.path = tuple([heading for _, heading in self.open])
        self.clauses.append(Clause(piece.start, piece.end, piece.body, piece.mark, row, self.path, not self.numbered))


_GREATEST = tuple("第壹贰叁参肆伍陆柒捌玖拾")  # a chapter and 壹、, below which 一、 stands


def _parts(mark: Mark) -> bool:
    """Tell a number that opens a section, or goes on counting what began above the text: （3）."""
    return mark.level <= 3 or (mark.level == 4 and mark.ordinal > 1)


def outline_of(
    text: str, plain: str, rows: list[Row], titles: list[TitleRow], skipped: frozenset[int]
) -> tuple[tuple[Heading, ...], tuple[Clause, ...]]:
    """Walk the rows with the numbering as a state machine; ``skipped`` rows (the catalogue) are passed over."""
    walk = _Walk(text, plain, rows, bare=bare_heads(rows, plain))
    by_row = {title.first: title for title in titles}
    runs = runs_of(rows, plain, skipped)
    skipped |= _above_headline(rows, titles)
    place = 0
    while place < len(rows):
        row = rows[place]
        if place in by_row:
            title = by_row[place]
            walk.add(0, 0, "", title.start, title.end)
            walk.numbered = False
            walk.keep(Piece(row.start, rows[title.last].end, None, row.start), place)
            place = title.last
        elif place not in skipped:
            place = _read_row(walk, place, run=runs.get(place))
        place += 1
    return tuple(walk.headings), tuple(walk.clauses)


def _above_headline(rows: list[Row], titles: list[TitleRow]) -> frozenset[int]:
    """The rows above the headline of a page belong to the site and head nothing."""
    first = titles[0].first if titles else 0
    return frozenset(range(first)) if titles and rows[first].style == "title" else frozenset()


def _read_row(walk: _Walk, place: int, *, run: int | None) -> int:
    """Read one row; return the place of the last row that it took in."""
    row = walk.rows[place]
    first = row.pieces[0]
    walk.close_lists(first.mark)
    if first.mark is not None and first.body >= first.end:
        return _lone_number(walk, place, first.mark)
    whole_row = _is_alone(walk.plain, row)
    opens = walk.plain[row.end - 1] == "。" and sole_in(walk.plain, first) is not None
    if whole_row and row.style != "note" and not opens and _standalone(walk, place, first):
        return place
    for number, piece in enumerate(row.pieces):
        follows = row.pieces[number + 1] if number + 1 < len(row.pieces) else None
        ends = (
            sole_in(walk.plain, piece)
            if whole_row
            else run_in(walk.plain, piece, follows, row.end, in_run=number == run)
        )
        if ends is None or (piece.mark is not None and _is_listed(walk.plain, row, number)):
            walk.keep(piece, place)
            continue
        level, number_written = (piece.mark.level, piece.mark.number) if piece.mark else (3, "")
        walk.add(level, walk.depth_of(piece.mark) if piece.mark else 3.5, number_written, piece.body, ends)
        walk.numbered = walk.numbered or level <= 3 or place == 0 or (piece.mark is not None and _parts(piece.mark))
        if ends < piece.end and walk.plain[ends : piece.end].strip(" 。：；"):
            walk.keep(Piece(ends, piece.end, None, ends), place)
    return place


def _is_listed(plain: str, row: Row, number: int) -> bool:
    """Tell the last of 一是…；二是…；三是…。: those before it ended in ；, so it heads nothing either."""
    mark = row.pieces[number].mark
    if mark is None or mark.kind != "five" or mark.ordinal < 2:
        return False
    before = row.pieces[number - 1]
    return before.mark is not None and before.mark.kind == "five" and plain[before.end - 1] == "；"


def _lone_number(walk: _Walk, place: int, mark: Mark) -> int:
    """A chapter's number on a line of its own takes the next line as its title."""
    follows = walk.rows[place + 1] if place + 1 < len(walk.rows) else None
    if follows is None or follows.mark is not None or follows.end - follows.start > LONGEST or len(follows.pieces) > 1:
        return place
    walk.add(mark.level, walk.depth_of(mark), mark.number, follows.start, follows.end)
    walk.numbered = True
    return place + 1


def _is_alone(plain: str, row: Row) -> bool:
    """Tell whether a row holds one piece only, or else nothing but brackets after it."""
    if len(row.pieces) == 1:
        return True
    return plain[row.pieces[1].start] == "（" and all(
        plain[piece.start] == "（" and piece.mark is None for piece in row.pieces[1:]
    )


# 【教学质量】 on a line of its own parts a list or a post.
_LENTICULAR = re.compile(r"【[^【】。；：\d]{2,24}】")


def _standalone(walk: _Walk, place: int, piece: Piece) -> bool:
    """Take a row of its own as a heading when it is one."""
    row = walk.rows[place]
    plain = walk.plain
    if walk.text[row.start] == "【" and _LENTICULAR.fullmatch(walk.text, row.start, row.end):
        walk.add(3, 3.5, "", row.start + 1, row.end - 1)
        walk.numbered = walk.numbered or KNOWN.search(plain, row.start, row.end) is not None
        return True
    end = title_end(plain, piece.body, piece.end)
    if piece.mark is None:
        if not _is_unnumbered_heading(walk, place, end):
            return False
        level = int(row.style[-1]) if row.style.startswith("heading") and row.style[-1].isdigit() else 3
        level = 3 if row.style == "" else max(1, level - 1)
        walk.add(level, _depth(walk, place, end) if level == 3 else level, "", piece.body, end)
        walk.numbered = walk.numbered or bool(row.style) or KNOWN.search(plain, row.start, row.end) is not None
    else:
        if not _is_numbered_heading(walk, place, piece, end):
            return False
        walk.add(piece.mark.level, walk.depth_of(piece.mark), piece.mark.number, piece.body, end)
        walk.numbered = walk.numbered or piece.mark.level <= 3
    if plain[end : row.end].strip(" 。：；"):
        walk.keep(Piece(end, row.end, None, end), place)
    return True


_PART = re.compile(
    r"名词解释|附则|(?:指导|总体)思想|(?:总体|主要|工作|发展|预期)目标|基本原则|存在(?:的)?问题|工作回顾"
    r"|(?<![^\n])(?:重点|重大|专项|主要)?(?:行动|任务|工程|计划|专项|举措|项目|板块)"
    r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})[：、 ]"
)


def _depth(walk: _Walk, place: int, end: int) -> float:
    """A part that says what it is for holds what is numbered below it; other unnumbered headings do not."""
    row = walk.rows[place]
    follows = walk.rows[place + 1].mark if place + 1 < len(walk.rows) else None
    if follows is None or _PART.search(walk.plain, row.start, end) is None:
        return 3.5
    return min(3.5, follows.level - 0.5)


def _is_numbered_heading(walk: _Walk, place: int, piece: Piece, end: int) -> bool:
    mark = piece.mark
    assert mark is not None  # noqa: S101 - the caller has looked
    plain = walk.plain
    length = end - piece.body
    last = plain[end : piece.end].strip()[-1:] if end < piece.end else ""
    labels = plain.find("：", piece.body, piece.end) >= 0 and says_who(plain, piece.body)
    omitted = labels or _OMITTED.fullmatch(plain, piece.body, piece.end) is not None
    if omitted or "；" in (last, plain[piece.end - 1]) or length > (60 if mark.level <= 2 else LONGEST + 8):
        return False
    if last == "：" and mark.level >= 3 and plain[end - 1] in "是为下括会":
        return False  # 3.发展的具体任务是： leads in to what follows
    labelled = _last_label(walk, place)
    follows = _next_mark(walk.rows, labelled)
    leaf = follows is None or (follows[0] and follows[1] <= rank(mark))
    if leaf and labelled > place:  # a task, and below it who does it
        return _ALLOTS.fullmatch(plain, piece.body, end) is not None
    if walk.rows[place].style.startswith("heading") and last != "。":
        return True
    if plain[piece.end - 1] == "。" or last == "。":
        return not leaf and _heads_below(walk, place, mark, piece, end)
    if mark.kind in ("dash", "bullet", "five", "first"):
        told = mark.kind == "bullet" and plain.find("：", piece.body, end) >= 0  # · 印发时间：… is an entry of a card
        return not leaf and length <= 30 and not told
    if mark.level >= 3 and mark.kind != "box" and leaf:
        return length <= 12 and "，" not in plain[piece.body : end] and not _siblings_are_tasks(walk, place, mark)
    return True


_OMITTED = re.compile(r"（?略）?[。；]?")  # 三、（略）
_ALLOTS = re.compile(r"(?:责任|任务|职责|工作)分工|(?:组织|举办|办理|主办|实施|活动)(?:机构|单位)")


def _heads_below(walk: _Walk, place: int, mark: Mark, piece: Piece, end: int) -> bool:
    """Tell whether a sentence of its own is the heading of what stands below it: short, and none after a task."""
    if mark.ordinal > 1 and walk.tasks.get(mark.kind) == mark.ordinal - 1:
        return False
    below = walk.rows[place + 1] if place + 1 < len(walk.rows) else None
    told = below is not None and (
        below.mark is not None or below.end - below.start >= 25 or _takes_turns(walk, place, mark)
    )
    return told and end - piece.body <= LONGEST and mark.level <= 4 and not has_figure(walk.plain, piece.body, end)


def _takes_turns(walk: _Walk, place: int, mark: Mark) -> bool:
    """Tell numbered sentences and paragraphs in turn: （一）…。, paragraphs below it, then （二）…。 and the next."""
    rows, plain = walk.rows, walk.plain
    if place + 1 >= len(rows) or plain[rows[place + 1].end - 1] != "。":
        return False
    below = range(place + 2, min(len(rows), place + _BELOW))
    after = next((at for at in below if rows[at].mark is not None), None)
    following = None if after is None else rows[after].mark
    if after is not None and following is not None and following.kind == mark.kind:
        return after + 1 < len(rows) and rows[after + 1].mark is None
    last = walk.headings[-1] if walk.headings else None
    if last is None or place < 2 or not follows_on(last.number, mark):
        return False
    return rows[place - 2].mark is not None or plain.startswith("。", last.span.end)


_BELOW = 12  # paragraphs at most that are looked through for the next number


def _last_label(walk: _Walk, place: int) -> int:
    """Lines that only say who and when do not make a heading of the line above them."""
    while place + 1 < len(walk.rows) and says_who(walk.plain, walk.rows[place + 1].start):
        place += 1
    return place


def _siblings_are_tasks(walk: _Walk, place: int, mark: Mark) -> bool:
    before = walk.rows[place - 1].mark if place else None
    after = walk.rows[place + 1].mark if place + 1 < len(walk.rows) else None
    return (before is not None and before.kind == mark.kind) or (after is not None and after.kind == mark.kind)


def _next_mark(rows: list[Row], place: int) -> tuple[bool, float] | None:
    """Return whether the next row is numbered, and its rank; ``None`` at the end."""
    if place + 1 >= len(rows):
        return None
    mark = rows[place + 1].mark
    return (True, rank(mark)) if mark is not None else (False, 9)


_LONE = re.compile(r"0\d")


def _follows_number(walk: _Walk, place: int) -> bool:
    """Tell the line below 01, as posts number their parts."""
    above = walk.rows[place - 1] if place else None
    return above is not None and _LONE.fullmatch(walk.plain, above.start, above.end) is not None


_QUARTER_LASTS = frozenset("度年月份：")


def _goes_on_by_month(walk: _Walk, place: int) -> bool:
    """Tell a month below a heading, or the next one after it, with whole sentences of what is done then."""
    last = walk.headings[-1] if walk.headings else None
    if last is None or place + 1 >= len(walk.rows) or walk.plain[walk.rows[place + 1].end - 1] not in "。；":
        return False
    return walk.rows[place - 1].start <= last.span.start or QUARTER.fullmatch(last.title) is not None


def _is_unnumbered_heading(walk: _Walk, place: int, end: int) -> bool:
    row = walk.rows[place]
    plain = walk.plain
    text = plain[row.start : row.end]
    if len(row.pieces) != 1 or len(text) > LONGEST:
        return False
    quarter = text[-1] in _QUARTER_LASTS and QUARTER.fullmatch(text)
    if quarter and (_next_mark(walk.rows, place) not in (None, (False, 9)) or _goes_on_by_month(walk, place)):
        return True  # 一季度, and numbered below it what is done then
    aims = text[-1] == "：" and KNOWN.fullmatch(plain, row.start, row.end - 1)  # 行动目标：
    if aims or (text[-1] not in "。；：" and (COUNTED.match(text) or _follows_number(walk, place))):
        return True  # 任务一：建设平台
    if _BAD_TITLE.search(text):
        return False
    if row.style.startswith("heading") or KNOWN.fullmatch(letters(text)):
        return True
    if not (walk.numbered or walk.headings or place in walk.bare):
        return False
    if place not in walk.bare and (len(text) > 28 or "，" in text or ("、" in text and len(text) > 20)):
        return False
    return (
        _BODY_NAME.search(text) is None
        and _TOLD_BY.search(text) is None
        and (place in walk.bare or _leads_on(walk, place, end))
    )


def _leads_on(walk: _Walk, place: int, end: int) -> bool:
    """Tell a line without number or blank above a paragraph or a list below it."""
    row = walk.rows[place]
    follows = walk.rows[place + 1] if place + 1 < len(walk.rows) else None
    if follows is None or end <= row.start + 3 or " " in walk.plain[row.start : row.end]:
        return False
    return follows.end - follows.start >= 30 if follows.mark is None else follows.mark.level > 1
