"""Takes a plan's uid, a file and a token; gives a plan's definitions as JSON, and what taking such a file in did."""

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from pydantic import ValidationError

from xietong.basics import Finding, Refusal, Severity, Wording
from xietong_web.accounts.models import Member
from xietong_web.accounts.services import member_of_token
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import the_plan
from xietong_web.measuring import registering
from xietong_web.measuring.given import DefinitionsGiven
from xietong_web.measuring.services import definitions_of
from xietong_web.measuring.setting import aims_of
from xietong_web.measuring.shapes import DefinitionsLook, IndicatorShape, SetValueShape
from xietong_web.workspace.exporting import named_plan


def listed(plan_uid: str | None) -> dict[str, Any]:
    """Return the definitions of a plan's indicators and the values set for them, as a file that can be taken in."""
    plan = named_plan(plan_uid)
    return {
        "indicators": [IndicatorShape.of(value).dict() for value in definitions_of(plan).values()],
        "set_values": [
            {"indicator": aim.value.indicator, **SetValueShape.of(aim).dict(exclude={"uid"})} for aim in aims_of(plan)
        ],
    }


def taken(
    plan_uid: str | None, data: bytes, token: str, reason: str, *, write: bool
) -> tuple[dict[str, Any], list[str]]:
    """Look at a file, or take it in; return what that does, and the same in lines.

    Raises Refusal ``unauthorized``, ``which-plan``, ``not-permitted``, and those of the acts.
    """
    member = _member(token)
    plan = the_plan(member, named_plan(plan_uid).uid)
    try:
        given = DefinitionsGiven.model_validate_json(data)
    except ValidationError as trouble:
        return _told(plan, registering.Taken(registering.Looked(findings=_unreadable(trouble))))
    taken = registering.take_in(
        plan_uid=plan.uid,
        values=given.values(),
        aims=given.aims(),
        reason=reason or given.reason,
        dry_run=not write,
        by=member,
        now=timezone.now(),
    )
    return _told(plan, taken)


def _member(token: str) -> Member:
    found = member_of_token(token, timezone.now())
    if found is None:
        raise Refusal(
            "unauthorized",
            zh="请用 --token 或 XIETONG_TOKEN 给出有效的访问令牌（个人页面可建立）。",
            en="Give a valid access token by --token or XIETONG_TOKEN; your profile page makes one.",
        )
    return found


def _unreadable(trouble: ValidationError) -> list[Finding]:
    found = []
    for each in trouble.errors(include_url=False):
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in each["loc"]).lstrip(".")
        wording = Wording(f"不合要求：{each['msg']}", each["msg"])
        found.append(Finding("not_as_asked_for", wording, Severity.ERROR, where))
    return found


def _told(plan: Plan, taken: registering.Taken) -> tuple[dict[str, Any], list[str]]:
    result = DefinitionsLook.of(taken, get_language() or "zh-hans").dict()
    looked = taken.looked
    counts = f"{len(looked.new)} new, {len(looked.changed)} changed, {len(looked.aims)} to set, {looked.same} the same"
    first = f"{plan.title}: {counts}; {'written' if taken.written else 'nothing written'}"
    return result, [first, *(f"{one.subject}: {one.wording.zh} / {one.wording.en}" for one in looked.findings)]
