"""Filling in a page's form as a person does: what is seen is typed into, chosen or ticked, then its button is pressed."""

import time
from collections.abc import Mapping

from playwright.async_api import Page

WAIT_S = 120
BUSY, CHANGED = 503, 409
READINGS = 3
"""How often a person reads what changed meanwhile, and says it again."""
DO = "button.do"
Given = Mapping[str, str | list[str]]


async def fill(page: Page, given: Given, button: str = DO) -> int:
    """Types, chooses, ticks, presses the button, and waits for what follows; again where the owner was too busy. Its status."""
    for name, value in given.items():
        field = page.locator(f'main form [name="{name}"]')
        for one in value if isinstance(value, list) else [value]:
            if await field.first.get_attribute("type") in {"checkbox", "radio"}:
                await page.check(f'main form [name="{name}"][value="{one}"]')
            elif await field.evaluate("one => one.tagName") == "SELECT":
                await field.select_option(one)
            else:
                await field.fill(one)
    async with page.expect_navigation() as answered:
        await page.click(f"main form {button}")
    answer, end = await answered.value, time.monotonic() + WAIT_S
    while answer is not None and answer.status == BUSY and time.monotonic() < end:
        # The same form with the same key, as the page of a refusal asks for.
        await page.wait_for_timeout(1_000)
        answer = await page.reload()
    return answer.status if answer is not None else 0


async def there(page: Page, path: str, selector: str = "h1") -> None:
    """Looks at a page until something stands on it: what went over the bus takes a moment."""
    end = time.monotonic() + WAIT_S
    while True:
        answer = await page.goto(path)
        if answer is not None and answer.ok and await page.locator(selector).count():
            return
        assert time.monotonic() < end, (path, selector, await page.inner_text("main"))
        await page.wait_for_timeout(300)


async def act(page: Page, about: str, tail: str, given: Given, **more: str) -> None:
    """From the page of a thing by its link to the page of an act, fills it in, and is led back to the thing."""
    await there(page, about, f'main a[href$="{tail}"]')
    async with page.expect_navigation():
        await page.locator(f'main a[href$="{tail}"]').first.click()
    for _ in range(READINGS):
        status = await fill(page, given, **more)
        if status != CHANGED:
            break
    assert page.url.partition("?")[0].endswith(about), (page.url, await page.inner_text("main"))
