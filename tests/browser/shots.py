"""Pictures of every page in six languages, at 1280 and at 320 px, in build/shots (``make shots``): a person looks at them."""

import pytest

from deploy.local.processes import ROOT
from shared.contracts.vocabulary import LANGUAGES
from tests.browser.checks import NARROW, WIDE
from tests.browser.conftest import Window
from tests.browser.walk import Walk

PICTURES = {
    "authority-draft": ("fr", "submit"),
    "authority-agreement": ("fr", "agreement"),
    "office-paper": ("fr", "signed_paper"),
    "officer-feedback": ("en", "feedback"),
    "officer-bench": ("en", "bench"),
    "officer-told": ("en", "told"),
    "sides-engagement": ("ar", "engagement"),
    "operator-regions": ("en", "regions"),
}
"""What docs/console shows: name of the picture -> language and page; the first screen of each."""
SCREEN = {"width": 720, "height": 540}

pytestmark = [pytest.mark.asyncio(loop_scope="session")]
FOLDER = ROOT / "build/shots"


async def test_pictures_of_the_documents(walk: Walk, window: Window) -> None:
    """Small ones, in build/shots/pictures; a person looks at them before they go to docs/console/pictures."""
    await window.page.set_viewport_size(SCREEN)
    for name, (language, page) in PICTURES.items():
        await window.open(walk.kept[language][page])
        path = FOLDER / "pictures" / f"{name}.jpg"
        await window.page.screenshot(path=path, type="jpeg", quality=55)
        assert 5_000 < path.stat().st_size < 90_000


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_is_pictured(walk: Walk, window: Window, language: str) -> None:
    for name, kept in walk.kept[language].items():
        for size in (WIDE, NARROW):
            await window.page.set_viewport_size(size)
            await window.open(kept)
            path = FOLDER / language / f"{name}-{size['width']}.png"
            await window.page.screenshot(path=path, full_page=True)
            assert path.stat().st_size > 1_000
