"""Takes an Extract; gives a Draft: the stages of reading in their order, each a pure function of the one before."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from xietong.basics import uncollected
from xietong.documents.basis import find_basis
from xietong.documents.belonging import belongings
from xietong.documents.block import Extract
from xietong.documents.deadlines import find_deadlines
from xietong.documents.deadlines_impossible import impossible_days
from xietong.documents.declaration import announced_on, count_notice, plan_of, reporter_of
from xietong.documents.doubts import doubts
from xietong.documents.draft import Draft, DraftPlan, DraftSource, Notice, Unit, UnitRole
from xietong.documents.findings import Findings, Owners, items_of
from xietong.documents.formats import Convert, Limits, extract
from xietong.documents.formats.limits import DEFAULT
from xietong.documents.nodes import grow
from xietong.documents.objectives import objectives_of
from xietong.documents.passage import Passage
from xietong.documents.placing import Placing
from xietong.documents.plain import is_traditional
from xietong.documents.statements import Statement, judge
from xietong.documents.statements_settled import settled
from xietong.documents.targets import find_targets
from xietong.documents.understanding import understand
from xietong.documents.units import find_units
from xietong.documents.units_listed import names_in
from xietong.documents.verdict import Verdict, decide


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that reading one document came to: the draft, and the stages behind it for who asks why."""

    draft: Draft
    passage: Passage
    statements: tuple[Statement, ...]
    verdict: Verdict


Telling = Callable[[int], None]
_ISSUER = UnitRole.ISSUER


def read(
    data: bytes,
    name: str,
    *,
    limits: Limits = DEFAULT,
    convert: Convert | None = None,
    told: Telling = lambda _: None,
) -> Draft:
    """Read a document into a draft plan.

    ``data`` is the file as received, ``name`` its name (only breaks ties between formats); ``convert`` turns old Office
    files into new ones, for who may start programs. Raises Refusal
    (``empty-file``, ``unknown-type``, ``encrypted``, ``scanned-without-text``, ``corrupt-file``, ``over-the-limit``,
    ``needs-libreoffice``) and nothing else. Deterministic; nothing is fetched and nothing executed. ``told`` hears how
    far the reading is, in percent.
    """
    return read_closely(data, name, limits=limits, convert=convert, told=told).draft


def read_closely(
    data: bytes,
    name: str,
    *,
    limits: Limits = DEFAULT,
    convert: Convert | None = None,
    told: Telling = lambda _: None,
) -> Reading:
    """Read a document and keep the stages, for :func:`explain`."""
    with uncollected(aging=True):
        told(10)
        found = [extract(data, name, limits=limits, convert=convert)]
        told(40)
        # Handed over for good: the blocks of a large file are as large again as all that is read from them.
        return read_extract(found.pop(), name, hashlib.sha256(data).hexdigest(), told=told)


def read_extract(found: Extract, name: str, sha256: str, *, told: Telling = lambda _: None) -> Reading:
    """Read what a format reader extracted; ``sha256`` (hex) is that of the file as received."""
    with uncollected(aging=True):
        passage = understand(found)
        found = replace(found, blocks=())
        told(60)
        statements = judge(passage)
        told(80)
        verdict = decide(passage, statements, passage.ledgers)
        draft = _plan(passage, statements, found, name, sha256) if verdict.is_plan else None
        if draft is None:
            source = _source(found, passage, name, sha256, ())
            draft = Draft(source, False, None, passage.text, passage.outline, notices=_told(found))
        return Reading(draft, passage, statements, verdict)


def _plan(
    passage: Passage,
    statements: tuple[Statement, ...],
    found: Extract,
    name: str,
    sha256: str,
) -> Draft:
    nodes = grow(passage, statements, passage.ledgers)
    labels = list(belongings(statements, nodes))
    for label in labels:
        for node in label.others:
            node.shared = (*node.shared, label.span)
    owners = Owners(nodes, labels)
    told = settled(passage, statements)
    placing = Placing(told, owners.of)
    impossible = impossible_days(passage.plain)
    findings = Findings(
        find_units(told, placing),
        find_deadlines(told, placing, impossible),
        find_targets(told, placing),
        find_basis(told, placing),
    )
    del owners, placing
    objectives = objectives_of(passage, statements, findings.deadlines)
    issuers = _issuers(findings.units, found, as_written=is_traditional(passage.text))
    aimed_at = [one for aim in objectives for one in aim.deadlines]
    aimed_at = aimed_at or [one for one in findings.deadlines if one.item is None]
    plan: DraftPlan = plan_of(passage, issuers, aimed_at)
    counted = count_notice(passage, nodes)
    return Draft(
        source=_source(found, passage, name, sha256, issuers),
        is_plan=True,
        plan=plan,
        text=passage.text,
        outline=passage.outline,
        items=items_of(passage, nodes, findings),
        objectives=objectives,
        basis=findings.basis,
        notices=(*_told(found), *((counted,) if counted else ()), *doubts(passage, findings, impossible)),
        units=findings.units,
        deadlines=findings.deadlines,
        targets=findings.targets,
    )


def _issuers(units: tuple[Unit, ...], found: Extract, *, as_written: bool) -> tuple[str, ...]:
    """The full names of who issued the document: as the text tells, else as the index card over it states.

    In traditional characters no full names are known: there they stand ``as_written``.
    """
    told = [unit.name if as_written else unit.resolved or unit.name for unit in units if unit.role is _ISSUER]
    card = found.issued_by
    return tuple(dict.fromkeys(told or [card[start:end] for start, end in names_in(card, 0, len(card))]))


def _source(found: Extract, passage: Passage, name: str, sha256: str, issuers: tuple[str, ...]) -> DraftSource:
    return DraftSource(
        name=name,
        media_type=found.media_type,
        sha256=sha256,
        title=passage.title or found.title,
        author=found.author,
        editor=found.editor,
        reporter=reporter_of(passage),
        issuers=issuers,
        published=found.published,
        announced=announced_on(passage),
        categories=found.categories,
        image=found.image,
    )


def _told(found: Extract) -> tuple[Notice, ...]:
    return tuple(Notice(code, wording) for code, wording in found.notices)
