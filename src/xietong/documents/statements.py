"""Takes sentences; says what each one is — task, objective, background … — with the evidence and how sure that is."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from xietong.documents.passage import Passage, Sentence, Setting


class StatementKind(StrEnum):
    """What a sentence says."""

    TASK = "task"
    OBJECTIVE = "objective"
    TARGET = "target"  # a figure and nothing to do
    BACKGROUND = "background"
    THOUGHT = "thought"  # guiding thought, principle
    DEFINITION = "definition"
    ISSUING = "issuing"  # issues the document, or closes it
    LABEL = "label"  # 责任单位：…, a lead-in, an address line, a bracket


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for or against: what was seen, for which kind, and its weight in logits."""

    seen: str
    kind: StatementKind
    weight: float


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with what it is, how sure that is (0–1), and why."""

    sentence: Sentence
    kind: StatementKind
    confidence: float
    evidence: tuple[Evidence, ...] = ()


_TASK, _OBJECTIVE, _TARGET = StatementKind.TASK, StatementKind.OBJECTIVE, StatementKind.TARGET
_BACKGROUND, _THOUGHT, _DEFINITION = StatementKind.BACKGROUND, StatementKind.THOUGHT, StatementKind.DEFINITION
_ISSUING, _LABEL = StatementKind.ISSUING, StatementKind.LABEL

# What a sentence most likely is, by where it stands; in logits.
PRIORS: dict[Setting, tuple[tuple[StatementKind, float], ...]] = {
    Setting.FRONT: ((_TASK, -2.0), (_BACKGROUND, 1.0), (_ISSUING, 0.5), (_OBJECTIVE, -1.0)),
    Setting.BACKGROUND: ((_BACKGROUND, 4.5), (_TASK, 0.0)),
    Setting.THOUGHT: ((_THOUGHT, 4.0), (_TASK, 0.0)),
    Setting.AIMS: ((_OBJECTIVE, 2.5), (_TASK, 0.0)),
    Setting.WORK: ((_TASK, 2.2), (_OBJECTIVE, 0.0), (_BACKGROUND, -0.5)),
    Setting.SUPPORT: ((_TASK, 2.4), (_OBJECTIVE, 0.0), (_BACKGROUND, -0.5)),
    Setting.CLOSING: ((_ISSUING, 3.0), (_TASK, -1.0)),
}

VERBS = (
    "推进|推动|加强|加快|完善|健全|建立|建设|实施|开展|组织|落实|强化|深化|优化|构建|打造|支持|鼓励|引导|促进|提升|提高|扩大|改善|规范|制定|编制|出台|修订|探索|创新|"
    "统筹|协调|培养|培育|选派|选聘|遴选|引进|配备|配齐|配足|保障|确保|做好|抓好|抓实|办好|用好|发挥|坚持|积极|严格|严禁|不得|禁止|持续|全面|深入|大力|着力|切实|进一步|稳步|有序|"
    "充分|共同|联合|共建|共享|互认|互派|搭建|设立|成立|启动|举办|召开|召集|承办|参与|争取|依托|整合|盘活|新建|改建|扩建|改扩建|新增|增加|减少|降低|压减|取消|清理|整治|治理|"
    "查处|排查|监测|评估|考核|督查|督导|督促|检查|验收|总结|推广|宣传|普及|普查|报送|上报|公布|发布|公开|签订|签署|对接|协同|合作|交流|开放|开发|研制|研究|分析|论证|申报|"
    "认定|评选|表彰|奖励|资助|补助|拨付|安排|列入|纳入|设置|开设|开足|开齐|改革|调整|调配|均衡|缩小|消除|巩固|拓展|拓宽|畅通|丰富|充实|壮大|做强|做优|做大|聚焦|突出|"
    "树立|弘扬|传承|培训|轮训|招聘|招录|招收|录取|分配|聘用|交流轮岗|轮岗|支教|帮扶|结对|托管|覆盖|配置|采购|购置|更新|升级|改造|维修|建成|创建|争创|争取|力争|形成|"
    "严守|严控|控制|防范|化解|处置|应对|预防|关爱|关心|维护|保护|尊重|落细|压实|明确|细化|分解|建好|管好|定期|及时|按时|按期|逐步|逐年|加大|加密|加力|加紧|健康|推行|推出|试行|试点|"
    "完成|组建|核定|实现|开通|上线|牵手|纠正|克服|迎接|压缩|淘汰|进入|通过|送教|招生|就读|建有|缔结|收录|会商|走访|共建|下设|轮值|跟进|汇总|报告|通报|调度|享受|给予|予以|实行|健全|执行|遵循|注重|重视|加深|扩充|倾斜|"
    "补充|核查|审核|审批|清退|退出|取缔|处罚|问责|追责|奖补|贴补|减免|免除|保证|守住|守牢|筑牢|夯实|厚植|铸牢|涵养|讲好|用足|激活|放大|延伸|辐射|带动|引领|示范|复制|移植|转化|孵化|攻关|突破|"
    "指导|协助|配合|帮助|服务|提供|供给|满足|激励|激发|激活|凝聚|汇聚|挖掘|吸引|吸纳|集聚|集中|筹措|筹集|筹建|多渠道|统一|统编|使用|运用|应用|利用|借助|对标"
)
ACTS = "begins with a verb of action"
TOLD = "a body is told to do something"
WILL = "somebody will do or is to do something"
_VERB = re.compile(rf"(?:{VERBS})")
_DUTY = re.compile(
    r"(?:(?<![适相响供对反效])应当?(?!用|对|届|急|考|聘|试|有尽)|须|必须|需要?|不得|严禁|禁止|负责|牵头|鼓励|支持|允许|可以|(?<![主重需必首次摘概纲简紧])要(?!求|素|点|闻|害|塞|内))"
)
_STATE_END = re.compile(
    r"(?:基本|全面|初步|总体|普遍|有效|更加|更为|进一步|显著|明显|大幅|持续|稳步|不断|逐步|切实|得到|有所|较为|日益|日趋|愈加|整体|广泛|充分|深入|深度|高度|高效|良性|全部|如期|普及|蓬勃)?"
    r"(?:形成|完善|健全|提升|提高|增强|优化|改善|扩大|缩小|丰富|建立|建成|确立|普及|实现|成熟|定型|合理|均衡|公平|优质|协调|满意|领先|前列|加强|加快|凸显|突出|发挥|解决|缓解|遏制|保障|落实|巩固|满足|落地|见效|融合|提质|增效|多元|多样|"
    r"畅通|科学|规范|浓厚|彰显|扎实|稳固|牢固|充足|完备|完成|完备|消除|达标|进展|成效|突破|新格局|新水平|新台阶|新进展|新突破|新成效|跃升|深化|强大|有力|充满活力|壮大|规模|覆盖|良好|发展|体系|格局|机制|水平|前茅|行列|一流)[。；]?$"
)
_STATE_WORD = re.compile(
    r"(?:基本|全面|初步|普遍|更加|更为|进一步|显著|明显|大幅|持续|稳步|不断|得到|有效|日益|整体)(?:形成|完善|健全|提升|提高|增强|优化|改善|扩大|缩小|丰富|建立|建成|普及|实现|合理|均衡|公平|优质|加强|解决|缓解|保障|巩固|满足|下降|降低|好转|确立|彰显|突出|协调|科学|规范|畅通|落实|充分|多元|多样|融合|成熟|完备|凸显|有效|充足|深化)"
)
_AIM_OPEN = re.compile(
    r"(?:力争|努力|争取)?(?:通过[^，]{2,20}，)?(?P<to>(?:力争)?(?:到|至|争取到|力争到|展望|在))?(?:“?(?:20\d\d|二[〇○零一二三四五六七八九]{3}|十[二三四五六]五|本世纪|今年|明年|年|\d{1,2}月)[^，。]{0,8}?(?:年(?:底|末)?(?:前)?|末|期末|时期末|中叶|学年|月底?前?|底前))，?(?:全市|全省|全区|全县|我省|我市|三地|两地)?(?:力争|基本|全面|各[^，。]{1,6})?"
)
_RATE = re.compile(
    r"(?:率|比例|占比|覆盖面|年限|规模|人数|面积|达标率|比重|标准|水平|总量|总数|学位|数量?)[^，。；]{0,6}(?:达到?|不低于|不少于|保持|控制|提高[到至]|提升[到至]|降[到至]|稳定|超过|突破|高于|低于|为|增[加至]|实现|分别)[^，。；]{0,12}?\d"
)
_PURE = re.compile(
    r"(?:率|比例|占比|覆盖面|年限)(?:均|都|总体|整体)?(?:要)?(?:达到?|不低于|保持在|控制在|提高[到至]|提升[到至]|降[到至]|稳定在|超过|突破|高于|低于)[^，。；]{0,8}?\d[^，。；]{0,12}[，。；]?"
)
_DONE_BY = re.compile(
    r"[^，。；]{2,16}(?:底前|月前|日前|年前)，?(?:全面|基本)?(?:完成|建成|启动|实施|建立|组建|出台|制定)"
)
_COUNTED = re.compile(
    r"(?:建设|建成|创建|培养|培育|新增|新建|改扩建|改建|扩建|打造|认定|遴选|培训|选派|引进|设立|组建|配备|增加|开发|建立|评选|支持|举办|招收|开设|推出|补充|选树|扶持|招聘|选聘|开展|立项|布局|争创|完成|开工|派遣|资助|推广)(?:了)?[^，。；]{0,24}?(?:\d|[一二两三四五六七八九十百千]+(?:所|个|家|名|人|项|门|处|批|套|支|种|间|座|类|次|场))"
)
_PAST = re.compile(
    r"(?:近年来|近年|近[一二两三四五六七八九十几\d]+年|多年来|以来，|去年|过去[一二三四五几]?[年个]|十[一二三]五”?(?:期间|时期|以来)|20\d\d年[^，。]{0,6}(?:以来|年来)|截至|已经|已(?!有|知|批|备|[^，。；]{1,8}的)|取得了|形成了|实现了|建立了|得到了|完成了|提高了|提升了|增加了|奠定了|推动了|有了|先后|历史性|累计|同比)"
)
_RESULT = re.compile(
    r"(?:较|比|同比)(?:上年|去年|20\d\d年|上一年|同期)[^，。；]{0,16}(?:提高|增加|增长|下降|减少|提升|上升)|同比|累计[^，。]{0,12}(?:投入|完成|培训|建成|新建)了|(?:全[省市区县州]|我[省市区县州]|目前|均|现|都)已[^，。；]{0,8}(?:达到|超过|完成|消除|建成|实现|投入|形成)"
)
_YEAR = re.compile(r"(20\d\d)年")
_NOW = re.compile(
    r"(?:仍|还|依然|尚|较为|比较|相对)(?:然)?(?:存在|面临|有|不足|不够|不高|薄弱|滞后|突出|强烈|不少)|存在着?[^，。]{0,20}(?:问题|短板|不足|差距|矛盾|困难)|面临(?:着)?[^，。]{0,20}(?:挑战|机遇|压力|形势|任务)|不平衡不充分|并存，|(?:当前|目前)，"
)
_REASON = re.compile(
    r"事关|意义(?:重大|深远)|(?:是|作为|成为|具有)[^。；]{0,40}(?:关键|基础|基石|保障|保证|必然要求|重要(?:内容|举措|组成部分|途径|抓手|任务|意义|支撑|标志)|迫切需要|根本|必由之路|重大(?:战略|举措|部署)|开局之年|收官之年|关键之年|重要一年|时期|阶段|意义)"
)
_GUIDING = re.compile(
    r"以[^。]{0,40}(?:为指导|为引领|为指引|为统领|为根本任务|为主题|为主线|为遵循|为宗旨|为中心|为导向|为目标|为动力)|高举[^。]{0,20}旗帜|(?:总体)?要求是：|指导思想是|总的要求是|主要目标是|基本思路是"
)
_PRINCIPLE = re.compile(r"^(?:——)?坚持[^，。；]{2,24}(?:[。，；]|原则)|的原则|为原则")
_DEFINITION_OF = re.compile(
    r"是指|指的是|所称|定义为|系指|以下(?:统称|简称)|包括但不限于|范围(?:为|包括|是)|适用于|对象(?:为|是)|分为[^。]{0,10}(?:阶段|类|部分|步)"
)
_ISSUE = re.compile(
    r"(?:制定|制订|制发|编制|形成|提出|出台|研究制定|拟定)(?:了)?(?:如下|以下|本|该|此)(?:《|实施|工作|行动|方案|计划|规划|意见|要点|办法|细则|通知|措施|纲要|清单|分工|具体|专项|任务|重点|三年|教育|台账|安排|协议)"
    r"|特?(?:制定|制订|编制)(?:了)?(?:本|如下|《)|现(?:将|就|把)|印发给|予以印发|随文印发|请(?:你们|各[^，。]{0,12}|结合|认真|遵照|遵循|贯彻|参照)[^。]{0,24}(?:执行|落实|实施|贯彻)|遵照执行|贯彻执行。?$|特此|自(?:发布|印发|公布|20\d\d年[^，。]{0,8})之?日?起(?:施行|实施|执行)|由[^，。]{2,30}负责解释|有效期|未尽事宜|(?:情况|问题|经验|意见建议|进展)[^，。]{0,12}，?请(?:及时|于|在)?[^，。]{0,12}(?:报送?|反馈|联系)|本(?:方案|规划|计划|意见|通知|办法|要点|纲要|协议|措施)(?:自|由|所|是|主要|共|的|确定|明确)"
    r"|作(?:出)?如下(?:安排|通知|部署)|提出(?:如下|以下)|(?:通知|安排|公布|分工|公告)如下|同意(?:，|后|印发)|审议通过|报(?:请)?[^，。]{2,20}(?:同意|批准)"
)
_NEWS_EVENT = re.compile(
    r"(?:值得一提|着墨|听取|审议|注意到|走访|发言人说|负责人说|该[^，。]{2,8}说|反响|引发|受到[^，。]{0,10}(?:好评|欢迎)|近日|日前|今日|今天|昨日|昨天|本报讯|记者|获悉|据悉|据了解|了解到|据介绍|介绍说?|表示|指出|强调|认为|说，|称，|\d{1,2}月\d{1,2}日(?:上午|下午)?[，、至—]|出席|主持|致辞|讲话|会上|参加会议|举行|召开(?!一次)|发布会|印发(?:了)?《|出台(?:了)?《|联合(?:发布|印发|出台|签署)|签署(?:了)?《|公布(?:了)?《|发布(?:了)?[《“])"
)
_ANNOUNCES = re.compile(
    r"(?:《[^》]{2,40}》|规划|方案|计划|意见|要点|文件|纲要|根据[^，]{2,30}|按照[^，]{2,30})(?:还)?(?:提出|明确|要求|指出|规定|部署|确定|强调)|将(?!在|于本|来|[^，。]{1,12}(?:作为|印发|纳入|列入))|下一步|今后，|今后将"
)
_LEAD_IN = re.compile(
    r"(?:如下|以下|下列|重点|主要|分别|要做到|包括|具体|一是|任务|工作|方面|措施|内容)[^。]{0,12}：$|^[^，。]{0,30}：$"
)
_UNIT_LABEL = re.compile(
    r"^[（\[]?\s*(?:主要|具体|第一|市级|省级|区级|[^，。；：（）]{1,4}方)?(?:牵头|责任|配合|主办|协办|承办|参与|参加|实施|协同|支持|落实|联系|分管|督办|负责|指导|协调|组织|主责|监督|主管|协作)(?:责任)?(?:单位|部门|科室|处室|领导|人|主体|股室|校|学校|司局|机构)?(?:和|及|、)?(?:[^：]{0,8})?："
    r"|^[（\[]?\s*(?:完成|办理|工作|推进)?(?:时限|时间|期限|进度|时间节点)(?:要求|安排)?：|^(?:备注|注|附注|说明|填报单位|填表|制表|联系人)："
)
_LED = re.compile(r"^[^，。；]{2,60}(?:牵头|负责)(?:，[^，。；]{2,120}(?:配合|参与|参加|协助|负责|协同))?[。；]?$")
_ADDRESS = re.compile(r"^(?:各|有关|相关|本市|全市|全省|市|省|区|县)[^。；]{2,300}：$")
_PROPOSES = re.compile(
    r"(?:提出|明确|确定|部署|包括|包含|涵盖|共有?|分为|推出|安排)(?:了)?[^。；，]{0,12}?[一二三四五六七八九十\d]+(?:项|大|个|方面|条)[^。；，]{0,8}(?:行动|任务|举措|措施|工程|计划|内容|方面|目标|重点)|等[一二三四五六七八九十\d]*个?方面(?:提出|明确|部署)"
)
_LISTS = frozenset(("一是", "一要"))
# What comes before the main clause: 按照…，  为…，  围绕…，
_ADVERBIAL = re.compile(
    r"(?:(?:同时|此外|另外|其中|并且|要求)，?|[^，。；]{2,30}(?:表示|指出|介绍|提出|明确|强调|透露|认为)，|(?:按照|根据|依据|围绕|结合|针对|为了?|通过|依托|以|在|对于?|从|经|自|除|由于|随着|作为|按|利用|借助|坚持)[^，。；]{2,60}，)"
)
_SUBJECT_ORDER = re.compile(
    r"^(?:各|有关|相关|省|市|区|县|两地|三地|双方|各地|学校|高校|教育部门|财政|地方|责任)[^，。；]{0,30}(?:要|应|须|负责|牵头|会同|共同|建立|制定|加强|做好|组织|落实|结合|根据|按照|定期|及时|明确|切实|统筹|将)"
)


def judge(passage: Passage) -> tuple[Statement, ...]:
    """Say of every sentence of a passage what it is. Deterministic; one pass."""
    titles = frozenset(heading.span.end for heading in passage.outline if heading.level == 0)
    report = not any(1 <= heading.level <= 3 for heading in passage.outline)
    return tuple(
        Statement(sentence, _LABEL, 1.0, (Evidence("a title", _LABEL, 12.0),))
        if sentence.whole.end in titles
        else _judged(passage.plain, sentence, passage.year, report=report)
        for sentence in passage.sentences
    )


def acts_at(plain: str, start: int, end: int) -> bool:
    """Tell whether ``plain[start:end]`` begins with a verb of action."""
    return _VERB.match(plain, start, end) is not None


def acts(plain: str, start: int, end: int) -> bool:
    """Tell whether ``plain[start:end]`` says that something is done: a sentence, or words with a verb of action."""
    return plain[end - 1] in "。；" or _VERB.search(plain, start, end) is not None


def _judged(plain: str, sentence: Sentence, year: int | None, *, report: bool) -> Statement:
    text = plain[sentence.span.start : sentence.span.end]
    report = report and sentence.setting is Setting.WORK
    evidence = (*weigh(text, sentence, plain, year, report=report), *((_REPORT,) if report else ()))
    totals = dict(PRIORS[sentence.setting])
    for one in evidence:
        totals[one.kind] = totals.get(one.kind, 0.0) + one.weight
    kind = max(totals, key=lambda each: (totals[each], each is _TASK))
    return Statement(sentence, kind, _share(totals, kind), evidence)


def _share(totals: dict[StatementKind, float], kind: StatementKind) -> float:
    best = totals[kind]
    return round(1 / sum(math.exp(min(value - best, 30.0)) for value in totals.values()), 3)


_WILL = re.compile(
    rf"(?:^|，)[^，。；]{{0,16}}(?:将|还将|拟|要|应当?|须|会同[^，]{{2,12}})(?:在[^，。；]{{2,12}})?(?:{VERBS})"
)
_REPORT = Evidence("running text without numbered sections", _TASK, -1.4)


def weigh(
    text: str, sentence: Sentence, plain: str, year: int | None = None, *, report: bool = False
) -> Iterable[Evidence]:
    """Gather what speaks for each kind in the sentence's own words."""
    whole = plain[sentence.whole.start : sentence.whole.end]
    if _is_label(text, whole):
        yield Evidence("a label, a lead-in or an address", _LABEL, 12.0)
        return
    if plain[sentence.whole.end : sentence.whole.end + 2] in _LISTS:
        yield Evidence("leads in to a list", _LABEL, 5.0)
    yield from _shape(text, sentence)
    yield from _time(text, sentence, year, report=report)
    yield from _form(text, sentence)


