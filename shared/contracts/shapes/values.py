"""Small values shared by requests, offers and matches: party, period, quantity."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainSerializer, StringConstraints, WithJsonSchema, model_validator

from shared.contracts.classification import Classification, classified
from shared.contracts.event import Shape
from shared.contracts.vocabulary import code_list

PartyId = Annotated[
    str,
    StringConstraints(pattern=r"^(iso3166:[A-Z]{3}|(org|unhcr-bureau|unhcr):[a-z0-9-]{2,60}|unhcr-office:[A-Z]{3})$"),
    Field(
        description="Party with its scheme, e.g. iso3166:TCD (ISO 3166-1 alpha-3), org:euaa, unhcr-office:TCD",
        examples=["iso3166:TCD"],
    ),
]
Language = Annotated[
    str, StringConstraints(pattern=r"^[a-z]{2}$"), Field(description="ISO 639-1 code", examples=["fr"])
]


def _given(schema: dict[str, Any]) -> WithJsonSchema:
    """What a body may hold, said as narrowly as it is checked; what we send is said by its type."""
    return WithJsonSchema(schema, mode="validation")


Amount = Annotated[
    Decimal,
    Field(ge=0, max_digits=18, decimal_places=2, examples=["1"]),
    PlainSerializer(lambda value: format(value.normalize(), "f"), return_type=str, when_used="json"),
    _given(
        {
            "anyOf": [
                {"type": "number", "minimum": 0.01, "exclusiveMaximum": 10**16, "multipleOf": 0.01},
                {"type": "string", "pattern": r"^([1-9][0-9]{0,15}(\.[0-9]{1,2})?|0\.([1-9][0-9]?|0[1-9]))$"},
            ],
            "examples": ["1"],
        }
    ),
]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=5000),
    _given({"type": "string", "minLength": 1, "maxLength": 5000, "pattern": r"\S"}),
]
Id = Annotated[str, StringConstraints(max_length=64)]
"""An identifier that a body names: of ours, so never long. Events keep plain text, so that old ones are read for ever."""

Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=3, max_length=200),
    _given({"type": "string", "minLength": 3, "maxLength": 200, "pattern": r"\S[\s\S]+\S"}),
]
LineId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,36}$"), Field(examples=["1"])]


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
    return _given({"type": "string", "enum": sorted(code_list(name))} | words)


FunctionalArea = Annotated[
    str,
    _listed("functional_areas"),
    _code("functional_areas", "registration"),
    _one_of("functional_areas", "registration"),
]
SupportForm = Annotated[
    str, _listed("support_forms"), _code("support_forms", "training"), _one_of("support_forms", "training")
]
DeclineReason = Annotated[
    str, _listed("decline_reasons"), _code("decline_reasons", "timing"), _one_of("decline_reasons", "timing")
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
    _given(
        {
            "type": "string",
            "description": "Code list units, or an ISO 4217 currency for money",
            "examples": ["expert_days"],
            "pattern": f"^({'|'.join(sorted(code_list('units')))}|[A-Z]{{3}})$",
        }
    ),
]


class Period(Shape):
    """Days from ``start`` to ``end``, both included; no end means open."""

    start: date
    end: date | None = None

    @model_validator(mode="after")
    def _ordered(self) -> "Period":
        if self.end and self.end < self.start:
            raise ValueError("end lies before start")
        return self


class Quantity(Shape):
    """How much of what: ``amount`` in ``unit``."""

    amount: Amount = Field(gt=0)
    unit: Unit


class FocalPoint(Shape):
    """An official's contact: the only personal data in the system. It never leaves the deployment it was given to."""

    name: str = classified(Classification.STRICTLY_CONFIDENTIAL, max_length=200)
    post: str | None = classified(Classification.STRICTLY_CONFIDENTIAL, default=None, max_length=200)
    email: str | None = classified(
        Classification.STRICTLY_CONFIDENTIAL, default=None, max_length=320, pattern=r"^[^@\s]+@[^@\s]+$"
    )
