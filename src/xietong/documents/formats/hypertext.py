"""Takes the bytes of a web page; gives the blocks of its article and what the page says of itself."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from lxml import etree

from xietong.documents.block import Block, BlockKind, Extract
from xietong.documents.formats import article, cleaning, page_text
from xietong.documents.formats.dates import read_day
from xietong.documents.formats.debris import clear
from xietong.documents.formats.encoding import decode
from xietong.documents.formats.limits import Limits, empty, over

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,300}\?>", re.IGNORECASE)
_SITE = re.compile(r"\s*[_|｜—–]+\s*|\s+-+\s+|-(?=[^-]{0,12}(?:网|政府|厅|委员会|局|新闻|门户|部)\s*$)")
_TITLED = re.compile(
    r"(?:^|\s)(?:(?:article|art|news|con|content|info|page|doc|xl|main)[-_]?)?(?:title|tit|biaoti|headline)(?:\s|$)"
)
_LEAST = 20
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Facts:
    title: str = ""
    author: str = ""
    editor: str = ""
    published: date | None = None
    image: str = ""


def extract(data: bytes, name: str, limits: Limits) -> Extract:
    """Read a whole page: its main text, with tables and headings, without what surrounds it. Nothing is fetched."""
    del name
    root = _parse(decode(data), limits)
    facts = _facts(root)
    body = root.find("body") if facts.title else None
    visible = "" if body is None else _BLANKS.sub("", page_text.inner_text(body))
    article.prune(root)
    whole = _extract(root, facts, limits)  # around the article stand the day, the source and the editor
    home = article.main(root)
    found = whole if home is root else _extract(home, whole, limits)
    if sum(len(block.text) for block in found.blocks) < _LEAST:
        found = whole
    return _with_title(found, visible)


def fragment(body: str, limits: Limits) -> Extract:
    """Read the HTML body of a post: everything in it but what is no text."""
    root = _parse(body, limits)
    article.prune(root)
    return _extract(root, _Facts(), limits)


def _parse(text: str, limits: Limits) -> etree._Element:
    """Parse without entities, network or doctype; text is encoded anew, so that no declared encoding misleads."""
    body = cleaning.breaking(_DECLARATION.sub("", text, count=1)).encode("utf-8", "replace")
    if body.count(b"<") > limits.tags:
        raise over("网页标签过多", "The page has too many tags")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, recover=True
    )
    root: etree._Element | None = None
    with suppress(etree.XMLSyntaxError):
        root = etree.fromstring(body, parser)
    if root is None:
        raise empty()
    depth = max((1 for entry in parser.error_log if "xcessive depth" in entry.message), default=0)
    if depth or article.depth(root) > limits.depth:
        raise over(f"网页标签嵌套超过 {limits.depth} 层", f"The page nests its tags deeper than {limits.depth} levels")
    return root


def _extract(root: etree._Element, facts: _Facts | Extract, limits: Limits) -> Extract:
    """Read the text under an element; ``facts`` go before what its lines say."""
    cleared = clear(page_text.scraps(root, limits), page=True)
    return Extract(
        "text/html",
        cleared.blocks,
        title=facts.title,
        author=facts.author or cleared.origin,
        editor=facts.editor or cleared.editor,
        published=facts.published or cleared.published,
        issued_by=cleared.issued_by,
        image=facts.image,
    )


def _facts(root: etree._Element) -> _Facts:
    """Read the meta tags that government sites must carry (ArticleTitle, PubDate, ContentSource) and common others."""
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        key = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        metas.setdefault(key, cleaning.paragraph(meta.get("content") or ""))

    def first(*keys: str) -> str:
        return next((metas[key] for key in keys if metas.get(key)), "")

    return _Facts(
        title=first("articletitle", "og:title", "headline") or _headline(root),
        author=first("contentsource", "source", "author", "article:author", "og:site_name"),
        published=read_day(
            first("pubdate", "publishdate", "article:published_time", "og:release_date", "datepublished")
        ),
        image=first("og:image", "image"),
    )


def _headline(root: etree._Element) -> str:
    """Return the only first-level heading, or the page's title without the site's name."""
    headings = [text for node in root.iter("h1") if (text := cleaning.paragraph(page_text.inner_text(node)))]
    if len(headings) == 1:
        return headings[0]
    named = [node for node in root.iter() if _TITLED.search(f"{node.get('class') or ''} {node.get('id') or ''}"[:200])]
    if len(named) == 1 and 8 <= len(text := cleaning.paragraph(page_text.inner_text(named[0])[:300])) <= 120:
        return text
    node = next(root.iter("title"), None)
    whole = cleaning.paragraph(page_text.inner_text(node)[:500]) if node is not None else ""
    parts = [part for part in _SITE.split(whole) if part]
    return parts[0] if parts and len(parts[0]) >= 8 else whole


def _with_title(found: Extract, visible: str) -> Extract:
    """Put the page's visible title at the head of the blocks when the chosen part of the page is without it."""
    title = _BLANKS.sub("", found.title)
    short = [block.text for block in found.blocks[:6] if not block.text.rstrip().endswith(("。", "：", "；", ":"))]
    head = _BLANKS.sub("", "".join(short))
    if not title or len(title) > 200 or title in head or title not in visible:
        return found
    first = Block(BlockKind.PARAGRAPH, found.title, "title")
    return Extract(
        found.media_type,
        (first, *found.blocks),
        title=found.title,
        author=found.author,
        editor=found.editor,
        published=found.published,
        categories=found.categories,
        image=found.image,
    )
