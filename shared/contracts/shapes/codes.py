"""Codes that bodies and events carry: each is looked up at the door (``shared/contracts/door.py``), and read later as it is."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from shared.contracts.door import AtDoor
from shared.contracts.shapes import lookups
from shared.contracts.vocabulary import code_list, kinds_of_parties

_PARTY = r"^(iso3166:[A-Z]{3}|(org|unhcr-bureau|unhcr):[a-z0-9-]{2,60}|unhcr-office:[A-Z]{3})$"


def given(schema: dict[str, Any]) -> WithJsonSchema:
    """What a body may hold, said as narrowly as a schema can; what we send is said by its type."""
    return WithJsonSchema(schema, mode="validation")


PartyId = Annotated[
    str,
    StringConstraints(pattern=_PARTY),
    Field(
        description="Party with its scheme, e.g. iso3166:TCD (ISO 3166-1 alpha-3), org:euaa, unhcr-office:TCD",
        examples=["iso3166:TCD"],
    ),
    AtDoor(lookups.party, "before"),
]
Offerer = Annotated[
    str,
    StringConstraints(pattern=_PARTY),
    Field(description="Party that could offer: a State, an organisation, a country office", examples=["iso3166:FRA"]),
    AtDoor(lookups.offerer, "before"),
]
Country = Annotated[
    str,
    StringConstraints(pattern=_PARTY),
    Field(description="State with its scheme, iso3166:<ISO 3166-1 alpha-3>", examples=["iso3166:TCD"]),
    AtDoor(lookups.country, "before"),
]
"""A party that is a State or territory. Events of earlier releases may hold any party here."""
CountryOffice = Annotated[
    str,
    StringConstraints(pattern=_PARTY),
    Field(description="Country office, unhcr-office:<ISO 3166-1 alpha-3>", examples=["unhcr-office:TCD"]),
    AtDoor(lookups.country_office, "before"),
]
Bureau = Annotated[
    str,
    Field(description="Regional bureau of UNHCR", examples=["wca"]),
    given({"type": "string", "maxLength": 20, "description": "Regional bureau of UNHCR", "examples": ["wca"]}),
    AtDoor(lookups.bureau, "before"),
]
Deployment = Annotated[
    str,
    Field(description="Deployment", examples=["wca"]),
    given({"type": "string", "maxLength": 20, "description": "Deployment", "examples": ["wca"]}),
    AtDoor(lookups.deployment, "before"),
]
Language = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2,3}$"),
    Field(description="ISO 639-1 code, ISO 639-3 for a language that has none", examples=["fr"]),
    AtDoor(lookups.language, "before"),
]
TimeZone = Annotated[
    str,
    Field(description="IANA time zone of a place, or UTC", max_length=60, examples=["Africa/Dakar"]),
    AtDoor(lookups.zone, "before"),
]


def _listed(name: str) -> AfterValidator:
    def check(code: str) -> str:
        if code not in code_list(name):
            raise ValueError(f"'{code}' is not in the code list {name}: {', '.join(code_list(name))}")
        return code

    return AfterValidator(check)


def _code(name: str, example: str) -> Any:
    return Field(description=f"Code list {name}", examples=[example])


def _one_of(name: str, example: str) -> WithJsonSchema:
    """The list as it is now: a document of today's interface names today's codes, while events outlive them."""
    words = {"description": f"Code list {name}", "examples": [example]}
    return given({"type": "string", "enum": sorted(code_list(name))} | words)


FunctionalArea = Annotated[
    str,
    _listed("functional_areas"),
    _code("functional_areas", "registration"),
    _one_of("functional_areas", "registration"),
    AtDoor(lookups.listed("functional_areas"), "before"),
]
SupportForm = Annotated[
    str,
    _listed("support_forms"),
    _code("support_forms", "training"),
    _one_of("support_forms", "training"),
    AtDoor(lookups.listed("support_forms"), "before"),
]
PartyKind = Annotated[
    str,
    _listed("party_kinds"),
    _code("party_kinds", "ngo"),
    # Of a kind that nobody is there is nobody to open to.
    given({"type": "string", "enum": kinds_of_parties(), "description": "Code list party_kinds", "examples": ["ngo"]}),
    AtDoor(lookups.party_kind, "before"),
]
OrganisationKind = Annotated[
    str,
    _listed("party_kinds"),
    _code("party_kinds", "ngo"),
    given(
        {
            "type": "string",
            "enum": sorted(set(code_list("party_kinds")) - {"state", "group_of_states"}),
            "description": "Code list party_kinds",
            "examples": ["ngo"],
        }
    ),
    AtDoor(lookups.organisation_kind, "before"),
]
DeclineReason = Annotated[
    str,
    _listed("decline_reasons"),
    _code("decline_reasons", "timing"),
    _one_of("decline_reasons", "timing"),
    AtDoor(lookups.listed("decline_reasons"), "before"),
]

AssessmentMethod = Annotated[
    str,
    _listed("assessment_methods"),
    _code("assessment_methods", "whole_system"),
    _one_of("assessment_methods", "whole_system"),
    AtDoor(lookups.listed("assessment_methods"), "before"),
]


def _unit(code: str) -> str:
    if code in code_list("units") or (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
        return code
    raise ValueError(
        f"'{code}' is neither in the code list units ({', '.join(code_list('units'))}) nor an ISO 4217 currency"
    )


Unit = Annotated[
    str,
    AfterValidator(_unit),
    Field(description="Code list units, or an ISO 4217 currency for money", examples=["expert_days"]),
    given(
        {
            "type": "string",
            "description": "Code list units, or an ISO 4217 currency for money",
            "examples": ["expert_days"],
            "pattern": f"^({'|'.join(sorted(code_list('units')))}|[A-Z]{{3}})$",
        }
    ),
    AtDoor(lookups.unit, "before"),
]
