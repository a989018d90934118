"""Takes requests about files behind reports, extensions and closings; gives those that the reader may see."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from xietong.basics import Refusal
from xietong_web.accounts.gate import Acting, members_only
from xietong_web.documents.files import load
from xietong_web.documents.models import StoredFile
from xietong_web.fulfilling import services
from xietong_web.fulfilling.evidence import EXTENSIONS, FILE_LIMIT
from xietong_web.fulfilling.models import Closing, Evidence, Extension
from xietong_web.fulfilling.reporting_views import seen, the_report


def files_sent(request: Acting, name: str = "file") -> list[tuple[str, bytes]]:
    """Return names and bytes of the files sent. Raises Refusal ``over-the-limit`` before reading one."""
    files = request.FILES.getlist(name)
    if getattr(request, "over_limit", False) or any((file.size or 0) > FILE_LIMIT for file in files):
        raise Refusal(
            "over-the-limit", zh="请选择不超过 20 MB 的文件。", en="Choose a file of at most 20 MB.", field="file"
        )
    return [(file.name or "", file.read()) for file in files]


@members_only
@require_POST
def add(request: Acting, uid: str) -> HttpResponse:
    """Put files behind a report."""
    sent = files_sent(request)
    if not sent:
        raise Refusal(
            "no-file",
            zh="没有选择文件；请选择后再上传。",
            en="No file was chosen; choose one and upload it.",
            field="file",
        )
    revision = the_report(request, uid).revision
    for name, data in sent:
        report = services.add_evidence(
            uid=uid, revision=revision, name=name, data=data, by=request.member, now=timezone.now()
        )
        revision = report.revision
    return redirect("fulfilling:report", uid=uid)


@members_only
@require_POST
def drop(request: Acting, uid: str, sha256: str) -> HttpResponse:
    """Take a file out of a report that may still be edited."""
    services.drop_evidence(uid=uid, revision=seen(request), sha256=sha256, by=request.member, now=timezone.now())
    return redirect("fulfilling:report", uid=uid)


@members_only
def of_report(request: Acting, uid: str, sha256: str) -> HttpResponse:
    """Give a file behind a report that the member may see."""
    return _given(Evidence.Of.REPORT, uid, sha256, the_report(request, uid).to_value().content.evidence)


@members_only
def of_other(request: Acting, kind: str, uid: str, sha256: str) -> HttpResponse:
    """Give a file behind an extension (by its uid) or a closing (by what it closed) of a plan of the member's party."""
    party = request.member.party
    listed: list[str] = []
    if kind == Evidence.Of.EXTENSION:
        for row in Extension.objects.filter(uid=uid, plan__parties=party):
            listed += row.evidence
    elif kind == Evidence.Of.CLOSING:
        for closing in Closing.objects.filter(subject=uid, plan__parties=party):
            listed += closing.evidence
    return _given(kind, uid, sha256, listed)


def _given(kind: str, subject: str, sha256: str, listed: Sequence[str]) -> HttpResponse:
    file = StoredFile.objects.filter(sha256=sha256).first() if sha256 in listed else None
    if file is None:
        raise Refusal("not-found", zh="没有这份材料，或它不对您开放。", en="There is no such evidence for you.")
    named = Evidence.objects.filter(kind=kind, subject=subject, file=file).values_list("name", flat=True).first()
    answer = HttpResponse(load(file), content_type=file.media_type)
    name = named or f"{sha256[:12]}.{EXTENSIONS.get(file.media_type, 'bin')}"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
