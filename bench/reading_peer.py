"""Takes plain text; gives what jieba, JioNLP's times and regular expressions together find in it, where both are installed.

What a programmer would assemble from libraries: regular expressions for headings, brackets and figures, jieba's parts
of speech to tell sentences that act, JioNLP to find and resolve times. JioNLP needs a GPL-3 package, so it is no
requirement of ours: install it apart and put it on the path to have this column filled; it is null otherwise.
"""

import re
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from time import perf_counter
from typing import Any

from bench import reading_baseline
from bench.reading_score import Found, Key

NAME = "jieba + JioNLP + regular expressions"
_YEAR = re.compile(r"(20\d\d)[年—\-]")
_UNTIL = re.compile(r"(?:前|底|末|之前|以前)$")
_OPENING = 8  # words among which a sentence that acts has its verb
_AT_A_TIME = 400  # characters: JioNLP's finder slows down on long texts


def installed() -> bool:
    """Tell whether both libraries can be imported."""
    return find_spec("jieba") is not None and find_spec("jionlp") is not None


def read(text: str) -> Found:
    """Find what the regular expressions find, with tasks told by jieba and times by JioNLP."""
    begun = perf_counter()
    plain = reading_baseline.read(text)
    if plain.is_plan:
        tasks = tuple(task for task in plain.tasks if _acts(text[task[0] : task[1]]))
        plain = replace(plain, tasks=tasks, items=len(tasks), deadlines=_deadlines(text))
    return replace(plain, seconds=perf_counter() - begun)


@cache
def _library(name: str) -> Any:
    return import_module(name)


def _acts(sentence: str) -> bool:
    words = _library("jieba.posseg").lcut(sentence[:60])
    return any(word.flag.startswith("v") for word in words[:_OPENING])


def _deadlines(text: str) -> tuple[Key, ...]:
    year = _YEAR.search(text)
    base = {"year": int(year[1]) if year else 2022, "month": 1, "day": 1}
    found: list[Key] = []
    for line in text.split("\n"):
        for start in range(0, len(line), _AT_A_TIME):
            part = line[start : start + _AT_A_TIME]
            try:
                times = _library("jionlp").ner.extract_time(part, time_base=base)
            except Exception:  # noqa: BLE001 - it fails on some of its own finds
                continue
            found += [key for time in times if (key := _key(time, part)) is not None]
    return tuple(found)


def _key(time: dict[str, Any], part: str) -> Key | None:
    """Turn a time of JioNLP's into a comparable deadline; a point without a word of limit is left out."""
    detail = time["detail"]
    if detail["type"] == "time_period":
        delta = detail["time"].get("delta") or {}
        unit = next((unit for unit in ("year", "month", "day") if unit in delta), "")
        return ("", "", {"year": "yearly", "month": "monthly"}[unit]) if unit in ("year", "month") else None
    if detail["type"] not in ("time_point", "time_span"):
        return None
    first, last = (str(day)[:10] for day in detail["time"])
    before = part[max(0, time["offset"][0] - 1) : time["offset"][0]]
    if before in ("到", "至") or _UNTIL.search(time["text"]):
        return ("", last, "")
    return (first, last, "") if detail["type"] == "time_span" else None
