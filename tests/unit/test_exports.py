"""Tables by themselves: every column has its words, every tag is of the standard, every cell is what its column says."""

import re

import pytest

from services.gateway.exports import words
from services.gateway.exports.cells import Kind, harmless, is_risky
from services.gateway.exports.iati.told import _words
from services.gateway.exports.tables import TABLES
from services.gateway.graphql.field_policy import FIELDS
from services.gateway.http.asked_exports import PARAMETERS
from services.gateway.http.exports import ACTIONS
from services.gateway.main import build
from services.gateway.settings import GatewaySettings
from shared.contracts.vocabulary import LANGUAGES

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


def tag_faults(tag: str, kind: Kind) -> list[str]:
    """What the tagging conventions say against a tag."""
    found = TAG.match(tag)
    if found is None:
        return [f"{tag} is no tag"]
    faults = [] if found[1] in CORE else [f"{tag} is not in the core vocabulary"]
    attributes = found[2].split("+")[1:]
    if len(set(attributes)) < len(attributes):
        faults.append(f"{tag} says something twice")
    if (found[1] == "date") is (kind not in (Kind.DAY, Kind.MOMENT)):
        faults.append(f"{tag} is for dates")
    if found[1] in NUMERIC and kind is not Kind.NUMBER:
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
        ("#colour", Kind.TEXT),
        ("adm1", Kind.TEXT),
        ("#date", Kind.TEXT),
        ("#value", Kind.TEXT),
        ("#org+a+a", Kind.TEXT),
    ):
        assert tag_faults(tag, kind) != []


def test_every_column_has_its_heading_in_every_language() -> None:
    names = {column.name for table in TABLES.values() for column in table.columns}
    assert set(words.headings()) == names
    for said in (*words.headings().values(), *_words().values()):
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
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "a=1", "ACSG-2026-TCD-001", "'=1", "é+", "1-2"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


def test_parties_have_names_in_the_language_of_the_reader() -> None:
    assert words.party_name("iso3166:TCD", "fr") == "Tchad"
    assert words.party_name("iso3166:TCD", "ar") == "تشاد"
    assert words.party_name("org:euaa", "fr") == "European Union Agency for Asylum"
    assert words.party_name("unhcr-office:TCD", "en") == "UNHCR Chad"
    assert words.party_name("org:unknown-body", "en") == "unknown-body"
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
