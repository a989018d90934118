"""Whatever people do, what follows their acts is to the last bit what is made of the rows anew."""

from contextlib import suppress
from dataclasses import fields
from datetime import datetime
from typing import Any

import numpy as np
import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast, opened, sign_by_both
from tests.web.fulfilling.acting import acted, amendment, begun, confirmed, passed, signed, submitted
from xietong.basics import Refusal
from xietong.fulfilling import AcceptanceAct, ReportAct
from xietong_web.accounts.models import Member
from xietong_web.audit.queries import SHANGHAI
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.days import today
from xietong_web.fulfilling.duty_services import answer_duty
from xietong_web.fulfilling.lighting import lit
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.sheet import Rows, sheet
from xietong_web.fulfilling.standing import running
from xietong_web.fulfilling.waiting.following import waits_on

LATER = datetime(2024, 10, 9, 10, tzinfo=SHANGHAI)
ACTS = ("begin", "submit", "pass", "confirm", "confirm", "reopen", "accept", "propose", "amend")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["east", "west"]),
        st.sampled_from(["t1", "t2", "t3"]),
        st.sampled_from(ACTS),
        st.sampled_from(["2024-Q1", "2024-Q2", "2024-Q3"]),
        st.sampled_from([30, 100]),
    ),
    min_size=8,
    max_size=8,
)


def _do(cast: Cast, plan: Plan, side: str, item: str, act: str, period: str, percent: int) -> None:
    liaison = cast.east_liaison if side == "east" else cast.west_liaison
    of: dict[str, Any] = {"item": item, "period": period}
    if act in {"propose", "amend"}:
        proposal = amendment(cast, plan, {item: {"title": f"改为{period}"}})
        if act == "amend":
            signed(cast, proposal)
    elif act == "accept":
        for duty in plan.duties.filter(item__uid=item, organisation=liaison.organisation):
            answer_duty(duty_pk=duty.pk, act=AcceptanceAct.ACCEPT, revision=0, by=liaison, now=NOW)
    elif act == "reopen":
        _reopen(cast, liaison)
    elif act == "begin":
        begun(plan, liaison, item, period)
    elif act == "submit":
        submitted(plan, liaison, percent, **of)
    else:
        (passed if act == "pass" else confirmed)(cast, plan, liaison, percent, **of)


def _reopen(cast: Cast, liaison: Member) -> None:
    office = cast.east_office if liaison.party_code == "east" else cast.west_office
    for report in Report.objects.filter(state="confirmed", party=liaison.party)[:1]:
        acted(report, ReportAct.REOPEN_FIGURES, office, reason="误报")


def _known(plan: Plan) -> dict[str, Any]:
    """All that follows, in forms that can be compared."""
    waits, run, lamps = waits_on(plan, today()), running(plan), lit(plan, today())
    assert lamps is not None
    progress = run.progress
    return {
        "waits": sorted(waits.value(at) for at in range(len(waits.columns.kind))),
        "figures": [run.figures.claimed, run.figures.confirmed, run.figures.said],
        "progress": [
            getattr(progress, name)
            for name in ("claimed", "confirmed", "joint", "joint_claimed", "gap", "done")
            if progress is not None
        ],
        "lights": [lamps.causes, lamps.late, lamps.columns.missed, lamps.columns.blocked],
        "counted": [lamps.branches, lamps.overdue],
        "rows": [np.asarray(getattr(sheet(plan).rows, column.name)).tolist() for column in fields(Rows)],
    }


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
)
@given(steps=STEPS)
def test_after_any_act_what_followed_is_what_is_made_anew(cast: Cast, steps: list) -> None:
    plan = Plan.objects.filter(state="agreed").first()
    if plan is None:
        with transaction.atomic():
            plan = sign_by_both(cast, opened(cast))
    with time_machine.travel(LATER):
        _known(plan)
        for step in steps:
            with suppress(Refusal):
                _do(cast, plan, *step)
            plan.refresh_from_db()
            followed = _known(plan)
            with transaction.atomic():  # in a transaction nothing is kept
                anew = _known(plan)
            for name, found in followed.items():
                np.testing.assert_equal(found, anew[name], err_msg=f"{name} after {step}")
