"""An existing roster is taken in: its file is kept, and its rows are taken one after the other beside everything else (WM 7)."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from services.roster.actions.offer import Roster
from services.roster.domain.imported import ImportMeaning, RosterImport, in_words
from services.roster.storage.imports import ImportRepository
from shared.application.use_case import Done, Make
from shared.modalities.access import actions as a
from shared.modalities.access.actor import Actor, officers_of
from shared.modalities.access.imports import roster_import
from shared.modalities.access.policy import decide
from shared.modalities.access.resource import Resource


class RosterFile(BaseModel):
    """A file as it came, and what is said beside it."""

    model_config = ConfigDict(frozen=True)

    source: str
    meaning: ImportMeaning
    content: bytes


def owner_of(actor: Actor) -> str:
    """Whose roster somebody takes in: that of the party it speaks for, or of the officers that it is one of."""
    return officers_of(actor.region) if actor.region is not None else actor.party or ""


def of_import(state: RosterImport) -> Resource:
    """An import as the policy sees it."""
    return roster_import(state.region, state.owner)


async def import_offers(doing: Roster, said: RosterFile) -> Done[RosterImport]:
    """It waits for a worker; whether the file can be read is told by how it ends."""
    state = RosterImport(
        import_id=doing.new_id(), owner=owner_of(doing.by), region=doing.context.deployment, source=said.source,
        by=doing.by.subject, meaning=said.meaning, made_at=doing.now,
    )  # fmt: skip
    await ImportRepository(doing.uow.connection).add(state, doing.by, said.content)
    return Done(state, 1, state.import_id)


def import_seen(reader: Actor, state: RosterImport, language: str) -> Mapping[str, object]:
    """The import, its faults in the reader's language; nothing for who may not read it."""
    if not decide(reader, a.READ_IMPORT, of_import(state)).allowed:
        return {}
    return state.model_copy(update={"faults": in_words(state.faults, language)}).model_dump(mode="json")


async def _view(_: object, reader: Actor, state: RosterImport) -> Mapping[str, object]:
    return import_seen(reader, state, reader.language)


IMPORT_OFFERS = Make(
    a.IMPORT_OFFERS, RosterFile, lambda doing, _: roster_import(doing.context.deployment, owner_of(doing.by)),
    import_offers, _view,
)  # fmt: skip
