"""Takes an indicator; gives the pictures of its way through time: of the parties to their targets, or of any groups."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xietong import measuring
from xietong.basics import Period, PeriodKind, Refusal
from xietong.measuring import LONGER, Indicator
from xietong_web.measuring import lines as drawing
from xietong_web.measuring.figures import is_size, line_name, per_body, resting_on, state_text
from xietong_web.measuring.grouping import Group, group_of
from xietong_web.measuring.lines import Line, Mark
from xietong_web.measuring.pictures import Picture
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.setting import KIND_WORDS, Aim, figure
from xietong_web.measuring.spans import no_longer_period, spans_of
from xietong_web.measuring.suppressing import Figure
from xietong_web.measuring.words import unit_said
from xietong_web.theme.templatetags.theme import named, said

WORDED = 4  # set values whose kind is written beside each


def _together(scene: Scene) -> str:
    return _("All parties together") if len(scene.parties) != 2 else _("Both together")


def kinds_of(scene: Scene, code: str) -> tuple[PeriodKind, ...]:
    """Return the kinds of period that an indicator's ways can be drawn by: its own, then the longer ones."""
    own = scene.indicator(code).period_type
    return (own, *LONGER.get(own, ()))


def kind_of(scene: Scene, code: str, over: str = "") -> PeriodKind:
    """Return the kind of period asked for; unasked the indicator's own, or that for which alone values are set.

    Raises Refusal ``not-a-longer-period``.
    """
    kinds = kinds_of(scene, code)
    if over:
        if over not in kinds:
            raise no_longer_period()
        return PeriodKind(over)
    aimed = {aim.value.period.kind for aim in scene.aims_at(code) if not aim.value.group}
    return kinds[0] if kinds[0] in aimed else next((each for each in kinds[1:] if each in aimed), kinds[0])


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a period: the figures by party (empty: together), in how many of its periods, of how many."""

    figures: Mapping[str, Figure]
    there: int = 1
    of: int = 1

    def lacks(self, party: str) -> bool:
        """Tell whether anything that a party's figure is made of has not been reported yet."""
        return self.there < self.of or self.figures[party].not_reported > 0


def _known(scene: Scene, code: str, kind: PeriodKind) -> dict[str, _Told]:
    """Return what is known of an indicator by period of a kind, the earliest first."""
    if kind is scene.indicator(code).period_type:
        parties = [*(party.code for party in scene.parties), ""]
        return {
            period: _Told({party: scene.figure(code, period, party) for party in parties})
            for period in scene.values.periods(code)
        }
    return {span.period.code: _Told(span.figures, span.there, span.of) for span in spans_of(scene, code, kind)}


def paths_of(scene: Scene, code: str, over: str = "") -> Picture:
    """Draw the ways of all parties to their targets, by periods of a kind (see ``kind_of``)."""
    indicator, aims, kind = scene.indicator(code), scene.aims_at(code), kind_of(scene, code, over)
    known, aims_drawn = _known(scene, code, kind), [aim for aim in aims if not aim.value.group]
    shown = _with_aims(known, aims_drawn, kind)
    whole: list[tuple[str, str, int]] = [(party.code, line_name(party), n) for n, party in enumerate(scene.parties)]
    if len(whole) > 1 and (indicator.over_organisations is measuring.Adding.SUM or indicator.computed):
        whole.append(("", _together(scene), -1))
    lines = [_line(indicator, shown, known, *each) for each in whole]
    rows = [
        (name, period, state_text(found, indicator), str(found.units), str(found.not_reported), _share(known[period]))
        for party, name, _place in whole
        for period in shown
        if period in known and (found := known[period].figures[party])
    ]
    places = {party.code: n for n, party in enumerate(scene.parties)}
    briefly = len(aims_drawn) > WORDED
    marks = [_mark(aim, shown, places, indicator, briefly=briefly) for aim in aims_drawn]
    title = _("%(name)s: the ways to the target") if aims_drawn else _("%(name)s over time")
    head = (_("Party"), _("Period"), _("Figure"), _("Bodies reporting"), _("Not reported"), _("Periods it rests on"))
    names = {party.code: line_name(party) for party in scene.parties}
    told = [(_whose(aim, names), aim.value.period.code, figure(aim.value.value, indicator), "", "", "") for aim in aims]
    notes = (*_resting(rows), *_hollow(lines))
    words = _in_words([*rows, *told])
    svg = drawing.paths(title % {"name": named(indicator)}, words, shown, lines, marks, unit_said(indicator.unit))
    cells = len(head) - (kind is indicator.period_type)  # a period by itself rests on itself
    table = tuple(row[:cells] for row in (*rows, *told))
    return Picture("paths", title % {"name": named(indicator)}, words, svg, head[:cells], table, notes)


def _line(
    indicator: Indicator, shown: Sequence[str], known: Mapping[str, _Told], party: str, name: str, place: int
) -> Line:
    found = [known[period].figures[party] if period in known else None for period in shown]
    texts = tuple(
        _("%(name)s, %(period)s: %(value)s, %(resting)s")
        % {"name": name, "period": period, "value": state_text(each, indicator) if each else "—",
           "resting": resting_on(each.units if each else 0)}
        for period, each in zip(shown, found, strict=True)
    )  # fmt: skip
    parts = tuple(period in known and known[period].lacks(party) for period in shown)
    return Line(name, tuple(each.value if each else None for each in found), place, place < 0, texts, parts)


