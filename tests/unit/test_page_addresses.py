"""Mails lead to the page that does the step they ask for, and every such page is one that the console serves."""

import inspect
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from starlette.routing import compile_path

from services.console.http.register import register
from services.notifications.channels.email import said
from services.notifications.domain.delivery import Delivery, Draft
from services.notifications.domain.notice import NoticeReason
from services.notifications.domain.seen import Seen
from services.notifications.settings import NotificationsSettings
from services.notifications.wording.mail import Letter, MailReader, compose
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.paragraphs import P8
from shared.modalities.steps import (
    of_actions,
    of_assessments,
    of_calls_for_action,
    of_commitments,
    of_crises,
    of_editions,
    of_experts,
    of_initiatives,
    of_liaisons,
    of_links,
    of_organisations,
    of_packages,
    of_practices,
    of_projects,
    of_warnings,
    rules,
)
from shared.modalities.steps.of_matches import of_match
from shared.modalities.steps.pages import STEPS, THINGS, address_of
from shared.modalities.steps.step import Step

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
    reason = NoticeReason(role="requesting_state", paragraph="17")
    letter = Letter("acsg.intake.request-found-in-line", must_act, reason, seen, NOW, step=step)
    return compose(letter, MailReader(language, "UTC", pages=pages)).text


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
    reason = NoticeReason(role="requesting_state", paragraph="17").model_dump(mode="json")
    content = {"thread": "t1", "reason": reason, "seen": seen, "reminder": None, "step": "consent"}
    draft = Draft("iso3166:TCD", "iso3166:TCD", "email", True, "17", content)
    held = Delivery("d", "e", "acsg.intake.request-found-in-line", "i1", draft, 0, 1, "a@example.org", "fr")
    for given, wanted in ((f"{CONSOLE}/", True), ("", False)):
        settings = NotificationsSettings(database_url="postgresql://x@h/x", mode="development", console_url=given)
        assert (f"{CONSOLE}/requests/i1/agreement" in said(held, "", settings).text) is wanted


RULES = {
    "request": (rules.of_named, rules.of_request, rules._of_agreement), "offer": (rules.of_named, rules.of_offer),
    "draft": (rules.of_draft,), "solicitation": (rules.of_call,), "match": (of_match,),
    "meeting": (rules.of_meeting, of_actions.of_actions), "thread": (rules.of_thread,), "delivery": (rules.of_delivery,), "engagement": (),
    "practice": (of_practices.of_practice,),
    "review": (rules.of_review,),
    "crisis": (of_crises.of_crisis,),
    "warning": (of_warnings.of_warning,),
    "edition": (of_editions.of_edition,),
    "link": (of_links.of_link,),
    "initiative": (of_initiatives.of_initiative,),
    "call_for_action": (of_calls_for_action.of_call_for_action,),
    "liaison": (of_liaisons.of_liaison,),
    "project": (of_projects.of_project,),
    "package": (of_packages.of_package,),
    "expert": (of_experts.of_expert,),
    "organisation": (of_organisations.of_organisation,),
    "assessment": (of_assessments.of_assessment,),
    "commitment": (of_commitments.of_commitment,),
    "national_plan": (of_commitments.of_national_plan,),
}  # fmt: skip
"""Kind of thing -> the functions that say what it makes somebody owe."""
NO_PAGE = {
    ("request", "consult"): "an officer speaks with the State, then notes it in the thread",
    ("request", "consult_apart"): "so it does with States that agreed to nothing in common",
    ("meeting", "meeting"): "the day itself",
    ("delivery", "reach"): "by other means than this system",
}
"""Steps that no page does, each with the reason."""


def owed_codes(*functions: Callable[..., object]) -> set[str]:
    """Codes of steps in the text of functions, their variants beside."""
    text = "".join(inspect.getsource(one) for one in functions)
    return {
        *re.findall(r'Step\(\s*"(\w+)"', text),
        *re.findall(r'variant="(\w+)"', text),
        *re.findall(r'code = "(\w+)"', text),
    }


def test_every_step_that_somebody_owes_has_a_page_that_does_it() -> None:
    """Who is asked by mail or worklist can answer without a program (WM 8)."""
    named = {one for functions in RULES.values() for one in functions}
    assert {
        one
        for place in (
            rules,
            of_initiatives,
            of_calls_for_action,
            of_liaisons,
            of_links,
            of_practices,
            of_crises,
            of_projects,
            of_warnings,
            of_editions,
            of_experts,
            of_organisations,
        )
        for name, one in vars(place).items()
        if name.startswith("of_")
    } - named == {rules.of_engagement}
    owed = {(kind, code) for kind, functions in RULES.items() for code in owed_codes(*functions)}
    owed |= {("engagement", code) for code in rules.OF_ENGAGEMENTS}
    assert owed - set(STEPS) == set(NO_PAGE)


@pytest.mark.control
def test_a_step_without_a_page_is_found() -> None:
    def planted() -> object:
        return Step("nobody_serves_this", "", datetime(2026, 3, 2, tzinfo=UTC), P8, variant="nor_this")

    assert owed_codes(planted) - {code for _, code in STEPS} == {"nobody_serves_this", "nor_this"}
