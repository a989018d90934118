"""A process that acts, killed with ``kill -9`` at random moments: what it acknowledged is there, the journal holds."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests.cast import assemble, opened, sign_by_both
from xietong_web.fulfilling.models import Report
from xietong_web.workspace.verifying import verify

ROOT = Path(__file__).resolve().parents[3]
KILLS = 2


@pytest.mark.postgresql  # of SQLite ``test_served_month`` says it, with the whole server killed
@pytest.mark.django_db(transaction=True)
def test_what_was_acknowledged_before_a_kill_is_there_and_verify_passes(
    transactional_db: None, workspace: Path
) -> None:
    with transaction.atomic():
        cast = assemble()
        plan = opened(cast)
        sign_by_both(cast, plan)
    acknowledged: dict[str, int] = {}
    for seed in range(KILLS):
        acknowledged |= _killed(seed, workspace)
        assert list(verify()) == []
    assert len(acknowledged) > KILLS
    for uid, revision in acknowledged.items():
        report = Report.objects.select_related("item", "party", "organisation").get(uid=uid)
        assert report.revision >= revision
        assert len(report.to_value().history) == report.revision


def _killed(seed: int, workspace: Path) -> dict[str, int]:
    """Let a month begin, kill it, and return the last revision of each report that it had acknowledged."""
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.web.fulfilling.month", name, str(workspace), str(seed)]
    keys = {"XIETONG_WORKSPACE": str(settings.WORKSPACE), "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True,
        env={**os.environ, **keys, "XIETONG_JOURNAL_SEAL_KEY": settings.JOURNAL_SEAL_KEY},
    )  # fmt: skip
    assert process.stdout is not None
    chance = random.Random(seed)  # noqa: S311
    lines = [process.stdout.readline() for _ in range(chance.randint(2, 6))]
    time.sleep(chance.uniform(0, 0.2))
    process.kill()
    lines += process.stdout.readlines()
    process.wait()
    return {uid: int(revision) for uid, revision in (line.split() for line in lines if line.endswith("\n"))}
