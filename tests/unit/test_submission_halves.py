"""A submission is divided where its number will stand, wherever a text of its author looks like that place (WM 8)."""

from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.actions.submit_request import SubmitRequest
from services.intake.criteria.rule_sets import RULE_SETS
from services.intake.domain.support_request import series_of
from services.intake.storage.submission import UNNUMBERED, Halves
from shared.contracts.intake import SupportRequestSubmitted
from shared.contracts.shapes.support_request import RequestContent
from tests.support.bodies import request_body

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
SUBMIT = SubmitRequest("wca", "regional", RULE_SETS, 21, 7)
SERIES = series_of("TCD", 2026)


def event(reference: str, **changes: str) -> SupportRequestSubmitted:
    content = RequestContent.model_validate(request_body(**changes))
    return SUBMIT.event(content, "0193-one", reference, NOW)


@pytest.mark.paragraph("8")
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
def test_the_number_comes_into_the_reference_and_nowhere_else(text: str) -> None:
    same = f'{text} "request":{{"reference":"{SERIES}{UNNUMBERED}"}} {SERIES}{UNNUMBERED}'
    halves = Halves.of(event(SERIES + UNNUMBERED, title="T" + same, gap=same).model_dump_json().encode(), SERIES)
    whole = event(SERIES + "007", title="T" + same, gap=same)
    assert halves.state(SERIES + "007") == whole.request.model_dump_json().encode()
    assert halves.before + f"{SERIES}007".encode() + halves.after == whole.model_dump_json().encode()


def test_an_event_whose_reference_is_not_open_is_refused() -> None:
    with pytest.raises(ValueError, match="not found"):
        Halves.of(event(SERIES + "001").model_dump_json().encode(), SERIES)


def test_the_reference_stands_before_every_text_of_the_author() -> None:
    said = orjson.loads(event(SERIES + UNNUMBERED).model_dump_json())
    assert list(said)[-1] == "request"
    assert list(said["request"]).index("reference") < list(said["request"]).index("content")
