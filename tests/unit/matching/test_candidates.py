"""Whom one may ask for offers: only to whom the request is opened, the best reasons first (WM 11, 17)."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from services.matching.domain.candidates import candidates, marked
from services.matching.domain.worked import Worked
from shared.contracts.shapes.call import Solicitation
from shared.contracts.shapes.support_request import ConsentedView, SupportRequestState
from tests.support.bodies import request_body

pytestmark = pytest.mark.paragraph("17")
FRA, DEU, SWE, TCD, NER = (f"iso3166:{one}" for one in ("FRA", "DEU", "SWE", "TCD", "NER"))
NOW = datetime(2026, 11, 29, tzinfo=UTC)


def request(**opened: Any) -> SupportRequestState:
    content = request_body()
    content.pop("distinct_from")
    view = ConsentedView(audiences=(), fields={"title": "x"}).model_copy(update=opened)
    return SupportRequestState(
        request_id="r-1", reference="R", region="wca", status="in_line", content_version=1, rule_set="x", findings=(),
        content=content, submitted_at=NOW, feedback_due_at=NOW, shown=view,
    )  # fmt: skip


def ranked(*offers: tuple[float, str]) -> list[dict[str, Any]]:
    return [
        {"line_id": "1", "ranked": [
            {"score": score, "offer_id": f"o-{party}", "reference": f"OFFER-{party}", "offering_parties": [party]}
            for score, party in offers
        ]}
    ]  # fmt: skip


def worked(party: str, times: int = 1) -> Worked:
    return Worked(TCD, party, "fulfilled", None, None, times)


def call(*approached: str) -> Solicitation:
    return Solicitation(solicitation_id="c-1", request_id="r-1", approached=approached, shown={}, answer_due_at=NOW, sought_by="x",
                        sought_at=NOW)  # fmt: skip


def names(found: Any) -> list[str]:
    return [one.party for one in found]


def test_the_best_offer_stands_first_then_earlier_work_then_who_is_named() -> None:
    opened = request(audiences=("offerers",), parties=(NER,))
    found = candidates(opened, ranked((0.4, DEU), (0.9, FRA), (0.2, DEU)), [worked(SWE, 2)], [call(FRA)])
    assert names(found) == [FRA, DEU, SWE, NER]
    france, germany, sweden, niger = found
    assert (france.score, france.calls, france.named) == (0.9, ["c-1"], False)
    assert germany.score == 0.4
    assert [one["reference"] for one in germany.offers] == [f"OFFER-{DEU}", f"OFFER-{DEU}"]
    assert (sweden.score, sweden.worked[0].times, niger.named) == (None, 2, True)


@pytest.mark.parametrize(
    ("opened", "who"),
    [
        ({"audiences": ("offerers",)}, [FRA, DEU]),
        ({"audiences": ("offerers",), "but": (DEU,)}, [FRA]),
        ({"but": (FRA,)}, [DEU]),
        ({"parties": (DEU,)}, [DEU]),
        ({"kinds": ("ngo",)}, []),
    ],
)
def test_nobody_stands_there_to_whom_the_request_is_not_opened(opened: dict[str, Any], who: list[str]) -> None:
    assert names(candidates(request(**opened), ranked((0.9, FRA), (0.8, DEU)), [], [])) == who
    nobody = request().model_copy(update={"shown": None})
    assert candidates(nobody, ranked((0.9, FRA)), [worked(DEU)], [call(SWE)]) == []


def test_neither_the_state_that_asks_nor_unhcr_stands_there() -> None:
    opened = request(audiences=("public",))
    assert candidates(opened, ranked((0.9, TCD)), [worked("unhcr-office:TCD")], []) == []


def test_who_said_not_now_and_who_has_no_address_is_said_so() -> None:
    found = candidates(request(audiences=("offerers",)), ranked((0.9, FRA), (0.8, DEU)), [], [])
    france, germany = marked(found, {FRA: date(2026, 12, 24)}, {DEU})
    assert (france.not_now_until, france.without_address) == (date(2026, 12, 24), False)
    assert (germany.not_now_until, germany.without_address) == (None, True)
