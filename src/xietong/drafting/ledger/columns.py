"""Takes a plan's parties; gives the columns of its ledger, and what other ledgers call the same columns.

A column's key: ``uid number direction action title text start due recurrence targets milestones weight``, ``lead:`` or
``support:`` with a party's code (without one: whoever leads or supports), ``note:`` with the name of a text that the
caller keeps beside the plan (progress, problems …).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xietong.basics import Party
from xietong.drafting.plan import Recurrence

RECURRENCES: dict[Recurrence, str] = {
    Recurrence.NONE: "",
    Recurrence.MONTHLY: "每月",
    Recurrence.QUARTERLY: "每季度",
    Recurrence.YEARLY: "每年",
    Recurrence.ONGOING: "长期",
}
NOTES: dict[str, str] = {
    "progress": "进展情况",
    "percent": "完成比例",
    "problems": "存在问题",
    "next": "下一步打算",
    "remarks": "备注",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its key, heading, the heading above it that several columns share, width in characters."""

    key: str
    title: str
    group: str = ""
    width: float = 12
    editable: bool = True
    choices: tuple[str, ...] = ()


def standard_columns(parties: Sequence[Party], notes: Iterable[str] = tuple(NOTES)) -> tuple[Column, ...]:
    """Return the columns of a joint ledger: place in the plan, content, duties by party, times, targets, notes."""
    duties = [
        Column(f"{role}:{party.code}", title, party.place or party.short or party.name, 16)
        for party in parties
        for role, title in (("lead", "牵头单位"), ("support", "配合单位"))
    ]
    return (
        Column("uid", "标识", editable=False),
        Column("number", "序号", width=7),
        Column("direction", "方向", width=12, editable=False),
        Column("action", "行动", width=14, editable=False),
        Column("title", "工作任务", width=28),
        Column("text", "具体内容", width=40),
        *duties,
        Column("start", "起始时间", width=11),
        Column("due", "完成时限", width=11),
        Column("recurrence", "周期", width=8, choices=tuple(RECURRENCES.values())[1:]),
        Column("targets", "目标值", width=20),
        *(Column(f"note:{note}", NOTES.get(note, note), width=20) for note in notes),
    )


_WORDS = """
number = 序号 编号 项次 任务序号 序列 顺序号 总序号
direction = 方向 领域 类别 工作类别 板块 重点领域 任务类别 工作方向 大项
action = 行动 专项行动 行动计划 一级任务 重点工作 工作板块 项目类别
title = 工作任务 任务 主要任务 重点任务 任务名称 事项 工作事项 事项名称 任务事项 重点事项 督查事项 工作内容
title = 任务内容 目标任务 项目名称 名称 工作项目 重点任务内容 二级任务 标题 任务分解 具体任务
text = 具体内容 内容 主要内容 具体措施 工作措施 工作举措 主要举措 任务要求 工作要求 建设内容 举措 事项内容
text = 具体举措 细化措施
lead = 牵头单位 牵头责任单位 主要责任单位 主办单位 承办单位 牵头部门 主责单位 主责部门 牵头责任部门 主办部门
lead = 承办部门 牵头处室
support = 配合单位 协同配合单位 协办单位 参与单位 配合部门 协办部门 协作单位 参加单位 参与部门 配合责任单位
support = 协同单位
duty = 责任单位 责任部门 责任主体 责任处室 落实单位 实施单位 负责单位 分工单位
start = 起始时间 开始时间 启动时间 计划开始时间 起始日期 开始日期
due = 完成时限 完成时间 要求完成时间 办理时限 时限 完成期限 办结时限 计划完成时间 截止时间 时间节点 时限要求
due = 完成日期 期限 时间安排 进度安排 时间要求
recurrence = 周期 频次 办理周期 填报周期
targets = 目标值 指标 绩效目标 预期目标 年度目标 工作目标 目标指标 量化指标 目标
milestones = 节点 阶段 阶段目标 时间进度 实施步骤 阶段任务 工作阶段 里程碑
weight = 权重 分值
note:progress = 进展情况 推进情况 进度情况 工作动态 完成情况 工作进展 落实情况 目前进展 最新进展 进展 办理情况
note:progress = 工作进展情况
note:percent = 完成比例 完成率 进度 完成进度 完成百分比 进度百分比
note:problems = 存在问题 问题 困难问题 存在的问题 存在困难 存在问题及原因 困难和问题
note:next = 下一步打算 下一步工作 下步打算 下一步计划 下步计划 下一步工作计划 下一步举措 下步工作 下一步
note:remarks = 备注 说明 备注说明
note:leader = 分管领导 责任领导 牵头领导 市级领导 包案领导 责任人 分管负责人
note:contact = 联系人 联络员 联系方式 联系人及电话 联系电话
note:division = 责任科室 承办处室 责任人及电话
"""
SYNONYMS: dict[str, str] = {
    word: key for line in _WORDS.split("\n") for key, _, words in [line.partition(" = ")] for word in words.split()
}
_NOISE = re.compile(r"[\s（(\[].*?[)）\]]|\s+|[*＊:：]")
_QUARTER = re.compile(r"(?:第)?([一二三四1-4])季度(?:进展|推进|完成|工作|情况)*")
_MONTH = re.compile(r"(1[0-2]|[1-9])月(?:份)?(?:进展|推进|完成|工作|情况)*")


def bare_heading(text: str) -> str:
    """Return a heading without blanks, line breaks, brackets and marks.

    >>> bare_heading("完成 时限\\n（年 月）*")
    '完成时限'
    """
    return _NOISE.sub("", text.replace("\n", "").replace(" ", ""))


def heading_key(text: str) -> str:
    """Return the key that a heading means, or nothing. ``duty`` is decided by what stands beside it.

    >>> [heading_key(text) for text in ("主办单位", "要求完成时间", "二季度进展情况", "天气")]
    ['lead', 'due', 'note:progress:Q2', '']
    """
    bare = bare_heading(text)
    if key := SYNONYMS.get(bare):
        return key
    if match := _QUARTER.fullmatch(bare):
        return f"note:progress:Q{'一二三四1234'.index(match[1]) % 4 + 1}"
    if match := _MONTH.fullmatch(bare):
        return f"note:progress:{int(match[1]):02d}"
    return ""
