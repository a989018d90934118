"""Takes nothing; hands what one side waits for from another in data to the waits, with what it is called."""

from collections.abc import Collection, Iterable
from datetime import date

from django.urls import reverse

from xietong.fulfilling import Question
from xietong_web.audit.days import today
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.waiting.asking import Feeder, feed
from xietong_web.measuring.completing import submission_periods, submission_questions_of, submission_titles


def _ask(plan: Plan, day: date | None) -> Iterable[Question]:
    return submission_questions_of(plan, day or today())


def _titles(subjects: Collection[str]) -> dict[str, str]:
    return submission_titles([subject for subject in subjects if subject.startswith("data:")])


def _places(_plan: Plan, subjects: Collection[str]) -> dict[str, str]:
    """Return the page of the data set's period, where figures are given, accepted and confirmed, many at once too."""
    asked = submission_periods([subject for subject in subjects if subject.startswith("data:")])
    return {subject: reverse("measuring:period", args=period) for subject, period in asked.items()}


feed(Feeder(frozenset({"submission", "data-set"}), _ask, _titles, _places))
