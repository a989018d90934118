"""Takes files and links that are to prove something; gives them checked by their content, stored once, and named."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from xietong.basics import Refusal
from xietong_web.accounts.models import Member
from xietong_web.audit.services import record
from xietong_web.documents.files import store
from xietong_web.documents.models import StoredFile
from xietong_web.fulfilling.models import Evidence

FILE_LIMIT = 20 * 2**20
MOST = 50  # files and links behind one thing
UNPACKED_LIMIT = 200 * 2**20
SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument"
# The part that every document of a kind has, and its media type.
OFFICE_PARTS = (
    ("word/document.xml", f"{_OFFICE}.wordprocessingml.document"),
    ("xl/workbook.xml", f"{_OFFICE}.spreadsheetml.sheet"),
    ("ppt/presentation.xml", f"{_OFFICE}.presentationml.presentation"),
)
OPEN_DOCUMENTS = {f"application/vnd.oasis.opendocument.{kind}" for kind in ("text", "spreadsheet", "presentation")}
EXTENSIONS = {
    "application/pdf": "pdf",
    "image/png": "png",
    "image/jpeg": "jpg",
    OFFICE_PARTS[0][1]: "docx",
    OFFICE_PARTS[1][1]: "xlsx",
    OFFICE_PARTS[2][1]: "pptx",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.presentation": "odp",
}
_WEB = URLValidator(schemes=["http", "https"])
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f/\\]+")


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence as a page shows it: a stored file with its name, or a link (``sha256`` empty)."""

    name: str
    sha256: str = ""
    media_type: str = ""
    size: int = 0
    url: str = ""

    @property
    def form(self) -> str:
        """The usual ending of such a file."""
        return EXTENSIONS.get(self.media_type, "")


def media_type_of(data: bytes) -> str:
    """Return a file's type by its content. Raises Refusal ``unknown-type`` for what is no evidence anybody can open."""
    for signature, media_type in SIGNATURES:
        if data.startswith(signature):
            return media_type
    found = _office_type(data) if data.startswith(b"PK\x03\x04") else ""
    if not found:
        raise Refusal(
            "unknown-type",
            zh="佐证材料须为 PDF、PNG、JPEG 或 Office 文件（docx、xlsx、pptx、odt、ods、odp）；请转换后上传。",
            en="Evidence is a PDF, PNG, JPEG or Office file (docx, xlsx, pptx, odt, ods, odp); convert it and "
            "upload it again.",
            field="file",
        )
    return found


def _office_type(data: bytes) -> str:
    """Return the type of an Office file in a ZIP archive; empty for every other archive, and for one with macros."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {each.filename for each in archive.infolist()}
            if sum(each.file_size for each in archive.infolist()) > UNPACKED_LIMIT:
                return ""
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return ""
            if "[Content_Types].xml" in names:
                return next((media_type for part, media_type in OFFICE_PARTS if part in names), "")
            said = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return ""
    return said if said in OPEN_DOCUMENTS else ""


def checked_links(text: str | Iterable[str]) -> tuple[str, ...]:
    """Return the links of some lines, each once. Raises Refusal ``bad-link`` for what is no web address."""
    lines = text.splitlines() if isinstance(text, str) else text
    found = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
    for link in found:
        try:
            _WEB(link)
            parts = urlsplit(link)
        except (ValidationError, ValueError) as trouble:
            raise _bad_link(link) from trouble
        if parts.username or parts.password or len(link) > 2000:
            raise _bad_link(link)
    return found


def _bad_link(link: str) -> Refusal:
    return Refusal(
        "bad-link",
        zh=f"“{link[:80]}”不是可用的网址；请写以 https:// 开头的完整地址，不含账号和密码，每行一个。",
        en=f"“{link[:80]}” is no web address; write the whole of it, beginning with https://, without a user name or "
        "password, one a line.",
        field="links",
    )


def store_evidence(
    *, kind: Evidence.Of, subject: str, name: str, data: bytes, by: Member, now: datetime, private: bool = True
) -> StoredFile:
    """Store a file under its hash and tell behind what it stands; call it within an act.

    Raises Refusal ``empty-file``, ``over-the-limit``, ``unknown-type``, ``too-much-evidence``.
    """
    name = _UNPRINTED.sub(" ", name).strip()[-200:] or "—"
    if not data:
        raise Refusal("empty-file", zh=f"文件“{name}”是空的。", en=f"The file “{name}” is empty.", field="file")
    if len(data) > FILE_LIMIT:
        raise Refusal(
            "over-the-limit", zh="请选择不超过 20 MB 的文件。", en="Choose a file of at most 20 MB.", field="file"
        )
    media_type = media_type_of(data)
    check_amount(Evidence.objects.filter(kind=kind, subject=subject).count() + 1)
    file, is_new = store(data, media_type, now)
    defaults = {"name": name, "added_by": by.sign, "added_at": now}
    row, added = Evidence.objects.get_or_create(kind=kind, subject=subject, file=file, defaults=defaults)
    rows = [*([file] if is_new else []), *([row] if added else [])]
    if rows:
        told = (kind.value, subject)
        record("fulfilling.evidence-stored", by=by, now=now, subject=told, rows=rows, private=private)
    return file


def check_amount(count: int) -> None:
    """Raise Refusal ``too-much-evidence`` beyond what anybody can look through."""
    if count > MOST:
        raise Refusal(
            "too-much-evidence",
            zh=f"佐证材料最多 {MOST} 件；请合并后上传。",
            en=f"There can be {MOST} pieces of evidence; put some of them together.",
            field="links",
        )


def proofs_of(kind: Evidence.Of, evidence: Mapping[str, Iterable[str]]) -> dict[str, list[Proof]]:
    """Return what a page shows of the evidence behind each of some things, by their uid; two statements."""
    wanted = {each for listed in evidence.values() for each in listed if not _is_link(each)}
    files = {file.sha256: file for file in StoredFile.objects.filter(sha256__in=wanted)} if wanted else {}
    rows = Evidence.objects.filter(kind=kind, subject__in=evidence).values_list("subject", "file__sha256", "name")
    names = {(subject, sha256): name for subject, sha256, name in rows} if wanted else {}
    return {
        subject: [
            Proof(each, url=each) if _is_link(each) else _proof(files[each], names.get((subject, each), ""))
            for each in listed
            if _is_link(each) or each in files
        ]
        for subject, listed in evidence.items()
    }


def _proof(file: StoredFile, name: str) -> Proof:
    shown = name or f"{file.sha256[:12]}.{EXTENSIONS.get(file.media_type, 'bin')}"
    return Proof(shown, file.sha256, file.media_type, file.size)


def _is_link(each: str) -> bool:
    return each.startswith(("http://", "https://"))


def links_in(evidence: Sequence[str]) -> list[str]:
    """Return the links among some evidence."""
    return [each for each in evidence if _is_link(each)]


def files_in(evidence: Sequence[str]) -> list[str]:
    """Return the digests of files among some evidence."""
    return [each for each in evidence if not _is_link(each)]
