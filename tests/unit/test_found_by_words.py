"""References as people write them, words as they remember them, and nothing by what is hidden (WM 17)."""

import unicodedata

import pytest

from services.gateway.projections.searched import shown_words_of, words_of
from services.gateway.read_model.named import names
from services.gateway.read_model.search import found_by
from services.gateway.read_model.tables import item
from shared.modalities.errors import Invalid

REF = "ACSG-2026-TCD-001"


@pytest.mark.parametrize(
    "written",
    [
        REF, REF.lower(), f" {REF} ", "acsg 2026 tcd 001", "ACSG – 2026 – TCD – 001", "ACSG\u20112026\u2011TCD\u2011001",
        f"Re: [{REF}] Your request", f"see {REF.lower()}, and answer", "\uff21\uff23\uff33\uff27-2026-TCD-001", "ACSG_2026_TCD_001",
        "ACSG-٢٠٢٦-TCD-٠٠١", f"\u200f{REF}\u200f",
    ],
)  # fmt: skip
def test_a_reference_is_read_as_people_write_it(written: str) -> None:
    assert REF in names(written)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("offer 2026 eu-agency 0012", "OFFER-2026-EU-AGENCY-0012"), ("MEETING-2026-wca-003 moved", "MEETING-2026-WCA-003"),
     ("01A22089-9408-785D-9C91-D123FA0CCFF0", "01a22089-9408-785d-9c91-d123fa0ccff0")],
)  # fmt: skip
def test_others_too(written: str, meant: str) -> None:
    assert meant in names(written)


@pytest.mark.control
@pytest.mark.parametrize("written", ["TCD-001", "ACSG-26-TCD-001", "request 2026", "ACSG-2026-001"])
def test_what_names_nothing(written: str) -> None:
    assert names(written) == [written]


def test_words_are_folded_and_parties_are_found_in_every_language() -> None:
    title = "Déploiement d’interprètes au tribunal"
    found = set(words_of(REF, title, "难民身份认定", ["iso3166:TCD", "org:euaa"]))
    assert {"deploiement", "interpretes", "acsg", "tcd", "001", "tchad", "chad", "чад", "euaa", "难民", "身份"} <= found
    assert words_of(None, unicodedata.normalize("NFD", title.upper()), None, []) == words_of(None, title, None, [])


def test_only_what_a_state_shows_is_a_word_of_what_is_shown() -> None:
    hidden = {"summary": "Visible words", "lines": [{"description": "canary"}], "gap": "canary"}
    assert shown_words_of(hidden) == ["visible", "words"]
    assert shown_words_of(None) == []


@pytest.mark.parametrize("text", ["", " ... ", " ".join(f"w{n}" for n in range(30))])
def test_words_that_are_none_or_too_many_are_a_fault(text: str) -> None:
    with pytest.raises(Invalid):
        found_by(item.c.words, text)
