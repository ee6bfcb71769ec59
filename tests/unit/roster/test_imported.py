"""An existing roster that is taken in: what is kept of a row, counted of many, and said of a fault in the reader's language (WM 7)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.roster.domain.imported import (
    FOR_THE_NAMED,
    OUTCOMES,
    STANDINGS,
    ImportCounts,
    ImportedRow,
    RowFault,
    in_words,
    leading,
    of_another_party,
    of_fault,
    of_refusal,
)
from shared.modalities.errors import Conflict, Fault, Invalid
from shared.modalities.paragraphs import P7
from shared.wording.problems import problem_words

NOW, FRA, DEU = datetime(2026, 3, 2, tzinfo=UTC), "iso3166:FRA", "iso3166:DEU"


def row(**given: Any) -> ImportedRow:
    one: dict[str, Any] = {
        "entry_id": "e-1", "import_id": "i-1", "owner": FRA, "region": "europe", "source": "roster", "sheet": "1", "number": 7,
        "status": "quarantined", "party": FRA, "body": {}, "history": (),
    }  # fmt: skip
    return ImportedRow(**one | given)


def test_what_happens_to_a_row_is_added_to_its_history_and_changes_what_it_says() -> None:
    first = row().after("taken", NOW, FRA)
    after = first.after("rejected", NOW, DEU, "Twice", status="rejected")
    assert [(one.what, one.by, one.reason) for one in after.history] == [
        ("taken", FRA, None),
        ("rejected", DEU, "Twice"),
    ]
    assert (first.status, after.status, after.number) == ("quarantined", "rejected", 7)


def test_a_row_that_stands_otherwise_is_settled() -> None:
    row().awaits("proposed", "quarantined")
    with pytest.raises(Conflict, match="quarantined, no longer proposed or listed") as refused:
        row().awaits("proposed", "listed")
    assert (refused.value.code, refused.value.paragraph) == ("row_settled", P7)


def test_counts_of_more_rows_are_added_by_what_came_of_them() -> None:
    first = ImportCounts(listed=1, quarantined=2)
    after = first.plus(["listed", "listed", "unchanged", "proposed", "quarantined"])
    assert after == ImportCounts(listed=3, proposed=1, unchanged=1, quarantined=3)
    assert first.plus([]) == first
    assert set(OUTCOMES) == set(ImportCounts.model_fields)
    assert set(OUTCOMES) - {"unchanged"} <= set(STANDINGS)
    assert "kept" not in FOR_THE_NAMED


def test_a_fault_keeps_its_place_code_words_and_what_they_are_made_of() -> None:
    fault = Fault("/lines/0/unit", "is no unit", "unknown_unit", {"known": "persons"})
    kept = of_fault(fault, "Offers", "C5", "Unit")
    assert kept == RowFault(sheet="Offers", cell="C5", column="Unit", pointer="/lines/0/unit", code="unknown_unit",
                            message="is no unit", parameters={"known": "persons"})  # fmt: skip


def test_a_refusal_is_one_fault_of_the_row_and_faults_are_each_their_own() -> None:
    two = Invalid((Fault("/a", "is wrong", "one"), Fault("/b", "is wrong too", "two")))
    assert [(one.pointer, one.code) for one in of_refusal(two)] == [("/a", "one"), ("/b", "two")]
    (one,) = of_refusal(Conflict("already_open", "It is open already", P7))
    assert (one.pointer, one.code, one.message) == ("", "already_open", "It is open already")


def test_words_are_the_readers_where_there_are_some_and_the_english_stays_beside_what_may_say_less() -> None:
    plain = RowFault(pointer="/title", code="missing", message="Field required")
    (said,) = in_words((plain,), "fr")
    assert said.message == problem_words("missing", "fr", {})
    assert said.message != plain.message
    assert said.english == "Field required"
    made = RowFault(pointer="/title", code="string_too_short", message="at least 3", parameters={"min_length": 3})
    (said,) = in_words((made,), "fr")
    assert said.message == problem_words("string_too_short", "fr", {"min_length": 3})
    assert said.english is None
    assert in_words((plain,), "en") == (plain,)
    unknown = RowFault(pointer="", code="nobody_has_words_for_this", message="As the roster said it")
    assert in_words((unknown,), "fr") == (unknown,)


@pytest.mark.parametrize(
    ("body", "party"),
    [
        ({"offering_parties": [FRA, DEU]}, FRA), ({"offering_parties": [FRA]}, FRA), ({"offering_parties": []}, None),
        ({}, None), ({"offering_parties": FRA}, None), ({"offering_parties": [7, FRA]}, None),
        ({"offering_parties": [FRA, 7]}, FRA), ({"offering_parties": None}, None),
    ],
)  # fmt: skip
def test_who_leads_is_the_first_that_a_body_names(body: dict[str, Any], party: str | None) -> None:
    assert leading(body) == party


def test_what_another_party_offers_is_refused_by_its_name_and_place() -> None:
    (fault,) = of_another_party(DEU).faults
    assert (fault.pointer, fault.code, DEU in fault.message) == ("/offering_parties", "of_another_party", True)
