"""The annotated corpus: its format, the files rendered from it, and the scoring. None of it depends on the engine."""

import io
import subprocess
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from bench import corpus, reading, reading_baseline, reading_score
from bench.corpus_check import problems
from bench.corpus_render import rendered
from bench.reading_errors import report
from xietong import documents
from xietong.basics import Span
from xietong.documents import draft

FRONT = "---\nname: {name}\nis_plan: {plan}\ngenre: plan\ntitle: 某市计划\nissuers: [某市教育局]\n{more}---\n"
BODY = """<h l=0 n="">某市计划</h>
一、<h l=1 n="一">扩大资源</h>
（一）<h l=2 n="(一)">建园</h>
<k><d e=2025-12-31>到2025年</d>，新建<g i=园 o="+" v=20 u=所>20所</g>幼儿园。</k>（责任单位：<u r=lead>市教育局</u>）
二、<h l=1 n="二">保障</h>
| 任务 | 单位 | < |
| <k>建立台账</k> | <u r=lead>市教育局</u> | <u r=support>市财政局</u> |
| <k>落实<b k=plan>某规划</b></k> | ^ | 甲⏎乙 |
"""


def document(name: str = "a.txt", body: str = BODY, *, plan: bool = True, more: str = "") -> corpus.Document:
    front = FRONT.format(name=name, plan=str(plan).lower(), more=more)
    return corpus.parse(front + body, Path("900-a.txt"))


def perfect(gold: corpus.Document, confidence: float = 1.0) -> reading_score.Found:
    """Return what a faultless reader would find."""
    keys: dict[str, Any] = {
        kind: reading_score.gold_keys(gold, kind) for kind in reading_score.KINDS if kind != "tasks"
    }
    tasks = tuple((mark.start, mark.end, confidence) for mark in gold.tagged("k"))
    return reading_score.Found(text=gold.text, is_plan=gold.is_plan, tasks=tasks, items=len(tasks), **keys)


def test_tags_become_spans_that_quote_the_plain_text() -> None:
    gold = document()
    assert [gold.quote(mark) for mark in gold.tagged("k")] == ["到2025年，新建20所幼儿园。", "建立台账", "落实某规划"]
    assert [gold.quote(mark) for mark in gold.tagged("u")] == ["市教育局", "市教育局", "市财政局"]
    assert gold.quote(gold.tagged("g")[0]) == "20所"
    assert gold.tagged("g")[0].get("o") == "+"


def test_merged_cells_stand_once_in_the_text() -> None:
    rows = document().text.split("\n")[-3:]
    assert rows == ["任务\t单位", "建立台账\t市教育局\t市财政局", "落实某规划\t甲 乙"]


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<x>错</x>", "unknown tag"),
        ("<k>甲<u r=lead>乙</k></u>", "overlaps another tag"),
        ("<k>没有结束", "never closed"),
        ("3 < 5", "stray angle bracket"),
    ],
)
def test_a_file_that_breaks_the_format_is_refused_with_its_line(body: str, complaint: str) -> None:
    with pytest.raises(corpus.CorpusError, match=complaint):
        document(body=body)


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("<k>甲。乙。</k>", "more than one sentence"),
        ("<k>建立<d e=2025-02-30>2025年2月底前</d>。</k>", "impossible date"),
        ("<k>建立<d s=2025-12-31 e=2025-01-01>2025年</d>。</k>", "ends before it starts"),
        ("<u r=boss>市教育局</u>", "unknown role"),
        ('<k>建<g i=x o="=" v=9 u=所>9所以上</g>。</k>', "against the words"),
        ("（一）<h l=1 n=一>标题</h>", "instead of (一)"),
        ("<k>1. 建立机制。</k>", "begins with its number"),
        ("<k>建立<b k=plan>《某规划》</b>。</k>", "holds its 《》"),
    ],
)
def test_the_checker_names_what_is_inconsistent(body: str, complaint: str) -> None:
    assert any(complaint in problem for problem in problems(document(body=body)))


def test_a_sound_document_has_no_problems() -> None:
    assert list(problems(document())) == []


def test_a_text_that_is_no_plan_may_carry_headings_only() -> None:
    assert any("only headings" in problem for problem in problems(document(plan=False)))


