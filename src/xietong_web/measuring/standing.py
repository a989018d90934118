"""Takes a plan, its frame, a moment and whose word counts; gives the values that stood then, or stand now.

What stood at a moment that is past never changes, and is kept as long as the frame of that moment is: the next page of
the same day neither reads nor adds it up anew.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.followed import kept
from xietong_web.measuring import holding
from xietong_web.measuring.frame import Frame, changing, settled
from xietong_web.measuring.holding import Given, HeldValues, partitions_of
from xietong_web.measuring.models import DataSet, Submission
from xietong_web.measuring.values import Said, Values


def values_of(
    plan: Plan, frame: Frame, said: Said = "confirmed", moment: datetime | None = None, code: str = ""
) -> Values:
    """Return a plan's values in its frame of the moment; one question to the database, or two, however many there are.

    With a ``code`` only the data sets are read that this indicator is made with. Partitions hold what stands now, so an
    earlier moment is read from the submissions.
    """
    wanted = frame.filled_for(code) if code else frozenset(frame.indicators)
    data_sets = [one for one in frame.data_sets if wanted & set(one.codes())]
    if moment is not None:
        return _then(plan, frame, data_sets, said, moment, code)
    found = Values(frame, {}, said)
    partitions = partitions_of(plan)
    if sum(one.values for one in partitions) > holding.MANY:
        found.held = HeldValues(partitions, wanted)
    else:
        found.given = _given(data_sets, said, None)
    return found


def _then(plan: Plan, frame: Frame, data_sets: Sequence[DataSet], said: Said, moment: datetime, code: str) -> Values:
    def read() -> Values:
        return Values(frame, _given(data_sets, said, moment), said)

    if not settled(moment):
        return read()
    key = ("what was said", said, moment, frame.day, code)
    return kept(plan, key, read, weight=_weight, until=lambda _: changing).for_a_page()


def _weight(found: Values) -> int:
    cells = sum(len(one.cells) for several in found.given.values() for one in several)
    return 50 + 2 * (len(found.given) + cells)  # as they are, and what is worked out of them


_TOLD = ("uid", "data_set", "number", "confirmed_from", "cells", "organisation__code", "period")


def _given(data_sets: Sequence[DataSet], said: Said, moment: datetime | None) -> dict[tuple[str, str], list[Given]]:
    begins = "confirmed_from" if said == "confirmed" else "stood_from"
    rows = Submission.objects.filter(data_set__in=data_sets).exclude(**{begins: None}).order_by("number")
    if moment is None:
        rows = rows.standing()
    else:
        rows = rows.filter(Q(stood_to=None) | Q(stood_to__gt=moment), **{f"{begins}__lte": moment})
    found: dict[tuple[str, str], dict[str, Given]] = defaultdict(dict)
    # Columns, not models: to make a row of a model, with what it holds as JSON, takes longer than to read it.
    for uid, data_set, number, since, cells, body, period in rows.values_list(*_TOLD):
        confirmed = since is not None and (moment is None or since <= moment)
        # The highest number comes last and counts.
        found[body, period][data_set] = Given(uid, data_set, number, confirmed, json.loads(cells))
    return {place: list(several.values()) for place, several in found.items()}
