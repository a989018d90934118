"""A backup holds everything, to the microsecond, and comes back whole or not at all."""

import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cast import NOW, Cast
from xietong.basics import Refusal
from xietong_web.accounts.services import make_token
from xietong_web.audit.queries import breaks
from xietong_web.documents.services import read_document, upload
from xietong_web.drafting.models import Plan
from xietong_web.workspace.backing_up import back_up, backed_up_models, load_rows
from xietong_web.workspace.restoring import check_backup, unpack

ODD = NOW + timedelta(microseconds=123_456)


def saved(workspace: Path, target: Path, now: datetime = NOW) -> Path:
    back_up(workspace, target, now=now)
    return target


def test_what_comes_back_verifies_to_the_microsecond(cast: Cast, plan: Plan, workspace: Path, tmp_path: Path) -> None:
    document = upload(name="方案.txt", data="一、任务".encode(), by=cast.east_office, now=ODD)
    read_document(document=document, now=ODD)
    make_token(name="script", by=cast.east_office, now=ODD)
    items, whole = plan.items.count(), saved(workspace, tmp_path / "all.zip")
    for model in reversed(backed_up_models()):
        model._default_manager.all()._raw_delete("default")
    load_rows(whole)
    assert list(breaks()) == []
    assert Plan.objects.get().items.count() == items
    make_token(name="after", by=cast.east_office, now=ODD)  # keys go on where they were
    assert list(breaks()) == []


def test_a_damaged_backup_a_taken_name_and_a_full_folder_are_refused(
    cast: Cast, workspace: Path, tmp_path: Path
) -> None:
    whole = saved(workspace, tmp_path / "all.zip")
    with pytest.raises(Refusal) as refused:
        back_up(workspace, whole, now=NOW)
    assert refused.value.code == "target-exists"
    harmed = tmp_path / "harmed.zip"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(harmed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(b"east", b"west") if "party" in name else content)
    with pytest.raises(Refusal) as refused:
        check_backup(harmed)
    assert refused.value.code == "backup-damaged"
    harmed.write_bytes(whole.read_bytes()[:-400])
    with pytest.raises(Refusal) as refused:
        check_backup(harmed)
    assert refused.value.code == "not-a-backup"
    full = tmp_path / "full"
    full.mkdir()
    (full / "mine.txt").write_text("mine")
    with pytest.raises(Refusal) as refused:
        unpack(whole, full)
    assert refused.value.code == "folder-not-empty"
