"""Takes the page of a sign-in; gives what the demonstration shows on it."""

from typing import Any

from django import template

from xietong_web.accounts import demonstration
from xietong_web.accounts.demonstration_people import PEOPLE

register = template.Library()


@register.simple_tag
def demonstration_sign_ins() -> dict[str, Any]:
    """Return the demonstration's members, whom of them to fold from, and their password; empty outside it."""
    members = demonstration.people()
    return {"members": members, "password": demonstration.PASSWORD, "first": len(PEOPLE) + 1} if members else {}


@register.simple_tag(takes_context=True)
def demonstration_code(context: template.Context) -> str:
    """Return the code of the demonstration person who is asked for it; empty outside the demonstration."""
    request = context["request"]
    stage = getattr(request, "_login_stage", None)
    person = stage.login.user if stage else request.user
    return demonstration.code_of(person) if person.is_authenticated else ""
