"""A form is read as it was typed, shown again as it was, and an owner's fault finds its question."""

from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from pydantic import BaseModel

from services.console.forms import again, of_packages, support_request
from services.console.forms.kinds import KINDS, REQUEST
from services.console.forms.questions import (
    Group,
    Question,
    Rows,
    anchor_of,
    anchors,
    missing,
    nearest,
    pruned,
    read,
    shown,
)
from services.console.http.drafting import progress
from services.console.http.pages.worklist import _others
from services.console.http.steps import ShownStep
from services.console.keeping.drafts import DraftRow, merged
from services.intake.actions.bodies import RequestBody
from services.intake.actions.submission import content_of
from shared.contracts.body import fitting
from shared.contracts.door import Door
from shared.contracts.shapes.support_offer import OfferContent
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.access.actor import Actor, Role
from shared.modalities.errors import Invalid
from shared.runtime.clock import SystemClock

CHAD = Actor("one", Role.STATE_AUTHORITY, "iso3166:TCD", None, "fr")
LINES = {
    "lines-0-functional_area": ["registration"], "lines-0-support_type": ["technical"],
    "lines-0-quantity-amount": ["2"], "lines-0-quantity-unit": ["packages"],
    "lines-0-period-start-y": ["2026"], "lines-0-period-start-m": ["1"], "lines-0-period-start-d": ["5"],
    "lines-1-functional_area": [""], "lines-1-quantity-amount": [" "],
    "lines-7-functional_area": ["reception"],
}  # fmt: skip
TYPED = {
    "title": ["Enregistrement numérique"], "language": ["fr"], "competent_authority-name": ["CNARR"],
    "submission_route-route": ["country_office"], "gap": ["Quatre-vingt-dix jours"], "urgent": ["1"],
    "urgency": ["Arrivées"], "languages": ["fr", "ar"],
    "objectives-0-text": ["Décider en six mois"], "objectives-0-milestones-0-text": ["60 %"],
    "objectives-0-milestones-0-kind": ["quantitative"], "objectives-0-milestones-1-text": [""],
} | LINES  # fmt: skip


def _content() -> dict[str, object]:
    content: dict[str, object] = {}
    for section in REQUEST.sections:
        content = merged(content, read(section.parts, TYPED))
    return content


def test_rows_without_words_are_not_there_and_others_close_up() -> None:
    lines = _content()["lines"]
    assert isinstance(lines, list)
    assert [one["functional_area"] for one in lines] == ["registration", "reception"]
    assert lines[0]["period"] == {"start": "2026-01-05", "end": ""}


def test_what_was_typed_becomes_a_body_that_the_contract_takes() -> None:
    content = _content()
    content["lines"] = content["lines"][:1]  # type: ignore[index]
    body = REQUEST.body(content, CHAD)
    door = Door("wca", SystemClock().now().date(), 2015, 20)
    made = RequestContent.model_validate(body, context=door)
    assert made.requesting_states == ("iso3166:TCD",)
    assert made.submission_route.country_office == "unhcr-office:TCD"
    assert made.objectives[0].milestones[0].text == "60 %"
    assert made.urgent
    assert REQUEST.body({}, CHAD)["lines"] == []


def test_an_offer_becomes_a_body_that_the_contract_takes() -> None:
    typed = {"title": ["Experts"], "language": ["fr"], "lines-0-functional_areas": ["registration", "reception"],
             "lines-0-support_type": ["technical"], "lines-0-quantity-amount": ["2"], "lines-0-quantity-unit": ["packages"],
             "availability-start-y": ["2026"], "availability-start-m": ["01"], "availability-start-d": ["01"],
             "visibility": ["mechanism"]}  # fmt: skip
    content: dict[str, object] = {}
    for section in KINDS["offer"].sections:
        content = merged(content, read(section.parts, typed))
    made = OfferContent.model_validate(KINDS["offer"].body(content, CHAD))
    assert made.offering_parties == ("iso3166:TCD",)
    assert made.lines[0].line_id == "1"


def test_what_is_shown_is_what_was_typed() -> None:
    for section in REQUEST.sections:
        typed = read(section.parts, TYPED)
        parts = shown(section.parts, typed)
        assert len(list(anchors(parts))) == len(set(anchors(parts)))
    (rows,) = shown((Rows("a", (Question("b"),), least=2),), {"a": [{"b": "x"}]})
    assert [row.parts[0].value for row in rows.parts] == ["x", ""]


