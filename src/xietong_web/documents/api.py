"""Takes API calls about documents; gives their answers."""

import json
import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router, Schema, Status

from xietong_web.accounts.gate import Acting
from xietong_web.documents import jobs
from xietong_web.documents.models import Document
from xietong_web.documents.queries import the_document, visible_to
from xietong_web.documents.services import draft_of, upload
from xietong_web.documents.uploads import chosen_file
from xietong_web.theme.answers import Page, Window, paged

router = Router(tags=["documents"])
FILE_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            }
        },
    }
}


class DocumentShape(Schema):
    """An uploaded document. ``state``: queued, reading, read, or refused with the sentence in ``refusal``."""

    id: uuid.UUID
    name: str
    party: str
    state: str
    progress: int
    sha256: str
    size: int
    uploaded_by: str
    uploaded_at: datetime
    plans: list[str]
    refusal_code: str
    refusal: str

    @classmethod
    def of(cls, row: Document) -> "DocumentShape":
        """Return a document's shape."""
        english = (get_language() or "").startswith("en")
        return cls(
            id=row.pk,
            name=row.name,
            party=row.party.code,
            state=row.state,
            progress=row.progress,
            sha256=row.file_id,
            size=row.file.size,
            uploaded_by=row.uploaded_by,
            uploaded_at=row.uploaded_at,
            plans=[plan.uid for plan in row.plans.all()],
            refusal_code=row.refusal_code,
            refusal=row.refusal_en if english else row.refusal_zh,
        )


@router.get("/documents", response={200: Page[DocumentShape]})
def documents(request: Acting, window: Query[Window]) -> Page[DocumentShape]:
    """List the documents of the own party and of its plans, the latest first."""
    return paged(visible_to(request.member), window, DocumentShape.of)


@router.post("/documents", response={201: DocumentShape}, openapi_extra=FILE_BODY)
def add(request: Acting) -> Status[DocumentShape]:
    """Upload a document (form field ``file``) and queue its reading; ask for its state until it is read."""
    file = chosen_file(request)
    made = upload(name=file.name or "", data=file.read(), by=request.member, now=timezone.now())
    jobs.read.enqueue(str(made.pk))
    return Status(201, DocumentShape.of(the_document(request.member, str(made.pk))))


@router.get("/documents/{uuid:key}", response={200: DocumentShape})
def document(request: Acting, key: uuid.UUID) -> DocumentShape:
    """Show a document and how far its reading is."""
    return DocumentShape.of(the_document(request.member, str(key)))


@router.get("/documents/{uuid:key}/draft", response={200: dict[str, Any]})
def draft(request: Acting, key: uuid.UUID) -> dict[str, Any]:
    """Show what was read, in the form ``xietong-draft/1``."""
    found = the_document(request.member, str(key))
    draft_of(found)  # refuses what is not read yet
    read: dict[str, Any] = json.loads(found.draft)
    return read
