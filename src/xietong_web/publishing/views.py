"""Takes requests for papers; gives them as downloads."""

from django.http import HttpResponse
from django.utils import timezone

from xietong_web.accounts.gate import Acting, members_only
from xietong_web.drafting.queries import the_plan
from xietong_web.publishing.queries import published_version, written


@members_only
def export(request: Acting, plan_uid: str, form: str) -> HttpResponse:
    """Give a version of a plan: ``?version=N``, else the one in effect, else the draft."""
    plan = the_plan(request.member, plan_uid)
    asked = request.GET.get("version", "")
    paper = written(published_version(plan, int(asked) if asked.isdigit() else None), form, timezone.now())
    answer = HttpResponse(paper.content, content_type=paper.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{paper.name}"'
    return answer
