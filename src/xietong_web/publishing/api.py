"""Takes API calls for papers; gives them as files."""

from typing import Literal

from django.http import HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from xietong_web.accounts.gate import Acting
from xietong_web.drafting.queries import the_plan
from xietong_web.publishing.queries import FORMS, published_version, written
from xietong_web.theme.answers import Key

router = Router(tags=["publishing"])
PAPER = {
    "responses": {
        200: {
            "description": "OK",
            "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in FORMS.values()}
            | {"application/json": {"schema": {"type": "object"}}},
        }
    }
}


class Edition(Schema):
    """Which version; without a number the one in effect, else the draft as it stands."""

    version: int | None = Field(None, ge=1, le=2**31 - 1)


@router.get("/plans/{plan_uid}/exports/{form}", openapi_extra=PAPER)
def export(
    request: Acting, plan_uid: Key, form: Literal["json", "csv", "xlsx", "docx"], asked: Query[Edition]
) -> HttpResponse:
    """Give a version of a plan as a file."""
    plan = the_plan(request.member, plan_uid)
    paper = written(published_version(plan, asked.version), form, timezone.now())
    answer = HttpResponse(paper.content, content_type=paper.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{paper.name}"'
    return answer
