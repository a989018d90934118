"""What the environment says is read at the start: what cannot be meant is one sentence, and nothing begins."""

import subprocess
import sys
from pathlib import Path

import pytest

from xietong.basics import Refusal
from xietong_web.settings.database import database
from xietong_web.settings.numbers import whole_number

pytestmark = pytest.mark.once


@pytest.mark.parametrize("url", ["mysql://host/name", "postgres://user:hush@host:port/name"])
def test_an_address_of_a_database_that_cannot_be_meant_is_refused_without_its_secret(url: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        database(url, tmp_path)
    assert refused.value.code == "bad-database-url"
    assert "hush" not in str(refused.value)


@pytest.mark.parametrize("written", ["abc", "1", "-4", "2.5", "²"])
def test_a_number_that_cannot_be_meant_is_refused(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIETONG_SMALL_CELLS", written)
    with pytest.raises(Refusal, match=written):
        whole_number("XIETONG_SMALL_CELLS", 10, least=2)


@pytest.mark.parametrize(("written", "number"), [("", 10), (" 12 ", 12), ("2", 2)])
def test_a_number_is_read_and_has_one_in_its_stead(written: str, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIETONG_SMALL_CELLS", written)
    assert whole_number("XIETONG_SMALL_CELLS", 10, least=2) == number


def test_the_command_line_says_it_in_one_sentence_of_each_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "xietong.sqlite3").touch()
    monkeypatch.setenv("XIETONG_SMALL_CELLS", "few")
    monkeypatch.setenv("DATABASE_URL", "")
    command = [sys.executable, "-m", "xietong", "doctor", "--workspace", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 2
    assert len(ended.stderr.strip().splitlines()) == 2
    assert "XIETONG_SMALL_CELLS=few" in ended.stderr
