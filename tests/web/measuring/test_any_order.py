"""Whatever happens in whatever order, the sums that are kept are those that are made anew, and value by value too."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from tests.cast import NOW, Cast
from tests.web.measuring.conftest import PLACES, PUPILS
from tests.web.measuring.test_collecting import act, filled
from xietong import basics
from xietong.basics import PeriodKind
from xietong.measuring import Adding, Indicator, Order, SubmissionAct
from xietong_web.accounts import organising
from xietong_web.accounts.models import Organisation
from xietong_web.accounts.services import add_hierarchy, add_organisations, move_place
from xietong_web.audit.services import System
from xietong_web.drafting.models import Plan
from xietong_web.measuring import collecting, cubes, holding, services
from xietong_web.measuring.figures import total_of
from xietong_web.measuring.grouping import branches
from xietong_web.measuring.models import DataSet, Submission
from xietong_web.measuring.queries import Asked, Scene
from xietong_web.measuring.storing import broken_partitions

FILLED = (
    PUPILS, PLACES,
    Indicator("MIDDLE", "中位", decimals=1, over_organisations=Adding.MEDIAN),
    Indicator("MEAN", "平均", decimals=1, over_organisations=Adding.MEAN),
    Indicator("BY_PUPILS", "加权", over_organisations=Adding.WEIGHTED_MEAN, weight="PUPILS"),
)  # fmt: skip
EACH = Indicator("EACH", "生均", decimals=2, expression="[PLACES] / [PUPILS]", order=Order.TOTAL_FIRST)
KEYS = ("PUPILS|area=town", "PUPILS|area=rural", "PLACES", "MIDDLE", "MEAN", "BY_PUPILS")
YEARS = ("2023", "2024")
PARTIES = ("", "east", "west")
SEEDS = (pytest.param(0, marks=pytest.mark.once), pytest.param(1, marks=pytest.mark.postgresql))  # a story on each


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    cubes.forget()
    yield
    cubes.forget()


@pytest.fixture
def form(plan: Plan, cast: Cast) -> DataSet:
    """A joint yearly form of every way of adding up, for four divisions of each side in two branches of a tree."""
    bodies = []
    for party in (cast.east, cast.west):
        values = [basics.Organisation(f"{party.code}-{n}", party.code, f"{n}处", kind="division") for n in (5, 6)]
        bodies += add_organisations(party=party, values=values, by=System(), now=NOW)
    nodes = [basics.HierarchyNode(f"at-{each.code}", "left", organisation=each.code) for each in bodies]
    nodes += [basics.HierarchyNode(name) for name in ("left", "right")]
    add_hierarchy(value=basics.Hierarchy("t", "体系", nodes=tuple(nodes)), by=System(), now=NOW)
    for value in (*FILLED, EACH):
        services.define_indicator(plan_uid=plan.uid, value=value, by=cast.east_office, now=NOW)
    return services.open_data_set(
        plan_uid=plan.uid, name="年报", kind="division", period_type=PeriodKind.YEAR, first_period="2023", joint=True,
        sections=[{"title": "规模", "title_en": "", "indicators": [each.code for each in FILLED]}], rules=[],
        by=cast.east_office, now=NOW,
    )  # fmt: skip


def told(plan: Plan) -> dict[Any, Any]:
    """Ask for every figure: of parties, of all together, and of the branches of a tree; by both kinds of word."""
    found: dict[Any, Any] = {}
    for said in ("confirmed", "claimed"):
        scene = Scene.of(plan, Asked(said))
        groups = branches(scene)
        for code in scene.values.indicators:
            found[said, code] = scene.values.periods(code)
            for year in YEARS:
                found[said, code, year] = [scene.figure(code, year, party) for party in PARTIES]
                found[said, code, year, "t"] = [total_of(scene, code, group.bodies, year) for group in groups]
    return found


class Story:
    """One of many courses that things can take."""

    def __init__(self, form: DataSet, cast: Cast, seed: int) -> None:
        self.form, self.cast, self.rng, self.day = form, cast, Random(seed), date(2024, 1, 1)  # noqa: S311 - nothing secret here
        self.happened: list[str] = []

    def step(self) -> None:
        """Let something happen; where it cannot, something else does."""
        acts: list[Callable[[], bool]] = [
            self.say, self.say, self.say, self.accept, self.accept, self.confirm, self.confirm,
            self.in_bulk, self.send_back, self.unlock, self.split, self.merge, self.move,
        ]  # fmt: skip
        while not (what := self.rng.choice(acts))():
            continue
        self.happened.append(what.__name__)

    def say(self) -> bool:
        side, year = self.rng.choice(("east", "west")), self.rng.choice(YEARS)
        end = date(int(year), 12, 31)
        alive = Organisation.objects.filter(kind="division", party__code=side).exclude(valid_to__lt=end)
        body = self.rng.choice([each for each in alive if each.valid_from is None or each.valid_from <= end])
        last = self.form.submissions.filter(organisation=body, period=year).order_by("number").last()
        if last is not None and (
            last.state == "submitted" or (last.state in {"accepted", "confirmed"} and not last.unlocked)
        ):
            return False
        keys = sorted(last.unlocked) if last is not None and last.unlocked else KEYS
        cells = {key: self.rng.choice(("0", "", "/", "*", "1", "12", "250")) for key in keys}
        row = filled(self.form, getattr(self.cast, f"{side}_office"), body.code, cells, year)
        Submission.objects.filter(pk=row.pk).update(state="submitted")
        return True

    def accept(self) -> bool:
        return self._one("submitted", SubmissionAct.ACCEPT)

    def confirm(self) -> bool:
        return self._one("accepted", SubmissionAct.CONFIRM)

    def send_back(self) -> bool:
        return self._one("accepted", SubmissionAct.RETURN, reason="请核对")

    def unlock(self) -> bool:
        state = self.rng.choice(("accepted", "confirmed"))
        return self._one(state, SubmissionAct.UNLOCK, cell=self.rng.choice(KEYS), reason="录入差错")

    def _one(self, state: str, what: SubmissionAct, **more: str) -> bool:
        rows = list(self.form.submissions.filter(state=state).select_related("party").order_by("pk"))
        if rows:
            row = self.rng.choice(rows)
            act(row, what, self._reviewer(row.party.code, what), **more)
        return bool(rows)

    def in_bulk(self) -> bool:
        state, what = self.rng.choice((("submitted", SubmissionAct.ACCEPT), ("accepted", SubmissionAct.CONFIRM)))
        side = self.rng.choice(("east", "west"))
        uids = list(self.form.submissions.filter(state=state, party__code=side).values_list("uid", flat=True))
        if uids:
            self.rng.shuffle(uids)
            collecting.act_on_submissions(uids=uids, act=what, by=self._reviewer(side, what), now=NOW)
        return bool(uids)

    def _reviewer(self, side: str, what: SubmissionAct) -> Any:
        own = what in {SubmissionAct.ACCEPT, SubmissionAct.UNLOCK}
        return getattr(self.cast, f"{side if own else {'east': 'west', 'west': 'east'}[side]}_office")

    def split(self) -> bool:
        shares = (Decimal("0.3"), Decimal("0.7"))
        one, *_ = self._standing("east", 1)
        parts = [organising.Part(f"{one}{n}", f"{one}{n}处", "", share) for n, share in zip("ab", shares, strict=True)]
        organising.split_organisation(code=one, parts=parts, day=self._next(), by=self.cast.east_manager, now=NOW)
        return True

    def merge(self) -> bool:
        several = self._standing("east", 2)
        if len(several) < 2:
            return False
        part = organising.Part(f"{several[0]}m", f"{several[0]}合并处")
        organising.merge_organisations(codes=several, part=part, day=self._next(), by=self.cast.east_manager, now=NOW)
        return True

    def move(self) -> bool:
        node = f"at-{self.rng.choice(('east', 'west'))}-{self.rng.choice((5, 6))}"
        move_place(
            hierarchy="t", node=node, parent=self.rng.choice(("left", "right")), day=self._next(), by=System(), now=NOW
        )
        return True

    def _standing(self, side: str, several: int) -> list[str]:
        rows = Organisation.objects.filter(kind="division", party__code=side, valid_to=None).order_by("code")
        codes = list(rows.values_list("code", flat=True))
        return self.rng.sample(codes, min(several, len(codes)))

    def _next(self) -> date:
        self.day += timedelta(days=1)
        return self.day


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_kept_is_what_would_be_made_anew_after_any_order_of_acts(
    form: DataSet, plan: Plan, cast: Cast, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = Story(form, cast, seed)
    monkeypatch.setattr(holding, "MANY", 0)
    for _ in range(20):
        story.step()
        kept = told(plan)
        with monkeypatch.context() as patch:
            patch.setattr(holding, "MANY", 20_000)
            anew = told(plan)
        differing = {place: (kept[place], anew[place]) for place in anew if kept[place] != anew[place]}
        assert not differing, story.happened
    cubes.forget()
    assert kept == told(plan)
    assert any(kept["claimed", "PUPILS", year][0].reported for year in YEARS), "something stands to be added up"
    assert list(broken_partitions()) == []
