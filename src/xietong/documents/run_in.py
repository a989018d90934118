"""Takes a piece of a paragraph; gives where the heading ends that it begins with, if it begins with one."""

import re

from xietong.documents.numbering import Mark
from xietong.documents.openings import LONGEST, has_figure
from xietong.documents.rows import Piece, letters

_BRACKET_END = re.compile(
    r"\s*（(?![A-Za-z][A-Za-z .,'’-]*）)[^（）]{0,200}(?:（[^（）]{0,60}）[^（）]{0,100}){0,6}）\s*[。：；]?$"
)
KNOWN = re.compile(
    r"(?:前言|引言|序言|序|结语|后记|总则|附则|背景|现状|形势|意义|指导思想|(?:基本|工作|主要)原则"
    r"|总体(?:要求|思路|考虑)|(?:工作|发展)思路|(?:总体|工作|主要|发展|行动|年度|建设)目标|目标任务"
    r"|(?:主要|重点|工作|行动|年度|建设)任务|重点工作|工作重点|(?:工作|主要|保障|行动|推进)措施|(?:主要|重点)举措|工作要求|组织保障"
    r"|组织实施|组织领导|组织机构|时间安排|(?:工作|活动|行动)内容|(?:实施|工作)步骤|(?:工作|进度)安排|主要内容(?!包|[是为如]))"
)
# What a title of these begins with.
_KNOWN_FIRST = frozenset("前引序结后总附背现形意指基工主发目重保组时活实进行年建推")


def title_end(plain: str, start: int, end: int) -> int:
    """Where a title ends: before brackets with phases, scores or units, before its closing mark."""
    for _ in range(2):
        closed = plain.rfind("）", start, end)
        if closed < 0 or plain[closed + 1 : end].strip().strip("。：；").strip():
            break
        match = _BRACKET_END.search(plain, max(start, end - 400), end)
        if match is None or match.start() <= start:
            break
        end = match.start()
    while end > start and plain[end - 1] in " 。：；":
        end -= 1
    return end


# 动员部署阶段（2023年11月）。印发方案，召开部署会。
_STAGE = re.compile(r"[^，。；（）]{2,16}阶段（[^（）]{0,20}月[^（）]{0,20}）。")


def _is_stage(plain: str, piece: Piece) -> bool:
    return plain.startswith("）。", piece.end - 2) and _STAGE.fullmatch(plain, piece.start, piece.end) is not None


def run_in(plain: str, piece: Piece, follows: Piece | None, row_end: int, *, in_run: bool) -> int | None:
    """Return where a run-in heading ends, or ``None`` where the piece is none."""
    mark = piece.mark
    if mark is None:
        heads = follows is not None and (in_run or _is_stage(plain, piece))
        return title_end(plain, piece.start, piece.end) if heads else None
    if mark.kind == "article":
        return None
    said = sole_in(plain, piece)
    if said is not None or follows is None:
        return said
    end = title_end(plain, piece.body, piece.end)
    if end - piece.body > LONGEST or plain.count("，", piece.body, end) > 1 or has_figure(plain, piece.body, end):
        return None
    if says_who(plain, follows.start) or plain.find("的，", piece.body, end) >= 0:
        return None
    if follows.mark is not None:
        deeper = follows.mark.level > mark.level
        return end if deeper and (plain[piece.end - 1] in "。！？：" or end - piece.body <= 30) else None
    return end if _has_body(plain, piece, mark, follows, row_end) else None


def _has_body(plain: str, piece: Piece, mark: Mark, follows: Piece, row_end: int) -> bool:
    """Tell whether what follows a sentence is its section's text, and not only a bracket with units."""
    last = plain[piece.end - 1]
    if last not in "。！？：" or (last == "：" and mark.level >= 4):
        return False
    return not (plain[follows.start] in "（〔" and follows.end == row_end and follows.end - follows.start < 300)


_SAYS_WHO = re.compile(
    r"（?(?:[^，。；：（）]{1,4}方)?(?:责任|牵头|配合|[主承协]办|指导(?=单位)|完成时限|完成时间|时限)[^，。；]{0,12}："
)
_FARTHEST = 24  # where the colon of such a label stands at most


def says_who(plain: str, at: int) -> bool:
    """Tell whether a label stands at a place that says who does something, or by when."""
    return plain.find("：", at, at + _FARTHEST) >= 0 and _SAYS_WHO.match(plain, at) is not None


_LABEL = re.compile(r"([^，。；：、（）\d]{2,16})：(?=[^一（①\s])")


_GLUED = re.compile(
    rf"(?:{KNOWN.pattern})(?= ?(?:(?:全面|深入|认真|坚决|切实)?(?:贯彻|落实|学习)"
    rf"|以[^，。；]{{2,40}}为|坚持|通过|根据|按照|为(?:切实|进一步|确保|加强|全面|了)"
    r"|本[次方区校]|到 ?20\d\d ?年|围绕|高举|各[学校部单乡镇县区]|成立|（一）|1[.、]))"
)


_GLUED_ANYHOW = re.compile(rf"(?!组织实施)(?:{KNOWN.pattern})(?![和与及的、，。：；（ ]|落实|完成|情况)")


def _glued_end(plain: str, piece: Piece) -> int | None:
    """一、指导思想以…为… A title that says what a part is for, and the part right behind it: the break is lost."""
    if plain[piece.body : piece.body + 1] not in _KNOWN_FIRST:
        return None
    match = _GLUED.match(plain, piece.body, piece.end)
    if match is None and (piece.end - piece.body > LONGEST or _is_sentence(plain, piece)):
        match = _GLUED_ANYHOW.match(plain, piece.body, piece.end)
    return match.end() if match is not None else None


def _is_sentence(plain: str, piece: Piece) -> bool:
    return plain[piece.end - 1] == "。" and plain.find("，", piece.body, piece.end) >= 0


def _speaking_label(plain: str, piece: Piece) -> int | None:
    """1、指导思想：以… A label that says what the part is for heads it; 高等教育领域：探索… is one sentence."""
    if plain.find("：", piece.body, piece.body + 17) < 0:
        return None
    match = _LABEL.match(plain, piece.body, piece.end)
    return match.end(1) if match is not None and KNOWN.fullmatch(letters(match[1])) else None


_SPACED = re.compile(r"[^，。；：（）\s\d]{4,24}(?=\s+[^\s（(\d])")


def _spaced_end(plain: str, piece: Piece) -> int | None:
    """A short title, a blank and a whole sentence: a run-in heading whose 。 the layout has replaced."""
    match = _SPACED.match(plain, piece.body, piece.end) if plain.find(" ", piece.body, piece.end) >= 0 else None
    if match is None or match.end() + 15 > piece.end:
        return None
    if piece.end - piece.body < LONGEST and plain.find("  ", piece.body, piece.end) < 0:
        known = plain[piece.end - 1] == "。" and KNOWN.fullmatch(match[0]) is not None  # 二、组织保障 各校要…。
        return match.end() if known else None
    return match.end()


def sole_in(plain: str, piece: Piece) -> int | None:
    """Return where a heading ends at the head of a paragraph that is one piece, or ``None`` where there is none."""
    level = piece.mark.level if piece.mark is not None else 9
    said = (_speaking_label(plain, piece) or _glued_end(plain, piece)) if level <= 3 else None
    return said or (_spaced_end(plain, piece) if level <= 4 else None)
