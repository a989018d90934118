"""Finds the programs that tests drive: Chromium with a CJK font, LibreOffice; installs Debian's packages where it may.

Without Chromium the suite cannot run. Without LibreOffice it can: the tests that save in it are skipped, and say so.
Chromium without its windows, where Debian has it, does the same in two thirds of the processor time.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

WINDOWLESS = "chromium-headless-shell"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OFFICES = ("soffice", "libreoffice")


def has_chinese_font() -> bool:
    """Tell whether fontconfig knows a font for Chinese."""
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout.strip())


def is_known(package: str) -> bool:
    """Tell whether Debian's lists know a package."""
    return not subprocess.run(["apt-cache", "show", package], capture_output=True, check=False).returncode


def on_a_mac() -> None:
    """Say what is missing."""
    if not (Path("/Applications/Google Chrome.app").exists() or any(map(shutil.which, BROWSERS))):
        sys.exit("The browser tests need Chrome or Chromium: install one, then say `make test` again.")


def on_linux() -> None:
    """Install what is missing, or say what to install."""
    needed = [] if any(map(shutil.which, BROWSERS)) else ["chromium"]
    if not has_chinese_font():
        needed += ["fonts-noto-cjk", "fontconfig"]
    wished = [] if any(map(shutil.which, OFFICES)) else ["libreoffice-calc-nogui", "libreoffice-writer-nogui"]
    wished += [] if shutil.which(WINDOWLESS) else [WINDOWLESS]
    may_install = os.geteuid() == 0 and shutil.which("apt-get")
    if needed and not may_install:
        sys.exit(
            f"The browser tests need these packages: {' '.join(needed)}. Install them, then say `make test` again."
        )
    if (needed or wished) and may_install:
        install(needed, wished)


def install(needed: list[str], wished: list[str]) -> None:
    """Install Debian's packages; of those only wished for, the ones that its lists know."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=env, stdout=subprocess.DEVNULL)
    packages = [*needed, *filter(is_known, wished)]
    if packages:
        print(f"Installing {' '.join(packages)} …", flush=True)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(command, check=True, env=env, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    on_a_mac() if sys.platform == "darwin" else on_linux()
