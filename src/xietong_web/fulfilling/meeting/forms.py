"""Takes what people typed about meetings, decisions, groups and lists; gives the values that the acts take."""

import re
from collections.abc import Sequence
from datetime import date

from django.http import QueryDict

from xietong.basics import Refusal, in_field
from xietong.fulfilling import DecisionKind
from xietong_web.accounts.days import day_of
from xietong_web.drafting.models import Plan
from xietong_web.drafting.queries import Bodies
from xietong_web.fulfilling.days import typed_day
from xietong_web.fulfilling.meeting.deciding import Settled
from xietong_web.fulfilling.meeting.points import AgendaPoint, GroupMember
from xietong_web.fulfilling.meeting.services import Facts

_BETWEEN = re.compile(r"[、,，;；\n]+")


def facts_of(post: QueryDict) -> Facts:
    """Return when and where a meeting is held, and who comes."""
    return Facts(
        title=post.get("title", ""),
        day=_day(post, "day"),
        time=post.get("time", ""),
        place=post.get("place", ""),
        attendees=post.get("attendees", "").splitlines(),
    )


def _day(post: QueryDict, field: str) -> date:
    with in_field(field):
        return day_of(post.get(field, ""))


def points_of(post: QueryDict) -> list[AgendaPoint]:
    """Return the points of an agenda in the order of the places typed; a point without a title is left out."""
    names = ("point_place", "point_key", "point_title", "point_why", "point_speaker", "point_minutes")
    rows = zip(*(post.getlist(name) for name in names), strict=False)
    found = [
        (_number(place, 999), AgendaPoint(key, title, why=why, speaker=speaker, minutes=_number(minutes, 0) or None))
        for place, key, title, why, speaker, minutes in rows
        if title.strip()
    ]
    return [point for _, point in sorted(found, key=lambda pair: pair[0])]


def _number(text: str, default: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 4 else default


def said_of(post: QueryDict) -> dict[str, str]:
    """Return what was said on each point, by its key."""
    return dict(zip(post.getlist("said_key"), post.getlist("said_text"), strict=False))


def codes_named(plan: Plan, text: str) -> list[str]:
    """Return the codes of organisations whose names were typed, divided by 、 or lines.

    Raises Refusal ``no-such-organisation``.
    """
    names = [name for name in (each.strip() for each in _BETWEEN.split(text)) if name]
    known = Bodies(plan).named(names) if names else {}
    lost = [name for name in names if name not in known]
    if lost:
        raise Refusal(
            "no-such-organisation",
            zh=f"参会各方没有这些单位：{'、'.join(lost[:5])}；请从列表选择。",
            en=f"No party that met has these organisations: {', '.join(lost[:5])}; choose from the list.",
        )
    return [known[name].code for name in dict.fromkeys(names)]


def _named_in(plan: Plan, post: QueryDict, field: str) -> list[str]:
    with in_field(field):
        return codes_named(plan, post.get(field, ""))


def settled_of(plan: Plan, post: QueryDict) -> Settled:
    """Return what was decided."""
    kind = post.get("kind", "")
    chosen = DecisionKind(kind) if kind in set(DecisionKind) else DecisionKind.TRACKED
    change = {
        DecisionKind.ITEM: {"parent": "parent", "kind": "item_kind", "title": "item_title"},
        DecisionKind.PROPOSAL: {
            "item": "item",
            "title": "new_title",
            "text": "new_text",
            "start": "new_start",
            "due": "new_due",
            "remove": "remove",
        },
        DecisionKind.TRACKED: {},
    }[chosen]
    return Settled(
        text=post.get("text", ""),
        kind=chosen,
        leads=_named_in(plan, post, "leads"),
        supports=_named_in(plan, post, "supports"),
        due=typed_day(post, "due"),
        point=post.get("point", ""),
        change={name: post.get(field, "") for name, field in change.items()},
    )


def members_of(plan: Plan, post: QueryDict) -> list[GroupMember]:
    """Return the members of a group typed: body, person, post; rows without a person are left out."""
    rows = list(
        zip(post.getlist("member_body"), post.getlist("member_person"), post.getlist("member_post"), strict=False)
    )
    return [
        GroupMember(code, person, what)
        for body, person, what in rows
        if person.strip()
        for code in (codes_named(plan, body)[:1] or [""])
    ]


def items_of(post: QueryDict) -> Sequence[str]:
    """Return the items of a list: those kept in the order of the places typed, then those added."""
    places = dict(zip(post.getlist("item_uid"), post.getlist("item_place"), strict=False))
    kept = [uid for uid in post.getlist("keep") if uid in places]
    kept.sort(key=lambda uid: _number(places[uid], 999))
    return [*kept, *post.getlist("add")]


def revision_of(post: QueryDict) -> int:
    """Return the revision that a form was filled in at; -1, which is never current, where it names none."""
    text = post.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1
