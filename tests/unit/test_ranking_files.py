"""Files to be ranked as people have them: names in any spelling, encodings, years and bureaux; faults name their place."""

import csv
import json
import re
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.matching.ranking_file import Faulty, party, rank_command, rank_documents, request_of
from services.matching.ranking_said import Said
from shared.contracts.reference.spellings import nearest_states, state_of
from shared.contracts.reference.states import states
from shared.contracts.reference.tables import FOLDER
from shared.wording.files import UnreadableWords, read_json, read_text

TODAY = date(2026, 11, 28)
REQUEST = {"requesting": "Kenya", "themes": "registration", "subject": "Registration desk", "year": 2026}
OFFER = {"offer_id": "x", "offering": "France", "themes": "registration", "subject": "registration"}
NAMES = {
    "Turkey": "TUR", "Türkiye": "TUR", unicodedata.normalize("NFD", "Türkiye"): "TUR", "Türkei": "TUR", "土耳其": "TUR",
    "Ivory Coast": "CIV", "Cote d'Ivoire": "CIV", "Côte d’Ivoire": "CIV", "COTE D'IVOIRE": "CIV", "Elfenbeinküste": "CIV",
    "DR Congo": "COD", "Democratic Republic of the Congo": "COD", "Congo, Dem. Rep.": "COD", "Congo (Kinshasa)": "COD",
    "Zaire": "COD", "Congo": "COG", "Congo-Brazzaville": "COG", "Republic of the Congo": "COG", "UK": "GBR", "U.K.": "GBR",
    "Great Britain": "GBR", "Royaume-Uni": "GBR", "United States of America": "USA", "U.S.A.": "USA", "États-Unis": "USA",
    "Republic of Korea": "KOR", "South Korea": "KOR", "Korea, Republic of": "KOR", "대한민국": "KOR", "DPRK": "PRK",
    "Iran (Islamic Republic of)": "IRN", "Iran": "IRN", "Cape Verde": "CPV", "Cabo Verde": "CPV", "Swaziland": "SWZ",
    "Czech Republic": "CZE", "State of Palestine": "PSE", "Palestinian Territories": "PSE", "oPt": "PSE", "Tchad": "TCD",
    "chad": "TCD", "tcd": "TCD", "TD": "TCD", "تشاد": "TCD", "Guinea Bissau": "GNB", "United Republic of Tanzania": "TZA",
    "Republic of Moldova": "MDA", "Moldova, Rep.": "MDA", "Netherlands (Kingdom of the)": "NLD", "The Netherlands": "NLD",
    "Holland": "NLD", "Niger": "NER", "Nigeria": "NGA", "Burma": "MMR", "Myanmar (Burma)": "MMR", "Viet Nam": "VNM",
    "Vietnam": "VNM", "Lao PDR": "LAO", "Laos": "LAO", "Syria": "SYR", "Syrian Arab Republic": "SYR", "Russia": "RUS",
    "Russian Federation": "RUS", "Россия": "RUS", "Афганистан": "AFG", "阿富汗": "AFG", "أفغانستان": "AFG", "افغانستان": "AFG",
    "Kosovo": "XKX", "Kosovo (S/RES/1244 (1999))": "XKX", "FYR Macedonia": "MKD", "North Macedonia": "MKD",
    "Macedonia": "MKD", "East Timor": "TLS", "St. Lucia": "LCA", "Bosnia & Herzegovina": "BIH", "Brunei": "BRN",
    "Vatican": "VAT", "Holy See": "VAT", "Bolivia": "BOL", "Venezuela": "VEN", "Micronesia": "FSM", "The Gambia": "GMB",
    "La República Dominicana": "DOM", "Alemania": "DEU", "Deutschland": "DEU", "Ｋｅｎｙａ": "KEN", "  kenya ": "KEN",
}  # fmt: skip


def of_earlier_work(*entries: Any) -> dict[str, Any]:
    """The signal of earlier work of France's offer for Kenya's request."""
    (line,) = rank_documents(REQUEST | {"prior_relations": list(entries)}, [OFFER], TODAY)
    (found,) = [one for one in line["ranked"][0]["signals"] if one["signal"] == "prior_relation"]
    return dict(found)


