"""An organisation says its figures once; they are accepted, confirmed, corrected visibly, and never changed."""

from datetime import timedelta

import pytest

from tests.cast import NOW, Cast
from tests.web.measuring.conftest import PLACES
from xietong.basics import Refusal
from xietong.measuring import SubmissionAct
from xietong_web.accounts.models import Member
from xietong_web.audit.queries import breaks
from xietong_web.documents.files import path_of
from xietong_web.measuring import collecting
from xietong_web.measuring.models import DataSet, Partition, Submission
from xietong_web.measuring.storing import broken_partitions, read_partition

GOOD = {"PUPILS|area=town": "1,200", "PUPILS|area=rural": "0", "PLACES": "１３００"}


def filled(data_set: DataSet, by: Member, code: str, cells: dict[str, str], period: str = "2023") -> Submission:
    row = collecting.begin_submission(data_set_uid=data_set.uid, organisation=code, period=period, by=by, now=NOW)
    return collecting.fill_in(uid=row.uid, revision=row.revision, typed=cells, by=by, now=NOW)


def act(row: Submission, what: SubmissionAct, by: Member, **more: str) -> Submission:
    row.refresh_from_db()
    return collecting.act_on_submission(uid=row.uid, act=what, revision=row.revision, by=by, now=NOW, **more)


def accepted(data_set: DataSet, cast: Cast, cells: dict[str, str] = GOOD) -> Submission:
    row = filled(data_set, cast.east_liaison, "east-1", cells)
    act(row, SubmissionAct.SUBMIT, cast.east_liaison)
    return act(row, SubmissionAct.ACCEPT, cast.east_reviewer)


def test_what_is_typed_is_kept_exactly_in_four_states(data_set: DataSet, cast: Cast) -> None:
    typed = {"PUPILS|area=town": "0", "PUPILS|area=rural": "不适用", "PLACES": "保密"}
    row = filled(data_set, cast.east_liaison, "east-1", typed)
    assert row.cell_values() == {"PLACES": "*", "PUPILS|area=rural": "/", "PUPILS|area=town": "0"}
    row = collecting.fill_in(uid=row.uid, revision=row.revision, typed={"PLACES": " "}, by=cast.east_liaison, now=NOW)
    assert row.cell_values()["PLACES"] == ""


def test_every_bad_cell_is_named(data_set: DataSet, cast: Cast) -> None:
    with pytest.raises(Refusal) as refused:
        filled(data_set, cast.east_liaison, "east-1", {"PLACES": "many", "PUPILS|area=town": "1.5", "NONE": "1"})
    assert refused.value.code == "bad-cells"
    assert set(refused.value.detail) == {"学位", "在校生 城镇", "NONE"}


def test_a_submission_is_signed_off_accepted_and_confirmed_and_its_values_are_kept_in_columns(
    data_set: DataSet, cast: Cast
) -> None:
    row = accepted(data_set, cast)
    assert (row.state, row.signed_by, len(row.digest)) == ("accepted", "east_liaison", 64)
    row = act(row, SubmissionAct.CONFIRM, cast.west_reviewer)
    assert row.state == "confirmed"
    (kept,) = read_partition(Partition.objects.get())[:1]
    assert (kept["cell"], kept["ticks"], kept["confirmed"]) == ("PLACES", 1300, True)
    assert list(breaks()) == []
    assert list(broken_partitions()) == []


def test_a_signed_submission_never_changes(data_set: DataSet, cast: Cast) -> None:
    row = accepted(data_set, cast)
    with pytest.raises(Refusal) as refused:
        collecting.fill_in(uid=row.uid, revision=row.revision, typed={"PLACES": "9999"}, by=cast.east_liaison, now=NOW)
    assert refused.value.code == "not-allowed"
    with pytest.raises(Refusal) as refused:
        filled(data_set, cast.east_liaison, "east-1", {})
    assert refused.value.code == "submission-stands"


def test_an_unlocked_value_is_corrected_by_a_later_submission_that_supersedes(data_set: DataSet, cast: Cast) -> None:
    first = act(accepted(data_set, cast), SubmissionAct.CONFIRM, cast.west_reviewer)
    first = act(first, SubmissionAct.UNLOCK, cast.east_reviewer, cell="PLACES", reason="录入差错")
    with pytest.raises(Refusal) as refused:
        filled(data_set, cast.east_liaison, "east-1", {"PUPILS|area=town": "1300"})
    assert refused.value.code == "cell-locked"
    second = filled(data_set, cast.east_liaison, "east-1", {"PLACES": "1350"})
    assert second.number == 2
    act(second, SubmissionAct.SUBMIT, cast.east_liaison)
    act(second, SubmissionAct.ACCEPT, cast.east_reviewer)
    first.refresh_from_db()
    assert first.state == "confirmed", "what the counterpart confirmed stands until it confirms the correction"
    act(second, SubmissionAct.CONFIRM, cast.west_reviewer)
    first.refresh_from_db()
    assert (first.state, first.cell_values()["PLACES"]) == ("superseded", "1300")
    assert [each["ticks"] for each in read_partition(Partition.objects.get()) if each["cell"] == "PLACES"] == [1350]
    assert list(breaks()) == []