def _is_label(text: str, whole: str) -> bool:
    if (
        len(text) < 5
        or _UNIT_LABEL.search(text)
        or whole.startswith(("（", "〔"))
        and whole.rstrip("。；").endswith(("）", "〕"))
    ):
        return True
    if _LED.match(text) and not _VERB.match(text):
        return True
    return text.endswith("：") and (_LEAD_IN.search(text) is not None or _ADDRESS.search(text) is not None)


def _shape(text: str, sentence: Sentence) -> Iterable[Evidence]:
    head = text[:24]
    main = _main(text)
    aim = _AIM_OPEN.match(text, main)
    if _VERB.match(text, aim.end() if aim else main):
        yield Evidence(ACTS, _TASK, 1.6)
    elif _VERB.search(head):
        yield Evidence("a verb of action near the beginning", _TASK, 0.6)
    elif not _VERB.search(text):
        yield Evidence("no verb of action", _TASK, -1.5)
    if _DUTY.search(text):
        yield Evidence("a word of duty", _TASK, 0.9)
    if _SUBJECT_ORDER.match(text):
        yield Evidence(TOLD, _TASK, 1.2)
    if sentence.whole.end - sentence.span.end > 6:
        yield Evidence("a bracket with units or a time behind it", _TASK, 1.5)
    yield from _states(text, sentence, aim, begins=_VERB.match(text, aim.end() if aim else main) is not None)


