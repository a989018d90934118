"""The pages about indicators show what was accepted and confirmed, and cost a constant number of statements."""

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from html import escape

import openpyxl
import pytest
from django.test import Client
from django.utils import translation

from tests.cast import NOW, Cast
from tests.stage import acted_once
from tests.web.measuring.conftest import SIGNED
from tests.web.measuring.test_collecting import GOOD, accepted, act, filled
from xietong import basics
from xietong.basics import Period
from xietong.measuring import SubmissionAct, TargetKind
from xietong_web.accounts.services import add_hierarchy
from xietong_web.audit.services import System
from xietong_web.drafting.models import Plan
from xietong_web.drafting.models import Target as PlanTarget
from xietong_web.measuring import boards, lines, pictures, services, targeting, views
from xietong_web.measuring.models import Board, DataSet
from xietong_web.measuring.panels import Panel
from xietong_web.measuring.queries import Asked, Scene, flags_of, rows_of
from xietong_web.measuring.services import definitions_of
from xietong_web.measuring.setting import aims_of, distance, next_aims
from xietong_web.measuring.words import with_unit

# The first four are the session, the person, the membership and its roles.
COSTS = {
    "indicators/": 16,
    "indicators/COVER/": 24,  # with the names of who defined it, the map of areas, and the groups that have targets
    "indicators/PUPILS/pieces/": 16,
    "regions/east-1/": 16,
    "comparison/": 17,
    "collection/": 12,
    "pictures/map/csv/?code=PLACES": 15,
}


@pytest.fixture
def client(cast: Cast) -> Client:
    """A browser in which the eastern joint office has signed in."""
    client = Client()
    client.force_login(cast.east_office.person, "xietong_web.accounts.known.Backend")
    return client


@pytest.fixture
@acted_once
def told(data_set: DataSet, cast: Cast) -> DataSet:
    """The form with what both sides say for 2023: the east's confirmed, the west's only accepted by itself."""
    act(accepted(data_set, cast), SubmissionAct.CONFIRM, cast.west_reviewer)
    west = filled(data_set, cast.west_liaison, "west-1", {**GOOD, "PLACES": "2400"})
    act(west, SubmissionAct.SUBMIT, cast.west_liaison)
    act(west, SubmissionAct.ACCEPT, cast.west_reviewer)
    return data_set


def test_every_page_of_the_room_is_shown(client: Client, told: DataSet, plan: Plan, cast: Cast) -> None:
    board = boards.make_board(
        plan_uid=plan.uid, title="看板", panels=[Panel("map", "PLACES")], by=cast.east_office, now=NOW
    )
    row = told.submissions.get(organisation__code="east-1")
    base = f"/plans/{plan.uid}"
    for address in (
        f"{base}/indicators/", f"{base}/indicators/PUPILS/", f"{base}/indicators/COVER/?public=1",
        f"{base}/indicators/new/", f"{base}/indicators/PUPILS/define/",
        f"{base}/indicators/COVER/pieces/?of=party:east", f"{base}/regions/east-1/?code=PLACES",
        f"{base}/comparison/?one=body:east-1&other=party:west", f"{base}/boards/", f"{base}/boards/{board.uid}/",
        f"{base}/collection/", f"{base}/collection/new/", f"/data-sets/{told.uid}/2023/",
        f"/data-sets/{told.uid}/2023/workbook/", f"/submissions/{row.uid}/",
        f"{base}/pictures/map/svg/?code=PUPILS", f"{base}/pictures/paths/csv/?code=COVER",
        f"{base}/pictures/ranking/xlsx/?code=PLACES", f"{base}/pictures/groups/svg/?code=PLACES&one=party:east&other=all",
    ):  # fmt: skip
        expected = 404 if address.endswith("other=all") else 200
        assert client.get(address).status_code == expected, address
    assert "108.3%" in client.get(f"{base}/indicators/COVER/").content.decode()
    table = client.get(f"{base}/pictures/ranking/csv/?code=PLACES&said=claimed").content.decode("utf-8-sig")
    assert "west-1" in table.splitlines()[1]


def test_units_and_places_are_said_in_the_readers_language(client: Client, told: DataSet, plan: Plan) -> None:
    page = f"/plans/{plan.uid}/indicators/"
    assert "1,200人" in client.get(page).text
    english = client.get(page, headers={"accept-language": "en"}).text
    assert "1,200 people" in english
    assert "人" not in english.split("<main")[1].replace("在校生", "")
    with translation.override("en"):
        assert [with_unit("1", "人"), with_unit("2", "人"), with_unit("3", "桶")] == ["1 person", "2 people", "3桶"]


