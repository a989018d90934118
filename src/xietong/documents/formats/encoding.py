"""Takes bytes of a text; gives its characters, whatever encoding a Chinese office saved them in."""

import codecs
import re

from xietong.basics import Refusal

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be")
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_SAMPLE = 200_000
# Frequent characters that differ in code between the legacy encodings; a wrong decoding practically never yields them.
_SIMPLIFIED = frozenset("的一是在和为发展工作中实行国教育市推进建设加强学校管理各部门区位会关于组织")
_TRADITIONAL = frozenset("的一是在和為發展工作中實行國教育市推進建設加強學校管理各部門區位會關於組織")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ufffe\uffff\ue000-\uf8ff]")


def decode(data: bytes) -> str:
    """Return the text of ``data``: UTF-8, UTF-16 or UTF-32 (byte order mark or not), GB18030, or Big5.

    A few broken bytes become U+FFFD. Raises Refusal ``unknown-type`` when it is no text in any of them.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(name, errors="replace"))
    try:
        return _checked(data.decode("utf-8" if 0 not in data[:_SAMPLE] else _likeliest(data)))
    except UnicodeDecodeError:
        return _checked(data.decode(_likeliest(data), errors="replace"))


def _likeliest(data: bytes) -> str:
    """Return the encoding in which a sample reads most like Chinese; what a page declares counts a little."""
    declared = _DECLARED.search(data, 0, 4096)
    hint = declared[1].decode("ascii").lower() if declared else ""
    hint = "gb18030" if hint in ("gb2312", "gbk") else hint
    marks = {name: _plausibility(data[:_SAMPLE].decode(name, errors="replace")) for name in _CANDIDATES}
    return max(marks, key=lambda name: marks[name] + (0.05 if name == hint else 0.0))


def _plausibility(text: str) -> float:
    """Rate a decoding: the share of very frequent characters, less ten times that of impossible ones.

    Characters of ASCII count only where there are no others.
    """
    wide = len(text) - len(text.encode("ascii", "ignore")) or len(text) or 1
    frequent = max(sum(map(text.count, _SIMPLIFIED)), sum(map(text.count, _TRADITIONAL)))
    return (frequent - 10 * len(_UNPRINTABLE.findall(text))) / wide


def _checked(text: str) -> str:
    """Refuse what has too many characters that no text has: it is a binary file, or an unknown encoding."""
    sample = text[:_SAMPLE]
    if len(_UNPRINTABLE.findall(sample)) * 20 > len(sample):
        raise Refusal(
            "unknown-type",
            zh="无法识别文件类型：内容既不是文字，也不是 Word、Excel、PDF 或网页。请另存为 docx、pdf 等格式后再试。",
            en="The type of the file is unknown: it holds neither text nor a Word, Excel, PDF or web document. "
            "Save it as docx, xlsx, pdf or txt and try again.",
        )
    return text
