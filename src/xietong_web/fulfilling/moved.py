"""Takes a plan and a moment; gives the reports that have changed their state since, for pages of a past day.

All others stand as they stood then: a page of last week reads what this week changed, not the history of everything.
"""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from xietong.fulfilling import ReportState
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.models import Report, ReportSet

MANY = 5000  # items that one statement names; of more the whole plan is read
Pair = tuple[int, int]
"""An item and an organisation, by their rows' ids."""


def moved_since(plan: Plan, moment: datetime) -> QuerySet[Report]:
    """Return the reports of a plan that have reached their present state after a moment."""
    # Parties and states are those there are: by them the index that ends in the day is found.
    parties = list(plan.memberships.values_list("party_id", flat=True))
    states = [state.value for state in ReportState]
    return Report.objects.filter(plan=plan, party__in=parties, state__in=states, state_since__gt=moment).order_by()


def pairs_moved(plan: Plan, moment: datetime) -> set[Pair]:
    """Return the duties some of whose reports have changed since a moment."""
    return set(moved_since(plan, moment).values_list("item_id", "organisation_id"))


def reports_of_pairs(plan: Plan, pairs: Collection[Pair]) -> ReportSet:
    """Return all reports of these duties; among those of the same items others may be, which the reader passes over."""
    items = {item for item, _ in pairs}
    rows = Report.objects.filter(plan=plan)
    return rows.filter(item__in=items) if len(items) <= MANY else rows
