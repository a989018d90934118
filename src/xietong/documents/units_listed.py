"""Takes a stretch of text; gives the bodies of a list of nothing but bodies: a signature, a line below a title."""

import re
from collections.abc import Iterator

from xietong.documents.units_names import certainty
from xietong.documents.units_pieces import pieces, split_joined, trimmed

# Two names set one behind the other without a blank: 中共某省委教育工委某省教育厅.
_GLUED = re.compile(
    r"(?<=[委府厅局会室])(?!员会)(?=(?:中共)?[\u4e00-\u9fff]{2,4}[省市县区州](?:委|人民政府|教育|财政|发展|人力|科"
    r"|公安|民政|卫生))"
    r"|(?<=总局)(?=(?:教育|财政|民政|公安|科技|农业农村|文化和旅游|工业和信息化)部|中央[文宣组网]|国家[发卫体]|共青团中央)"
)
# A school issues the plans of its own; elsewhere its name is one of many.
_SCHOOL = re.compile(r"[\u4e00-\u9fff]{2,16}(?:学校|中学|小学|幼儿园|中心校|学区)")


def names_in(plain: str, low: int, high: int, *, schools: bool = False) -> list[tuple[int, int]]:
    """Return the bodies of a list of nothing but bodies beyond doubt; an empty list for anything else.

    With ``schools`` any school is one as well.
    """
    found: list[tuple[int, int]] = []
    doubtful = 0
    for start, end in pieces(plain, low, high):
        for at, to in split_joined(plain, start, end):
            for a, b in _unglued(plain, at, to):
                mark = _MARKED.match(plain, a, b)
                a = a if mark is None else mark.end()
                a, b = trimmed(plain, a, b)
                school = _SCHOOL.fullmatch(plain, a, b) is not None
                if certainty(plain[a:b]) + (schools and school) < 2 or (school and not schools and b - a < _PLACED):
                    doubtful += 1 if _OFFICES.fullmatch(plain, a, b) else _BEYOND
                if _GROUP.match(plain, a, b) or doubtful > 1:
                    return []
                found.append((a, b))
    return found if not doubtful or len(found) > _BEYOND else []


_OFFICES = re.compile("编办|[人公][社安]|文旅|发改|卫健")  # beside full names as clear as they are
_BEYOND = 2
_PLACED = 7  # letters of a school's name that tells its place: 青溪市实验小学


_MARKED = re.compile(r"（[^（）]{1,24}）(?=[\u4e00-\u9fff]{3})")  # 【青溪】青溪市教育局
_GROUP = re.compile(r"各|有关|相关|(?:[\u4e00-\u9fff]{2})?[两二三四五六七八九十][地省市方家校]|[^、]{0,8}部门$")


def _unglued(plain: str, at: int, to: int) -> Iterator[tuple[int, int]]:
    start = at
    for match in _GLUED.finditer(plain, at, to):
        if (match.start() - start >= 4 and plain[match.start() - 1] != "会") or plain[start : match.start()].endswith(
            "委员会"
        ):
            yield start, match.start()
            start = match.start()
    yield start, to
