"""Takes a member and what has happened; gives whether the page of that person's own work may be another for it.

Reports are what happens all day. Who works for one body alone is shown nothing of most of them: only of those about the
own items, what these wait for, what waits for them, and what lies below.
"""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

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
    own = {item for body in bodies_of(member) for item in _led(body)}
    if len(own) > MANY:
        return None
    found = own.union(*_before([*own]), *_after([*own]))
    if len(found) > 2 * MANY:
        return None
    # What an item's figures and light are made of lies below it; reading order tells which that is.
    for plan, path in _parents([*found]):
        first, last = below(path)
        found = found.union(_within(plan, first, last))
        if len(found) > BELOW:
            return None
    return frozenset(found)


@asked
def _led(body: int) -> QuerySet[Duty, int]:
    # Of one body: for a list of them SQLite would look through all duties.
    return Duty.objects.filter(organisation=body).order_by().values_list("item_id", flat=True)[: MANY + 1]


@asked
def _before(items: Sequence[int]) -> QuerySet[Link, tuple[int]]:
    return Link.objects.filter(Among("after", items)).order_by().values_list("before_id")


@asked
def _after(items: Sequence[int]) -> QuerySet[Link, tuple[int]]:
    return Link.objects.filter(Among("before", items)).order_by().values_list("after_id")


@asked
def _parents(items: Sequence[int]) -> QuerySet[Item, tuple[str, str]]:
    """Ask where those of some items stand that hold others."""
    holds = Exists(Item.objects.filter(parent=OuterRef("pk")))
    return Item.objects.filter(Among("pk", items), holds).order_by().values_list("plan_id", "path")


@asked
def _within(plan: str, first: str, last: str) -> QuerySet[Item, int]:
    held = Item.objects.filter(plan=plan, path__range=(first, last)).order_by()
    return held.values_list("pk", flat=True)[: BELOW + 1]
