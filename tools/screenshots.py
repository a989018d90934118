"""Takes the running demonstration; gives the README's pictures in docs/images, in both languages and both widths."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs/images"
LANGUAGES = {"zh": "zh-CN", "en": "en"}
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def started(workspace: str) -> tuple[subprocess.Popen[str], str, str]:
    """Start the demonstration and return its process, its address and its password, once it greets."""
    command = [sys.executable, "-m", "xietong", "demo", "--workspace", workspace, "--port", "8600"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True)
    address = password = ""
    assert process.stdout is not None
    for line in process.stdout:
        address = found[0] if (found := re.search(r"http://\S+", line)) else address
        if line.startswith("Password"):
            password = line.partition(": ")[2].strip()
        if "auditor" in line:
            return process, address, password
    sys.exit("the demonstration did not start")


def sign_in(page: Page, base: str, name: str, password: str) -> None:
    """Sign somebody in who has no second factor."""
    page.goto(f"{base}/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", password)
    page.click("form:has(input[name=password]) button[type=submit]")
    page.wait_for_selector(".masthead .who")


def pictures(browser: Browser, base: str, password: str, name: str, locale: str) -> None:
    """Take the pictures of one language."""
    page = browser.new_context(viewport=WIDE, locale=locale).new_page()
    sign_in(page, base, "chen", password)
    page.goto(base)
    page.click("ul.plans a")
    page.wait_for_load_state("networkidle")
    plan = page.url
    for kind, address in {
        "overview": plan,
        "desk": f"{plan}desk/",
        "timetable": f"{plan}timetable/",
        "signing": f"{plan}proposals/2/",
        "waits": f"{plan}waits/",
        "indicator": f"{plan}indicators/ENROL/",
    }.items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=IMAGES / f"{kind}-{name}.png")
    phone = browser.new_context(viewport=PHONE, locale=locale).new_page()
    sign_in(phone, base, "ran", password)
    phone.goto(f"{base}/work/")
    phone.wait_for_load_state("networkidle")
    phone.screenshot(path=IMAGES / f"work-{name}.png")


def main() -> None:
    """Start the demonstration, take every picture, end it."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    path = next((found for each in CHROMIUM if (found := shutil.which(each))), None)
    with tempfile.TemporaryDirectory(prefix="xietong-pictures-") as workspace:
        process, base, password = started(workspace)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
                for name, locale in LANGUAGES.items():
                    pictures(browser, base, password, name, locale)
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
