"""Takes text in which a table was flattened into lines or blanks; gives the bodies of its columns of units."""

import re
from collections.abc import Iterator

from xietong.documents.draft import UnitRole
from xietong.documents.units_duties import Bearer, DutyList
from xietong.documents.units_labels import is_label, role_of

_LABEL_LINE = re.compile(r"^[ \t]*([\u4e00-\u9fff（）、/]{4,12})[ \t|]*$", re.MULTILINE)
_HEADER_LINES = 8


def flattened(plain: str) -> Iterator[tuple[int, int, tuple[Bearer, ...]]]:
    """Yield start, end and bodies of every line of names below header lines such as 牵头单位 and 责任单位."""
    heads = [match for match in _LABEL_LINE.finditer(plain) if is_label(match[1])]
    at = 0
    while at < len(heads):
        group = [heads[at]]
        while at + len(group) < len(heads) and _near(plain, group[-1].end(), heads[at + len(group)].start()):
            group.append(heads[at + len(group)])
        at += len(group)
        end = heads[at].start() if at < len(heads) else len(plain)
        yield from _rows(plain, group[-1].end(), end, _roles([match[1] for match in group]))


_CELL = re.compile(r"[^ \n]+(?: [^ \n]+)*")
_ALIGNED = re.compile(r"^(?=[^\n]{0,300}  )[^\n]{0,300}(?:单位|部门|科室|处室)[^\n]{0,100}$", re.MULTILINE)


def aligned(plain: str) -> Iterator[tuple[int, int, tuple[Bearer, ...]]]:
    """Yield start, end and bodies of the cells below labels of a table whose cells stand some blanks apart."""
    done = 0
    for head in _wide_lines(plain):
        cells = [cell[0] for cell in _CELL.finditer(plain, *head.span())]
        labels = [number for number, cell in enumerate(cells) if is_label(cell)]
        if head.start() < done or not labels or len(cells) < 3:
            continue
        roles = dict(zip(labels, _roles([cells[number] for number in labels]), strict=True))
        for low, high in _lines(plain, head.end(), len(plain)):
            row = list(_CELL.finditer(plain, low, min(high, low + 600)))
            if len(row) != len(cells):
                break
            done = high
            for number, role in roles.items():
                start, end = row[number].span()
                yield start, end, tuple(DutyList(plain, role, strict=False).read(start, end))


def _wide_lines(plain: str) -> Iterator["re.Match[str]"]:
    """Yield the lines with a wide blank that could be headers."""
    at = plain.find("  ")
    while at >= 0:
        head = _ALIGNED.match(plain, plain.rfind("\n", 0, at) + 1)
        if head is not None:
            yield head
        end = plain.find("\n", at)
        at = plain.find("  ", end) if end >= 0 else -1


def _near(plain: str, start: int, end: int) -> bool:
    return end - start < 60 and plain.count("\n", start, end) <= _HEADER_LINES


def _roles(labels: list[str]) -> list[UnitRole]:
    own = [role_of(label) for label in labels]
    rest = UnitRole.SUPPORT if UnitRole.LEAD in own else UnitRole.LEAD
    return [role or rest for role in own]


def _rows(plain: str, start: int, end: int, roles: list[UnitRole]) -> Iterator[tuple[int, int, tuple[Bearer, ...]]]:
    """Lines of names in a row stand in the columns' order; any other line begins a new row."""
    column = 0
    for low, high in _lines(plain, start, end):
        bearers = []
        if column < len(roles) and high - low <= 300:
            stop = high - 1 if plain[high - 1] == "|" else high
            bearers = DutyList(plain, roles[column], strict=True, groups=column > 0).read(low, stop)
        if bearers:
            yield low, high, tuple(bearers)
            column += 1
        else:
            column = 0


def _lines(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = plain.find("\n", start, end)
        stop = end if stop < 0 else stop
        if plain[start:stop].strip(" |"):
            yield start, stop
        start = stop + 1
