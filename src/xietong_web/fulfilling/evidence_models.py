"""Takes files put behind reports, extensions and closings; gives their names and who put them there."""

from typing import ClassVar

from django.db import models

from xietong_web.audit.digests import guarded
from xietong_web.documents.models import StoredFile


@guarded
class Evidence(models.Model):
    """A file behind something said (佐证材料): the thing's kind and uid, the stored file, the name it came under."""

    class Of(models.TextChoices):
        """Behind what it stands."""

        REPORT = "report"
        EXTENSION = "extension"
        CLOSING = "closing"

    kind = models.CharField(max_length=10, choices=Of)
    subject = models.CharField(max_length=36)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=200)
    added_by = models.CharField(max_length=150)
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "subject", "file"], name="evidence_once"),
        ]
