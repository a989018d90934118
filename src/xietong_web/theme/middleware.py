"""Takes a refusal raised by an act; gives the one way in which it is shown: beside the field it is about."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from xietong.basics import Refusal
from xietong_web.theme.refused import came_from, form_again

STATUS = {"not-permitted": 403, "not-found": 404, "no-such-item": 404, "over-the-limit": 413, "signed-out": 401}


class ShowRefusals:
    """Turns a Refusal into its sentence: a page, a fragment for htmx, or JSON for the API; 409 unless named above."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on. An address that only takes forms is said to be one, not answered by an empty page."""
        response = self.get_response(request)
        if response.status_code != 405 or response.content or request.path.startswith("/api/"):
            return response
        page = render(request, "theme/takes_forms.html", status=405)
        page["Allow"] = response["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a Refusal; leave every other exception alone."""
        if not isinstance(exception, Refusal):
            return None
        sentence = exception.wording.in_language(get_language() or "zh-hans")
        status = STATUS.get(exception.code, 409)
        if request.path.startswith("/api/"):
            about = {"field": exception.field} if exception.field else {}
            said = {"code": exception.code, "detail": sentence, **about, **exception.detail}
            return JsonResponse(said, status=status)
        context = {"sentence": sentence, "refusal": exception}
        if getattr(request, "htmx", False):
            return render(request, "theme/refusal_fragment.html", context, status=status)
        told = render_to_string("theme/refusal_fragment.html", context | {"files": bool(request.FILES)})
        page = form_again(request, told, exception)
        if page is None:
            page = render(request, "theme/refusal.html", context | {"came_from": came_from(request)})
        page.status_code = status
        return page
