"""Takes the bytes of a page that a browser saved as one file (MHTML, RFC 2557); gives the bytes of the page in it."""

import binascii
import re

from xietong.documents.formats.limits import empty

_BOUNDARY = re.compile(rb"boundary\s*=\s*\"?([^\"\r\n;]{1,70})", re.IGNORECASE)
_KIND = re.compile(rb"^content-type:\s*text/html\b", re.IGNORECASE | re.MULTILINE)
_CODED = re.compile(rb"^content-transfer-encoding:\s*(quoted-printable|base64)", re.IGNORECASE | re.MULTILINE)
_BLANK = re.compile(rb"\r?\n\r?\n")
_HEAD = 8192  # bytes in which the headers of the file, or of a part, end


def page_of(data: bytes) -> bytes:
    """Return the first page among the parts, decoded. Raises Refusal ``empty-file`` where there is none."""
    boundary = _BOUNDARY.search(data, 0, _HEAD)
    for part in data.split(b"--" + boundary[1].strip())[1:] if boundary is not None else ():
        blank = _BLANK.search(part, 0, _HEAD)
        if blank is not None and _KIND.search(part, 0, blank.start()):
            return _decoded(part[blank.end() :], _CODED.search(part, 0, blank.start()))
    raise empty()


def _decoded(body: bytes, coded: "re.Match[bytes] | None") -> bytes:
    if coded is None:
        return body
    if coded[1].lower() == b"base64":
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
        return binascii.a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")
    return binascii.a2b_qp(body)
