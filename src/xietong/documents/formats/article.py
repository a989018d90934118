"""Takes the tree of a web page; gives the element that holds its article, everything else cut away."""

import re

from lxml import etree

_NEVER = frozenset(
    [
        "script",
        "style",
        "noscript",
        "iframe",
        "frame",
        "frameset",
        "object",
        "embed",
        "applet",
        "svg",
        "canvas",
        "select",
        "button",
        "textarea",
        "template",
        "video",
        "audio",
        "nav",
        "dialog",
        "map",
        "link",
        "meta",
        "title",
        "head",
        "rt",
        "rp",
    ]
)
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:nav(?:igation|bar)?|menu|sidebar|breadcrumbs?|crumbs?|position|location|dqwz|weizhi|mianbaoxie|footer?|"
    r"foot(?:er)?box|bottom|copyright|share(?:box|bar)?|bdshare\w*|bshare\w*|jiathis\w*|qr\w*|ewm\w*|erweima|weixin|wechat|"
    r"relat(?:ed|ive)\w*|xgyd|xgxw|xglj|recommend\w*|hot(?:news|list)|advert\w*|advs?|ads?|adbox\w*|banner|guanggao|comments?|pinglun|login|"
    r"search\w*|toolbar|tools?|print|pager|pagination|prevnext|prev|appdown\w*|downapp|app-?qr\w*|appendqr\w*|friendlink\w*|"
    r"skip|statement|disclaimer|keywords?|tags?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_KNOWN = re.compile(
    r"(?:^|\s)(?:TRS_\w*editor\w*|trs_editor_view|UCAP-?CONTENT|pages_content|zoom|artibody|js_content|vsb_content\w*|"
    r"wp_articlecontent|v_news_content|rm_txt_con|main-?text|(?:article|news|xxgk|view|detail|info|cont)[-_]?"
    r"(?:content|body|con|txt|text|detail)\w*)(?:$|\s)",
    re.IGNORECASE,
)
_POINTED = re.compile(r"[。，；：、！？]")
_FOOTING = re.compile(
    r"版权|发布时间|发布日期|来源[：:]|字体|位置[：:]|浏览|备案|ICP|免责|主办单位|技术支持|浏览器|分辨率|标识码|[Cc]opyright|客服|举报电话|许可证"
)
_INLINE = frozenset(
    ("p", "span", "font", "b", "strong", "em", "i", "u", "a", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre")
)
_LATTICE = frozenset(("table", "thead", "tbody", "tfoot", "tr"))
_LOST = 40


def depth(root: etree._Element) -> int:
    """Return how deep the tree is."""
    deepest = level = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        deepest = max(deepest, level)
    return deepest


def prune(root: etree._Element) -> None:
    """Cut out of the tree what is never text: scripts, styles, frames, hidden parts, and furniture by its name.

    A named or hidden part that holds more than a third of the page's running text stays: the name misleads.
    """
    for node in [node for node in root.iter() if not isinstance(node.tag, str) or node.tag in _NEVER]:
        _remove(node)
    weights = _weights(root)
    total = weights.get(root, 0)
    for node in [node for node in root.iter() if _is_noise(node)]:
        if weights.get(node, 0) * 3 <= total and node is not root:
            _remove(node)


def main(root: etree._Element) -> etree._Element:
    """Return the smallest element that holds the article: all running text but a stray line or two.

    Running text is what stands outside links and has punctuation; a container that content systems are known to use
    is preferred when it holds nearly all of it. Linear in the size of the tree.
    """
    weights = _weights(root)
    total = weights.get(root, 0)
    for node in root.iter():
        if (
            node.tag not in (_INLINE | _LATTICE)
            and weights.get(node, 0) * 100 >= total * 95
            and total
            and _is_known(node)
        ):
            return node
    spare = max(8, min(_LOST, total / 10))
    node = chosen = root
    while True:
        best = max(node, key=lambda child: weights.get(child, 0), default=None)
        if best is None or not weights.get(best, 0) or best.tag in _INLINE:
            return chosen
        if weights[node] - weights[best] > spare:
            return chosen
        node = best
        chosen = chosen if node.tag in _LATTICE else node  # inside a table only a cell can be all of the text


def _weights(root: etree._Element) -> dict[etree._Element, float]:
    """Return for each element the length of the running text inside it."""
    order = list(root.iter(etree.Element))
    linked: set[etree._Element] = set()
    weights: dict[etree._Element, float] = {}
    for node in order:
        parent = node.getparent()
        if (node.tag == "a" and node.get("href")) or parent in linked:
            linked.add(node)
        if node not in linked:
            _credit(weights, node, node.text)
        if parent is not None and parent not in linked:
            _credit(weights, parent, node.tail)
    for node in reversed(order):
        parent = node.getparent()
        if parent is not None and node in weights and node is not root:
            weights[parent] = weights.get(parent, 0) + weights[node]
    return weights


def _credit(weights: dict[etree._Element, float], node: etree._Element, text: str | None) -> None:
    if text is None or len(text) < 2 or text.isspace():
        return
    body = text.strip()
    running = node.tag in ("td", "th") or len(body) >= 40 or _POINTED.search(body)
    if running and not _FOOTING.search(body[:200]):
        weights[node] = weights.get(node, 0) + len(body)


def _is_noise(node: etree._Element) -> bool:
    names = f"{node.get('class') or ''} {node.get('id') or ''}"
    if node.tag in ("body", "html"):
        return False
    if (
        node.tag in ("footer", "aside")
        or node.get("hidden") is not None
        or _HIDDEN.search((node.get("style") or "")[:1000])
    ):
        return True
    return len(names) > 1 and bool(_NOISE.search(names[:300]))


def _is_known(node: etree._Element) -> bool:
    return any(_KNOWN.search(value[:300]) for value in (node.get("id") or "", node.get("class") or ""))


def _remove(node: etree._Element) -> None:
    """Cut an element out but keep the text behind it."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        previous = node.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)
