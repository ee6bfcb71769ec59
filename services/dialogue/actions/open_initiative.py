"""A pilot or the quality-assurance initiative begins by its State's word, is shown by it, leads to a practice, and ends (WM 7, 11)."""

from pydantic import Field

from services.dialogue.actions.initiative import (
    INITIATIVE,
    Initiative,
    InitiativeBody,
    after,
    changed,
    named,
    side,
    view,
)
from services.dialogue.actions.meeting import Dialogue
from services.dialogue.domain import initiative as domain
from services.dialogue.domain.initiative import NewInitiative, ServedParty
from services.dialogue.storage.initiatives import InitiativeRepository
from services.dialogue.storage.practices import PracticeRepository
from shared.application.use_case import Change, Done, Make
from shared.contracts import initiatives as events
from shared.contracts.incoming import Strict
from shared.contracts.shapes.initiative import MOST_READERS, InitiativeOutcome, InitiativeState, Judged
from shared.contracts.shapes.values import Id, Language, Offerer, Text
from shared.modalities.access import actions as a
from shared.modalities.access.actor import OFFICERS
from shared.modalities.access.initiatives import initiative
from shared.modalities.access.policy import decide
from shared.modalities.access.practices import of_practice
from shared.modalities.access.resource import Resource
from shared.modalities.errors import Fault, Invalid
from shared.modalities.paragraphs import P11
from shared.runtime.identifiers import parsed


class InitiativeAnswerBody(Strict):
    """Whether one's party takes part. ``partner``: whom the State names beside it; ``reason``: why the State does not, if it says so."""

    accepts: bool
    partner: Offerer | None = None
    reason: Text | None = None
    language: Language | None = None


class InitiativeReadersBody(Strict):
    """All parties to which the State shows it from now on, and whether with the figures of its rounds."""

    readers: tuple[Offerer, ...] = Field(max_length=MOST_READERS)
    with_figures: bool = False


class LedToBody(Strict):
    """The good practice of the same State that it led to."""

    practice_id: Id


class InitiativeClosingBody(Strict):
    """How it went. ``early``: before its steps were done; ``judged``: of a pilot, whether it did what it should."""

    text: Text
    language: Language
    early: bool = False
    judged: Judged | None = None


async def open_initiative(doing: Dialogue, body: InitiativeBody) -> Done[InitiativeState]:
    """Raises Invalid naming every fault."""
    stored, here, now = InitiativeRepository(doing.uow.connection), doing.context.deployment, doing.now
    content, partner = body.content(), named(doing, body.partner)
    begun = NewInitiative(doing.new_id(), "", here, now)
    if doing.by.role in OFFICERS:
        state = domain.proposed(begun, content, _served(doing, content.country), partner)
    else:
        state = domain.opened(begun, content, partner)
    state = state.model_copy(update={"reference": await stored.next_reference(here, now.year)})
    await stored.add(state)
    doing.uow.record(events.InitiativeOpened(aggregate_id=state.initiative_id, aggregate_version=1, initiative=state))
    return Done(state, 1, state.initiative_id)


async def answer_initiative(doing: Dialogue, stored: Initiative, body: InitiativeAnswerBody) -> Done[InitiativeState]:
    """Raises Conflict, NotPermitted for who is not asked, Invalid."""
    party, said = doing.by.party or "", None
    if body.reason is not None and not body.accepts and party == stored.state.content.country:
        language = body.language or stored.state.content.language
        said = InitiativeOutcome(text=body.reason, language=language, early=True, said_by="state")
    state = domain.answered(stored.state, party, body.accepts, named(doing, body.partner), said, doing.now)
    if state.status == "closed":
        return await changed(doing, events.InitiativeClosed(**after(stored, state), side="state"))
    agreed = state.status == "agreed" and stored.state.status == "proposed"
    event = events.InitiativeAgreed if agreed else events.InitiativeAnswered
    return await changed(doing, event(**after(stored, state), party=party))


async def show_initiative(doing: Dialogue, stored: Initiative, body: InitiativeReadersBody) -> Done[InitiativeState]:
    """Raises Conflict, Invalid."""
    those = [ServedParty(one, _served(doing, one)) for one in body.readers]
    state = domain.shown(stored.state, those, body.with_figures)
    return await changed(doing, events.InitiativeShown(**after(stored, state)))


async def name_practice(doing: Dialogue, stored: Initiative, body: LedToBody) -> Done[InitiativeState]:
    """Raises Conflict, and Invalid for a practice that is not the State's, or is not known here: alike."""
    practice_id = parsed(body.practice_id)
    found = await PracticeRepository(doing.uow.connection).find(practice_id, lock=False) if practice_id else None
    mine = found is not None and found[0].content.country == stored.state.content.country
    if found is None or not mine or not decide(doing.by, a.READ_PRACTICE, of_practice(found[0])).allowed:
        fault = Fault("/practice_id", "names no good practice of the State that you may read here", "unknown_practice")
        raise Invalid((fault,), paragraph=P11)
    state = domain.led_to(stored.state, body.practice_id)
    return await changed(doing, events.InitiativeLedToPractice(**after(stored, state)))


async def close_initiative(doing: Dialogue, stored: Initiative, body: InitiativeClosingBody) -> Done[InitiativeState]:
    """Raises Conflict, NotPermitted, Invalid naming every fault."""
    by = side(doing, stored.state)
    state = domain.closed(stored.state, InitiativeOutcome(**body.model_dump(), said_by=by), doing.now)
    return await changed(doing, events.InitiativeClosed(**after(stored, state), side=by))


def _served(doing: Dialogue, party: str) -> str | None:
    found = named(doing, party)
    return found.region if found is not None else None


def _opened_here(doing: Dialogue, body: InitiativeBody) -> Resource:
    return initiative(doing.context.deployment, body.country)


OPEN_INITIATIVE = Make(a.OPEN_INITIATIVE, InitiativeBody, _opened_here, open_initiative, view)
ANSWER_INITIATIVE = Change(INITIATIVE, a.ANSWER_INITIATIVE, InitiativeAnswerBody, answer_initiative)
SHOW_INITIATIVE = Change(INITIATIVE, a.SHOW_INITIATIVE, InitiativeReadersBody, show_initiative)
NAME_PRACTICE = Change(INITIATIVE, a.NAME_PRACTICE, LedToBody, name_practice)
CLOSE_INITIATIVE = Change(INITIATIVE, a.CLOSE_INITIATIVE, InitiativeClosingBody, close_initiative)
