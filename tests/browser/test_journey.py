"""A request from the sign-in to the officer's word, by Chromium alone: with script and without, in French and in Arabic."""

from collections.abc import Mapping
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page

from deploy.local.stack import Stack
from tests.support.asked_in_french import SECTIONS

pytestmark = [pytest.mark.long, pytest.mark.asyncio(loop_scope="session")]
TAKES_MS = 120_000
"""How long a page may take on a busy machine."""
WORD = "Merci de préciser le calendrier."


async def signed_in(browser: Browser, base: str, name: str, language: str, *, script: bool) -> Page:
    """Asks for the first page, follows the sign-in, and chooses who one is where the demo's issuer asks that."""
    context = await browser.new_context(java_script_enabled=script, locale=language)
    context.set_default_timeout(TAKES_MS)
    page = await context.new_page()
    await page.goto(base)
    await page.click(f"button[name=language][value={language}]")
    await page.click("main a.do")
    await page.fill("input[name=login_hint]", name)
    await page.press("input[name=login_hint]", "Enter")
    await page.wait_for_url(f"{base}/")
    assert await page.get_attribute("html", "lang") == language
    return page


async def fill(page: Page, given: Mapping[str, str | list[str]], button: str) -> None:
    """Types into a form, chooses, ticks, presses its button, and waits for what follows."""
    for name, value in given.items():
        field = page.locator(f'main form [name="{name}"]')
        for one in value if isinstance(value, list) else [value]:
            if await field.first.get_attribute("type") in {"checkbox", "radio"}:
                await page.check(f'main form [name="{name}"][value="{one}"]')
            elif await field.evaluate("one => one.tagName") == "SELECT":
                await field.select_option(one)
            else:
                await field.fill(one)
    async with page.expect_navigation():
        await page.click(f"main form {button}")


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "none"])
async def test_a_state_asks_an_officer_answers_the_state_reads_it(
    stack: Stack, browser: Browser, language: str, script: bool
) -> None:
    base, title = stack.addresses["console"], f"Enregistrement numérique {uuid4().hex[:8]}"
    chad = await signed_in(browser, base, "tcd-authority", language, script=script)
    await chad.goto(f"{base}/requests/new")
    await fill(chad, {}, "button.do")
    for name, given in SECTIONS.items():
        assert chad.url.endswith(f"/{name}"), chad.url
        await fill(chad, given | ({"title": title} if name == "who" else {}), "button[value=next]")
    assert chad.url.endswith("/submit")
    await fill(chad, {}, "button.do")
    asked = chad.url.partition("?")[0]
    assert asked.startswith(f"{base}/requests/"), await chad.inner_text("main")
    assert title in await chad.inner_text("main")
    officer = await signed_in(browser, base, "wca-officer", language, script=script)
    await officer.goto(f"{asked}/feedback")
    await fill(officer, {"comment-0": "Oui", "message": WORD}, "button.do")
    assert officer.url.startswith(asked + "?written="), await officer.inner_text("main")
    await chad.goto(officer.url)
    assert WORD in await chad.inner_text("main")
    for page in (chad, officer):
        await page.context.close()
