"""Takes what a reader asks of the journal; gives one page of it, newest first, at a cost that does not grow with it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from xietong_web.accounts.days import SHANGHAI, bad_day
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import may, require
from xietong_web.accounts.telling_details import details
from xietong_web.audit.models import Entry, EntrySet
from xietong_web.audit.queries import visible_to

PAGE = 50
BRIEF = 160  # characters of an entry's data that a line shows before it is unfolded
ROOMS = ("accounts", "documents", "drafting", "endorsing", "exchanging", "fulfilling", "measuring", "publishing")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for; empty fields ask for everything. The page ends below the sequence number ``before``."""

    room: str = ""
    actor: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as shown, with its data in the reader's words; of long data ``brief`` is the beginning, else empty."""

    entry: Entry
    told: str

    @property
    def brief(self) -> str:
        """Return the beginning of data that are long, or nothing."""
        return f"{self.told[:BRIEF]}…" if len(self.told) > BRIEF else ""


@dataclass(frozen=True, slots=True)
class JournalPage:
    """One page; ``older`` is the number to ask the next page with, ``None`` on the last."""

    lines: list[Line]
    older: int | None
    whole: bool


def asked(values: Mapping[str, str]) -> Asked:
    """Return what a query string asks for. Raises Refusal ``bad-day``."""
    before = values.get("before", "")
    return Asked(
        room=values.get("room", "") if values.get("room", "") in ROOMS else "",
        actor=values.get("actor", "").strip()[:150],
        subject=values.get("subject", "").strip()[:64],
        since=_day(values.get("since", "")),
        until=_day(values.get("until", "")),
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise bad_day(text) from trouble


def page_for(member: Member, wanted: Asked) -> JournalPage:
    """Return the page that a member may see. Raises Refusal ``not-permitted``."""
    whole = may(member, "audit.read")
    if not whole:
        require(member, "audit.read-own", party=member.party_code)
    entries = Entry.objects.all() if whole else visible_to(member.party_code).filter(party=member.party_code)
    rows = list(_narrowed(entries, wanted).order_by("-seq")[: PAGE + 1])
    lines = [Line(row, details(json.loads(row.data))) for row in rows[:PAGE]]
    return JournalPage(lines, rows[PAGE - 1].seq if len(rows) > PAGE else None, whole)


def _narrowed(entries: EntrySet, wanted: Asked) -> EntrySet:
    if wanted.room:
        entries = entries.filter(act__startswith=f"{wanted.room}.")
    if wanted.actor:
        entries = entries.filter(actor=wanted.actor)
    if wanted.subject:
        entries = entries.filter(subject=wanted.subject)
    if wanted.since:
        entries = entries.filter(at__gte=datetime.combine(wanted.since, time.min, SHANGHAI))
    if wanted.until:
        entries = entries.filter(at__lt=datetime.combine(wanted.until + timedelta(days=1), time.min, SHANGHAI))
    return entries.filter(seq__lt=wanted.before) if wanted.before is not None else entries


def readable(member: Member) -> EntrySet:
    """Return the whole journal for the audit administrator, else the acts of the member's own party.

    Raises Refusal ``not-permitted``.
    """
    if may(member, "audit.read"):
        return Entry.objects.all()
    require(member, "audit.read-own", party=member.party_code)
    return Entry.objects.filter(party=member.party_code)
