"""Takes the demonstration's plan; gives it indicators and six years of figures, by the acts that people call.

The figures are made from the residents of each area at the census of 2020 and national shares (regions/chuanyu/
SOURCES.md), so that orders of magnitude are true; every one of them is invented and marked so on every page. What
happens to which area follows from its code, so that every load tells the same story.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from xietong.basics import PeriodKind, Wording
from xietong.measuring import (
    Adding,
    Category,
    Dimension,
    Direction,
    GivenCell,
    Indicator,
    Operator,
    Order,
    Rule,
    Scale,
    SubmissionAct,
    TargetKind,
)
from xietong_web.accounts.demonstration_people import PASSWORD
from xietong_web.accounts.models import Member, Organisation
from xietong_web.accounts.roles import Role
from xietong_web.accounts.services import add_member
from xietong_web.audit.queries import SHANGHAI
from xietong_web.audit.services import System
from xietong_web.drafting.models import Plan
from xietong_web.measuring import boards, collecting, importing, services, targeting
from xietong_web.measuring.models import DataSet, Submission
from xietong_web.measuring.panels import Panel
from xietong_web.workspace.demonstration_turns import OTHER

YEARS = ("2020", "2021", "2022", "2023", "2024", "2025")
NEWEST = YEARS[-1]
PLAYING = 2  # late areas of each side whose liaison can sign in: a password takes a while to make
AREA = Dimension("area", "城乡", "Area", (Category("town", "城镇", "Urban"), Category("rural", "乡村", "Rural")))
SOURCE = "示例数据：由第七次人口普查公报与全国教育事业发展统计公报的总量推算，非真实填报"
LAST = Adding.LAST
# fmt: off
INDICATORS = (
    Indicator(
        "PUPILS", "义务教育在校生", "Pupils in compulsory education", "人", over_time=LAST,
        dimensions=(AREA,), source=SOURCE,
    ),
    Indicator("TEACHERS", "义务教育专任教师", "Teachers in compulsory education", "人", over_time=LAST, source=SOURCE),
    Indicator("KIDS", "3–5岁人口", "Children aged 3 to 5", "人", over_time=LAST, source=SOURCE),
    Indicator("KINDER", "在园幼儿", "Children in kindergartens", "人", over_time=LAST, source=SOURCE),
    Indicator(
        "ALLIANCE", "加入川渝联盟的学校", "Schools in cross-province alliances", "所", over_time=LAST, source=SOURCE,
    ),
    Indicator(
        "ENROL", "学前教育毛入园率", "Gross enrolment in kindergartens", "%", Scale.RATIO, decimals=1, over_time=LAST,
        expression="[KINDER] / [KIDS] * 100", order=Order.TOTAL_FIRST, over_organisations=Adding.MEAN, source=SOURCE,
    ),
    Indicator(
        "RATIO", "义务教育生师比", "Pupils per teacher", "", Scale.RATIO, Direction.LOWER, decimals=2, over_time=LAST,
        expression="[PUPILS] / [TEACHERS]", order=Order.TOTAL_FIRST, over_organisations=Adding.MEAN, source=SOURCE,
    ),
)
# fmt: on
SECTIONS = [
    {"title": "义务教育", "title_en": "Compulsory education", "indicators": ["PUPILS", "TEACHERS"]},
    {"title": "学前教育", "title_en": "Kindergartens", "indicators": ["KIDS", "KINDER"]},
    {"title": "协同", "title_en": "Cooperation", "indicators": ["ALLIANCE"]},
]
RULES = (
    Rule(
        "生师比", "[PUPILS]", Operator.AT_MOST, "[TEACHERS] * 40",
        wording=Wording("在校生不应超过教师的40倍", "there should be at most 40 pupils a teacher"),
    ),
)  # fmt: skip


def _at(year: int, month: int, day: int, minute: int = 0) -> datetime:
    return datetime(year, month, day, 10, 0, tzinfo=SHANGHAI) + timedelta(minutes=minute)


def define(plan: Plan, people: Mapping[str, Member]) -> DataSet:
    """Register the indicators, promise targets on items while the plan is a draft, and open the yearly form."""
    chen, now = people["chen"], _at(2021, 10, 18)
    for value in INDICATORS:
        services.define_indicator(plan_uid=plan.uid, value=value, by=chen, now=now)
    tasks = list(plan.items.filter(kind="task").order_by("path").values_list("uid", flat=True)[:3])
    aims = (
        ("ENROL", "2023", Decimal(90), TargetKind.MILESTONE), ("ENROL", "2025", Decimal(93), TargetKind.TARGET),
        ("RATIO", "2025", Decimal("14.5"), TargetKind.TARGET), ("ALLIANCE", "2025", Decimal(1500), TargetKind.TARGET),
    )  # fmt: skip
    for n, (code, period, figure, kind) in enumerate(aims):
        item = tasks[n % len(tasks)]
        targeting.promise(
            plan_uid=plan.uid, item_uid=item, code=code, period=period, value=figure, kind=kind, by=chen, now=now
        )
    return services.open_data_set(
        plan_uid=plan.uid,
        name="区县教育年报（示例）",
        name_en="Yearly figures of the areas (illustrative)",
        kind="bureau",
        period_type=PeriodKind.YEAR,
        first_period="2020",
        sections=SECTIONS,
        days=59,
        joint=True,
        rules=RULES,
        by=chen,
        now=now,
    )


def begin(data_set: DataSet, people: Mapping[str, Member], folder: Path) -> None:
    """Let the figures of all years but the newest come in; one area corrects a slip."""
    _add_liaisons(data_set.kind)
    for year in YEARS[:-1]:
        _fill(data_set, year, people, folder)
    _correct(data_set, people)


def end(data_set: DataSet, people: Mapping[str, Member], folder: Path) -> None:
    """Let the newest figures come in, some late, some not confirmed; a board shows them."""
    _fill(data_set, NEWEST, people, folder)
    _board(data_set.plan, people)


def _fill(data_set: DataSet, year: str, people: Mapping[str, Member], folder: Path) -> None:
    """Let a year's figures come in: imported by the offices, signed off by each area, accepted, confirmed."""
    residents = _residents(folder / "example" / "population.csv")
    liaisons = _liaisons(data_set.kind)
    offices = {"cq": people["chen"], "sc": people["liu"]}
    reviewers = {"cq": people["peng"], "sc": people["deng"]}
    for party, office in offices.items():
        own = [code for code, member in liaisons.items() if member.party_code == party]
        told = [code for code in own if not (year == NEWEST and _is_late(code))]
        now = _at(int(year) + 1, 2, 6)
        cells = [
            cell
            for code in told
            for cell in (_cells(code, residents[code], year) if code in residents else _elsewhere(code, year))
        ]
        looked = importing.look(data_set, cells, (), office)
        rows = importing.take_values(
            data_set_uid=data_set.uid, cells=cells, findings=(), seen=looked.seen, by=office, now=now
        )
        _pass(rows, liaisons, reviewers, party, int(year) + 1)


