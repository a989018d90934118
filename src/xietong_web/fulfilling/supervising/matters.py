"""Takes a plan on a day; gives what is supervised: reports, items, and whatever else somebody waits for."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from xietong import endorsing, fulfilling
from xietong.basics import Wording
from xietong.fulfilling import Body, Matter, ReportState, Wait, WaitKind
from xietong_web.drafting.models import Item, Plan
from xietong_web.fulfilling.extending.queries import dues_in_force
from xietong_web.fulfilling.waiting.asking import handed_in, questions, titles_asked, unsigned
from xietong_web.fulfilling.waiting.deriving import derive
from xietong_web.fulfilling.waiting.source import present
from xietong_web.fulfilling.waiting.table import CODES, Table, table
from xietong_web.fulfilling.waiting.words import called, question_of, waited_for, with_period

# A report handed in is its reviewers' to move: they are urged by the wait for their review, its body no more.
_WITH_BODY = [CODES[state] for state in (None, ReportState.DRAFT.value, ReportState.RETURNED.value)]
LONG = 120  # characters of a title that a notice tells
_BY_SILENCE = frozenset({WaitKind.REVIEW, WaitKind.CONFIRMATION, WaitKind.SIGNATURE, WaitKind.ANSWER})


@dataclass(frozen=True, slots=True)
class Watched:
    """A plan's matters on a day, and of each the item it is about and the kind of wait, where it is one; where that is
    for the answer to a question about no item, the question."""

    matters: tuple[Matter, ...]
    items: dict[str, str]
    kinds: dict[str, WaitKind]
    questions: dict[str, str]


def matters_of(plan: Plan, day: date) -> Watched:
    """Return what is supervised in an agreed plan, in a constant number of statements."""
    rows = table(present(plan, day))
    titles = _titles(plan)
    found = derive(rows, questions(plan, None), unsigned(plan, None))
    about: dict[str, str] = {}
    kinds: dict[str, WaitKind] = {}
    asked: dict[str, str] = {}
    matters: list[Matter] = []
    for item, matter in (*_reports(rows, titles), *_items(plan, rows, titles)):
        about[matter.uid] = item
        matters.append(matter)
    by_silence = np.isin(found.columns.kind, [fulfilling.WAIT_KINDS.index(kind) for kind in _BY_SILENCE])
    waits = [found.value(int(at)) for at in np.flatnonzero(by_silence)]
    # Urges are answered or not; none is urged for the urge's sake.
    waits = [wait for wait in waits if not wait.subject.startswith("notice/")]
    # Who has done its part is urged no more by it: what is left is its authority's to move, and is a wait of its own.
    handed = handed_in({wait.subject for wait in waits if wait.kind is WaitKind.ANSWER})
    waits = [wait for wait in waits if wait.subject not in handed]
    titles |= _asked(waits)
    for several in _alike(waits, titles):
        matter = _of_waits(several, titles)
        about[matter.uid], kinds[matter.uid] = several[0].item, several[0].kind
        asked[matter.uid] = question_of(min(several, key=lambda each: each.since))
        matters.append(matter)
    return Watched(tuple(matters), about, kinds, asked)


def _titles(plan: Plan) -> dict[str, Wording]:
    rows = plan.items.order_by().values_list("uid", "number", "title")
    proposals = plan.proposals.exclude(opened_at=None).values_list("number", "title")
    found = {uid: Wording.same(f"{number}{title}"[:LONG]) for uid, number, title in rows}
    signed = {
        f"{WaitKind.SIGNATURE.value}/{number}": endorsing.called(number, title[:LONG]) for number, title in proposals
    }
    return found | signed


def _asked(waits: Sequence[Wait]) -> dict[str, Wording]:
    """Return what questions that are about no item are called."""
    subjects = {wait.subject for wait in waits if question_of(wait)}
    return {
        f"{WaitKind.ANSWER.value}/{uid}": Wording(title.zh[:LONG], title.en[:LONG])
        for uid, title in titles_asked(subjects).items()
    }


def _called(uid: str, titles: dict[str, Wording]) -> Wording:
    return titles.get(uid) or Wording.same(uid)


def _reports(rows: Table, titles: dict[str, Wording]) -> Iterator[tuple[str, Matter]]:
    reports = rows.reports
    open_ = np.isin(rows.expected(rows.done()).state, _WITH_BODY)
    for at in np.flatnonzero(open_).tolist():
        uid, period = rows.items[reports.item[at]], reports.period[at]
        body = Body(rows.parties[reports.party[at]], rows.bodies[reports.body[at]])
        key = f"report/{uid}/{body.party}/{body.organisation}/{period}"
        yield uid, Matter(key, with_period(_called(uid, titles), period), body, reports.due[at].item())


def _items(plan: Plan, rows: Table, titles: dict[str, Wording]) -> Iterator[tuple[str, Matter]]:
    done, duties = rows.done(), rows.duties
    dues = dict(Item.objects.filter(plan=plan).exclude(due=None).order_by().values_list("uid", "due"))
    dues |= dues_in_force(plan)  # what was extended is reminded of, and is late, by its new date
    for at in range(duties.leads):
        item = int(duties.item[at])
        uid = rows.items[item]
        if not done[item] and uid in dues:
            body = Body(rows.parties[duties.party[at]], rows.bodies[duties.body[at]])
            key = f"item/{uid}/{body.party}/{body.organisation}"
            yield uid, Matter(key, _called(uid, titles), body, dues[uid])


def _alike(waits: Sequence[Wait], titles: dict[str, Wording]) -> Iterable[list[Wait]]:
    """Put together the questions that many put to one about the same thing: a thousand schools whose figures wait for
    one office are one notice to it. All other waits stand alone."""
    found: dict[object, list[Wait]] = {}
    for wait in waits:
        key = (wait.on, waited_for(wait), called(wait, titles)) if question_of(wait) else wait
        found.setdefault(key, []).append(wait)
    return found.values()


def _of_waits(waits: Sequence[Wait], titles: dict[str, Wording]) -> Matter:
    """Return the matter of one wait, or of several for the same thing: it has been silent since the first began."""
    wait, count = min(waits, key=lambda each: each.since), len(waits)
    words, title = waited_for(wait), called(wait, titles)
    ends = f"{words.zh}|{title.zh}|{wait.on}" if question_of(wait) else f"{wait.subject}|{wait.waiting}|{wait.on}"
    key = f"{wait.kind.value}/{hashlib.sha256(ends.encode()).hexdigest()[:32]}"
    more = Wording(f"（共 {count} 件）", f" ({count} of them)") if count > 1 else Wording.same("")
    said = Wording(f"{words.zh}：{title.zh}{more.zh}", f"{words.en}: {title.en}{more.en}")
    return Matter(key, said, wait.on, silent_since=wait.since)
