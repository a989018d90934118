"""A plan with many values is added up in the cube: every figure and page is the one that value by value gives."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from tests.cast import NOW, Cast, sign_by_both
from tests.web.measuring.test_collecting import act, filled
from tests.web.measuring.test_rolling_up import said
from xietong.measuring import Adding, Indicator, Order, Scale, SubmissionAct
from xietong_web.accounts.models import Organisation, Succession
from xietong_web.drafting.models import Plan
from xietong_web.measuring import collecting, cubes, holding, services
from xietong_web.measuring.dimensions import divided
from xietong_web.measuring.first_figures import make_figures_ready
from xietong_web.measuring.headlines import listed
from xietong_web.measuring.models import DataSet, Partition, Submission
from xietong_web.measuring.own import who_said
from xietong_web.measuring.queries import Asked, Scene, flags_of, made_of, rows_of
from xietong_web.measuring.storing import broken_partitions, read_partition

ADDED = (
    Indicator("SHARE", "有校比例", over_organisations=Adding.SHARE),
    Indicator("MIDDLE", "中位", decimals=1, over_organisations=Adding.MEDIAN),
    Indicator("MEAN", "平均", decimals=1, over_organisations=Adding.MEAN),
    Indicator("BY_PUPILS", "加权", decimals=2, over_organisations=Adding.WEIGHTED_MEAN, weight="PUPILS"),
    Indicator("OWN", "不可加", over_organisations=Adding.NONE),
    Indicator(
        "TOWN", "城镇占比", "", "%", Scale.RATIO, decimals=2, expression="[PUPILS|area=town] / [PUPILS] * 100",
        order=Order.TOTAL_FIRST, over_organisations=Adding.MEAN,
    ),
    Indicator(
        "MIXED", "几部分之比", decimals=3, expression="([MEAN] + given([MIDDLE], 0)) / [PUPILS] + [BY_PUPILS]",
        order=Order.TOTAL_FIRST, over_organisations=Adding.MEAN,
    ),
    Indicator("EACH", "逐校", decimals=1, expression="[PUPILS] / [PLACES] * 100 - [MIDDLE]", over_organisations=Adding.MEAN),
    Indicator("TWICE", "逐校之和", decimals=1, expression="-[EACH] * 2 + [PUPILS|area=town]"),
    Indicator("OF_EACH", "逐校之和的比", decimals=3, expression="[TWICE] / [PLACES]", order=Order.TOTAL_FIRST),
    Indicator("FILLED", "补缺", decimals=1, expression="given([EACH], 0)", over_organisations=Adding.MEDIAN),
    Indicator("MIDST", "逐校中位", decimals=1, expression="[MEAN] * [MEAN]", over_organisations=Adding.MEDIAN),
    Indicator("RISE", "比上年", decimals=1, expression="[PLACES] - [PLACES @ -1y]"),
)  # fmt: skip
ENTRIES = ("0", "", "/", "*", "12", "7.5", "250", "31.2")
BODIES = {"east": "east-1", "west": "west-1"}


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    cubes.forget()
    yield
    cubes.forget()


@pytest.fixture
def wide(data_set: DataSet, plan: Plan, cast: Cast) -> DataSet:
    """A second form, with every way of adding up over bodies."""
    for value in ADDED:
        services.define_indicator(plan_uid=plan.uid, value=value, by=cast.east_office, now=NOW)
    return services.open_data_set(
        plan_uid=plan.uid, name="另一份年报", name_en="Another", kind="division", period_type=value_kind(data_set),
        first_period="2022", joint=True, rules=[], by=cast.east_office, now=NOW,
        sections=[{"title": "其他", "title_en": "", "indicators": [one.code for one in ADDED if not one.computed]}],
    )  # fmt: skip


def value_kind(data_set: DataSet) -> Any:
    from xietong.basics import PeriodKind

    return PeriodKind(data_set.period_type)


def say(data_set: DataSet, cast: Cast, rng: Random, *, confirmed: bool) -> None:
    """Have both sides' first divisions say something for two years."""
    codes = [code for code in data_set.codes() if code != "PUPILS"]
    keys = codes + (["PUPILS|area=town", "PUPILS|area=rural"] if "PUPILS" in data_set.codes() else [])
    places = {"MIDDLE", "MEAN", "BY_PUPILS"}
    for side, code in BODIES.items():
        for period in ("2022", "2023"):
            cells = {key: rng.choice([one for one in ENTRIES if key in places or "." not in one]) for key in keys}
            row = filled(data_set, getattr(cast, f"{side}_liaison"), code, cells, period)
            Submission.objects.filter(pk=row.pk).update(number=1)
            act(row, SubmissionAct.SUBMIT, getattr(cast, f"{side}_liaison"))
            act(row, SubmissionAct.ACCEPT, getattr(cast, f"{side}_reviewer"))
            other = "west" if side == "east" else "east"
            if confirmed:
                act(row, SubmissionAct.CONFIRM, getattr(cast, f"{other}_reviewer"))


