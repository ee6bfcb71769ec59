"""Tables by themselves: every column has its words, every tag is of the standard, every cell is what its column says."""

import csv
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from services.gateway.exports import words
from services.gateway.exports.cells import CellKind
from services.gateway.exports.delimited import Dialect
from services.gateway.exports.iati.codes import country
from services.gateway.exports.iati.told import words_of
from services.gateway.exports.tables import TABLES
from services.gateway.graphql.root_field_actions import FIELDS
from services.gateway.http.asked_exports import PARAMETERS, ExportAsked
from services.gateway.http.exports import ACTIONS
from services.gateway.main import build
from services.gateway.settings import GatewaySettings
from shared.contracts.party_names import party_name
from shared.contracts.reference.states import states
from shared.contracts.vocabulary import LANGUAGES, deployments, of_unhcr
from shared.modalities.errors import Invalid
from shared.runtime.http.parameters import checked
from shared.workbooks.harmless import SEPARATORS, harmless, is_risky

CORE = frozenset(
    [
        "access",
        "activity",
        "adm1",
        "adm2",
        "adm3",
        "adm4",
        "adm5",
        "affected",
        "beneficiary",
        "capacity",
        "cause",
        "channel",
        "contact",
        "country",
        "crisis",
        "currency",
        "date",
        "description",
        "event",
        "frequency",
        "geo",
        "group",
        "impact",
        "indicator",
        "inneed",
        "item",
        "loc",
        "meta",
        "modality",
        "need",
        "operations",
        "org",
        "output",
        "population",
        "reached",
        "region",
        "respondee",
        "sector",
        "service",
        "severity",
        "status",
        "subsector",
        "targeted",
        "value",
    ]
)
"""Hashtags of the Humanitarian Exchange Language 1.1 that are released."""
TAG = re.compile(r"^#([a-z][a-z0-9_]*)((?:\+[a-z][a-z0-9_]*)*)$")
NUMERIC = frozenset({"value"})


def tag_faults(tag: str, kind: CellKind) -> list[str]:
    """What the tagging conventions say against a tag."""
    found = TAG.match(tag)
    if found is None:
        return [f"{tag} is no tag"]
    faults = [] if found[1] in CORE else [f"{tag} is not in the core vocabulary"]
    attributes = found[2].split("+")[1:]
    if len(set(attributes)) < len(attributes):
        faults.append(f"{tag} says something twice")
    if (found[1] == "date") is (kind not in (CellKind.DAY, CellKind.MOMENT)):
        faults.append(f"{tag} is for dates")
    if found[1] in NUMERIC and kind is not CellKind.NUMBER:
        faults.append(f"{tag} is for numbers")
    return faults


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_one_tag_of_the_standard(name: str) -> None:
    columns = TABLES[name].columns
    assert [fault for column in columns for fault in tag_faults(column.tag, column.kind)] == []
    assert len({column.tag for column in columns}) == len(columns)


@pytest.mark.control
def test_a_planted_tag_is_found() -> None:
    for tag, kind in (
        ("#colour", CellKind.TEXT),
        ("adm1", CellKind.TEXT),
        ("#date", CellKind.TEXT),
        ("#value", CellKind.TEXT),
        ("#org+a+a", CellKind.TEXT),
    ):
        assert tag_faults(tag, kind) != []


def test_every_column_has_its_heading_in_every_language() -> None:
    names = {column.name for table in TABLES.values() for column in table.columns}
    assert set(words.headings()) == names
    for said in (*words.headings().values(), *words_of().values()):
        assert set(said) == set(LANGUAGES)
        assert all(text.strip() for text in said.values())


def test_headings_of_a_table_tell_its_columns_apart() -> None:
    for table in TABLES.values():
        for language in LANGUAGES:
            said = [words.heading(column.name, language) for column in table.columns]
            assert len(set(said)) == len(said), (table.name, language)


def test_every_export_has_an_action_and_its_parameters() -> None:
    assert set(ACTIONS) == set(PARAMETERS)
    assert set(TABLES) <= set(ACTIONS)
    assert {ACTIONS[name].name for name in ("offers", "matches", "needs")} <= {
        action.name for action in FIELDS.values()
    }


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\n=x", "  =x", "＝x", "＋x", "－x", "＠x"])
def test_what_could_be_a_formula_is_kept_a_text(text: str) -> None:
    assert is_risky(text)
    assert harmless(text)[0] == "'"
    assert "".join(harmless(text).split("'")) == text


