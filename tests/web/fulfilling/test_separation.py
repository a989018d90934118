"""No page, export, search or API shows one side what is private to the other, whatever has happened."""

import io
import os
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.web.accounts.routes import group_of, routes
from tests.web.fulfilling.acting import begun, browser, office_file
from xietong.basics import Refusal
from xietong.fulfilling import SHANGHAI, AcceptanceAct, Content, Objection, ReportAct
from xietong_web.accounts.models import Member
from xietong_web.drafting.models import Duty, Plan
from xietong_web.endorsing.amending import amend_item
from xietong_web.endorsing.models import Proposal
from xietong_web.fulfilling import duty_services, services
from xietong_web.fulfilling.models import Acceptance, Delivery, Evidence, Preference, Report
from xietong_web.fulfilling.supervising.digests import digest_waits, send_digests

EXAMPLES = int(os.environ.get("XIETONG_EXAMPLES", "1"))  # each looks at every page; chance brings another every run
MARK = "绝密"  # stands in everything that one side has not shown the other yet
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["east", "west"]),
        st.sampled_from(["t1", "t2", "t3"]),
        st.sampled_from(["write", "type", "file", *ReportAct, "object", "uphold", "amend"]),
    ),
    min_size=4,
    max_size=12,
)


class Stage:
    """Both sides act at random; all that a side says of a report bears a mark of its own, public once it is passed."""

    def __init__(self, cast: Cast, plan: Plan) -> None:
        self.cast, self.plan = cast, plan
        self.made: list[tuple[str, str, str]] = []
        self.people = {
            "east": (cast.east_liaison, cast.east_reviewer, cast.east_office),
            "west": (cast.west_liaison, cast.west_reviewer, cast.west_office),
        }

    def mark(self, side: str, about: str) -> str:
        mark = f"{MARK}{side}{about}.{len(self.made)}."
        self.made.append((side, about, mark))
        return mark

    def do(self, side: str, item: str, what: str) -> None:
        liaison, reviewer, office = self.people[side]
        code = f"{side}-1"
        if what in {"object", "uphold", "amend"}:
            (self._amend if what == "amend" else self._answer)(side, item, what)
            return
        report = Report.objects.filter(item__uid=item, organisation__code=code).first()
        if report is None:
            report = begun(self.plan, liaison, item=item)
        common: dict[str, Any] = {"uid": report.uid, "revision": report.revision, "now": NOW}
        said = Content(percent=40, text=self.mark(side, item), problems=self.mark(side, item), next_steps="x")
        if what == "type":
            services.keep_unsent(content=said, by=liaison, **common)
        elif what == "file":
            mark = self.mark(side, item)
            data = office_file(**{"word/private.xml": mark})
            services.add_evidence(name=f"{mark}docx", data=data, by=liaison, **common)
        elif what == "write":
            services.act_on_report(act=ReportAct.EDIT, content=said, by=liaison, **common)
        else:
            for by in (liaison, reviewer, office, *self.people["west" if side == "east" else "east"][1:]):
                if self._acts(ReportAct(what), by, self.mark(side, item), common):
                    return

    @staticmethod
    def _acts(act: ReportAct, by: Member, reason: str, common: dict) -> bool:
        try:
            with transaction.atomic():
                services.act_on_report(act=act, by=by, reason=reason, **common)
        except Refusal:
            return False
        return True

    def _amend(self, side: str, item: str, _what: str) -> None:
        marked = {"title": self.mark(side, "amendment"), "text": self.mark(side, "amendment")}
        amend_item(plan_uid=self.plan.uid, uid=item, changes=marked, by=self.people[side][2], now=NOW)

    def _answer(self, side: str, item: str, what: str) -> None:
        duty = Duty.objects.filter(item__uid=item, organisation__code=f"{side}-1").first()
        if duty is None:
            return
        row = Acceptance.objects.filter(item__uid=item, organisation=duty.organisation_id).first()
        act = AcceptanceAct.OBJECT if what == "object" else AcceptanceAct.UPHOLD
        by = self.people[side][0 if what == "object" else 2]
        duty_services.answer_duty(
            duty_pk=duty.pk, act=act, revision=row.revision if row else 0, reason=self.mark(side, "objection"),
            objection=Objection.WORDING if what == "object" else None, by=by, now=NOW,
        )  # fmt: skip

    def private(self, side: str) -> tuple[list[str], list[str]]:
        """Return the marks that the other side may not see, and the uids of the reports about which they are."""
        rows = Report.objects.filter(party__code=side).select_related("item", "party", "organisation")
        told = {row.item.uid: _public(row) for row in rows}
        marks = [mark for by, item, mark in self.made if by == side and mark not in told.get(item, "")]
        return marks, [row.uid for row in rows]


