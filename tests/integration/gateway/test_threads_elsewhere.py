"""A party reads and writes at its own bureau's gateway in a thread that another deployment keeps: no twin tells of it (WM 6, 8)."""

from typing import Any

import pytest

from tests.integration.gateway.test_not_here import nothing_found
from tests.support.gateway import gateway

pytestmark = [pytest.mark.paragraph("6"), pytest.mark.paragraph("8")]
AWAY = "http://127.0.0.1:1"
ABOUT, THREAD = "request-000000", "0198f000-0000-7000-8000-0000000000a1"
READ = "query($about: String!) { thread(about: $about) { threadId elsewhere messages { text } } }"
WORDS = {"text": "Words", "language": "en"}
PROBLEM = "{ state problem { status code owner } }"
COMMANDS = {
    "sendMessage": 'threadId: $t, words: $w, key: "elsewhere-1"',
    "askQuestion": 'threadId: $t, words: $w, askedOf: "secretariat", dueOn: "2026-06-01", key: "elsewhere-2"',
    "answerQuestion": f'threadId: $t, questionId: "{THREAD}", words: $w, expectedVersion: 1, key: "elsewhere-3"',
    "withdrawQuestion": f'threadId: $t, questionId: "{THREAD}", expectedVersion: 1, key: "elsewhere-4"',
    "readUpTo": 'threadId: $t, number: 1, key: "elsewhere-5"',
}


def peers(address: str = AWAY) -> dict[str, Any]:
    return {"deployment": "geneva", "scope": "global", "peers": {"wca": {"dialogue": address}}}


def command(name: str, about: str = "") -> str:
    said = COMMANDS[name] + (f', about: "{about}"' if about else "")
    words = ", $w: Words!" if "$w" in said else ""
    return f"mutation($t: String!{words}) {{ {name}({said}) {PROBLEM} }}"


def variables(name: str) -> dict[str, Any]:
    return {"t": THREAD} | ({"w": WORDS} if "$w" in COMMANDS[name] else {})


@pytest.mark.parametrize("name", COMMANDS)
async def test_what_one_writes_goes_to_where_its_thing_is(filled: str, name: str) -> None:
    async with nothing_found() as here, gateway(filled, dialogue_url=here, **peers()) as asked:
        there = (await asked.ask("tcd-authority", command(name, ABOUT), **variables(name)))[name]["problem"]
        assert (there["status"], there["code"], there["owner"]) == (503, "owner_away", "wca")
        # Without what it is about, and where one may not know of that thing, it is looked for here.
        for who, about in (("tcd-authority", ""), ("ner-authority", ABOUT)):
            mine = (await asked.ask(who, command(name, about), **variables(name)))[name]["problem"]
            assert (mine["status"], mine["code"], mine["owner"]) == (404, "not_found", None), who


async def test_a_party_reads_there_and_officers_here(filled: str) -> None:
    async with nothing_found() as here, gateway(filled, dialogue_url=here, **peers()) as asked:
        codes = {}
        for who in ("tcd-authority", "geneva-officer", "ner-authority"):
            answer = (await asked.send(who, READ, variables={"about": ABOUT})).json()
            codes[who] = answer["errors"][0]["extensions"]["code"]
    assert codes == {"tcd-authority": "owner_away", "geneva-officer": "not_found", "ner-authority": "not_found"}
