"""Every act of the journal is told in words."""

import re
from pathlib import Path

import pytest

from xietong.fulfilling import AcceptanceAct, DecisionAct, ReportAct
from xietong.measuring import SubmissionAct
from xietong_web.accounts.telling import ACTS

pytestmark = pytest.mark.once
SITE = Path(__file__).parents[3] / "src" / "xietong_web"
RECORDED = re.compile(r'\b(?:record|tell)\(\s*(?:user, )?"([a-z]+\.[a-z-]+)"')
WRITTEN = {
    "fulfilling.report-": ReportAct,
    "fulfilling.duty-": AcceptanceAct,
    "fulfilling.decision-": DecisionAct,
}
NEVER = {SubmissionAct.EDIT, SubmissionAct.SUPERSEDE}  # no acts of their own in the journal


def test_every_act_has_words() -> None:
    acts = {name for file in SITE.rglob("*.py") for name in RECORDED.findall(file.read_text(encoding="utf-8"))}
    assert len(acts) > 60
    acts |= {f"{room}{act.value}" for room, table in WRITTEN.items() for act in table}
    acts |= {f"measuring.submission-{act.value}" for act in SubmissionAct if act not in NEVER}
    assert sorted(acts - set(ACTS)) == []
