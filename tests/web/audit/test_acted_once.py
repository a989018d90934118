"""What tests begin with is the same whether it was just acted or is written again."""

from pathlib import Path

from django.db import transaction

from tests.cast import NOW, Cast, assemble, opened, sign_by_both
from tests.stage import acted_once, rows
from xietong_web.audit.queries import breaks
from xietong_web.documents.files import load
from xietong_web.documents.models import Document
from xietong_web.documents.services import upload
from xietong_web.drafting.models import Plan


def test_what_is_written_again_is_what_was_acted(db: None, workspace: Path) -> None:
    acted = []

    @acted_once
    def lived() -> tuple[Plan, Document]:
        acted.append(1)
        cast = assemble()
        document = upload(name="a.txt", data="一、任务".encode(), by=cast.east_office, now=NOW)
        return sign_by_both(cast, opened(cast)), document

    found = []
    for _ in range(2):
        with transaction.atomic():
            plan, document = lived()
            found.append((rows(), plan.state, load(document.file)))
            assert list(breaks()) == []
            transaction.set_rollback(True)
        for path in files_of(workspace):
            path.unlink()
    assert found[0] == found[1]
    assert acted == [1]


def files_of(workspace: Path) -> list[Path]:
    return [path for path in (workspace / "files").rglob("*") if path.is_file()]


def test_it_acts_again_where_something_else_went_before(cast: Cast) -> None:
    acted = []

    @acted_once
    def asked(number: int) -> int:
        acted.append(number)
        upload(name=f"{number}.txt", data=b"x", by=cast.east_office, now=NOW)
        return number

    assert [asked(1), asked(2)] == [1, 2]
    assert acted == [1, 2]
    assert Document.objects.count() == 2
