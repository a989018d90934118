"""Takes what is to be measured and what organisations submit; gives it as rows, nothing signed off ever changed."""

import json
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar

from django.db import models

from xietong import measuring
from xietong.basics import Period, PeriodKind
from xietong.measuring import SubmissionAct, SubmissionState, SubmissionStep, TargetKind
from xietong_web.accounts.models import Member, Organisation, Party
from xietong_web.audit.digests import canonical, guarded
from xietong_web.documents.models import StoredFile
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.steps import step_from_plain, step_to_plain
from xietong_web.measuring.plain import indicator_from_plain, rule_from_plain

SEEN_BY_ALL = tuple(state.value for state in (*measuring.STANDING, SubmissionState.SUPERSEDED))
STANDING = tuple(state.value for state in measuring.STANDING)


@guarded
class Indicator(models.Model):
    """A countable thing (指标), known by its code; what it is stands in its definitions, the last of which counts."""

    code = models.CharField(max_length=40, unique=True)
    owner = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["code"]


@guarded
class Definition(models.Model):
    """One version of an indicator's definition, never changed; ``content`` is canonical JSON (see ``plain``)."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="definitions")
    number = models.IntegerField()
    content = models.TextField()
    reason = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["indicator", "-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["indicator", "number"], name="definition_once")]

    def to_value(self) -> measuring.Indicator:
        """Return the engine's value."""
        return definition_of(self.content)


@lru_cache(maxsize=4096)
def definition_of(content: str) -> measuring.Indicator:
    """Return the definition that a text holds; the same text is read with every act and page."""
    return indicator_from_plain(json.loads(content))


@guarded
class PlanIndicator(models.Model):
    """An indicator that a plan is measured by; shared by reference, never copied."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="uses")
    ordinal = models.IntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["ordinal", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["plan", "indicator"], name="plan_indicator_once")]


@guarded
class SetValue(models.Model):
    """A value set for an indicator: baseline, milestone or target of a party, of a group, or of all together.

    What the plan itself promises stands in the plan: then ``target`` is the uid of the item's target, whose figure
    counts as it stands in the version in effect, and ``value`` is empty.
    """

    uid = models.CharField(max_length=36, primary_key=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="set_values")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="set_values")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in TargetKind])
    period = models.CharField(max_length=8)
    value = models.DecimalField(max_digits=28, decimal_places=9, null=True, blank=True)
    party = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="+")
    group = models.CharField(max_length=100, blank=True)
    tolerance = models.DecimalField(max_digits=28, decimal_places=9, default=0)
    sentence = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=300, blank=True)
    target = models.CharField(max_length=36, blank=True)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["period", "uid"]


@guarded
class DataSet(models.Model):
    """A form that organisations of a kind fill in for every period (数据集).

    ``kind`` is the kind of organisation that fills it in, ``days`` how many days after the period's end it is due,
    ``joint`` whether the counterparts confirm, ``last_period`` the one after which it is closed. ``sections`` and
    ``rules`` are canonical JSON (see ``plain``).
    """

    uid = models.CharField(max_length=36, primary_key=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="data_sets")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    period_type = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in PeriodKind])
    kind = models.CharField(max_length=40)
    days = models.SmallIntegerField(default=28)
    joint = models.BooleanField(default=False)
    first_period = models.CharField(max_length=8)
    last_period = models.CharField(max_length=8, blank=True)
    sections = models.TextField()
    rules = models.TextField(default="[]")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["made_at", "uid"]

    def section_list(self) -> list[dict[str, Any]]:
        """Return the sections: title, title_en and the codes of their indicators in order."""
        found: list[dict[str, Any]] = json.loads(self.sections)
        return found

    def codes(self) -> list[str]:
        """Return the codes of all indicators in order."""
        return [code for section in self.section_list() for code in section["indicators"]]

    def asks_nothing_in(self, period: Period) -> bool:
        """Tell whether it was closed before a period; a last period before the first closes it altogether."""
        return bool(self.last_period) and period > Period.from_code(self.last_period)

    def rule_values(self) -> tuple[measuring.Rule, ...]:
        """Return the rules that its cells are checked by."""
        return tuple(rule_from_plain(each) for each in json.loads(self.rules))


class SubmissionSet(models.QuerySet["Submission"]):
    """Named filters of submissions."""

    def visible_to(self, party: Party | None) -> "SubmissionSet":
        """Keep a party's own submissions, and the others' once their own authority has accepted them (rule 4)."""
        return self.none() if party is None else self.filter(models.Q(party=party) | models.Q(state__in=SEEN_BY_ALL))

    def standing(self) -> "SubmissionSet":
        """Keep those whose values count."""
        return self.filter(state__in=STANDING)


@guarded
class Submission(models.Model):
    """What one organisation says for one data set and period (数据填报); immutable once signed off.

    ``cells`` is canonical JSON text of key and entry: exact, and what ``digest`` is the SHA-256 of.
    Its values counted as claimed from ``stood_from`` (as confirmed from ``confirmed_from``) to ``stood_to``; of several
    that stand at a moment the one with the highest number counts.
    """

    uid = models.CharField(max_length=36, primary_key=True)
    data_set = models.ForeignKey(DataSet, models.PROTECT, related_name="submissions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="submissions")
    party = models.ForeignKey(Party, models.PROTECT, related_name="submissions")
    period = models.CharField(max_length=8)
    number = models.IntegerField(default=1)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in SubmissionState])
    state_since = models.DateTimeField()
    revision = models.IntegerField(default=0)
    counterparts = models.JSONField(default=list)
    confirmations = models.JSONField(default=list)
    open_cells = models.JSONField(null=True, blank=True)
    unlocked = models.JSONField(default=list)
    cells = models.TextField(default="{}")
    digest = models.CharField(max_length=64, blank=True)
    history = models.TextField(default="[]")
    signed_by = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    stood_from = models.DateTimeField(null=True, blank=True)
    confirmed_from = models.DateTimeField(null=True, blank=True)
    stood_to = models.DateTimeField(null=True, blank=True)

    objects = SubmissionSet.as_manager()

    class Meta:
        ordering: ClassVar = ["-period", "organisation__code", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["data_set", "organisation", "period", "number"], name="submission_number_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["data_set", "period", "state"], name="submission_state"),
            models.Index(fields=["organisation", "period"], name="submission_body"),
        ]

    def cell_values(self) -> dict[str, str]:
        """Return the entries by key."""
        found: dict[str, str] = json.loads(self.cells)
        return found

    def to_value(self) -> measuring.Submission:
        """Return the engine's value; party and organisation must have been selected."""
        return measuring.Submission(
            uid=self.uid,
            party=self.party.code,
            organisation=self.organisation.code,
            number=self.number,
            cells=self.cell_values(),
            open_cells=frozenset(self.open_cells) if self.open_cells is not None else None,
            counterparts=tuple(self.counterparts),
            state=SubmissionState(self.state),
            confirmations=tuple(self.confirmations),
            unlocked=frozenset(self.unlocked),
            revision=self.revision,
            history=tuple(_step(each) for each in json.loads(self.history)),
        )

    def fill(self, value: measuring.Submission, now: datetime) -> None:
        """Take the columns over from the engine's value."""
        if value.state.value != self.state:
            self.state_since = now
        self.state, self.revision, self.number = value.state.value, value.revision, value.number
        self.counterparts, self.confirmations = list(value.counterparts), list(value.confirmations)
        self.open_cells = sorted(value.open_cells) if value.open_cells is not None else None
        self.unlocked, self.cells = sorted(value.unlocked), canonical(dict(value.cells))
        self.history = canonical([{**step_to_plain(step), "cell": step.cell} for step in value.history])

    @property
    def period_value(self) -> Period:
        """The period as a value."""
        return Period.from_code(self.period)


