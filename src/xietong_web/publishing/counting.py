"""Takes a plan and a period; gives what its bulletin counts: figures, bars, what is behind and why, waits, evidence."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np
from django.db.models import QuerySet

from xietong import drafting, fulfilling
from xietong.basics import Period
from xietong.fulfilling import Colour, LightRules, LightState
from xietong_web.accounts.models import Organisation, Party
from xietong_web.audit.queries import end_of
from xietong_web.drafting.models import Duty, Item, Plan
from xietong_web.fulfilling.lighting import lit
from xietong_web.fulfilling.models import SEEN_BY_ALL, Report
from xietong_web.fulfilling.queries import parties_of
from xietong_web.fulfilling.standing import Standings, standings
from xietong_web.fulfilling.waiting.queries import waits_of
from xietong_web.fulfilling.waiting.words import called, titles_of, waited_for

LONGEST = 30  # lines of a list: a bulletin is read in five minutes
DONE = 99.995
RANKED = frozenset({"parties", "districts"})
DISTRICTS = ("bureau", "prefecture")  # the kinds of an education authority of a county, a district, a prefecture
Lines = list[dict[str, Any]]
Joints = defaultdict[str, float]


def counted(plan: Plan, period: Period, today: date, *, rankings: Collection[str] = ()) -> dict[str, Any]:
    """Return what a bulletin counts, as plain values: as of the period's end, or of today while it runs.

    Waits are those of today. Rankings are counted only where asked for, of ``parties`` and of ``districts``. Only what
    every party may see counts: reports that the reporting party's own authority has passed.
    """
    day, parties = min(period.end, today), parties_of(plan)
    stand = standings(plan, parties, day if day < today else None)
    tasks = list(plan.items.exclude(children__isnull=False).filter(kind__in=drafting.WORK).order_by("path"))
    leads = _leads(plan)
    joint = _joints(stand)
    behind = _behind(plan, tasks, joint, leads, period, day, today)
    waits = _waits(plan, today)
    done = sum(1 for task in tasks if joint[task.uid] >= DONE)
    overdue = sum(1 for task in tasks if task.due and task.due < day and joint[task.uid] < DONE)
    reports = Report.objects.filter(plan=plan, period=period.code, state__in=SEEN_BY_ALL)
    whole = stand.bar()
    return {
        "day": day.isoformat(),
        "waits_on": today.isoformat(),
        "figures": [
            _figure("任务", f"{len(tasks)} 项", f"截至{day.isoformat()}"),
            _figure("联合进度", f"{whole.joint:.0f}%", "各方共同确认的最低进度，按权重汇总"),
            _figure("各方差距", f"{whole.gap:.0f} 个百分点", "进度最快与最慢一方之差"),
            _figure("已完成", f"{done} 项", "各方牵头责任均已确认"),
            _figure("已逾期", f"{overdue} 项", "超过完成时限且未完成"),
            _figure("本期填报", f"{reports.count()} 份", f"其中已互认 {reports.filter(state='confirmed').count()} 份"),
            _figure("等待事项", f"{waits['total']} 项", f"截至{today.isoformat()}"),
        ],
        "bars": [_bar("", "计划总体", stand)] + [_bar(d.uid, f"{d.number}{d.title}", stand) for d in _directions(plan)],
        "timetable": _coming(tasks, joint, leads, day, period),
        "behind": behind,
        "waits": waits["lines"],
        "ranked": sorted(set(rankings) & RANKED),
        "rankings": list(_rankings(plan, stand, day, set(rankings))),
        "evidence": _evidence(reports),
    }


def summary_of(said: dict[str, Any]) -> str:
    """Return the opening paragraph that a new bulletin proposes."""
    value = {each["label"]: each["value"].replace(" ", "") for each in said["figures"]}
    return (
        f"截至{said['day']}，计划共{value['任务']}任务，联合进度{value['联合进度']}，各方差距{value['各方差距']}；"
        f"已完成{value['已完成']}，逾期{value['已逾期']}。"
    )


def _figure(label: str, value: str, note: str) -> dict[str, str]:
    return {"label": label, "value": value, "note": note}


def _joints(stand: Standings) -> defaultdict[str, float]:
    """Return the joint confirmed percent by item; 0 where nobody leads or nothing is reported."""
    found: defaultdict[str, float] = defaultdict(float)
    if stand.progress is not None:
        known = np.nan_to_num(stand.progress.joint).tolist()
        found.update(zip(stand.progress.uids, known, strict=False))
    return found


def _directions(plan: Plan) -> Iterable[Item]:
    return plan.items.filter(depth=0, kind="direction").order_by("path")[:LONGEST]


def _bar(uid: str, label: str, stand: Standings) -> dict[str, Any]:
    """Return a double bar's figures: percents by party's code."""
    if stand.progress is None:
        parts = {party.code: [0.0, 0.0] for party in stand.parties}
        return {"label": label, "parts": parts, "joint": 0.0, "gap": 0.0}
    found = stand.progress.of(uid)
    parts = {party.code: [0.0, 0.0] for party in stand.parties}
    parts |= {code: [float(confirmed), float(claimed)] for code, (claimed, confirmed) in found.parties.items()}
    return {"label": label, "parts": parts, "joint": float(found.joint or 0.0), "gap": float(found.gap or 0.0)}


def _leads(plan: Plan) -> dict[int, str]:
    names: dict[int, list[str]] = {}
    rows = Duty.objects.filter(plan=plan, role="lead").order_by("item_id", "ordinal")
    for item, name, official in rows.values_list("item_id", "name", "organisation__name"):
        names.setdefault(item, []).append(official or name)
    return {item: "、".join(dict.fromkeys(group)) for item, group in names.items()}


def _line(task: Item, leads: dict[int, str], **more: str) -> dict[str, str]:
    due = task.due.isoformat() if task.due else ""
    return {"uid": task.uid, "item": f"{task.number}{task.title}", "lead": leads.get(task.pk, ""), "due": due, **more}


def _behind(
    plan: Plan, tasks: list[Item], joint: Joints, leads: dict[int, str], period: Period, day: date, today: date
) -> Lines:
    """Return the first tasks whose light is red, with the cause in the unit's own words, else in those of the rule."""
    lamps = lit(plan, today)
    red: list[tuple[Item, str]] = []
    for task in tasks:
        if lamps is not None and day == today:  # the lights of the plan's own pages
            shown = lamps.of(task.pk)
            is_red, why = (shown.colour == Colour.RED.value, shown.sentence.zh) if shown else (False, "")
        else:
            state = LightState(task.start, task.due, joint[task.uid], done=joint[task.uid] >= DONE)
            then = fulfilling.light(state, lamps.rules if lamps else LightRules(), day)
            is_red, why = then.colour is Colour.RED, then.wording.zh
        if is_red and len(red) < LONGEST:
            red.append((task, why))
    told = _problems(plan, [task.pk for task, _ in red], period)
    return [_line(task, leads, light=why, cause=told.get(task.pk) or why) for task, why in red]


