"""Takes the headers and texts of a table; gives what its columns hold: numbers, tasks, bodies, times."""

import re
from enum import StrEnum
from functools import lru_cache

from xietong.documents.cues import verb_at
from xietong.documents.targets_grammar import UNITS
from xietong.documents.units_names import certainty


class Column(StrEnum):
    """What a column of a ledger holds."""

    NUMBER = "number"
    DIRECTION = "direction"
    ACTION = "action"
    TASK = "task"
    MEASURE = "measure"
    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    DEADLINE = "deadline"
    TARGET = "target"
    OTHER = "other"


_HEADERS: tuple[tuple[Column, re.Pattern[str]], ...] = (
    (Column.NUMBER, re.compile(r"^(?:序号|序|号|.{0,4}(?:序号|编号)|No\.?)$")),
    (
        Column.OTHER,
        re.compile(
            r"进展|(?:当前|目前|办理|形象|整改)进度|进度情况|推进情况|完成情况|落实情况|存在问题|下一步|备注|联系|电话|领导|分管|包联|动态|灯|评分|"
            r"得分|自评|签字|监督|督办人|责任人|人员|处室负责人|预算|经费|资金|投资|"
            r"(?:检查|抽查|巡查|督查|督导|督办|受检)(?:时间|日期|单位|部门)|(?:对口|上级|审批)(?:单位|部门|处室)|地点$|主讲|授课"
        ),
    ),
    (Column.LEAD, re.compile(r"牵头|主办|承办|主责|主抓|主要责任|第一责任|主要负责单位")),
    (Column.SUPPORT, re.compile(r"配合|协办|参与|协助|协同(?:配合|单位|部门|处室|$)|参加|成员单位|支持单位")),
    (
        Column.RESPONSIBLE,
        re.compile(
            r"责任(?:单位|部门|科室|处室|主体|股室|学校|分工)?$|^责任|负责(?:单位|部门|科室|处室)|实施(?:单位|主体)|"
            r"(?:实施|承担|负责)(?:高校|院校|学校|学院)|^主体$|"
            r"业主|落实单位|工作单位|分工单位|单位$|部门$|处室$|科室$|股室$|(?:责任|负责)方$|谁(?:来[做办干]|负责)"
        ),
    ),
    (
        Column.DEADLINE,
        re.compile(
            r"时限|时间|期限|年限|(?:建设|实施)年度|^年度$|起止|进度(?:安排|要求|计划)?$|节点|完成日期|周期|何时|什么时候|^月份$"
        ),
    ),
    (Column.MEASURE, re.compile(r"(?:建设|工作|主要|具体|任务|实施)内容")),
    (
        Column.TARGET,
        re.compile(
            r"(?<![及和与])目标(?:值|要求)?$|指标|预期(?:成果|目标|效果)|成果(?:形式|要求)?$|20\d\d年?[底末]?(?:[^年月]{0,4}(?:值|基数|实际|现状|目标|规划))?$|基期|属性|现状|完成标准|"
            r"工作成效|考核标准"
        ),
    ),
    (
        Column.MEASURE,
        re.compile(
            r"措施|举措|工作内容|具体(?:内容|任务|工作|要求|做法)|主要内容|内容(?:及|和|与)?|细化|任务分解|任务内容|"
            r"要求$|安排$|做法|路径|(?:年度|工作|实施|推进)计划$|怎[么样]做|如何做"
        ),
    ),
    (
        Column.TASK,
        re.compile(
            r"任务(?!类)|工作(?:事项|项目)?$|事项|工作要点|工程|项目(?:名称)?$|要点|行动$|举措名称|实事|要做的事|做什么"
        ),
    ),
    (Column.DIRECTION, re.compile(r"方面|领域|类别|分类|板块|大类|类型|方向|维度|一级|阶段|步骤")),
)
_WHERE = (Column.LEAD, Column.SUPPORT, Column.RESPONSIBLE, Column.DEADLINE)
_WHAT = (Column.MEASURE, Column.TASK, Column.ACTION, Column.DIRECTION)
ACTS = re.compile(
    r"(?:实施|建设|建成|新建|新增|改造|推进|推动|支持|开展|完善|建立|打造|培育|培养|遴选|组织|加强|提升|扩大|制定|"
    r"落实|引进|选派|升级|优化|健全|深化|强化|构建|举办|开发|配备|加快|依托|面向|重点)"
)
_BLANK = re.compile(r"[\s：:（）]+")


def column_named(text: str) -> Column | None:
    """Return what :func:`column_of` does; long texts, which are no headers, are not kept."""
    return column_of(text) if len(text) < _USUAL else column_of.__wrapped__(text)


_USUAL = 64  # headers are shorter, and come again and again


