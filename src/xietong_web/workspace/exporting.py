"""Takes a plan's name and a form; gives the bytes of a version of it."""

from django.utils import timezone

from xietong.basics import Refusal
from xietong_web.drafting.examples import example_lines
from xietong_web.drafting.models import Plan
from xietong_web.publishing.queries import published_version, written


def exported(plan_uid: str | None, number: int | None, form: str) -> bytes:
    """Return a version in a form, or the corrections of its reading (``examples``); the only plan when none is named.

    Raises Refusal ``which-plan``, ``not-found``, ``not-from-a-document``.
    """
    plan = named_plan(plan_uid)
    if form == "examples":
        return "".join(example_lines(plan)).encode()
    return written(published_version(plan, number), form, timezone.now()).content


def named_plan(uid: str | None) -> Plan:
    """Return the plan of a uid, or the only one when none is named. Raises Refusal ``which-plan``."""
    plans = Plan.objects.filter(uid=uid) if uid else Plan.objects.all()
    if plans.count() != 1:
        listed = "; ".join(f"{plan.uid} {plan.title}" for plan in Plan.objects.all())
        raise Refusal(
            "which-plan",
            zh=f"请指明一个计划的编号：{listed}",
            en=f"Name one plan by its uid: {listed}",
        )
    return plans.get()
