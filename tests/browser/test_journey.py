"""From an empty demo to the evaluated engagement, by pages in Chromium alone: with script and without, in French and Arabic."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from playwright.async_api import Browser, Page

from deploy.local.stack import Stack
from tests.browser.filling import act, fill, there
from tests.browser.signing_in import signed_in
from tests.support.asked_in_french import SECTIONS
from tests.support.person import day

pytestmark = [pytest.mark.long, pytest.mark.asyncio(loop_scope="session")]
WORD = "Merci de préciser le calendrier."
SCORES = {f"{one}-score": "4" for one in ("relevance", "effectiveness", "efficiency", "coherence", "added_value")}


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "none"])
async def test_from_the_first_word_to_the_evaluation(
    stack: Stack, browser: Browser, language: str, script: bool
) -> None:
    base = stack.addresses["console"]
    chad, france, officer = [
        await signed_in(browser, base, name, language, script=script)
        for name in ("tcd-authority", "fra-authority", "wca-officer")
    ]
    title = f"Enregistrement numérique {uuid4().hex[:8]}"
    asked = await _asked(chad, title)
    await _answered(chad, officer, asked)
    offer = await _offered(france, asked, title)
    match = await _matched(officer, chad, france, asked, offer)
    engagement = await _engagement(chad, match)
    await _begun(chad, france, engagement)
    await _evaluated(chad, france, officer, engagement)
    await _told_of(chad, title)
    for page in (chad, france, officer):
        await page.context.close()


def _path(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3].partition("?")[0]


async def _asked(chad: Page, title: str) -> str:
    """The request's page."""
    await chad.click('main a[href="/requests/new"]')
    await fill(chad, {})
    for name, given in SECTIONS.items():
        assert chad.url.endswith(f"/{name}"), chad.url
        await fill(chad, given | ({"title": title} if name == "who" else {}), "button[value=next]")
    assert chad.url.endswith("/submit")
    await fill(chad, {})
    assert _path(chad).startswith("/requests/"), await chad.inner_text("main")
    assert title in await chad.inner_text("main")
    return _path(chad)


async def _answered(chad: Page, officer: Page, asked: str) -> None:
    """Feedback, the decision, the agreement."""
    await act(officer, asked, "/feedback", {"comment-0": "Oui", "message": WORD})
    await chad.goto(officer.url)
    assert WORD in await chad.inner_text("main")
    await act(officer, asked, "/decision", {"in_line": "yes", "reason": "Les conditions sont réunies."})
    shown = {"fields": ["title", "requesting_states", "lines", "languages"], "audiences": ["offerers"]}
    await chad.goto(officer.url)
    await act(chad, asked, "/agreement", shown, button="button[value=agree]")


async def _offered(france: Page, asked: str, title: str) -> str:
    """The offer's page."""
    link = f'main a[href="/offers/new?for={asked.rpartition("/")[2]}"]'
    await there(france, "/shown", link)
    await france.click(link)
    await fill(france, {})
    what = {"title": title, "lines-0-functional_areas": ["registration"], "lines-0-support_type": "technical"}
    much = {"lines-0-quantity-amount": "2", "lines-0-quantity-unit": "packages"}
    await fill(france, what | much, "button[value=next]")
    today = datetime.now(UTC).date()
    since = {f"availability-start-{one}": str(getattr(today, name)) for one, name in (("y", "year"), ("m", "month"))}
    await fill(france, since | {"availability-start-d": "1", "channels": ["bilateral"]}, "button[value=next]")
    await fill(france, {})
    assert _path(france).startswith("/offers/"), await france.inner_text("main")
    return _path(france)


async def _matched(officer: Page, chad: Page, france: Page, asked: str, offer: str) -> str:
    """The confirmed match's page."""
    bench = f"{asked}/bench"
    mine = f'main input[name="choose"][value*="{offer.rpartition("/")[2]}"]'
    await there(officer, asked, f'main a[href="{bench}"]')
    await there(officer, bench, mine)
    await officer.check(mine)
    await fill(officer, {})
    await fill(officer, {"reason": "Même langue, même domaine"})
    match = _path(officer)
    assert match.startswith("/matches/"), await officer.inner_text("main")
    held = {"party": "org:ecre", "held_at": "10:30", "summary": "Pas d’objection"} | day("held_on", -1)
    await act(officer, match, "/consultation", held)
    for side in (chad, france):
        await act(side, match, "/answer", {"answer": "accepted"})
    await act(officer, match, "/confirmation", {"channel": "bilateral", "delivery_mode": "peer_to_peer"})
    return match


async def _engagement(chad: Page, match: str) -> str:
    """The page of what the match opened, as the list leads to it."""
    for _ in range(200):
        await chad.goto("/engagements")
        links = await chad.locator('main ul.items > li > a[href^="/engagements/"]').all()
        for path in [await one.get_attribute("href") for one in links]:
            await chad.goto(str(path))
            if await chad.locator(f'main a[href="{match}"]').count():
                return str(path)
    raise AssertionError(f"no engagement of {match}")


async def _begun(chad: Page, france: Page, engagement: str) -> None:
    for side in (chad, france):
        await act(side, engagement, "/signature", {})
    await act(chad, engagement, "/contact", {"name": "Directrice", "email": "contact@example.org"})
    plan = {
        "deliveries-0-what": "Formation", "deliveries-0-quantity-amount": "2", "deliveries-0-by": "party",
        "milestones-0-text": "Enregistrés en dix jours", "milestones-0-result": "outcome", "milestones-0-measure": "unit",
        "milestones-0-baseline": "90", "milestones-0-target": "10", "monitoring": "Une réunion chaque mois",
    }  # fmt: skip
    await act(chad, engagement, "/plan", plan | day("deliveries-0-due_on", 90) | day("milestones-0-due_on", 200))
    await act(france, engagement, "/plan/agreement", {})
    await act(france, engagement, "/start", {})


async def _evaluated(chad: Page, france: Page, officer: Page, engagement: str) -> None:
    given = {"quantity-amount": "2", "delivery_id": "d1", "words": "Vingt agents formés"} | day("delivered_on", 0)
    await act(france, engagement, "/deliveries", given)
    await act(chad, engagement, "/reports/answer", {"confirms": "yes"})
    for side in (chad, france):
        await act(side, engagement, "/fulfilment", {})
    for judge, tail in ((chad, "/evaluation"), (france, "/evaluation"), (officer, "/secretariat-evaluation")):
        await act(judge, engagement, tail, SCORES | {"added_value-words": f"Utile {tail}"})
    await there(chad, engagement, "text=Utile /secretariat-evaluation")
    await chad.click('main a[href*="/record"]')
    assert await chad.locator("main article").count() == 1


async def _told_of(chad: Page, title: str) -> None:
    """Support that needs no match is told of by its own page."""
    await chad.goto("/engagements")
    await chad.click('main a[href="/engagements/new"]')
    line = {"lines-0-functional_area": "registration", "lines-0-support_type": "technical",
            "lines-0-quantity-amount": "1", "lines-0-quantity-unit": "packages"}  # fmt: skip
    how = {"channel": "bilateral", "delivery_mode": "peer_to_peer", "horizon": "short_term"}
    said = {"origin": "bilateral_notice", "role": "requester", "title": f"{title}, suite", "counterpart": "iso3166:FRA"}
    await fill(chad, said | line | how)
    assert _path(chad).startswith("/engagements/"), await chad.inner_text("main")
    assert f"{title}, suite" in await chad.inner_text("main")
