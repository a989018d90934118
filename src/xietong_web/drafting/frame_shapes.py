"""Takes the plan itself; gives what the JSON API says about it, and takes what it is told about it."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Field, Schema

from xietong import basics, drafting
from xietong_web.drafting.frames import FRAME, OWN, seen_as
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import tally
from xietong_web.drafting.shapes import MANY, Day, PlanShape, SourceShape
from xietong_web.theme.answers import Body, Key

BasisKind = Literal["outline", "plan", "agreement", "law", "opinion", "speech", "other"]
Uid = Annotated[str, Field(max_length=36, pattern=r"^[A-Za-z0-9_-]*$")]
Short = Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")]
Long = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
DocumentTitle = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]


class ObjectiveShape(Schema):
    """An aim of the plan that is no task."""

    uid: str
    text: str
    due: date | None
    source: SourceShape | None


class BasisShape(Schema):
    """A document that the plan rests on."""

    uid: str
    title: str
    kind: str
    source: SourceShape | None


class FrameShape(Schema):
    """The plan itself: its own fields, objectives and basis; an edit of it says which ``revision`` it was made upon."""

    title: str
    short_title: str
    start: date | None
    end: date | None
    objectives: list[ObjectiveShape]
    basis: list[BasisShape]
    revision: str

    @classmethod
    def of_frame(cls, value: drafting.Plan) -> "FrameShape":
        """Return the shape of a plan value's frame."""
        return cls(**frame_fields(value))


def frame_fields(value: drafting.Plan) -> dict[str, Any]:
    """Return the fields of ``FrameShape``."""
    own = {name: getattr(value, name) for name in OWN}
    objectives = [
        ObjectiveShape(uid=each.uid, text=each.text, due=each.due, source=_source(each.source))
        for each in value.objectives
    ]
    basis = [
        BasisShape(uid=each.uid, title=each.title, kind=each.kind, source=_source(each.source)) for each in value.basis
    ]
    return {**own, "objectives": objectives, "basis": basis, "revision": seen_as(value)}


def _source(source: basics.Source | None) -> SourceShape | None:
    return SourceShape.of(source) if source else None


class PlanWhole(PlanShape):
    """A plan with its objectives and basis, and how much of its draft has been looked at.

    ``accepted`` is null for a past day; ``revision`` marks the state that an edit is made upon.
    """

    objectives: list[ObjectiveShape]
    basis: list[BasisShape]
    revision: str
    items: int
    accepted: int | None
    unresolved: int

    @classmethod
    def whole(cls, plan: Plan, value: drafting.Plan) -> "PlanWhole":
        """Return the shape of a plan as it stands; ``value`` is its frame."""
        return cls(**PlanShape.of(plan).dict() | frame_fields(value) | tally(plan))

    @classmethod
    def then(cls, plan: Plan, value: drafting.Plan) -> "PlanWhole":
        """Return the shape of a plan as it stood on a past day; ``value`` is all of it."""
        unresolved = sum(any(not duty.organisation for duty in item.duties) for item in value.items)
        counts = {"items": len(value.items), "accepted": None, "unresolved": unresolved}
        return cls(**PlanShape.of(plan).dict() | frame_fields(value) | counts)


class ObjectiveWanted(Schema):
    """An objective to be written; without ``uid`` it is new."""

    uid: Uid = ""
    text: Body = Field(min_length=1)
    due: Day | None = None


class BasisWanted(Schema):
    """A basis document to be written; without ``uid`` it is new."""

    uid: Uid = ""
    title: DocumentTitle
    kind: BasisKind = "other"


class FrameEdit(Schema):
    """An edit of the plan itself as it was read at ``revision``; what is left out stays as it is.

    Objectives and basis are given whole: a row that is left out is taken out.
    """

    revision: Key
    title: Long = Field(default_factory=str)
    short_title: Short = Field(default_factory=str)
    start: Day | None = Field(default_factory=lambda: None)
    end: Day | None = Field(default_factory=lambda: None)
    objectives: Annotated[list[ObjectiveWanted], Field(max_length=MANY)] = Field(default_factory=list)
    basis: Annotated[list[BasisWanted], Field(max_length=MANY)] = Field(default_factory=list)

    def changes(self) -> dict[str, Any]:
        """Return what was told as ``change_plan`` takes it."""
        changes = {name: getattr(self, name) for name in FRAME if name in self.model_fields_set}
        if "objectives" in changes:
            changes["objectives"] = tuple(drafting.Objective(o.uid, o.text, o.due) for o in self.objectives)
        if "basis" in changes:
            changes["basis"] = tuple(drafting.Basis(b.uid, b.title, b.kind) for b in self.basis)
        return changes
