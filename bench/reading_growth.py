"""Takes sizes; gives seconds, speed and peak memory of reading as a text grows tenfold, and those of 300 pages.

``python -m bench.reading --growth`` (or ``python -m bench.reading_growth --megabytes 0.5 5 50 --pages 300``) reads each
file in a process of its own, so that the peak of one does not hide that of the next. The text is the plans of the
corpus in ever new order, with other figures in every copy, so that nothing is gained by remembering whole sentences.
Of the last size also the share of each stage is shown.
"""

import argparse
import json
import random
import re
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import cycle
from time import process_time
from typing import Any

from bench import corpus
from bench.corpus_office import docx_bytes, pdf_bytes
from bench.corpus_render import prepared

TITLE = "全市教育事业发展行动计划"
STAGES = (
    "extract", "understand", "judge", "decide", "grow", "find_units", "find_deadlines",
    "find_targets", "find_basis", "objectives_of", "items_of",
)  # fmt: skip
# What a text can be full of; each must be read in time linear in its length.
HABITS = (
    "2025",  # one number without an end
    "2025年、",
    "推进学校建设，扩大优质资源供给，\n",  # each line goes on with the next
    "市教委、市财政局牵头，市科技局配合，",
    "（市教委",  # opened and never closed
    "《行动计划",
    "各市、县（市、区）",
    "序号 指标 2025年 2030年 ",
    "——推进建设",
    "\n",
    " " * 500 + "|\n",
    "推进" + " " * 5000 + "（一）扩大学位|\n",
    "第一章 总则\n\n行动计划\n\n",  # titles that name plans
    "重点任务\n牵头单位\n",  # headers of tables that fell into lines
)
LENGTH, TIMES = 12_000, 8
_FIGURE = re.compile(r"(?<!\d)\d\d(?![\d.])")
_PAGE = 22 * 28  # characters on a page of an official document (GB/T 9704)


def _plans() -> list[corpus.Document]:
    return [one for part in ("train", "test") for one in corpus.documents(part) if one.is_plan]


def grown(megabytes: float, seed: int = 9) -> bytes:
    """Return so much text (UTF-8), every copy of a plan with figures of its own; the same on every run."""
    rng = random.Random(seed)
    plans = [plan.text for plan in _plans()]
    parts, size = [TITLE], 0
    while size < megabytes * 1e6:
        rng.shuffle(plans)
        for plan in plans:
            parts.append(_FIGURE.sub(lambda _: str(rng.randrange(10, 99)), plan))
            size += len(parts[-1].encode())
            if size >= megabytes * 1e6:
                break
    return "\n".join([*parts, ""]).encode()


def paged(suffix: str, pages: int) -> bytes:
    """Return a .docx or .pdf of about so many pages of an official document."""
    found: list[Any] = []
    size = 0
    for plan in cycle(_plans()):
        found += prepared(replace(plan, meta={**plan.meta, "noise": ()}))
        size += len(plan.text)
        if size >= pages * _PAGE:
            break
    return docx_bytes(found, styled=True, numbered=False) if suffix == "docx" else pdf_bytes(found, TITLE)


def once(name: str, size: float) -> dict[str, Any]:
    """Make one file and read it; for a process of its own."""
    data = grown(size) if name == "txt" else paged(name, int(size))
    from xietong.documents import reading

    shares: dict[str, float] = {}
    for stage in STAGES:
        setattr(reading, stage, _timed(getattr(reading, stage), stage, shares))
    before = _peak()
    begun = process_time()
    draft = reading.read(data, f"growth.{name}")
    seconds = process_time() - begun
    return {
        "file": name,
        "size": size,
        "bytes": len(data),
        "text_bytes": len(draft.text.encode()),
        "items": len(draft.items),
        "seconds": round(seconds, 3),
        "megabytes_per_second": round(len(draft.text.encode()) / 1e6 / seconds, 3),
        "peak_megabytes": round(_peak()),
        "peak_before": round(before),
        "shares": {stage: round(spent / seconds, 3) for stage, spent in shares.items()},
    }


def _timed(stage: Any, name: str, shares: dict[str, float]) -> Any:
    def timed(*arguments: Any, **options: Any) -> Any:
        begun = process_time()
        try:
            return stage(*arguments, **options)
        finally:
            shares[name] = shares.get(name, 0.0) + process_time() - begun

    return timed


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(megabytes: Sequence[float], pages: int) -> Iterator[dict[str, Any]]:
    """Read each file in a process of its own."""
    for name, size in [*(("txt", size) for size in megabytes), ("docx", float(pages)), ("pdf", float(pages))]:
        command = [sys.executable, "-m", "bench.reading_growth", "--once", name, str(size)]
        yield json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def habits() -> Iterator[str]:
    """Read texts that are full of one thing, and texts eight times as long: eight times as long is linear."""
    from xietong import documents

    def seconds(words: str, length: int) -> float:
        begun = process_time()
        documents.read((f"{TITLE}\n" + words * (length // len(words) + 1)).encode(), "habit.txt")
        return process_time() - begun

    for words in HABITS:
        short, long = (min(seconds(words, length) for _ in range(2)) for length in (LENGTH, LENGTH * TIMES))
        yield f"{words.strip()[:24]!r:30}{short:10.3f}{long:10.3f}{long / max(short, 1e-9):8.1f} times as long"


def table(found: Sequence[dict[str, Any]]) -> str:
    """Return the figures as the table that people read."""
    lines = [f"{'file':18}{'seconds':>10}{'MB/s of text':>14}{'peak MB':>10}{'items':>10}"]
    for one in found:
        name = f"{one['size']:g} MB text" if one["file"] == "txt" else f"{one['size']:g} pages {one['file']}"
        lines.append(
            f"{name:18}{one['seconds']:10.2f}{one['megabytes_per_second']:14.2f}{one['peak_megabytes']:10}{one['items']:10}"
        )
    texts = [one for one in found if one["file"] == "txt"]
    if texts:
        shares = sorted(texts[-1]["shares"].items(), key=lambda stage: -stage[1])
        lines.append("stages: " + ", ".join(f"{stage} {share:.0%}" for stage, share in shares))
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.reading_growth", description=__doc__)
    parser.add_argument("--megabytes", type=float, nargs="*", default=[0.5, 5, 50])
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--habits", action="store_true", help="texts that are full of one thing, and eight times that")
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    parser.add_argument("--once", nargs=2, metavar=("KIND", "SIZE"), help="one file, in this process; prints JSON")
    options = parser.parse_args(arguments)
    if options.once:
        print(json.dumps(once(options.once[0], float(options.once[1]))))
        return 0
    if options.habits:
        for row in habits():
            print(row, flush=True)
        return 0
    found = list(measured(options.megabytes, options.pages))
    print(json.dumps(found) if options.json else table(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
