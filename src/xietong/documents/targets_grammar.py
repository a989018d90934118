"""Takes plain text; gives the quantities written in it with what stands directly at them, not yet judged."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from xietong.documents.cues import by_first
from xietong.documents.numerals import han_to_int, to_decimal

# Atomic: whatever follows a number begins with no digit, so that giving digits back never helps.
_NUMBER = r"(?>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"
_SCALE = r"万亿|千万|百万|十万|万|亿|千(?=所|名|人|家|个|余|场|兆)|百(?=所|名|人|家|个|余|场)"
UNITS = (
    "个百分点|百分点|个月|个工作日|工作日|%|‰|平方公里|平方千米|平方米|立方米|公顷|公里|千米|亩次|亩|人次"
    "|人/年|人天|人(?![口才民员群工会大])|名|位|所次|所|家次|家|个|门次|门|套|台套|台|册"
    "|学时|学期|学年(?!度)|课时|小时|分钟|学分|场次|场|次|期|对|批次|批|支|种"
    "|类|本|件|篇|户次|户|间|栋|幢|座|处|条|辆|张|块"
    "|片|节|倍|例|款|部(?![门委])|艘|项次|项|美元|港元|澳门元|元|班次|班|组"
    "|团队|团|队|份|首|幅|Mbps|Gbps|兆瓦时|兆瓦|兆|M(?![A-Za-z])|G(?![A-Za-z])|米|吨|千瓦时|千瓦"
    "|点位|岗|床|只|副|盏|株|棵|平米|㎡|公斤|斤|头|岁|宗|标箱|架次|列"
    "|微克/立方米|周(?![年边期末岁一二三四五六日报])|天(?![然津府])|根(?![据本])|羽(?![毛绒])|尾(?![气矿])|堂|方(?![面案式向法针略])|颗(?!粒)|枚|口(?!岸)|架(?![构子])"
    "|升(?![级学至到降])|毫米|克(?![服难])|EFLOPS|PFLOPS|PB|TB|P(?![A-Za-z])"
)
_UNIT = rf"(?:{by_first(UNITS)})"
_AFTER = r"(?:（含）)?(?:及|或)?(?:以上|以内|以下|左右|上下|以外)"
_TO = r"\ ?(?:—{1,2}|-{1,2}|～|至|到|~)\ ?"
# A dash or the like behind a number and its unit: a range is tried nowhere else.
_RANGED = r"(?=[\d., ]++[^—\-～至到~]{0,12}+[—\-～至到~])"
_FIGURE = re.compile(
    rf"""
    {_RANGED}(?P<low>{_NUMBER})\ ?(?P<lscale>{_SCALE})?\ ?(?P<lunit>{_UNIT})?{_TO}
        (?P<high>{_NUMBER})\ ?(?P<hscale>{_SCALE})?\ ?(?:余|多)?\ ?(?P<hunit>{_UNIT})(?P<rafter>{_AFTER})?
  | (?P<great>\d+)(?P<gscale>[万亿])(?P<rest>\d{{1,3}},\d{{3}}|\d{{1,4}})(?P<rscale>万)?\ ?(?P<gunit>{_UNIT})
        (?P<gafter>{_AFTER})?
  | (?P<number>{_NUMBER})\ ?(?P<scale>{_SCALE})?\ ?(?P<more>余|多)?\ ?
        (?:个(?=小时|学分|课时|学时|班[以，。、；]))?(?P<unit>{_UNIT})(?P<after>{_AFTER})?
  | (?P<span>\d{{1,2}}(?:\.\d{{1,2}})?)\ ?年(?![\d级制内来期代度底终初间])(?P<safter>{_AFTER})?
  | (?P<factor>[01]\.\d{{1,3}})(?P<fafter>{_AFTER})?(?![\d.%％:：]|{_UNIT})
  | (?P<bare>{_NUMBER})\ ?(?P<bscale>{_SCALE})(?P<bmore>余|多)?(?P<bafter>{_AFTER})?(?![\d年月]|人口)
    """,
    re.VERBOSE,
)
# What can stand behind the digits of a quantity: a unit, a scale, more digits or a dash. Most digits are dates.
_FOLLOWS = frozenset(unit[0] for unit in UNITS.split("|")) | frozenset("万亿千百十.,—-～至到~ 余多年")
# A run of digits is tried at its first only, and behind no sign that makes it a number: the look behind stands second,
# so that digits are sought quickly. With more than two digits before 年 it is a year.
_RUN = re.compile(
    r"[0-9](?<![0-9×.第〔+＋/:A-Za-z][0-9])[0-9]*+"
    rf"(?=[{re.escape(''.join(sorted(_FOLLOWS - set('年.,'))))}]|[.,]\d|年(?<![0-9]{{3}}年))"
)
_HAN_UNIT = r"名|所|个|家|人次|人(?![口才民员群工会大])|门|万元|亿元|项|场|对(?![口接])|节|堂|座|台|套|公里"
_HAN = re.compile(
    rf"""
    百分之(?P<percent>[零〇一二三四五六七八九十百]{{1,12}}(?:点[零〇一二三四五六七八九]+)?)(?P<pafter>{_AFTER})?
  | (?<!同)(?<!每)(?P<one>[一二两三])(?P<oneunit>所|名|小时)(?!一)(?P<oafter>{_AFTER})?
  | (?:(?<=[少低]于)|(?<=至少)|(?<=不超过))(?P<few>[一二两三四五六七八九])(?P<fewunit>{_UNIT})
  | (?<![\d.第])(?<!\d\ )(?P<han>(?:[一二三四五六七八九两几数]?[百千万]|[一二三四五六七八九]?十)
        [零一二三四五六七八九十百千万]{{0,12}})
        (?P<hmore>余|多)?(?P<hanunit>{_HAN_UNIT})(?P<hafter>{_AFTER})?
    """,
    re.VERBOSE,
)
_HAN_START = re.compile(
    r"[一二两三四五六七八九十百千万](?:(?<=百)|[十百千万零所名小人个家门项场对节堂座台套公余多]|(?<=于.)|(?<=至少.)|(?<=超过.))"
)


class Amount(NamedTuple):
    """A quantity at ``[at, to)``: one value or a range's two ends; ``after`` is 以上, 以内 and the like, or 余."""

    at: int
    to: int
    value: Decimal
    unit: str
    high: Decimal | None = None
    after: str = ""
    spelt: bool = False


