"""Takes an indicator; gives the pictures of its way through time: of the parties to their targets, or of any groups."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from xietong import measuring
from xietong.basics import Period, Refusal
from xietong.measuring import Indicator
from xietong_web.measuring import pictures
from xietong_web.measuring.figures import is_size, line_name, per_body, state_text
from xietong_web.measuring.grouping import Group, group_of
from xietong_web.measuring.pictures import Line, Mark, Picture
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.setting import KIND_WORDS, Aim, figure
from xietong_web.measuring.words import unit_said
from xietong_web.theme.templatetags.theme import named, said


def _together(scene: Scene) -> str:
    return _("All parties together") if len(scene.parties) != 2 else _("Both together")


def paths_of(scene: Scene, code: str) -> Picture:
    """Draw the ways of all parties to their targets."""
    indicator, aims = scene.indicator(code), scene.aims_at(code)
    periods = scene.values.periods(code)
    shown = _with_aims(periods, aims)
    lines, rows = [], []
    whole: list[tuple[str, str, int]] = [(party.code, line_name(party), n) for n, party in enumerate(scene.parties)]
    if indicator.over_organisations is measuring.Adding.SUM or indicator.computed:
        whole.append(("", _together(scene), -1))
    for party, name, place in whole:
        found = [scene.figure(code, period, party) if period in periods else None for period in shown]
        values = tuple(each.value if each else None for each in found)
        texts = tuple(
            _("%(name)s, %(period)s: %(value)s, resting on %(units)s bodies")
            % {"name": name, "period": period, "value": state_text(each, indicator) if each else "—",
               "units": each.units if each else 0}
            for period, each in zip(shown, found, strict=True)
        )  # fmt: skip
        lines.append(Line(name, values, place, place < 0, texts))
        rows += [
            (name, period, state_text(each, indicator), str(each.units), str(each.not_reported))
            for period, each in zip(shown, found, strict=True)
            if each
        ]
    places = {party.code: n for n, party in enumerate(scene.parties)}
    marks = [_mark(aim, shown, places, indicator) for aim in aims if not aim.value.group]
    title = _("%(name)s: the ways to the target") % {"name": named(indicator)}
    head = (_("Party"), _("Period"), _("Figure"), _("Bodies reporting"), _("Not reported"))
    told = [
        (said(KIND_WORDS[aim.value.kind]), aim.value.period.code, figure(aim.value.value, indicator), "", "")
        for aim in aims
    ]
    words = _in_words([*rows, *told])
    svg = pictures.paths(title, words, shown, lines, marks, unit_said(indicator.unit))
    return Picture("paths", title, words, svg, head, (*rows, *told))


def _with_aims(periods: Sequence[str], aims: Sequence[Aim]) -> list[str]:
    """Return all periods from the first to the last that has a value or a set value."""
    values = [Period.from_code(each) for each in periods] + [aim.value.period for aim in aims if not aim.value.group]
    if not values:
        return []
    kind = values[0].kind
    at, last = min(each for each in values if each.kind is kind), max(each for each in values if each.kind is kind)
    shown = [at]
    while shown[-1] < last and len(shown) < 240:
        shown.append(shown[-1].next())
    return [each.code for each in shown]


def _mark(aim: Aim, shown: Sequence[str], places: Mapping[str, int], indicator: Indicator) -> Mark:
    code = aim.value.period.code
    short = f"{said(KIND_WORDS[aim.value.kind])} {figure(aim.value.value.normalize() + 0, indicator)}"
    label = f"{short} {code} {aim.value.sentence}"
    place = places.get(aim.value.party, -1)
    return Mark(shown.index(code) if code in shown else -1, aim.value.value, place, short, label)


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
        lines.append(Line(group.name, tuple(each.value for each in found), place, place < 0))
        rows += [
            (group.name, period, state_text(each, indicator), str(each.units))
            for period, each in zip(periods, found, strict=True)
        ]
    title = _("%(name)s: %(groups)s") % {
        "name": named(indicator), "groups": " / ".join(group.name for _place, group in groups)
    }  # fmt: skip
    notes = (_("Groups of different size: the mean of a body is shown."),) if is_size(indicator) else ()
    words = _in_words(rows)
    svg = pictures.paths(title, words, periods, lines, [], unit_said(indicator.unit))
    head = (_("Group"), _("Period"), _("Figure"), _("Bodies reporting"))
    return Picture("groups", title, words, svg, head, tuple(rows), notes)
