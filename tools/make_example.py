"""Takes the source of each region's worked example; writes its Word document beside it (same source, same bytes)."""

import sys
from pathlib import Path

from xietong import publishing

REGIONS = Path(__file__).resolve().parents[1] / "regions"


def main() -> int:
    """Write every ``plan.docx`` anew; with ``--check`` only say which are stale."""
    stale = []
    for source in sorted(REGIONS.glob("*/example/plan.md")):
        made, target = publishing.example_docx(source.read_bytes()), source.with_suffix(".docx")
        if not target.exists() or target.read_bytes() != made:
            stale.append(target.relative_to(REGIONS))
            if "--check" not in sys.argv:
                target.write_bytes(made)
    print("\n".join(f"regions/{path}" for path in stale) or "nothing to do")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
