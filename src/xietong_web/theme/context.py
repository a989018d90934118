"""Takes a request; gives what the frame around every page shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the acting member and whether this is the demonstration."""
    return {"member": getattr(request, "member", None), "demonstration": settings.DEMONSTRATION}