@lru_cache(maxsize=8192)
def column_of(text: str) -> Column | None:
    """Return what a column with this header holds; ``None`` for no header at all."""
    bare = _BLANK.sub("", text)
    if len(bare) > 16:
        return None
    return next((column for column, pattern in _HEADERS if pattern.search(bare)), None)


def is_ledger(columns: tuple[Column, ...]) -> bool:
    """Tell a table of tasks by its columns: one says what, and one who or when."""
    return any(column in _WHERE for column in columns) and any(column in _WHAT for column in columns)


def settled(columns: tuple[Column, ...], texts: list[list[str]], first: int) -> tuple[Column, ...]:
    """Of several columns that say what, the last holds the task itself and those before it name what it belongs to.

    What is required of work (人人参与) holds no tasks where the work beside it acts.
    """
    places = [place for place, column in enumerate(columns) if column in _WHAT]
    settled = list(columns)
    last = _last_of_kind(columns, places)
    if not any(_is_task(line[last]) for line in texts[first:]):
        last = next(
            (place for place in reversed(range(len(columns))) if _tells_tasks(columns, texts, first, place)), last
        )
    settled[last] = Column.TASK
    for place in places:
        settled[place] = Column.TASK if place == last else Column.ACTION
    heads = [place for place in places if place != last]
    if len(heads) >= 2:
        settled[heads[0]] = Column.DIRECTION
    return tuple(settled)


def _tells_tasks(columns: tuple[Column, ...], texts: list[list[str]], first: int, place: int) -> bool:
    """Tell a column of sentences that say what is done, below a name for it or one that says nothing of its own."""
    unnamed = columns[place] is Column.OTHER and first > 0 and column_named(texts[first - 1][place]) is None
    below = [line[place] for line in texts[first:] if line[place] and len(set(line)) > 1]
    return (unnamed or columns[place] in _WHAT) and sum(map(_is_task, below)) * 3 >= max(len(below), 1) * 2


def _last_of_kind(columns: tuple[Column, ...], places: list[int]) -> int:
    kind = next(each for each in _WHAT if any(columns[place] is each for place in places))
    return max(place for place in places if columns[place] is kind)


_FEWEST_ROWS, _FEWEST_COLUMNS = 3, 3
_COUNT = re.compile(r"\d{1,3}[.．、]?|[一二三四五六七八九十]{1,3}、?")
_MOMENT = re.compile(
    r"(?=.{1,16}$)(?:.*(?:\d\s*[月年日]|季度|[年月][底末]|底前|年内|[全常]年|半年|[上中下]旬|长期|持续|常态|立[即行]|每[年月周季]|学期|[寒暑]假"
    r"|开学|适时|即时).*|\d{4}[-/.—]\d{1,4}.*|20\d\d$)"
)
_TELLS = re.compile(r".[^，。；]{0,6}?[了过]|.*(?:已经?|顺利|成功)")
_NAMES_OF_BODIES = re.compile(r"[、，；\s]+")
_ROOM = re.compile(
    r"[\u4e00-\u9fff]{1,9}(?:[科室股处办局委厅部院馆队站团会组]|中心|学校|小学|中学|幼儿园|街道|镇|乡)(?:（[^（）]{1,12}）)?"
)


def by_content(texts: list[list[str]]) -> tuple[Column, ...]:
    """Return what the columns of a table without any header hold; nothing where they hold no tasks with who or when."""
    texts = [line for line in texts if len(set(line)) > 1]
    if len(texts) < _FEWEST_ROWS or len(texts[0]) < _FEWEST_COLUMNS:
        return ()
    held = [_held([text for text in column if text]) for column in zip(*texts, strict=True)]
    alone = held.count(Column.TASK) == 1
    return tuple(held) if alone and (Column.RESPONSIBLE in held or Column.DEADLINE in held) else ()


def fits(columns: tuple[Column, ...], texts: list[list[str]]) -> bool:
    """Tell whether the columns of the table above hold numbers and times here as well."""
    for column, held in zip(columns, zip(*texts, strict=True), strict=True):
        told = dict(_TOLD[:2]).get(column)
        filled = [text for text in held if text]
        if told is not None and sum(map(told, filled)) * 2 < len(filled):
            return False
    return True


def _held(texts: list[str]) -> Column:
    for column, told in _TOLD:
        if sum(map(told, texts)) * 4 >= max(len(texts), 1) * 3:
            return column
    return Column.OTHER


def is_moment(text: str) -> bool:
    """Tell a cell of nothing but a time by which, or in which, something is done."""
    return _MOMENT.match(text) is not None


def is_bodies(text: str) -> bool:
    """Tell a cell of nothing but bodies, rooms and schools."""
    names = [name for name in _NAMES_OF_BODIES.split(text) if name]
    return len(text) > 1 and all(certainty(name) or _ROOM.fullmatch(name) for name in names)


def _is_task(text: str) -> bool:
    return len(text) >= 6 and verb_at(text) and _TELLS.match(text) is None


