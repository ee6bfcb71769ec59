"""What is refused over GraphQL is said in the language that its reader prefers, whoever refused: WM 6."""

from typing import Any

import orjson
import pytest

from services.gateway.http.refusals import own_words
from shared.contracts.vocabulary import LANGUAGES
from shared.wording.problems import problem_words
from tests.support.gateway import JSON, Gateway, gateway

SUBMIT = """mutation($c: JSON!) { submitSupportRequest(content: $c, key: "language-02") {
  problem { status code title detail english owner faults } } }"""
ELSEWHERE = {"requesting_states": ["iso3166:KEN"]}


async def told(asked: Gateway, query: str, language: str | None, **variables: Any) -> dict[str, Any]:
    headers = JSON | {"Authorization": "Bearer tcd-authority"} | ({"Accept-Language": language} if language else {})
    answer = await asked.http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)
    return dict(orjson.loads(answer.content))


@pytest.mark.paragraph("6")
@pytest.mark.parametrize("language", sorted(LANGUAGES))
async def test_a_refusal_of_the_gateway_is_said_in_the_language_of_its_reader(filled: str, language: str) -> None:
    async with gateway(filled, peers={"esa": {}}) as asked:
        found = (await told(asked, SUBMIT, language, c=ELSEWHERE))["data"]["submitSupportRequest"]["problem"]
        assert found["code"] in {"not_here", "owner_away"}
        assert found["detail"].startswith(problem_words(found["code"], language, {}) or "-") or language == "en"
        assert found["title"] == problem_words(f"title.{found['status']}", language, {})
        # English is beside the words of a code, which say less.
        assert (found["english"] is None) == (language == "en")
        (error,) = (await told(asked, "{ findRows: worklist(first: 5000) { who } }", language))["errors"]
        code, faults = error["extensions"]["code"], error["extensions"].get("faults", [])
        expected = problem_words(code, language, {"count": len(faults)})
        assert language == "en" or expected is None or error["message"] == expected


@pytest.mark.control
async def test_without_a_language_it_is_english(filled: str) -> None:
    async with gateway(filled, peers={"esa": {}}) as asked:
        plain = await told(asked, SUBMIT, None, c=ELSEWHERE)
        assert plain == await told(asked, SUBMIT, "en", c=ELSEWHERE) == await told(asked, SUBMIT, "tlh", c=ELSEWHERE)
        assert plain != await told(asked, SUBMIT, "fr", c=ELSEWHERE)


def test_the_words_of_who_refused_are_taken_where_they_stand_beside_those_of_the_code() -> None:
    assert own_words({"detail": "Introuvable", "english": "No request ACSG-1"}, "detail") == "No request ACSG-1"
    assert own_words({"detail": "No request ACSG-1"}, "detail") == "No request ACSG-1"
