"""Takes seconds; feeds the reading of documents with broken files of every format until they are over.

``python -m bench.fuzz_reading --seconds 60`` mutates seeds by a seeded generator, which needs nothing installed. With
``--guided`` and atheris (coverage-guided, not among the pinned requirements) the search follows the branches reached,
from these seeds and the beginnings of the corpus; ``--formats docx pdf`` keeps to some formats.
A file may be read or refused; anything else (another exception, a file that takes longer than ``--patience`` seconds,
memory beyond ``--memory`` megabytes) is written to ``--keep`` and ends the run with status 1. Seconds are those of the
processor: a busy machine is no fault of the engine.
"""

import argparse
import io
import os
import random
import resource
import signal
import sys
import time
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from bench.fuzz_seeds import parts

ENGINE = ("reading", *(f"formats.{name}" for name in ("archive", "hypertext", "pdf", "plain", "word", "workbook")))
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
WORD_BODY = (
    "<w:p><w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r>"
    "<w:t>到2025年，新建学校30所。</w:t></w:r></w:p>"
    "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge w:val='restart'/></w:tcPr><w:p/></w:tc></w:tr>"
    "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p><w:r><w:t>市教委</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    "<w:p><w:ins><w:r><w:t>推进</w:t></w:r></w:ins><w:del><w:r><w:delText>停办</w:delText></w:r></w:del>"
    "<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部</w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
    "<w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
    "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>集团化办学。</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>"
)
NUMBERS = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="1"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:B2"/><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>任务</t></is></c><c r="B1" s="1"><v>0.95</v></c></row>'
    '<row r="2"><c r="A2" t="str"><v>市教委</v></c></row></sheetData>'
    '<mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>'
)
BOOK = {
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
}
STYLES = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts><numFmt numFmtId="170" '
    'formatCode="0%"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>'
)
PAGE = (
    '<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="ArticleTitle" content="某市行动计划">'
    "<title>某市</title></head>"
    '<body><div class="nav"><a href="/">首页</a></div><div id="zoom"><h1>某市行动计划</h1><p>　　一、总体要求</p>'
    "<p>（一）到2025年，新建学校30所。（责任单位：市教委、市财政局）</p>"
    "<table><tr><td rowspan=2>任务</td><td colspan=2>单位</td><td>时限</td></tr><tr><td>牵头</td><td>配合</td><td></td></tr>"
    "<tr><td>推进学校建设</td><td>市教委</td><td>市财政局</td><td>6月底</td></tr></table>"
    "<p>责任编辑：张三</p></div><script>x</script><style>y{}</style></body></html>"
)
SAVED = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\nContent-Type: text/html\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n" + b64encode(PAGE.encode()) + b"\r\n--B--\r\n"
)
TEXT = (
    "---\ntitle: '行动计划'\ncategories:\n - 教育\ndate: Wed, 24 Nov 2021 08:04:11 GMT\n---\n\n# 行动计划\n\n"
    "一、总体要求\n"
    "　　（一）到２０２５年，新建学校30所，覆盖率达到95%以上。\n| 任务 | 单位 |\n|---|---|\n| 建校 | 市教委 |\n"
    "- **甲**[乙](http://e.org)\n"
    "责任编辑：张三\n- 1 -\n"
)
DRAWN = (
    b"50 750 200 1 re f 50 780 200 1 re f 50 750 1 30 re f 150 750 1 30 re f 250 750 1 30 re f "
    b"BT /F1 12 Tf 1 0 0 1 60 760 Tm (one) Tj 1 0 0 1 160 760 Tm (two) Tj 1 0 0 1 60 560 Tm (below the table) Tj ET"
)
LEDGER = (
    "序号 重点任务 牵头单位 完成时限",
    "1 推进学校建设 市教委 6月底前",
    "二、保障措施",
    "2 招聘教师 市人社局 年底前",
)
BLANKS = b"\n".join(
    b"BT /F2 12 Tf 1 0 0 1 %d %d Tm <%s> Tj ET"
    % (60 + 120 * column, 700 - 24 * row, word.encode("utf-16-be").hex().encode())
    for row, line in enumerate(LEDGER)
    for column, word in enumerate(line.split())
)  # a table that only blanks part


