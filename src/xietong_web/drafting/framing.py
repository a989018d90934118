"""Takes people's changes of the plan itself: title, dates, objectives, basis; gives the act that writes them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from xietong import documents, drafting
from xietong.basics import Refusal, Source, SourceKind
from xietong_web.accounts.models import Member
from xietong_web.audit.keys import new_key
from xietong_web.drafting.checking import check_days, check_lengths, stale_edit
from xietong_web.drafting.frames import FRAME, seen_as
from xietong_web.drafting.models import Plan
from xietong_web.drafting.rows import plan_frame
from xietong_web.drafting.services import held_for_edit, write

KINDS = tuple(kind.value for kind in documents.BasisKind)
_Row = TypeVar("_Row", drafting.Objective, drafting.Basis)


@transaction.atomic
def change_plan(*, plan_uid: str, revision: str, changes: Mapping[str, Any], by: Member, now: datetime) -> Plan:
    """Change the plan itself, as somebody saw it under the mark ``revision`` (``frames.seen_as``).

    ``changes`` maps names in ``FRAME`` to values of the engine's ``Plan``; objectives and basis come whole, rows with a
    uid of the plan's keep their identity. Items no longer rest on a document that is taken out. Raises Refusal
    ``stale-edit`` with both texts, ``agreed-plan``, ``not-permitted``, ``unknown-field`` and those of ``framed``.
    """
    held = held_for_edit(plan_uid, by)
    plan = held.plan
    old = plan_frame(plan)
    new = framed(old, changes, revision, by)
    if new == old:
        return plan
    left = {each.uid for each in new.basis}
    gone = [each.uid for each in old.basis if each.uid not in left]
    resting = plan.items.filter(basis__uid__in=gone).distinct().values_list("uid", flat=True) if gone else ()
    before = held.values(resting)
    after = {uid: drafting.resting_on(value, left) for uid, value in before.items()}
    write(held, "plan-changed", by, now, before=before, after=after, frame=(old, new))
    return plan


def framed(old: drafting.Plan, changes: Mapping[str, Any], revision: str, by: Member) -> drafting.Plan:
    """Return a plan with its frame changed, fit to be written.

    New rows get identities of their own and the person as their source. Raises Refusal ``stale-edit`` where ``old`` is
    not what was seen, ``unknown-field``, ``empty-title``, ``too-long``, ``dates-reversed``, ``day-out-of-range``,
    ``bad-row``.
    """
    unknown = set(changes) - set(FRAME)
    if unknown:
        names = ", ".join(sorted(unknown))
        raise Refusal("unknown-field", zh=f"计划本身没有这些字段：{names}。", en=f"A plan has no such field: {names}.")
    wanted = {**changes}
    for name in {"title", "short_title"} & set(changes):
        wanted[name] = changes[name].strip()
    for name in {"objectives", "basis"} & set(changes):
        wanted[name] = _own(changes[name], getattr(old, name), by)
    new = replace(old, **wanted)
    _check(new)
    if revision != seen_as(old):
        raise stale_edit(old, wanted, seen_as(old), zh="计划本身", en="the plan itself")
    return drafting.reframe(old, new)


def _own(rows: Iterable[_Row], before: Iterable[_Row], by: Member) -> tuple[_Row, ...]:
    """Keep the identity and source of rows that were there; give new ones theirs."""
    known = {each.uid: each for each in before}
    found: list[_Row] = []
    for row in rows:
        was = known.pop(row.uid, None)
        source = was.source if was else Source(SourceKind.PERSON, person=by.sign)
        found.append(replace(_trimmed(row), uid=was.uid if was else new_key(), source=source))
    return tuple(found)


def _trimmed(row: _Row) -> _Row:
    if isinstance(row, drafting.Objective):
        return replace(row, text=row.text.strip())
    title = row.title.strip()
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        title = title[1:-1]  # pages put them there
    return replace(row, title=title)


def _check(new: drafting.Plan) -> None:
    if not new.title:
        raise Refusal("empty-title", zh="计划须有名称；请填写。", en="A plan needs a title; write one.", field="title")
    if new.start and new.end and new.end < new.start:
        raise Refusal(
            "dates-reversed",
            zh=f"结束时间 {new.end} 早于开始时间 {new.start}；请改正其中之一。",
            en=f"The end {new.end} lies before the start {new.start}; correct one of them.",
            field="end",
        )
    check_days([new.start, new.end, *(each.due for each in new.objectives)])
    texts = [(new.title, 200), (new.short_title, 80), *((each.title, 300) for each in new.basis)]
    check_lengths([*texts, *((each.text, 20_000) for each in new.objectives)])
    _check_rows(new)


def _check_rows(new: drafting.Plan) -> None:
    if not all(each.text for each in new.objectives) or not all(each.title for each in new.basis):
        raise Refusal(
            "bad-row",
            zh="目标须有内容，依据须有名称；请补写，或清空整行。",
            en="An objective needs its text, a basis its title; write it, or empty the whole row.",
        )
    strange = [each for each in new.basis if each.kind not in KINDS]
    if strange:
        raise Refusal(
            "bad-row",
            zh=f"依据“{strange[0].title}”的类别须为：{'、'.join(KINDS)}。",
            en=f"The kind of the basis “{strange[0].title}” must be one of {', '.join(KINDS)}.",
        )
