"""Takes a plan and a version's number; gives that version in the forms offices use."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from xietong import basics, drafting, publishing
from xietong.basics import Refusal
from xietong_web.accounts.models import Organisation
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_value
from xietong_web.endorsing.queries import the_version
from xietong_web.endorsing.services import version_in_effect, version_plan

SHANGHAI = ZoneInfo("Asia/Shanghai")
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
    bodies = Organisation.objects.filter(party__plans=plan).select_related("party", "parent")
    day = version.in_effect_at.astimezone(SHANGHAI).date() if version and version.in_effect_at else None
    return Published(
        value=version_plan(version) if version else plan_value(plan),
        organisations=tuple(body.to_value() for body in bodies),
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
