"""Writes requirements/*.txt anew from pyproject.toml: pinned, hashed, for every platform, without index addresses."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.prefix) / "bin/uv"
FLAGS = "--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet"
LISTS = {
    "web": "--extra web",
    "test": "--extra web --group test --constraint requirements/web.txt",
    "bench": "--extra web --extra spark --group test --group bench --constraint requirements/test.txt",
}


def main() -> None:
    """Pin each list, the smaller ones constraining the larger."""
    for name, selection in LISTS.items():
        command = f"pip compile {FLAGS} pyproject.toml {selection} --output-file requirements/{name}.txt"
        subprocess.run([UV, *command.split()], cwd=ROOT, check=True)
        print(f"requirements/{name}.txt")


if __name__ == "__main__":
    main()
