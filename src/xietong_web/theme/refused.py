"""Takes a form that was refused; gives the page it was sent from once more: what was typed, and why, beside its field.

Every form of the site comes back by this one way, whatever act refused it. The page is asked for anew as its reader
would, so that it shows what is true by now; then the form that was sent is found in it and filled in.
"""

import re
from collections.abc import Iterator
from copy import copy
from urllib.parse import urljoin, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import resolve
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.middleware import HtmxDetails
from lxml import html

from xietong.basics import Refusal

NO_TEXT = re.compile(r"[\w:/-]*", re.ASCII)  # keys, choices and revisions, which nobody typed as a text
NO_PAGE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what no page can hold
SECRET = ("csrfmiddlewaretoken", "password")
PAGE = "page-sent-from"  # what a form that came back says of itself: without scripts its address is that of the act
STAYS = ("hidden", "password", "file", "submit")  # kinds of entries that are as the page has them


def came_from(request: HttpRequest) -> str:
    """Return the address on this site that a form was sent from, with its query; empty where it is not known."""
    parts = urlsplit(request.headers.get("Referer", ""))
    if parts.netloc != request.get_host():
        return ""
    told = request.POST.get(PAGE, "")
    if told.startswith("/") and url_has_allowed_host_and_scheme(told, allowed_hosts=None):
        parts = urlsplit(told)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def typed_texts(request: HttpRequest) -> list[str]:
    """Return the texts that were typed into a form of this site whose page is gone, to be copied; no secrets."""
    if not came_from(request):
        return []
    names = [name for name in request.POST if not name.startswith((*SECRET, PAGE))]
    told = [text for name in names for text in request.POST.getlist(name)]
    return [text for text in told if not NO_TEXT.fullmatch(text.strip())]


def form_again(request: HttpRequest, told: str, refusal: Refusal) -> HttpResponse | None:
    """Return the page that a form was sent from, filled in as it was sent, with ``told`` (HTML of one element).

    The sentence stands after the entry of the refusal's field, at the form's head where there is none of that name.
    Where somebody else was first, what stands now is shown beside what was typed. ``None`` where the page cannot be
    shown any more, or no longer has that form.
    """
    address = came_from(request)
    page = _page(request, address) if request.method == "POST" and address else None
    if page is None:
        return None
    document = html.document_fromstring(page.content.decode())
    form = next((each for each in document.iter("form") if _is_it(each, request, address)), None)
    if form is None:
        return None
    entries = list(_entries(form))
    _fill(entries, request.POST, beside=refusal.code.startswith("stale-") or refusal.code.endswith("-changed"))
    for each in form.iterancestors("details"):
        each.set("open", "")
    _tell(form, [each for each in entries if _is_about(each, refusal.field)], told, address)
    return HttpResponse(html.tostring(document, encoding="unicode", doctype="<!doctype html>"))


def _page(request: HttpRequest, address: str) -> HttpResponse | None:
    """Return what the reader of a page sees now; ``None`` where that is no page."""
    path, _mark, query = address.partition("?")
    asked = copy(request)
    asked.META = {**request.META, "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}
    asked.method, asked.path, asked.path_info = "GET", path, path
    asked.GET, asked.POST = QueryDict(query), QueryDict()
    asked.htmx = HtmxDetails(asked)  # type: ignore[attr-defined]
    try:
        asked.resolver_match = match = resolve(path)
        page = match.func(asked, *match.args, **match.kwargs)
    except (Http404, Refusal):
        return None
    return page if page.status_code == 200 and page["Content-Type"].startswith("text/html") else None


def _entries(form: html.FormElement) -> Iterator[html.HtmlElement]:
    """Walk over what is filled in in a form, also what stands elsewhere on the page but belongs to it."""
    inside = form.iter("input", "select", "textarea")
    yield from (each for each in inside if each.get("name") and not each.get("form"))
    if form.get("id"):
        yield from form.getroottree().xpath("//*[@form=$form][@name]", form=form.get("id"))


def _is_it(form: html.FormElement, request: HttpRequest, address: str) -> bool:
    """Tell whether a form is the one that was sent: to the same address, all names, the same things hidden."""
    if form.method != "POST" or urlsplit(urljoin(address, form.get("action") or address)).path != request.path:
        return False
    entries = [*_entries(form), *(each for each in form.iter("button") if each.get("name"))]
    hidden = [each for each in entries if each.get("type") == "hidden" and each.name not in ("revision", SECRET[0])]
    same = all(each.get("value", "") in request.POST.getlist(each.name) for each in hidden)
    return same and set(request.POST) - {SECRET[0], PAGE} <= {each.get("name") for each in entries}


def _is_about(entry: html.HtmlElement, field: str) -> bool:
    """Tell whether an entry is the one of a name, which may stand behind its form's (``close-day``)."""
    return bool(field) and (entry.name == field or entry.name.endswith(f"-{field}"))


def _fill(entries: list[html.HtmlElement], posted: QueryDict, *, beside: bool) -> None:
    """Put what was sent into a form's entries; several of one name take it in turn. ``beside``: tell what stands."""
    left = {name: iter(texts) for name, texts in posted.lists()}
    for each in entries:
        kind = each.get("type", "text") if each.tag == "input" else each.tag
        if kind in STAYS:
            continue
        sent = posted.getlist(each.name)
        if kind in ("checkbox", "radio"):
            _mark(each, "checked", each.get("value", "on") in sent)
        elif kind == "select":
            for option in each.iter("option"):
                _mark(option, "selected", option.get("value", option.text) in sent)
        elif (text := next(left.get(each.name, iter(())), None)) is not None:
            _write(each, NO_PAGE.sub("", text.replace("\r\n", "\n")), beside=beside)


def _write(entry: html.HtmlElement, text: str, *, beside: bool) -> None:
    stands = (entry.text or "").removeprefix("\n") if entry.tag == "textarea" else entry.get("value", "")
    if beside and stands.strip() != text.strip():
        standing = html.Element("p", {"class": "hint"})
        standing.text = _("It stands now: %(text)s") % {"text": stands or "—"}
        _after(entry, standing)
    if entry.tag == "textarea":
        entry.text = f"\n{text}" if text.startswith("\n") else text  # the first line break is not part of it
    else:
        entry.set("value", text)


def _mark(element: html.HtmlElement, mark: str, there: bool) -> None:
    if there:
        element.set(mark, "")
    else:
        element.attrib.pop(mark, None)


def _tell(form: html.FormElement, fields: list[html.HtmlElement], told: str, address: str) -> None:
    """Put why it was refused beside its field, or at the form's head, and let the reader begin there."""
    said = html.fragment_fromstring(told)
    said.set("id", "refused")
    said.set("data-page", address)
    form.append(html.Element("input", {"type": "hidden", "name": PAGE, "value": address}))
    for each in form.getroottree().iter():
        each.attrib.pop("autofocus", None)
    visible = next((each for each in fields if each.get("type") != "hidden"), None)
    if visible is None:
        said.set("tabindex", "-1")
        said.set("autofocus", "")
        form.insert(0, said)
        return
    visible.set("aria-invalid", "true")
    visible.set("aria-describedby", " ".join(filter(None, [visible.get("aria-describedby"), "refused"])))
    visible.set("autofocus", "")
    for each in visible.iterancestors("details"):
        each.set("open", "")
    _after(visible, said)


def _after(entry: html.HtmlElement, told: html.HtmlElement) -> None:
    """Put something after an entry and the label that it stands in."""
    next((each for each in entry.iterancestors("label")), entry).addnext(told)
