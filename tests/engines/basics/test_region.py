"""Takes region data, good and bad; shows what is read and what is refused, row by row."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xietong import basics

CHUANYU = Path(__file__).parents[3] / "regions" / "chuanyu"
PARTIES = (
    b"region: {code: r, name: R}\nparties:\n  - {code: east, name: East Authority}\n  - {code: west, name: West}\n"
)
HEAD = "code,party,name,name_en,kind,parent,aliases,valid_from,valid_to\n"
TREE = "hierarchy,node,parent,name,name_en,organisation,valid_from,valid_to\n"


def region(rows: str, tree: str = "") -> basics.Region:
    files = {"parties.yaml": PARTIES, "organisations.csv": (HEAD + rows).encode()}
    if tree:
        files["hierarchies.csv"] = (TREE + tree).encode()
    return basics.parse_region(files)


@pytest.fixture(scope="module")
def chuanyu() -> basics.Region:
    return basics.parse_region({path.name: path.read_bytes() for path in CHUANYU.iterdir() if path.is_file()})


def test_the_region_of_the_worked_example_has_both_authorities_and_all_bureaus(chuanyu: basics.Region) -> None:
    assert [party.short for party in chuanyu.parties] == ["市教委", "省教育厅"]
    kinds = Counter((each.party, each.kind) for each in chuanyu.organisations)
    assert kinds["cq", "bureau"] == 38 + 3
    assert (kinds["sc", "prefecture"], kinds["sc", "bureau"]) == (21, 183)
    assert kinds["cq", "university"] + kinds["sc", "university"] >= 40
    assert kinds["cq", "vocational"] + kinds["sc", "vocational"] >= 30


def test_every_organisation_of_the_region_is_named_in_both_languages(chuanyu: basics.Region) -> None:
    assert [each.code for each in chuanyu.organisations if not each.name_en] == []


def test_official_school_codes_carry_the_province_of_their_party(chuanyu: basics.Region) -> None:
    schools = [each for each in chuanyu.organisations if each.kind in {"university", "vocational"}]
    assert {(each.party, each.code[:4]) for each in schools} == {("cq", "4150"), ("sc", "4151")}
    assert {len(each.code) for each in schools} == {10}


def test_a_border_district_gathers_bureaus_of_both_sides(chuanyu: basics.Region) -> None:
    border = next(each for each in chuanyu.hierarchies if each.code == "border_districts")
    assert border.members("bd.suitong") == ("500152", "510900")
    sides = {each.code: each.party for each in chuanyu.organisations}
    platforms = [each.node for each in border.nodes if each.parent == "bd"]
    assert len(platforms) == 10
    assert all({sides[code] for code in border.members(node)} == {"cq", "sc"} for node in platforms)


def test_the_administrative_tree_follows_the_parent_column(chuanyu: basics.Region) -> None:
    tree = chuanyu.hierarchies[0]
    assert tree.code == "administrative"
    assert "500103" in tree.members("500000")
    assert "510100" not in tree.members("500000")


def test_a_renamed_body_keeps_its_code_when_the_times_do_not_overlap() -> None:
    read = region("1,east,Old School,,,,,,2020-12-31\n1,east,New School,,,,,2021-01-01,\n")
    assert [each.name for each in read.organisations if each.exists_on(date(2020, 6, 1))] == ["Old School"]
    assert [each.name for each in read.organisations if each.exists_on(date(2021, 1, 1))] == ["New School"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (",east,Nameless,,,,,,\n", "row 2: code or name is missing"),
        ("1,north,A,,,,,,\n", "row 2: there is no party 'north'"),
        ("1,east,A,,,,,,\n1,east,B,,,,,,\n", "row 3: code '1' stands twice"),
        ("1,east,A,,,,Bureau,,\n2,east,B,,,,Bureau,,\n", "row 3: the name 'Bureau' belongs to two"),
        ("1,east,A,,,9,,,\n", "row 2: there is no parent '9'"),
        ("1,east,A,,,2,,,\n2,east,B,,,1,,,\n", "row 2: the organisation stands below itself"),
        ("1,east,A,,,,,23.11.2021,\n", "row 2: write dates as 2021-11-23"),
        ("1,east,A,,,,,2021-02-01,2021-01-01\n", "row 2: valid_to lies before valid_from"),
    ],
)
def test_a_bad_row_is_refused_with_its_number_and_reason(rows: str, words: str) -> None:
    with pytest.raises(basics.Refusal) as refused:
        region(rows)
    assert refused.value.code == "region-rows"
    assert words in refused.value.wording.en
    assert "行：" in refused.value.wording.zh


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        ("t,a,,,,,,\n", "neither name nor organisation"),
        ("t,a,,A,,,,\nt,a,,A,,,,\n", "node 'a' stands twice"),
        ("t,a,b,A,,,,\n", "no parent 'b' above"),
        ("t,a,,A,,77,,\n", "no unit '77'"),
        ("t,a,,A,,,soon,\n", "write dates as"),
        (",a,,A,,,,\n", "hierarchy or node is missing"),
    ],
)
def test_a_bad_node_is_refused_with_its_number_and_reason(tree: str, words: str) -> None:
    with pytest.raises(basics.Refusal, match=words):
        region("1,east,A,,,,,,\n", tree)


def test_many_bad_rows_are_counted_and_all_are_found() -> None:
    rows = "".join(f"{n},north,A{n},,,,,,\n" for n in range(8))
    with pytest.raises(basics.Refusal, match="And 3 more"):
        region(rows)
    good, findings = basics.read_organisations((HEAD + rows).encode(), ())
    assert good == ()
    assert [each.subject for each in findings] == [f"organisations.csv:{n}" for n in range(2, 10)]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "region-file-missing"),
        ({"parties.yaml": PARTIES}, "region-file-missing"),
        ({"parties.yaml": b"- 1", "organisations.csv": HEAD.encode()}, "region-unreadable"),
        ({"parties.yaml": b"a: [", "organisations.csv": HEAD.encode()}, "region-unreadable"),
        ({"parties.yaml": b"parties: [{code: a}]", "organisations.csv": HEAD.encode()}, "region-unreadable"),
        ({"parties.yaml": PARTIES, "organisations.csv": b"code,name\n"}, "region-unreadable"),
        ({"parties.yaml": PARTIES, "organisations.csv": "名称".encode("gb18030")}, "region-unreadable"),
    ],
)
def test_a_missing_or_unreadable_file_is_refused(files: dict[str, bytes], code: str) -> None:
    with pytest.raises(basics.Refusal) as refused:
        basics.parse_region(files)
    assert refused.value.code == code


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=10))
def test_reading_ends_for_every_shape_of_parents(parents: list[int]) -> None:
    rows = "".join(f"{n},east,N{n},,,{parent},,,\n" for n, parent in enumerate(parents))
    good, findings = basics.read_organisations((HEAD + rows).encode(), (basics.Party("east", "East"),))
    assert len(good) == len(parents)
    loops = {each.subject for each in findings if "below itself" in each.wording.en}
    for n in range(len(parents)):
        at, steps = parents[n], 0
        while at < len(parents) and at != n and steps <= len(parents):
            at, steps = parents[at], steps + 1
        assert (f"organisations.csv:{n + 2}" in loops) == (at == n)
