"""Takes the codes of supervision; gives the words that people read for them."""

from collections.abc import Mapping

from xietong.basics import Wording
from xietong_web.fulfilling.supervising.models import Delivery, Preference

LEVELS: Mapping[str, Wording] = {
    "reminder": Wording("提醒", "Reminder"),
    "blue": Wording("催办（蓝）", "Urge (blue)"),
    "yellow": Wording("预警（黄）", "Warning (yellow)"),
    "orange": Wording("预警（橙）", "Warning (orange)"),
    "red": Wording("督办（红）", "Red"),
    "bulletin": Wording("拟予通报", "To the bulletin"),
    "digest": Wording("摘要", "Digest"),
}
TRIGGERS: Mapping[str, Wording] = {
    "before_due": Wording("到期前", "before it is due"),
    "after_due": Wording("逾期后", "after it was due"),
    "silence": Wording("无进展后", "after silence"),
}
RECIPIENTS: Mapping[str, Wording] = {
    "organisation": Wording("责任单位", "The organisation"),
    "manager": Wording("其主管领导", "Its manager"),
    "joint_office": Wording("本方联合办公室", "Its joint office"),
    "person": Wording("本人", "The person"),
}
STATES: Mapping[str, Wording] = {
    Delivery.State.PENDING: Wording("待发送", "to be sent"),
    Delivery.State.SENDING: Wording("发送中", "being sent"),
    Delivery.State.SENT: Wording("已送达", "sent"),
    Delivery.State.FAILED: Wording("发送失败", "failed"),
    Delivery.State.UNCERTAIN: Wording("未送达或不明", "perhaps not sent"),
}
CHANNELS: Mapping[str, Wording] = {
    Delivery.Channel.INBOX: Wording("站内", "inbox"),
    Delivery.Channel.MAIL: Wording("邮件", "mail"),
    Delivery.Channel.ROBOT: Wording("群机器人", "group robot"),
}
ROBOTS: Mapping[str, Wording] = {
    "wecom": Wording("企业微信", "WeCom"),
    "dingtalk": Wording("钉钉", "DingTalk"),
    "feishu": Wording("飞书", "Feishu"),
}
DIGESTS: Mapping[str, Wording] = {
    Preference.Digest.OFF: Wording("不要", "Never"),
    Preference.Digest.DAILY: Wording("每个工作日", "Every working day"),
    Preference.Digest.WEEKLY: Wording("每周", "Every week"),
}