def told(plan: Plan, asked: Asked) -> dict[Any, Any]:
    """Ask for everything that pages show."""
    scene = Scene.of(plan, asked)
    found: dict[Any, Any] = {}
    found["listed"] = [(row.indicator.code, row.period, [(one.found, one.text, one.changes, one.distances) for one in (*row.sides, row.together) if one]) for row in listed(scene)]  # fmt: skip
    for code in scene.values.indicators:
        found[code] = scene.values.periods(code)
        for period in ("2022", "2023", "2024"):
            for party in ("", "east", "west"):
                found[code, period, party] = scene.figure(code, period, party)
            found[code, period] = [*rows_of(scene, code, period)], flags_of(scene, code, period)
            found[code, period, "divided"] = divided(scene, code, period, "2022")
            bodies = scene.bodies_of(code)
            pieces = [piece for one in bodies for piece in made_of(scene, code, period, [one])]
            assert pieces == made_of(scene, code, period, bodies), "of one body as of all"
            assert who_said(scene.values, code, period) == {piece.body.code for piece in pieces}
            found[code, period, "pieces"] = {(each.body.code, each.key, decimal(each.entry), each.submission) for each in pieces}  # fmt: skip
    return found


def decimal(entry: str) -> Any:
    return Decimal(entry) if entry[:1].isdigit() else entry


def places(plan: Plan, client: Client) -> list[Any]:
    """Give what the pages of bodies show of each: figure, place, among how many."""
    asked = (("east-1", "EACH"), ("west-1", "RISE"), ("east-2", "PUPILS"))
    pages = [client.get(f"/plans/{plan.uid}/regions/{code}/?said=claimed&code={of}") for code, of in asked]
    return [
        (page.context["picture"].picture.rows, [(row[0].code, *row[1:5]) for row in page.context["rows"]])
        for page in pages
    ]


