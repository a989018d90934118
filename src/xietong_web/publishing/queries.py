"""Takes a plan and a version's number; gives that version in the forms offices use."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from xietong import basics, drafting, publishing
from xietong.basics import Refusal
from xietong_web.accounts.models import Organisation
from xietong_web.audit.days import SHANGHAI
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_frame, plan_value
from xietong_web.endorsing.queries import the_version
from xietong_web.endorsing.services import version_in_effect, version_plan
from xietong_web.publishing.streaming import streamed_cells

FORMS = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True, slots=True)
class Published:
    """A state of a plan to be given out. ``number`` is empty for a draft, which is marked as one."""

    value: drafting.Plan
    organisations: tuple[basics.Organisation, ...]
    number: int | None
    digest: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Paper:
    """A file: its bytes, media type and name."""

    content: bytes
    media_type: str
    name: str


def published_version(plan: Plan, number: int | None) -> Published:
    """Return a version of a plan; without a number the one in effect, else the draft as it stands."""
    version = the_version(plan, number) if number else version_in_effect(plan)
    day = version.in_effect_at.astimezone(SHANGHAI).date() if version and version.in_effect_at else None
    return Published(
        value=version_plan(version) if version else plan_value(plan),
        organisations=_bodies(plan),
        number=version.number if version else None,
        digest=version.digest if version else "",
        day=day,
    )


def written(version: Published, form: str, now: datetime) -> Paper:
    """Return a version in a form. Raises Refusal ``no-such-form``."""
    if form not in FORMS:
        raise Refusal(
            "no-such-form",
            zh=f"没有 {form} 格式；可用：{'、'.join(FORMS)}。",
            en=f"There is no form {form}; choose one of {', '.join(FORMS)}.",
        )
    label = f"第{version.number}版" if version.number else f"草稿 {now.astimezone(SHANGHAI).date().isoformat()}"
    name = f"plan-{version.value.uid[:8]}-v{version.number or 0}.{form}"
    return Paper(_content(version, form, label), FORMS[form], name)


def streamed_csv(plan: Plan) -> Iterator[bytes]:
    """Yield the plan as it stands as CSV, straight from its rows: the version in effect once there is one, which the
    rows of an agreed plan equal, else the draft. In constant memory, the first piece after the first thousand items.
    """
    version = version_in_effect(plan)
    day = version.in_effect_at.astimezone(SHANGHAI).date() if version and version.in_effect_at else None
    frame, bodies = plan_frame(plan), _bodies(plan)
    return publishing.plan_csv(frame, bodies, day=day, cells=streamed_cells(plan, frame, bodies, day))


def csv_name(plan: Plan) -> str:
    """Return the name under which the plan as it stands is given out as CSV."""
    version = version_in_effect(plan)
    return f"plan-{plan.uid[:8]}-v{version.number if version else 0}.csv"


def _bodies(plan: Plan) -> tuple[basics.Organisation, ...]:
    bodies = Organisation.objects.filter(party__plans=plan).select_related("party", "parent")
    return tuple(body.to_value() for body in bodies)


def _content(version: Published, form: str, label: str) -> bytes:
    value, bodies, day = version.value, version.organisations, version.day
    match form:
        case "json":
            return publishing.plan_json(value, bodies)
        case "csv":
            return b"".join(publishing.plan_csv(value, bodies, day=day))
        case "xlsx":
            return publishing.plan_xlsx(value, bodies, version=label, day=day)
        case _:
            marking = "" if version.number else "征求意见稿"
            return publishing.plan_docx(value, bodies, version=label, digest=version.digest, day=day, marking=marking)
