"""A file is looked at first: every problem by its cell; taken whole or not at all; taken twice it changes nothing."""

import io
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import NOW, Cast
from tests.web.measuring.test_collecting import GOOD, accepted, act, filled
from xietong import fulfilling, measuring
from xietong.basics import Refusal, Wording
from xietong.measuring import SubmissionAct
from xietong_web.audit.queries import breaks
from xietong_web.fulfilling.supervising.matters import matters_of
from xietong_web.fulfilling.waiting.asking import handed_in
from xietong_web.fulfilling.waiting.queries import waits_of
from xietong_web.fulfilling.waiting.words import page_of, title_of, titles_of, waited_for
from xietong_web.measuring import importing
from xietong_web.measuring.completing import asked_periods, states_of, submission_questions_of, to_do
from xietong_web.measuring.models import DataSet, Submission

TABLE = """organisation,period,PUPILS|area=town,PUPILS|area=rural,PLACES
east-1,2023,"1,200",0,1300
东江省职业教育处,2023,800,*,900
"""


def looked(data_set: DataSet, text: str, by) -> importing.Looked:
    return importing.look(data_set, *measuring.read_form_file(text.encode()), by)


def test_a_dry_run_names_every_problem_by_its_cell_and_writes_nothing(data_set: DataSet, cast: Cast) -> None:
    bad = TABLE + "west-1,2023,1,1,1\nnobody,2023,1,1,1\neast-1,2019,1,1,1\neast-1,2023,x,,1.5\n"
    found = looked(data_set, bad, cast.east_office)
    problems = {finding.subject: finding.wording.en for finding in found.findings}
    assert set(problems) == {"C4", "D4", "E4", "C5", "D5", "E5", "C6", "D6", "E6", "C7", "D7", "E7"}
    assert "do not fill in" in problems["C4"]
    assert "no such reporting body" in problems["C5"]
    assert "takes nothing" in problems["C6"]
    assert "is no number" in problems["C7"]
    assert "again" in problems["D7"]
    assert not found.takes
    assert not Submission.objects.exists()


def test_a_body_is_known_by_each_of_its_names_and_one_that_two_parties_use_is_the_own(
    data_set: DataSet, cast: Cast
) -> None:
    for name, office in (("基教处", "east"), ("Basic Education", "west"), ("职教处", "west")):
        found = looked(data_set, f"organisation,period,PLACES\n{name},2023,7\n", getattr(cast, f"{office}_office"))
        assert not found.findings
        assert [each.organisation for each in found.changes] == [f"{office}-{2 if name == '职教处' else 1}"]


def test_a_value_that_is_asked_for_by_categories_is_said_to_be(data_set: DataSet, cast: Cast) -> None:
    text = "organisation,period,PUPILS,NONE\neast-1,2023,1,1\n"
    assert [each.wording.en for each in looked(data_set, text, cast.east_office).findings] == [
        "PUPILS is filled in by categories; write PUPILS|area=town, PUPILS|area=rural",
        "the form has no value NONE",
    ]


def test_what_was_looked_at_is_taken_into_drafts_and_taking_it_again_changes_nothing(
    data_set: DataSet, cast: Cast
) -> None:
    cells, findings = measuring.read_form_file(TABLE.encode())
    seen = importing.look(data_set, cells, findings, cast.east_office).seen

    def take(seen: str) -> list[Submission]:
        return importing.take_values(
            data_set_uid=data_set.uid, cells=cells, findings=findings, seen=seen, by=cast.east_office, now=NOW
        )

    with pytest.raises(Refusal) as refused:
        take("0" * 16)
    assert refused.value.code == "form-moved-on"
    assert len(take(seen)) == 2
    assert Submission.objects.get(organisation__code="east-1").cell_values() == {
        "PUPILS|area=town": "1200", "PUPILS|area=rural": "0", "PLACES": "1300",
    }  # fmt: skip
    assert take("anything") == []
    assert looked(data_set, TABLE, cast.east_office).same == 6
    assert list(breaks()) == []


def test_values_that_were_signed_off_are_not_overwritten_by_a_file(data_set: DataSet, cast: Cast) -> None:
    accepted(data_set, cast)
    found = looked(data_set, TABLE, cast.east_office)
    assert [finding.subject for finding in found.findings] == ["C2"], "the other two say what stands there"
    found = looked(data_set, TABLE.replace("1300", "1400").replace("1,200", "1200"), cast.east_office)
    assert [finding.subject for finding in found.findings] == ["E2"]
    with pytest.raises(Refusal) as refused:
        importing.take_values(
            data_set_uid=data_set.uid, cells=measuring.read_form_file(TABLE.encode())[0], findings=(), seen="",
            by=cast.east_office, now=NOW,
        )  # fmt: skip
    assert refused.value.code == "form-has-problems"


def test_a_liaison_takes_a_workbook_fills_it_in_and_brings_it_back(data_set: DataSet, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.east_liaison.person)
    book = client.get(f"/data-sets/{data_set.uid}/2023/workbook/").content
    cells, _ = measuring.read_form_file(book)
    assert {each.organisation for each in cells} == {"east-1"}
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(io.BytesIO(book))
    for place, text in (("C6", "1200"), ("D6", "/"), ("E6", 1300)):
        sheet["填报表"][place] = text
    back = io.BytesIO()
    sheet.save(back)
    sent = client.post(
        f"/data-sets/{data_set.uid}/receive/", {"file": SimpleUploadedFile("form.xlsx", back.getvalue())}
    )
    preview = client.get(sent["Location"])
    assert "填报表!E6" in preview.content.decode()
    seen = preview.context["looked"].seen
    assert client.post(f"{sent['Location']}take/", {"seen": seen}).status_code == 302
    assert Submission.objects.get().cell_values()["PUPILS|area=rural"] == "/"
    stranger = Client()
    stranger.force_login(cast.west_liaison.person)
    assert stranger.get(sent["Location"]).status_code == 404


