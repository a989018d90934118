"""What holds for every text: spans quote exactly, reading is deterministic, no text crashes it, JSON goes both ways."""

import json
from collections.abc import Iterator

from hypothesis import example, given, settings
from hypothesis import strategies as st

from xietong import documents
from xietong.basics import Refusal, Span
from xietong.documents.plain import unify

PIECES = st.sampled_from(
    [
        "一、", "（一）", "1.", "（1）", "一是", "——", "第一章 ", "专栏1 ", "目录", "到2025年，", "2024年底前",
        "每年", "“十四五”期间", "新建学校20所", "毛入园率达到95%以上", "市教育局", "省财政厅", "牵头单位：",
        "责任单位：", "（", "）", "《", "》", "“", "”", "，", "。", "；", "：", "、", "\n", " ", "　", "\t",
        "|", "根据", "制定本方案", "行动计划", "关于印发", "的通知", "重点任务", "发展目标", "加强", "完善机制",
        "已取得了", "以来", "教育協同", "學(xué)", "①", "A", "1.5", "10万", "，其中",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=60).map("".join)


def spans(draft: documents.Draft) -> Iterator[tuple[Span, str | None]]:
    yield from ((heading.span, None) for heading in draft.outline)
    yield from ((item.span, item.text) for item in draft.items)
    yield from ((aim.span, aim.text) for aim in draft.objectives)
    yield from ((unit.span, unit.name) for unit in draft.units)
    yield from ((deadline.span, deadline.text) for deadline in draft.deadlines)
    yield from ((target.span, target.text) for target in draft.targets)
    yield from ((basis.span, None) for basis in draft.basis)
    yield from ((notice.span, None) for notice in draft.notices if notice.span is not None)


def read(text: str) -> documents.Draft | None:
    try:
        return documents.read(text.encode("utf-8", "surrogatepass"), "text.txt")
    except Refusal:
        return None


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_spans_quote_the_text_exactly(text: str) -> None:
    draft = read("青溪市教育行动计划\n一、重点任务\n新建学校，完善机制。\n" + text)
    assert draft is not None
    for span, quoted in spans(draft):
        assert 0 <= span.start <= span.end <= len(draft.text)
        assert quoted is None or span.quote(draft.text) == quoted


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
@example("要")
def test_no_text_crashes_the_reader(text: str) -> None:
    draft = read(text)
    assert draft is None or draft.text is not None


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_reading_is_deterministic(text: str) -> None:
    assert read("行动计划\n" + text) == read("行动计划\n" + text)


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_json_goes_both_ways(text: str) -> None:
    draft = read("青溪市教育行动计划\n一、重点任务\n新建学校12所，完善机制。\n" + text)
    assert draft is not None
    written = json.loads(json.dumps(documents.to_json(draft), ensure_ascii=False))
    assert documents.from_json(written) == draft


@settings(max_examples=80, deadline=None)
@given(TEXTS)
def test_items_form_a_tree_in_document_order(text: str) -> None:
    draft = read("青溪市教育行动计划\n一、重点任务\n新建学校，完善机制。\n" + text)
    assert draft is not None
    seen: set[str] = set()
    for item in draft.items:
        assert item.id not in seen
        assert item.parent is None or item.parent in seen
        assert 0 <= item.confidence <= 1
        seen.add(item.id)
    headings = {heading.id for heading in draft.outline}
    assert all(item.heading is None or item.heading in headings for item in draft.items)
    assert all(unit.item is None or unit.item in seen for unit in draft.units)


@given(st.text(max_size=200))
def test_the_plain_text_is_as_long_as_the_text(text: str) -> None:
    assert len(unify(text)) == len(text)


def test_a_row_that_names_a_later_action_stands_below_it_in_the_tree() -> None:
    draft = read(
        "全县教育重点工作分工表\n序号\t工作类别\t重点工作\t责任分工\t完成时限\n"
        "1\t控辍保学\t每季度组织一次入户排查\t基教股\t长期坚持\n一、控辍保学\n"
        "推进义务教育巩固提升，健全联控联保机制。（责任单位：县教育局）\n"
        "12.控辍保学。健全联控联保机制，每季度开展一次核查。（责任单位：县教育局，配合单位：县民政局）\n"
    )
    assert draft is not None
    ids = [item.id for item in draft.items]
    assert len(set(ids)) == len(ids)
    assert all(item.parent is None or item.parent in ids[:place] for place, item in enumerate(draft.items))
    row = next(item for item in draft.items if item.title == "每季度组织一次入户排查")
    above = next(item for item in draft.items if item.id == row.parent)
    assert above.title == "控辍保学"
