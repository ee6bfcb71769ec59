"""Mails lead to the page that does the step they ask for, and every such page is one that the console serves."""

from datetime import UTC, datetime

import pytest
from starlette.routing import compile_path

from services.console.http.register import register
from services.notifications.channels.email import said
from services.notifications.domain.delivery import Delivery, Draft
from services.notifications.domain.notice import Reason
from services.notifications.domain.seen import Seen
from services.notifications.settings import NotificationsSettings
from services.notifications.wording.mail import Letter, Reader, compose
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.steps.pages import STEPS, THINGS, address_of

CONSOLE = "https://console.example.org"
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def served(address: str) -> bool:
    """Whether a page of the console answers at an address."""
    return any(page.show and compile_path(page.path)[0].match(address) for page in register())


def test_every_page_that_a_mail_leads_to_is_served() -> None:
    assert {kind for kind, _ in STEPS} <= set(THINGS)
    missing = {address for way in (*THINGS.values(), *STEPS.values()) if not served(address := way.format(id="x"))}
    assert missing == set()


@pytest.mark.control
def test_an_address_that_nobody_serves_is_found() -> None:
    assert not served("/requests/x/nobody-serves-this")


def mail_of(kind: str, step: str | None, *, must_act: bool = True, language: str = "en", pages: str = CONSOLE) -> str:
    """The text of a message about a thing."""
    seen = Seen.model_validate({"item_id": "i1", "thread": "t1", "kind": kind, "view": "full", "reference": "R-1"})
    reason = Reason(role="requesting_state", paragraph="17")
    letter = Letter("acsg.intake.request-found-in-line", must_act, reason, seen, NOW, step=step)
    return compose(letter, Reader(language, "UTC", pages=pages)).text


def test_a_mail_leads_to_its_step_or_to_its_thing() -> None:
    assert f"{CONSOLE}/requests/i1/agreement" in mail_of("request", "consent").splitlines()
    assert f"{CONSOLE}/requests/i1" in mail_of("request", "nobody_knows_this").splitlines()
    assert f"{CONSOLE}/requests/i1" in mail_of("request", "consent", must_act=False).splitlines()
    assert f"{CONSOLE}/engagements/i1" in mail_of("engagement", None).splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_every_language_the_address_stands_alone_on_its_line(language: str) -> None:
    assert f"{CONSOLE}/matches/i1/answer" in mail_of("match", "answer", language=language).splitlines()


def test_no_console_no_link_and_what_has_no_page_has_none() -> None:
    assert "/requests/" not in mail_of("request", "consent", pages="")
    assert address_of("solicitation", "x") == "/calls/x"
    assert address_of("delivery", "x") is None


def test_the_mail_that_leaves_takes_its_step_from_the_notice() -> None:
    seen = {"item_id": "i1", "thread": "t1", "kind": "request", "view": "full", "reference": "R-1"}
    reason = Reason(role="requesting_state", paragraph="17").model_dump(mode="json")
    content = {"thread": "t1", "reason": reason, "seen": seen, "reminder": None, "step": "consent"}
    draft = Draft("iso3166:TCD", "iso3166:TCD", "email", True, "17", content)
    held = Delivery("d", "e", "acsg.intake.request-found-in-line", "i1", draft, 0, 1, "a@example.org", "fr")
    for given, wanted in ((f"{CONSOLE}/", True), ("", False)):
        settings = NotificationsSettings(database_url="postgresql://x@h/x", mode="development", console_url=given)
        assert (f"{CONSOLE}/requests/i1/agreement" in said(held, "", settings).text) is wanted
