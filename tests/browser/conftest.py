"""Debian's Chromium before the running region, and every page of the register as that region serves it."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, CDPSession, Page, Route, async_playwright

from deploy.demo.client import Client
from deploy.local.stack import Stack
from tests.browser.checks import WIDE, evaluated
from tests.browser.stages import walked
from tests.browser.walk import Kept, Walk
from tests.support.person import Person
from tools.browser.chromium import NoBrowser, chromium

NAMES = ("tcd-authority", "fra-authority", "wca-officer", "tcd-office", "ecre")
_DRAWN = "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn(true))))"


class Window:
    """One window of the browser, and what its console said since the last page."""

    def __init__(self, context: BrowserContext, page: Page, cdp: CDPSession) -> None:
        self.context, self.page, self.cdp = context, page, cdp
        self.said: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda fault: self.said.append(str(fault)))

    async def open(self, kept: Kept, html: str = "") -> None:
        """Shows a page as it was kept, or with something planted in it; its policy holds, its style sheet is asked for."""

        async def serve(route: Route) -> None:
            # What a browser says of a status is of no interest here: pages that refuse are held as others are.
            await route.fulfill(status=200, headers=dict(kept.headers), body=html or kept.html)

        self.said.clear()
        await self.page.route(kept.url, serve)
        await self.page.goto(kept.url)
        await self.page.unroute(kept.url)
        if " autofocus" in (html or kept.html):
            # A browser gives the focus when it draws. A key that comes before takes it away, which nobody is as fast as.
            await evaluated(self.cdp, _DRAWN)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium. Where there is none the tests fail with what to install."""
    try:
        path = chromium()
    except NoBrowser as missing:
        pytest.fail(str(missing), pytrace=False)
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path)
        yield opened
        await opened.close()


@pytest_asyncio.fixture(loop_scope="session")
async def window(browser: Browser) -> AsyncIterator[Window]:
    """A window of its own for each test."""
    context = await browser.new_context(viewport=WIDE)
    page = await context.new_page()
    yield Window(context, page, await context.new_cdp_session(page))
    await context.close()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def walk(stack: Stack, client: Client) -> AsyncIterator[Walk]:
    """Every page, once a request, a match and an engagement went through their lives."""
    people = [Person(stack.addresses["console"], name) for name in NAMES]
    for one in people:
        assert one.sign_in("/account").status == 200
    made = Walk(people)
    await walked(made, client)
    yield made
    for one in people:
        one.close()
