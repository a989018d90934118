"""Takes a member and what has happened; gives whether the page of that person's own work may be another for it.

Reports are what happens all day. Who works for one body alone is shown nothing of most of them: only of those about the
own items, what these wait for, what waits for them, and what lies below.
"""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member
from xietong_web.audit.asking import Among, asked
from xietong_web.audit.following import Happened, Told
from xietong_web.drafting.models import Duty, Item, Link
from xietong_web.drafting.paths import below
from xietong_web.fulfilling.followed import kept_of
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.waiting.queries import OF_PARTY

MANY, BELOW = 200, 5000  # own items, and items below them, beyond which every report counts as one's own
REMEMBERED = 50_000  # reports whose item is known to a process: it never changes
_ITEMS: dict[str, int] = {}


def changes_work(member: Member, told: Told) -> bool:
    """Tell whether a member's own work may look another way after some entries.

    Who sees what is upon the party itself (``OF_PARTY``) may be shown any report.
    """
    told = [entry for entry in told if entry.act != "accounts.signed-in"]
    if not all(map(_of_report, told)) or not OF_PARTY.keys().isdisjoint(member.roles):
        return bool(told)
    scope = kept_of(member, "scope", lambda: _scope(member), "drafting.", "endorsing.")
    return scope is None or any(item is None or item in scope for item in _items_of(told))


def _of_report(entry: Happened) -> bool:
    return entry.kind == "report" and entry.act.startswith("fulfilling.report-")


def _items_of(told: Told) -> list[int | None]:
    """Return the item of each report that some entries are about, ``None`` where there is no such report."""
    unknown = {entry.subject for entry in told} - _ITEMS.keys()
    if unknown:
        if len(_ITEMS) > REMEMBERED:
            _ITEMS.clear()
        _ITEMS.update(_about([*unknown]))
    return [_ITEMS.get(entry.subject) for entry in told]


@asked
def _about(reports: Sequence[str]) -> QuerySet[Report, tuple[str, int]]:
    return Report.objects.filter(Among("uid", reports)).order_by().values_list("uid", "item_id")


def _scope(member: Member) -> frozenset[int] | None:
    """Return the items whose reports may show in a member's own work, by their rows' ids; ``None``: any."""
    held = Duty.objects.filter(organisation__in=bodies_of(member)).order_by()
    own = set(held.values_list("item_id", flat=True)[: MANY + 1])
    if len(own) > MANY:
        return None
    links = Link.objects.filter(Q(before__in=own) | Q(after__in=own)).order_by().values_list("before_id", "after_id")
    beside = own.union(*links)
    if len(beside) > 2 * MANY:
        return None
    # What an item's figures and light are made of lies below it; reading order tells which that is.
    ranges = Q(pk__in=beside)
    for path in Item.objects.filter(pk__in=beside, children__isnull=False).values_list("plan", "path").distinct():
        ranges |= Q(plan=path[0], path__range=below(path[1]))
    found = frozenset(Item.objects.filter(ranges).order_by().values_list("pk", flat=True)[: BELOW + 1])
    return found if len(found) <= BELOW else None
