"""Takes a plan to be agreed; gives its proposals, immutable versions and signatures."""

from typing import ClassVar

from django.db import models

from xietong_web.accounts.models import Party
from xietong_web.audit.digests import guarded
from xietong_web.drafting.models import Plan


@guarded
class SigningKey(models.Model):
    """A party's public key. ``sealed`` is the private key under the workspace's key, empty for keys kept elsewhere."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="signing_keys")
    algorithm = models.CharField(max_length=40)
    public = models.CharField(max_length=200)
    sealed = models.TextField(blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)


@guarded
class Version(models.Model):
    """An immutable state of a plan. ``content`` is its canonical form (RFC 8785), ``digest`` the SHA-256 of that."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="versions")
    number = models.IntegerField()
    content = models.TextField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    in_effect_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["plan", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="version_number_once")]


@guarded
class Proposal(models.Model):
    """A named set of changes put to the parties (修订提案); the first proposal of a plan is the plan itself.

    ``state``: draft, open, adopted, declined, withdrawn or superseded; the engine's MOVES say how they follow.
    ``changes`` is the JSON list of the engine's changes against ``base`` (empty for the first).
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="proposals")
    number = models.IntegerField()
    party = models.ForeignKey(Party, models.PROTECT, related_name="proposals")
    title = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=12, default="draft")
    base = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="proposals_upon")
    version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="proposals_for")
    changes = models.TextField(default="[]")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["plan", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "number"], name="proposal_number_once")]


@guarded
class Signature(models.Model):
    """One party's assent to one version (会签), or its refusal with a reason.

    ``statement`` is the canonical text that was signed; it covers the version's digest and the journal's head.
    """

    class State(models.TextChoices):
        """What the party said."""

        SIGNED = "signed"
        DECLINED = "declined"

    version = models.ForeignKey(Version, models.PROTECT, related_name="signatures")
    party = models.ForeignKey(Party, models.PROTECT, related_name="signatures")
    state = models.CharField(max_length=8, choices=State)
    reason = models.TextField(blank=True)
    key = models.ForeignKey(SigningKey, models.PROTECT, null=True, blank=True)
    algorithm = models.CharField(max_length=40, blank=True)
    statement = models.TextField(blank=True)
    signature = models.TextField(blank=True)
    journal_seq = models.BigIntegerField(null=True, blank=True)
    journal_head = models.CharField(max_length=64, blank=True)
    signed_by = models.CharField(max_length=150)
    signed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["signed_at"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "party"], name="signature_once")]


@guarded
class Remark(models.Model):
    """A contribution to the discussion of a proposal."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="remarks")
    party = models.ForeignKey(Party, models.PROTECT)
    text = models.TextField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["made_at"]
