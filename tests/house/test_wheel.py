"""What the wheel holds: the pages, the built front end, the interface's Chinese and the region's data."""

import importlib.util
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from xietong.cli import group

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every file of a wheel built from this tree."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True, text=True
    )
    with ZipFile(folder / done.stdout.split()[-1]) as wheel:
        return set(wheel.namelist())


@pytest.mark.parametrize(
    "needed",
    [
        "xietong/cli.py",
        "xietong_web/theme/static/theme/dist/main.js",
        "xietong_web/theme/static/theme/dist/main.css.gz",
        "xietong_web/drafting/templates/drafting/desk.html",
        "xietong_web/drafting/locale/zh_Hans/LC_MESSAGES/django.mo",
    ],
)
def test_it_runs_without_node_and_without_the_source_tree(names: set[str], needed: str) -> None:
    assert needed in names


def test_sources_of_the_front_end_and_tests_stay_out(names: set[str]) -> None:
    assert {name for name in names if "frontend" in name or name.startswith(("tests/", "bench/"))} == set()
    assert any(name.startswith("xietong/regions/") for name in names)


def test_without_django_the_sites_commands_say_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "django" else find(name))
    answer = CliRunner().invoke(group, ["serve"])
    assert answer.exit_code == 1
    assert answer.output.strip() == "Error: `xietong serve` needs the platform: pip install 'xietong[web]'"