def test_a_file_says_how_earlier_work_ended() -> None:
    broken = {"party": "Frankreich", "ended": "ended_early", "reason": "security", "by": "KEN"}
    found = of_earlier_work("France", broken, {"party": "FRA", "ended": "fulfilled", "times": 2})
    assert [(one["ended"], one["by"], one["times"]) for one in found["worked"]] == [
        ("not_known", None, 1), ("ended_early", "iso3166:KEN", 1), ("fulfilled", None, 2)]  # fmt: skip
    assert found["value"] == round((0.9 + 0.4 + 2) / 4, 3)
    assert "ended early by iso3166:KEN (security)" in found["words"]
    (line,) = rank_documents(REQUEST | {"prior_relations": "France; Chad"}, [OFFER], TODAY)
    assert "prior_relation" in {one["signal"] for one in line["ranked"][0]["signals"]}


@pytest.mark.parametrize(
    ("entry", "where"),
    [
        ({"party": "France", "ended": "badly"}, "/prior_relations/0/ended"),
        ({"party": "France", "ended": "ended_early", "reason": "mood"}, "/prior_relations/0/reason"),
        ({"party": "France", "times": 0}, "/prior_relations/0/times"),
        ({"party": "France", "times": True}, "/prior_relations/0/times"),
        ({"ended": "fulfilled"}, "/prior_relations/0/party"),
        ({"party": "France", "how": "well"}, "/prior_relations/0/how"),
        ({"party": "France", "ended": "ended_early", "by": "Chad"}, "/prior_relations/0/by"),
        ({"party": "France", "state": "Chad"}, "/prior_relations/0/state"),
        ({"party": "France", "state": "Atlantis"}, "/prior_relations/0/state"),
        ({"party": "France", "ended": "fulfilled", "reason": "security"}, "/prior_relations/0"),
        (5, "/prior_relations/0"),
    ],
)
def test_earlier_work_that_cannot_be_is_a_fault_with_its_place(entry: Any, where: str) -> None:
    with pytest.raises(Faulty, match=re.escape(f"request{where}")):
        of_earlier_work(entry)


def test_earlier_work_that_is_no_list_is_a_fault() -> None:
    with pytest.raises(Faulty, match="/prior_relations: a list of parties"):
        rank_documents(REQUEST | {"prior_relations": 5}, [OFFER], TODAY)


@pytest.mark.parametrize(("name", "code"), NAMES.items())
def test_a_name_reaches_its_state(name: str, code: str) -> None:
    assert party(name) == f"iso3166:{code}"


@pytest.mark.parametrize(
    "name", ["Korea", "Virgin Islands", "Atlantis", "CHD", "OECD", "", "!", "Great Britan", "Saint"]
)
def test_a_name_of_nobody_or_of_several_reaches_none(name: str) -> None:
    assert state_of(name) is None


def test_every_name_of_the_united_nations_reaches_its_own_state() -> None:
    wrong = [(one.code, name) for one in states().values() for name in one.names.values() if state_of(name) != one.code]
    assert wrong == []


