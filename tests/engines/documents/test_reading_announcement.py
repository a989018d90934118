"""A news post that announces a joint plan, in the form that issue 2 names, with our own places and words."""

from datetime import date
from pathlib import Path

import pytest

from xietong import documents

POST = Path(__file__).with_name("announcement.md")


@pytest.fixture
def post() -> documents.Draft:
    return documents.read(POST.read_bytes(), POST.name)


def test_the_front_matter_is_the_metadata(post: documents.Draft) -> None:
    assert post.source.title == "湖滨与山南两市教育协作八大行动发布"
    assert (post.source.author, post.source.editor) == ("湖山网", "周舟")
    assert post.source.reporter == "江远"
    assert post.source.categories == ("教育", "地方")
    assert post.source.image == "https://img.example.org/head.png"
    assert (post.source.published, post.source.announced) == (date(2022, 5, 12), date(2022, 5, 11))


def test_debris_is_no_text(post: documents.Draft) -> None:
    assert not any(word in post.text for word in ("appendQr", "APP", "border", "责任编辑", "news_keyword"))


def test_both_issuers_and_three_basis_documents_are_found(post: documents.Draft) -> None:
    assert [unit.name for unit in post.units if unit.role is documents.UnitRole.ISSUER] == [
        "湖滨市教育局",
        "山南市教育局",
    ]
    assert [basis.title for basis in post.basis] == [
        "湖山一体化发展规划纲要",
        "教育协作框架协议",
        "两市教育事业发展“十四五”规划",
    ]


def test_directions_mechanisms_and_their_measures_are_items(post: documents.Draft) -> None:
    directions = [item.title for item in post.items if item.kind is documents.ItemKind.DIRECTION]
    assert directions[:4] == ["优化学校布局", "推进基础教育共享", "深化职业教育融合", "服务终身学习"]
    mechanisms = [heading.title for heading in post.outline if heading.level == 5]
    assert mechanisms == ["完善组织协调机制", "完善经费保障机制"]
    assert [item.text for item in post.items if item.kind is documents.ItemKind.TASK] == [
        "建立两市教育部门定期会商制度，推动干部互派。",
        "积极争取省级专项支持，加大对协作项目的投入力度。",
    ]


def test_zones_and_aims_are_objectives_with_their_time(post: documents.Draft) -> None:
    zones = [aim.text for aim in post.objectives if not aim.deadlines]
    assert zones == ["教育一体化试验区", "协作改革示范区", "产教融合先行区"]
    aims = [aim for aim in post.objectives if aim.deadlines]
    assert len(aims) == 2
    assert {time.end for aim in aims for time in aim.deadlines} == {date(2025, 12, 31)}


def test_a_declared_number_that_the_text_does_not_list_is_noticed(post: documents.Draft) -> None:
    assert post.plan is not None
    assert post.plan.declared_count == 8
    assert post.plan.title == "湖山一体化教育协作行动方案"
    assert post.plan.short_title == "行动方案"
    (notice,) = [notice for notice in post.notices if notice.code == "declared_count_mismatch"]
    assert notice.span is not None
    assert notice.span.quote(post.text) == "八大行动"


def test_the_seed_is_read_as_issue_2_lists_it_where_it_is_at_hand() -> None:
    seeds = [folder / "shared" / "seeds" / "announcement.md" for folder in Path(__file__).parents]
    seed = next((path for path in seeds if path.exists()), None)
    if seed is None:
        pytest.skip("the seed is not part of the project")
    draft = documents.read(seed.read_bytes(), "announcement.md")
    assert (draft.source.title, draft.source.author) == ("成渝地区双城经济圈教育协同发展十大计划公布", "新浪财经")
    assert draft.source.categories == ("金融", "新浪财经", "新浪财经－国內")
    assert draft.source.image.startswith("https://n.sinaimg.cn/")
    assert (draft.source.published, draft.source.announced) == (date(2021, 11, 24), date(2021, 11, 23))
    assert (draft.source.editor, draft.source.reporter) == ("王珊珊", "牟亮")
    assert not any(word in draft.text for word in ("appendQr", "APP", "border", "责任编辑", "news_keyword", "<", "{"))
    assert draft.source.issuers == ("重庆市教育委员会", "四川省教育厅")
    assert [str(basis.kind) for basis in draft.basis] == ["outline", "agreement", "plan"]
    directions = [item.title for item in draft.items if item.kind is documents.ItemKind.DIRECTION]
    assert [title[:6] for title in directions] == [
        "优化提升教育",
        "促进基础教育",
        "加快职业教育",
        "推动高等教育",
        "推动社会教育",
    ]
    zones = [aim.text for aim in draft.objectives if not aim.deadlines]
    assert [zone[-7:] for zone in zones] == ["体化发展试验区", "改革创新试验区", "协同发展示范区", "产教融合先行区"]
    mechanisms = [item for item in draft.items if item.kind is documents.ItemKind.ACTION]
    assert [item.title for item in mechanisms] == ["完善党建引领机制", "完善政策保障机制"]
    measures = [item for item in draft.items if item.kind is documents.ItemKind.TASK]
    assert [item.parent for item in measures] == [item.id for item in mechanisms]
    aims = [aim for aim in draft.objectives if aim.deadlines]
    assert len(aims) == 3
    assert {time.end for aim in aims for time in aim.deadlines} == {date(2025, 12, 31)}
    assert draft.plan is not None
    assert (draft.plan.declared_count, draft.plan.end) == (10, date(2025, 12, 31))
    (notice,) = [notice for notice in draft.notices if notice.code == "declared_count_mismatch"]
    assert ("10" in notice.message, "5" in notice.message) == (True, True)
