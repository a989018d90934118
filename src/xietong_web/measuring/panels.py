"""Takes a question about a plan's indicators; gives its picture: the same on a page, on a board and in a file."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from xietong.basics import Refusal
from xietong_web.audit.days import SHANGHAI, today
from xietong_web.measuring import pictures
from xietong_web.measuring.areas import map_of, ranking_of
from xietong_web.measuring.grouping import group_of
from xietong_web.measuring.pictures import Picture
from xietong_web.measuring.queries import Scene
from xietong_web.measuring.ways import groups_in_time, paths_of, region_groups

KINDS = ("paths", "map", "ranking", "region", "groups")


@dataclass(frozen=True, slots=True)
class Panel:
    """A question that a picture answers. ``body`` for ``region``; ``one`` and ``other`` are groups for ``groups``;
    ``over``: the kind of period that ``paths`` is drawn by (empty: see ``kind_of``).
    """

    kind: str
    code: str
    period: str = ""
    body: str = ""
    one: str = ""
    other: str = ""
    over: str = ""

    @property
    def name(self) -> str:
        """What a file of the picture is called."""
        return "-".join(each for each in (self.code, self.kind, self.body, self.period, self.over) if each)


def picture_of(scene: Scene, panel: Panel) -> Picture:
    """Draw the answer to a question, with its origin. Raises Refusal ``not-found`` for what is not there."""
    picture = _drawn(scene, panel)
    source = scene.indicator(panel.code).source
    told = [origin_of(scene), *([_("source: %(source)s") % {"source": source}] if source else [])]
    return pictures.with_origin(picture, " · ".join(told))


def origin_of(scene: Scene) -> str:
    """Say whose word counts in a scene's figures, as of when, and what else a reader of them has to know."""
    return " · ".join(_origin(scene))


def _origin(scene: Scene) -> Iterator[str]:
    asked = scene.asked
    yield _("confirmed by all") if asked.said == "confirmed" else _("accepted by the own authority")
    day = asked.moment.astimezone(SHANGHAI).date() if asked.moment else today()
    yield _("as of %(day)s") % {"day": day.isoformat()}
    if asked.bodies_on:
        yield _("by the bodies of %(day)s") % {"day": asked.bodies_on.isoformat()}
    if asked.public:
        yield _("small counts hidden")
    if settings.DEMONSTRATION:
        yield _("illustrative figures")


def _drawn(scene: Scene, panel: Panel) -> Picture:
    match panel.kind:
        case "paths":
            return paths_of(scene, panel.code, panel.over)
        case "map":
            return map_of(scene, panel.code, panel.period)
        case "ranking":
            return ranking_of(scene, panel.code, panel.period)
        case "region":
            return groups_in_time(scene, panel.code, region_groups(scene, panel.body))
        case "groups":
            pair = [group_of(scene, panel.one), group_of(scene, panel.other)]
            return groups_in_time(scene, panel.code, [(n, group) for n, group in enumerate(pair)])
        case _:
            raise Refusal("not-found", zh="没有这种图。", en="There is no such picture.")