@pytest.mark.parametrize("period", ["nonsense", "2025-Q9", "0000", "9999"])
def test_a_period_that_is_none_is_refused_with_how_to_write_one(
    period: str, client: Client, told: DataSet, plan: Plan
) -> None:
    for page in ("indicators/PUPILS/pieces/?", "pictures/map/svg/?code=PUPILS&", "pictures/ranking/csv/?code=PUPILS&"):
        answer = client.get(f"/plans/{plan.uid}/{page}period={period}", headers={"accept-language": "en"})
        assert answer.status_code == 409
        assert "write 2025" in answer.text


def test_the_public_is_shown_neither_another_day_nor_other_bodies(client: Client, told: DataSet, plan: Plan) -> None:
    page = f"/plans/{plan.uid}/indicators/PLACES/?public=1"
    for more in ("&as_of=2024-01-01", "&bodies_on=2023-12-31", "&said=claimed"):
        assert client.get(page + more).status_code == 409
    assert "2023-12-31" in client.get(f"/plans/{plan.uid}/indicators/PLACES/?bodies_on=2023-12-31").text


# Of a board, of all, of a form's period, of what one body says for it, and of what is changed of a form.
OTHERS = {"board": 17, "boards": 15, "period": 10, "submission": 16, "change": 6}


@pytest.mark.parametrize("page", OTHERS)
def test_a_page_of_a_board_or_a_form_costs_what_it_costs_however_much_was_said(
    page: str, client: Client, told: DataSet, plan: Plan, cast: Cast, django_assert_max_num_queries
) -> None:
    panels = [Panel("paths", "COVER"), Panel("map", "PLACES"), Panel("ranking", "PUPILS")]
    board = boards.make_board(plan_uid=plan.uid, title="看板", panels=panels, by=cast.east_office, now=NOW)
    earlier = filled(told, cast.east_liaison, "east-1", GOOD, "2022")
    act(earlier, SubmissionAct.SUBMIT, cast.east_liaison)
    act(earlier, SubmissionAct.ACCEPT, cast.east_reviewer)
    addresses = {
        "board": f"/plans/{plan.uid}/boards/{board.uid}/",
        "boards": f"/plans/{plan.uid}/boards/",
        "period": f"/data-sets/{told.uid}/2023/",
        "submission": f"/submissions/{earlier.uid}/",
        "change": f"/data-sets/{told.uid}/change/",
    }
    with django_assert_max_num_queries(OTHERS[page]):
        assert client.get(addresses[page]).status_code == 200


@pytest.mark.parametrize("address", COSTS)
def test_a_page_costs_what_it_costs_however_much_was_said(
    address: str, client: Client, told: DataSet, plan: Plan, cast: Cast, django_assert_max_num_queries
) -> None:
    earlier = filled(told, cast.east_liaison, "east-1", GOOD, "2022")
    act(earlier, SubmissionAct.SUBMIT, cast.east_liaison)
    act(earlier, SubmissionAct.ACCEPT, cast.east_reviewer)
    with django_assert_max_num_queries(COSTS[address]):
        assert client.get(f"/plans/{plan.uid}/{address}").status_code == 200


def test_headline_figures_are_the_confirmed_ones_and_the_claimed_ones_can_be_asked_for(
    told: DataSet, plan: Plan
) -> None:
    confirmed, claimed = Scene.of(plan), Scene.of(plan, Asked("claimed"))
    assert confirmed.figure("PLACES", "2023", "west").value is None
    assert claimed.figure("PLACES", "2023", "west").value == 2400
    both = claimed.figure("COVER", "2023")
    assert (both.value, both.units, both.not_reported) == (Decimal("154.2"), 2, 2)
    assert [flag.code for flag in flags_of(claimed, "PLACES", "2023")] == ["not_reported", "unconfirmed"]


def test_a_page_can_be_asked_as_of_a_day_before_the_figures_came(client: Client, told: DataSet, plan: Plan) -> None:
    assert client.get(f"/plans/{plan.uid}/indicators/PLACES/?as_of=2020-01-01").status_code == 404
    page = client.get(f"/plans/{plan.uid}/indicators/PLACES/?as_of=2024-03-05").content.decode()
    assert "1,300个" in page


