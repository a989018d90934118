"""Takes a text that may begin with YAML between rules; gives what it says of itself, and the rest."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import yaml

from xietong.documents.formats import cleaning
from xietong.documents.formats.dates import read_day

_FENCED = re.compile(r"\s*---[ \t]*\n(?P<head>.{0,65536}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_KEY = re.compile(r"^\s*[\w\u4e00-\u9fff][\w\u4e00-\u9fff -]{0,40}\s*:", re.MULTILINE)
_NESTED = re.compile(r"[\[{]")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a post says of itself; empty where it says nothing."""

    title: str = ""
    author: str = ""
    editor: str = ""
    published: date | None = None
    categories: tuple[str, ...] = ()
    image: str = ""


def split(text: str) -> tuple[FrontMatter | None, str]:
    """Return the front matter and the text behind it; (None, text) where there is none or it is no YAML mapping."""
    match = _FENCED.match(text) if text[:200].lstrip("\ufeff \t\r\n").startswith("---") else None
    if match is None or not _KEY.search(match["head"]) or len(_NESTED.findall(match["head"])) > 200:
        return None, text
    fields = _fields(match["head"])
    return (_matter(fields), text[match.end() :]) if fields else (None, text)


def _fields(head: str) -> Mapping[str, object]:
    """Parse with every scalar as text: dates and numbers are ours to read."""
    try:
        loaded = yaml.load(head, Loader=yaml.BaseLoader)  # noqa: S506 — BaseLoader makes only str, list and dict
    except (yaml.YAMLError, RecursionError):
        lines = (line.partition(":") for line in head.splitlines() if _KEY.match(line))
        return {key.strip(): value.strip(" \"'") for key, _, value in lines}
    return loaded if isinstance(loaded, dict) else {}


def _matter(fields: Mapping[str, object]) -> FrontMatter:
    def one(*keys: str) -> str:
        for key in keys:
            value = fields.get(key)
            if isinstance(value, str) and value.strip():
                return cleaning.paragraph(value)
            if isinstance(value, list) and value and isinstance(value[0], str):
                return "、".join(cleaning.paragraph(part) for part in value if isinstance(part, str))
        return ""

    raw = fields.get("categories", fields.get("category", fields.get("tags", ())))
    values = raw if isinstance(raw, list) else [raw]
    categories = tuple(cleaning.paragraph(value) for value in values if isinstance(value, str) and value.strip())
    return FrontMatter(
        title=one("title"),
        author=one("author", "authors", "source"),
        editor=one("editor"),
        published=read_day(one("date", "published", "pubdate", "publish_date")),
        categories=categories,
        image=one("headimg", "thumbnail", "image", "cover"),
    )
