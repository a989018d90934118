"""Takes the figures of a row; gives the double bar as shapes: one party to each side, or a row per party."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from xietong_web.accounts.models import Party

ROW = 8


@dataclass(frozen=True, slots=True)
class Shape:
    """One party's bar: where it starts, how wide what is confirmed and what is claimed, its colour's ordinal."""

    ordinal: int
    side: str
    y: int
    confirmed_x: float
    confirmed: float
    claimed_x: float
    claimed: float
    percent: float


@dataclass(frozen=True, slots=True)
class DoubleBar:
    """The signature picture: shapes around an axis at 0, the joint figure as a notch on both sides."""

    shapes: Sequence[Shape]
    height: int
    joint: float
    gap: float

    @property
    def notches(self) -> tuple[float, float]:
        """Where the joint figure stands on either side."""
        return -self.joint, self.joint

    @property
    def svg(self) -> SafeString:
        """The picture as SVG text: a page has sixty of them, and a template would take longer than the database."""
        said = "".join(f"{shape.side} {shape.percent:.0f}%, " for shape in self.shapes)
        said += gettext("joint %(joint)s%%, gap %(gap)s") % {"joint": f"{self.joint:.0f}", "gap": f"{self.gap:.0f}"}
        size = f'viewBox="-101 -1 202 {self.height + 2}" width="202" height="{self.height + 2}"'
        parts = [f'<svg class="double-bar" {size} role="img" aria-label="{escape(said)}">']
        parts.append(f'<rect class="bar-ground" x="-100" y="0" width="200" height="{self.height}"/>')
        for shape in self.shapes:
            place = f'data-party="{shape.ordinal}" y="{shape.y}" height="8"'
            parts.append(
                f'<rect class="party-fill" {place} x="{shape.confirmed_x:.1f}" width="{shape.confirmed:.1f}"/>'
            )
            parts.append(f'<rect class="party-hatch" {place} x="{shape.claimed_x:.1f}" width="{shape.claimed:.1f}"/>')
        ends = f'y1="-1" y2="{self.height + 1}"'
        parts.append(f'<line class="axis" x1="0" x2="0" {ends}/>')
        parts += [f'<line class="notch" x1="{x:.1f}" x2="{x:.1f}" {ends}/>' for x in self.notches]
        return SafeString("".join([*parts, "</svg>"]))


def double_bar(
    parties: Sequence[Party], confirmed: Mapping[str, float], claimed: Mapping[str, float], joint: float, gap: float
) -> DoubleBar:
    """Return the bar of a row; figures in percent by party code, missing ones stand at 0."""
    two = len(parties) == 2
    shapes = []
    for place, party in enumerate(parties):
        sure, said = confirmed.get(party.code, 0.0), claimed.get(party.code, 0.0)
        leftward = two and place == 0
        shapes.append(
            Shape(
                ordinal=party.ordinal,
                side=party.side,
                y=0 if two else place * ROW,
                confirmed_x=-sure if leftward else 0,
                confirmed=sure,
                claimed_x=-max(said, sure) if leftward else sure,
                claimed=max(said - sure, 0),
                percent=sure,
            )
        )
    return DoubleBar(shapes, ROW if two else ROW * max(1, len(parties)), joint, gap)
