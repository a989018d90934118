"""Takes the readable source of the worked example; gives it as a Word document in official form.

The source is Markdown with front matter (``title``, ``number``, ``note``, ``issuers``, ``date``) whose paragraphs carry
official numbers (一、 · （一） · 1.) and whose tables are lines between bars. It stands in ``regions/…/example``.
"""

import re
from datetime import date
from typing import Any

from xietong.basics import Refusal
from xietong.publishing.form import Block, Face, Heading, OfficialDocument, Paragraph, Signature, Table
from xietong.publishing.word import to_docx

MARKING = "示例文本"
_FIRST = re.compile(r"[一二三四五六七八九十百]+、\S{1,30}")
_SECOND = re.compile(r"（[一二三四五六七八九十百]+）\S{1,30}")
_RUN_IN = re.compile(r"((?:\d+\.|（[一二三四五六七八九十]+）)[^。，]{1,40}。)(.+)")
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ROW_WIDTHS = (1, 3, 3.2, 4, 2.4)


def example_docx(source: bytes) -> bytes:
    """Set the source of a worked example (UTF-8) in official form, marked 示例文本 on every page.

    Raises Refusal ``example-unreadable`` when the front matter is missing.
    """
    return to_docx(example_document(source))


def example_document(source: bytes) -> OfficialDocument:
    """Read the source of a worked example into a document. Raises Refusal ``example-unreadable``."""
    head, body = _split(source.decode("utf-8"))
    issuers = tuple(str(name) for name in head.get("issuers") or ())
    day = _day(str(head.get("date", "")))
    blocks: list[Block] = []
    if head.get("note"):
        blocks.append(Paragraph(f"（{head['note']}）", face=Face.SUBHEADING))
    text, _, attachment = body.partition("\n附件：")
    blocks += _blocks(text)
    blocks.append(Signature(issuers, day))
    if attachment:
        title, _, rest = attachment.partition("\n")
        blocks.append(Heading(1, f"附件：{title.strip()}"))
        blocks += _blocks(rest)
    return OfficialDocument(
        title=str(head["title"]),
        blocks=tuple(blocks),
        number=str(head.get("number", "")),
        marking=MARKING,
        author="、".join(issuers),
        day=day,
    )


def _split(text: str) -> tuple[dict[str, Any], str]:
    import yaml

    parts = re.split(r"^---\s*$", text, maxsplit=2, flags=re.MULTILINE)
    head = yaml.safe_load(parts[1]) if len(parts) == 3 else None
    if not isinstance(head, dict) or not head.get("title"):
        raise Refusal(
            "example-unreadable",
            zh="示例源文件缺少标题等文件头，请补全后重试。",
            en="The source of the example has no front matter with a title; add it and try again.",
        )
    return head, parts[2]


def _day(text: str) -> date | None:
    match = _DAY.search(text)
    return date(int(match[1]), int(match[2]), int(match[3])) if match else None


def _blocks(text: str) -> list[Block]:
    made: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*text.splitlines(), ""]:
        line = line.strip()
        if line.startswith("|"):
            rows.append(tuple(cell.strip() for cell in line.strip("|").split("|")))
            continue
        if rows:
            made.append(Table(rows[0], tuple(rows[1:]), _ROW_WIDTHS if len(rows[0]) == len(_ROW_WIDTHS) else ()))
            rows = []
        if line:
            made.append(_block(line))
    return made


def _block(line: str) -> Block:
    if _FIRST.fullmatch(line):
        return Heading(1, line)
    if _SECOND.fullmatch(line) and not line.endswith("。"):
        return Heading(2, line)
    match = _RUN_IN.match(line)
    return Paragraph(match[2], lead=match[1]) if match else Paragraph(line)
