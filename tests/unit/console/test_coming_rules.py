"""Who prepares a request reads beside the findings of today what a coming rule set would change, and from which day (WM 21)."""

import re
from typing import Any

import pytest

from services.console.wording.words import words
from services.intake.actions.bodies import ComingFindings
from services.intake.criteria import DatedRuleSet
from services.intake.queries.coming_rules import coming_findings
from shared.contracts.shapes.support_request import RequestContent
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.access.actor import Actor, Role
from tests.support.bodies import request_body
from tests.support.drafts_at_owner import OwnerOfDrafts
from tests.support.pages import Reader
from tests.support.rule_sets import FIRST, two_sets

pytestmark = pytest.mark.paragraph("21")
TCD = "iso3166:TCD"
CHAD = Actor("tcd", Role.STATE_AUTHORITY, TCD, None, "fr")
HELPER = Actor("ngo", Role.STAKEHOLDER, "org:ecre", None, "fr")
OLD, NEW = two_sets().all


def told(before: DatedRuleSet, after: DatedRuleSet, **changes: Any) -> dict[str, Any]:
    """What intake answers of a text that both sets look at."""
    content = RequestContent.model_validate(request_body(**changes))
    found = coming_findings(after, before.assess(content), lambda rules: rules.assess(content))
    assert isinstance(found, ComingFindings)
    return found.model_dump(mode="json")


LONGER = told(OLD, NEW, horizon="long_term", engagement="project")


def said(page: str, language: str) -> str:
    """The part of a page that is about the coming set, as text."""
    part = page.partition(f"<h2>{words(language).say('coming.heading')}</h2>")[2].partition("</section>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", part).split())


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_draft_says_what_changes_and_from_which_day(language: str) -> None:
    owner = OwnerOfDrafts(CHAD, coming=LONGER)
    spoken = words(language)
    page = await Reader(CHAD, owner, language).see("prepared", draft_id=owner.add(title="Un titre"))
    shown = said(page.text, language)
    assert f"Stricter ({language})" in shown
    assert " ".join(spoken.day("2027-03-01").split()) in shown
    nine = next(one for one in LONGER["differing"] if one["paragraph"] == "9")
    assert spoken.finding(nine["reasons"]) in shown
    assert spoken.say("coming.dropped") in shown
    assert spoken.say("criterion.12") in shown.partition(spoken.say("coming.dropped"))[2]


async def test_the_sheet_of_the_form_says_it_and_so_does_the_page_before_it_is_sent() -> None:
    owner = OwnerOfDrafts(CHAD, coming=LONGER)
    one = Reader(CHAD, owner)
    sheet = str(await one.send("new_request", [("for", "")])).split("/")[2]
    for page in ("draft", "submit"):
        assert "Stricter (fr)" in said((await one.see(page, draft_id=sheet)).text, "fr"), page
    owner.coming = None
    for page in ("draft", "submit"):
        assert words("fr").say("coming.heading") not in (await one.see(page, draft_id=sheet)).text, page


async def test_a_set_that_finds_the_same_of_a_text_is_told_too() -> None:
    same = DatedRuleSet(FIRST)
    owner = OwnerOfDrafts(CHAD, coming=told(OLD, same))
    shown = said((await Reader(CHAD, owner).see("prepared", draft_id=owner.add(title="Un titre"))).text, "fr")
    assert words("fr").say("coming.same") in shown
    assert words("fr").say("coming.differs") not in shown
