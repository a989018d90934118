"""Takes a page of the timetable; gives the marks of its rows as SVG text.

Written here and not in a template: a page may have 10,000 rows, for which a template needs seconds.
"""

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString

from xietong_web.fulfilling.drawing import BarOf, Picture

LABEL_LENGTH = 24
TABLE_ROWS = 1000  # with more rows than this the picture stands alone: titles and table would double its size


def marks(picture: Picture, items: str) -> SafeString:
    """Return the rows' labels, bars, points and arrows; ``items`` is the address below which the items' pages lie."""
    titled = len(picture.bars) <= TABLE_ROWS
    pieces = [piece for bar in picture.bars for piece in _row(bar, escape(items), titled)]
    pieces += [f'<path class="dependency" d="{arrow}"/>' for arrow in picture.arrows]
    return SafeString("".join(pieces))


def _row(bar: BarOf, items: str, titled: bool) -> Iterator[str]:
    label = bar.label if len(bar.label) <= LABEL_LENGTH else f"{bar.label[: LABEL_LENGTH - 1]}…"
    yield (
        f'<a href="{items}{bar.uid}/"><text class="row-label depth-{bar.depth}" x="{bar.depth}2" y="{bar.y + 16}">'
        f"{escape(label)}</text></a>"
    )
    if bar.agreed_x is not None:
        yield (
            f'<rect class="bar agreed" x="{bar.agreed_x:g}" y="{bar.y + 17}" '
            f'width="{bar.agreed_width or 4:g}" height="3"/>'
        )
    if bar.x is not None:
        title = f"><title>{escape(bar.label)} {bar.due or '—'}</title></rect>" if titled else "/>"
        yield f'<rect class="bar {bar.kind}" x="{bar.x:g}" y="{bar.y + 6}" width="{bar.width:g}" height="10"{title}'
    for x in bar.points:
        yield f'<path class="point" d="M{x:g},{bar.y + 6}l5,5l-5,5l-5,-5z"/>'