def test_small_counts_are_hidden_from_the_public_with_what_would_give_them_away(
    data_set: DataSet, cast: Cast, plan: Plan
) -> None:
    act(accepted(data_set, cast, {**SIGNED, "PLACES": "4"}), SubmissionAct.CONFIRM, cast.west_reviewer)
    (shown,) = [row for row in rows_of(Scene.of(plan), "PLACES", "2023") if row.body.code == "east-1"]
    assert (shown.rank, shown.hidden) == (1, None)
    (public,) = [row for row in rows_of(Scene.of(plan, Asked(public=True)), "PLACES", "2023") if row.reading.value]
    assert (public.rank, str(public.hidden)) == (None, "small")


def test_a_target_of_an_agreed_plan_counts_once_every_party_has_signed(cast: Cast, agreed: Plan) -> None:
    from tests.web.measuring.conftest import PLACES
    from xietong_web.endorsing import services as endorsing

    services.define_indicator(plan_uid=agreed.uid, value=PLACES, by=cast.east_office, now=NOW)
    row, proposal = targeting.promise(
        plan_uid=agreed.uid, item_uid="t1", code="PLACES", period="2025", value=Decimal(5000), party="east",
        by=cast.east_office, now=NOW,
    )  # fmt: skip
    assert proposal is not None
    assert aims_of(agreed, "PLACES") == []
    endorsing.open_proposal(proposal_pk=proposal.pk, by=cast.east_office, now=NOW)
    for signatory in (cast.east_signatory, cast.west_signatory):
        endorsing.sign(proposal_pk=proposal.pk, proven_at=NOW, by=signatory, now=NOW)
    (aim,) = aims_of(agreed, "PLACES")
    assert (aim.value.value, aim.value.party, aim.item, aim.uid) == (5000, "east", "t1", row.uid)
    assert distance(aim.value, Decimal(4200), PLACES).en == "800个 short of the 2025 target (≥5,000个; now 4,200个)"
    milestone = replace(aim.value, kind=TargetKind.MILESTONE)
    finer = replace(aim.value, value=Decimal("5000.40"))
    assert distance(finer, Decimal(5000), PLACES).en == "0.4个 short of the 2025 target (≥5,000.4个; now 5,000个)"
    assert distance(milestone, Decimal(5000), PLACES).zh == "已达到2025年节点（≥5,000个，现为 5,000个）"
    assert next_aims([aim], "west", "2023") == []


def test_a_target_may_be_set_for_a_group_of_organisations_on_the_page(
    data_set: DataSet, cast: Cast, plan: Plan, client: Client
) -> None:
    places = [basics.HierarchyNode(code, "edge", organisation=code) for code in ("east-1", "west-1")]
    nodes = (basics.HierarchyNode("edge", name="交界地区"), *places)
    add_hierarchy(value=basics.Hierarchy("border", "毗邻", nodes=nodes), by=System(), now=NOW)
    for side in ("east", "west"):
        row = filled(data_set, getattr(cast, f"{side}_liaison"), f"{side}-1", {**SIGNED, "PLACES": "1000"})
        act(row, SubmissionAct.SUBMIT, getattr(cast, f"{side}_liaison"))
        act(row, SubmissionAct.ACCEPT, getattr(cast, f"{side}_reviewer"))
    address = f"/plans/{plan.uid}/indicators/PLACES/"
    assert "交界地区" in client.get(address).content.decode()
    given = {"item": "t1", "kind": "target", "group": "tree:border:edge", "period": "2025", "value": "2500"}
    assert client.post(f"{address}set/", given).status_code == 302
    (aim,) = aims_of(plan, "PLACES")
    assert (aim.value.group, aim.value.party, aim.value.value) == ("tree:border:edge", "", 2500)
    assert PlanTarget.objects.filter(value=2500).get().indicator == "学位（交界地区）", "what is signed says for whom"
    page = client.get(f"{address}?said=claimed").content.decode()
    assert "现为 2,000个）还差 500个" in page
    assert client.post(f"{address}set/", {**given, "group": "tree:border:none"}).status_code == 404


