"""Takes requests about documents; gives their pages."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.permissions import may
from xietong_web.accounts.queries import names_of, parties
from xietong_web.documents import jobs
from xietong_web.documents.queries import the_document, visible_to
from xietong_web.documents.services import draft_of, upload
from xietong_web.documents.uploads import chosen_file


@members_only
def documents(request: Acting) -> HttpResponse:
    """List the documents; those being read refresh themselves."""
    member = request.member
    listed = visible_to(member)[:200]
    context = {
        "documents": listed,
        "names": names_of(each.uploaded_by for each in listed),
        "waiting": any(each.state in {"queued", "reading"} for each in listed),
        "may_upload": may(member, "documents.upload", party=member.party_code),
    }
    return render(request, "documents/documents.html", context)


@members_only
@require_POST
def add(request: Acting) -> HttpResponse:
    """Take an upload and queue its reading."""
    file = chosen_file(request)
    document = upload(name=file.name or "", data=file.read(), by=request.member, now=timezone.now())
    jobs.read.enqueue(str(document.pk))
    return redirect("documents:document", key=document.pk)


@members_only
def document(request: Acting, key: uuid.UUID) -> HttpResponse:
    """Show how far the reading is, and then what was read."""
    found = the_document(request.member, str(key))
    draft = draft_of(found) if found.state == "read" else None
    context = {
        "document": found,
        "draft": draft,
        "parties": parties(),
        "plan": found.plans.first(),
        "may_start": may(request.member, "drafting.start-plan", party=found.party.code),
    }
    template = "documents/document.html#state" if request.htmx else "documents/document.html"
    return render(request, template, context)
