"""Filters of GraphQL are held against the one table of what there is, before a field is resolved (``filter_values``).

Every text that a root field takes stands in ``ARGUMENTS`` or ``ENTRIES``; a field with another one does not start.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
)

from services.gateway.kinds import KINDS
from shared.contracts import filter_values
from shared.modalities.errors import Fault, Invalid

KIND_OF: Mapping[str, str] = {kind.listed: kind.name for kind in KINDS if kind.listed is not None}
"""Lists of items -> their kind, whose states a filter may name."""
ARGUMENTS: Mapping[str, str] = {
    "region": "region", "regions": "region", "kinds": "kind", "party": "told", "recipient": "recipient", "need": "need",
    "state": "inbox_state", "language": "language", "after": "cursor", "key": "one thing", "eventId": "one thing",
    "mailbox": "one thing", "item": "one thing", "month": "one thing", "requestId": "one thing", "engagementId": "one thing", "about": "one thing", "draftId": "one thing", "importId": "one thing", "entryId": "one thing", "outcome": "outcome_of_imported", "planId": "one thing", "mailboxId": "one thing", "editionId": "one thing", "otherId": "one thing", "threadId": "one thing",
    "functionalArea": "functional_area", "functionalAreas": "functional_area", "stage": "status_of_engagement", "unit": "unit", "horizon": "horizon",
    "status": "status_of_imported", "forState": "party", "country": "party", "roster": "one thing", "packageId": "one thing", "expertId": "one thing", "organisationId": "one thing", "offerId": "one thing", "inResponseTo": "one thing", "ruleSet": "one thing", "instead": "one thing",
}  # fmt: skip
"""Arguments of root fields -> the filter they are, or one of ``filter_values.NAMES``."""
ENTRIES: Mapping[str, Mapping[str, str]] = {
    "ItemFilter": {
        "region": "region", "regions": "region", "functionalArea": "functional_area", "party": "party", "champion": "party",
        "status": "status", "search": "words",
    },
    "LedgerFilter": {
        "channel": "channel", "eventType": "event_type", "recipient": "recipient", "party": "told",
        "state": "status_of_delivery", "eventId": "one thing", "itemId": "one thing", "mailbox": "one thing",
    },
}  # fmt: skip
"""The same of entries of inputs; ``status`` is that of the list's kind."""


class UnknownFilter(RuntimeError):
    """A text that can be asked for, and of which nobody says what there is."""


def _texts(kind: GraphQLInputType) -> bool:
    while isinstance(kind, GraphQLNonNull | GraphQLList):
        kind = kind.of_type
    return getattr(kind, "name", "") == "String"


def _input(kind: GraphQLInputType) -> GraphQLInputObjectType | None:
    kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    return kind if isinstance(kind, GraphQLInputObjectType) else None


def asked(name: str, field: GraphQLField) -> dict[tuple[str, ...], str | None]:
    """Every text of a field's arguments, by its place, with the filter it is; None where nobody says so."""
    found: dict[tuple[str, ...], str | None] = {}
    for argument, said in field.args.items():
        if _texts(said.type):
            found[argument,] = ARGUMENTS.get(argument)
        entries = _input(said.type)
        for entry, part in entries.fields.items() if entries else ():
            if _texts(part.type) and entries:
                filtering = ENTRIES.get(entries.name, {}).get(entry)
                found[argument, entry] = f"status_of_{KIND_OF.get(name)}" if filtering == "status" else filtering
    return found


def unsaid(name: str, field: GraphQLField) -> list[str]:
    """Texts of a field that stand in no table."""
    known = {*filter_values.CHECKS, *filter_values.NAMES}
    return [".".join((name, *place)) for place, filtering in asked(name, field).items() if filtering not in known]


def faults(filters: Mapping[tuple[str, ...], str | None], given: Mapping[str, Any]) -> Iterator[Fault]:
    """Every filter of a field's arguments whose value there is not."""
    for place, filtering in filters.items():
        value: Any = given
        for part in place:
            value = value.get(part) if isinstance(value, Mapping) else None
        yield from filter_values.faults(filtering or "", value, "/" + "/".join(place))


def _held(filters: Mapping[tuple[str, ...], str | None], resolve: Callable[..., Any]) -> Callable[..., Any]:
    def held(source: Any, info: Any, **given: Any) -> Any:
        if given and (found := tuple(faults(filters, given))):
            raise Invalid(found, "invalid_parameters")
        return resolve(source, info, **given)

    return held


def hold_filters(schema: GraphQLSchema) -> None:
    """Holds every root field of queries and subscriptions to it. Raises UnknownFilter."""
    for root in (schema.query_type, schema.subscription_type):
        for name, field in root.fields.items() if root else ():
            if missing := unsaid(name, field):
                raise UnknownFilter(", ".join(missing))
            filters = asked(name, field)
            if filters and field.subscribe is not None:
                field.subscribe = _held(filters, field.subscribe)
            elif filters and field.resolve is not None:
                field.resolve = _held(filters, field.resolve)
