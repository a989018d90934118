"""Takes the data of an entry of the journal; gives them as people read them, in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from xietong.basics import Wording
from xietong_web.theme.templatetags.theme import said, word

DETAILS: dict[str, Wording] = {
    "act": Wording("操作", "Act"),
    "answer": Wording("需答复", "To be answered"),
    "approval": Wording("审图号", "Map approval number"),
    "areas": Wording("区域数", "Areas"),
    "base": Wording("原文件摘要", "Digest of the file taken out"),
    "batch": Wording("批次", "Batch"),
    "before": Wording("原内容", "Before"),
    "bodies": Wording("单位数", "Bodies"),
    "carried": Wording("落实数", "Carried out"),
    "changed": Wording("修改内容", "Changed"),
    "changes": Wording("变动数", "Changes"),
    "channel": Wording("通知方式", "Channel"),
    "closed": Wording("办结对象", "Closed"),
    "code": Wording("代码", "Code"),
    "conflicts": Wording("冲突数", "Conflicts"),
    "count": Wording("数量", "Number of them"),
    "data_set": Wording("报表", "Data set"),
    "day": Wording("日期", "Day"),
    "days": Wording("天数", "Days"),
    "digest": Wording("摘要值", "Digest"),
    "due": Wording("原定时限", "Due"),
    "effects": Wording("影响数", "Effects"),
    "extension": Wording("延期申请", "Extension"),
    "fields": Wording("修改的栏目", "Fields"),
    "from": Wording("原", "From"),
    "granted": Wording("同意延至", "Granted until"),
    "height": Wording("高度", "Height"),
    "host": Wording("网址", "Host"),
    "indicator": Wording("指标", "Indicator"),
    "indicators": Wording("指标", "Indicators"),
    "is_plan": Wording("属于计划", "Is a plan"),
    "item": Wording("事项", "Item"),
    "items": Wording("事项", "Items"),
    "kept": Wording("密钥保管", "Key kept"),
    "kind": Wording("类别", "Kind"),
    "last_period": Wording("末期", "Last period"),
    "level": Wording("级别", "Level"),
    "mail": Wording("接收邮件", "By mail"),
    "meeting": Wording("会议", "Meeting"),
    "name": Wording("名称", "Name"),
    "name_en": Wording("英文名称", "Name in English"),
    "node": Wording("体系中的位置", "Place"),
    "number": Wording("序号", "Number"),
    "on": Wording("等待对象", "Waiting on"),
    "organisation": Wording("单位", "Body"),
    "panels": Wording("图表数", "Panels"),
    "parent": Wording("上级", "Parent"),
    "party": Wording("协同方", "Party"),
    "paused": Wording("暂停督办", "Paused"),
    "period": Wording("报告期", "Period"),
    "places": Wording("位置数", "Places"),
    "plan": Wording("计划", "Plan"),
    "public": Wording("公钥", "Public key"),
    "reason": Wording("理由", "Reason"),
    "reports": Wording("填报数", "Reports"),
    "revision": Wording("修订次数", "Revision"),
    "roles": Wording("角色", "Roles"),
    "rules": Wording("校验规则", "Rules"),
    "rung": Wording("督办级别", "Rung"),
    "rungs": Wording("督办级别", "Rungs"),
    "sha256": Wording("SHA-256", "SHA-256"),
    "size": Wording("字节数", "Bytes"),
    "state": Wording("状态", "State"),
    "title": Wording("标题", "Title"),
    "to": Wording("至", "To"),
    "trigger": Wording("触发条件", "Trigger"),
    "uid": Wording("编号", "Identifier"),
    "uids": Wording("编号", "Identifiers"),
    "values": Wording("数据数", "Values"),
    "version": Wording("版本", "Version"),
    "wanted": Wording("申请延至", "Wanted until"),
    "width": Wording("宽度", "Width"),
    "workdays": Wording("工作日数", "Working days"),
}
_CODED = frozenset({"act", "channel", "kept", "kind", "roles", "rung", "state"})  # the rest is what somebody wrote
_TOLD = {True: Wording("是", "yes"), False: Wording("否", "no"), None: Wording("无", "none")}
_NAMING, _PARTING, _LISTING = Wording("：", ": "), Wording("；", "; "), Wording("、", ", ")


def details(data: Mapping[str, Any]) -> str:
    """Return ``name: value; …``: names in words, codes as the words they stand for, everything else as it is kept."""
    naming, parting, listing = map(said, (_NAMING, _PARTING, _LISTING))

    def value(told: Any, *, coded: bool) -> str:
        if told is None or isinstance(told, bool):
            return said(_TOLD[told])
        if isinstance(told, Mapping):
            return "{" + pairs(told.items()) + "}"
        if isinstance(told, list):
            return listing.join(value(each, coded=coded) for each in told)
        return word(told) if coded else str(told)

    def pairs(of: Iterable[tuple[str, Any]]) -> str:
        return parting.join(f"{_name(key)}{naming}{value(told, coded=key in _CODED)}" for key, told in of)

    return pairs(data.items())


def _name(key: str) -> str:
    found = DETAILS.get(key)
    return said(found) if found else key