def test_a_baseline_names_its_source_and_a_figure_for_the_future_belongs_into_the_plan(
    data_set: DataSet, cast: Cast, plan: Plan
) -> None:
    from xietong.basics import Refusal

    for kind, source, wanted in (
        (TargetKind.BASELINE, "", "no-source"),
        (TargetKind.TARGET, "x", "target-is-of-the-plan"),
    ):
        with pytest.raises(Refusal) as refused:
            services.set_value(
                plan_uid=plan.uid, code="PLACES", kind=kind, period="2020", value=Decimal(1), source=source,
                by=cast.east_office, now=NOW,
            )  # fmt: skip
        assert refused.value.code == wanted
    row = services.set_value(
        plan_uid=plan.uid, code="PLACES", kind=TargetKind.BASELINE, period="2020", value=Decimal(900), party="east",
        source="统计公报", by=cast.east_office, now=NOW,
    )  # fmt: skip
    with pytest.raises(Refusal):
        services.withdraw_value(plan_uid=plan.uid, uid=row.uid, by=cast.west_office, now=NOW)
    with pytest.raises(Refusal, match="withdraw it first"):
        services.set_value(
            plan_uid=plan.uid, code="PLACES", kind=TargetKind.BASELINE, period="2020", value=Decimal(901), party="east",
            source="统计公报", by=cast.east_office, now=NOW,
        )  # fmt: skip
    services.withdraw_value(plan_uid=plan.uid, uid=row.uid, by=cast.east_office, now=NOW)
    assert aims_of(plan, "PLACES") == []
    assert Period.from_code(row.period).year == 2020


def test_a_board_keeps_the_order_that_people_give_it(data_set: DataSet, cast: Cast, plan: Plan, client: Client) -> None:
    client.post(f"/plans/{plan.uid}/boards/make/", {"title": "一屏"})
    board = Board.objects.get()
    address = f"/plans/{plan.uid}/boards/{board.uid}/arrange/"
    for n, kind in enumerate(("map", "ranking", "paths")):
        added = client.post(address, {"act": "add", "kind": kind, "code": "PLACES", "revision": n})
        assert added["Location"].endswith(f"#panel-{n}"), "keys go on with what was added"
    no_body = {"act": "add", "kind": "region", "one": "party:east", "code": "PLACES", "revision": 3}
    assert client.post(address, no_body).status_code == 404, "what cannot be drawn is not put there"
    moved = client.post(address, {"act": "earlier", "at": 2, "revision": 3}, headers={"accept-language": "en"})
    page, _, button = moved["Location"].partition("#")
    shown = client.get(page, headers={"accept-language": "en"}).text
    assert (button, f'id="{button}"' in shown) == ("earlier-1", True), "keys go on with the picture that was moved"
    assert "stands in place 2 of 3" in shown
    top = client.post(address, {"act": "earlier", "at": 1, "revision": 4})
    assert top["Location"].endswith("#later-0"), "at the top the only way is down"
    client.post(address, {"act": "later", "at": 0, "revision": 5})
    left = client.post(address, {"act": "remove", "at": 0, "revision": 6})
    assert left["Location"].endswith("#panel-0")
    board.refresh_from_db()
    assert [panel["kind"] for panel in board.panels] == ["paths", "ranking"]
    assert client.post(address, {"act": "remove", "at": 0, "revision": 6}).status_code == 409
    west = Client()
    west.force_login(cast.west_office.person)
    assert west.get(f"/plans/{plan.uid}/boards/{board.uid}/").status_code == 404
    english = {"accept-language": "en"}
    for n, (shared, told) in enumerate((("share", "Everybody of your party"), ("keep", "Only you see"))):
        answer = client.post(address, {"act": shared, "revision": 7 + n}, headers=english, follow=True)
        assert told in answer.text
    assert "Remove it</button>" in answer.text.split('class="removal"')[1].split("</details>")[0], "not by one slip"
    assert "The board is removed." in client.post(address, {"act": "delete"}, headers=english, follow=True).text
    assert not Board.objects.exists()


