"""Takes a member and a day; gives the waits that this member may see: the board, its fields, and what is mine to do."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import QuerySet

from xietong import fulfilling
from xietong.basics import Wording
from xietong.fulfilling import WAIT_KINDS, Wait, WaitKind
from xietong.fulfilling.calendar import Flags, Ints
from xietong_web.accounts.lines import bodies_of, codes_of
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.roles import Role
from xietong_web.audit.asking import Among, asked
from xietong_web.audit.days import today
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.queries import parties_of
from xietong_web.fulfilling.waiting.asking import roles_asked
from xietong_web.fulfilling.waiting.deriving import Waits
from xietong_web.fulfilling.waiting.following import waits_if_known, waits_on
from xietong_web.fulfilling.waiting.own import waits_upon
from xietong_web.fulfilling.waiting.words import page_of, period_of, title_of, titles_of, waited_for
from xietong_web.theme.templatetags.theme import said

CELLS = 30
MINE = 30
# Which waits for the party itself are whose to end; whoever is named nowhere sees those of the own body alone.
OF_PARTY: dict[Role, frozenset[WaitKind]] = {
    Role.JOINT_OFFICE: frozenset(WaitKind),
    Role.LEADER: frozenset(WaitKind),
    Role.REVIEWER: frozenset({WaitKind.REVIEW, WaitKind.CONFIRMATION}),
    Role.SIGNATORY: frozenset({WaitKind.SIGNATURE}),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which waits: empty fields ask for all. Codes of parties, and of bodies (``-``: the party itself)."""

    waiting: str = ""
    on: str = ""
    kind: str = ""
    waiting_body: str = ""
    on_body: str = ""


@dataclass(frozen=True, slots=True)
class ShownWait:
    """A wait as a page shows it; ``title`` is what the item is called, ``report`` the uid of the report behind it,
    ``page`` the address where it is ended if it is about neither a report nor an item."""

    wait: Wait
    kind: Wording
    waiting: Party
    waiting_body: Organisation | None
    on: Party
    on_body: Organisation | None
    title: str
    period: str
    plan: Plan
    report: str = ""
    page: str = ""

    @property
    def about(self) -> tuple[object, ...]:
        """What is waited for from whom since when: waits that say the same here are shown as one."""
        return (self.kind, self.title, self.period, self.wait.since, self.on.pk, self.on_body and self.on_body.pk)

    @property
    def urged(self) -> bool:
        """Whether it is the answer to an urge that is waited for."""
        return self.wait.kind is WaitKind.ANSWER and self.wait.subject.startswith("notice/")


@dataclass(frozen=True, slots=True)
class BoardCell:
    """How many waits one party or body has upon another, the longest of them and all together in working days."""

    count: int
    longest: int
    workdays: int


@dataclass(frozen=True, slots=True)
class BodyField:
    """A field of the board by organisations; ``None`` is the party itself."""

    waiting: Organisation | None
    on: Organisation | None
    cell: BoardCell


def seen_waits(plan: Plan, party: str, day: date) -> Waits:
    """Return the waits of a plan on a day that a party may see; an empty code asks for what all parties may see."""
    found = waits_on(plan, day, past_day=day < today())
    place = found.parties.index(party) if party in found.parties else -1
    return found.of(fulfilling.seen_by(found.columns, place))


def waits_of(plan: Plan, day: date, party: str = "") -> tuple[Wait, ...]:
    """Return who waits for whom in a plan as values, the longest first: for what is handed out to all (no party)."""
    found = seen_waits(plan, party, day)
    return tuple(found.value(at) for at in fulfilling.longest(found.columns, len(found.columns.kind)))


def among(found: Waits, asked: Asked) -> Waits:
    """Return the waits asked for."""
    columns = found.columns
    mask: Flags = np.ones(len(columns.kind), dtype=np.bool_)
    if asked.kind:
        mask &= columns.kind == _place([kind.value for kind in WAIT_KINDS], asked.kind)
    for code, column in ((asked.waiting, columns.waiting_party), (asked.on, columns.on_party)):
        if code:
            mask &= column == _place(found.parties, code)
    for code, column in ((asked.waiting_body, columns.waiting_body), (asked.on_body, columns.on_body)):
        if code:
            mask &= column == (-1 if code == "-" else _place(found.bodies, code))
    return found.of(fulfilling.chosen(columns, mask))


def _place(codes: Sequence[str], code: str) -> int:
    return codes.index(code) if code in codes else -2


def part(plan: Plan, found: Waits, offset: int, limit: int) -> list[ShownWait]:
    """Return a part of the waits as a page shows them, the longest first, in a constant number of statements."""
    return shown(plan, values(found, offset, limit))


def values(found: Waits, offset: int, limit: int) -> list[Wait]:
    """Return a part of the waits, the longest first."""
    total = len(found.columns.kind)
    if offset >= total:
        return []
    return [found.value(int(at)) for at in fulfilling.longest(found.columns, min(total, offset + limit))[offset:]]


def shown(plan: Plan, waits: Sequence[Wait]) -> list[ShownWait]:
    """Return waits as pages show them."""
    parties = {party.code: party for party in parties_of(plan)} if waits else {}
    codes = {body.organisation for wait in waits for body in (wait.waiting, wait.on)} - {""}
    bodies = {body.code: body for body in _bodies([*codes])} if codes else {}
    titles, reports = titles_of(plan, waits), _reports(waits)
    return [
        ShownWait(
            wait,
            waited_for(wait),
            parties[wait.waiting.party],
            bodies.get(wait.waiting.organisation),
            parties[wait.on.party],
            bodies.get(wait.on.organisation),
            said(title_of(wait, titles)),
            period_of(wait),
            plan,
            reports.get((wait.item, _reporting(wait), period_of(wait)), ""),
            page_of(plan, wait),
        )
        for wait in waits
    ]


