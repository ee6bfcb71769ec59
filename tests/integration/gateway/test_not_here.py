"""A command whose owner is another deployment says which one, rather than that somebody is away (WM 6)."""

import pytest

from tests.support.gateway import gateway

HERE = {"notifications_url": "http://127.0.0.1:1", "peers": {"wca": {"intake": "http://127.0.0.1:1"}}}
WITHDRAW = """mutation($r: String!) { withdrawConsent(requestId: $r, expectedVersion: 1, key: "not-here-1")
  { state problem { status code detail } } }"""
SUBMIT = 'mutation { submitSupportRequest(content: {}, key: "not-here-2") { problem { code detail } } }'


@pytest.mark.paragraph("6")
async def test_geneva_names_the_owner_of_an_item_that_its_reader_knows(filled: str) -> None:
    async with gateway(filled, deployment="geneva", scope="global", **HERE) as asked:
        done = (await asked.ask("tcd-authority", WITHDRAW, r="request-000000"))["withdrawConsent"]
        assert done["state"] is None
        assert done["problem"]["code"] == "not_here"
        assert "'wca'" in done["problem"]["detail"]
        other = (await asked.ask("ner-authority", WITHDRAW, r="request-000000"))["withdrawConsent"]["problem"]
        assert (other["code"], "it belongs to" in other["detail"]) == ("not_here", False)
        new = (await asked.ask("tcd-authority", SUBMIT))["submitSupportRequest"]["problem"]
        assert (new["code"], "wca" in new["detail"]) == ("not_here", True)


@pytest.mark.control
async def test_an_owner_that_is_here_and_does_not_answer_is_away(filled: str) -> None:
    async with gateway(filled, intake_url="http://127.0.0.1:1") as asked:
        done = (await asked.ask("tcd-authority", WITHDRAW, r="request-000000"))["withdrawConsent"]
        assert done["problem"]["code"] == "owner_away"
