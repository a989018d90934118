"""Takes a member's question; gives the items, documents and organisations it finds, as far as the member may see them.

The index only proposes: what is shown is fetched through the rooms' own ``visible_to``, so that a stale index can miss
something and can never show what is not the reader's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xietong_web.accounts.models import Member, Organisation
from xietong_web.documents.queries import visible_to as documents_visible_to
from xietong_web.drafting.models import Item
from xietong_web.drafting.queries import visible_to as plans_visible_to
from xietong_web.fulfilling.indexing import EVERYBODY, scope_of_kind, scope_of_party, scope_of_plan
from xietong_web.fulfilling.models import Indexed
from xietong_web.fulfilling.tokens import words_asked
from xietong_web.fulfilling.word_index import find

FARTHEST = 1000  # so many hits are looked at; whoever finds more asks a narrower question
BEFORE, SHOWN = 30, 120


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a text; ``hit`` where it is what was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. ``plan`` and ``plan_title`` are an item's; ``key`` is a uid, an id or a code."""

    kind: str
    key: str
    title: Sequence[Piece]
    snippet: Sequence[Piece]
    plan: str = ""
    plan_title: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, how many there are, and whether there are more beyond the farthest looked at."""

    hits: Sequence[Hit]
    total: int
    more: bool
    words: Sequence[str]


def search(member: Member, asked: str, *, kind: str = "", offset: int = 0, limit: int = 20) -> Found:
    """Return what holds every word of a question: those with all words in the title first, then in reading order."""
    words = words_asked(asked)
    within = [scope_of_kind(kind)] if kind else []
    numbers = find(words, scopes=_scopes(member), within=within, most=FARTHEST + 1)
    more, numbers = len(numbers) > FARTHEST, numbers[:FARTHEST]
    shown = Indexed.objects.in_bulk(numbers[offset : offset + limit])
    chosen = [shown[number] for number in numbers[offset : offset + limit] if number in shown]
    marker = _marker(asked, words)
    hits = _items(member, chosen, marker) | _documents(member, chosen, marker) | _organisations(chosen, marker)
    ordered = [hits[row.pk] for row in chosen if row.pk in hits]
    return Found(ordered, len(numbers), more, words)


def _scopes(member: Member) -> list[str]:
    plans = plans_visible_to(member).values_list("uid", flat=True)
    own = [scope_of_party(member.party)] if member.party else []
    return [EVERYBODY, *own, *(scope_of_plan(uid) for uid in plans)]


def _keys(chosen: Sequence[Indexed], kind: Indexed.Kind) -> dict[str, int]:
    return {row.key: row.pk for row in chosen if row.kind == kind}


def _items(member: Member, chosen: Sequence[Indexed], marker: "re.Pattern[str]") -> dict[int, Hit]:
    keys = _keys(chosen, Indexed.Kind.ITEM)
    rows = Item.objects.filter(uid__in=keys, plan__in=plans_visible_to(member)).select_related("plan")
    return {
        keys[row.uid]: Hit(
            "item",
            row.uid,
            marked(f"{row.number}{row.title}", marker),
            snippet(row.text, marker),
            row.plan_id,
            row.plan.title,
        )
        for row in rows
    }


def _documents(member: Member, chosen: Sequence[Indexed], marker: "re.Pattern[str]") -> dict[int, Hit]:
    keys = _keys(chosen, Indexed.Kind.DOCUMENT)
    if not keys:
        return {}
    rows = documents_visible_to(member).filter(pk__in=list(keys))
    return {
        keys[str(row.pk)]: Hit("document", str(row.pk), marked(row.name, marker), snippet(row.text, marker))
        for row in rows
    }


def _organisations(chosen: Sequence[Indexed], marker: "re.Pattern[str]") -> dict[int, Hit]:
    keys = _keys(chosen, Indexed.Kind.ORGANISATION)
    rows = Organisation.objects.filter(code__in=keys).select_related("party")
    return {
        keys[row.code]: Hit(
            "organisation",
            row.code,
            marked(row.name, marker),
            marked(" · ".join(each for each in [row.party.name, row.name_en, *row.aliases] if each), marker),
        )
        for row in rows
    }


def _marker(asked: str, words: Sequence[str]) -> "re.Pattern[str]":
    """Return what marks a hit: the question as it was typed where it stands so, else each of its words."""
    wanted = [asked.strip(), *sorted(words, key=len, reverse=True)]
    return re.compile("|".join(re.escape(each) for each in wanted if each) or r"(?!)", re.IGNORECASE)


def marked(text: str, marker: "re.Pattern[str]") -> list[Piece]:
    """Return a text in pieces, hits apart from what is around them."""
    pieces, at = [], 0
    for hit in marker.finditer(text):
        pieces += [Piece(text[at : hit.start()], hit=False), Piece(hit.group(), hit=True)]
        at = hit.end()
    pieces.append(Piece(text[at:], hit=False))
    return [piece for piece in pieces if piece.text]


def snippet(text: str, marker: "re.Pattern[str]") -> list[Piece]:
    """Return the part of a text around its best hit: the longest run that is marked, the first of equals."""
    best = max(marker.finditer(text), key=lambda hit: (hit.end() - hit.start(), -hit.start()), default=None)
    start = max(0, best.start() - BEFORE) if best else 0
    part = text[start : start + SHOWN]
    before, after = "…" if start else "", "…" if start + SHOWN < len(text) else ""
    pieces = marked(part, marker)
    return [*([Piece(before, hit=False)] if before else []), *pieces, *([Piece(after, hit=False)] if after else [])]