def _public(row: Report) -> str:
    """Return all that a report has told the other side: what was passed, why it was reopened, what that side said."""
    told, sent = [], ""
    names = dict(Evidence.objects.filter(kind="report", subject=row.uid).values_list("file_id", "name"))
    for step in row.to_value().history:
        if step.content is not None:
            files = [names.get(each, "") for each in step.content.evidence]
            sent = f"{step.content.text}{step.content.problems}{files}"
        if step.act is ReportAct.PASS:
            told.append(sent)
        if step.by.party != row.party.code or step.act in {ReportAct.REOPEN_TEXTS, ReportAct.REOPEN_FIGURES}:
            told.append(step.reason)
    return "".join(told)


def shown(body: bytes) -> str:
    """Return all text of an answer, that of a workbook or Word file too."""
    if not body.startswith(b"PK\x03\x04"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def addresses(reports: list[str]) -> Iterator[str]:
    """Yield every address of the site that answers a GET, those of reports for every report there is, those of
    proposals for every draft."""
    drafts = list(Proposal.objects.filter(state="draft").values_list("number", flat=True))
    for name, kwargs in routes():
        if group_of(name, kwargs) in SILENT or kwargs.keys() & {"token", "uidb36"}:
            continue
        if name.startswith("fulfilling:") and "uid" in kwargs and "plan_uid" not in kwargs:
            yield from (reverse(name, kwargs={**kwargs, "uid": uid}) for uid in reports)
        elif name.split(":")[0] != "api":
            yield reverse(name, kwargs=kwargs)
        if name.split(":")[0] in {"endorsing", "fulfilling"} and kwargs.keys() == {"plan_uid", "number"}:
            yield from (reverse(name, kwargs={**kwargs, "number": each}) for each in drafts)
    plan = "/api/v1/plans/plan-of-two"
    yield from (f"{plan}/reports/{uid}" for uid in reports)
    yield from (
        f"/search/?q={MARK}",
        f"/api/v1/search?q={MARK}",
        "/api/v1/work",
        "/api/v1/work/reports",
        f"{plan}/reports?limit=500",
        f"{plan}/extensions",
        f"{plan}/closings",
        f"{plan}/waits?limit=500",
        f"{plan}/overview",
        f"{plan}/proposals",
        *(f"{plan}/proposals/{number}" for number in drafts),
        f"{plan}/items",
        f"{plan}/journal",
    )


DIGEST = datetime(2024, 7, 9, 10, tzinfo=SHANGHAI)  # a working hour some months on: much is overdue by then
SILENT = frozenset({"posted to", "api posted to", "leads elsewhere", "for those who are out", "open to all"})


@pytest.mark.django_db
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(side=st.sampled_from(["east", "west"]), steps=STEPS)
def test_the_other_side_finds_no_trace_of_what_is_private(cast: Cast, agreed: Plan, side: str, steps: list) -> None:
    with transaction.atomic():
        stage = Stage(cast, agreed)
        sent_back = [
            (side, "t1", what) for what in ("write", ReportAct.SUBMIT, ReportAct.PASS, ReportAct.RETURN, "write")
        ]
        for step in [*steps, *sent_back, (side, "t2", "write"), (side, "t2", "object"), (side, "t3", "amend")]:
            try:
                with transaction.atomic():
                    stage.do(*step)
            except Refusal:
                continue
        _look(stage, side)
        transaction.set_rollback(True)


def _look(stage: Stage, side: str) -> None:
    client = browser(stage.cast.west_office if side == "east" else stage.cast.east_office)
    marks, reports = stage.private(side)
    for address in addresses(reports):
        answer = client.get(address)
        body = shown(b"".join(answer.streaming_content) if answer.streaming else answer.content)
        assert not [mark for mark in marks if mark in body], address
    exported = client.post(reverse("fulfilling:ledger_export", args=["plan-of-two"]), {"organisation": f"{side}-1"})
    assert not [mark for mark in marks if mark in shown(exported.content)]
    _read_digests(stage, side, marks)
    draft = Proposal.objects.get(state="draft", party__code=side)
    assert (
        f"{MARK}{side}amendment"
        in browser(stage.people[side][2]).get(f"/plans/plan-of-two/proposals/{draft.number}/").text
    )
    own = browser(stage.people[side][0])
    assert any(f"{MARK}{side}" in own.get(f"/reports/{uid}/").content.decode() for uid in reports) or not reports


def _read_digests(stage: Stage, side: str, marks: list[str]) -> None:
    """Let everybody of the other side have the day's digest: it tells nothing that is inside this side's house."""
    others = stage.people["west" if side == "east" else "east"]
    for member in others:
        Preference.objects.update_or_create(member=member, defaults={"digest": Preference.Digest.DAILY})
        waits = digest_waits(member, DIGEST)
        assert not [wait for wait in waits if wait.waiting.party == side and wait.on.party == side]
    assert send_digests(DIGEST) <= len(others)
    told = Delivery.objects.filter(notice__level="digest", member__in=others).values_list("notice__zh", "notice__en")
    assert not [mark for mark in marks if any(mark in text for pair in told for text in pair)]
    assert len(told) > 0
