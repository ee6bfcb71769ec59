"""Which requests, offers and meetings say the same: letters make no difference, what is asked for does (WM 4, 7, 8)."""

import unicodedata
from typing import Any

import pytest

from services.dialogue.domain.alike import likeness_of as of_meeting
from services.intake.domain.alike import likeness_of as of_request
from services.roster.domain.alike import likeness_of as of_offer
from shared.contracts.shapes.meeting import MeetingContent
from shared.contracts.shapes.support_offer import OfferContent
from shared.contracts.shapes.support_request import RequestContent
from tests.support.bodies import PACKAGES, offer_body, request_body
from tests.support.meetings import meeting_body

LINE = request_body()["lines"][0]
TITLE = "Déploiement d’interprètes au tribunal"


def request(*distinct_from: str, **changes: Any) -> bytes:
    return of_request(RequestContent.model_validate(request_body(**{"title": TITLE} | changes)), distinct_from)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": unicodedata.normalize("NFD", TITLE)}, {"title": TITLE.upper()}, {"title": f"  {TITLE}  "},
        {"title": "Deploiement  d'interpretes\tau tribunal"}, {"summary": "Other words"}, {"gap": None},
        {"requesting_states": ["iso3166:TCD", "iso3166:NER"]},
        {"lines": [LINE | {"line_id": "other", "description": "x"}]},
        {"lines": [LINE | {"quantity": {"amount": "1.00", "unit": "packages"}}]},
    ],
)  # fmt: skip
def test_requests_that_say_the_same(changes: dict[str, Any]) -> None:
    assert request(**changes) == request()


@pytest.mark.control
@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Déploiement d’interprètes au tribunal 2"}, {"requesting_states": ["iso3166:NER"]},
        {"kind": "capacity_assessment"}, {"lines": [LINE | {"functional_area": "coi"}]},
        {"lines": [LINE | {"support_type": "financial"}]},
        {"lines": [LINE | {"quantity": PACKAGES | {"amount": "2"}}]}, {"lines": [LINE, LINE | {"line_id": "2"}]},
        {"lines": [LINE | {"period": {"start": "2026-01-01", "end": "2028-12-31"}}]},
    ],
)  # fmt: skip
def test_requests_that_do_not(changes: dict[str, Any]) -> None:
    assert request(**changes) != request()


def test_another_one_is_another_one_once() -> None:
    assert request("ACSG-2026-TCD-001") != request()
    assert request("ACSG-2026-TCD-001") == request("ACSG-2026-TCD-001")


def test_offers_and_meetings() -> None:
    def offer(**changes: Any) -> bytes:
        return of_offer(OfferContent.model_validate(offer_body(**changes)))

    def meeting(**changes: Any) -> bytes:
        return of_meeting(MeetingContent.model_validate(meeting_body(**changes)), "wca")

    assert offer() == offer(title="EXPERTS in  digital registration", summary="x")
    assert offer() != offer(availability={"start": "2026-01-01", "end": "2029-12-31"})
    assert offer() != offer(offering_parties=["iso3166:DEU"])
    assert meeting() == meeting(title="registration - what worked", place="Another room")
    assert meeting() != meeting(starts_at="2026-03-26T10:00:00Z")
