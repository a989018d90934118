"""Takes what somebody says of a ledger's rows without identity, and the plan's items; gives which row means which.

What was said travels in the page's address: a preview writes nothing.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.http import urlencode

from xietong import drafting
from xietong.basics import Refusal

ROW = "row"  # a parameter for each row: its cell and the item's uid, which has no such mark in it
_MARK = "~"
MOST = 100  # rows that one address holds
OFFERED = 2000  # items offered while one types; the title of any other is taken as well


def pointed(sent: QueryDict) -> dict[str, str]:
    """Return what rows were taken for by hand: an item's uid, or nothing for a new item, by their cells."""
    return {cell: uid for cell, _, uid in (each.rpartition(_MARK) for each in sent.getlist(ROW)) if cell}


def parameters(period: str, rows: Mapping[str, str]) -> str:
    """Return what an address ends with to carry a period and rows."""
    return urlencode({"period": period, ROW: marked(rows)}, doseq=True)


def marked(rows: Mapping[str, str]) -> list[str]:
    """Return rows as parameters."""
    return [f"{cell}{_MARK}{uid}" for cell, uid in rows.items()]


@dataclass(frozen=True, slots=True)
class Offered:
    """The items that a row may mean, each by a name of its own: its place in the plan, its number, its title."""

    names: Mapping[str, str]
    uids: Mapping[str, str]

    @classmethod
    def of(cls, plan: drafting.Plan) -> "Offered":
        """Return a plan's items that a ledger has rows of; a title that only one of them has names it too."""
        items = drafting.rows_of(plan)
        names = {item.uid: f"{place}. {item.number}{item.title}" for place, item in enumerate(items, 1)}
        counts = Counter(item.title for item in items)
        alone = {item.title: item.uid for item in items if counts[item.title] == 1}
        return cls(names, alone | {name: uid for uid, name in names.items()})

    @property
    def first(self) -> list[str]:
        """The names that are offered while one types."""
        return list(self.names.values())[:OFFERED]

    def name_of(self, uid: str | None) -> str:
        """Return an item's name; empty for a new one."""
        return self.names.get(uid or "", "")

    def said(self, sent: QueryDict) -> dict[str, str]:
        """Return what the fields of a form say that they did not when they were shown, with what was said before.

        Raises Refusal ``no-such-item``, ``too-many-rows``.
        """
        rows, uids = pointed(sent), [self._uid(typed.strip()) for typed in sent.getlist("item")]
        several = Counter(filter(None, uids))
        for cell, was, uid in zip(sent.getlist("cell"), sent.getlist("was"), uids, strict=False):
            if uid != was or several[uid] > 1:  # what two fields say is told by both, and refused
                rows[cell] = uid
        if len(rows) > MOST:
            raise Refusal(
                "too-many-rows",
                zh=f"一次最多手工对应 {MOST} 行；请先写入这些，再上传一次核对其余。",
                en=f"At most {MOST} rows can be matched by hand at once: take these, then bring the ledger again.",
            )
        return rows

    def _uid(self, typed: str) -> str:
        uid = self.uids.get(typed) if typed else ""
        if uid is None:
            raise Refusal(
                "no-such-item",
                zh=f"计划中没有名为“{typed}”的事项，或不止一项同名；请从列表中选取，新事项则留空。",
                en=f"No item is called “{typed}”, or several are; choose one from the list, or nothing for a new item.",
                field="item",
            )
        return uid
