"""Takes requests for papers; gives them as downloads."""

from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from xietong_web.accounts.gate import Acting, members_only
from xietong_web.drafting.queries import the_plan
from xietong_web.publishing.queries import FORMS, csv_name, published_version, streamed_csv, written


@members_only
def export(request: Acting, plan_uid: str, form: str) -> HttpResponse:
    """Give a version of a plan: ``?version=N``, else the one in effect, else the draft."""
    plan = the_plan(request.member, plan_uid)
    asked = request.GET.get("version", "")
    if form == "csv" and not asked:
        stream = StreamingHttpResponse(streamed_csv(plan), content_type=FORMS[form])
        stream["Content-Disposition"] = f'attachment; filename="{csv_name(plan)}"'
        return stream  # type: ignore[return-value]  # a download has no content of its own, nothing else asks for it
    paper = written(published_version(plan, int(asked) if asked.isdigit() else None), form, timezone.now())
    answer = HttpResponse(paper.content, content_type=paper.media_type)
    answer["Content-Disposition"] = f'attachment; filename="{paper.name}"'
    return answer