@pytest.mark.once
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_the_cube_says_what_value_by_value_gives(
    wide: DataSet, data_set: DataSet, plan: Plan, cast: Cast, seed: int, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = Random(seed)  # noqa: S311 - nothing secret here
    DataSet.objects.filter(pk=data_set.pk).update(rules="[]")
    data_set.refresh_from_db()
    say(data_set, cast, rng, confirmed=seed == 1)
    say(wide, cast, rng, confirmed=True)
    if seed:
        old = Organisation.objects.get(code="east-1")
        for heir, weight in (("east-2", "0.25"), ("west-1", "0.75")):
            Succession.objects.create(
                predecessor=old, successor=Organisation.objects.get(code=heir), kind="split", day=date(2023, 6, 1),
                weight=Decimal(weight),
            )  # fmt: skip
    client.force_login(cast.east_office.person, "xietong_web.accounts.known.Backend")
    one_by_one = places(plan, client)
    with monkeypatch.context() as patch:
        patch.setattr(holding, "MANY", 0)
        assert places(plan, client) == one_by_one
    for asked in (Asked(), Asked("claimed"), Asked("claimed", public=True)):
        expected = told(plan, asked)
        with monkeypatch.context() as patch:
            patch.setattr(holding, "MANY", 0)
            assert told(plan, asked) == expected


def test_only_the_block_that_changed_is_added_up_anew(
    data_set: DataSet, cast: Cast, plan: Plan, client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
) -> None:  # fmt: skip
    monkeypatch.setattr(holding, "MANY", 0)
    said(data_set, cast, "east", "east-1", "1000", "500")
    first = Scene.of(plan, Asked("claimed")).figure("PLACES", "2023")
    earlier = filled(data_set, cast.east_liaison, "east-1", {"PLACES": "5", "PUPILS|area=town": "0"}, "2022")
    act(earlier, SubmissionAct.SUBMIT, cast.east_liaison)
    act(earlier, SubmissionAct.ACCEPT, cast.east_reviewer)
    asked: list[int] = []
    rolled = cubes._Rolling._rolled
    monkeypatch.setattr(cubes._Rolling, "_rolled", lambda self, *rest: asked.append(1) or rolled(self, *rest))
    with django_assert_num_queries(8):
        scene = Scene.of(plan, Asked("claimed"))
        assert scene.figure("PLACES", "2022").value == 5
    assert len(asked) == 1, "2023 is as it was"
    assert (first.value, Scene.of(plan, Asked("claimed")).figure("PLACES", "2023").value) == (1000, 1000)


def kept() -> list[Any]:
    """Give what all partitions hold."""
    rows = Partition.objects.select_related("file").order_by("period", "block")
    return [(row.period, row.block, row.file_id, read_partition(row)) for row in rows]


def test_approving_in_bulk_and_one_by_one_in_any_order_end_in_the_same(
    data_set: DataSet, cast: Cast, plan: Plan
) -> None:
    cells = [{"PLACES": str(n), "PUPILS|area=town": "0"} for n in range(4)]
    rows = [filled(data_set, cast.east_liaison, "east-1", cells[n], f"202{n}") for n in (2, 3)]
    rows += [filled(data_set, cast.west_liaison, "west-1", cells[n - 2], f"202{n}") for n in (2, 3)]
    for row in rows:
        act(row, SubmissionAct.SUBMIT, cast.east_liaison if row.party_id == cast.east.pk else cast.west_liaison)
    found = []
    for order in ((0, 1, 2, 3), (3, 1, 0, 2), None):
        with transaction.atomic():
            for n in order or ():
                reviewer = cast.east_reviewer if rows[n].party_id == cast.east.pk else cast.west_reviewer
                act(rows[n], SubmissionAct.ACCEPT, reviewer)
            if order is None:
                for pair, reviewer in ((rows[:2], cast.east_reviewer), (rows[2:], cast.west_reviewer)):
                    uids = [row.uid for row in pair]
                    collecting.act_on_submissions(uids=uids, act=SubmissionAct.ACCEPT, by=reviewer, now=NOW)
            assert list(broken_partitions()) == []
            figures = Scene.of(plan, Asked("claimed"))
            found.append((kept(), [figures.figure("PLACES", year, "") for year in ("2022", "2023")]))
            west = figures.figure("PLACES", "2022", "west")
            assert (west.value, west.units, west.not_reported) == (0, 1, 1), "a reported zero stays a zero"
            transaction.set_rollback(order is not None)
    assert found[0] == found[1] == found[2]


def test_a_server_makes_the_sums_of_agreed_plans_ready(
    data_set: DataSet, plan: Plan, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "MANY", 0)
    asked: list[int] = []
    rolled = cubes._Rolling._rolled
    monkeypatch.setattr(cubes._Rolling, "_rolled", lambda self, *rest: asked.append(1) or rolled(self, *rest))
    row = filled(data_set, cast.east_liaison, "east-1", {"PLACES": "5", "PUPILS|area=town": "0"})
    act(row, SubmissionAct.SUBMIT, cast.east_liaison)
    act(row, SubmissionAct.ACCEPT, cast.east_reviewer)
    make_figures_ready()
    assert asked == [], "nobody has signed the plan"
    sign_by_both(cast, plan)
    make_figures_ready()
    assert asked == [1]
    Scene.of(plan).figure("PLACES", "2023", "east")
    assert asked == [1], "a page finds it made"
