"""A real Chromium at two widths and in two languages, on a real server; every page it looks at must be free of barriers."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.cast import PASSWORD, Cast, assemble
from tests.codes import shown
from xietong_web.accounts.models import Person

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in this thread; the tests are synchronous
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
WIDTHS = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
LANGUAGES = ("zh-CN", "en")
# Style sheets are loaded again by one rule alone, an experimental one that is off.
AXE = {"resultTypes": ["violations"], "preload": False}
SETTLED = "document.readyState === 'complete' && !document.querySelector('.htmx-request, .htmx-settling')"
# What the contrast of each text rests on: its colour, size, weight, and the backgrounds it stands upon.
COLOURS = """(() => {
  const grounds = new Map([[null, ""]]), found = new Set();
  const ground = element => {
    if (!grounds.has(element)) {
      const {backgroundColor: colour, backgroundImage: image, opacity} = getComputedStyle(element);
      const below = colour.startsWith("rgb(") ? "" : ground(element.parentElement);
      const own = colour === "rgba(0, 0, 0, 0)" ? "" : colour;
      grounds.set(element, below + own + (image === "none" ? "" : image) + (opacity === "1" ? "" : opacity));
    }
    return grounds.get(element);
  };
  for (const element of document.body.querySelectorAll("*")) {
    const says = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (!says && !element.matches("input, select, textarea")) continue;
    const {color, fill, fontSize, fontWeight, position} = getComputedStyle(element);
    found.add([color, fill, fontSize, fontWeight, position, ground(element), element.disabled].join("|"));
  }
  return [...found];
})()"""
_JUDGED: set[str] = set()  # combinations of colours whose contrast axe has measured in this process
# Cells with one or two characters a line.
SQUEEZED = """[...document.querySelectorAll('td')].filter(cell => cell.clientWidth && cell.clientWidth < 60
  && cell.clientHeight > 120).map(cell => cell.innerText)"""


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium, without its windows where Debian has it so; its own background requests would only be refused."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    return {
        "executable_path": found,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    }


@dataclass
class Walker:
    """Somebody at a browser: signs in, goes places, and looks; a look fails on any barrier or script error."""

    page: Page
    base: str
    troubles: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open an address and look."""
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"
        self.look()

    def settle(self) -> None:
        """Wait until nothing is being fetched; the policy forbids Playwright's own waiting, which evaluates strings."""
        end = monotonic() + 15
        while not self.page.evaluate(SETTLED):
            assert monotonic() < end, f"{self.page.url} goes on fetching"
            self.page.wait_for_timeout(20)

    def look(self) -> None:
        """Check the page: no barrier that axe-core knows, no script error, nothing wider than the screen or squeezed.

        Contrast is three quarters of axe's time: it is measured where colours stand together that it has not judged yet.
        """
        self.settle()
        colours = set(self.page.evaluate(COLOURS))
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        options = json.dumps(AXE | {"rules": {"color-contrast": {"enabled": not colours <= _JUDGED}}})
        # What was passed, page after page, is a hundred kilobytes that nobody reads.
        found = AxeResults(self.page.evaluate(f"axe.run({options}).then(({{violations}}) => ({{violations}}))"))
        assert found.violations_count == 0, f"{self.page.url}\n{found.generate_report()}"
        _JUDGED.update(colours)
        assert self.troubles == [], self.page.url
        wider = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 1, f"{self.page.url} is {wider} px wider than the screen"
        assert self.page.evaluate(SQUEEZED) == [], f"{self.page.url} squeezes texts into a narrow column"

    def sign_in(self, name: str, code: str | Callable[[], str] = "") -> None:
        """Sign in with the password, and a code where one is asked for: made when it is typed, it lives half a minute."""
        self.page.goto(self.base + "/accounts/login/")  # the people's journey looks at it
        self.page.fill("input[name=login]", name)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("form:has(input[name=password]) button[type=submit]")
        if code:
            self.page.wait_for_selector("input[name=code]")
            self.page.fill("input[name=code]", code if isinstance(code, str) else code())
            self.page.click("form:has(input[name=code]) button[type=submit]")
        self.page.wait_for_selector(".masthead .who")

    def come_in(self, name: str) -> None:
        """Be somebody who has signed in already: journeys that are not about that bring the session along."""
        client = Client()
        client.force_login(Person.objects.get(username=name), backend="xietong_web.accounts.known.Backend")
        cookie = client.cookies["sessionid"]
        self.page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.base}])

    def sign_out(self) -> None:
        """Forget who was there."""
        self.page.context.clear_cookies()


# Each journey at both widths and in both languages.
@pytest.fixture(params=[("wide", "zh-CN"), ("phone", "en")], ids="-".join)
def walker(request: pytest.FixtureRequest, browser: Browser, live_server: object) -> Iterator[Walker]:
    """Somebody at a browser, at each width and in each language."""
    width, language = request.param
    context = browser.new_context(viewport=WIDTHS[width], locale=language)  # type: ignore[arg-type]
    page = context.new_page()
    somebody = Walker(page, str(live_server))
    page.on("pageerror", lambda error: somebody.troubles.append(str(error)))
    page.on("console", lambda line: somebody.troubles.append(line.text) if "Content Security" in line.text else None)
    yield somebody
    context.close()


@pytest.fixture
def stage(transactional_db: None, workspace: Path) -> Cast:
    """The cast, visible to the server's thread."""
    return assemble()


@pytest.fixture
def code_of() -> Callable[[str], str]:
    """Give the present TOTP code of somebody, setting the second factor up where it is not."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import decrypt
    from django.core.cache import cache
    from django.db import transaction
    from django.utils import timezone

    from xietong_web.accounts.factors import set_up_app
    from xietong_web.accounts.models import Person, UsedStep

    def code(name: str) -> str:
        person = Person.objects.get(username=name)
        kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
        if kept is None:
            with transaction.atomic():
                kept = set_up_app(person, timezone.now())
        cache.clear()  # a code counts once; the walk may need it twice within its half minute
        UsedStep.objects.all().delete()
        return shown(decrypt(kept.data["secret"]))

    return code
