"""Takes places where something is found, and how to say it; gives the findings as a sequence, each made when asked for.

A plan of 100,000 items can have as many findings: saying them all took longer than laying the plan out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

from xietong.basics import Finding
from xietong.fulfilling.calendar import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Findings of one kind: ``say(key)`` makes the one of a key; ``items`` are the places of the items, key by key."""

    keys: Ints
    items: Ints
    say: Callable[[int], Finding]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.keys)


class Findings(Sequence[Finding]):
    """Findings in order: those that are said already, and groups whose findings are made when asked for."""

    __slots__ = ("_groups", "_said")

    def __init__(self, said: Iterable[Finding] = (), groups: Iterable[Group] = ()) -> None:
        self._said = tuple(said)
        self._groups = tuple(group for group in groups if len(group))

    def __len__(self) -> int:
        """How many there are; none is made for it."""
        return len(self._said) + sum(len(group) for group in self._groups)

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...
    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        """Make one finding, or those of a slice. Raises IndexError beyond the last."""
        if isinstance(index, slice):
            return tuple(self[at] for at in range(*index.indices(len(self))))
        at = range(len(self))[index]
        if at < len(self._said):
            return self._said[at]
        at -= len(self._said)
        for group in self._groups:
            if at < len(group):
                return group.say(int(group.keys[at]))
            at -= len(group)
        raise IndexError(index)

    def __iter__(self) -> Iterator[Finding]:
        """Make them all, one after the other."""
        yield from self._said
        for group in self._groups:
            yield from map(group.say, group.keys.tolist())