def test_a_pointer_finds_its_question_or_what_it_stands_in() -> None:
    known = frozenset(anchors(shown((Rows("lines", (Group("quantity", (Question("amount"),)),)),), {})))
    assert anchor_of("/lines/0/quantity/amount") == "lines-0-quantity-amount"
    assert nearest("lines-0-quantity-amount", known) == "lines-0-quantity-amount"
    assert nearest("lines-0-unheard-of", known) == "lines-0"
    assert nearest("title", known) is None


def test_nothing_is_asked_that_no_body_has() -> None:
    bodies: dict[str, type[BaseModel]] = {"request": RequestContent, "offer": OfferContent}
    for name, kind in KINDS.items():
        asked = {part.name for section in kind.sections for part in section.parts}
        assert asked <= set(bodies[name].model_fields)


def test_empty_answers_leave_nothing_behind() -> None:
    assert pruned({"a": "", "b": [{"c": ""}], "d": {"e": False}}) is None
    assert pruned({"a": "x", "b": [{"c": ""}, {"c": "y"}]}) == {"a": "x", "b": [{"c": "y"}]}


def test_what_was_never_typed_is_missing_and_not_too_short() -> None:
    made = support_request.body(support_request.begun("fr"), CHAD)
    with pytest.raises(Invalid) as refused:
        content_of(fitting(orjson.dumps(made), RequestBody, Door("wca", date(2026, 11, 28), 1950, 50)))
    found = {one.pointer: one.code for one in refused.value.faults}
    assert (found["/title"], found["/competent_authority/name"]) == ("missing", "missing")


def test_a_section_in_which_nothing_was_typed_is_to_be_filled_in_and_not_to_be_mended() -> None:
    faults = [{"section": name} for name in ("who", "lines", "gap")]
    draft = DraftRow("d", "iso3166:TCD", "request", {"title": "Un titre", "gap": ""}, None, None, 1, "k", None, "s",
                     datetime(2026, 11, 28, tzinfo=UTC))  # fmt: skip
    states = {one["section"].name: one["state"] for one in progress(draft, REQUEST, faults)}
    assert {name: states[name] for name in ("who", "lines", "gap", "lasting")} == {
        "who": "faults", "lines": "needed", "gap": "needed", "lasting": "empty"
    }  # fmt: skip


def test_lines_of_others_that_say_the_same_are_one() -> None:
    def line(message: str, day: int, **more: Any) -> ShownStep:
        return ShownStep(message, ("unhcr-bureau:wca",), f"2026-11-{day}T09:00:00+00:00", late=False, paragraph="6",
                     mine=False, to=None, **more)  # fmt: skip

    reach = "Joindre le Tchad par une autre voie"
    of_requests = [line("Décision", 20, about="/requests/1"), line("Décision", 20, about="/requests/2")]
    found = _others([line(reach, 29), line(reach, 28), *of_requests, line("Autre", 27)])
    assert [(one.message, one.messages, one.due_at[8:10]) for one in found] == [
        (reach, 2, "28"), ("Décision", None, "20"), ("Décision", None, "20"), ("Autre", None, "27")
    ]  # fmt: skip


AWAITED_ONE = {"party": "iso3166:NER", "role": "requester", "answer": "pending"}
AND_ONE = {"party": "org:ecre", "role": "supporter", "answer": "pending"}


def test_a_new_version_names_who_is_awaited_and_takes_back_whom_the_answers_leave_out() -> None:
    state = {"content": {"title": "x", "requesting_states": ["iso3166:TCD"]}, "named": [AWAITED_ONE, AND_ONE]}
    draft = again.begun_again(state)
    made = support_request.body(draft, CHAD)
    assert made["requesting_states"] == ["iso3166:TCD", "iso3166:NER"]
    assert made["supporters"] == ["org:ecre"]
    assert again.AWAITED not in made
    assert again.taken_back(draft, made) == []
    left = support_request.body(draft | {"supporters": []}, CHAD)
    assert again.taken_back(draft, left) == ["org:ecre"]
    # One begun before this was noted takes nobody back.
    assert again.taken_back({"requesting_states": ["iso3166:TCD"]}, left) == []


def test_an_empty_form_names_all_that_it_needs_at_once() -> None:
    typed = read(of_packages.PACKAGE, {})
    assert set(missing(of_packages.PACKAGE, typed)) == {
        "wordings-0-language", "wordings-0-title", "lines-0-functional_areas", "lines-0-support_type", "lines-0-unit",
        "lines-0-years-0-year", "lines-0-years-0-amount",
    }  # fmt: skip
    begun = read(of_packages.PACKAGE, {"wordings-1-title": ["Un kit"], "wordings-1-language": ["fr"]})
    assert not any(at.startswith("wordings") for at in missing(of_packages.PACKAGE, begun))