def packed(parts: dict[str, bytes]) -> bytes:
    """Return a zip archive of parts, stored, so that mutations reach them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def document(content: bytes, numbers: bytes = NUMBERS.encode()) -> bytes:
    """Return a .docx with this document part."""
    return packed({"word/document.xml": content, "word/numbering.xml": numbers})


def workbook(content: bytes, styles: bytes = STYLES.encode()) -> bytes:
    """Return an .xlsx with this sheet."""
    parts = {name: part.encode() for name, part in BOOK.items()}
    return packed(parts | {"xl/worksheets/sheet1.xml": content, "xl/styles.xml": styles})


def drawn(content: bytes) -> bytes:
    """Return a PDF of one page with this content stream."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 6 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        (
            b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype"
            b"/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>]>>"
        ),
    )
    body = b"".join(b"%d 0 obj%sendobj\n" % (number, each) for number, each in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 7/Root 1 0 R>>\n%%EOF"


# What a mutated part is put into: the first byte of an input chooses, the rest is the part. The last of each makes such
# a part of one of ``bench.fuzz_seeds``, where there are any.
WRAPPERS: tuple[tuple[str, Callable[[bytes], bytes], bytes, Callable[[bytes], bytes] | None], ...] = (
    ("a.txt", bytes, TEXT.encode(), bytes),
    ("b.md", bytes, TEXT.encode("gb18030"), bytes),
    ("c.html", bytes, PAGE.encode(), bytes),
    ("c.mhtml", bytes, SAVED, bytes),
    ("d.docx", document, (WORD % WORD_BODY).encode(), bytes),
    ("e.docx", lambda part: document((WORD % WORD_BODY).encode(), part), NUMBERS.encode(), None),
    ("f.docx", bytes, document((WORD % WORD_BODY).encode()), document),
    ("g.xlsx", workbook, SHEET.encode(), bytes),
    ("h.xlsx", lambda part: workbook(SHEET.encode(), part), STYLES.encode(), None),
    ("i.xlsx", bytes, workbook(SHEET.encode()), workbook),
    ("j.pdf", drawn, DRAWN, None),
    ("k.pdf", bytes, drawn(DRAWN), drawn),
    ("l.pdf", drawn, BLANKS, bytes),
)
TOKENS = [
    token.encode()
    for token in ("<w:tbl>", "</w:tc>", "</p>", "<table>", "<!--", "&#", "99999", "一、", "（", "|", "\n")
]


class Trouble(Exception):
    """A file that was neither read nor refused, or not in time."""


def once(choice: int, part: bytes, patience: float) -> str:
    """Read one file; return what became of it. Raises Trouble."""
    from xietong import documents
    from xietong.basics import Refusal

    name, wrap, *_ = WRAPPERS[choice % len(WRAPPERS)]
    data = wrap(part)
    start = time.process_time()
    try:
        documents.read(data, name)
        outcome = "read"
    except Refusal as refusal:
        outcome = refusal.code
    except Exception as error:
        raise Trouble(f"{name}: {type(error).__name__}: {error}") from error
    if time.process_time() - start > patience:
        raise Trouble(f"{name}: took {time.process_time() - start:.1f} s for {len(data)} bytes")
    return outcome


def mutated(rng: random.Random, seed: bytes) -> bytes:
    """Return a seed with a few bytes changed, cut, doubled, or replaced by a token."""
    part = bytearray(seed)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        start = rng.randrange(len(part) + 1)
        length = min(rng.choice((0, 1, 1, 4, 40, 400)), len(part) - start)
        piece = bytes(part[start : start + length])
        new = rng.choice(
            (b"", piece * rng.choice((2, 3, 200)), rng.choice(TOKENS) * rng.choice((1, 1, 50)), rng.randbytes(2))
        )
        part[start : start + length] = new
        del part[200_000:]
    return bytes(part)


def inputs(seed: int, choices: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """Give mutated parts without end, the wrappers in turn."""
    rng = random.Random(seed)
    while True:
        for choice in choices:
            yield choice, mutated(rng, WRAPPERS[choice][2])


def chosen(formats: Sequence[str]) -> list[int]:
    """Return the places of the wrappers of these formats; of all without any."""
    return [choice for choice, (name, *_) in enumerate(WRAPPERS) if not formats or name.split(".")[1] in formats]


def memory() -> float:
    """Return the most memory held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def blind(options: argparse.Namespace) -> int:
    """Mutate seeds until the time is over."""
    outcomes: dict[str, int] = {}
    end = time.process_time() + options.seconds
    slowest = 0.0
    for choice, part in inputs(options.seed, chosen(options.formats)):
        start = time.process_time()
        if start > end:
            break
        options.keep.write_bytes(bytes([choice]) + part)
        outcome = once(choice, part, options.patience)
        if memory() > options.memory:
            raise Trouble(f"memory reached {memory():.0f} MB")
        slowest = max(slowest, time.process_time() - start)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
    options.keep.unlink(missing_ok=True)
    print(
        f"{sum(outcomes.values())} files in {options.seconds} s: {outcomes}; slowest {slowest:.2f} s; {memory():.0f} MB"
    )
    return 0


def guided(options: argparse.Namespace) -> int:
    """Let atheris search along the branches of the engine."""
    import atheris

    with atheris.instrument_imports(include=["xietong"]):
        for name in ENGINE:  # the engine imports most of itself late: imported now, its branches are counted
            import_module(f"xietong.documents.{name}")

    corpus = options.keep.with_suffix(".corpus")
    corpus.mkdir(parents=True, exist_ok=True)
    choices = frozenset(chosen(options.formats))
    for choice in choices:
        name, _, sample, made = WRAPPERS[choice]
        real = map(made, parts(name.split(".")[1])) if made else ()
        for number, part in enumerate((sample, *real)):
            (corpus / f"seed-{choice}-{number}").write_bytes(bytes([choice]) + part)
    end = time.process_time() + options.seconds

    def check(data: bytes) -> None:
        if data and data[0] % len(WRAPPERS) in choices:
            once(data[0], data[1:], options.patience)
        if time.process_time() > end:
            os.kill(os.getpid(), signal.SIGUSR1)  # at which libFuzzer tells its figures and stops

    flags = [f"-rss_limit_mb={options.memory}", "-max_len=20000", "-print_final_stats=1"]
    flags += [
        f"-timeout={max(60, int(options.patience) * 12)}",  # a hang, by the clock
        f"-artifact_prefix={options.keep}-",
        f"-seed={options.seed + 1}",
    ]
    atheris.Setup([sys.argv[0], *flags, str(corpus)], check)
    atheris.Fuzz()
    return 0


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--formats", nargs="*", default=(), help="file suffixes; all without any")
    parser.add_argument("--patience", type=float, default=10.0, help="seconds that one file may take")
    parser.add_argument("--memory", type=int, default=1024, help="megabytes that the process may hold")
    parser.add_argument(
        "--keep", type=Path, default=Path("var/fuzz-reading"), help="where the file at fault is written"
    )
    parser.add_argument("--guided", action="store_true", help="search by coverage (needs atheris)")
    options = parser.parse_args()
    options.keep.parent.mkdir(parents=True, exist_ok=True)
    try:
        return guided(options) if options.guided else blind(options)
    except Trouble as trouble:
        print(f"{trouble}; the input is in {options.keep} (its first byte chooses the wrapper)", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