def test_a_definition_keeps_who_answers_for_it_and_what_it_answers_for(
    client: Client, told: DataSet, plan: Plan
) -> None:
    item = plan.items.filter(kind="task").order_by("path").values_list("uid", flat=True)[0]
    base = f"/plans/{plan.uid}/indicators"
    typed = {
        "code": "RATE", "name": "比率", "scale": "ratio", "direction": "higher", "period_type": "year", "decimals": "1",
        "over_organisations": "mean", "over_time": "last", "expression": "[PLACES] / 2", "order": "total-first",
        "owner": "east", "items": [item],
    }  # fmt: skip
    assert client.post(f"{base}/new/", typed).status_code == 302
    form = client.get(f"{base}/RATE/define/").context["form"]
    assert (form.initial["owner"], form.initial["items"]) == ("east", [item])
    again = {**typed, "name": "比例", "reason": "更名"}
    del again["code"]
    assert client.post(f"{base}/RATE/define/", again).status_code == 302
    value = definitions_of(plan)["RATE"]
    assert (value.name, value.owner, value.items) == ("比例", "east", (item,))
    page = client.get(f"{base}/RATE/").content.decode()
    assert "负责方" in page or "Who answers for it" in page
    assert client.post(f"{base}/RATE/define/", {**again, "items": ["nobody"]}).status_code == 200


def test_a_code_that_is_taken_and_a_formula_of_nothing_are_told(client: Client, told: DataSet, plan: Plan) -> None:
    typed = {
        "code": "PLACES", "name": "别的", "scale": "count", "direction": "higher", "period_type": "year", "decimals": "0",
        "over_organisations": "sum", "over_time": "last", "order": "unit-first",
    }  # fmt: skip
    address = f"/plans/{plan.uid}/indicators/new/"
    assert "code" in client.post(address, typed).context["form"].errors
    assert definitions_of(plan)["PLACES"].name == "学位"
    for formula in ("5 / 0", "[PUPILS|area=moon]", "[PLACES|area=town]"):
        form = client.post(address, {**typed, "code": "NEW", "expression": formula}).context["form"]
        assert list(form.errors) == ["expression"]
    number = {"item": plan.items.filter(kind="task")[0].uid, "period": "2025", "value": "NaN"}
    answer = client.post(f"/plans/{plan.uid}/indicators/PLACES/set/", number)
    assert "NaN" in answer.content.decode()


def test_a_picture_that_leaves_its_page_says_what_it_is(client: Client, told: DataSet, plan: Plan, settings) -> None:
    settings.DEMONSTRATION = True
    english = {"accept-language": "en"}
    base = f"/plans/{plan.uid}/pictures/paths"
    asked = "?code=PLACES&said=claimed&as_of=2024-03-05"
    said = "accepted by the own authority · as of 2024-03-05 · illustrative figures"
    svg = client.get(f"{base}/svg/{asked}", headers=english).content.decode()
    assert f"{said}</text></svg>" in svg
    title, rests, _, note, _ = (each.partition(">")[2] for each in svg.split("<text")[-5:])
    assert title.startswith("Places")
    assert rests.startswith("东 (EAST), 2023: resting on 1 body · 西 (WEST), 2023: resting on 1 body"), (
        "units go with it"
    )
    assert note.startswith("A hollow point"), "how it is read goes with it"
    table = client.get(f"{base}/csv/{asked}", headers=english).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline="")))
    assert all(None not in row and row["Source"].endswith(said) for row in rows), "every line is a row"
    assert [rows[0][name] for name in ("Figure", "Unit", "No figure because", "Bodies reporting")] == [
        "1300", "", "", "1",
    ]  # fmt: skip
    ranked = client.get(f"/plans/{plan.uid}/pictures/ranking/csv/?code=PLACES&said=claimed", headers=english)
    assert ranked.headers["Content-Disposition"].endswith('"PLACES-ranking.csv"')
    rows = list(csv.DictReader(io.StringIO(ranked.content.decode("utf-8-sig"), newline="")))
    first, last = ([row[name] for name in ("Party", "Period", "Figure", "State")] for row in (rows[0], rows[-1]))
    assert first == ["西 (WEST)", "2023", "2400", "not confirmed yet"]
    assert last == ["西 (WEST)", "2023", "", ""], "what was not reported is not confirmed either"
    drawn = client.get(f"/plans/{plan.uid}/pictures/map/svg/?code=PLACES").content.decode()
    assert "href" not in drawn, "a link within a page leads nowhere outside it"
    book = client.get(f"{base}/xlsx/{asked}", headers=english).content
    assert openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]["C3"].value == 1300
    page = client.get(f"/plans/{plan.uid}/indicators/PLACES/?public=1", headers=english).text
    assert "confirmed by all · as of " in page
    assert " · small counts hidden · illustrative" in page