_TOLD = (
    (Column.NUMBER, lambda text: _COUNT.fullmatch(text) is not None),
    (Column.DEADLINE, is_moment),
    (Column.RESPONSIBLE, is_bodies),
    (Column.TASK, _is_task),
)
OF_YEAR = r"[\u4e00-\u9fff]{0,4}(?:目标|规划|预期|现状|基数|基期|基准|实际|完成)[值数]?[（(](20\d\d)\s*年?末?[）)]"
YEARLY = re.compile(r"20\d\d年(?:度)?[^0-9]{0,6}|第?[一二三四]季度.{0,4}|[上下]半年.{0,4}")


def with_aims(columns: tuple[Column, ...], texts: list[list[str]], first: int) -> tuple[Column, ...]:
    """Aims that say what is done, year by year or of what is only named beside them, hold the tasks."""
    if Column.TASK not in columns or not first:
        return columns
    task = columns.index(Column.TASK)
    yearly = [place for place, head in enumerate(texts[first - 1]) if YEARLY.fullmatch(_BLANK.sub("", head))]
    several = yearly if len(yearly) > 1 and _acts_below(texts, first, *yearly) else []
    aims = (place for place, column in enumerate(columns) if column is Column.TARGET and place not in several)
    places = [place for place in aims if _acts_below(texts, first, place)][:1]
    if several:
        places += several
    elif not places or _acts_below(texts, first, task, least=1 / 2):
        return columns
    named = Column.TASK if _acts_below(texts, first, task) else Column.ACTION
    heads = [named if column is Column.TASK else column for column in columns]
    return tuple(Column.TASK if place in places else column for place, column in enumerate(heads))


def _acts_below(texts: list[list[str]], first: int, *places: int, least: float = 2 / 3) -> bool:
    below = [line[place] for line in texts[first:] for place in places if line[place] and len(set(line)) > 1]
    return sum(1 for text in below if verb_at(text) and _TELLS.match(text) is None) >= max(len(below), 1) * least


_COUNTS = re.compile(r"[^新增拟计划建]{1,8}数(?:量|[\u4e00-\u9fff]{1,2})?")  # 学校数（所）: how many there are
_PROGRESS = re.compile(
    r"(?:完成|落实|进展|推进|办理|执行)情况|工作成效|(?:补助|奖补|下达|分配|拨付|追加)(?:资金|金额|经费|额度)"
)

_REACHED = re.compile(r"(?:目标)?(?:任务)?完成(?:率|比例|百分比)(?:（%）|%)?")  # beside 完成情况: what came of it


def is_told(columns: tuple[Column, ...], texts: list[list[str]], first: int) -> bool:
    """Tell tasks from projects only named beside how they went or what they get, and from what is held somewhere."""
    heads = [_BLANK.sub("", text) for text in texts[first - 1]] if first else []
    if "地点" in heads and not {Column.LEAD, Column.SUPPORT, Column.RESPONSIBLE}.intersection(columns):
        return False
    if Column.DEADLINE not in columns and sum(1 for head in heads if _COUNTS.fullmatch(head)) > 1:
        return _acts_below(texts, first, columns.index(Column.TASK)) if Column.TASK in columns else False
    if Column.DEADLINE not in columns and any(map(_REACHED.fullmatch, heads)) and any(map(_PROGRESS.fullmatch, heads)):
        return False
    lawful = any(head.endswith("依据") for head in heads)  # services are listed with the law they rest on
    if not lawful and (Column.DEADLINE in columns or not any(map(_PROGRESS.fullmatch, heads))):
        return True
    return _acts_below(texts, first, columns.index(Column.TASK)) if Column.TASK in columns else False


def only_measures(columns: tuple[Column, ...], texts: list[list[str]], first: int) -> bool:
    """Tell a table of indicators, each below what it belongs to (普惠发展), that says nothing of what is done."""
    if Column.TARGET not in columns or any(column in _WHAT and column is not Column.DIRECTION for column in columns):
        return False
    return not any(_acts_below(texts, first, place) for place in range(len(columns)))


MEASURE = re.compile(rf"[万亿千百]*(?:{UNITS}|年)(?:/.{{1,4}})?")


def without_measures(columns: tuple[Column, ...], texts: list[list[str]], first: int) -> tuple[Column, ...]:
    """A column 单位 that holds 万人, % and 所 says how things are measured, and not who is to act."""
    return tuple(
        Column.OTHER if column is Column.RESPONSIBLE and _held_below(texts, first, place) else column
        for place, column in enumerate(columns)
    )


def _held_below(texts: list[list[str]], first: int, place: int) -> bool:
    below = [line[place] for line in texts[first:] if line[place]]
    return sum(1 for text in below if MEASURE.fullmatch(text)) * 2 > len(below)
