"""Takes named parts; gives a ZIP archive that is the same bytes for the same parts, on every day and machine."""

import io
import zipfile
from collections.abc import Iterable

# The earliest time that the format can say: archives carry no clock.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644


def archive(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """Pack parts in the order given (deflate, fixed times and attributes)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
        for name, content in parts:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = _UNIX, _PLAIN_FILE << 16
            packed.writestr(info, content)
    return out.getvalue()


def settled(data: bytes) -> bytes:
    """Pack an archive made elsewhere again, without its times."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return archive([(info.filename, packed.read(info)) for info in packed.infolist()])
