"""What a page weighs on a line of 64 kbit/s and 600 ms, by Chromium's own count: bytes and requests are held, time is told."""

import time

import pytest
from playwright.async_api import Browser, BrowserContext, CDPSession

from tests.browser.signing_in import signed_in
from tests.browser.walk import Walk
from tests.support.pages import MOST

pytestmark = [pytest.mark.long, pytest.mark.asyncio(loop_scope="session")]
FIRST_VIEW, WITHOUT_SCRIPT, AGAIN, REQUESTS = 30_000, 15_000, 12_000, 4
LINE = {"offline": False, "latency": 600, "downloadThroughput": 64_000 / 8, "uploadThroughput": 64_000 / 8}
ASKED = ("/", "/requests", "/offers", "/matches", "/engagements", "/shown", "/drafts", "/account", "/requests/new")


class Line:
    """The line as Chromium counts it."""

    def __init__(self, cdp: CDPSession) -> None:
        self.cdp, self.bytes, self.requests = cdp, 0, 0
        cdp.on("Network.loadingFinished", self._finished)
        cdp.on("Network.requestServedFromCache", self._kept)

    def _finished(self, said: dict[str, float]) -> None:
        self.bytes += int(said["encodedDataLength"])
        self.requests += 1

    def _kept(self, _: object) -> None:
        self.requests -= 1

    async def slow(self) -> None:
        """A line as thin as that of a country office."""
        await self.cdp.send("Network.enable")
        await self.cdp.send("Network.emulateNetworkConditions", LINE)

    def taken(self) -> tuple[int, int]:
        """Bytes and requests since the last time."""
        found = self.bytes, self.requests
        self.bytes = self.requests = 0
        return found


async def kept_session(browser: Browser, walk: Walk, *, script: bool) -> BrowserContext:
    """A browser that kept nothing but the session of Chad's authority."""
    page = await signed_in(browser, walk.people[0].base, "tcd-authority", "fr", script=script)
    state = await page.context.storage_state()
    await page.context.close()
    return await browser.new_context(java_script_enabled=script, locale="fr", storage_state=state)


async def weighed(context: BrowserContext, url: str) -> tuple[tuple[int, int], float]:
    """Bytes and requests of one address, and seconds until all was there."""
    page = await context.new_page()
    line = Line(await context.new_cdp_session(page))
    await line.slow()
    began = time.monotonic()
    await page.goto(url, wait_until="load")
    seconds = time.monotonic() - began
    await page.close()
    return line.taken(), seconds


@pytest.mark.parametrize(("script", "most"), [(True, FIRST_VIEW), (False, WITHOUT_SCRIPT)])
async def test_a_first_view_and_a_second_on_a_poor_line(walk: Walk, browser: Browser, script: bool, most: int) -> None:
    base = walk.people[0].base
    for path in ASKED:
        context = await kept_session(browser, walk, script=script)
        (first, requests), seconds = await weighed(context, base + path)
        (again, _), later = await weighed(context, base + path)
        await context.close()
        print(f"{path}: first {first} bytes, {requests} requests, {seconds:.1f} s; again {again} bytes, {later:.1f} s")
        assert 0 < first <= most, path
        assert 0 < requests <= REQUESTS, path
        assert 0 < again <= AGAIN, path
        assert again < first, path


async def test_no_page_of_the_register_is_heavier_than_a_second_view_may_be(walk: Walk) -> None:
    heavy = {
        (language, name): kept.wire
        for language, pages in walk.kept.items()
        for name, kept in pages.items()
        if kept.wire > MOST
    }
    assert heavy == {}


@pytest.mark.control
async def test_a_page_that_is_too_heavy_is_counted(walk: Walk, browser: Browser) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    kept = walk.kept["fr"]["sign_in"]
    noise = "".join(f"{number * 7919 % 99991:05d}" for number in range(8_000))
    line = Line(await context.new_cdp_session(page))
    await line.slow()
    await page.route(kept.url, lambda route: route.fulfill(body=f"<!doctype html><title>x</title><p>{noise}</p>"))
    await page.goto(kept.url)
    assert line.taken()[0] > FIRST_VIEW
    await context.close()
