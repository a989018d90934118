"""Takes annotated documents; gives what is inconsistent in them (``python -m bench.corpus_check [FILE…]``)."""

import re
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bench.corpus import ROOT, CorpusError, Document, Line, Mark, parse

ALLOWED = {"h": "ln", "k": "", "o": "", "u": "r", "d": "ser", "g": "iovub", "b": "k"}
NEEDED = {"h": "ln", "u": "r", "g": "iovu", "b": "k"}
ROLES = {"lead", "support", "issuer", "mentioned"}
RECURRENCES = {"yearly", "quarterly", "monthly", "ongoing"}
OPERATORS = {"=", ">=", "<=", "+"}
BASIS = {"outline", "plan", "agreement", "law", "opinion", "speech", "other"}
KEYS = {"name", "is_plan", "genre", "title", "issuers", "announced", "published", "year", "encoding", "noise", "editor"}
NOISES = {"wrap", "blanks", "pinyin"}
FORMATS = {".txt", ".md", ".html", ".docx", ".pdf", ".xlsx"}
_NUMBER = re.compile(
    r"(?P<chapter>第[一二三四五六七八九十]+[章节部分]+)\s*|(?P<big>[一二三四五六七八九十]+)[、.．]|[（(〔](?P<middle>[一二三四五六七八九十]+)[）)〕]、?"
    r"|(?P<small>\d+)[.．、]|[（(](?P<tiny>\d+)[）)]|(?P<circle>[①-⑳])|(?P<first>[一二三四五六七八九十]+[是要])|(?P<dash>——|—|－)"
    r"|(?P<box>专栏\s*[\d一二三四五六七八九十]+)[:：]?"
)
_LEVELS = {"chapter": (1, 2), "big": (1,), "middle": (2,), "small": (3,), "tiny": (4,), "circle": (4, 5), "first": (5,)}
_LEVELS |= {"dash": (5,), "box": (3,)}


def problems(document: Document) -> Iterator[str]:
    """Yield one sentence for every inconsistency of a document."""
    yield from _front(document)
    for mark in document.marks:
        yield from (f"{problem}: «{document.quote(mark)[:50]}»" for problem in _mark(document, mark))
    yield from _nesting(document)
    for line in document.lines:
        yield from _numbers(document, line)


def _front(document: Document) -> Iterator[str]:
    unknown = set(document.meta) - KEYS
    if unknown:
        yield f"unknown front matter {sorted(unknown)}"
    if Path(document.name).suffix not in FORMATS:
        yield f"unknown format {document.name}"
    if set(document.meta.get("noise") or ()) - NOISES:
        yield "unknown noise"
    for key in ("announced", "published"):
        if key in document.meta and not isinstance(document.meta[key], date):
            yield f"{key} is no date"
    yield from _whole(document)


def _whole(document: Document) -> Iterator[str]:
    titles = [mark for mark in document.tagged("h") if mark.get("l") == "0"]
    if len(titles) > 2:
        yield "more than two document titles"
    if not document.is_plan and any(mark.tag != "h" for mark in document.marks):
        yield "a text that is no plan carries only headings"
    if document.is_plan and not document.tagged("k") and document.meta["genre"] != "announcement":
        yield "a plan without a task"


def _mark(document: Document, mark: Mark) -> Iterator[str]:
    words = document.quote(mark)
    if not words.strip() or words != words.strip():
        yield f"<{mark.tag}> is empty or begins or ends with a blank"
    extra, lacking = set(mark.attributes) - set(ALLOWED[mark.tag]), set(NEEDED.get(mark.tag, "")) - set(mark.attributes)
    if extra or lacking:
        yield f"<{mark.tag}> has unknown {sorted(extra)} or lacks {sorted(lacking)}"
    elif mark.tag in _CHECKS:
        yield from _CHECKS[mark.tag](document, mark, words)


def _task(document: Document, mark: Mark, words: str) -> Iterator[str]:
    bare = re.sub(r"（[^（）]*）|《[^《》]*》|“[^“”]*”|\([^()]*\)", "", words)
    if re.search(r"[。；;]", bare[:-1]):
        yield "a task holds more than one sentence"
    if _NUMBER.match(words) and not re.match(r"[一二三四五六七八九十]+要", words):
        yield "a task begins with its number"
    after = document.text[mark.end : mark.end + 1]
    if bare[-1:] not in "。；;" and after and after not in "\n\t（(〔【[。；":
        yield f"a task ends neither with its sentence nor before a bracket (next {after!r})"
    before = document.text[max(0, mark.start - 1) : mark.start]
    if before and re.match(r"[\w，,]", before) and before not in "是：:要一二三四五六七八九十①②③④⑤⑥⑦⑧⑨⑩":
        yield f"a task begins within a sentence (after {before!r})"


