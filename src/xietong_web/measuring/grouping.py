"""Takes a group's key; gives its bodies: a party's, those below an organisation, of a named tree's branch, or one.

Keys: ``party:cq``, ``below:510100``, ``tree:border_districts:mingyue``, ``body:500103``.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString

from xietong.basics import Refusal
from xietong_web.accounts.models import Place
from xietong_web.measuring.body import Body
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.words import area_name
from xietong_web.theme.templatetags.theme import named, placed

LISTED = 400  # bodies


@dataclass(frozen=True, slots=True)
class Group:
    """Bodies that are looked at together."""

    key: str
    name: str
    bodies: tuple[str, ...]

    @property
    def party(self) -> str | None:
        """The code of the party whose bodies they all are; None for any other group."""
        return self.key.removeprefix("party:") if self.key.startswith("party:") else None


def group_of(scene: Scene, key: str) -> Group:
    """Return a group. Raises Refusal ``not-found``."""
    kind, _, rest = key.partition(":")
    found = None
    if kind == "body" and rest in scene.values.bodies:
        body = scene.values.bodies[rest]
        found = Group(key, area_name(body), (rest,))
    elif kind == "party":
        found = next((_party(scene, party.code, key) for party in scene.parties if party.code == rest), None)
    elif rest in scene.values.frame.below and kind in {"below", "body"}:  # a code that was typed may be either
        found = _below(scene, rest)
    elif kind == "tree":
        found = next((group for group in branches(scene) if group.key == key), None)
    if found is None:
        raise Refusal(
            "not-found", zh="没有这个分组；请从列表中选择。", en="There is no such group; choose from the list."
        )
    return found


def _party(scene: Scene, code: str, key: str) -> Group:
    party = next(each for each in scene.parties if each.code == code)
    return Group(key, placed(party), tuple(b.code for b in scene.values.bodies.values() if b.party == code))


def _below(scene: Scene, code: str) -> Group:
    upper = scene.values.frame.uppers.get(code) or scene.values.bodies[code]
    return Group(f"below:{code}", named(upper), scene.values.frame.below[code])


def territories(scene: Scene) -> list[Group]:
    """Return the organisations that hold some of a party's bodies below them; none where there are very many."""
    frame = scene.values.frame
    sizes = Counter(body.party for body in frame.bodies.values())
    parts = [
        code
        for code in frame.uppers
        if code in frame.below and len(frame.below[code]) < sizes[frame.bodies[frame.below[code][0]].party]
    ]
    return [_below(scene, code) for code in parts] if len(parts) <= LISTED else []


class Node(NamedTuple):
    """A place in a named tree, as light as it can be: a page looks at a thousand. ``organisation`` is a code."""

    tree: str
    node: str
    parent: str
    name: str
    name_en: str
    organisation: str | None


NODE = ("hierarchy__code", "node", "parent_node", "name", "name_en", "organisation__code")


def branches(scene: Scene) -> list[Group]:
    """Return the branches of the named trees that hold bodies with figures; one statement.

    An organisation that reports nothing itself stands there for the bodies below it.
    """
    below: dict[tuple[str, str], list[Node]] = defaultdict(list)
    rows = Place.objects.standing(scene.asked.day).order_by("id").values_list(*NODE)
    places = [Node(*row) for row in rows]
    for place in places:
        below[place.tree, place.parent].append(place)
    groups = []
    for place in places:
        if place.organisation is None:
            bodies = _members(place, below, scene)
            if bodies:
                groups.append(Group(f"tree:{place.tree}:{place.node}", named(place), bodies))
    return groups


def _members(place: Node, below: dict[tuple[str, str], list[Node]], scene: Scene) -> tuple[str, ...]:
    found, frame = dict[str, None](), scene.values.frame
    todo = [place]
    while todo:
        at = todo.pop()
        if at.organisation is not None:
            code = at.organisation
            found.update(dict.fromkeys((code,) if code in scene.values.bodies else frame.below.get(code, ())))
        todo += below[at.tree, at.node]
    return tuple(sorted(found))


def choices(scene: Scene) -> tuple[list[Group], bool]:
    """Return the groups that can be chosen: parties, what is below an organisation, branches of trees, single bodies;
    and whether these are listed.

    Beyond ``LISTED`` bodies a list is of no use: they are then asked for by their codes.
    """
    parties = [_party(scene, party.code, f"party:{party.code}") for party in scene.parties]
    groups, bodies = [*parties, *offered_groups(scene)], scene.values.bodies
    if len(bodies) > LISTED:
        return groups, False
    return [*groups, *(Group(f"body:{each.code}", named(each), (each.code,)) for each in bodies.values())], True


def options(groups: Iterable[Group], chosen: str = "") -> SafeString:
    """Return groups as those of a select, put together here: a template takes ten times as long for hundreds."""
    return SafeString(
        "".join(
            f'<option value="{escape(each.key)}"{" selected" if each.key == chosen else ""}>'
            f"{escape(each.name)} ({len(each.bodies)})</option>"
            for each in groups
        )
    )


def offered_groups(scene: Scene) -> list[Group]:
    """Return the groups that a target can be set for beside the parties: territories and branches of trees."""
    return [*territories(scene), *branches(scene)]


def neighbours(scene: Scene, code: str) -> list[Body]:
    """Return the bodies that a page about one leads to: all, or of very many those around it in their order."""
    every = list(scene.values.bodies.values())
    if len(every) <= LISTED:
        return every
    at = max(0, list(scene.values.bodies).index(code) - LISTED // 4)
    return every[at : at + LISTED // 2]