def _main(text: str) -> int:
    """Where the main clause begins, behind up to three adverbial ones."""
    at = 0
    for _ in range(3):
        match = _ADVERBIAL.match(text, at)
        if match is None:
            break
        at = match.end()
    return at


def _states(text: str, sentence: Sentence, aim: "re.Match[str] | None", *, begins: bool) -> Iterable[Evidence]:
    states = len(_STATE_WORD.findall(text))
    working = sentence.setting in (Setting.WORK, Setting.SUPPORT)
    if aim and aim["to"]:
        yield Evidence("opens with the time of an aim", _OBJECTIVE, 0.5 if working and begins else 1.6)
    if states:
        yield Evidence("states that hold then", _OBJECTIVE, (0.4 if begins else 1.4) * min(states, 3))
    if _STATE_END.search(text) and not begins:
        yield Evidence("ends in a state", _OBJECTIVE, 0.6)
    if (_PURE if working else _RATE).search(text) and not begins:
        yield Evidence("a rate and the figure it is to reach", _TARGET, 1.6 if working else 2.4)
    counted = _COUNTED.search(text)
    if counted and sentence.setting is Setting.AIMS and begins:
        yield Evidence("so many are to be made", _TASK, 4.5)
    if sentence.setting is Setting.AIMS and _DONE_BY.match(text):
        yield Evidence("to be done by a day", _TASK, 4.0)


