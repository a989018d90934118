"""Takes a plan and a moment; gives what its values stand in: definitions, forms, bodies, heirs, parties, set values.

What bodies say changes none of it. So it is read once and kept for as long as the journal tells only of such acts: a
page over 40,000 bodies does not read them anew because one of them has said something. That of a past moment likewise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from xietong import measuring
from xietong.measuring import Indicator, Reference
from xietong_web.accounts.models import Organisation, Party
from xietong_web.audit.days import today
from xietong_web.audit.following import Happened
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.followed import kept
from xietong_web.fulfilling.queries import parties_of
from xietong_web.measuring.body import Body
from xietong_web.measuring.lineage import Lineage, Shares, lineage_of
from xietong_web.measuring.models import DataSet
from xietong_web.measuring.services import definitions_of
from xietong_web.measuring.setting import Aim, aims_of

if TYPE_CHECKING:
    from xietong_web.measuring.cubes import Ground
    from xietong_web.measuring.own import Own

# Acts of other rooms, and those by which bodies say something: they leave a frame as it is.
LEAVING = ("measuring.submission", "measuring.values-imported", "measuring.board", "fulfilling.", "publishing.")
SETTLING = timedelta(hours=1)


@dataclass(frozen=True)
class Frame:
    """What a plan's values stand in, by the bodies of a ``day``. ``uppers`` are the organisations of the parties that
    report nothing themselves and have others below them or a square on the map.

    ``grounds`` keeps what a cube needs of it, per what counts as said, ``gone`` which bodies do not stand at a period's
    end, ``owns`` the own figures lately looked at, ``members`` and ``shares`` who counts in a party.
    """

    indicators: dict[str, Indicator]
    data_sets: list[DataSet]
    bodies: dict[str, Body]
    lineage: Lineage
    parties: list[Party]
    aims: list[Aim]
    uppers: dict[str, Body]
    day: date
    grounds: dict[str, "Ground"] = field(default_factory=dict, compare=False)
    gone: dict[tuple[frozenset[str], str, str], frozenset[str]] = field(default_factory=dict, compare=False)
    owns: dict[tuple[str, ...], "Own"] = field(default_factory=dict, compare=False)
    members: dict[tuple[frozenset[str], str], tuple[tuple[Body, ...], tuple[str, ...]]] = field(
        default_factory=dict, compare=False
    )
    shares: dict[tuple[frozenset[str], str], Shares] = field(default_factory=dict, compare=False)

    def members_of(self, kinds: frozenset[str], party: str) -> tuple[tuple[Body, ...], tuple[str, ...]]:
        """Return the bodies of some kinds of a party (empty: of all), and their codes; made once for a frame."""
        if (kinds, party) not in self.members:
            found = tuple(each for each in self.bodies.values() if each.kind in kinds and party in {"", each.party})
            self.members[kinds, party] = found, tuple(each.code for each in found)
        return self.members[kinds, party]

    def shares_of(self, kinds: frozenset[str], party: str) -> Shares:
        """Return whose values count in a party's bodies of some kinds, and by what share; made once for a frame."""
        if (kinds, party) not in self.shares:
            self.shares[kinds, party] = self.lineage.shares(self.members_of(kinds, party)[1], alone=False)
        return self.shares[kinds, party]

    def base_of(self, code: str) -> frozenset[str]:
        """Return the filled-in indicators that an indicator rests on."""
        return _base_of(code, self.added)

    def sets_of(self, code: str) -> list[DataSet]:
        """Return the data sets that an indicator's values come from, through its formula where it has one."""
        return self._asking(self.base_of(code))

    def _asking(self, base: frozenset[str]) -> list[DataSet]:
        return [each for each in self.data_sets if base & set(each.codes())]

    def kinds_of(self, code: str) -> frozenset[str]:
        """Return the kinds of bodies that an indicator is asked of."""
        return frozenset(each.kind for each in self.sets_of(code))

    @cached_property
    def together(self) -> dict[str, dict[Reference, Indicator]]:
        """Of every rate of sums what stands for its parts: those of the bodies that have a figure for all."""

        def kinds(code: str) -> frozenset[str]:
            return frozenset(each.kind for each in self._asking(_base_of(code, self.indicators)))

        found = {
            code: measuring.counted_together(value, self.indicators, kinds)
            for code, value in self.indicators.items()
            if value.computed
        }
        return {code: parts for code, parts in found.items() if parts}

    @cached_property
    def added(self) -> dict[str, Indicator]:
        """All that is added up, by code: the definitions, and what stands for parts of rates."""
        return self.indicators | {one.code: one for parts in self.together.values() for one in parts.values()}

    def filled_for(self, code: str) -> frozenset[str]:
        """Return the filled-in indicators that a figure is made with: what it rests on, and what weighs any of it."""
        seen: set[str] = set()
        todo = [code]
        while todo:
            one = self.indicators.get(todo.pop())
            if one is None or one.code in seen:
                continue
            seen.add(one.code)
            todo += [one.weight] if one.weight else []
            if one.computed:
                todo += [part.code for part in measuring.references(measuring.parse(one.expression))]
        return frozenset(each for each in seen if not self.indicators[each].computed)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of every body among all."""
        return {code: n for n, code in enumerate(self.bodies)}

    @cached_property
    def tiled(self) -> dict[str, Body]:
        """The organisations that have a square on the schematic map."""
        there = (*self.uppers.values(), *self.bodies.values())
        return {each.code: each for each in there if each.column is not None}

    @cached_property
    def below(self) -> dict[str, tuple[str, ...]]:
        """The bodies below every organisation, at any depth, by party and code."""
        found: dict[str, list[str]] = {}
        for body in self.bodies.values():
            at, passed = body.above, {body.code}
            while at is not None and at not in passed:
                passed.add(at)
                upper = self.uppers.get(at) or self.bodies.get(at)
                if upper is not None:
                    found.setdefault(at, []).append(body.code)
                at = upper.above if upper else None
        return {code: tuple(several) for code, several in found.items()}


def _base_of(code: str, known: Mapping[str, Indicator], above: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the filled-in indicators that one rests on; one may rest on what it was earlier."""
    indicator = known.get(code)
    if indicator is None or code in above:
        return frozenset()
    if not indicator.computed:
        return frozenset({code})
    parts = {one.code for one in measuring.references(measuring.parse(indicator.expression))}
    return frozenset().union(*(_base_of(part, known, above | {code}) for part in parts))


