"""Lists and exports are found by words that somebody remembers, in any letters, and only by what the reader may see."""

from typing import Any

import pytest

from tests.integration.gateway.conftest import ITEMS
from tests.support.gateway import gateway

LIST = "query($s: String) { supportRequests(filter: {search: $s}, first: 50) { totalCount nodes { title reference } } }"


@pytest.mark.parametrize(
    ("words", "found"),
    [("REQUEST", True), ("requ", True), ("Tchad", True), ("Чад", True), ("乍得", True), ("chad nothing-such", False)],
)
async def test_words_find_what_they_are_in(filled: str, words: str, found: bool) -> None:
    async with gateway(filled) as asked:
        page = (await asked.ask("geneva-officer", LIST, s=words))["supportRequests"]
    assert (page["totalCount"] > 0) is found, page


async def test_nobody_finds_by_words_what_is_not_theirs(filled: str) -> None:
    async with gateway(filled) as asked:
        every = (await asked.ask("geneva-officer", LIST, s="Tchad"))["supportRequests"]["totalCount"]
        mine: Any = (await asked.ask("tcd-authority", LIST, s="Tchad"))["supportRequests"]
        assert mine["totalCount"] == every == ITEMS / 5
        assert (await asked.ask("ner-authority", LIST, s="Tchad"))["supportRequests"]["totalCount"] == 0
