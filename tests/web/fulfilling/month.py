"""A month of reporting in a process of its own, told line by line as it is acknowledged, until it is killed.

    python -m tests.web.fulfilling.month DATABASE WORKSPACE SEED

Each line is ``<report> <revision>`` of an act that has been committed.
"""

import os
import random
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xietong_web.fulfilling.models import Report


def say(report: "Report") -> None:
    """Acknowledge an act."""
    sys.stdout.write(f"{report.uid} {report.revision}\n")
    sys.stdout.flush()


def main(database: str, workspace: str, seed: int) -> None:
    """Act at random for ever."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.WORKSPACE, settings.FILES = Path(workspace), Path(workspace) / "files"
    django.setup()
    from django.utils import timezone

    from xietong.basics import Period, PeriodKind, Refusal
    from xietong.fulfilling import ReportAct
    from xietong_web.accounts.models import Member
    from xietong_web.drafting.models import Plan
    from xietong_web.fulfilling import services
    from xietong_web.fulfilling.models import Report

    people = {each.person.username: each for each in Member.objects.select_related("person", "party", "organisation")}
    plan, dice = Plan.objects.get(), random.Random(seed)  # noqa: S311
    period = Period(2024 + seed, 1, PeriodKind.QUARTER)
    while True:
        side, other = dice.sample(["east", "west"], 2)
        item = dice.choice(["t1", "t2"] if side == "east" else ["t1", "t3"])
        liaison, reviewer = people[f"{side}_liaison"], people[f"{side}_reviewer"]
        try:
            report = services.begin_report(
                plan=plan, item_uid=item, organisation=f"{side}-1", period=period.code, by=liaison, now=timezone.now()
            )
            say(report)
            content = replace(report.to_value().content, percent=Decimal(dice.randrange(101)), text="本月进展。")
            if report.state in {"draft", "returned"}:
                report = services.add_evidence(
                    uid=report.uid, revision=report.revision, name="a.pdf", by=liaison, now=timezone.now(),
                    data=b"%PDF-1.7 " + str(dice.random()).encode(),
                )  # fmt: skip
                content = replace(content, evidence=report.to_value().content.evidence)
            steps = ((ReportAct.SUBMIT, liaison), (ReportAct.PASS, reviewer))
            for act, by in (*steps, (ReportAct.CONFIRM, people[f"{other}_reviewer"])):
                report = services.act_on_report(
                    uid=report.uid, act=act, revision=report.revision, by=by, now=timezone.now(),
                    content=content if act is ReportAct.SUBMIT else None,
                )  # fmt: skip
                say(report)
        except Refusal:
            period = (
                period.next() if Report.objects.filter(period=period.code, state="confirmed").count() > 2 else period
            )


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
