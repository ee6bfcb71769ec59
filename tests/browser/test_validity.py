"""Every page of the register in six languages, and the style sheet, are valid HTML and CSS (the Nu Html Checker)."""

from pathlib import Path

import pytest

from services.console.http import static
from tests.browser.walk import Walk
from tools.browser.validity import faults

pytestmark = [pytest.mark.long, pytest.mark.asyncio(loop_scope="session")]
STYLE = Path(static.__file__).parents[1] / "static/console.css"


def written(folder: Path, walk: Walk) -> Path:
    """Pages and style sheet as files."""
    for language, pages in walk.kept.items():
        for name, kept in pages.items():
            (folder / f"{language}-{name}.html").write_text(kept.html, encoding="utf-8")
    (folder / STYLE.name).write_bytes(STYLE.read_bytes())
    return folder


async def test_every_page_and_the_style_sheet_are_valid(walk: Walk, tmp_path: Path) -> None:
    assert faults(written(tmp_path, walk)) == []


@pytest.mark.control
async def test_what_is_not_valid_is_found(walk: Walk, tmp_path: Path) -> None:
    page = walk.kept["ar"]["worklist"].html
    planted = {
        "nested": page.replace("</main>", '<a href="/x"><button>x</button></a></main>'),
        "twice": page.replace("</main>", '<p id="main">x</p></main>'),
        "list": page.replace("</main>", "<ul><p>x</p></ul></main>"),
        "closed": page.replace("</main>", "<section></main>"),
    }
    for name, html in planted.items():
        assert html != page
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    (tmp_path / "planted.css").write_text(STYLE.read_text() + "p{colour:red}")
    found = {one.partition(":")[0] for one in faults(tmp_path)}
    assert found == {*(f"{name}.html" for name in planted), "planted.css"}
