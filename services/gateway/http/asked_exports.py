"""What is asked of an export: filters, date, language. Every fault is named at once; a word nobody knows is one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import Request

from shared.contracts.vocabulary import LANGUAGES, code_list
from shared.modalities.errors import Fault, Invalid

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
    "type": "Types of public events, comma-separated",
}
_KNOWN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("support-requests", "offers", "matches", "needs"), (*_OF_ITEMS, "language", "bom")),
    "iati": (*_OF_ITEMS, "language"),
    "public-events": ("region", "type", "since", "before"),
}


def _parameter(name: str) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 200}
    if name in {"region", "status", "type"}:
        kind = {"type": "string", "pattern": "^[^,]{1,200}(,[^,]{1,200}){0,49}$"}
    if name == "area":
        kind = {"type": "string", "enum": sorted(code_list("functional_areas"))}
    if name in {"since", "before", "as_of"}:
        kind = {"type": "string", "format": "date-time"}
    if name in {"language", "bom"}:
        kind = {"type": "string", "enum": list(LANGUAGES) if name == "language" else ["yes", "no"]}
    return {"name": name, "in": "query", "required": False, "description": _WORDS[name], "schema": kind}


PARAMETERS = {export: [_parameter(name) for name in names] for export, names in _KNOWN.items()}


@dataclass(frozen=True)
class ExportAsked:
    """``filter`` in the words of the lists in GraphQL; ``moment`` is a date to look back at."""

    filter: Mapping[str, Any]
    moment: datetime | None
    language: str
    mark: bool

    @classmethod
    def of(cls, request: Request, export: str, language: str) -> "ExportAsked":
        """From the address. Raises Invalid naming every fault."""
        given = _Given(dict(request.query_params.multi_items()))
        given.only(_KNOWN[export])
        area = given.one_of("area", code_list("functional_areas"))
        found = {
            "regions": given.listed("region"),
            "functional_area": area,
            "status": given.listed("status"),
            "party": given.text("party"),
            "types": given.listed("type"),
            "changed_from": given.moment("since"),
            "changed_before": given.moment("before"),
        }
        moment, spoken = given.moment("as_of"), given.one_of("language", LANGUAGES)
        mark = given.one_of("bom", ("yes", "no")) != "no"
        given.check()
        narrowed = {name: value for name, value in found.items() if value is not None}
        return cls(narrowed, moment, spoken or language, mark)


class _Given:
    """Parameters as they came; what is faulty reads as not given, and is said at the end."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given, self._faults = given, list[Fault]()

    def _fault(self, name: str, words: str) -> None:
        self._faults.append(Fault(f"/parameters/{name}", words, "parameter"))

    def only(self, known: tuple[str, ...]) -> None:
        """Words that mean nothing here would be taken for filters that were heeded."""
        for name in sorted(set(self._given) - set(known)):
            self._fault(name, "unknown here; known are " + ", ".join(known))

    def text(self, name: str) -> str | None:
        """At most 200 characters."""
        found = self._given.get(name)
        if found is not None and not 0 < len(found) <= 200:
            self._fault(name, "1 to 200 characters")
        return found

    def one_of(self, name: str, known: Any) -> str | None:
        """One of some words."""
        found = self._given.get(name)
        if found is not None and found not in known:
            self._fault(name, "one of " + ", ".join(known))
            return None
        return found

    def listed(self, name: str) -> list[str] | None:
        """1 to 50 words."""
        if name not in self._given:
            return None
        found = [part for part in self._given[name].split(",") if part]
        if not 1 <= len(found) <= 50 or any(len(part) > 200 for part in found):
            self._fault(name, "1 to 50 words, comma-separated")
        return found

    def moment(self, name: str) -> datetime | None:
        """A moment with its offset from UTC."""
        found = self._given.get(name)
        if found is None:
            return None
        try:
            # A plus sign that was not encoded has become a space.
            moment = datetime.fromisoformat(found.replace(" ", "+"))
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            self._fault(name, "a moment with its offset, e.g. 2026-05-01T00:00:00Z")
            return None
        return moment

    def check(self) -> None:
        """Raises Invalid naming every fault."""
        if self._faults:
            raise Invalid(tuple(self._faults), "invalid_parameters")