def amounts(plain: str) -> Iterator[Amount]:
    """Yield every quantity of a text, those in digits first, each kind in order; linear in its length."""
    yield from _amounts(plain, _RUN, _FIGURE, _in_digits)
    yield from _amounts(plain, _HAN_START, _HAN, _in_characters)


def _amounts(
    plain: str,
    starts: re.Pattern[str],
    grammar: re.Pattern[str],
    read: Callable[["re.Match[str]"], Amount | None],
) -> Iterator[Amount]:
    done = 0
    for start in starts.finditer(plain):
        at = start.start()
        match = grammar.match(plain, at) if at >= done else None
        if match is None:
            continue
        done = match.end()
        amount = read(match)
        if amount is not None:
            yield amount


def _in_digits(match: "re.Match[str]") -> Amount | None:
    at, to = match.span()
    number, scale, more, unit, after = match.group("number", "scale", "more", "unit", "after")
    if number:
        unit = "个百分点" if unit == "个" and _POINTS.match(match.string, to) else unit
        return Amount(at, to, to_decimal(number, scale or ""), unit, None, after or more or "")
    if match["great"]:  # 3万2,000篇, as Taiwan writes it
        value = to_decimal(match["great"], match["gscale"]) + to_decimal(match["rest"], match["rscale"] or "")
        return Amount(at, to, value, match["gunit"], after=match["gafter"] or "")
    if match["low"]:
        return _range(match)
    if match["span"]:
        return Amount(at, to, Decimal(match["span"]), "年", after=match["safter"] or "")
    if match["factor"]:
        told = "系数" in match.string[max(0, at - _COEFFICIENT) : at]
        return Amount(at, to, Decimal(match["factor"]), "", after=match["fafter"] or "") if told else None
    after = match["bafter"] or match["bmore"] or ""
    return Amount(at, to, to_decimal(match["bare"], match["bscale"]), "", after=after)


_POINTS = re.compile(r"(?:[、和]\d+(?:\.\d+)?个)*?[、和]\d+(?:\.\d+)?个百分点")  # 提高3个、2个百分点
_COEFFICIENT = 24  # characters within which 差异系数 stands before its figure, which has no unit


def _in_characters(match: "re.Match[str]") -> Amount | None:
    at, to = match.span()
    if match["percent"]:
        return Amount(at, to, _percent(match["percent"]), "%", after=match["pafter"] or "")
    if match["few"]:
        return Amount(at, to, to_decimal(match["few"], ""), match["fewunit"])
    if match["one"]:
        return Amount(at, to, to_decimal(match["one"]), match["oneunit"], after=match["oafter"] or "", spelt=True)
    return _spelt(match)


def _range(match: "re.Match[str]") -> Amount | None:
    scale = match["hscale"] or ""
    low = to_decimal(match["low"], match["lscale"] or scale)
    high = to_decimal(match["high"], scale)
    if (match["lunit"] and match["lunit"] != match["hunit"]) or high <= low:
        return None
    return Amount(match.start(), match.end(), low, match["hunit"], high, match["rafter"] or "")


def _percent(text: str) -> Decimal:
    whole, _, rest = text.partition("点")
    value = Decimal(han_to_int(whole))
    return value + Decimal(han_to_int(rest)) / (10 ** len(rest)) if rest else value


def _spelt(match: "re.Match[str]") -> Amount | None:
    text, unit = match["han"], match["hanunit"]
    follows = match.string[match.end() : match.end() + 1]
    single = len(text) == 1 and (unit == "人" or follows in ("", "\t", "\n", "）"))
    if text[0] in "几数" or single:
        return None
    scale = ""
    if unit in ("万元", "亿元"):
        scale, unit = unit[0], "元"
    return Amount(
        match.start(),
        match.end(),
        to_decimal(text, scale),
        unit,
        after=match["hafter"] or match["hmore"] or "",
        spelt=True,
    )
