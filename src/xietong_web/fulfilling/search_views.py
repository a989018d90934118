"""Takes a question; gives the page of what it finds."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xietong_web.accounts.gate import Acting, members_only
from xietong_web.fulfilling.searching import Found, Hit, search

PAGE = 20
LONGEST = 200


class FoundPages(Sequence[Hit]):
    """What was found, as the paginator wants it: only the page asked for is fetched."""

    def __init__(self, request: Acting, asked: str, kind: str) -> None:
        self.member, self.asked, self.kind = request.member, asked, kind
        self.found = self.ask(0, PAGE)

    def ask(self, offset: int, limit: int) -> Found:
        """Fetch a part."""
        return search(self.member, self.asked, kind=self.kind, offset=offset, limit=limit)

    def __len__(self) -> int:
        """How much there is."""
        return self.found.total

    def __getitem__(self, part: Any) -> Any:
        """Return a page."""
        if part.start:
            return self.ask(part.start, part.stop - part.start).hits
        return self.found.hits[: part.stop]


@members_only
def search_page(request: Acting) -> HttpResponse:
    """Show what a question finds."""
    asked, kind = request.GET.get("q", "").strip()[:LONGEST], request.GET.get("kind", "")
    kinds = [("", _("everything")), ("item", _("items")), ("document", _("source texts"))]
    kinds.append(("organisation", _("organisations")))
    kind = kind if kind in dict(kinds) else ""
    context: dict[str, Any] = {"q": asked, "kind": kind, "kinds": kinds}
    if asked:
        rows = FoundPages(request, asked, kind)
        if rows.found.words:
            context |= {"found": rows.found, "page": Paginator(rows, PAGE).get_page(request.GET.get("page"))}
    return render(request, "fulfilling/search.html", context)
