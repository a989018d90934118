"""``kill -9`` of the real server and worker at random moments of a month loses nothing that was acknowledged."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once  # ``python -m bench.faults`` lives through a longer month, on PostgreSQL too
KILLS = 2


@pytest.mark.django_db  # whose tables are made once
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes in /proc")
def test_what_the_server_acknowledged_before_it_was_killed_is_there_and_verify_passes(
    tmp_path: Path, empty_database: Path
) -> None:
    (tmp_path / "workspace").mkdir()
    shutil.copy(empty_database, tmp_path / "workspace" / "xietong.sqlite3")
    env = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "XIETONG_WORKSPACE"}}
    env["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    command = [sys.executable, "-m", "tests.web.workspace.served_month", str(tmp_path / "workspace"), str(KILLS)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["lost"], told["verify"], told["kills"]) == ([], [], KILLS)
    assert told["acts"] > 0
