"""Takes text in blocks; gives an official document as a value, with the measures and typefaces of its form said once.

The form is GB/T 9704-2012 (layout of official documents of Party and government organs): A4, a text area of
156 mm × 225 mm, 22 lines of 28 characters, title in 小标宋 2号, text in 仿宋 3号, first headings in 黑体, second in
楷体, numbering 一、（一）1.（1）, page numbers — 1 — outside.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xietong.drafting import house_number

PAGE_MM = (210, 297)
MARGIN_TOP_MM, MARGIN_BOTTOM_MM, MARGIN_LEFT_MM, MARGIN_RIGHT_MM = 37, 35, 28, 26
TEXT_WIDTH_MM = PAGE_MM[0] - MARGIN_LEFT_MM - MARGIN_RIGHT_MM
TEXT_HEIGHT_MM = PAGE_MM[1] - MARGIN_TOP_MM - MARGIN_BOTTOM_MM
LINES, CHARACTERS = 22, 28
# The standard's sizes by their Chinese numbers, in points: 2号, 3号, 4号, 小四.
SIZE_TITLE_PT, SIZE_BODY_PT, SIZE_PAGE_NUMBER_PT, SIZE_TABLE_PT = 22.0, 16.0, 14.0, 12.0
_POINTS_PER_MM = 72 / 25.4
LINE_PITCH_PT = TEXT_HEIGHT_MM * _POINTS_PER_MM / LINES
CHARACTER_PITCH_PT = TEXT_WIDTH_MM * _POINTS_PER_MM / CHARACTERS
LATIN = "Times New Roman"


class Face(StrEnum):
    """A typeface of the form; the value is the name that office software knows it by."""

    TITLE = "方正小标宋简体"
    BODY = "仿宋_GB2312"
    HEADING = "黑体"
    SUBHEADING = "楷体_GB2312"
    NUMBER = "宋体"


# Who stands in where a face is missing, best first: the same design from other houses, then free fonts (OFL).
STAND_INS: dict[Face, tuple[str, ...]] = {
    Face.TITLE: ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC"),
    Face.BODY: ("仿宋", "FangSong", "FangSong_GB2312", "朱雀仿宋", "Noto Serif SC", "Noto Serif CJK SC"),
    Face.HEADING: ("SimHei", "方正黑体_GBK", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC"),
    Face.SUBHEADING: ("楷体", "KaiTi", "KaiTi_GB2312", "LXGW WenKai", "霞鹜文楷", "Noto Serif SC", "Noto Serif CJK SC"),
    Face.NUMBER: ("SimSun", "Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–4; its number is part of the text (see :func:`numbered`)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``lead`` is a run-in heading that opens it. ``place``: ``""`` indented, ``center`` or ``right``."""

    text: str
    lead: str = ""
    place: str = ""
    face: Face = Face.BODY


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table; ``widths`` are shares of the text width. ``None`` in a row is merged with the cell above."""

    header: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    widths: tuple[float, ...] = ()
    title: str = ""


# The parties' colours, as on the site (theme/frontend/src/paper.css); a party's ordinal chooses.
PARTY_COLOURS = ("1F4E8C", "A33B20", "2F6B3C", "6A3D8A", "7A5A00")


@dataclass(frozen=True, slots=True)
class BarPart:
    """One party's part of a bar: shares from 0 to 1, confirmed by the counterpart and claimed by itself."""

    name: str
    confirmed: float
    claimed: float
    ordinal: int = 0

    @property
    def colour(self) -> str:
        """The party's colour as six hexadecimal digits."""
        return PARTY_COLOURS[self.ordinal if self.ordinal < len(PARTY_COLOURS) else 0]


@dataclass(frozen=True, slots=True)
class Bar:
    """The progress of one thing by party, with the joint figure (0–1)."""

    label: str
    parts: tuple[BarPart, ...]
    joint: float


@dataclass(frozen=True, slots=True)
class Bars:
    """Double bars: two parties grow from the centre to either side; three or more stand one below the other."""

    bars: tuple[Bar, ...]


LEGEND = (
    "各方进度：已互认／已填报（色块标明各方，实色为已互认，斜纹为已填报待互认）；"
    "短竖线为共同进度，取各方已互认进度中最低者。"
)


def figures(bar: Bar) -> tuple[tuple[str, str], ...]:
    """Say a bar in figures, each with the colour of its mark: each party's confirmed and claimed progress, the joint.

    >>> figures(Bar("", (BarPart("东", 0.4, 0.5), BarPart("西", 0.6, 0.6, 1)), 0.4))
    (('1F4E8C', '东 40%／50%'), ('A33B20', '西 60%／60%'), ('', '共同 40%'))
    """
    parts = ((part.colour, f"{part.name} {part.confirmed:.0%}／{part.claimed:.0%}") for part in bar.parts)
    return (*parts, ("", f"共同 {bar.joint:.0%}"))


@dataclass(frozen=True, slots=True)
class Signature:
    """The names of those who issue and the day, at the end."""

    names: tuple[str, ...]
    day: date | None = None


Block = Heading | Paragraph | Table | Bars | Signature


@dataclass(frozen=True, slots=True)
class OfficialDocument:
    """A document in official form. ``marking`` heads every page (示例文本, 征求意见稿); ``day`` dates it."""

    title: str
    blocks: tuple[Block, ...]
    number: str = ""
    marking: str = ""
    author: str = ""
    day: date | None = None


def numbered(level: int, ordinal: int, text: str) -> str:
    """Put the official number of a level (from 1) before a text.

    >>> [numbered(level, 12, "安排") for level in (1, 2, 3, 4)]
    ['十二、安排', '（十二）安排', '12.安排', '（12）安排']
    """
    return house_number(level - 1, ordinal) + text


def chinese_day(day: date) -> str:
    """Write a day as documents do, without leading zeros.

    >>> chinese_day(date(2021, 11, 3))
    '2021年11月3日'
    """
    return f"{day.year}年{day.month}月{day.day}日"
