"""What is asked of an export: filters, date, language. Every fault is named at once; a word nobody knows is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request

from services.gateway.exports.delimited import Dialect
from shared.contracts.incoming import A_MOMENT, is_text, moment_of
from shared.contracts.vocabulary import LANGUAGES, code_list
from shared.modalities.errors import Fault, Invalid
from shared.runtime.http.described import code, moment, parameter

_SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
_DECIMALS = {"point": ".", "comma": ","}
MOST = 500
"""Characters of a parameter."""
_OF_ITEMS = ("region", "area", "status", "party", "since", "before", "as_of")
_WORDS: Mapping[str, str] = {
    "region": "Deployments, comma-separated",
    "area": "A functional area of the code list",
    "status": "States of items, comma-separated",
    "party": "A party with its scheme, e.g. iso3166:TCD",
    "since": "Changed at this moment or later (RFC 3339)",
    "before": "Changed before this moment (RFC 3339)",
    "as_of": "As it was at this moment, of what may be seen now (RFC 3339)",
    "language": "Language of headings and labels: " + ", ".join(LANGUAGES),
    "bom": "no: without the byte order mark that spreadsheets need",
    "separator": "What stands between cells of a CSV file",
    "decimal": "What stands before decimals in a CSV file; a comma goes with another separator",
    "type": "Types of public events, comma-separated",
}
_KNOWN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("support-requests", "offers", "matches", "needs"), (*_OF_ITEMS, "language", "bom", "separator", "decimal")
    ),
    "iati": (*_OF_ITEMS, "language"),
    "public-events": ("region", "type", "since", "before"),
}


def _parameter(name: str) -> dict[str, Any]:
    if name in {"since", "before", "as_of"}:
        return moment(name, _WORDS[name])
    if name in _CODES:
        return code(name, _CODES[name], _WORDS[name])
    if name in {"region", "status", "type"}:
        return parameter(name, {"type": "string", "pattern": "^[^,]{1,200}(,[^,]{1,200}){0,49}$"}, _WORDS[name])
    return parameter(name, {"type": "string", "minLength": 1, "maxLength": MOST}, _WORDS[name])


_CODES: Mapping[str, tuple[str, ...]] = {
    "language": LANGUAGES,
    "bom": ("yes", "no"),
    "separator": tuple(_SEPARATORS),
    "decimal": tuple(_DECIMALS),
    "area": tuple(code_list("functional_areas")),
}
PARAMETERS = {export: [_parameter(name) for name in names] for export, names in _KNOWN.items()}


@dataclass(frozen=True)
class ExportAsked:
    """``filter`` in the words of the lists in GraphQL; ``moment`` is a date to look back at."""

    filter: Mapping[str, Any]
    moment: datetime | None
    language: str
    dialect: Dialect

    @classmethod
    def of(cls, request: Request, export: str, language: str) -> "ExportAsked":
        """From the address. Raises Invalid naming every fault."""
        given = _Given(dict(request.query_params.multi_items()))
        given.only(_KNOWN[export])
        area = given.one_of("area", _CODES["area"])
        found = {
            "regions": given.listed("region"),
            "functional_area": area,
            "status": given.listed("status"),
            "party": given.text("party"),
            "types": given.listed("type"),
            "changed_from": given.moment("since"),
            "changed_before": given.moment("before"),
        }
        moment, spoken = given.moment("as_of"), given.one_of("language", _CODES["language"])
        dialect = given.dialect()
        given.check()
        narrowed = {name: value for name, value in found.items() if value is not None}
        return cls(narrowed, moment, spoken or language, dialect)


class _Given:
    """Parameters as they came; what is faulty reads as not given, and is said at the end."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given, self._faults = given, list[Fault]()

    def _fault(self, name: str, words: str, code: str = "parameter") -> None:
        self._faults.append(Fault(f"/parameters/{name}", words, code))

    def only(self, known: tuple[str, ...]) -> None:
        """Words that mean nothing here would be taken for filters that were heeded."""
        for name in sorted(set(self._given) - set(known)):
            self._fault(name, "unknown here; known are " + ", ".join(known))

    def text(self, name: str) -> str | None:
        """A text that is not empty."""
        found = self._given.get(name)
        if found is not None and not (found and is_text(found, MOST)):
            self._fault(name, f"1 to {MOST} characters")
        return found

    def one_of(self, name: str, known: Any) -> str | None:
        """One of some words."""
        found = self._given.get(name)
        if found is not None and found not in known:
            self._fault(name, "one of " + ", ".join(known))
            return None
        return found

    def dialect(self) -> Dialect:
        """How a CSV file is written. A decimal comma between commas would be read as two cells."""
        separator = _SEPARATORS[self.one_of("separator", _CODES["separator"]) or "comma"]
        decimal = _DECIMALS[self.one_of("decimal", _CODES["decimal"]) or "point"]
        if separator == decimal:
            self._fault("decimal", "a decimal comma goes with separator=semicolon or separator=tab")
        return Dialect(separator, decimal, self.one_of("bom", _CODES["bom"]) != "no")

    def listed(self, name: str) -> list[str] | None:
        """Several words; commas alone are none, and then nothing matches."""
        if name not in self._given:
            return None
        return [part for part in (self.text(name) or "").split(",") if part]

    def moment(self, name: str) -> datetime | None:
        """A moment with its offset from UTC."""
        found = self._given.get(name)
        if found is None:
            return None
        moment = moment_of(found)
        if moment is None:
            self._fault(name, A_MOMENT, "moment")
        return moment

    def check(self) -> None:
        """Raises Invalid naming every fault."""
        if self._faults:
            raise Invalid(tuple(self._faults), "invalid_parameters")
