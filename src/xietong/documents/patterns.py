"""Takes the patterns compiled when xietong was set up; gives them to ``re``, which then compiles none of them again.

Compiling the grammars of this room takes two thirds of a second, for which everybody waits who reads one document.
``make`` keeps the programs beside this file (``tools/keep_patterns.py``), as Python keeps bytecode. They are found by
the pattern's own text, so that a changed one is compiled as ever; so are all where another Python kept them, or none.
"""

import _sre  # type: ignore[import-not-found]
import marshal
import re
import sys
from functools import cache
from pathlib import Path

PLACE = Path(__file__).with_name(f"patterns.{sys.implementation.cache_tag}.bin")
MAKER = f"{sys.version} {_sre.MAGIC}"
"""Whose programs these are: no other Python's are taken."""


@cache
def recall(place: Path = PLACE) -> int:
    """Put what is kept into the memory of ``re``, once a process; return how many patterns that are."""
    if not place.is_file():
        return 0
    maker, kept = marshal.loads(place.read_bytes())  # noqa: S302 - our own file, as trusted as the code beside it
    if maker != MAKER:
        return 0
    for pattern, asked, flags, code, *groups in kept:
        program = memoryview(code).cast("I").tolist()
        re._cache[str, pattern, asked] = _sre.compile(pattern, flags, program, *groups)  # type: ignore[attr-defined]  # noqa: SLF001
    return len(kept)
