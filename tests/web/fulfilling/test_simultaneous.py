"""Two acts at the same time on real connections: one wins, the other is refused, and nothing is half done."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction

from tests.cast import NOW, Cast, assemble, opened, sign_by_both
from tests.web.fulfilling.acting import begun, passed, submitted
from xietong.basics import Refusal
from xietong.fulfilling import ExtensionAct, ReportAct
from xietong_web.accounts.models import Member
from xietong_web.audit.queries import breaks
from xietong_web.drafting.models import Plan
from xietong_web.fulfilling import services
from xietong_web.fulfilling.extending import acts as extending
from xietong_web.fulfilling.models import DutyFigure, Report


@pytest.fixture
def scene(transactional_db: None, workspace: object) -> tuple[Cast, Plan]:
    """The plan of two, agreed, where every thread sees it."""
    with transaction.atomic():
        cast = assemble()
        plan = opened(cast)
        sign_by_both(cast, plan)
    return cast, plan


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do acts in threads that start together; return what became of each: ``done`` or the refusal's code."""
    start, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            said[place] = "done"
        except Refusal as refusal:
            said[place] = refusal.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


def of_report(report: Report, act: ReportAct, by: Member, reason: str = "") -> Callable[[], object]:
    seen = report.revision
    return lambda: services.act_on_report(uid=report.uid, act=act, revision=seen, reason=reason, by=by, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_simultaneous_acts_one_wins(scene: tuple[Cast, Plan]) -> None:
    cast, plan = scene
    report = submitted(plan, cast.east_liaison, 40)
    said = at_once(
        of_report(report, ReportAct.PASS, cast.east_reviewer),
        of_report(report, ReportAct.RETURN, cast.east_office, "数据有误"),
        of_report(report, ReportAct.RECALL, cast.east_liaison),
    )
    assert said.count("done") == 1
    assert set(said) <= {"done", "report-changed"}
    found = Report.objects.get(uid=report.uid)
    assert (found.revision, len(found.to_value().history)) == (2, 2)
    other = passed(cast, plan, cast.west_liaison, 30)
    said = at_once(
        of_report(other, ReportAct.CONFIRM, cast.east_reviewer),
        of_report(other, ReportAct.CONFIRM, cast.east_office),
        of_report(other, ReportAct.RETURN, cast.east_office, "口径不一"),
    )
    assert said.count("done") == 1
    row = DutyFigure.objects.get(organisation=other.organisation)
    final = Report.objects.get(uid=other.uid)
    assert row.confirmed == (float(final.confirmed) if final.confirmed is not None else None)
    assert list(breaks()) == []


@pytest.mark.django_db(transaction=True)
def test_two_first_reports_and_two_extensions_do_not_both_begin(scene: tuple[Cast, Plan]) -> None:
    cast, plan = scene
    said = at_once(*(lambda: begun(plan, cast.east_liaison) for _ in range(3)))
    assert "done" in said
    assert Report.objects.count() == 1

    def ask() -> object:
        return extending.ask_extension(
            plan_uid=plan.uid, uid="t1", wanted=date(2025, 3, 1), reason="汛期", by=cast.east_liaison, now=NOW
        )

    assert at_once(ask, ask) == ["already-asked", "done"]
    uid = plan.extensions.get().uid

    def answer(act: ExtensionAct, by: Member) -> Callable[[], object]:
        return lambda: extending.answer_extension(uid=uid, act=act, answer="x", by=by, now=NOW)

    said = at_once(
        answer(ExtensionAct.GRANT, cast.west_office),
        answer(ExtensionAct.REFUSE, cast.west_office),
        answer(ExtensionAct.WITHDRAW, cast.east_liaison),
    )
    assert said == ["done", "not-allowed", "not-allowed"]
    assert list(breaks()) == []