@pytest.mark.parametrize("path", sorted((corpus.ROOT / "train").glob("*.txt")), ids=lambda path: path.stem)
def test_every_training_document_keeps_to_the_format(path: Path) -> None:
    gold = corpus.parse(path.read_text(encoding="utf-8"), path)
    assert list(problems(gold)) == []


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "docx", "xlsx"])
def test_rendering_the_same_document_twice_gives_the_same_bytes(suffix: str) -> None:
    gold = document(f"b.{suffix}", more="published: 2024-05-06\n")
    assert rendered(gold) == rendered(gold)
    assert len(rendered(gold)) > 100


def has_font() -> bool:
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True, text=True, check=False).stdout
    return "Noto Serif CJK SC" in listed


@pytest.mark.skipif(not has_font(), reason="needs the font Noto Serif CJK SC")
def test_a_pdf_has_a_text_layer_with_running_heads_and_page_numbers() -> None:
    data = rendered(document("c.pdf"))
    assert data == rendered(document("c.pdf"))
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert "新建20所幼儿园" in "".join(text.split())
    assert "— 1 —" in text
    assert text.count("某市计划") == 2


def test_a_text_file_may_be_in_the_encodings_of_old_systems() -> None:
    for encoding in ("gb18030", "utf-16", "utf-8"):
        data = rendered(document(more=f"encoding: {encoding}\n"))
        assert "新建20所幼儿园" in data.decode(encoding)


def test_noise_leaves_the_gold_text_clean() -> None:
    gold = document(
        body="<k>发展学前教育，实施建设工程。</k>" * 5 + "\n", more="noise: [pinyin, blanks]\nencoding: utf-8\n"
    )
    shown = rendered(gold).decode()
    assert "(fa)" in shown or "(xue)" in shown
    assert "(" not in gold.text
    assert reading_score.bare(shown)[0] != reading_score.bare(gold.text)[0]


def test_a_word_file_can_number_its_headings_automatically() -> None:
    styles = set()
    for i in range(12):
        paper = docx.Document(io.BytesIO(rendered(document(f"{i}.docx", BODY))))
        styles.add(any("numPr" in p._element.xml for p in paper.paragraphs))
        assert paper.tables[0].cell(1, 1).text == paper.tables[0].cell(2, 1).text
    assert styles == {True, False}


def test_a_workbook_holds_merged_cells() -> None:
    data = rendered(document("d.xlsx"))
    sheet = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0)
    assert ["任务", "单位", ""] in [list(row) for row in sheet.to_python()]
    assert b"mergeCell" in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_a_page_is_full_of_what_is_no_text() -> None:
    data = rendered(document("e.html", more="encoding: utf-8\n"))
    assert b"<script>" in data
    assert b"qrcode" in data or b"article-editor" in data


def test_a_faultless_reader_reaches_one_everywhere() -> None:
    score = reading_score.Score()
    reading_score.add(score, document(), perfect(document()))
    assert {kind: tally.f1 for kind, tally in score.tallies.items()} == dict.fromkeys(reading_score.KINDS, 1.0)
    assert score.plan_accuracy == 1.0
    assert score.calibration_error == 0.0


def test_white_space_width_and_furniture_do_not_shift_spans() -> None:
    gold = document()
    seen = "网站首页\n" + gold.text.replace("新建20所", "新 建２０ 所") + "\n— 1 —"
    start = seen.index("到2025年")
    found = reading_score.Found(seen, is_plan=True, tasks=((start, seen.index("幼儿园。") + 4, 0.9),))
    score = reading_score.Score()
    reading_score.add(score, gold, found)
    assert score.tallies["tasks"].right == 1
    assert score.tallies["tasks"].gold == 3


def test_half_of_a_sentence_counts_and_less_does_not() -> None:
    assert reading_score.matched([(0, 10)], [(0, 5)]) == {0: 0}
    assert reading_score.matched([(0, 10)], [(0, 4)]) == {}


def test_one_find_pays_for_one_gold_value_only() -> None:
    assert reading_score.matched([(0, 10), (10, 18)], [(0, 18)]) == {0: 0}
    assert reading_score.matched([(0, 10)], [(0, 10), (1, 10)]) == {0: 0}


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=8),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=8),
)
def test_matching_is_one_to_one_and_keeps_the_bound(gold: list[tuple[int, int]], found: list[tuple[int, int]]) -> None:
    wanted, seen = [(s, s + n) for s, n in gold], [(s, s + n) for s, n in found]
    pairs = reading_score.matched(wanted, seen)
    assert len(set(pairs.values())) == len(pairs)
    assert all(reading_score.iou(wanted[i], seen[j]) >= 0.5 for i, j in pairs.items())