def test_a_cell_is_checked_as_it_is_typed_and_the_grid_is_kept_and_signed(data_set: DataSet, cast: Cast) -> None:
    client = Client()
    client.force_login(cast.east_liaison.person)
    begun = client.post(f"/data-sets/{data_set.uid}/2023/begin/", {"organisation": "east-1"})
    row = Submission.objects.get()
    assert begun["Location"] == f"/submissions/{row.uid}/"
    check = f"/submissions/{row.uid}/check/"
    assert "is no number" in client.post(
        check, {"cell": "PLACES", "cell-PLACES": "many"}, headers={"Accept-Language": "en"}
    ).content.decode().replace("“many” ", "")
    typed = {f"cell-{key}": text for key, text in GOOD.items()}
    rule = client.post(check, {**typed, "cell": "PLACES", "cell-PLACES": "7"}).content.decode()
    assert "enough" in rule
    assert row.cells == Submission.objects.get().cells
    client.post(f"/submissions/{row.uid}/fill/", {**typed, "revision": row.revision, "sign": "1"})
    assert Submission.objects.get().state == "submitted"
    assert "不适用" not in client.get(f"/submissions/{row.uid}/").content.decode().split("</form>")[1]
    assert client.post(check, {"cell": "PLACES"}).status_code == 409


def test_what_is_overdue_and_what_is_unconfirmed_shows_who_waits_for_whom(data_set: DataSet, cast: Cast) -> None:
    day = date(2024, 3, 1)
    questions = submission_questions_of(data_set.plan, day)
    assert {(each.asked_by.party, each.asked_of.party, each.asked_of.organisation) for each in questions} == {
        (asking, party, f"{party}-{n}") for asking, party in (("west", "east"), ("east", "west")) for n in (1, 2)
    }
    board = [wait for wait in waits_of(data_set.plan, day) if wait.subject.startswith("data:")]
    assert {(w.waiting.party, w.on.organisation) for w in board} == {
        (each.asked_by.party, each.asked_of.organisation) for each in questions
    }
    titles = titles_of(data_set.plan, board)
    assert {title_of(wait, titles) for wait in board} == {
        Wording(f"{data_set.name}（{year}年度）", f"{data_set.name_en} ({year})") for year in (2022, 2023)
    }
    overdue = board[0]
    assert waited_for(overdue).en == "figures to be reported"
    assert page_of(data_set.plan, overdue) == f"/data-sets/{data_set.uid}/{overdue.subject.split(':')[2]}/"
    signed = filled(data_set, cast.east_liaison, "east-1", GOOD)
    act(signed, SubmissionAct.SUBMIT, cast.east_liaison)
    inside = [
        each for each in waits_of(data_set.plan, date(2024, 3, 8), "east") if each.subject == f"data:{signed.uid}"
    ]
    assert [(waited_for(each).en, each.on.organisation) for each in inside] == [("figures to be accepted", "")]
    assert not [
        each for each in waits_of(data_set.plan, date(2024, 3, 8), "west") if each.subject == f"data:{signed.uid}"
    ]
    # The other side still waits for the body, whose state is not its affair; no ladder urges the body any more.
    later = date(2024, 3, 8)
    owed = {w.subject for w in waits_of(data_set.plan, later, "west") if w.on.organisation == "east-1"}
    assert handed_in(owed) == {f"data:{data_set.uid}:2023:east-1"} < owed
    with time_machine.travel(later):
        urged = [each for each in matters_of(data_set.plan, later).matters if data_set.name in each.title.zh]
    years = {(each.body.organisation, year) for each in urged for year in ("2022", "2023") if year in each.title.zh}
    assert {year for body, year in years if body == "east-1"} == {"2022"}
    assert ("west-1", "2023") in years
    act(signed, SubmissionAct.ACCEPT, cast.east_reviewer)
    row = Submission.objects.get()
    unconfirmed = overdue._replace(subject=f"data:{row.uid}")
    assert waited_for(unconfirmed).en == "figures to be confirmed"
    assert page_of(data_set.plan, unconfirmed) == f"/submissions/{row.uid}/"
    waits = fulfilling.waits(
        fulfilling.Situation(questions=submission_questions_of(data_set.plan, date(2024, 3, 8))),
        today=date(2024, 3, 8),
        calendar=fulfilling.china(),
    )
    assert ("east", "east-1", "west") in {(w.waiting.party, w.waiting.organisation, w.on.party) for w in waits}
    assert [(row.organisation.code, what) for row, what in to_do(cast.west_reviewer)] == [("east-1", "confirm")]
    act(row, SubmissionAct.CONFIRM, cast.west_reviewer)
    asked = asked_periods(data_set.plan, day)
    state = next(each for each in states_of(data_set.plan, cast.west_office, day, asked) if each.period.code == "2023")
    assert [(one.expected, one.accepted, one.confirmed) for one in state.parties] == [(2, 1, 1), (2, 0, 0)]
    assert (state.late, state.complete) == (True, False)
