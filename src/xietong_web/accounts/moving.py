"""Takes a named hierarchy and a wished move; gives its nodes of a day, and what the move changes before it is made."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xietong.basics import Refusal
from xietong_web.accounts.bodies import DEEPEST
from xietong_web.accounts.models import Hierarchy, Place
from xietong_web.accounts.services import check_way
from xietong_web.theme.templatetags.theme import named


@dataclass(frozen=True, slots=True)
class Line:
    """A node as a line of the tree: how deep it stands, its place and name, how many bodies stand at or below it."""

    depth: int
    place: Place
    name: str
    bodies: int


@dataclass(frozen=True, slots=True)
class Change:
    """A group in which other bodies count after a move: how many before, how many after."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a move changes: names from and to, the bodies that move, the groups that change, places already planned."""

    node: str
    old: str
    new: str
    day: date
    bodies: int
    changes: tuple[Change, ...]
    later: tuple[Place, ...]

    @property
    def nothing(self) -> bool:
        """Tell whether the node already stands there."""
        return self.old == self.new and not self.changes


class Tree:
    """The places of a hierarchy on a day; two statements, however many there are."""

    def __init__(self, hierarchy: Hierarchy, day: date) -> None:
        rows = hierarchy.places.standing(day).select_related("organisation")
        self.places: dict[str, Place] = {place.node: place for place in rows}
        self._below: dict[str, list[str]] = defaultdict(list)
        for place in self.places.values():
            self._below[place.parent_node if place.parent_node in self.places else ""].append(place.node)

    def name(self, node: str) -> str:
        """Return what a node is called; empty for none."""
        place = self.places.get(node)
        return "" if place is None else named(place.organisation or place) or node

    def above(self, node: str) -> list[str]:
        """Return the nodes above one, the nearest first."""
        found: list[str] = []
        at = self.places[node].parent_node if node in self.places else ""
        while at in self.places and at not in found:
            found.append(at)
            at = self.places[at].parent_node
        return found

    def bodies(self) -> Mapping[str, int]:
        """Return for every node how many bodies stand at or below it."""
        many: dict[str, int] = dict.fromkeys(self.places, 0)
        for node, place in self.places.items():
            if place.organisation_id is not None:
                for each in (node, *self.above(node)):
                    many[each] += 1
        return many

    def lines(self) -> list[Line]:
        """Return the nodes in reading order."""
        many = self.bodies()
        found: list[Line] = []
        todo = [(0, node) for node in reversed(self._below[""])]
        while todo:
            depth, node = todo.pop()
            found.append(Line(min(depth, DEEPEST), self.places[node], self.name(node), many[node]))
            todo += [(depth + 1, each) for each in reversed(self._below.get(node, []))]
        return found


def the_hierarchy(code: str) -> Hierarchy:
    """Return a named hierarchy. Raises Refusal ``not-found``."""
    found = Hierarchy.objects.filter(code=code).first()
    if found is None:
        raise Refusal("not-found", zh="没有这个体系；请从列表进入。", en="There is no such hierarchy; see the list.")
    return found


def foreseen(hierarchy: Hierarchy, tree: Tree, node: str, parent: str, day: date) -> Foreseen:
    """Return what putting a node under another one from a day on changes; ``tree`` is that of the day.

    Raises Refusal ``not-found``, ``hierarchy-cycle``.
    """
    check_way(tree.places, node, parent)
    many, before = tree.bodies(), tree.above(node)
    after = [parent, *tree.above(parent)]
    moving = many[node]
    changes = [Change(tree.name(each), many[each], many[each] - moving) for each in before if each not in after]
    changes += [Change(tree.name(each), many[each], many[each] + moving) for each in after if each not in before]
    later = hierarchy.places.filter(node=node, valid_from__gt=day).order_by("valid_from")
    old = tree.places[node].parent_node
    return Foreseen(
        tree.name(node), tree.name(old), tree.name(parent), day, moving, tuple(changes) if moving else (), tuple(later)
    )
