"""Examples for integrators follow every public topic: a new kind that they do not read is found here (WM 3)."""

from collections.abc import Iterable

import pytest

from deploy.local.processes import ROOT
from shared.contracts.catalogue import topics
from shared.contracts.topic import Tier

PUBLIC = sorted(t.name.removeprefix("acsg.public.") for t in topics() if t.tier is Tier.PUBLIC and not t.compacted)
FILES = {
    "examples/python/read_public.py": '"{}"', "examples/node/current_state.mjs": '"{}"',
    "examples/curl/follow.sh": '"acsg.public.{}-published"',
}  # fmt: skip


def lacking(text: str, form: str, names: Iterable[str]) -> list[str]:
    """Names that an example does not follow."""
    return [name for name in names if form.format(name) not in text]


@pytest.mark.parametrize("path", FILES)
def test_an_example_follows_every_public_topic(path: str) -> None:
    assert lacking((ROOT / path).read_text(encoding="utf-8"), FILES[path], PUBLIC) == []


@pytest.mark.control
def test_a_topic_that_an_example_does_not_follow_is_found() -> None:
    assert lacking('TOPICS = ["support-request"]', '"{}"', ("support-request", "planted")) == ["planted"]
