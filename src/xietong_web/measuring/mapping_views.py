"""Takes requests of the system administrator about the map; gives its page."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xietong_web.accounts.gate import Acting, members_only
from xietong_web.accounts.permissions import require
from xietong_web.accounts.queries import names_of
from xietong_web.documents.uploads import chosen_file
from xietong_web.measuring import mapping


@members_only
@require_http_methods(["GET", "POST"])
def area_map(request: Acting) -> HttpResponse:
    """Show the map that areas are drawn by, and take another one with its approval number."""
    require(request.member, "accounts.supply-map")
    if request.method == "POST":
        file = chosen_file(request)
        row = mapping.supply_map(
            data=file.read(), name=file.name or "", approval=request.POST.get("approval", ""), by=request.member,
            now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Areas are drawn by %(name)s now.") % {"name": row.name})
        return redirect("measuring:area_map")
    shown = mapping.area_map()
    context: dict[str, Any] = {"row": shown}
    if shown is not None:
        paths = shown.to_value().paths
        context |= {"areas": len(paths), "missing": mapping.missing(list(paths)), "names": names_of([shown.made_by])}
    return render(request, "measuring/area_map.html", context)


@members_only
@require_POST
def withdraw(request: Acting, key: str) -> HttpResponse:
    """Take the map away; the schematic one stands again."""
    mapping.withdraw_map(uid=key, by=request.member, now=timezone.now())
    messages.success(request, _("Done."))
    return redirect("measuring:area_map")
