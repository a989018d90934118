"""Takes the data files of one region as bytes; gives its parties, organisations and hierarchies, or every bad row."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from xietong.basics.finding import Finding, Severity
from xietong.basics.organisation import Organisation, Party
from xietong.basics.refusal import Refusal
from xietong.basics.source import Source, SourceKind
from xietong.basics.wording import Wording

PARTIES = "parties.yaml"
ORGANISATIONS = "organisations.csv"
HIERARCHIES = "hierarchies.csv"
ADMINISTRATIVE = "administrative"
ORGANISATION_COLUMNS = (
    "code", "party", "name", "name_en", "kind", "parent", "aliases", "valid_from", "valid_to",
)  # fmt: skip
HIERARCHY_COLUMNS = ("hierarchy", "node", "parent", "name", "name_en", "organisation", "valid_from", "valid_to")
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class HierarchyNode:
    """A place in a named tree: a group with a name, or an organisation (then ``organisation`` is its code)."""

    node: str
    parent: str | None = None
    name: str = ""
    name_en: str = ""
    organisation: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """A named tree over organisations of any party (administrative, educational, working groups, border districts)."""

    code: str
    name: str
    name_en: str = ""
    nodes: tuple[HierarchyNode, ...] = ()

    def members(self, node: str) -> tuple[str, ...]:
        """Return the codes of the organisations at and below a node, in file order, each once."""
        below: dict[str | None, list[HierarchyNode]] = {}
        for each in self.nodes:
            below.setdefault(each.parent, []).append(each)
        found: dict[str, None] = {}
        todo = [each for each in self.nodes if each.node == node]
        while todo:
            at = todo.pop(0)
            if at.organisation:
                found[at.organisation] = None
            todo = below.get(at.node, []) + todo
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Region:
    """One group of provinces as data: who signs, who works there, and the trees they stand in."""

    code: str
    name: str
    name_en: str = ""
    aliases: tuple[str, ...] = ()
    parties: tuple[Party, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    hierarchies: tuple[Hierarchy, ...] = ()


def parse_region(files: Mapping[str, bytes]) -> Region:
    """Read ``parties.yaml``, ``organisations.csv`` and, where present, ``hierarchies.csv`` (UTF-8) into a region.

    Raises Refusal: ``region-file-missing``, ``region-unreadable``, or ``region-rows`` naming the first bad rows and
    their reasons (all of them: :func:`read_organisations`, :func:`read_hierarchies`).
    """
    for name in (PARTIES, ORGANISATIONS):
        if name not in files:
            raise Refusal(
                "region-file-missing",
                zh=f"缺少地区数据文件 {name}，请补上后重试。",
                en=f"The region has no file {name}; add it and try again.",
            )
    head = _load_parties(files[PARTIES])
    parties = tuple(_party(entry) for entry in _entries(head, "parties"))
    organisations, problems = read_organisations(files[ORGANISATIONS], parties)
    names = head.get("hierarchies") or {}
    hierarchies, more = read_hierarchies(files.get(HIERARCHIES, b""), organisations, names)
    _refuse_rows(problems + more)
    about = head.get("region") or {}
    return Region(
        code=str(about.get("code", "")),
        name=str(about.get("name", "")),
        name_en=str(about.get("name_en", "")),
        aliases=tuple(str(alias) for alias in about.get("aliases") or ()),
        parties=parties,
        organisations=organisations,
        hierarchies=(_administrative(organisations), *hierarchies),
    )


def read_organisations(data: bytes, parties: tuple[Party, ...]) -> tuple[tuple[Organisation, ...], tuple[Finding, ...]]:
    """Read a table of organisations; give the good rows and a finding for every bad one (``subject``: ``file:row``).

    The same code may stand in several rows when their validity does not overlap (a body that was renamed). Names and
    aliases are unique within a party on any day. Raises Refusal ``region-unreadable`` when the table has no header.
    """
    known = {party.code for party in parties}
    good: list[Organisation] = []
    findings: list[Finding] = []
    rows: list[int] = []
    for row, cells in _rows(data, ORGANISATIONS, ORGANISATION_COLUMNS):
        organisation, reason = _organisation(cells, known)
        if organisation is None:
            findings.append(_problem(ORGANISATIONS, row, *reason))
        else:
            good.append(organisation)
            rows.append(row)
    findings += _clashes(good, rows)
    findings += _loose_ends(good, rows)
    return tuple(good), tuple(findings)


def read_hierarchies(
    data: bytes, organisations: tuple[Organisation, ...], names: Mapping[str, Mapping[str, str]]
) -> tuple[tuple[Hierarchy, ...], tuple[Finding, ...]]:
    """Read a table of hierarchies; ``names`` gives their titles by code. Empty data gives none."""
    if not data.strip():
        return (), ()
    codes = {organisation.code for organisation in organisations}
    trees: dict[str, dict[str, HierarchyNode]] = {}
    findings: list[Finding] = []
    for row, cells in _rows(data, HIERARCHIES, HIERARCHY_COLUMNS):
        nodes = trees.setdefault(cells["hierarchy"], {})
        node, reason = _node(cells, nodes, codes)
        if node is None:
            findings.append(_problem(HIERARCHIES, row, *reason))
        else:
            nodes[node.node] = node
    made = tuple(
        Hierarchy(
            code=code,
            name=str(names.get(code, {}).get("name", code)),
            name_en=str(names.get(code, {}).get("name_en", "")),
            nodes=tuple(nodes.values()),
        )
        for code, nodes in trees.items()
    )
    return made, tuple(findings)


def _load_parties(data: bytes) -> dict[str, Any]:
    import yaml

    try:
        head = yaml.safe_load(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise _unreadable(PARTIES, str(error).splitlines()[0]) from error
    if not isinstance(head, dict):
        raise _unreadable(PARTIES, "no keys `region` and `parties`")
    return head


def _entries(head: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    entries = head.get(key) or []
    if not entries or not all(isinstance(each, dict) and each.get("code") and each.get("name") for each in entries):
        raise _unreadable(PARTIES, f"`{key}` needs entries with `code` and `name`")
    return list(entries)


def _party(entry: Mapping[str, Any]) -> Party:
    return Party(
        code=str(entry["code"]),
        name=str(entry["name"]),
        name_en=str(entry.get("name_en", "")),
        short=str(entry.get("short", "")),
        side=str(entry.get("side", "")),
        place=str(entry.get("place", "")),
        adjectives=tuple(str(word) for word in entry.get("adjectives") or ()),
    )


def _rows(data: bytes, file: str, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(file, "not UTF-8") from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise _unreadable(file, "no column " + ", ".join(missing))
    for cells in reader:
        yield reader.line_num, {column: (cells[column] or "").strip() for column in columns}


Reason = tuple[str, str]
_FINE: Reason = ("", "")


def _organisation(cells: Mapping[str, str], parties: set[str]) -> tuple[Organisation | None, Reason]:
    if not cells["code"] or not cells["name"]:
        return None, ("缺少代码或名称", "code or name is missing")
    if cells["party"] not in parties:
        return None, (f"没有协同方“{cells['party']}”", f"there is no party {cells['party']!r}")
    days, reason = _days(cells)
    if reason != _FINE:
        return None, reason
    return (
        Organisation(
            code=cells["code"],
            party=cells["party"],
            name=cells["name"],
            name_en=cells["name_en"],
            kind=cells["kind"],
            aliases=tuple(alias.strip() for alias in cells["aliases"].split("|") if alias.strip()),
            parent=cells["parent"] or None,
            valid_from=days[0],
            valid_to=days[1],
        ),
        _FINE,
    )


def _node(
    cells: Mapping[str, str], nodes: Mapping[str, HierarchyNode], codes: set[str]
) -> tuple[HierarchyNode | None, Reason]:
    parent, organisation = cells["parent"] or None, cells["organisation"]
    days, reason = _days(cells)
    checks = (
        (not cells["hierarchy"] or not cells["node"], ("缺少体系或节点代码", "hierarchy or node is missing")),
        (cells["node"] in nodes, (f"节点“{cells['node']}”重复", f"node {cells['node']!r} stands twice")),
        # A parent stands above its children: so a table can hold no cycle.
        (
            parent is not None and parent not in nodes,
            (f"上级节点“{parent}”未在前面出现", f"no parent {parent!r} above"),
        ),
        (bool(organisation) and organisation not in codes, (f"没有单位“{organisation}”", f"no unit {organisation!r}")),
        (
            not organisation and not cells["name"],
            ("节点既无名称也无单位", "the node has neither name nor organisation"),
        ),
    )
    bad = next((why for failed, why in checks if failed), reason)
    if bad != _FINE:
        return None, bad
    return HierarchyNode(cells["node"], parent, cells["name"], cells["name_en"], organisation, *days), _FINE


def _days(cells: Mapping[str, str]) -> tuple[tuple[date | None, date | None], Reason]:
    try:
        start, end = (date.fromisoformat(cells[key]) if cells[key] else None for key in ("valid_from", "valid_to"))
    except ValueError:
        return (None, None), ("日期应写作 2021-11-23", "write dates as 2021-11-23")
    if start and end and end < start:
        return (None, None), ("失效日期早于生效日期", "valid_to lies before valid_from")
    return (start, end), _FINE


def _overlap(one: Organisation, other: Organisation) -> bool:
    starts = max(one.valid_from or date.min, other.valid_from or date.min)
    return starts <= min(one.valid_to or date.max, other.valid_to or date.max)


def _clashes(organisations: list[Organisation], rows: list[int]) -> Iterator[Finding]:
    by_code: dict[str, list[Organisation]] = {}
    by_name: dict[tuple[str, str], list[Organisation]] = {}
    for organisation, row in zip(organisations, rows, strict=True):
        same = by_code.setdefault(organisation.code, [])
        if any(_overlap(organisation, other) for other in same):
            zh, en = f"代码“{organisation.code}”重复", f"code {organisation.code!r} stands twice at the same time"
            yield _problem(ORGANISATIONS, row, zh, en)
        same.append(organisation)
        for name in (organisation.name, *organisation.aliases):
            others = by_name.setdefault((organisation.party, name), [])
            if any(other.code != organisation.code and _overlap(organisation, other) for other in others):
                zh, en = f"名称“{name}”同时属于两个单位", f"the name {name!r} belongs to two organisations at once"
                yield _problem(ORGANISATIONS, row, zh, en)
            others.append(organisation)


def _loose_ends(organisations: list[Organisation], rows: list[int]) -> Iterator[Finding]:
    parents = {organisation.code: organisation.parent for organisation in organisations}
    for organisation, row in zip(organisations, rows, strict=True):
        parent = organisation.parent
        if parent is not None and parent not in parents:
            yield _problem(ORGANISATIONS, row, f"没有上级单位“{parent}”", f"there is no parent {parent!r}")
        seen = {organisation.code}
        while parent is not None and parent not in seen:
            seen.add(parent)
            parent = parents.get(parent)
        if parent == organisation.code:
            yield _problem(ORGANISATIONS, row, "上下级关系成环", "the organisation stands below itself")


def _administrative(organisations: tuple[Organisation, ...]) -> Hierarchy:
    nodes: dict[str, HierarchyNode] = {}
    for each in organisations:
        nodes[each.code] = HierarchyNode(each.code, each.parent, organisation=each.code)
    return Hierarchy(ADMINISTRATIVE, "行政隶属", "Administrative", tuple(nodes.values()))


def _problem(file: str, row: int, zh: str, en: str) -> Finding:
    return Finding(
        code="region_row",
        wording=Wording(zh=f"{file} 第 {row} 行：{zh}。", en=f"{file}, row {row}: {en}."),
        severity=Severity.ERROR,
        subject=f"{file}:{row}",
        source=Source(SourceKind.WORKBOOK, cell=f"{file}!A{row}"),
    )


def _refuse_rows(problems: tuple[Finding, ...]) -> None:
    if not problems:
        return
    shown = problems[:_SHOWN]
    rest = len(problems) - len(shown)
    raise Refusal(
        "region-rows",
        zh="".join(each.wording.zh for each in shown) + (f"另有 {rest} 处。" if rest else "") + "请改正后重试。",
        en=" ".join(each.wording.en for each in shown)
        + (f" And {rest} more." if rest else "")
        + " Mend and try again.",
    )


def _unreadable(file: str, why: str) -> Refusal:
    return Refusal(
        "region-unreadable",
        zh=f"读不懂地区数据文件 {file}（{why}），请改正后重试。",
        en=f"The region's file {file} cannot be read ({why}); mend it and try again.",
    )
