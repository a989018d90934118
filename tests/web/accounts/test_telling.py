"""Every act of the journal is told in words."""

import re
from pathlib import Path

import pytest

from xietong.fulfilling import AcceptanceAct, DecisionAct, ReportAct
from xietong.measuring import SubmissionAct
from xietong_web.accounts.telling import ACTS
from xietong_web.theme.words import WORDS

pytestmark = pytest.mark.once
SITE = Path(__file__).parents[3] / "src" / "xietong_web"
NAMED = re.compile(r"\brecord\(\s*([A-Z_]+),")
RECORDED = re.compile(r'\b(?:record|tell)\(\s*(?:user, )?"([a-z]+\.[a-z-]+)"')
WRITTEN = {
    "fulfilling.report-": ReportAct,
    "fulfilling.duty-": AcceptanceAct,
    "fulfilling.decision-": DecisionAct,
}
NEVER = {SubmissionAct.EDIT, SubmissionAct.SUPERSEDE}  # no acts of their own in the journal


ABOUT = re.compile(r'subject=\("([a-z-]+)"')


def sources() -> list[str]:
    return [file.read_text(encoding="utf-8") for file in SITE.rglob("*.py")]


def recorded(source: str) -> set[str]:
    """Return the acts that a module records, by their names or by constants of its own."""
    constants = {name: f'^{name} = "(.+)"$' for name in NAMED.findall(source)}
    named = {act for pattern in constants.values() for act in re.findall(pattern, source, re.MULTILINE)}
    return {*RECORDED.findall(source), *named}


def test_every_act_has_words() -> None:
    acts = {name for source in sources() for name in recorded(source)}
    assert len(acts) > 60
    assert "fulfilling.ledger-received" in acts
    acts |= {f"{room}{act.value}" for room, table in WRITTEN.items() for act in table}
    acts |= {f"measuring.submission-{act.value}" for act in SubmissionAct if act not in NEVER}
    assert sorted(acts - set(ACTS)) == []


def test_every_thing_that_acts_are_about_has_a_word() -> None:
    about = {name for source in sources() for name in ABOUT.findall(source)}
    assert len(about) > 20
    assert sorted(about - set(WORDS)) == []
