"""Small values shared by requests, offers and matches: party, period, quantity."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainSerializer, StringConstraints, model_validator

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
Amount = Annotated[
    Decimal,
    Field(ge=0, max_digits=18, decimal_places=2, examples=["1"]),
    PlainSerializer(lambda value: format(value.normalize(), "f"), return_type=str, when_used="json"),
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=200)]
LineId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,36}$"), Field(examples=["1"])]


def _listed(name: str) -> AfterValidator:
    def check(code: str) -> str:
        if code not in code_list(name):
            raise ValueError(f"'{code}' is not in the code list {name}: {', '.join(code_list(name))}")
        return code

    return AfterValidator(check)


def _code(name: str, example: str) -> Any:
    return Field(description=f"Code list {name}", examples=[example])


FunctionalArea = Annotated[str, _listed("functional_areas"), _code("functional_areas", "registration")]
SupportForm = Annotated[str, _listed("support_forms"), _code("support_forms", "training")]
DeclineReason = Annotated[str, _listed("decline_reasons"), _code("decline_reasons", "timing")]


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
