"""Decoders and readers of signatures meet any bytes: they answer, or raise what they say they raise (S19).

``ACSG_TEST_FUZZ`` sets how many examples each gets; ``make fuzz`` takes many.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from services.notifications.domain.links import BadLink, Link, link_of, token
from shared.contracts.catalogue import events
from shared.contracts.incoming import day_of, moment_of
from shared.runtime.cursors import parts_of, place_of
from shared.runtime.kafka.records import Poison, Record, decode
from shared.runtime.token_format import parts

EXAMPLES = int(os.environ.get("ACSG_TEST_FUZZ", "200"))
MANY = settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
TYPES = {event.wire_type for event in events()}
TEXT = st.text(max_size=300)
READERS: dict[str, tuple[Callable[[str], Any], tuple[type[Exception], ...]]] = {
    "link": (lambda text: link_of(text, ("secret",)), (BadLink,)),
    "cursor": (place_of, (ValueError,)),
    "identifier": (lambda text: parts_of(text, 3), (ValueError,)),
    "token": (parts, ()),
    "moment": (moment_of, ()),
    "day": (day_of, ()),
}


@MANY
@given(text=TEXT | st.from_regex(r"acsg_[0-9A-Za-z]{71}", fullmatch=True) | st.from_regex(r"[\w-]+={0,2}(\.[\w-]+)?"))
@example(text="a.a")
@example(text="\udc80")
@pytest.mark.parametrize("name", READERS)
def test_a_text_is_read_or_refused_as_said(name: str, text: str) -> None:
    read, errors = READERS[name]
    try:
        read(text)
    except errors:
        return


@MANY
@given(
    headers=st.lists(st.tuples(st.sampled_from(["ce_id", "ce_type", "ce_time", "ce_source", "ce_specversion", "ce_epoch"])
                               | TEXT, st.binary(max_size=60))),
    kind=st.sampled_from(sorted(TYPES)), body=st.binary(max_size=200),
)  # fmt: skip
def test_a_record_is_an_event_or_poison(headers: list[tuple[str, bytes]], kind: str, body: bytes) -> None:
    given_ = (*headers, ("ce_type", kind.encode()))
    assert isinstance(decode(Record("acsg.intake.support-request", 0, 0, "k", given_, body), TYPES), Poison | None)


def test_a_link_of_ours_is_read_and_one_changed_character_is_not() -> None:
    made = token(Link("stop", "m", "x"), ("secret",))
    assert link_of(made, ("old", "secret")).mailbox_id == "m"
    with pytest.raises(BadLink):
        link_of(made[:-1] + ("A" if made[-1] != "A" else "B"), ("secret",))


@pytest.mark.control
def test_a_reader_that_raises_what_it_does_not_say_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: a reader of cursors that trusts them."""
    monkeypatch.setitem(READERS, "planted", (lambda text: text.split("|")[1], ()))
    with pytest.raises(IndexError):
        test_a_text_is_read_or_refused_as_said("planted")
