"""A draft as commands meet it (WM 8)."""

from collections.abc import Mapping
from typing import Any

from services.intake.actions.the_request import Intake
from services.intake.storage.drafts import DraftRepository
from shared.application.use_case import Done, Kind, Stored
from shared.contracts.intake import DraftEvent
from shared.contracts.shapes.draft import RequestDraft
from shared.modalities.access import actions as a
from shared.modalities.access import views
from shared.modalities.access.actor import Actor
from shared.modalities.access.resources import of_draft

Drafted = Stored[RequestDraft]


async def draft_view(_: object, reader: Actor, state: RequestDraft) -> Mapping[str, object]:
    """The draft as its reader sees it; nothing of it for whom it left."""
    seen = views.draft(reader, of_draft(state), state.model_dump(mode="json"))
    return {**seen, "missing": list(state.missing())} if seen is not None else {}


DRAFT = Kind(
    "draft",
    a.READ_DRAFT,
    of_draft,
    lambda connection, draft_id, lock: DraftRepository(connection).find(draft_id, lock=lock),
    draft_view,
)


async def changed(doing: Intake, state: RequestDraft, kind: type[DraftEvent], **said: Any) -> Done[RequestDraft]:
    """Ends a change: the draft is stored, and its event told without its text."""
    version = await DraftRepository(doing.uow.connection).save(state)
    return told(doing, state, version, kind, **said)


def told(doing: Intake, state: RequestDraft, version: int, kind: type[DraftEvent], **said: Any) -> Done[RequestDraft]:
    """Tells an event of a draft that is stored."""
    doing.uow.record(kind(aggregate_id=state.draft_id, aggregate_version=version, draft=state.told(), **said))
    return Done(state, version, state.draft_id, decided_on=state.rev)


def unchanged(state: RequestDraft) -> Done[RequestDraft]:
    """What was so already."""
    return Done(state, state.rev, state.draft_id, changed=False)
