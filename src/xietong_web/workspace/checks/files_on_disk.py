"""No file lies in the workspace that no row speaks of."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from xietong.basics import Wording
from xietong_web.documents.models import StoredFile

CODE = "unused_file"
WHAT = Wording("工作区中有未使用的文件", "a file in the workspace is spoken of by no row")
WHY = Wording("可能来自被中断的上传，占用空间", "An upload was cut off; the file only takes room")
MEND = Wording("可以安全删除", "it can be deleted safely")


def look() -> Iterator[str]:
    """Yield where it is off."""
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    for path in sorted(Path(settings.FILES).glob("*/*")):
        if path.is_file() and path.parent.name + path.name not in known:
            yield path.name
