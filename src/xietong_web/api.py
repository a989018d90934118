"""Takes the rooms' routers; gives the JSON API under ``/api/v1/``, its OpenAPI description and its page."""

from collections.abc import Mapping
from functools import cache
from http.client import responses

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from xietong.basics import Refusal, Wording
from xietong_web.accounts.api import router as accounts
from xietong_web.accounts.api_gate import BySession, ByToken
from xietong_web.documents.api import router as documents
from xietong_web.drafting.api import router as drafting
from xietong_web.drafting.frame_api import router as framing
from xietong_web.endorsing.amending_api import router as amending
from xietong_web.endorsing.api import router as endorsing
from xietong_web.fulfilling.api import router as fulfilling
from xietong_web.fulfilling.meeting.api import router as meetings
from xietong_web.fulfilling.meeting.roster_api import router as rosters
from xietong_web.fulfilling.reporting_api import router as reporting
from xietong_web.fulfilling.waiting.api import router as waiting
from xietong_web.measuring.defining_api import router as measuring
from xietong_web.publishing.api import router as publishing
from xietong_web.theme.answers import PROBLEMS, Problem
from xietong_web.theme.describing import described
from xietong_web.theme.middleware import STATUS

api = NinjaAPI(
    title="xietong",
    version="1",
    description="The acts and questions of the platform as JSON; its pages use the same ones.",
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    auth=[ByToken(), BySession()],
)
for room in (
    accounts,
    documents,
    drafting,
    framing,
    endorsing,
    amending,
    fulfilling,
    reporting,
    meetings,
    rosters,
    waiting,
    measuring,
    publishing,
):
    api.add_router("", room)

UNAUTHORIZED = Wording(
    "请在请求头中携带访问令牌（Authorization: Bearer …），或先登录。",
    "Send an access token (Authorization: Bearer …), or sign in first.",
)
CSRF = Wording(
    "以登录会话调用时，修改类请求须携带 X-CSRFToken。",
    "A call that changes something with a signed-in session needs the header X-CSRFToken.",
)
UNREADABLE = Wording("请求正文无法读取；请核对格式与编码。", "The body of the request cannot be read; check its form.")
INVALID = Wording("请求中的下列内容不合要求：", "These parts of the request are not what is asked for: ")
TOO_LARGE = Wording("请求正文过大。", "The body of the request is too large.")
NOWHERE = Wording("接口没有这个地址；见 /api/docs。", "The API has no such address; see /api/docs.")


def _problem(status: int, code: str, wording: Wording, more: str = "", **texts: str) -> HttpResponse:
    sentence = wording.in_language(get_language() or "zh-hans") + more
    return JsonResponse({**texts, "code": code, "detail": sentence}, status=status)


@api.exception_handler(Refusal)
def refused(_request: HttpRequest, trouble: Refusal) -> HttpResponse:
    """Answer what the rules of the domain forbid, with the status that the pages give."""
    status = STATUS.get(trouble.code, 409)
    texts: Mapping[str, str] = {**({"field": trouble.field} if trouble.field else {}), **trouble.detail}
    return _problem(status, trouble.code, trouble.wording, **texts)


@api.exception_handler(ValidationError)
def invalid(_request: HttpRequest, trouble: ValidationError) -> HttpResponse:
    """Name the parts of a request that do not fit."""
    parts = [f"{'.'.join(str(step) for step in each['loc'])}: {each['msg']}" for each in trouble.errors]
    return _problem(422, "invalid", INVALID, "; ".join(parts[:10]))


@api.exception_handler(AuthenticationError)
def unknown(_request: HttpRequest, _trouble: AuthenticationError) -> HttpResponse:
    """Ask a stranger for a token."""
    answer = _problem(401, "unauthorized", UNAUTHORIZED)
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(HttpError)
def unfit(_request: HttpRequest, trouble: HttpError) -> HttpResponse:
    """Answer the framework's own two troubles: a missing CSRF token, and a body that is no JSON."""
    if trouble.status_code == 403:
        return _problem(403, "csrf", CSRF)
    return _problem(422, "unreadable", UNREADABLE)


@api.exception_handler(RequestDataTooBig)
def too_large(_request: HttpRequest, _trouble: RequestDataTooBig) -> HttpResponse:
    """Refuse a body over the limit for JSON."""
    return _problem(413, "over-the-limit", TOO_LARGE)


for _kind in (BadRequest, MultiPartParserError, SuspiciousOperation):

    @api.exception_handler(_kind)
    def unreadable(_request: HttpRequest, _trouble: Exception) -> HttpResponse:
        """Refuse a form that cannot be taken apart."""
        return _problem(422, "unreadable", UNREADABLE)


@csrf_exempt
def nowhere(_request: HttpRequest, **_rest: str) -> HttpResponse:
    """Answer an address that the API does not have."""
    return _problem(404, "not-found", NOWHERE)


@cache
def _schema() -> OpenAPISchema:
    """Take the description once a process: it takes a second to gather and never changes."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    schema["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    # Of every operation, and said here: declared at each, every process would begin by making hundreds of models.
    problems = {status: {"description": responses[status], "content": content} for status in PROBLEMS}
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"] |= problems
    return schema


def openapi(_request: HttpRequest) -> HttpResponse:
    """Give the OpenAPI description."""
    return JsonResponse(_schema(), json_dumps_params={"ensure_ascii": False})


@cache
def _calls(_language: str) -> str:
    """Show every operation, in the language in force, once a process: it takes a third of a second."""
    return render_to_string("theme/api_calls.html", {"shown": described(_schema())})


def docs(request: HttpRequest) -> HttpResponse:
    """Show the API on a page of the house's own: nothing is fetched from elsewhere, no script is needed."""
    return render(request, "theme/api.html", {"version": api.version, "calls": _calls(get_language() or "zh-hans")})


urlpatterns = [
    path("openapi.json", openapi, name="openapi"),
    path("docs", docs, name="api-docs"),
    path("v1/", api.urls),
    path("<path:rest>", nowhere),
    path("", nowhere),
]
