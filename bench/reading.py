"""Takes the annotated corpus and a reader; gives the table of figures that the reading engine is held to.

``python -m bench.reading [--part train|test|both] [--json] [--errors OUT] [--only TEXT] [--growth]`` reads every rendered document
through ``xietong.documents.read`` and through plain regular expressions. The error report covers the training part
only, unless ``--errors-of-test`` is given: whoever reads the test part's errors has spent it.
"""

import argparse
import json
import sys
import traceback
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from bench import corpus, reading_baseline, reading_growth, reading_peer
from bench.corpus_render import rendered
from bench.reading_errors import report
from bench.reading_score import KINDS, Found, Key, Score, add, plain

GOALS = {"outline": 0.97, "tasks": 0.94, "units": 0.92, "deadlines": 0.95, "targets": 0.93, "basis": 0.95}
_TITLE = "全市教育事业发展行动计划\n".encode()  # by which every reader knows the text for a plan and reads all of it
Reader = Callable[[bytes, str], Any]


def main(arguments: list[str]) -> int:
    """Print the figures; returns 0, or 2 when there is nothing to read with."""
    options = _options(arguments)
    if options.growth:
        return reading_growth.main(["--json"] if options.json else [])
    reader = _engine()
    for part in ("train", "test") if options.part == "both" else (options.part,):
        documents = [d for d in corpus.documents(part, options.root) if options.only in d.path.stem]
        if not documents:
            print(f"{part}: no documents")
            continue
        scores = {"regular expressions": aside(documents, reading_baseline.read)}
        speeds = {"regular expressions": throughput(documents, _baseline_reader)}
        if reading_peer.installed():
            scores[reading_peer.NAME] = aside(documents, reading_peer.read)
            speeds[reading_peer.NAME] = throughput(documents, _peer_reader, 0.2)
        if reader is not None:
            scores = {"xietong": measure(documents, reader)} | scores
            speeds = {"xietong": throughput(documents, reader)} | speeds
        print(
            json.dumps(figures(part, scores, speeds), ensure_ascii=False)
            if options.json
            else table(part, scores, speeds)
        )
        if options.errors and reader is not None and (part == "train" or options.errors_of_test):
            options.errors.write_text(report(documents, scores["xietong"]), encoding="utf-8")
    return 0 if reader is not None else 2


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__)
    parser.add_argument("--part", choices=("train", "test", "both"), default="train")
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    parser.add_argument("--errors", type=Path, help="write the misses and false finds to this file")
    parser.add_argument("--errors-of-test", action="store_true", help="also for the test part")
    parser.add_argument("--growth", action="store_true", help="time and memory as a text grows, and of 300 pages")
    parser.add_argument("--only", default="", help="only documents whose file name holds this")
    parser.add_argument("--root", type=Path, default=corpus.ROOT, help="folder that holds train/ and test/")
    return parser.parse_args(arguments)


def _engine() -> Reader | None:
    from xietong import documents

    reader: Reader | None = getattr(documents, "read", None)
    if reader is None:
        print("xietong.documents.read does not exist yet: baseline only", file=sys.stderr)
    return reader


def measure(documents: Iterable[corpus.Document], reader: Reader) -> Score:
    """Read every document from its rendered file and score the drafts; a crash counts as an empty draft."""
    score = Score()
    for document in documents:
        data = rendered(document)
        begun = perf_counter()
        try:
            found = from_draft(reader(data, document.name), perf_counter() - begun)
        except Exception:  # noqa: BLE001 — one document that cannot be read must not hide the others' figures
            score.failures.append((document.path.stem, traceback.format_exc()))
            found = Found("", is_plan=False)
        add(score, document, found)
    return score


def aside(documents: Iterable[corpus.Document], reader: Callable[[str], Found]) -> Score:
    """Score what stands beside the engine; it is handed the clean gold text."""
    score = Score()
    for document in documents:
        add(score, document, reader(document.text))
    return score


