"""Why a criterion finds what it finds is said in the reader's language: each code has words, and no words have no code."""

import ast
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from deploy.local.processes import ROOT
from services.gateway.graphql.finding_types import findings_of
from services.intake.criteria.iv_other_stakeholders import OtherStakeholders
from services.intake.criteria.longer_engagement import LongerEngagement
from services.intake.criteria.rule_sets import RULE_SETS
from services.intake.prerequisites.needs_assessment import STANDS, NeedsAssessment
from services.intake.prerequisites.prior_commitment import PLANNED, PLEDGED, PriorCommitment
from shared.contracts.shapes.named_recipient import NamedRecipient
from shared.contracts.shapes.support_request import RequestContent
from shared.contracts.vocabulary import LANGUAGES
from shared.modalities.errors import Invalid
from shared.wording.findings import reason_texts
from tests.support.bodies import request_body
from tests.support.rule_sets import two_sets

AT = "2026-06-01T12:00:00Z"
RULES = tuple(sorted((ROOT / "services/intake").glob("*r*/*.py")))


def said(rules: Iterable[Path]) -> Iterator[str]:
    """Every text that a rule's code says, in order."""
    for path in rules:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def codes(rules: Iterable[Path]) -> set[str]:
    """Codes that a rule gives by name."""
    found = set()
    for path in rules:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"because", "Reason"}:
                found |= {one.value for one in node.args[:1] if isinstance(one, ast.Constant)}
    return found


