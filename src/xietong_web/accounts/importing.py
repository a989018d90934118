"""Takes a table of bodies as CSV or workbook; gives a preview with every problem by row, then all rows or none."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from xietong import basics
from xietong.basics import Finding, Refusal, Wording
from xietong.basics.extent import cells_spanned
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.accounts.permissions import require
from xietong_web.accounts.services import add_organisations

COLUMNS = ("code", "party", "name", "name_en", "kind", "parent", "aliases", "valid_from", "valid_to")
HEADINGS = {
    "code": (
        "编码",
        "代码",
        "单位编码",
    ),
    "party": ("协同方",),
    "name": (
        "名称",
        "单位名称",
        "单位",
    ),
    "name_en": ("英文名称",),
    "kind": (
        "类别",
        "类型",
    ),
    "parent": (
        "上级",
        "上级单位",
        "上级编码",
    ),
    "aliases": (
        "别名",
        "简称",
    ),
    "valid_from": (
        "生效日期",
        "设立日期",
    ),
    "valid_to": (
        "失效日期",
        "终止日期",
    ),
}
CHINESE = {heading: column for column, headings in HEADINGS.items() for heading in headings}
LIMIT = 4 * 2**20
UNPACKED = 64 * 2**20
MOST_CELLS = 2_000_000
ROWS = 5000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one row of the table, counted as a reader counts them (the header is row 1)."""

    row: int
    wording: Wording


