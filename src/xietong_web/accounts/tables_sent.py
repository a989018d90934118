"""Takes a request that sends a table to be looked at first; gives its bytes, and the table again when it is written."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from xietong.basics import Refusal
from xietong_web.accounts.importing import LIMIT


def table_sent(request: HttpRequest) -> tuple[str, bytes]:
    """Return name and bytes (at most one over the limit) of what was sent as ``file``. Raises Refusal ``no-file``."""
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Refusal(
            "no-file",
            zh="没有选择文件；请选择后再预览。",
            en="No file was chosen; choose one and look at it first.",
            field="file",
        )
    return file.name or "", file.read(LIMIT + 1)


def table_looked_at(request: HttpRequest, kept: str) -> str:
    """Return the table that the session keeps under ``kept``. Raises Refusal ``no-file`` where it is gone."""
    table: str = request.session.get(kept, "")
    if not table:
        raise Refusal(
            "no-file",
            zh="预览已失效；请重新选择文件。",
            en="The preview is gone; choose the file once more.",
            field="file",
        )
    return table
