"""Takes a plan's values; gives its rows: the tree, duties, times, targets, and every change ever made to them."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Substr

from xietong import drafting
from xietong_web.accounts.models import Organisation, Party
from xietong_web.audit.digests import guarded
from xietong_web.documents.models import Document
from xietong_web.drafting.paths import WIDTH


class PlanSet(models.QuerySet["Plan"]):
    """Named filters of plans."""

    def visible_to(self, party: Party | None) -> "PlanSet":
        """Keep the plans a party is part of."""
        return self.none() if party is None else self.filter(parties=party)


@guarded
class Plan(models.Model):
    """What the parties agree. ``state``: draft, proposed, and agreed once the first version is in effect."""

    class State(models.TextChoices):
        """Free to edit, out for its first signatures, or agreed once."""

        DRAFT = "draft"
        PROPOSED = "proposed"
        AGREED = "agreed"

    uid = models.CharField(max_length=36, primary_key=True)
    title = models.CharField(max_length=200)
    short_title = models.CharField(max_length=80, blank=True)
    start = models.DateField(null=True, blank=True)
    end = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    parties = models.ManyToManyField(Party, through="PlanParty", related_name="plans")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="plans")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)

    # (id, code) of its parties in their order, where they were read with it (``held.plan_of``, ``rows.parties_of``).
    known_parties: tuple[tuple[int, str], ...] | None = None

    objects = PlanSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-made_at"]


@guarded
class PlanParty(models.Model):
    """A party of a plan, in the order of the signature page."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="memberships")
    party = models.ForeignKey(Party, models.PROTECT)
    ordinal = models.SmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "party"], name="plan_party_once")]


class SourceColumns(models.Model):
    """Where a row came from (DOMAIN.md, rule 5)."""

    source_document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    source_start = models.IntegerField(null=True, blank=True)
    source_end = models.IntegerField(null=True, blank=True)
    source_cell = models.CharField(max_length=80, blank=True)
    source_person = models.CharField(max_length=150, blank=True)

    class Meta:
        abstract = True


@guarded
class Item(SourceColumns):
    """A node of the plan (事项).

    ``path`` is the tree position as sortable text, six base-36 digits per level: reading order is ``path`` order and a
    subtree is one range. ``branch`` is its first two levels, by which the overview counts. ``depth`` counts from 0.
    ``first_start``/``first_due`` are the first agreed dates.
    ``revision`` refuses stale edits. ``accepted`` says that a person has looked at what was read.
    """

    uid = models.CharField(max_length=36, unique=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=120)
    branch = models.GeneratedField(
        expression=Substr("path", 1, 2 * WIDTH), output_field=models.CharField(max_length=2 * WIDTH), db_persist=True
    )
    depth = models.SmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in drafting.Kind])
    number = models.CharField(max_length=40, blank=True)
    title = models.TextField()
    text = models.TextField(blank=True)
    start = models.DateField(null=True, blank=True)
    due = models.DateField(null=True, blank=True)
    first_start = models.DateField(null=True, blank=True)
    first_due = models.DateField(null=True, blank=True)
    recurrence = models.CharField(max_length=10, blank=True)
    weight = models.DecimalField(max_digits=9, decimal_places=4, default=1)
    confidence = models.FloatField(null=True, blank=True)
    accepted = models.BooleanField(default=False)
    revision = models.IntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "path"], name="item_path_once")]
        indexes: ClassVar = [
            models.Index(fields=["plan", "depth", "path"], name="item_depth"),
            models.Index(fields=["plan", "due"], name="item_due"),
            models.Index(fields=["plan", "branch", "kind", "due"], name="item_branch"),
        ]


@guarded
class Duty(models.Model):
    """An organisation's part in an item (责任). ``organisation`` is null while the name written is not resolved."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="duties")
    item = models.ForeignKey(Item, models.CASCADE, related_name="duties")
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="duties")
    role = models.CharField(max_length=8, choices=[(role.value, role.value) for role in drafting.Role])
    name = models.CharField(max_length=160, blank=True)
    ordinal = models.SmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["ordinal", "id"]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "role"], name="duty_organisation"),
            models.Index(fields=["plan", "role", "organisation"], name="duty_plan"),
            models.Index(fields=["plan", "party", "role", "organisation"], name="duty_party"),
        ]


@guarded
class Target(models.Model):
    """A figure set for the future (目标值)."""

    uid = models.CharField(max_length=36, unique=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    item = models.ForeignKey(Item, models.CASCADE, null=True, blank=True, related_name="targets")
    indicator = models.CharField(max_length=200)
    op = models.CharField(max_length=2)
    value = models.DecimalField(max_digits=24, decimal_places=6)
    unit = models.CharField(max_length=40, blank=True)
    by = models.DateField(null=True, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]


@guarded
class Milestone(models.Model):
    """A dated point on the way of an item (节点)."""

    uid = models.CharField(max_length=36, unique=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="milestones")
    item = models.ForeignKey(Item, models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=200)
    due = models.DateField()

    class Meta:
        ordering: ClassVar = ["due", "id"]


@guarded
class Basis(SourceColumns):
    """A document that the plan rests on (依据)."""

    uid = models.CharField(max_length=36, unique=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="basis")
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=10, default="other")
    items = models.ManyToManyField(Item, through="ItemBasis", related_name="basis")

    class Meta:
        ordering: ClassVar = ["id"]


@guarded
class ItemBasis(models.Model):
    """An item resting on a basis document."""

    item = models.ForeignKey(Item, models.CASCADE)
    basis = models.ForeignKey(Basis, models.CASCADE)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "basis"], name="item_basis_once")]


@guarded
class Objective(SourceColumns):
    """An aim of the plan that is no task (总体目标)."""

    uid = models.CharField(max_length=36, unique=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="objectives")
    text = models.TextField()
    due = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]


@guarded
class Link(models.Model):
    """A dependency: ``after`` cannot finish before ``before`` has."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="links")
    before = models.ForeignKey(Item, models.CASCADE, related_name="links_out")
    after = models.ForeignKey(Item, models.CASCADE, related_name="links_in")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["before", "after"], name="link_once"),
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="link_no_loop"),
        ]


@guarded
class Revision(models.Model):
    """One change to one item, as its whole value (JSON text) before and after; empty for made and deleted.

    Without ``item_uid`` it is a change of the plan's frame: title, dates, objectives, basis.
    Undo writes ``before`` back; a page ``as_of`` a day takes ``before`` of the first revision after that day.
    ``batch`` groups the changes of one act (a split, a move, an adopted proposal).
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="revisions")
    item_uid = models.CharField(max_length=36, db_index=True)
    batch = models.CharField(max_length=36, db_index=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    act = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    undone_by = models.CharField(max_length=36, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["plan", "at"], name="revision_at")]
