"""A page of what a reader may read is whole, in order, and says where to read on, however little of what is kept it may read."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from shared.application.readable_page import readable_page
from shared.modalities.access.actions import READ_ALLOCATION
from shared.modalities.access.actor import Actor, Role
from shared.modalities.access.resources import of_deployment

OFFICER = Actor("wca", Role.BUREAU_OFFICER, "unhcr-bureau:wca", "wca")


@pytest.mark.parametrize("at_once", [None, 2, 5, 200])
@pytest.mark.parametrize("every", [1, 3, 7, 50])
@pytest.mark.parametrize("first", [1, 4, 10])
async def test_pages_hold_each_readable_thing_once_in_order(at_once: int | None, every: int, first: int) -> None:
    kept = [str(UUID(int=n)) for n in range(1, 31)]
    mine = [one for n, one in enumerate(kept) if n % every == 0]

    async def rows(after: UUID | None, most: int) -> Sequence[str]:
        begins = kept.index(str(after)) + 1 if after is not None else 0
        return kept[begins : begins + most]

    pages, after = list[list[str]](), None
    while len(pages) < 40:
        page, more = await readable_page(
            OFFICER, READ_ALLOCATION, lambda one: of_deployment("wca" if one in mine else "europe"), str, rows,
            UUID(after) if after else None, first, at_once=at_once,
        )  # fmt: skip
        pages.append(page)
        if (after := more) is None:
            break
        assert len(page) == first
    assert [one for page in pages for one in page] == mine
    assert all(pages) or not mine
