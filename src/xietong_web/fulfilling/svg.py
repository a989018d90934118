"""Takes a page of the timetable; gives its rows' labels and marks as two pieces of SVG text.

Written here and not in a template: a page may have 10,000 rows, for which a template needs seconds.
"""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.drawing import BarOf, Picture

LABEL_LENGTH = 24
TABLE_ROWS = 1000  # with more rows than this the picture stands alone: titles and table would double its size


def svg(plan: Plan, picture: Picture) -> dict[str, SafeString]:
    """Return a page's ``labels`` and ``marks``."""
    address = f"{reverse('fulfilling:overview', args=[plan.uid])}items/"
    return {"labels": labels(picture, address), "marks": marks(picture)}


def labels(picture: Picture, items: str) -> SafeString:
    """Return the rows' labels, each a link; ``items`` is the address below which the items' pages lie."""
    return SafeString("".join(_label(bar, escape(items)) for bar in picture.bars))


def _label(bar: BarOf, items: str) -> str:
    text = bar.label if len(bar.label) <= LABEL_LENGTH else f"{bar.label[: LABEL_LENGTH - 1]}…"
    return (
        f'<a href="{items}{bar.uid}/"><text class="row-label depth-{bar.depth}" x="{bar.depth}2" y="{bar.y + 16}">'
        f"{escape(text)}</text></a>"
    )


def marks(picture: Picture) -> SafeString:
    """Return the rows' bars, points and arrows."""
    titled = len(picture.bars) <= TABLE_ROWS
    pieces = [piece for bar in picture.bars for piece in _row(bar, titled)]
    pieces += [f'<path class="dependency" d="{arrow}"/>' for arrow in picture.arrows]
    return SafeString("".join(pieces))


def _row(bar: BarOf, titled: bool) -> Iterator[str]:
    if bar.agreed_x is not None:
        yield (
            f'<rect class="bar agreed" x="{bar.agreed_x:g}" y="{bar.y + 17}" '
            f'width="{bar.agreed_width or 4:g}" height="3"/>'
        )
    if bar.x is not None:
        title = f"<title>{escape(bar.label)} {bar.due or '—'}</title>" if titled else ""
        yield _shape(bar, title)
    for x in bar.points:
        yield f'<path class="point" d="M{x:g},{bar.y + 6}l5,5l-5,5l-5,-5z"/>'


def _shape(bar: BarOf, title: str) -> str:
    """A bar; where only the due date is known, a flag whose pole stands at the end of that day."""
    if bar.only_due:
        ends = (bar.x or 0) + (bar.width or 0)
        return f'<path class="bar {bar.kind} flag" d="M{ends:g},{bar.y + 4}v14h-1.5v-6l-7,-4z">{title}</path>'
    return (
        f'<rect class="bar {bar.kind}" x="{bar.x:g}" y="{bar.y + 6}" width="{bar.width:g}" height="10">{title}</rect>'
    )
