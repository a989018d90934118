"""Takes an old Office file (.doc, .wps, .xls …); gives the .docx or .xlsx that an installed LibreOffice makes of it.

Engines start no programs: who calls :func:`xietong.documents.read` hands this in. It needs no Django.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from xietong.basics import Refusal
from xietong.documents.formats import Convert

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120
_SHEETS = (".xls", ".et", ".ods", ".xlt")
_FLAGS = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard")


def converter() -> Convert | None:
    """Return what converts old files, or ``None`` where no LibreOffice is installed."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        return None

    def convert(data: bytes, name: str) -> bytes:
        return _convert(program, data, name)

    return convert


def _convert(program: str, data: bytes, name: str) -> bytes:
    """Run LibreOffice on a copy, in a profile of its own that is thrown away; macros never run without a window."""
    suffix = Path(name).suffix.lower()
    wanted = "xlsx" if suffix in _SHEETS else "docx"
    with tempfile.TemporaryDirectory(prefix="xietong-") as folder:
        source = Path(folder, f"old{suffix if suffix.isascii() and suffix[1:].isalnum() else '.doc'}")
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [program, f"-env:UserInstallation={profile}", *_FLAGS, "--convert-to", wanted, "--outdir", folder]
        try:
            subprocess.run(  # noqa: S603 - a fixed command; the file's name is ours
                [*command, str(source)], check=False, capture_output=True, timeout=SECONDS, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired:
            raise _failed(f"超过 {SECONDS} 秒", f"it took more than {SECONDS} seconds") from None
        result = source.with_suffix(f".{wanted}")
        if not result.exists():
            raise _failed("没有得到结果", "nothing came of it")
        return result.read_bytes()


def _failed(zh: str, en: str) -> Refusal:
    return Refusal(
        "corrupt-file",
        zh=f"LibreOffice 未能转换这个文件（{zh}），它可能已损坏。请用原软件另存为 docx 或 xlsx 后再试。",
        en=f"LibreOffice could not convert this file ({en}); it may be damaged. Save it as docx or xlsx and try again.",
    )
