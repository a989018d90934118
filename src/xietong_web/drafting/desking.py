"""Takes a plan and somebody at its desk; gives the places an item may take, and what others have changed meanwhile."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from xietong import drafting
from xietong_web.accounts.models import Member
from xietong_web.accounts.queries import names_of
from xietong_web.audit.models import Entry
from xietong_web.drafting.models import Basis, Item, Plan
from xietong_web.drafting.paths import below
from xietong_web.drafting.queries import WHOLE, DeskRow, rows_of

# What an act leaves to be drawn anew: a row where it stands, or the tree.
IN_PLACE = frozenset({"drafting.edited", "drafting.accepted"})
TOLD_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Choice:
    """An item as one line of a choice."""

    uid: str
    label: str
    depth: int

    @property
    def indent(self) -> str:
        """Blanks as wide as characters, one for each level above."""
        return "\u3000" * self.depth


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form of an item offers: where it may stand, what it may wait for, what it may rest on."""

    places: Sequence[Choice]
    others: Sequence[Choice]
    basis: Sequence[Basis]


def choices_for(plan: Plan, item: Item, value: drafting.Item) -> Choices:
    """Return what an item's form offers; of a plan too long for one desk, the first two levels and its family."""
    rows = plan.items.order_by("path")
    listed = list(rows.values_list("uid", "number", "title", "depth", "path")[: WHOLE + 1])
    if len(listed) > WHOLE:
        near = rows.filter(depth__lte=1) | rows.filter(parent=item.parent) | rows.filter(uid__in=value.after)
        listed = list(near.values_list("uid", "number", "title", "depth", "path")[:WHOLE])
    first, last = below(item.path)
    own = {uid for uid, *_, path in listed if first <= path <= last} | {item.uid}
    shown = [Choice(uid, f"{number}{title}"[:60], depth) for uid, number, title, depth, _ in listed]
    return Choices(
        places=[each for each in shown if each.uid not in own],
        others=[each for each in shown if each.uid != item.uid],
        basis=list(plan.basis.all()),
    )


@dataclass(slots=True)
class News:
    """What others did at a plan's desk: rows to draw anew, who changed the tree, who the plan itself (``frame``), and
    where to ask from next time."""

    base: int
    last: int
    rows: list[DeskRow] = field(default_factory=list)
    tree: list[str] = field(default_factory=list)
    frame: list[str] = field(default_factory=list)


def last_seen(plan: Plan) -> int:
    """Return the number of the last act on a plan."""
    return Entry.objects.about("plan", plan.uid).values_list("seq", flat=True).first() or 0


def news_of(plan: Plan, member: Member, base: int, since: int) -> News:
    """Return what others did: to the tree after ``base`` (when the desk was opened), to rows after ``since``."""
    entries = list(Entry.objects.about("plan", plan.uid).filter(seq__gt=base)[:TOLD_AT_ONCE])
    news = News(base, max([since, *(entry.seq for entry in entries)]))
    others = [entry for entry in entries if entry.actor != member.sign]
    touched = {uid for entry in others if entry.act in IN_PLACE and entry.seq > since for uid in _items(entry)}
    if touched:
        news.rows = rows_of(list(plan.items.filter(uid__in=touched).order_by("path")))
    elsewhere = [entry for entry in others if entry.act not in IN_PLACE]
    framing = {entry.actor for entry in elsewhere if _of_frame(entry)}
    signs = {entry.actor for entry in elsewhere if not _of_frame(entry)}
    names = names_of(framing | signs)
    news.tree, news.frame = (sorted({names[sign] for sign in found}) for found in (signs, framing))
    return news


def _of_frame(entry: Entry) -> bool:
    """Tell whether an act changed the plan itself: said so, or took such a change back."""
    return entry.act == "drafting.plan-changed" or (entry.act == "drafting.undone" and not _items(entry))


def _items(entry: Entry) -> list[str]:
    uids: list[str] = json.loads(entry.data).get("items", [])
    return uids