@given(st.text(alphabet="教育局学校。\n \t（）12", max_size=60))
def test_a_text_aligned_with_itself_maps_every_character_to_itself(text: str) -> None:
    counterparts = [c for c in reading_score.align(text, text) if c is not None]
    assert counterparts == list(range(len(counterparts)))


def test_a_role_gone_wrong_is_a_miss_and_a_false_find() -> None:
    gold = document()
    found = perfect(gold)
    wrong = tuple((name, "support") for name, _ in found.units)
    score = reading_score.Score()
    reading_score.add(score, gold, reading_score.Found(gold.text, is_plan=True, units=wrong))
    tally = score.tallies["units"]
    assert (tally.right, tally.gold, tally.found) == (1, 3, 3)
    assert "wrong role" in report([gold], score)


def test_calibration_compares_confidence_with_what_came_true() -> None:
    score = reading_score.Score(confidences=[(0.9, True)] * 9 + [(0.9, False)] + [(0.55, False)] * 10)
    assert score.calibration_error == pytest.approx(0.5 * 0.0 + 0.5 * 0.55)


def test_items_in_a_text_that_is_no_plan_are_counted() -> None:
    gold = document(body="某校举行运动会。\n", plan=False)
    score = reading_score.Score()
    reading_score.add(score, gold, reading_score.Found(gold.text, is_plan=True, items=3))
    assert (score.items_per_other, score.plan_accuracy) == (3.0, 0.0)
    assert score.wrong_plan == ["900-a"]


def drafted(data: bytes, name: str) -> documents.draft.Draft:
    """Stand in for the engine: one task that is the whole first line of a text file."""
    text = data.decode()
    task = Span(text.index("到2025年"), text.index("幼儿园。") + 4)
    unit = draft.Unit("市教育局", draft.UnitRole.LEAD, Span(0, 0))
    deadline = draft.Deadline("到2025年", Span(0, 0), end=date(2025, 12, 31))
    target = draft.DraftTarget("20所", "幼儿园", "+", Decimal(20), "所", Span(0, 0))
    item = draft.DraftItem("t1", None, draft.ItemKind.TASK, "", "", text, task, confidence=0.8)
    return draft.Draft(
        draft.DraftSource(name, "text/plain", ""),
        is_plan=True,
        plan=None,
        text=text,
        outline=(draft.Heading("h1", 0, "", "某市计划", Span(0, 4)),),
        items=(item,),
        units=(unit,),
        deadlines=(deadline,),
        targets=(target,),
        basis=(draft.DraftBasis("某规划", draft.BasisKind.PLAN, Span(0, 0)),),
    )


def test_a_draft_of_the_engine_is_scored_from_the_rendered_file() -> None:
    gold = document(more="encoding: utf-8\n")
    score = reading.measure([gold], drafted)
    assert {kind: score.tallies[kind].right for kind in reading_score.KINDS} == dict.fromkeys(reading_score.KINDS, 1)
    assert score.calibration_error == pytest.approx(0.2)
    shown = reading.table(
        "train",
        {"xietong": score, "regular expressions": reading.aside([gold], reading_baseline.read)},
        {"xietong": 5.5},
    )
    assert "MB/s" in shown


def test_a_reader_that_crashes_costs_its_document_and_is_named() -> None:
    def broken(_data: bytes, _name: str) -> None:
        raise ValueError("no such thing")

    score = reading.measure([document()], broken)
    assert score.tallies["tasks"].recall == 0.0
    assert "FAILED 900-a: ValueError: no such thing" in reading.table("train", {"xietong": score}, {})


def test_the_baseline_finds_the_plain_cases() -> None:
    found = reading_baseline.read("某市计划\n建立共享机制，到2025年新建20所幼儿园。（责任单位：市教育局）")
    assert ("市教育局", "lead") in found.units
    assert ("", "2025-12-31", "") in found.deadlines
    assert len(found.tasks) == 1
