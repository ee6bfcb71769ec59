"""What is asked of an export: filters, date, language. Every fault is named at once; a word nobody knows is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request

from services.gateway.exports.delimited import Dialect
from services.gateway.exports.tables import TABLES
from shared.contracts.incoming import moment_of
from shared.contracts.vocabulary import LANGUAGES, code_list
from shared.modalities.errors import Fault, Invalid
from shared.runtime.http.described import code, listed, moment, text

_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_DECIMALS = {"point": ".", "comma": ","}
MOST = 500
"""Characters of a parameter."""
_OF_ITEMS = ("region", "area", "status", "party", "search", "since", "before", "as_of")
_WORDS: Mapping[str, str] = {
    "region": "Deployments, comma-separated",
    "area": "A functional area of the code list",
    "status": "States of items, comma-separated",
    "party": "A party with its scheme, e.g. iso3166:TCD",
    "search": "Words of reference, title, summary or parties' names, in any letters",
    "since": "Changed at this moment or later (RFC 3339)",
    "before": "Changed before this moment (RFC 3339)",
    "as_of": "As it was at this moment, of what may be seen now (RFC 3339)",
    "language": "Language of headings and labels: " + ", ".join(LANGUAGES),
    "bom": "no: without the byte order mark that spreadsheets need",
    "separator": "What stands between cells of a CSV file",
    "decimal": "What stands before decimals in a CSV file; a comma goes with another separator",
    "type": "Types of public events, comma-separated",
}
_STATUS: Mapping[str, str] = {
    **{table.name: f"status_of_{table.kind}" for table in TABLES.values()},
    "iati": "status_of_activity",
}
_KNOWN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(TABLES, (*_OF_ITEMS, "language", "bom", "separator", "decimal")),
    "iati": (*_OF_ITEMS, "language"),
    "public-events": ("region", "type", "since", "before"),
}


def _parameter(export: str, name: str) -> dict[str, Any]:
    if name in {"since", "before", "as_of"}:
        return moment(name, _WORDS[name])
    if name in _CODES:
        return code(name, _CODES[name], _WORDS[name])
    if name in {"region", "status", "type"}:
        filtering = {"region": "region", "status": _STATUS.get(export, ""), "type": "event_type"}[name]
        return listed(name, filtering, _WORDS[name])
    return text(name, _WORDS[name], "words" if name == "search" else name)


_CODES: Mapping[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "bom": ("yes", "no"),
    "separator": tuple(_SEPARATORS),
    "decimal": tuple(_DECIMALS),
    "area": tuple(code_list("functional_areas")),
}
PARAMETERS = {export: [_parameter(export, name) for name in names] for export, names in _KNOWN.items()}


@dataclass(frozen=True)
class ExportAsked:
    """``filter`` in the words of the lists in GraphQL; ``moment`` is a date to look back at."""

    filter: Mapping[str, Any]
    moment: datetime | None
    language: str
    dialect: Dialect

    @classmethod
    def of(cls, request: Request, export: str, language: str) -> "ExportAsked":
        """From the address, which was held against ``PARAMETERS`` at the door."""
        asked = request.query_params
        given = {name: value for name in _KNOWN[export] if (value := asked.get(name)) is not None}
        when = {name: moment_of(given[name]) for name in ("since", "before", "as_of") if name in given}
        found = {
            "regions": _parts(given.get("region")),
            "functional_area": given.get("area"),
            "status": _parts(given.get("status")),
            "party": given.get("party"),
            "search": given.get("search"),
            "types": _parts(given.get("type")),
            "changed_from": when.get("since"),
            "changed_before": when.get("before"),
        }
        narrowed = {name: value for name, value in found.items() if value is not None}
        return cls(narrowed, when.get("as_of"), given.get("language", language), _dialect(given))


def _dialect(given: Mapping[str, str]) -> Dialect:
    """How a CSV file is written. A decimal comma between commas would be read as two cells. Raises Invalid."""
    separator, decimal = _SEPARATORS[given.get("separator", "comma")], _DECIMALS[given.get("decimal", "point")]
    if separator == decimal:
        words = "a decimal comma goes with separator=semicolon or separator=tab"
        raise Invalid((Fault("/parameters/decimal", words, "parameter"),), "invalid_parameters")
    return Dialect(separator, decimal, given.get("bom") != "no")


def _parts(given: str | None) -> list[str] | None:
    return given.split(",") if given is not None else None