def _time(text: str, sentence: Sentence, year: int | None, *, report: bool) -> Iterable[Evidence]:
    if _PAST.search(text, 0, 36):
        yield Evidence("opens with the past", _BACKGROUND, 3.4)
    if _RESULT.search(text):
        yield Evidence("compares with the past", _BACKGROUND, 2.4)
    if _NOW.search(text):
        yield Evidence("tells how things stand", _BACKGROUND, 2.6)
    opening = _YEAR.match(text)
    if opening and year is not None and int(opening[1]) < year and "—" not in text[:8]:
        yield Evidence("opens with a year gone by", _BACKGROUND, 2.4)
    if _REASON.search(text):
        yield Evidence("says why", _BACKGROUND, 1.6 if not _VERB.match(text) else 0.8)
    ahead = _ANNOUNCES.search(text) is not None
    if report and _NEWS_EVENT.search(text):
        yield Evidence("reports an event", _BACKGROUND, 0.8 if ahead else 2.2)
    if report and not ahead and "了" in text:
        yield Evidence("tells what was done", _BACKGROUND, 1.5)
    if _WILL.search(text):
        yield Evidence(WILL, _TASK, 1.5)
    if ahead and (report or sentence.setting is Setting.FRONT):
        yield Evidence("announces what is to be done", _TASK, 1.2)


def _form(text: str, sentence: Sentence) -> Iterable[Evidence]:
    if _ISSUE.search(text):
        yield Evidence("issues or closes the document", _ISSUING, 4.0)
    if _GUIDING.search(text):
        yield Evidence("guiding thought", _THOUGHT, 3.0)
    if _PRINCIPLE.search(text) and sentence.setting is not Setting.WORK:
        yield Evidence("a principle", _THOUGHT, 1.5)
    if _PROPOSES.search(text):
        yield Evidence("tells what the plan consists of", _ISSUING, 3.5)
    if _DEFINITION_OF.search(text):
        yield Evidence("a definition or a scope", _DEFINITION, 2.6)
