"""Takes uploaded bytes; gives the acts that store and read them."""

import json
from datetime import datetime
from functools import partial

from django.db import transaction

from xietong import documents
from xietong.basics import Refusal
from xietong_web.accounts.models import Member, Party
from xietong_web.accounts.permissions import require
from xietong_web.audit.services import Actor, System, record
from xietong_web.documents.converting import converter
from xietong_web.documents.files import load, store
from xietong_web.documents.models import Document

NAME_LENGTH = 200


@transaction.atomic
def upload(*, name: str, data: bytes, by: Member, now: datetime) -> Document:
    """Store an uploaded document and queue its reading. Raises Refusal ``not-permitted``, ``empty-file``."""
    require(by, "documents.upload", party=by.party_code)
    assert by.party is not None  # noqa: S101 - `require` has seen to it; this tells the type checker
    return receive(name=name, data=data, party=by.party, by=by, now=now)


@transaction.atomic
def receive(*, name: str, data: bytes, party: Party, by: Actor, now: datetime) -> Document:
    """Store a document for a party: for ``upload``, and for the operator's own machine."""
    if not data:
        raise Refusal(
            "empty-file",
            zh=f"文件“{name}”是空的；请检查后重新上传。",
            en=f"The file “{name}” is empty; check it and upload it again.",
        )
    file, is_new = store(data, "application/octet-stream", now)
    document = Document.objects.create(
        party=party, file=file, name=name[-NAME_LENGTH:], uploaded_by=by.sign, uploaded_at=now
    )
    record(
        "documents.uploaded",
        by=by,
        now=now,
        subject=("document", str(document.pk)),
        data={"name": document.name, "sha256": file.sha256, "size": file.size},
        rows=[document, *([file] if is_new else [])],
        private=True,
    )
    return document


def read_document(*, document: Document, now: datetime) -> Document:
    """Read a document into a draft, or keep the sentence that says why not. Called by the job; safe to call again.

    Reading is long and pure: it happens outside the transaction that writes its result.
    """
    Document.objects.filter(pk=document.pk).update(state=Document.State.READING, progress=5)
    try:
        told = partial(_tell, document)
        draft = documents.read(load(document.file), document.name, convert=converter(), told=told)
    except Refusal as refusal:
        return _refused(document, refusal, now)
    return _read(document, draft, now)


def _tell(document: Document, percent: int) -> None:
    """Let whoever watches the page see how far the reading is."""
    Document.objects.filter(pk=document.pk).update(progress=percent)


@transaction.atomic
def _read(document: Document, draft: documents.Draft, now: datetime) -> Document:
    document.state, document.progress = Document.State.READ, 100
    document.text = draft.text
    document.draft = json.dumps(documents.to_json(draft), ensure_ascii=False)
    document.save(update_fields=["state", "progress", "text", "draft"])
    counts = {"items": len(draft.items), "is_plan": draft.is_plan}
    subject = ("document", str(document.pk))
    record("documents.read", by=System(), now=now, subject=subject, data=counts, rows=[document], private=True)
    return document


@transaction.atomic
def _refused(document: Document, refusal: Refusal, now: datetime) -> Document:
    document.state, document.progress = Document.State.REFUSED, 100
    document.refusal_code = refusal.code
    document.refusal_zh, document.refusal_en = refusal.wording.zh, refusal.wording.en
    document.save(update_fields=["state", "progress", "refusal_code", "refusal_zh", "refusal_en"])
    subject = ("document", str(document.pk))
    told = {"code": refusal.code}
    record("documents.refused", by=System(), now=now, subject=subject, data=told, rows=[document], private=True)
    return document


def draft_of(document: Document) -> documents.Draft:
    """Return the draft that was read. Raises Refusal ``not-read-yet``."""
    if document.state != Document.State.READ:
        raise Refusal(
            "not-read-yet",
            zh="文件尚未识读完成；请稍候。",
            en="The document has not been read yet; wait a moment.",
        )
    return documents.from_json(json.loads(document.draft))
