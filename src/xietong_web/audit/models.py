"""Takes acts; gives the two tables of the journal."""

from typing import ClassVar

from django.db import models


class EntrySet(models.QuerySet["Entry"]):
    """Named filters of the journal."""

    def about(self, kind: str, key: str) -> "EntrySet":
        """Keep the entries about one thing, newest first."""
        return self.filter(subject_kind=kind, subject=key).order_by("-seq")


class Entry(models.Model):
    """One act. ``data`` and ``rows`` hold canonical JSON text: what was hashed is what is stored.

    ``rows`` lists the guarded rows that the act wrote, as ``[table, key, digest]``; a digest of ``null`` says deleted.
    ``party`` is the code of the party acted for and limits who may see the entry where ``private`` is set.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=80)
    actor = models.CharField(max_length=150)
    party = models.CharField(max_length=40, blank=True)
    private = models.BooleanField(default=False)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=64, blank=True)
    data = models.TextField()
    rows = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = EntrySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["subject_kind", "subject", "-seq"], name="audit_subject"),
            models.Index(fields=["at"], name="audit_at"),
        ]


class Head(models.Model):
    """The one row that names the journal's last entry, sealed with a key that is not in the database."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="audit_one_head")]
