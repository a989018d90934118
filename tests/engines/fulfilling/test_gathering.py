"""What an office is told for others is one notice, and none is lost in it."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from xietong import fulfilling
from xietong.basics import Wording
from xietong.fulfilling import Addressed, Body, Level, Notice, People, Recipient, WaitKind

REVIEWERS = People(Recipient.ORGANISATION, WaitKind.REVIEW)


def notice(n: int, body: str, recipient: Recipient = Recipient.ORGANISATION, level: Level = Level.BLUE) -> Notice:
    said = Wording(f"第{n}项", f"No. {n}")
    return Notice(f"k{n}|{recipient.value}", f"m{n}", "r", level, recipient, Body("cq", body), 1, False, said)


def _of(n: int, body: int, recipient: Recipient, party: str) -> Notice:
    said = Wording(f"第{n}项", f"No. {n}")
    of = Body(party, f"{party}-{body}")
    return Notice(f"k{n}|{recipient.value}", f"m{n}", "r", Level.BLUE, recipient, of, 1, False, said)


addressed = st.builds(
    lambda n, body, recipient, party, lacks: Addressed(
        _of(n, body, recipient, party),
        in_stead=lacks and recipient is not Recipient.JOINT_OFFICE,
        to=fulfilling.OFFICE if recipient is Recipient.JOINT_OFFICE else [None, REVIEWERS][body == 0],
    ),
    st.integers(0, 999),
    st.integers(0, 4),
    st.sampled_from(list(Recipient)),
    st.sampled_from(["cq", "sc"]),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(addressed, max_size=30), st.integers(0, 6))
def test_every_notice_is_told_once_alone_or_together(found: list[Addressed], few: int) -> None:
    round_ = fulfilling.gather(found, few=few)
    together = [each for notices in round_.together.values() for each in notices]
    assert Counter([*round_.alone, *together]) == Counter(each.notice for each in found)
    for (party, _), notices in round_.together.items():
        assert {each.body.party for each in notices} == {party}
    lacking = {each.notice.body for each in found if each.in_stead}
    for each in found:
        if each.in_stead:
            assert each.notice in together
        elif not each.to:
            assert each.notice in round_.alone
        elif each.to == fulfilling.OFFICE and each.notice.body in lacking:
            assert each.notice in together
    alone = Counter(
        (each.notice.body.party, each.to)
        for each in found
        if each.to and not each.in_stead and each.notice in round_.alone
    )
    assert all(count <= few for count in alone.values())


def test_the_one_notice_says_how_many_of_whom_the_worst_first() -> None:
    rows = [notice(n, f"b{n % 7}") for n in range(40)]
    rows.append(notice(3, "b3", Recipient.JOINT_OFFICE, Level.RED))  # the same matter, told to the office as well
    said = fulfilling.gathered(rows, {"b0": Wording("零中", "School 0")}, lacking=7)
    lines = said.zh.splitlines()
    assert lines[0] == "【汇总】督办事项 40 件，涉及 7 个单位：零中、b1、b2、b3、b4等。"
    assert "7 个单位没有" in lines[1]
    assert lines[2] == "· b3：第3项"
    assert lines[-1] == "……另有 20 件，见清单。"
    assert fulfilling.worst(rows) is Level.RED
    one = fulfilling.gathered(rows[:1], {}, lacking=1)
    assert one.en.splitlines()[:2] == [
        "[Together] 1 matter of 1 body: b0.",
        "1 body has no liaison or leader, so this office is told instead.",
    ]
    assert len(fulfilling.gathered(rows[:1], {}, lacking=0).zh.splitlines()) == 2


def test_what_waits_for_a_party_itself_names_no_body() -> None:
    said = fulfilling.gathered([notice(1, ""), notice(2, "")], {}, lacking=0)
    assert said.zh.splitlines() == ["【汇总】督办事项 2 件。", "· 第1项", "· 第2项"]
    assert said.en.splitlines()[0] == "[Together] 2 matters."
