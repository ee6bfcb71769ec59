"""What a list or an export can be narrowed by; the same words, and the same conditions, wherever it is asked."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from services.gateway.read_model.places import ReadFrom
from services.gateway.read_model.published import published
from services.gateway.read_model.readable import readable
from services.gateway.read_model.search import found_by, only_now
from shared.modalities.access.actions import READ_MATCH_WHOLE
from shared.modalities.access.actor import Actor
from shared.modalities.access.projects import championed_by


def conditions(given: Mapping[str, Any], when: ReadFrom) -> list[sa.ColumnElement[bool]]:
    """What a filter asks of the columns of items at a date; what is None or absent is not asked."""
    columns = when.columns
    if given.get("search") is not None and when.moment is not None:
        raise only_now()
    asked: dict[str, Any] = {
        "region": lambda value: columns.region == value,
        "regions": lambda value: columns.region.in_(value),
        "status": lambda value: columns.status.in_(value),
        "functional_area": lambda value: columns.areas.contains([value]),
        "party": lambda value: columns.parties.contains([value]),
        "champion": lambda value: _championed_by(columns, value),
        "search": lambda value: found_by(columns.words, value),
        "begun_from": lambda value: columns.begun_at >= value,
        "begun_before": lambda value: columns.begun_at < value,
        "changed_from": lambda value: columns.changed_at >= value,
        "changed_before": lambda value: columns.changed_at < value,
        "starts_from": lambda value: _begins(columns) >= value,
        "starts_before": lambda value: _begins(columns) < value,
    }
    return [condition(given[name]) for name, condition in asked.items() if given.get(name) is not None]


def conditions_for(actor: Actor, kind: str, given: Mapping[str, Any], when: ReadFrom) -> list[sa.ColumnElement[bool]]:
    """The same for a reader: of a match that it does not see whole, SQL asks nothing of what may be hidden from it.

    What is asked of that is held against the item as the reader sees it (``views.Facts.holds``), so that what is found
    says nothing of what is hidden (WM 17).
    """
    if kind != "match":
        return conditions(given, when)
    hidden = conditions({name: given.get(name) for name in MAY_BE_HIDDEN}, when)
    open_ = conditions({name: value for name, value in given.items() if name not in MAY_BE_HIDDEN}, when)
    whole = readable(actor, READ_MATCH_WHOLE, when)
    # Its words are of the whole: who sees a part of it finds it by none.
    words = [whole] if given.get("search") is not None else []
    return [*open_, *words, *([sa.or_(sa.not_(whole), sa.and_(*hidden))] if hidden else [])]


MAY_BE_HIDDEN = frozenset({"region", "regions", "functional_area", "party"})
MAY_HIDE = frozenset({"match", "engagement", "solicitation"})
"""Kinds of which a reader may see less than their columns say: what a filter finds is held against what the reader sees."""


def _championed_by(columns: Any, party: str) -> sa.ColumnElement[bool]:
    """Thematic projects with a champion, by its own word (WM 2); who is only asked stands in another role."""
    return sa.and_(columns.kind == "project", columns.roles.contains([championed_by(party)]))


def _begins(columns: Any) -> sa.ColumnElement[Any]:
    """When a meeting begins (WM 4); of other items nothing does."""
    return sa.cast(columns.state["content"]["starts_at"].astext, sa.DateTime(timezone=True))


def of_shown_request(given: Mapping[str, Any], when: ReadFrom) -> sa.ColumnElement[bool]:
    """The same of requests as their States show them: a filter sees no more of a request than its reader does (WM 17).

    What a State does not show matches nothing, so that what is found says nothing of what is hidden.
    """
    fields = when.columns.state["shown"]["fields"]
    named = fields["requesting_states"].is_not(None)
    asked: dict[str, Any] = {
        "region": lambda value: sa.and_(named, when.columns.region == value),
        "regions": lambda value: sa.and_(named, when.columns.region.in_(value)),
        "search": lambda value: found_by(when.columns.shown_words, value),
        "functional_area": lambda value: fields["lines"].contains([{"functional_area": value}]),
        "party": lambda value: fields["requesting_states"].contains([value]),
    }
    return _all(given, asked)


def of_published_match(given: Mapping[str, Any], when: ReadFrom) -> sa.ColumnElement[bool]:
    """The same of matches as they were published; what changed is what was published since."""
    asked: dict[str, Any] = _of_place(when) | {
        "functional_area": lambda value: published.c.fields["functional_areas"].contains([value]),
        "party": lambda value: published.c.fields["parties"].contains([{"party": value}]),
        "changed_from": lambda value: published.c.at >= value,
        "changed_before": lambda value: published.c.at < value,
    }
    return _all(given, asked)


def _of_place(when: ReadFrom) -> dict[str, Any]:
    return {
        "region": lambda value: when.columns.region == value,
        "regions": lambda value: when.columns.region.in_(value),
    }


def _all(given: Mapping[str, Any], asked: Mapping[str, Any]) -> sa.ColumnElement[bool]:
    found = [asked[name](value) if name in asked else sa.false() for name, value in given.items() if value is not None]
    return sa.and_(sa.true(), *found)
