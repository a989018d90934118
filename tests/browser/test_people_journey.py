"""Somebody is invited, comes in, sets up a second factor of both kinds; a manager imports, renames and splits bodies."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Walker
from tests.cast import PASSWORD, Cast
from tests.codes import shown
from xietong_web.accounts.models import Member, Organisation
from xietong_web.audit.queries import breaks

pytestmark = pytest.mark.browser

TABLE = "编码,名称,上级,设立日期\ne-10,东江省督导处,east-0,2024-01-01\ne-11,督导一科,{parent},\n"


def test_an_invited_person_comes_in_and_sets_up_a_second_factor(walker: Walker, stage: Cast) -> None:
    page = walker.page
    walker.go("/accounts/login/")
    walker.come_in("east_manager")
    walker.go("/members/invite/")
    page.fill("input[name=name]", "新来的人")
    page.check("input[value=signatory]")
    page.click("form.card-form button[type=submit]")
    walker.look()
    link = page.inner_text(".shown-once code").strip()
    path = link[link.index("/join/") :]
    walker.go("/members/")
    assert page.locator(".shown-once").count() == 0

    walker.sign_out()
    walker.go(path)
    page.fill("input[name=username]", "newcomer")
    page.fill("input[name=password]", "short")
    page.fill("input[name=again]", "short")
    page.click("form.card-form button[type=submit]")
    assert page.locator(".errorlist").count() == 1
    walker.look()
    page.fill("input[name=password]", PASSWORD)
    page.fill("input[name=again]", PASSWORD)
    page.click("form.card-form button[type=submit]")
    walker.sign_in("newcomer")

    walker.go("/profile/")
    walker.go("/accounts/2fa/")
    page.click("a[href='/accounts/2fa/totp/activate/']")
    page.fill("input[name=password]", PASSWORD)
    page.click("form.card-form button[type=submit]")
    page.wait_for_selector("img.qr")
    assert page.evaluate("document.querySelector('img.qr').naturalWidth") > 0
    walker.look()
    secret = page.inner_text("#secret").strip()
    page.fill("input[name=code]", shown(secret))
    page.click("form.card-form button[type=submit]")
    page.wait_for_selector(".codes")
    walker.look()

    _virtual_key(walker)
    walker.go("/accounts/2fa/webauthn/add/")
    page.fill("input[name=name]", "办公室的密钥")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda address: not address.endswith("/add/"))
    walker.go("/accounts/2fa/webauthn/")
    assert "办公室的密钥" in page.inner_text("main")
    walker.go("/accounts/2fa/")

    walker.sign_out()
    walker.go("/accounts/login/")
    page.fill("input[name=login]", "newcomer")
    page.fill("input[name=password]", PASSWORD)
    page.click("form:has(input[name=password]) button[type=submit]")
    page.wait_for_selector("#mfa_webauthn_authenticate")
    walker.look()
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_selector(".masthead .who")
    assert Member.objects.get(person__username="newcomer").party == stage.east
    assert list(breaks()) == []


def _virtual_key(walker: Walker) -> None:
    devtools = walker.page.context.new_cdp_session(walker.page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_manager_imports_a_table_and_renames_a_body(walker: Walker, stage: Cast, tmp_path: Path) -> None:
    page = walker.page
    table = tmp_path / "单位.csv"
    walker.come_in("east_manager")
    walker.go("/organisations/import/")
    table.write_text(TABLE.format(parent="nowhere"), encoding="utf-8")
    page.set_input_files("input[name=file]", table)
    page.click("form.card-form button[type=submit]")
    page.wait_for_selector("table.problems")
    walker.look()
    assert page.locator("button[name=confirm]").count() == 0

    table.write_text(TABLE.format(parent="e-10"), encoding="gb18030")
    page.set_input_files("input[name=file]", table)
    page.click("form.card-form button[type=submit]")
    page.wait_for_selector("button[name=confirm]")
    walker.look()
    page.click("button[name=confirm]")
    page.wait_for_selector("ul.bodies")
    assert "督导一科" in page.inner_text("ul.bodies")
    walker.look()

    walker.go("/organisations/e-10/life/")
    page.locator("details:has(form[action$='/rename/']) summary").click()
    walker.look()
    page.fill("input[name=rename-code]", "e-12")
    page.fill("input[name=rename-name]", "东江省教育督导局")
    page.fill("input[name=rename-day]", "2024-03-01")
    page.locator("form[action$='/rename/'] button[type=submit]").click()
    page.wait_for_url("**/organisations/e-12/life/")
    walker.look()
    walker.go("/organisations/?as_of=2024-02-29")
    assert "东江省督导处" in page.inner_text("ul.bodies")
    walker.go("/organisations/")
    assert "东江省督导处" not in page.inner_text("ul.bodies")
    assert Organisation.objects.get(code="e-12").precessions.count() == 1
    assert list(breaks()) == []


def test_each_administrator_finds_the_own_pages(walker: Walker, stage: Cast, code_of: Callable[[str], str]) -> None:
    code_of("east_signatory")
    own = {"system_admin": "/members/", "security_admin": "/security/", "audit_admin": "/journal/"}
    for name, path in (*own.items(), ("east_leader", "/journal/")):
        walker.come_in(name)
        walker.go("/profile/")
        walker.page.click(f"nav.rooms a[href='{path}']")
        walker.look()
