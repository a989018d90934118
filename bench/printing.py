"""Takes what measures by sizes; gives the command that runs it, prints a line each and keeps them where asked."""

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any


def print_lines(about: str | None, lines: Callable[[Sequence[int]], Iterable[dict[str, Any]]]) -> None:
    """Run all and print one line each."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    found = list(lines(args.sizes))
    for entry in found:
        print(json.dumps(entry, ensure_ascii=False))
    if args.json:
        args.json.write_text(json.dumps(found, ensure_ascii=False, indent=1))