def frame_of(plan: Plan, moment: datetime | None = None, day: date | None = None) -> Frame:
    """Return the frame of a plan as it stands, or as it stood at a moment, by the organisations of a day (none:
    today's); one statement where it is kept."""
    day = day or today()
    if moment is not None and not settled(moment):
        return _read(plan, moment, day)
    key = ("what values stand in", today(), day, moment)
    return kept(
        plan, key, lambda: _read(plan, moment, day), weight=lambda made: 50 + len(made.bodies), until=lambda _: changing
    )


def settled(moment: datetime) -> bool:
    """Tell whether a moment is so long past that every act whose clock says it is written."""
    return moment < timezone.now() - SETTLING


def changing(entry: Happened) -> bool:
    """Tell whether an entry may have changed a frame."""
    return not entry.act.startswith(LEAVING)


def _read(plan: Plan, moment: datetime | None, day: date) -> Frame:
    data_sets = list(plan.data_sets.all())
    bodies, uppers = _bodies(plan, data_sets), _uppers(plan, data_sets)
    return Frame(
        definitions_of(plan, moment),
        data_sets,
        bodies,
        lineage_of(plan, day, bodies, uppers),
        parties_of(plan),
        aims_of(plan, moment=moment),
        uppers,
        day,
    )


COLUMNS = (
    "pk", "code", "name", "name_en", "kind", "party__code", "party__ordinal", "tile__name", "tile__name_en",
    "tile__column", "tile__row", "valid_from", "valid_to", "parent__code",
)  # fmt: skip


def _bodies(plan: Plan, data_sets: Sequence[DataSet]) -> dict[str, Body]:
    kinds = {each.kind for each in data_sets}
    rows = Organisation.objects.filter(kind__in=kinds, party__plans=plan).order_by("party__ordinal", "code")
    found = (Body(*row) for row in rows.values_list(*COLUMNS))
    return {each.code: each for each in found}


def _uppers(plan: Plan, data_sets: Sequence[DataSet]) -> dict[str, Body]:
    """Return the organisations that fill in no form and have others below them or a square; one statement."""
    kinds = {each.kind for each in data_sets}
    there = Q(children__isnull=False) | Q(tile__isnull=False)
    rows = Organisation.objects.filter(there, party__plans=plan).exclude(kind__in=kinds)
    found = (Body(*row) for row in rows.order_by("party__ordinal", "code").distinct().values_list(*COLUMNS))
    return {each.code: each for each in found}
