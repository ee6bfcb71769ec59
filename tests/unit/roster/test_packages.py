"""A package through its life, and the offer that it makes: what fits, never more than is asked or left (WM 7, 17, 18)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from services.roster.domain import support_package as domain
from services.roster.domain.from_package import offer_of
from shared.contracts.shapes.support_package import PackageContent
from shared.contracts.shapes.support_request import RequestLine
from shared.modalities.errors import Conflict, Invalid
from shared.modalities.steps.limits import Limits
from shared.modalities.steps.of_packages import of_package, owing
from tests.support.packages import FRA, package_body, prepared

pytestmark = [pytest.mark.paragraph("7"), pytest.mark.paragraph("18")]
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = NOW.date()


def asked(area: str = "registration", unit: str = "courses", amount: str = "3", **changes: Any) -> RequestLine:
    """A line of a request."""
    line = {
        "line_id": "1", "functional_area": area, "support_type": "technical" if unit == "courses" else "material",
        "quantity": {"amount": amount, "unit": unit}, "period": {"start": "2030-03-01", "end": "2031-06-30"},
    }  # fmt: skip
    return RequestLine.model_validate(line | changes)


def given(offer: Any) -> dict[str, str]:
    return {line.line_id: format(line.quantity.amount.normalize(), "f") for line in offer.lines}


def test_an_answer_has_the_lines_that_fit_and_no_more_than_is_asked() -> None:
    one = prepared(NOW)
    offer = offer_of(one, TODAY, "fr", "r1", [asked()])
    assert (given(offer), offer.in_response_to, offer.offering_parties) == ({"courses": "3"}, "r1", (FRA,))
    assert (offer.title, offer.language, offer.conditions) == ("Formation à l'enregistrement", "fr", None)
    assert (offer.availability.start, offer.availability.end) == (date(2030, 1, 1), date(2030, 12, 31))
    assert (offer.cost_borne, offer.legal_traditions, offer.delivery_modes) == (
        "offering_party",
        ("civil_law",),
        ("peer_to_peer",),
    )


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ([asked(amount="5")], {"courses": "5"}),
        ([asked(amount="100")], {"courses": "6"}),
        ([asked(period={"start": "2031-01-01", "end": "2031-12-31"})], {"courses": "2"}),
        ([asked(period={"start": "2031-01-01"}, amount="9")], {"courses": "2"}),
        ([asked(amount="4"), asked(line_id="2", amount="4")], {"courses": "6"}),
        ([asked("documentation", "items", "3"), asked("registration", "items", "4", line_id="2")], {"kits": "7"}),
        ([asked(), asked("documentation", "items", "100", line_id="2")], {"courses": "3", "kits": "10"}),
    ],
)  # fmt: skip
def test_what_is_asked_is_met_with_what_there_is_in_these_years(
    lines: list[RequestLine], wanted: dict[str, str]
) -> None:
    assert given(offer_of(prepared(NOW), TODAY, None, "r1", lines)) == wanted


@pytest.mark.parametrize(
    "line",
    [
        asked("legal_aid"), asked(unit="items", support_type="technical"), asked(support_type="financial"),
        asked(period={"start": "2032-01-01", "end": "2033-01-01"}), asked(period={"start": "2029-01-01", "end": "2029-12-31"}),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_not_offered(line: RequestLine) -> None:
    with pytest.raises(Conflict) as refused:
        offer_of(prepared(NOW), TODAY, None, "r1", [line])
    assert refused.value.code == "nothing_fits"


def test_of_ones_own_accord_all_that_is_left_is_offered() -> None:
    one = prepared(NOW)
    offer = offer_of(one, TODAY)
    assert (given(offer), offer.in_response_to, offer.language) == ({"courses": "6", "kits": "10"}, None, "en")
    later = offer_of(one, date(2031, 5, 4), "ar")
    assert (given(later), later.language) == ({"courses": "2"}, "en")
    assert (later.availability.start, later.availability.end) == (date(2031, 5, 4), date(2031, 12, 31))
    with pytest.raises(Conflict) as refused:
        offer_of(one, date(2032, 1, 1))
    assert refused.value.code == "package_over"


def test_a_changed_package_has_a_version_more_and_one_that_is_confirmed_has_not() -> None:
    one, later = prepared(NOW), NOW + timedelta(days=5)
    same = domain.reworded(one, one.content, later)
    assert (same.content_version, same.confirmed_at) == (1, later)
    assert domain.confirmed(one, later).content_version == 1
    other = domain.reworded(one, PackageContent.model_validate(package_body(cost_borne="shared")), later)
    assert (other.content_version, other.content.cost_borne, other.prepared_at) == (2, "shared", NOW)


def test_one_that_is_withdrawn_makes_no_offers_and_changes_no_more() -> None:
    gone = domain.withdrawn(prepared(NOW))
    for act in (
        lambda: offer_of(gone, TODAY), lambda: domain.withdrawn(gone), lambda: domain.confirmed(gone, NOW),
        lambda: domain.reworded(gone, gone.content, NOW),
    ):  # fmt: skip
        with pytest.raises(Conflict) as refused:
            act()
        assert refused.value.code == "package_withdrawn"


def test_every_fault_is_named() -> None:
    twice = package_body(wordings=[package_body()["wordings"][0]] * 2)
    twice["lines"][0]["years"] = [{"year": 2020, "amount": "1"}] * 2
    twice["lines"] = twice["lines"][:1]
    with pytest.raises(Invalid) as refused:
        domain.prepared(PackageContent.model_validate(twice), "p", "P", "wca", FRA, NOW)
    found = [(one.pointer, one.code) for one in refused.value.faults]
    assert found == [("/wordings/1/language", "twice"), ("/lines/0/years/1/year", "twice"), ("/lines", "in_the_past")]


def test_what_is_offered_of_a_line_is_its_own_amount_to_the_last_hundredth() -> None:
    body = package_body()
    body["lines"][0]["years"] = [{"year": 2030, "amount": "0.10"}, {"year": 2031, "amount": "0.20"}]
    offer = offer_of(prepared(NOW, lines=body["lines"]), TODAY, None, "r1", [asked(amount="0.25")])
    assert offer.lines[0].quantity.amount == Decimal("0.25")


def test_its_party_is_asked_about_it_when_it_was_long_not_confirmed() -> None:
    limits = Limits(
        lambda since, days, _: since + timedelta(days=days), revision=1, consent=2, seek=3, confirm=4, moderators=5, engage=6,
        ahead=7, unconfirmed=8, practice=9, crisis=10,
    )  # fmt: skip
    one = prepared(NOW)
    (step,) = of_package(owing("wca", one.model_dump(mode="json")), limits)
    assert (step.code, step.party, step.begins_at) == ("package_stands", FRA, NOW + timedelta(days=8))
    assert (step.due_at, step.ends_at) == (NOW + timedelta(days=12), datetime(2032, 1, 1, tzinfo=UTC))
    gone = owing("wca", domain.withdrawn(one).model_dump(mode="json"))
    assert list(of_package(gone, limits)) == []
    over = owing("wca", domain.confirmed(one, datetime(2031, 12, 28, tzinfo=UTC)).model_dump(mode="json"))
    assert list(of_package(over, limits)) == []


def test_a_package_of_this_year_is_not_over() -> None:
    line = package_body()["lines"][0] | {"years": [{"year": NOW.year, "amount": "4"}]}
    assert prepared(NOW, lines=[line]).content.last_year == NOW.year
    with pytest.raises(Invalid) as refused:
        prepared(NOW.replace(year=NOW.year + 1), lines=[line])
    assert [(one.pointer, one.code) for one in refused.value.faults] == [("/lines", "in_the_past")]