def places(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


def test_each_code_has_words_in_six_languages_and_each_word_its_code() -> None:
    texts = reason_texts()
    assert set(texts) == set(LANGUAGES)
    english = texts["en"]
    for language, found in texts.items():
        assert set(found) == set(english), language
        assert {code: places(text) for code, text in found.items()} == {
            code: places(text) for code, text in english.items()
        }
        assert all(text.strip() == text and not text.endswith((".", "。")) for text in found.values()), language
    assert codes(RULES) <= set(english) <= set(said(RULES))
    assert len(codes(RULES)) > 30


@pytest.mark.control
def test_a_code_without_words_would_show(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text('Finding(P9, Outcome.MET, because("nobody_wrote_this"))\n')
    assert codes([planted]) - set(reason_texts()["en"]) == {"nobody_wrote_this"}


def _several(name: str, *parts: str) -> Iterator[dict[str, Any]]:
    """A part of a request that is not there, and there with each choice of its own parts."""
    yield {name: None}
    for chosen in product((False, True), repeat=len(parts)):
        given = {part: "Said" for part, there in zip(parts, chosen, strict=True) if there}
        yield {name: FIRST.get(name, {}) | given}


FIRST: dict[str, dict[str, Any]] = {
    "crisis": {"emergency": "Influx"}, "sustainability": {"statement": "It lasts"}, "assessment": {"reference": "2025"},
    "national_plan": {"title": "Plan"},
}  # fmt: skip
YEAR = {"start": "2026-01-01", "end": "2026-06-30"}
LINE = request_body()["lines"][0]


def _milestones(*kinds: str, **more: str) -> dict[str, Any]:
    return {"objectives": [{"text": "Fewer days", "milestones": [{"text": "Half", "kind": k} | more for k in kinds]}]}


def variants() -> Iterator[dict[str, Any]]:
    """Changes of a request that every criterion answers differently to."""
    yield from _several("crisis", "response_plan", "complementarity")
    yield from _several("sustainability", "exit_arrangement", "comprehensive_plan")
    yield from _several("assessment", "summary")
    yield {"kind": "capacity_assessment"}
    for plan, aims, own in product(
        (None, FIRST["national_plan"]), ([], ["fairness"]), ([], [{"description": "Staff"}])
    ):
        yield {"national_plan": plan, "quality_characteristics": aims, "own_commitments": own}
    for gap, kinds in product(
        (None, "Days"), ((), ("quantitative",), ("qualitative",), ("quantitative", "qualitative"))
    ):
        yield {"gap": gap} | _milestones(*kinds)
    yield _milestones("quantitative", indicator="Days", target="45") | {"monitoring": {"report_schedule": "Yearly"}}
    for monitoring in (
        {"report_schedule": "Yearly"},
        {"indicators": ["Days"]},
        {"indicators": ["Days"], "report_schedule": "Yearly"},
    ):
        yield {"monitoring": monitoring}
    for linked in (None, "Project"):
        yield {"beneficiaries": [{"name": "Legal aid"} | ({"project_with_authorities": linked} if linked else {})]}
    for states, told in product((["iso3166:TCD"], ["iso3166:TCD", "iso3166:CMR"]), (None, {}, {"how_coordinated": "Jointly"},
                                {"how_coordinated": "Jointly", "duplication_mitigation": "Meetings"})):  # fmt: skip
        yield {"requesting_states": states, "coordination": told}
    for horizon, engagement, urgent in product(("short_term", "long_term"), ("project", "ongoing"), (False, True)):
        yield {"horizon": horizon, "engagement": engagement, "urgent": urgent}
    yield {"lines": [LINE | {"period": YEAR}]}


def test_every_reason_is_given_by_some_request_and_said_in_every_language() -> None:
    seen = set()
    for change, joint, rules in product(variants(), (False, True), two_sets().all):
        content = RequestContent.model_validate(request_body(**change))
        found = rules.assess(content, awaited=content.requesting_states[1:] if joint else ())
        shown = findings_of({"findings": [one.model_dump(mode="json") for one in found]})
        assert [one.message("en") for one in shown] == [one.reason for one in found]
        assert all(one.message(language) != one.reason for one in shown for language in LANGUAGES if language != "en")
        seen |= {reason.code for one in shown for reason in one.reasons}
    bare = RequestContent.model_validate(request_body(horizon="long_term"))
    seen |= {one.code for parts in ((), ("horizon",)) for one in LongerEngagement().of_draft(bare, parts).reasons}
    for stands, drawn in product(STANDS, ({}, {"assessed_as": "1"})):
        recorded = request_body(
            assessment={"reference": "2026", "recorded_as": "ASSESSMENT-2026-TCD-001"}, lines=[LINE | drawn]
        )
        finding = NeedsAssessment(stands).assess(RequestContent.model_validate(recorded))
        seen |= {one.code for one in finding.reasons}
    own = RequestContent.model_validate(
        request_body(national_plan={"title": "The plan"}, own_commitments=[{"description": "Twelve officers"}])
    )
    for far, plan in product(PLEDGED, PLANNED):
        seen |= {one.code for one in PriorCommitment((far,), plan).assess(own).reasons}
    helped = RequestContent.model_validate(
        request_body(beneficiaries=[{"name": "Legal aid", "project_with_authorities": "Project"}, {"name": "Bar"}])
    )
    linked = helped.model_copy(update={"beneficiaries": helped.beneficiaries[:1]})
    for content, answer in product((helped, linked), ("pending", "agreed", "declined")):
        word = NamedRecipient.model_validate(
            {"name": "Legal aid", "answer": answer, "asked_at": AT, "answer_due_at": AT}
        )
        seen |= {one.code for one in OtherStakeholders((word,)).assess(content).reasons}
    assert seen == set(reason_texts()["en"])


def test_a_party_is_named_in_the_readers_language() -> None:
    content = RequestContent.model_validate(request_body(requesting_states=["iso3166:TCD", "iso3166:CMR"]))
    found = RULE_SETS.all[0].assess(content, awaited=("iso3166:CMR",))
    (joint,) = (
        one for one in findings_of({"findings": [f.model_dump(mode="json") for f in found]}) if one.paragraph == "15.v"
    )
    assert joint.message("fr") == "Cameroun ne l’a pas encore confirmé de son propre chef"
    assert joint.reason == "Not yet said by Cameroon itself"
    with pytest.raises(Invalid):
        joint.message("xx")


def test_a_finding_from_before_there_were_codes_is_said_as_it_was() -> None:
    (old,) = findings_of({"findings": [{"paragraph": "15.i", "outcome": "met", "reason": "Part of the plan 'X'"}]})
    assert (old.message("fr"), old.reasons, old.evidence) == ("Part of the plan 'X'", [], [])