NASTY = st.text(alphabet=st.sampled_from(list("=+-@\t\r\n＝＋－＠,;|\"' a1\u200b\u00a0\ufeff\u2028")), max_size=12)


BEFORE = ' "\u00a0\u200b\ufeff\t\r\n'
"""What a reader may drop before it looks for a formula."""


def dangerous(cells: list[str]) -> list[str]:
    """Cells that a spreadsheet would take for a formula, quotes and blanks apart."""
    return [cell for cell in cells if cell.strip(BEFORE)[:1] in set("=+-@＝＋－＠") and cell.strip(BEFORE)]


def split_everywhere(cells: list[str], own: str) -> list[str]:
    """The cells of a line as readers make them that split at each separator, those that know quotes and those that do not."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=own).writerow(cells)
    line = buffer.getvalue()
    found = next(csv.reader(io.StringIO(line, newline=""), delimiter=own))
    for other in set(SEPARATORS) - {own}:
        found += [cell for row in csv.reader(io.StringIO(line, newline=""), delimiter=other) for cell in row]
        found += [cell for row in re.split("[\r\n\u2028]", line) for cell in row.split(other)]
    return found


@pytest.mark.parametrize("own", SEPARATORS)
@given(texts=st.lists(NASTY, min_size=1, max_size=4))
@settings(max_examples=300, deadline=None)
def test_no_cell_begins_a_formula_whatever_it_is_split_at(own: str, texts: list[str]) -> None:
    cells = split_everywhere(["id", *(harmless(text, own) for text in texts), "end"], own)
    assert dangerous(cells) == []


@pytest.mark.control
def test_without_the_guard_a_formula_begins_behind_a_semicolon() -> None:
    assert dangerous(split_everywhere(["id", "Formation;=1+1"], ","))
    assert not dangerous(split_everywhere(["id", harmless("Formation;=1+1")], ","))


def test_a_state_is_called_as_the_united_nations_call_it() -> None:
    said: dict[str, dict[str, str | None]] = {
        "PSE": {"en": "State of Palestine", "fr": "État de Palestine", "es": "Estado de Palestina", "zh": "巴勒斯坦国"},
        "MMR": {"en": "Myanmar", "fr": "Myanmar", "es": "Myanmar", "ru": "Мьянма"},
        "TUR": {"en": "Türkiye", "fr": "Türkiye", "es": "Türkiye"},
        "COD": {"en": "Democratic Republic of the Congo", "fr": "République démocratique du Congo"},
        "COG": {"en": "Congo", "fr": "Congo", "es": "Congo"},
        "KOR": {"en": "Republic of Korea", "fr": "République de Corée", "es": "República de Corea", "zh": "大韩民国"},
        "SYR": {"en": "Syrian Arab Republic", "ar": "الجمهورية العربية السورية"},
        "VNM": {"en": "Viet Nam"}, "CZE": {"en": "Czechia", "fr": "Tchéquie"}, "SWZ": {"en": "Eswatini"},
        "MKD": {"en": "North Macedonia"}, "LAO": {"en": "Lao People’s Democratic Republic"}, "CPV": {"en": "Cabo Verde"},
        "IRN": {"en": "Iran (Islamic Republic of)"}, "BOL": {"en": "Bolivia (Plurinational State of)"},
        "VEN": {"es": "Venezuela (República Bolivariana de)"}, "TZA": {"en": "United Republic of Tanzania"},
        "MDA": {"en": "Republic of Moldova"}, "BRN": {"en": "Brunei Darussalam"}, "TLS": {"en": "Timor-Leste"},
        "RUS": {"en": "Russian Federation", "ru": "Российская Федерация"}, "VAT": {"en": "Holy See", "fr": "Saint-Siège"},
        "FSM": {"en": "Micronesia (Federated States of)"}, "CIV": {"en": "Côte d’Ivoire", "es": "Côte d’Ivoire"},
        "GBR": {"en": "United Kingdom of Great Britain and Northern Ireland"}, "USA": {"en": "United States of America"},
        "NLD": {"en": "Netherlands (Kingdom of the)"}, "XKX": dict.fromkeys(LANGUAGES),
    }  # fmt: skip
    wrong = [(code, language, name) for code, names in said.items() for language, name in names.items()
             if name is not None and party_name(f"iso3166:{code}", language) != name]  # fmt: skip
    assert wrong == []
    assert all("(S/RES/1244 (1999))" in party_name("iso3166:XKX", language) for language in LANGUAGES)
    assert [one.code for one in states().values() if not all(one.names.get(language) for language in LANGUAGES)] == []
    assert country("iso3166:XKX") == "XK"


@pytest.mark.parametrize(
    ("query", "dialect", "faults"),
    [
        ("", Dialect(), []),
        ("separator=semicolon&decimal=comma&bom=no", Dialect(";", ",", False), []),
        ("separator=tab", Dialect("\t"), []),
        ("decimal=comma", None, ["/parameters/decimal"]),
        (
            "separator=;&decimal=dot&bom=maybe",
            None,
            ["/parameters/separator", "/parameters/decimal", "/parameters/bom"],
        ),
        ("seperator=comma", None, ["/parameters/seperator"]),
    ],
)
def test_a_dialect_can_be_asked_for(query: str, dialect: Dialect | None, faults: list[str]) -> None:
    request = Request({"type": "http", "query_string": query.encode(), "headers": [], "path": "/", "method": "GET"})

    def asked() -> Dialect:
        checked(request, PARAMETERS["offers"])
        return ExportAsked.of(request, "offers", "en").dialect

    if dialect is not None:
        assert asked() == dialect
        return
    with pytest.raises(Invalid) as refused:
        asked()
    assert [one.pointer for one in refused.value.faults] == faults


def test_offices_of_unhcr_are_named_in_every_language() -> None:
    parties = ["unhcr:secretariat", "unhcr-office:TCD", *(f"unhcr-bureau:{code}" for code in deployments())]
    assert set(of_unhcr()) == set(LANGUAGES)
    for language in set(LANGUAGES) - {"en"}:
        for party in parties:
            # Its English words in another language would be what nobody translated.
            assert party_name(party, language) != party_name(party, "en"), (party, language)
            assert "UNHCR" not in party_name(party, language)
    assert all(one.source.startswith("https://") for one in of_unhcr().values())


@pytest.mark.parametrize("text", ["", "a=1", "ACSG-2026-TCD-001", "'=1", "é+", "1-2"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_parties_have_names_in_the_language_of_the_reader() -> None:
    assert party_name("iso3166:TCD", "fr") == "Tchad"
    assert party_name("iso3166:TCD", "ar") == "تشاد"
    assert party_name("org:euaa", "fr") == "European Union Agency for Asylum"
    assert party_name("unhcr-office:TCD", "en") == "UNHCR Chad"
    assert party_name("unhcr-office:TCD", "fr") == "HCR Tchad"
    assert party_name("unhcr-bureau:wca", "en") == "UNHCR West and Central Africa"
    assert party_name("unhcr-bureau:wca", "fr") == "HCR Afrique de l’Ouest et Afrique centrale"
    assert party_name("unhcr:secretariat", "ru") == "УВКБ ООН – Женева"
    assert party_name("org:unknown-body", "en") == "unknown-body"
    assert words.spoken("pt") == "en"


def heard(scope: str, deployment: str, topic: str) -> bool:
    """Whether a gateway's reader of public events takes a topic from its own broker."""
    given = {"database_url": "postgresql://none", "mode": "development", "scope": scope, "deployment": deployment}
    reader = build(GatewaySettings.model_validate(given)).consumers[1]
    return any(re.match(source.pattern, topic) for source in reader.sources)


def test_geneva_hears_what_every_region_publishes_and_a_region_its_own() -> None:
    for topic in ("acsg.public.match", "acsg.public.match.current", "acsg.public.support-request"):
        assert heard("regional", "wca", topic)
        assert heard("global", "geneva", topic)
        assert heard("global", "geneva", f"wca.{topic}")
        assert not heard("regional", "wca", f"esa.{topic}")
    assert not heard("global", "geneva", "acsg.matching.match")
    assert not heard("global", "geneva", "wca.acsg.federated.match")