def _step(plain: dict[str, Any]) -> SubmissionStep:
    common = step_from_plain(plain)
    return SubmissionStep(
        act=SubmissionAct(common.act),
        to=SubmissionState(common.to),
        by=common.by,
        at=common.at,
        reason=common.reason,
        cell=plain["cell"],
    )


@guarded
class Partition(models.Model):
    """The values that stand for a data set, a period and a block of organisations, as Parquet (see ``storing``)."""

    data_set = models.ForeignKey(DataSet, models.PROTECT, related_name="partitions")
    period = models.CharField(max_length=8)
    block = models.IntegerField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    values = models.IntegerField()
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["data_set", "period", "block"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["data_set", "period", "block"], name="partition_once"),
        ]


@guarded
class Tile(models.Model):
    """An area's square on the schematic map."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="tile")
    column = models.SmallIntegerField()
    row = models.SmallIntegerField()
    name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["column", "row"], name="tile_place_once")]


@guarded
class AreaMap(models.Model):
    """A map of areas that an operator supplied (底图); the last one that was not withdrawn is drawn.

    ``file`` is the GeoJSON as it came, ``approval`` its 审图号, ``outlines`` what is drawn of it, as canonical JSON.
    """

    uid = models.CharField(max_length=36, primary_key=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    approval = models.CharField(max_length=40)
    outlines = models.TextField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "uid"]

    def to_value(self) -> measuring.Outlines:
        """Return the outlines as the engine's value."""
        return measuring.Outlines(**json.loads(self.outlines))


@guarded
class Board(models.Model):
    """Pictures that somebody has put together on one page (看板); ``panels`` is a list of questions in their order."""

    uid = models.CharField(max_length=36, primary_key=True)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="boards")
    owner = models.ForeignKey(Member, models.CASCADE, related_name="boards")
    title = models.CharField(max_length=80)
    panels = models.JSONField(default=list)
    shared = models.BooleanField(default=False)
    revision = models.IntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["made_at", "uid"]
