"""Pictures of every page in six languages, at 1280 and at 320 px, in build/shots (``make shots``): a person looks at them."""

import pytest

from deploy.local.processes import ROOT
from shared.contracts.vocabulary import LANGUAGES
from tests.browser.checks import NARROW, WIDE
from tests.browser.conftest import Window
from tests.browser.walk import Walk

pytestmark = [pytest.mark.asyncio(loop_scope="session")]
FOLDER = ROOT / "build/shots"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_is_pictured(walk: Walk, window: Window, language: str) -> None:
    for name, kept in walk.kept[language].items():
        for size in (WIDE, NARROW):
            await window.page.set_viewport_size(size)
            await window.open(kept)
            path = FOLDER / language / f"{name}-{size['width']}.png"
            await window.page.screenshot(path=path, full_page=True)
            assert path.stat().st_size > 1_000
