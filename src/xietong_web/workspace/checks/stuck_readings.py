"""No document waits for a reading that nobody does."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from xietong.basics import Wording
from xietong_web.documents.models import Document

CODE = "stuck_reading"
WHAT = Wording("文件长时间未识读完成", "a document has been waiting to be read for an hour")
WHY = Wording("作业进程可能没有运行", "The job worker may not be running")
MEND = Wording("启动 xietong serve，并重新上传该文件", "start xietong serve and upload the document again")


def look() -> Iterator[str]:
    """Yield where it is off."""
    hour_ago = timezone.now() - timedelta(hours=1)
    waiting = Document.objects.filter(state__in=["queued", "reading"], uploaded_at__lt=hour_ago)
    yield from waiting.values_list("name", flat=True)
