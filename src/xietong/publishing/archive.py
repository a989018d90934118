"""Takes named parts; gives a ZIP archive that is the same bytes for the same parts, on every day and machine."""

import io
import zipfile
from collections.abc import Iterable

# The earliest time that the format can say: archives carry no clock.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX, _PLAIN_FILE = 3, 0o100644


def archive(parts: Iterable[tuple[str, bytes | Iterable[bytes]]]) -> bytes:
    """Pack parts in the order given (deflate, fixed times and attributes); long parts may come in pieces."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in parts:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system, info.external_attr = _UNIX, _PLAIN_FILE << 16
            with packed.open(info, "w") as part:
                for piece in (content,) if isinstance(content, bytes) else content:
                    part.write(piece)
    return out.getvalue()


def unpacked(data: bytes) -> list[tuple[str, bytes]]:
    """Return the parts of an archive in its order."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return [(info.filename, packed.read(info)) for info in packed.infolist()]
