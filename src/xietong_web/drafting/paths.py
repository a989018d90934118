"""Takes a place among siblings; gives it as sortable text: six base-36 digits per level, with gaps for later comers."""

from collections.abc import Iterable

from xietong.basics import Refusal

WIDTH = 6
GAP = 36**3
DEEPEST = 20  # levels that the column of a path holds
LAST = 36**WIDTH - 1
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def step(number: int) -> str:
    """Return one level's six digits.

    >>> step(46656)
    '001000'
    """
    digits = ""
    for _ in range(WIDTH):
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits


def number_of(path: str) -> int:
    """Return the number of a path's last level."""
    return int(path[-WIDTH:], 36)


def nth(parent: str, position: int) -> str:
    """Return the path of the child at a position, counting from 0, as first laid out."""
    return parent + step((position + 1) * GAP)


def between(parent: str, left: str | None, right: str | None) -> str | None:
    """Return a path between two siblings (``None``: before the first, after the last); ``None`` where no room is left.

    Raises Refusal ``too-many-siblings`` after the last possible place.
    """
    low = number_of(left) if left else 0
    if right is None:
        if low + GAP > LAST:
            raise Refusal(
                "too-many-siblings",
                zh="同一层级的事项过多；请先分组再添加。",
                en="There are too many items on this level; group them before adding more.",
            )
        return parent + step(low + GAP)
    high = number_of(right)
    return parent + step((low + high) // 2) if high - low > 1 else None


def below(path: str) -> tuple[str, str]:
    """Return the range of a subtree, ends included: ``path__range=below(item.path)`` is the item and all under it."""
    return path, path + "z" * WIDTH


def check_depth(paths: Iterable[str]) -> None:
    """Raise Refusal ``too-deep`` where a path has more levels than a plan may have."""
    if any(len(path) > DEEPEST * WIDTH for path in paths):
        raise Refusal(
            "too-deep",
            zh=f"事项最多 {DEEPEST} 级；请放到较高的层级。",
            en=f"Items nest at most {DEEPEST} levels deep; choose a higher place.",
        )
