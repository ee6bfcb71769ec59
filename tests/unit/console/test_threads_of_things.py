"""The threads of a thing stand on its page, by one part of a template for every kind of thing (WM 6, 8, 11)."""

import re
from pathlib import Path
from typing import Any

import pytest

from services.console.http.register import register
from services.console.http.rendering import templates
from services.console.http.threads import ABOUT
from services.console.wording.words import words
from services.dialogue.kinds import BY_NAME
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.steps.pages import address_of

pytestmark = [pytest.mark.paragraph("6"), pytest.mark.paragraph("8")]
HOME = Path(__file__).parents[3] / "services/console/templates/pages"
PART = "{{ th.listed(t, w, threads, item.itemId) }}"


@pytest.mark.parametrize("kind", BY_NAME)
def test_each_things_page_has_the_part_and_asks_for_its_threads(kind: str) -> None:
    assert kind in ABOUT
    address = address_of(kind, "one")
    page = next(page for page in register() if re.sub(r"\{\w+\}", "one", page.path) == address)
    assert "threads" in page.documents
    assert (HOME / f"{page.template}.html.j2").read_text(encoding="utf-8").count(PART) == 1


def test_no_page_writes_the_part_anew() -> None:
    assert [path.name for path in HOME.glob("*.j2") if "w.choice('circle'" in path.read_text(encoding="utf-8")] == [
        "thread.html.j2"
    ]


def one(number: int, circle: str = "approached", party: str | None = "iso3166:FRA", **more: int) -> dict[str, Any]:
    return {"threadId": f"t{number}", "circle": circle, "apartWith": party, "count": 0, "unread": 0, **more}


def listed(language: str, those: Any) -> str:
    said = words(language)
    module = templates().get_template("parts/thread.html.j2").module
    return str(module.listed(said.say, said, those, "i1"))  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_many_apart_those_in_which_nothing_is_written_stand_folded(language: str) -> None:
    many = [one(0, "requester", None), *(one(n, count=n % 2, unread=n % 2) for n in range(1, 9))]
    shown = listed(language, many)
    open_, folded = shown.split("<details>")
    assert (open_.count('href="/threads/'), folded.count('href="/threads/')) == (5, 4)
    assert "?about=i1" in shown
    assert words(language).say("thread.quiet") in folded
    assert 'href="/case-files/i1"' in shown
    assert "<details>" not in listed(language, many[:3])
    assert (listed(language, []).strip(), words(language).say("thread.away") in listed(language, None)) == ("", True)