def _unit(_: Document, mark: Mark, words: str) -> Iterator[str]:
    if mark.get("r") not in ROLES:
        yield "unknown role"
    if words[-1:] in "、，。；：" or re.match(r"[和及与、]", words):
        yield "a unit's name holds what joins it to others"


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _deadline(_document: Document, mark: Mark, _words: str) -> Iterator[str]:
    start, end = mark.get("s"), mark.get("e")
    if not mark.attributes:
        yield "a deadline without any value"
    if any(value and _day(value) is None for value in (start, end)):
        yield "an impossible date"
    elif start and end and start > end:
        yield "a deadline that ends before it starts"
    if mark.get("r") and mark.get("r") not in RECURRENCES:
        yield "unknown recurrence"


def _target(_: Document, mark: Mark, words: str) -> Iterator[str]:
    if mark.get("o") not in OPERATORS:
        yield f"unknown operator {mark.get('o')}"
    if mark.get("b") and _day(mark.get("b")) is None:
        yield "an impossible date in b"
    try:
        Decimal(mark.get("v"))
    except InvalidOperation:
        yield "a value that is no number"
    digits = re.sub(r"[,，\s]", "", words)
    if not re.search(r"[\d一二两三四五六七八九十百千万半零]|全部|全覆盖", digits):
        yield "a target without a figure"
    yield from _operator(mark, digits)


def _operator(mark: Mark, words: str) -> Iterator[str]:
    lower = bool(re.search(r"以上|不低于|不少于|至少|超过|突破|不小于|[^其业]余", words))
    upper = bool(re.search(r"以内|不超过|控制在|不高于|以下", words))
    ranged = bool(re.search(r"\d[%个名所]?[-—–~～至到]\d", words))
    expected = {">="} if lower and not upper else {"<="} if upper and not lower else {">=", "<="} if ranged else set()
    if expected and mark.get("o") not in expected and not (lower and upper):
        yield f"operator {mark.get('o')} against the words"


def _basis(_: Document, mark: Mark, words: str) -> Iterator[str]:
    if mark.get("k") not in BASIS:
        yield "unknown kind of basis"
    if words.startswith("《") or words.endswith("》"):
        yield "a basis holds its 《》"


def _heading(_: Document, mark: Mark, words: str) -> Iterator[str]:
    if mark.get("l") not in set("0123456"):
        yield "a level that is no number"
    if words.endswith(("。", "；", "：")):
        yield "a heading ends with its point"


_CHECKS = {"k": _task, "u": _unit, "d": _deadline, "g": _target, "b": _basis, "h": _heading}


def _nesting(document: Document) -> Iterator[str]:
    for tag, inside in (("k", "kho"), ("h", "hk"), ("u", "u"), ("o", "okh")):
        for outer in document.tagged(tag):
            for inner in document.marks:
                nested = inner is not outer and outer.start <= inner.start and inner.end <= outer.end
                if (
                    nested
                    and inner.tag in inside
                    and not (tag == inner.tag and (inner.start, inner.end) == (outer.start, outer.end))
                ):
                    yield f"<{inner.tag}> inside <{tag}>: «{document.quote(inner)[:40]}»"


def _numbers(document: Document, line: Line) -> Iterator[str]:
    if line.cells:
        return
    for mark in document.tagged("h"):
        if not line.start <= mark.start < line.start + len(line.text):
            continue
        before = re.split(r"[。；]", line.text[: mark.start - line.start])[-1].strip().removeprefix("“")
        yield from _number(document.quote(mark), before, mark)


def _number(title: str, before: str, mark: Mark) -> Iterator[str]:
    found = _NUMBER.fullmatch(before)
    if found is None:
        if mark.get("n"):
            yield f"number {mark.get('n')} does not stand before «{title}» (but {before[-12:]!r})"
        elif mark.get("l") not in "03":
            yield f"an unnumbered heading has level 0 or 3: «{title}»"
        return
    kind = found.lastgroup or ""
    value = found[kind]
    shown = {
        "middle": f"({value})",
        "small": f"{value}.",
        "tiny": f"({value})",
        "dash": "——",
        "box": value.replace(" ", ""),
    }
    if mark.get("n") != shown.get(kind, value):
        yield f"number {mark.get('n')} instead of {shown.get(kind, value)} at «{title}»"
    if int(mark.get("l")) not in _LEVELS[kind]:
        yield f"level {mark.get('l')} at «{before}{title}»"


def main(arguments: list[str]) -> int:
    """Check the files named, or all of them; returns the number of problems capped at 1."""
    paths = [Path(argument) for argument in arguments] or sorted(ROOT.glob("*/*.txt"))
    bad = 0
    for path in paths:
        try:
            found = list(problems(parse(path.read_text(encoding="utf-8"), path)))
        except CorpusError as refused:
            found = [str(refused)]
        bad += len(found)
        for problem in found:
            print(f"{path.name}: {problem}")
    print(f"{len(paths)} files, {bad} problems")
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
