"""Takes a new workspace's folder; kills a process at its worst moments in each act, and prints what is left after each.

A script of its own: it forks, so that tables are made and Django is imported only once for all the deaths.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from xietong_web.workspace.opening import open_workspace

ROOT = Path(sys.argv[1])
open_workspace(ROOT)

from django.db import connections, transaction  # noqa: E402

from tests.cast import NOW, Cast, assemble, opened  # noqa: E402
from xietong_web.audit import services as journal  # noqa: E402
from xietong_web.documents.models import Document  # noqa: E402
from xietong_web.documents.services import read_document, upload  # noqa: E402
from xietong_web.drafting.models import Plan  # noqa: E402
from xietong_web.endorsing import services as endorsing  # noqa: E402
from xietong_web.workspace.backing_up import back_up  # noqa: E402
from xietong_web.workspace.verifying import verify  # noqa: E402

TEXT = "东江西岭行动计划\n\n一、推进基础教育\n\n1. 共建联盟校。（牵头单位：东江省基础教育处）\n".encode()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_in(act: Callable[[], object], where: tuple[object, str]) -> None:
    """Run an act in a child that dies when it comes to a function."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        setattr(*where, die)
        act()
        os._exit(7)  # it was to die before
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), status
    left = [f"{each.code} {each.subject}" for each in verify()]
    assert left == [], left
    say(f"whole after {act.__name__} {where[1]}")


def main(cast: Cast, plan: Plan) -> None:
    def importing() -> None:
        read_document(document=upload(name="计划.txt", data=TEXT, by=cast.east_office, now=NOW), now=NOW)

    made = endorsing.propose(plan_uid=plan.uid, title="首次会签", reason="", by=cast.east_office, now=NOW)
    endorsing.open_proposal(proposal_pk=made.pk, by=cast.east_office, now=NOW)
    endorsing.sign(proposal_pk=made.pk, proven_at=NOW, by=cast.east_signatory, now=NOW)

    def signing() -> None:
        endorsing.sign(proposal_pk=made.pk, proven_at=NOW, by=cast.west_signatory, now=NOW)

    def backing() -> None:
        back_up(ROOT, ROOT.parent / "all.zip", now=NOW)

    import xietong_web.workspace.backing_up as backup_room
    from xietong_web.documents import services as documents_room

    killed_in(importing, (documents_room, "record"))  # the file stands on disk, no row speaks of it yet
    killed_in(importing, (documents_room, "_read"))  # uploaded, not yet read
    killed_in(importing, (journal, "write_anchor"))  # committed, the copy of the head not yet written
    for document in Document.objects.exclude(state="read"):
        read_document(document=document, now=NOW)
    killed_in(signing, (endorsing, "record"))
    killed_in(signing, (journal, "write_anchor"))
    plan.refresh_from_db()
    if plan.state != "agreed":
        signing()
    killed_in(backing, (backup_room, "_kept_files"))
    assert not (ROOT.parent / "all.zip").exists()
    backing()
    plan.refresh_from_db()
    assert (plan.state, list(verify())) == ("agreed", [])
    say("continued")


if __name__ == "__main__":
    with transaction.atomic():
        everybody = assemble()
        drafted = opened(everybody)
    main(everybody, drafted)