def _problems(plan: Plan, items: Collection[int], period: Period) -> dict[int, str]:
    """Return the problems that the last report on each of some items tells of, until the end of a period."""
    rows = Report.objects.filter(plan=plan, item__in=items, period__lte=period.code, state__in=SEEN_BY_ALL)
    told: dict[int, str] = {}
    for item, content in rows.order_by("period").values_list("item_id", "content"):
        told[item] = json.loads(content).get("problems", "").strip() or told.get(item, "")
    return told


def _coming(tasks: list[Item], joint: Joints, leads: dict[int, str], day: date, period: Period) -> Lines:
    """Return the tasks due after the day until the end of the next period, the earliest first."""
    end = period.next().end
    soon = sorted((task.due, task.path, task) for task in tasks if task.due and day <= task.due <= end)
    return [_line(task, leads, light=f"联合进度 {joint[task.uid]:.0f}%") for *_, task in soon[:LONGEST]]


def _waits(plan: Plan, today: date) -> dict[str, Any]:
    found = waits_of(plan, today)
    names: dict[str, str] = dict(Organisation.objects.filter(party__plans=plan).values_list("code", "name"))
    names |= dict(Party.objects.filter(plans=plan).values_list("code", "name"))
    titles = titles_of(plan, found[:LONGEST])
    lines = [
        {
            "who": names.get(wait.waiting.organisation or wait.waiting.party, ""),
            "whom": names.get(wait.on.organisation or wait.on.party, ""),
            "what": f"{waited_for(wait).zh}：{called(wait, titles).zh}",
            "since": wait.since.isoformat(),
            "days": wait.workdays,
        }
        for wait in found[:LONGEST]
    ]
    return {"total": len(found), "lines": lines}


def _rankings(plan: Plan, stand: Standings, day: date, asked: set[str]) -> Iterator[dict[str, Any]]:
    """Yield the rankings asked for, each best first; one of fewer than two ranks nobody and is left out."""
    if "parties" in asked and len(stand.parties) > 1:
        bar = _bar("", "", stand)
        rows = sorted(((bar["parts"][party.code][0], party.name) for party in stand.parties), reverse=True)
        yield {"title": "各方确认进度", "rows": [[name, f"{percent:.0f}%"] for percent, name in rows]}
    if "districts" in asked and len(districts := _districts(plan, day)) > 1:
        best = sorted(districts, key=lambda each: (-each[1], each[0]))
        yield {"title": "区县确认进度", "rows": [[name, f"{percent:.0f}%（{n} 项）"] for name, percent, n in best]}


def _districts(plan: Plan, day: date) -> list[tuple[str, float, int]]:
    """Return (name, mean confirmed percent of the lead duties, how many) of each district's bureau that leads.

    A duty without a confirmed report stands at 0.
    """
    duties = Duty.objects.filter(plan=plan, role="lead", organisation__kind__in=DISTRICTS).order_by(
        "organisation__code"
    )
    led = list(duties.values_list("item_id", "organisation_id", "organisation__name"))
    sure: dict[tuple[int, int | None], float] = {}
    rows = Report.objects.filter(plan=plan, organisation__kind__in=DISTRICTS, state__in=SEEN_BY_ALL)
    for row in rows.select_related("item", "party", "organisation").order_by("period"):
        _, confirmed = fulfilling.percents(row.to_value(), end_of(day))
        if confirmed is not None:
            sure[row.item_id, row.organisation_id] = float(confirmed)
    figures: dict[str, list[float]] = defaultdict(list)
    for item, body, name in led:
        figures[name].append(sure.get((item, body), 0.0))
    return [(name, sum(each) / len(each), len(each)) for name, each in figures.items()]


def _evidence(reports: QuerySet[Report]) -> list[list[str]]:
    """Return (what, where) of the evidence behind the period's reports; files are named by their SHA-256."""
    rows = reports.select_related("item", "organisation").order_by("item__path", "party__ordinal")
    return [
        [f"{row.item.number}{row.item.title}（{row.organisation.name}）", _where(each)]
        for row in rows
        for each in json.loads(row.content).get("evidence", ())
    ]


def _where(each: str) -> str:
    return each if each.startswith("http") else f"SHA-256 {each}"