def _whose(aim: Aim, names: Mapping[str, str]) -> str:
    """Return what a set value is and whom it is set for."""
    whom = aim.value.group or names.get(aim.value.party, "") or _("all together")
    return _("%(kind)s (%(whom)s)") % {"kind": said(KIND_WORDS[aim.value.kind]), "whom": whom}


def _resting(rows: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the note that says on how many bodies the last figure of every line rests."""
    last = {name: (period, int(units)) for name, period, _figure, units, *_rest in rows}
    told = [
        _("%(name)s, %(period)s: %(resting)s") % {"name": name, "period": period, "resting": resting_on(units)}
        for name, (period, units) in last.items()
    ]
    return (" · ".join(told),) if told else ()


def _hollow(lines: Iterable[Line]) -> tuple[str, ...]:
    """Return the note that hollow points need, where there are any."""
    hollow = any(
        part and value is not None for line in lines for part, value in zip(line.open, line.values, strict=True)
    )
    return (_("A hollow point: not all that it is made of has been reported yet."),) if hollow else ()


def _share(told: _Told) -> str:
    return f"{told.there} / {told.of}"


def _with_aims(known: Iterable[str], aims: Sequence[Aim], kind: PeriodKind) -> list[str]:
    """Return all periods of a kind from the first to the last that has a value or a set value."""
    values = [Period.from_code(each) for each in known]
    values += [aim.value.period for aim in aims if aim.value.period.kind is kind]
    if not values:
        return []
    last, shown = max(values), [min(values)]
    while shown[-1] < last and len(shown) < 240:
        shown.append(shown[-1].next())
    return [each.code for each in shown]


def _mark(
    aim: Aim, shown: Sequence[str], places: Mapping[str, int], indicator: Indicator, *, briefly: bool = False
) -> Mark:
    """Return a set value's mark; ``briefly``: of milestones, which are many, only the figures are written."""
    code, value = aim.value.period.code, figure(aim.value.value.normalize() + 0, indicator)
    worded = f"{said(KIND_WORDS[aim.value.kind])} {value}"
    short = value if briefly and aim.value.kind is measuring.TargetKind.MILESTONE else worded
    label = f"{worded} {code} {aim.value.sentence}"
    place = places.get(aim.value.party, -1)
    every = (-1, *places.values()) if place < 0 and not is_size(indicator) else (place,)
    leads = () if aim.value.kind is measuring.TargetKind.BASELINE else every
    return Mark(shown.index(code) if code in shown else -1, aim.value.value, place, short, label, leads)


def _in_words(rows: Sequence[tuple[str, ...]]) -> str:
    """Say a picture in words: of every line its first and its last figure; the table has those between."""
    several: dict[str, list[str]] = {}
    for name, period, text, *_rest in rows:
        several.setdefault(name, []).append(f"{period} {text}")
    return "; ".join(f"{name}: {', '.join(dict.fromkeys((told[0], told[-1])))}" for name, told in several.items())


def region_groups(scene: Scene, code: str) -> list[tuple[int, Group]]:
    """Return a body and every party, each with its number on a picture. Raises Refusal ``not-found``."""
    body = scene.values.bodies.get(code)
    if body is None:
        raise Refusal(
            "not-found",
            zh="没有这个单位的数据；请选一个填报单位。",
            en="There are no figures of such an organisation; choose one that reports.",
        )
    own = [(-1, group_of(scene, f"body:{code}"))]
    return own + [(n, group_of(scene, f"party:{party.code}")) for n, party in enumerate(scene.parties)]


def groups_in_time(scene: Scene, code: str, groups: Sequence[tuple[int, Group]]) -> Picture:
    """Draw an indicator of several groups through time. A sum would compare sizes: then each body's mean is drawn."""
    indicator = scene.indicator(code)
    periods = scene.values.periods(code)
    asked_of = set(scene.values.member_codes(code)) if any(group.party is None for _, group in groups) else set()
    lines, rows = [], []
    for place, group in groups:
        members = tuple(each for each in group.bodies if each in asked_of)
        found = [per_body(scene, code, members, period, group.party) for period in periods]
        parts = tuple(each.not_reported > 0 for each in found)
        lines.append(Line(group.name, tuple(each.value for each in found), place, place < 0, open=parts))
        rows += [
            (group.name, period, state_text(each, indicator), str(each.units))
            for period, each in zip(periods, found, strict=True)
        ]
    title = _("%(name)s: %(groups)s") % {
        "name": named(indicator), "groups": " / ".join(group.name for _place, group in groups)
    }  # fmt: skip
    means = (_("Groups of different size: the mean of a body is shown."),) if is_size(indicator) else ()
    notes = (*means, *_resting(rows), *_hollow(lines))
    words = _in_words(rows)
    svg = drawing.paths(title, words, periods, lines, [], unit_said(indicator.unit))
    head = (_("Group"), _("Period"), _("Figure"), _("Bodies reporting"))
    return Picture("groups", title, words, svg, head, tuple(rows), notes)
