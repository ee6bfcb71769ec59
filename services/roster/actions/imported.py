"""A row of an existing roster as commands meet it (WM 7, 18)."""

from collections.abc import Mapping
from typing import Any, TypedDict

from services.roster.actions.list_offer import LIST_OFFER
from services.roster.actions.offer import OfferBody, Roster
from services.roster.domain.imported import FOR_THE_NAMED, ImportedRow, in_words, leading, of_another_party
from services.roster.storage.imports import ImportRepository
from shared.application.runner import as_part_of
from shared.application.use_case import Done, Kind
from shared.contracts.body import fitting
from shared.contracts.shapes.imported import RowStanding
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor
from shared.modalities.access.imports import imported, roster_import
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource
from shared.modalities.access.resources import of_new_offer


def of_row(state: ImportedRow) -> Resource:
    """A row as the policy sees it."""
    return imported(state.region, state.owner, state.party, state.status)


def seen_by(reader: Actor, state: ImportedRow, language: str) -> Mapping[str, object]:
    """What of a row its reader sees: all of it whose roster it is, the offer alone whom it names; nothing who may not."""
    if decide(reader, a.READ_IMPORT, roster_import(state.region, state.owner)).allowed:
        return state.model_copy(update={"faults": in_words(state.faults, language)}).model_dump(mode="json")
    if decide(reader, a.READ_IMPORTED, of_row(state)).allowed:
        return state.model_dump(mode="json", include=FOR_THE_NAMED)
    return {}


async def view(_: object, reader: Actor, state: ImportedRow) -> Mapping[str, object]:
    """The row in its reader's own language."""
    return seen_by(reader, state, reader.language)


ROW = Kind(
    "row of a roster",
    a.READ_IMPORTED,
    of_row,
    lambda connection, entry_id, lock: ImportRepository(connection).find_row(entry_id, lock),
    view,
)


def body_of(doing: Roster, raw: bytes) -> OfferBody:
    """The offer that a row says, held against today's door. Raises Invalid naming every fault."""
    return fitting(raw, OfferBody, doing.context.door(doing.now.date()))


def lists(doing: Roster, owner: str, body: OfferBody) -> bool:
    """Whether who does it may list the offer: it is its own; else the party that it names is asked. Raises Invalid when a
    party's roster names another one.
    """
    if decide(doing.by, a.LIST_OFFER, of_new_offer(doing.context.deployment, body)).allowed:
        return True
    if owner == doing.by.party and doing.by.region is None:
        raise of_another_party(body.offering_parties[0])
    return False


async def entered(doing: Roster, owner: str, body: OfferBody) -> tuple[RowStanding, str | None, str | None]:
    """Where an offer stands once its row is good: ``listed`` by the party's own word, with its identifier and reference, or
    ``proposed`` to it. Raises what listing raises.
    """
    if not lists(doing, owner, body):
        return "proposed", None, None
    done = await as_part_of(doing, LIST_OFFER, body)
    return "listed", done.aggregate, done.thing.reference


async def changed(doing: Roster, state: ImportedRow, version: int, **audited: Any) -> Done[ImportedRow]:
    """Ends what somebody says about a row: it is kept under its next version."""
    await ImportRepository(doing.uow.connection).save_row(state, version + 1)
    return Done(state, version + 1, state.entry_id, **audited)


class RowNames(TypedDict):
    """What a row keeps of a body that is good."""

    body: dict[str, Any]
    party: str | None
    faults: tuple[()]


def names(body: OfferBody) -> RowNames:
    """What a row keeps of a body that is good."""
    said = body.model_dump(mode="json", exclude_unset=True)
    return {"body": said, "party": leading(said), "faults": ()}
