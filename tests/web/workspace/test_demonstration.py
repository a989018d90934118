"""The demonstration loads by the acts that people call, verifies, and shows something on every page."""

from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from tests.web.workspace.columns import every_column_changed
from xietong_web.accounts.models import Member, Person
from xietong_web.accounts.telling import ACTS
from xietong_web.audit.models import Entry, Head
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling.meeting.models import Meeting
from xietong_web.fulfilling.models import Report
from xietong_web.measuring.models import Submission
from xietong_web.publishing.models import PeriodBulletin
from xietong_web.workspace.checks import findings
from xietong_web.workspace.demonstration import load
from xietong_web.workspace.verifying import verify

pytestmark = pytest.mark.once
PAGES = (
    "", "desk/", "timetable/", "waits/", "overdue/", "units/", "proposals/", "meetings/", "decisions/", "groups/",
    "key-tasks/", "ledger/", "supervision/", "rules/", "bulletins/", "indicators/", "collection/", "boards/",
)  # fmt: skip


@pytest.mark.slow
def test_the_demonstration_loads_verifies_and_fills_every_page(db: None, workspace: Path) -> None:
    from xietong_web.audit.anchor import write_anchor

    load(lambda _: None)
    plan = Plan.objects.get()
    assert plan.state == Plan.State.AGREED
    for model in (Report, Meeting, Submission, PeriodBulletin):
        assert model._default_manager.exists(), model
    assert set(Entry.objects.values_list("act", flat=True)) <= set(ACTS)  # what happened is told in words
    # Who people are is known until an act of this room is about them (``accounts.known``).
    assert not Entry.objects.exclude(act__startswith="accounts.").filter(rows__contains='"accounts.').exists()
    head = Head.objects.get()
    write_anchor(head.seq, head.hash)  # the test's own transaction never commits
    assert list(verify()) == []
    with transaction.atomic():
        changed = every_column_changed()
        assert len(changed) > 30  # kinds of row
        assert changed <= {where for _, where in breaks()}
        transaction.set_rollback(True)
    # Groups of bodies stay to be chosen; files that went out of use go when the transaction commits.
    assert {finding.code for finding in findings()} <= {"unresolved_duty", "unused_file"}
    client = Client()
    for name in ("chen", "liu", "ran"):
        client.force_login(Person.objects.get(pk=Member.objects.get(person__username=name).person_id))
        for page in ("/work/", "/inbox/", *(f"/plans/{plan.uid}/{each}" for each in PAGES)):
            assert client.get(page).status_code == 200, (name, page)
