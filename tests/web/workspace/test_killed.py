"""`kill -9` in an import, a signature or a backup leaves a workspace that opens, verifies and continues."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once


@pytest.mark.django_db  # whose tables are made once
@pytest.mark.slow
def test_a_workspace_survives_kill_9_at_the_worst_moments(tmp_path: Path, empty_database: Path) -> None:
    (tmp_path / "workspace").mkdir()
    shutil.copy(empty_database, tmp_path / "workspace" / "xietong.sqlite3")
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "XIETONG_WORKSPACE"}}
    env["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-m", "tests.web.workspace.killed", str(tmp_path / "workspace")],
        env=env, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[-2] == "continued"
    assert done.stdout.count("whole after") == 6
