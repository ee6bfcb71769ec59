"""``python -m services.matching rank --request FILE --roster FILE [--today DATE] --json``: ranks outside the system.

Input is lenient, so that public records can be ranked as they are; docs/ranking.md describes it. Countries may be given as
``iso3166:TCD``, ``TCD`` or a name; functional areas as ``lines`` or as a plain list ``functional_areas`` (or ``themes``).
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from services.matching.fit.asked import asked_lines, texts_of
from services.matching.fit.explanation import LineExplained, explain
from services.matching.fit.prepared import prepare
from services.matching.fit.ranking import rank
from services.matching.ranking_names import Names, known_party, of_nobody
from services.matching.ranking_said import Said
from services.matching.ranking_worked import worked_before
from shared.contracts.door import EARLIEST_YEAR, YEARS_AHEAD
from shared.contracts.shapes.support_offer import OfferContent, SupportOfferState
from shared.contracts.shapes.support_request import RequestContent
from shared.contracts.vocabulary import code_list
from shared.wording.files import UnreadableWords, read_json
from shared.wording.folded import folded, key

_EPOCH = "1970-01-01T00:00:00Z"
_YEARS = re.compile(r"([0-9]{4})(?:\s*[-/]\s*([0-9]{4}))?")
_TYPES = ("technical", "material", "financial")


class Faulty(Exception):
    """The input cannot be read; names every fault."""


def party(name: str) -> str:
    """A party id from whatever a party is called; nobody's name is a party of its own."""
    return known_party(name) or of_nobody(name)


def _list(given: Any) -> list[Any]:
    if given is None or given == "":
        return []
    return [part.strip() for part in given.split(";") if part.strip()] if isinstance(given, str) else list(given)


def _texts(given: Any) -> list[str]:
    """A list of texts. Raises TypeError for one that holds something else."""
    found = _list(given)
    if wrong := [one for one in found if not isinstance(one, str)]:
        raise TypeError(f"a list of texts is meant, not {wrong[0]!r}")
    return found


def _areas(given: dict[str, Any]) -> list[str]:
    """Functional areas by code or by name, in any case."""
    known = {key(name): code for code, one in code_list("functional_areas").items() for name in (code, one.label)}
    return [known.get(key(one), one) for one in _texts(given.get("functional_areas") or given.get("themes"))]


def _years(given: Any) -> tuple[int, int]:
    """The first and the last year that are meant: 2026, or 2026-2028. Raises ValueError naming what was given."""
    found = _YEARS.fullmatch(folded(str(given)).replace("–", "-").replace("—", "-").strip())
    if found is None:
        raise ValueError(f"year: '{given}' is neither a year such as 2026 nor two such as 2026-2028")
    first, last = int(found[1]), int(found[2] or found[1])
    if not EARLIEST_YEAR <= first <= last <= first + 2 * YEARS_AHEAD:
        raise ValueError(f"year: '{given}' lies before {EARLIEST_YEAR}, or ends before it begins")
    return first, last if found[2] else first + 2


def _types(given: dict[str, Any]) -> list[str]:
    found = _list(given.get("support_types") or given.get("support_type"))
    return [kind for kind in found if kind in _TYPES] or ["technical"]


def request_of(given: dict[str, Any], names: Names | None = None) -> RequestContent:
    """A request, complete or minimal. Raises ValidationError, ValueError; what is wrong with names goes to ``names``."""
    given, names = dict(given.get("content", given)), names or Names()
    field = "requesting_states" if given.get("requesting_states") else "requesting"
    states = [names.country(name, f"/{field}") for name in _texts(given.get(field))]
    first, last = _years(given.get("year") or datetime.now(UTC).date().year)
    lines = given.get("lines") or [
        {
            "line_id": str(number),
            "functional_area": area,
            "support_type": _types(given)[0],
            "quantity": {"amount": "1", "unit": "packages"},
            "period": given.get("period") or {"start": f"{first}-01-01", "end": f"{last}-12-31"},
        }
        for number, area in enumerate(_areas(given), 1)
    ]
    subject = str(given.get("title") or given.get("subject") or "request")
    whole = {
        "title": subject[:200].ljust(3, "."),
        "language": "en",
        "competent_authority": {"name": "Competent authority"},
        "submission_route": {"route": "direct", "reason": "ranked outside the system"},
        **{name: value for name, value in given.items() if name in RequestContent.model_fields},
        "requesting_states": states,
        "lines": lines,
    }
    whole["summary"] = given.get("summary") or subject
    whole["languages"] = _languages(given)
    return RequestContent.model_validate(whole)


def _languages(given: dict[str, Any]) -> list[str]:
    return [one.lower() for one in _texts(given.get("languages"))]


