"""Takes a plan and a day; gives whose turn it is to host, and the agenda that the plan's state proposes."""

from collections.abc import Collection, Iterable
from datetime import date

from xietong import drafting, endorsing, fulfilling
from xietong.fulfilling import CAUSES, COLOURS, Colour, Light, MeetingState, Topic, Unsigned, WaitKind
from xietong_web.audit.keys import new_key
from xietong_web.audit.queries import SHANGHAI
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import party_codes
from xietong_web.fulfilling.lighting import lit
from xietong_web.fulfilling.meeting.models import Meeting
from xietong_web.fulfilling.meeting.points import AgendaPoint
from xietong_web.fulfilling.waiting.queries import waits_of
from xietong_web.fulfilling.waiting.words import title_of, titles_of, waited_for


def next_host_of(plan: Plan) -> str:
    """Return the code of the party whose turn it is; what was called off does not count as hosted."""
    rows = Meeting.objects.filter(plan=plan).exclude(state=MeetingState.CALLED_OFF.value).select_related("host")
    return fulfilling.next_host(party_codes(plan), [row.to_value() for row in rows.defer("agenda")])


def proposed_points(plan: Plan, day: date) -> list[AgendaPoint]:
    """Return the points that a plan's state proposes: red items, long waits between parties, open proposals.

    The state of the last decisions is no point of its own: every agenda opens with it (``queries.last_decisions``).
    """
    unsigned = _unsigned(plan)
    waits = waits_of(plan, day)
    lights = _reds(plan, day)
    titles = _titles(plan, [*lights, *(wait.item for wait in waits if wait.item)])
    titles |= {str(number): title for number, title in _proposals(plan)}
    beside = [wait for wait in waits if not wait.item]
    names = titles_of(plan, beside)
    titles |= {wait.subject: title_of(wait, names).zh for wait in beside if wait.kind is WaitKind.ANSWER}
    points = fulfilling.agenda(
        decisions=(),
        lights=lights,
        waits=waits,
        unsigned=unsigned,
        titles=titles,
        today=day,
        calendar=fulfilling.china(),
        words=waited_for,
    )
    # Who waits on what cannot be decided on is no point: a proposal that waits is named once, as a proposal.
    named = {point.subject for point in points if point.topic is Topic.PROPOSAL}
    return [
        AgendaPoint(new_key(), point.title, point.topic.value, point.subject, point.why.zh, point.why.en)
        for point in _once(points, {wait.item for wait in waits if wait.item})
        if not (point.topic is Topic.WAIT and point.subject in named)
    ]


def _once(points: Iterable[fulfilling.Point], items: Collection[str]) -> list[fulfilling.Point]:
    """Keep of several waits on one thing, or about one item, the first, which is the worst."""
    found: dict[tuple[Topic, str], fulfilling.Point] = {}
    for point in points:
        item, _, _ = point.subject.partition("/")
        found.setdefault((point.topic, item if item in items else point.subject), point)
    return list(found.values())


def _reds(plan: Plan, day: date) -> dict[str, Light]:
    """Return the red items by uid in reading order, as many as an agenda takes."""
    lamps = lit(plan, day)
    if lamps is None:
        return {}
    red = {CAUSES.index(cause): cause for cause in CAUSES if COLOURS[cause] is Colour.RED}
    limit = fulfilling.AgendaRules().reds
    causes = {pk: red[int(lamps.causes[at])] for pk, at in lamps.place.items() if int(lamps.causes[at]) in red}
    # The lights stand in reading order: the first so many hold enough that are work, not headings.
    work = plan.items.filter(pk__in=list(causes)[: limit * 20], kind__in=drafting.WORK).order_by("path")
    return {
        uid: Light(Colour.RED, causes[pk], shown.sentence, lamps.rules.version)
        for pk, uid in work.values_list("pk", "uid")[:limit]
        if (shown := lamps.of(pk)) is not None
    }


def _titles(plan: Plan, uids: Iterable[str]) -> dict[str, str]:
    return dict(plan.items.filter(uid__in=set(uids)).values_list("uid", "title"))


def _proposals(plan: Plan) -> list[tuple[int, str]]:
    return list(plan.proposals.filter(state="open").values_list("number", "title"))


def _unsigned(plan: Plan) -> list[Unsigned]:
    """Return the open proposals; who of the parties has signed is no matter of the agenda."""
    rows = plan.proposals.filter(state="open").exclude(opened_at=None).select_related("party").order_by("number")
    return [
        Unsigned(
            endorsing.Proposal(f"{row.number}", row.party.code, 0, endorsing.State.OPEN, assents={}),
            row.opened_at.astimezone(SHANGHAI).date(),
        )
        for row in rows
        if row.opened_at
    ]