def test_every_spelling_of_the_file_reaches_the_state_it_names() -> None:
    with (FOLDER / "state_spellings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 200
    assert [row for row in rows if state_of(row["spelling"]) != row["code"]] == []


def test_what_was_meant_is_suggested() -> None:
    assert nearest_states("Great Britan") == ["United Kingdom of Great Britain and Northern Ireland"]
    assert nearest_states("CHD") == ["Chad"]


def test_two_unknown_names_are_two_parties_and_are_said() -> None:
    said = Said()
    names = ("Атлантида", "亚特兰蒂斯", "Atlantis Relief", "Atlantis  relief", "!!", "??")
    found = rank_documents(
        REQUEST, [OFFER | {"offer_id": str(n), "offering": name} for n, name in enumerate(names)], TODAY, said
    )
    parties = {one["offer_id"]: one["offering_parties"][0] for one in found[0]["ranked"]}
    assert len(set(parties.values())) == 5
    assert parties["2"] == parties["3"]
    assert all(one.startswith("org:") for one in parties.values())
    assert [name for name in names[:3] if not any(name in note for note in said.notes())] == []


def faulty(request: Any, offers: Any) -> str:
    with pytest.raises(Faulty) as refused:
        rank_documents(request, offers, TODAY)
    return str(refused.value)


def test_an_unknown_country_of_an_offer_is_a_fault_and_shuts_nothing_out() -> None:
    assert "/offers/0/countries: 'Ivory Cost'" in faulty(REQUEST, [OFFER | {"countries": "Ivory Cost"}])
    assert "'Ivory Cost' is no State" in faulty(REQUEST | {"requesting": "Ivory Cost"}, [OFFER])
    assert "'ECRE' is no State" in faulty(REQUEST | {"requesting": "ECRE"}, [OFFER])
    found = rank_documents(REQUEST | {"requesting": "Côte d'Ivoire"}, [OFFER | {"countries": "Ivory Coast"}], TODAY)
    assert not found[0]["excluded"]


@pytest.mark.parametrize("bureau", ["ESA", "esa", "Eastern and Southern Africa", ["Esa"]])
def test_a_bureau_is_read_in_capitals_and_by_name(bureau: Any) -> None:
    assert not rank_documents(REQUEST, [OFFER | {"bureaux": bureau}], TODAY)[0]["excluded"]
    assert "there are" in faulty(REQUEST, [OFFER | {"bureaux": "East Coast"}])


@pytest.mark.parametrize(("year", "start", "end"), [
    (2026, "2026-01-01", "2028-12-31"), ("2026", "2026-01-01", "2028-12-31"), ("2026-2028", "2026-01-01", "2028-12-31"),
    ("2026–2027", "2026-01-01", "2027-12-31"), ("2026/2027", "2026-01-01", "2027-12-31"), (" ٢٠٢٦ ", "2026-01-01", "2028-12-31"),
])  # fmt: skip
def test_a_year_may_be_two(year: Any, start: str, end: str) -> None:
    period = request_of(REQUEST | {"year": year}).lines[0].period
    assert (str(period.start), str(period.end)) == (start, end)


@pytest.mark.parametrize("year", ["2026-2025", "26", "soon", "2026-27", "0026", 26, "2026-9999", [2026]])
def test_a_year_that_is_none_is_a_fault_of_the_year(year: Any) -> None:
    assert "year" in faulty(REQUEST | {"year": year}, [OFFER])


RAW = json.dumps(REQUEST | {"subject": "Enregistrement à Nyarugusu"}, ensure_ascii=False, indent=1)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_is_read_in_every_encoding_with_a_mark(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "request.json"
    path.write_bytes(f"\n\n{RAW}\n\n".replace("\n", end).encode(encoding))
    assert read_json(path)["subject"] == "Enregistrement à Nyarugusu"
    assert "\r" not in read_text(path)


def test_a_file_that_cannot_be_read_says_which_and_where(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, roster = tmp_path / "request.json", tmp_path / "roster.json"
    path.write_bytes(RAW.encode("latin-1"))
    with pytest.raises(UnreadableWords, match=r"request.json:4: byte \d+ is no UTF-8; save it as UTF-8"):
        read_text(path)
    path.write_text(RAW)
    roster.write_text(
        '{"offers": [\n{"offer_id": "a",\n "offering": "Atlantis",\n "themes": "registration", "countries": "Tschud"}]}'
    )
    assert rank_command(["--request", str(path), "--roster", str(roster), "--json"]) == 2
    assert "roster.json:4:42: roster/offers/0/countries: 'Tschud' is no State" in capsys.readouterr().err
    roster.write_text('{"offers": [\n{"offer_id": "a",\n "offering": "Atlantis",\n "themes": "registration"}]}')
    assert rank_command(["--request", str(path), "--roster", str(roster), "--json"]) == 0
    assert "roster.json:3:15: roster/offers/0/offering: 'Atlantis' is no State" in capsys.readouterr().err
    roster.write_text("[1, ]")
    assert rank_command(["--request", str(path), "--roster", str(roster)]) == 2
    assert "roster.json:1:" in capsys.readouterr().err
