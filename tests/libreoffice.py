"""Takes a file; gives what a real LibreOffice makes of it, as an office that opens it and saves it in another form."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

FILTERS = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "doc": "doc:MS Word 97"}


@dataclass(frozen=True, slots=True)
class LibreOffice:
    """The installed program with a profile of its own, in a folder of its own."""

    folder: Path

    @classmethod
    def installed(cls, folder: Path) -> "LibreOffice":
        """Skip the test where there is none."""
        if shutil.which("soffice") is None:
            pytest.skip("LibreOffice is not installed")
        return cls(folder)

    def saved(self, data: bytes, name: str, kind: str) -> bytes:
        """Return the file as the program saves it: ``kind`` is ``xlsx``, ``xls``, ``ods``, ``doc``, ``pdf`` …"""
        given, out = self.folder / name, self.folder / f"as-{kind}"
        given.write_bytes(data)
        profile = f"-env:UserInstallation={(self.folder / 'profile').as_uri()}"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            FILTERS.get(kind, kind),
            "--outdir",
            str(out),
            str(given),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return (out / name).with_suffix(f".{kind}").read_bytes()
