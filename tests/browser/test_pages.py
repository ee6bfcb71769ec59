"""Every page of the register in Chromium: axe-core, 320 px, letters twice as large, policy, keyboard, a person's own colours.

Each check is held against a page in which its fault is planted.
"""

from collections.abc import Awaitable, Callable

import pytest

from shared.contracts.vocabulary import LANGUAGES
from tests.browser import checks
from tests.browser.conftest import Window
from tests.browser.walk import Walk, missing
from tests.support.read_by_people import unreadable

pytestmark = [pytest.mark.long, pytest.mark.asyncio(loop_scope="session")]
READ = ("fr", "ar")
Found = dict[str, list[str]]


async def over(walk: Walk, window: Window, language: str, ask: Callable[[], Awaitable[list[str]]]) -> Found:
    """What a check finds: page -> faults."""
    found: Found = {}
    for name, kept in walk.kept[language].items():
        await window.open(kept)
        if faults := [*await ask(), *window.said]:
            found[name] = faults
    return found


async def test_no_page_of_the_register_is_forgotten(walk: Walk) -> None:
    assert missing(walk) == set()
    assert len(walk.names) > 60
    refused = {"refused": 404, "submit-faults": 422, "too_late": 409}
    found = {(language, name): kept.status for language, pages in walk.kept.items() for name, kept in pages.items()}
    assert {key: status for key, status in found.items() if status != refused.get(key[1], 200)} == {}
    assert all(set(pages) == walk.names for pages in walk.kept.values())


async def test_a_person_reads_words_of_one_language_and_no_codes(walk: Walk) -> None:
    found = {(language, name): unreadable(kept.html, language)
             for language, pages in walk.kept.items() for name, kept in pages.items()}  # fmt: skip
    assert {key: faults for key, faults in found.items() if faults} == {}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_axe_finds_nothing_and_the_policy_is_kept(walk: Walk, window: Window, language: str) -> None:
    assert await over(walk, window, language, lambda: checks.violations(window.cdp)) == {}


@pytest.mark.parametrize("language", READ)
async def test_every_page_fits_in_320_px(walk: Walk, window: Window, language: str) -> None:
    assert await over(walk, window, language, lambda: checks.outside(window.cdp, window.page)) == {}


@pytest.mark.parametrize("language", READ)
async def test_every_page_fits_with_letters_twice_as_large(walk: Walk, window: Window, language: str) -> None:
    assert await over(walk, window, language, lambda: checks.enlarged(window.cdp)) == {}


async def test_all_is_reached_by_keyboard_and_seen_to_be(walk: Walk, window: Window) -> None:
    assert await over(walk, window, "fr", lambda: checks.by_keyboard(window.cdp, window.page)) == {}


async def test_a_persons_own_colours_take_nothing_away(walk: Walk, window: Window) -> None:
    assert await over(walk, window, "ar", lambda: checks.in_forced_colours(window.cdp, window.page)) == {}


AXE_FAULTS = {
    "image-alt": '<img src="/static/icon.svg">',
    "label": '<input name="x">',
    "link-name": '<a href="/requests"></a>',
    "color-contrast": '<header><p class="note">dim</p></header>',
    "target-size": '<p class="languages"><span><input type="checkbox" aria-label="a"><input type="checkbox" aria-label="b"></span></p>',
}
"""A rule of axe-core, and what breaks it with our own style sheet."""


@pytest.mark.control
@pytest.mark.parametrize("rule", AXE_FAULTS)
async def test_axe_finds_what_is_planted(walk: Walk, window: Window, rule: str) -> None:
    kept = walk.kept["fr"]["worklist"]
    await window.open(kept, kept.html.replace("</main>", f"{AXE_FAULTS[rule]}</main>"))
    assert any(one.startswith(f"{rule}:") for one in await checks.violations(window.cdp))


@pytest.mark.control
async def test_what_does_not_fit_or_stays_small_is_found(walk: Walk, window: Window) -> None:
    kept = walk.kept["ar"]["worklist"]
    wide = '<svg id="wide" width="400" height="20"></svg>'
    await window.open(kept, kept.html.replace("</main>", f"{wide}</main>"))
    assert any("wide" in one for one in await checks.outside(window.cdp, window.page))
    for frame, holds in (('class="scroll" tabindex="0"', True), ('class="scroll"', False)):
        await window.open(kept, kept.html.replace("</main>", f"<div {frame}>{wide}</div></main>"))
        assert (await checks.outside(window.cdp, window.page) == []) is holds, frame
    await window.open(kept)
    await checks.evaluated(window.cdp, "document.querySelector('h1').style.fontSize = '16px'")
    assert any("H1" in one for one in await checks.enlarged(window.cdp))


@pytest.mark.control
async def test_a_page_that_breaks_its_policy_is_found(walk: Walk, window: Window) -> None:
    kept = walk.kept["fr"]["worklist"]
    for planted in (
        '<p style="color:red">x</p>',
        "<script>1</script>",
        '<img src="https://example.org/x.png" alt="x">',
    ):
        await window.open(kept, kept.html.replace("</main>", f"{planted}</main>"))
        assert any("Content Security Policy" in one for one in window.said), planted
    await window.open(kept)
    written = "try { document.body.innerHTML = '<p>x</p>'; 'written' } catch (fault) { fault.name }"
    assert await checks.evaluated(window.cdp, written) == "TypeError"
    assert any("Trusted" in one for one in window.said)


@pytest.mark.control
async def test_what_the_keyboard_does_not_reach_is_found(walk: Walk, window: Window) -> None:
    kept = walk.kept["fr"]["worklist"]
    await window.open(kept, kept.html.replace("</main>", '<a id="lost" href="/offers" tabindex="-1">x</a></main>'))
    assert any("lost" in one for one in await checks.by_keyboard(window.cdp, window.page))
    await window.open(kept)
    await checks.evaluated(window.cdp, "document.querySelector('main a').style = 'outline: none; box-shadow: none'")
    assert any("focus not seen" in one for one in await checks.by_keyboard(window.cdp, window.page))


@pytest.mark.control
async def test_a_focus_that_is_led_back_or_held_is_found(walk: Walk, window: Window) -> None:
    kept = walk.kept["fr"]["worklist"]
    await window.open(kept)
    # The first two links of the content, in the other order than they stand.
    await checks.evaluated(
        window.cdp, "[...document.querySelectorAll('main a')].slice(0, 2).forEach((a, n) => { a.tabIndex = 2 - n })"
    )
    assert any("back up" in one for one in await checks.by_keyboard(window.cdp, window.page))
    await window.open(kept)
    held = "document.querySelectorAll('main a')[1].addEventListener('keydown', (said) => said.preventDefault())"
    await checks.evaluated(window.cdp, held)
    assert any("no way out" in one for one in await checks.by_keyboard(window.cdp, window.page))


@pytest.mark.control
async def test_what_only_a_ground_or_a_shadow_tells_is_found(walk: Walk, window: Window) -> None:
    kept = walk.kept["ar"]["submit"]
    await window.open(kept)
    await checks.evaluated(window.cdp, "document.querySelector('button.do').style.border = '0'")
    await checks.evaluated(window.cdp, "document.querySelector('main a').style.outline = 'none'")
    found = await checks.in_forced_colours(window.cdp, window.page)
    assert any(one.startswith("no edge: BUTTON") for one in found)
    assert any(one.startswith("focus not seen (0.0)") for one in found)