def _residents(path: Path) -> dict[str, int]:
    with path.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: int(row["population"]) for row in csv.DictReader(stream)}


def _liaisons(kind: str) -> dict[str, Member]:
    """Return each area's liaison by the area's code."""
    known = {f"area{code}": code for code in Organisation.objects.filter(kind=kind).values_list("code", flat=True)}
    members = Member.objects.filter(person__username__in=known).select_related("person", "party", "organisation")
    liaisons = {known[member.person.username]: member for member in members.order_by("organisation__code")}
    for member in liaisons.values():
        member.held = frozenset({Role.LIAISON})
    return liaisons


def _add_liaisons(kind: str) -> None:
    """Add a liaison for every area; those of two that are late on each side can sign in and fill their figures in."""
    signing_in = Counter[str]()
    for body in Organisation.objects.filter(kind=kind).select_related("party").order_by("code"):
        plays = _is_late(body.code) and signing_in[body.party.code] < PLAYING
        signing_in[body.party.code] += plays
        add_member(
            username=f"area{body.code}",
            name=f"{body.name[:20]}联络员",
            roles=[Role.LIAISON],
            party=body.party,
            organisation=body,
            password=PASSWORD if plays else None,
            by=System(),
            now=_at(2021, 12, 1),
        )


def _is_late(code: str) -> bool:
    """Tell whether an area has not said its newest figures yet."""
    return _luck(code, "late") < 0.06


def _luck(code: str, what: str) -> float:
    """Return a number from 0 to 1 that a code always gives."""
    return int.from_bytes(hashlib.sha256(f"{code} {what}".encode()).digest()[:4]) / 2**32


