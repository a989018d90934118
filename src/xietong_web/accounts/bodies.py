"""Takes a day and a party; gives the bodies of that day in their trees, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from xietong_web.accounts.models import Hierarchy, Organisation, OrganisationSet, Place, Succession

ADMINISTRATIVE = "administrative"
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Node:
    """One line of a tree: a body, or a named group of a hierarchy (``body`` is ``None``)."""

    depth: int
    body: Organisation | None
    name: str = ""
    name_en: str = ""


def bodies_on(day: date, party: str = "") -> OrganisationSet:
    """Return the bodies that exist on a day, of one party or of all."""
    found = Organisation.objects.on(day).select_related("party")
    return found.filter(party__code=party) if party else found


def hierarchies() -> list[Hierarchy]:
    """Return the named hierarchies beside the administrative tree, which is written in the bodies themselves."""
    return list(Hierarchy.objects.exclude(code=ADMINISTRATIVE).order_by("pk"))


def found_by(text: str, day: date, party: str = "") -> list[Organisation]:
    """Return the bodies of a day whose name, English name, alias or code holds the text; whatever its case."""
    wanted = text.casefold()
    return [
        body
        for body in bodies_on(day, party)
        if any(wanted in said.casefold() for said in (body.name, body.name_en, body.code, *body.aliases))
    ]


def administrative_tree(day: date, party: str = "") -> list[Node]:
    """Return the bodies of a day below their parents; two queries.

    A body whose parent does not exist on that day stands below what became of the parent, or what it came from;
    where a parent was split, below the part with the greatest share.
    """
    bodies = list(bodies_on(day, party))
    above = _above(bodies)
    below: dict[int | None, list[Organisation]] = defaultdict(list)
    for body in bodies:
        below[above[body.pk]].append(body)
    nodes: list[Node] = []
    _descend(None, 0, below, nodes)
    for stranded in list(below):  # a ring, should history ever have made one: nothing that exists goes unseen
        _descend(stranded, 0, below, nodes)
    return nodes


def parents_on(day: date, party: str) -> dict[int, int | None]:
    """Return the id of the body above each body of a party on a day, as ``administrative_tree`` shows them."""
    return _above(list(bodies_on(day, party)))


def depth_of(pk: int, above: dict[int, int | None]) -> int:
    """Return how many bodies stand above one; as many as there are where it stands below itself."""
    depth, here = 0, above.get(pk)
    while here is not None and depth <= len(above):
        depth, here = depth + 1, above.get(here)
    return depth


def _above(bodies: Sequence[Organisation]) -> dict[int, int | None]:
    standing = _standing_for(bodies)
    found = {body.pk: standing(body.parent_id) for body in bodies}
    return {pk: None if parent == pk else parent for pk, parent in found.items()}


def _descend(above: int | None, depth: int, below: dict[int | None, list[Organisation]], nodes: list[Node]) -> None:
    for body in below.pop(above, ()):
        nodes.append(Node(min(depth, DEEPEST), body))
        _descend(body.pk, depth + 1, below, nodes)


class _standing_for:  # noqa: N801 - called like a function
    """Tells which body of a day stands for a body that may not exist then."""

    def __init__(self, bodies: Sequence[Organisation]) -> None:
        self.present = {body.pk for body in bodies}
        self.next: dict[int, list[int]] = defaultdict(list)
        self.before: dict[int, list[int]] = defaultdict(list)
        links = Succession.objects.order_by("-weight", "successor__code")
        for old, new in links.values_list("predecessor_id", "successor_id"):
            self.next[old].append(new)
            self.before[new].append(old)

    def __call__(self, pk: int | None) -> int | None:
        if pk is None or pk in self.present:
            return pk
        return self._walk(pk, self.next) or self._walk(pk, self.before)

    def _walk(self, pk: int, links: dict[int, list[int]]) -> int | None:
        edge, seen = [pk], {pk}
        while edge:
            edge = [each for here in edge for each in links.get(here, ()) if each not in seen]
            seen.update(edge)
            present = next((each for each in edge if each in self.present), None)
            if present is not None:
                return present
        return None


def named_tree(hierarchy: Hierarchy, day: date, party: str = "") -> list[Node]:
    """Return a named hierarchy on a day: its groups, and the bodies that exist then; empty groups are left out."""
    places = [place for place in hierarchy.places.select_related("organisation__party") if _holds(place, day, party)]
    below: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        below[place.parent_node].append(place)
    nodes: list[Node] = []
    _place("", 0, below, nodes)
    return _without_empty(nodes)


def _holds(place: Place, day: date, party: str) -> bool:
    if (place.valid_from and day < place.valid_from) or (place.valid_to and place.valid_to < day):
        return False
    body = place.organisation
    return body is None or (body.exists_on(day) and (not party or body.party.code == party))


def _place(above: str, depth: int, below: dict[str, list[Place]], nodes: list[Node]) -> None:
    for place in below.pop(above, ()):
        nodes.append(Node(min(depth, DEEPEST), place.organisation, place.name, place.name_en))
        _place(place.node, depth + 1, below, nodes)


def _without_empty(nodes: Iterable[Node]) -> list[Node]:
    """Drop the groups below which no body stands, reading from the end."""
    kept: list[Node] = []
    needed = -1  # the depth above which a group is needed
    for node in reversed(list(nodes)):
        if node.body is not None or node.depth < needed:
            kept.append(node)
            needed = node.depth
        elif node.depth == needed:
            continue
    return kept[::-1]
