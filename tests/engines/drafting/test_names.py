"""Names as people write them, and the bodies they mean."""

import pytest

from tests.engines.drafting.plans import BODIES, CHUAN, PARTIES, YU
from xietong import drafting
from xietong.basics import Organisation, Party

DIRECTORY = drafting.Directory.of(BODIES, PARTIES)


@pytest.mark.parametrize(
    ("name", "side", "codes"),
    [
        ("重庆市教育委员会", "", ["cq-jw"]),
        ("市教委", "", ["cq-jw"]),
        (" 市 教 委 ", "sc-edu", ["cq-jw"]),
        ("重庆市教委", "", ["cq-jw"]),
        ("重庆教委", "", ["cq-jw"]),
        ("渝教委", "", ["cq-jw"]),
        ("教委", "cq-edu", ["cq-jw"]),
        ("省教育厅", "", ["sc-jt"]),
        ("教育厅", "sc-edu", ["sc-jt"]),
        ("教育厅", "cq-edu", ["sc-jt"]),
        ("市科技局", "cq-edu", ["cq-kj"]),
        ("省科技厅", "", ["sc-kj"]),
        ("科技厅", "sc-edu", ["sc-kj"]),
        ("科技部门", "sc-edu", ["sc-kj"]),
        ("科学技术部门", "sc-edu", ["sc-kj"]),
        ("四川科技厅", "cq-edu", ["sc-kj"]),
        ("市场监管局", "cq-edu", ["cq-sj"]),
        ("市市场监管局", "cq-edu", ["cq-sj"]),
        ("教育行政部门", "sc-edu", ["sc-jt"]),
        ("市教育行政主管部门", "", ["cq-jw"]),
        ("万州区教委", "", ["cq-wz"]),
        ("永川区教委", "cq-edu", ["cq-yc"]),
        ("达州市教育局", "", ["sc-dz"]),
        ("泸州市教体局", "sc-edu", ["sc-ls"]),
        ("重庆大学等", "", ["cq-cqu"]),
        ("两省市教育部门", "", ["cq-jw", "sc-jt"]),
        ("川渝两地教育行政部门", "cq-edu", ["cq-jw", "sc-jt"]),
        ("川渝教育部门", "", ["cq-jw", "sc-jt"]),
        ("渝川两省市科技部门", "", ["cq-kj", "sc-kj"]),
        ("双方", "", ["cq-jw", "sc-jt"]),
        ("两省市体育部门", "", []),
        ("各区县", "cq-edu", []),
        ("有关高校", "cq-edu", []),
        ("市级有关部门", "cq-edu", []),
        ("某协会", "cq-edu", []),
        ("财政局", "", []),
        ("", "cq-edu", []),
        ("、", "cq-edu", []),
    ],
)
def test_a_name_is_resolved_by_party_and_context(name, side, codes):
    assert [body.code for body in DIRECTORY.resolve(name, side)] == codes
    assert [body.code for body in drafting.resolve(name, side, BODIES, PARTIES)] == codes


def test_a_party_stands_for_itself_where_its_tree_does_not_hold_it():
    bare = drafting.Directory.of((), PARTIES)
    assert bare.resolve("市教委", "") == (YU,)
    assert bare.resolve("两省市教育部门", "") == (YU, CHUAN)
    assert bare.resolve("重庆市市教委", "") == (YU,)


def test_bodies_of_one_name_on_both_sides_are_meant_together():
    twins = (Organisation("a", "cq-edu", "教师发展中心"), Organisation("b", "sc-edu", "教师发展中心"))
    assert drafting.Directory.of(twins, PARTIES).resolve("川渝教师发展中心", "") == twins


def test_the_context_decides_between_bodies_of_one_name():
    twins = (Organisation("a", "cq-edu", "文化局"), Organisation("b", "sc-edu", "文化局"))
    directory = drafting.Directory.of(twins, PARTIES)
    assert directory.resolve("文化局", "sc-edu") == (twins[1],)
    assert directory.resolve("文化局", "") == ()
    same_side = drafting.Directory.of((twins[0], Organisation("c", "cq-edu", "文化局")), PARTIES)
    assert same_side.resolve("文化局", "cq-edu") == ()


def test_two_parties_of_one_short_name_need_a_context():
    near, far = (
        Party("a", "甲市教育局", short="市教育局", place="甲市"),
        Party("b", "乙市教育局", short="市教育局", place="乙市"),
    )
    directory = drafting.Directory.of((), (near, far))
    assert directory.resolve("市教育局", "") == ()
    assert directory.resolve("市教育局", "b") == (far,)


def test_a_saved_group_is_a_body_like_others():
    group = Organisation("g", "cq-edu", "试点区县", kind="group", aliases=("各区县",))
    assert drafting.Directory.of((*BODIES, group), PARTIES).resolve("各区县", "cq-edu") == (group,)


def test_bodies_of_a_party_without_a_place_are_found_by_their_own_names():
    ministry = Party("moe", "教育部")
    office = Organisation("moe-zj", "moe", "职业教育与成人教育司", aliases=("职成司",))
    directory = drafting.Directory.of((office,), (ministry,))
    assert directory.resolve("职成司", "") == (office,)
    assert directory.resolve("职教司", "moe") == (office,)
    assert directory.resolve("教育部", "") == (ministry,)


@pytest.mark.parametrize(
    ("name", "group"), [("各市（州）", True), ("相关企业", True), ("成员单位", True), ("省教育厅", False)]
)
def test_groups_are_told_from_bodies(name, group):
    assert drafting.is_group(name) is group


def test_completion_puts_names_before_aliases_before_parts():
    assert [body.code for body in drafting.complete("市教", BODIES, 1)] == ["cq-jw"]
    assert [body.code for body in drafting.complete("重庆市", BODIES, 2)] == ["cq-jw", "cq-kj"]
    assert [body.code for body in drafting.complete("教育局", BODIES)] == ["sc-dz"]
    assert drafting.complete(" ", BODIES) == ()
    english = Organisation("x", "moe", "教育部", name_en="Ministry of Education")
    assert drafting.complete("ministry", [english]) == (english,)


@pytest.mark.parametrize("name", ["职成处", "市教委职成处", "重庆市教育委员会职业教育与成人教育处"])
def test_a_division_is_found_behind_the_name_of_its_authority(name):
    division = Organisation("cq-zc", "cq-edu", "重庆市教育委员会职业教育与成人教育处", parent="cq-jw")
    directory = drafting.Directory.of((*BODIES, division), PARTIES)
    assert directory.resolve(name, "cq-edu") == (division,)
    assert directory.resolve("市教委", "") == (BODIES[0],)
