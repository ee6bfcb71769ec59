"""What is typed into a body is looked up: codes, amounts, years and texts, each refused with its place and what there is."""

import json
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from services.intake.actions.bodies import RequestBody
from services.roster.actions.offer import OfferBody
from shared.contracts.body import faults_of
from shared.contracts.door import Door
from shared.contracts.reference.states import iso_of_unhcr, states
from shared.contracts.shapes import values as v
from tests.support.bodies import offer_body, request_body

TODAY = date(2026, 11, 28)
DOOR = Door("wca", TODAY)


def faults(kind: type[Any], body: Any) -> dict[str, tuple[str, str]]:
    """Pointer -> code and words."""
    try:
        kind.model_validate_json(json.dumps(body), strict=True, extra="forbid", context=DOOR)
    except ValidationError as error:
        return {one.pointer: (one.code, one.message) for one in faults_of(error)}
    return {}


def offered(**change: Any) -> dict[str, tuple[str, str]]:
    return faults(OfferBody, offer_body() | change)


def asked(**change: Any) -> dict[str, tuple[str, str]]:
    return faults(RequestBody, request_body() | change)


def line(**change: Any) -> list[dict[str, Any]]:
    return [offer_body()["lines"][0] | change]


def office(code: str) -> dict[str, Any]:
    return {"submission_route": {"route": "country_office", "country_office": code}}


def test_bodies_as_they_should_be_are_taken() -> None:
    assert offered() == asked() == {}


@pytest.mark.parametrize(
    ("change", "pointer", "code", "words"),
    [
        ({"bureaux": ["WCA"]}, "/bureaux/0", "unknown_bureau", "wca"),
        ({"bureaux": ["West Africa"]}, "/bureaux/0", "unknown_bureau", "ap, esa"),
        ({"bureaux": ["ehagl"]}, "/bureaux/0", "unknown_bureau", "no regional bureau"),
        ({"bureaux": ["sandbox"]}, "/bureaux/0", "unknown_bureau", "no regional bureau"),
        ({"languages": ["xx"]}, "/languages/0", "unknown_language", "'xx'"),
        ({"languages": ["fra"]}, "/languages/0", "unknown_language", "did you mean fr"),
        ({"languages": ["fre"]}, "/languages/0", "unknown_language", "did you mean fr"),
        ({"languages": ["FR"]}, "/languages/0", "unknown_language", "did you mean fr"),
        ({"languages": ["mul"]}, "/languages/0", "unknown_language", "'mul'"),
        ({"language": "zz"}, "/language", "unknown_language", "'zz'"),
        ({"countries": ["iso3166:CHD"]}, "/countries/0", "unknown_country", "iso3166:TCD"),
        ({"countries": ["org:euaa"]}, "/countries/0", "not_a_country", "org:euaa"),
        ({"countries": ["TCD"]}, "/countries/0", "unknown_party", "iso3166:TCD"),
        ({"offering_parties": ["org:eua"]}, "/offering_parties/0", "unknown_organisation", "org:euaa"),
        ({"offering_parties": ["unhcr-bureau:moon"]}, "/offering_parties/0", "unknown_bureau", "wca"),
        ({"offering_parties": ["unhcr:nobody"]}, "/offering_parties/0", "unknown_party", "unhcr:secretariat"),
        ({"offering_parties": ["iso3166:XAA"]}, "/offering_parties/0", "unknown_country", "ISO 3166-1"),
        ({"lines": line(functional_areas=["registratoin"])}, "/lines/0/functional_areas/0", "unknown_code", "registration"),
        ({"lines": line(support_form="trainings")}, "/lines/0/support_form", "unknown_code", "training"),
        ({"availability": {"start": "0026-01-01"}}, "/availability/start", "year", "0026"),
        ({"availability": {"start": "2027-01-01", "end": "2206-01-01"}}, "/availability/end", "year", "2206"),
        ({"title": "\u200b\u200b\u200b"}, "/title", "nothing_seen", "can be seen"),
        ({"title": "a\u00ad\u00ad\u00adb"}, "/title", "nothing_seen", "at least 3"),
        ({"summary": "\u3164\u2800"}, "/summary", "nothing_seen", "can be seen"),
    ],
)  # fmt: skip
def test_what_is_nobodys_is_refused_with_what_there_is(change: Any, pointer: str, code: str, words: str) -> None:
    assert list(found := offered(**change)) == [pointer]
    assert found[pointer][0] == code
    assert words in found[pointer][1]


@pytest.mark.parametrize(
    "code", ["unhcr-office:CHD", "org:euaa", "iso3166:TCD", "unhcr-bureau:wca", "unhcr-office:XYZ"]
)
def test_a_country_office_is_an_office_of_a_country(code: str) -> None:
    assert list(asked(**office(code))) == ["/submission_route/country_office"]


