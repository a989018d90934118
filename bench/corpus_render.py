"""Takes an annotated document; gives the bytes of the real file that its front matter names, the same on every run."""

import html
import re
from binascii import crc32
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from itertools import groupby
from pathlib import Path

import yaml

from bench.corpus import Document, Line
from bench.corpus_office import docx_bytes, pdf_bytes, xlsx_bytes

# Readings that hostile copies insert after characters; a small table of our own, enough to be in the way.
_READINGS = """
发fa 發fa 学xue 學xue 实shi 實shi 进jin 進jin 区qu 區qu 县xian 縣xian 业ye 業ye 应ying 應ying 关guan 關guan 务wu 務wu
体ti 體ti 开kai 開kai 结jie 結jie 质zhi 質zhi 动dong 動dong 创chuang 創chuang 构gou 構gou 优you 優you 现xian 現xian
各ge 省sheng 自zi 府fu 国guo 國guo 教jiao 育yu 建jian 家jia 会hui 會hui 和he 中zhong 工gong 局ju 厅ting 廳ting 小xiao
"""
PINYIN = {word[0]: word[1:] for word in _READINGS.split()}
_PAGES = Path(__file__).resolve().parent / "pages"


def rendered(document: Document) -> bytes:
    """Return the file that this document is read from."""
    return _WRITERS[Path(document.name).suffix](document)


def chance(document: Document, choices: int, salt: str = "") -> int:
    """Return a number below ``choices`` that depends on nothing but the document's name."""
    return crc32((document.name + salt).encode()) % choices


def _reading(found: re.Match[str]) -> str:
    """Return a character with its reading in brackets, sometimes twice, sometimes not, as hostile copies have it."""
    spoken = f"({PINYIN[found[0]]})"
    return found[0] + spoken * (crc32(f"{found.start()}{found[0]}".encode()) % 3)


def noisy(document: Document, text: str) -> str:
    """Add the noise that the front matter asks for to one paragraph."""
    noise = document.meta.get("noise") or ()
    if "pinyin" in noise:
        text = re.sub(f"[{''.join(PINYIN)}]", _reading, text)
    if "blanks" in noise:
        text = "".join(
            c + " " if "\u4e00" <= c <= "\u9fff" and crc32(f"{i}{c}".encode()) % 9 == 0 else c
            for i, c in enumerate(text)
        )
    return text


def _table_text(line: Line) -> str:
    return "\t".join("" if cell in ("^", "<") else cell.replace("⏎", " ") for cell in line.cells)


def _txt(document: Document) -> bytes:
    noise = document.meta.get("noise") or ()
    paragraphs = []
    for line in document.lines:
        text = noisy(document, _table_text(line) if line.cells else line.text)
        if line.heading is None or line.heading[0] != 0:
            text = text if line.cells else "　　" + text
        if "wrap" in noise:
            text = "\n".join(text[i : i + 36] for i in range(0, len(text), 36)) + "\n"
        paragraphs.append(text)
    encoding = (
        document.meta.get("encoding") or ("gb18030", "utf-16", "utf-8", "utf-8", "utf-8-sig")[chance(document, 5)]
    )
    newline = "\r\n" if chance(document, 3, "newline") == 0 else "\n"
    return (newline.join("\n".join(paragraphs).split("\n")) + newline).encode(encoding)


def _md(document: Document) -> bytes:
    if chance(document, 2) == 0 and not any(line.cells for line in document.lines):
        return _spider_post(document).encode()
    written = []
    for table, lines in groupby(document.lines, key=lambda line: bool(line.cells)):
        if table:
            written.append("\n".join(_md_rows(list(lines))))
        else:
            written += [_md_paragraph(document, line) for line in lines]
    return (_front_date(document) + "\n\n".join(written) + "\n").encode()


def _md_rows(lines: list[Line]) -> list[str]:
    rows = [
        "| " + " | ".join("" if c in ("^", "<") else c.replace("⏎", "<br>") for c in line.cells) + " |"
        for line in lines
    ]
    rows.insert(1, "|" + " --- |" * len(lines[0].cells))
    return rows


def _md_paragraph(document: Document, line: Line) -> str:
    if line.heading is None or line.heading[0] > 3:
        return noisy(document, line.text)
    return "#" * (line.heading[0] + 1) + " " + noisy(document, line.text)


def _published(document: Document) -> date | None:
    return document.meta.get("published") or document.meta.get("announced")


def _front_date(document: Document) -> str:
    day = _published(document)
    return f"---\ntitle: {document.meta['title']}\ndate: {day.isoformat()}\n---\n\n" if day is not None else ""


