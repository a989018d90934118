"""Compiles the patterns by which documents are read, and keeps their programs for this Python beside the code."""

import _sre
import marshal
import pkgutil
import re
import sys
from array import array
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from re import _compiler, _parser

SOURCES = Path(__file__).resolve().parent.parent / "src"


def found(value: object) -> Iterator[re.Pattern[str]]:
    """Yield the patterns in a value: itself, or in tables of patterns."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from found(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for each in value:
            yield from found(each)


def of_reading() -> dict[str, re.Pattern[str]]:
    """Return every pattern that the modules of the room hold."""
    room = import_module("xietong.documents")
    modules = [import_module(one.name) for one in pkgutil.walk_packages(room.__path__, f"{room.__name__}.")]
    patterns = [one for module in modules for value in vars(module).values() for one in found(value)]
    return {f"{one.flags} {one.pattern}": one for one in patterns if isinstance(one.pattern, str)}


def program(pattern: re.Pattern[str]) -> tuple[object, ...] | None:
    """Return what ``re`` makes of a pattern, as ``re`` itself does; None where that comes to anything else."""
    asked = pattern.flags & ~re.UNICODE.value
    parsed = _parser.parse(pattern.pattern, asked)
    code = _compiler._code(parsed, asked)  # noqa: SLF001 - there is no public way
    names = dict(parsed.state.groupdict)
    places = [None] * parsed.state.groups
    for name, place in names.items():
        places[place] = name
    groups = (parsed.state.groups - 1, names, tuple(places))
    again = _sre.compile(pattern.pattern, asked | parsed.state.flags, code, *groups)
    if again != pattern:
        return None
    return pattern.pattern, asked, pattern.flags, array("I", code).tobytes(), *groups


def keep(patterns: Iterable[re.Pattern[str]], place: Path, maker: str) -> int:
    """Write the programs of the patterns, in one move: others may be reading them; return how many."""
    kept = [one for one in map(program, patterns) if one is not None]
    new = place.with_suffix(".new")
    new.write_bytes(marshal.dumps((maker, kept)))
    new.replace(place)
    return len(kept)


def main() -> None:
    """Keep those of reading."""
    sys.path.insert(0, str(SOURCES))
    patterns = import_module("xietong.documents.patterns")
    keep(of_reading().values(), patterns.PLACE, patterns.MAKER)


if __name__ == "__main__":
    main()
