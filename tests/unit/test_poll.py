"""A test that waits goes on only with an answer."""

from typing import Any

import pytest

from tests.support.poll import until


@pytest.mark.parametrize("nothing", [None, False, [], {}, 0, ""])
async def test_an_empty_answer_is_none(nothing: Any) -> None:
    answers = iter([nothing, nothing, "there"])

    async def ask() -> Any:
        return next(answers)

    assert await until(ask, "the answer") == "there"


async def test_what_never_comes_is_named() -> None:
    async def ask() -> list[str]:
        return []

    with pytest.raises(TimeoutError, match="the rows did not come"):
        await until(ask, "the rows", seconds=0.05)
