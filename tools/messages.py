"""Keeps the Chinese of the interface complete: `check` names what is missing, `fill` adds it, `compile` makes .mo.

The interface's own sentences are written in English in code and templates; each room keeps their Chinese in
``locale/zh_Hans/LC_MESSAGES/django.po``.
"""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "src/xietong_web"
KEYWORDS = {"gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "_": None}


def rooms() -> list[Path]:
    """Return the folders of the site's rooms that have a locale or templates."""
    return sorted(path for path in SITE.iterdir() if (path / "__init__.py").exists())


def said(room: Path) -> Iterator[tuple[object, str]]:
    """Yield every sentence of a room's Python and templates, with the file it stands in."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    for path in sorted([*room.rglob("*.py"), *room.rglob("templates/**/*.html")]):
        if {"migrations", "node_modules"} & set(path.parts):
            continue
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            source = templatize(source, origin=str(path))
        for _, _, message, *_ in _found(source):
            yield message, path.relative_to(ROOT).as_posix()


def _found(source: str) -> Iterator[tuple[int, str, object]]:
    for line, message, _comments, _context in extract("python", io.BytesIO(source.encode()), KEYWORDS):
        yield line, "", message


def catalogue(room: Path) -> tuple[Path, Catalog]:
    """Return a room's Chinese, empty where there is none yet."""
    path = room / "locale/zh_Hans/LC_MESSAGES/django.po"
    if path.exists():
        with path.open("rb") as stream:
            return path, read_po(stream, locale="zh_Hans")
    return path, Catalog(locale="zh_Hans", charset="utf-8")


def missing(room: Path) -> list[tuple[object, str]]:
    """Return the sentences of a room that have no Chinese, or a fuzzy one."""
    _, known = catalogue(room)
    lacking: dict[object, str] = {}
    for message, where in said(room):
        entry = known.get(message)
        texts = entry.string if entry and isinstance(entry.string, tuple) else (entry.string,) if entry else ()
        if entry is None or entry.fuzzy or not texts or not all(texts[:1]):
            lacking.setdefault(message, where)
    return list(lacking.items())


def told_twice() -> list[tuple[str, list[str]]]:
    """Return the sentences that rooms put differently: the site shows one of them everywhere, so it is one room's."""
    known: dict[str, dict[str, None]] = {}
    for room in rooms():
        for entry in catalogue(room)[1]:
            told = entry.string if isinstance(entry.string, str) else entry.string[0]
            if entry.id and told:
                known.setdefault(entry.id if isinstance(entry.id, str) else entry.id[0], {})[told] = None
    return [(message, list(texts)) for message, texts in known.items() if len(texts) > 1]


def fill() -> None:
    """Add what is missing to the catalogues, untranslated."""
    for room in rooms():
        lacking = missing(room)
        if not lacking:
            continue
        path, known = catalogue(room)
        for message, where in lacking:
            known.add(message, locations=[(where, 0)])
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            write_po(stream, known, omit_header=False, sort_output=True, no_location=True, width=120)


def compile_all() -> None:
    """Write the .mo files that Django reads; one that says the same is left alone: a wheel may be built from it."""
    for room in rooms():
        path, known = catalogue(room)
        if path.exists():
            stream, compiled = io.BytesIO(), path.with_suffix(".mo")
            write_mo(stream, known)
            if not compiled.exists() or compiled.read_bytes() != stream.getvalue():
                passing = path.with_suffix(f".{os.getpid()}.part")
                passing.write_bytes(stream.getvalue())
                passing.replace(compiled)


def main() -> None:
    """Do what the first word says."""
    word = sys.argv[1] if len(sys.argv) > 1 else "check"
    if word == "fill":
        fill()
    elif word == "compile":
        compile_all()
    else:
        lacking = [(message, where) for room in rooms() for message, where in missing(room)]
        for message, where in lacking:
            print(f"{where}: {message!r}")
        differing = told_twice()
        for message, texts in differing:
            print(f"{message!r} is put in several ways: {', '.join(texts)}; write another English sentence for one")
        sys.exit(1 if lacking or differing else 0)


if __name__ == "__main__":
    main()
