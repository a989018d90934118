"""Finds Chromium and a CJK font for the browser tests; installs Debian's packages where it may and they are missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")


def has_chinese_font() -> bool:
    """Tell whether fontconfig knows a font for Chinese."""
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False).stdout.strip())


def main() -> None:
    """Install what is missing, or say what to install."""
    if sys.platform == "darwin":
        found = Path("/Applications/Google Chrome.app").exists() or any(map(shutil.which, NAMES))
        if not found:
            sys.exit("The browser tests need Chrome or Chromium: install one, then say `make test` again.")
        return
    missing = [] if any(map(shutil.which, NAMES)) else ["chromium"]
    if not has_chinese_font():
        missing += ["fonts-noto-cjk", "fontconfig"]
    if not missing:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(
            f"The browser tests need these packages: {' '.join(missing)}. Install them, then say `make test` again."
        )
    print(f"Installing {' '.join(missing)} …", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], check=True, env=env, stdout=subprocess.DEVNULL)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    subprocess.run(install, check=True, env=env, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
