"""What the tests of a running plan share."""

import pytest
from django.core.cache import cache

from tests.cast import NOW, Cast
from xietong_web.drafting.models import Plan
from xietong_web.endorsing import services as endorsing


@pytest.fixture
def agreed(cast: Cast, plan: Plan) -> Plan:
    """The plan of two, signed by both."""
    cache.clear()
    proposal = endorsing.propose(plan_uid=plan.uid, title="首次会签", reason="", by=cast.east_office, now=NOW)
    endorsing.open_proposal(proposal_pk=proposal.pk, by=cast.east_office, now=NOW)
    for signatory in (cast.east_signatory, cast.west_signatory):
        endorsing.sign(proposal_pk=proposal.pk, proven_at=NOW, by=signatory, now=NOW)
    plan.refresh_from_db()
    return plan