def _reporting(wait: Wait) -> str:
    return (wait.on if wait.kind is WaitKind.REPORT else wait.waiting).organisation


def _reports(waits: Iterable[Wait]) -> dict[tuple[str, str, str], str]:
    """Return the reports that are to be reviewed or confirmed, by item, body and period."""
    items = {wait.item for wait in waits if wait.kind in (WaitKind.REVIEW, WaitKind.CONFIRMATION)}
    if not items:
        return {}
    return {(item, body, period): uid for item, body, period, uid in _open_reports([*items])}


@asked
def _open_reports(items: Sequence[str]) -> QuerySet[Report, tuple[str, str, str, str]]:
    # Without the plan, which would lead the database through all that is open in it.
    rows = Report.objects.filter(Among("item__uid", items), state__in=("submitted", "passed")).order_by()
    return rows.values_list("item__uid", "organisation__code", "period", "uid")


@asked
def _bodies(codes: Sequence[str]) -> QuerySet[Organisation]:
    return Organisation.objects.filter(Among("code", codes))


def board(found: Waits, parties: Sequence[Party]) -> list[tuple[Party, list[tuple[Party, BoardCell]]]]:
    """Return the matrix: rows wait, columns are waited for."""
    matrix = fulfilling.matrix(found.columns, found.parties)
    place = {code: at for at, code in enumerate(found.parties)}

    def cell(row: Party, column: Party) -> BoardCell:
        at = place.get(row.code), place.get(column.code)
        if None in at:
            return BoardCell(0, 0, 0)
        return BoardCell(int(matrix.count[at]), int(matrix.longest[at]), int(matrix.workdays[at]))

    return [(row, [(column, cell(row, column)) for column in parties]) for row in parties]


def body_fields(found: Waits) -> list[BodyField]:
    """Return the heaviest fields of the board by organisations of waits between two parties."""
    cells = fulfilling.body_cells(found.columns, CELLS)
    codes = {found.bodies[at] for cell in cells for at in (cell.waiting, cell.on) if at >= 0}
    bodies = {body.code: body for body in _bodies([*codes])} if codes else {}

    def body(at: int) -> Organisation | None:
        return bodies.get(found.bodies[at]) if at >= 0 else None

    return [
        BodyField(body(cell.waiting), body(cell.on), BoardCell(cell.count, cell.longest, cell.workdays))
        for cell in cells
    ]


@dataclass(frozen=True, slots=True)
class Mine:
    """What others wait for from a member: how many, and the longest of them."""

    total: int
    waits: list[ShownWait]

    @property
    def rows(self) -> list[list[ShownWait]]:
        """The waits as rows: those who wait for the same since the same day stand in one."""
        found: dict[tuple[object, ...], list[ShownWait]] = {}
        for each in self.waits:
            found.setdefault(each.about, []).append(each)
        return list(found.values())


@asked
def _plans(party: Party) -> QuerySet[Plan]:
    return Plan.objects.filter(parties=party).exclude(state=Plan.State.DRAFT).order_by("-made_at")


def waiting_for(member: Member, day: date) -> Mine:
    """Return what others wait for from a member's body and, by role, from the party itself, the longest first."""
    found: list[ShownWait] = []
    total = 0
    own = bodies_of(member)
    codes = codes_of(member)
    for plan in _plans(member.party) if member.party else ():
        waits = _upon(plan, member, day, own, codes)
        mine = waits.of(fulfilling.chosen(waits.columns, on_member(waits, member, codes)))
        total += len(mine.columns.kind)
        found += part(plan, mine, 0, MINE)
    return Mine(total, sorted(found, key=lambda each: -each.wait.workdays)[:MINE])


def _upon(plan: Plan, member: Member, day: date, own: Collection[int], codes: Collection[str]) -> Waits:
    """Return the waits among which a member's are: for whom the party itself is waited for too, all that it sees."""
    if day >= today() and OF_PARTY.keys().isdisjoint(member.roles):
        found = waits_if_known(plan, day) or waits_upon(plan, day, own if member.has(Role.LIAISON) else (), codes)
        if found is not None:
            return found
    return seen_waits(plan, member.party_code, day)


def on_member(waits: Waits, member: Member, bodies: Iterable[str]) -> Ints:
    """Return the rows of the waits that a member's bodies, or by role the party itself, are waited for."""
    columns = waits.columns
    kinds = frozenset[WaitKind]().union(*(OF_PARTY.get(role, frozenset()) for role in member.roles))
    own = [_place(waits.bodies, code) for code in bodies] if member.has(Role.LIAISON) else []
    party = _place(waits.parties, member.party_code)
    of_party = np.isin(columns.kind, [WAIT_KINDS.index(kind) for kind in kinds]) & (columns.on_body < 0)
    if member.roles & OF_PARTY.keys() and WaitKind.ANSWER not in kinds:
        of_party[_answered_by(waits, party, member.roles)] = True
    found: Ints = np.flatnonzero((columns.on_party == party) & (of_party | np.isin(columns.on_body, own)))
    return found


def _answered_by(waits: Waits, party: int, roles: Collection[Role]) -> list[int]:
    """Return the rows of the questions to a party itself that some of the roles answer, as their room says."""
    columns = waits.columns
    asked = (columns.kind == WAIT_KINDS.index(WaitKind.ANSWER)) & (columns.on_party == party) & (columns.on_body < 0)
    name = waits.subjects[WaitKind.ANSWER].name
    return [
        int(at) for at in np.flatnonzero(asked) if not roles_asked(name(int(columns.subject[at]))).isdisjoint(roles)
    ]
