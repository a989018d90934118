"""Replays what the best-known open results framework was measured with, through the site's own acts and questions.

    python -m bench.results_framework [--projects 1000] [--databases sqlite postgresql] [--json var/results.json]

1,000 projects and their root, 8 indicators × 10 quarters each (80,080 periods), half of the values approved, then one
more. The submissions are laid as already signed off; what is timed are the acts and pages that people use. The peer's
figures were measured elsewhere on a machine of the same class and are none of this run.
"""

import gc
import json
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.apart import Line, database_url, of_one_size
from bench.stage import open_stage

if TYPE_CHECKING:
    from xietong_web.drafting.models import Plan
    from xietong_web.measuring.models import DataSet

INDICATORS = tuple(f"R{n}" for n in range(8))
PERIODS = tuple(f"{year}-Q{quarter}" for year in (2022, 2023, 2024) for quarter in (1, 2, 3, 4))[:10]
PEER = "Akvo RSR, measured elsewhere"


@dataclass(frozen=True, slots=True)
class Taken:
    """What something took: milliseconds by the clock and of this process's processor, and statements."""

    ms: float
    busy_ms: float = 0.0
    statements: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(self.ms + other.ms, self.busy_ms + other.busy_ms, self.statements + other.statements)


def in_middle_and_late(spent: Sequence[float]) -> tuple[float, float]:
    """Return the median and the 95th percentile."""
    ordered = sorted(spent)
    return ordered[len(ordered) // 2], ordered[max(0, round(0.95 * len(ordered)) - 1)]


class Framework:
    """A plan with its projects, form and submissions in a database of its own."""

    def __init__(self, projects: int, database: str) -> None:
        from django.utils import timezone

        from xietong_web.accounts.models import Member

        self.database, self.now = database, timezone.now()
        self.parties = [self._party(n, code, projects) for n, code in enumerate(("east", "west"))]
        self.plan = self._plan()
        self.office = {side: Member.objects.get(person__username=f"results-{side}") for side in ("east", "west")}
        self.form = self._form()
        self.waiting = self._submissions()

    def _party(self, ordinal: int, code: str, projects: int) -> Any:
        from xietong import basics
        from xietong_web.accounts.roles import Role
        from xietong_web.accounts.services import add_member, add_organisations, add_party
        from xietong_web.audit.services import System

        by = System()
        party = add_party(
            value=basics.Party(code, f"{code}方", code, code, code[0].upper(), code),
            ordinal=10 + ordinal,
            by=by,
            now=self.now,
        )
        several = projects // 2 + (1 - ordinal)
        values = [basics.Organisation(f"{code}-{n}", code, f"{code}项目{n}", kind="project") for n in range(several)]
        bodies = add_organisations(party=party, values=values, by=by, now=self.now)
        add_member(
            username=f"results-{code}", name="办公室", roles=[Role.JOINT_OFFICE], party=party, organisation=bodies[0],
            by=by, now=self.now,
        )  # fmt: skip
        return party

    def _plan(self) -> "Plan":
        from django.db import transaction

        from xietong import basics, drafting
        from xietong_web.audit.services import System
        from xietong_web.drafting.services import open_plan

        sides = tuple(basics.Party(each.code, each.name, side=each.side) for each in self.parties)
        item = drafting.Item("results", None, 0, drafting.Kind.DIRECTION, "成果")
        value = drafting.Plan("results", "成果框架", parties=sides, items=(item,))
        with transaction.atomic():
            return open_plan(value=value, parties=self.parties, by=System(), now=self.now)

    def _form(self) -> "DataSet":
        from xietong.basics import PeriodKind
        from xietong.measuring import Indicator
        from xietong_web.measuring import services

        by = self.office["east"]
        for code in INDICATORS:
            value = Indicator(code, f"成果{code}", period_type=PeriodKind.QUARTER)
            services.define_indicator(plan_uid=self.plan.uid, value=value, by=by, now=self.now)
        return services.open_data_set(
            plan_uid=self.plan.uid, name="成果填报", name_en="Results", kind="project", period_type=PeriodKind.QUARTER,
            first_period=PERIODS[0], sections=[{"title": "成果", "title_en": "", "indicators": list(INDICATORS)}],
            joint=False, rules=[], by=by, now=self.now,
        )  # fmt: skip

    def _submissions(self) -> list[str]:
        """Lay one signed submission per project and period; return those that wait, by period and project."""
        from django.db import transaction

        from xietong import measuring
        from xietong_web.accounts.models import Organisation
        from xietong_web.audit.services import System, record
        from xietong_web.measuring.models import Submission

        rows = []
        bodies = Organisation.objects.filter(kind="project").select_related("party").order_by("pk")
        for at, period in enumerate(PERIODS):
            for n, body in enumerate(bodies):
                cells = {code: str((n * 7 + at * 3 + k) % 50) for k, code in enumerate(INDICATORS)}
                value = measuring.Submission(
                    uid=f"r{at}-{n}", party=body.party.code, organisation=body.code, cells=cells,
                    state=measuring.SubmissionState.SUBMITTED,
                )  # fmt: skip
                row = Submission(
                    uid=value.uid, data_set=self.form, organisation=body, party=body.party, period=period,
                    state_since=self.now, signed_by="liaison", signed_at=self.now,
                )  # fmt: skip
                row.fill(value, self.now)
                rows.append(row)
        with transaction.atomic():
            Submission.objects.bulk_create(rows, batch_size=500)
            record("bench.said", by=System(), now=self.now, subject=("plan", self.plan.uid), rows=rows)
        return [row.uid for row in rows]

    def approve_half(self) -> Taken:
        """Approve every second submission in bulk, a party and period at a time; return what one of them took."""
        from xietong.measuring import SubmissionAct
        from xietong_web.measuring import collecting
        from xietong_web.measuring.models import Submission

        wanted, done = set(self.waiting[::2]), 0
        began, busy = time.perf_counter(), time.process_time()
        for side, office in self.office.items():
            for period in PERIODS:
                rows = Submission.objects.filter(period=period, party__code=side, uid__in=wanted, state="submitted")
                uids = list(rows.values_list("uid", flat=True))
                collecting.act_on_submissions(uids=uids, act=SubmissionAct.ACCEPT, by=office, now=self.now)
                done += len(uids)
        return Taken((time.perf_counter() - began) * 1000 / done, (time.process_time() - busy) * 1000 / done)

    def lines(self) -> list[Line]:
        """Measure everything."""
        many = len(self.waiting) * len(INDICATORS)
        bulk = self.approve_half()
        gc.collect()
        gc.freeze()  # as the served site does: what was laid here is not looked at with every collection
        return [
            self._line(
                "approve in bulk, per submission of 8 values", many, [bulk], note="a party and period at a time"
            ),
            self._approve_one(many),
            self._recompute(many),
            self._drill(many),
            self._move(many),
        ]

    def _line(self, name: str, size: int, spent: list[Taken], *, peer_ms: float | None = None, note: str = "") -> Line:
        p50, p95 = in_middle_and_late([each.ms for each in spent])
        busy = in_middle_and_late([each.busy_ms for each in spent])
        found = {
            "name": f"results: {name}", "size": size, "database": self.database, "p50_ms": round(p50, 2),
            "p95_ms": round(p95, 2), "peer": PEER if peer_ms else None, "peer_p50_ms": peer_ms,
            "ratio": round(peer_ms / p50, 1) if peer_ms else None,
            "note": f"{note}; of processor {busy[0]:,.1f} ms, p95 {busy[1]:,.1f} ms",
        }  # fmt: skip
        print(json.dumps(found, ensure_ascii=False), flush=True)
        return found

    def _root(self) -> Any:
        from xietong_web.measuring.queries import Scene

        return Scene.of(self.plan, code=INDICATORS[0]).figure(INDICATORS[0], PERIODS[4])

    def _approve_one(self, many: int) -> Line:
        from xietong.measuring import SubmissionAct
        from xietong_web.measuring import collecting
        from xietong_web.measuring.models import Submission

        rows = Submission.objects.filter(period=PERIODS[4], party__code="east", state="submitted").order_by("uid")[:21]
        before, spent, acting = self._root().units, [], []
        for row in rows:

            def approve(uid: str = row.uid, revision: int = row.revision) -> None:
                collecting.act_on_submission(
                    uid=uid, act=SubmissionAct.ACCEPT, revision=revision, by=self.office["east"], now=self.now
                )

            act = counted(approve)
            spent.append(act + counted(self._root))
            acting.append(act.ms)
        if self._root().units != before + len(rows):
            raise ValueError("an approved value did not reach the root")
        # The first has opened the engine and written its statement.
        statements, act_alone = {each.statements for each in spent}, in_middle_and_late(acting[1:])[0]
        note = f"{sorted(statements)} statements; the act alone {act_alone:.0f} ms; peer 3,014 statements"
        return self._line("one approved submission reaches the root", many, spent[1:], peer_ms=7400.0, note=note)

    def _recompute(self, many: int) -> Line:
        from xietong_web.measuring.cubes import figures_of, forget
        from xietong_web.measuring.queries import Scene

        found: dict[Any, Any] = {}

        def make() -> None:
            cube = Scene.of(self.plan).values.cube
            found.update(figures_of(cube) if cube else {})

        spent = []
        for _ in range(3):
            forget()
            spent.append(counted(make))
        note = f"{len(found)} figures from {many // 2:,} values and their files; the peer's 78 h are extrapolated"
        return self._line("recompute everything", many, spent, peer_ms=78 * 3.6e6, note=note)

    def _drill(self, many: int) -> Line:
        from django.test import Client

        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(self.office["east"].person, backend="xietong_web.accounts.known.Backend")
        address = f"/plans/{self.plan.uid}/indicators/{INDICATORS[0]}/pieces/?period={PERIODS[4]}"
        spent, size = [], 0
        for _ in range(21):
            pages: list[Any] = []
            spent.append(counted(lambda pages=pages: pages.append(client.get(address))))
            size = len(pages[0].content)
            if pages[0].status_code != 200:
                raise ValueError(f"{address} answers {pages[0].status_code}")
        note = f"{size / 1000:.0f} kB, {spent[-1].statements} statements; peer 6.3 MB"
        return self._line("drill down to the values of a result", many, spent[1:], peer_ms=9900.0, note=note)

    def _move(self, many: int) -> Line:
        from xietong import basics
        from xietong_web.accounts.services import add_hierarchy, move_place
        from xietong_web.audit.days import today
        from xietong_web.audit.services import System
        from xietong_web.measuring.grouping import branches
        from xietong_web.measuring.queries import Scene

        bodies = [each.code for each in self.parties[0].organisations.filter(kind="project")]
        groups = [basics.HierarchyNode(node, name=node) for node in ("a", "b")]
        places = [basics.HierarchyNode(code, "a", organisation=code) for code in bodies]
        value = basics.Hierarchy("results", "成果", nodes=(*groups, *places))
        add_hierarchy(value=value, by=System(), now=self.now)
        spent, sizes = [], [0]
        for n in range(6):
            node = f"east-{n * 2}"

            def move(node: str = node) -> None:
                move_place(hierarchy="results", node=node, parent="b", day=today(), by=System(), now=self.now)

            spent.append(counted(move))
            sizes = [len(each.bodies) for each in branches(Scene.of(self.plan, code=INDICATORS[0]))]
        note = f"one new row, the one before ended; {spent[-1].statements} statements; both groups then have {sizes} bodies"
        return self._line("move an organisation", many, spent[1:], note=note)


def counted(work: Callable[[], Any]) -> Taken:
    """Return what something took."""
    from django.db import connection

    asked = 0

    def count(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        began, busy = time.perf_counter(), time.process_time()
        work()
        return Taken((time.perf_counter() - began) * 1000, (time.process_time() - busy) * 1000, asked)


def work(database: str, projects: int) -> list[Line]:
    """Measure one database in this process."""
    with tempfile.TemporaryDirectory(prefix="xietong-results-") as folder, database_url(database, Path(folder)) as url:
        open_stage(Path(folder) / "workspace", url, [])
        return Framework(projects, database).lines()


if __name__ == "__main__":
    of_one_size("results_framework", __doc__, "projects", 1000, work)
