"""Takes data sets that are open; gives the act that changes their name, deadline, rules and last period.

What a form asks for, of whom and how often, stays: signed values were written by it. What is asked for besides is
another data set.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from xietong import measuring
from xietong.basics import Finding, Period, Refusal
from xietong_web.accounts.models import Member
from xietong_web.accounts.permissions import require
from xietong_web.audit.digests import canonical
from xietong_web.audit.services import record
from xietong_web.drafting.queries import party_codes
from xietong_web.measuring.collecting import the_data_set
from xietong_web.measuring.models import DataSet
from xietong_web.measuring.plain import rule_to_plain
from xietong_web.measuring.services import rule_problems, the_period, wrong


@transaction.atomic
def change_data_set(
    *,
    data_set_uid: str,
    by: Member,
    now: datetime,
    name: str | None = None,
    name_en: str | None = None,
    days: int | None = None,
    rules: Iterable[measuring.Rule] | None = None,
    last_period: str | None = None,
) -> DataSet:
    """Change what is given of a data set; ``last_period`` closes it after that period, empty opens it again.

    A last period before the first closes a form in which nothing was begun. Raises Refusal ``not-found``,
    ``not-permitted``, and those of ``change_problems``.
    """
    row = the_data_set(data_set_uid, by, locked=True)
    require(by, "measuring.define", plan_parties=party_codes(row.plan))
    checks = None if rules is None else _as_before(row, tuple(rules))
    found = change_problems(row, last_period=last_period, rules=checks or ())
    if found:
        raise Refusal.of(found[0])
    wanted = {
        "name": name and name.strip(),
        "name_en": None if name_en is None else name_en.strip(),
        "days": days,
        "rules": None if checks is None else canonical([rule_to_plain(rule) for rule in checks]),
        "last_period": the_period(last_period).code if last_period else last_period,
    }
    changed = {key: value for key, value in wanted.items() if value is not None and value != getattr(row, key)}
    if changed:
        before = {key: getattr(row, key) for key in changed}
        for key, value in changed.items():
            setattr(row, key, value)
        row.save(update_fields=list(changed))
        data = {"plan": row.plan_id, "changed": changed, "before": before}
        record("measuring.data-set-changed", by=by, now=now, subject=("data-set", row.uid), data=data, rows=[row])
    return row


def _as_before(row: DataSet, rules: Sequence[measuring.Rule]) -> Sequence[measuring.Rule]:
    """Keep a rule that says what it said whole: its words are not typed."""
    known = {_said(each): each for each in row.rule_values()}
    return [known.get(_said(each), each) for each in rules]


def _said(rule: measuring.Rule) -> measuring.Rule:
    return replace(rule, wording=None)


def change_problems(
    row: DataSet, *, last_period: str | None = None, rules: Iterable[measuring.Rule] = ()
) -> list[Finding]:
    """Return everything in the way of a change, each with its field.

    ``bad_period``, ``other_period``, ``values_after``, ``rule_asks_more``, and those of reading a rule.
    """
    found = [finding for rule in rules for finding in rule_problems(rule, row.codes())]
    return [*found, *(_of_last(row, last_period) if last_period else ())]


def _of_last(row: DataSet, code: str) -> Iterable[Finding]:
    try:
        last = the_period(code)
    except Refusal as refusal:
        yield refusal.noticed("last_period")
        return
    if last.kind is not Period.from_code(row.first_period).kind:
        zh = f"“{code}”与首期 {row.first_period} 的时期类型不同；请改写。"
        en = f"{code} is of another kind of period than the first, {row.first_period}; write one of its kind."
        yield wrong("other_period", "last_period", zh, en)
        return
    begun = (Period.from_code(each) for each in row.submissions.order_by().values_list("period", flat=True).distinct())
    later = max((each for each in begun if each > last), default=None)
    if later is not None:
        zh = f"{later.code} 已有填报；请将末期设为 {later.code} 或更晚。"
        en = f"Figures of {later.code} have been begun; close it with {later.code} or later."
        yield wrong("values_after", "last_period", zh, en)