def offer_of(given: dict[str, Any], number: int, names: Names | None = None) -> SupportOfferState:
    """An offer, complete or minimal. Raises ValidationError, ValueError; what is wrong with names goes to ``names``."""
    names, at = names or Names(), f"/offers/{number}"
    if "capacity" in given and "content" in given:
        return SupportOfferState.model_validate(given)
    inner = dict(given.get("content", given))
    lines = inner.get("lines") or [
        {
            "line_id": kind,
            "functional_areas": _areas(inner),
            "support_type": kind,
            "quantity": {"amount": "1", "unit": "packages"},
        }
        for kind in _types(inner)
    ]
    subject = str(inner.get("title") or inner.get("subject") or "offer")
    field = "offering_parties" if inner.get("offering_parties") else "offering"
    whole = {
        "title": subject[:200].ljust(3, "."),
        "language": "en",
        "availability": {"start": "1970-01-01"},
        **{name: value for name, value in inner.items() if name in OfferContent.model_fields},
        "offering_parties": [names.party(name, f"{at}/{field}") for name in _texts(inner.get(field))],
        "countries": [names.country(name, f"{at}/countries") for name in _texts(inner.get("countries"))],
        "bureaux": [names.bureau(name, f"{at}/bureaux") for name in _texts(inner.get("bureaux"))],
        "lines": lines,
    }
    whole["summary"] = inner.get("summary") or subject
    whole["languages"] = _languages(inner)
    whole["channels"] = [c for c in _list(inner.get("channels")) if c != "unknown"]
    content = OfferContent.model_validate(whole)
    capacity = [
        {"line_id": x.line_id, "unit": x.quantity.unit, "quantity": x.quantity.amount, "reserved": 0, "committed": 0,
         "remaining": x.quantity.amount}
        for x in content.lines
    ]  # fmt: skip
    state = {
        "offer_id": str(given.get("offer_id") or number), "reference": str(given.get("reference") or number),
        "region": "file", "status": "withdrawn" if given.get("status") == "withdrawn" else "live",
        "origin": "proactive", "content_version": 1, "content": content, "capacity": capacity,
        "listed_at": _EPOCH, "confirmed_at": _EPOCH,
    }  # fmt: skip
    return SupportOfferState.model_validate(state)


def rank_documents(request: Any, roster: Any, today: date, said: Said | None = None) -> list[LineExplained]:
    """Ranks a roster for a request, both as plain data. Raises Faulty naming every fault; ``said`` hears of unknown names."""
    said = said or Said()
    content, offers = None, []
    try:
        content = request_of(request, said.of("request"))
    except (ValidationError, ValueError, TypeError, AttributeError) as fault:
        said.fault("request", "", fault)
    listed = roster.get("offers", []) if isinstance(roster, dict) else roster
    for number, given in enumerate(listed if isinstance(listed, list) else ()):
        try:
            offers.append(offer_of(given, number, said.of("roster")))
        except (ValidationError, ValueError, TypeError, AttributeError) as fault:
            said.fault("roster", f"/offers/{number}", fault)
    if not isinstance(listed, list):
        said.fault("roster", "/offers", TypeError("a list of offers is meant"))
    worked = [] if content is None else worked_before(request.get("prior_relations"), content.requesting_states, said)
    if (faults := said.faults()) or content is None:
        raise Faulty("\n".join(faults))
    lines = asked_lines(content, today, worked=worked)
    return explain(rank(lines, texts_of(content), prepare(offers, today)))


def rank_command(arguments: Sequence[str]) -> int:
    """The command. Exit status 2 for input that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m services.matching rank")
    parser.add_argument("--request", type=Path, required=True)
    parser.add_argument("--roster", type=Path, required=True)
    parser.add_argument("--today", type=date.fromisoformat, default=None)
    parser.add_argument("--json", action="store_true", help="the whole answer as JSON instead of a short table")
    asked = parser.parse_args(arguments)
    said = Said({"request": asked.request, "roster": asked.roster})
    try:
        request, roster = read_json(asked.request), read_json(asked.roster)
        found = rank_documents(request, roster, asked.today or datetime.now(UTC).date(), said)
    except (OSError, UnreadableWords, Faulty) as fault:
        print(fault, file=sys.stderr)
        return 2
    print(*said.notes(), sep="\n", end="\n" if said.notes() else "", file=sys.stderr)
    if asked.json:
        print(json.dumps({"lines": found, "overall": overall(found)}, indent=1))
        return 0
    for one in overall(found):
        print(f"{one['rank']:>4}  {one['score']:.3f}  {one['offer_id']:<12} {', '.join(one['offering_parties'])}")
    return 0


def overall(lines: list[LineExplained]) -> list[dict[str, Any]]:
    """Offers over all lines of the request, best first: the mean of their scores, lines that exclude them counting 0."""
    scores: dict[str, float] = {}
    parties: dict[str, list[str]] = {}
    for line in lines:
        for one in line["ranked"]:
            scores[one["offer_id"]] = scores.get(one["offer_id"], 0.0) + one["score"] / len(lines)
            parties[one["offer_id"]] = one["offering_parties"]
    order = sorted(scores, key=lambda offer: (-scores[offer], offer))
    return [
        {"rank": place, "offer_id": offer, "offering_parties": parties[offer], "score": round(scores[offer], 4)}
        for place, offer in enumerate(order, 1)
    ]
