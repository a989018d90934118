"""Old Office files go through an installed LibreOffice; where one must fail, a script stands in for it."""

import stat
from pathlib import Path

import docx
import pytest

from tests.libreoffice import LibreOffice
from xietong import documents
from xietong.basics import Refusal
from xietong_web.documents.converting import converter

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs of its own, in front of the shell's."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")
    monkeypatch.setattr("xietong_web.documents.converting.PROGRAMS", ("soffice-of-the-test",))
    return folder


def install(programs: Path, script: str) -> None:
    program = programs / "soffice-of-the-test"
    program.write_text(script)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


@pytest.mark.usefixtures("programs")
def test_without_libreoffice_an_old_file_is_refused_with_what_to_do() -> None:
    assert converter() is None
    with pytest.raises(Refusal) as refused:
        documents.read(OLD, "方案.wps", convert=converter())
    assert refused.value.code == "needs-libreoffice"


@pytest.mark.slow
@pytest.mark.once
def test_an_old_word_file_is_read_as_the_new_one(libreoffice: LibreOffice, tmp_path: Path) -> None:
    document, new = docx.Document(), tmp_path / "方案.docx"
    for text in ("青溪市校园建设方案", "一、主要任务", "（一）改造校舍。更新课桌椅，按月通报工程进度。"):
        document.add_paragraph(text)
    document.save(str(new))
    old = libreoffice.saved(new.read_bytes(), "plan.docx", "doc")
    draft = documents.read(old, "方案.doc", convert=converter())
    assert draft.source.title == "青溪市校园建设方案"
    assert [item.text for item in draft.items][-1] == "更新课桌椅，按月通报工程进度。"
    assert draft.text == documents.read(new.read_bytes(), "方案.docx").text


def test_a_file_that_cannot_be_converted_is_called_damaged(programs: Path) -> None:
    install(programs, "#!/bin/sh\nexit 1\n")
    with pytest.raises(Refusal) as refused:
        documents.read(OLD, "台账.xls", convert=converter())
    assert refused.value.code == "corrupt-file"


def test_a_conversion_that_takes_too_long_is_given_up(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(programs, "#!/bin/sh\nexec sleep 5\n")
    monkeypatch.setattr("xietong_web.documents.converting.SECONDS", 0.1)
    with pytest.raises(Refusal) as refused:
        documents.read(OLD, "方案.doc", convert=converter())
    assert refused.value.code == "corrupt-file"
