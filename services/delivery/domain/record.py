"""The agreement record in three parts: what was asked, what was offered, what both sides accept of it (WM 11, 19, 20).

The same version is the same bytes, wherever and whenever it is made: keys are sorted, no moment of making is in it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from shared.contracts.shapes.engagement import EngagementState
from shared.contracts.shapes.engagement_terms import Terms, TermsContent
from shared.modalities.errors import NotFound


def accepted(
    state: EngagementState, version: int, content: TermsContent, words: str | None, proposed_at: datetime | None = None
) -> dict[str, Any]:
    """The record of a version as plain values. It holds no contact and no text that only one side may read: of a request that
    its States had not shown to the offering side there is the reference (WM 17).

    ``proposed_at``: of a version that stands already. Who joined later by its own word is not among its sides, and signs it.
    """
    joined = _joined_after(state, proposed_at)
    parts = {kind: [one for one in state.agreed_parts if one.kind == kind] for kind in ("request", "offer")}
    titled, areas = "title" in state.shown_fields, "lines" in state.shown_fields
    return {
        "record": "acsg-agreement:1",
        "engagement": state.reference,
        "request": [
            one.model_dump(mode="json", exclude={"kind"}) | ({} if titled else {"title": one.reference})
            for one in parts["request"]
        ],
        "offer": [one.model_dump(mode="json", exclude={"kind"}) for one in parts["offer"]],
        "acceptance": {
            "version": version,
            "sides": [{"party": one.party, "role": one.role} for one in state.sides if one.party not in joined],
            "words": words,
            **content.model_dump(mode="json"),
            "functional_areas": {one.line_id: one.functional_area for one in state.lines} if areas else {},
        },
    }


def _joined_after(state: EngagementState, proposed_at: datetime | None) -> set[str]:
    """Parties that a notice named and that answered after a version was proposed (WM 19)."""
    answered = ((one.party, one.answered_at) for one in state.asked_sides if one.answer == "accepted")
    return {party for party, at in answered if proposed_at is not None and at is not None and at > proposed_at}


def written(record: dict[str, Any]) -> bytes:
    """A record as bytes: JSON in UTF-8, keys sorted, no blanks."""
    return json.dumps(record, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest_of(state: EngagementState, version: int, content: TermsContent, words: str | None) -> str:
    """SHA-256 of the record of a version."""
    return hashlib.sha256(written(accepted(state, version, content, words))).hexdigest()


def terms_of(state: EngagementState, version: int | None) -> Terms:
    """A version of the terms; without a number those in force, while there are none the latest. Raises NotFound."""
    wanted = version if version is not None else (state.terms_in_force() or state.terms[-1]).version
    found = next((one for one in state.terms if one.version == wanted), None)
    if found is None:
        raise NotFound("not_found", "There is no such version of the terms")
    return found


def record_of(state: EngagementState, version: int | None, signatures: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The record of a version with its digest, whether it is in force, and who signed it, of these signatures. Raises NotFound."""
    terms = terms_of(state, version)
    return {
        "agreement": accepted(state, terms.version, terms.content, terms.words, terms.proposed_at),
        "digest": terms.digest,
        "in_force": terms == state.terms_in_force(),
        "signatures": [one for one in signatures if one["version"] == terms.version],
    }
