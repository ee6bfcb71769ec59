"""``python -m services.matching rank --request FILE --roster FILE [--today DATE] --json``: ranks outside the system.

Input is lenient, so that public records can be ranked as they are; docs/ranking.md describes it. Countries may be given as
``iso3166:TCD``, ``TCD`` or a name; functional areas as ``lines`` or as a plain list ``functional_areas`` (or ``themes``).
"""

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pycountry
from pydantic import ValidationError

from services.matching.fit.asked import asked_lines, texts_of
from services.matching.fit.explanation import explain
from services.matching.fit.prepared import prepare
from services.matching.fit.ranking import rank
from shared.contracts.shapes.support_offer import OfferContent, SupportOfferState
from shared.contracts.shapes.support_request import RequestContent
from shared.contracts.vocabulary import organisations

_EPOCH = "1970-01-01T00:00:00Z"
_TYPES = ("technical", "material", "financial")


class Faulty(Exception):
    """The input cannot be read; names every fault."""


def party(name: str) -> str:
    """A party id from an id, an ISO code, a country's or an organisation's name; an unknown name stays a party."""
    if ":" in name:
        return name
    country = pycountry.countries.get(alpha_3=name) or pycountry.countries.get(name=name)
    country = country or pycountry.countries.get(common_name=name)
    if country is None and (found := [c for c in pycountry.countries if c.name.split(",")[0] == name]):
        country = found[0]
    if country is not None:
        return f"iso3166:{country.alpha_3}"
    for code, organisation in organisations().items():
        if name in {dated.label for dated in organisation.names}:
            return f"org:{code}"
    slug = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())[:60].strip("-")
    return f"org:{slug if len(slug) > 1 else 'party-' + slug}"


def _list(given: Any) -> list[Any]:
    if given is None or given == "":
        return []
    return [part.strip() for part in given.split(";") if part.strip()] if isinstance(given, str) else list(given)


def _areas(given: dict[str, Any]) -> list[str]:
    return _list(given.get("functional_areas") or given.get("themes"))


def _types(given: dict[str, Any]) -> list[str]:
    found = _list(given.get("support_types") or given.get("support_type"))
    return [kind for kind in found if kind in _TYPES] or ["technical"]


def request_of(given: dict[str, Any]) -> RequestContent:
    """A request, complete or minimal. Raises ValidationError."""
    given = dict(given.get("content", given))
    states = [party(name) for name in _list(given.get("requesting_states") or given.get("requesting"))]
    year = int(given.get("year") or datetime.now(UTC).date().year)
    lines = given.get("lines") or [
        {
            "line_id": str(number),
            "functional_area": area,
            "support_type": _types(given)[0],
            "quantity": {"amount": "1", "unit": "packages"},
            "period": given.get("period") or {"start": f"{year}-01-01", "end": f"{year + 2}-12-31"},
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
        "requesting_states": [s for s in states if s.startswith("iso3166:")] or states,
        "lines": lines,
    }
    whole["summary"] = given.get("summary") or subject
    whole["languages"] = _list(given.get("languages"))
    return RequestContent.model_validate(whole)


def offer_of(given: dict[str, Any], number: int) -> SupportOfferState:
    """An offer, complete or minimal. Raises ValidationError."""
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
    whole = {
        "title": subject[:200].ljust(3, "."),
        "language": "en",
        "availability": {"start": "1970-01-01"},
        **{name: value for name, value in inner.items() if name in OfferContent.model_fields},
        "offering_parties": [party(name) for name in _list(inner.get("offering_parties") or inner.get("offering"))],
        "countries": [party(name) for name in _list(inner.get("countries"))],
        "lines": lines,
    }
    whole["summary"] = inner.get("summary") or subject
    whole["languages"] = _list(inner.get("languages"))
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


def rank_documents(request: Any, roster: Any, today: date) -> list[dict[str, Any]]:
    """Ranks a roster for a request, both as plain data. Raises Faulty naming every fault."""
    faults: list[str] = []
    content, offers = None, []
    try:
        content = request_of(request)
    except (ValidationError, ValueError, TypeError, AttributeError) as fault:
        faults += _words("request", fault)
    listed = roster.get("offers", []) if isinstance(roster, dict) else roster
    for number, given in enumerate(listed):
        try:
            offers.append(offer_of(given, number))
        except (ValidationError, ValueError, TypeError, AttributeError) as fault:
            faults += _words(f"roster/{number}", fault)
    if faults or content is None:
        raise Faulty("\n".join(faults))
    relations = _list(request.get("prior_relations"))
    lines = asked_lines(content, today, relations=[party(name) for name in relations])
    return explain(rank(lines, texts_of(content), prepare(offers, today)))


def _words(where: str, fault: Exception) -> list[str]:
    if isinstance(fault, ValidationError):
        return [f"{where}/{'/'.join(map(str, e['loc']))}: {e['msg']}" for e in fault.errors()]
    return [f"{where}: {fault}"]


def rank_command(arguments: Sequence[str]) -> int:
    """The command. Exit status 2 for input that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m services.matching rank")
    parser.add_argument("--request", type=Path, required=True)
    parser.add_argument("--roster", type=Path, required=True)
    parser.add_argument("--today", type=date.fromisoformat, default=None)
    parser.add_argument("--json", action="store_true", help="the whole answer as JSON instead of a short table")
    asked = parser.parse_args(arguments)
    try:
        request, roster = json.loads(asked.request.read_text()), json.loads(asked.roster.read_text())
        found = rank_documents(request, roster, asked.today or datetime.now(UTC).date())
    except (OSError, ValueError, Faulty) as fault:
        print(fault, file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps({"lines": found, "overall": overall(found)}, indent=1))
        return 0
    for one in overall(found):
        print(f"{one['rank']:>4}  {one['score']:.3f}  {one['offer_id']:<12} {', '.join(one['offering_parties'])}")
    return 0


def overall(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
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
