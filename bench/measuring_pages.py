"""Asks the pages about indicators of a plan whose form tens of thousands of bodies have filled in.

    python -m bench.measuring_pages [--bodies 40000] [--databases sqlite postgresql] [--json var/pages.json]

Two parties, 221 counties' authorities with a square each, the rest without; four figures (one in two categories), two
formulas (one of the unit, one of the sums) and one that looks a year back, for three years, all accepted. What was said
is laid as it stands after it was accepted; the partitions and the pages are the site's own. "First" is the page when
nothing is kept of it.
"""

import json
import tempfile
import time
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from bench.apart import Line, database_url, of_one_size
from bench.results_framework import Taken, counted, in_middle_and_late
from bench.stage import open_stage

if TYPE_CHECKING:
    from xietong_web.drafting.models import Plan
    from xietong_web.measuring.models import DataSet

YEARS = ("2022", "2023", "2024")
SEED, TILED, LOOKS = 20211123, 221, 9


class Country:
    """A plan with its bodies, form and what they say, in a database of its own."""

    def __init__(self, bodies: int, database: str) -> None:
        from django.test import Client
        from django.utils import timezone

        from xietong_web.accounts.models import Member

        self.bodies, self.database, self.now = bodies, database, timezone.now()
        self.parties = [self._party(n, code) for n, code in enumerate(("north", "south"))]
        self.office = Member.objects.get(person__username="pages-north")
        self.plan = self._plan()
        self.form = self._form()
        self._say()
        self.client = Client(SERVER_NAME="127.0.0.1")
        self.client.force_login(self.office.person, "xietong_web.accounts.known.Backend")
        self.board = self._board()

    def _party(self, ordinal: int, code: str) -> Any:
        from xietong import basics
        from xietong.measuring import Tile
        from xietong_web.accounts.roles import Role
        from xietong_web.accounts.services import add_member, add_organisations, add_party
        from xietong_web.audit.services import System
        from xietong_web.measuring.services import lay_tiles

        by = System()
        value = basics.Party(code, f"{code}方", code, code, code[0].upper(), code)
        party = add_party(value=value, ordinal=10 + ordinal, by=by, now=self.now)
        several = range(ordinal, self.bodies, 2)
        values = [basics.Organisation(f"b{n}", code, f"第{n}单位", kind="reporter") for n in several]
        bodies = add_organisations(party=party, values=values, by=by, now=self.now)
        tiles = [Tile(f"b{n}", n % 23, n // 23, f"区{n}") for n in several if n < TILED]
        lay_tiles(tiles=tiles, by=by, now=self.now)
        add_member(
            username=f"pages-{code}", name="办公室", roles=[Role.JOINT_OFFICE], party=party, organisation=bodies[0],
            by=by, now=self.now,
        )  # fmt: skip
        return party

    def _plan(self) -> "Plan":
        from django.db import transaction

        from xietong import basics, drafting
        from xietong_web.audit.services import System
        from xietong_web.drafting.services import open_plan

        sides = tuple(basics.Party(each.code, each.name, side=each.side) for each in self.parties)
        item = drafting.Item("pages", None, 0, drafting.Kind.DIRECTION, "指标")
        with transaction.atomic():
            value = drafting.Plan("pages", "指标页面", parties=sides, items=(item,))
            return open_plan(value=value, parties=self.parties, by=System(), now=self.now)

    def _form(self) -> "DataSet":
        from xietong.basics import PeriodKind
        from xietong.measuring import Adding, Category, Dimension, Direction, Indicator, Order, Scale
        from xietong_web.measuring import services

        area = Dimension("area", "城乡", "Area", (Category("town", "城镇"), Category("rural", "乡村")))
        mean = Adding.MEAN
        values = (
            Indicator("PUPILS", "在校生", dimensions=(area,)), Indicator("TEACHERS", "教师"),
            Indicator("PLACES", "学位"), Indicator("BOOKS", "图书", decimals=1, over_organisations=mean),
            Indicator("RATIO", "生师比", "", "", Scale.RATIO, Direction.LOWER, decimals=2, over_organisations=mean,
                      expression="[PUPILS] / [TEACHERS]", order=Order.TOTAL_FIRST),
            Indicator("COVER", "学位保障率", "", "%", Scale.RATIO, decimals=1, over_organisations=mean,
                      expression="[PLACES] / [PUPILS] * 100"),
            Indicator("RISE", "比上年", expression="[PLACES] - [PLACES @ -1y]"),
        )  # fmt: skip
        for value in values:
            services.define_indicator(plan_uid=self.plan.uid, value=value, by=self.office, now=self.now)
        filled = [value.code for value in values if not value.computed]
        return services.open_data_set(
            plan_uid=self.plan.uid, name="年报", name_en="Yearly", kind="reporter", period_type=PeriodKind.YEAR,
            first_period=YEARS[0], sections=[{"title": "规模", "title_en": "", "indicators": filled}], joint=False,
            rules=[], by=self.office, now=self.now,
        )  # fmt: skip

    def _say(self) -> None:
        """Lay what every body says for every year as accepted, and write its partitions."""
        from django.db import transaction

        from xietong import measuring
        from xietong_web.accounts.models import Organisation
        from xietong_web.audit.services import System, record
        from xietong_web.measuring.models import Submission
        from xietong_web.measuring.storing import block_of, keep

        rng = Random(SEED)
        bodies = list(Organisation.objects.filter(kind="reporter").select_related("party").order_by("pk"))
        for year in YEARS:
            rows = [self._row(measuring, Submission, body, year, n, rng) for n, body in enumerate(bodies)]
            blocks: dict[int, dict[int, str]] = {}
            for body in bodies:
                blocks.setdefault(block_of(body.pk), {})[body.pk] = body.code
            with transaction.atomic():
                Submission.objects.bulk_create(rows, batch_size=500)
                written: list[Any] = list(rows)
                for block, codes in blocks.items():
                    written += keep(self.form, year, block, codes, self.now)[0]
                record("bench.said", by=System(), now=self.now, subject=("plan", self.plan.uid), rows=written)

    def _row(self, measuring: Any, model: Any, body: Any, year: str, n: int, rng: Random) -> Any:
        size = rng.randint(40, 4000)
        cells = {
            "PUPILS|area=town": str(size), "PUPILS|area=rural": str(size // 3), "PLACES": str(size + rng.randint(-9, 99)),
            "TEACHERS": rng.choice(["", "/", "*"]) if rng.random() < 0.03 else str(1 + size // 12),
            "BOOKS": f"{size * rng.random():.1f}",
        }  # fmt: skip
        value = measuring.Submission(
            uid=f"p{year}-{n}", party=body.party.code, organisation=body.code, cells=cells,
            state=measuring.SubmissionState.CONFIRMED,
        )  # fmt: skip
        row = model(
            uid=value.uid, data_set=self.form, organisation=body, party=body.party, period=year, state_since=self.now,
            signed_by="liaison", signed_at=self.now, stood_from=self.now, confirmed_from=self.now,
        )  # fmt: skip
        row.fill(value, self.now)
        return row

    def _board(self) -> str:
        from xietong_web.measuring import boards
        from xietong_web.measuring.panels import Panel

        asked = (("paths", "RATIO"), ("map", "COVER"), ("ranking", "PUPILS"), ("paths", "PUPILS"))
        panels = [Panel(kind, code) for kind, code in asked]
        made = boards.make_board(plan_uid=self.plan.uid, title="看板", panels=panels, by=self.office, now=self.now)
        return made.uid

    def lines(self) -> list[Line]:
        """Ask every page: the first time, and then again and again."""
        base = f"/plans/{self.plan.uid}"
        pages = {
            "list of indicators": f"{base}/indicators/",
            "indicator, filled in": f"{base}/indicators/PUPILS/",
            "indicator, of the unit": f"{base}/indicators/COVER/",
            "indicator, of the sums": f"{base}/indicators/RATIO/",
            "indicator, a year back": f"{base}/indicators/RISE/",
            "indicator, for the public": f"{base}/indicators/PUPILS/?public=1",
            "values behind a number": f"{base}/indicators/RATIO/pieces/?of=party:north",
            "one body": f"{base}/regions/b7/",
            "two groups": f"{base}/comparison/",
            "board of four pictures": f"{base}/boards/{self.board}/",
            "ranking as CSV": f"{base}/pictures/ranking/csv/?code=PUPILS",
        }
        return [self._line(name, address) for name, address in pages.items()]

    def _line(self, name: str, address: str) -> Line:
        spent: list[Taken] = []
        size = 0
        for n in range(LOOKS + 1):
            # Another query each time: a page that is kept whole would only be handed out again.
            asked = f"{address}{'&' if '?' in address else '?'}look={n}"
            pages: list[Any] = []
            spent.append(counted(lambda asked=asked, pages=pages: pages.append(self.client.get(asked))))
            if pages[0].status_code != 200:
                raise ValueError(f"{asked} answers {pages[0].status_code}")
            size = len(pages[0].content)
        first, later = spent[0], spent[1:]
        busy = in_middle_and_late([each.busy_ms for each in later])
        found = {
            "name": f"pages: {name}", "size": self.bodies, "database": self.database, "users": 1,
            "p50_ms": round(in_middle_and_late([each.ms for each in later])[0], 1),
            "p95_ms": round(max(each.ms for each in later), 1),
            "note": f"the first time {first.ms:.0f} ms, {first.busy_ms:.0f} of processor; {later[-1].statements} statements;"
            f" {size / 1000:.0f} kB; of processor {busy[0]:.1f} ms, at most {max(each.busy_ms for each in later):.1f} ms",
        }  # fmt: skip
        print(json.dumps(found, ensure_ascii=False), flush=True)
        return found


def work(database: str, bodies: int) -> list[Line]:
    """Measure one database in this process."""
    with tempfile.TemporaryDirectory(prefix="xietong-pages-") as folder, database_url(database, Path(folder)) as url:
        open_stage(Path(folder) / "workspace", url, [])
        began = time.perf_counter()
        country = Country(bodies, database)
        print(f"laid in {time.perf_counter() - began:.0f} s", flush=True)
        return country.lines()


if __name__ == "__main__":
    of_one_size("measuring_pages", __doc__, "bodies", 40_000, work)