def _spider_post(document: Document) -> str:
    """Return front matter and an HTML body with leftovers, the form that news spiders store."""
    day = _published(document)
    front: dict[str, object] = {
        "title": document.meta["title"],
        "categories": ["教育", "政策", "地方资讯"],
        "author": "教育资讯台",
    }
    front |= {"headimg": "https://img.example.org/spider/head.png", "comments": False}
    if day is not None:
        front["date"] = format_datetime(datetime.combine(day, time(8, 4, 11), UTC), usegmt=True)
    body = "\n".join(f"<p>　　{html.escape(noisy(document, line.text))}</p>" for line in document.lines)
    head = yaml.safe_dump(front, allow_unicode=True, sort_keys=False)
    post = _page("spider").format(body=body, editor=document.meta.get("editor", "周一鸣"))
    return f"\n---\n{head}---\n\n{post}"


def _html(document: Document) -> bytes:
    day = _published(document)
    government = chance(document, 2) == 0
    charset = ("utf-8", "utf-8", "gb18030")[chance(document, 3, "charset")]
    body_lines = document.lines
    if body_lines and body_lines[0].heading is not None and body_lines[0].heading[0] == 0:
        body_lines = body_lines[1:]  # the page's own heading shows it
        title = document.lines[0].text
    else:
        title = ""
    values = {
        "title": html.escape(noisy(document, title)),
        "site": "市教育信息网" if government else "晨报教育",
        "day": day.isoformat() if day else "",
        "charset": charset,
        "editor": document.meta.get("editor", "周一鸣"),
        "body": _html_body(document, body_lines),
        "card": _card(document, day) if chance(document, 3, "card") == 0 else "",
    }
    page = (
        _page("head").format(**values)
        + _page("government" if government else "news").format(**values)
        + "</body></html>\n"
    )
    if not title:
        page = re.sub(r"<h1[^>]*></h1>", "", page)
    return page.encode(charset)


def _page(name: str) -> str:
    return (_PAGES / f"{name}.html").read_text(encoding="utf-8")


def _card(document: Document, day: date | None) -> str:
    number = chance(document, 90) + 10
    shown = day.isoformat() if day else ""
    return (
        f'<table class="xxgk"><tr><td>索引号</td><td>000014349/2024-00{number}</td>'
        "<td>公开方式</td><td>主动公开</td></tr>"
        f"<tr><td>主题分类</td><td>教育</td><td>发布日期</td><td>{shown}</td></tr></table>\n"
    )


def _html_body(document: Document, lines: tuple[Line, ...]) -> str:
    written = []
    for table, rows in groupby(lines, key=lambda line: bool(line.cells)):
        if table:
            written.append(_html_table(list(rows)))
            continue
        for line in rows:
            text = html.escape(noisy(document, line.text))
            if line.heading is not None and chance(document, 2, "bold") == 0:
                text = f"<strong>{text}</strong>"
            written.append(f'<p style="text-indent: 2em;">　　{text}</p>')
    return "\n".join(written)


def spans(rows: list[tuple[str, ...]]) -> list[tuple[int, int, str, int, int]]:
    """Return (row, column, words, rows spanned, columns spanned) of every cell that is not merged into another."""
    found = []
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell in ("^", "<"):
                continue
            wide = 1
            while c + wide < len(row) and row[c + wide] == "<":
                wide += 1
            high = 1
            while r + high < len(rows) and c < len(rows[r + high]) and rows[r + high][c] == "^":
                high += 1
            found.append((r, c, cell, high, wide))
    return found


def _html_table(lines: list[Line]) -> str:
    written = ['<table border="1" cellspacing="0">']
    cells = spans([line.cells for line in lines])
    for r in range(len(lines)):
        row = []
        for at, _, words, high, wide in cells:
            if at == r:
                merged = (f' rowspan="{high}"' if high > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
                row.append(f"<td{merged}>{html.escape(words).replace('⏎', '<br/>')}</td>")
        written.append("<tr>" + "".join(row) + "</tr>")
    return "\n".join([*written, "</table>"])


def _docx(document: Document) -> bytes:
    return docx_bytes(prepared(document), styled=chance(document, 3) != 0, numbered=chance(document, 2, "auto") == 0)


def _pdf(document: Document) -> bytes:
    return pdf_bytes(prepared(document), str(document.meta["title"]))


def _xlsx(document: Document) -> bytes:
    return xlsx_bytes(prepared(document), str(document.meta["title"]))


def prepared(document: Document) -> list[tuple[Line, str] | list[tuple[int, int, str, int, int]]]:
    """Return paragraphs as (line, noisy words) and every table as its cells with their spans."""
    prepared: list[tuple[Line, str] | list[tuple[int, int, str, int, int]]] = []
    for table, lines in groupby(document.lines, key=lambda line: bool(line.cells)):
        if table:
            prepared.append(spans([line.cells for line in lines]))
        else:
            prepared += [(line, noisy(document, line.text)) for line in lines]
    return prepared


_WRITERS = {".txt": _txt, ".md": _md, ".html": _html, ".docx": _docx, ".pdf": _pdf, ".xlsx": _xlsx}
