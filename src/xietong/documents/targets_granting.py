"""Takes a quantity with what stands around it; tells whether it only says what somebody may have, and in which case.

Subsidies, rates of taxes and loans and the conditions of a grant are figures of a plan, but none set for the future.
"""

import re

from xietong.documents.targets_grammar import Amount

_TAX = re.compile(r"(?:的比例，?)?(?:抵免|减免|抵扣|减按|给予|返还|奖励|补助|上浮|下浮)")
# 适用3%征收率, 减按1%征收: rates of taxes and loans, fixed elsewhere.
_RATE_OF = re.compile(
    r"的?(?:预?征收?率|税率|费率|年?利率|贴息率|预征率|首付)|的[^，。；]{0,14}(?:补贴|补助|奖励|贴息|资助(?!学|院))"
)
_AT_RATE = ("适用", "减按", "预拨", "年利率", "年化利率")
# 按50%缴纳, 市级承担30%, 下调0.25个百分点, 减20个基点: how a payment is reckoned, and who bears it.
_RECKONED = re.compile(r"(?:按照?|承担|分担|负担|上浮|下浮|上调|下调)(?:比例)?(?:为|的)? ?$")
_SET_ASIDE = re.compile(r"(?:的(?:比例|标准))?(?:足额)?(?:计提|安排|提取|配备|配套|落实)")
_DOWN_PAYMENT = re.compile(r"首付[^，。；]{0,8}$")
# What loans, taxes and land are let for.
_TERMS = re.compile(
    r"(?:公积金|贷款(?:最高|最低)?(?:可贷)?(?:额度|限额|期限|年限|利率)|首付|契税|出让(?:金|价款|起始价)|起始价|竞买保证金|备案价格?|(?:支持|补助|奖补|资助)额度)[^，。；]{0,24}$"
)
# 按计税金额的5%，发放…: a share that somebody gets.
_PORTION = re.compile(r"按照?(?!不低于)[^，。；\d]{2,30}的 ?$")
_PAID_OUT = re.compile(r"，?(?:一次性|分别)?(?:给予|予以|补|奖|发放|贴|减|提供)")
# 可提高10%, 按计税金额的5%, 限享受1次: what somebody may have.
_ENTITLED = re.compile(
    r"可(?:以)?(?:再|适当|最高|相应)?(?:提高|上浮|增加|降低|下浮|下调|享受|放宽)[到至为]? ?$"
    r"|限(?:享受|申请|领取|报|补) ?$|最长(?:期限)?(?:可|为|可为|不(?:得)?超过|不(?:得)?高于)? ?$"
)
_ENTITLED_ENDS = frozenset("高浮加低调受宽到至为的请取报补长限可过于 ")
_TAX_FIRST = frozenset("的抵减给返奖补上下基")
_OF_TERMS, _OF_SHARES = frozenset(("%", "倍", "元", "")), frozenset(("%", "个百分点"))
_GRANTED = ("补贴", "补助", "贴息", "提供", "发放")


def is_granted(plain: str, amount: Amount, told: str, after: str, high: int) -> bool:
    """Tell a figure of a grant, its case included; ``told`` is the sentence up to it, which ends at ``high``.

    >>> from decimal import Decimal
    >>> rate = Amount(6, 8, Decimal(3), "%")
    >>> is_granted("小微企业适用3%征收率", rate, "小微企业适用", "征收率", 11)
    True
    """
    before, unit = told[-40:], amount.unit
    if unit in _OF_TERMS and _TERMS.search(before):
        return True
    if unit in _OF_SHARES and _is_share(before, after):
        return True
    if after[:1] in _TAX_FIRST and (after.startswith("基点") or _TAX.match(after)):
        return True
    if before[-1:] in _ENTITLED_ENDS and _ENTITLED.search(before):
        return True
    return _is_case(plain, amount, told, high)


def _is_share(before: str, after: str) -> bool:
    if _RECKONED.search(before) and _SET_ASIDE.match(after) is None:
        return True
    if _RATE_OF.match(after) or before.endswith(_AT_RATE) or after.startswith(_GRANTED):
        return True
    return _DOWN_PAYMENT.search(before) is not None or (
        _PORTION.search(before) is not None and _PAID_OUT.match(after) is not None
    )


# 达到25%并签订合同的，可申请贷款 says for whom, 按50%的标准确定 how much each gets.
_CASE = re.compile(
    r"(?:及?以[上下内])?的，|[^，。；]{0,44}的，(?:可以?|采取|实行|给予|予以|应当?|不得|由|按)|(?:以上|以下)?的(?:标准|比例)(?:确定|[^，。；]{0,16}?(?:给予|予以|返还|补助|奖补))"
)
# 组织不少于400人的专列，给予5万元奖补: what earns a grant. 对…纳税人，免征…: whom something is for.
_EARNS = re.compile(
    r"[^，。；]{0,30}，(?:对[^，。；]{2,30})?(?:每[户家人]|分别|一次性|再|均|可|按[^，。；]{2,16})*(?:给予|予以|奖励|奖补|免征|减按|减半)"
)
_FOR_WHOM = re.compile(r"(?:[一二三四五六七八九十\d]{1,3}[.、．]|（[一二三四五六七八九十]{1,3}）)? ?(?:继续)?(?:对|凡)")
_GRANTS = re.compile(r"给予|予以|奖励|奖补|补助|补贴|免征|减按|减半|贴息")
_OF_THOSE = re.compile(r"[^。；]{0,60}的[^，。；]{0,16}，?(?:每[户家]|分别|一次性|均)*(?:给予|予以|奖励|免征)")
_MADE_HERE = re.compile(
    r"^认定|新建|建设|建成|培训|培养|新增|培育|打造|力争|计划|每年|遴选|选拔|评选|选派|选聘|招聘|支持(?=\d)|设立|安排|统筹|投入|引进(?<!每引进)"
)
_UNMET = ("未超过", "未达到", "未满", "未达")
_LAST_CLAUSE = re.compile(r"[，。；：\n\t（）]")
_THAT = ("的", "以上的", "以下的")  # what a case begins with where it names no condition


def _is_case(plain: str, amount: Amount, told: str, high: int) -> bool:
    """Tell a figure that only says in which case something is granted, and to whom."""
    to, stop = amount.to, min(high, amount.to + 90)
    near = min(stop, to + 70)
    conditional = plain.find("的，", to, near) >= 0 or plain.startswith(_THAT, to)
    if (conditional and _CASE.match(plain, to, near)) or told.endswith(_UNMET):
        return True
    if _EARNS.match(plain, to, stop) and _MADE_HERE.search(_LAST_CLAUSE.split(told)[-1] or told) is None:
        return True
    whom = ("对" in told or "凡" in told) and _FOR_WHOM.match(told) is not None and _GRANTS.search(told) is None
    return whom and _OF_THOSE.match(plain, to, stop) is not None
