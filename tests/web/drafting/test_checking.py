"""What cannot be written is refused with a sentence, before any database says no."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from tests.cast import NOW, Cast
from xietong import drafting
from xietong.basics import Refusal
from xietong_web.drafting import services
from xietong_web.drafting.forms import parts
from xietong_web.drafting.models import Item, Plan, Target
from xietong_web.drafting.paths import DEEPEST
from xietong_web.drafting.queries import Bodies, value_of

DUTY = drafting.Duty("east", "east-1", drafting.Role.LEAD)
TARGET = drafting.Target("", "基地", ">=", Decimal(1))


def edit(cast: Cast, uid: str, **changes: Any) -> Item:
    revision = Item.objects.get(uid=uid).revision
    return services.edit_item(
        plan_uid="plan-of-two", uid=uid, revision=revision, changes=changes, by=cast.east_office, now=NOW
    )


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("dates-reversed", {"start": date(2025, 2, 1), "due": date(2025, 1, 1)}),
        ("day-out-of-range", {"due": date(9999, 12, 31)}),
        ("day-out-of-range", {"milestones": (drafting.Milestone("", "x", date(1, 1, 1)),)}),
        ("empty-title", {"title": "　 "}),
        ("too-long", {"number": "一" * 41}),
        ("too-long", {"duties": (replace(DUTY, name="长" * 161),)}),
        ("too-long", {"targets": (replace(TARGET, unit="个" * 41),)}),
        ("bad-row", {"targets": (replace(TARGET, value=Decimal("1e30")),)}),
        ("bad-row", {"targets": (replace(TARGET, value=Decimal("0.1234567")),)}),
        ("bad-row", {"targets": (replace(TARGET, op="~"),)}),
        ("bad-row", {"weight": Decimal(-1)}),
        ("bad-row", {"weight": Decimal("NaN")}),
        ("unknown-item", {"after": ("t1",)}),
        ("unknown-item", {"after": ("elsewhere",)}),
        ("unknown-basis", {"basis": ("elsewhere",)}),
    ],
)
def test_what_cannot_be_written_is_refused(cast: Cast, plan: Plan, code: str, changes: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        edit(cast, "t1", **changes)
    assert refused.value.code == code


def test_a_part_keeps_its_identity_and_cannot_take_anothers(cast: Cast, plan: Plan) -> None:
    (own,) = value_of(plan, "t1").targets
    edit(cast, "t1", targets=(replace(own, value=Decimal(60)),))
    assert Target.objects.get(uid="g1").value == 60
    edit(cast, "t3", targets=(own,))
    assert Target.objects.get(uid="g1").item.uid == "t1"
    (other,) = value_of(plan, "t3").targets
    assert other.uid != "g1"


def test_an_item_cannot_move_below_what_does_not_exist(cast: Cast, plan: Plan) -> None:
    with pytest.raises(Refusal) as refused:
        services.move_item(plan_uid=plan.uid, uid="t1", parent="elsewhere", position=0, by=cast.east_office, now=NOW)
    assert refused.value.code == "not-found"


def test_a_plan_is_no_deeper_than_its_paths(cast: Cast, plan: Plan) -> None:
    def dig() -> None:
        parent: str | None = "t3"
        for _ in range(DEEPEST):
            item = services.add_item(
                plan_uid=plan.uid, parent=parent, position=0, kind=drafting.Kind.MEASURE, title="层",
                by=cast.east_office, now=NOW,
            )  # fmt: skip
            parent = item.uid

    with pytest.raises(Refusal) as refused:
        dig()
    assert refused.value.code == "too-deep"
    assert max(plan.items.values_list("depth", flat=True)) == DEEPEST - 1


def test_a_form_with_a_strange_role_is_refused(cast: Cast, plan: Plan) -> None:
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(cast.east_office.person, "xietong_web.accounts.known.Backend")
    sent = {"revision": 1, "kind": "task", "title": "t", "duty_role": "king", "duty_name": "东江省基础教育处"}
    answer = client.post(f"/plans/{plan.uid}/desk/t1/edit/", sent)
    assert answer.status_code == 409
    assert "a duty is lead or support" in answer.content.decode()


def test_a_target_edited_at_the_desk_stays_the_party_s_that_it_was_set_for(plan: Plan) -> None:
    row = "target_uid=g1&target_party=east&target_indicator=入园率&target_op=%3E=&target_value=93&target_unit=%25&target_by="
    new = "target_uid=&target_party=&target_indicator=师生比&target_op==&target_value=1&target_unit=&target_by="
    old, made = parts(QueryDict(f"{row}&{new}"), Bodies(plan), value_of(plan, "t1"))["targets"]
    assert (old.uid, old.party, made.party) == ("g1", "east", "")
