"""Takes what was typed into a report; gives its content, or the refusal that says what to correct."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from django.db.models import QuerySet

from xietong import drafting, fulfilling
from xietong.basics import Refusal, Wording, in_field
from xietong.fulfilling import Content
from xietong_web.audit.asking import asked
from xietong_web.drafting.models import Milestone, Target
from xietong_web.drafting.rows import item_values
from xietong_web.fulfilling.evidence import check_amount, checked_links, files_in
from xietong_web.fulfilling.models import Report

LONGEST = 20_000  # characters in one text
PERCENT = Wording(zh="累计进度（%）", en="Reached so far, percent")


def content_of(posted: Mapping[str, str], report: Report, before: Content) -> Content:
    """Return the content that a form says, checked; files stay those of the report.

    ``reached`` chooses between a percent and a milestone, which stands for one. Raises Refusal ``bad-number``,
    ``bad-link``, ``too-long``, ``no-such-milestone``.
    """
    links = checked_links(posted.get("links", ""))
    evidence = (*files_in(before.evidence), *links)
    check_amount(len(evidence))
    targets = targets_of(report.item_id)
    content = Content(
        percent=_number_in("percent", said, PERCENT) if (said := posted.get("percent", "").strip()) else None,
        figures={
            each.uid: _number_in(f"figure-{each.uid}", said, Wording(each.indicator, each.indicator))
            for each in targets
            if (said := posted.get(f"figure-{each.uid}", "").strip())
        },
        text=_text(posted, "text"),
        problems=_text(posted, "problems"),
        next_steps=_text(posted, "next_steps"),
        evidence=evidence,
    )
    if posted.get("reached") == "milestone" and posted.get("milestone"):
        return _at_milestone(content, report, posted["milestone"])
    return content


def typed(posted: Mapping[str, str], report: Report, before: Content) -> Content:
    """Return the content of a form that is still being typed, less the numbers and lines that cannot be read yet."""
    readable = {name: _readable(name, said) for name, said in posted.items()}
    try:
        return content_of(readable, report, before)
    except Refusal:  # a milestone that is gone, more evidence than a report holds
        text, problems, next_steps = (readable.get(name, "") for name in ("text", "problems", "next_steps"))
        return replace(before, text=text, problems=problems, next_steps=next_steps, no_change=False)


def unread_links(posted: Mapping[str, str]) -> list[str]:
    """Return the lines of a form that is still being typed that are no links yet."""
    lines = [line.strip() for line in posted.get("links", "")[:LONGEST].splitlines()]
    return [line for line in lines if line and not _reads(checked_links, line)]


def _readable(name: str, said: str) -> str:
    if name == "links":
        return "\n".join(line for line in said.splitlines() if _reads(checked_links, line))
    if name == "percent" or name.startswith("figure-"):
        return said if _reads(number, said, PERCENT) else ""
    return said[:LONGEST]


def _reads(read: Callable[..., object], *typed: object) -> bool:
    with suppress(Refusal):
        read(*typed)
        return True
    return False


def _text(posted: Mapping[str, str], name: str) -> str:
    text = posted.get(name, "").replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise Refusal(
            "too-long",
            zh=f"一栏文字不能超过 {LONGEST} 字；请精简或改为附件。",
            en=f"A text holds {LONGEST} characters at most; shorten it or attach a file.",
            field=name,
        )
    return text


def _at_milestone(content: Content, report: Report, milestone: str) -> Content:
    (item,) = item_values(report.plan, report.plan.items.filter(pk=report.item_id))
    try:
        return fulfilling.at_milestone(content, item, milestone)
    except KeyError as trouble:
        raise Refusal(
            "no-such-milestone",
            zh="此事项没有这个节点，可能已修订；请重新选择。",
            en="The item has no such milestone; it may have been amended. Choose again.",
            field="milestone",
        ) from trouble


def _number_in(field: str, text: str, of: Wording) -> Decimal:
    with in_field(field):
        return number(text, of)


def number(text: str, of: Wording) -> Decimal:
    """Return a number as typed, with or without thousands commas and a percent sign; ``of`` names its field.

    Raises Refusal ``bad-number``.
    """
    try:
        value = Decimal(text.replace(",", "").replace("，", "").strip().rstrip("%％"))
    except InvalidOperation as trouble:
        raise Refusal(
            "bad-number",
            zh=f"“{of.zh}”须填数字，“{text[:40]}”不是数字；请改正。",
            en=f"“{text[:40]}” in “{of.en}” is no number; correct it.",
        ) from trouble
    if not value.is_finite() or abs(value) >= Decimal(10) ** 18:
        raise Refusal(
            "bad-number", zh=f"“{of.zh}”的数值过大；请改正。", en=f"The value of “{of.en}” is too large; correct it."
        )
    return value


@asked
def targets_of(item: int) -> QuerySet[Target]:
    """Ask for an item's targets."""
    return Target.objects.filter(item=item)


@asked
def milestones_of(item: int) -> QuerySet[Milestone]:
    """Ask for an item's milestones."""
    return Milestone.objects.filter(item=item)


@dataclass(frozen=True, slots=True)
class Field:
    """A target with the value that the report gives for it, as the form shows it."""

    target: Target
    value: Decimal | None
    met: bool


def fields_of(report: Report, content: Content) -> list[Field]:
    """Return the item's targets with their figures in a report."""
    found = []
    for each in targets_of(report.item_id):
        value = content.figures.get(each.uid)
        target = drafting.Target(each.uid, each.indicator, each.op, each.value)
        found.append(Field(each, value, value is not None and fulfilling.is_met(target, value)))
    return found
