"""Takes an agreed plan; gives what every page about its running asks first, read once while the journal tells nothing.

Parties, rhythm, rules of the lights, the version in effect and the first agreement change with an entry about the plan.
"""

from dataclasses import dataclass
from datetime import date

from xietong.fulfilling import LightRules, Rhythm
from xietong_web.audit.queries import SHANGHAI
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.followed import kept
from xietong_web.fulfilling.ruling.rhythms import light_rules_of, rhythms_of


@dataclass(frozen=True, slots=True)
class Terms:
    """``parties``: ids and codes in their order; ``version``: number of the one in effect, and the day of that;
    ``agreed``: the day of the first one."""

    parties: tuple[tuple[int, str], ...]
    rhythms: tuple[Rhythm, ...]
    light_rules: tuple[LightRules, ...]
    version: tuple[int, date] | None
    agreed: date | None


def terms_of(plan: Plan) -> Terms:
    """Return the terms of a plan, in one statement where they are known."""
    return kept(plan, "terms", lambda: _terms(plan))


def _terms(plan: Plan) -> Terms:
    held = plan.versions.exclude(in_effect_at=None).order_by("number").values_list("number", "in_effect_at")
    versions = [(number, at.astimezone(SHANGHAI).date()) for number, at in held if at is not None]
    return Terms(
        tuple(plan.memberships.values_list("party_id", "party__code")),
        rhythms_of(plan),
        light_rules_of(plan),
        versions[-1] if versions else None,
        versions[0][1] if versions else None,
    )
