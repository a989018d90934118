"""Takes uploaded bytes; gives files stored once under their hash, and the documents read from them."""

from typing import ClassVar

from django.db import models

from xietong_web.accounts.models import Party
from xietong_web.audit.digests import guarded, guarded_but
from xietong_web.audit.keys import new_uuid


@guarded
class StoredFile(models.Model):
    """A file in the workspace's ``files/`` folder, named by the SHA-256 (hex) of its bytes."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    stored_at = models.DateTimeField()


class DocumentSet(models.QuerySet["Document"]):
    """Named filters of documents."""

    def visible_to(self, party: Party | None) -> "DocumentSet":
        """Keep what a party uploaded itself and what belongs to a plan it is part of (rule 4: drafts stay private)."""
        if party is None:
            return self.none()
        return self.filter(models.Q(party=party) | models.Q(plans__parties=party)).distinct()


@guarded_but("state", "progress")
class Document(models.Model):
    """One uploaded document on its way: queued → reading → read, or refused with a sentence.

    ``draft`` is the xietong-draft/1 JSON text; ``text`` the cleaned text that every span counts in.
    """

    class State(models.TextChoices):
        """How far the reading is."""

        QUEUED = "queued"
        READING = "reading"
        READ = "read"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=new_uuid, editable=False)
    party = models.ForeignKey(Party, models.PROTECT, related_name="documents")
    file = models.ForeignKey(StoredFile, models.PROTECT)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    progress = models.SmallIntegerField(default=0)
    text = models.TextField(blank=True)
    draft = models.TextField(blank=True)
    refusal_code = models.CharField(max_length=60, blank=True)
    refusal_zh = models.TextField(blank=True)
    refusal_en = models.TextField(blank=True)
    uploaded_by = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()

    objects = DocumentSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-uploaded_at"]
