"""A form is read as it was typed, shown again as it was, and an owner's fault finds its question."""

from services.console.forms.kinds import KINDS, REQUEST
from services.console.forms.questions import Group, Question, Rows, anchor_of, anchors, nearest, pruned, read, shown
from services.console.keeping.drafts import merged
from shared.contracts.door import Door
from shared.contracts.shapes.support_offer import OfferContent
from shared.contracts.shapes.support_request import RequestContent
from shared.modalities.access.actor import Actor, Role
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
    bodies = {"request": RequestContent, "offer": OfferContent}
    for name, kind in KINDS.items():
        asked = {part.name for section in kind.sections for part in section.parts}
        assert asked <= set(bodies[name].model_fields)


def test_empty_answers_leave_nothing_behind() -> None:
    assert pruned({"a": "", "b": [{"c": ""}], "d": {"e": False}}) is None
    assert pruned({"a": "x", "b": [{"c": ""}, {"c": "y"}]}) == {"a": "x", "b": [{"c": "y"}]}
