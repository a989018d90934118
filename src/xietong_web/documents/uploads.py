"""Takes an upload in progress; gives up on it once it is over the limit, before it fills the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from xietong.basics import Refusal


class LimitedUpload(FileUploadHandler):
    """Counts the bytes as they come; over the limit it stops, and the view finds ``request.over_limit``."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start to count."""
        super().new_file(*args, **kwargs)
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002
        """Pass the chunk on, or stop."""
        self.received += len(raw_data)
        if self.received > settings.UPLOAD_LIMIT:
            if self.request is not None:
                self.request.over_limit = True  # type: ignore[attr-defined]
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        """Leave the file to the next handler."""
        return


def chosen_file(request: HttpRequest) -> UploadedFile[bytes]:
    """Return the file sent as ``file``. Raises Refusal ``over-the-limit``, ``no-file``."""
    file = request.FILES.get("file")
    if getattr(request, "over_limit", False):
        raise Refusal(
            "over-the-limit",
            zh="文件超过 50 MB 的上限，未保存；请拆分或去除图片后重新上传。",
            en="The file is over the limit of 50 MB and was not stored; split it or take the pictures out.",
            field="file",
        )
    if file is None or isinstance(file, list):
        raise Refusal(
            "no-file",
            zh="没有选择文件；请选择后再上传。",
            en="No file was chosen; choose one and upload it.",
            field="file",
        )
    return file