def _cells(code: str, residents: int, year: str) -> list[GivenCell]:
    """Return an area's invented figures: shares of its residents that drift from year to year."""
    gone = int(year) - 2020 + 0.25 * (_luck(code, year) - 0.5)
    pupils = residents * (0.1105 * (0.9 + 0.2 * _luck(code, "pupils"))) * (1 + 0.006 * gone)
    town = min(0.97, 0.45 + 0.45 * _luck(code, "town") + 0.012 * gone)
    teachers = pupils / (15.15 * (0.92 + 0.16 * _luck(code, "teachers")) * (1 - 0.012 * gone))
    kids = residents * 0.040 * (0.9 + 0.2 * _luck(code, "kids")) * (1 - 0.03 * gone)
    enrolled = 0.80 + 0.12 * _luck(code, "kinder") + 0.018 * gone
    enrolled = min(enrolled, 0.94 + 0.6 * (enrolled - 0.94))  # the nearer to all, the slower
    alliance = round(residents / 60000 * _luck(code, "alliance") * max(0, int(year) - 2020) * 0.6)
    entries = {
        "PUPILS|area=town": f"{pupils * town:.0f}",
        "PUPILS|area=rural": f"{pupils * (1 - town):.0f}",
        "TEACHERS": f"{teachers:.0f}",
        "KIDS": f"{kids:.0f}",
        "KINDER": f"{kids * enrolled:.0f}",
        "ALLIANCE": str(alliance),
    }
    if _luck(code, "apply") < 0.05:
        entries["ALLIANCE"] = "/"
    if year == NEWEST and _luck(code, "withhold") < 0.04:
        entries["TEACHERS"] = "*"
    return [GivenCell(f"{code} {key}", code, year, key, entry) for key, entry in entries.items()]


def _elsewhere(code: str, year: str) -> list[GivenCell]:
    """Return what a new area says: its schools are told by the districts they lie in."""
    keys = ("PUPILS|area=town", "PUPILS|area=rural", "TEACHERS", "KIDS", "KINDER", "ALLIANCE")
    return [GivenCell(f"{code} {key}", code, year, key, "/") for key in keys]


def _pass(
    rows: Sequence[Submission],
    liaisons: Mapping[str, Member],
    reviewers: Mapping[str, Member],
    party: str,
    year: int,
) -> None:
    for n, row in enumerate(rows):
        collecting.act_on_submission(
            uid=row.uid,
            act=SubmissionAct.SUBMIT,
            revision=row.revision,
            by=liaisons[row.organisation.code],
            now=_at(year, 2, 15, n),
        )
    uids = [row.uid for row in rows]
    collecting.act_on_submissions(uids=uids, act=SubmissionAct.ACCEPT, by=reviewers[party], now=_at(year, 3, 1))
    seen = [row.uid for row in rows if not (year == int(NEWEST) + 1 and _luck(row.organisation.code, "confirm") < 0.1)]
    other = reviewers[OTHER[party]]
    collecting.act_on_submissions(uids=seen, act=SubmissionAct.CONFIRM, by=other, now=_at(year, 3, 12))


def _correct(data_set: DataSet, people: Mapping[str, Member]) -> None:
    """One area finds a slip: the value is unlocked, corrected, accepted and confirmed anew; both stay to be seen."""
    row = data_set.submissions.filter(organisation__code="500112", period="2022").get()
    liaison, now = _liaisons(data_set.kind)["500112"], _at(2023, 5, 8)

    def do(act: SubmissionAct, by: Member, row: Submission, **more: str) -> Submission:
        return collecting.act_on_submission(uid=row.uid, act=act, revision=row.revision, by=by, now=now, **more)

    do(SubmissionAct.UNLOCK, people["peng"], row, cell="TEACHERS", reason="重复计入两所学校的教师。")
    again = collecting.begin_submission(
        data_set_uid=data_set.uid, organisation="500112", period="2022", by=liaison, now=now
    )
    old = Decimal(again.cell_values()["TEACHERS"])
    typed = {"TEACHERS": f"{old - 120:f}"}
    again = collecting.fill_in(uid=again.uid, revision=again.revision, typed=typed, by=liaison, now=now)
    again = do(SubmissionAct.SUBMIT, liaison, again)
    again = do(SubmissionAct.ACCEPT, people["peng"], again)
    do(SubmissionAct.CONFIRM, people["deng"], again)


def _board(plan: Plan, people: Mapping[str, Member]) -> None:
    both = Panel("groups", "ALLIANCE", one="party:cq", other="party:sc")
    ways = [Panel("paths", "ENROL"), Panel("paths", "RATIO")]
    chosen = [*ways, Panel("map", "ENROL"), Panel("ranking", "ALLIANCE"), both]
    boards.make_board(plan_uid=plan.uid, title="一屏看进展", panels=chosen, by=people["chen"], now=_at(2026, 3, 20))
