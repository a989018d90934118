"""Takes duties, lights and waits; gives their parts of the rows of a list.

Lists have up to a hundred rows. As templates these took longer than finding out what they show, and most of the time of
the pages that are asked for most.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext, ngettext

from xietong_web.accounts.models import Organisation, Party
from xietong_web.drafting.models import Duty
from xietong_web.fulfilling.light_showing import LightCount, ShownLight
from xietong_web.fulfilling.reporting_queries import Due
from xietong_web.fulfilling.waiting.queries import ShownWait
from xietong_web.theme.templatetags.theme import address, day, named, period, said, word

register = template.Library()
TITLE = 36  # characters of an item's title in a list of waits

LIGHT = '<span class="light light-{}"><span aria-hidden="true">{}</span> {}</span>'


@register.filter
def lit(light: ShownLight | None) -> SafeString:
    """Return a light: colour, shape and word; its sentence opens in place."""
    return _lit(light, get_language() or "") if light else SafeString()


@lru_cache(maxsize=5000)
def _lit(light: ShownLight, _language: str) -> SafeString:
    why, shape = said(light.sentence), format_html(LIGHT, light.colour, light.mark, said(light.word))
    return format_html('<details class="lit"><summary title="{}">{}</summary><p>{}</p></details>', why, shape, why)


@register.filter
def counted(lights: Iterable[LightCount]) -> SafeString:
    """Return how many items have each light."""
    return SafeString(" ".join(_count(each, escape(said(each.word))) for each in lights))


def _count(light: LightCount, name: str) -> str:
    shape = f'<span aria-hidden="true">{light.mark}</span> {light.count}<span class="visually-hidden"> {name}</span>'
    return f'<span class="light light-{light.colour}" title="{name}">{shape}</span>'


@register.simple_tag
def duty_rows(duties: Iterable[Duty], one_plan: object = "") -> SafeString:
    """Return the rows of duties, whose lights ``lights_of`` has given; without the plan where it is ``one_plan``."""
    past = escape(gettext("past its date"))
    return SafeString("".join(f"<tr>{_cells(duty, past)}{'' if one_plan else _plan(duty)}</tr>" for duty in duties))


def _cells(duty: Duty, past: str) -> str:
    item, shown = duty.item, vars(duty)  # what ``lights_of`` gave, which no type knows
    due = day(shown["due"])
    if shown["late"]:
        due = f'<span class="light light-red">● {due}<span class="visually-hidden"> {past}</span></span>'
    to = escape(address("fulfilling:item", duty.plan_id, item.uid))
    return (
        f"<td>{due}</td><td>{escape(word(duty.role))}</td>"
        f'<td class="about"><a href="{to}">{escape(item.number)}{escape(item.title)}</a></td>'
        f"<td>{lit(shown['light'])}</td>"
    )


def _plan(duty: Duty) -> str:
    return f"<td>{escape(duty.plan.short_title or duty.plan.title)}</td>"


@register.simple_tag
def body_of(party: Party, body: Organisation | None) -> SafeString:
    """Return who waits or is waited for: the mark of the party, the name of the body or else of the party."""
    return _marked(party.ordinal, party.side, named(body or party))


@lru_cache(maxsize=5000)
def _marked(ordinal: int, side: str, name: str) -> SafeString:
    return format_html('<span class="party-mark" data-party="{}">{}</span> {}', ordinal, side, name)


@register.filter
def waiting(row: Sequence[ShownWait]) -> SafeString:
    """Return who waits in a row: the first, and how many beside; who these are opens in place."""
    bodies = [body_of(each.waiting, each.waiting_body) for each in row]
    if len(bodies) == 1:
        return bodies[0]
    count = len(bodies) - 1
    more = ngettext("and %(n)s more", "and %(n)s more", count) % {"n": count}
    places = [_where(each, mine=True) for each in row[1:]]
    linked = [
        format_html('<a href="{}">{}</a>', to, body) if to else body
        for to, body in zip(places, bodies[1:], strict=True)
    ]
    others = format_html_join("", "<li>{}</li>", ((body,) for body in linked))
    return format_html('<details class="lit"><summary>{} {}</summary><ul>{}</ul></details>', bodies[0], more, others)


@register.simple_tag
def wait_about(each: ShownWait, *, mine: bool = False) -> SafeString:
    """Return what a wait is about, leading to where it ends: among one's own waits an urge leads to the notices."""
    to = _where(each, mine=mine)
    of_period = period(each.period) if to and each.period and each.wait.kind != "signature" else ""
    return _leading(to, of_period, each.title)


@lru_cache(maxsize=20_000)
def _leading(to: str, of_period: str, whole: str) -> SafeString:
    title = Truncator(whole).chars(TITLE)
    title = f"{of_period} {title}" if of_period else title
    return format_html('<a href="{}">{}</a>', to, title) if to else format_html("{}", title)


