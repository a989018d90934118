"""Takes the bytes of an Office file; gives its parts, unpacked within bounds, as trees without entities."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from lxml import etree

from xietong.documents.formats.limits import Limits, corrupt, over
from xietong.documents.formats.sniffing import encrypted

_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_STORED_ENOUGH = 1024 * 1024
_CHUNK = 1024 * 1024


@dataclass(slots=True)
class Archive:
    """An opened Office file that counts what it unpacks: declared sizes are not believed."""

    limits: Limits
    file: zipfile.ZipFile
    unpacked: int = 0
    names: dict[str, zipfile.ZipInfo] = field(default_factory=dict)

    def part(self, name: str) -> bytes | None:
        """Return the bytes of a part, or None when there is none. Raises Refusal over the limits or when damaged."""
        info = self.names.get(name.lstrip("/").lower())
        if info is None:
            return None
        chunks: list[bytes] = []
        size = 0
        try:
            with self.file.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self.unpacked += len(chunk)
                    _check_growth(size, info.compress_size, self.unpacked, self.limits)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError):
            raise corrupt(f"部件 {name} 无法解压", f"its part {name} cannot be unpacked") from None
        return b"".join(chunks)

    def tree(self, name: str) -> etree._Element | None:
        """Return the root element of a part, or None when there is none. Raises Refusal as ``part`` does."""
        data = self.part(name)
        return None if data is None else parse(data, name, self.limits)


@contextmanager
def opened(data: bytes, limits: Limits) -> Iterator[Archive]:
    """Open an Office file that ``kind_of`` found to be one. Raises Refusal when locked, or too large by its account."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        infos = file.infolist()
        _check_account(infos, len(data), limits)
        yield Archive(limits, file, names={info.filename.replace("\\", "/").lower(): info for info in infos})


def parse(data: bytes, name: str, limits: Limits) -> etree._Element:
    """Parse XML without entities, doctype, network or unbounded depth. Raises Refusal."""
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    if data.count(b"<") > 4 * limits.tags:
        raise over(f"部件 {name} 元素过多", f"Its part {name} has too many elements")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as trouble:
        if "depth" in str(trouble):
            raise over(f"部件 {name} 嵌套过深", f"Its part {name} is nested too deeply") from None
        raise corrupt(f"部件 {name} 不是完整的 XML", f"its part {name} is no complete XML") from None
    if b"<!DOCTYPE" in data[:_STORED_ENOUGH] or root.getroottree().docinfo.internalDTD is not None:
        raise corrupt(f"部件 {name} 含有不允许的实体声明", f"its part {name} declares entities, which is not allowed")
    _check_depth(root, name, limits)
    return root


def _check_account(infos: list[zipfile.ZipInfo], size: int, limits: Limits) -> None:
    if len(infos) > limits.entries:
        raise over(f"文件内含 {len(infos)} 个部件", f"The file holds {len(infos)} parts")
    if any(info.flag_bits & 1 for info in infos):
        raise encrypted("压缩包", "archive")
    declared = sum(info.file_size for info in infos)
    if declared > limits.unpacked or (declared > _STORED_ENOUGH * 10 and declared > size * limits.ratio):
        megabytes = declared // _CHUNK
        raise over(f"文件解压后将有 {megabytes} MB", f"The file would unpack to {megabytes} MB")


def _check_growth(size: int, packed: int, unpacked: int, limits: Limits) -> None:
    if size > limits.part or unpacked > limits.unpacked:
        raise over("文件解压后过大", "The file unpacks to too much")
    if size > _STORED_ENOUGH * 10 and size > max(packed, 1) * limits.ratio:
        raise over("文件压缩比异常（疑似压缩炸弹）", "The file expands abnormally (a zip bomb, it seems)")


def _check_depth(root: etree._Element, name: str, limits: Limits) -> None:
    level = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        level += 1 if event == "start" else -1
        if level > limits.nesting:
            raise over(
                f"部件 {name} 嵌套超过 {limits.nesting} 层",
                f"Its part {name} nests deeper than {limits.nesting} levels",
            )