def from_draft(draft: Any, seconds: float = 0.0) -> Found:
    """Turn a Draft of the engine into comparable finds."""
    items = [item for item in draft.items if str(item.kind) in ("task", "measure")]
    return Found(
        text=draft.text,
        is_plan=draft.is_plan,
        outline=tuple((plain(heading.title),) for heading in draft.outline),
        tasks=tuple((item.span.start, item.span.end, item.confidence) for item in items),
        units=tuple((plain(unit.name), str(unit.role)) for unit in draft.units),
        deadlines=tuple((_iso(d.start), _iso(d.end), str(d.recurring or "")) for d in draft.deadlines),
        targets=tuple(_target(target) for target in draft.targets),
        basis=tuple(sorted({(plain(basis.title),) for basis in draft.basis})),
        items=len(draft.items),
        seconds=seconds,
    )


def _iso(day: Any) -> str:
    return day.isoformat() if day is not None else ""


def _target(target: Any) -> Key:
    return (target.op, str(target.value.normalize()), plain(target.unit))


def _baseline_reader(data: bytes, _name: str) -> Found:
    return reading_baseline.read(data.decode())


def _peer_reader(data: bytes, _name: str) -> Found:
    return reading_peer.read(data.decode())


def throughput(documents: list[corpus.Document], reader: Reader, megabytes: float = 1.0) -> float:
    """Return MB (UTF-8) of clean text read per second of processor time, on one long text made of all the plans."""
    text = "\n".join(document.text for document in documents if document.is_plan)
    if not text:
        return 0.0
    data = (text + "\n").encode()
    data = _TITLE + data * max(1, round(megabytes * 1e6 / len(data)))
    begun = process_time()
    try:
        reader(data, "throughput.txt")
    except Exception:  # noqa: BLE001 — speed is one figure of many
        return 0.0
    return len(data) / 1e6 / (process_time() - begun)


def figures(part: str, scores: dict[str, Score], speeds: dict[str, float]) -> dict[str, Any]:
    """Return everything measured as one JSON-ready value."""
    absent = {} if reading_peer.NAME in scores else {reading_peer.NAME: None}
    found = {
        name: _figures(score) | {"megabytes_per_second": round(speeds.get(name, 0.0), 2)}
        for name, score in scores.items()
    }
    return {"part": part} | found | absent


def _figures(score: Score) -> dict[str, Any]:
    kinds = {
        kind: {"f1": round(t.f1, 4), "precision": round(t.precision, 4), "recall": round(t.recall, 4), "gold": t.gold}
        for kind, t in score.tallies.items()
    }
    return {
        "documents": score.documents,
        "characters": score.characters,
        **kinds,
        "plan_accuracy": round(score.plan_accuracy, 4),
        "items_per_non_plan": round(score.items_per_other, 3),
        "calibration_error": round(score.calibration_error, 4),
        "failures": len(score.failures),
        "seconds": round(score.seconds, 3),
    }


def table(part: str, scores: dict[str, Score], speeds: dict[str, float]) -> str:
    """Return the figures as the table that people read."""
    first = next(iter(scores.values()))
    names = list(scores)
    lines = [
        f"{part}: {first.documents} documents ({first.others} no plans), {first.characters} characters",
        f"{'':22}{'goal':>8}" + "".join(f"{name + ' F1':>24}{'P':>8}{'R':>8}" for name in names) + f"{'gold':>8}",
    ]
    for kind in KINDS:
        tallies = [score.tallies[kind] for score in scores.values()]
        row = "".join(f"{t.f1:24.3f}{t.precision:8.3f}{t.recall:8.3f}" for t in tallies)
        lines.append(f"{kind:22}{GOALS[kind]:8.2f}{row}{tallies[0].gold:8}")
    for label, goal, value in (
        ("plan accuracy", 0.98, [s.plan_accuracy for s in scores.values()]),
        ("items per non-plan", 0.2, [s.items_per_other for s in scores.values()]),
        ("calibration error", 0.05, [s.calibration_error for s in scores.values()]),
    ):
        lines.append(f"{label:22}{goal:8.2f}" + "".join(f"{v:24.3f}{'':16}" for v in value))
    values = "".join(f"{speeds.get(name, 0.0):24.2f}{'':16}" for name in scores)
    lines.append(f"{'MB/s of clean text':22}{5:8.2f}{values}")
    for score in scores.values():
        lines += [f"FAILED {name}: {problem.strip().splitlines()[-1]}" for name, problem in score.failures]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