@register.simple_tag
def mine_rows(rows: Iterable[Sequence[ShownWait]]) -> SafeString:
    """Return the rows of what others wait for from oneself: who, for what, about what, since when."""
    since, days = escape(gettext("Since")), escape(gettext("Working days"))
    return SafeString(
        "".join(
            f"<tr><td>{waiting(row)}</td><td>{escape(said(row[0].kind))}</td>"
            f'<td class="about">{wait_about(row[0], mine=True)}</td>'
            f'<td data-label="{since}">{day(row[0].wait.since)}</td>'
            f'<td class="num" data-label="{days}">{row[0].wait.workdays}</td></tr>'
            for row in rows
        )
    )


@register.simple_tag(takes_context=True)
def board_rows(context: template.Context, waits: Iterable[ShownWait]) -> SafeString:
    """Return the rows of the board: who waits for whom, for what; with a way to urge where the reader may."""
    on, since, days = (escape(gettext(text)) for text in ("waits for", "Since", "Working days"))
    own = context["member"].party_code if context.get("may_urge") else None
    return SafeString(
        "".join(
            f'<tr><td>{body_of(each.waiting, each.waiting_body)}</td><td data-label="{on}">'
            f'{body_of(each.on, each.on_body)}</td><td class="unbroken">{escape(said(each.kind))}</td>'
            f'<td class="about">{wait_about(each)}</td>'
            f'<td class="unbroken" data-label="{since}">{day(each.wait.since)}</td>'
            f'<td class="num" data-label="{days}">{each.wait.workdays}</td>'
            f"{'' if own is None else _urge(each, context) if each.waiting.code == own else '<td></td>'}</tr>"
            for each in waits
        )
    )


def _urge(each: ShownWait, context: template.Context) -> str:
    wait = each.wait
    to = f"{address('fulfilling:urge', each.plan.uid)}?{context['request'].GET.urlencode()}"  # back to the same waits
    held = {"kind": wait.kind, "subject": wait.subject, "party": wait.on.party, "organisation": wait.on.organisation}
    title = escape(gettext("Urge: %(title)s") % {"title": Truncator(each.title).chars(30)})
    button = f'<button class="btn btn-sm" type="submit" aria-label="{title}">{escape(gettext("Urge"))}</button>'
    return f"<td>{_form(to, context, held)}{button}</form></td>"


def _form(to: str, context: template.Context, held: Mapping[str, str]) -> str:
    """Return the beginning of a form with its hidden fields."""
    fields = {"csrfmiddlewaretoken": str(context["csrf_token"]), **held}
    hidden = "".join(f'<input type="hidden" name="{name}" value="{escape(text)}">' for name, text in fields.items())
    return f'<form method="post" action="{escape(to)}">{hidden}'


@register.simple_tag(takes_context=True)
def owed_rows(context: template.Context, owed: Iterable[Due]) -> SafeString:
    """Return the rows of the reports that are due, each with the ways to report."""
    past, ways = escape(gettext("past its date")), (escape(gettext("Report")), escape(gettext("No change")))
    return SafeString("".join(_owed(each, past, ways, context) for each in owed))


def _owed(each: Due, past: str, ways: tuple[str, str], context: template.Context) -> str:
    item, plan = each.duty.item, each.duty.plan_id
    due = day(each.due)
    if each.late:
        due = f'<span class="light light-red">● {due}<span class="visually-hidden"> {past}</span></span>'
    state = f' <span class="state state-{each.state}">{escape(word(each.state))}</span>' if each.state else ""
    again = f' <button class="btn btn-sm" type="submit" name="no_change" value="1">{ways[1]}</button>'
    return (
        f'<tr><td class="unbroken">{due}</td><td>{escape(period(each.period))}</td>'
        f'<td class="about"><a href="{escape(address("fulfilling:item", plan, item.uid))}">'
        f"{escape(item.number)}{escape(item.title)}</a></td><td>{escape(word(each.duty.role))}{state}</td>"
        f'<td class="unbroken">{_form(address("fulfilling:begin", plan, item.uid), context, {"period": each.period})}'
        f'<button class="btn btn-sm btn-primary" type="submit">{ways[0]}</button>{"" if each.state else again}</form>'
        "</td></tr>"
    )


def _where(each: ShownWait, *, mine: bool) -> str:
    if each.report:
        return address("fulfilling:report", each.report)
    if each.wait.kind == "signature":
        return address("endorsing:proposal", each.plan.uid, each.wait.subject)
    if each.urged and mine:
        return address("fulfilling:inbox")
    return address("fulfilling:item", each.plan.uid, each.wait.item) if each.wait.item else each.page
