"""Takes a workspace; gives every break in what it says was done: journal, rows, versions, signatures, stored files."""

import hashlib
from collections.abc import Callable, Iterator

from django.db import DatabaseError

from xietong.basics import Finding, Severity, Wording
from xietong_web.accounts.proving import broken_addresses
from xietong_web.audit.queries import UNREADABLE, anchor_breaks, breaks, one_moment
from xietong_web.documents.files import path_of
from xietong_web.documents.models import StoredFile
from xietong_web.endorsing.queries import broken_signatures, broken_versions
from xietong_web.fulfilling.proving import broken_figures, broken_light_logs
from xietong_web.measuring.storing import broken_partitions

WORDS: dict[str, Wording] = {
    "unreadable": Wording("无法读取，未能检查完", "what is there cannot be read, and was not checked to the end"),
    "journal-gap": Wording("留痕缺号或次序被改动", "the journal has a gap or is out of order"),
    "journal-chain": Wording("留痕与前一条不衔接", "a journal entry does not follow the one before it"),
    "journal-entry": Wording("留痕内容被改动", "a journal entry was altered"),
    "journal-head": Wording("留痕末端被截断或改动", "the journal's end was cut off or altered"),
    "journal-seal": Wording("留痕末端的封印不符", "the seal of the journal's end does not hold"),
    "journal-cut": Wording("留痕与磁盘上的副本不符", "the journal does not hold what its copy on disk knows"),
    "journal-anchor": Wording("磁盘上的留痕副本缺失或无法读取", "the journal's copy on disk is gone or cannot be read"),
    "row-untold": Wording("数据行没有对应的留痕", "a row was written by no recorded act"),
    "row-changed": Wording("数据行在留痕之外被改动", "a row was changed outside the recorded acts"),
    "row-missing": Wording("数据行在留痕之外被删除", "a row was deleted outside the recorded acts"),
    "version-changed": Wording("版本内容与其哈希不符", "a version is not what was hashed"),
    "signature-broken": Wording("签名无效", "a signature does not hold"),
    "signature-journal": Wording("签名所记的留痕不在链上", "a signature covers a journal that is not this one"),
    "file-missing": Wording("存储的文件缺失", "a stored file is missing"),
    "file-changed": Wording("存储的文件被改动", "a stored file was changed"),
    "figures-differ": Wording("责任进度与填报不符", "the figures of a duty are not what its reports say"),
    "lights-differ": Wording("亮灯记录在留痕之外被改动", "a log of lights is not what the journal knows of it"),
    "address-differs": Wording("登录邮箱与人员信息不符", "an address to sign in with is not the person's own"),
    "partition-differs": Wording("指标数据分区与填报不符", "a partition of values is not what the submissions say"),
}


def broken_files() -> Iterator[tuple[str, str]]:
    """Yield (code, where) for every stored file that is gone or is not what was stored.

    The disk knows only the present. An act that puts a file in another's place removes the old one after its row: what
    is gone is missing where its row is still there.
    """
    for file in StoredFile.objects.order_by("stored_at", "sha256").iterator():
        path = path_of(file.sha256)
        if not path.is_file():
            if StoredFile.objects.filter(pk=file.pk).exists():
                yield "file-missing", file.sha256
            continue
        with path.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != file.sha256:
                yield "file-changed", file.sha256


Check = tuple[str, Callable[[], Iterator[tuple[str, str]]]]
OF_ONE_MOMENT: tuple[Check, ...] = (
    ("journal and rows", breaks),
    ("journal's copy on disk", anchor_breaks),
    ("versions", broken_versions),
    ("signatures", broken_signatures),
    ("values measured", broken_partitions),
    ("figures of duties", broken_figures),
    ("logs of lights", broken_light_logs),
    ("addresses", broken_addresses),
)
OF_THE_DISK: Check = ("stored files", broken_files)
CHECKS = (*OF_ONE_MOMENT, OF_THE_DISK)


def verify(say: Callable[[str], None] = lambda _: None) -> Iterator[Finding]:
    """Yield every break, in the order of the checks; the first of each check names the first broken record.

    People may work meanwhile: what is read of the database is of one moment, what lies on the disk is as it is now.
    """
    with one_moment():
        for check in OF_ONE_MOMENT:
            yield from _findings(check, say)
    yield from _findings(OF_THE_DISK, say)


def _findings(check: Check, say: Callable[[str], None]) -> Iterator[Finding]:
    name, look = check
    say(name)
    for code, where in _checked(name, look):
        wording = Wording(zh=f"{WORDS[code].zh}：{where}", en=f"{WORDS[code].en}: {where}")
        yield Finding(code.replace("-", "_"), wording, Severity.ERROR, where)


def _checked(name: str, look: Callable[[], Iterator[tuple[str, str]]]) -> Iterator[tuple[str, str]]:
    """Yield what a check finds; where it meets what no act can have written, say so and let the others go on."""
    try:
        yield from look()
    except (*UNREADABLE, AttributeError, LookupError, DatabaseError) as trouble:
        yield "unreadable", f"{name}: {trouble}"
