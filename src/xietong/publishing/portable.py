"""Takes an official document and directories of fonts; gives its PDF with every font embedded, or refuses."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from xietong.basics import Refusal
from xietong.publishing import form
from xietong.publishing.form import Face, OfficialDocument
from xietong.publishing.layout import LAYOUT

# PDF/UA for readers who listen; PDF/A for the archive, which wants a date.
_STANDARDS: tuple[Any, ...] = ("ua-1", "a-2a")
_NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed")
_LATIN = ("Times New Roman", "Liberation Serif", "Libertinus Serif")


def to_pdf(document: OfficialDocument, fonts: Sequence[str | Path]) -> bytes:
    """Set a document in official form as tagged PDF (PDF/UA-1; with a day, also PDF/A-2a).

    The best fonts that the directories hold are used, none of the machine's. Raises Refusal: ``fonts-missing`` when
    no Chinese font stands in for a face; ``glyphs-missing`` when characters are in no font; ``layout-trouble``.
    """
    import typst

    held = typst.Fonts(include_system_fonts=False, font_paths=[str(path) for path in fonts])
    chosen = _choose(held.families())
    data = {
        "title": document.title,
        "number": document.number,
        "marking": document.marking,
        "author": document.author,
        "day": [document.day.year, document.day.month, document.day.day] if document.day else None,
        "legend": form.LEGEND,
        "blocks": [_plain(block) | {"kind": type(block).__name__} for block in document.blocks],
        "fonts": chosen,
        "measures": _measures(),
    }
    try:
        pdf, warnings = typst.compile_with_warnings(
            LAYOUT.encode(),
            format="pdf",
            font_paths=held,
            sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
            pdf_standards=list(_STANDARDS[: 2 if document.day else 1]),
            timestamp=0,
        )
    except typst.TypstError as trouble:
        raise _refuse(trouble.message) from trouble
    if warnings:
        raise _layout_trouble("；".join(each.message for each in warnings))
    return bytes(pdf)


def _measures() -> dict[str, float]:
    return {
        "top": form.MARGIN_TOP_MM,
        "bottom": form.MARGIN_BOTTOM_MM,
        "left": form.MARGIN_LEFT_MM,
        "right": form.MARGIN_RIGHT_MM,
        "body": form.SIZE_BODY_PT,
        "title": form.SIZE_TITLE_PT,
        "number": form.SIZE_PAGE_NUMBER_PT,
        "table": form.SIZE_TABLE_PT,
        "line": form.LINE_PITCH_PT,
        "character": form.CHARACTER_PITCH_PT,
    }


def _choose(families: Iterable[str]) -> dict[str, list[str]]:
    held = set(families)
    latin = [name for name in _LATIN if name in held][:1]
    chosen: dict[str, list[str]] = {}
    for face in Face:
        names = [name for name in (face.value, *form.STAND_INS[face]) if name in held]
        if not names:
            wanted = "、".join(form.STAND_INS[face][-2:])
            raise Refusal(
                "fonts-missing",
                zh=f"缺少可代替“{face.value}”的中文字体，请把 {wanted} 等字体放入字体目录后重试。",
                en=f"No Chinese font stands in for {face.value}: put {wanted} into the font directory and try again.",
            )
        chosen[face.name.lower()] = [*latin, *names]
    return chosen


def _plain(value: Any) -> Any:
    if isinstance(value, Face):
        return value.name.lower()
    if is_dataclass(value) and not isinstance(value, type):
        told = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        if isinstance(value, form.Bar):
            return told | {"figures": form.figures(value)}
        return told | {"colour": value.colour} if isinstance(value, form.BarPart) else told
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return form.chinese_day(value) if isinstance(value, date) else value


def _refuse(trouble: str) -> Refusal:
    # PDF/UA forbids text without glyphs: so a missing character stops the compiler and cannot become an empty box.
    if match := _NO_GLYPH.search(trouble):
        return Refusal(
            "glyphs-missing",
            zh=f"所用字体缺少“{match[1]}”中的字，请补充包含这些字的字体，或改写后重试。",
            en=f"The fonts lack characters of {match[1]!r}: add a font that has them, or rewrite, and try again.",
        )
    return _layout_trouble(trouble)


def _layout_trouble(words: str) -> Refusal:
    return Refusal(
        "layout-trouble",
        zh=f"生成 PDF 时排版出错（{words}），请检查内容后重试。",
        en=f"The PDF could not be laid out ({words}); check the content and try again.",
    )