def test_what_is_returned_is_said_again(data_set: DataSet, cast: Cast) -> None:
    row = filled(data_set, cast.east_liaison, "east-1", GOOD)
    act(row, SubmissionAct.SUBMIT, cast.east_liaison)
    with pytest.raises(Refusal) as refused:
        act(row, SubmissionAct.RETURN, cast.east_reviewer)
    assert refused.value.code == "reason-missing"
    act(row, SubmissionAct.RETURN, cast.east_reviewer, reason="请核对学位数")
    again = filled(data_set, cast.east_liaison, "east-1", {"PLACES": "1400"})
    assert (again.number, again.cell_values()["PUPILS|area=town"]) == (2, "1200")


def test_a_broken_rule_stops_the_signing_off(data_set: DataSet, cast: Cast) -> None:
    row = filled(data_set, cast.east_liaison, "east-1", GOOD | {"PLACES": "1100"})
    with pytest.raises(Refusal) as refused:
        act(row, SubmissionAct.SUBMIT, cast.east_liaison)
    assert refused.value.code == "rules-broken"


def test_what_one_side_has_not_accepted_is_nobody_elses_business(data_set: DataSet, cast: Cast) -> None:
    row = filled(data_set, cast.east_liaison, "east-1", GOOD)
    act(row, SubmissionAct.SUBMIT, cast.east_liaison)
    assert not Submission.objects.visible_to(cast.west).exists()
    with pytest.raises(Refusal) as refused:
        act(row, SubmissionAct.CONFIRM, cast.west_reviewer)
    assert refused.value.code == "not-found"
    with pytest.raises(Refusal) as refused:
        act(row, SubmissionAct.ACCEPT, cast.east_liaison)
    assert refused.value.code == "not-allowed"


def test_accepting_in_bulk_gives_what_one_by_one_gives(data_set: DataSet, cast: Cast) -> None:
    rows = [filled(data_set, cast.east_liaison, "east-1", GOOD, period) for period in ("2022", "2023")]
    for row in rows:
        act(row, SubmissionAct.SUBMIT, cast.east_liaison)
    uids = [row.uid for row in reversed(rows)]
    collecting.act_on_submissions(uids=uids, act=SubmissionAct.ACCEPT, by=cast.east_reviewer, now=NOW)
    assert set(Submission.objects.values_list("state", flat=True)) == {"accepted"}
    assert sorted(Partition.objects.values_list("period", "values")) == [("2022", 3), ("2023", 3)]
    assert list(breaks()) == []
    assert list(broken_partitions()) == []


def test_a_value_changed_behind_the_back_of_the_acts_is_found(data_set: DataSet, cast: Cast) -> None:
    row = accepted(data_set, cast)
    Submission.objects.filter(pk=row.pk).update(cells=row.cells.replace("1300", "9300"))
    assert [code for code, _ in breaks()] == ["row-changed"]
    assert [code for code, _ in broken_partitions()] == ["partition-differs"]


def test_a_partition_whose_file_is_damaged_or_gone_is_left_to_the_check_of_files(data_set: DataSet, cast: Cast) -> None:
    accepted(data_set, cast)
    path = path_of(Partition.objects.get().file_id)
    path.write_bytes(b"damaged")
    assert list(broken_partitions()) == []
    path.unlink()
    assert list(broken_partitions()) == []


def test_a_body_outside_the_form_and_a_period_before_it_are_refused(data_set: DataSet, cast: Cast) -> None:
    for code, period, wanted in (
        ("east-3", "2023", "not-a-reporter"),
        ("east-1", "2021", "bad-period"),
        ("east-1", "2025", "bad-period"),
    ):
        with pytest.raises(Refusal) as refused:
            filled(data_set, cast.east_liaison, code, {}, period)
        assert refused.value.code == wanted
    with pytest.raises(Refusal) as refused:
        filled(data_set, cast.west_liaison, "east-1", {})
    assert refused.value.code == "not-permitted"
    assert PLACES.code in data_set.codes()
    assert NOW - timedelta(days=1) < data_set.made_at
