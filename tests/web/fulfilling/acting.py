"""What happens on the stage of a running plan, by the acts that people call."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests.cast import NOW, Cast
from xietong import drafting
from xietong.basics import Refusal
from xietong.fulfilling import ReportAct
from xietong_web.accounts.models import Member
from xietong_web.audit.days import today
from xietong_web.drafting.models import Plan
from xietong_web.endorsing import services as endorsing
from xietong_web.endorsing.models import Proposal
from xietong_web.endorsing.services import version_in_effect, version_plan
from xietong_web.fulfilling import services
from xietong_web.fulfilling.models import Report
from xietong_web.fulfilling.waiting.queries import waiting_for

BACKEND = "xietong_web.accounts.known.Backend"


def begun(plan: Plan, by: Member, item: str = "t1", period: str = "2024-Q1", now: datetime = NOW) -> Report:
    """Begin a report of a member's own body."""
    code = by.organisation.code if by.organisation else ""
    return services.begin_report(plan=plan, item_uid=item, organisation=code, period=period, by=by, now=now)


def submitted(
    plan: Plan, by: Member, percent: int, *, now: datetime = NOW, text: str = "已完成首批结对。", **of: str
) -> Report:
    """Report a percentage, for an ``item`` and a ``period``."""
    report = begun(plan, by, now=now, **of)
    content = replace(report.to_value().content, percent=Decimal(percent), text=text)
    return acted(report, ReportAct.SUBMIT, by, now=now, content=content)


def acted(report: Report, act: ReportAct, by: Member, *, now: datetime = NOW, **more: Any) -> Report:
    """Do an act on a report as it stands."""
    report.refresh_from_db()
    return services.act_on_report(uid=report.uid, act=act, revision=report.revision, by=by, now=now, **more)


def passed(cast: Cast, plan: Plan, by: Member, percent: int, *, now: datetime = NOW, **of: str) -> Report:
    """Report a percentage that the own authority passes."""
    reviewer = cast.east_reviewer if by.party_code == "east" else cast.west_reviewer
    return acted(submitted(plan, by, percent, now=now, **of), ReportAct.PASS, reviewer, now=now)


def confirmed(cast: Cast, plan: Plan, by: Member, percent: int, *, now: datetime = NOW, **of: str) -> Report:
    """Report a percentage that the own authority passes and the other side confirms."""
    other = cast.west_reviewer if by.party_code == "east" else cast.east_reviewer
    return acted(passed(cast, plan, by, percent, now=now, **of), ReportAct.CONFIRM, other, now=now)


def asked_of(member: Member) -> list[str]:
    """Return the uids of the reports that wait for a member's review or confirmation, as the page of work shows them."""
    return [each.report for each in waiting_for(member, today()).waits if each.report]


def amendment(cast: Cast, plan: Plan, changed: dict[str, Any], gone: frozenset[str] = frozenset()) -> Proposal:
    """Propose other values of some items' fields by uid, and the removal of others; open it for signature."""
    version = version_in_effect(plan)
    assert version is not None
    old = version_plan(version)
    items = tuple(replace(each, **changed.get(each.uid, {})) for each in old.items if each.uid not in gone)
    made = endorsing.propose(
        plan_uid=plan.uid, title="修订", reason="", changes=drafting.compare(old, replace(old, items=items)).changes,
        by=cast.east_office, now=NOW,
    )  # fmt: skip
    return endorsing.open_proposal(proposal_pk=made.pk, by=cast.east_office, now=NOW)


def signed(cast: Cast, proposal: Proposal, now: datetime = NOW) -> None:
    """Let both sides sign a proposal."""
    for signatory in (cast.east_signatory, cast.west_signatory):
        endorsing.sign(proposal_pk=proposal.pk, proven_at=now, by=signatory, now=now)


def refused(code: str, act: Any) -> Refusal:
    """Call an act that must be refused with a code."""
    with pytest.raises(Refusal) as trouble:
        act()
    assert trouble.value.code == code
    return trouble.value


def browser(member: Member, *, strict: bool = False) -> Client:
    """A browser in which somebody has signed in; a strict one is refused without the token of a form."""
    client = Client(enforce_csrf_checks=strict)
    client.force_login(member.person, BACKEND)
    return client


def office_file(part: str = "word/document.xml", **more: str) -> bytes:
    """An archive that holds what every Office file of a kind holds."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in {"[Content_Types].xml": "<Types/>", part: "<x/>", **more}.items():
            archive.writestr(name, text)
    return buffer.getvalue()