@dataclass(slots=True)
class Preview:
    """What an import would do: ``new`` bodies are written only while there is no problem."""

    new: list[basics.Organisation] = field(default_factory=list)
    known: list[basics.Organisation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def _unreadable(zh: str, en: str) -> Refusal:
    return Refusal("table-unreadable", zh=f"表格无法读取：{zh}。", en=f"The table cannot be read: {en}.", field="file")


def table_of(data: bytes, party: str) -> str:
    """Return a table of bodies as CSV text with the columns that ``basics.read_organisations`` asks for.

    Chinese headings are understood; a missing ``party`` column means the own party. Raises those of ``csv_of``.
    """
    return csv_of(data, COLUMNS, ("code", "name"), {"party": party})


def csv_of(data: bytes, columns: Sequence[str], needed: Sequence[str], defaults: Mapping[str, str]) -> str:
    """Return CSV (UTF-8, GB18030) or the first sheet of a workbook as CSV text with exactly the columns named.

    Raises Refusal ``table-unreadable``, ``over-the-limit``.
    """
    if len(data) > LIMIT:
        raise Refusal(
            "over-the-limit",
            zh="表格超过 4 MB；请拆分后分别导入。",
            en="The table is over 4 MB; split it and import the parts.",
            field="file",
        )
    rows = _workbook_rows(data) if data[:4] == b"PK\x03\x04" else _text_rows(data)
    header = [CHINESE.get(cell.strip(), cell.strip()) for cell in rows[0]] if rows else []
    lacking = [column for column in needed if column not in header]
    if lacking:
        raise _unreadable(f"第一行没有列名 {'、'.join(lacking)}", f"the first row names no column {', '.join(lacking)}")
    if len(rows) > ROWS + 1:
        raise _unreadable(f"超过 {ROWS} 行，请拆分", f"more than {ROWS} rows; split it")
    while len(rows) > 1 and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    lines = [dict(zip(header, row, strict=False)) for row in rows[1:]]
    return _written([{**dict.fromkeys(columns, ""), **defaults, **_filled(line)} for line in lines], columns)


def _filled(line: dict[str, str]) -> dict[str, str]:
    if "aliases" in line:
        line = {**line, "aliases": line["aliases"].replace("、", "|").replace("\n", "|")}
    return {name: _unguarded(" ".join(text.split())) for name, text in line.items() if text.strip()}


def _text_rows(data: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return list(csv.reader(io.StringIO(text, newline=""), strict=True))
        except csv.Error as trouble:
            raise _unreadable("引号不成对", "a quotation mark is not closed") from trouble
    raise _unreadable("请存为 UTF-8 或 GB18030 编码的 CSV，或 .xlsx 工作簿", "save it as CSV (UTF-8, GB18030) or .xlsx")


def _workbook_rows(data: bytes) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise _unreadable("工作簿解开后过大", "the workbook is too large when unpacked")
        if cells_spanned(data) > MOST_CELLS:
            raise _unreadable("表格所占范围过大", "the table spans too many cells")
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        return [[_cell(value) for value in row] for row in sheet.to_python()]
    except (zipfile.BadZipFile, CalamineError) as trouble:
        raise _unreadable("工作簿已损坏", "the workbook is damaged") from trouble


def _cell(value: object) -> str:
    match value:
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)


def _written(lines: Iterable[dict[str, str]], columns: Sequence[str] = COLUMNS) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return stream.getvalue()


def _line(body: Organisation) -> dict[str, str]:
    value = body.to_value()
    return {
        "code": value.code,
        "party": value.party,
        "name": value.name,
        "name_en": value.name_en,
        "kind": value.kind,
        "parent": value.parent or "",
        "aliases": "|".join(value.aliases),
        "valid_from": value.valid_from.isoformat() if value.valid_from else "",
        "valid_to": value.valid_to.isoformat() if value.valid_to else "",
    }


def preview(table: str, party: Party) -> Preview:
    """Return what an import would do and every problem by row, those against the bodies already there among them."""
    standing = {body.code: body for body in Organisation.objects.filter(party=party).select_related("party", "parent")}
    elsewhere = dict(Organisation.objects.exclude(party=party).values_list("code", "party__name"))
    lines = list(csv.DictReader(io.StringIO(table)))
    codes = [line["code"] for line in lines]
    # The bodies already there stand in front, so that parents, names and cycles are judged together with them.
    before = [_line(body) for body in standing.values() if body.code not in set(codes)]
    values, findings = basics.read_organisations(_written([*before, *lines]).encode(), (party.to_value(),))
    shown = Preview()
    shown.problems += [problem_of(finding, len(before)) for finding in findings]
    _sort_out(shown, values[len(before) :], codes, standing, elsewhere)
    shown.problems.sort(key=lambda problem: problem.row)
    return shown


def problem_of(finding: Finding, before: int = 0) -> Problem:
    """Return a finding of the engine as a problem of a row; ``before`` rows stood in front of the reader's own."""
    row = int(finding.subject.rpartition(":")[2]) - before
    zh, en = finding.wording.zh.partition("：")[2], finding.wording.en.partition(": ")[2]
    return Problem(max(row, 1), Wording(zh, en))


def _sort_out(
    shown: Preview,
    values: Sequence[basics.Organisation],
    codes: Sequence[str],
    standing: dict[str, Organisation],
    elsewhere: dict[str, str],
) -> None:
    seen: set[str] = set()
    for value in values:
        row = _row_of(value.code, codes, again=value.code in seen)
        body = standing.get(value.code)
        if value.code in seen:
            shown.problems.append(
                Problem(row, Wording(f"编码“{value.code}”重复。", f"the code {value.code!r} stands twice."))
            )
        elif value.code in elsewhere:
            other = elsewhere[value.code]
            shown.problems.append(
                Problem(
                    row,
                    Wording(f"编码“{value.code}”已由{other}使用。", f"the code {value.code!r} is taken by {other}."),
                )
            )
        elif body is None:
            shown.new.append(value)
        elif body.to_value() == value:
            shown.known.append(value)
        else:
            wording = Wording(
                f"编码“{value.code}”已由“{body.name}”使用，内容不同；请在单位页面修改，或换一个编码。",
                f"the code {value.code!r} is taken by {body.name} with other content; correct that body on its page.",
            )
            shown.problems.append(Problem(row, wording))
        seen.add(value.code)


def _row_of(code: str, codes: Sequence[str], *, again: bool) -> int:
    place = codes.index(code)
    return (codes.index(code, place + 1) if again and code in codes[place + 1 :] else place) + 2


@transaction.atomic
def import_organisations(*, party: Party, table: str, by: Member, now: datetime) -> int:
    """Write all new bodies of a table, or none; return how many. Importing the same table again writes nothing.

    Raises Refusal ``not-permitted``, ``import-problems``.
    """
    require(by, "accounts.manage-organisations", party=party.code)
    shown = preview(table, party)
    if shown.problems:
        first = shown.problems[0]
        raise Refusal(
            "import-problems",
            zh=f"表格有 {len(shown.problems)} 处问题，未导入任何行；第 {first.row} 行：{first.wording.zh}",
            en=f"{len(shown.problems)} problems, nothing was written; row {first.row}: {first.wording.en}",
        )
    if shown.new:
        add_organisations(party=party, values=shown.new, by=by, now=now)
    return len(shown.new)


def exported(bodies: Iterable[Organisation]) -> bytes:
    """Return bodies as CSV (UTF-8 with a mark, so that spreadsheets read Chinese); the same file imports again."""
    lines = [{name: _guarded(text) for name, text in _line(body).items()} for body in bodies]
    return b"\xef\xbb\xbf" + _written(lines).encode()


def _guarded(text: str) -> str:
    """Keep a spreadsheet from taking a name for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@"} else text


def _unguarded(text: str) -> str:
    return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text
