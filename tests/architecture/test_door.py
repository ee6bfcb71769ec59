"""Every text, date and moment of every command's body is checked at the door, or says here why it is not."""

import importlib
import inspect
from datetime import date, datetime
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, Field

from shared.contracts.door import AtDoor
from shared.contracts.shapes.values import PartyId

ROOT = Path(__file__).parents[2]
FREE = {
    "request_id": "an item, found or not found", "offer_id": "likewise", "withdraw_offers": "likewise", "compared_with": "likewise",
    "weights": "names of signals, held by the use case", "in_response_to": "likewise",
    "raised_at_meeting": "a meeting, found or not found by who reads it", "action_id": "an action, found or not found",
    "saved_filter": "likewise", "mailbox_id": "likewise", "what": "an item, or an event type held by the use case",
    "handover_id": "likewise", "id": "likewise", "kind": "what a package is, by the giver", "digest": "a digest of what came",
    "behind": "identifiers that are counted: as many as the figure has", "label": "a group of a figure, in at most 60 characters",
    "event_ids": "likewise", "delivery_ids": "likewise", "ids": "likewise", "held_back": "likewise", "wanted": "likewise",
    "experts": "identifiers of ours, held against those of the party that leads", "engagement_id": "likewise",
    "token": "a secret that is held against its hash", "url": "held by the guard of endpoints",
    "event_types": "held against the catalogue by the use case", "without": "likewise",
    "paragraph": "held against the paragraphs by the rules", "fields": "held against the form of the request",
    "email": "held by its own pattern", "line_id": "a name the party gives its line, by a pattern", "line_ids": "likewise", "assessed_as": "likewise", "for_line": "likewise",
    "recorded_as": "a reference or an identifier by a pattern, held against what is recorded", "but": "identifiers by a pattern", "item_id": "likewise",
    "request_line_id": "likewise", "offer_line_id": "likewise", "delivery_id": "likewise", "milestone_id": "likewise",
    "report_id": "likewise", "link": "an address by a pattern", "distinct_from": "references, held against what is open",
    "join_link": "an address by a pattern", "resources": "likewise", "evidence": "likewise",
    "renews": "an identifier of ours; any other text names nothing", "asked_of": "a side, held against those of the thread",
    "practice_id": "likewise", "auditors": "references by a pattern",
    "proposal_id": "an identifier of ours; any other text names nothing", "meeting_id": "likewise", "contribution_id": "likewise", "expert_id": "likewise", "initiative_id": "likewise", "entry_id": "likewise", "warning": "likewise", "website": "an address by a pattern", "code": "what an officer gives, by a pattern",
    "start": "hours of the day", "end": "likewise", "digest_at": "likewise", "last_error": "a cause that we gave",
}  # fmt: skip
"""Names of fields that hold a text which is no code and is not shown as prose; why each is held elsewhere."""


def bodies() -> dict[str, type[BaseModel]]:
    """Every model that a route reads a body with."""
    found: dict[str, type[BaseModel]] = {}
    paths = [path for room in ("http", "actions") for path in (ROOT / "services").rglob(f"{room}/*.py")]
    for path in sorted(paths):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for kind in vars(importlib.import_module(name.removesuffix(".__init__"))).values():
            if (
                inspect.isclass(kind)
                and issubclass(kind, BaseModel)
                and (kind.__name__.endswith(("Body", "Change")) or kind.__name__ == "Preferences")
            ):
                found[f"{kind.__module__}.{kind.__name__}"] = kind
    return found


def unchecked(model: type[BaseModel], at: str, seen: frozenset[type] = frozenset()) -> list[str]:
    """Places of a body that hold a plain text, date or moment."""
    if model in seen:
        return []
    found: list[str] = []
    for name, field in model.model_fields.items():
        if name not in FREE:
            found += _unchecked(field.annotation, list(field.metadata), f"{at}/{name}", seen | {model})
    return found


def _unchecked(kind: Any, metadata: list[Any], at: str, seen: frozenset[type]) -> list[str]:
    if any(isinstance(one, AtDoor) for one in metadata):
        return []
    origin = get_origin(kind)
    if origin is Annotated:
        inner, *more = get_args(kind)
        return _unchecked(inner, [*metadata, *more], at, seen)
    if origin is Literal or kind in {type(None), bool, int, Any, Ellipsis}:
        return []
    if origin in {Union, UnionType, tuple, list}:
        return [fault for part in get_args(kind) for fault in _unchecked(part, [], at, seen)]
    if origin is dict:
        return []
    if inspect.isclass(kind) and issubclass(kind, BaseModel):
        return unchecked(kind, at, seen)
    return [at] if kind in {str, date, datetime} else []


def test_nothing_that_people_type_comes_in_unchecked() -> None:
    found = bodies()
    assert len(found) >= 30
    assert [place for name, model in found.items() for place in unchecked(model, name)] == []


class Deeper(BaseModel):
    """A part of a body."""

    language: str


class Planted(BaseModel):
    """A body with plain fields where codes, dates and moments belong."""

    parts: tuple[Deeper, ...] = ()
    bureaux: tuple[str, ...] = ()
    currency: str | None = None
    on: date
    until: datetime | None = None
    good: PartyId
    also: Annotated[PartyId, Field(max_length=20)]
    which: Literal["a", "b"] = "a"


def test_a_planted_plain_field_is_found() -> None:
    assert unchecked(Planted, "") == ["/parts/language", "/bureaux", "/currency", "/on", "/until"]


@pytest.mark.parametrize("name", sorted(FREE))
def test_a_free_name_is_used(name: str) -> None:
    texts = [path.read_text() for top in ("services", "shared") for path in (ROOT / top).rglob("*.py")]
    assert any(f"    {name}: " in text for text in texts), f"{name} is in no body any more"