def test_every_figure_says_on_how_many_bodies_it_rests_and_leads_to_the_values_behind_it(
    client: Client, told: DataSet, plan: Plan
) -> None:
    base, asked = f"/plans/{plan.uid}", "said=claimed&as_of=2024-03-05"
    west, one = (
        f"{base}/indicators/{{}}/pieces/?period=2023&of={of}&{asked}" for of in ("party%3Awest", "body%3Awest-1")
    )
    for page, links in {
        "indicators/?": [west.format("PLACES"), west.format("COVER"), f"{base}/indicators/PLACES/pieces/?period=2023&{asked}"],
        "indicators/PUPILS/?": [west.format("PUPILS")],
        "regions/west-1/?": [west.format("PUPILS"), one.format("PUPILS")],
        "comparison/?other=body:west-1&": [one.format("COVER")],
    }.items():  # fmt: skip
        found = client.get(f"{base}/{page}{asked}", headers={"accept-language": "en"}).text
        for link in links:
            place = found.index(f'href="{link.replace("&", "&amp;")}"')
            rests = re.search(r"\b(?:1 body|[2-9] bodies)\b", found[place : place + 400])
            assert rests or "of=body" in link, "a body's own figure rests on itself"
            assert client.get(link).status_code == 200
    pieces = client.get(f"{base}/indicators/PLACES/pieces/?said=claimed", headers={"accept-language": "en"}).text
    assert "1,850 a body on average" in pieces, "groups are compared by it"


def test_numbers_that_are_many_stand_on_pages_of_their_own(
    client: Client, told: DataSet, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "LISTED", 3)
    monkeypatch.setattr(views, "NUMBERS", 2)
    asked = "code=PLACES&period=2023&said=claimed"
    page = client.get(f"/plans/{plan.uid}/indicators/PLACES/?said=claimed").text
    ranking = page.split('data-picture="ranking')[1]
    assert ranking.split("<tbody>")[1].split("</tbody>")[0].count("<tr>") == 3
    address = f"/plans/{plan.uid}/pictures/ranking/numbers/?{asked}"
    assert escape(address) in ranking
    found = [client.get(f"{address}&page={n}").text for n in (1, 2)]
    rows = [each.split("<tbody>")[1].split("</tbody>")[0] for each in found]
    codes = [[code for code in ("east-1", "east-2", "west-1", "west-2") if f"<td>{code}</td>" in each] for each in rows]
    assert codes == [["east-1", "west-1"], ["east-2", "west-2"]], "the best first, none left out, none twice"
    assert f"?{escape(asked)}&amp;page=2" in found[0]
    assert "本方已审核" in found[0]


def test_values_behind_a_number_stand_page_by_page_a_body_with_all_of_its_own(
    client: Client, told: DataSet, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/plans/{plan.uid}/indicators/COVER/pieces/?said=claimed&period=2023"
    whole = [(piece.body.code, piece.key) for piece, _, _ in client.get(address).context["pieces"]]
    monkeypatch.setattr(views, "BODIES", 1)
    pages = [
        client.get(f"{address}&page={n}").context["pieces"] for n in range(1, len({body for body, _ in whole}) + 1)
    ]
    assert [(piece.body.code, piece.key) for page in pages for piece, _, _ in page] == whole
    assert all(len({piece.body.code for piece, _, _ in page}) == 1 for page in pages)
    assert len(whole) > len(pages) > 1


def test_bodies_of_flags_and_units_of_forms_are_said_in_the_readers_language(
    client: Client, told: DataSet, plan: Plan
) -> None:
    page = client.get(f"/plans/{plan.uid}/indicators/PLACES/?said=claimed", headers={"accept-language": "en"}).text
    flags = page.split('class="flags"')[1].split("</ul>")[0]
    assert "Vocational Education" in flags
    assert "职业教育" not in flags


def test_words_beside_set_values_stand_clear_of_each_other() -> None:
    line = lines.Line("x", tuple(Decimal(each) for each in (50, 60, 70, 80, 90)))
    marks = [lines.Mark(3, Decimal(78), -1, short, "") for short in ("Milestone", "Other")]
    same = lines.paths("t", "d", ["1", "2", "3", "4", "5"], [line], marks)
    words = re.findall(
        r'<text x="([0-9.]+)" y="([0-9.]+)"[^>]*anchor="(start|end)"[^>]*>(?:Milestone|Other)<', str(same)
    )
    assert len(words) == 2
    sides = {anchor for _, _, anchor in words}
    heights = [float(y) for _, y, _ in words]
    assert len(sides) == 2 or abs(heights[0] - heights[1]) >= 13
