"""Every act of the journal is told in words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

from xietong.fulfilling import AcceptanceAct, DecisionAct, ReportAct
from xietong.measuring import SubmissionAct
from xietong_web.accounts.telling import ACTS
from xietong_web.accounts.telling_details import DETAILS, details
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


def data_named(function: ast.FunctionDef) -> Iterator[str]:
    """Yield the names in the dictionaries that a function hands to ``record`` as data, written there or before."""
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name))
    handed = [word.value for call in calls if call.func.id == "record" for word in call.keywords if word.arg == "data"]
    names = {node.id for value in handed for node in ast.walk(value) if isinstance(node, ast.Name)}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign | ast.AugAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(each, ast.Name) and each.id in names for target in targets for each in ast.walk(target)):
                handed.append(node.value)
    for value in handed:
        for node in ast.walk(value):
            if isinstance(node, ast.Dict):
                yield from (key.value for key in node.keys if isinstance(key, ast.Constant))


def test_every_detail_of_an_act_has_a_word() -> None:
    trees = [ast.parse(source) for source in sources() if "record(" in source]
    functions = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    named = {name for function in functions for name in data_named(function)}
    assert len(named) > 40
    assert sorted(named - set(DETAILS)) == []


def test_details_are_told_in_the_language_of_the_reader() -> None:
    data = {"plan": "p1", "state": "submitted", "roles": ["lead", "support"], "is_plan": True, "unheard_of": "lead"}
    with translation.override("zh-hans"):
        assert details(data) == "计划：p1；状态：待审核；角色：牵头、配合；属于计划：是；unheard_of：lead"
    with translation.override("en"):
        assert details({"days": None, "rungs": [{"code": "x"}]}) == "Days: none; Rungs: {Code: x}"