def test_unhcrs_own_codes_are_refused_with_the_iso_code() -> None:
    assert (
        "did you mean unhcr-office:TCD?" in asked(**office("unhcr-office:CHD"))["/submission_route/country_office"][1]
    )
    assert set(iso_of_unhcr()) & set(states()) == set()
    assert set(iso_of_unhcr().values()) <= set(states())


@pytest.mark.parametrize("unit", ["CFA", "FCF", "ZZZ", "XXX", "XAU", "BGN", "HRK", "eur", "boxes"])
def test_units_and_currencies_that_there_are_not(unit: str) -> None:
    found = offered(lines=line(quantity={"amount": "10", "unit": unit}))
    assert found["/lines/0/quantity/unit"][0] == "unknown_unit"


def test_the_franc_is_found_by_its_name() -> None:
    said = offered(lines=line(quantity={"amount": "10", "unit": "CFA"}))["/lines/0/quantity/unit"][1]
    assert "XAF" in said
    assert "XOF" in said


@pytest.mark.parametrize("unit", ["XAF", "XOF", "SSP", "EUR", "JPY", "KWD", "SLE", "ZWG", "XCG", "VES", "expert_days"])
def test_units_and_currencies_that_there_are(unit: str) -> None:
    assert offered(lines=line(quantity={"amount": "1000", "unit": unit})) == {}


@pytest.mark.parametrize(
    "amount", ["1e3", "1E3", "1_000", "١٢٣", "１２", "1,5", "1 000", "1\u00a0000", "+1", "-1", " 1", "1\n", "01", "1.", ".5", "1.234",
               "0x10", "NaN", "Infinity", "0", "0.00", "10000000000000000", "½", ""],
)  # fmt: skip
def test_an_amount_is_what_the_schema_says(amount: str) -> None:
    assert "/lines/0/quantity/amount" in offered(lines=line(quantity={"amount": amount, "unit": "EUR"}))


@pytest.mark.parametrize("amount", ["100.5", "0.01", "1", 2, 2.5, "9999999999999999.99"])
def test_an_amount_that_is_taken(amount: Any) -> None:
    assert offered(lines=line(quantity={"amount": amount, "unit": "EUR"})) == {}


@pytest.mark.parametrize("amount", [True, -1, 0, 1.005])
def test_a_number_that_is_no_amount(amount: Any) -> None:
    assert "/lines/0/quantity/amount" in offered(lines=line(quantity={"amount": amount, "unit": "EUR"}))


@pytest.mark.parametrize(("unit", "amount", "taken"), [("JPY", "100.55", False), ("XAF", "0.5", False), ("KRW", "1.1", False),
                                                       ("JPY", "100", True), ("EUR", "100.55", True), ("KWD", "1.25", True)])  # fmt: skip
def test_a_currency_without_cents_has_none(unit: str, amount: str, taken: bool) -> None:
    found = offered(lines=line(quantity={"amount": amount, "unit": unit}))
    assert (found == {}) is taken
    assert taken or found["/lines/0/quantity"][0] == "minor_units"


@pytest.mark.parametrize("code", ["prs", "ckb", "rhg", "zag", "din", "fr", "tig", "nuer"[:3]])
def test_languages_by_two_letters_or_by_three(code: str) -> None:
    assert offered(languages=[code]) == {}


def test_kosovo_is_a_country_of_offers_and_requests() -> None:
    assert offered(countries=["iso3166:XKX"]) == asked(requesting_states=["iso3166:XKX"]) == {}


@pytest.mark.parametrize("start", ["0026-01-01", "1026-01-01", "1950-12-31", "2052-01-01", "2206-03-01", "9999-12-31"])
def test_a_year_nobody_means(start: str) -> None:
    lines = [request_body()["lines"][0] | {"period": {"start": start}}]
    assert asked(lines=lines)["/lines/0/period/start"][0] == "year"
    plan = {"title": "Plan of action", "adopted_on": start}
    assert asked(national_plan=plan)["/national_plan/adopted_on"][0] == "year"


def test_what_is_kept_is_composed_and_what_was_kept_is_read() -> None:
    body = offer_body() | {"title": "De\u0301ploiement d’experts"}
    taken = OfferBody.model_validate_json(json.dumps(body), strict=True, context=DOOR)
    assert taken.title == "Déploiement d’experts"
    old = offer_body() | {"languages": ["xx"], "bureaux": ["WCA"], "countries": ["org:gone"], "title": "\u200b\u200b\u200b",
                          "lines": line(quantity={"amount": "1e3", "unit": "CFA"}), "availability": {"start": "0026-01-01"}}  # fmt: skip
    assert OfferBody.model_validate(old).languages == ("xx",)


def test_braces_in_what_was_typed_stay_what_they_are() -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(v.Language).validate_python("{0} {words} {", context=DOOR)
    assert "{0} {words} {" in refused.value.errors()[0]["msg"]
