"""Takes a plan and the day that a page is asked for; gives what the plan was called on that day."""

from datetime import date

from django import template

from xietong_web.audit.queries import end_of
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import titles_as_of

register = template.Library()


@register.simple_tag
def title_on(plan: Plan, day: date | str | None) -> str:
    """Return the title of a plan on a day, today's where none is asked for."""
    return titles_as_of(plan, end_of(day))[0] if isinstance(day, date) else plan.title


@register.simple_tag
def short_title_on(plan: Plan, day: date | str | None) -> str:
    """Return the short title of a plan on a day, the title where it has none."""
    title, short_title = titles_as_of(plan, end_of(day)) if isinstance(day, date) else (plan.title, plan.short_title)
    return short_title or title
