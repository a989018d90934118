"""Takes a plan on a day; gives what is supervised: reports, items, and whatever else somebody waits for."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from xietong import fulfilling
from xietong.fulfilling import Body, Matter, ReportState, Wait, WaitKind
from xietong_web.drafting.models import Item, Plan
from xietong_web.fulfilling.extending.queries import dues_in_force
from xietong_web.fulfilling.waiting.asking import questions, unsigned
from xietong_web.fulfilling.waiting.deriving import derive
from xietong_web.fulfilling.waiting.source import present
from xietong_web.fulfilling.waiting.table import CODES, Table, table
from xietong_web.fulfilling.waiting.words import title_of, waited_for

# A report handed in is its reviewers' to move: they are urged by the wait for their review, its body no more.
_WITH_BODY = [CODES[state] for state in (None, ReportState.DRAFT.value, ReportState.RETURNED.value)]
_BY_SILENCE = frozenset({WaitKind.REVIEW, WaitKind.CONFIRMATION, WaitKind.SIGNATURE, WaitKind.ANSWER})


@dataclass(frozen=True, slots=True)
class Watched:
    """A plan's matters on a day, and of each the item it is about and the kind of wait, where it is one."""

    matters: tuple[Matter, ...]
    items: dict[str, str]
    kinds: dict[str, WaitKind]


def matters_of(plan: Plan, day: date) -> Watched:
    """Return what is supervised in an agreed plan, in a constant number of statements."""
    rows = table(present(plan, day))
    titles = _titles(plan)
    found = derive(rows, questions(plan, None), unsigned(plan, None))
    about: dict[str, str] = {}
    kinds: dict[str, WaitKind] = {}
    matters: list[Matter] = []
    for item, matter in (*_reports(rows, titles), *_items(plan, rows, titles)):
        about[matter.uid] = item
        matters.append(matter)
    for at in np.flatnonzero(np.isin(found.columns.kind, [fulfilling.WAIT_KINDS.index(k) for k in _BY_SILENCE])):
        wait = found.value(int(at))
        if not wait.subject.startswith("notice/"):  # urges are answered or not; none is urged for the urge's sake
            matter = _of_wait(wait, titles)
            about[matter.uid], kinds[matter.uid] = wait.item, wait.kind
            matters.append(matter)
    return Watched(tuple(matters), about, kinds)


def _titles(plan: Plan) -> dict[str, str]:
    rows = plan.items.order_by().values_list("uid", "number", "title")
    proposals = plan.proposals.exclude(opened_at=None).values_list("number", "title")
    found = {uid: f"{number}{title}"[:120] for uid, number, title in rows}
    return found | {f"{WaitKind.SIGNATURE.value}/{number}": f"№{number} {title}"[:120] for number, title in proposals}


def _reports(rows: Table, titles: dict[str, str]) -> Iterator[tuple[str, Matter]]:
    reports = rows.reports
    open_ = np.isin(rows.expected(rows.done()).state, _WITH_BODY)
    for at in np.flatnonzero(open_).tolist():
        uid, period = rows.items[reports.item[at]], reports.period[at]
        body = Body(rows.parties[reports.party[at]], rows.bodies[reports.body[at]])
        key = f"report/{uid}/{body.party}/{body.organisation}/{period}"
        yield uid, Matter(key, f"{period} {titles.get(uid, uid)}", body, reports.due[at].item())


def _items(plan: Plan, rows: Table, titles: dict[str, str]) -> Iterator[tuple[str, Matter]]:
    done, duties = rows.done(), rows.duties
    dues = dict(Item.objects.filter(plan=plan).exclude(due=None).order_by().values_list("uid", "due"))
    dues |= dues_in_force(plan)  # what was extended is reminded of, and is late, by its new date
    for at in range(duties.leads):
        item = int(duties.item[at])
        uid = rows.items[item]
        if not done[item] and uid in dues:
            body = Body(rows.parties[duties.party[at]], rows.bodies[duties.body[at]])
            key = f"item/{uid}/{body.party}/{body.organisation}"
            yield uid, Matter(key, titles.get(uid, uid), body, dues[uid])


def _of_wait(wait: Wait, titles: dict[str, str]) -> Matter:
    ends = f"{wait.subject}|{wait.waiting}|{wait.on}"
    key = f"{wait.kind.value}/{hashlib.sha256(ends.encode()).hexdigest()[:32]}"
    words = waited_for(wait).zh
    title = f"{words}：{title_of(wait, titles)}"
    return Matter(key, title, wait.on, silent_since=wait.since)
