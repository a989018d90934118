"""Takes a period of a data set and what a reader looks for; gives the page's rows, what waits for the reader first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from xietong import measuring
from xietong.basics import Period
from xietong_web.accounts.lines import bodies_of
from xietong_web.accounts.models import Member, Organisation
from xietong_web.measuring.collecting import RELATED, reporters
from xietong_web.measuring.completing import REVIEWERS, act_waited_for
from xietong_web.measuring.models import DataSet, Submission

NOTHING = "nothing"
ORDER = (NOTHING, "returned", "draft", "submitted", "accepted", "confirmed", "superseded")
PAGE, WHOLE = 30, 400  # rows of a page; of one that is asked for a state in which there is something to do


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader looks for: a state (empty: all), a party, words of a name or a code, a page."""

    state: str = ""
    party: str = ""
    words: str = ""
    page: str = "1"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A body as its row begins: where it stands, its submission's uid, what waits for the reader there."""

    pk: int
    state: str
    uid: str
    act: str


@dataclass(frozen=True, slots=True)
class BodyState:
    """A body with its last submission that the reader may see (none: nothing is to be seen), and what waits there."""

    body: Organisation
    submission: Submission | None
    act: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of rows; how many of those looked for stand where; which acts wait for the reader on this page."""

    page: Page[SheetRow]
    rows: list[BodyState]
    counts: list[tuple[str, int]]
    total: int
    acts: list[str]


def to_fill(data_set: DataSet, period: Period, member: Member) -> list[Organisation]:
    """Return the member's bodies whose figures of a period can be filled in now: begun, sent back, or not said yet."""
    bodies = list(reporting(data_set, period).filter(pk__in=bodies_of(member)))
    rows = data_set.submissions.filter(organisation__in=bodies, period=period.code).select_related(*RELATED)
    last = {row.organisation_id: row for row in rows.order_by("number")}
    return [body for body in bodies if body.pk not in last or measuring.is_open(last[body.pk].to_value())]


def reporting(data_set: DataSet, period: Period) -> QuerySet[Organisation]:
    """Return the bodies that a data set asks for a period, in their order."""
    return Organisation.objects.filter(reporters(data_set, period.end)).order_by("party__ordinal", "code")


def sheet_of(data_set: DataSet, period: Period, member: Member, wanted: Wanted) -> Sheet:
    """Return the rows asked for of a period; four statements, however many bodies report."""
    every = _rows(data_set, period, member, wanted)
    counts = [(state, sum(row.state == state for row in every)) for state in ORDER]
    found = [row for row in every if wanted.state in {"", row.state}]
    found.sort(key=lambda row: (not row.act, ORDER.index(row.state)))
    long = wanted.state and any(row.act for row in found)
    page = Paginator(found, WHOLE if long else PAGE).get_page(wanted.page)
    shown = list(page.object_list)
    bodies = Organisation.objects.select_related("party").in_bulk([row.pk for row in shown])
    said = Submission.objects.defer("cells", "history").in_bulk([row.uid for row in shown if row.uid])
    rows = [BodyState(bodies[row.pk], said.get(row.uid), row.act) for row in shown]
    acts = list(dict.fromkeys(row.act for row in shown if row.act))
    return Sheet(page, rows, [each for each in counts if each[1]], len(every), acts)


def _rows(data_set: DataSet, period: Period, member: Member, wanted: Wanted) -> list[SheetRow]:
    listed = reporting(data_set, period).values_list("pk", "code", "name", "name_en", "party__code")
    visible = Submission.objects.visible_to(member.party).filter(data_set=data_set, period=period.code)
    columns = ("organisation_id", "uid", "state", "party__code", "counterparts", "confirmations")
    last = {row[0]: row[1:] for row in visible.order_by("number").values_list(*columns)}
    reviews = bool(REVIEWERS & member.roles)
    found = []
    for pk, code, name, name_en, party in listed:
        if wanted.party in {"", party} and _named(wanted.words, (code, name, name_en)):
            uid, state, own, asked, given = last.get(pk, ("", NOTHING, party, (), ()))
            act = act_waited_for(state, member.party_code, own, asked, given) if reviews else ""
            found.append(SheetRow(pk, state, uid, act))
    return found


def _named(words: str, names: Iterable[str]) -> bool:
    text = words.strip().lower()
    return not text or any(text in each.lower() for each in names)
