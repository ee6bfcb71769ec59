"""Answers to why: each code is explained in the documents, in every language, and a new one without words is found."""

import re
from pathlib import Path

import pytest
from starlette.requests import HTTPConnection

from services.notifications.actions.explain import Explanation
from services.notifications.domain.why_codes import OF_ENDPOINTS, OF_MAIL, WHY_CODES
from services.notifications.wording.catalogue import faults, words
from services.notifications.wording.told import sentence
from shared.contracts.vocabulary import LANGUAGES
from shared.runtime.http.languages import preferred

ROOT = Path(__file__).parents[3]
CODE = re.compile(r'"([a-z_]+)"')


def test_every_code_is_in_the_documents() -> None:
    mail, hooks = (
        (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("notifications.md", "integrators.md")
    )
    assert [code for code in OF_MAIL if not re.search(rf"\b{code}\b", mail)] == []
    assert [code for code in OF_ENDPOINTS if f"`{code}`" not in hooks] == []


def test_no_code_is_written_that_is_not_declared() -> None:
    """What decides writes its code as a literal beside its status; what settles, as its last argument."""
    written: set[str] = set()
    for path in (ROOT / "services/notifications").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for call in re.findall(r"(?:Decision|settle|Explanation)\([^()]*(?:\([^()]*\)[^()]*)*\)", text):
            written |= set(CODE.findall(call))
        written |= set(re.findall(r'left_out\[[^\]]*\] = "([a-z_]+)"', text))
        written |= set(re.findall(r'\bwhy="([a-z_]+)"', text))
    assert {"not_shown", "urgent", "mailbox_gone", "done_meanwhile", "asked_for"} <= written
    statuses = {"now", "waiting", "declined", "settled", "erased", "none"}
    assert written - statuses - set(WHY_CODES) - {"role", "subscription", "paragraph"} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_code_has_a_sentence_of_its_own(language: str) -> None:
    said = [sentence(Explanation(told=False, status="none", code=code), language) for code in WHY_CODES]
    assert len(set(said)) == len(said)
    english = [sentence(Explanation(told=False, status="none", code=code), "en") for code in WHY_CODES]
    assert language == "en" or not set(said) & set(english)
    assert words(language).direction == ("rtl" if language == "ar" else "ltr")


@pytest.mark.control
def test_a_code_without_words_fails_the_build() -> None:
    found = faults("fr", {"told": {}})
    assert "fr: told.quiet_hours is missing" in found


def test_a_code_of_an_older_release_stands_as_it_is() -> None:
    assert sentence(Explanation(told=True, status="now", code="some_day"), "fr") == "some_day"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", None), ("fr", "fr"), ("pt-BR, es;q=0.8, en;q=0.9", "en"), ("zh-Hans-CN,ar;q=0.9", "zh"), ("de", None),
        ("ru;q=0, fr;q=0.1", "fr"), ("fr;q=x", None), ("*", None), ("AR-eg", "ar"), ("en;q=nan, es;q=0.2", "es"),
    ],
)  # fmt: skip
def test_the_language_a_program_asks_for(header: str, expected: str | None) -> None:
    scope = {"type": "http", "headers": [(b"accept-language", header.encode())]}
    assert preferred(HTTPConnection(scope)) == expected
