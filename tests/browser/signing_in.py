"""The way into the console, as a person takes it: the first page, the language, the link, who one is."""

from playwright.async_api import Browser, Page

TAKES_MS = 120_000
"""How long a page may take on a busy machine."""


async def signed_in(browser: Browser, base: str, name: str, language: str, *, script: bool) -> Page:
    """Asks for the first page, follows the sign-in, and chooses who one is where the demo's issuer asks that."""
    context = await browser.new_context(java_script_enabled=script, locale=language, base_url=base)
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
